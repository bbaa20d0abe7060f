"""Finds the copies of a secret: the same value in percent-encoding, escapes, hex or Base64.

Hiding a value where its name stands is not enough: servers and programs repeat it in other clothes.
Instead of trying every disguise of every secret, the text is looked at three ways, each a `View` that
remembers its origins, and one search runs over each. Time grows with the text, not with how many secrets.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SHORTEST = 6
"""Characters a value must have to be followed; shorter ones would hit ordinary words."""

_HEAD = 24
"""A longer value is known by this many first characters, so that a copy cut short is found too."""

_MOST_TRIED = 16

_NAMED_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_LETTER_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_FOLD = _LOWER | {ord("+"): " "}
_BLANKS = {ord(blank): " " for blank in "\t\n\r"}
_URL_SAFE = {ord("-"): "+", ord("_"): "/"}


@cache
def _escape() -> re.Pattern[str]:
    return re.compile(
        r"%(?:25){0,3}(?P<percent>[0-7][0-9A-Fa-f])"
        r"|\\{1,16}(?:u00(?P<unicode>[0-7][0-9A-Fa-f])|x(?P<byte>[0-7][0-9A-Fa-f])"
        r"|(?P<letter>[nrt])|(?P<mark>[\"'/]))"
        r"|&(?:amp;){0,3}(?:#0{0,4}(?P<decimal>[0-9]{2,3})|#[xX]0{0,4}(?P<hex>[0-7][0-9A-Fa-f])"
        r"|(?P<entity>amp|lt|gt|quot|apos));"
    )


@cache
def _hex_run() -> re.Pattern[str]:
    pair = r"[0-9A-Fa-f]{2}"
    spaced = rf"(?<![0-9A-Za-z]){pair}(?:[ :,\-]{{1,2}}{pair}(?![0-9A-Fa-f])){{5,}}"
    return re.compile(rf"{spaced}|[0-9A-Fa-f]{{12,}}+")


@cache
def _base64_run() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9+/_\-]{8,}+={0,2}")


@dataclass(frozen=True, slots=True)
class View:
    """A text read another way: a piece begins here at each of `steps`, and in the source at `origins`."""

    text: str
    steps: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    def origin(self, offset: int) -> int:
        """Give the place in the source of the character at `offset`."""
        piece = bisect_right(self.steps, offset) - 1
        return self.origins[piece] + offset - self.steps[piece]


def unescape(text: str) -> View:
    """Undo percent-encoding, entities and backslash escapes of ASCII characters, over several layers."""
    parts: list[str] = []
    steps, origins = [0], [0]
    length = done = 0
    for match in _escape().finditer(text):
        character = _meaning(match)
        parts += (text[done : match.start()], character)
        length += match.start() - done
        steps += (length, length + 1)
        origins += (match.start(), match.end())
        length += 1
        done = match.end()
    if not parts:
        return View(text)
    parts.append(text[done:])
    return View("".join(parts), tuple(steps), tuple(origins))


def _meaning(match: re.Match[str]) -> str:
    group, value = str(match.lastgroup), str(match[str(match.lastgroup)])
    if group == "letter":
        return _LETTER_ESCAPES[value]
    if group == "mark":
        return value
    if group == "entity":
        return _NAMED_ENTITIES[value]
    return chr(int(value, 10 if group == "decimal" else 16))


@dataclass(slots=True)
class _Needles:
    """Values to look for, each with its kind; short ones compared whole, long ones by how they begin."""

    starts: set[str] = field(default_factory=set)
    short: dict[str, str] = field(default_factory=dict)
    long: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, value: str, kind: str) -> None:
        if len(value) < SHORTEST:
            return
        self.starts.add(value[:SHORTEST])
        if len(value) < _HEAD:
            self.short.setdefault(value, kind)
        else:
            self.long.setdefault(value[:_HEAD], []).append((value, kind))

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Give start, end and kind of each value in `text`, one after another."""
        starts, end = self.starts, 0
        for place in range(len(text) - SHORTEST + 1 if starts else 0):
            if text[place : place + SHORTEST] in starts and place >= end:
                found = self._at(text, place)
                if found:
                    end, kind = found
                    yield place, end, kind

    def _at(self, text: str, place: int) -> tuple[int, str] | None:
        near = self.long.get(text[place : place + _HEAD])
        if near:
            whole = (place + len(value) for value, _ in near[:_MOST_TRIED] if text.startswith(value, place))
            return max(whole, default=_word_end(text, place + _HEAD)), near[0][1]
        for length in range(_HEAD - 1, SHORTEST - 1, -1):
            kind = self.short.get(text[place : place + length])
            if kind:
                return place + min(length, len(text) - place), kind
        return None


