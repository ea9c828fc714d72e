"""The adapter's settings."""

from typing import Self

from pydantic import AnyHttpUrl, Field, model_validator

from shared.settings import ServiceSettings

# Twice as long as what passes between two looks.
ACCEPT_BEFORE_SECONDS_MIN = 10


class TemplateSettings(ServiceSettings):
    """What the adapter needs to know; HTTP_PORT is that of the old calls, health and metrics."""

    origin_url: AnyHttpUrl = Field(
        description="Where the edge believes this adapter whom it speaks for: http://host:port."
    )
    websocket_host: str = Field(
        "127.0.0.1", description="Address that the adapter's WebSocket port listens on."
    )
    websocket_port: int = Field(description="Port of the old WebSockets.", ge=0, le=65535)
    connections_max: int = Field(
        10_000, ge=1, description="Old sockets that the adapter holds; more are answered with 503."
    )
    accept_before_seconds: int = Field(
        30,
        ge=0,
        le=3600,
        description="How long before it would cancel itself an order is accepted in the name of a "
        "kitchen on an old wire that was sent its line, unless somebody did something about it: "
        f"0 accepts none, else at least {ACCEPT_BEFORE_SECONDS_MIN}.",
    )

    @model_validator(mode="after")
    def refuse_what_comes_too_late(self) -> Self:
        """Raise ValueError where orders could cancel themselves between two looks at them."""
        if 0 < self.accept_before_seconds < ACCEPT_BEFORE_SECONDS_MIN:
            raise ValueError(f"ACCEPT_BEFORE_SECONDS is 0, or at least {ACCEPT_BEFORE_SECONDS_MIN}")
        return self
