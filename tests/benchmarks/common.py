"""What the benchmarks share: whole processes measured in turns, a history and captures to work on, a bare display."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROWS = 1_000
PATIENCE = 60.0
"""Seconds after which a process hangs."""


class Run(NamedTuple):
    """One whole process: seconds on the clock, seconds of processor, peak of memory in bytes."""

    wall: float
    processor: float
    memory: int


def surroundings(folder: Path, platform: str) -> dict[str, str]:
    """Give the environment of a program under measure: its own settings and data, this checkout, one platform."""
    ours = {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "share"),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": platform,
        "LANG": "C.UTF-8",
    }
    return {**{key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "QT_"))}, **ours}


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command to its end; a failure ends the benchmark."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], env=dict(environment), cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    patience = threading.Timer(PATIENCE, process.kill)
    patience.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    patience.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}\n{said}")
    if process.stderr:
        process.stderr.close()
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def in_turns(works: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Run all of them, round after round, after one round that does not count."""
    runs: dict[str, list[Run]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            one = work()
            if number:
                runs[name].append(one)
    return runs


def ratio(runs: Sequence[Run], base: Sequence[Run], field: str = "wall") -> float:
    """Give the median of the ratios pair by pair: what loads the machine loads both of a pair."""
    return statistics.median(getattr(one, field) / getattr(other, field) for one, other in zip(runs, base, strict=True))


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write a table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def milliseconds(seconds: float) -> str:
    """Write a time in milliseconds, the short ones with two places."""
    return f"{seconds * 1000:.{1 if seconds > 0.01 else 2}f} ms"


def percentile(times: Sequence[float], part: float) -> float:
    """Give the time that the part `part` of all stays within."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


def make_history(folder: Path, rows: int = ROWS) -> None:
    """Fill a history as the program itself would have."""
    from inspector import history  # noqa: PLC0415 - after the path is set

    path = folder / "share" / "oss-inspector" / "history.db"
    made = history.open_history(path, lambda text: text)
    codes = ("NoSuchKey", "AccessDenied", "SignatureDoesNotMatch", "RequestTimeTooSkewed")
    made.record_all(
        [
            history.Seen(
                "aliyun-oss", f"{0x5F3C_0000_0000_0000_0000_0000 + number * 7919:024X}", codes[number % 4], "",
                403 + number % 2, "examplebucket.oss-cn-hangzhou.aliyuncs.com", "examplebucket",
            )
            for number in range(rows)
        ],
        1_700_000_000.0,
    )  # fmt: skip
    made.close()


@contextmanager
def display() -> Iterator[str | None]:
    """Start a bare X server with a window manager; None where there is none to start."""
    try:
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
            pass_fds=(write,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError:
        yield None
        return
    os.close(write)
    with os.fdopen(read) as answer:
        name = f":{answer.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": name}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(1)
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()
