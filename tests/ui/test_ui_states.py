"""Each state of the window, the captures of a sitting, the find bar."""

import os
import re

import pytest
from invented import (
    CHATTER,
    DAMAGED,
    DENIED,
    FOREIGN,
    REQUEST_IDS,
    UNKNOWN_PROVIDER,
    error,
    head,
    response,
    several,
)
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from inspector.ui.reports_list import shares


def said(widget, name):
    """Give the texts of the labels of that name that are not hidden."""
    return [label.text() for label in widget.findChildren(QLabel, name) if not label.isHidden()]


def text_of(widget, name):
    (text,) = said(widget, name)
    return text


# -- states -------------------------------------------------------------------------------------------------


def test_empty_shows_the_ways_in(window):
    assert window.middle.currentWidget() is window.empty
    assert window.guidance.isHidden()
    assert text_of(window.empty, "emptyTitle") == "Paste an error response"
    assert "Nothing leaves this computer" in text_of(window.empty, "emptyPrivacy")
    assert window.top.captures.isHidden()


@pytest.mark.parametrize(
    ("button", "code"), [("exampleAliyun", "SignatureDoesNotMatch"), ("exampleJd", "NoSuchBucket")]
)
def test_the_examples_open_from_the_empty_page(window, button, code):
    window.empty.findChild(QToolButton, button).click()
    assert window.middle.currentWidget() is window.page
    assert text_of(window, "code") == code


def test_one_response_shows_its_verdict(window):
    window.do("example-aliyun-oss")
    assert text_of(window, "status") == "403 Forbidden"
    assert text_of(window, "code") == "SignatureDoesNotMatch"
    assert text_of(window, "provider") == "Alibaba Cloud OSS"
    assert text_of(window, "places") == "EC 0002-00000040  ·  examplebucket  ·  cn-hangzhou  ·  public"
    assert text_of(window, "requestId") == "6B011ACA5C6D7E38F90A1B2C"
    assert "list" not in vars(window.page)
    assert not window.guidance.isHidden()


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "AccessDenied" * 5])
def test_code_and_request_id_are_whole_in_the_smallest_window(start, qapp, paste, code):
    window = start(show=True)
    window.resize(window.minimumSize())
    paste(window, response(REQUEST_IDS[1], code))
    qapp.processEvents()
    for name in ("code", "requestId"):
        label = window.findChild(QLabel, name)
        assert label.heightForWidth(label.width()) <= label.height(), name
        assert window.page.verdict.rect().contains(label.geometry()), name
    assert window.findChild(QLabel, "requestId").fontMetrics().horizontalAdvance(REQUEST_IDS[1]) <= label.width()


def test_the_card_gives_the_time_of_the_answer_as_logs_have_it(window, paste):
    paste(window, response(REQUEST_IDS[1]))
    told = text_of(window, "answerTime")
    assert re.fullmatch(r"Answered 2026-11-21 04:15:06 UTC = 2026-11-\d\d \d\d:\d\d:06 [+-]\d\d:\d\d", told), told
    paste(window, error(REQUEST_IDS[1]))
    assert text_of(window, "answerTime").startswith("Time in the request ID: 2026-11-21 04:34:03 UTC = ")


def test_the_card_says_whose_region_is_whose(window, paste):
    paste(window, response(more="<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>"))
    assert text_of(window, "places") == "pears  ·  endpoint in cn-hangzhou  ·  bucket in cn-beijing  ·  public"


def test_several_responses_are_listed_errors_first(window, paste):
    paste(window, several())
    table = window.page.list_model
    rows = [[table.index(row, column).data() for column in range(4)] for row in range(table.rowCount())]
    assert [row[0] for row in rows] == ["404", "500", "403", "200", "204"]
    assert [row[1] for row in rows] == ["NoSuchKey", "InternalError", "AccessDenied", "", ""]
    assert [row[2] for row in rows] == [REQUEST_IDS[number] for number in (1, 3, 4, 0, 2)]
    assert not window.page.list.isHidden()
    assert text_of(window, "code") == "NoSuchKey"
    window.page.list.selectRow(2)
    assert text_of(window, "requestId") == REQUEST_IDS[4]
    window.page.list.selectRow(3)
    assert text_of(window, "note") == "This response is not an error."


