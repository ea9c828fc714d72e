"""Where RabbitMQ is, for whoever connects to it."""

from shared.broker_map import VIRTUAL_HOST


def url(port: int, user: str, password: str, host: str = "127.0.0.1") -> str:
    """Return the address of the broker for a user."""
    return f"amqp://{user}:{password}@{host}:{port}/{VIRTUAL_HOST}"
