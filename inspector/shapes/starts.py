"""Where messages begin in a text: HTTP's own start lines, and what programs print in their place.

A line of HTTP may stand behind a log's prefix, or behind the bytes of a packet's head (tcpdump -A): it counts there
where a header follows. Sources: OkHttp's HttpLoggingInterceptor, mitmproxy's dumper, GNU Wget's http.c (also as
translated into Chinese), Wireshark's HTTP dissector, the Headers pane of Chrome.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
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
    pattern: str
    before_header: bool = False
    beside: str = ""


class Start(NamedTuple):
    """A start line and the number of the line that it stands in."""

    number: int
    line: StartLine


_SIGNS = (
    ("HTTP/", r"HTTP/\d"),
    ("--  http", r"(?:\.{3}|…) ?\d{3}(?!\d)"),
    ("<-- ", r"<-- \d"),
    ("--> ", r"--> [A-Z]"),
    ("<< ", r"<< \d"),
    ("--  http", r"--  http"),
    ("http proxy status ", r"http proxy status \d"),
    ("--  (", r"--  \("),
    ("URI: http", r"URI: http"),
    ("Request URL", r"Request URL"),
    ("请求", r"请求 ?URL|请求网址"),
    ("Status Code", r"Status Code"),
    ("状态", r"状态代码|状态码"),
    (" http", r": [A-Z]{3,7} http"),
)
"""A piece of text, and what of a start line it may belong to."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _signs(text: str) -> re.Pattern[str] | None:
    """Give a pattern for what start lines have, of the kinds that may be in a text."""
    patterns = [pattern for needle, pattern in _SIGNS if needle in text]
    return _compiled("|".join(patterns)) if patterns else None


_FORMS: tuple[Form, ...] = (
    Form(
        "HTTP/",
        rf"{_VERSION}[ \t]{{1,20}}(?P<status>\d{{3}})(?:[ \t]{{1,4}}{_REASON})?[ \t]{{0,20}}$",
        before_header=True,
    ),
    Form(
        "HTTP/",
        rf"{_METHOD} (?P<target>[/*h]\S{{0,16000}}) {_VERSION}[ \t]{{0,20}}$",
        before_header=True,
    ),
    Form("<-- ", rf"<-- (?P<status>\d{{3}})(?: {_REASON})? {_URL} \(\d{{1,9}} ?ms[^)]{{0,60}}\)"),
    Form(
        "--> ",
        rf"--> {_METHOD} {_URL}(?: (?P<version>[a-z]{{1,8}}[/\d.]{{0,8}}))?(?: \([^)]{{0,60}}\))?$",
    ),
    Form("<< ", rf"^[ \t]{{0,200}}<< (?:{_VERSION} )?(?P<status>\d{{3}})(?: {_REASON}?)? \S{{1,20}}$"),
    Form(": ", rf"^[ \t]{{0,200}}[\w.\[\]:-]{{1,100}}:\d{{1,5}}: {_METHOD} {_URL}(?: {_VERSION})?$"),
    Form(
        "HTTP ",
        rf"(?:awaiting response|等待回应|等待响应)(?:\.{{3}}|…) ?(?P<status>\d{{3}})(?: {_REASON})?$",
        beside="--  http",
    ),
    Form("http proxy status ", rf"^http proxy status (?P<status>\d{{3}}) \"\d{{3}}(?: {_REASON})?\"$"),
    Form("--  ", rf"^--\d{{4}}-\d{{2}}-\d{{2}} \d{{2}}:\d{{2}}:\d{{2}}--  (?:\([^)]{{1,40}}\)  )?{_URL}$"),
    Form(
        "HTTP",
        rf"{_SUMMARY}{_VERSION} (?P<status>\d{{3}})(?: {_REASON}?)?[ \t]{{0,4}}(?:[(,].{{0,80}})?$",
    ),
    Form("HTTP", rf"{_SUMMARY}{_METHOD} (?P<target>[/*h]\S{{0,16000}}) {_VERSION}[ \t]{{0,4}}$"),
    Form("URI: ", rf"^[ \t]{{0,200}}\[(?:Full request|Request) URI: {_URL}\]$"),
    *(Form(name, rf"^[ \t]{{0,200}}{name} ?[:：]? ?{_URL}$") for name, _ in _PANES),
    *(
        Form(
            name,
            rf"^[ \t]{{0,200}}{name} ?[:：]? ?(?:[^\w\s] ?)?(?P<status>\d{{3}})(?!\d)(?: ?{_REASON})?"
            r"(?: ?\([^)]{0,60}\))?$",
            beside=address,
        )
        for address, name in _PANES
    ),
)


def may_be_in(text: str) -> bool:
    """Tell whether a text has anything that a start line has."""
    signs = _signs(text)
    return signs is not None and signs.search(text) is not None


def found_in(excerpt: Excerpt, lines: Sequence[Line]) -> list[Start]:
    """Give every start line of a text, in order."""
    signs = _signs(excerpt.text)
    begins = [line.start for line in lines]
    starts: list[Start] = []
    tried = -1
    for sign in signs.finditer(excerpt.text) if signs else ():
        number = bisect_right(begins, sign.start()) - 1
        if number == tried:
            continue
        tried = number
        if start := _read(excerpt, lines, number):
            starts.append(Start(number, start))
    return starts


def _read(excerpt: Excerpt, lines: Sequence[Line], number: int) -> StartLine | None:
    line = lines[number]
    if start := heads.status_line(excerpt, line) or heads.request_line(excerpt, line):
        return start
    for form in _FORMS:
        if form.needs in line.text and (match := _compiled(form.pattern).search(line.text)):
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
