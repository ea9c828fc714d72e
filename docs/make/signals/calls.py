"""Whether the promise is kept, and the golden signals of each service."""

from docs.make.signals.panel import Panel, Row, quantile, rate

CALLS = 'http_request_duration_seconds_count{service=~"$service"}'
FAILED = 'http_request_duration_seconds_count{service=~"$service",status=~"5..|0"}'
DURATIONS = 'http_request_duration_seconds_bucket{service=~"$service"}'
OURS = 'job="orderbell",service=~"$service"'

PROMISE = Row(
    "The promise: every order is on a kitchen's screen",
    [
        Panel(
            "Oldest order not shown",
            "Above a minute call the shop, unless `orderbell status` finds something.",
            "s",
            {"": "max(orders_oldest_unreceived_age_seconds)"},
            warn_from=30,
            bad_from=60,
        ),
        Panel(
            "Timed out, last hour",
            "Cancelled since no kitchen accepted them: call the shop, or close it.",
            "short",
            {"": "sum(increase(orders_timed_out_total[1h]))"},
            warn_from=1,
            bad_from=3,
        ),
        Panel(
            "Dead letters",
            "What could not be handled: `orderbell dead-letters list` says why.",
            "short",
            {"": 'max(rabbitmq_detailed_queue_messages{queue="dead-letters"})'},
            warn_from=1,
        ),
        Panel(
            "Orders placed, last hour",
            "Compare it with other days: too few may mean that people cannot order.",
            "short",
            {"": "sum(increase(orders_placed_total[1h]))"},
        ),
    ],
    [
        Panel(
            "From placed to shown",
            "Above ten seconds pages poll since sockets fail: look at notices and sockets below.",
            "s",
            {
                "half within": quantile(0.5, "orders_until_shown_seconds_bucket", span="10m"),
                "95 of 100 within": quantile(0.95, "orders_until_shown_seconds_bucket", span="10m"),
            },
        ),
        Panel(
            "What became of orders",
            "Published again means late on a screen, unattended that nobody ended them for hours.",
            "short",
            {
                "placed": "sum(increase(orders_placed_total[5m]))",
                "published again": "sum(increase(orders_republished_total[5m]))",
                "timed out": "sum(increase(orders_timed_out_total[5m]))",
                "unattended": "sum(increase(orders_unattended_total[5m]))",
            },
        ),
    ],
)

CALLED = Row(
    "Calls: traffic, errors, latency",
    series=[
        Panel(
            "Traffic",
            "A line that falls to nothing is a service that the edge cannot reach.",
            "reqps",
            {"{{service}}": rate(CALLS, "service")},
        ),
        Panel(
            "Errors",
            "Above 1 % read the log: 503 means that PostgreSQL is away, 500 is a fault of ours.",
            "percentunit",
            {
                "{{service}}": (
                    f"({rate(FAILED, 'service')} or 0 * {rate(CALLS, 'service')})"
                    f" / {rate(CALLS, 'service')}"
                )
            },
        ),
        Panel(
            "Latency",
            "Where p99 passes a second look at the slowest routes and at saturation.",
            "s",
            {
                "{{service}} p50": quantile(0.5, DURATIONS, "service"),
                "{{service}} p99": quantile(0.99, DURATIONS, "service"),
            },
        ),
        Panel(
            "Slowest routes",
            "The highest p99: one route alone points at its query, all together at PostgreSQL.",
            "s",
            {
                "{{service}} {{method}} {{route}}": (
                    f"topk(5, {quantile(0.99, DURATIONS, 'service', 'method', 'route')})"
                )
            },
        ),
    ],
)

SATURATION = Row(
    "Saturation",
    series=[
        Panel(
            "Calls under way",
            "A pile that grows with the same traffic waits for something: see database calls.",
            "short",
            {"{{service}}": 'sum by (service) (http_requests_in_progress{service=~"$service"})'},
        ),
        Panel(
            "Database calls that run or wait",
            "Above DATABASE_THREADS calls wait: PostgreSQL is slow, or run one more replica.",
            "short",
            {"{{service}} {{instance}}": f"database_calls{{{OURS}}}"},
        ),
        Panel(
            "Processor",
            "A process uses at most one core: near 1 run one more replica.",
            "short",
            {
                "{{service}} {{instance}}": (
                    f"rate(process_cpu_seconds_total{{{OURS}}}[$__rate_interval])"
                )
            },
        ),
        Panel(
            "Memory",
            "A line that only rises is a leak: the container ends at its mem_limit.",
            "bytes",
            {"{{service}} {{instance}}": f"process_resident_memory_bytes{{{OURS}}}"},
        ),
        Panel(
            "Open files and sockets, of those allowed",
            "Near 100 % new sockets are refused: raise OPEN_FILES_MAX, or run one more gateway.",
            "percentunit",
            {
                "{{service}} {{instance}}": (
                    f"process_open_fds{{{OURS}}} / process_max_fds{{{OURS}}}"
                )
            },
        ),
        Panel(
            "Replicas that answer",
            "Fewer than you run: look at `docker compose ps` and the log of what is missing.",
            "short",
            {"{{service}}": f"sum by (service) (up{{{OURS}}})"},
        ),
    ],
)
