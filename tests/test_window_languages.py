"""No word of the other language in the window, in whatever it shows, in English and in Chinese."""

import importlib
import os
import re
import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTableView, QTreeView, QWidget

from inspector.crash_reports import Left
from inspector.settings import Settings
from inspector.ui import guidance, left_behind
from inspector.ui.app import make_window

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "packaging"))  # no package on purpose: it would shadow the library of that name
build_translations = importlib.import_module("build_translations")

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of every dialog
LANGUAGE = "zh_CN"
HAN = "\u3400-\u9fff"
ACCESS_KEY = re.compile(r"\(&[A-Z]\)")
LINK = re.compile(r"https://[!-~]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_+./-]*")
KEY = re.compile(r"(?:(?:Ctrl|Shift|Alt)(?:\+|\Z))*(?:[A-Z0-9/]|F\d+|Del|Esc|Left|Right)?")
ALLOWED = {
    "OSS", "EC", "ID", "HTTP", "XML", "curl", "JSON", "MB", "UTC", "UTF-8", "Base64", "Markdown",
    "NoSuchKey", "x-oss-err", "Inspector", "Bucket", "Date", "EN", "English", "MIT", "Qt", "PySide6",
    "LGPL", "lxml", "libxml2", "zstandard", "Brotli", "RapidFuzz", "Python", "SQLite", "BSD", "platformdirs", "Lucide", "ISC", "Server",
}  # fmt: skip
LANGUAGE_NAMES = {"中文", "简体中文", "EN + 中文"}
CAPTURED = {
    "code", "message", "requestId", "places", "providerReason", "status", "detailValue", "detailName",
    "captures", "row",
}  # fmt: skip
"""Names of widgets that show captured values."""
ADVISING = {
    "finding", "momentClock", "note", "guideTitle", "cause", "reason", "step", "doubt", "moreTitle", "told", "unknownLooked", "guideName",
    "detailMeaning",
}  # fmt: skip
"""Names of widgets that show the catalog's sentences, full of names of interfaces."""
TECHNICAL = {"command", "more", "lineName", "lineText", "momentTime", "comparisonHead"}
"""Names of widgets that show commands, codes, and lines of what was signed."""
PROPERTIES = (
    "text", "title", "windowTitle", "toolTip", "statusTip", "whatsThis", "placeholderText",
    "accessibleName", "accessibleDescription",
)  # fmt: skip


def texts(thing):
    """Yield whatever a widget or an action says."""
    yield from (text for name in PROPERTIES if isinstance(text := thing.property(name), str))
    if isinstance(thing, QWidget):
        for action in thing.actions():
            yield from texts(action)
    if isinstance(thing, QComboBox):
        yield from (thing.itemText(place) for place in range(thing.count()))
    if isinstance(thing, QPlainTextEdit) and thing.objectName() != "ticketText":
        yield thing.toPlainText()
    if isinstance(thing, QTreeView | QTableView) and thing.model():
        columns = range(thing.model().columnCount())
        heads = [thing.model().headerData(column, Qt.Orientation.Horizontal) for column in columns]
        yield from (head for head in heads if isinstance(head, str))  # a number where there are no heads


def rows_of(tree):
    """List the names in the tree that are ours: sections and what was derived."""
    return [tree.rows.title(row) for row in tree.rows.rows if row.kind == "derived-row" or not row.name]


def said(window):
    """List (widget's name, text) for all that the window and its dialogs say."""
    widgets = [window, *window.findChildren(QWidget)]
    found = [(widget.objectName(), text) for widget in widgets for text in texts(widget) if text.strip()]
    return found + [("row", text) for text in rows_of(window.page.tree)]


def latin(text):
    """Yield the Latin words of a text, but for links, keys and what stands alike in both languages."""
    words = (word.strip(".+-/") for word in LATIN.findall(LINK.sub("", text)))
    return [word for word in words if word not in ALLOWED and not KEY.fullmatch(word)]


def is_foreign(name, text, capture, language):
    """Tell whether a text holds a word of the other language that is not the capture's own."""
    if language == "en":
        return bool(re.search(f"[{HAN}]", text)) and text not in LANGUAGE_NAMES
    if name in TECHNICAL or (name in ADVISING and re.search(f"[{HAN}]", text)):
        return False
    return not all(name in CAPTURED and word in capture for word in latin(text))


