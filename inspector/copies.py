"""Finds the copies of a secret: the same value in percent-encoding, escapes, hex or Base64, whole, cut or broken.

Hiding a value where its name stands is not enough: servers and programs repeat it in other clothes. Instead of
trying every disguise of every secret, the text is looked at three ways (without escapes, its runs of hex, its runs of
Base64), and one search (`fragments`) runs over each. Time grows with the text, not with how many secrets.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from inspector.fragments import SHORTEST, Fragments
from inspector.line_breaks import BREAK_SIGNS, has_breaks, line_break
from inspector.unescaped import View, escape_pattern, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Kinds = tuple[tuple[str, str], ...]
    Spans = list[tuple[int, int]]

_SHORTEST_MEANING = 2 * SHORTEST
_FEWEST_LETTERS = _SHORTEST_MEANING * 4 // 3
_FEWEST_DIGITS = _SHORTEST_MEANING * 2
"""Characters of a text worth decoding for: a name and a value; and how many letters or digits encode so many."""

_MOST_JOINED = 4
_LETTERS = 4
"""Letters of Base64 that stand for three bytes."""

_FEW = 10_000
"""Characters of a text in which every run may have lost its beginning."""

_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FOLD = _LOWER | {ord("+"): " "}
_BLANKS = {ord(blank): " " for blank in "\t\n\r"}
_URL_SAFE = {ord("-"): "+", ord("_"): "/"}


def copies(text: str, plain: View, values: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give start, end and kind of every copy in `text` of the `values` (value -> kind), in any disguise.

    `plain` is `unescape(text)`, which the caller has at hand.
    """
    in_plain, in_digits, in_letters = _wanted(tuple(values.items()))
    for start, end, kind in in_plain.places(plain.text.translate(_FOLD), over_breaks=True):
        yield plain.origin(start), plain.origin(end), kind
    digits = _stream(text, _pieces(text, _hex_run(), _hex_rest()), _digits)
    yield from digits.hits(in_digits)
    letters = _pieces(plain.text, _base64_run(), _base64_rest())
    for start, end, kind in _stream(plain.text, letters, _standard).hits(in_letters):
        yield plain.origin(start), plain.origin(end), kind


@lru_cache(maxsize=4)
def _wanted(values: Kinds) -> tuple[Fragments, Fragments, Fragments]:
    """Give what to look for in the plain text, in hex and in Base64; many texts are searched for the same values."""
    given = dict(values)
    meant = {unescape(value).text if escape_pattern().search(value) else value: kind for value, kind in values}
    meant |= {value.replace(" ", "+"): kind for value, kind in meant.items() if " " in value}
    encoded = {**given, **meant}
    return _forms(meant, _plain_forms), _forms(encoded, _hex_forms), _forms(encoded, _base64_forms)


def _forms(values: Mapping[str, str], forms: Callable[[str], Iterable[str]]) -> Fragments:
    found = Fragments()
    for value, kind in values.items():
        for form in forms(value):
            found.add(form, kind, value)
    return found


def _plain_forms(value: str) -> tuple[str, ...]:
    folded = value.translate(_FOLD)
    if folded.isascii():
        return (folded,)
    return (folded, "".join(letter if letter.isascii() else _percent(letter) for letter in folded))


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02x}" for byte in letter.encode("utf-8", "replace"))


def _hex_forms(value: str) -> tuple[str, ...]:
    return tuple(raw.hex() for raw in _bytes(value))


def _base64_forms(value: str) -> tuple[str, ...]:
    """Give what `value` looks like inside Base64, for each of the three places in a group of three bytes."""
    return tuple(_aligned(raw, before) for raw in _bytes(value) for before in range(3))


def _bytes(value: str) -> tuple[bytes, bytes]:
    """Give the bytes of a text, and those in which Windows holds it."""
    return value.encode("utf-8", "replace"), value.encode("utf-16-le", "replace")


def _aligned(raw: bytes, before: int) -> str:
    """Encode `raw` behind `before` other bytes; keep only the letters that nothing but `raw` decides."""
    first = (before * 8 + 5) // 6
    last = (before + len(raw)) * 8 // 6
    return b64encode(b"\0" * before + raw).decode()[first:last]


