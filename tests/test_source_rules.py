"""Names that may not stand in the program, found in its syntax; every rule is shown one that it must catch."""

import ast
import re
import re._parser as parser
from pathlib import Path

import pytest
from pattern_parts import repeats, written

PACKAGE = Path(__file__).resolve().parents[1] / "inspector"

BANNED_KEYWORDS = {"recover", "huge_tree", "shell", "load_dtd", "resolve_entities", "dtd_validation"}
BANNED_ATTRIBUTES = {
    "iterparse", "xinclude", "XInclude", "internalDTD", "externalDTD", "deepcopy", "extractall", "setHtml", "setMarkdown",
    "insertHtml", "appendHtml", "insertMarkdown", "toHtml", "format_map",
}  # fmt: skip
BANNED_MODULES = {
    "socket", "ssl", "http", "urllib.request", "asyncio", "pickle", "marshal", "shelve", "mmap", "ftplib", "smtplib",
    "xml.etree", "xml.dom", "xml.sax", "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets", "PySide6.QtSvg",
}  # fmt: skip
BANNED_NAMES = {"eval", "exec", "compile", "deepcopy", "__import__"}
BANNED_CALLS = {
    "etree.parse", "os.system", "os.popen", "gzip.decompress", "zlib.decompress", "bz2.decompress", "lzma.decompress",
    "brotli.decompress", "QMessageBox.information", "QMessageBox.warning", "QMessageBox.critical",
    "QMessageBox.question", "QMessageBox.about", "QErrorMessage", "QApplication(sys.argv)",
}  # fmt: skip
ONLY_IN = {"QDesktopServices": "ui/links.py"}


