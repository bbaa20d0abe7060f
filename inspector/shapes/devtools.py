"""The Headers pane of a browser's developer tools: General, Response Headers, Request Headers.

Names stand before their values, with a colon or, in newer Chrome, on a line of their own with or without one. HTTP/2
names are in lower case, and its pseudo headers begin with a colon. Copied into documents the headings may be in bold.
The request is put before its response, and of two status lines HTTP's own stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from inspector.model import Excerpt
from inspector.shapes.lines import Line, lines

_HEADINGS = {
    "general": "general", "常规": "general",
    "response headers": "response", "响应标头": "response", "响应头": "response",
    "request headers": "request", "请求标头": "request", "请求头": "request",
    "query string parameters": "rest", "form data": "rest", "request payload": "rest", "response": "rest",
    "preview": "rest", "payload": "rest", "timing": "rest", "cookies": "rest", "响应": "rest", "载荷": "rest",
}  # fmt: skip
_URL = ("request url", "请求 url", "请求网址", "请求url")
_STATUS = ("status code", "状态代码", "状态码")
_OTHERS = (
    "request method", "请求方法", "remote address", "远程地址", "referrer policy", "引荐来源网址政策", "引用站点策略",
)  # fmt: skip
_SAID = {"view source", "view parsed", "view decoded", "raw", "查看源代码", "provisional headers are shown"}
_OF_REQUESTS = {":authority", ":method", ":path", ":scheme", "accept", "accept-language", "host", "user-agent"}


class Row(NamedTuple):
    """A name and its value, as offsets in the excerpt; both in one piece where they stand on one line.

    `sign` is what parts them in HTTP: nothing is put into a start line that the pane does not have.
    """

    start: int
    end: int
    value: int
    stop: int
    sign: str = ": "


class Pane:
    """What is gathered of one request while the lines go by."""

    def __init__(self) -> None:
        self.url: Row | None = None
        self.status: Row | None = None
        self.rows: dict[str, list[Row]] = {"general": [], "response": [], "request": [], "rest": []}


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(
        r"[ \t*#▼▾▸-]{0,12}([A-Za-z常响请载][A-Za-z \u4e00-\u9fff]{1,40}?)(?: ?\(\d{1,4}\))?[ \t*:：]{0,6}"
        r"(?:view source|view parsed|raw)?$",
        re.IGNORECASE,
    )


@cache
def _start_line() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}(?:HTTP/\d(?:\.\d)? \d{3}|[A-Z]{3,7} /\S{0,16000} HTTP/\d)")


@cache
def _general() -> re.Pattern[str]:
    names = "|".join(map(re.escape, (*_URL, *_STATUS, *_OTHERS)))
    return re.compile(rf"[ \t]{{0,40}}({names})[ \t]{{0,4}}[:：]?[ \t]{{0,40}}(\S.{{0,16000}})?$", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}(:?[A-Za-z][\w.-]{0,100})(?:[ \t]{0,4}:[ \t]{0,40}(\S.{0,16000})?)?$")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Put each response together with its request; None where no pane gives an address and a status."""
    lowered = excerpt.text.lower()
    if not (any(name in lowered for name in _URL) and any(name in lowered for name in _STATUS)):
        return None
    panes = _panes(lines(excerpt.text))
    if not any(pane.url and pane.status for pane in panes):
        return None
    return Excerpt.join([part for pane in panes for part in _written(excerpt, pane)])


def _panes(found: Sequence[Line]) -> list[Pane]:
    """Sort the lines into panes, each with its sections; a new one begins with a second address."""
    panes = [Pane()]
    section, at = "rest", 0
    while at < len(found):
        line, after = found[at], found[at + 1] if at + 1 < len(found) else None
        at += 1
        text = line.text.strip()
        heading = _heading().match(line.text)
        general = _general().match(line.text)
        if heading and (named := _HEADINGS.get(heading[1].strip().lower())):
            section = named
        elif general:
            row, taken = _row(line, general, after, " ")
            at += taken
            name = general[1].lower()
            if row and name in _URL:
                panes += [Pane()] if panes[-1].url else []
                panes[-1].url = row
            elif row and name in _STATUS:
                panes[-1].status = row
            section = "general"
        elif text.lower() in _SAID or (not text and section != "rest"):
            continue
        elif section == "rest":
            panes[-1].rows["rest"].append(_whole(line))
        elif _start_line().match(line.text):
            panes[-1].rows["response" if text.startswith("HTTP/") else "request"].append(_whole(line))
        elif header := _named().match(line.text):
            section = _section_of(header[1].lower(), section)
            row, taken = _row(line, header, after, ": ")
            at += taken
            panes[-1].rows[section] += [row] if row else []
        else:
            section = "rest"
            panes[-1].rows["rest"].append(_whole(line))
    return panes


def _section_of(name: str, section: str) -> str:
    """Tell where a header belongs that stands under no heading of its own."""
    if section == "general":
        section = "response"
    return "request" if name in _OF_REQUESTS else section


def _whole(line: Line) -> Row:
    return Row(line.start, line.start, line.start, line.end)


def _row(line: Line, match: re.Match[str], after: Line | None, sign: str) -> tuple[Row | None, int]:
    """Give the row that begins in a line, and how many more lines it takes."""
    if match[2]:
        return _whole(line), 0
    if after is None or not after.text.strip():
        return None, 0
    begin = after.start + len(after.text) - len(after.text.lstrip())
    name = line.start + match.start(1), line.start + match.end(1)
    return Row(*name, begin, after.start + len(after.text.rstrip()), sign), 1


def _written(excerpt: Excerpt, pane: Pane) -> list[Excerpt]:
    """Write a pane as HTTP: the request, the response, and what else stands there."""
    answers = pane.rows["response"]
    first = excerpt.text[answers[0].value : answers[0].stop].lstrip() if answers else ""
    status = [pane.status] if pane.status and not first.startswith("HTTP/") else []
    parts: list[Excerpt] = []
    for rows in (
        [pane.url] if pane.url else [],
        pane.rows["request"],
        [None],
        status,
        answers,
        [None],
        pane.rows["rest"],
    ):
        for row in rows:
            parts += _line(excerpt, row) if row else [_sign("\n", parts)] if parts else []
    return parts


def _line(excerpt: Excerpt, row: Row) -> list[Excerpt]:
    value = excerpt.cut(row.value, row.stop)
    if row.start == row.end:
        return [value, _sign("\n", [value])]
    name = excerpt.cut(row.start, row.end)
    return [name, _sign(row.sign, [name]), value, _sign("\n", [value])]


def _sign(text: str, after: Sequence[Excerpt]) -> Excerpt:
    """Give signs that stand for nothing received, at the end of what stands before them."""
    last = after[-1]
    place = last.span(0, len(last.text)).end
    return Excerpt(text, (0,), (place,), (0,))
