"""How long the window stands still: what a person does with a capture, and the longest stretch between two beats.

A stretch is counted in processor time of the window's thread, so that other work on the machine does not count.

    .venv/bin/python tests/hostile/stretches.py [FOLDER]     the worst of the hostile captures, or of a folder's files
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent), str(HERE)]

from hostile import maker  # noqa: E402 - after the path is set
from PySide6.QtCore import QCoreApplication, QMimeData, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from inspector.effort import LONGEST  # noqa: E402
from inspector.settings import Settings  # noqa: E402
from inspector.ui import app  # noqa: E402
from inspector.ui.window import Window  # noqa: E402

GOAL = 0.1
"""Seconds that no stretch may take."""
_BEAT = 5
_QUIET = 0.025
"""Seconds that are waited for what is done after a paint."""
_PATIENCE = 120.0
_SHOWN = 20


def until(done: Callable[[], bool], what: str) -> None:
    """Let the window work until something is done; what is never done is named."""
    end = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QCoreApplication.processEvents()
        time.sleep(0.0005)


class Stretch(NamedTuple):
    """Seconds between two beats, and what was done with which capture."""

    seconds: float
    what: str
    name: str


class Probe:
    """A timer in the window; `stretches` are the longest of each thing that was done."""

    def __init__(self, window: Window) -> None:
        """Begin to count."""
        self.window = window
        self.stretches: list[Stretch] = []
        self.ended = 0
        self._what = self._name = ""
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._beat)
        self._last = time.thread_time()
        self._timer.start(_BEAT)
        window.sitting.refused.connect(self._end)
        window.sitting.added.connect(self._end)

    def _end(self, _: object) -> None:
        self.ended += 1

    def _beat(self) -> None:
        now = time.thread_time()
        self.stretches.append(Stretch(now - self._last, self._what, self._name))
        self._last = now

    def capture(self, name: str, opened: Callable[[], object]) -> None:
        """Open a capture, do everything with it, and let it go."""
        self._name = name
        held, ended = len(self.window.sitting.names), self.ended
        self.do("opened", opened, lambda: self.ended > ended and not self.window.sitting.busy)
        for what, work in acts(self.window):
            self.do(what, work)
        while len(self.window.sitting.names) > held:
            self.do("closed", lambda: self.window.do("close-capture"))

    def do(self, what: str, work: Callable[[], object], done: Callable[[], bool] = lambda: True) -> None:
        """Do one thing and wait until it is done; of its stretches the longest is kept."""
        first = len(self.stretches)
        self._beat()  # what led here is not to count
        self._what = what
        work()
        self._beat()
        self.until(done)
        end = time.monotonic() + _QUIET
        self.until(lambda: time.monotonic() > end)
        self.stretches[first:] = [max(self.stretches[first + 1 :])]

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is done."""
        until(done, f"{self._what}: {self._name}")

    def worst(self, count: int) -> list[Stretch]:
        """Give the longest."""
        return sorted(self.stretches, reverse=True)[:count]

    def over(self) -> set[str]:
        """Name the captures with which a stretch was longer than the goal."""
        return {one.name for one in self.stretches if one.seconds > GOAL}


