"""The Chinese interface: complete, fresh, well set, and no word of the other language in either window."""

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "packaging"))  # no package on purpose: it would shadow the library of that name
build_translations = importlib.import_module("build_translations")
update_translations = importlib.import_module("update_translations")

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of every dialog
LANGUAGE, SOURCE = "zh_CN", update_translations.TARGETS["zh_CN"]
HAN = "\u3400-\u9fff"
FULL = "，。：；、？！（）“”《》"

# what is wrong in a Chinese text, whatever it says
FAULTS = {
    "no blank between Chinese and Latin": re.compile(rf"[{HAN}][A-Za-z0-9%]|[A-Za-z0-9%][{HAN}]"),
    "a blank within Chinese": re.compile(rf"[{HAN}{FULL}] +[{HAN}{FULL}]"),
    "a blank at full-width punctuation": re.compile(rf" [{FULL}]|[{FULL}] "),
    "half-width punctuation": re.compile(rf"[{HAN}{FULL}][,;:!?()]|[,;:!?()][{HAN}]|[{HAN}]\."),
    "dots for an ellipsis": re.compile(r"\.\.|。。"),
    "a blank at an end": re.compile(r"\A\s|\s\Z"),
}
ACCESS_KEY = re.compile(r"\(&[A-Z]\)")
ALIKE = (r"%\d", "…", "\n", r"(?:Ctrl|Shift|Alt)\+\S*?\w+|\bF\d+|\bEsc\b", "EC", "ID", "HTTP", "XML", "curl")
"""What stands as often in the English as in the Chinese."""
WIDE = str.maketrans(".:;?!)", "。：；？！）")


def messages():
    return {
        (context.findtext("name"), message.findtext("source")): message.findtext("translation")
        for context in ET.parse(SOURCE).iter("context")
        for message in context.iter("message")
    }


CHINESE = messages()


def faults(chinese):
    plain = ACCESS_KEY.sub("", chinese)
    return [name for name, pattern in FAULTS.items() if pattern.search(plain)]


def lost(english, chinese):
    """List the signs that stand in one of the two only, or less often."""
    english, chinese = english.replace("&", "").translate(WIDE), ACCESS_KEY.sub("", chinese)
    ends = (
        [] if english[-1] == chinese[-1] or not {english[-1], chinese[-1]} & set("。：；？！）") else ["end"]
    )
    return [
        *(sign for sign in ALIKE if Counter(re.findall(sign, english)) != Counter(re.findall(sign, chinese))),
        *ends,
    ]


# the files


def test_words_are_fresh(tmp_path):
    copy = Path(shutil.copy(SOURCE, tmp_path))
    update_translations.update(copy, LANGUAGE)
    assert copy.read_bytes() == SOURCE.read_bytes(), "run packaging/update_translations.py"
    assert update_translations.unfinished([SOURCE]) == []


def test_a_word_that_is_lacking_is_found(tmp_path):
    copy = tmp_path / SOURCE.name
    copy.write_text(
        SOURCE.read_text("utf-8").replace("<source>Undo</source>", "<source>Redo</source>"), "utf-8"
    )
    update_translations.update(copy, LANGUAGE)
    assert update_translations.unfinished([copy]) == ["Window: Undo"]
    assert "Redo" not in copy.read_text("utf-8")


def compiled(source, target):
    """Run lrelease; its own look at signs and access keys says nothing of planted faults, so it is not asked for."""
    command = [build_translations.compiler(), source, "-qm", target, "-fail-on-unfinished"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_words_are_finished(tmp_path):
    done = compiled(SOURCE, tmp_path / "a.qm")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CHINESE)} finished and 0 unfinished" in done.stdout


def test_an_unfinished_word_is_refused(tmp_path):
    text = SOURCE.read_text("utf-8")
    (tmp_path / "a.ts").write_text(text.replace(">撤销<", ' type="unfinished"><'), "utf-8")
    assert compiled(tmp_path / "a.ts", tmp_path / "a.qm").returncode != 0


# the extraction: lupdate reads Python by its looks, so ask Python itself


def said_in(path):
    """Yield (context, words) for every text in a file that is to be translated; words None where it is no literal."""

    def visit(node, context):
        if isinstance(node, ast.ClassDef):
            context = node.name
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            literals = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            if name == "tr":
                yield context, literals[0]
            elif name == "QT_TRANSLATE_NOOP":
                yield tuple(literals)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, context)

    yield from visit(ast.parse(path.read_text("utf-8")), "")


def test_every_text_is_extracted_under_the_context_it_is_looked_up_by():
    said = {pair for path in (ROOT / "inspector/ui").rglob("*.py") for pair in said_in(path)}
    by_variable = {context for context, words in said if words is None}
    assert by_variable <= {"TreeModel"}, (
        "tr() of a variable: mark its texts with QT_TRANSLATE_NOOP in the same context"
    )
    assert {pair for pair in said if pair[1] is not None} == set(CHINESE)


# the setting


@pytest.mark.parametrize(("context", "english"), CHINESE, ids=lambda text: text[:30])
def test_chinese_is_well_set(context, english):
    chinese = CHINESE[context, english]
    assert faults(chinese) == []
    assert lost(english, chinese) == []


@pytest.mark.parametrize(
    "text",
    [
        "复制ID",
        "共 %1个",
        "请求 ，响应",
        "请求, 响应",
        "名称:值",
        "正在 读取",
        "打开...",
        "（见 A ）",
        "完成.",
        "打开 ",
    ],
)
def test_a_text_badly_set_is_noticed(text):
    assert faults(text)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Reading %1", "正在读取"),
        ("Open…", "打开"),
        ("Next (F3)", "下一个（F4）"),
        ("It works.", "可用"),
        ("It: works", "好："),
    ],
)
def test_a_sign_that_got_lost_is_noticed(english, chinese):
    assert lost(english, chinese)


