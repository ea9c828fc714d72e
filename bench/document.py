"""The JSON in which a run's figures are kept, with the machine, the versions and the commit."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import machine
from bench.figures import Figure
from bench.progress import tell


def section(figures: Sequence[Figure], seconds: float) -> dict[str, Any]:
    """Return what a section found, and how long it took."""
    return {"seconds": round(seconds, 1), "figures": [_plain(figure) for figure in figures]}


def document(found: Mapping[str, Any], *, quick: bool) -> dict[str, Any]:
    """Return what was found, with where and with what it was."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "commit": machine.commit(),
        "machine": machine.machine(),
        "versions": machine.versions(),
        **found,
    }


def write(content: Mapping[str, Any], file: Path) -> None:
    """Write it, in place of what was there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    tell(f"all figures are in {file}")


def _plain(figure: Figure) -> dict[str, Any]:
    least, most = figure.spread
    return {
        "name": figure.name,
        "unit": figure.unit,
        "median": figure.median,
        "least": least,
        "most": most,
        "runs": list(figure.runs),
    }
