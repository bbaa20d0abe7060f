"""Where things stand: at every size what matters is whole, and the Tab key comes by everything in the order of the eye."""

import pytest
from invented import ALIBABA_ID, CHATTER, response, several
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStyleOptionViewItem, QWidget

from inspector.history import Row
from inspector.ui import app
from inspector.ui.guidance import NARROW
from inspector.ui.history_panel import HistoryPanel
from inspector.ui.parts import Chip
from inspector.ui.verdict import Verdict, VerdictCard


def opened(start, qapp, text, size):
    window = start(show=True)
    window.resize(*size)
    window.sitting.open_bytes(text.encode(), "clipboard", "")
    qapp.processEvents()
    return window


def stops(window, first):
    """Press Tab until it is back where it began; name what had the keyboard, a group of alike ones once."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    named = []
    for _ in range(200):
        name = window.focusWidget().objectName()
        if not named or named[-1] != name:
            named.append(name)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is first:
            return named
    raise AssertionError(named)


def test_the_tab_key_comes_by_list_and_find_bar_where_they_stand(start, qapp):
    window = opened(start, qapp, several(), (1280, 800))
    window.do("find")
    named = stops(window, window.history.search)
    wanted = ["historyList", "reports", "copyRequestId", "copyTicket", "findField", "findCase"]
    assert [name for name in named if name in wanted] == wanted
    assert named.index("findClose") < named.index("tree") < named.index("rawView") < named.index("guidance")


def test_the_error_behind_a_redirect_is_read_first(start, qapp):
    redirect = (
        "HTTP/1.1 307 Temporary Redirect\nServer: AliyunOSS\nLocation: https://a.oss-cn-hangzhou.aliyuncs.com/\n\n"
    )
    success = "HTTP/1.1 200 OK\nServer: AliyunOSS\n\n"
    window = opened(start, qapp, success + redirect + response(), (1280, 800))
    assert [report.status for _, report in window.page.list_model.reports] == [403, 307, 200]
    assert window.presenter.report.status == 403
    assert window.sitting.names[0].startswith("403 AccessDenied")


def test_the_next_zone_may_be_the_list_of_responses(start, qapp):
    window = opened(start, qapp, several(), (1280, 800))
    window.history.search.setFocus()
    window.do("next-zone")
    assert window.page.list.hasFocus()
    window.do("next-zone")
    assert window.page.tree.hasFocus()


@pytest.mark.parametrize(("count", "size", "rows"), [(2, (1280, 800), 2), (12, (900, 600), 3), (12, (1920, 1080), 6)])
def test_the_list_is_as_high_as_whole_rows_and_leaves_the_tree_its_room(start, qapp, count, size, rows):
    text = "".join(response(f"6B0{number:05X}5C6D7E8F90A1B2C3") for number in range(count))
    window = opened(start, qapp, text, size)
    listed = window.page.list
    shown = listed.viewport().height() / listed.rowHeight(0)
    assert shown == round(shown) >= rows
    assert listed.height() <= max(
        window.page.height() // 5, listed.horizontalHeader().height() + 3 * listed.rowHeight(0)
    )
    assert window.page.tree.viewport().height() > 5 * window.page.tree.sizeHintForRow(0)


def test_the_request_id_stands_beside_its_buttons_where_it_has_room(qtbot):
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(Verdict("403 Forbidden", "AccessDenied", request_id=ALIBABA_ID, copyable=True))
    card.show()
    found, button = (card.findChild(QWidget, name) for name in ("requestId", "copyRequestId"))
    needed = found.fontMetrics().horizontalAdvance(ALIBABA_ID)
    for width, beside in ((needed + 400, True), (needed + 100, False), (needed + 400, True)):
        card.resize(width, 300)
        card.layout().activate()
        assert (abs(found.geometry().center().y() - button.geometry().center().y()) < 5) is beside
        assert found.width() >= needed


def test_no_line_of_places_begins_or_ends_with_what_parts_them(qtbot):
    card = VerdictCard()
    qtbot.addWidget(card)
    card.show_verdict(Verdict(ec="0003-00000001", places=("pears-and-plums-archive", "cn-hangzhou", "public")))
    card.show()
    places = card.findChild(QLabel, "places")
    whole = "EC 0003-00000001  ·  pears-and-plums-archive  ·  cn-hangzhou  ·  public"
    counts = []
    for part in (4, 0.9, 0.7):
        card.resize(int(places.fontMetrics().horizontalAdvance(whole) * part), 300)
        lines = places.text().split("\n")
        counts.append(len(lines))
        assert "  ·  ".join(lines) == whole
    assert counts[0] == 1 < counts[1] <= counts[2]


def test_a_row_of_the_history_keeps_its_id_off_the_status(qtbot):
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.show_rows([Row(1, 1, "", "0a1b2c3d-0012-4a5b-8c7d-0e1f2a3b4c5d", "Wide" * 9, "", 403, "", "", 0, 1, 1)])
    index, wide = panel.rows.index(0), 170
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, wide, panel.list.itemDelegate().sizeHint(option, index).height())
    drawn = QImage(wide, option.rect.height(), QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    panel.list.itemDelegate().paint(painter, option, index)
    painter.end()
    upper = range(6, option.rect.height() // 2 - 2)
    inked = [any(drawn.pixelColor(x, y).lightness() < 200 for y in upper) for x in range(wide)]
    blanks = max("".join(" #"[ink] for ink in inked).strip().split("#"), key=len)
    assert len(blanks) >= 8, "between the ID and the status"


def test_the_value_below_the_tree_takes_the_rows_that_it_needs_at_any_width(start, qapp):
    window = opened(start, qapp, response(message="word " * 30), (1280, 800))
    detail = window.page.detail
    heights = []
    for wide in (900, 300, 900):
        window.page.split.setSizes([wide, 1200 - wide])
        detail.resize(wide, detail.height())
        detail.show_value("Message", "x" * 100) if not heights else None
        heights.append(detail.field.height())
    assert heights[0] == heights[2] < heights[1]


def test_where_the_tree_is_low_the_meaning_of_a_name_waits(start, qapp):
    window = opened(start, qapp, response(), (1280, 800))
    rows = window.page.tree.rows.rows
    window.page.tree.choose(next(number for number, row in enumerate(rows) if row.name == "Date"))
    meaning = window.page.detail.findChild(QLabel, "detailMeaning")
    for height, shown in ((150, False), (500, True)):
        window.page._left.resize(300, height)
        assert bool(meaning.text())
        assert meaning.isHidden() is not shown


def test_the_keyboard_goes_on_where_a_row_of_the_history_was_deleted(start, qapp, qtbot):
    window = opened(start, qapp, several(), (1280, 800))
    listed = window.history
    qtbot.waitUntil(lambda: len(listed.rows.rows) > 2)
    ids = [row.request_id for row in listed.rows.rows]
    listed.list.setCurrentIndex(listed.rows.index(1))
    QTest.keyClick(listed.list, Qt.Key.Key_Delete)
    assert [row.request_id for row in listed.selected()] == [ids[2]]
    window.sitting.open_bytes(response("6B0FFFFF5C6D7E8F90A1B2C3").encode(), "clipboard", "")
    qtbot.waitUntil(lambda: listed.rows.rows[0].request_id == "6B0FFFFF5C6D7E8F90A1B2C3")
    assert [row.request_id for row in listed.selected()] == [ids[2]]


def test_a_search_without_a_hit_says_so_and_leaves_no_hit_marked(start, qapp, qtbot):
    window = opened(start, qapp, response(), (1280, 800))
    window.do("find")
    bar, raw = window.page.find_bar, window.page.raw
    for typed, said in (("pears", "1/"), ("nowhere", "Not found")):
        bar.field.setText(typed)
        qtbot.waitUntil(lambda said=said: bar._count.text().startswith(said))
    text = window.sitting.inspection.capture.text
    row = window.page.tree.current_row()
    assert [text[start:end] for start, end in raw._lit] == [row.value]


@pytest.mark.parametrize("width", [NARROW + 80, NARROW - 60])
def test_the_grade_stands_above_its_finding_where_the_panel_is_narrow(start, qapp, width):
    window = opened(start, qapp, response("6B01****"), (1280, 800))
    window.columns.setSizes([200, 1080 - width, width])
    qapp.processEvents()
    chip = next(chip for chip in window.guidance.findChildren(Chip) if chip.objectName() == "grade")
    assert chip.toolTip() == "It stands in the capture."
    finding = chip.parentWidget().findChild(QLabel, "finding")
    beside = finding.mapTo(window, finding.rect().topLeft()).x() > chip.mapTo(window, chip.rect().topRight()).x()
    assert beside is (width >= NARROW)


def test_what_is_counted_is_told_below_and_small_captures_have_a_size(start, qapp):
    window = opened(start, qapp, several(), (1280, 800))
    assert (
        f"responses: {len(window.sitting.inspection.reports)}" in window.status.findChild(QLabel, "statusText").text()
    )
    window.reading.show_reading("a.txt", 12_345)
    assert window.reading.findChild(QLabel, "readingWhat").text() == "Reading a.txt · 12 KB"
    window.reading.show_reading("a.txt", 5 << 20)
    assert window.reading.findChild(QLabel, "readingWhat").text() == "Reading a.txt · 5.0 MB"


def test_beside_a_file_that_is_refused_at_the_start_stand_the_ways_in(start, tmp_path):
    window = start()
    window.middle.setCurrentWidget(window.page)
    app._open(window, app.Options([str(tmp_path)]))
    assert window.middle.currentWidget() is window.empty
    assert "cannot be read" in window.notice.findChild(QLabel, "noticeText").text()


def test_beside_an_unknown_text_stands_what_may_be_looked_up_and_the_next_paste_is_a_capture(start, qapp):
    window = opened(start, qapp, response(), (1280, 800))
    window.sitting.open_bytes(CHATTER.encode(), "clipboard", "")
    qapp.processEvents()
    assert window.page.raw.hasFocus()
    assert "NoSuchKey" in window.guidance.findChild(QLabel, "note").text()
