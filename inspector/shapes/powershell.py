"""PowerShell: what `Invoke-WebRequest` says of a failure, `$_.Exception.Response` as it is listed, headers as a table.

Source: `WebRequestPSCmdlet` and its texts (Windows PowerShell 5.1 and PowerShell 7, `-Verbose` too), `Format-List` and
`Format-Table`. A response lists its status by the name of .NET (`Forbidden`), which is no number, and of its headers no
values; those are a table of their own: `Key  Value` with the values in braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from inspector.model import Excerpt
from inspector.shapes import heads
from inspector.shapes.grammar import STORE_HOST, Grammar
from inspector.shapes.lines import Line, lines
from inspector.shapes.literals import replaced

_STATUS = r"(?P<Status>[345]\d\d)(?!\d)"
_URL = rf"(?P<Url>https?://(?P<Host>{STORE_HOST})[^\s\"'`<>]{{0,4000}})"
_OTHER_URL = rf"(?P<Url_2>https?://(?P<Host_2>{STORE_HOST})[^\s\"'`<>]{{0,4000}})"
_COMMAND = r"(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm)"
_LINE_END = r"[ \t]{0,80}[\r\n]{1,2}"
_ABOVE = (
    rf"(?>{_COMMAND}\b[^\r\n]{{0,300}}? [\"']?{_URL}[^\r\n]{{0,300}}[\r\n]{{1,4}})?"
    rf"(?:(?>(?:VERBOSE|详细信息)[:：] (?:(?P<Method>[A-Z]{{3,7}}) {_OTHER_URL})?[^\r\n]{{0,300}}[\r\n]{{1,4}})){{0,4}}"
)
"""What stands before an error: the command, and lines of -Verbose; a line once read is not read another way."""
_LISTED = (
    r"(?>(?:(?>(?!StatusCode|ResponseUri|RequestMessage)(?:[A-Z]\w{2,40}+ {1,40}+:|[ \t]{1,80}+(?=\S))"
    r"[^\r\n]{0,300}+[\r\n]{1,2}+)){0,12})"
)
"""Properties of a list, and lines on which they go on."""

GRAMMARS = (
    Grammar(
        "powershell",
        "Invoke-",
        r"Invoke-(?:WebRequest|RestMethod) ?[:：]\s{1,4}[^\r\n]{0,100}?"
        rf"(?:\({_STATUS}\)|[:：] ?(?P<Status_2>[345]\d\d) \()",
        above=_ABOVE,
    ),
    Grammar(
        "powershell",
        "Invoke-",
        r"(?P<Cmdlet>Invoke-(?:WebRequest|RestMethod)) ?[:：]\s{1,4}(?=<\?xml|<Error[ >])",
        above=_ABOVE,
    ),
    Grammar(
        "powershell",
        "StatusCode ",
        rf"(?<![^\r\n])[ \t]{{0,8}}StatusCode {{1,40}}: (?:{_STATUS}|(?P<StatusDescription>[A-Z][A-Za-z]{{2,40}}))"
        rf"{_LINE_END}{_LISTED}"
        rf"(?:ResponseUri {{1,40}}: {_URL}(?:{_LINE_END}Method {{1,40}}: (?P<Method>[A-Z]{{3,7}}))?"
        rf"|RequestMessage {{1,40}}: Method: (?P<Method_2>[A-Z]{{3,7}}), RequestUri:\s{{1,80}}'{_OTHER_URL}')",
    ),
)


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}(?:Key|Name) {1,200}(?P<value>Value)[ \t]{0,200}$")


@cache
def _rule() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}-{3,4} {1,200}-{5}[ \t]{0,200}$")


@cache
def _row() -> re.Pattern[str]:
    return re.compile(r"[ \t]{0,40}(?P<name>[A-Za-z][\w-]{1,80})(?P<gap> {1,200})(?P<value>\S.{0,16000}?)[ \t]{0,200}$")


def bare(excerpt: Excerpt) -> Excerpt | None:
    """Write tables of headers as HTTP does; None where there is none."""
    text = excerpt.text
    if "-----" not in text or "Value" not in text:
        return None
    found = lines(text)
    pieces = [piece for place in _tables(found) for piece in _written(found, place)]
    return replaced(excerpt, pieces) if pieces else None


def _tables(found: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Give the first row, and the line after the last, of each table below `Key  Value`."""
    for number, (line, rule) in enumerate(pairwise(found)):
        if (
            line.text.lstrip()[:4].rstrip() in ("Key", "Name")
            and _heading().match(line.text)
            and _rule().match(rule.text)
        ):
            first = number + 2
            after = next((at for at in range(first, len(found)) if not _row().match(found[at].text)), len(found))
            yield first, after


def _written(found: Sequence[Line], place: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Write the rows as headers where most of them are headers that stores send."""
    rows = [(line, match) for line in found[slice(*place)] if (match := _row().match(line.text))]
    known = sum(heads.is_known_header(Line(f"{match['name']}:", 0, 0)) for _, match in rows)
    if known * 2 < len(rows) or not known:
        return []
    first, rule = found[place[0] - 2], found[place[0]] if place[0] < len(found) else found[-1]
    pieces = [(first.start, rule.start, "\n")]
    for line, match in rows:
        value = match["value"]
        braced = value.startswith("{")
        pieces.append((line.start + match.start("gap"), line.start + match.start("value") + braced, ": "))
        if braced and value.endswith("}"):
            pieces.append((line.start + match.end("value") - 1, line.start + match.end("value"), ""))
    return pieces
