"""HAR 1.2: what browsers and proxies save of their traffic (developer tools, Playwright, Fiddler, Charles, mitmproxy).

Playwright also writes its entries one a line (`trace.network`), and bodies beside them: `shapes/members.py`.
A file holds every request of a page, hundreds that worked for one that failed. So each entry is read twice: all of
them by the `json` module, to see which matter, and those with their places. The format: W3C, "HTTP Archive (HAR)".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from inspector.model import Excerpt, Exchange, Node, Pair, Problem, Request, Span, StartLine
from inspector.shapes import json_scan
from inspector.shapes.json_scan import Value
from inspector.shapes.literals import unescaped

MOST_EXCHANGES = 5_000
_MOST_BODY = 256 * 1024
"""Characters of a body that are read, as they stand in the file; the body of an error is far shorter."""

_MOST_BROKEN = 100
_NOT_MODIFIED = 304
_FAILED, _UNANSWERED, _STORED, _OTHER = range(4)
_OWN_DOING = ("net::ERR_ABORTED", "net::ERR_BLOCKED_BY_CLIENT", "NS_BINDING_ABORTED")
"""What stops a request on purpose: the page was left, an extension blocks it."""


@cache
def _entries() -> re.Pattern[str]:
    return re.compile(r'"entries"\s{0,40}:\s{0,40}\[')


@cache
def _snapshot() -> re.Pattern[str]:
    return re.compile(r'"type"\s{0,8}:\s{0,8}"resource-snapshot"\s{0,8},\s{0,8}"snapshot"\s{0,8}:\s{0,8}(?=\{)')


@cache
def _next_entry() -> re.Pattern[str]:
    return re.compile(r'[\[,}]\s{0,400}(\{\s{0,400}"(?:startedDateTime|pageref|request|_[a-z]\w{1,30})"\s{0,40}:)')


@cache
def _store_id() -> re.Pattern[str]:
    return re.compile(r"x-(?:oss|amz|obs|cos|kss|bce|tos)-(?:request-id|err|ec)|x-ms-request-id", re.IGNORECASE)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read the entries that failed; where none did, the store's other answers, or else whatever was answered.

    Of a file that is cut off only what failed is shown: the error that it is about may be in the part that is lost.
    """
    text = excerpt.text
    if '"request"' not in text:
        return None
    opening = _entries().search(text) if '"entries"' in text else None
    if opening is None and '"resource-snapshot"' not in text:
        return None
    sorts: tuple[list[tuple[int, int]], ...] = ([], [], [], [])
    at = opening.end() if opening else 0
    entries = _sorted_out(text, at) if opening else _snapshots(text)
    for sort, start, at in entries:
        sorts[sort].append((start, at))
    whole = opening is None or re.compile(r"\s{0,4000}\]").match(text, at) is not None
    if not (whole or any(sorts)):
        return None
    chosen = sorted(sorts[_FAILED] + sorts[_UNANSWERED]) or (whole and (sorts[_STORED] or sorts[_OTHER])) or []
    places = [place for start, end in chosen[:MOST_EXCHANGES] if (place := json_scan.scan(text, start, end))]
    return tuple(one for place in places if (one := _exchange(excerpt, place)) is not None)


def _sorted_out(text: str, at: int) -> Iterator[tuple[int, int, int]]:
    """Give sort, start and end of each entry; one that is cut or broken is read as far as it goes."""
    decoder = json.JSONDecoder(strict=False)
    broken = 0
    while broken < _MOST_BROKEN:
        begin = _skip(text, at)
        if begin is None:
            return
        try:
            entry, at = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            broken += 1
            value = json_scan.scan(text, begin)
            if value is None:
                return
            entry = plain(text, value)
            following = _next_entry().search(text, max(begin + 1, value.end - 1))
            yield _sort(entry), begin, following.start(1) if following else len(text)
            if following is None:
                return
            at = following.start(1)
            continue
        yield _sort(entry), begin, at


def _snapshots(text: str) -> Iterator[tuple[int, int, int]]:
    """Give sort, start and end of each entry in a trace of Playwright, which has one on each line."""
    decoder = json.JSONDecoder(strict=False)
    end = broken = 0
    for mark in _snapshot().finditer(text):
        if mark.start() < end or broken == _MOST_BROKEN:
            continue
        try:
            entry, end = decoder.raw_decode(text, mark.end())
        except (ValueError, RecursionError):
            broken += 1
            continue
        yield _sort(entry), mark.end(), end


def _skip(text: str, at: int) -> int | None:
    match = re.compile(r"[\s,]{0,4000}\{").match(text, at)
    return match.end() - 1 if match else None


def plain(text: str, value: Value) -> Any:
    """Give what the `json` module would give, without what is cut."""
    if value.kind == "object":
        return {text[key.start + 1 : key.end - 1]: plain(text, one) for key, one in json_scan.pairs(value)}
    if value.kind == "array":
        return [plain(text, one) for one in json_scan.elements(value)]
    if value.kind == "number" and not value.cut:
        written = text[value.start : value.end]
        return int(written) if re.fullmatch("-?[0-9]{1,9}", written) else 0
    return text[value.start + 1 : value.end - 1] if value.kind == "string" else None


