"""The processor time and memory that reading a capture may take: what runs away ends by itself, in words.

A timer of the system interrupts whatever runs, a pattern too. What it raises is no `Exception`, so that no fence that
holds off the faults of one step keeps it. Where a system has no such timer (Windows) nothing ends by itself.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from inspector.archive import MOST_BYTES, is_packed
from inspector.intake import Unreadable

_SECONDS = 10.0
_SECONDS_FOR_A_MEGABYTE = 1.5
"""A megabyte of anything takes about a second at most: what takes longer than this is a fault of ours."""

_MEMORY = 512 * 1024**2
_MEMORY_FOR_A_BYTE = 16
"""A character takes up to four bytes, and the text is held several times: as received, decoded, in its parts."""


class OutOfTime(BaseException):
    """The time is used up; ends what runs, through every fence."""


def seconds_for(raw: bytes) -> float:
    """Give the seconds of processor time that so many bytes may take; what is packed may become as much as is read."""
    return _SECONDS + _SECONDS_FOR_A_MEGABYTE * _size(raw) / 1024**2


def memory_for(raw: bytes) -> int:
    """Give the bytes of memory that a process may map to read so many bytes."""
    return _MEMORY + _MEMORY_FOR_A_BYTE * _size(raw)


def _size(raw: bytes) -> int:
    return MOST_BYTES if is_packed(raw) else len(raw)


@contextmanager
def limited(name: str, seconds: float) -> Iterator[None]:
    """Let what runs within use so much processor time and memory. Raises `Unreadable` for the capture of this name."""
    try:
        with _timer(seconds):
            yield
    except OutOfTime as error:
        raise Unreadable(name, "out-of-time") from error
    except MemoryError as error:
        raise Unreadable(name, "out-of-memory") from error


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ended)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ended(_number: int, _frame: Any) -> None:
    raise OutOfTime