def dotted(node):
    """Give the source of a name, `a.b.c`, or the last two names of a longer expression."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def modules_of(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def of_import(node, place):
    for name in modules_of(node):
        if any(name == banned or name.startswith(banned + ".") for banned in BANNED_MODULES):
            yield f"import of {name}"
        last = name.rpartition(".")[2]
        if last in ONLY_IN and place != ONLY_IN[last]:
            yield f"{last} outside {ONLY_IN[last]}"
        if last in BANNED_NAMES | BANNED_ATTRIBUTES:
            yield f"import of {name}"


def of_call(node, place):
    called = dotted(node.func)
    full = f"{called}({', '.join(map(ast.unparse, node.args))})"
    if any(f".{name}".endswith(f".{banned}") for name in (called, full) for banned in BANNED_CALLS):
        yield full
    if isinstance(node.func, ast.Name) and node.func.id in BANNED_NAMES:
        yield called
    for keyword in node.keywords:
        if keyword.arg in BANNED_KEYWORDS and not (
            isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        ):
            yield f"{keyword.arg}={ast.unparse(keyword.value)}"


def of_attribute(node, place):
    if node.attr in BANNED_ATTRIBUTES:
        yield node.attr
    if node.attr in ONLY_IN and place != ONLY_IN[node.attr]:
        yield f"{node.attr} outside {ONLY_IN[node.attr]}"


RULES = ((ast.Import, of_import), (ast.ImportFrom, of_import), (ast.Call, of_call), (ast.Attribute, of_attribute))


def banned(source, place):
    """Give every banned thing in the text of a module; `place` is its path below the package."""
    return [
        f"{place}:{node.lineno}: {found}"
        for node in ast.walk(ast.parse(source))
        for kind, rule in RULES
        if isinstance(node, kind)
        for found in rule(node, place)
    ]


SOURCES = {str(path.relative_to(PACKAGE)): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("place", SOURCES)
def test_nothing_banned_stands_in_the_program(place):
    assert banned(SOURCES[place], place) == []


@pytest.mark.parametrize(
    "source",
    [
        "etree.XMLParser(recover=True)",
        "XMLParser(huge_tree=True)",
        "XMLParser(recover=flag)",
        "XMLParser(load_dtd=1)",
        "etree.parse(path)",
        "lxml.etree.parse(path)",
        "etree.iterparse(path)",
        "tree.xinclude()",
        "tree.docinfo.internalDTD",
        "copy.deepcopy(tree)",
        "from copy import deepcopy",
        "import mmap",
        "from mmap import mmap",
        "archive.extractall()",
        "label.setHtml(text)",
        "view.setMarkdown(text)",
        "cursor.insertHtml(text)",
        "QMessageBox.warning(None, 'a', text)",
        "QtWidgets.QMessageBox.critical(None, 'a', text)",
        "from PySide6.QtGui import QDesktopServices",
        "QtGui.QDesktopServices.openUrl(url)",
        "import socket",
        "import ssl",
        "import http.client",
        "from http import server",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import asyncio.subprocess",
        "from PySide6 import QtNetwork",
        "from PySide6.QtNetwork import QTcpSocket",
        "QApplication(sys.argv)",
        "QtWidgets.QApplication(sys.argv)",
        "import pickle",
        "from pickle import loads",
        "eval(text)",
        "exec(text)",
        "compile(text, '', 'exec')",
        "subprocess.run(text, shell=True)",
        "subprocess.run(text, shell=flag)",
        "os.system(text)",
        "gzip.decompress(raw)",
        "def f():\n    if x:\n        return [eval(y) for y in z]",
    ],
)
def test_a_planted_one_is_caught(source):
    assert banned(source, "planted.py")


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("application.exec()", "ui/app.py"),
        ("re.compile('a')", "facts.py"),
        ("etree.XMLParser(recover=False, huge_tree=False)", "xml_scan.py"),
        ("from PySide6.QtGui import QDesktopServices", "ui/links.py"),
        ("QApplication([sys.argv[0]])", "ui/app.py"),
        ("from urllib.parse import urlsplit", "facts.py"),
        ("tree.parse(exchange)", "pipeline.py"),
    ],
)
def test_what_is_meant_is_not_caught(source, place):
    assert banned(source, place) == []


# patterns: no unbounded repeat within another, nothing lazy and unbounded


@pytest.mark.parametrize("place", SOURCES)
def test_every_pattern_is_bounded(place):
    assert [(text, wrong) for text in written(SOURCES[place]) for wrong in repeats(parser.parse(text))] == []


def test_most_patterns_are_seen():
    assert sum(len(list(written(source))) for source in SOURCES.values()) > 30


@pytest.mark.parametrize(
    "text",
    [
        r"(\d+-)+\d+T",
        r"<Error\b.*?</Error>",
        r"(?:[a-z0-9-]+\.)+aliyuncs",
        r'"(?:[^"\\]+|\\.)*"',
        r"(a*)*",
        r"(?=(a+)+)b",
    ],
)
def test_a_pattern_that_traps_is_caught(text):
    assert list(repeats(parser.parse(text)))


POSSESSIVE = re.compile(r"(?<!\\)\)(?:[*+?]|\{+\d*,?\d*\}+)\+")
"""A group repeated possessively: Python before 3.11.5 reads it wrongly (gh-106052); `(?>(?:...)*)` it reads right."""


@pytest.mark.parametrize("place", SOURCES)
def test_no_group_is_repeated_possessively(place):
    assert [SOURCES[place][: met.start()].count("\n") + 1 for met in POSSESSIVE.finditer(SOURCES[place])] == []


def test_a_possessive_group_is_caught():
    for text in (r"(?:a|bc)*+", r"(?:a|bc)++", r"rf'(?:a|bc){{0,20}}+'", r"(?:a|bc){2}+"):
        assert POSSESSIVE.search(text)
    assert not POSSESSIVE.search(r"\)*+ [a-z]{1,20}+ (?>(?:a|bc)*)")


# every text that a log, a name or a file could betray is our own


def test_the_program_never_prints_but_on_the_command_line():
    for place, source in SOURCES.items():
        if place not in ("cli.py", "cli_catalog.py", "__main__.py"):
            calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
            assert not [node.lineno for node in calls if dotted(node.func) == "print"], place


def test_no_source_names_a_workplace_or_another_host():
    for place, source in SOURCES.items():
        assert not re.search(r"/w[o]rk/|/tmp/|/r[o]ot/|/home/\w|localhost|pypi\.org", source), place
