"""Rows of dumps read as the text they hold: offsets, bytes in hex with their characters beside, or characters alone.

A value in a dump stands there twice, in hex and beside it: `Dump.spans` gives both places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from inspector.shapes import hex_dump
from inspector.shapes.lines import Line, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    Spans = list[tuple[int, int]]

_WIDTH = 64


class _Row(NamedTuple):
    """What a row holds, and where each character stands; `beside` is where they stand once more, or -1.

    Of a text in which every character has two bytes, each other one has no place: `step` is 2.
    """

    line: Line
    text: str
    places: tuple[int, ...]
    width: int
    beside: int
    end: str = ""
    step: int = 1


class Dump(NamedTuple):
    """The text of the rows, each beginning at one of `steps`."""

    text: str
    steps: tuple[int, ...]
    rows: tuple[_Row, ...]

    def spans(self, start: int, end: int) -> Spans:
        """Give where the characters from `start` to `end` stand in the dump."""
        return list(self._spans(start, end))

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first = bisect_right(self.steps, start) - 1
        for step, row in zip(self.steps[first:], self.rows[first:], strict=True):
            if step >= end:
                return
            one, other = max(0, start - step), min(len(row.places), end - step)
            if one >= other:
                continue
            yield row.places[one], row.places[other - 1] + row.width
            if row.beside >= 0:
                yield row.beside + one * row.step, row.beside + other * row.step


def dumped(text: str) -> Dump | None:
    """Read the dumps in a text; None where there are none."""
    if not _lead().search(text):
        return None
    rows = list(_rows(text))
    if not rows:
        return None
    steps, parts, length = [], [], 0
    for row in rows:
        steps.append(length)
        parts.append(row.text + row.end)
        length += len(parts[-1])
    return Dump("".join(parts), tuple(steps), tuple(rows))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(r"(?:\A|[\r\n])[ \t]{0,16}(?:0x|\|)?[0-9A-Fa-f]{4,8}(?:[:|]|[ \t]{1,4}[0-9A-Fa-f]{2})")


@cache
def _written() -> re.Pattern[str]:
    """Match the offset of a row of text, as `curl --trace-ascii` writes it."""
    return re.compile(r"[ \t]{0,16}[0-9a-f]{4,8}: ")


def _rows(text: str) -> Iterator[_Row]:
    for line in lines(text):
        in_hex, written = hex_dump.row(line), _written().match(line.text)
        if in_hex and len(in_hex.places) > 1:
            yield _of_bytes(line, in_hex.places, text)
        elif written:
            start = line.start + written.end()
            shown = line.text[written.end() :]
            end = "" if len(shown) == _WIDTH else "\n"
            yield _Row(line, shown, tuple(range(start, line.end)), 1, -1, end)


def _of_bytes(line: Line, places: tuple[int, ...], text: str) -> _Row:
    signs = [chr(int(text[place : place + 2], 16)) for place in places]
    shown = "".join(sign if " " <= sign <= "~" else "." for sign in signs)
    beside = line.text.find(shown, places[-1] + 2 - line.start)
    step = 2 if len(signs) > 1 and set(signs[1::2]) == {"\0"} else 1
    return _Row(line, "".join(signs[::step]), places[::step], 2, line.start + beside if beside >= 0 else -1, step=step)
