"""The pages that stand in the middle when there is no report: empty, reading, not recognised."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector.ui import theme
from inspector.ui.numbers import dress
from inspector.ui.parts import Card, Elided, Text, Tool, visible


class EmptyPage(QWidget):
    """Three ways in, one example of each provider, one sentence on privacy."""

    paste_wanted = Signal()
    open_wanted = Signal()
    example_wanted = Signal(str)

    def __init__(self) -> None:
        """Lay out."""
        super().__init__()
        self.setObjectName("empty")
        self._title = Text(name="emptyTitle")
        self._title.setFont(theme.sized(theme.sans(), 15, strong=True))
        self._hint = Text(name="emptyHint", colour="secondary")
        self._paste = Tool("clipboard-paste", name="emptyPaste", word=True)
        self._open = Tool("folder-open", name="emptyOpen", word=True)
        for button in (self._paste, self._open):
            dress(button, autoRaise=False, minimumHeight=34)
        self._drop = Text(name="emptyDrop", colour="secondary")
        self._try = Text(name="emptyTry", colour="secondary")
        self._aliyun = Tool("book-open", name="exampleAliyun", word=True)
        self._jd = Tool("book-open", name="exampleJd", word=True)
        for button in (self._aliyun, self._jd):
            dress(button, autoRaise=False, minimumHeight=34)
        self._privacy = Text(name="emptyPrivacy", colour="secondary")
        self._paste.clicked.connect(self.paste_wanted)
        self._open.clicked.connect(self.open_wanted)
        self._aliyun.clicked.connect(lambda: self.example_wanted.emit("aliyun-oss"))
        self._jd.clicked.connect(lambda: self.example_wanted.emit("jdcloud-oss"))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.MEDIUM)
        layout.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(self._title, alignment=centre)
        layout.addWidget(self._hint, alignment=centre)
        for parts in ((self._paste, self._open, self._drop), (self._try, self._aliyun, self._jd)):
            row = QHBoxLayout()
            row.setSpacing(theme.MEDIUM)
            row.addStretch()
            for part in parts:
                row.addWidget(part)
            row.addStretch()
            layout.addSpacing(theme.SMALL)
            layout.addLayout(row)
        layout.addSpacing(theme.LARGE)
        layout.addWidget(self._privacy, alignment=centre)
        layout.addStretch(3)

    def retranslate(self) -> None:
        """Word everything anew."""
        self._title.setText(self.tr("Paste an error response"))
        self._hint.setText(self.tr("A raw HTTP response, an XML body, headers, or the output of curl"))
        self._paste.say(self.tr("Paste"), self.tr("Paste from the clipboard (Ctrl+V)"))
        self._open.say(self.tr("Open file…"), self.tr("Open files (Ctrl+O)"))
        self._drop.setText(self.tr("or drop text or files anywhere"))
        self._try.setText(self.tr("Try an example:"))
        self._aliyun.say(self.tr("Alibaba Cloud OSS"))
        self._jd.say(self.tr("JD Cloud OSS"))
        self._privacy.setText(self.tr("Nothing leaves this computer. Secrets are hidden in whatever you copy."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class ReadingPage(QWidget):
    """Something large is being read: what, how large, and a way to stop."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        """Lay out."""
        super().__init__()
        self.setObjectName("reading")
        self._name = ""
        self._size = 0
        self._what = Elided(name="readingWhat")
        self._bar = QProgressBar()
        self._bar.setObjectName("readingBar")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(320)
        self._cancel = QPushButton()
        self._cancel.setObjectName("readingCancel")
        self._cancel.clicked.connect(self.cancel_wanted)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.MEDIUM)
        layout.addStretch(2)
        for part in (self._what, self._bar, self._cancel):
            layout.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.retranslate()

    def show_reading(self, name: str, size: int) -> None:
        """Name what is read, empty for what was pasted; `size` in bytes, 0 where it is not known yet."""
        self._name, self._size = name, size
        self.show_progress(0, 0)
        self.retranslate()

    def show_size(self, size: int) -> None:
        """Tell the size, in bytes."""
        self._size = size
        self.retranslate()

    def show_progress(self, done: int, whole: int) -> None:
        """Move the bar; `whole` 0 shows that work goes on without saying how much."""
        self._bar.setRange(0, whole)
        self._bar.setValue(done)

    def retranslate(self) -> None:
        """Word everything anew."""
        size = f" · {_written(self._size)}" if self._size else ""
        words = (
            self.tr("Reading %1").replace("%1", visible(self._name[:80]))
            if self._name
            else self.tr("Reading the capture")
        )
        self._what.setText(words + size)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setToolTip("Ctrl+W")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _written(size: int) -> str:
    """Write a size in bytes as people read it."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"  # noqa: PLR2004 - a megabyte


class UnknownCard(Card):
    """Stands in the verdict's place over a text that holds no response: says so, what was looked for, and looks up."""

    look_up_wanted = Signal(str)

    def __init__(self) -> None:
        """Lay out, empty."""
        super().__init__()
        self.setObjectName("unknown")
        self._title = Text(name="unknownTitle")
        self._title.setFont(theme.sized(theme.sans(), 15, strong=True))
        self._looked = Text(name="unknownLooked", colour="secondary", wrap=True, select=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self._title)
        layout.addWidget(self._looked)
        self.field = QLineEdit()
        dress(self.field, objectName="unknownLookUp", acceptDrops=False, clearButtonEnabled=True)
        self.field.textChanged.connect(lambda text: self.look_up_wanted.emit(text.strip()))
        layout.addWidget(self.field)
        self.retranslate()

    def show_looked(self, text: str) -> None:
        """Say what was looked for, in the core's words."""
        self._looked.setText(text)

    def retranslate(self) -> None:
        """Word everything anew."""
        self._title.setText(self.tr("Not recognized"))
        self.field.setPlaceholderText(self.tr("Look up a code, an EC or a status"))
        self.field.setAccessibleName(self.tr("Look up a code, an EC or a status"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
