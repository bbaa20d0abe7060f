"""Several captures in one sitting, and the request IDs that outlive it."""

from __future__ import annotations

import pytest
from captures import response
from desk import until
from program import PATIENCE

IDS = [f"6B011ACA5C6D7E38F90A1B{number:02X}" for number in range(16)]
CODES = ("AccessDenied", "NoSuchBucket", "NoSuchKey")


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / f"{code}.txt" for code in CODES]
    for path, code, request_id in zip(paths, CODES, IDS, strict=False):
        path.write_text(response(request_id, code), newline="")
    return paths


def test_the_keys_go_through_the_captures_of_a_sitting(start, files):
    program = start(*files)
    program.node(id="capturesCount", name="3/3")
    program.node(id="code", name=CODES[2])
    shown = [program_after(program, "alt+Left", at) for at in (2, 1, 3)]
    assert shown == [CODES[1], CODES[0], CODES[2]]
    assert program_after(program, "alt+Right", 1) == CODES[0]


def program_after(program, keys, place):
    program.keys(keys)
    program.node(id="capturesCount", name=f"{place}/3")
    return program.name("code")


def test_a_request_id_is_there_after_a_restart(start, files):
    program = start(files[0])
    listed(program, IDS[0])
    program.keys("ctrl+q")
    assert program.ended() == 0
    listed(start(), IDS[0])


def test_a_request_id_is_there_after_a_crash(start, files):
    program = start(files[0])
    listed(program, IDS[0])
    program.kill()
    until(lambda: not program.left(), PATIENCE, "the end of the reader that it had started")
    listed(start(), IDS[0])


def test_two_windows_keep_their_request_ids_in_one_history(start, files):
    for path in files[:2]:
        program = start(path)
        listed(program, IDS[files.index(path)])
    program = start(files[2])
    for request_id in IDS[:3]:
        listed(program, request_id)


def test_what_was_deleted_comes_back(start, files):
    program = start(*files)
    for request_id in IDS[:3]:
        listed(program, request_id)
    program.click("historyList", name=f"{IDS[1]}.*")
    program.keys("Delete")
    program.gone(role="list item", name=f"{IDS[1]}.*")
    listed(program, IDS[0])
    program.click("noticeAct")
    listed(program, IDS[1])
    program.gone(id="notice")


def listed(program, request_id):
    program.node(role="list item", name=f"{request_id} 403 .*")