# --- runs of hex and of Base64, over line breaks too -------------------------------------------------


@cache
def _hex_run() -> re.Pattern[str]:
    return re.compile(rf"{_spaced_digits(SHORTEST).pattern}|[0-9A-Fa-f]{{{2 * SHORTEST},}}+")


@cache
def _hex_rest() -> re.Pattern[str]:
    return re.compile(rf"[ :,\-]{{0,2}}(?:0x)?[0-9A-Fa-f]++(?:{_BETWEEN}[0-9A-Fa-f]{{2}})*{_HALF}(?![0-9A-Za-z])")


@cache
def _spaced_digits(bytes_at_least: int) -> re.Pattern[str]:
    rest = r"[0-9A-Fa-f](?:[0-9A-Fa-f]{2})?"
    group = rf"[0-9A-Fa-f]{rest}"  # a digit first, then what stands before it: a pattern is searched by its first sign
    first = rf"[0-9A-Fa-f](?<![0-9A-Za-wyz].){rest}"
    return re.compile(rf"{first}(?:{_BETWEEN}{group}(?![0-9A-Fa-f])){{{bytes_at_least - 1},}}{_HALF}")


_BETWEEN = r"[ :,\-]{1,2}(?:0x)?"
_HALF = rf"(?:{_BETWEEN}[0-9A-Fa-f](?=[ \t]{{0,8}}[\\+=]?[ \t]{{0,8}}(?:[\r\n\u240a\u240d]|\Z)))?"
"""A byte of which a line's end has parted the second digit."""


@cache
def _no_digit() -> re.Pattern[str]:
    return re.compile("0x|[^0-9A-Fa-f]")


def _digits(run: str) -> str:
    return _no_digit().sub("", run).lower()


@cache
def _base64_run() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9+/_\-]{8,}+={0,2}")


@cache
def _base64_rest() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9+/_\-]++={0,2}(?![ \t]{0,4}:)")


def _standard(run: str) -> str:
    return run.translate(_URL_SAFE)


def _pieces(text: str, run: re.Pattern[str], rest: re.Pattern[str]) -> Iterator[Spans]:
    """Give every run, each as its pieces: one, or several where the next line may go on with it."""
    if not has_breaks(text):
        yield from ([match.span()] for match in run.finditer(text))
        return
    done = 0
    for match in run.finditer(text):
        if match.start() < done:
            continue
        pieces = [match.span()]
        while text[pieces[-1][1] - 1] != "=" and text[pieces[-1][1] : pieces[-1][1] + 1] in BREAK_SIGNS:
            broken = line_break().match(text, pieces[-1][1])
            more = rest.match(text, broken.end()) if broken else None
            if more is None:
                break
            pieces.append(more.span())
        done = pieces[-1][1]
        yield pieces


class _Stream(NamedTuple):
    """Runs written one after another, pieces joined; where each piece begins here, and its place in the source."""

    letters: str
    steps: list[int]
    pieces: Spans

    def hits(self, wanted: Fragments) -> Iterator[tuple[int, int, str]]:
        """Give every piece that holds a copy whole: what is left of it would tell the length, or could be decoded."""
        done = -1
        for start, end, kind in wanted.places(self.letters):
            first, last = max(done + 1, bisect_right(self.steps, start) - 1), bisect_left(self.steps, end)
            for piece in self.pieces[first:last]:
                yield *piece, kind
            done = max(done, last - 1)


def _stream(text: str, runs: Iterable[Spans], clean: Callable[[str], str]) -> _Stream:
    parts: list[str] = []
    steps: list[int] = []
    places: Spans = []
    length = 0
    for pieces in runs:
        for start, end in pieces:
            steps.append(length)
            places.append((start, end))
            parts.append(clean(text[start:end]))
            length += len(parts[-1])
        parts.append("\n")
        length += 1
    return _Stream("".join(parts), steps, places)


# --- what can be decoded -----------------------------------------------------------------------------


def decoded_runs(plain: View) -> Iterator[tuple[int, int, str]]:
    """Give start, end and meaning of every run of Base64 or hex that decodes to readable text."""
    for start, end, raw in (*_encoded_runs(plain.text), *_digit_runs(plain.text)):
        if readable := _readable(raw):
            yield plain.origin(start), plain.origin(end), readable


