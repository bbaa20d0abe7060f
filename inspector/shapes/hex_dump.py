"""Bytes written in hex: `hexdump -C`, `xxd`, `od -A x -t x1z`, `tcpdump -X`, Wireshark's bytes, Netty, `curl --trace`.

An offset, up to sixteen bytes in groups of one or two, and what can be printed of them beside; or nothing but digits
(`xxd -p`, `tshark -z follow,tcp,raw`, which indents what one side sent). A packet begins with its heads of Ethernet, IP
(RFC 791, RFC 8200) and TCP (RFC 9293): their lengths say where its data begins. A message seldom fits one packet, so
what other packets carry is decoded too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from inspector.model import Excerpt
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]
_LEADS = ((0xC2, 0xE0, 2), (0xE0, 0xF0, 3), (0xF0, 0xF5, 4))
_MOST_BYTES = 16
_GZIP = b"\x1f\x8b\x08"
_MOST_BETWEEN = 3
"""Lines that tcpdump prints about a packet."""

_SIGNS = ("HTTP/", "<?xml", "<Error")
_LINKS = ((0, None), (14, 12), (16, 14), (18, 16), (20, 0))
"""Bytes before IP (bare, Ethernet, Linux cooked, VLAN, Linux cooked 2), and where they name it."""

_PACKETS = ("4500 ", "45 00 ", "86dd", "86 dd", "0000:  60", "0000  60")
"""How a packet of IP begins, in which what a message begins with may stand in two rows."""

_IP4, _IP6, _TCP = b"\x08\x00", b"\x86\xdd", 6


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
def _digits() -> re.Pattern[str]:
    return re.compile(r"([ \t]{0,8})(?:[0-9A-Fa-f]{2}){4,1048576}[0-9A-Fa-f]?[ \t]{0,8}$")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(r"[0-9A-Fa-f]{2}")


@cache
def _message() -> re.Pattern[str]:
    return re.compile(r"HTTP/\d(?:\.\d)? \d{3}|(?:GET|HEAD|PUT|POST|DELETE|OPTIONS) /\S{0,16000} HTTP/\d")


@cache
def _markup() -> re.Pattern[str]:
    return re.compile(r"<\?xml|<Error[\s>]")


@cache
def _needles() -> tuple[str, ...]:
    """Give what a message or document begins with as hex, in groups of one byte, and of two from either byte on."""
    written = [sign.encode().hex(" ") for sign in _SIGNS]
    odd = [sign[:1].encode().hex() + " " + sign[1:].encode().hex(" ", -2) for sign in _SIGNS]
    return (*written, *(sign.encode().hex(" ", -2) for sign in _SIGNS), *odd)


def row(line: Line) -> Row | None:
    """Read a line as one of a dump."""
    match = _row().match(line.text)
    if match is None:
        return None
    places = tuple(line.start + pair.start() for pair in _pair().finditer(line.text, *match.span(2)))
    return Row(line, int(match[1], base=16), places) if len(places) <= _MOST_BYTES else None


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Decode the dumps that hold HTTP or an error document, and leave out the others; None where none holds any."""
    lowered = excerpt.text.lower()
    if any(needle in lowered for needle in (*_needles(), *_PACKETS)):
        return _of_rows(excerpt)
    return _of_digits(excerpt) if any(sign.encode().hex() in lowered for sign in _SIGNS) else None


def _of_digits(excerpt: Excerpt) -> Excerpt | None:
    """Decode lines that are nothing but digits; those of one indent go on from one to the next."""
    pieces: list[_Piece] = []
    goes_on = False
    for indent, group in groupby(lines(excerpt.text), _indent_of_digits):
        rows = [Row(line, 0, _places(line, indent)) for line in group] if indent is not None else []
        decoded = list(characters(excerpt.text, rows))
        begins = _begins("".join(sign for _, _, sign in decoded))
        goes_on = begins is not None or (goes_on and bool(rows))
        if goes_on:
            pieces += gaps(rows, decoded[begins.start() if begins else 0 :])
    return replaced(excerpt, pieces) if pieces else None


def _indent_of_digits(line: Line) -> int | None:
    """Give the indent of a line of digits; None for another."""
    match = _digits().match(line.text)
    return match.end(1) if match else None


def _places(line: Line, indent: int) -> tuple[int, ...]:
    return tuple(range(line.start + indent, line.start + len(line.text.rstrip()) - 1, 2))


