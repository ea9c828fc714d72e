"""What docs/operations.md tells operators to look for is what there is."""

import re

from stack.settings import CHECKOUT

GUIDE = (CHECKOUT / "docs/operations.md").read_text()
CODE = "".join(
    file.read_text()
    for folder in ("shared", "services")
    for file in CHECKOUT.glob(f"{folder}/**/*.py")
)


def first_column(heading: str) -> set[str]:
    """Return what stands as code in the first column of the table after a heading."""
    table = re.search(rf"{re.escape(heading)}[^|]*((?:\|.*\n)+)", GUIDE)
    assert table
    rows = table.group(1).splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_every_log_event_is_logged() -> None:
    events = first_column("**Log events that want action**")
    assert len(events) > 5
    assert {event for event in events if f'"{event}"' not in CODE} == set()


def test_every_span_is_made() -> None:
    spans = {span.split(" ")[0] for span in first_column("**Traces**")} - {"POST"}
    assert len(spans) > 3
    assert {span for span in spans if not re.search(rf'"{span}[ "]', CODE)} == set()


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", GUIDE)
    assert {link for link in links if not (CHECKOUT / "docs" / link).exists()} == set()
