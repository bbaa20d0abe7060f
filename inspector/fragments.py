"""Finds values in a text, whole or in fragments: cut at either end, or broken over lines.

A random value (a key, a token, a signature) is known by any eight characters of it; from there it is followed both
ways as far as it goes. Any other value is known by its beginning, a short one as a whole only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from inspector.line_breaks import any_break, break_before, broken_escape
from inspector.secret_names import KEY_PREFIXES

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
_NEAR_END = 12
"""Characters before the end of what was found that may be a block of another value."""

_STRIDE = 32
_FEWEST_DIGITS = 10
"""Characters of a value written in hex that are no accident; of one that is hex itself a block is none."""

_MOST_TRIED = 16
_FEWEST_CHANGES = 3
"""Changes of the sort of character in a block that no word has, no name of a region, and no `AccessDenied`."""

_LONGEST_SORT = 6
"""Characters of one sort in a row, on the average, that chance still has."""

_SURE = 4
"""Characters that must go on behind a line break, or all that are left."""


_Block = tuple[str, int, str, int]
"""A form of a value, where in it a block stands, the kind, and how many characters are no accident."""


class Fragments:
    """Values to look for, each with its kind."""

    def __init__(self) -> None:
        """Begin without any."""
        self._starts: frozenset[str] = frozenset()
        self._short: dict[str, str] = {}
        self._long: dict[str, list[tuple[str, str]]] = {}
        self._blocks: defaultdict[str, list[_Block]] = defaultdict(list)

    def add(self, form: str, kind: str, value: str) -> None:
        """Look for `form`, which is how `value` is written."""
        if len(form) < SHORTEST:
            return
        self._starts = frozenset()
        if len(form) < _HEAD:
            self._short.setdefault(form, kind)
        else:
            self._long.setdefault(form[:_HEAD], []).append((form, kind))
        if len(value) >= _SHORTEST_IN_BLOCKS and not re.search(r"\s", value):
            self._add_blocks(form, kind, value)

    def _add_blocks(self, form: str, kind: str, value: str) -> None:
        if not is_random(value) and not value.startswith(KEY_PREFIXES):  # some keys have nothing but capitals
            if len(form) <= _LONGEST_WHOLE:
                self._blocks[form[:_BLOCK]].append((form, 0, kind, len(form)))
            return
        enough, telling = _FEWEST_DIGITS if _is_hex(form) and form != value else _BLOCK, _telling(value)
        # a form of many letters for each character needs few blocks for six characters to be known
        step = max(_STEP, SHORTEST * len(form) // len(value) - _BLOCK + 1)
        last = min(len(form), _LONGEST_IN_BLOCKS) - _BLOCK
        for offset in range(0, last + 1, step):
            if telling[min(offset * len(value) // len(form), len(telling) - 1)]:
                self._blocks[form[offset : offset + _BLOCK]].append((form, offset, kind, enough))
            elif offset == 0:  # some keys begin alike
                self._blocks[form[:_BLOCK]].append((form, 0, kind, min(2 * _BLOCK, len(form))))
        for offset in _edges(value) if len(form) == len(value) else ():  # a fragment may end where words begin
            if offset % step and offset <= last:
                self._blocks[form[offset : offset + _BLOCK]].append((form, offset, kind, enough))

    def places(self, text: str, *, over_breaks: bool = False) -> Iterator[tuple[int, int, str]]:
        """Give start, end and kind of each value in `text`, one after another."""
        if not self._starts:
            self._starts = frozenset(each[:SHORTEST] for each in (*self._short, *self._long, *self._blocks))
        starts, end = self._starts, 0
        near = [place for place in range(len(text) - SHORTEST + 1) if text[place : place + SHORTEST] in starts]
        for place in near:
            inside = place < end  # one value may end within another and go on behind it
            if inside and place < end - _NEAR_END:
                continue
            found = self._at(text, place, place if inside else end, over_breaks=over_breaks)
            if found and found[1] > end:
                end = found[1]
                yield found

    def _at(self, text: str, place: int, least: int, *, over_breaks: bool) -> tuple[int, int, str] | None:
        found = [each for each in (self._whole(text, place),) if each]
        steps = range(place, place + (_STEP if found else 1))  # what was found may be a piece of a longer one
        blocks = ((step, self._blocks.get(text[step : step + _BLOCK], ())) for step in steps)
        for near, block in ((step, each) for step, some in blocks for each in some[:_MOST_TRIED]):
            start, before = _back(text, near, block, least, over_breaks=over_breaks)
            end, behind = _forward(text, near, block, over_breaks=over_breaks)
            if behind - before >= block[3]:
                found.append((start, end, block[2]))
            if behind - before >= _LONGEST_WHOLE:
                break
        if not found:
            return None
        return min(start for start, _, _ in found), max(end for _, end, _ in found), found[0][2]

    def _whole(self, text: str, place: int) -> tuple[int, int, str] | None:
        near = self._long.get(text[place : place + _HEAD])
        if near:
            whole = [place + len(value) for value, _ in near[:_MOST_TRIED] if text.startswith(value, place)]
            return place, max(whole) if whole else _word_end(text, place + _HEAD), near[0][1]
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
    """Find what no word has, nor a name made of some: a digit within letters, many consonants, capitals and digits."""
    consonants = "b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ"
    return re.compile(rf"[A-Za-z][0-9]{{1,4}}[A-Za-z]|[{consonants}]{{6}}|(?=[0-9]{{0,7}}[A-Z])[A-Z0-9]{{{_BLOCK}}}")


@lru_cache(maxsize=16)
def _telling(value: str) -> tuple[bool, ...]:
    """Tell for each block of a value whether it is no part of a word: its sort of character changes often."""
    counts, fewest, no_word = _changes(value), 1 if _is_hex(value) else _FEWEST_CHANGES, _no_word().search
    return tuple(
        counts[place + _BLOCK - 1] - counts[place] >= fewest or no_word(value, place, place + _BLOCK) is not None
        for place in range(len(value) - _BLOCK + 1)
    )


@lru_cache(maxsize=16)
def _edges(value: str) -> tuple[int, ...]:
    """Give where the blocks begin that are no part of a word, and of whose neighbours one is."""
    telling = _telling(value)
    return tuple(
        place for place, told in enumerate(telling) if told and not all(telling[max(0, place - 1) : place + 2])
    )


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
    form, offset, *_ = block
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
        if broken and _begins(text, broken.end(), form[offset : offset + _SURE]):
            place = broken.end()
        elif cut and _begins(text, cut.end(), form[offset + 1 : offset + 1 + _SURE]):
            place, offset = cut.end(), offset + 1
        else:
            return place, offset


def _begins(text: str, place: int, rest: str) -> bool:
    """Tell whether a line goes on with the `rest` of a value; a short one is a word of its own."""
    end = place + len(rest)
    return text.startswith(rest, place) and (len(rest) == _SURE or not text[end : end + 1].isalnum())


def _back(text: str, place: int, block: _Block, least: int, *, over_breaks: bool) -> tuple[int, int]:
    """Follow a form to its left, not beyond `least`."""
    form, offset, *_ = block
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
