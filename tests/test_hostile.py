"""Every hostile input that `hostile/maker.py` writes, given to the program as a user gives it: it answers in words.

Time is processor time and has a wide margin: what these figures are stands in SECURITY.md, `hostile/figures.py` makes
them. Beside the answers: nothing else is opened, no socket is made, nothing is left behind.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from contextlib import closing

import pytest
from hostile import maker
from hostile.watched import MOST_SECONDS, ROOT, START, WATCH, Worker, foreign, traced, wrong

from inspector import assets, budget, files, settings
from inspector.history import Seen, open_history
from inspector.intake import Unreadable
from inspector.plain import UNSEEN
from inspector.redact import find_secrets, redact

NO_NETWORK = ("unshare", "--map-current-user", "--net", "--")


def works(*command):
    return shutil.which(command[0]) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def trap(home):
    """A pipe: whoever opens it waits for ever."""
    path = home / "trap.png"
    os.mkfifo(path)
    return path


@pytest.fixture(scope="module")
def written(home, trap):
    """Write every capture into a folder; give what is to become of each, by its path."""
    folder = home / "captures"
    folder.mkdir()
    made = {str(folder / one.name): one for one in maker.captures(str(trap))}
    for path, one in made.items():
        with open(path, "wb") as file:  # noqa: PTH123 - a path as text
            file.write(one.raw)
    return made


@pytest.fixture(scope="module")
def answers(home, written):
    """Let one worker read them all, and write down what it did."""
    worker = Worker(home)
    read = {path: worker.ask(path) for path in written}
    assert worker.end() == 0
    return read, worker


def test_every_hostile_capture_is_answered_as_it_must_be(written, answers):
    found = {one.name: told for path, one in written.items() if (told := list(wrong(one, answers[0][path])))}
    assert found == {}
    assert len(written) > 150


def test_nothing_else_is_opened_and_nothing_is_left(written, answers):
    _, worker = answers
    assert foreign(worker.seen(), set(written)) == []
    assert list(worker.folder.iterdir()) == []


@pytest.mark.parametrize(
    "deed", ["open('/etc/passwd')", "import socket; socket.socket()", "import os; os.system('true')"]
)
def test_a_deed_would_have_been_seen(home, deed):
    script = f"{WATCH}sys.addaudithook(tell)\n{deed}"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    events = [eval(line, {}) for line in ran.stderr.splitlines()]  # noqa: S307 - our own `repr`
    assert foreign(events, set())


@pytest.mark.skipif(not works("strace", "true"), reason="there is no strace here")
def test_no_library_opens_a_file_or_a_socket_either(home, written):
    log = home / "trace"
    worker = Worker(
        home, START, ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=open,openat,creat,socket,connect,bind")
    )
    chosen = [path for path in written if re.search(r"/(?:entity|dtd|include|stylesheet|injection|traversal)", path)]
    worker.pid = worker.process.pid
    for path in chosen:
        worker.ask(path)
    assert worker.end() == 0
    opened, sockets = traced(log)
    known = (
        str(ROOT / "inspector"),
        str(ROOT / "resources"),
        sys.prefix,
        sys.base_prefix,
        "/lib",
        "/usr/lib",
        "/proc/self",
    )
    others = {path for path in opened if not path.startswith((*known, "/etc/ld.so", "/usr/share/locale"))}
    assert others & {str(home / "trap.png"), "/etc/passwd"} == set()
    assert {path for path in others if path.startswith(str(home))} <= set(chosen)
    assert sockets == []


@pytest.mark.skipif(not works(*NO_NETWORK, "true"), reason="this system lets nobody make a network of their own")
def test_it_needs_no_network(home, written):
    worker = Worker(home, START, NO_NETWORK)
    path = next(iter(written))
    assert worker.ask(path).inspection
    assert worker.end() == 0


def test_what_is_no_file_is_refused_at_once(home):
    folder = home / "specials"
    folder.mkdir()
    worker = Worker(home)
    for name, path in maker.specials(folder).items():
        answer = worker.ask(path)
        assert (answer.verdict, answer.seconds < 1) == ("refused", True), name
        assert answer.words.endswith("."), name
    assert worker.ask(raw=maker.answer(maker.body())).ids == {maker.REQUEST_ID}
    assert worker.end() == 0


def test_a_worker_writes_no_file_whatever_it_reads(home):
    start = f"open({str(home / 'written')!r}, 'wb', buffering=0).write(b'x')"
    limited = f"from inspector import worker; worker._limit()\ntry: {start}\nexcept OSError: print('no')"
    ran = subprocess.run([sys.executable, "-c", limited], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "no\n"
    assert (home / "written").stat().st_size == 0


def test_nothing_is_imported_from_where_it_is_started(tmp_path):
    for name in ("json", "sqlite3", "argparse", "inspector"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(99)")
    command = [sys.executable, "-P", "-m", "inspector", "--version"]
    ran = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert ran.returncode == 0


# values that are not what they seem


def test_what_is_not_what_it_seems_is_told(report):
    (found,) = [
        one for one in report(maker.body(HostId=f"pear.{chr(0x202E)}moc.example")).findings if one.id == "disguised"
    ]
    assert dict(found.values) == {"name": "HostId", "written": "pear.<U+202E>moc.example"}
    masked = report(maker.body(RequestId="6B0117A3…"))
    assert "disguised" not in {one.id for one in masked.findings}


# the command line


def explained(*arguments, home):
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"), str(home))
    return subprocess.run(
        [sys.executable, "-m", "inspector", "explain", *arguments],
        env={**os.environ, **places, "PYTHONPATH": str(ROOT)}, cwd=home, capture_output=True, check=False,
    )  # fmt: skip


def acting(text):
    """Give the characters of a text that a terminal obeys or nobody sees."""
    return {code for code in map(ord, set(text)) if code in UNSEEN} - {0x09, 0x0A}


def test_the_command_line_explains_them_all_and_prints_nothing_that_acts(tmp_path, written):
    ran = explained("--json", *written, home=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, b"")
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["input"] for one in told] == list(written)
    assert acting(ran.stdout.decode()) == set()
    assert list(tmp_path.iterdir()) == []


def test_the_text_that_it_prints_holds_nothing_that_acts_either(tmp_path, written):
    chosen = [path for path, one in written.items() if len(one.raw) < 4 * maker.KB]
    ran = explained("--lang=both", *chosen, home=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert acting(ran.stdout.decode()) == set()
    assert b"<U+001B>" in ran.stdout
    assert b"<U+202E>" in ran.stdout


def test_no_planted_secret_is_printed(tmp_path):
    planted = list(maker.secrets())
    for one in planted:
        (tmp_path / one.name).write_bytes(one.raw)
    for form in ("--json", "--lang=both"):
        ran = explained(form, *(str(tmp_path / one.name) for one in planted), home=tmp_path)
        assert maker.REQUEST_ID.encode() in ran.stdout
        printed = ran.stdout + ran.stderr
        assert [(one.name, secret) for one in planted for secret in one.secrets if secret.encode() in printed] == []


# time


def test_what_runs_away_is_ended_through_every_fence():
    for runaway in ("while True:\n try:\n  while True: pass\n except Exception: pass", "re.match('(a*)*b', 'a' * 40)"):
        before = time.process_time()
        with pytest.raises(Unreadable) as caught:
            budget.limited("a.har", 0.05, lambda code=runaway: exec(code, {"re": re}))  # noqa: S102 - written above
        assert caught.value.reason == "out-of-time"
        assert time.process_time() - before < 5


def test_a_budget_that_is_not_used_up_leaves_nothing():
    assert budget.limited("a", 0.05, lambda: 7) == 7
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass


def test_the_timer_may_strike_at_any_moment():
    def spent(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    ended = 0
    for number in range(300):
        try:
            budget.limited("a", 0.004, lambda seconds=0.003 + number % 60 / 20_000: spent(seconds))
        except Unreadable as error:
            ended += error.reason == "out-of-time"
    assert 0 < ended <= 300


def test_the_budget_grows_with_what_is_read():
    packed = budget.seconds_for(b"\x1f\x8b\x08")
    assert 10 <= budget.seconds_for(b"") < budget.seconds_for(bytes(maker.MB)) < packed < 120


def test_a_worker_whose_reading_runs_away_says_so_and_reads_on(home):
    start = "from inspector import budget, worker; budget.seconds_for = lambda raw: 0.05 if len(raw) > 9999 else 9; worker.main()"
    worker = Worker(home, start)
    worker.ask(raw=maker.answer(maker.body()))
    answer = worker.ask(raw=b"<Error a " * 400_000)
    assert "too long" in answer.words
    assert worker.ask(raw=maker.answer(maker.body())).ids == {maker.REQUEST_ID}
    assert worker.end() == 0


# files of ours


@pytest.mark.parametrize("name", maker.HISTORIES)
def test_a_hostile_history_is_never_lost_and_never_stops_the_program(tmp_path, name):
    path = tmp_path / "home" / "history.db"
    path.parent.mkdir(mode=0o700)
    maker.HISTORIES[name](path)
    before = path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) and path.stat().st_size < maker.MB else None
    began = time.process_time()
    with closing(open_history(path, str, lambda: 1_700_000_000)) as history:
        assert history.record(Seen("aliyun-oss", maker.REQUEST_ID), 1_700_000_000)
        assert maker.REQUEST_ID in [row.request_id for row in history.newest(10).rows]
        assert history.notice or name == "empty"
    assert time.process_time() - began < 5
    kept = [file.read_bytes() for file in path.parent.iterdir() if file.is_file() and file.stat().st_size < maker.MB]
    assert not before or before in kept


@pytest.mark.parametrize("name", maker.SETTINGS)
def test_hostile_settings_are_the_ordinary_ones(tmp_path, name):
    path = tmp_path / "settings.json"
    maker.SETTINGS[name](path)
    assert settings.load(path) == settings.Settings()
    settings.save(path, settings.Settings(scheme="dark"))
    if not path.is_dir():
        assert settings.load(path).scheme == "dark"
        assert stat.S_IMODE(path.lstat().st_mode) == 0o600
        assert stat.S_ISREG(path.lstat().st_mode)
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


def test_settings_are_not_written_through_a_link(tmp_path):
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    for name in ("settings.json", f"settings.json.{os.getpid()}"):
        (tmp_path / name).symlink_to(theirs)
    settings.save(tmp_path / "settings.json", settings.Settings(scheme="dark"))
    assert theirs.read_text() == "theirs"
    assert settings.load(tmp_path / "settings.json").scheme == "dark"


@pytest.mark.parametrize("name", maker.CATALOGS)
def test_a_hostile_catalog_is_told_and_ours_works_on(tmp_path, name):
    maker.CATALOGS[name](tmp_path / "team.toml")
    began = time.process_time()
    known = assets.knowledge(str(tmp_path))
    assert time.process_time() - began < MOST_SECONDS
    assert known.faults, name
    assert all(fault.reason for fault in known.faults), name
    assert known.provider("aliyun-oss").entries
    assert not any(host in ("*", "../", "javascript:x") for provider in known.providers for host in provider.links)


def test_a_file_that_grows_or_is_a_device_is_not_believed(tmp_path):
    with pytest.raises(files.NotRegularError):
        files.read("/dev/zero", 10)
    path = tmp_path / "a"
    path.write_bytes(b"x" * 11)
    with pytest.raises(files.TooLargeError):
        files.read(path, 10)
    assert files.read(path, 11) == b"x" * 11


# copies


def test_redaction_leaves_ids_alone(explain):
    for one in maker.secrets():
        text = one.raw.decode()
        assert maker.REQUEST_ID in redact(text, find_secrets(text)).text
