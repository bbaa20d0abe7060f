"""What an earlier session left when it ended unexpectedly: a quiet line, and its report on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from inspector import crash_reports
from inspector.ui import theme
from inspector.ui.dialogs import frame
from inspector.ui.fields import Field
from inspector.ui.history_panel import moment
from inspector.ui.parts import Text

if TYPE_CHECKING:
    from inspector.crash_reports import Left
    from inspector.ui.window import Window

_TOLD = {
    "window": QT_TRANSLATE_NOOP("LeftBehind", "The last session ended unexpectedly"),
    "reader": QT_TRANSLATE_NOOP("LeftBehind", "In the last session the reader ended unexpectedly"),
}


def translate(words: object) -> str:
    """Word a text of this dialog."""
    return QCoreApplication.translate("LeftBehind", str(words))


def offer(window: Window, left: tuple[Left, ...]) -> None:
    """Say that there is something, with a button that shows it."""
    part = min((one.part for one in left), key=tuple(_TOLD).index)
    window.tell(
        lambda: translate(_TOLD[part]), "warning", lambda: translate(QT_TRANSLATE_NOOP("LeftBehind", "Show report"))
    )
    window.on_act(lambda: show(window, left))


def show(window: Window, left: tuple[Left, ...]) -> None:
    """Show the reports, to be copied or deleted."""
    title = translate(QT_TRANSLATE_NOOP("LeftBehind", "Report of an unexpected end"))
    dialog, layout = frame(window, "leftBehind", title)
    layout.addWidget(
        Text(
            translate(
                QT_TRANSLATE_NOOP(
                    "LeftBehind",
                    "It stays on this computer. It names files and functions of the program, and nothing captured.",
                )
            ),
            wrap=True,
        )
    )
    field = Field()
    field.setObjectName("leftBehindText")
    field.setAccessibleName(title)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setFont(theme.mono(9))
    field.setPlainText("\n".join(f"{moment(int(one.when))}\n{one.text}" for one in left))
    layout.addWidget(field, stretch=1)
    layout.addWidget(_buttons(window, left, field, dialog))
    dialog.resize(640, 420)
    dialog.open()


def _buttons(window: Window, left: tuple[Left, ...], field: Field, dialog: QDialog) -> QDialogButtonBox:
    row = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    words = {
        "leftBehindCopy": translate(QT_TRANSLATE_NOOP("LeftBehind", "Copy")),
        "leftBehindDelete": translate(QT_TRANSLATE_NOOP("LeftBehind", "Delete")),
    }
    copy, delete = (row.addButton(word, QDialogButtonBox.ButtonRole.ActionRole) for word in words.values())
    for button, name in zip((copy, delete), words, strict=True):
        button.setObjectName(name)
    for each in row.buttons():
        each.setIcon(QIcon())  # Qt's own is drawn for light windows alone
    said = translate(QT_TRANSLATE_NOOP("LeftBehind", "Report copied"))
    copy.clicked.connect(lambda: window.outgoing.copy(field.toPlainText(), said))
    delete.clicked.connect(lambda: crash_reports.forget(left))
    delete.clicked.connect(dialog.accept)
    row.rejected.connect(dialog.reject)
    return row
