"""Figures of windows: readings stopped, readers killed at work, windows opened and closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from hostile import maker
from hostile.stretches import until
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from inspector.pipeline import inspect
from inspector.settings import Settings
from inspector.ui import app
from inspector.ui.window import Window

ROOT = Path(__file__).resolve().parents[2]
LONG = b"<Error a "
"""A reader has work for seconds with many of these."""


def _window(home: Path) -> Window:
    application = QApplication.instance() or QApplication(["windows"])
    return app.make_window(application, Settings(language="en", scheme="light"), home / "history.db")


def cancel(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Stop a reading while the worker is at work."""
    shown = _window(home)
    waits = []
    for _ in range(count):
        shown.sitting.open_bytes(LONG * 2_000_000, "file", "runs")
        end = time.monotonic() + 0.3
        until(lambda end=end: time.monotonic() > end, "work")
        began = time.monotonic()
        shown.sitting.cancel()
        waits.append(time.monotonic() - began)
    shown.close()
    yield f"Longest time from Cancel to the answer, of {count}, the worker at work", f"{max(waits) * 1000:.0f} ms"


def readers(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Kill the reader at work, each time anew, and ask the next one, whose answer must be what the engine says.

    Of the report the window holds neither the exchange nor the guidance of what a reader read.
    """
    shown = _window(home)
    small = maker.answer(maker.body()) + b"\n" * 60_000
    right = inspect(small, "file", "next", shown.sitting.knowledge).reports[0]
    told: list[object] = []
    answers: list[bool] = []
    waits: list[float] = []
    works: list[float] = []
    shown.sitting.refused.connect(told.append)
    same = lambda report: report._replace(exchange=right.exchange, entries=right.entries) == right  # noqa: E731
    shown.sitting.added.connect(lambda _: answers.append(same(shown.sitting.report(0))))
    for number in range(1, count + 1):
        at_work = QSignalSpy(shown.sitting.progress)
        shown.sitting.open_bytes(LONG * 300_000, "file", "runs")
        until(at_work.count, "work")
        os.kill(_reader(shown), (signal.SIGKILL, signal.SIGSEGV)[number % 2])
        until(lambda number=number: len(told) == number, "a death told")
        began = time.monotonic()
        shown.sitting.open_bytes(small, "file", "next")
        until(lambda number=number: len(answers) == number, "the next answer")
        waits.append(time.monotonic() - began)
        works.append(_worked(_reader(shown)))
        while len(shown.sitting.names) > 1:
            shown.sitting.close_current()
    shown.close()
    what = "Readers killed at work (SIGKILL, SIGSEGV); told; answers of the next one, wrong"
    yield what, f"{count:,}; {len(told):,}; {len(answers):,}, {answers.count(False)}"
    yield "Time to the next answer then: half of them, longest", _half_and_longest(waits)
    yield "Processor time of that reader, from its start to its answer: half of them, longest", _half_and_longest(works)


def _reader(shown: Window) -> int:
    return shown.sitting.background._process.processId()


def _worked(process: int) -> float:
    """Give the processor time of a process in seconds."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(path.read_text().split()[0]) for path in tasks) / 1e9


def _half_and_longest(seconds: list[float]) -> str:
    return f"{sorted(seconds)[len(seconds) // 2] * 1000:,.0f} ms, {max(seconds) * 1000:,.0f} ms"


def exits(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Open the window and close it after its first paint; count what is not as it should be at the end."""
    places = {name: str(home) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    command = [sys.executable, "-c", _ONCE, "--example", "aliyun-oss"]
    environment = {**os.environ, **places, "PYTHONPATH": str(ROOT)}
    bad = sum(
        subprocess.run(command, env=environment, capture_output=True, check=False).returncode != 0 for _ in range(count)
    )
    ours = {"settings.json", "history.db", "history.db.lock"}
    left = sorted({path.name for path in home.rglob("*") if path.is_file()} - ours)
    what = "Windows opened and closed; ended otherwise than with 0; files left beside"
    yield what, " ".join((f"{count}; {bad}; {len(left)}", *left))


_ONCE = """
from inspector import __main__ as program
from inspector.ui import window
complete = window.Window._complete
window.Window._complete = lambda shown: (complete(shown), shown.close())
program.main()
"""