def test_the_list_goes_where_one_response_is_shown(window, paste):
    paste(window, several())
    paste(window, response())
    assert window.page.list.isHidden()
    window.do("previous-capture")
    assert not window.page.list.isHidden()
    assert text_of(window, "code") == "NoSuchKey"


def test_what_is_not_recognised_says_what_was_looked_for(window, paste):
    paste(window, CHATTER)
    assert window.page.verdict.isHidden()
    assert text_of(window, "unknownTitle") == "Not recognized"
    assert "an HTTP status line" in text_of(window, "unknownLooked")
    assert window.page.raw._rows.text == CHATTER
    assert window.page.tree.rows.rows == []
    window.do("language-zh_CN")
    assert "HTTP 状态行" in text_of(window, "unknownLooked")
    paste(window, response())
    assert window.page.unknown.isHidden()
    assert not window.page.verdict.isHidden()


def test_damaged_xml_is_marked_and_the_repairs_are_told(start, paste, qapp, qtbot):
    window = start(show=True)
    paste(window, DAMAGED)
    tree = window.page.tree.rows
    damaged = [number for number, row in enumerate(tree.rows) if row.damaged]
    assert damaged
    marked = tree.index_of(damaged[0]).data(Qt.ItemDataRole.ForegroundRole)
    assert marked.name().upper() == "#7A4B00"
    told = said(window.guidance, "told")
    assert any("not escaped" in line for line in told)
    assert len(told) >= 2
    qtbot.waitUntil(lambda: f"repairs: {len(told)}" in text_of(window, "statusText"))


def test_a_foreign_store_is_named_and_gets_no_advice(window, paste):
    paste(window, FOREIGN)
    assert text_of(window, "provider") == "Amazon S3"
    assert said(window.guidance, "cause") == []
    assert said(window.guidance, "step") == []
    (note,) = said(window.guidance, "note")
    assert "Amazon S3" in note
    assert "no advice" in note


def test_an_unknown_store_gets_no_advice(window, paste):
    paste(window, UNKNOWN_PROVIDER)
    assert text_of(window, "provider") == "Provider unknown"
    assert said(window.guidance, "cause") == []
    (note,) = said(window.guidance, "note")
    assert "does not show which store answered" in note
    assert text_of(window, "requestId") == "not in this capture"
    assert not window.page.verdict._copy.isEnabled()


def test_a_history_that_cannot_be_written_is_told(start, home, paste, qtbot):
    blocked = home / "file"
    blocked.write_text("not a folder")
    window = start(history=blocked / "history.db")
    assert not window.notice.isHidden()
    assert "lasts until the program ends" in text_of(window.notice, "noticeText")
    paste(window, response())
    qtbot.waitUntil(lambda: len(window.history.rows.rows) == 1)


def test_a_damaged_history_is_told(start, home):
    (home / "history.db").write_bytes(b"no database at all " * 400)
    window = start()
    assert "was damaged" in text_of(window.notice, "noticeText")
    window.notice._close.click()
    assert window.notice.isHidden()


@pytest.mark.parametrize(("text", "columns"), [(several(), 5), (several() + "\n" + FOREIGN, 6)])
def test_every_column_of_the_list_stays_in_view_in_the_smallest_window(start, qapp, paste, text, columns):
    window = start(show=True)
    window.resize(window.minimumSize())
    paste(window, text)
    qapp.processEvents()
    table, model = window.page.list, window.page.list_model
    heads = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert len(heads) == columns
    assert ("Provider" in heads) == (columns == 6)
    shown = [place for place in range(columns) if not table.isColumnHidden(place)]
    assert {heads[place] for place in shown} >= set(heads) - {"Host"}
    assert sum(table.columnWidth(place) for place in shown) <= table.viewport().width()
    time = heads.index("Time (UTC)")
    assert model.index(0, time).data() == "21 Nov 2026 04:15:06"
    assert table.columnWidth(time) >= table.sizeHintForColumn(time)


