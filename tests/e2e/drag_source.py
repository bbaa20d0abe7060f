"""Another program with something to drag: `drag_source.py text WORDS` or `drag_source.py files PATH...`.

It stays after its drag, for the other program asks for the content only when the drop is over.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

TITLE = "drag-source"


class Source(QLabel):
    """Starts a drag as soon as the pointer, pressed here, moves far enough."""

    pressed_at = QPointF()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (event.position() - self.pressed_at).manhattanLength() >= QApplication.startDragDistance():
            drag = QDrag(self)
            drag.setMimeData(content(sys.argv[1], sys.argv[2:]))
            drag.exec(Qt.DropAction.CopyAction)


def content(kind: str, words: list[str]) -> QMimeData:
    made = QMimeData()
    if kind == "files":
        made.setUrls([QUrl.fromLocalFile(path) for path in words])
    else:
        made.setText(words[0])
    return made


application = QApplication(sys.argv[:1])
source = Source(TITLE)
source.setObjectName("source")
source.setWindowTitle(TITLE)
source.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
source.setGeometry(10, 10, 160, 60)
source.show()
sys.exit(application.exec())
