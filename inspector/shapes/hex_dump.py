"""Bytes written in hex: `hexdump -C`, `xxd`, `tcpdump -X`, Wireshark's bytes pane, Netty, `curl --trace`.

An offset, up to sixteen bytes in groups of one or two, and what can be printed of them beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from inspector.model import Excerpt
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]
_LEADS = ((0xC2, 0xE0, 2), (0xE0, 0xF0, 3), (0xF0, 0xF5, 4))
_MOST_BYTES = 16


class Row(NamedTuple):
    """A line of a dump: its first byte's number, and where each byte stands in the excerpt."""

    line: Line
    offset: int
    places: tuple[int, ...]


@cache
def _row() -> re.Pattern[str]:
    return re.compile(
        r"[ \t]{0,16}(?:0x|\|)?([0-9A-Fa-f]{4,8})[:|]?[ \t]{1,4}"
        r"((?:[0-9A-Fa-f]{2} ){0,7}[0-9A-Fa-f]{2}(?: {1,2}(?:[0-9A-Fa-f]{2} ){0,7}[0-9A-Fa-f]{2})?(?= |$)"
        r"|(?:[0-9A-Fa-f]{4} ){0,7}[0-9A-Fa-f]{2,4}(?= |$))"
    )


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(r"[0-9A-Fa-f]{2}")


@cache
def _message() -> re.Pattern[str]:
    return re.compile(r"HTTP/\d(?:\.\d)? \d{3}|(?:GET|HEAD|PUT|POST|DELETE|OPTIONS) /\S{0,16000} HTTP/\d")


def row(line: Line) -> Row | None:
    """Read a line as one of a dump."""
    match = _row().match(line.text)
    if match is None:
        return None
    places = tuple(line.start + pair.start() for pair in _pair().finditer(line.text, *match.span(2)))
    return Row(line, int(match[1], base=16), places) if len(places) <= _MOST_BYTES else None


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Decode every dump that holds a message of HTTP; None where there is none."""
    if not _looks_so(excerpt.text):
        return None
    pieces: list[_Piece] = []
    for rows in _runs(lines(excerpt.text)):
        decoded = list(characters(excerpt.text, rows))
        if begins := _message().search("".join(sign for _, _, sign in decoded)):
            pieces += gaps(rows, decoded[begins.start() :])
            pieces += cut_row(excerpt.text, rows[-1].line.end)
    return replaced(excerpt, pieces) if pieces else None


@cache
def _cut_row() -> re.Pattern[str]:
    return re.compile(r"[\r\n]{1,2}[ \t]{0,16}(?:0x?|\|)?[0-9A-Fa-f]{0,10}[:|]?[ \t]{0,4}[0-9A-Fa-f]?\Z")


def cut_row(text: str, end: int) -> list[_Piece]:
    """Give what is left of the row after `end` where the capture ends in its offset or first byte."""
    match = _cut_row().match(text, end)
    return [(*match.span(), "")] if match else []


def _looks_so(text: str) -> bool:
    """Tell whether `HTTP/` stands in a text as hex."""
    lowered = text.lower()
    return any(form in lowered for form in ("48 54 54 50 2f", "4854 5450 2f", "48 5454 502f"))


def _runs(found: Sequence[Line]) -> Iterator[list[Row]]:
    """Give the rows that go on from one to the next."""
    rows: list[Row] = []
    for line in found:
        one = row(line)
        if rows and (one is None or one.offset != rows[-1].offset + len(rows[-1].places)):
            yield rows
            rows = []
        if one:
            rows.append(one)
    if rows:
        yield rows


def characters(text: str, rows: Sequence[Row]) -> Iterator[_Piece]:
    """Decode the bytes of a dump as UTF-8, and give for each character where its bytes stand."""
    places = [place for one in rows for place in one.places]
    raw = bytes(int(text[place : place + 2], base=16) for place in places)
    at = 0
    while at < len(raw):
        length = next((length for first, last, length in _LEADS if first <= raw[at] < last), 1)
        try:
            sign = raw[at : at + length].decode("utf-8")
        except UnicodeDecodeError:
            sign, length = "\ufffd", 1
        yield places[at], places[min(at + length, len(raw)) - 1] + 2, sign
        at += length


def gaps(rows: Sequence[Row], pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Add to the characters of a dump all that stands between them, as nothing."""
    at = rows[0].line.start
    for start, end, sign in pieces:
        yield at, start, ""
        yield start, end, sign
        at = end
    yield at, rows[-1].line.end, ""