def test_columns_give_way_in_their_order():
    wanted = {"http_status": 50, "code": 110, "request_id": 150, "provider": 130, "date": 135, "host": 200}
    assert shares(wanted, 800) == wanted
    assert shares(wanted, 700) == wanted | {"host": 125}
    assert shares(wanted, 560) == wanted | {"host": 0, "code": 95}
    assert shares(wanted, 460) == wanted | {"host": 0, "code": 80, "provider": 70, "request_id": 125}


# -- the captures of a sitting ------------------------------------------------------------------------------


def codes(window):
    return [window.top.captures.itemText(place) for place in range(window.top.captures.count())]


@pytest.fixture
def three(window, paste):
    for request_id, code in zip(REQUEST_IDS, ("NoSuchKey", "AccessDenied", "InternalError"), strict=False):
        paste(window, response(request_id, code))
    return window


def test_later_captures_lose_no_earlier_one(three):
    assert codes(three) == [
        "403 NoSuchKey 6B011F3A…B2C3", "403 AccessDenied 6B011F3B…B2C3", "403 InternalError 6B011F3C…B2C3",
    ]  # fmt: skip
    assert three.top._count.text() == "3/3"
    for number, code in enumerate(("NoSuchKey", "AccessDenied", "InternalError")):
        three.top.captures.activated.emit(number)
        assert text_of(three, "code") == code
        assert text_of(three, "requestId") == REQUEST_IDS[number]


def test_no_two_captures_have_one_name_and_a_long_one_gives_up_its_middle(window, paste):
    long = response(REQUEST_IDS[1], "SignatureDoesNotMatch" * 3)
    for text in (CHATTER, CHATTER, long):
        paste(window, text)
    names, box = codes(window), window.top.captures
    whole = f"403 {'SignatureDoesNotMatch' * 3} 6B011F3B…B2C3"
    told = [box.itemData(place, Qt.ItemDataRole.ToolTipRole) for place in range(3)]
    assert told == [CHATTER[:40], f"{CHATTER[:40]} (2)", whole]
    assert names[1].endswith("(2)")
    before, after = names[2].split("…", 1)
    assert whole.startswith(before)
    assert whole.endswith(after)
    assert len(after) > len("6B011F3B…B2C3")
    assert all(box.fontMetrics().horizontalAdvance(name) < box.sizeHint().width() for name in names)


def test_the_keys_go_through_the_captures(three):
    seen = []
    for what in ("previous-capture", "previous-capture", "previous-capture", "next-capture"):
        three.do(what)
        seen.append(text_of(three, "code"))
    assert seen == ["AccessDenied", "NoSuchKey", "InternalError", "NoSuchKey"]
    shortcuts = {name: three.menus.actions[name].shortcut().toString() for name in ("previous-capture", "next-capture")}
    assert shortcuts == {"previous-capture": "Alt+Left", "next-capture": "Alt+Right"}


def test_a_closed_capture_goes_and_its_neighbour_shows(three):
    three.do("previous-capture")
    three.do("close-capture")
    assert codes(three) == ["403 NoSuchKey 6B011F3A…B2C3", "403 InternalError 6B011F3C…B2C3"]
    assert text_of(three, "code") == "InternalError"
    three.do("close-capture")
    three.do("close-capture")
    assert three.middle.currentWidget() is three.empty
    three.do("close-capture")
    three.do("next-capture")
    assert codes(three) == []


def test_the_same_text_pasted_twice_is_two_captures(window, paste):
    paste(window, DENIED)
    paste(window, DENIED)
    assert window.top._count.text() == "2/2"


def test_an_empty_clipboard_opens_nothing(window, qapp):
    qapp.clipboard().clear()
    window.do("paste")
    qapp.clipboard().setText(" \n ")
    window.do("paste")
    assert window.sitting.inspection is None
    assert window.copied.text() == "The clipboard holds no text"


