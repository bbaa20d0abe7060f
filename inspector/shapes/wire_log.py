r"""The wire log of Apache HttpClient: `http-outgoing-8 << "HTTP/1.1 404 Not Found[\r][\n]"`, and its log of headers.

Source: HttpClient's Wire and LoggingManagedHttpClientConnection; versions 3 and 4.0 to 4.2 name no connection. Bytes
that cannot be printed stand in brackets. Several connections may be mixed: each is read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from inspector.model import Excerpt
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]
_SIGNS = {"\\r": "\r", "\\n": "\n", "\\t": "\t"}
_REST = ""
_PARTED = "\n\n\n\n"
"""More empty lines than a head may have, between two connections."""


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(r"(?:.{0,300}?\b(http-outgoing-\d{1,9}) |.{0,300}?(?<![<>]))(<<|>>) \"(.*)")


@cache
def _unquoted() -> re.Pattern[str]:
    return re.compile(r".{0,300}?\b(http-outgoing-\d{1,9}) (<<|>>) (?!\")(\S.*)")


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(r"<< \"HTTP/\d")


@cache
def _bytes() -> re.Pattern[str]:
    return re.compile(r"\[(\\[rnt])\]|(?:\[0x[0-9a-f]{1,2}\]){1,4096}")


@cache
def _byte() -> re.Pattern[str]:
    return re.compile(r"\[0x([0-9a-f]{1,2})\]")


@cache
def _cut_sign() -> re.Pattern[str]:
    """Find the beginning of a sign in which the capture ends."""
    return re.compile(r"\[(?:\\[rnt]?|0(?:x[0-9a-f]{0,2})?)?$")


@cache
def _talk() -> re.Pattern[str]:
    """Find what the client says itself where bytes should stand."""
    return re.compile(r"(?:\[read\] |\[write\] |end of stream)")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Put together what went over each connection, then what else was logged; None where no answer is logged."""
    text = excerpt.text
    quoted = '<< "' in text and _answer().search(text) is not None
    if not quoted and not re.search(r"http-outgoing-\d{1,9} << HTTP/", text):
        return None
    streams: dict[str, list[Excerpt]] = {}
    found = lines(text)
    ends = [after.start for _, after in pairwise(found)] + [len(text)]
    for line, end in zip(found, ends, strict=True):
        match = (_quoted() if quoted else _unquoted()).match(line.text)
        if match:
            streams.setdefault(match[1] or "wire", []).append(_decoded(excerpt, line, match, end, quoted=quoted))
        elif not _unquoted().match(line.text):
            streams.setdefault(_REST, []).append(excerpt.cut(line.start, end))
    rest = streams.pop(_REST, [])
    closed = [[*parts, parts[-1].behind(_PARTED)] for parts in streams.values()]
    return Excerpt.join([*(part for parts in closed for part in parts), *rest])


def _decoded(excerpt: Excerpt, line: Line, match: re.Match[str], end: int, *, quoted: bool) -> Excerpt:
    start, stop = line.start + match.start(3), line.start + match.end(3)
    if not quoted:
        return excerpt.cut(start, end)
    if _talk().match(match[3]):
        return excerpt.cut(start, start)
    if excerpt.text.endswith('"', start, stop):
        stop -= 1
    elif cut := _cut_sign().search(match[3]):
        stop = start + cut.start()
    data = excerpt.cut(start, stop)
    return replaced(data, _signs(data.text))


def _signs(text: str) -> Iterator[_Piece]:
    for match in _bytes().finditer(text):
        if match[1]:
            yield *match.span(), _SIGNS[match[1]]
        else:
            raw = bytes(int(one, base=16) for one in _byte().findall(match[0]))
            yield *match.span(), raw.decode("utf-8", "replace")
