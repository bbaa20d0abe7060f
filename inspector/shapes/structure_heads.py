"""Response heads in printed structures: mappings, lists of pairs, flat lists; and the status before them.

Every HTTP library shows headers in its own way: `CaseInsensitiveDict` of requests, `rawHeaders` of Node.js (names and
values in turn), tuples of bytes in httpx and aiohttp, lists of values in Java, Go, Foundation, `HeaderValue` of Rust.
Request headers look the same; they tell themselves by their names and by the names of what holds them.
"""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt, Pair, StartLine
from inspector.shapes import heads
from inspector.shapes.lines import Line
from inspector.shapes.structure_scan import Item, Value, text_of, words_of

MOST_HEADERS = 500
_DEEPEST_LEAF = 6
_FEWEST = 2
_OF_REQUESTS = {
    "accept", "accept-encoding", "accept-language", "authorization", "cookie", "host", "origin", "referer",
    "user-agent", "x-amz-content-sha256", "x-amz-date", "x-oss-content-sha256", "x-oss-date",
}  # fmt: skip
_OF_STORES = (
    "x-oss-", "x-amz-", "x-obs-", "x-cos-", "x-kss-", "x-bce-", "x-tos-", "x-ms-", "x-minio-", "x-rgw-",
)  # fmt: skip


def leaf(value: Value) -> Value | None:
    """Give the one string or bare text that a value holds, however deep: `H0("AliyunOSS")`, `( nginx )`."""
    for _ in range(_DEEPEST_LEAF):
        if value.kind != "group":
            return value
        if len(value.items) != 1:
            return None
        value = value.items[0].value
    return None


def value_of(excerpt: Excerpt, value: Value) -> Excerpt | None:
    """Give the text of a leaf; of a list in bare text, such as Java's `[Sat, 21 Nov]`, all of it."""
    one = leaf(value)
    if one is not None:
        return None if one.cut else text_of(excerpt, one)
    if value.kind == "group" and value.items and not value.cut:
        if all(item.value.kind == "bare" and item.key is None for item in value.items):
            return text_of(excerpt, value)
        named = next((item.value for item in value.items if key_text(excerpt, item).lower() == "value"), None)
        return value_of(excerpt, named) if named else None
    return None


def key_text(excerpt: Excerpt, item: Item) -> str:
    """Give a key as a name: without the marks of symbols, attributes, PHP's visibility; empty where there is none."""
    if item.key is None:
        return ""
    return words_of(excerpt, item.key).strip().lstrip(":@").partition(":")[0]


def headers(excerpt: Excerpt, group: Value) -> tuple[tuple[Pair, ...], StartLine | None]:
    """Read a group as the head of a response; nothing where it is none."""
    if not _may_be_head(excerpt, group):
        return (), None
    found, start = _entries(excerpt, group)
    names = [pair.name.lower() for pair in found]
    known = sum(map(_is_known, names))
    if known < _FEWEST or known * 2 < len(names) or not _OF_REQUESTS.isdisjoint(names):
        return (), None
    return tuple(found), start


def _may_be_head(excerpt: Excerpt, group: Value) -> bool:
    """Tell by the keys alone, which cost little, whether a group may be a head; what has no key may be a line of it."""
    return any(
        item.key is None or _is_known(key_text(excerpt, item).lower()) for item in group.items[: MOST_HEADERS * 2]
    )


def _is_known(name: str) -> bool:
    return heads.is_known_header(Line(f"{name}:", 0, 0))


def is_of_store(pairs: tuple[Pair, ...]) -> bool:
    """Tell whether a head names a store; every server sends the other headers."""
    return any(
        pair.name.lower().startswith(_OF_STORES)
        or (pair.name.lower() == "server" and pair.value in ("AliyunOSS", "AmazonS3"))
        for pair in pairs
    )


def _entries(excerpt: Excerpt, group: Value) -> tuple[list[Pair], StartLine | None]:
    """Read the names and values of every form in which a head is printed."""
    found: list[Pair] = []
    start: StartLine | None = None
    items = group.items[: MOST_HEADERS * 2]
    for item in items:
        if item.key is not None:
            name = key_text(excerpt, item)
            if name in ("null", "") and (line := _start_line(excerpt, item.value)):
                start = line
            else:
                found += _pairs(excerpt, item.key, name, item.value)
        elif item.value.kind == "group":
            found += _of_tuple(excerpt, item.value)
        elif line := _start_line(excerpt, item.value):
            start = line
        else:
            found += _of_line(excerpt, item.value)
    return found or _in_turn(excerpt, items), start


def _pairs(excerpt: Excerpt, key: Value, name: str, value: Value) -> list[Pair]:
    """Make a pair, or one for each string of a list; a value that is cut is none."""
    values = [value]
    several = value.kind == "group" and len(value.items) > 1
    if several and all(item.key is None and item.value.kind == "string" for item in value.items):
        values = [item.value for item in value.items]
    read = [text for one in values if (text := value_of(excerpt, one)) is not None]
    return [_pair(excerpt, name, text, key.start, value.end) for text in read]


def _pair(excerpt: Excerpt, name: str, text: Excerpt, start: int, end: int) -> Pair:
    value = text.text.strip()
    at = len(text.text) - len(text.text.lstrip()) if value else 0
    return Pair(name, value, text.span(at, at + len(value)), excerpt.span(start, end))


