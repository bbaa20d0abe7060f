"""A short run of the fuzzer, the same inputs each time; every find of the past; and that what it looks for is found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz import blind, keeping, mutator, oracle, seeds, trying
from fuzz.shrinking import shrunk
from fuzz.targets import Target, targets

from inspector.model import Capture, Exchange, Inspection, Node, Report, Span
from inspector.pipeline import inspect

INPUTS = 60
"""For each target and each time its share."""

SEED = 20261121


@pytest.fixture
def patient(monkeypatch):
    """A machine at other work is no find: what is a little slow, the command finds."""
    monkeypatch.setattr(trying, "LEAST_SECONDS", 4.0)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("target", targets().values(), ids=targets())
def test_no_input_of_a_short_run_is_a_find(target):
    finds = [find.told for _, find in blind.fuzzed(target, SEED, INPUTS * target.share) if find]
    assert finds == []


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("kept", seeds.all_kept(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_find_of_the_past_is_none_any_more(kept):
    with trying.watched():
        assert trying.tried(targets()[kept.parent.name], kept.read_bytes()) is None


def test_the_command_is_guided_counts_and_goes_on_from_where_it_was(tmp_path):
    pytest.importorskip("atheris")
    command = [
        sys.executable,
        Path(seeds.__file__).with_name("run.py"),
        "--home",
        tmp_path,
        "--target",
        "burp",
        f"--seed={SEED}",
    ]
    for runs in (1, 2):
        ran = subprocess.run([*command, "--seconds=60", "--inputs=600"], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert keeping.totals(tmp_path)["burp"]["inputs"] == runs * 600
    rows = [json.loads(line) for line in (tmp_path / "counts.jsonl").read_text().splitlines()]
    assert all(row["guided"] and row["branches"] > 100 for row in rows)
    assert "| burp | 1,200 |" in ran.stdout


# what is looked for is found


def found(run, raw=b"x"):
    with trying.watched():
        return trying.tried(Target("planted", run), raw)


def test_an_exception_is_a_find_and_told_by_its_place():
    def broken(raw):
        if b"<" in raw:
            inspect(None, "fuzz", "fuzz", None)

    assert found(broken) is None
    find = found(broken, b"ab<cd")
    assert find.sign == "TypeError capture.py decode"
    assert shrunk(Target("planted", broken), b"ab<cd", find) == b"<"


def test_what_does_not_end_is_ended(monkeypatch):
    def endless(raw):
        while True:
            try:
                while True:
                    pass
            except Exception:  # noqa: BLE001, S110 - as a fence of the program would
                pass

    monkeypatch.setattr(trying, "HANG", 0.2)
    assert found(endless).sign.startswith("Hang")


def test_what_takes_long_is_a_find_only_where_it_does_so_again(monkeypatch):
    spent = iter((0, 9, 9, 18, 18, 27, 27, 36, 36, 45, 45, 45.1, 45.1, 45.2, 45.2, 45.3))
    monkeypatch.setattr(trying.time, "process_time", lambda: next(spent))
    assert found(len).sign == "slow planted"
    monkeypatch.setattr(trying, "_seconds", lambda *_: 0.01)
    spent = iter((0, 9))
    assert found(len) is None


def inspection(node, *, problems=(), text="HTTP/1.1 403 Forbidden"):
    report = Report(Exchange(Span(0, 5)), (node,))
    return Inspection(Capture(text, "fuzz", "fuzz"), "raw-http", (report,), problems)


GOOD = Node("status", "", "403", Span(9, 12), Span(9, 12))


@pytest.mark.parametrize(
    ("node", "sign"),
    [
        (GOOD._replace(value="404"), "unheld"),
        (GOOD._replace(span=Span(9, 99), block=Span(9, 99)), "outside"),
        (GOOD._replace(block=Span(12, 12)), "order"),
        (GOOD._replace(children=(GOOD._replace(value="never"),)), "unheld"),
    ],
)
def test_a_value_or_a_place_that_is_not_in_the_text_is_a_find(node, sign):
    oracle.inspection_holds(inspection(GOOD))
    with pytest.raises(oracle.Wrong) as wrong:
        oracle.inspection_holds(inspection(node))
    assert wrong.value.rule == sign


def test_a_value_may_stand_there_in_escapes():
    text = "%3CCode%3ENoSuchKey &lt;EC&gt; \\u4e2d TW9uIERhdGUgT2xk"
    for value in ("<Code>NoSuchKey", "<EC>", "中", "Mon Date Old"):
        oracle.held(text, value, Span(0, len(text)), "here")


def test_what_a_fence_held_off_is_a_find():
    with pytest.raises(oracle.Wrong):
        oracle.inspection_holds(inspection(GOOD, problems=(oracle.Problem("shape-failed", "har: KeyError"),)))


def test_finds_of_one_kind_are_kept_a_few_times_the_shorter_ones(tmp_path):
    for length in (9, 8, 7, 6, 5, 30):
        keeping.keep(tmp_path, trying.Find("har", "KeyError har.py read", "told"), b"x" * length)
    assert sorted(path.stat().st_size for path in keeping.finds(tmp_path)) == [5, 6, 7, 8]


def test_every_change_gives_bytes_of_any_bytes():
    pool = seeds.captures()
    for number, change in enumerate(mutator.CHANGES):
        for raw in (b"", b"\xff\xfe<", pool[number]):
            assert isinstance(change(raw, mutator.Random(number), pool), bytes)
