"""What the documents tell whoever comes from the template is what there is."""

import re
import shlex

import pytest

from command.__main__ import parser
from command.dump import BYTES_MAX
from command.dump_checks import SHOPS_MAX
from command.dump_rows import ROWS_MAX
from stack.settings import CHECKOUT

COMMANDS = (CHECKOUT / "docs/command.md").read_text()
ENGLISH = (CHECKOUT / "docs/migrating.md").read_text()
CHINESE = (CHECKOUT / "docs/migrating.zh.md").read_text()
ORDERBELL = r"(?:\.venv/bin/orderbell|docker compose run --rm -T operator|^orderbell) (import-.*)"
BYTES_PER_MEBIBYTE = 1024**2


def shell(guide: str) -> list[str]:
    """Return the lines to type, without what is said of them."""
    blocks = re.findall(r"```sh\n(.*?)```", guide, re.DOTALL)
    return [line.split("#")[0].rstrip() for block in blocks for line in block.splitlines()]


def imports(guide: str) -> list[str]:
    """Return the arguments of each import, without where its input comes from."""
    found = (re.search(ORDERBELL, line) for line in shell(guide))
    return [match[1].split("<")[0] for match in found if match]


def test_both_languages_have_the_same_to_type() -> None:
    assert shell(ENGLISH) == shell(CHINESE)


@pytest.mark.parametrize("guide", [COMMANDS, ENGLISH, CHINESE], ids=["commands", "en", "zh"])
def test_every_import_is_understood(guide: str) -> None:
    assert len(imports(guide)) >= 3
    for arguments in imports(guide):
        parser().parse_args(shlex.split(arguments))


@pytest.mark.parametrize("guide", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_heading_that_is_pointed_to_is_there(guide: str) -> None:
    headings = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", guide, re.MULTILINE)
    }
    anchors = set(re.findall(r"\]\(#([^)]+)\)", guide))
    assert len(anchors) == 5
    assert anchors <= headings


def test_the_bounds_of_a_dump_are_told() -> None:
    told = f"{BYTES_MAX // BYTES_PER_MEBIBYTE} MiB, {ROWS_MAX:,} dishes and\n{SHOPS_MAX:,} shops"
    assert told in COMMANDS
