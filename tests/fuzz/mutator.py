"""Changes an input along its structure: lines, values, dresses, pieces of other samples, hostile words.

A change is a function of the input, a `Random` and what else there is to take from; the same seed gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from fuzz import dresses
from fuzz.words import WORDS

Change = Callable[[bytes, Random, Sequence[bytes]], bytes]
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")
_NUMBER = re.compile(rb"[0-9]{1,24}")
_VALUE = re.compile(rb"(?<=[:=>\"'\[{,( ])[^:=<>\"'\[\]{},() \r\n]{1,80}")
_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"65536", b"4294967296", b"18446744073709551616", b"9" * 40, b"1e9", b"0x10", b"200",
    b"403", b"999", b"1000", b"\xd9\xa3", b"NaN",
)  # fmt: skip


def lines(raw: bytes) -> list[bytes]:
    return [line for line in _LINE.findall(raw) if line]


def _place(raw: bytes, random: Random) -> int:
    return random.randrange(len(raw) + 1)


def _boundary(raw: bytes, random: Random) -> int:
    """A place where a line begins, or any."""
    at = _place(raw, random)
    return raw.rfind(b"\n", 0, at) + 1 if random.random() < 0.7 else at


def _splice(raw: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    return raw[: _boundary(raw, random)] + other[_boundary(other, random) :]


def _insert_lines(raw: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = lines(random.choice(others)) or [b""]
    first = random.randrange(len(other))
    at = _boundary(raw, random)
    return raw[:at] + b"".join(other[first : first + random.randrange(1, 5)]) + raw[at:]


def _insert_word(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = _place(raw, random)
    return raw[:at] + random.choice(WORDS) + raw[at:]


def _replace_value(raw: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    places = list(_VALUE.finditer(raw[:4096]))
    if not places:
        return _insert_word(raw, random, others)
    met = random.choice(places)
    return raw[: met.start()] + random.choice(WORDS) + raw[met.end() :]


def _replace_number(raw: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    places = list(_NUMBER.finditer(raw[:4096]))
    if not places:
        return _insert_word(raw, random, others)
    met = random.choice(places)
    return raw[: met.start()] + random.choice(_NUMBERS) + raw[met.end() :]


def _cut(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = _place(raw, random)
    return raw[at:] if random.random() < 0.3 else raw[:at]


def _take_out(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    first = _boundary(raw, random)
    return raw[:first] + raw[first + random.randrange(1, 80) :]


def _repeat(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """A piece again and again: what is not linear shows here."""
    first = _boundary(raw, random)
    piece = raw[first : first + random.choice((1, 2, 3, 8, 40, 200))]
    return raw[:first] + piece * random.choice((2, 3, 10, 100, 1000)) + raw[first:]


def _move_lines(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    rows = lines(raw)
    if len(rows) < 2:
        return raw + raw
    one, other = random.randrange(len(rows)), random.randrange(len(rows))
    if random.random() < 0.4:
        rows.insert(other, rows[one])
    else:
        rows[one], rows[other] = rows[other], rows[one]
    return b"".join(rows)


def _dress(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return random.choice(random.choice(dresses.ALL))(raw)


def _dress_a_piece(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    first, last = sorted((_boundary(raw, random), _boundary(raw, random)))
    return raw[:first] + random.choice(random.choice(dresses.ALL))(raw[first:last]) + raw[last:]


def _flip(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    if not raw:
        return random.randbytes(4)
    at = random.randrange(len(raw))
    return (
        raw[:at] + bytes((random.choice((random.randrange(256), raw[at] ^ 0x20, 0, 0x22, 0x3C, 0x0A)),)) + raw[at + 1 :]
    )


CHANGES: tuple[Change, ...] = (
    _splice, _insert_lines, _insert_word, _insert_word, _replace_value, _replace_value, _replace_number, _cut, _cut,
    _take_out, _take_out, _repeat, _move_lines, _dress, _dress_a_piece, _flip, _flip,
)  # fmt: skip


def mutated(raw: bytes, most: int, random: Random, others: Sequence[bytes]) -> bytes:
    """Change an input once or a few times; never longer than `most`."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5))):
        raw = random.choice(CHANGES)(raw, random, others)[:most]
    return raw
