"""What comes and goes over the panels: the find bar, the notice, the word that something was copied."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from inspector.ui import numbers, theme
from inspector.ui.parts import Text, Tool

SHOWN_MILLISECONDS = 2000


class FindBar(QWidget):
    """Finds text in the tree's values and in the raw text."""

    changed = Signal(str, bool)
    next_wanted = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__()
        self.setObjectName("findBar")
        self.field = QLineEdit()
        self.field.setObjectName("findField")
        self.field.setAcceptDrops(False)
        self._case = QCheckBox()
        self._case.setObjectName("findCase")
        self._count = Text(name="findCount", colour="secondary")
        self._back = Tool("chevron-left", name="findPrevious")
        self._on = Tool("chevron-right", name="findNext")
        self._close = Tool("x", name="findClose")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.GAP, theme.SMALL, theme.GAP)
        for part in (self.field, self._count, self._case, self._back, self._on, self._close):
            layout.addWidget(part, stretch=1 if part is self.field else 0)
        self.stops = (self.field, self._case, self._back, self._on, self._close)
        self.field.textChanged.connect(self._say)
        self._case.toggled.connect(self._say)
        self._back.clicked.connect(lambda: self.next_wanted.emit(-1))
        self._on.clicked.connect(lambda: self.next_wanted.emit(1))
        self._close.clicked.connect(self.close_bar)
        self.hide()
        self.retranslate()

    def open_bar(self) -> None:
        """Show and take the keyboard."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._say()

    def close_bar(self) -> None:
        """Hide, and take the marks away."""
        self.hide()
        self.closed.emit()

    def show_count(self, current: int, total: int) -> None:
        """Say which of how many is marked, or that there is none."""
        self._count.set_colour("secondary" if total else "warning")
        found = f"{current:,}/{total:,}" if total else self.tr("Not found")
        self._count.setText(found if self.field.text() else "")

    def _say(self) -> None:
        self.changed.emit(self.field.text(), self._case.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes on, Shift+Return goes back, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_wanted.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Word everything anew."""
        self.field.setPlaceholderText(self.tr("Find in tree and text"))
        self.field.setAccessibleName(self.tr("Find in tree and text"))
        self._case.setText(self.tr("Match case"))
        self._back.say(self.tr("Previous (Shift+F3)"))
        self._on.say(self.tr("Next (F3)"))
        self._close.say(self.tr("Close (Esc)"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Notice(QWidget):
    """One line over the window: trouble with the surroundings, a secret noticed, something to undo."""

    acted = Signal()

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__()
        self.setObjectName("notice")
        self._tone = "warning"
        self._text = Text(name="noticeText", wrap=True, select=True)
        self._act = Tool(name="noticeAct", word=True)
        self._close = Tool("x", name="noticeClose")
        self._act.clicked.connect(self.acted)
        self._act.clicked.connect(self.hide)
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.SMALL, theme.SMALL, theme.SMALL)
        layout.addWidget(self._text, stretch=1)
        layout.addWidget(self._act)
        layout.addWidget(self._close)
        self.hide()

    def say(self, text: str, tone: str = "warning", act: str = "") -> None:
        """Show a line; `act` is the word of a button beside it, such as Undo."""
        self._tone = tone
        self._text.setText(text)
        self._act.setVisible(bool(act))
        self._act.say(act)
        self._close.say(self.tr("Close"))
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of the tone."""
        painter = QPainter(self)
        theme.fill(painter, QRectF(self.rect()), getattr(theme.current(), self._tone).ground)
        painter.end()


class Copied(QLabel):
    """Says for two seconds what was copied; takes no focus, and tells a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        """Float over `parent`, hidden."""
        super().__init__(parent)
        self._over = parent
        self.setObjectName("copied")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(14, 8, 14, 8)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SHOWN_MILLISECONDS)
        self._clock.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str) -> None:
        """Show a line near the lower edge of the window."""
        self.setText(text)
        self.adjustSize()
        area = self._over.rect()
        self.move(QPoint((area.width() - self.width()) // 2, area.height() - self.height() - 48))
        self.show()
        self.raise_()
        self._clock.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground with its shadow, then the words."""
        scheme = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        theme.fill(painter, area.adjusted(1, 2, -1, 0), scheme.border, theme.CARD_RADIUS)
        theme.fill(painter, area.adjusted(0, 0, -2, -3), scheme.text, theme.CARD_RADIUS)
        painter.setPen(QColor(scheme.surface))
        painter.drawText(self.rect().adjusted(0, 0, -2, -3), numbers.CENTRE, self.text())
        painter.end()
