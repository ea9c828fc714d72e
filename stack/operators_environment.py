"""What `orderbell`, the operator's command, needs to know of a running system."""

from collections.abc import Sequence

from provision import broker
from provision.credentials import Credentials
from provision.databases import owners_url
from shared.broker_map import OPERATOR
from stack.part import Part
from stack.settings import StackSettings
from stack.system import Listening

NAME = "operator"


def operators_environment(
    settings: StackSettings, listening: Listening, credentials: Credentials, parts: Sequence[Part]
) -> dict[str, str]:
    """Return the variables by name (`command/settings.py` describes them)."""

    def database(name: str) -> str:
        return owners_url(credentials, name, listening.port("postgres"))

    broker_url = broker.url(listening.port("amqp"), OPERATOR, credentials.broker[OPERATOR])
    return {
        "ENVIRONMENT": settings.environment,
        "SHOPS_DATABASE_URL": database("shops"),
        "ORDERS_DATABASE_URL": database("orders"),
        "OPERATOR_BROKER_URL": broker_url,
        "MANAGEMENT_URL": listening.url("management"),
        "READY_URLS": " ".join(f"{part.name}={part.ready}" for part in parts if part.ready),
        "TOKEN_PUBLIC_KEYS_FILE": str(credentials.public_keys),
        "SHOPS_TOKEN_PRIVATE_KEY_FILE": str(credentials.private_key("shops")),
        "ORDERS_TOKEN_PRIVATE_KEY_FILE": str(credentials.private_key("orders")),
    }
