"""`curl -v`: `*` lines of information, `>` the request, `<` the response, the body bare between them.

Source: curl's manual, options --verbose, --trace-time, --trace-ids. Progress meters and `{ [n bytes data]` lines stand
in between; what follows them, or a body without a line end, may stand on the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from inspector.model import Excerpt
from inspector.shapes.lines import lines
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]
_STAMP = r"[ \t]{0,40}(?:\d{2}:\d{2}:\d{2}\.\d{6} )?(?:\[\d{1,9}-(?:\d{1,9}|x)\] )?"


@cache
def _received() -> re.Pattern[str]:
    """Find the answer, or a header of it where its beginning is cut off."""
    return re.compile(
        rf"(?:\A|[\r\n]|  0){_STAMP}< ?(?:HTTP/\d|(?i:server: |x-(?:oss|amz)-(?:request-)?(?:id|ec)[\w-]{{0,20}}: ))"
    )


@cache
def _marked() -> re.Pattern[str]:
    return re.compile(rf"{_STAMP}[<>](?: |$|(?=HTTP/\d|[A-Z]{{2,20}} /))")


@cache
def _said() -> re.Pattern[str]:
    return re.compile(
        rf"{_STAMP}(?:\* |[{{}}] \[\d{{1,12}} bytes data\]|%? ?% Total {{2,}}% Received|Dload {{1,4}}Upload"
        r"|\d{1,3} +[\d.]+[kMGTP]? +\d{1,3} +[\d.]+[kMGTP]? )"
    )


@cache
def _marked_behind() -> re.Pattern[str]:
    """Find a mark behind a progress meter."""
    return re.compile(r"[<>] (?=[A-Z]{2,20} \S{1,16000} HTTP/\d|HTTP/\d|[\w-]{1,80}: )")


@cache
def _said_behind() -> re.Pattern[str]:
    """Find what curl says behind a body that has no line end."""
    return re.compile(
        r"(?<=[>}\])])\* (?=(?:Connection #|Closing |Re-using |Found bundle|Curl_|Hostname |[A-Z][a-z]+ing ))"
    )


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Take the transcript's marks off, and leave out what curl says itself; None where no line of an answer is."""
    if "<" not in excerpt.text or not _received().search(excerpt.text):
        return None
    return replaced(excerpt, _pieces(excerpt.text))


def _pieces(text: str) -> Iterator[_Piece]:
    found = lines(text)
    ends = [after.start for _, after in pairwise(found)] + [len(text)]
    for line, end in zip(found, ends, strict=True):
        if mark := _marked().match(line.text):
            yield line.start, line.start + mark.end(), ""
        elif _said().match(line.text):
            behind = _marked_behind().search(line.text)
            yield line.start, line.start + behind.end() if behind else end, ""
        elif "* " in line.text and (said := _said_behind().search(line.text)):
            yield line.start + said.start(), line.end, ""
