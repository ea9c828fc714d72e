"""The gateway's settings; what the protocol fixes stands beside the code that obeys it."""

from pydantic import Field

from shared.settings import BrokerSettings, ServiceSettings, TokenVerifierSettings


class GatewaySettings(ServiceSettings, BrokerSettings, TokenVerifierSettings):
    """What a gateway needs to know; HTTP_PORT is that of health and metrics alone."""

    websocket_host: str = Field(
        "127.0.0.1", description="Address that the gateway's WebSocket port listens on."
    )
    websocket_port: int = Field(description="Port of the gateway's WebSockets.", ge=0, le=65535)
    connections_max: int = Field(
        20_000, ge=1, description="Sockets that one gateway holds; more are answered with 503."
    )
    messages_per_second: float = Field(
        100, gt=0, description="Messages a second that a client may send in the long run."
    )
    messages_burst: int = Field(
        200, ge=1, description="Messages that a client may send at once before it is closed."
    )
    slow_client_bytes: int = Field(
        256 * 1024,
        ge=1024,
        description="Bytes that wait for a client that does not read before it is closed.",
    )
    drain_seconds: float = Field(
        5,
        ge=0,
        le=6,
        description="Seconds over which a gateway that stops closes its sockets.",
    )
