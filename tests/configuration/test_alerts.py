"""Alerts fire when they have to, and only then; each says what to do."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.broker_map import SERVICE_USERS
from tests.configuration.exported import PROMETHEUS
from tests.configuration.expressions import ALERTS, alerts

RULES = {rule["alert"]: rule for rule in alerts()}
FIRING = 'count by (alertname) (ALERTS{alertstate="firing"})'
PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(
    PROMTOOL is None, reason="promtool is not installed (Debian's package `prometheus`)"
)

UP = 'up{{job="orderbell",service="{}",instance="{}"}}'
BROKER_UP = 'up{job="rabbitmq",instance="1"}'
OLDEST = 'orders_oldest_unreceived_age_seconds{instance="1"}'
TIMED_OUT = 'orders_timed_out_total{instance="1"}'
OUTBOX_AGE = 'outbox_oldest_row_age_seconds{service="orders"}'
UNROUTABLE = 'outbox_unroutable_total{service="orders"}'
SESSION = 'broker_session_up{service="orders",session="orders.outbox"}'
CALLS = 'http_request_duration_seconds_count{{service="orders",status="{}"}}'
CALLS_WITHIN = 'http_request_duration_seconds_bucket{{service="orders",le="{}"}}'
SHOWN_WITHIN = 'orders_until_shown_seconds_bucket{{le="{}"}}'
SOCKETS = 'gateway_connections{instance="1"}'
QUEUE = 'rabbitmq_detailed_queue_messages{{queue="{}"}}'
MEMORY_ALARM = "rabbitmq_alarms_memory_used_watermark"
DISK_ALARM = "rabbitmq_alarms_free_disk_space_watermark"

# An hour as it should be, a value every 15 s, in promtool's notation: `first+step x times`.
HEALTHY = {
    **{UP.format(service, 1): "1x240" for service in SERVICE_USERS},
    BROKER_UP: "1x240",
    OLDEST: "0 5 3 0x240",
    TIMED_OUT: "0x240",
    OUTBOX_AGE: "0x240",
    UNROUTABLE: "0x240",
    SESSION: "1x240",
    CALLS.format(201): "0+100x240",
    CALLS_WITHIN.format("1.0"): "0+100x240",
    CALLS_WITHIN.format("2.5"): "0+100x240",
    CALLS_WITHIN.format("+Inf"): "0+100x240",
    SHOWN_WITHIN.format("10.0"): "0+1x240",
    SHOWN_WITHIN.format("30.0"): "0+1x240",
    SHOWN_WITHIN.format("+Inf"): "0+1x240",
    SOCKETS: "100x240",
    'gateway_connections_max{instance="1"}': "15000x240",
    QUEUE.format("dead-letters"): "0x240",
    QUEUE.format("notifier.orders"): "3x240",
    QUEUE.format("gateway.1"): "0x240",
    MEMORY_ALARM: "0x240",
    DISK_ALARM: "0x240",
}


@dataclass(frozen=True)
class Case:
    """What else happens in that hour, and which alerts fire at some times of it."""

    story: str
    series: Mapping[str, str]
    firing: Mapping[str, set[str]] = field(default_factory=lambda: {"5m": set(), "20m": set()})


CASES = [
    Case("all is well", {}),
    Case("no screen", {OLDEST: "0+15x240"}, {"90s": set(), "2m": {"OrderNotShown"}}),
    Case(
        "two orders time out, and Prometheus has to guess the value at 375 s",
        {TIMED_OUT: "0x9 1x3 2x10 _ 2x200"},
        {"5m": set(), "375s": set(), "10m": set()},
    ),
    Case(
        "three orders time out",
        {TIMED_OUT: "0x9 1x3 3x240"},
        {"3m": set(), "5m": {"OrdersNobodyAccepts"}, "30m": set()},
    ),
    Case("an outbox that waits", {OUTBOX_AGE: "0+15x240"}, {"1m": set(), "90s": {"OutboxWaits"}}),
    Case("no queue", {UNROUTABLE: "0x9 1x240"}, {"3m": {"OutboxUnroutable"}, "20m": set()}),
    Case(
        "a dead letter that is replayed",
        {QUEUE.format("dead-letters"): "0x9 1x40 0x240"},
        {"2m": set(), "3m": {"DeadLetters"}, "12m": {"DeadLetters"}, "13m": set()},
    ),
    Case(
        "a service hangs",
        {UP.format("orders", 1): "1x7 0x240"},
        {"150s": set(), "195s": {"ServiceDown"}},
    ),
    Case(
        "the last replica is gone",
        {UP.format("orders", 1): "1x7 stale"},
        {"150s": set(), "195s": {"ServiceGone"}},
    ),
    Case(
        "one of two replicas is replaced",
        {UP.format("orders", 1): "1x7 stale", UP.format("orders", 2): "1x240"},
    ),
    Case("RabbitMQ hangs", {BROKER_UP: "1x7 0x240"}, {"150s": set(), "195s": {"BrokerDown"}}),
    Case("RabbitMQ is gone", {BROKER_UP: "1x7 stale"}, {"150s": set(), "195s": {"BrokerDown"}}),
    Case("no memory", {MEMORY_ALARM: "0x7 1x240"}, {"3m": {"BrokerBlocksPublishers"}}),
    Case("no disk", {DISK_ALARM: "0x7 1x240"}, {"3m": {"BrokerBlocksPublishers"}}),
    Case(
        "a queue without a reader",
        {QUEUE.format("notifier.orders"): "0+100x240"},
        {"4m": set(), "5m": {"QueueGrows"}},
    ),
    Case("a rush", {QUEUE.format("notifier.orders"): "0x7 5000x6 0x240"}),
    Case("a gateway's queue, which is bounded", {QUEUE.format("gateway.1"): "5000x240"}),
    Case("a session is lost", {SESSION: "1x7 0x240"}, {"2m": set(), "3m": {"BrokerSessionDown"}}),
    Case("a session is made anew", {SESSION: "1x7 0 1x240"}, {"2m": set(), "3m": set()}),
    Case("three calls in a hundred fail", {CALLS.format(503): "0+3x240"}, {"5m": {"CallsFail"}}),
    Case("calls get no answer", {CALLS.format(0): "0+3x240"}, {"5m": {"CallsFail"}}),
    Case("one call in a thousand fails", {CALLS.format(500): "0+0.1x240"}),
    Case(
        "one call fails in a quiet shop",
        {CALLS.format(201): "0+0.1x240", CALLS.format(500): "0x7 1x240"},
        {"150s": set(), "3m": set(), "5m": set(), "7m": set()},
    ),
    Case("clients are at fault", {CALLS.format(422): "0+50x240"}),
    Case(
        "three calls in a hundred are slow",
        {CALLS_WITHIN.format("1.0"): "0+97x240"},
        {"4m": set(), "10m": {"CallsAreSlow"}},
    ),
    Case("five calls in a thousand are slow", {CALLS_WITHIN.format("1.0"): "0+99.5x240"}),
    Case(
        "one order in ten is shown late",
        {SHOWN_WITHIN.format("10.0"): "0+0.9x240"},
        {"4m": set(), "10m": {"OrdersAreShownLate"}},
    ),
    Case("one order in thirty is shown late", {SHOWN_WITHIN.format("10.0"): "0+0.97x240"}),
    Case("pages in plenty", {SOCKETS: "12000x240"}),
    Case("pages in excess", {SOCKETS: "12001x240"}, {"4m": set(), "6m": {"GatewayNearlyFull"}}),
]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_an_alert_says_how_bad_it_is_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"].keys() == {"severity"}
    assert rule["labels"]["severity"] in {"page", "warn"}
    assert rule["annotations"].keys() == {"summary", "action"}
    for text in rule["annotations"].values():
        assert text.endswith((".", "?"))


def test_every_alert_has_a_case_in_which_it_fires_and_a_time_when_not() -> None:
    fired = [alert for case in CASES for firing in case.firing.values() for alert in firing]
    assert set(fired) == RULES.keys()
    assert len(RULES) == len(alerts())


@needs_promtool
def test_prometheus_takes_its_configuration() -> None:
    promtool("check", "config", str(PROMETHEUS))


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.story)
def test_alerts_fire_then_and_only_then(case: Case, tmp_path: Path) -> None:
    times = [
        {
            "expr": FIRING,
            "eval_time": time,
            "exp_samples": [{"labels": f'{{alertname="{name}"}}', "value": 1} for name in firing],
        }
        for time, firing in case.firing.items()
    ]
    hour = [{"series": name, "values": said} for name, said in {**HEALTHY, **case.series}.items()]
    document = {
        "rule_files": [str(ALERTS)],
        "evaluation_interval": "15s",
        "tests": [{"interval": "15s", "input_series": hour, "promql_expr_test": times}],
    }
    file = tmp_path / "tests.yml"
    file.write_text(yaml.safe_dump(document))
    promtool("test", "rules", str(file))


def promtool(*arguments: str) -> None:
    done = subprocess.run([str(PROMTOOL), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
