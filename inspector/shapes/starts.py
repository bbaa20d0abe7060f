"""Where messages begin in a text: HTTP's own start lines, and what programs print in their place.

A line of HTTP may stand behind a log's prefix, or behind the bytes of a packet's head (tcpdump -A): it counts there
where a header follows. Sources: OkHttp's HttpLoggingInterceptor, mitmproxy's dumper, GNU Wget's http.c (also as
translated into Chinese), Wireshark's HTTP dissector, the Headers pane of Chrome.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from inspector.model import Excerpt, StartLine
from inspector.shapes import heads
from inspector.shapes.lines import Line

_METHOD = r"(?P<method>GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH)"
_URL = r"(?P<target>https?://[^\s\"'<>\]]{1,16000})"
_REASON = r"(?P<reason>[A-Za-z][A-Za-z' -]{0,60})"
_VERSION = r"(?P<version>HTTP/\d(?:\.\d)?)"

_SUMMARY = r"[ \t]HTTP(?:/[A-Z][A-Z-]{0,12})?[ \t]{1,8}\d{1,9}[ \t]{1,8}"
"""What stands before it in a row of Wireshark's list: protocol and length."""

_PANES = (("Request URL", "Status Code"), ("请求 URL", "状态代码"), ("请求网址", "状态代码"), ("请求网址", "状态码"))
"""What the Headers pane of a browser calls address and status."""


class Form(NamedTuple):
    """How a program prints a start line; `needs` is a piece of text without which the pattern is not tried.

    `beside` is a piece that must stand somewhere in the capture, `before_header` asks for a header on the next line.
    """

    needs: str
    pattern: re.Pattern[str]
    before_header: bool = False
    beside: str = ""


class Start(NamedTuple):
    """A start line and the number of the line that it stands in."""

    number: int
    line: StartLine


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(
        r"HTTP/\d|(?:\.{3}|…) ?\d{3}(?!\d)|<-- \d|--> [A-Z]|<< \d|--  (?:http|\()"
        r"|URI: http|Request URL|请求 ?URL|请求网址|Status Code|状态代码|状态码|: [A-Z]{3,7} http"
    )


@cache
def _forms() -> tuple[Form, ...]:
    return (
        Form(
            "HTTP/",
            re.compile(rf"{_VERSION}[ \t]{{1,20}}(?P<status>\d{{3}})(?:[ \t]{{1,4}}{_REASON})?[ \t]{{0,20}}$"),
            before_header=True,
        ),
        Form(
            "HTTP/",
            re.compile(rf"{_METHOD} (?P<target>[/*h]\S{{0,16000}}) {_VERSION}[ \t]{{0,20}}$"),
            before_header=True,
        ),
        Form("<-- ", re.compile(rf"<-- (?P<status>\d{{3}})(?: {_REASON})? {_URL} \(\d{{1,9}} ?ms[^)]{{0,60}}\)")),
        Form(
            "--> ",
            re.compile(rf"--> {_METHOD} {_URL}(?: (?P<version>[a-z]{{1,8}}[/\d.]{{0,8}}))?(?: \([^)]{{0,60}}\))?$"),
        ),
        Form("<< ", re.compile(rf"^[ \t]{{0,200}}<< (?:{_VERSION} )?(?P<status>\d{{3}})(?: {_REASON}?)? \S{{1,20}}$")),
        Form(": ", re.compile(rf"^[ \t]{{0,200}}[\w.\[\]:-]{{1,100}}:\d{{1,5}}: {_METHOD} {_URL}(?: {_VERSION})?$")),
        Form(
            "HTTP ",
            re.compile(rf"(?:awaiting response|等待回应|等待响应)(?:\.{{3}}|…) ?(?P<status>\d{{3}})(?: {_REASON})?$"),
            beside="--  http",
        ),
        Form(
            "--  ", re.compile(rf"^--\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}:\d{{2}}:\d{{2}}--  (?:\([^)]{{1,40}}\)  )?{_URL}$")
        ),
        Form(
            "HTTP",
            re.compile(rf"{_SUMMARY}{_VERSION} (?P<status>\d{{3}})(?: {_REASON}?)?[ \t]{{0,4}}(?:[(,].{{0,80}})?$"),
        ),
        Form("HTTP", re.compile(rf"{_SUMMARY}{_METHOD} (?P<target>[/*h]\S{{0,16000}}) {_VERSION}[ \t]{{0,4}}$")),
        Form("URI: ", re.compile(rf"^[ \t]{{0,200}}\[(?:Full request|Request) URI: {_URL}\]$")),
        *(Form(name, re.compile(rf"^[ \t]{{0,200}}{name} ?[:：]? ?{_URL}$")) for name, _ in _PANES),
        *(
            Form(
                name,
                re.compile(
                    rf"^[ \t]{{0,200}}{name} ?[:：]? ?(?:[^\w\s] ?)?(?P<status>\d{{3}})(?!\d)(?: ?{_REASON})?"
                    r"(?: ?\([^)]{0,60}\))?$"
                ),
                beside=address,
            )
            for address, name in _PANES
        ),
    )


def may_be_in(text: str) -> bool:
    """Tell whether a text has anything that a start line has."""
    return _signs().search(text) is not None


def found_in(excerpt: Excerpt, lines: list[Line]) -> list[Start]:
    """Give every start line of a text, in order."""
    begins = [line.start for line in lines]
    starts: list[Start] = []
    tried = -1
    for sign in _signs().finditer(excerpt.text):
        number = bisect_right(begins, sign.start()) - 1
        if number == tried:
            continue
        tried = number
        if start := _read(excerpt, lines, number):
            starts.append(Start(number, start))
    return starts


def _read(excerpt: Excerpt, lines: list[Line], number: int) -> StartLine | None:
    line = lines[number]
    if start := heads.status_line(excerpt, line) or heads.request_line(excerpt, line):
        return start
    for form in _forms():
        if form.needs in line.text and (match := form.pattern.search(line.text)):
            if form.beside not in excerpt.text:
                continue
            if form.before_header and not (number + 1 < len(lines) and heads.is_header(lines[number + 1])):
                continue
            return _start(excerpt, line, match)
    return None


def _start(excerpt: Excerpt, line: Line, match: re.Match[str]) -> StartLine:
    groups = {name: value for name, value in match.groupdict().items() if value}
    text = match[0].strip()
    first = line.start + match.start() + match[0].index(text)
    return StartLine(
        text=text,
        span=excerpt.span(first, first + len(text)),
        version=groups.get("version", ""),
        status=int(groups["status"]) if "status" in groups else None,
        reason=groups.get("reason", "").strip(),
        method=groups.get("method", ""),
        target=groups.get("target", ""),
    )
