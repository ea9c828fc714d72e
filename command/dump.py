"""A dump of the template's tables as it comes: CSV, JSON or a JSON object a line; not yet checked.

Numbers of JSON become Decimals, so that a price is what is written.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from command.failure import Failure
from command.printing import quoted

BYTES_MAX = 16 * 1024 * 1024
ENCODINGS = ("utf-8", "gb18030")
# Before the text, as Excel writes it.
BYTE_ORDER_MARK = "\ufeff"
# What Python says of an object after the first, as psql prints a row's.
FURTHER_TEXT = "Extra data"


@dataclass(frozen=True)
class Record:
    """A row of a table by the names of its columns, in small letters, and where it stands."""

    place: str
    columns: dict[str, object]


# By name; what is one list of rows is a table without a name.
Tables = dict[str, list[Record]]
UNNAMED = ""


def tables_of(content: bytes, encoding: str) -> Tables:
    """Return the tables of a dump; raises Failure where it cannot be read."""
    text = _decoded(content, encoding).removeprefix(BYTE_ORDER_MARK)
    if text.lstrip()[:1] in ("[", "{"):
        return _tables_of_json(text)
    return {UNNAMED: list(_records_of_csv(text))}


def _decoded(content: bytes, encoding: str) -> str:
    if len(content) > BYTES_MAX:
        raise Failure(f"a dump has {BYTES_MAX} bytes at most")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Failure(
            f"line {line} is not {encoding.upper()}: save it as UTF-8, or say"
            " --encoding gb18030 for what Excel in Chinese writes"
        ) from None


def _records_of_csv(text: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if (twice := _twice(header)) is not None:
            raise Failure(f"the header names the column {quoted(twice)} twice")
        for fields in reader:
            if not fields:
                continue
            if len(fields) != len(header):
                raise Failure(
                    f"line {reader.line_num} has {len(fields)} fields, the header {len(header)}"
                )
            yield Record(f"line {reader.line_num}", dict(zip(header, fields, strict=True)))
    except csv.Error as error:
        raise Failure(f"line {reader.line_num} is no CSV: {error}") from None


def _tables_of_json(text: str) -> Tables:
    try:
        content = _parsed(text)
    except json.JSONDecodeError as error:
        if error.msg != FURTHER_TEXT:
            raise _no_json(error) from None
        return {UNNAMED: list(_records_of_lines(text))}
    except (ValueError, RecursionError) as error:
        raise _no_json(error) from None
    if isinstance(content, list):
        return {UNNAMED: _records("row", content)}
    tables = {
        name: _records(f"{quoted(name)}, row", rows)
        for name, rows in content.items()
        if isinstance(rows, list)
    }
    return tables or {UNNAMED: [_record("the object", content)]}


def _records_of_lines(text: str) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _record(f"line {number}", _parsed(line))
        except (ValueError, RecursionError) as error:
            raise _no_json(error, f"line {number}") from None


def _records(place: str, rows: Sequence[object]) -> list[Record]:
    return [_record(f"{place} {number}", row) for number, row in enumerate(rows, 1)]


def _record(place: str, row: object) -> Record:
    columns = row if isinstance(row, dict) else {}
    return Record(place, {name.strip().lower(): value for name, value in columns.items()})


def _parsed(text: str) -> Any:
    return json.loads(
        text,
        parse_int=_number,
        parse_float=_number,
        parse_constant=_no_number,
        object_pairs_hook=_object,
    )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if (twice := _twice(name for name, _ in pairs)) is not None:
        raise ValueError(f"an object names {quoted(twice)} twice")
    return dict(pairs)


def _twice(names: Iterable[str]) -> str | None:
    return next((name for name, times in Counter(names).items() if times > 1), None)


def _number(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError(f"{quoted(digits)} is beyond all numbers") from None


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _no_json(error: Exception, what: str = "the dump") -> Failure:
    why = "nested too deeply" if isinstance(error, RecursionError) else error
    return Failure(f"{what} is no JSON: {why}")
