"""What the gateway counts."""

from prometheus_client import Counter, Gauge

connections = Gauge("gateway_connections", "Sockets that are open")
connections_max = Gauge("gateway_connections_max", "Sockets that this gateway takes")
subscriptions = Gauge("gateway_subscriptions", "Subscriptions of all sockets")
frames_sent = Counter("gateway_frames_sent_total", "Event frames written to sockets")
batches = Counter("gateway_batches_total", "Push batches received")
notices = Counter(
    "gateway_notices_total",
    "Times that all sockets were told `resync` or `interrupted`",
    ["notice"],
)
closes = Counter("gateway_closes_total", "Sockets that the gateway closed", ["code"])
messages_forwarded = Counter(
    "gateway_client_messages_forwarded_total", "Client messages that the broker confirmed"
)
messages_dropped = Counter(
    "gateway_client_messages_dropped_total", "Client messages that the broker did not take"
)
