"""The verdict card: status, code, provider with its reason, EC, and the request ID large with its buttons."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from inspector.ui import theme
from inspector.ui.numbers import dress
from inspector.ui.parts import Card, Chip, Elided, Text, Tool, cut, visible

_MOST_OF_STATUS = 40
"""Characters: more than any reason phrase of the standard has."""


class Verdict(NamedTuple):
    """What the card shows; empty where the capture holds nothing."""

    status: str = ""
    code: str = ""
    provider: str = ""
    reason: str = ""
    ec: str = ""
    places: tuple[str, ...] = ()
    request_id: str = ""
    masked: bool = False
    message: str = ""


def tone_of(status: str) -> str:
    """Choose the badge's tone by the class of the status."""
    return {"2": "good", "3": "note", "4": "warning", "5": "error"}.get(status[:1], "note")


def _badge_tone(shown: Verdict) -> str:
    """Never call good what carries an error code, such as the 203 of a failed callback."""
    tone = tone_of(shown.status)
    return "warning" if shown.code and tone == "good" else tone


class VerdictCard(Card):
    """Answers first; visible in any screenshot."""

    copy_id_wanted = Signal()
    copy_ticket_wanted = Signal()

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self.setObjectName("verdict")
        self._verdict = Verdict()
        self._badge = Chip(name="status")
        self._code = Elided(name="code", select=True)
        self._code.setFont(theme.sized(theme.sans(), 15, strong=True))
        self._provider = Text(name="provider")
        self._provider.setFont(theme.sized(theme.sans(), 10, strong=True))
        self._reason = Elided(name="providerReason", colour="secondary")
        self._places = Text(name="places", colour="secondary", wrap=True, select=True)
        self._message = Text(name="message", wrap=True, select=True)
        self._caption = Text(name="requestIdCaption", colour="secondary")
        self._id = Elided(name="requestId", select=True)
        self._id.setFont(theme.sized(theme.mono(), 15))
        self._note = Chip(name="requestIdNote")
        self._copy = Tool("copy", name="copyRequestId", word=True)
        self._ticket = Tool("ticket", name="copyTicket", word=True)
        self._copy.clicked.connect(self.copy_id_wanted)
        self._ticket.clicked.connect(self.copy_ticket_wanted)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.SMALL)
        for part in (self._badge, self._code):
            first.addWidget(part)
        first.addStretch()
        side = QVBoxLayout()
        side.setSpacing(0)
        for text in (self._provider, self._reason):
            dress(text, alignment="AlignRight")
            side.addWidget(text)
        first.addLayout(side)
        last = QHBoxLayout()
        last.setSpacing(theme.SMALL)
        for part in (self._id, self._note):
            last.addWidget(part)
        last.addStretch()
        for button in (self._copy, self._ticket):
            last.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.GAP)
        layout.addLayout(first)
        layout.addWidget(self._message)
        layout.addWidget(self._places)
        layout.addSpacing(theme.GAP)
        layout.addWidget(self._caption)
        layout.addLayout(last)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show another verdict."""
        self._verdict = verdict
        self.retranslate()

    def retranslate(self) -> None:
        """Word everything anew."""
        shown = self._verdict
        self._badge.set(visible(shown.status[:_MOST_OF_STATUS]), _badge_tone(shown))
        self._badge.setVisible(bool(shown.status))
        self._badge.setAccessibleName(self.tr("HTTP status %1").replace("%1", self._badge.text()))
        self._code.setText(visible(cut(shown.code)) or self.tr("No error code"))
        self._provider.setText(shown.provider or self.tr("Provider unknown"))
        self._reason.setText(visible(shown.reason[:60]))
        parts = ([f"EC {shown.ec}"] if shown.ec else []) + list(shown.places)
        self._places.setText(visible("  ·  ".join(map(cut, parts))))
        self._places.setVisible(bool(parts))
        self._message.setText(visible(cut(shown.message)))
        self._message.setVisible(bool(shown.message))
        self._caption.setText(self.tr("Request ID"))
        self._id.setText(visible(cut(shown.request_id)) or self.tr("not in this capture"))
        self._id.set_colour("" if shown.request_id else "secondary")
        self._id.setAccessibleName(f"{self.tr('Request ID')} {visible(cut(shown.request_id))}")
        self._note.set(self.tr("masked"), "warning")
        self._note.setVisible(shown.masked)
        self._copy.say(self.tr("Copy ID"), self.tr("Copy the request ID (Ctrl+Shift+C)"))
        self._copy.setEnabled(bool(shown.request_id))
        self._ticket.say(self.tr("Copy ticket"), self.tr("Copy a ticket that is safe to send (Ctrl+Shift+T)"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
