"""Limits time and memory for reading a capture; a reading that takes too long is stopped and reported.

A system timer interrupts whatever runs, even a pattern. The exception it raises is not an `Exception`, so that no fence
around a single step can catch it. On systems without such a timer (Windows) nothing is stopped.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from inspector.archive import MOST_BYTES, is_packed
from inspector.intake import Unreadable

_T = TypeVar("_T")
_SECONDS = 10.0
_SECONDS_FOR_A_MEGABYTE = 1.5
"""A megabyte of anything takes about a second at most: what takes longer than this is a fault of ours."""

_MEMORY = 512 * 1024**2
_MEMORY_FOR_A_BYTE = 16
"""A character takes up to four bytes, and the text is held several times: as received, decoded, in its parts."""


class OutOfTime(BaseException):
    """The time is used up; passes every fence and ends the reading."""


def seconds_for(raw: bytes) -> float:
    """Give the seconds of processor time that so many bytes may take; what is packed may become as much as is read."""
    return _SECONDS + _SECONDS_FOR_A_MEGABYTE * _size(raw) / 1024**2


def memory_for(raw: bytes) -> int:
    """Give the bytes of memory that a process may map to read so many bytes."""
    return _MEMORY + _MEMORY_FOR_A_BYTE * _size(raw)


def _size(raw: bytes) -> int:
    return MOST_BYTES if is_packed(raw) else len(raw)


def limited(name: str, seconds: float, work: Callable[[], _T]) -> _T:
    """Run `work` for at most `seconds` of processor time. Raises `Unreadable`, with `name`, if time or memory run out.

    This is no context manager: the timer may strike while one is being left, and nothing would catch what it raises.
    """
    before = _listening()
    try:
        try:
            _set(before, seconds)
            return work()
        finally:
            _set(before, 0)
    except OutOfTime as error:
        raise Unreadable(name, "out-of-time") from error
    except MemoryError as error:
        raise Unreadable(name, "out-of-memory") from error
    finally:
        if before is not None:
            signal.signal(signal.SIGPROF, before)


def _listening() -> Any:
    """Make the timer end what runs; give the handler that it had before, None where there is no timer."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGPROF, _ended)


def _set(before: Any, seconds: float) -> None:
    if before is not None:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _ended(_number: int, _frame: Any) -> None:
    raise OutOfTime
