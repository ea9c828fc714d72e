"""The settings of `shops`, each with its unit and its default."""

from pydantic import Field

from shared.broker_map import PRESENCE_TTL_SECONDS
from shared.settings import (
    BrokerSettings,
    DatabaseSettings,
    ServiceSettings,
    TokenSignerSettings,
)


class ShopsSettings(ServiceSettings, BrokerSettings, DatabaseSettings, TokenSignerSettings):
    """What `shops` needs to know."""

    session_hours: float = Field(
        12, gt=0, le=24 * 30, description="Hours that a kitchen's session lasts unless renewed."
    )
    passcode_failures: int = Field(
        5, ge=1, description="Wrong passcodes that an address may try at a shop per window."
    )
    passcode_window_seconds: int = Field(
        300, ge=1, description="Seconds after which an address may try passcodes again."
    )
    passcode_threads: int = Field(
        2, ge=1, le=16, description="Passcodes checked at the same time; each takes 64 MiB."
    )
    grace_seconds: float = Field(
        90, ge=0, description="Seconds that a shop goes on accepting without a kitchen screen."
    )
    lease_seconds: float = Field(
        PRESENCE_TTL_SECONDS, gt=0, description="Seconds that a gateway's word holds at most."
    )
    screen_lease_seconds: float = Field(
        45, gt=0, description="Seconds that a screen's presence over HTTP holds."
    )
    sweep_seconds: float = Field(
        2, gt=0, description="Seconds between two looks at leases, pauses and dishes that are due."
    )
    refresh_seconds: float = Field(
        300, gt=0, description="Seconds after which a shop is told again to those with copies."
    )
