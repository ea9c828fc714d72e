"""The dashboard says what to do, and can be imported anywhere."""

import json
import re
from typing import Any

import pytest

from tests.configuration.expressions import DASHBOARD, panels

PANELS = {panel["title"]: panel for panel in panels()}


def test_every_panel_has_a_title_of_its_own() -> None:
    assert len(PANELS) == len(panels())


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS.keys())
def test_a_panel_says_in_one_sentence_what_to_read_or_do(panel: dict[str, Any]) -> None:
    says = panel["description"]
    assert says.endswith(".")
    assert ". " not in says


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS.keys())
def test_a_panel_asks_whichever_prometheus_is_chosen(panel: dict[str, Any]) -> None:
    assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    assert panel["targets"]


def test_the_dashboard_has_the_variables_that_it_uses_and_no_others() -> None:
    board = json.loads(DASHBOARD.read_text())
    made = {variable["name"] for variable in board["templating"]["list"]}
    used = set(re.findall(r"\$\{?([a-z]\w*)", json.dumps(board["panels"])))
    assert made == used


def test_no_panel_covers_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in PANELS.values():
        place = panel["gridPos"]
        columns = range(place["x"], place["x"] + place["w"])
        cells = {(x, y) for x in columns for y in range(place["y"], place["y"] + place["h"])}
        assert max(columns) < 24
        assert not taken & cells
        taken |= cells
