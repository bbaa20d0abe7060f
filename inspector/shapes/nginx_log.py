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

from inspector.model import Excerpt, Exchange, Node
from inspector.shapes.grammar import MOST_FOUND, STORE_HOST
from inspector.shapes.literals import replaced

_FIRST_ERROR = 400
_IDS = ("x-oss-request-id", "x-amz-request-id")
_MOST_PAIRS = 50
"""Pairs of one record; a log that its owner wants to read has fewer."""
_LEFT_OUT = r"(?:(?:\d{3}|-|[\w.:]{7,60}) ?[,:] ){0,20}"
"""What the servers asked before the last one said."""

_ENDS = ("\n", "\r", "\\n")
"""What ends a record, in a string literal too."""

_Piece = tuple[int, int, str]


@cache
def _pair() -> re.Pattern[str]:
    """Find the names that tell of the answer, each with a value of its kind."""
    sign = r"[\"'\\]{0,4} ?[:=] ?[\"'\\]{0,4}"
    named = rf"(?:upstream|sent)_http_(?P<header>x_(?:oss|amz)_[a-z0-9_]{{1,60}}){sign}{_LEFT_OUT}"
    return re.compile(
        rf"(?<![A-Za-z0-9_])(?:{named}(?P<value>[\w./+=-]{{2,300}})"
        rf"|upstream_status{sign}{_LEFT_OUT}(?P<upstream>[1-5]\d\d)(?![\w.])|status{sign}(?P<Status>[1-5]\d\d)(?![\w.])"
        r"|HTTP/[\d.]{1,3}\\{0,7}\" (?P<answered>[1-5]\d\d)(?= )"
        rf"|(?:upstream|proxy|http)_host{sign}(?P<Host>{STORE_HOST}))"
    )


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every record of a request that failed; None where there is none with a header of a store among its names."""
    if "_http_x_" not in excerpt.text:
        return None
    return tuple(one for record in _records(excerpt.text) if (one := _exchange(excerpt, record))) or None


def _records(text: str) -> Iterator[list[re.Match[str]]]:
    """Put the pairs of one line together; of JSON that is written over lines, those of one object."""
    record: list[re.Match[str]] = []
    for match in islice(_pair().finditer(text), MOST_FOUND):
        if record and (_is_apart(text[record[-1].end() : match.start()]) or _label(match) in map(_label, record)):
            yield record
            record = []
        elif len(record) == _MOST_PAIRS:
            continue
        record.append(match)
    yield record


def _is_apart(between: str) -> bool:
    """Tell whether what stands between two pairs ends a record."""
    end = max(between.rfind(sign) + len(sign) - 1 for sign in _ENDS)
    if not any(sign in between for sign in _ENDS):
        return False
    return "{" in between or "}" in between or between[end + 1 :].strip(" \t\\") != '"'


def _label(match: re.Match[str]) -> str:
    return (match["header"] or match.lastgroup or "").replace("_", "-")


def _exchange(excerpt: Excerpt, record: list[re.Match[str]]) -> Exchange | None:
    rows = {_label(match): _row(excerpt, match) for match in record}
    status = rows.pop("upstream", None) or rows.get("Status") or rows.get("answered")
    if status is None or int(status.value) < _FIRST_ERROR or not any(_is_id(rows.get(name)) for name in _IDS):
        return None
    rows.pop("answered", None)
    fields = {**rows, "Status": status._replace(label="Status")}
    ordered = tuple(sorted(fields.values(), key=lambda row: row.span.start))
    return Exchange(excerpt.span(record[0].start(), record[-1].end()), fields=ordered, client="nginx")


def _is_id(row: Node | None) -> bool:
    return row is not None and re.fullmatch(r"[0-9A-F]{16}(?:[0-9A-F]{8})?", row.value) is not None


def _row(excerpt: Excerpt, match: re.Match[str]) -> Node:
    kind = match.lastgroup or ""
    return Node("field", _label(match), match[kind], excerpt.span(*match.span(kind)), excerpt.span(*match.span()))


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
