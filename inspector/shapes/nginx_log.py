"""What nginx logs of the store behind it: the variables of its access log by name, and the heads in its debug log.

Source: nginx's ngx_http_upstream_module (`$upstream_http_NAME`, `$upstream_status`: one value for each server that was
asked, the last one's answer goes to the client) and ngx_http_proxy_module (`http proxy status 403 "403 Forbidden"`,
`http proxy header: "Server: AliyunOSS"`). Which names a log writes, and how, is its owner's choice, as JSON or as
pairs; an ID without such a name is nginx's own (`$request_id`) and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from inspector.model import Excerpt, Exchange, Node, Span
from inspector.shapes.grammar import MOST_FOUND, STORE_HOST
from inspector.shapes.literals import replaced

_FIRST_ERROR = 400
_LONGEST = 8_000
"""Characters before and behind an ID in which the rest of its record is looked for."""
_LEFT_OUT = r"(?:(?:\d{3}|-|[\w.:]{7,60}) ?[,:] ){0,20}"
"""What the servers asked before the last one said."""

_ENDS = ("\n", "\r", "\\n")
"""What ends a record, in a string literal too."""

_Piece = tuple[int, int, str]


@cache
def _pair() -> re.Pattern[str]:
    """Find the names that tell of the answer, each with a value of its kind."""
    sign = r"[\"'\\]{0,4} ?[:=] ?[\"'\\]{0,4}"
    named = rf"(?:upstream|sent)_http_(?P<header>x_(?:oss|amz)_[a-z0-9_]{{1,60}}){sign}"
    return re.compile(
        rf"(?<![A-Za-z0-9_])(?:{named}{_LEFT_OUT}(?P<value>[\w./+=-]{{2,300}})"
        rf"|upstream_status{sign}{_LEFT_OUT}(?P<upstream>[1-5]\d\d)(?![\w.])|status{sign}(?P<Status>[1-5]\d\d)(?![\w.])"
        rf"|(?:upstream|proxy|http)_host{sign}(?P<Host>{STORE_HOST}))"
    )


@cache
def _id() -> re.Pattern[str]:
    return re.compile(
        rf"(?:upstream|sent)_http_x_(?:oss|amz)_request_id[\"'\\]{{0,4}} ?[:=] ?[\"'\\]{{0,4}}{_LEFT_OUT}[0-9A-F]{{16}}"
    )


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every record of a request that failed; None where there is none with a header of a store among its names."""
    if "_http_x_" not in excerpt.text:
        return None
    places = (match.start() for match in islice(_id().finditer(excerpt.text), MOST_FOUND))
    records = dict.fromkeys(_record(excerpt.text, place) for place in places)
    return tuple(one for record in records if (one := _exchange(excerpt, record))) or None


def _record(text: str, place: int) -> Span:
    """Give the line of a place, within a literal too; of JSON that is written over lines, the object."""
    first, last = max(0, place - _LONGEST), min(len(text), place + _LONGEST)
    start = max((at + len(end) for end in _ENDS if (at := text.rfind(end, first, place)) >= 0), default=first)
    if not text[start:place].strip(' \t"'):
        end = text.find("}", place, last)
        return Span(max(text.rfind("{", first, place), 0), end if end >= 0 else last)
    return Span(start, min((end for sign in _ENDS if (end := text.find(sign, place, last)) >= 0), default=last))


def _exchange(excerpt: Excerpt, record: Span) -> Exchange | None:
    rows: dict[str, Node] = {}
    for match in _pair().finditer(excerpt.text, *record):
        kind = match.lastgroup or ""
        label = (match["header"] or kind).replace("_", "-")
        span = excerpt.span(*match.span(kind))
        rows.setdefault(label, Node("field", label, match[kind], span, excerpt.span(*match.span())))
    status = rows.pop("upstream", None) or rows.get("Status")
    if status is None or int(status.value) < _FIRST_ERROR:
        return None
    fields = {**rows, "Status": status._replace(label="Status")}
    ordered = tuple(sorted(fields.values(), key=lambda row: row.span.start))
    return Exchange(excerpt.span(*record), fields=ordered, client="nginx")


@cache
def _debug_line() -> re.Pattern[str]:
    begins = r"(?<![^\r\n])[ \t]{0,8}\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[debug\] \d{1,9}#\d{1,9}: \*\d{1,12} "
    ends = r"[ \t]{0,8}(?![^\r\n])"
    return re.compile(
        rf"(?P<before>{begins})http proxy (?:status \d{{3}} \"|header: \"(?P<header>[^\r\n]{{0,8000}})\"{ends}"
        rf"|header (?P<done>done){ends})"
    )


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Leave of each line of the debug log what the server sent; None where it shows no answer."""
    if "http proxy status " not in excerpt.text:
        return None
    pieces = list(_pieces(excerpt.text))
    return replaced(excerpt, pieces) if pieces else None


def _pieces(text: str) -> Iterator[_Piece]:
    for match in _debug_line().finditer(text):
        if match["done"]:
            yield *match.span(), ""
        elif match["header"] is None:
            yield *match.span("before"), ""
        else:
            yield match.start(), match.start("header"), ""
            yield match.end("header"), match.end(), ""
