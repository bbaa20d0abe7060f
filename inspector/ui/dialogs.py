"""What opens over the window: the ticket with its options, the shortcuts, about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer, Signal, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from inspector import __version__
from inspector.ui import theme
from inspector.ui.fields import Field
from inspector.ui.outgoing import Outgoing
from inspector.ui.parts import Text

_TYPING_MILLISECONDS = 60

_ABOUT = QT_TRANSLATE_NOOP(
    "Dialogs",
    "Reads captured object-storage errors of Alibaba Cloud OSS and JD Cloud OSS.\n"
    "Nothing leaves this computer: the program makes no network connection.\n\n"
    "MIT license. Qt and PySide6: LGPL 3. lxml, zstandard: BSD.\n"
    "platformdirs, Brotli, RapidFuzz: MIT. Icons: Lucide, ISC.",
)


def translate(words: object) -> str:
    """Word a text of a dialog."""
    return QCoreApplication.translate("Dialogs", str(words))


def frame(window: QWidget, name: str, title: str) -> tuple[QDialog, QVBoxLayout]:
    """Make an empty dialog that deletes itself when it is closed."""
    dialog = QDialog(window)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
    layout.setSpacing(theme.MEDIUM)
    return dialog, layout


def show_shortcuts(window: QWidget, shortcuts: Sequence[tuple[str, str]]) -> None:
    """List every key."""
    dialog, layout = frame(window, "shortcuts", translate(QT_TRANSLATE_NOOP("Dialogs", "Keyboard shortcuts")))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    in_lists = (
        ("Ctrl+C", translate(QT_TRANSLATE_NOOP("Dialogs", "In the tree: copy the value"))),
        ("Ctrl+Alt+C", translate(QT_TRANSLATE_NOOP("Dialogs", "In the tree: copy name and value"))),
        ("Del", translate(QT_TRANSLATE_NOOP("Dialogs", "In the history: delete"))),
    )
    told = (*shortcuts, *in_lists)
    rows = (len(told) + 1) // 2  # in two halves: one column would be higher than a small window
    grid.setColumnMinimumWidth(2, 24)
    for number, (keys, words) in enumerate(told):
        half, row = divmod(number, rows)
        face = Text(keys)
        face.setFont(theme.mono(10))
        grid.addWidget(face, row, 3 * half)
        grid.addWidget(Text(words.rstrip("…")), row, 3 * half + 1)
    layout.addLayout(grid)
    _close_button(dialog, layout)
    dialog.open()


def show_about(window: QWidget) -> None:
    """Say what this is."""
    dialog, layout = frame(window, "about", translate(QT_TRANSLATE_NOOP("Dialogs", "About OSS Inspector")))
    title = Text(f"OSS Inspector {__version__}")
    title.setFont(theme.sized(theme.sans(), 15, strong=True))
    layout.addWidget(title)
    layout.addWidget(Text(translate(_ABOUT), select=True))
    layout.addWidget(Text(_versions(), name="versions", colour="secondary", select=True))
    _close_button(dialog, layout)
    dialog.open()


def _versions() -> str:
    """Name the libraries that touch what is captured: whoever hears of a fault in one looks here."""
    import sqlite3  # noqa: PLC0415 - asked for seldom, as all below
    import sys  # noqa: PLC0415

    import brotli  # noqa: PLC0415
    import zstandard  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    python, xml, libxml2 = (
        ".".join(map(str, parts)) for parts in (sys.version_info[:3], etree.LXML_VERSION[:3], etree.LIBXML_VERSION)
    )
    read = f"Python {python}, Qt {qVersion()}, lxml {xml}, libxml2 {libxml2}, SQLite {sqlite3.sqlite_version}"
    return f"{read}, Brotli {brotli.__version__}, zstandard {zstandard.__version__}"


def _close_button(dialog: QDialog, layout: QVBoxLayout) -> None:
    layout.addWidget(_buttons(dialog))


def _buttons(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    for button in buttons.buttons():
        button.setIcon(QIcon())  # Qt's own is drawn for light windows alone
    buttons.rejected.connect(dialog.reject)
    return buttons


class TicketDialog(QDialog):
    """The ticket as it will be sent, with its language, its form, and what was tried."""

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget, outgoing: Outgoing, language: str, *, markdown: bool) -> None:
        """Lay out, and write the ticket."""
        super().__init__(parent)
        self._outgoing = outgoing
        self.setObjectName("ticketDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate(QT_TRANSLATE_NOOP("Dialogs", "Ticket")))
        self.resize(640, 560)
        self._language = QComboBox()
        self._language.setObjectName("ticketLanguage")
        for key, words in (("en", "English"), ("zh", "中文")):
            self._language.addItem(words, key)
        self._language.setCurrentIndex(("en", "zh").index(language))
        self._language.setAccessibleName(translate(QT_TRANSLATE_NOOP("Dialogs", "Language of the ticket")))
        self._markdown = QCheckBox("Markdown")
        self._markdown.setObjectName("ticketMarkdown")
        self._markdown.setChecked(markdown)
        self._tried = _field(
            outgoing, "ticketTried", translate(QT_TRANSLATE_NOOP("Dialogs", "What was tried, a line each"))
        )
        self._tried.setPlaceholderText(translate(QT_TRANSLATE_NOOP("Dialogs", "What was tried, a line each")))
        self._tried.setFixedHeight(72)
        self._text = _field(
            outgoing, "ticketText", translate(QT_TRANSLATE_NOOP("Dialogs", "The ticket as it will be copied"))
        )
        self._text.setReadOnly(True)
        self._text.setFont(theme.mono(9))
        self._lay_out()
        self._language.currentIndexChanged.connect(self._write)
        self._markdown.toggled.connect(self._write)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MILLISECONDS)
        self._typing.timeout.connect(self._write)
        self._tried.textChanged.connect(self._typing.start)
        self._write()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._language)
        top.addWidget(self._markdown)
        top.addStretch()
        buttons = _buttons(self)
        copy = buttons.addButton(
            translate(QT_TRANSLATE_NOOP("Dialogs", "Copy")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        copy.setObjectName("ticketCopy")
        buttons.accepted.connect(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(self._tried)
        layout.addWidget(self._text, stretch=1)
        layout.addWidget(buttons)

    def _write(self) -> None:
        self._typing.stop()
        language, tried = self._language.currentData(), self._tried.toPlainText()
        self._text.setPlainText(self._outgoing.ticket(language, markdown=self._markdown.isChecked(), tried=tried))

    def _copy(self) -> None:
        if self._typing.isActive():
            self._write()
        self.chosen.emit(self._language.currentData(), self._markdown.isChecked())
        self._outgoing.copy_ticket(self._text.toPlainText())
        self.accept()


def _field(outgoing: Outgoing, name: str, accessible: str) -> Field:
    field = Field()
    field.clean = outgoing.clean
    field.setObjectName(name)
    field.setAccessibleName(accessible)
    field.setTabChangesFocus(True)
    return field
