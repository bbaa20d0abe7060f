"""Between the history's file and its panel: records what was seen, searches, deletes and brings back.

A locked or full file never hides an answer: what could not be written is told and tried again by the history itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.history import History, HistoryError, Row, Seen
from inspector.ui.history_panel import HistoryPanel
from inspector.ui.parts import later

MOST_LISTED = 200
_TYPING_MILLISECONDS = 60


class HistoryLink(QObject):
    """Owns the open history; shows its rows in the panel."""

    copied = Signal(object)
    removed = Signal(int)
    trouble = Signal(str)

    def __init__(self, history: History, panel: HistoryPanel) -> None:
        """Connect the panel."""
        super().__init__(panel)
        self._history = history
        self._panel = panel
        self._taken: tuple[Row, ...] = ()
        self._waiting: list[Seen] = []
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self.refresh)
        panel.search_wanted.connect(lambda _: self._typing.start())
        panel.copy_wanted.connect(self.copied)
        panel.delete_wanted.connect(self._delete)
        panel.clear_wanted.connect(self._clear)

    @property
    def notice(self) -> tuple[str, str] | None:
        """Give what the user should know about the file: the id of its wording, and a detail."""
        notice = self._history.notice
        return (notice.id, notice.detail) if notice else None

    def record(self, seen: Iterable[Seen]) -> None:
        """Remember request IDs, and list them."""
        try:
            self._history.record_all(seen, time.time())
        except HistoryError as error:
            self.trouble.emit(error.reason)
        self.refresh()

    def record_later(self, seen: Iterable[Seen]) -> None:
        """Do the same after the paint that shows the answer; at the latest when the file is let go."""
        self._waiting += seen
        later(self, self._record_waiting)

    def _record_waiting(self) -> None:
        seen, self._waiting = self._waiting, []
        if seen:
            self.record(seen)

    def refresh(self) -> None:
        """List what the search asks for."""
        try:
            page = self._history.newest(MOST_LISTED, self._panel.search.text())
        except HistoryError as error:
            self.trouble.emit(error.reason)
            return
        self._panel.show_rows(list(page.rows))

    def undo(self) -> None:
        """Bring back what was deleted last."""
        taken, self._taken = self._taken, ()
        self._attempt(lambda: self._history.undelete(taken))

    def close(self) -> None:
        """Let the file go."""
        self._typing.stop()
        self._record_waiting()
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

    def _attempt(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except HistoryError as error:
            self.trouble.emit(error.reason)
            return False
        finally:
            self.refresh()
        return True
