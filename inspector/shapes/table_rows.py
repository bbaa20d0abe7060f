"""Tables: a row of names above rows of values, as a log is exported or copied out of a spreadsheet.

Cells are parted by tabs, commas or semicolons (RFC 4180, in double quotes where they must), by the bars of Markdown, or
stand in columns, two blanks or more apart, as terminals print tables.
A row counts where it holds the request ID of a store's form, or a code or an EC of a store beside any ID, and says that
the request failed: exports of access logs (`request_id`, `error_code`, `http_status`) hold successes as well. A value
that is not of its column's kind is no field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Span
from inspector.shapes.grammar import MOST_FOUND, field
from inspector.shapes.labels import LABELS, VALUES, is_store_code, is_store_id
from inspector.shapes.lines import Line, lines

_ALIGNED = "  "
"""What parts columns at least."""
_SEPARATORS = ("\t", "|", ",", ";", _ALIGNED)
_FEWEST = 3
"""Columns without which it is no table; two are a label and its value, which `labels` reads."""
_MOST_CELLS = 200
_MOST_HEADINGS = 200
_LONGEST = 20_000
_OF_TABLES = {"Host": r"host", "Status": r"http|状态"}
"""Names that mean this in a table, whatever they mean elsewhere."""
_TELLING = ("Code", "EC", "Status", "Message")
_FAILED = 400


class _Table(NamedTuple):
    """What parts the cells, how many a row has, and the place of each known column."""

    separator: str
    width: int
    columns: dict[str, int]


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every row that tells of a store's error; None where there is none."""
    if _heading().search(excerpt.text) is None:
        return None
    return tuple(islice(_rows(excerpt, lines(excerpt.text)), MOST_FOUND)) or None


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(
        r"(?i:(?:\A|[\r\n\t|,;]|  )[ \t\"*]{0,8}(?:x[_-](?:oss|amz)[_-])?(?:request[ _-]?[il]d|请求 ?ID))"
    )


def _rows(excerpt: Excerpt, found: Sequence[Line]) -> Iterator[Exchange]:
    table: _Table | None = None
    tried = 0
    for line in found:
        if len(line.text) > _LONGEST:
            continue
        if tried < _MOST_HEADINGS and _heading().search("\n" + line.text):
            tried += 1
            table = _table(line) or table
        elif table and (exchange := _exchange(excerpt, line, table)):
            yield exchange


def _table(line: Line) -> _Table | None:
    """Read a row of names; None where a line is none."""
    for separator in _SEPARATORS:
        names = [line.text[slice(*cell)] for cell in _cells(line.text, separator)]
        if len(names) < _FEWEST:
            continue
        columns: dict[str, int] = {}
        for place, name in enumerate(names):
            if kind := _kind(name):
                columns.setdefault(kind, place)
        if "RequestId" in columns and not columns.keys().isdisjoint(_TELLING):
            return _Table(separator, len(names), columns)
    return None


def _kind(name: str) -> str:
    return next((kind for kind, pattern in _names().items() if pattern.fullmatch(name)), "")


@cache
def _names() -> dict[str, re.Pattern[str]]:
    own = {kind: re.compile(rf"(?i:{names})") for kind, names in _OF_TABLES.items()}
    named = {kind: re.compile(rf"(?i:{names}|{_OF_TABLES.get(kind, names)})") for kind, names in LABELS.items()}
    return own | named


def _exchange(excerpt: Excerpt, line: Line, table: _Table) -> Exchange | None:
    cells = _cells(line.text, table.separator)
    if len(cells) != table.width:
        return None
    held = {kind: Span(*cells[place]) for kind, place in table.columns.items()}
    said = {kind: span for kind, span in held.items() if _is_value(kind, line.text, span)}
    if not _tells({kind: line.text[slice(*span)] for kind, span in said.items()}):
        return None
    in_order = sorted(said.items(), key=lambda row: row[1].start)
    fields = tuple(field(excerpt, kind, line.start + span.start, line.start + span.end) for kind, span in in_order)
    return Exchange(excerpt.span(line.start, line.start + len(line.text)), fields=fields)


@cache
def _value(kind: str) -> re.Pattern[str]:
    return re.compile(VALUES[kind])


def _is_value(kind: str, text: str, span: Span) -> bool:
    """Tell whether a cell holds a value of the kind, as it was written: a doubled quote is none of it."""
    return _value(kind).fullmatch(text, *span) is not None and '""' not in text[slice(*span)]


def _tells(said: dict[str, str]) -> bool:
    """Tell whether a row is of a request to a store that failed."""
    failed = int(said.get("Status", "0")) >= _FAILED or "Code" in said
    ours = "EC" in said or is_store_code(said.get("Code", "")) or is_store_id(said.get("RequestId", ""))
    return "RequestId" in said and failed and ours


def _cells(text: str, separator: str) -> list[tuple[int, int]]:
    """Give where each cell stands, without the quotes and blanks around it; nothing where a quote is not closed."""
    if text.count(separator) < _FEWEST - 1:
        return []
    if separator == _ALIGNED:
        return [match.span() for match in islice(_column().finditer(text), _MOST_CELLS)]
    start, end = 0, len(text)
    if separator == "|" and text.strip()[:1] == "|":
        start, end = text.index("|") + 1, text.rindex("|") if text.rstrip().endswith("|") else end
    return [
        _trimmed(text, *(match.span("quoted") if match["quoted"] is not None else match.span("plain")))
        for match in islice(_cell(separator).finditer(text, start, end), _MOST_CELLS)
    ]


@cache
def _column() -> re.Pattern[str]:
    return re.compile(r"[^ \t]{1,4000}(?: [^ \t]{1,4000}){0,200}")


@cache
def _cell(separator: str) -> re.Pattern[str]:
    sign = re.escape(separator)
    return re.compile(
        rf"(?:(?<={sign})|\A) {{0,40}}"
        rf"(?:\"(?P<quoted>(?>(?:[^\"]|\"\"){{0,4000}}))\" {{0,40}}|(?P<plain>[^{sign}]{{0,4000}}))(?={sign}|\Z)"
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks, and the stars and backticks of Markdown."""
    raw = text[start:end]
    inside = raw.strip(" \t*`")
    first = start + (raw.find(inside) if inside else 0)
    return first, first + len(inside)
