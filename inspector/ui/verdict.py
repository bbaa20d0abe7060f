"""The verdict card: status, code, provider with its reason, EC, and the request ID large with its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from inspector.ui import theme
from inspector.ui.numbers import dress
from inspector.ui.parts import Card, Chip, Elided, Text, Tool, cut, visible

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

_MOST_OF_STATUS = 40
"""Characters: more than any reason phrase of the standard has."""

_MOST_OF_REASON = 60
"""Characters of the text that proves whose answer it is."""

_MOST_WHOLE = 160
"""Characters of a code or an ID that are shown whole, over several lines if need be: more than any store's have."""

_BETWEEN = "  ·  "
"""What stands between places that are on one line."""

_LEAST_OF_REASON = 160
"""Pixels, below which the reason beside the code says nothing any more."""


class Verdict(NamedTuple):
    """What the card shows; empty where the capture holds nothing. `time` is the answer's, in words."""

    status: str = ""
    code: str = ""
    provider: str = ""
    reason: str = ""
    ec: str = ""
    places: tuple[str, ...] = ()
    request_id: str = ""
    masked: bool = False
    copyable: bool = False
    message: str = ""
    time: str = ""


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
        self._stacked = (False, False)
        self._badge = Chip(name="status")
        self._code = Text(name="code", wrap=True, select=True)
        self._code.setFont(theme.sized(theme.sans(), 15, strong=True))
        self._provider = Text(name="provider")
        self._provider.setFont(theme.sized(theme.sans(), 10, strong=True))
        self._reason = Elided(name="providerReason", colour="secondary")
        self._places = Text(name="places", colour="secondary", wrap=True, select=True)
        self._message = Text(name="message", wrap=True, select=True)
        self._caption = Text(name="requestIdCaption", colour="secondary")
        self._id = Text(name="requestId", wrap=True, select=True)
        self._id.setMinimumWidth(1)  # beside its buttons it is no reason for the window to stay wide
        self._note = Chip(name="requestIdNote")
        self._time = Text(name="answerTime", colour="secondary", wrap=True, select=True)
        self.first_button = self._copy = Tool("copy", name="copyRequestId", word=True)
        self._ticket = Tool("ticket", name="copyTicket", word=True)
        self._copy.clicked.connect(self.copy_id_wanted)
        self._ticket.clicked.connect(self.copy_ticket_wanted)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self._head = _beside((self._badge, self._code))
        self._head.setStretch(1, 1)
        self._side = QVBoxLayout()
        self._side.setSpacing(0)
        for text in (self._provider, self._reason):
            dress(text, alignment="AlignRight")
            self._side.addWidget(text)
        self._side.setStretch(1, 1)
        self._first = _beside(())
        self._first.addLayout(self._head, stretch=1)
        self._first.addLayout(self._side)
        self._buttons = _beside((self._caption, self._note, self._copy, self._ticket))
        self._buttons.addStretch()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.GAP)
        layout.addLayout(self._first)
        layout.addWidget(self._message)
        layout.addWidget(self._places)
        layout.addLayout(self._buttons)
        layout.addWidget(self._id)
        layout.addWidget(self._time)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the provider below the code, the code below the status, the ID below its buttons: if there is no room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width() - theme.LARGE - theme.MEDIUM
        code = self._code.fontMetrics().horizontalAdvance(self._code.text()) + theme.GAP
        head = code + (self._badge.sizeHint().width() + theme.SMALL if self._verdict.status else 0)
        side = max(self._provider.sizeHint().width(), _LEAST_OF_REASON if self._verdict.reason else 0)
        if (places := "\n".join(self._place_lines(room))) != self._places.text():
            self._places.setText(places)
        self._put_id(down=self._id_row() > room)
        stacked = (head > room, head + side + theme.SMALL > room)
        if stacked != self._stacked:
            self._stacked = stacked
            self._turn(*stacked)

    def _place_lines(self, room: int) -> list[str]:
        """Break the places between two of them, never within one where it has room."""
        parts = (f"EC {self._verdict.ec}" if self._verdict.ec else "", *self._verdict.places)
        width = self._places.fontMetrics().horizontalAdvance
        lines: list[str] = []
        for part in (visible(cut(part)) for part in parts if part):
            if lines and width(longer := lines[-1] + _BETWEEN + part) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
        return lines

    def _id_row(self) -> int:
        """Give the pixels that the request ID takes beside its caption and its buttons."""
        seen = (self._caption, self._copy, self._ticket, *((self._note,) if self._verdict.masked else ()))
        beside: int = sum(part.sizeHint().width() + theme.SMALL for part in seen)
        return beside + self._id.fontMetrics().horizontalAdvance(self._id.text())

    def _turn(self, head_down: bool, side_down: bool) -> None:
        """Let the parts stand below each other, or beside; seldom, for Qt's enums cost their time at the start."""
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(below if head_down else beside)
        self._first.setDirection(below if side_down else beside)
        self._side.setDirection(beside if side_down else below)
        self._side.setSpacing(theme.SMALL if side_down else 0)
        for text in (self._provider, self._reason):
            dress(text, alignment="AlignLeft" if side_down else "AlignRight")

    def _put_id(self, *, down: bool) -> None:
        if down == self._id.wordWrap():
            return
        self._id.setWordWrap(down)
        if down:
            self._column.insertWidget(self._column.indexOf(self._time), self._id)
        else:
            self._buttons.insertWidget(1, self._id)

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
        self._code.setText(visible(cut(shown.code, _MOST_WHOLE)) or self.tr("No error code"))
        self._provider.setText(shown.provider or self.tr("Provider unknown"))
        self._reason.setText(visible(cut(shown.reason, _MOST_OF_REASON)))
        self._places.setVisible(bool(shown.ec or shown.places))
        self._message.setText(visible(cut(shown.message)))
        self._message.setVisible(bool(shown.message))
        self._time.setText(visible(cut(shown.time)))
        self._time.setVisible(bool(shown.time))
        self._caption.setText(self.tr("Request ID"))
        self._id.setText(visible(cut(shown.request_id, _MOST_WHOLE)) or self.tr("not in this capture"))
        self._id.setFont(theme.sized(theme.mono(), 15) if shown.request_id else theme.sans())
        self._id.set_colour("" if shown.request_id else "secondary")
        self._id.setAccessibleName(f"{self.tr('Request ID')} {visible(cut(shown.request_id, _MOST_WHOLE))}")
        self._note.set(self.tr("masked"), "warning")
        self._note.setVisible(shown.masked)
        self._copy.say(self.tr("Copy ID"), self.tr("Copy the request ID (Ctrl+Shift+C)"))
        self._copy.setEnabled(shown.copyable)
        self._ticket.say(self.tr("Copy ticket"), self.tr("Copy a ticket that is safe to send (Ctrl+Shift+T)"))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _beside(parts: tuple[QWidget, ...]) -> QBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.SMALL)
    for part in parts:
        row.addWidget(part)
    return row
