"""Sessions that end in every way, in real processes: what they leave, and what the next one makes of it."""

import os
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import crash_reports, crashes

ROOT = Path(__file__).resolve().parents[1]
SECRET = "LTAI5tExampleExample"
SESSION = """
import faulthandler, os, signal, sys, time
from pathlib import Path
from inspector import crashes

def deep_inside(captured):
    {deed}

with crashes.watched(Path(sys.argv[1])):
    deep_inside({secret!r})
"""
CRASHES = {
    "by the system": ("os.kill(os.getpid(), signal.SIGSEGV)", "Fatal Python error: Segmentation fault"),
    "in a library": ("faulthandler._sigsegv()", "Fatal Python error: Segmentation fault"),
    "aborted": ("os.abort()", "Fatal Python error: Aborted"),
    "an exception": ("raise ValueError(captured)", "Python exception: ValueError"),
}
QUIET_ENDS = {
    "clean": "pass",
    "told to end": "sys.exit(captured)",
    "killed": "os.kill(os.getpid(), signal.SIGKILL)",
    "ended from outside": "os.kill(os.getpid(), signal.SIGTERM)",
}


def started(folder, deed, **how):
    command = [sys.executable, "-c", SESSION.format(deed=deed, secret=SECRET), str(folder)]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how
    )


def ended(folder, deed):
    with started(folder, deed) as session:
        _, said = session.communicate(timeout=60)
        return session.returncode, said.decode()


def left_in(folder):
    """Take what was left, as the next session does."""
    return crash_reports.take(crashes.Session(folder / "own", -1))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state" / "log"