WORDS = {
    f"{file}.{kind}.{key}": row["zh"]
    for file in ("words", "ticket")
    for kind, rows in tomllib.loads((ROOT / f"resources/catalog/{file}.toml").read_text("utf-8")).items()
    for key, row in rows.items()
}


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("provider", ["阿里云 OSS", "MinIO"])
def test_the_core_s_chinese_is_well_set_around_its_values(name, provider):
    filled = re.sub(r"\{\{provider[^}]*\}\}", provider, WORDS[name])
    assert faults(re.sub(r"\{\{[^}]*\}\}", "Value", filled)) == []


# access keys


def menus():
    from inspector.ui.menus import MENUS

    yield "the bar", [title for title, _ in MENUS]
    for title, rows in MENUS:
        yield title, [row.words for row in rows if row.words]


def access_keys(texts):
    return [match[1].upper() for text in texts if (match := re.search(r"&(\w)", text))]


@pytest.mark.parametrize(("menu", "rows"), list(menus()))
def test_access_keys_are_the_same_and_single(menu, rows):
    chinese = [CHINESE.get(("Menus", row), row) for row in rows]
    assert access_keys(chinese) == access_keys(rows)
    assert len(set(access_keys(rows))) == len(access_keys(rows))
    for text in chinese:
        assert re.fullmatch(r"[^&()]+(\(&[A-Z]\)…?)?", text), text


# the window

LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_+./-]*")
KEY = re.compile(r"(?:(?:Ctrl|Shift|Alt)(?:\+|\Z))*(?:[A-Z0-9/]|F\d+|Del|Esc|Left|Right)?")
ALLOWED = set(
    "OSS EC ID HTTP XML curl JSON MB UTC UTF-8 Base64 Markdown NoSuchKey x-oss-err Inspector Bucket Date "
    "EN English MIT Qt PySide6 LGPL lxml BSD platformdirs Lucide ISC Server".split()
)
LANGUAGE_NAMES = {"中文", "简体中文", "EN + 中文"}
CAPTURED = set(
    "code message requestId places providerReason status detailValue detailName captures row".split()
)
"""Names of widgets that show captured values."""
CODE = {"command", "link"}
ADVISING = set("finding note cause step told guideTitle unknownLooked".split())
"""Names of widgets that show the catalog's sentences, full of names of interfaces."""
PROPERTIES = "text title windowTitle toolTip statusTip whatsThis placeholderText accessibleName accessibleDescription".split()


def texts(thing):
    """Yield whatever a widget or an action says."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QTableView, QTreeView, QWidget

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
    from PySide6.QtWidgets import QWidget

    widgets = [window, *window.findChildren(QWidget)]
    found = [(widget.objectName(), text) for widget in widgets for text in texts(widget) if text.strip()]
    return found + [("row", text) for text in rows_of(window.page.tree)]


def latin(text):
    """Yield the Latin words of a text, but for keys and what stands alike in both languages."""
    words = (word.strip(".+-/") for word in LATIN.findall(text))
    return [word for word in words if word not in ALLOWED and not KEY.fullmatch(word)]


def is_foreign(name, text, capture, language):
    """Tell whether a text holds a word of the other language that is not the capture's own."""
    if language == "en":
        return bool(re.search(f"[{HAN}]", text)) and text not in LANGUAGE_NAMES
    if name in CODE or (name in ADVISING and re.search(f"[{HAN}]", text)):
        return False
    return not all(name in CAPTURED and word in capture for word in latin(text))


def foreign(found, capture, language):
    return [(name, text) for name, text in found if is_foreign(name, text, capture, language)]


def look_up(window):
    from PySide6.QtWidgets import QLineEdit

    window.do("look-up")
    window.findChild(QLineEdit, "lookUpField").setText("NoSuchKey")


OPENED = {
    "nothing": lambda window: window.show_empty(),
    "Alibaba Cloud": lambda window: window.do("example-aliyun-oss"),
    "JD Cloud": lambda window: window.do("example-jdcloud-oss"),
    "unknown": lambda window: window.sitting.open_bytes(b"4711", "clipboard", ""),
}
OVER_IT = {
    "": lambda window: None,
    "find": lambda window: window.do("find"),
    "ticket": lambda window: window.do("ticket"),
    "look-up": look_up,
    "shortcuts": lambda window: window.do("shortcuts"),
    "about": lambda window: window.do("about"),
    "copied": lambda window: window.do("copy-ticket"),
    "reading": lambda window: window.sitting.reading.emit("", 5_000_000),
    "refused": lambda window: window.sitting.refused.emit({}),
    "undo": lambda window: window.link.removed.emit(2),
}
STAGES = [*((opened, "") for opened in OPENED), *(("Alibaba Cloud", over) for over in OVER_IT if over)]


@pytest.fixture
def start(qapp, qtbot, tmp_path, monkeypatch):
    """Give a function: language -> window, whose preferences and history are its own."""
    from inspector.settings import Settings
    from inspector.ui.app import make_window

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    build_translations.build(SOURCE.parent)
    made = []

    def started(language):
        made.append(make_window(qapp, Settings(language=language, scheme="light"), tmp_path / "history.db"))
        made[-1].show()
        qtbot.waitUntil(
            lambda: "background" in vars(made[-1].sitting)
        )  # all that is made after the first paint
        return made[-1]

    yield started
    for window in made:
        window.do("language-en")  # leaves no translator behind
        window.close()


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
