"""The tree: its model, its rows and the characters they came from, both ways; what is copied from it."""

import html

import pytest
from invented import ALIBABA_ID, DENIED, DUPLICATES, error, headers_of, large, response
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu

from inspector import assets
from inspector.ui import theme
from inspector.ui.tree_model import VALUE, Derived, TreeModel

EXAMPLES = {name: path.read_text(encoding="utf-8") for name, path in assets.examples().items()}
HEAD_ONLY = (assets.folder("resources").parent / "tests/samples/raw-http/head-answer-with-x-oss-err.http").read_text()


def shown(model, parent=None):
    """Write a model as nested (name, value, children)."""
    parent = parent or QModelIndex()
    return [
        (
            model.index(row, 0, parent).data(),
            model.index(row, 1, parent).data(),
            shown(model, model.index(row, 0, parent)),
        )
        for row in range(model.rowCount(parent))
    ]


def named(tree, name):
    """Give the numbers of the rows of that name."""
    return [number for number, row in enumerate(tree.rows.rows) if row.name == name]


def section(rows, name):
    return next(children for title, _, children in rows if title.startswith(name))


@pytest.mark.parametrize(
    "capture",
    [
        *EXAMPLES.values(),
        DENIED,
        DUPLICATES,
        headers_of(10_000),
        large(40_000),
        HEAD_ONLY,
        "HTTP/1.1 204 No Content\n\n",
    ],
    ids=[*EXAMPLES, "nested", "duplicates", "10,000 headers", "many elements", "x-oss-err", "nothing but a status"],
)
def test_the_model_keeps_qt_s_rules(report, capture):
    model = TreeModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    derived = (Derived("Region", "cn-hangzhou", None), Derived("Bucket", "pears", None))
    model.show_report(report("HTTP/1.1 404 Not Found\n\n"))
    model.show_report(None)
    assert model.rowCount() == 0
    model.show_report(report(capture), derived)
    assert isinstance(tester.model(), QAbstractItemModel)
    assert shown(model)[-1][2] == [("Region", "cn-hangzhou", []), ("Bucket", "pears", [])]


def test_ten_thousand_headers_are_ten_thousand_rows(report):
    model = TreeModel()
    model.show_report(report(headers_of(10_000)))
    headers = section(shown(model), "Headers")
    assert len(headers) == 10_004
    assert [row[:2] for row in headers[-2:]] == [("x-oss-meta-9998", "value 9998"), ("x-oss-meta-9999", "value 9999")]


def test_deep_nesting_ends_in_a_tree_and_not_in_an_error(report, window, paste):
    paste(window, error(more="<A>" * 400 + "deep" + "</A>" * 400))
    depth, index = 0, window.page.tree.rows.index(0, 0)
    while index.isValid():
        deepest, depth = index, depth + 1
        index = window.page.tree.rows.index(window.page.tree.rows.rowCount(index) - 1, 0, index)
    assert depth > 10
    assert deepest.data() is not None


def test_duplicates_of_headers_stay_in_their_order(window, paste):
    paste(window, DUPLICATES)
    headers = section(shown(window.page.tree.rows), "Headers (9)")
    assert [(name, value) for name, value, _ in headers[4:]] == [
        ("x-oss-meta-b", "2"),
        ("x-oss-meta-a", "1"),
        ("x-oss-meta-b", "1"),
        ("X-OSS-Meta-B", "2"),
        ("x-oss-meta-a", "1"),
    ]


def test_the_sections_stand_in_the_order_received_and_the_derived_apart(window):
    window.do("example-aliyun-oss")
    titles = [title for title, _, _ in shown(window.page.tree.rows)]
    assert titles == ["Request", "Status line", "Headers (8)", "Body", "Derived"]
    derived = section(shown(window.page.tree.rows), "Derived")
    assert ("Region", "cn-hangzhou", []) in derived
    received = {row.kind for row in window.page.tree.rows.rows if row.parent >= 0 and row.kind != "derived-row"}
    assert received == {"header", "element"}


def test_nested_detail_hangs_below_its_element(window, paste):
    paste(window, DENIED)
    body = section(shown(window.page.tree.rows), "Body")
    detail = section(section(body, "Error"), "AccessDeniedDetail")
    assert [name for name, _, _ in detail][:2] == ["PolicyType", "AuthPrincipalType"]
    assert section(section(body, "Error"), "Code") == []


def test_an_error_hidden_in_a_header_has_a_section_of_its_own(window, paste):
    paste(window, HEAD_ONLY)
    hidden = section(shown(window.page.tree.rows), "Error from header x-oss-err")
    assert ("Code", "SignatureDoesNotMatch", []) in section(hidden, "Error")


def normal(text):
    return " ".join(text.split())


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_row_lights_up_the_very_characters_of_its_value(window, example):
    window.do(f"example-{example}")
    text, tree, lit = EXAMPLES[example], window.page.tree, 0
    for number, row in enumerate(tree.rows.rows):
        tree.choose(number)
        spans = window.page.raw._lit
        if row.kind == "derived-row" or not row.value:
            continue
        (span,) = spans
        assert normal(html.unescape(text[span.start : span.end])) == normal(row.value), row
        lit += 1
    assert lit > 10