@pytest.mark.parametrize(("deed", "told"), CRASHES.values(), ids=CRASHES)
def test_an_unexpected_end_is_told_once_and_names_nothing_captured(folder, deed, told):
    status, _ = ended(folder, deed)
    assert status != 0
    (left,) = left_in(folder)
    assert (left.part, stat.S_IMODE(left.path.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (
        "window", 0o600, 0o700,
    )  # fmt: skip
    assert told in left.text.splitlines()
    assert "deep_inside" in left.text
    assert left.text.startswith("OSS Inspector ")
    for hidden in (SECRET, str(ROOT), str(folder)):
        assert hidden not in left.text
        assert hidden not in left.path.read_text() or hidden == str(ROOT)  # the interpreter writes whole paths
    assert left_in(folder) == ()
    crash_reports.forget((left,))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("deed", QUIET_ENDS.values(), ids=QUIET_ENDS)
def test_what_ends_cleanly_or_from_outside_leaves_nothing(folder, deed):
    ended(folder, deed)
    assert left_in(folder) == ()
    assert list(folder.iterdir()) == []


def test_a_session_that_runs_is_left_alone_and_two_at_once_have_a_file_each(folder):
    wait = "print(flush=True); sys.stdin.read(); faulthandler._sigsegv()"
    with started(folder, wait, stdin=subprocess.PIPE) as one, started(folder, wait, stdin=subprocess.PIPE) as other:
        for session in (one, other):
            session.stdout.readline()
        assert len(crashes.listed(folder)) == 2
        assert left_in(folder) == ()
        one.communicate(timeout=60)
        assert len(left_in(folder)) == 1
        other.communicate(timeout=60)
        assert len(left_in(folder)) == 1


def test_reports_are_few_and_bounded(folder):
    folder.mkdir(parents=True)
    for number in range(30):
        (folder / f"window-{number:016x}-1.txt").write_text("Fatal Python error: Aborted\n")
    (folder / "notes.txt").write_text("theirs")
    ended(folder, "pass")
    kept = [path.name for path in crashes.listed(folder)]
    assert kept == [f"window-{number:016x}-1.txt" for number in range(23, 30)]
    assert (folder / "notes.txt").read_text() == "theirs"
    path = folder / "session"
    with path.open("wb") as file:
        for _ in range(1000):
            crashes.note(crashes.Session(path, file.fileno()), "x" * 1000)
    assert 0 < path.stat().st_size < crashes.MOST_BYTES


def test_a_clock_that_jumps_back_loses_no_report_that_was_not_told(folder):
    folder.mkdir(parents=True)
    for number in range(30):
        (folder / f"seen-window-{'f' * 14}{number:02x}-1.txt").write_text("Fatal Python error: Aborted\n")
    ended(folder, "os.abort()")
    ended(folder, "pass")
    assert len(left_in(folder)) == 1


def test_of_a_file_only_lines_that_have_the_form_of_a_trace_are_shown():
    said = f"""Fatal Python error: Segmentation fault

Current thread 0x00007f00aa55aa55 (most recent call first):
  File "/home/inspector/venv/inspector/tree.py", line 12 in parse
  File "/home/jane/secret/{SECRET}/x.py", line 3 in <module>
ValueError: {SECRET}
<img src="/dev/zero">
{SECRET}
  <no Python frame>{SECRET}
Extension modules: {SECRET} (total: 1)
"""
    assert crash_reports.cleaned(said.encode()).splitlines() == [
        "Fatal Python error: Segmentation fault",
        "Current thread 0x00007f00aa55aa55",
        "  inspector/tree.py:12 parse",
        "  x.py:3 <module>",
        "  <no Python frame>",
    ]
    assert crash_reports.cleaned(f"{SECRET}\nOSS Inspector 1.0, Python 3.11, linux\n".encode()) == ""
    assert len(crash_reports.cleaned(b"Fatal Python error: Aborted\n" * 100_000)) <= crashes.MOST_BYTES


@pytest.mark.parametrize("place", ["pipe", "folder", "link", "huge"])
def test_what_is_no_report_of_ours_is_neither_read_nor_lost(folder, tmp_path, place):
    path = folder / f"window-{0:016x}-1.txt"
    folder.mkdir(parents=True)
    theirs = tmp_path / "theirs"
    theirs.write_text("Fatal Python error: Aborted\n")
    if place == "pipe":
        os.mkfifo(path)
    elif place == "folder":
        path.mkdir()
    elif place == "link":
        path.symlink_to(theirs)
    else:
        path.write_bytes(b"")
        os.truncate(path, 5 * 1024**3)
    assert left_in(folder) == ()
    assert os.path.lexists(path)
    assert theirs.read_text()
    assert ended(folder, "pass")[0] == 0


@pytest.mark.parametrize("deed", ["file", "full"])
def test_where_nothing_can_be_written_a_session_runs_and_tells_on_standard_error(folder, deed):
    how = {}
    if deed == "file":
        folder.parent.mkdir()
        folder.write_text("")
    else:  # no file may grow
        how["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with started(folder, "print('ran', flush=True); faulthandler._sigsegv()", **how) as session:
        out, said = session.communicate(timeout=60)
    assert out == b"ran\n"
    assert session.returncode == -signal.SIGSEGV
    assert (b"Segmentation fault" in said) is (deed == "file")


def dumped(code, folder):
    """Run code that is killed where the system would write a core dump; tell whether it did."""
    command = f"import os, resource, signal; resource.setrlimit(resource.RLIMIT_CORE, (2**30, resource.RLIM_INFINITY)); {code}"
    child = subprocess.Popen([sys.executable, "-c", command], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _, status = os.waitpid(child.pid, 0)
    child.returncode = 0  # it is waited for
    return os.WCOREDUMP(status)


DIE = "os.kill(os.getpid(), signal.SIGSEGV)"


def test_no_image_of_the_memory_is_written(tmp_path):
    if resource.getrlimit(resource.RLIMIT_CORE)[1] != resource.RLIM_INFINITY or not dumped(DIE, tmp_path):
        pytest.skip("this system writes no core dumps")
    assert not dumped(f"from inspector import crashes; crashes.no_core_dump(); {DIE}", tmp_path)


@pytest.mark.parametrize(
    ("arguments", "front"), [(["explain", "-"], "inspector.cli.main"), ([], "inspector.ui.app.main")]
)
def test_both_fronts_forbid_core_dumps(tmp_path, arguments, front):
    module = front.rpartition(".")[0]
    code = f"""
import resource, sys, faulthandler, {module} as module
from inspector import __main__ as program
module.main = lambda *_: print(resource.getrlimit(resource.RLIMIT_CORE)[0], faulthandler.is_enabled()) or 0
sys.argv[1:] = {arguments}
program.main()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "1 True\n"
