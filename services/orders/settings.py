"""The settings of `orders`, each with its unit and its default."""

from pydantic import Field

from shared.settings import (
    BrokerSettings,
    DatabaseSettings,
    PersonalDataSettings,
    ServiceSettings,
    TokenSignerSettings,
)


class OrdersSettings(
    PersonalDataSettings, ServiceSettings, BrokerSettings, DatabaseSettings, TokenSignerSettings
):
    """What `orders` needs to know."""

    customer_token_hours: float = Field(
        48, gt=0, le=24 * 30, description="Hours that a customer can follow an order."
    )
    idempotency_hours: float = Field(
        48, ge=24, description="Hours that idempotency keys are kept; the contract says 24 or more."
    )
    sweep_seconds: float = Field(
        1, gt=0, description="Seconds between two looks at orders whose deadline is over."
    )
    receive_seconds: float = Field(
        5,
        gt=0,
        description="Seconds after which an order that no screen has shown is published again.",
    )
    unattended_hours: float = Field(
        12, gt=0, description="Hours after which an order that nobody ends completes by itself."
    )
