"""Finds values in a text, whole or in fragments: cut at either end, or broken over lines.

A random value (a key, a token, a signature) is known by any eight characters of it; from there it is followed both
ways as far as it goes. Any other value is known by its beginning, a short one as a whole only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from inspector.line_breaks import any_break, break_before, broken_escape

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 6
"""Characters a value must have to be looked for; shorter ones would hit ordinary words."""

_HEAD = 24
"""A longer value is known by this many first characters, so that a copy cut short is found too."""

_BLOCK = 8
_STEP = 4
_LONGEST_IN_BLOCKS = 8192
_SHORTEST_IN_BLOCKS = 12
_LONGEST_WHOLE = 256
_STRIDE = 32
_FEWEST_DIGITS = 10
"""Characters of a value in hex that are no accident."""

_MOST_TRIED = 16
_FEWEST_CHANGES = 3
"""Changes of the sort of character in a block that no word has, no name of a region, and no `AccessDenied`."""

_LONGEST_SORT = 6
"""Characters of one sort in a row, on the average, that chance still has."""

_SURE = 4
"""Characters that must go on behind a line break, or all that are left."""


class _Block(NamedTuple):
    """Where a block stands in a form of a value, and how many characters of that are no accident."""

    form: str
    offset: int
    kind: str
    enough: int


class Fragments:
    """Values to look for, each with its kind."""

    def __init__(self) -> None:
        """Begin without any."""
        self._starts: set[str] = set()
        self._short: dict[str, str] = {}
        self._long: dict[str, list[tuple[str, str]]] = {}
        self._blocks: dict[str, list[_Block]] = {}

    def add(self, form: str, kind: str, value: str) -> None:
        """Look for `form`, which is how `value` is written."""
        if len(form) < SHORTEST:
            return
        self._starts.add(form[:SHORTEST])
        if len(form) < _HEAD:
            self._short.setdefault(form, kind)
        else:
            self._long.setdefault(form[:_HEAD], []).append((form, kind))
        if len(value) >= _SHORTEST_IN_BLOCKS and not re.search(r"\s", value):
            self._add_blocks(form, kind, value)

    def _add_blocks(self, form: str, kind: str, value: str) -> None:
        if not is_random(value):
            if len(form) <= _LONGEST_WHOLE:
                self._add_block(_Block(form, 0, kind, len(form)))
            return
        enough = _FEWEST_DIGITS if _is_hex(form) else _BLOCK
        changes = 1 if _is_hex(value) else _FEWEST_CHANGES
        for offset in range(0, min(len(form), _LONGEST_IN_BLOCKS) - _BLOCK + 1, _STEP):
            place = offset * len(value) // len(form)
            if _changes_in_block(value, place) >= changes or _no_word().search(value, place, place + _BLOCK):
                self._add_block(_Block(form, offset, kind, enough))
            elif offset == 0:  # some keys begin alike
                self._add_block(_Block(form, offset, kind, min(2 * _BLOCK, len(form))))

    def _add_block(self, block: _Block) -> None:
        letters = block.form[block.offset : block.offset + _BLOCK]
        known = self._blocks.setdefault(letters, [])
        if len(known) < _MOST_TRIED:
            self._starts.add(letters[:SHORTEST])
            known.append(block)

    def places(self, text: str, *, over_breaks: bool = False) -> Iterator[tuple[int, int, str]]:
        """Give start, end and kind of each value in `text`, one after another."""
        starts, end = self._starts, 0
        near = [place for place in range(len(text) - SHORTEST + 1) if text[place : place + SHORTEST] in starts]
        for place in near:
            found = self._at(text, place, end, over_breaks=over_breaks) if place >= end else None
            if found:
                end = found[1]
                yield found

    def _at(self, text: str, place: int, least: int, *, over_breaks: bool) -> tuple[int, int, str] | None:
        found = [each for each in (self._whole(text, place),) if each]
        steps = range(place, place + (_STEP if found else 1))  # what was found may be a piece of a longer one
        blocks = ((step, each) for step in steps for each in self._blocks.get(text[step : step + _BLOCK], ()))
        for near, block in blocks:
            start, before = _back(text, near, block, least, over_breaks=over_breaks)
            end, behind = _forward(text, near, block, over_breaks=over_breaks)
            if behind - before >= block.enough:
                found.append((start, end, block.kind))
            if behind - before >= _LONGEST_WHOLE:
                break
        if not found:
            return None
        return min(start for start, _, _ in found), max(end for _, end, _ in found), found[0][2]

    def _whole(self, text: str, place: int) -> tuple[int, int, str] | None:
        near = self._long.get(text[place : place + _HEAD])
        if near:
            whole = (place + len(value) for value, _ in near[:_MOST_TRIED] if text.startswith(value, place))
            return place, max(whole, default=_word_end(text, place + _HEAD)), near[0][1]
        for length in range(_HEAD - 1, SHORTEST - 1, -1):
            kind = self._short.get(text[place : place + length])
            if kind:
                return place, place + min(length, len(text) - place), kind
        return None


def is_random(value: str) -> bool:
    """Tell whether `value` looks like nothing but chance: its sort of character changes often, as in no word."""
    return bool(value) and _changes(value)[-1] * _LONGEST_SORT >= len(value)


@cache
def _no_word() -> re.Pattern[str]:
    """Find what no word has, nor a name made of some: a digit within letters, many consonants."""
    return re.compile(r"[A-Za-z][0-9]{1,4}[A-Za-z]|[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{6}")


def _changes_in_block(value: str, place: int) -> int:
    """Count the changes in the block of `value` at `place`: many are no part of a word."""
    counts = _changes(value)
    place = max(0, min(place, len(value) - _BLOCK))
    return counts[place + _BLOCK - 1] - counts[place]


@lru_cache(maxsize=16)
def _changes(value: str) -> tuple[int, ...]:
    """Count, up to each character, where small letters, capitals and digits follow one another; signs part words."""
    changes = {match.start() + 1 for match in _sort().finditer(value)}
    return tuple(accumulate(place in changes for place in range(len(value))))


@cache
def _sort() -> re.Pattern[str]:
    return re.compile(r"[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|[0-9](?=[A-Za-z])")


@cache
def _digits() -> re.Pattern[str]:
    return re.compile("[0-9a-fA-F]*+")


def _is_hex(form: str) -> bool:
    return bool(_digits().fullmatch(form))


def _forward(text: str, place: int, block: _Block, *, over_breaks: bool) -> tuple[int, int]:
    """Follow a form to its right; give the place in the text and in the form where it ends."""
    form, offset = block.form, block.offset
    while True:
        while form.startswith(text[place : place + _STRIDE] or "\0", offset) and offset + _STRIDE <= len(form):
            place += _STRIDE
            offset += _STRIDE
        while offset < len(form) and text[place : place + 1] == form[offset]:
            place += 1
            offset += 1
        if not over_breaks or offset == len(form):
            return place, offset
        broken, cut = any_break().match(text, place), broken_escape().match(text, place)
        if broken and text.startswith(form[offset : offset + _SURE], broken.end()):
            place = broken.end()
        elif cut and text.startswith(form[offset + 1 : offset + 1 + _SURE], cut.end()):
            place, offset = cut.end(), offset + 1
        else:
            return place, offset


def _back(text: str, place: int, block: _Block, least: int, *, over_breaks: bool) -> tuple[int, int]:
    """Follow a form to its left, not beyond `least`."""
    form, offset = block.form, block.offset
    while True:
        while offset > 0 and place > least and text[place - 1] == form[offset - 1]:
            place -= 1
            offset -= 1
        if not over_breaks or offset == 0:
            return place, offset
        rest = form[max(0, offset - _SURE) : offset]
        joint = next((each for each in break_before(text, place, least) if text.endswith(rest, least, each)), None)
        if joint is None:
            return place, offset
        place = joint


def _word_end(text: str, place: int) -> int:
    """Give where the word around `place` ends: a copy that was cut or altered is hidden up to there."""
    match = _word().match(text, place)
    return match.end() if match else place


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"[^\s\"'<>&,;‹›]*+")