def dropped(window, held):
    at = QPointF(QPoint(5, 5))
    event = QDropEvent(at, Qt.DropAction.CopyAction, held, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def test_three_files_and_a_text_are_four_captures(window, home, qtbot):
    held = QMimeData()
    for number, request_id in enumerate(REQUEST_IDS[:3]):
        (home / f"{number}.txt").write_text(response(request_id))
    held.setUrls([QUrl.fromLocalFile(str(home / f"{number}.txt")) for number in range(3)])
    dropped(window, held)
    text = QMimeData()
    text.setText(response(REQUEST_IDS[3]))
    dropped(window, text)
    assert codes(window) == [
        "403 AccessDenied 0.txt",
        "403 AccessDenied 1.txt",
        "403 AccessDenied 2.txt",
        "403 AccessDenied 6B011F3D…B2C3",
    ]
    assert text_of(window, "requestId") == REQUEST_IDS[3]


@pytest.mark.parametrize("kind", ["nothing", "folder", "pipe"])
def test_what_is_no_file_is_refused_by_name(start, home, qtbot, kind):
    window = start()
    place = home / "odd-one"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    window.open_files([str(place)])
    qtbot.waitUntil(lambda: not window.notice.isHidden())
    assert "odd-one" in text_of(window.notice, "noticeText")
    assert window.middle.currentWidget() is window.empty


# -- find ---------------------------------------------------------------------------------------------------


@pytest.fixture
def find(start, qapp):
    window = start(show=True)
    window.sitting.open_bytes(response(message="pear Pear PEAR apple").encode(), "clipboard", "")
    window.do("find")
    return window


def look_for(window, words):
    QTest.keyClicks(window.page.find_bar.field, words)
    window.page.search.search()


def count(window):
    return text_of(window.page.find_bar, "findCount")


def current(window):
    (span,) = window.page.raw._lit
    return window.page.raw._rows.text[span.start : span.end]


def test_find_counts_and_goes_round(find):
    look_for(find, "pear")
    assert count(find) == "1/4"  # the bucket is named pears
    found = []
    for _ in range(5):
        found.append(current(find))
        find.do("find-next")
    assert found == ["pear", "Pear", "PEAR", "pear", "pear"]
    assert count(find) == "2/4"
    find.do("find-previous")
    find.do("find-previous")
    assert count(find) == "4/4"


def test_find_chooses_the_row_of_the_tree(find):
    look_for(find, "PEAR apple")
    assert find.page.tree.current_row().name == "Message"


def test_find_by_case(find):
    look_for(find, "Pear")
    assert count(find) == "1/4"
    find.page.find_bar._case.click()
    find.page.search.search()
    assert count(find) == "1/1"
    assert current(find) == "Pear"


def test_find_with_the_keys_of_the_field(find):
    field = find.page.find_bar.field
    look_for(find, "pear")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert count(find) == "2/4"
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert count(find) == "4/4"


def test_nothing_found_is_said(find):
    look_for(find, "quince")
    assert count(find) == "Not found"
    find.do("find-next")
    assert count(find) == "Not found"


def test_escape_closes_and_takes_the_marks_away(find):
    look_for(find, "pear")
    assert len(find.page.raw._found) == 4
    QTest.keyClick(find.page.find_bar.field, Qt.Key.Key_Escape)
    assert find.page.find_bar.isHidden()
    assert find.page.raw._found == ()


def test_find_finds_what_changes_its_length_in_lower_case(find, paste):
    find.sitting.open_bytes(response(message="İİİ needle").encode(), "clipboard", "")
    look_for(find, "needle")
    assert current(find) == "needle"


def test_find_searches_the_capture_that_is_shown(find):
    look_for(find, "pear")
    find.sitting.open_bytes(head(headers="x-oss-meta-fruit: quince\n").encode(), "clipboard", "")
    before = find.page.tree.current_row(), find.page.raw._lit
    find.do("find-next")
    assert (find.page.tree.current_row(), find.page.raw._lit) == before
    find.do("find")
    find.page.search.search()
    assert count(find) == "Not found"
