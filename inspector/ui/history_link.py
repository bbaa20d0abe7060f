"""Between the history's file and its panel: records what was seen, searches, deletes and brings back.

A locked or full file never hides an answer: what could not be written is told and tried again by the history itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.history import NEWEST, History, HistoryError, Notice, Row, Seen
from inspector.ui.history_panel import HistoryPanel

MOST_LISTED = 200
_TYPING_MILLISECONDS = 60
_RECORDING_MILLISECONDS = 15
_SEARCH_SECONDS = 0.03
"""How long the window stands still for a search; what takes longer goes on between its other work."""
_PORTION = 50
"""Request IDs recorded in one go: a capture of thousands must not stall the window."""


class HistoryLink(QObject):
    """Owns the open history; shows its rows in the panel."""

    copied = Signal(object)
    removed = Signal(int)
    trouble = Signal(str)
    noticed = Signal(object)

    def __init__(self, history: History, panel: HistoryPanel) -> None:
        """Connect the panel."""
        super().__init__(panel)
        self._history = history
        self._panel = panel
        self._taken: tuple[Row, ...] = ()
        self._told: Notice | None = None
        self._waiting: Iterator[Seen] = iter(())
        self._recording = QTimer(self)
        self._recording.setSingleShot(True)
        self._recording.setInterval(_RECORDING_MILLISECONDS)
        self._recording.timeout.connect(self._record_portion)
        self._sought, self._rest = "", NEWEST
        self._found: tuple[Row, ...] = ()
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.timeout.connect(self._seek)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.refresh)
        panel.search_wanted.connect(lambda _: self._typing.start())
        panel.copy_wanted.connect(self.copied)
        panel.delete_wanted.connect(self._delete)
        panel.clear_wanted.connect(self._clear)

    def record_later(self, seen: Iterable[Seen] = (), *, hold: bool = False) -> None:
        """Remember request IDs after the paint that shows the answer; at the latest when the file is let go.

        With `hold` they wait until this is asked again: at the start nobody knows how late that paint comes.
        """
        self._waiting = chain(self._waiting, seen)
        if not hold:
            self._recording.start()

    def _record_portion(self) -> None:
        seen = list(islice(self._waiting, _PORTION))
        if self._attempt(lambda: self._history.record_all(seen, time.time())) and len(seen) == _PORTION:
            self._recording.start()  # after trouble the rest waits for the next capture, or for the end

    def refresh(self) -> None:
        """List what the search asks for, and tell what is new about the file."""
        self._sought, self._found, self._rest = self._panel.search.text(), (), NEWEST
        self._seek()

    def _seek(self) -> None:
        """Search for a moment, and go on when the window has had its turn: it never waits for a long history."""
        begun = self._rest == NEWEST
        try:
            page = self._history.newest(MOST_LISTED - len(self._found), self._sought, _SEARCH_SECONDS, self._rest)
        except HistoryError as error:
            self._searching.stop()
            self.trouble.emit(error.reason)
        else:
            self._found += page.rows
            if page.rest is None:
                self._searching.stop()
            else:
                self._rest = page.rest
                self._searching.start()
            if begun or page.rows or page.rest is None:
                self._panel.show_rows(list(self._found), complete=page.complete, searching=page.rest is not None)
        notice = self._history.notice
        if notice and notice != self._told:  # damage may be met at any call
            self.noticed.emit(notice)
        self._told = notice

    def undo(self) -> None:
        """Bring back what was deleted last."""
        taken, self._taken = self._taken, ()
        self._attempt(lambda: self._history.undelete(taken))

    def close(self) -> None:
        """Let the file go."""
        self._typing.stop()
        self._searching.stop()
        self._recording.stop()
        with suppress(HistoryError):  # nobody is there to be told
            self._history.record_all(self._waiting, time.time())
        self._history.close()

    def _delete(self, rows: list[Row]) -> None:
        def delete() -> None:
            self._taken = self._history.delete([row.id for row in rows])

        if self._attempt(delete):
            self.removed.emit(len(rows))

    def _clear(self) -> None:
        def clear() -> None:
            self._taken = self._history.clear()

        if self._attempt(clear) and self._taken:
            self.removed.emit(len(self._taken))

    def _attempt(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except HistoryError as error:
            self.trouble.emit(error.reason)
            return False
        finally:
            self.refresh()
        return True
