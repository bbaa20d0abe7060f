r"""Packets as JSON: `tshark -T json` and Wireshark's export, each message of HTTP a tree of names and values.

A head is a member whose name is its first line (`"HTTP/1.1 404 Not Found\\r\\n": {...}`); its header lines follow as
`http.response.line`, repeated or in a list. The body is `http.file_data`: text in which older versions lose all but
ASCII, or bytes in hex. Where the text lost something, the tree of the XML dissector still has it, tag by tag.
The names are Wireshark's display filters (its reference, "HTTP" and "XML"). `tshark -T ek`, made for Elasticsearch,
writes a packet a line, the name of the protocol once more before each name, and no first line but its parts.
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
    return re.compile(
        r'(?:"_source"\s{0,200}:\s{0,200}\{\s{0,200}|"timestamp"\s{0,8}:\s{0,8}"\d{1,20}"\s{0,8},\s{0,8})'
        r'"layers"\s{0,200}:\s{0,200}(?=\{)'
    )


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read the responses; None where the text is no packets as JSON."""
    text = excerpt.text
    if '"layers"' not in text or ('"_source"' not in text and '"http_http_' not in text):
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
    names = (name, _for_elastic(name))
    met = [one for key, one in json_scan.pairs(value) if text[key.start + 1 : key.end - 1] in names]
    return [each for one in met for each in (json_scan.elements(one) if one.kind == "array" else (one,))]


def _for_elastic(name: str) -> str:
    """Give a name as `-T ek` writes it."""
    return f"{name.split('.', 1)[0]}_{name.replace('.', '_')}" if "." in name else name


def _one(excerpt: Excerpt, value: Value | None, name: str) -> Excerpt | None:
    """Give the string under a name."""
    return string(excerpt, next(iter(_all(excerpt.text, value, name)), None))


def _message(
    excerpt: Excerpt, layers: Value | None, http: Value, exchanges: list[Exchange], requests: dict[str, Request]
) -> None:
    """Read a request for the answer that comes later, or an answer."""
    frame = next(iter(_all(excerpt.text, layers, "frame")), None)
    start = _first_line(excerpt, http)
    if start is None:
        return
    if start.status is None:
        number = _one(excerpt, frame, "frame.number")
        whole = excerpt.span(http.start, http.end)
        requests[number.text if number else "last"] = Request(
            start, _headers(excerpt, http, "http.request.line"), whole
        )
        return
    asked = _one(excerpt, http, "http.request_in")
    request = requests.get(asked.text if asked else "") or requests.pop("last", None) or _answered(excerpt, http)
    body, told = _body(excerpt, layers, http)
    told = (*told, Problem("json-cut")) if http.cut else told
    span = excerpt.span(http.start, max(http.end, layers.end if layers else 0))
    headers = _headers(excerpt, http, "http.response.line")
    exchanges.append(Exchange(span, request, start, headers, body=body, problems=told))


def _is_first(text: str, key: Value) -> bool:
    return " " in text[key.start : key.start + 24] and "HTTP/" in text[key.start : key.end]


def _first_line(excerpt: Excerpt, http: Value) -> StartLine | None:
    """Give the line that is a name, or what `-T ek` has of it."""
    text = excerpt.text
    line = string(
        excerpt,
        next((key for key, one in json_scan.pairs(http) if one.kind == "object" and _is_first(text, key)), None),
    )
    if line is not None:
        first = Line(line.text, 0, len(re.sub(r"(?:\\r|\\n|\s){1,8}\Z", "", line.text)))
        first = first._replace(text=line.text[: first.end])
        return heads.request_line(line, first) or heads.status_line(line, first)
    code = _one(excerpt, http, "http.response.code")
    if code is not None and re.fullmatch(r"[1-5]\d\d", code.text):
        version, phrase = (_one(excerpt, http, "http.response." + name) for name in ("version", "phrase"))
        told = [one.text for one in (version, code, phrase) if one]
        span = code.span(0, len(code.text))
        return StartLine(
            " ".join(told), span, told[0] if version else "", int(code.text), phrase.text if phrase else ""
        )
    method, target = (_one(excerpt, http, "http.request." + name) for name in ("method", "uri"))
    if method is None or target is None:
        return None
    span = target.span(0, len(target.text))
    return StartLine(f"{method.text} {target.text}", span, method=method.text, target=target.text)


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
    url = _one(excerpt, http, "http.response_for.uri")
    if not url or not url.text:
        return None
    span = url.span(0, len(url.text))
    return Request(StartLine(url.text, span, target=url.text), (), span)


def _body(excerpt: Excerpt, layers: Value | None, http: Value) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    value = next(iter(_all(excerpt.text, http, "http.file_data")), None)
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
    if not re.fullmatch(r"(?:[0-9a-f]{2}:)*[0-9a-f]{2}", written):
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
