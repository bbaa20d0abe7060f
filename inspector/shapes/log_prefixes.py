"""What logs put before each line: a time, a host, a program, a level.

Two ways to see it: the forms of well-known logs (Android's logcat, RFC 3164 and journald, container runtimes, Docker
Compose, pm2, Heroku, Meteor), and the form of what stands before a body or head, where the next line begins alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector.shapes.lines import Line

_LONGEST = 200
"""Characters that a prefix may have."""

_BEGINNING = 1_000
_MOST_TRIED = 20
_NUMBERS_OF_A_PREFIX = 3
"""Numbers, as of a time or an address, that make a prefix without a word; fewer may be the offset of a dump."""

_DAY, _TIME, _ZONE = r"\d{4}-\d{2}-\d{2}", r"\d{2}:\d{2}:\d{2}", r"(?:Z|[+-]\d{2}:?\d{2})"
_ANDROID = rf"(?:\d{{4}}-)?\d{{2}}-\d{{2}} {_TIME}\.\d{{3}} {{1,6}}"
_PROCESS = r"[A-Za-z][\w./@-]{0,80}"
_ID = r"(?:\[[\w.]{1,20}\])?"
_DIGITS = "0123456789"
_ANY = ""
_LEVELS = tuple(f" {level} " for level in "VDIWEF")
_TAGGED = tuple(f"{level}/" for level in "VDIWEFS")
_HOURS = ("T0", "T1", "T2")


class Form(NamedTuple):
    """A form of prefix: the signs with which its lines begin, and what one of which the text has, if it has any."""

    leads: str
    needles: tuple[str, ...]
    pattern: str


_FORMS = (
    # logcat: brief, without the process, threadtime, Android Studio old and new
    Form("VDIWEFS", _TAGGED, r"[VDIWEFS]/[^\s:()][^:()\r\n]{0,60}\( {0,5}\d{1,7}\):"),
    Form("VDIWEF", _TAGGED, r"[VDIWEF]/[\w.$-]{1,60}:"),
    Form(_DIGITS, _LEVELS, _ANDROID + r"\d{1,7} {1,6}\d{1,7} [VDIWEF] [^:\r\n]{1,60}:"),
    Form(_DIGITS, _TAGGED, _ANDROID + r"\d{1,7}-\d{1,7}/\S{1,100} [VDIWEF]/[^:\r\n]{1,60}:"),
    Form(_DIGITS, _LEVELS, _ANDROID + r"\d{1,7}-\d{1,7} {1,6}\S{1,60} {1,40}\S{1,100} {1,40}[VDIWEF] "),
    # syslog and journald, Heroku
    Form(
        "<JFMASOND",
        ("Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "),
        rf"(?:<\d{{1,3}}>)?[A-Z][a-z]{{2}} [ \d]\d {_TIME}(?:\.\d{{1,9}})? [\w.:-]{{1,100}} {_PROCESS}{_ID}:",
    ),
    Form(_DIGITS, _HOURS, rf"{_DAY}T{_TIME}(?:\.\d{{1,9}})?{_ZONE} (?:[\w.-]{{1,100}} )?{_PROCESS}\[[\w.]{{1,20}}\]:"),
    # container runtimes, kubectl, Docker Compose, continuous integration
    Form(_DIGITS, _HOURS, rf"{_DAY}T{_TIME}\.\d{{6,9}}{_ZONE}(?: std(?:out|err) [FP])?"),
    Form("[", ("[pod/",), r"\[pod/[^\]\s]{1,200}\]"),
    Form(_ANY, (" |",), r"[\w.-]{1,60}[-_]\d{1,3} {1,40}\|"),
    # pm2: a number, the name, and a time where it is told to write one
    Form(
        _DIGITS,
        ("|",),
        rf"\d{{1,4}}\|[^\s|]{{1,60}} {{0,40}}\|(?: {_DAY}[T ]{_TIME}(?:\.\d{{1,9}})?(?: ?{_ZONE})?:)?",
    ),
    # Meteor
    Form("IWED", ("(",), rf"[IWED]\d{{8}}-{_TIME}\.\d{{3}}\([^)\r\n]{{1,6}}\)\??"),
)


@cache
def _known(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[\r\n][ \t]{{0,8}}(?:{'|'.join(patterns)})(?: |(?=[\r\n])|\Z)")


@cache
def _begins() -> re.Pattern[str]:
    """Find where a body, a head or an SDK's list of fields begins in a line."""
    return re.compile(
        r"<Error(?: [^<>]{0,200})?>|<\? ?xml |HTTP/\d(?:\.\d)? \d{3}(?!\d)|\[ErrorCode\]:|Http Status Code: \d{3}"
        r"|<-- \d{3} |--> [A-Z]{3,7} https?://"
    )


@cache
def _variable() -> re.Pattern[str]:
    return re.compile(r"(\d+)|([ \t]+)")


def widths(text: str, found: Sequence[Line], leads: set[str]) -> list[tuple[int, int]]:
    """Give (line start, length of the prefix) for each line of a text; nothing where no line has one.

    `leads` are the signs with which the lines begin.
    """
    if ends := _ends(text, leads):
        return [(line.start, ends.get(line.start, line.start) - line.start) for line in found]
    shared = _shared(found)
    if shared is None:
        return []
    matches = ((line.start, shared.match(line.text)) for line in found)
    return [(start, match.end() if match else 0) for start, match in matches]


def _ends(text: str, leads: set[str]) -> dict[int, int]:
    """Give the end of the prefix of a well-known log by the start of the line that has one."""
    patterns = tuple(
        form.pattern
        for form in _FORMS
        if (not form.leads or not leads.isdisjoint(form.leads)) and any(needle in text for needle in form.needles)
    )
    if not patterns:
        return {}
    first = _known(patterns).match("\n" + text[:_BEGINNING])
    ends = {0: first.end() - 1} if first else {}
    return ends | {match.start() + 1: match.end() for match in _known(patterns).finditer(text)}


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
        if "<" in line.text or "HTTP/" in line.text or "[ErrorCode]" in line.text or "Http Status" in line.text:
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