def _of_rows(excerpt: Excerpt) -> Excerpt | None:
    text = excerpt.text
    found = lines(text)
    pieces: list[_Piece] = []
    ends: set[int] = set()
    before: tuple[int, int] | None = None
    holds = False
    for first, rows in _runs(found):
        raw = _bytes(text, rows)
        data = _data(raw)
        decoded = list(characters(text, rows, *(data or (0, len(raw)))))
        shown = "".join(sign for _, _, sign in decoded)
        begins = _begins(shown)
        holds = holds or begins is not None
        after = found[first + len(rows)].text if first + len(rows) < len(found) else ""
        if data and after.startswith("Reassembled TCP ("):
            decoded = []
        if data and before and first - before[0] <= _MOST_BETWEEN:
            pieces.append((before[1], rows[0].line.start, "\n" if begins else ""))
        if data or begins or rows[0].offset in ends:
            pieces += gaps(rows, decoded[begins.start() if begins and not data else 0 :])
            pieces += cut_row(text, rows[-1].line.end)
            ends |= set() if data else {rows[-1].offset + len(rows[-1].places)}
        elif len(rows) > 1 or not rows[0].offset:
            pieces.append((rows[0].line.start, rows[-1].line.end, ""))
        before = (first + len(rows), rows[-1].line.end) if data else None
    return replaced(excerpt, pieces) if holds else None


def _begins(shown: str) -> re.Match[str] | None:
    return _message().search(shown) or _markup().search(shown)


def _bytes(text: str, rows: Sequence[Row]) -> bytes:
    return bytes(int(text[place : place + 2], base=16) for one in rows for place in one.places)


def _data(raw: bytes) -> tuple[int, int] | None:
    """Give where the data of TCP begins and ends in a packet; None where the bytes are no packet."""
    for skipped, named in _LINKS:
        kind = raw[named : named + 2] if named is not None else {4: _IP4, 6: _IP6}.get(raw[0] >> 4, b"")
        packet = raw[skipped:]
        if kind == _IP4 and len(packet) >= 20 and packet[0] >> 4 == 4 and packet[9] == _TCP:  # noqa: PLR2004 - RFC 791
            head, size = packet[0] % 16 * 4, int.from_bytes(packet[2:4])
        elif kind == _IP6 and len(packet) >= 40 and packet[0] >> 4 == 6 and packet[6] == _TCP:  # noqa: PLR2004 - RFC 8200
            head, size = 40, 40 + int.from_bytes(packet[4:6])
        else:
            continue
        if len(packet) > head + 12:
            end = min(len(raw), skipped + size) if size else len(raw)
            return min(end, skipped + head + packet[head + 12] // 16 * 4), end
    return None


@cache
def _cut_row() -> re.Pattern[str]:
    return re.compile(r"[\r\n]{1,2}[ \t]{0,16}(?:0x?|\|)?[0-9A-Fa-f]{0,10}[:|]?[ \t]{0,4}[0-9A-Fa-f]?\Z")


def cut_row(text: str, end: int) -> list[_Piece]:
    """Give what is left of the row after `end` where the capture ends in its offset or first byte."""
    match = _cut_row().match(text, end)
    return [(*match.span(), "")] if match else []


def _runs(found: Sequence[Line]) -> Iterator[tuple[int, list[Row]]]:
    """Give the rows that go on from one to the next, with the number of their first line."""
    rows: list[Row] = []
    for number, line in enumerate(found):
        one = row(line)
        if rows and (one is None or one.offset != rows[-1].offset + len(rows[-1].places)):
            yield number - len(rows), rows
            rows = []
        if one:
            rows.append(one)
    if rows:
        yield len(found) - len(rows), rows


def characters(text: str, rows: Sequence[Row], first: int = 0, last: int | None = None) -> Iterator[_Piece]:
    """Decode the bytes of a dump as UTF-8, and give for each character where its bytes stand.

    What is compressed keeps its bytes, one character each.
    """
    places = [place for one in rows for place in one.places][:last]
    raw = _bytes(text, rows)[:last]
    at = first
    packed = raw.find(_GZIP, first) if _GZIP in raw else len(raw)
    while at < len(raw):
        length = next((length for low, high, length in _LEADS if low <= raw[at] < high), 1) if at < packed else 1
        try:
            sign = raw[at : at + length].decode("utf-8" if at < packed else "iso-8859-1")
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