def foreign(found, capture, language):
    return [(name, text) for name, text in found if is_foreign(name, text, capture, language)]


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("status", "HTTP status 403", LANGUAGE),
        ("lookUp", "Look up", LANGUAGE),
        ("cause", "The request was refused.", LANGUAGE),
        ("", "正在读取 clipboard", LANGUAGE),
        ("cause", "签名", "en"),
    ],
)
def test_a_word_of_the_other_language_is_noticed(name, text, language):
    assert is_foreign(name, text, "HTTP/1.1 403 Forbidden", language)


def look_up(window):
    window.do("look-up")
    window.findChild(QLineEdit, "lookUpField").setText("NoSuchKey")


OPENED = {
    "nothing": lambda window: window.show_empty(),
    "Alibaba Cloud": lambda window: window.do("example-aliyun-oss"),
    "JD Cloud": lambda window: window.do("example-jdcloud-oss"),
    "unknown": lambda window: window.sitting.open_bytes(b"4711", "clipboard", ""),
}
LEFT = (Left(Path("reader-1-1.txt"), "reader", 0, "4711"),)
OVER_IT = {
    "": lambda _: None,
    "find": lambda window: window.do("find"),
    "ticket": lambda window: window.do("ticket"),
    "look-up": look_up,
    "shortcuts": lambda window: window.do("shortcuts"),
    "about": lambda window: window.do("about"),
    "copied": lambda window: window.do("copy-ticket"),
    "reading": lambda window: window.sitting.reading.emit("", 5_000_000),
    "refused": lambda window: window.sitting.refused.emit({}),
    "undo": lambda window: window.link.removed.emit(2),
    "offered": lambda window: left_behind.offer(window, LEFT),
    "left behind": lambda window: left_behind.show(window, LEFT),
}
STAGES = [*((opened, "") for opened in OPENED), *(("Alibaba Cloud", over) for over in OVER_IT if over)]


@pytest.fixture
def start(qapp, qtbot, tmp_path, monkeypatch):
    """Give a function: language -> window, whose preferences and history are its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(guidance, "later", lambda _, work: work())
    build_translations.build(build_translations.FOLDER)
    made = []

    def started(language):
        made.append(make_window(qapp, Settings(language=language, scheme="light"), tmp_path / "history.db"))
        made[-1].show()
        qtbot.waitUntil(lambda: "background" in vars(made[-1].sitting))  # all that is made after the first paint
        return made[-1]

    yield started
    for window in made:
        window.do("language-en")  # leaves no translator behind
        window.close()
        shiboken6.delete(window)


@pytest.mark.parametrize("language", ["en", LANGUAGE])
@pytest.mark.parametrize(("opened", "over"), STAGES)
def test_the_window_speaks_one_language(qapp, start, language, opened, over):
    window = start(language)
    OPENED[opened](window)
    OVER_IT[over](window)
    qapp.processEvents()
    assert window.menus
    check(window, language)


@pytest.mark.parametrize(("opened", "over"), [(opened, "find") for opened in OPENED])
def test_the_window_speaks_one_language_after_it_was_switched(qapp, start, opened, over):
    window = start("en")
    OPENED[opened](window)
    OVER_IT[over](window)
    for language in (LANGUAGE, "en"):
        window.do(f"language-{language}")
        qapp.processEvents()
        check(window, language)


def check(window, language):
    found = said(window)
    shown = window.sitting.inspection
    capture = f"{shown.capture.text} {shown.capture.name}" if shown else ""
    assert foreign(found, capture, language) == []
    chinese = [text for _, text in found if re.search(f"[{HAN}]", text)]
    assert len(found) > 100
    assert len(chinese) > 100 if language == LANGUAGE else len(chinese) < 10


def test_qt_s_own_menus_are_chinese(qapp, start):
    window = start(LANGUAGE)
    window.do("example-aliyun-oss")
    menu = window.history.search.createStandardContextMenu()
    found = [("", action.text().partition("\t")[0]) for action in menu.actions() if action.text()]
    assert len(found) > 4
    assert foreign([(name, ACCESS_KEY.sub("", text)) for name, text in found], "", LANGUAGE) == []
    menu.deleteLater()
