"""The captures of this sitting: opens them, at once or in the background, keeps the newest, and says which is shown.

A day of work does not grow without end: beyond so many captures, or so much memory, the oldest leave the list. Their
request IDs stay in the history.
"""

from __future__ import annotations

import sys
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from inspector import archive, assets, capture, effort, intake
from inspector.catalog import Catalog
from inspector.intake import Job, Source
from inspector.model import Inspection, Report
from inspector.pipeline import inspect
from inspector.text_rows import Rows
from inspector.ui import wording
from inspector.ui.parts import in_steps

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from inspector.redact import Secret
    from inspector.ui.background import Background

MOST_HELD = 500
MOST_BYTES = 256 * 1024**2
"""Captures that are kept, and how much memory they may hold by our estimate; the newest stays whatever its size."""

_OF_A_CHARACTER = 40
"""Bytes that a capture read by the window itself holds for each of its characters; by the worker it is packed."""

_MOST_SEARCHED = 64 * 1024
"""Characters of a capture that are searched for secrets, so that copies of them can be hidden elsewhere."""


class Held(NamedTuple):
    """A capture of this sitting, its name in the list, and the bytes of memory that it holds, estimated.

    Read by the worker it holds briefs, the whole reports packed, and its rows.
    """

    name: str
    size: int
    inspection: Inspection
    packed: tuple[bytes, ...] = ()
    rows: Rows | None = None


def _size(inspection: Inspection, packed: tuple[bytes, ...], rows: Rows | None) -> int:
    text = inspection.capture.text
    explained = sum(map(len, packed)) if packed else len(text) * _OF_A_CHARACTER
    return sys.getsizeof(text) + explained + (2 * rows.starts.itemsize * len(rows) if rows else 0)


