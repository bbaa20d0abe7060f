"""The team's own catalog: read beside the window, for a share may answer late or never, and again when it changes."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from inspector import assets


class Team(QObject):
    """Looks at the folder and tells the catalog that it makes with ours, each time that something in it changed."""

    read = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Begin with ours alone."""
        super().__init__(parent)
        self._known: object = ("", ())
        self._reader: threading.Thread | None = None

    def look(self, folder: str) -> None:
        """Look whether there is something new, unless an earlier look has no answer yet."""
        if (folder or self._known != ("", ())) and not (self._reader and self._reader.is_alive()):
            self._reader = threading.Thread(target=self._look, args=(folder,), daemon=True)
            self._reader.start()

    def wait(self, seconds: float) -> None:
        """Let a look that is under way end, for so long at most."""
        if self._reader:
            self._reader.join(seconds)

    def _look(self, folder: str) -> None:
        found = (folder, assets.stamp(folder))
        if found != self._known:
            self._known = found
            self.read.emit(assets.knowledge(folder))
