"""Prints as JSON which texts do not fit into their widgets into a window: LANGUAGE SCALE WIDTH HEIGHT."""

import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from invented import CHATTER, DENIED, response, several
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QScrollArea

from inspector.settings import Settings
from inspector.ui import theme
from inspector.ui.app import make_window
from inspector.ui.parts import Elided, Text

_SETTLING = 15
"""Milliseconds after which what follows a paint has begun."""

STATES = {
    "empty": lambda window: window.show_empty(),
    "Alibaba": lambda window: window.do("example-aliyun-oss"),
    "JD": lambda window: window.do("example-jdcloud-oss"),
    "denied": lambda window: window.sitting.open_bytes(DENIED.encode(), "clipboard", ""),
    "several": lambda window: window.sitting.open_bytes(several().encode(), "clipboard", ""),
    "success": lambda window: window.sitting.open_bytes(response(status="200 OK").encode(), "clipboard", ""),
    "unknown": lambda window: window.sitting.open_bytes(CHATTER.encode(), "clipboard", ""),
    "find": lambda window: (window.do("example-aliyun-oss"), window.do("find")),
    "notice": lambda window: window.link.removed.emit(2),
    "reading": lambda window: window.sitting.reading.emit("a-rather-long-name-of-a-capture.har", 5_000_000),
    "ticket": lambda window: (window.do("example-aliyun-oss"), window.do("ticket")),
    "look-up": lambda window: (window.do("look-up"), window.findChild(QLineEdit, "lookUpField").setText("403")),
    "shortcuts": lambda window: window.do("shortcuts"),
    "about": lambda window: window.do("about"),
}


def fits(label):
    """Tell whether a label's text is all there; one that leaves out its middle by itself says so with a sign."""
    if isinstance(label, Elided):
        return label.width() >= label.minimumSizeHint().width()
    room, hint = label.size(), QLabel.sizeHint(label)
    if label.wordWrap():
        wide = widest_line(label) <= label.contentsRect().width() + 1 or label._breaks_words(label.width())
        return wide and label.heightForWidth(room.width()) <= room.height() + 1
    return hint.width() <= room.width() + 1 and hint.height() <= room.height() + 1


def widest_line(label):
    """Give the width of the longest line where Qt breaks the text at its words: a long word may go beyond."""
    widest = 0.0
    for paragraph in label.text().split("\n"):
        layout = QTextLayout(paragraph, label.font())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(label.contentsRect().width())
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
    return widest


def inside(widget, top):
    """Tell whether a widget lies in what can be seen of its window, or can be scrolled to."""
    around = widget.parentWidget()
    while around and not isinstance(around, QScrollArea) and around is not top:
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        place = widget.mapTo(around.widget(), QPoint(0, 0))
        return place.x() >= 0 and place.x() + widget.width() <= around.viewport().width() + 1
    place = widget.mapTo(top, QPoint(0, 0))
    return place.x() >= 0 and place.y() >= 0 and top.rect().contains(place + widget.rect().bottomRight())


class Scaled(QFont):
    """Type of another size, as on a display that is set to show everything larger."""

    scale = 1.0

    def setPointSize(self, points):
        super().setPointSizeF(points * self.scale)


def main(folder, language, scale, width, height):
    os.environ["XDG_CONFIG_HOME"] = folder
    application = QApplication(["probe"])
    Scaled.scale = scale
    theme.QFont = Scaled
    chosen = Settings(language=language, scheme="light", guidance="both")
    window = make_window(application, chosen, Path(folder) / "history.db")
    window.resize(width, height)
    window.show()
    seen, cut = 0, []
    for state, bring in STATES.items():
        bring(window)
        for _ in range(4):
            QTest.qWait(_SETTLING)
        dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
        for top in dialogs or [window]:
            for widget in top.findChildren(Text) + top.findChildren(QAbstractButton):
                if not widget.isVisibleTo(top) or not widget.text() or widget.window() is not top:
                    continue
                seen += 1
                whole = fits(widget) if isinstance(widget, Text) else widget.width() >= widget.minimumSizeHint().width()
                if not whole or not inside(widget, top):
                    cut.append(
                        [state, widget.objectName(), widget.text()[:60], widget.width(), widget.sizeHint().width()]
                    )
        for dialog in dialogs:
            dialog.close()
    size = [window.width(), window.height()]
    print(json.dumps({"seen": seen, "cut": cut, "size": size, "points": window.page.verdict._id.font().pointSizeF()}))
    window.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder, sys.argv[1], float(sys.argv[2]), *map(int, sys.argv[3:]))
