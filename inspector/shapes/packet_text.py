r"""Packets as Wireshark writes them out (`tshark -V`, "Copy, All Visible Items"): HTTP as a tree, `\r\n` as text.

Source: Wireshark's dissectors of HTTP, XML and line-based text. A header marked as truncated is left out; the address
of the request, which stands in the tree of the response, is put before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from inspector.model import Excerpt
from inspector.shapes.lines import Line, lines

_HTTP, _XML = "Hypertext Transfer Protocol", "eXtensible Markup Language"
_LINE_END = "\\r\\n"
_CUT_ENDS = ("\\r\\", "\\r", "\\")
"""What is left of one where the capture ends in it."""


@cache
def _layer() -> re.Pattern[str]:
    return re.compile(
        r"(?:Frame \d{1,9}[:,]|Ethernet II|IEEE 802|Internet Protocol|Transmission Control|Linux cooked|Null/Loopback"
        r"|Transport Layer Security|Secure Sockets Layer|HyperText Transfer Protocol 2|Hypertext Transfer Protocol"
        r"|eXtensible Markup|Line-based text|JavaScript Object|Data \(\d|HTTP chunked|Media Type"
        r"|\[\d{1,6} Reassembled TCP)"
    )


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"[ \t]{1,40}\[Request URI: [^\]\s]{1,4000}\]")


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(r"[ \t]{1,40}HTTP/\d(?:\.\d)? \d{3}[^\r\n]{0,80}\\r\\n")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Give the messages as they were; None where no message is written out so."""
    if _HTTP not in excerpt.text or _LINE_END not in excerpt.text:
        return None
    return Excerpt.join([part for layer in _layers(lines(excerpt.text)) for part in _parts(excerpt, layer)])


def _layers(found: Sequence[Line]) -> Iterator[list[Line]]:
    """Give the lines of each layer of a packet, and those between packets, together."""
    layer: list[Line] = []
    for line in found:
        indented = line.text[:1] in (" ", "\t") and bool(layer) and _layer().match(layer[0].text) is not None
        if layer and not indented:
            yield layer
            layer = []
        layer.append(line)
    if layer:
        yield layer


def _parts(excerpt: Excerpt, layer: Sequence[Line]) -> Iterator[Excerpt]:
    title = layer[0].text
    if title.startswith(_HTTP):
        yield from _of_head(excerpt, layer[1:])
    elif title.startswith((_XML, "Line-based text")):
        for line in layer[1:]:
            yield from _whole(excerpt, line)
    elif not _layer().match(title):
        for line in layer:
            yield from _whole(excerpt, line)


def _of_head(excerpt: Excerpt, rows: Sequence[Line]) -> Iterator[Excerpt]:
    """Give the lines of a head; what the dissector adds stands deeper, or in brackets."""
    depth = min((_depth(line) for line in rows if line.text.endswith(_LINE_END)), default=0)
    address = next((line for line in rows if _address().match(line.text)), None)
    if address and any(_answer().match(line.text) for line in rows):
        yield from _whole(excerpt, address)
    for line in rows:
        if _depth(line) == depth and (end := _end(excerpt, line)):
            yield excerpt.cut(line.start + depth, line.end - end)
            yield _line_end(excerpt, line.end)
        elif _depth(line) == depth and not line.text.lstrip().startswith(("[", "File Data:", _LINE_END)):
            yield from _whole(excerpt, line)


def _depth(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" \t"))


def _end(excerpt: Excerpt, line: Line) -> int:
    """Give the length of a written line end, or of its beginning where the capture ends."""
    ends = (_LINE_END, *(_CUT_ENDS if line.end == len(excerpt.text) else ()))
    return next((len(end) for end in ends if line.text.endswith(end)), 0)


def _whole(excerpt: Excerpt, line: Line) -> Iterator[Excerpt]:
    yield excerpt.cut(line.start, line.end - _end(excerpt, line))
    yield _line_end(excerpt, line.end)


def _line_end(excerpt: Excerpt, place: int) -> Excerpt:
    """Give a line end that stands for nothing received but, at most, its name in the tree."""
    return Excerpt("\n", (0,), (excerpt.span(place, place).start,), (0,))
