"""What the services logged about an order, beside what clients saw of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from chaos import report
from chaos.rules import Violation
from chaos.run import Run

STORIES = "violations"


def write_stories(folder: Path, run: Run, violations: Sequence[Violation]) -> None:
    """Write a file for each order that a violation names: its story, and every log line of it."""
    stories = report.stories(run.records, run.faults, run.final, violations)
    if not stories:
        return
    (folder / STORIES).mkdir(exist_ok=True)
    lines: dict[str, list[str]] = {order_id: [] for order_id in stories}
    for log, line in _log_lines(folder / "data/logs"):
        for order_id in stories:
            if order_id in line:
                lines[order_id].append(f"{log}: {line}")
    for order_id, story in stories.items():
        text = "\n".join([story, "", "Logs:", *lines[order_id], ""])
        (folder / STORIES / f"{order_id}.txt").write_text(text)


def _log_lines(folder: Path) -> Iterator[tuple[str, str]]:
    for log in sorted(folder.glob("*.log*")):
        with log.open(errors="replace") as text:
            for line in text:
                yield log.name, line.rstrip()
