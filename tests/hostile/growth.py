"""What a window holds after a day: thousands of captures pasted into one, some chosen again, found in, copied.

.venv/bin/python tests/hostile/figures.py growth     20,000 captures, some twenty minutes; Linux
"""

from __future__ import annotations

import gc
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hostile.stretches import until
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

from inspector import effort
from inspector.model import Report
from inspector.settings import Settings
from inspector.ui import app
from inspector.ui.window import Window

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_ID = re.compile(r"[0-9A-F]{24}")
_STEP = 1_000
_QUIET = 0.02
"""Seconds that are waited for what is done after a paint, with every fourth capture; the others follow in haste."""

ACTS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (3, ("copy-id",)),
    (5, ("copy-ticket",)),
    (7, ("previous-capture", "previous-capture", "next-capture")),
    (11, ("find", "find-next")),
    (50, ("guidance-both", "guidance-en", "guidance", "guidance")),
    (100, ("language-zh_CN", "language-en", "scheme-dark", "scheme-light")),
    (150, ("close-capture",)),
)
"""What is done with every so manieth capture."""


class Held(NamedTuple):
    """What a window holds: bytes of its process and of the worker's, objects of Qt, of Python, and reports."""

    memory: int
    worker: int
    widgets: int
    objects: int
    reports: int


def texts() -> Iterator[str]:
    """Give captures of all shapes for ever, no two alike: each has a request ID of its own."""
    paths = [path for path in sorted(SAMPLES.rglob("*")) if path.is_file() and path.suffix != ".json"]
    found = [
        text for path in paths if effort.is_quick(raw := path.read_bytes()) if (text := raw.decode(errors="replace"))
    ]
    number = 0
    while True:
        for text in found:
            number += 1
            yield _ID.sub(f"{0x6B01_0000_0000_0000_0000_0000 + number * 7919:024X}", text)


def pasted(window: Window, captures: Iterator[str], first: int, count: int, *, quiet: float = _QUIET) -> None:
    """Paste so many captures, and do with them what is done in a day."""
    for number in range(first, first + count):
        text = next(captures)
        QApplication.clipboard().setText(text * 60 if number % 200 == 0 else text)
        window.do("paste")
        until(lambda: not window.sitting.busy, "a capture is read")
        for every, acts in ACTS:
            for act in acts if number % every == 0 else ():
                window.do(act)
        settle(0 if number % 4 else quiet)


def settle(seconds: float) -> None:
    """Let happen what waits, deletions too."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end, "what waits")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def held(window: Window) -> Held:
    """Count what is held now."""
    settle(0.2)
    gc.collect()
    objects = gc.get_objects()
    worker = window.sitting.background._process
    number = worker.processId() if worker else 0
    return Held(
        _memory("self"),
        _memory(str(number)) if number else 0,
        len(window.findChildren(QObject)),
        len(objects),
        sum(type(one) is Report for one in objects),
    )


def _memory(process: str) -> int:
    place = Path(f"/proc/{process}/statm")
    return int(place.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if place.exists() else 0


def steps(home: Path, count: int, step: int) -> Iterator[Held]:
    """Give what is held after every step of so many."""
    application = QApplication.instance() or QApplication(["growth"])
    window = app.make_window(application, Settings(language="en", scheme="light"), home / "history.db")
    window.resize(1280, 800)
    window.show()
    settle(2)
    captures = texts()
    for first in range(1, count, step):
        pasted(window, captures, first, step)
        yield held(window)
    window.close()


def rows(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Give what is held after the first step and at the end."""
    step = min(_STEP, count // 2)
    first, *_, last = steps(home, count, step)
    yield (
        f"{count:,} captures in one window: its memory after {step:,}, at the end",
        f"{first.memory / 1e6:.1f} MB, {last.memory / 1e6:.1f} MB",
    )
    yield (
        f"Objects of Qt, objects of Python, reports then: after {step:,}, at the end",
        "; ".join(f"{before:,}, {after:,}" for before, after in zip(first[2:], last[2:], strict=True)),
    )
