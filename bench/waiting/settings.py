"""The settings of the server: a gateway's, since it stands in a gateway's place."""

from pydantic import Field

from services.gateway.settings import GatewaySettings


class WaitingSettings(GatewaySettings):
    """What the server needs to know."""

    poll_seconds: float = Field(25, gt=0, description="Seconds that a poll waits for a frame.")
    heartbeat_seconds: float = Field(20, gt=0, description="Seconds between a stream's comments.")
