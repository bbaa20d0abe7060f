"""The table of SECURITY.md: `.venv/bin/python tests/hostile/figures.py [KILLS]`, half an hour; 1,000 kills by default.

Linux alone: processor time and memory come from /proc. The window is drawn offscreen; its longest stall is counted in
processor time of its thread between two beats, so that other work on the machine does not count.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent), str(HERE)]

import test_history_kill  # noqa: E402 - after the path is set
import test_hostile  # noqa: E402
from hostile import maker, stretches  # noqa: E402
from hostile.watched import Worker, foreign, wrong  # noqa: E402
from PySide6.QtCore import QCoreApplication  # noqa: E402
from PySide6.QtTest import QSignalSpy  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from inspector.history import open_history  # noqa: E402
from inspector.pipeline import inspect  # noqa: E402
from inspector.settings import Settings  # noqa: E402
from inspector.ui import app  # noqa: E402
from inspector.ui.window import Window  # noqa: E402


def captures(home: Path) -> Iterator[tuple[str, str]]:
    """Give them to a watched worker."""
    trap = home / "trap"
    os.mkfifo(trap)
    folder = home / "captures"
    folder.mkdir()
    made = {folder / one.name: one for one in maker.captures(str(trap))}
    worker = Worker(home)
    answers = {}
    for path, one in made.items():
        path.write_bytes(one.raw)
        answers[one.name] = worker.ask(path)
    specials = maker.specials(folder)
    refused = sum(worker.ask(path).verdict == "refused" for path in specials.values())
    worker.end()
    unmet = [one.name for one in made.values() if list(wrong(one, answers[one.name]))]
    slow, large = (
        max(answers.items(), key=lambda row, by=by: by(row[1])) for by in (lambda a: a.seconds, lambda a: a.peak)
    )
    beyond = foreign(worker.seen(), {*map(str, made), *map(str, specials.values())})
    yield "Hostile captures tried, answered as they must be", f"{len(made)}, {len(made) - len(unmet)} {' '.join(unmet)}"
    yield "Pipes, devices, loops, sockets, 5 GiB: tried, refused in words", f"{len(specials)}, {refused}"
    yield "Longest processor time of the worker for one of them", f"{slow[1].seconds:.2f} s ({slow[0]})"
    yield "Most memory of the worker, all of them read one after another", f"{large[1].peak:.0f} MB ({large[0]})"
    yield "Files opened besides, sockets made, programs started", str(len(beyond))


def ours() -> Iterator[tuple[str, str]]:
    """Count the damaged files that `test_hostile.py` puts at the places of ours."""
    count = len(maker.HISTORIES) + len(maker.SETTINGS) + len(maker.CATALOGS)
    yield "Hostile histories, settings and catalogs", str(count)


def secrets(home: Path) -> Iterator[tuple[str, str]]:
    """Explain captures with planted secrets in both forms."""
    planted = list(maker.secrets())
    for one in planted:
        (home / one.name).write_bytes(one.raw)
    places = [str(home / one.name) for one in planted]
    printed = b"".join(test_hostile.explained(form, *places, home=home).stdout for form in ("--json", "--lang=both"))
    found = sum(secret.encode() in printed for one in planted for secret in one.secrets)
    yield "Secrets planted, printed by `explain`", f"{sum(len(one.secrets) for one in planted)}, {found}"


def kills(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Kill a writer at random moments."""
    path = home / "kills" / "history.db"
    dice = random.Random(1)  # noqa: S311 - moments, not keys
    promised: set[int] = set()
    for _ in range(count):
        first = max(promised, default=0) + 10
        promised |= test_history_kill.kill_after(path, first, dice.randrange(1, 12), dice.randrange(60_000))
    with closing(open_history(path, str)) as history:
        kept = {row.last_seen for row in history.newest(10**6, seconds=60).rows if row.request_id[0] == "A"}
    yield (
        "Writers killed with -9; rows they had called saved, lost",
        f"{count}; {len(promised)}, {len(promised - kept)}",
    )


