"""The peer of the start: the least window with a tree and a text. Ends at the first paint of both."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QSplitter, QTreeView


class FirstPaints(QObject):
    """Ends the process when all that is watched has been painted."""

    left = 2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.left -= 1
            if not self.left:
                QTimer.singleShot(0, lambda: os._exit(0))
        return False


application = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("bare")
window.resize(1100, 700)
splitter = QSplitter()
tree = QTreeView()
text = QPlainTextEdit()
model = QStandardItemModel()
model.setHorizontalHeaderLabels(["Name", "Value"])
model.appendRow([QStandardItem("Code"), QStandardItem("NoSuchKey")])
tree.setModel(model)
text.setPlainText("<Error>\n</Error>")
splitter.addWidget(tree)
splitter.addWidget(text)
window.setCentralWidget(splitter)
paints = FirstPaints()
tree.viewport().installEventFilter(paints)
text.viewport().installEventFilter(paints)
window.show()
application.exec()
