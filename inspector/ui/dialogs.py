"""What opens over the window: the ticket with its options, the look-up of a code, the shortcuts, about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from inspector import __version__, ticket
from inspector.ui import theme, wording
from inspector.ui.guidance import GuidancePanel
from inspector.ui.parts import Text

if TYPE_CHECKING:
    from inspector.ui.window import Window

_ABOUT = QT_TRANSLATE_NOOP(
    "Dialogs",
    "Reads captured object-storage errors of Alibaba Cloud OSS and JD Cloud OSS.\n"
    "Nothing leaves this computer: the program makes no network connection.\n\n"
    "MIT licence. Qt and PySide6: LGPL 3. lxml: BSD. platformdirs: MIT. Icons: Lucide, ISC.",
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


def show_shortcuts(window: Window) -> None:
    """List every key."""
    dialog, layout = frame(window, "shortcuts", translate(QT_TRANSLATE_NOOP("Dialogs", "Keyboard shortcuts")))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    in_lists = (
        ("Ctrl+C", translate(QT_TRANSLATE_NOOP("Dialogs", "In the tree: copy the value"))),
        ("Ctrl+Alt+C", translate(QT_TRANSLATE_NOOP("Dialogs", "In the tree: copy name and value"))),
        ("Del", translate(QT_TRANSLATE_NOOP("Dialogs", "In the history: delete"))),
    )
    for row, (keys, words) in enumerate((*window.menus.shortcuts(), *in_lists)):
        face = Text(keys)
        face.setFont(theme.mono(10))
        grid.addWidget(face, row, 0)
        grid.addWidget(Text(words.rstrip("…")), row, 1)
    layout.addLayout(grid)
    _close_button(dialog, layout)
    dialog.open()


def show_about(window: Window) -> None:
    """Say what this is."""
    dialog, layout = frame(window, "about", translate(QT_TRANSLATE_NOOP("Dialogs", "About OSS Inspector")))
    title = Text(f"OSS Inspector {__version__}")
    title.setFont(theme.sized(theme.sans(), 15, strong=True))
    layout.addWidget(title)
    layout.addWidget(Text(translate(_ABOUT), select=True))
    _close_button(dialog, layout)
    dialog.open()


def _close_button(dialog: QDialog, layout: QVBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)


def copy_ticket(window: Window) -> None:
    """Copy a ticket in the form chosen last."""
    text = _ticket(window, window.settings.ticket_language or window.spoken, markdown=window.settings.ticket_markdown)
    if text:
        window.copy(text, translate(QT_TRANSLATE_NOOP("Dialogs", "Ticket copied")))


def _ticket(window: Window, language: str, *, markdown: bool, tried: str = "") -> str:
    report, provider = window.report, None
    if report is None:
        return ""
    provider = window.knowledge.provider(report.provider)
    style = ticket.Style(report.provider, language, markdown, provider.name[language] if provider else "")
    labels = ticket.labels(window.knowledge.words("ticket"))
    zone = datetime.now().astimezone().tzinfo or UTC
    lines = [line for line in tried.splitlines() if line.strip()]
    return ticket.write(report, style, labels, zone, lines, window.sitting.secrets).text


class TicketDialog(QDialog):
    """The ticket as it will be sent, with its language, its form, and what was tried."""

    def __init__(self, window: Window) -> None:
        """Lay out, and write the ticket."""
        super().__init__(window)
        self._window = window
        self.setObjectName("ticketDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate(QT_TRANSLATE_NOOP("Dialogs", "Ticket")))
        self.resize(640, 560)
        self._language = QComboBox()
        self._language.setObjectName("ticketLanguage")
        for key, words in (("en", "English"), ("zh", "中文")):
            self._language.addItem(words, key)
        self._language.setCurrentIndex(("en", "zh").index(window.settings.ticket_language or window.spoken))
        self._language.setAccessibleName(translate(QT_TRANSLATE_NOOP("Dialogs", "Language of the ticket")))
        self._markdown = QCheckBox("Markdown")
        self._markdown.setObjectName("ticketMarkdown")
        self._markdown.setChecked(window.settings.ticket_markdown)
        self._tried = _field("ticketTried", translate(QT_TRANSLATE_NOOP("Dialogs", "What was tried, a line each")))
        self._tried.setPlaceholderText(translate(QT_TRANSLATE_NOOP("Dialogs", "What was tried, a line each")))
        self._tried.setFixedHeight(72)
        self._text = _field("ticketText", translate(QT_TRANSLATE_NOOP("Dialogs", "The ticket as it will be copied")))
        self._text.setReadOnly(True)
        self._text.setFont(theme.mono(9))
        self._lay_out()
        self._language.currentIndexChanged.connect(self._write)
        self._markdown.toggled.connect(self._write)
        self._tried.textChanged.connect(self._write)
        self._write()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._language)
        top.addWidget(self._markdown)
        top.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(
            translate(QT_TRANSLATE_NOOP("Dialogs", "Copy")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        copy.setObjectName("ticketCopy")
        buttons.accepted.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(self._tried)
        layout.addWidget(self._text, stretch=1)
        layout.addWidget(buttons)

    def _write(self) -> None:
        text = _ticket(
            self._window,
            self._language.currentData(),
            markdown=self._markdown.isChecked(),
            tried=self._tried.toPlainText(),
        )
        self._text.setPlainText(text)

    def _copy(self) -> None:
        self._window.prefer(ticket_language=self._language.currentData(), ticket_markdown=self._markdown.isChecked())
        self._window.copy(self._text.toPlainText(), translate(QT_TRANSLATE_NOOP("Dialogs", "Ticket copied")))
        self.accept()


def _field(name: str, accessible: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setObjectName(name)
    field.setAccessibleName(accessible)
    field.setTabChangesFocus(True)
    return field


def show_ticket(window: Window) -> None:
    """Open the ticket with its options."""
    if window.report:
        TicketDialog(window).open()


def show_look_up(window: Window) -> None:
    """Open the look-up: a code, an EC or a status, in every provider's catalog."""
    dialog, layout = frame(window, "lookUpDialog", translate(QT_TRANSLATE_NOOP("Dialogs", "Look up")))
    dialog.resize(720, 560)
    field = QLineEdit()
    field.setObjectName("lookUpField")
    field.setPlaceholderText(
        translate(QT_TRANSLATE_NOOP("Dialogs", "Code, EC or status: NoSuchKey, 0003-00000001, 403"))
    )
    field.setAccessibleName(translate(QT_TRANSLATE_NOOP("Dialogs", "Code, EC or status")))
    found = GuidancePanel()
    found.copy_wanted.connect(lambda text: window.copy(text, translate(QT_TRANSLATE_NOOP("Dialogs", "Command copied"))))
    languages = wording.languages_of(window.guidance_language)
    field.textChanged.connect(
        lambda text: found.show_guidance(wording.look_up(text.strip(), window.knowledge, languages, window.spoken))
    )
    layout.addWidget(field)
    layout.addWidget(found, stretch=1)
    _close_button(dialog, layout)
    dialog.open()
