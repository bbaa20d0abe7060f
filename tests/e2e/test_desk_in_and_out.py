"""What comes in by paste and drop, and what leaves by copy, between real programs."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from captures import SECRETS, forms, leaky, response
from desk import python, until
from program import PATIENCE

PLAIN_TEXT = {
    "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "UTF8_STRING", "STRING", "TEXT", "COMPOUND_TEXT",
    "text/plain", "text/plain;charset=utf-8",
}  # fmt: skip
IDS = [f"6B011ACA5C6D7E38F90A1B{number:02X}" for number in range(16)]


@pytest.fixture
def capture(tmp_path):
    path = tmp_path / "first.txt"
    path.write_text(response(IDS[0]), newline="")
    return path


def test_a_paste_from_another_program_is_answered(desk, start):
    program = start()
    desk.put_on_clipboard(response(IDS[1], "NoSuchKey"))
    program.keys("ctrl+v")
    assert IDS[1] in program.name("requestId")
    assert program.name("code") == "NoSuchKey"


def test_a_paste_opens_a_capture_from_wherever_the_keyboard_is(desk, start, capture):
    program = start(capture)
    desk.put_on_clipboard(response(IDS[1]))
    for number, place in enumerate(("tree", "rawView", "guidance", "historyList", "detailValue", "message"), 2):
        program.click(place)
        program.keys("ctrl+v")
        program.node(id="capturesCount", name=f"{number}/{number}")


def test_a_paste_into_a_field_stays_in_the_field(desk, start, capture):
    program = start(capture)
    desk.put_on_clipboard("AccessDenied")
    program.click("historySearch")
    program.keys("ctrl+v")
    program.node(id="historySearch", text="AccessDenied")
    assert program.name("capturesCount") == "1/1"


def test_the_request_id_leaves_alone_and_as_text_only(desk, start, capture):
    program = start(capture)
    desk.put_on_clipboard("before")
    program.node(id="requestId", name=f".*{IDS[0]}")
    program.keys("ctrl+shift+c")
    until(lambda: desk.clipboard() == IDS[0], PATIENCE, "the request ID on the clipboard")
    assert set(desk.clipboard("TARGETS").split()) <= PLAIN_TEXT


def test_the_ticket_names_the_case_and_no_secret(desk, start, tmp_path):
    path = tmp_path / "leaky.txt"
    path.write_text(leaky(IDS[2], "SignatureDoesNotMatch"), newline="")
    program = start(path)
    desk.put_on_clipboard("before")
    program.node(id="requestId", name=f".*{IDS[2]}")
    program.keys("ctrl+shift+t")
    until(lambda: desk.clipboard() not in ("", "before"), PATIENCE, "the ticket on the clipboard")
    ticket = desk.clipboard()
    assert [word for word in (IDS[2], "403", "SignatureDoesNotMatch") if word not in ticket] == []
    assert [form for secret in SECRETS for form in forms(secret) if form in ticket] == []
    assert set(desk.clipboard("TARGETS").split()) <= PLAIN_TEXT


def test_a_drop_of_text_opens_it_on_any_part_of_the_window(desk, start, capture):
    program = start(capture)
    for opened, place in enumerate(("tree", "guidance", "historySearch"), 2):
        with dragged(desk, program, place, "text", response(IDS[opened])):
            program.node(id="requestId", name=f".*{IDS[opened]}")
            program.node(id="capturesCount", name=f"{opened}/{opened}")
    assert program.node(id="historySearch")["text"] == ""


def test_a_drop_of_files_opens_each_of_them_on_any_part_of_the_window(desk, start, capture, tmp_path):
    program = start(capture)
    paths = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for path, request_id in zip(paths, IDS[1:], strict=False):
        path.write_text(response(request_id), newline="")
    for opened, place in ((3, "tree"), (5, "guidance"), (7, "historySearch")):
        with dragged(desk, program, place, "files", *paths):
            program.node(id="capturesCount", name=f"{opened}/{opened}")
            program.node(id="requestId", name=f".*{IDS[2]}")
            program.node(id="captures", name=".*two.txt.*")
    assert program.node(id="historySearch")["text"] == ""


@contextmanager
def dragged(desk, program, place, kind, *content):
    source = desk.start(python("drag_source.py", kind, *content), "source")
    desk.window("drag-source", source)
    box = until(lambda: [one["box"] for one in desk.nodes(source) if one["id"] == "source"], PATIENCE, "the source")[0]
    desk.drag((box[0] + 40, box[1] + 30), program.at(place))
    yield
    desk.end(source)
    program.front()
