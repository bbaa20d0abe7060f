"""Large captures read by the worker: until they are shown and painted, how long the window stands still meanwhile, and
the memory of both processes; beside QPlainTextEdit with the same text. Each case is a process of its own.

    python tests/benchmarks/bench_large.py [ROUNDS]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import captures
import common

MEGABYTE = 1_000_000
CASES = (
    ("log", MEGABYTE), ("log", 20 * MEGABYTE), ("log", 60 * MEGABYTE),
    ("headers", 680_000), ("long line", MEGABYTE), ("long line", 20 * MEGABYTE),
)  # fmt: skip
LIMIT = 40
"""Seconds after which a case is given up."""


def main() -> None:
    if len(sys.argv) > 2:
        print(json.dumps({"program": _program, "peer": _peer}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rows = []
    for kind, size in CASES:
        runs = {who: [] for who in ("program", "peer")}
        for _ in range(rounds):
            for who, some in runs.items():
                if None not in some:  # what does not end once is not waited for again
                    some.append(_case(who, kind, size))
        name = f"{kind}, {size / MEGABYTE:.0f} MB" if size >= MEGABYTE else f"10,000 {kind}"
        rows += [(name, who, *_cells(some)) for who, some in runs.items()]
    print(f"\nLarge captures, medians of {rounds}; the peer is QPlainTextEdit.setPlainText of the same text\n")
    print(common.table(("", "", "shown after", "longest stand-still", "memory of the window", "of the worker"), rows))


def _case(who: str, kind: str, size: int) -> dict[str, float] | None:
    try:
        done = subprocess.run(
            [sys.executable, __file__, who, kind, str(size)],
            capture_output=True, text=True, check=True, timeout=LIMIT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout)


def _cells(runs: list[dict[str, float] | None]) -> tuple[str, ...]:
    if None in runs:
        return (f"not within {LIMIT} s", "", "", "")
    times = [f"{median(run[key] for run in runs) * 1000:.0f} ms" for key in ("shown", "gap")]
    return (*times, *(f"{max(run[key] for run in runs):.0f} MB" for key in ("window", "worker")))


class Ticks:
    """A timer of five milliseconds in the window: `gap` is the longest that it was kept waiting."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - the parent needs no Qt

        self.gap, self._last = 0.0, time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self.tick)
        self._timer.start(5)

    def tick(self) -> None:
        now = time.perf_counter()
        self.gap, self._last = max(self.gap, now - self._last), now


def _program(kind: str, size: int) -> dict[str, float]:
    import program  # noqa: PLC0415 - as above

    raw = captures.capture(kind, size)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "capture.txt"
        path.write_bytes(raw)
        del raw
        window = program.window(Path(name))
        program.settle(0.5)
        worker = window.sitting.background._process.processId()
        painted = program.Painted(window.page.raw._page)
        ticks = Ticks()
        shown = painted.seconds(lambda: window.open_files([str(path)]))
        ticks.tick()
        told = {"shown": shown, "gap": ticks.gap, "window": _peak("self"), "worker": _peak(worker)}
        assert window.sitting.inspection.recognised
        window.close()
    return told


def _peer(kind: str, size: int) -> dict[str, float]:
    import program  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: PLC0415 - as above

    QApplication(["peer"])
    text = captures.capture(kind, size).decode()
    edit = QPlainTextEdit()
    edit.resize(1280, 800)
    edit.show()
    program.settle(0.3)
    painted = program.Painted(edit.viewport())
    ticks = Ticks()
    shown = painted.seconds(lambda: edit.setPlainText(text))
    ticks.tick()
    return {"shown": shown, "gap": ticks.gap, "window": _peak("self"), "worker": 0}


def _peak(process: int | str) -> float:
    """Give the most memory that a process ever held, in MB."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