def _encoded_runs(text: str) -> Iterator[tuple[int, int, bytes]]:
    for pieces in _pieces(text, _telling_run(), _base64_rest()):
        if len(pieces) > 1 and all(_telling_digits().fullmatch(text, *piece) for piece in pieces[:-1]):
            yield from _joined(text, pieces, _from_hex)
        for start, end in pieces:
            rest = pieces[1:] if start == pieces[0][0] else []
            for skipped in _skipped(text, start) if end - start >= _FEWEST_LETTERS else ():
                if text[start + skipped : start + skipped + 2] in _text_begins():
                    found = _joined(text, [(start + skipped, end), *rest], _from_base64)
                    yield from ((start, last, raw) for _, last, raw in found)
            if end - start >= _FEWEST_DIGITS:
                for digits in _telling_digits().finditer(text, start, end):
                    yield *digits.span(), _from_hex(digits[0])


def _skipped(text: str, start: int) -> range:
    """Give how many letters to pass over in a run of Base64: its beginning may stand on a line that is not here."""
    lost = len(text) <= _FEW or text[start - 1 : start] in {"\n", "\r"}
    return range(_LETTERS if lost else 1)


@cache
def _text_begins() -> frozenset[str]:
    """Give the two letters with which a text in Base64 can begin, in both alphabets."""
    plain, leads = (*b"\t\n\r", *range(0x20, 0x7F)), range(0xC2, 0xF5)
    pairs = [(one, other) for one in plain for other in range(256)]
    pairs += [(one, other) for one in leads for other in range(0x80, 0xC0)]
    letters = {b64encode(bytes(pair)).decode()[:2] for pair in pairs}
    return frozenset(letters | {each.replace("+", "-").replace("/", "_") for each in letters})


def _digit_runs(text: str) -> Iterator[tuple[int, int, bytes]]:
    for pieces in _pieces(text, _spaced_digits(_SHORTEST_MEANING), _hex_rest()):
        yield from _joined(text, pieces, _from_hex)


def _joined(text: str, pieces: Spans, decode: Callable[[str], bytes]) -> Iterator[tuple[int, int, bytes]]:
    """Decode the first piece, and all, or all but a few, which are words of the lines that follow."""
    many = len(pieces)
    if many == 1:
        yield *pieces[0], decode(text[pieces[0][0] : pieces[0][1]])
        return
    for end in dict.fromkeys((1, *range(max(1, many - _MOST_JOINED), many + 1))):
        yield pieces[0][0], pieces[end - 1][1], decode("".join([text[a:b] for a, b in pieces[:end]]))


@cache
def _telling_run() -> re.Pattern[str]:
    """Match Base64 that can hold a readable text; most words are shorter."""
    return re.compile(rf"[A-Za-z0-9+/_\-]{{{_FEWEST_LETTERS},}}+={{0,2}}")


@cache
def _telling_digits() -> re.Pattern[str]:
    return re.compile(rf"[0-9A-Fa-f]{{{_FEWEST_DIGITS},}}+")


def _from_hex(run: str) -> bytes:
    digits = _digits(run)
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _from_base64(run: str) -> bytes:
    letters = _standard(run.replace("=", ""))
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return b64decode(letters + "=" * (-len(letters) % 4))


@cache
def _text_start() -> re.Pattern[bytes]:
    return re.compile(rb"[\t\n\r -~]{4}|[\t\n\r -~]{0,3}[\xc2-\xf4][\x80-\xbf]|(?:[\t\n\r -~]\0){4}")


def _readable(raw: bytes) -> str:
    """Give `raw` as text, or nothing where it is none. A run that was cut may end inside a character."""
    if not _text_start().match(raw):  # most of what is none says so at once
        return ""
    wide = raw[1:2] == b"\0"
    try:
        text = raw[: len(raw) // 2 * 2].decode("utf-16-le") if wide else raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start < len(raw) - 3:
            return ""
        text = raw[: problem.start].decode(problem.encoding)
    return text if len(text) >= _SHORTEST_MEANING and text.translate(_BLANKS).isprintable() else ""