def writers(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Let two processes write at once."""
    path = home / "writers" / "history.db"
    kept, saved = test_history_kill.two_at_once(path, count)
    yield (
        "Rows written by two processes at once; called saved, lost",
        f"2 × {count:,}; {len(saved):,}, {len(saved - kept)}",
    )


def window(home: Path) -> Iterator[tuple[str, str]]:
    """Do with every capture in a window what a person does, and stop a reading."""
    (home / "window").mkdir()
    probe = stretches.probed(home / "window", ((one.name, one.raw) for one in maker.captures(str(home / "trap"))))
    worst = ", ".join(f"{one.seconds * 1000:.0f} ms ({one.what}: {one.name})" for one in probe.worst(3))
    yield "Things done with them in the window, as files and as pastes", f"{len(probe.stretches):,}"
    yield "Longest stretches in which it did not answer", f"{worst}; over 100 ms with {len(probe.over())} captures"
    application = QApplication.instance() or QApplication(["figures"])
    shown = app.make_window(application, Settings(language="en", scheme="light"), home / "window" / "history.db")
    stops = [_stopped(shown) for _ in range(20)]
    shown.close()
    yield "Longest time from Cancel to the answer, of 20, the worker at work", f"{max(stops) * 1000:.0f} ms"


def _stopped(shown: Window) -> float:
    """Give the seconds from Cancel to the answer while the worker is at work."""
    shown.sitting.open_bytes(b"<Error a " * 2_000_000, "file", "runs")
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        QCoreApplication.processEvents()
    began = time.monotonic()
    shown.sitting.cancel()
    return time.monotonic() - began


def readers(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Kill the reader at work, each time anew, and ask the next one, whose answer must be what the engine says.

    Of the report the window holds neither the exchange nor the guidance of what a reader read.
    """
    application = QApplication.instance() or QApplication(["figures"])
    os.environ["XDG_STATE_HOME"] = str(home / "state")
    shown = app.make_window(application, Settings(language="en", scheme="light"), home / "readers" / "history.db")
    small = maker.answer(maker.body()) + b"\n" * 60_000
    right = inspect(small, "file", "next", shown.sitting.knowledge).reports[0]
    told: list[object] = []
    answers: list[bool] = []
    waits: list[float] = []
    shown.sitting.refused.connect(told.append)
    same = lambda report: report._replace(exchange=right.exchange, entries=right.entries) == right  # noqa: E731
    shown.sitting.added.connect(lambda _: answers.append(same(shown.sitting.report(0))))
    for number in range(1, count + 1):
        with_work = QSignalSpy(shown.sitting.progress)
        shown.sitting.open_bytes(b"<Error a " * 300_000, "file", "runs")
        while not with_work.count():
            QCoreApplication.processEvents()
        os.kill(shown.sitting.background._process.processId(), (signal.SIGKILL, signal.SIGSEGV)[number % 2])
        while len(told) < number:
            QCoreApplication.processEvents()
        began = time.monotonic()
        shown.sitting.open_bytes(small, "file", "next")
        while len(answers) < number:
            QCoreApplication.processEvents()
        waits.append(time.monotonic() - began)
        while len(shown.sitting.names) > 1:
            shown.sitting.close_current()
    shown.close()
    waits.sort()
    figure = f"{count}; {len(told)}; {len(answers)}, {answers.count(False)}"
    yield "Readers killed at work; told; answers of the next one, wrong", figure
    yield (
        "Time to the next answer then, half of them and longest",
        f"{waits[count // 2] * 1000:.0f} ms, {waits[-1] * 1000:.0f} ms",
    )


def exits(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Open the window and close it after its first paint; count what is not as it should be at the end."""
    own = home / "exits"
    places = {name: str(own) for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    own.mkdir()
    command = [sys.executable, "-c", _ONCE, "--example", "aliyun-oss"]
    environment = {**os.environ, **places, "PYTHONPATH": str(HERE.parent)}
    bad = sum(subprocess.run(command, env=environment, capture_output=True).returncode != 0 for _ in range(count))  # noqa: PLW1510 - it is counted
    left = sorted({path.name for path in own.rglob("*") if path.is_file()} - {"settings.json", "history.db.lock"})
    kept = [name for name in left if name != "history.db"]
    yield (
        "Windows opened and closed; ended otherwise than with 0; files left beside",
        f"{count}; {bad}; {len(kept)} {kept or ''}",
    )


_ONCE = """
from inspector import __main__ as program
from inspector.ui import window
complete = window.Window._complete
window.Window._complete = lambda shown: (complete(shown), shown.close())
program.main()
"""


def main(count: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        os.environ.update(dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home / "nobody")))
        print("| What | Figure |\n| --- | --- |")
        for rows in (
            *(captures(home), ours(), secrets(home), window(home), kills(home, count)),
            *(writers(home, count * 10), readers(home, count), exits(home, count // 10)),
        ):
            for what, figure in rows:
                print(f"| {what} | {figure.strip()} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