def _word_end(text: str, place: int) -> int:
    """Give where the word around `place` ends: a copy that was cut or altered is hidden up to there."""
    match = _word().match(text, place)
    return match.end() if match else place


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\s\"'<>&,;‹›]*+")


def copies(text: str, plain: View, values: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give start, end and kind of every copy in `text` of the `values` (value -> kind), in any disguise.

    `plain` is `unescape(text)`, which the caller has at hand.
    """
    meant = {unescape(value).text if _escape().search(value) else value: kind for value, kind in values.items()}
    meant |= {value.replace(" ", "+"): kind for value, kind in meant.items() if " " in value}
    yield from _plain_copies(plain, meant)
    encoded = {**values, **meant}
    yield from _hex_copies(text, encoded)
    yield from _base64_copies(plain, encoded)


def _needles(values: Mapping[str, str], forms: Callable[[str], Iterable[str]]) -> _Needles:
    needles = _Needles()
    for value, kind in values.items():
        for form in forms(value):
            needles.add(form, kind)
    return needles


def _plain_copies(plain: View, values: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for start, end, kind in _needles(values, _plain_forms).places(plain.text.translate(_FOLD)):
        yield plain.origin(start), plain.origin(end), kind


def _plain_forms(value: str) -> tuple[str, ...]:
    folded = value.translate(_FOLD)
    if folded.isascii():
        return (folded,)
    return (folded, "".join(letter if letter.isascii() else _percent(letter) for letter in folded))


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02x}" for byte in letter.encode("utf-8", "replace"))


def _hex_copies(text: str, values: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give the whole run of hex digits around each copy: what is left of it would tell the length."""
    runs = [match.span() for match in _hex_run().finditer(text)]
    digits = [re.sub("[^0-9A-Fa-f]", "", text[start:end]).lower() for start, end in runs]
    yield from _in_runs(runs, digits, _needles(values, _hex_forms))


def _hex_forms(value: str) -> tuple[str, ...]:
    return (value.encode("utf-8", "replace").hex(),)


def _base64_copies(plain: View, values: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give the whole Base64 run around each copy: decoding needs no more than the run."""
    runs = [match.span() for match in _base64_run().finditer(plain.text)]
    letters = [plain.text[start:end].translate(_URL_SAFE) for start, end in runs]
    for start, end, kind in _in_runs(runs, letters, _needles(values, _base64_forms)):
        yield plain.origin(start), plain.origin(end), kind


def _base64_forms(value: str) -> tuple[str, ...]:
    """Give what `value` looks like inside Base64, for each of the three places in a group of three bytes."""
    return tuple(_aligned(value.encode("utf-8", "replace"), before) for before in range(3))


def _aligned(raw: bytes, before: int) -> str:
    """Encode `raw` behind `before` other bytes; keep only the letters that nothing but `raw` decides."""
    first = (before * 8 + 5) // 6
    last = (before + len(raw)) * 8 // 6
    return b64encode(b"\0" * before + raw).decode()[first:last]


def _in_runs(runs: list[tuple[int, int]], texts: list[str], needles: _Needles) -> Iterator[tuple[int, int, str]]:
    if not needles.starts:
        return
    steps, length = [], 0
    for text in texts:
        steps.append(length)
        length += len(text) + 1
    last = -1
    for place, _, kind in needles.places("\n".join(texts)):
        run = bisect_right(steps, place) - 1
        if run != last:
            yield *runs[run], kind
        last = run


def decoded_runs(text: str, plain: View) -> Iterator[tuple[int, int, str]]:
    """Give start, end and meaning of every run of Base64 or hex in `text` that decodes to readable text."""
    for match in _base64_run().finditer(plain.text):
        if readable := _readable(_from_base64(match[0])):
            yield plain.origin(match.start()), plain.origin(match.end()), readable
    for match in _hex_run().finditer(text):
        digits = re.sub("[^0-9A-Fa-f]", "", match[0])
        if readable := _readable(bytes.fromhex(digits[: len(digits) // 2 * 2])):
            yield *match.span(), readable


def _from_base64(run: str) -> bytes:
    letters = run.rstrip("=").translate(_URL_SAFE)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return b64decode(letters + "=" * (-len(letters) % 4))


def _readable(raw: bytes) -> str:
    """Give `raw` as text, or nothing where it is none. A run that was cut may end inside a character."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start < len(raw) - 3:
            return ""
        text = raw[: problem.start].decode("utf-8")
    return text if len(text) >= 2 * SHORTEST and text.translate(_BLANKS).isprintable() else ""