def test_what_is_lit_is_painted_on_its_characters_and_nowhere_else(start, qapp):
    window = start(show=True)
    window.do("example-aliyun-oss")
    (number,) = named(window.page.tree, "HostId")
    window.page.tree.choose(number)
    qapp.processEvents()
    raw, row = window.page.raw, window.page.tree.rows.rows[number]
    picture, ground = raw._page.grab().toImage(), theme.LIGHT.selection.ground.lower()
    lit = [
        QPoint(x, y)
        for y in range(0, picture.height(), 2)
        for x in range(0, picture.width(), 2)
        if picture.pixelColor(x, y).name() == ground
    ]
    assert len(lit) > 50
    offsets = {raw.offset_at(point / picture.devicePixelRatio()) for point in lit}
    assert min(offsets) == row.span.start
    assert max(offsets) == row.span.end


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_click_in_the_text_at_any_element_chooses_its_row(start, place_of, example):
    window = start(show=True)
    window.do(f"example-{example}")
    tree, raw = window.page.tree, window.page.raw
    for number, row in enumerate(tree.rows.rows):
        if row.kind not in ("header", "element", "status") or tree.rows._children[number]:
            continue
        for offset in (row.span.start, (row.span.start + row.span.end) // 2):
            window.page.tree.choose(0)
            QTest.mouseClick(raw.viewport(), Qt.MouseButton.LeftButton, pos=place_of(raw, offset) + QPoint(2, 0))
            assert tree.current_row() == row, (row, offset)


def test_a_click_beside_every_row_leaves_the_choice(window, paste):
    paste(window, "some chatter before\n\n" + response())
    window.page.tree.choose(1)
    before = window.page.tree.current_row()
    window.page.raw.clicked.emit(3)
    assert window.page.tree.current_row() == before


def test_a_chosen_row_shows_its_whole_value_below(window, paste):
    paste(window, response(message="long " * 900))
    (number,) = named(window.page.tree, "Message")
    window.page.tree.choose(number)
    detail = window.page.detail
    assert detail.field.toPlainText() == ("long " * 900)[:1_000]
    assert detail._all.text() == "Show all (4,499 characters)"
    detail._all.click()
    assert detail.field.toPlainText() == ("long " * 900).rstrip()


def test_what_has_no_room_in_a_row_stands_in_its_tip(window, paste):
    paste(window, response(message="long " * 900, more="  <Detail>a &lt;b&gt;</Detail>\n"))
    tree = window.page.tree
    tips = {
        name: tree.rows.data(tree.rows.index_of(number).siblingAtColumn(VALUE), Qt.ItemDataRole.ToolTipRole)
        for name in ("Message", "Detail", "HostId")
        for number in named(tree, name)
    }
    assert tips == {
        "Message": ("long " * 900)[:160] + "…",
        "Detail": "a ‹b>",
        "HostId": "pears.oss-cn-hangzhou.aliyuncs.com",
    }


def keys(window, key, modifiers):
    QTest.keyClick(window.page.tree, key, modifiers)


def test_copies_value_name_with_value_and_raw_block(window, paste, qapp):
    paste(window, DENIED.replace("Refused.", "A &lt; B &amp; C"))
    board = qapp.clipboard()
    (number,) = named(window.page.tree, "Message")
    window.page.tree.choose(number)
    keys(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == "A < B & C"
    assert window.copied.text() == "Value copied"
    keys(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert board.text() == "Message: A < B & C"
    window.page.tree._copy("block")
    assert board.text() == "<Message>A &lt; B &amp; C</Message>"


def test_a_raw_block_keeps_its_lines(window, paste, qapp):
    paste(window, DENIED)
    (number,) = named(window.page.tree, "AccessDeniedDetail")
    window.page.tree.choose(number)
    window.page.tree._copy("block")
    copied = qapp.clipboard().text()
    assert copied in DENIED
    assert copied.startswith("<AccessDeniedDetail>")
    assert copied.count("\n") == 6


def test_the_menu_of_a_row_copies_too(start, qapp):
    window = start(show=True)
    window.do("example-jdcloud-oss")
    (number,) = named(window.page.tree, "Code")
    window.page.tree.choose(number)
    QTest.keyClick(window.page.tree, Qt.Key.Key_Menu)
    menu = window.page.tree.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Copy value", "Copy name and value", "Copy raw block"]
    menu.actions()[1].trigger()
    assert qapp.clipboard().text() == "Code: NoSuchBucket"
    menu.close()


def test_the_request_id_is_copied_exactly(window, paste, qapp):
    paste(window, response().replace(f">{ALIBABA_ID}<", f">\n   {ALIBABA_ID} \n<"))
    window.do("copy-id")
    assert qapp.clipboard().text() == ALIBABA_ID
    assert window.copied.text() == "Request ID copied"


def test_without_a_request_id_the_copy_says_so(window, paste, qapp):
    paste(window, "HTTP/1.1 403 Forbidden\nServer: AliyunOSS\n\n")
    qapp.clipboard().setText("before")
    window.do("copy-id")
    assert qapp.clipboard().text() == "before"
    assert window.copied.text() == "There is no request ID to copy"
