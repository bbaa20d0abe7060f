"""One input through one target: what went wrong, told apart from other finds, and how long it may take."""

from __future__ import annotations

import re
import signal
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from fuzz.oracle import Wrong
from fuzz.targets import Target

HANG = 20.0
SECONDS_FOR_64_KB = 1.0
LEAST_SECONDS = 0.25
CONFIRMATIONS = 3
"""A machine stalls now and then: what is slow counts only where the best of so many more runs is slow too."""


class Find(NamedTuple):
    """What is wrong: by `sign` one find is told from another, `told` is for the reader."""

    target: str
    sign: str
    told: str


class Hang(BaseException):
    """Ends what does not end; no `Exception`, for the program has fences against those."""


def tried(target: Target, raw: bytes) -> Find | None:
    """Try one input; what does not end is ended only within `watched`."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
    try:
        target.run(raw)
    except (Exception, Hang) as error:  # noqa: BLE001 - whatever it is, it is a find
        return Find(target.name, _sign(error), "".join(traceback.format_exception(error, limit=-12)))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    spent = time.process_time() - began
    if spent > allowed(raw) and (best := min(_seconds(target, raw) for _ in range(CONFIRMATIONS))) > allowed(raw):
        return Find(target.name, f"slow {target.name}", f"{len(raw)} bytes took {best:.2f} s")
    return None


@contextmanager
def watched() -> Iterator[None]:
    """Have what does not end ended, by a timer of its own kind: the program's budget uses another. A warning is a find."""
    before = signal.signal(signal.SIGVTALRM, _hang)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        signal.signal(signal.SIGVTALRM, before)


def allowed(raw: bytes) -> float:
    """Give the seconds of processor time that so many bytes may take."""
    return max(LEAST_SECONDS, SECONDS_FOR_64_KB * len(raw) / 65536)


def _seconds(target: Target, raw: bytes) -> float:
    began = time.process_time()
    target.run(raw)
    return time.process_time() - began


def _sign(error: BaseException) -> str:
    if isinstance(error, Wrong):
        return f"{error.rule} {error.where}"
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/inspector/" in frame.filename]
    where = f"{ours[-1].filename.rpartition('/inspector/')[2]} {ours[-1].name}" if ours else "outside"
    return f"{type(error).__name__} {where}"


def _hang(_number: int, _frame: object) -> None:
    raise Hang


def file_name(find: Find) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", find.sign).strip("-")[:80]
