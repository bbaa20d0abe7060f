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
_SURE = (
    r"(?:\A|[\r\n])[ \t]{0,8}%s[ \t>|│#]{0,16}"
    r"(?:(?:< ?)?HTTP/\d|<Error[ >]|<\? ?xml|(?i:x-(?:oss|amz)-request-id):)"
)


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
def _prefixes() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Prefixes that a program or a person puts before every line, most marked first.

    Each with a pattern for a line that is surely part of a capture: then other lines may lack the prefix, as a
    greeting above a quotation does.
    """
    marks = (("quoted", ">"), ("barred", "[|│┃▏╵╷]"), ("commented", "(?:#|//|;)"))
    return (
        *((kind, re.compile(rf"[ \t]{{0,8}}{mark}(?: |$)"), re.compile(_SURE % mark)) for kind, mark in marks),
        ("indented", re.compile(r"[ \t]{1,200}"), None),
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
    """Name a prefix that the lines carry and give (line start, prefix length) for each line."""
    first = _ENDS.sub("\n", text[:400]).lstrip("\n").split("\n", 1)[0]
    for kind, pattern, sure in _prefixes():
        partly = sure is not None and sure.search(text) is not None
        if not (partly or pattern.match(first)) or _is_transcript(text, kind):
            continue
        widths = _common(text, pattern) if sure is None else _marked(text, pattern, partly=partly)
        if widths:
            return kind, widths
    return None


def _is_transcript(text: str, kind: str) -> bool:
    """Tell curl's `>` of a request from a quotation: the answer follows as `<` lines."""
    return kind == "quoted" and re.search(r"(?:\A|[\r\n])< ?HTTP/", text) is not None


def _marked(text: str, pattern: re.Pattern[str], *, partly: bool) -> list[tuple[int, int]]:
    """Give the width of the mark for each line; nothing where a line lacks it, unless `partly`."""
    widths: list[tuple[int, int]] = []
    counted = 0
    for line in lines(text):
        match = pattern.match(line.text)
        if match is None and line.text.strip() and not partly:
            return []
        counted += match is not None
        widths.append((line.start, match.end() if match else 0))
    return widths if counted > 1 or partly else []


def _common(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Give the indent that all lines share; nothing where a line has none."""
    widths: list[tuple[int, int]] = []
    common = 0
    for line in lines(text):
        match = pattern.match(line.text)
        if not line.text.strip():
            widths.append((line.start, len(line.text)))
        elif match is None:
            return []
        else:
            common = min(common or match.end(), match.end())
            widths.append((line.start, match.end()))
    return [(start, min(width, common)) for start, width in widths]


def _without(excerpt: Excerpt, widths: list[tuple[int, int]]) -> Excerpt:
    starts = [start + width for start, width in widths]
    ends = [start for start, _ in widths[1:]] + [len(excerpt.text)]
    return Excerpt.join([excerpt.cut(start, end) for start, end in zip(starts, ends, strict=True)])
