"""Small widgets that all panels share. Whatever they show is plain text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QWidget

from inspector.ui import theme

AFTER_PAINT = 1
"""Milliseconds after which a first paint that is due has been done."""

MOST_SHOWN = 1000
"""Characters of a captured value in one line of the window; the rest is shown on demand."""

_HIDDEN = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "␡",
    **dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF), "\ufffd"),
}
_HIDDEN_IN_LINES = {code: sign for code, sign in _HIDDEN.items() if code not in (0x09, 0x0A, 0x0D)}


def visible(text: str) -> str:
    """Show every control and invisible character as a sign of its own, character for character."""
    return text.translate(_HIDDEN)


def visible_lines(text: str) -> str:
    """Do the same to a text of several lines, whose line ends stay."""
    return text.translate(_HIDDEN_IN_LINES)


def cut(text: str) -> str:
    """Cut a value to what one line of the window can bear."""
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


class Text(QLabel):
    """A label that never takes its text for markup."""

    def __init__(self, text: str = "", *, name: str = "", colour: str = "", wrap: bool = False, select: bool = False) -> None:
        """Colour is a field of `theme.Scheme`, empty for the usual text."""
        super().__init__()
        self._colour = colour
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setWordWrap(wrap)
        if select:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)
        if colour:
            self._recolour()

    def set_colour(self, colour: str) -> None:
        """Take another colour of the scheme."""
        self._colour = colour
        self._recolour()

    def _recolour(self) -> None:
        made = QPalette()
        if self._colour:
            made.setColor(QPalette.ColorRole.WindowText, QColor(getattr(theme.current(), self._colour)))
        self.setPalette(made)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.ApplicationPaletteChange and self._colour:
            self._recolour()
        super().changeEvent(event)


class Chip(QLabel):
    """A word on a coloured ground: a status, a grade."""

    def __init__(self, text: str = "", tone: str = "note", *, name: str = "") -> None:
        """Tone is error, warning, good or note."""
        super().__init__(text)
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setContentsMargins(6, 1, 6, 1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set(self, text: str, tone: str) -> None:
        """Show another word in another tone."""
        self._tone = tone
        self.setText(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the word."""
        tone: theme.Tone = getattr(theme.current(), self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.ground))
        painter.drawRoundedRect(QRectF(self.rect()), theme.CHIP_RADIUS, theme.CHIP_RADIUS)
        painter.setPen(QColor(tone.text))
        painter.drawText(self.contentsRect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class Card(QFrame):
    """A surface with a hairline and round corners, on which related values stand."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface."""
        scheme = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(scheme.border))
        painter.setBrush(QColor(scheme.surface))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, theme.CARD_RADIUS, theme.CARD_RADIUS)
        painter.end()


class Hairline(QWidget):
    """A line of one pixel between neighbours."""

    def __init__(self, *, upright: bool = False) -> None:
        """Lie flat, or stand upright."""
        super().__init__()
        (self.setFixedWidth if upright else self.setFixedHeight)(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().border))
        painter.end()


class Tool(QToolButton):
    """A flat button with an icon of ours, a word, or both."""

    def __init__(self, icon: str = "", *, name: str, word: bool = False) -> None:
        """`word`: the text stands beside the icon; else it is the tool tip and what a screen reader says."""
        super().__init__()
        self._icon = icon
        self.setObjectName(name)
        self.setAutoRaise(True)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if word and icon else style.ToolButtonTextOnly if word else style.ToolButtonIconOnly
        )

    def say(self, text: str, tip: str = "") -> None:
        """Set the word and the tool tip."""
        self.setText(text)
        self.setToolTip(tip or text)
        self.setAccessibleName(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the icon when it is seen, after the window's first paint: its room is kept."""
        if self._icon and self.icon().isNull():
            QTimer.singleShot(AFTER_PAINT, self, self._redraw)
        super().showEvent(event)

    def _redraw(self) -> None:
        self.setIcon(theme.icon(self._icon, theme.current().secondary))

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon when the scheme changes."""
        if event.type() == QEvent.Type.ApplicationPaletteChange and self._icon:
            self._redraw()
        super().changeEvent(event)


def section_head(text: str = "", *, name: str = "") -> Text:
    """Give a head over a section: small, semibold, in the secondary colour."""
    head = Text(text, name=name, colour="secondary")
    head.setFont(theme.sized(theme.sans(), 9, strong=True))
    return head
