r"""Logs that are one JSON object a line, with nothing to tell but lines of text: `{"log":"HTTP/1.1 404 ...\r\n",...}`.

Sources: Docker's json-file driver (`log`, which ends with its line end unless the line was too long for one entry),
Kubernetes behind fluentd or Fluent Bit, JSON encoders of Logback and pino (`message`, `msg`). An object that tells
more than when, where and how bad is an error's own: `structures` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from inspector.model import Excerpt
from inspector.shapes import json_scan
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import unescaped

ID = "json-log"

_SAID = ("log", "message", "msg")
_OTHER = {
    "@timestamp", "@version", "_p", "attrs", "caller", "container_id", "container_name", "date", "docker", "file",
    "host", "hostname", "kubernetes", "level", "level_value", "logger", "logger_name", "loggername", "logtag", "name",
    "pid", "pod", "severity", "source", "stream", "tag", "thread", "thread_name", "time", "timestamp", "ts", "v",
}  # fmt: skip
_FEWEST_LINES, _MOST_LINES = 2, 5_000


@cache
def _cut_escape() -> re.Pattern[str]:
    return re.compile(r"(?<!\\)\\(?:u[0-9A-Fa-f]{0,3})?\Z")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Put together what lines that follow each other say; None where there are no two such lines."""
    text = excerpt.text
    if "{" not in text or not any(f'"{name}"' in text for name in _SAID):
        return None
    found = lines(text)
    if sum(line.text.lstrip(" \t").startswith("{") for line in found) not in range(_FEWEST_LINES, _MOST_LINES):
        return None
    ends = [*(line.start for line in found[1:]), len(text)]
    told = [_said(excerpt, line, is_last=end == len(text)) for line, end in zip(found, ends, strict=True)]
    parts: list[Excerpt] = []
    taken = False
    for is_log, group in groupby(range(len(found)), lambda at: told[at] is not None):
        numbers = list(group)
        said = [one for at in numbers if (one := told[at]) is not None]
        if is_log and len(said) >= _FEWEST_LINES:
            ended = any(one.text.endswith(("\n", "\r")) for one in said[:-1])
            parts += (part for one in said for part in _line(one, ended=ended))
            taken = True
        else:
            parts.append(excerpt.cut(found[numbers[0]].start, ends[numbers[-1]]))
    return Excerpt.join(parts) if taken else None


def _said(excerpt: Excerpt, line: Line, *, is_last: bool) -> Excerpt | None:
    """Give what a line says; of the last one, in which the capture may end, what is left of it."""
    text = excerpt.text
    if not line.text.lstrip(" \t").startswith("{"):
        return None
    value = json_scan.scan(text, line.start, line.end)
    if value is None or value.kind != "object" or (value.cut and not is_last):
        return None
    named = [(text[key.start + 1 : key.end - 1], one) for key, one in json_scan.pairs(value)]
    told = [one for name, one in named if name in _SAID]
    if len(told) > 1 or any(name not in _SAID and name.lower() not in _OTHER for name, _ in named):
        return None
    if not told or told[0].kind != "string":
        return excerpt.cut(line.end, line.end) if value.cut else None
    inside = excerpt.cut(told[0].start + 1, told[0].end - (0 if told[0].cut else 1))
    torn = _cut_escape().search(inside.text) if told[0].cut else None
    return unescaped(inside.cut(0, torn.start()) if torn else inside)


def _line(said: Excerpt, *, ended: bool) -> Iterator[Excerpt]:
    yield said
    if not ended and said.text:
        yield Excerpt("\n", (0,), (said.span(len(said.text), len(said.text)).start,), (0,))
