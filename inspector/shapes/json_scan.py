"""Where each value of a JSON text stands: a scanner that keeps offsets, repeated keys, and what a cut text still shows.

The `json` module is faster, but gives no places, drops repeated keys (tshark writes them) and refuses a text that is
cut off. So it judges what is worth reading, and this reads that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

DEEPEST = 64
MOST_VALUES = 200_000


class Value(NamedTuple):
    """A value from `start` up to `end`: for a string both stand at the quotes.

    `kind` is object, array, string, number or word; `items` are the (key, value) pairs of an object, with keys None in
    an array. `cut` tells that the text ends, or goes wrong, inside it.
    """

    kind: str
    start: int
    end: int
    items: tuple[tuple[Value | None, Value], ...] = ()
    cut: bool = False


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"""[ \t\r\n]*+(?:
            (?P<string>"(?>(?:[^"\\]++|\\.)*)") | (?P<number>-?[0-9][0-9.eE+-]*+)
            | (?P<word>true|false|null|NaN|-?Infinity)
            | (?P<opens>[{\[]) | (?P<closes>[}\]]) | (?P<between>[:,]) | (?P<torn>"(?>(?:[^"\\]++|\\.)*)\\?\Z)
        )""",
        re.VERBOSE | re.DOTALL,
    )


class _Open(NamedTuple):
    kind: str
    start: int
    items: list[tuple[Value | None, Value]]


def scan(text: str, at: int = 0, stop: int | None = None) -> Value | None:
    """Read the value at `at`, which ends before `stop`; None where none begins there."""
    token = _token()
    stop = len(text) if stop is None else stop
    above: list[_Open] = []
    key: Value | None = None
    keys: list[Value | None] = []
    for _ in range(MOST_VALUES):
        match = token.match(text, at, stop)
        if match is None or match.lastgroup is None:
            return _broken(above, keys, at)
        start, at = match.span(match.lastgroup)
        kind = match.lastgroup
        if kind == "between":
            continue
        if kind == "opens":
            if len(above) == DEEPEST:
                return _broken(above, keys, start)
            above.append(_Open("object" if match["opens"] == "{" else "array", start, []))
            keys.append(key)
            key = None
            continue
        if kind == "closes":
            if not above:
                return None
            done = above.pop()
            value, key = Value(done.kind, done.start, at, tuple(done.items)), keys.pop()
        else:
            torn = kind == "torn" or (kind == "number" and at == stop)
            value = Value("string" if kind == "torn" else kind, start, at, (), torn)
        if not above:
            return value
        if above[-1].kind == "object" and key is None and kind in ("string", "torn"):
            key = value
        else:
            above[-1].items.append((key, value))
            key = None
    return _broken(above, keys, at)


def _broken(above: list[_Open], keys: list[Value | None], at: int) -> Value | None:
    """Close what is open where the text ends or goes wrong."""
    value: Value | None = None
    key: Value | None = None
    while above:
        done = above.pop()
        if value is not None:
            done.items.append((key, value))
        value, key = Value(done.kind, done.start, at, tuple(done.items), cut=True), keys.pop()
    return value


def named(text: str, value: Value | None, *path: str) -> Value | None:
    """Give the value under the names of a path; names are compared as they are written."""
    for name in path:
        value = next((one for key, one in pairs(value) if text[key.start + 1 : key.end - 1] == name), None)
    return value


def pairs(value: Value | None) -> Iterator[tuple[Value, Value]]:
    """Give the (key, value) pairs of an object, repeated keys too; nothing for another value."""
    if value is not None and value.kind == "object":
        yield from ((key, one) for key, one in value.items if key is not None)


def elements(value: Value | None) -> Iterator[Value]:
    """Give the elements of an array; nothing for another value."""
    if value is not None and value.kind == "array":
        yield from (one for _, one in value.items)
