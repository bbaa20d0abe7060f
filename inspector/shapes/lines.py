"""Lines of an excerpt, and the one place where prefixes and indents are peeled off before a shape reads."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from inspector.model import Excerpt, Problem


class Line(NamedTuple):
    """One line: its text without the line end, and where it stands in the excerpt."""

    text: str
    start: int
    end: int


_ENDS = re.compile(r"\r\n|\n|\r")
_MOST_CHECKED = 5000


def lines(text: str) -> list[Line]:
    """Split at LF, CRLF or CR; the last line needs no end."""
    found: list[Line] = []
    start = 0
    for end in _ENDS.finditer(text):
        found.append(Line(text[start : end.start()], start, end.start()))
        start = end.end()
    if start < len(text):
        found.append(Line(text[start:], start, len(text)))
    return found


@cache
def _prefixes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Prefixes that a program or a person puts before every line, most marked first."""
    return (
        ("quoted", re.compile(r"[ \t]{0,8}>(?: |$)")),
        ("barred", re.compile(r"[ \t]{0,8}[|│┃▏╵╷](?: |$)")),
        ("commented", re.compile(r"[ \t]{0,8}(?:#|//|;)(?: |$)")),
        ("indented", re.compile(r"[ \t]{1,200}")),
    )


def peel(excerpt: Excerpt) -> tuple[Excerpt, tuple[Problem, ...]]:
    """Take off what stands before every line, layer by layer; say what was taken."""
    problems: list[Problem] = []
    for _ in range(4):
        layer = _layer(excerpt.text)
        if layer is None:
            break
        kind, widths = layer
        excerpt = _without(excerpt, widths)
        problems.append(Problem("peeled-" + kind))
    return excerpt, tuple(dict.fromkeys(problems))


def _layer(text: str) -> tuple[str, list[tuple[int, int]]] | None:
    """Name a prefix that all lines carry and give (line start, prefix length) for each line."""
    head = text[:400]
    for kind, pattern in _prefixes():
        first = _ENDS.sub("\n", head).lstrip("\n").split("\n", 1)[0]
        if not pattern.match(first) or _is_transcript(text, kind):
            continue
        widths = _widths(text, pattern, kind)
        if widths:
            return kind, widths
    return None


def _is_transcript(text: str, kind: str) -> bool:
    """Tell curl's `>` of a request from a quotation: the answer follows as `<` lines."""
    return kind == "quoted" and re.search(r"^< ?HTTP/", text, re.MULTILINE) is not None


def _widths(text: str, pattern: re.Pattern[str], kind: str) -> list[tuple[int, int]]:
    widths: list[tuple[int, int]] = []
    counted = 0
    for line in lines(text):
        if not line.text.strip():
            widths.append((line.start, len(line.text) if kind == "indented" else 0))
            continue
        match = pattern.match(line.text)
        if match is None:
            return []
        counted += 1
        widths.append((line.start, match.end()))
    if kind != "indented":
        return widths if counted > 1 else []
    common = min((width for (_, width), line in zip(widths, lines(text), strict=True) if line.text.strip()), default=0)
    return [(start, min(width, common)) for start, width in widths]


def _without(excerpt: Excerpt, widths: list[tuple[int, int]]) -> Excerpt:
    starts = [start + width for start, width in widths]
    ends = [start for start, _ in widths[1:]] + [len(excerpt.text)]
    return Excerpt.join([excerpt.cut(start, end) for start, end in zip(starts, ends, strict=True)])
