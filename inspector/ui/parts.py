"""Small widgets that all panels share. Whatever they show is plain text."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from math import ceil
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from inspector.plain import UNSEEN
from inspector.ui import numbers, theme
from inspector.ui.numbers import dress

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPaintEvent

_LATER_MILLISECONDS = 15
_NARROWEST = 80
"""Pixels that a label of captured text needs at least."""

MOST_SHOWN = 1000
"""Characters of a captured value in one line of the window; the rest is shown on demand."""

_HIDDEN = {**dict.fromkeys(UNSEEN, "\ufffd"), 0x09: "→", 0x0A: "¶", 0x0D: "¶"}
_HIDDEN_IN_LINES = {code: sign for code, sign in _HIDDEN.items() if code not in (0x09, 0x0A, 0x0D)}


def later(owner: QObject, work: Callable[[], object]) -> None:
    """Do something after the paint that is under way, and not if its owner goes before.

    The time counts from the next turn of the event loop, for what asks for the paint may itself take longer.
    A timer of its own: QTimer.singleShot touches the Qt namespace (see `numbers`).
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)

    def wait() -> None:
        timer.timeout.disconnect(wait)
        timer.timeout.connect(work)
        timer.timeout.connect(timer.deleteLater)
        timer.start(_LATER_MILLISECONDS)

    timer.timeout.connect(wait)
    timer.start(0)


def in_steps(owner: QObject, steps: Iterator[object]) -> None:
    """Do something long one step a turn of the event loop, so that whatever happens meanwhile is not kept waiting."""
    timer = QTimer(owner)

    def step() -> None:
        if next(steps, steps) is steps:
            timer.stop()
            timer.deleteLater()

    timer.timeout.connect(step)
    timer.start(0)


def tab_before(widget: QWidget, *made: QWidget) -> None:
    """Let the Tab key come by what was made late before it comes to `widget`: else it comes there last of all."""
    before = widget.previousInFocusChain() or widget
    while before is not widget and before.focusPolicy() == QtCore.Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain() or widget
    for one in made:
        QWidget.setTabOrder(before, one)
        before = one


def visible(text: str) -> str:
    """Show every control and invisible character as a sign of its own, character for character."""
    return text.translate(_HIDDEN)


def visible_lines(text: str) -> str:
    """Do the same to a text of several lines, whose line ends stay."""
    return text.translate(_HIDDEN_IN_LINES)


def cut(text: str, most: int = MOST_SHOWN) -> str:
    """Cut a value to what one line of the window can bear."""
    return text if len(text) <= most else text[:most] + "…"


def shortened(text: str, width: int, metrics: QFontMetrics) -> str:
    """Leave out the middle of a text that is wider than some pixels.

    By hand, for QFontMetrics.elidedText takes an enum of the Qt namespace (see `numbers`).
    """
    if metrics.horizontalAdvance(text) <= width:
        return text

    def kept(count: int) -> str:
        return f"{text[: count - count // 2]}…{text[len(text) - count // 2 :]}"

    return kept(max(0, bisect(range(len(text)), width, key=lambda count: metrics.horizontalAdvance(kept(count))) - 1))


def laid_out(layout: QTextLayout, width: int, wrap: QTextOption.WrapMode) -> float:
    """Set the lines of a layout below each other; give their height."""
    option, height = QTextOption(), 0.0
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return height


_LONG_WORD = re.compile(r"[（《“‘「]{0,2}[!-~]{10,20000}[，。；：、？！）》”’」]{0,3}")
"""What Qt breaks nowhere: signs of full width stay with the word that they stand at."""


