"""What opens over the window: the ticket with its options, the look-up of a code, the shortcuts, about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from inspector import __version__
from inspector.ui import theme
from inspector.ui.parts import Text

if TYPE_CHECKING:
    from inspector.catalog import Catalog
    from inspector.ui.window import Window

_ABOUT = QT_TRANSLATE_NOOP(
    "Dialogs",
    "Reads captured object-storage errors of Alibaba Cloud OSS and JD Cloud OSS.\n"
    "Nothing leaves this computer: the program makes no network connection.\n\n"
    "MIT licence. Qt and PySide6: LGPL 3. lxml: BSD. platformdirs: MIT. Icons: Lucide, ISC.",
)


def translate(words: str) -> str:
    """Word a text of a dialog."""
    return QCoreApplication.translate("Dialogs", words)


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
    """Copy a ticket in the usual form."""


def show_ticket(window: Window) -> None:
    """Open the ticket with its options."""


def show_look_up(window: Window, knowledge: Catalog) -> None:
    """Open the look-up."""
