"""The line at the foot: the shape, what was mended, how many secrets are hidden when copied, and the promise."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.parts import Text


class StatusLine(QWidget):
    """Shows counts; says nothing of a capture's content."""

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self.setObjectName("statusLine")
        self._shown = ("", 0, 0, 0)
        self._left = Text(name="statusText", colour="secondary")
        self._right = Text(name="privacy", colour="secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.GAP, theme.MEDIUM, theme.GAP)
        layout.addWidget(self._left)
        layout.addStretch()
        layout.addWidget(self._right)
        self.retranslate()

    def show_capture(self, shape: str = "", responses: int = 0, repairs: int = 0, secrets: int = 0) -> None:
        """Show another capture's counts."""
        self._shown = (shape, responses, repairs, secrets)
        self.retranslate()

    def retranslate(self) -> None:
        """Word everything anew."""
        shape, responses, repairs, secrets = self._shown
        parts = [shape] if shape else []
        if responses > 1:
            parts.append(self.tr("responses: %1").replace("%1", f"{responses:,}"))
        if repairs:
            parts.append(self.tr("repairs: %1").replace("%1", f"{repairs:,}"))
        if secrets:
            parts.append(self.tr("secrets hidden when copied: %1").replace("%1", f"{secrets:,}"))
        self._left.setText("  ·  ".join(parts))
        self._right.setText(self.tr("Nothing leaves this computer"))
