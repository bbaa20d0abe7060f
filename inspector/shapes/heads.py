"""Heads of HTTP messages, read with tolerance: the part that raw responses and curl's transcripts share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from inspector.model import Excerpt, Pair, Problem, Span, StartLine
from inspector.shapes.lines import Line

MOST_HEADERS = 20_000
"""Headers read of one message; the rest stays in the raw text."""

MOST_BLANK = 2
"""Empty lines that may stand between two headers of one message."""

_KNOWN_HEADERS = {
    ":status", "accept-ranges", "age", "allow", "cache-control", "connection", "content-disposition",
    "content-encoding", "content-language", "content-length", "content-md5", "content-range", "content-type", "date",
    "eagleid", "etag", "expires", "keep-alive", "last-modified", "location", "pragma", "server", "set-cookie",
    "strict-transport-security", "timing-allow-origin", "transfer-encoding", "vary", "via", "www-authenticate",
    "x-cache", "x-req-id", "x-request-id",
}  # fmt: skip
_QUOTED = {"etag", "if-match", "if-none-match", "if-range"}
_LEVELS = {"TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL"}
"""Words with which lines of a log begin that look like headers."""

_KNOWN_PREFIXES = (
    "x-oss-",
    "x-amz-",
    "x-cos-",
    "x-obs-",
    "x-tos-",
    "x-bce-",
    "x-kss-",
    "x-minio-",
    "access-control-",
)


@cache
def _status_line() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,200}(HTTP/\d(?:\.\d)?)[ \t]{1,20}(\d{3})(?![^ \t])[ \t]{0,20}(.{0,200})")


@cache
def _request_line() -> re.Pattern[str]:
    return re.compile(
        r"[ \t]{0,200}([A-Z]{2,20})[ \t]{1,20}([/*h]\S{0,16000})[ \t]{1,20}(HTTP/\d(?:\.\d)?)[ \t]{0,20}$"
    )


@cache
def _header() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,200}(:?[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256})[ \t]{0,8}:(?!//)(.*)", re.DOTALL)


def status_line(excerpt: Excerpt, line: Line) -> StartLine | None:
    """Read `HTTP/1.1 403 Forbidden`; None where the line is something else."""
    if "HTTP/" not in line.text:
        return None
    match = _status_line().match(line.text)
    if match is None:
        return None
    return StartLine(
        text=line.text.strip(),
        span=_span(excerpt, line, match.start(1), len(line.text.rstrip())),
        version=match[1],
        status=int(match[2]),
        reason=match[3].strip(),
    )


def request_line(excerpt: Excerpt, line: Line) -> StartLine | None:
    """Read `PUT /key HTTP/1.1`; None where the line is something else."""
    if "HTTP/" not in line.text:
        return None
    match = _request_line().match(line.text)
    if match is None:
        return None
    span = _span(excerpt, line, match.start(1), len(line.text.rstrip()))
    return StartLine(text=line.text.strip(), span=span, version=match[3], method=match[1], target=match[2])


def is_header(line: Line) -> bool:
    """Tell whether the line has the form `Name: value`."""
    match = _header().match(line.text)
    return match is not None and not match[1][0].isdigit() and match[1] not in _LEVELS


def is_known_header(line: Line) -> bool:
    """Tell whether the line is a header that stores send: enough to see a head that has no status line."""
    match = _header().match(line.text)
    if match is None:
        return False
    name = match[1].lower()
    return name in _KNOWN_HEADERS or name.startswith(_KNOWN_PREFIXES)


def headers(excerpt: Excerpt, lines: Sequence[Line], first: int) -> tuple[tuple[Pair, ...], int, tuple[Problem, ...]]:
    """Read headers from line `first` on.

    Gives them, the number of the first line after the head (an empty line is passed over), and what was mended:
    folded values, empty lines between headers, a body that begins without an empty line.
    """
    pairs: list[Pair] = []
    problems: list[Problem] = []
    at = first
    indent = _indent_of_head(lines, first)
    while at < len(lines) and len(pairs) < MOST_HEADERS:
        line = lines[at]
        if not line.text.strip():
            following = _next_line(lines, at)
            if following is None or not is_known_header(lines[following]):
                return tuple(pairs), at + 1, tuple(dict.fromkeys(problems))
            problems.append(Problem("blank-lines-in-head"))
            at = following
            continue
        if pairs and (end := _folded_until(lines, at, indent)) > at:
            pairs[-1] = _folded(excerpt, pairs[-1], lines[at:end])
            problems.append(Problem("folded-header", pairs[-1].name))
            at = end
            continue
        pair = header(excerpt, line)
        if pair is None:
            problems.append(Problem("no-blank-line"))
            break
        pairs.append(pair)
        at += 1
    return tuple(pairs), at, tuple(dict.fromkeys(problems))


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" \t"))


def _indent_of_head(lines: Sequence[Line], first: int) -> int:
    """Give the indent of a head's headers: what stands deeper goes on with the header above it.

    The first line does not count: who selects text often begins after its indent.
    """
    last = min(len(lines), first + MOST_HEADERS)
    rest = takewhile(_may_be_in_head, (lines[number] for number in range(first + 1, last)))
    return min((_indent(line) for line in rest if is_header(line)), default=0)


def _may_be_in_head(line: Line) -> bool:
    text = line.text
    return bool(text.strip()) and "HTTP/" not in text and (text[0] in " \t" or is_header(line))


def _folded_until(lines: Sequence[Line], at: int, indent: int) -> int:
    """Give the first line from `at` on that does not go on with the header above it."""
    while at < len(lines) and _goes_on(lines[at], indent):
        at += 1
    return at


def _goes_on(line: Line, indent: int) -> bool:
    begins = line.text.strip()[:1]
    if not begins or begins in "<{" or line.text[0] not in " \t":  # an indented body may follow at once
        return False
    return _indent(line) > indent


def _next_line(lines: Sequence[Line], at: int) -> int | None:
    return next((i for i in range(at, min(at + MOST_BLANK + 1, len(lines))) if lines[i].text.strip()), None)


def header(excerpt: Excerpt, line: Line) -> Pair | None:
    """Read `Name: value`; None where the line is something else."""
    match = _header().match(line.text)
    if match is None or match[1][0].isdigit() or match[1] in _LEVELS:
        return None
    raw = match[2]
    value = raw.strip()
    start = match.start(2) + (len(raw) - len(raw.lstrip()) if value else 0)
    if value[:1] == '"' and (inside := _unquoted(match[1], value, at_end=line.end == len(excerpt.text))) != value:
        value, start = inside, start + 1
    span = _span(excerpt, line, start, start + len(value))
    return Pair(match[1], value, span, _span(excerpt, line, match.start(1), len(line.text.rstrip())))


def _unquoted(name: str, value: str, *, at_end: bool) -> str:
    """Take off the quotes that a program put around a value; those of an entity tag are its own."""
    closed = len(value) > 1 and value[-1] == '"'
    inside = value[1:-1] if closed else value[1:]
    if not (closed or at_end) or (name.lower() in _QUOTED) != inside.startswith('"') or '"' in inside.strip('"'):
        return value
    return inside


def _folded(excerpt: Excerpt, pair: Pair, deeper: Sequence[Line]) -> Pair:
    last = deeper[-1]
    below = excerpt.span(deeper[0].start, last.start + len(last.text.rstrip()))
    value = " ".join((pair.value, *(line.text.strip() for line in deeper)))
    return Pair(pair.name, value, pair.span.over(below), pair.line.over(below))


def _span(excerpt: Excerpt, line: Line, start: int, end: int) -> Span:
    return excerpt.span(line.start + start, line.start + end)
