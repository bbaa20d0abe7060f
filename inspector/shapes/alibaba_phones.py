"""Errors as Alibaba Cloud's SDKs for Android and iOS print them: `[StatusCode]: ...`, lines of a log, an NSError.

Source: `ServiceException.toString`, `ClientException` and `OSSLogUtils` of aliyun-oss-android-sdk; OSSDefine.h and
OSSNetworking.m of aliyun-oss-ios-sdk, in the form that Foundation prints. An error of the client never reached the
store: it has a message, and the number beside it is the SDK's own.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from inspector.model import Excerpt, Exchange, Node, Pair
from inspector.shapes.grammar import MOST_FOUND, REQUEST_ID, WORD, Grammar, chain, field

_APART = 400
"""Characters that may stand between two header lines of one response: the prefix of a log."""
_MOST_INFO = 8_000

GRAMMARS = (
    Grammar(
        "android",
        "[StatusCode]: ",
        chain(
            r"\[StatusCode\]: ?(?P<Status>-?\d{1,3})",
            rf",\s{{0,8}}\[Code\]: ?{WORD % 'Code'}",
            r",\s{0,8}\[Message\]: ?(?P<Message>(?:(?!\[StatusCode\])[\s\S]){0,2000}?)(?=,\s{0,8}\[Request[iI]d\])",
            rf",\s{{0,8}}\[Request[iI]d\]: ?{REQUEST_ID}",
            rf",\s{{0,8}}\[HostId\]: ?{WORD % 'HostId'}",
            r",\s{0,8}\[RawMessage\]: ?",
        ),
    ),
    Grammar(
        "android",
        "oss.ClientException: ",
        r"com\.alibaba\.sdk\.android\.oss\.ClientException: (?P<Message>[^\r\n\\]{0,2000})",
    ),
    Grammar(
        "ios",
        "com.aliyun.oss.clientError",
        r"com\.aliyun\.oss\.clientError(?: ?Code=| ?(?:error|错误) ?)(?P<ClientErrorCode>\d{1,5})"
        r"(?: \\{0,3}\"(?:\(null\)|(?!\((?:n|\Z))(?P<Message>[^\"\r\n\\]{0,1000}))(?:\\{0,3}\"|\Z)?)?"
        r"(?: UserInfo=(?:0x[0-9a-f]{1,16} )?\{(?:(?!ErrorMessage=|com\.aliyun\.oss)[^\r\n]){0,2000}?"
        r"(?:ErrorMessage|NSLocalizedDescription)=(?P<ErrorMessage>[^\r\n}]{0,1000}?)(?=, \w{1,60}=|\}|[\r\n]|\Z))?",
    ),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...]:
    """Read what no table can say: the dictionary of an NSError, and headers that the Android log shows one a line."""
    found: tuple[Exchange, ...] = ()
    if "com.aliyun.oss.serverError" in excerpt.text:
        found += _server_errors(excerpt)
    if "responseHeader [" in excerpt.text:
        found += _logged_heads(excerpt)
    return found


@cache
def _server_error() -> re.Pattern[str]:
    return re.compile(
        r"com\.aliyun\.oss\.serverError(?: ?Code=| ?(?:error|错误) ?)-?(?P<Status>\d{3})(?!\d)"
        r"(?: \\{0,3}\"[^\"\r\n]{0,1000}\"(?: UserInfo=(?:0x[0-9a-f]{1,16} )?(?P<info>\{))?)?"
    )


@cache
def _entry() -> re.Pattern[str]:
    return re.compile(r"(?:(?<=\{)|(?<=[,\r\n]))\s{0,40}\"?([A-Za-z_][\w-]{0,60})\"?\s?=\s?")


@cache
def _info_end() -> re.Pattern[str]:
    return re.compile(r"\}(?=[\s\"'`,;)}\]\\]|\Z)|com\.aliyun\.oss\.serverError|,\s{0,40}\"?\w{0,60}\Z")


def _server_errors(excerpt: Excerpt) -> tuple[Exchange, ...]:
    found: list[Exchange] = []
    for match in islice(_server_error().finditer(excerpt.text), MOST_FOUND):
        fields = [field(excerpt, "Status", *match.span("Status"))]
        end = match.end()
        if match["info"]:
            stop = _info_end().search(excerpt.text, end, end + _MOST_INFO)
            closed = stop.start() if stop else min(end + _MOST_INFO, len(excerpt.text))
            fields += _info(excerpt, end, closed)
            end = closed
        found.append(Exchange(excerpt.span(match.start(), end), fields=tuple(fields), client="ios"))
    return tuple(found)


def _info(excerpt: Excerpt, start: int, end: int) -> list[Node]:
    """Read `name=value, name=value`; Foundation puts quotes around some values. `__name` is the XML's own."""
    names = list(_entry().finditer(excerpt.text, start, end))
    ends = (*(name.start() for name in names[1:]), end)
    return [
        _value(excerpt, name[1], name.end(), stop)
        for name, stop in zip(names, ends, strict=False)
        if not name[1].startswith("__")
    ]


def _value(excerpt: Excerpt, label: str, start: int, end: int) -> Node:
    text = excerpt.text[start:end].rstrip(" \t\r\n,;")
    quoted = text.startswith('"')
    closed = quoted and len(text) > 1 and text.endswith('"')
    return field(excerpt, label, start + quoted, start + len(text) - closed, escaped=quoted)


@cache
def _logged_header() -> re.Pattern[str]:
    return re.compile(
        r"responseHeader \[(?P<name>[\w-]{1,80})\]: ?(?P<value>[^\r\n]{0,4000})"
        r"|response code: ?(?P<Status>\d{3})(?: for url: ?(?P<Url>\S{1,4000}))?"
    )


def _logged_heads(excerpt: Excerpt) -> tuple[Exchange, ...]:
    """Read lines that follow each other as the head of one response; a status or a long gap begins the next."""
    heads: list[list[re.Match[str]]] = []
    for match in islice(_logged_header().finditer(excerpt.text), MOST_FOUND):
        if not heads or match["Status"] or match.start() - heads[-1][-1].end() > _APART:
            heads.append([])
        heads[-1].append(match)
    return tuple(_head(excerpt, lines) for lines in heads if any(line["name"] for line in lines))


def _head(excerpt: Excerpt, lines: list[re.Match[str]]) -> Exchange:
    pairs = tuple(_pair(excerpt, line) for line in lines if line["name"])
    named = [(name, lines[0].span(name)) for name in ("Status", "Url") if lines[0][name]]
    fields = tuple(field(excerpt, name, *span) for name, span in named)
    span = excerpt.span(lines[0].start(), lines[-1].end())
    return Exchange(span, headers=pairs, fields=fields, client="android")


def _pair(excerpt: Excerpt, line: re.Match[str]) -> Pair:
    value = field(excerpt, line["name"], *line.span("value"))
    return Pair(line["name"], value.value, value.span, excerpt.span(*line.span()))
