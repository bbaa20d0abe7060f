"""A cache for what several steps ask about the same value, kept while a capture is read and emptied afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")

_MOST = 2
"""Values of which an answer is kept: the whole text, and a literal in it."""
_readings: list[None] = []
_forgetting: list[Callable[[], None]] = []


def once(work: Callable[[_Asked], _Told]) -> Callable[[_Asked], _Told]:
    """Cache a function of one value, within `reading` alone; two values are the same only if they are one object.

    The answer is shared, so nobody may change it.
    """
    kept: list[tuple[_Asked, _Told]] = []

    def asked(value: _Asked) -> _Told:
        for known, told in kept:
            if known is value:
                return told
        told = work(value)
        if _readings:
            kept.insert(0, (value, told))
            del kept[_MOST:]
        return told

    _forgetting.append(kept.clear)
    return asked


@contextmanager
def reading() -> Iterator[None]:
    """Keep answers while the block runs; after it the caches are emptied, so that they hold nothing captured."""
    before = len(_readings)
    try:  # the time limit may end it at any place
        _readings.append(None)
        yield
    finally:
        del _readings[before:]
        if not _readings:
            for forget in _forgetting:
                forget()
