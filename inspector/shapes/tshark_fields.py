"""Columns of `tshark -T fields`: a packet a line, the names of the fields above (`-E header=y`) or in the command.

Source: the manual of tshark (`-e`, `-E header`, `separator`, `quote`, `aggregator`). A response is a row with
`http.response.code`; the address stands in the row of its request, which is the same `tcp.stream`. A header without a
field of Wireshark's own is one that a user named, such as `http.x_oss_request_id`. Without names nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector import capture
from inspector.model import Excerpt, Exchange, Node
from inspector.shapes.grammar import STORE_HOST, field
from inspector.shapes.joining import plain_name
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import replaced

MOST_EXCHANGES = 5_000
_MOST_CELLS = 100
_FEWEST = 2
_LONGEST = 1024 * 1024
_SEPARATORS = "\t,;|"
_FIRST_ERROR = "4"
_LABELS = {
    "http.response.code": "Status", "http.host": "Host", "http.request.method": "Method", "http.request.uri": "Path",
    "http.request.full_uri": "Url", "http.response_for.uri": "Url", "http.server": "Server",
    "http.file_data": "Body", "tcp.stream": "Stream",
}  # fmt: skip
_OF_STORES = {
    "xossrequestid": "x-oss-request-id", "xamzrequestid": "x-amz-request-id", "xossec": "EC",
}  # fmt: skip
_OF_REQUESTS = ("Host", "Method", "Path", "Url")
_SHOWN = ("Status", "Server", *_OF_REQUESTS, *_OF_STORES.values())

_Row = dict[str, tuple[int, int]]
"""Where the value under each label stands."""


class _Names(NamedTuple):
    """What the columns mean, in their order, and the sign between them."""

    labels: tuple[str, ...]
    separator: str


@cache
def _command() -> re.Pattern[str]:
    return re.compile(r"tshark\b.{0,4000}? -T ?fields\b")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(r"[a-z][\w-]{1,40}(?:\.[\w-]{1,80}){1,6}|_ws\.col\.\w{1,40}")


@cache
def _wanted() -> re.Pattern[str]:
    return re.compile(r" -e[ =]?([a-z_][\w.-]{1,200})")


@cache
def _parted_by() -> re.Pattern[str]:
    return re.compile(r"-E ?[\"']?separator=(/t|/s|[^\s\"'])")


@cache
def _values() -> dict[str, re.Pattern[str]]:
    return {
        "Status": re.compile(r"[1-5]\d\d"),
        "Host": re.compile(r"[\w.-]{3,253}(?::\d{1,5})?"),
        "x-oss-request-id": re.compile(r"[0-9A-F]{16,32}"),
        "x-amz-request-id": re.compile(r"[0-9A-Za-z]{16,64}"),
        "EC": re.compile(r"\d{4}-\d{8}"),
    }


@cache
def _store() -> re.Pattern[str]:
    return re.compile(rf"(?:https?://)?{STORE_HOST}|AliyunOSS")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every response of a store that failed, or if none did every one; None where there are no such columns."""
    if "http.response.code" not in excerpt.text:
        return None
    found = list(islice(_responses(excerpt), MOST_EXCHANGES))
    failed = [one for one, status in found if status >= _FIRST_ERROR]
    return tuple(failed or (one for one, _ in found)) or None


def _responses(excerpt: Excerpt) -> Iterator[tuple[Exchange, str]]:
    names: _Names | None = None
    requests: dict[str, _Row] = {}
    for line in lines(excerpt.text):
        if "http.response.code" in line.text:
            names = _names(line) or names
        elif names and len(line.text) <= _LONGEST and (row := _row(line, names)):
            stream = _text(excerpt, row, "Stream")
            if "Status" not in row:
                requests[stream] = row
            elif (asked := _asked(row, requests.get(stream, {}) if stream else {})) and _is_of_store(excerpt, asked):
                yield _exchange(excerpt, line, row, asked), _text(excerpt, row, "Status")


def _names(line: Line) -> _Names | None:
    """Read the names out of a command, or out of the row above the columns."""
    if command := _command().search(line.text):
        sign = _parted_by().search(line.text)
        separator = {"/t": "\t", "/s": " "}.get(sign[1], sign[1]) if sign else "\t"
        return _Names(tuple(map(_label, _wanted().findall(line.text, command.start()))), separator)
    for separator in _SEPARATORS:
        names = [one.strip(" \"'") for one in line.text.split(separator, _MOST_CELLS)]
        if len(names) >= _FEWEST and all(_name().fullmatch(one) for one in names):
            return _Names(tuple(map(_label, names)), separator)
    return None


def _label(name: str) -> str:
    own = plain_name(name.removeprefix("http."))
    return _LABELS.get(name) or next((label for ending, label in _OF_STORES.items() if own.endswith(ending)), "")


def _row(line: Line, names: _Names) -> _Row:
    """Give the places of the values that are of their column's kind; nothing where a row has another number."""
    cells = line.text.split(names.separator, _MOST_CELLS)
    if len(cells) != len(names.labels):
        return {}
    row: _Row = {}
    at = line.start
    for label, cell in zip(names.labels, cells, strict=True):
        value = cell.strip(" \"'")
        start = at + (cell.find(value) if value else 0)
        form = _values().get(label)
        if value and label and label not in row and (form is None or form.fullmatch(value)):
            row[label] = start, start + len(value)
        at += len(cell) + 1
    return row


def _text(excerpt: Excerpt, row: _Row, label: str) -> str:
    return excerpt.text[slice(*row[label])] if label in row else ""


def _asked(row: _Row, request: _Row) -> _Row:
    return {label: place for label, place in request.items() if label in _OF_REQUESTS} | row


def _is_of_store(excerpt: Excerpt, row: _Row) -> bool:
    return not row.keys().isdisjoint(_OF_STORES.values()) or any(
        _store().match(_text(excerpt, row, label)) for label in ("Host", "Url", "Server")
    )


def _exchange(excerpt: Excerpt, line: Line, row: _Row, asked: _Row) -> Exchange:
    rows: list[Node] = [field(excerpt, label, *asked[label]) for label in _SHOWN if label in asked]
    body = _body(excerpt.cut(*row["Body"])) if "Body" in row else None
    return Exchange(excerpt.span(line.start, line.end), fields=tuple(rows), body=body)


def _body(cell: Excerpt) -> Excerpt | None:
    """Give a body that is written as text, or as bytes in hex."""
    match = re.fullmatch(r"(?:[0-9a-f]{2}:?){4,600000}", cell.text)
    if match is None:
        return cell if cell.text.startswith("<") else None
    step = 3 if cell.text[2:3] == ":" else 2
    read = capture.read_text(bytes.fromhex(cell.text.replace(":", " ")))
    pieces: list[tuple[int, int, str]] = []
    done = 0
    for sign in read.text:
        size = 1 if sign.isascii() else len(sign.encode(read.encoding, "replace"))
        pieces.append((done * step, min((done + size) * step, len(cell.text)), sign))
        done += size
    return replaced(cell, pieces)
