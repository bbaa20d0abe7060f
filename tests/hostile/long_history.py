"""A history of a million rows: `.venv/bin/python tests/hostile/figures.py history`; some minutes, 250 MB of disk.

The window is opened with it, searched as one types, and used: how long it stands still, counted as in `stretches.py`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from hostile import maker
from hostile.stretches import Probe, told
from PySide6.QtWidgets import QApplication

from inspector.history import Seen, open_history
from inspector.settings import Settings
from inspector.ui import app
from inspector.ui.window import Window

CODES = ("AccessDenied", "NoSuchKey", "NoSuchBucket", "SignatureDoesNotMatch", "InvalidArgument")
_AT_ONCE = 20_000
_SETTLED = 1.5
"""Seconds after which what a start does in steps is over."""


def fill(path: Path, rows: int) -> str:
    """Record so many request IDs, and give the first."""
    dice = random.Random(3)  # noqa: S311 - values, not keys
    first = ""
    with closing(open_history(path, str)) as history:
        for _ in range(0, rows, _AT_ONCE):
            seen = [_seen(dice) for _ in range(min(rows, _AT_ONCE))]
            first = first or seen[0].request_id
            history.record_all(seen, 1_700_000_000)
    return first


def _seen(dice: random.Random) -> Seen:
    bucket = f"bucket-{dice.randrange(5_000)}"
    host = f"{bucket}.oss-cn-hangzhou.aliyuncs.com"
    ec = f"0003-{dice.randrange(10**8):08d}"
    return Seen("aliyun-oss", f"{dice.getrandbits(96):024X}", dice.choice(CODES), ec, 403, host, bucket)


def deeds(window: Window, first: str, huge: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what a person does; `first` is the ID of the oldest row, `huge` a file."""
    field = window.history.search
    words = ("AccessDenied", "bucket-4999 NoSuchKey", "nowhere to be found", "请求", first[4:14], first)
    for word in words:
        for end in range(1, len(word) + 1):
            yield f"typed: {word[:end]}", lambda text=word[:end]: field.setText(text)
        yield f"found: {word}", lambda: None
    yield "a capture with a search typed", lambda: _open(window, 1)
    yield "the search emptied", lambda: field.setText("")
    for count in (1, 2_000):
        yield f"a capture of {count:,} responses", lambda count=count: _open(window, count)
    yield "a file of 5 GiB", lambda: window.open_files([str(huge)])
    yield "rows deleted", lambda: _delete(window)
    yield "brought back", window.link.undo
    yield "all cleared", window.history.clear_wanted.emit
    yield "all brought back", window.link.undo


def _open(window: Window, count: int) -> None:
    ids = (f"{number:024X}" for number in range(count * 10, count * 11))
    raw = b"".join(maker.answer().replace(maker.REQUEST_ID.encode(), each.encode()) for each in ids)
    window.sitting.open_bytes(raw, "file", "more")


def _huge(folder: Path) -> Path:
    place = folder / "huge"
    with place.open("wb") as file:
        file.truncate(5 * 1024 * maker.MB)
    return place


def _delete(window: Window) -> None:
    window.history.list.selectAll()
    window.history.list.delete_pressed.emit()


def probed(path: Path, first: str) -> Probe:
    """Do it all."""
    application = QApplication.instance() or QApplication(["long history"])
    window = app.make_window(application, Settings(language="en", scheme="light"), path)
    window.resize(1280, 800)
    window.show()
    probe = Probe(window)
    end = time.monotonic() + _SETTLED
    probe.until(lambda: time.monotonic() > end)
    probe.stretches[:] = [max(probe.stretches)]
    for what, work in deeds(window, first, _huge(path.parent)):
        probe.do(what, work, lambda: not _busy(window))
    window.close()
    return probe


def _busy(window: Window) -> bool:
    link = window.link
    return window.sitting.busy or any(timer.isActive() for timer in (link._searching, link._typing, link._recording))


def rows(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Give how long it takes to open, and how long the window stands still."""
    path = home / "own" / "history.db"
    first = fill(path, count)
    began = time.thread_time()
    with closing(open_history(path, str)) as history:
        history.newest(200)
    opened = time.thread_time() - began
    yield f"A history of {count:,} rows: opened, 200 rows read, in processor time", f"{opened * 1000:.0f} ms"
    *used, cleared, back = probed(path, first).stretches
    yield "Its longest stretch without an answer, in use; those over 100 ms", told(used)
    what = "The window stands still while all of them are cleared, and brought back"
    yield what, f"{cleared.seconds:.1f} s, {back.seconds:.1f} s"