def acts(window: Window) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what a person does with the capture that is shown."""
    page, text = window.page, page_text(window)
    if window.middle.currentWidget() is not page:
        return
    yield "a place of the text", lambda: page.raw.clicked.emit(len(text) // 2)
    yield "the text's end", lambda: page.raw.clicked.emit(len(text) - 1)
    for part in (0.0, 0.5, 1.0):
        yield "a row", lambda part=part: _choose_row(window, part)
    yield "find", lambda: window.do("find")
    yield "find typed", lambda: page.find_bar.field.setText("e")
    yield "find next", lambda: window.do("find-next")
    yield "find previous", lambda: window.do("find-previous")
    yield "find closed", page.find_bar.close_bar
    count = page.list_model.rowCount()
    for number in {count // 2, count - 1} if count > 1 else ():
        yield "a response", lambda number=number: page.list.selectRow(number)
    for what in ("language-zh_CN", "guidance-both", "language-en", "guidance-en", "scheme-dark", "scheme-light"):
        yield what, lambda what=what: window.do(what)
    for what in ("copy-id", "copy-ticket", "guidance", "guidance"):
        yield what, lambda what=what: window.do(what)
    for width in (1000, 1280):
        yield "another width", lambda width=width: window.resize(width, 800)


def page_text(window: Window) -> str:
    """Give the text that is shown."""
    return window.sitting.inspection.capture.text if window.sitting.inspection else ""


def _choose_row(window: Window, part: float) -> None:
    rows = window.page.tree.rows.rows
    if rows:
        window.page.tree.choose(int(part * (len(rows) - 1)))


def ways(window: Window, home: Path, made: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give each capture as a file and as a paste of text, and of a long one what the window would read itself."""
    place = home / "capture"
    for name, raw in made:

        def as_file(raw: bytes = raw) -> None:
            place.write_bytes(raw)
            window.open_files([str(place)])

        def as_text(raw: bytes) -> None:
            held = QMimeData()
            held.setText(raw.decode("utf-8", "replace"))
            window.sitting.open_mime(held, "clipboard")

        yield f"{name}, a file", as_file
        pastes = {"a paste": raw, "a paste of 48 KB": raw[: LONGEST - 8] if len(raw) > LONGEST else b""}
        for what, pasted in pastes.items():
            if pasted.decode("utf-8", "replace").strip():
                yield f"{name}, {what}", lambda pasted=pasted: as_text(pasted)


def probed(home: Path, made: Iterable[tuple[str, bytes]]) -> Probe:
    """Go through captures in a window of its own."""
    application = QApplication.instance() or QApplication(["stretches"])
    window = app.make_window(application, Settings(language="en", scheme="light"), home / "history.db")
    window.resize(1280, 800)
    window.show()
    probe = Probe(window)
    probe.until(lambda: "background" in vars(window.sitting) and window.sitting.background._process is not None)
    end = time.monotonic() + 2  # the engine is made ready in steps
    probe.until(lambda: time.monotonic() > end)
    probe.stretches.clear()
    for name, opened in ways(window, home, made):
        probe.capture(name, opened)
    window.close()
    return probe


def told(stretches: list[Stretch]) -> str:
    """Give the longest, how many are over the goal, and those by name."""
    over = sorted((one for one in stretches if one.seconds > GOAL), reverse=True)
    return " ".join((f"{_named(max(stretches))}; {len(over)}", *map(_named, over[:_SHOWN])))


def _named(one: Stretch) -> str:
    return f"{one.seconds * 1000:.0f} ms ({': '.join(filter(None, one[1:])) or 'the start'})"


def rows(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Give how often the hostile captures were opened, and how long the window stood still."""
    os.mkfifo(home / "trap")
    made = islice(maker.captures(str(home / "trap")), count)
    probe = probed(home, ((one.name, one.raw) for one in made))
    opened = len({one.name for one in probe.stretches})
    yield (
        "Opened in the window as files and as pastes, whole and cut to 48 KB; some 20 things done with each",
        f"{opened:,} times",
    )
    yield "Longest stretch without an answer meanwhile; those over 100 ms", told(probe.stretches)


def main(folder: str) -> None:
    """Print the worst."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        os.environ.update(dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home / "nobody")))
        os.mkfifo(home / "trap")
        found: Iterable[tuple[str, bytes]] = ((one.name, one.raw) for one in maker.captures(str(home / "trap")))
        if folder:
            files = (path for path in sorted(Path(folder).rglob("*")) if path.is_file())
            found = ((path.name, path.read_bytes()) for path in files if path.stat().st_size < 10**8)
        probe = probed(home, found)
    for one in probe.worst(_SHOWN):
        print(f"{one.seconds * 1000:6.0f} ms  {one.what}: {one.name}")
    print(f"{len(probe.stretches)} things done; over the goal with {len(probe.over())} captures")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
