"""A change on its way: outbox, broker sessions, push, and RabbitMQ between them."""

from docs.make.signals.panel import Panel, Row, rate

BROKERED = Row(
    "Outbox and broker sessions",
    series=[
        Panel(
            "Age of the oldest change that waits",
            "Above half a minute look at RabbitMQ: it is down, or an alarm blocks publishers.",
            "s",
            {"{{service}}": "max by (service) (outbox_oldest_row_age_seconds)"},
        ),
        Panel(
            "Changes published",
            "Where no queue took some restart RabbitMQ, which loads its definitions.",
            "short",
            {
                "{{service}}": rate("outbox_published_total", "service"),
                "{{service}}, no queue took it": rate("outbox_unroutable_total", "service"),
            },
        ),
        Panel(
            "Sessions that stand",
            "At 0 the service's log says why (`broker_session_ended`).",
            "short",
            {"{{service}} {{session}}": "min by (service, session) (broker_session_up)"},
        ),
        Panel(
            "Sessions made",
            "New ones again and again: RabbitMQ is away, full, or refuses the password.",
            "short",
            {"{{service}}": "sum by (service) (increase(broker_sessions_total[5m]))"},
        ),
        Panel(
            "Messages handled",
            "Dead-lettered ones are told by `orderbell dead-letters list`.",
            "short",
            {"{{queue}} {{outcome}}": rate("consumer_messages_total", "queue", "outcome")},
        ),
        Panel(
            "Consumers that paused",
            "A pause waits for PostgreSQL or RabbitMQ and ends by itself once that is back.",
            "short",
            {"{{queue}}": "sum by (queue) (increase(consumer_pauses_total[5m]))"},
        ),
    ],
)

PUSHED = Row(
    "Push: from the notifier to open pages",
    series=[
        Panel(
            "Sockets",
            "A gateway refuses new ones at CONNECTIONS_MAX: run one more before that.",
            "short",
            {
                "{{instance}} sockets": "gateway_connections",
                "{{instance}} subscriptions": "gateway_subscriptions",
            },
        ),
        Panel(
            "Notices to all pages",
            "After `interrupted` look whether RabbitMQ and a notifier are up; `resync` ends it.",
            "short",
            {"{{notice}}": "sum by (notice) (increase(gateway_notices_total[5m]))"},
        ),
        Panel(
            "Sockets that the gateway closed",
            "docs/protocol.md says what each code means, and so which clients are at fault.",
            "short",
            {"{{code}}": "sum by (code) (increase(gateway_closes_total[5m]))"},
        ),
        Panel(
            "Batches",
            "Each gateway takes every batch: a line below the notifiers' is a gateway that lags.",
            "short",
            {
                "published": "sum(rate(notifier_batches_total[$__rate_interval]))",
                "{{instance}} took": "rate(gateway_batches_total[$__rate_interval])",
            },
        ),
        Panel(
            "Frames",
            "The traffic of the push path: a frame in a batch goes to every page that may see it.",
            "short",
            {
                "in batches": "sum(rate(notifier_frames_total[$__rate_interval]))",
                "written to sockets": "sum(rate(gateway_frames_sent_total[$__rate_interval]))",
            },
        ),
        Panel(
            "Receipts from pages",
            "Dropped ones are told again over HTTP; while they are dropped the broker is away.",
            "short",
            {
                "forwarded": "sum(rate(gateway_client_messages_forwarded_total[$__rate_interval]))",
                "dropped": "sum(rate(gateway_client_messages_dropped_total[$__rate_interval]))",
                "ignored": "sum(rate(orders_client_messages_ignored_total[$__rate_interval]))",
            },
        ),
    ],
)

RABBITMQ = Row(
    "RabbitMQ",
    series=[
        Panel(
            "Queues",
            "A queue that grows has no reader at work: look at the service it is named for.",
            "short",
            {
                "{{queue}}": (
                    'max by (queue) (rabbitmq_detailed_queue_messages{queue!~"gateway[.].*"})'
                )
            },
        ),
        Panel(
            "Longest queue of a gateway",
            "Near its bound of 10,000 this gateway hangs: restart it, and its pages come back.",
            "short",
            {"longest": 'max(rabbitmq_detailed_queue_messages{queue=~"gateway[.].*"})'},
        ),
        Panel(
            "Readers of each queue",
            "At 0 nobody reads: look at the service that the queue is named for.",
            "short",
            {
                "{{queue}}": (
                    "max by (queue) (rabbitmq_detailed_queue_consumers"
                    '{queue!~"gateway[.].*|dead-letters"})'
                )
            },
        ),
        Panel(
            "RabbitMQ's alarms",
            "At 1 publishers are blocked: free memory or disk, and look which queue is long.",
            "short",
            {
                "memory": "max(rabbitmq_alarms_memory_used_watermark)",
                "disk": "max(rabbitmq_alarms_free_disk_space_watermark)",
            },
        ),
        Panel(
            "RabbitMQ's memory",
            "At the limit RabbitMQ blocks publishers: orders are taken, and pages poll.",
            "bytes",
            {
                "used": "max(rabbitmq_process_resident_memory_bytes)",
                "limit": "min(rabbitmq_resident_memory_limit_bytes)",
            },
        ),
        Panel(
            "RabbitMQ's free disk",
            "Below the limit RabbitMQ blocks publishers: make room.",
            "bytes",
            {
                "free": "min(rabbitmq_disk_space_available_bytes)",
                "limit": "max(rabbitmq_disk_space_available_limit_bytes)",
            },
        ),
    ],
)
