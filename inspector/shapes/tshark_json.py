r"""Packets as JSON: `tshark -T json` and Wireshark's export, each message of HTTP a tree of names and values.

A head is a member whose name is its first line (`"HTTP/1.1 404 Not Found\\r\\n": {...}`); its header lines follow as
`http.response.line`, repeated or in a list. The body is `http.file_data`: text in which older versions lose all but
ASCII, or bytes in hex. Where the text lost something, the tree of the XML dissector still has it, tag by tag.
The names are Wireshark's display filters (its reference, "HTTP" and "XML").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector import capture
from inspector.model import Excerpt, Exchange, Pair, Problem, Request, StartLine
from inspector.shapes import heads, json_scan
from inspector.shapes.har import string
from inspector.shapes.json_scan import Value
from inspector.shapes.lines import Line
from inspector.shapes.literals import replaced

MOST_EXCHANGES = 5_000
_MOST_BODY = 1024 * 1024
_MOST_LINES = 2_000


@cache
def _layers() -> re.Pattern[str]:
    return re.compile(r'"_source"\s{0,200}:\s{0,200}\{\s{0,200}"layers"\s{0,200}:\s{0,200}(?=\{)')


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read the responses; None where the text is no packets as JSON."""
    text = excerpt.text
    if '"_source"' not in text or '"layers"' not in text:
        return None
    marks = [mark.end() for mark in _layers().finditer(text)]
    if not marks:
        return None
    exchanges: list[Exchange] = []
    requests: dict[str, Request] = {}
    for start, end in zip(marks, [*marks[1:], len(text)], strict=True):
        if text.find('"http"', start, end) < 0 or len(exchanges) == MOST_EXCHANGES:
            continue
        layers = json_scan.scan(text, start, end)
        for http in _all(text, layers, "http"):
            _message(excerpt, layers, http, exchanges, requests)
    return tuple(exchanges)


def _all(text: str, value: Value | None, name: str) -> list[Value]:
    """Give every value under a name: tshark repeats names, or puts what repeats into a list."""
    met = [one for key, one in json_scan.pairs(value) if text[key.start + 1 : key.end - 1] == name]
    return [each for one in met for each in (json_scan.elements(one) if one.kind == "array" else (one,))]


def _message(
    excerpt: Excerpt, layers: Value | None, http: Value, exchanges: list[Exchange], requests: dict[str, Request]
) -> None:
    """Read a request for the answer that comes later, or an answer."""
    text = excerpt.text
    first = next((key for key, one in json_scan.pairs(http) if one.kind == "object" and _is_first(text, key)), None)
    line = _first_line(excerpt, first)
    if first is None or line is None:
        return
    own = json_scan.named(text, layers, "frame", "frame.number")
    if start := heads.request_line(*line):
        number = _text(excerpt, own) or "last"
        whole = excerpt.span(http.start, http.end)
        requests[number] = Request(start, _headers(excerpt, http, "http.request.line"), whole)
    elif start := heads.status_line(*line):
        asked = _text(excerpt, json_scan.named(text, http, "http.request_in"))
        request = requests.get(asked) or requests.pop("last", None) or _answered(excerpt, http)
        body, told = _body(excerpt, layers, http)
        told = (*told, Problem("json-cut")) if http.cut else told
        span = excerpt.span(http.start, max(http.end, layers.end if layers else 0))
        headers = _headers(excerpt, http, "http.response.line")
        exchanges.append(Exchange(span, request, start, headers, body=body, problems=told))


def _is_first(text: str, key: Value) -> bool:
    return " " in text[key.start : key.start + 24] and "HTTP/" in text[key.start : key.end]


def _first_line(excerpt: Excerpt, key: Value | None) -> tuple[Excerpt, Line] | None:
    line = string(excerpt, key)
    if line is None:
        return None
    end = len(re.sub(r"(?:\\r|\\n|\s){1,8}\Z", "", line.text))
    return line, Line(line.text[:end], 0, end)


def _text(excerpt: Excerpt, value: Value | None) -> str:
    got = string(excerpt, value)
    return got.text if got else ""


def _headers(excerpt: Excerpt, http: Value, name: str) -> tuple[Pair, ...]:
    found: list[Pair] = []
    for value in _all(excerpt.text, http, name)[:_MOST_LINES]:
        line = string(excerpt, value)
        pair = heads.header(line, Line(line.text, 0, len(line.text))) if line else None
        if pair:
            found.append(pair)
    return tuple(found)


def _answered(excerpt: Excerpt, http: Value) -> Request | None:
    """Give the address that an answer names, where its request is not in the capture."""
    url = string(excerpt, json_scan.named(excerpt.text, http, "http.response_for.uri"))
    if not url or not url.text:
        return None
    span = url.span(0, len(url.text))
    return Request(StartLine(url.text, span, target=url.text), (), span)


def _body(excerpt: Excerpt, layers: Value | None, http: Value) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    value = json_scan.named(excerpt.text, http, "http.file_data")
    if value is not None and value.kind == "string" and value.end - value.start <= _MOST_BODY:
        data = _hex(excerpt, value) or string(excerpt, value)
        if data and "\ufffd" not in data.text:
            return data, ()
    else:
        data = None
    tags = Excerpt.join([*_tags(excerpt, json_scan.named(excerpt.text, layers, "xml"), 0)])
    if tags.text:
        return tags, (Problem("body-decoded", "XML"),)
    return (data if data and data.text.strip() else None), ()


def _hex(excerpt: Excerpt, value: Value) -> Excerpt | None:
    """Decode a body in hex, `3c:45:72`: each character stands for its bytes."""
    written = excerpt.text[value.start + 1 : value.end - 1]
    if not re.fullmatch(r"(?:[0-9a-f]{2}:)*+[0-9a-f]{2}", written):
        return None
    read = capture.read_text(bytes.fromhex(written.replace(":", " ")))
    inner = excerpt.cut(value.start + 1, value.end - 1)
    pieces: list[tuple[int, int, str]] = []
    done = 0
    for sign in read.text:
        size = 1 if sign.isascii() else len(sign.encode(read.encoding, "replace"))
        pieces.append((done * 3, min((done + size) * 3, len(written)), sign))
        done += size
    return replaced(inner, pieces)


def _tags(excerpt: Excerpt, value: Value | None, depth: int) -> Iterator[Excerpt]:
    """Give the pieces of a document as the XML dissector lists them: tags, text, and closing tags as names."""
    text = excerpt.text
    for key, one in json_scan.pairs(value):
        name = text[key.start + 1 : key.end - 1]
        if name in ("xml.tag", "xml.cdata", "xml.xmlpi.xml"):
            for each in json_scan.elements(one) if one.kind == "array" else (one,):
                yield string(excerpt, each) or Excerpt("")
        elif name == "xml.tag_tree" and depth < json_scan.DEEPEST:
            yield from _tags(excerpt, one, depth + 1)
        elif name.startswith(("</", "<\\/")):
            yield string(excerpt, key) or Excerpt("")
