"""What logs put before each line: a time, a host, a program, a level.

Two ways to see it: the forms of well-known logs (Android's logcat, RFC 3164 and journald, container runtimes, Docker
Compose, pm2, Heroku, Meteor), and the form of what stands before a body or head, where the next line begins alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from inspector.shapes.lines import Line

_LONGEST = 200
"""Characters that a prefix may have."""

_MOST_TRIED = 20
_NUMBERS_OF_A_PREFIX = 3
"""Numbers, as of a time or an address, that make a prefix without a word; fewer may be the offset of a dump."""

_DAY, _TIME, _ZONE = r"\d{4}-\d{2}-\d{2}", r"\d{2}:\d{2}:\d{2}", r"(?:Z|[+-]\d{2}:?\d{2})"
_ANDROID = rf"(?:\d{{4}}-)?\d{{2}}-\d{{2}} {_TIME}\.\d{{3}} {{1,6}}"
_PROCESS = r"[A-Za-z][\w./@-]{0,80}"
_ID = r"(?:\[[\w.]{1,20}\])?"
_FORMS = (
    # logcat: brief, without the process, threadtime, Android Studio old and new
    r"[VDIWEFS]/[^\s:()][^:()]{0,60}\( {0,5}\d{1,7}\):",
    r"[VDIWEF]/[\w.$-]{1,60}:",
    _ANDROID + r"\d{1,7} {1,6}\d{1,7} [VDIWEF] [^:]{1,60}:",
    _ANDROID + r"\d{1,7}-\d{1,7}/\S{1,100} [VDIWEF]/[^:]{1,60}:",
    _ANDROID + r"\d{1,7}-\d{1,7} {1,6}\S{1,60} {1,40}\S{1,100} {1,40}[VDIWEF] ",
    # syslog and journald, Heroku
    rf"(?:<\d{{1,3}}>)?[A-Z][a-z]{{2}} [ \d]\d {_TIME}(?:\.\d{{1,9}})? [\w.:-]{{1,100}} {_PROCESS}{_ID}:",
    rf"{_DAY}T{_TIME}(?:\.\d{{1,9}})?{_ZONE} (?:[\w.-]{{1,100}} )?{_PROCESS}\[[\w.]{{1,20}}\]:",
    # container runtimes, kubectl, Docker Compose, continuous integration
    rf"{_DAY}T{_TIME}\.\d{{6,9}}{_ZONE}(?: std(?:out|err) [FP])?",
    r"\[pod/[^\]\s]{1,200}\]",
    r"[\w.-]{1,60}[-_]\d{1,3} {1,40}\|",
    # pm2: a number, the name, and a time where it is told to write one
    rf"\d{{1,4}}\|[^\s|]{{1,60}} {{0,40}}\|(?: {_DAY}[T ]{_TIME}(?:\.\d{{1,9}})?(?: ?{_ZONE})?:)?",
    # Meteor
    rf"[IWED]\d{{8}}-{_TIME}\.\d{{3}}\([^)]{{1,6}}\)\??",
)


@cache
def _known() -> re.Pattern[str]:
    return re.compile(rf"[ \t]{{0,8}}(?:{'|'.join(_FORMS)})(?: |$)")


@cache
def _begins() -> re.Pattern[str]:
    """Find where a body, a head or an SDK's list of fields begins in a line."""
    return re.compile(
        r"<Error(?: [^<>]{0,200})?>|<\? ?xml |HTTP/\d(?:\.\d)? \d{3}(?!\d)|\[ErrorCode\]:"
        r"|<-- \d{3} |--> [A-Z]{3,7} https?://"
    )


@cache
def _variable() -> re.Pattern[str]:
    return re.compile(r"(\d+)|([ \t]+)")


def widths(found: Sequence[Line]) -> list[tuple[int, int]]:
    """Give (line start, length of the prefix) for each line; nothing where no line has one."""
    measured = [(line.start, _width(line.text)) for line in found]
    if any(width for _, width in measured):
        return measured
    shared = _shared(found)
    if shared is None:
        return []
    matches = ((line.start, shared.match(line.text)) for line in found)
    return [(start, match.end() if match else 0) for start, match in matches]


def _width(text: str) -> int:
    match = _known().match(text) if ":" in text or "|" in text or text.startswith("[pod/") else None
    return match.end() if match else 0


def _shared(found: Sequence[Line]) -> re.Pattern[str] | None:
    """Give the form of what stands before a body or head and before the line after it."""
    for number, prefix in islice(_prefixed(found), _MOST_TRIED):
        form = _form(prefix)
        if number + 1 < len(found) and form.match(found[number + 1].text):
            return form
    return None


def _prefixed(found: Sequence[Line]) -> list[tuple[int, str]]:
    """Give the lines in which a body or head begins behind words that no other reader knows as its own marks."""
    prefixes: list[tuple[int, str]] = []
    for number, line in enumerate(found):
        if "<" in line.text or "HTTP/" in line.text or "[ErrorCode]" in line.text:
            match = _begins().search(line.text, 0, _LONGEST)
            prefix = line.text[: match.start()] if match else ""
            if _is_prefix(prefix):
                prefixes.append((number, prefix))
    return prefixes


def _is_prefix(text: str) -> bool:
    numbers = sum(1 for piece in _variable().split(text) if piece and piece.isdigit())
    return (
        (any(sign.isalpha() for sign in text) or numbers >= _NUMBERS_OF_A_PREFIX)
        and text.rstrip(" \t")[-1:] not in "\"'`(=<>*"
        and not any(mark in text for mark in (" << ", " >> ", "<--", "-->", "</"))
    )


def _form(prefix: str) -> re.Pattern[str]:
    """Give a pattern for prefixes that differ in their numbers and blanks only."""
    words = prefix.rstrip(" \t")
    indent = len(prefix) - len(words)
    parts = [_part(piece) for piece in _variable().split(words) if piece]
    return re.compile(rf"{''.join(parts)}(?:[ \t]{{{indent}}}|[ \t]{{0,{indent}}}$)")


def _part(piece: str) -> str:
    if piece.isdigit():
        return r"\d{1,20}"
    return r"[ \t]{1,40}" if piece.isspace() else re.escape(piece)
