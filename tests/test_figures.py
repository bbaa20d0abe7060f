"""The command that prints the figures of SECURITY.md (`hostile/figures.py`), every part in small."""

import os
import re
import subprocess
import sys

import pytest
from hostile import flow
from hostile.figures import PARTS
from test_documents import SECURITY, rows, section

NUMBER = re.compile(r"\d[\d,]*")


def printed(home, *given, **surroundings):
    """Give the exit status, the rows and what is said beside them; `home` has no counts of a fuzzer."""
    command = [sys.executable, "-B", str(flow.HERE / "hostile" / "figures.py"), "--home", str(home), *given]
    ran = subprocess.run(command, env={**os.environ, **surroundings}, capture_output=True, text=True, check=False)
    return ran.returncode, rows(ran.stdout), ran.stderr


@pytest.mark.skipif(not flow.works("strace", "true"), reason="there is no strace here")
def test_every_part_gives_its_rows_and_the_page_holds_them_in_their_order(tmp_path):
    status, made, said = printed(tmp_path, "--small")
    assert status == 0, made
    assert [line.partition(":")[0] for line in said.splitlines()] == [part.name for part in PARTS]
    assert all(figure for _, figure in made)
    held = rows(section(SECURITY, "Figures"))
    assert [NUMBER.sub("#", what) for what, _ in made] == [NUMBER.sub("#", what) for what, _ in held]


def test_a_part_that_fails_says_so_and_the_next_goes_on(tmp_path):
    status, made, _ = printed(tmp_path, "fuzz", "power=1", PATH=str(tmp_path))  # there is no strace
    assert status == 1
    assert [what for what, _ in made][:2] == [
        "**The part `power` failed**",
        "Inputs fuzzed, of them guided by coverage",
    ]
    assert "strace" in made[0][1]


@pytest.mark.parametrize(("given", "told"), [("powder", "no part powder"), ("power=0", "0 is no size")])
def test_what_is_no_part_or_no_size_is_told(tmp_path, given, told):
    status, made, said = printed(tmp_path, given)
    assert (status, made) == (2, [])
    assert told in said