def _of_tuple(excerpt: Excerpt, group: Value) -> list[Pair]:
    """Read `('Server', 'AliyunOSS')`, `{"name": "Server", "value": "AliyunOSS"}`."""
    values = [item.value for item in group.items]
    if group.cut or len(values) != 2:  # noqa: PLR2004 - a name and its value
        return []
    keys = [key_text(excerpt, item).lower() for item in group.items]
    if keys not in (["", ""], ["name", "value"], ["key", "value"]) or values[0].kind != "string":
        return []
    return _pairs(excerpt, values[0], text_of(excerpt, values[0]).text, values[1])


def _of_line(excerpt: Excerpt, value: Value) -> list[Pair]:
    """Read a header that is a string of its own: `'Server: AliyunOSS'`."""
    if value.kind != "string" or value.cut:
        return []
    text = text_of(excerpt, value)
    match = _header_line().fullmatch(text.text)
    return [_pair(excerpt, match[1], text.cut(*match.span(2)), value.start, value.end)] if match else []


def _in_turn(excerpt: Excerpt, items: tuple[Item, ...]) -> list[Pair]:
    """Read names and values that stand in turn, as in `rawHeaders`."""
    values = [item.value for item in items]
    if any(value.kind != "string" for value in values):
        return []
    turns = [(name, value) for name, value in zip(values[::2], values[1::2], strict=False) if not value.cut]
    return [pair for name, value in turns for pair in _pairs(excerpt, name, text_of(excerpt, name).text, value)]


# the status beside them


@cache
def _header_line() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z][A-Za-z0-9-]{1,80}): ?(.{0,4000})")


@cache
def _status_line() -> re.Pattern[str]:
    return re.compile(r"\s{0,8}(HTTP/\d(?:\.\d)?) (\d{3})(?: ([A-Za-z][A-Za-z' -]{0,60}))?\s{0,8}")


_REASON = r"(?:[ \t]{1,4}([A-Z][A-Za-z'-]{1,30}(?: [A-Za-z'-]{1,30}){0,4}))?"

_MESSAGE = r"""(?:, (?:message|reason)=(?:'[^'\r\n]{0,200}'|"[^"\r\n]{0,200}"))?"""
"""What aiohttp and urllib3 print between the status and the headers."""


@cache
def _before() -> tuple[re.Pattern[str], ...]:
    """Find the status as programs print it just before the headers: on a line alone, in a `repr`, behind its name.

    The arguments of an exception, and the list that a Rack application answers, begin with it.
    """
    number = rf"(?<![\w.])([1-5]\d\d){_REASON}"
    end = r"[\]>)\"'|]{0,3}[\s:,;|-]{0,6}\Z"
    return (
        re.compile(rf"(?:\A|[\r\n])[ \t]{{0,20}}{number}{end}"),
        re.compile(rf"<(?:Client)?Response ?(?:\[|\([^<\r\n]{{0,1000}}?\) ?\[){number}{end}"),
        re.compile(
            rf"(?i:status(?:[ _-]?code)?|response(?:[ _-]?code)?|http(?:/\d(?:\.\d)?)?)\W{{1,4}}{number}{_MESSAGE}{end}"
        ),
        re.compile(rf"\) {number}{end}"),
        re.compile(rf"(?:\(|(?<![\w\])])\[){number},\s{{0,80}}\Z"),
        re.compile(rf"<Net::HTTP[A-Z]\w{{1,40}} {number} readbody=\w{{4,5}}>,\s{{0,8}}\Z"),
        re.compile(rf"\"HTTP/\d(?:\.\d)?\",\s{{0,80}}{number},\s{{0,80}}\"[^\"\r\n]{{0,40}}\"\}},\s{{0,80}}\Z"),
        re.compile(rf"\{{ok,\s{{0,80}}{number},\s{{0,80}}\Z"),
    )


@cache
def _announced() -> re.Pattern[str]:
    """Find what stands between the status and the bracket: a word for headers, the name of a class."""
    return re.compile(
        r"(?:[\w.$@-]{0,60}(?i:headers?)[\w.@$]{0,40}[ \t]{0,4}[:=]?|Object(?: \[\w{1,40}\])?)?\s{0,4}<?\Z"
    )


def status_before(excerpt: Excerpt, end: int) -> StartLine | None:
    """Read the status that a program printed just before a head."""
    text = excerpt.text[max(0, end - 2000) : end]
    begin = end - len(text)
    match = _announced().search(text)
    stop = match.start() if match else len(text)
    for pattern in _before():
        if found := pattern.search(text, max(0, stop - 1200), stop):
            last = found.end(2) if found[2] else found.end(1)
            span = excerpt.span(begin + found.start(1), begin + last)
            return StartLine(text[found.start(1) : last], span, status=int(found[1]), reason=found[2] or "")
    return None


def _start_line(excerpt: Excerpt, value: Value) -> StartLine | None:
    """Read a status line that stands among the headers: `null=[HTTP/1.1 403 Forbidden]`."""
    text = value_of(excerpt, value)
    match = _status_line().fullmatch(text.text) if text else None
    if text is None or match is None:
        return None
    span = text.span(match.start(1), match.end(3) if match[3] else match.end(2))
    return StartLine(text.text.strip(), span, match[1], int(match[2]), match[3] or "")
