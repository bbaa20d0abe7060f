"""Secrets that were broken over lines: whether the next line goes on with a value, and up to where.

Nothing announces the rest of a broken value, so its form decides: a value that is whole has no rest, and what reads
like words, a name, a host, a time or a request ID is none. Where a value has a grammar of its own (Authorization), it
goes on until that is fulfilled.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from inspector.fragments import is_random
from inspector.line_breaks import line_break
from inspector.secret_names import CONTAINERS, KEY_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES = 200
_LONGEST_LINE = 2_000
_LONGEST_END = 5
_LETTERS_A_WORD = 3
_SHORTEST_BEFORE = 16
_DIGITS = 64
_LENGTHS = {20, 24, 30}
"""Characters of an AccessKey ID, and of a secret."""

_SECRET_LENGTH = 30
_SPACED = {
    "AccessKeyId": (20, 24),
    "AccessKeySecret": (_SECRET_LENGTH,),
    "Secret": (_SECRET_LENGTH,),
    "Signature": (28, _DIGITS),
}
"""How many characters a value has, by kind."""

_MOST_PIECES = 8

_SIGNATURE = r"[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/%]{27,33}%3[Dd]|[0-9a-f]{64}"
_WHOLE = {
    "AccessKeyId": r"LTAI\w{20,}|A(?:KI|SI)A\w{16,}",
    "Signature": _SIGNATURE,
    "Authorization": rf"(?:OSS|AWS) [^:]*+:(?:{_SIGNATURE}).*+"
    r"|\S{4,9}-HMAC-SHA256 [^\0]{1,2000}Signature=[0-9a-f]{64}.*+",
}
"""What has all its characters, by kind."""


def rest(text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int]]:
    """Give the pieces of the value at `start` and `end` that stand on the lines behind it."""
    value = "" if kind in CONTAINERS else text[start:end]  # names stand inside, each with a value of its own
    if spaced := _spaced(text, end, value, kind):
        yield spaced
        return
    for _ in range(_MOST_LINES if value else 0):
        broken = line_break().match(text, end)
        if not broken or _is_whole(kind, value):
            return
        piece = _piece(text, broken.end(), value, kind)
        if piece == broken.end():
            return
        yield broken.end(), piece
        value += text[broken.end() : piece]
        end = piece


def begun(text: str, place: int) -> tuple[int, int]:
    """Give start and end of a value that begins on the line behind its name, which ends at `place`; or nothing.

    In YAML a sign tells that it does.
    """
    broken = line_break().match(text, _end(r"[|>][+\-]?[0-9]?(?=[ \t]{0,8}[\r\n])", text, place))
    start = broken.end() if broken else place
    end = _end(_RUN, text, start)
    long = end - start >= _SHORTEST_BEFORE and is_random(text[start:end])
    return (start, end) if broken and long and _goes_on("", text[start:end], text[end : end + 2]) else (place, place)


def _spaced(text: str, end: int, value: str, kind: str) -> tuple[int, int] | None:
    """Give what goes on with a value behind blanks, as pictures are read and mails break links; its length must fit."""
    lengths = _SPACED.get(kind, ())
    if not lengths or len(value) >= max(lengths) or not value.isalnum():
        return None
    done = end
    for _ in range(_MOST_PIECES):
        piece = _compiled(r"[ \t]{1,4}([A-Za-z0-9]++=?)(?![:=.\-_])").match(text, done, done + _DIGITS)
        if not piece or _is_words(piece[1]):
            return None
        value, done = value + piece[1], piece.end()
        if len(value) in lengths and (len(value) != _DIGITS or _compiled(r"[0-9a-f]++").fullmatch(value)):
            return (end + 1, done) if is_random(value) else None
    return None


def _is_whole(kind: str, value: str) -> bool:
    return bool(_compiled(_WHOLE.get(kind, r"[^=%]{8,}+={1,2}")).fullmatch(value))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


def _piece(text: str, start: int, value: str, kind: str) -> int:
    """Give where the piece at `start` ends; `start` itself where the value does not go on."""
    if kind in {"Authorization", "Cookie"} and _compiled(_PARAMETERS).match(text, start):
        return _end(r"[^\r\n\"'<>{}]*+", text, start)
    if kind == "Authorization" and value.startswith(("OSS ", "AWS ")) and ":" not in value:
        whole = _end(rf"[A-Za-z0-9]{{0,40}}+:{_RUN}", text, start)
        if whole > start:
            return whole
    end = _end(_RUNS.get(kind, _RUN), text, start)
    if kind in _RUNS and text[end : end + 1] in _WITHIN_WORDS:
        return start
    return end if _goes_on(value, text[start:end], text[end : end + 2]) else start


def _end(pattern: str, text: str, start: int) -> int:
    match = _compiled(pattern).match(text, start, start + _LONGEST_LINE)
    return match.end() if match else start


_RUN = r"[A-Za-z0-9+/_\-.%~]++={0,2}"
_RUNS = {"AccessKeyId": r"[A-Za-z0-9_]++"}
_WITHIN_WORDS = {"-", "."}
_PARAMETERS = (
    r"[A-Za-z0-9/_\-]{0,80}+[,;=][ \t]?(?:[^\r\n\"'<>]{0,200}[=,;])?[^\r\n\"'<>:]*+(?=[\r\n\"']|\Z)"
    r"|(?:AdditionalHeaders|SignedHeaders|Signature|Credential)="
)
_WORDS = (
    r"[/_.\-]?(?:[A-Z][a-z]++|[a-z]{2,}+|[A-Z]{2,}+)"
    r"(?>(?:[A-Z][a-z]++|[/_.\-](?:[A-Z]?[a-z]++|[A-Z]++|[0-9]{1,3}+))*)[/_.\-]?|[a-z]|[A-Z]{1,2}[a-z]?|[0-9]{1,3}"
)
_OTHERS = (
    r"[0-9A-F]{16}|[0-9A-F]{24}|[0-9a-f]{24}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|--.*+|HTTP/.*+|\d{4}-\d{8}|\d{4}-\d\d-\d\d.*+|\d{1,2}:.*+|[0-9.]++|.*\.(?:com|cn|net|org|txt|log)\b.*+"
)


def _goes_on(value: str, run: str, behind: str) -> bool:
    """Tell whether `run`, before the characters `behind`, has the form of the rest of `value`."""
    if not run or behind in {":", ": ", ":\t", ":\n", ":\r"} or behind.startswith(("?", "\t")):
        return False
    begins = behind[:1].isalnum() or behind[:1] in {*"/~.$@"}
    if run.endswith("=") and (begins or _compiled(r"[A-Z][A-Z_]{2,}+=").fullmatch(run)):
        return False  # a setting of its own, such as `HOME=/root`
    if _compiled(r"[0-9a-f]{8,}+").fullmatch(value):
        whole = len(value) + len(run)
        other = whole < _DIGITS and _compiled(r"[0-9]{1,3}|[0-9a-f]{24}").fullmatch(run)
        return bool(_compiled(r"[0-9a-f]++").fullmatch(run)) and whole <= _DIGITS and not other
    if _compiled(_OTHERS).fullmatch(run):
        return False
    if value.startswith(KEY_PREFIXES) and len(value) < _SHORTEST_BEFORE and not behind[:1].isalnum():
        return len(value) + len(run) in _LENGTHS or not _is_words(run)  # no key has so few characters
    return not _is_words(run) or (len(value) >= _SHORTEST_BEFORE and _is_end(value, run, behind[:1]))


def _is_words(run: str) -> bool:
    """Tell whether `run` may be words: `SignatureDoesNotMatch`, `cn-hangzhou`, `403`."""
    words = _compiled("[A-Z]?[a-z]++|[A-Z]++").findall(run)
    return bool(_compiled(_WORDS).fullmatch(run)) and (not words[1:] or len(run) >= _LETTERS_A_WORD * len(words))


def _is_end(value: str, run: str, behind: str) -> bool:
    """Tell whether what may be a word is the short end of a value, with nothing else on its line."""
    longest = _LONGEST_END if _compiled("[A-Z]?[a-z]*+|[A-Z]++").fullmatch(run) else _LONGEST_END + 2
    if len(value) + len(run) in _LENGTHS:
        longest *= 2
    if len(value) + len(run) == _SECRET_LENGTH and value.isalnum() and is_random(value):
        return True
    return len(run) <= longest and not run.isdigit() and behind in {"", *"\r\n&\"'<%;,)}"}