class Sitting(QObject):
    """Emits `shown` for what is to be shown now, `added` once for each new capture, `left` where older ones leave."""

    shown = Signal(object)
    added = Signal(object)
    left = Signal()
    reading = Signal(str, int)
    progress = Signal(int, int)
    sized = Signal(int)
    refused = Signal(object)

    def __init__(self, knowledge: Catalog, parent: QObject) -> None:
        """Begin with none."""
        super().__init__(parent)
        self.knowledge = knowledge
        self._held: list[Held] = []
        self._waiting: list[Job] = []
        self.current = -1
        self.team = ""

    @cached_property
    def background(self) -> Background:
        """Give the worker: made when it is first needed, or warmed after the first paint."""
        from inspector.ui import background  # noqa: PLC0415 - the first paint does without

        made = background.Background(self)
        made.done.connect(self._done)
        made.failed.connect(self._failed)
        made.sized.connect(self.sized)
        made.progress.connect(lambda step: self.progress.emit(step, background.WHOLE))
        return made

    def warm(self) -> None:
        """Make ready what the first paste would else wait for: the worker, then step by step the engine."""
        from inspector.ui import warming  # noqa: PLC0415 - the first paint does without

        self.background.warm()
        in_steps(self, warming.steps(self.knowledge))

    @property
    def names(self) -> list[str]:
        """Name every capture: what it says, and where it came from."""
        return [held.name for held in self._held]

    @property
    def inspection(self) -> Inspection | None:
        """Give the capture that is shown."""
        return self._held[self.current].inspection if self._held else None

    def report(self, number: int) -> Report | None:
        """Give a whole report of the capture that is shown."""
        if self.inspection is None or not self.inspection.reports:
            return None
        packed = self._held[self.current].packed
        if not packed:
            return self.inspection.reports[number]
        from inspector.wire import unpack_report  # noqa: PLC0415 - the first paint does without

        return unpack_report(packed[number])

    @property
    def diagnosed(self) -> bool:
        """Tell whether the worker, which reads what is large, has diagnosed the reports already."""
        return bool(self._held[self.current].packed) if self._held else False

    @property
    def rows(self) -> Rows | None:
        """Give the rows of its text where the worker found them."""
        return self._held[self.current].rows if self._held else None

    def secrets(self, report: Report | None) -> tuple[Secret, ...]:
        """Give the secrets found in the capture that is shown; in a large one, around the report that is shown."""
        if self.inspection is None:
            return ()
        middle = report.exchange.span.start if report else 0
        start = max(0, middle - _MOST_SEARCHED // 2)
        return _secrets(self.inspection.capture.text[start : start + _MOST_SEARCHED])

    @property
    def busy(self) -> bool:
        """Tell whether a capture is being read in the background."""
        return "background" in vars(self) and self.background.busy

    def open(self, source: Source) -> None:
        """Open a file or an example; what is large is read in the background."""
        if source.origin == "example":
            path = assets.examples()[source.name]
            self.open_bytes(path.read_bytes(), "example", path.name)
            return
        small = intake.is_small(source, effort.LONGEST)
        if not small:
            self._later(Job(source, team=self.team))
            return
        try:
            raw = intake.read(source)
        except intake.Unreadable as error:
            self.refused.emit({language: error.worded(self.knowledge, language) for language in ("en", "zh")})
            return
        self.open_bytes(raw, source.origin, source.name)

    def open_mime(self, held: QMimeData, origin: str) -> bool:
        """Open what a clipboard or a drop holds: local files, else text. Tell whether there was anything."""
        paths = [url.toLocalFile() for url in held.urls() if url.isLocalFile()]
        for path in paths:
            self.open(Source("file", path.rpartition("/")[2], path))
        if paths or not held.text().strip():
            return bool(paths)
        self.open_bytes(held.text().encode("utf-8", "replace"), origin, "")
        return True

    def open_bytes(self, raw: bytes, origin: str, name: str) -> None:
        """Open bytes; what cannot be read within a frame goes to the background."""
        if len(raw) > capture.LIMIT:
            error = intake.Unreadable(name, "too-large", len(raw))
            self.refused.emit({language: error.worded(self.knowledge, language) for language in ("en", "zh")})
        elif archive.is_packed(raw) or not effort.is_quick(raw):
            self._later(Job(Source(origin, name), raw, self.team))
        else:
            self._hold(inspect(raw, origin, name, self.knowledge, explaining=False))

    def _later(self, job: Job) -> None:
        self._waiting.append(job)
        self._next()

    def _next(self) -> None:
        if not self._waiting or self.background.busy:
            return
        job = self._waiting.pop(0)
        self.reading.emit(job.source.name, len(job.raw))
        self.background.run(job)

    def _done(self, inspection: Inspection, packed: tuple[bytes, ...], rows: Rows | None) -> None:
        self._hold(inspection, packed, rows)
        self._next()

    def _failed(self, words: dict[str, str]) -> None:
        self.refused.emit(words)
        self.shown.emit(self.inspection)
        self._next()

    def cancel(self) -> None:
        """Stop reading, and show what was shown before."""
        self._waiting = []
        self.background.cancel()
        self.shown.emit(self.inspection)

    def _hold(self, inspection: Inspection, packed: tuple[bytes, ...] = (), rows: Rows | None = None) -> None:
        size = _size(inspection, packed, rows)
        self._make_room(size)
        self._held.append(Held(wording.name(inspection, self.names), size, inspection, packed, rows))
        self.choose(len(self._held) - 1)
        self.added.emit(inspection)

    def _make_room(self, size: int) -> None:
        """Let the oldest go until one more has room; never the one that is looked at."""
        before = len(self._held)
        size += sum(held.size for held in self._held)
        while len(self._held) > 1 and (len(self._held) >= MOST_HELD or size > MOST_BYTES):
            place = 0 if self.current else 1
            size -= self._held.pop(place).size
            self.current -= place < self.current
        if len(self._held) < before:
            self.left.emit()

    def choose(self, number: int) -> None:
        """Show one of the captures."""
        self.current = number
        self.shown.emit(self.inspection)

    def step(self, by: int) -> None:
        """Show the next capture, or the one before."""
        if self._held:
            self.choose((self.current + by) % len(self._held))

    def close_current(self) -> None:
        """Let the shown capture go."""
        if self._held:
            self._held.pop(self.current)
            self.choose(min(self.current, len(self._held) - 1))

    def close(self) -> None:
        """End the worker."""
        self._waiting = []
        if "background" in vars(self):
            self.background.stop()


@lru_cache(maxsize=8)
def _secrets(text: str) -> tuple[Secret, ...]:
    from inspector.redact import find_secrets  # noqa: PLC0415 - 20 ms that the first paint need not wait for

    return find_secrets(text)