def _sort(entry: Any) -> int:
    """Tell what an entry is: an error, a request without an answer, an answer of a store, or another."""
    answer = entry.get("response") if isinstance(entry, dict) else None
    if not isinstance(answer, dict):
        return _OTHER
    status = answer.get("status")
    if not isinstance(status, int | float) or status <= 0:
        failure = _failure(answer) or _failure(entry)
        return _UNANSWERED if failure and not failure.startswith(_OWN_DOING) else _OTHER
    headers = answer.get("headers")
    names = [str(one.get("name")) for one in headers if isinstance(one, dict)] if isinstance(headers, list) else []
    stored = any(_store_id().fullmatch(name) for name in names)
    moved = stored and 300 <= status < 400 and status != _NOT_MODIFIED  # noqa: PLR2004 - the class of redirects
    if status >= 400 or moved or _holds_error(answer):  # noqa: PLR2004 - where errors begin
        return _FAILED
    return _STORED if stored else _OTHER


def _failure(of: dict[str, Any]) -> str:
    return next((str(of[name]) for name in ("_failureText", "_error") if of.get(name)), "")


def _holds_error(answer: dict[str, Any]) -> bool:
    """Tell whether an answer that calls itself a success brings an error: a copy, a callback, a deletion of many."""
    content = answer.get("content")
    if not isinstance(content, dict) or "html" in str(content.get("mimeType")):
        return False
    opening = str(content.get("text") or "")[:4000]
    return "<Error>" in opening and "<Code>" in opening


def _exchange(excerpt: Excerpt, entry: Value) -> Exchange | None:
    text = excerpt.text
    answer = json_scan.named(text, entry, "response")
    request = _request(excerpt, json_scan.named(text, entry, "request"))
    span = excerpt.span(entry.start, entry.end)
    told = (Problem("json-cut"),) if entry.cut else ()
    start = _status(excerpt, answer)
    headers = _headers(excerpt, json_scan.named(text, answer, "headers"))
    body, more = _body(excerpt, json_scan.named(text, answer, "content"))
    fields = () if start else _failures(excerpt, answer, entry)
    if not (start or headers or body or fields):
        return None
    if fields:
        told = (*told, Problem("no-answer", fields[0].value))
    return Exchange(span, request, start, headers, fields, body, (*told, *more))


def string(excerpt: Excerpt, value: Value | None) -> Excerpt | None:
    """Give a whole string without its quotes, decoded, each character knowing where it stands."""
    if value is None or value.kind != "string" or value.cut:
        return None
    return unescaped(excerpt.cut(value.start + 1, value.end - 1))


def _line(excerpt: Excerpt, value: Value | None) -> tuple[str, Span]:
    got = string(excerpt, value)
    return (got.text, got.span(0, len(got.text))) if got else ("", Span(0, 0))


def _request(excerpt: Excerpt, value: Value | None) -> Request | None:
    if value is None:
        return None
    text = excerpt.text
    url, span = _line(excerpt, json_scan.named(text, value, "url"))
    if not url:
        return None
    method, _ = _line(excerpt, json_scan.named(text, value, "method"))
    version, _ = _line(excerpt, json_scan.named(text, value, "httpVersion"))
    headers = _headers(excerpt, json_scan.named(text, value, "headers"))
    start = StartLine(url, span, version, method=method, target=url)
    body, _ = _body(excerpt, json_scan.named(text, value, "postData"))
    return Request(start, headers, excerpt.span(value.start, value.end), body)


def _status(excerpt: Excerpt, answer: Value | None) -> StartLine | None:
    value = json_scan.named(excerpt.text, answer, "status")
    if value is None or value.kind != "number" or value.cut:
        return None
    number = excerpt.text[value.start : value.end]
    if not re.fullmatch("[1-9][0-9]{2}", number):
        return None
    version, _ = _line(excerpt, json_scan.named(excerpt.text, answer, "httpVersion"))
    reason, _ = _line(excerpt, json_scan.named(excerpt.text, answer, "statusText"))
    return StartLine(number, excerpt.span(value.start, value.end), version, int(number), reason)


def _headers(excerpt: Excerpt, value: Value | None) -> tuple[Pair, ...]:
    found = (_pair(excerpt, one) for one in json_scan.elements(value))
    return tuple(pair for pair in found if pair is not None)


def _pair(excerpt: Excerpt, one: Value) -> Pair | None:
    name, _ = _line(excerpt, json_scan.named(excerpt.text, one, "name"))
    value, span = _line(excerpt, json_scan.named(excerpt.text, one, "value"))
    return Pair(name, value, span, excerpt.span(one.start, one.end)) if name and value else None


def _failures(excerpt: Excerpt, answer: Value | None, entry: Value) -> tuple[Node, ...]:
    """Give what the program said of a request that got no answer."""
    rows = [row for value in (answer, entry) for row in json_scan.pairs(value)]
    found = []
    for key, value in rows:
        label = excerpt.text[key.start + 1 : key.end - 1]
        said, span = _line(excerpt, value) if label in ("_failureText", "_error") else ("", Span(0, 0))
        if said:
            found.append(Node("field", label, said, span, excerpt.span(key.start, value.end)))
    return tuple(found)


def _body(excerpt: Excerpt, content: Value | None) -> tuple[Excerpt | None, tuple[Problem, ...]]:
    value = json_scan.named(excerpt.text, content, "text")
    if value is None or value.kind != "string":
        return None, ()
    last = value.end - (not value.cut)
    inner = excerpt.cut(value.start + 1, min(last, value.start + 1 + _MOST_BODY))
    told = (Problem("body-shortened", str(_MOST_BODY)),) if len(inner.text) < last - value.start - 1 else ()
    if not inner.text:
        return None, ()
    encoding, _ = _line(excerpt, json_scan.named(excerpt.text, content, "encoding"))
    if encoding == "base64":
        from inspector import bodies  # noqa: PLC0415 - most files hold none

        decoded, how = bodies.from_base64(inner)
        return decoded, (*how, *told)
    body = unescaped(inner)
    return (body if body.text.strip() else None), told
