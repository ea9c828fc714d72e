"""The quick run of `make bench-transports`: every way to wait works, and no figure is absurd."""

import pytest

from bench.transports.__main__ import measured
from bench.transports.found import SECTION, Found
from bench.transports.plots import plots
from bench.transports.tables import tables
from bench.transports.ways import EVERYTHING


@pytest.mark.long
def test_a_quick_run_finds_nothing_absurd() -> None:
    content, wrong = measured(quick=True)
    assert wrong == []
    assert content["sections"][SECTION]["figures"]
    found = Found.of(content)
    assert all(f"| {way.name} |" in tables(found) for way in EVERYTHING)
    assert len(plots(found)) == 3
