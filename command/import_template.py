"""`orderbell import-template`: take over the shops and dishes of the template that was before."""

import argparse
import sys
from pathlib import Path

from command import takeover_report as report
from command.arguments import Parsers, add_verb
from command.database import connected
from command.dump import BYTES_MAX, ENCODINGS, tables_of
from command.dump_checks import DIGITS, menus_of, shop_ids
from command.dump_rows import dump_of
from command.failure import Failure, refuse
from command.printing import tell
from command.shops import add_terms
from command.takeover_storing import carry_out, plan
from services.shops import passcodes
from shared.currencies import decimals


def add_commands(nouns: Parsers) -> None:
    """Add `import-template`."""
    take = add_verb(
        nouns,
        "import-template",
        _import,
        "take over shops and dishes from the template or its remake",
        "What it would do is said, and done with --apply alone. It may be repeated: shops that are "
        "there, by their ids, stay as they are, and so do their dishes, by their names; what is "
        "missing is added; nothing is removed. With a mistake in the dump nothing is done.",
    )
    take.add_argument(
        "file",
        metavar="FILE",
        help="shop, dish and price of each row, as CSV with a header or as JSON, which may be a "
        "dump of all tables or what GET /get_shop_info answers; - reads standard input",
    )
    take.add_argument("--apply", action="store_true", help="do it, in one transaction")
    take.add_argument(
        "--id",
        action="append",
        default=[],
        type=_name_and_id,
        metavar="NAME=ID",
        help="the id of the shop of this name, where the name is none: a-z, 0-9 and hyphens; once "
        "for each such shop",
    )
    take.add_argument(
        "--update-prices", action="store_true", help="set prices that differ to those of the dump"
    )
    take.add_argument(
        "--encoding", choices=ENCODINGS, default=ENCODINGS[0], help="default: %(default)s"
    )
    add_terms(take)


def _import(options: argparse.Namespace) -> None:
    # A price of the template would become another.
    if decimals(options.currency) != DIGITS:
        raise Failure(f"{options.currency} has no hundredths, in which dumps are counted")
    dump = dump_of(tables_of(_content(options.file), options.encoding))
    menus, mistakes = menus_of(dump.rows)
    ids, wrong_ids = shop_ids(menus, dict(options.id))
    refuse([*mistakes, *wrong_ids])
    made: dict[str, str] = {}
    with connected("shops") as connection:
        takeovers = plan(connection, menus, ids, options)
        if options.apply:
            made = {each.shop.id: passcodes.generate() for each in takeovers if each.made}
            takeovers = carry_out(connection, takeovers, made, options)
    content = report.content(takeovers, made, dump.ignored, applied=options.apply)
    lines = report.lines(takeovers, made, dump.ignored, applied=options.apply)
    tell(options, content, "\n".join(lines))


def _name_and_id(argument: str) -> tuple[str, str]:
    name, equals, shop_id = argument.rpartition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{argument} is not NAME=ID")
    return name, shop_id


def _content(file: str) -> bytes:
    """Return what stands in the file, and of one that is too long a byte more than it may have."""
    if file == "-":
        return sys.stdin.buffer.read(BYTES_MAX + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(BYTES_MAX + 1)
    except OSError as error:
        raise Failure(f"cannot read {file}: {error.strerror}") from None