class Text(QLabel):
    """A label that never takes its text for markup."""

    def __init__(
        self, text: str = "", *, name: str = "", colour: str = "", wrap: bool = False, select: bool = False
    ) -> None:
        """Colour is a field of `theme.Scheme`, a colour or a tone; empty for the usual text."""
        super().__init__()
        self.colour = colour
        self._scheme: theme.Scheme | None = None
        self._heights: dict[int, int] = {}
        self._held = False
        dress(self, textFormat="PlainText", objectName=name, wordWrap=wrap)
        if select:
            dress(self, textInteractionFlags="TextSelectableByMouse|TextSelectableByKeyboard")
        self.setText(text)
        if colour:
            self._recolour()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note whether a selection stands after the press: then what Qt would begin is a drag of it."""
        super().mousePressEvent(event)
        self._held = self.hasSelectedText()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let no selection be dragged out: the drag would take the text as it is, past every gate."""
        if not self._held:
            super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys that go to either end to the panel around; with Shift they select."""
        if event.key() in (numbers.HOME, numbers.END) and event.modifiers() == QtCore.Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Let no captured word, however long, push the window wider: what wraps is content with little."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _NARROWEST), hint.height()) if self.wordWrap() else hint

    def setText(self, text: str) -> None:
        """Show another text."""
        self._heights.clear()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        """Count the lines of broken words too; nested layouts ask for one width many times over."""
        if width not in self._heights:
            broken = self._breaks_words(width)
            self._heights[width] = ceil(self._broken(width)[1]) if broken else super().heightForWidth(width)
        return self._heights[width]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text; QLabel would let a word that is longer than a line run out of sight."""
        if self.hasSelectedText() or not self._breaks_words(self.width()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        self._broken(self.width())[0].draw(painter, QPointF(0, 0))
        painter.end()

    def _breaks_words(self, width: int) -> bool:
        if not self.wordWrap():
            return False
        words: list[str] = _LONG_WORD.findall(self.text())
        return bool(words) and self.fontMetrics().horizontalAdvance(max(words, key=len)) > width

    def _broken(self, width: int) -> tuple[QTextLayout, float]:
        """Lay the text out, breaking words where they do not fit; give the height too."""
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        return layout, laid_out(layout, width, QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def set_colour(self, colour: str) -> None:
        """Take another colour of the scheme."""
        self.colour = colour
        self._recolour()

    def _recolour(self) -> None:
        self._scheme = theme.current()  # kept, for setting a palette is a change of the palette again
        made = QPalette()
        if self.colour:
            colour = getattr(theme.current(), self.colour)
            made.setColor(
                QPalette.ColorRole.WindowText,
                QColor(colour.text if isinstance(colour, theme.Tone) else colour),
            )
        self.setPalette(made)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        if event.type() == QEvent.Type.PaletteChange and self.colour and self._scheme is not theme.current():
            self._recolour()
        if event.type() == QEvent.Type.FontChange:
            self._heights.clear()
        super().changeEvent(event)


class Elided(Text):
    """A label of one line that gives way: where there is no room for it, it leaves out its middle, and a tip has it."""

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(text.replace("<", "‹"))  # where Qt looks for markup

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _NARROWEST), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, or what there is room for."""
        area, metrics = self.contentsRect(), self.fontMetrics()
        if metrics.horizontalAdvance(self.text()) <= area.width():
            super().paintEvent(event)
            return
        shown = metrics.elidedText(self.text(), QtCore.Qt.TextElideMode.ElideMiddle, area.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(area, numbers.LEFT | numbers.VERTICAL_CENTRE, shown)
        painter.end()


class Chip(Text):
    """A word on a coloured ground: a status, a grade."""

    def __init__(self, text: str = "", tone: str = "note", *, name: str = "") -> None:
        """Tone is error, warning, good or note."""
        super().__init__(text, name=name, colour=tone)
        self.setContentsMargins(6, 1, 6, 1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set(self, text: str, tone: str) -> None:
        """Show another word in another tone."""
        self.set_colour(tone)
        self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme.fill(painter, QRectF(self.rect()), getattr(theme.current(), self.colour).ground, theme.CHIP_RADIUS)
        painter.end()
        super().paintEvent(event)


class Card(QFrame):
    """A surface with a hairline and round corners, on which related values stand."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface."""
        scheme = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        theme.fill(painter, area, scheme.border, theme.CARD_RADIUS)
        theme.fill(painter, area.adjusted(1, 1, -1, -1), scheme.surface, theme.CARD_RADIUS - 1)
        painter.end()


class Hairline(QWidget):
    """A line of one pixel between neighbours."""

    def __init__(self) -> None:
        """Lie flat."""
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        theme.fill(painter, QRectF(self.rect()), theme.current().border)
        painter.end()


class Tool(QToolButton):
    """A flat button with an icon of ours, a word, or both."""

    def __init__(self, icon: str = "", *, name: str, word: bool = False) -> None:
        """`word`: the text stands beside the icon; else it is the tool tip and what a screen reader says."""
        super().__init__()
        self._icon, self._beside = icon, word
        shape = "ToolButtonTextBesideIcon" if word and icon else "ToolButtonTextOnly" if word else "ToolButtonIconOnly"
        dress(
            self,
            objectName=name,
            autoRaise=True,
            iconSize=QSize(*(theme.ICON_BESIDE if word else theme.ICON)),
            focusPolicy="TabFocus",
            toolButtonStyle=shape,
        )
        self._redraw()

    def say(self, text: str, tip: str = "") -> None:
        """Set the word and the tool tip."""
        self.setText(text)
        self.setToolTip(tip or text)
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Return press it as the space bar does."""
        if event.key() in (numbers.RETURN, numbers.ENTER):
            self.click()
        else:
            super().keyPressEvent(event)

    def _redraw(self) -> None:
        if self._icon:
            self.setIcon(theme.icon(self._icon, theme.current().secondary, beside=self._beside))

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icon when the scheme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)


def on_top(widget: QWidget) -> QVBoxLayout:
    """Keep a widget at the upper edge of its room."""
    layout = QVBoxLayout()
    layout.setSpacing(0)
    layout.addWidget(widget)
    layout.addStretch()
    return layout


def section_head(text: str = "", *, name: str = "") -> Text:
    """Give a head over a section: small, semibold, in the secondary colour."""
    head = Text(text, name=name, colour="secondary", wrap=True)
    head.setFont(theme.sized(theme.sans(), 9, strong=True))
    return head
