"""The bar on top: paste and open, the captures of this sitting, the language of the guidance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from inspector.ui import numbers, theme
from inspector.ui.parts import Text, Tool, shortened, visible

LANGUAGES = (("en", "EN"), ("zh", "中文"), ("both", "EN + 中文"))

_WIDTH = 32
"""Wide letters that the box of the captures has room for."""

_MOST = 200
"""Characters of a name."""


class TopBar(QWidget):
    """Emits what is wanted; shows which capture of how many."""

    paste_wanted = Signal()
    open_wanted = Signal()
    look_up_wanted = Signal()
    capture_chosen = Signal(int)
    language_chosen = Signal(str)

    def __init__(self) -> None:
        """Lay out."""
        super().__init__()
        self.setObjectName("topBar")
        self._paste = Tool("clipboard-paste", name="paste", word=True)
        self._open = Tool("folder-open", name="open", word=True)
        self._look_up = Tool("search", name="lookUp", word=True)
        self._caption = Text(name="capturesCaption", colour="secondary")
        self.captures = QComboBox()
        self.captures.setObjectName("captures")
        self._listed: list[str] = []
        self.captures.setMinimumContentsLength(_WIDTH)
        self.captures.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._count = Text(name="capturesCount", colour="secondary")
        self._languages = {}
        for key, words in LANGUAGES:
            button = Tool(name=f"guidance-{key}-button", word=True)
            button.setText(words)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.language_chosen.emit(key))
            self._languages[key] = button
        self._paste.clicked.connect(self.paste_wanted)
        self._open.clicked.connect(self.open_wanted)
        self._look_up.clicked.connect(self.look_up_wanted)
        self.captures.activated.connect(self.capture_chosen)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, theme.GAP, theme.SMALL, theme.GAP)
        layout.setSpacing(theme.GAP)
        for button in (self._paste, self._open, self._look_up):
            layout.addWidget(button)
        layout.addStretch()
        for part in (self._caption, self.captures, self._count):
            layout.addWidget(part)
        layout.addStretch()
        for choice in self._languages.values():
            layout.addWidget(choice)

    def show_captures(self, names: Sequence[str], current: int) -> None:
        """List the captures of this sitting; a name that is too long for the box gives up its middle."""
        told = [visible(name[:_MOST]) for name in names]
        self._forget(told)
        for name in told[len(self._listed) :]:
            self._list(name)
        self.captures.setCurrentIndex(current)
        self._count.setText(f"{current + 1}/{len(names)}" if names else "")
        for part in (self._caption, self.captures, self._count):
            part.setVisible(bool(names))

    def _forget(self, told: Sequence[str]) -> None:
        """Take out of the list what is told no more; the others stay as they stand, for there may be hundreds."""
        gone = self._listed.index(told[0]) if told and told[0] in self._listed else 0
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self._listed[gone:], told, strict=False)))
        for place in reversed((*range(gone), *range(gone + kept, len(self._listed)))):
            self.captures.removeItem(place)
        self._listed = self._listed[gone : gone + kept]

    def _list(self, name: str) -> None:
        self._listed.append(name)
        place, metrics = self.captures.count(), self.captures.fontMetrics()
        self.captures.addItem(shortened(name, _WIDTH * metrics.horizontalAdvance("X") - theme.SMALL, metrics))
        self.captures.setItemData(place, name, numbers.ACCESSIBLE_TEXT)
        self.captures.setItemData(place, name.replace("<", "‹"), numbers.TOOL_TIP)  # where Qt looks for markup

    def show_language(self, language: str) -> None:
        """Mark the language of the guidance."""
        for key, button in self._languages.items():
            button.setChecked(key == language)

    def retranslate(self) -> None:
        """Word everything anew."""
        self._paste.say(self.tr("Paste"), self.tr("Paste as a new capture (Ctrl+V)"))
        self._open.say(self.tr("Open"), self.tr("Open files (Ctrl+O)"))
        self._look_up.say(self.tr("Look up"), self.tr("Look up a code or an EC (Ctrl+L)"))
        self._caption.setText(self.tr("Captures"))
        self.captures.setAccessibleName(self.tr("Captures of this sitting"))
        for (key, _), tip in zip(
            LANGUAGES,
            (
                self.tr("Guidance in English"),
                self.tr("Guidance in Chinese"),
                self.tr("Guidance in both languages"),
            ),
            strict=True,
        ):
            self._languages[key].setToolTip(tip)
            self._languages[key].setAccessibleName(tip)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
