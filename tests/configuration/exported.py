"""What Prometheus finds: the series of the services and of RabbitMQ, with their labels."""

import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import yaml
from prometheus_client import PROCESS_COLLECTOR
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families

from shared.broker_map import SERVICE_USERS
from stack.settings import CHECKOUT

PROMETHEUS = CHECKOUT / "deploy/prometheus/prometheus.yml"
# What Prometheus adds to each series; `service` by our configuration of it.
ADDED_LABELS = frozenset({"job", "instance", "service"})
ENDINGS = {"counter": ["_total"], "gauge": [""], "histogram": ["_count", "_sum", "_bucket"]}

Series = dict[str, frozenset[str]]


def of_services() -> Series:
    """Return the labels of all that the services export, by its name."""
    found: Series = {"up": ADDED_LABELS}
    for metric in _declared():
        for family in metric.describe():
            for ending in ENDINGS[family.type]:
                bounds = {"le"} if ending == "_bucket" else set()
                found[family.name + ending] = ADDED_LABELS.union(metric._labelnames, bounds)
    for family in PROCESS_COLLECTOR.collect():
        found |= {sample.name: ADDED_LABELS.union(sample.labels) for sample in family.samples}
    return found


def _declared() -> Iterator[MetricWrapperBase]:
    for service in SERVICE_USERS:
        import_module(f"services.{service}.__main__")
    for name, module in list(sys.modules.items()):
        if name.startswith(("services.", "shared.")):
            for value in vars(module).values():
                if isinstance(value, MetricWrapperBase):
                    yield value


def of_rabbitmq(port: int) -> Series:
    """Return the labels of all that a node answers to our configuration of Prometheus."""
    found: Series = {}
    for job in yaml.safe_load(PROMETHEUS.read_text())["scrape_configs"]:
        if job["job_name"].startswith("rabbitmq"):
            with urllib.request.urlopen(_url(job, port), timeout=10) as answer:
                text = answer.read().decode()
            for family in text_string_to_metric_families(text):
                for sample in family.samples:
                    found[sample.name] = ADDED_LABELS.union(sample.labels)
    return found


def _url(job: dict[str, Any], port: int) -> str:
    query = urllib.parse.urlencode(job.get("params", {}), doseq=True)
    return f"http://127.0.0.1:{port}{job.get('metrics_path', '/metrics')}?{query}"
