"""The Grafana dashboard, made from what it is to show (docs/make/signals)."""

import itertools
import json
from collections.abc import Iterator

from grafana_foundation_sdk.builders import common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import BigValueColorMode, TooltipDisplayMode
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DataSourceRef,
    Threshold,
    VariableOption,
    VariableRefresh,
)

from docs.make.signals import ROWS
from docs.make.signals.panel import Panel, Row

SOURCE = DataSourceRef("prometheus", "${datasource}")
GRID_COLUMNS = 24
NUMBER_HEIGHT = 4
SERIES_HEIGHT = 8
SERIES_COLUMNS = GRID_COLUMNS // 2
# Prometheus asks every 15 s (deploy/prometheus).
REFRESH = "30s"


def document() -> str:
    """Return the dashboard as the JSON that Grafana imports."""
    board = (
        dashboard.Dashboard("Orderbell")
        .uid("orderbell")
        .description("The promise, the golden signals, and a change's way to screens.")
        .tags(["orderbell"])
        .time("now-3h", "now")
        .refresh(REFRESH)
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .with_variable(_source())
        .with_variable(_service())
    )
    ids = itertools.count(1)
    for row in ROWS:
        board.with_row(dashboard.Row(row.title).id(next(ids)))
        for panel in _panels(row):
            board.with_panel(panel.id(next(ids)))
    return json.dumps(board.build(), cls=JSONEncoder, indent=2, sort_keys=True) + "\n"


def _source() -> dashboard.DatasourceVariable:
    return dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus")


def _service() -> dashboard.QueryVariable:
    every = VariableOption(text=["All"], value=["$__all"], selected=True)
    return (
        dashboard.QueryVariable("service")
        .label("Service")
        .datasource(SOURCE)
        .query('label_values(up{job="orderbell"}, service)')
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .multi(multi=True)
        .include_all(include_all=True)
        .current(every)
    )


def _panels(row: Row) -> Iterator[stat.Panel | timeseries.Panel]:
    for shown in row.numbers:
        columns = GRID_COLUMNS // len(row.numbers)
        yield _number(shown).height(NUMBER_HEIGHT).span(columns)
    for shown in row.series:
        yield _series(shown).height(SERIES_HEIGHT).span(SERIES_COLUMNS)


def _number(shown: Panel) -> stat.Panel:
    panel = stat.Panel().title(shown.title).description(shown.says).unit(shown.unit)
    panel.color_mode(BigValueColorMode.BACKGROUND)
    for query in _queries(shown):
        panel.with_target(query.instant())
    colours = {"green": None, "orange": shown.warn_from, "red": shown.bad_from}
    steps = [
        Threshold(value, colour)
        for colour, value in colours.items()
        if colour == "green" or value is not None
    ]
    return panel.datasource(SOURCE).thresholds(dashboard.ThresholdsConfig().steps(steps))


def _series(shown: Panel) -> timeseries.Panel:
    panel = timeseries.Panel().title(shown.title).description(shown.says).unit(shown.unit)
    panel.tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI)).fill_opacity(10)
    for query in _queries(shown):
        panel.with_target(query)
    return panel.datasource(SOURCE).min(0)


def _queries(shown: Panel) -> Iterator[prometheus.Dataquery]:
    for number, (legend, expression) in enumerate(shown.expressions.items()):
        query = prometheus.Dataquery().expr(expression).legend_format(legend)
        yield query.ref_id(chr(ord("A") + number))
