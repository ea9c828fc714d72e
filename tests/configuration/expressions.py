"""The PromQL of the alerts and of the dashboard, taken apart."""

import json
from dataclasses import dataclass
from typing import Any

import promql_parser
import yaml

from stack.settings import CHECKOUT

ALERTS = CHECKOUT / "deploy/prometheus/alerts.yml"
DASHBOARD = CHECKOUT / "deploy/grafana/orderbell.json"
# Grafana fills it in before Prometheus sees it.
RATE_INTERVAL = "$__rate_interval"
# Where the parser keeps what an expression is made of, beside `args`.
PARTS = ("expr", "lhs", "rhs", "vector_selector")


@dataclass(frozen=True)
class Selector:
    """The series that an expression asks for, with the labels that it names of them."""

    metric: str
    labels: frozenset[str]


def alerts() -> list[dict[str, Any]]:
    """Return the alerting rules."""
    groups = yaml.safe_load(ALERTS.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Return the dashboard's panels that show something."""
    return [each for each in json.loads(DASHBOARD.read_text())["panels"] if each["type"] != "row"]


def expressions() -> dict[str, str]:
    """Return every expression, by where it stands."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in alerts()}
    for panel in panels():
        for target in panel["targets"]:
            where = f"panel {panel['title']} {target['refId']}"
            found[where] = target["expr"].replace(RATE_INTERVAL, "1m")
    return found


def selectors(expression: str) -> list[Selector]:
    """Return what an expression asks for; raises ValueError for what is no PromQL.

    The labels that it is summed by count as named of each series in the sum.
    """
    return _selectors(promql_parser.parse(expression), frozenset())


def _selectors(expression: promql_parser.Expr, summed_by: frozenset[str]) -> list[Selector]:
    if isinstance(expression, promql_parser.VectorSelector):
        named = {matcher.name for matcher in expression.matchers.matchers}
        return [Selector(str(expression.name), summed_by | named)]
    if isinstance(expression, promql_parser.AggregateExpr) and expression.modifier:
        summed_by |= set(expression.modifier.labels)
    return [each for part in _parts(expression) for each in _selectors(part, summed_by)]


def _parts(expression: promql_parser.Expr) -> list[promql_parser.Expr]:
    parts = [getattr(expression, name) for name in PARTS if hasattr(expression, name)]
    return [*parts, *getattr(expression, "args", [])]
