"""The settings of `orders`, each with its unit and its default."""

from pydantic import Field

from shared.settings import (
    BrokerSettings,
    DatabaseSettings,
    ServiceSettings,
    TokenSignerSettings,
)


class OrdersSettings(ServiceSettings, BrokerSettings, DatabaseSettings, TokenSignerSettings):
    """What `orders` needs to know."""

    customer_token_hours: float = Field(
        48, gt=0, le=24 * 30, description="Hours that a customer can follow an order."
    )
    idempotency_hours: float = Field(
        48, ge=24, description="Hours that idempotency keys are kept; the contract says 24 or more."
    )
