"""The gate to the clipboard: only plain text goes out, and no secret of the capture with it.

It also stands behind what Qt's own widgets copy (a selection in a label, in a text field), for it looks at the
clipboard whenever this program has put something there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

if TYPE_CHECKING:
    from inspector.redact import Redacted, Secret

LONGEST = 256 * 1024
"""Characters: hiding the secrets of more would stall the window."""


class Clipboard(QObject):
    """Copies text without secrets; `known` gives the secrets of the capture that is shown."""

    def __init__(self, parent: QObject, known: Callable[[], Sequence[Secret]]) -> None:
        """Watch what this program puts on the clipboard."""
        super().__init__(parent)
        self._known = known
        self._own = ""
        self._board = QGuiApplication.clipboard()
        self._board.changed.connect(self._changed)

    def put(self, clean: Redacted, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        """Put on the clipboard what has been cleaned."""
        self._own = clean.text  # known when the clipboard tells of it, and not cleaned again
        self._board.setText(clean.text, mode)

    def clean(self, text: str) -> Redacted:
        """Hide the secrets in a text, those of the capture too."""
        from inspector.redact import redact  # noqa: PLC0415 - 20 ms that the first paint need not wait for

        return redact(text, self._known())

    def _changed(self, mode: QClipboard.Mode) -> None:
        if mode == QClipboard.Mode.Clipboard and not self._board.ownsClipboard():
            return
        if mode == QClipboard.Mode.Selection and not self._board.ownsSelection():
            return
        if mode == QClipboard.Mode.FindBuffer:
            return
        held = self._board.mimeData(mode)
        text = held.text()
        extra = [name for name in held.formats() if not name.startswith("text/plain")]
        if text == self._own and not extra:
            return
        if len(text) > LONGEST:
            self._board.clear(mode)
            return
        clean = self.clean(text)
        if clean.text != text or extra:
            self.put(clean, mode)
