"""Headers copied out of a table: `Name`, a tab, its value, as Charles and Firefox give them to the clipboard.

Firefox puts the value on the line below, behind the tab, and the status far above: `Status`, then `403`, then its
reason, each on a line; what its panel says between that and the headers (version, size, priority) is none of HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from inspector.model import Excerpt
from inspector.shapes.grammar import MOST_FOUND
from inspector.shapes.literals import replaced

_Piece = tuple[int, int, str]

_END = r"(?:\r\n?|\n)"
_NAME = r"[A-Za-z][A-Za-z0-9_-]{0,80}"
_GAP = rf"[ \t]{{0,8}}{_END}?\t[ \t]{{0,8}}"
_VALUE = r"[^\s][^\t\r\n]{0,8000}"
_ENDS = ("\n", "\r\n", "\r")
_OF_HEADS = ("x-oss-", "x-amz-", "host", "user-agent", "server", "content-type")
_BETWEEN = 600
"""Characters that the panel may put between the status and the headers."""


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:(?:\A|[\r\n])[ ]{{0,8}}x-(?:oss|amz)-request-id){_GAP}[0-9A-Za-z*]{{8,40}}[ \t]{{0,8}}(?=[\r\n]|\Z)"
    )


@cache
def _cell() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|(?<=[\r\n]))[ ]{{0,8}}(?P<name>{_NAME})(?P<gap>{_GAP}){_VALUE}(?=[\r\n]|\Z)")


@cache
def _status() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\A|(?<=[\r\n]))[ \t]{{0,8}}(?:Status|状态)[ \t:：]{{0,8}}{_END}?[ \t]{{0,8}}(?P<value>\d{{3}})"
        rf"[ \t]{{0,8}}{_END}?[ \t]{{0,8}}(?:[A-Z][A-Za-z' -]{{1,40}})?(?=[\r\n])"
    )


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Put colons in place of the tabs, the status before the headers as HTTP/2 does; None where no table has an ID."""
    if "\t" not in excerpt.text or _sign().search(excerpt.text) is None:
        return None
    return replaced(excerpt, _pieces(excerpt.text))


def _pieces(text: str) -> Iterator[_Piece]:
    status = _status().search(text)
    for run in _runs(text):
        if not any(cell["name"].lower().startswith(_OF_HEADS) for cell in run):
            continue
        first = run[0].start()
        if status and 0 < first - status.end() <= _BETWEEN:
            yield status.start(), status.start("value"), ":status: "
            yield status.end("value"), first, "\n"
            status = None
        for cell in run:
            yield (*cell.span("gap"), ": ")


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Give the cells that stand directly one below the other."""
    run: list[re.Match[str]] = []
    for cell in islice(_cell().finditer(text), MOST_FOUND):
        if run and text[run[-1].end() : cell.start()] not in _ENDS:
            yield run
            run = []
        run.append(cell)
    if run:
        yield run
