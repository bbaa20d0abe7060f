"""Everything without a pointer, and everything read aloud."""

from __future__ import annotations

import pytest
from captures import response
from desk import until
from program import PATIENCE

REQUEST_ID = "6B011ACA5C6D7E38F90A1B2C"
EXAMPLE_ID = "6B011ACA5C6D7E38F90A1B2C"
CAPTURES = {
    "unknown": "nothing of the kind",
    "verdict": response(REQUEST_ID),
    "reports": response(REQUEST_ID) + "\r\n" + response(REQUEST_ID[::-1], "NoSuchKey"),
}
DIALOGS = {"shortcuts": "ctrl+slash", "lookUpField": "ctrl+l", "ticketText": "ctrl+t"}
"""Each with the part of the window that it brings."""

ZONES = ("historySearch", "tree", "rawView", "guidance")


def test_f6_goes_through_the_zones(start):
    program = start("--example", "aliyun-oss")
    until(lambda: "tree" in program.focused(), PATIENCE, "the keyboard in the tree")
    for key, zones in (
        ("F6", ("rawView", "guidance", "historySearch", "tree")),
        ("shift+F6", ("historySearch", "guidance")),
    ):
        for zone in zones:
            program.keys(key)
            until(lambda zone=zone: zone in program.focused(), PATIENCE, f"the keyboard in {zone} after {key}")


def test_find_counts_goes_on_and_closes(start):
    program = start("--example", "aliyun-oss")
    program.node(id="requestId")
    program.keys("ctrl+f")
    program.node(id="findField")
    program.type("21 nov 2026")
    program.node(id="findCount", name="1/3")
    for keys, count in (("Return", "2/3"), ("F3", "3/3"), ("Return", "1/3"), ("shift+Return", "3/3")):
        program.keys(keys)
        program.node(id="findCount", name=count)
    program.keys("Escape")
    program.gone(id="findBar")
    until(lambda: program.focused() & {"tree", "rawView"}, PATIENCE, "the keyboard back on what was searched")


def test_every_shortcut_is_listed(start):
    program = start()
    program.keys("ctrl+slash")
    program.node(id="shortcuts", role="dialog")
    words = {node["name"] for node in program.nodes(role="label")}
    assert {"Ctrl+Shift+C", "Ctrl+Shift+T", "Ctrl+F", "F6", "Ctrl+/", "Ctrl+Q"} <= words
    program.keys("Escape")
    program.gone(id="shortcuts", role="dialog")


def test_the_menu_of_a_row_copies_without_a_pointer(desk, start):
    desk.put_on_clipboard("before")
    program = start("--example", "aliyun-oss")
    until(lambda: "tree" in program.focused(), PATIENCE, "the keyboard in the tree")
    program.keys("Home", "Down", "Menu", "Down", "Down", "Return")
    until(
        lambda: desk.clipboard() == "Host: examplebucket.oss-cn-hangzhou.aliyuncs.com",
        PATIENCE,
        "name and value",
    )


def test_quitting_ends_everything_with_status_0(start):
    program = start("--example", "aliyun-oss")
    until(program.children, PATIENCE, "the reader that waits for something large")
    program.keys("ctrl+q")
    assert program.ended() == 0
    until(lambda: not program.left(), PATIENCE, "no process left")


def test_the_request_id_is_read_aloud_with_its_value(start):
    program = start("--example", "aliyun-oss")
    assert program.name("requestId") == f"Request ID {EXAMPLE_ID}"
    assert program.nodes(role="table cell", name=EXAMPLE_ID)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_whatever_takes_the_keyboard_has_a_name(desk, start, language):
    program = start("--lang", language)
    nameless = {view: names for view in views(desk, program) if (names := program.nameless())}
    assert nameless == {}


def views(desk, program):
    """Go through everything that the window can show."""
    yield "empty"
    for view, text in CAPTURES.items():
        desk.put_on_clipboard(text)
        program.keys("ctrl+v")
        program.node(id=view)
        yield view
    for view, key in DIALOGS.items():
        program.keys(key)
        program.node(id=view)
        yield view
        program.keys("Escape")
        program.gone(id=view)
        program.front()
    program.keys("ctrl+f")
    program.node(id="findField")
    yield "find"
    program.click("historyList", role="list item", name=f"{REQUEST_ID}.*")
    program.keys("Delete")
    program.node(id="noticeAct")
    yield "notice"
