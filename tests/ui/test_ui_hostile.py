"""Captured text is only ever text: no markup, no picture, no link, no hang, in whatever widget shows it."""

import html
import os

import pytest
from invented import error, head
from PySide6 import QtGui
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QWidget,
)

from inspector.ui.parts import visible, visible_lines

LIMIT_OF_WINDOW = 1000

PAYLOADS = {
    "picture": "<img src=/dev/zero>",
    "bold": "<b>x</b>",
    "ampersand": "a &amp; b &lt;b&gt; & &x",
    "nested tables": "<table><tr><td>" * 24 + "x",
    "one megabyte": "x" * 1_000_000,
    "nul": "6B01\x00\x00ACA",
    "bidi": "abc\u202e\u2066cba\u200f\u061c",
    "separators": "one\u2028two\u2029three\x85four",
    "combining": "e" + "\u0301" * 500,
    "escape": "\x1b[31mred\x1b[0m\x07\x08",
}
PLACES = (
    "Code",
    "Message",
    "RequestId",
    "HostId",
    "EC",
    "RecommendDoc",
    "BucketName",
    "header name",
    "header value",
    "reason",
)


def capture(place, payload):
    """Put a payload where a server, or whoever edited its answer, may put it."""
    written = html.escape(payload, quote=False)
    if place == "header name":
        return head(headers=f"x-oss-{payload}: 1\n{payload}: 2\n") + error()
    if place == "header value":
        return head(headers=f"x-oss-meta-a: {payload}\nLocation: {payload}\n") + error()
    if place == "reason":
        return head(status=f"403 {payload}") + error()
    fields = {"Code": "code", "Message": "message", "RequestId": "request_id"}
    if place in fields:
        return head() + error(**{fields[place]: written})
    return head() + error(more=f"  <{place}>{written}</{place}>\n")


def texts(widget):
    names = ("text", "toolTip", "whatsThis", "statusTip", "windowTitle", "title", "placeholderText")
    return [(name, text) for name in names if isinstance(text := widget.property(name), str) and text]


def check(top):
    """Walk every widget: plain labels only, no rich text, no tip with markup, no picture, no link."""
    walked = [top, *top.findChildren(QWidget)]
    for widget in walked:
        assert not isinstance(widget, QTextBrowser), widget
        assert type(widget) is not QTextEdit, widget
        if isinstance(widget, QLabel):
            assert widget.textFormat() == Qt.TextFormat.PlainText, (widget.objectName(), widget.text()[:80])
            assert not widget.openExternalLinks()
        assert not QtGui.Qt.mightBeRichText(widget.toolTip()), (widget.objectName(), widget.toolTip()[:80])
        assert "<img" not in widget.toolTip()
        if isinstance(widget, QAbstractItemView) and widget.model():
            check_model(widget.model())
        if isinstance(widget, QAbstractButton):
            assert len(widget.text()) <= LIMIT_OF_WINDOW
    assert len(walked) > 50


def check_model(model, parent=None):
    parent = parent or QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(min(model.rowCount(parent), 50)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole):
                assert "<" not in (index.data(role) or "")
                assert not hidden((index.data(role) or "").replace("\n", " "))
            shown = index.data() or ""
            assert not hidden(shown), shown[:80]
            assert len(shown) <= LIMIT_OF_WINDOW + 1
        check_model(model, model.index(row, 0, parent))


def hidden(text):
    """List the characters of a text that nobody can see or that turn it round."""
    return [sign for sign in text if sign in "\x00\x1b\x07\x08\x85\u202e\u2066\u200f\u061c\u2028\u2029"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_captured_text_is_plain_everywhere(start, qapp, qtbot, payload):
    window = start(show=True)
    for number, place in enumerate(PLACES, 1):
        window.sitting.open_bytes(capture(place, PAYLOADS[payload]).encode(), "clipboard", "")
        qtbot.waitUntil(lambda number=number: len(window.sitting.names) == number, timeout=20_000)
        for row in range(min(len(window.page.tree.rows.rows), 40)):
            window.page.tree.choose(row)
        qapp.processEvents()
        window.grab()
        check(window)
        for label in window.findChildren(QLabel):
            assert not hidden(label.text()), (place, label.objectName(), label.text()[:80])
            assert len(label.text()) <= 20_000, (place, label.objectName())
        assert not hidden(window.page.detail.field.toPlainText()), place
        assert window.minimumSizeHint().width() <= 1000, place
        assert window.guidance.widget().width() <= window.guidance.width(), place
        assert window.height() <= 900, place


@pytest.mark.parametrize("payload", ["picture", "bold", "ampersand", "bidi", "nul"])
def test_dialogs_notices_and_lists_are_plain_too(start, qapp, qtbot, home, payload):
    window = start(show=True)
    written = PAYLOADS[payload]
    for place in ("Code", "Message", "RequestId"):
        window.sitting.open_bytes(capture(place, written).encode(), "file", written.replace("\x00", "")[:40])
    for what in ("ticket", "look-up", "shortcuts", "about"):
        window.do(what)
    window.findChild(QLineEdit, "lookUpField").setText(written)
    window.findChild(QDialog, "ticketDialog").findChild(QPlainTextEdit, "ticketTried").setPlainText(written)
    window.do("find")
    window.page.find_bar.field.setText(written)
    window.open_files([str(home / f"missing {written}".replace("\x00", "").replace("/", ":"))])
    window.guidance.link_wanted.emit(f"https://{written}")
    qtbot.waitUntil(lambda: not window.notice.isHidden())
    window.copied.say(written)
    window.history.search.setText(written)
    qapp.processEvents()
    check(window)
    captures = window.top.captures
    assert not any(hidden(captures.itemText(number)) for number in range(captures.count()))
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_a_picture_in_a_message_opens_no_file(start, qapp, home):
    """A named pipe would block whoever opens it for ever: the window lives, so nobody did."""
    trap = home / "trap.png"
    os.mkfifo(trap)
    window = start(show=True)
    for written in (
        f'<img src="{trap}">',
        f"<img src='file://{trap}'>",
        f"![x]({trap})",
        f'<body background="{trap}">',
    ):
        for place in ("Code", "Message", "RequestId"):
            window.sitting.open_bytes(capture(place, written).encode(), "clipboard", "")
            for number in range(len(window.page.tree.rows.rows)):
                window.page.tree.choose(number)
            window.do("copy-ticket")
            qapp.processEvents()
            window.grab()
    check(window)


@pytest.mark.parametrize(
    "sign", [0x00, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x61C, 0x200B, 0x200F, 0x2028, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xE0041]
)
def test_an_invisible_character_is_shown_as_a_sign(sign):
    for shown in (visible(f"a{chr(sign)}b"), visible_lines(f"a{chr(sign)}b")):
        assert len(shown) == 3
        assert shown[1] != chr(sign)
        assert shown[1].isprintable()


def test_what_can_be_read_stays_as_it_is():
    text = "Grüße, 灰色的梨, 😀, שלום, e\u0301 & <b>"
    assert visible(text) == visible_lines(text) == text
    assert visible_lines("a\n\tb") == "a\n\tb"
    assert visible("a\n\tb") == "a¶→b"
