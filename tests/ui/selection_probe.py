"""Prints as JSON what Qt's own widgets leave on the clipboard of a real display: (where, text, formats)."""

import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from invented import leaky
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit

from inspector.settings import Settings
from inspector.ui.app import make_window


def main(folder):
    os.environ["XDG_CONFIG_HOME"] = folder
    application = QApplication(["probe"])
    window = make_window(application, Settings(language="en", scheme="light"), Path(folder) / "history.db")
    window.show()
    window.sitting.open_bytes(leaky().encode(), "clipboard", "")
    application.processEvents()
    board, found = application.clipboard(), []

    def copied(place, widget):
        QTest.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        found.append((place, board.text(), board.mimeData().formats()))

    message = window.findChild(QLabel, "message")
    message.setSelection(0, len(message.text()))
    copied("label", message)
    board.setText(message.selectedText(), QClipboard.Mode.Selection)
    found.append(("primary", board.text(QClipboard.Mode.Selection), []))
    for number, row in enumerate(window.page.tree.rows.rows):
        if row.value.strip():
            window.page.tree.choose(number)
            window.page.detail.field.selectAll()
            copied("detail", window.page.detail.field)
    window.do("ticket")
    dialog = window.findChild(QDialog, "ticketDialog")
    ticket = dialog.findChild(QPlainTextEdit, "ticketText")
    ticket.selectAll()
    copied("ticket", ticket)
    dialog.close()
    window.close()
    print(json.dumps(found))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder)
