"""The worker process, spoken to over its real pipes."""

import json
import os
import resource
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from inspector import budget, wire
from inspector.capture import LIMIT

ROOT = Path(__file__).resolve().parents[1]
ERROR = b"HTTP/1.1 404 Not Found\nServer: AliyunOSS\n\n<Error><Code>NoSuchKey</Code></Error>"


class Worker:
    """A running worker and the two ends of its pipes."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "inspector.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def ask(self, raw=b"", path=""):
        request = {"origin": "drop", "name": "a.http", "path": str(path), "size": len(raw), "team": ""}
        self.process.stdin.write(json.dumps(request).encode() + b"\n" + raw)
        self.process.stdin.flush()
        frames = {}
        while not {"W", "X"} & set(frames):
            kind = self.process.stdout.read(1).decode()
            assert kind, self.process.stderr.read().decode()
            content = self.process.stdout.read(int.from_bytes(self.process.stdout.read(8), "little"))
            frames.setdefault(kind, []).append(content)
        return frames

    def end(self):
        self.process.stdin.close()
        with self.process.stdout, self.process.stderr:
            complaints = self.process.stderr.read()
            return self.process.wait(10), complaints


@pytest.fixture
def worker():
    running = Worker()
    yield running
    if not running.process.stdin.closed:
        assert running.end() == (0, b"")


def read(frames):
    text = frames["T"][0].decode("utf-8", "surrogatepass")
    return wire.unpack(frames["R"][0], text)


def test_a_capture_is_explained(worker):
    frames = worker.ask(ERROR)
    inspection = read(frames)
    assert inspection.reports[0].fact("code") == "NoSuchKey"
    assert (inspection.capture.text, inspection.capture.name) == (ERROR.decode(), "a.http")
    assert frames["P"] == [b"read", b"explained"]
    assert "S" not in frames  # a short text is wrapped by the window itself


def test_one_process_answers_again_and_again(worker):
    for number in range(20):
        raw = ERROR.replace(b"NoSuchKey", b"Code%d" % number)
        assert read(worker.ask(raw)).reports[0].fact("code") == f"Code{number}"


def test_a_file_is_read_by_the_worker_itself(worker, tmp_path):
    path = tmp_path / "签名 a.http"
    path.write_bytes(ERROR)
    assert read(worker.ask(path=path)).reports[0].fact("code") == "NoSuchKey"


def test_the_rows_of_a_long_text_come_with_it(worker):
    raw = ERROR + b"\n" + b"x" * 300_000 + b"\nlast"
    frames = worker.ask(raw)
    starts, ends = array("q"), array("q")
    starts.frombytes(frames["S"][0])
    ends.frombytes(frames["E"][0])
    assert len(starts) == len(ends) == 4 + 300 + 1
    assert raw[starts[-1] : ends[-1]] == b"last"
    assert frames["W"] == [b"1000"]


@pytest.mark.parametrize("kind", ["folder", "missing", "too large", "pipe", "nul"])
def test_what_cannot_be_read_is_told_in_words_and_the_worker_lives_on(worker, tmp_path, kind):
    path = tmp_path / "a"
    if kind == "folder":
        path.mkdir()
    elif kind == "too large":
        with path.open("wb") as file:
            file.truncate(LIMIT + 1024 * 1024)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "nul":
        path = f"{tmp_path}/a\0b"
    words = json.loads(worker.ask(path=path)["X"][0])
    assert set(words) == {"en", "zh"}
    assert ("65 MB" in words["en"]) is (kind == "too large")
    assert read(worker.ask(ERROR)).recognised


def test_a_paste_beyond_the_limit_is_refused_in_words(worker):
    words = json.loads(worker.ask(b"x" * (LIMIT + 1))["X"][0])
    assert "64" in words["en"]
    assert read(worker.ask(ERROR)).recognised


def test_characters_of_no_encoding_come_back(worker):
    raw = "\ufeff<Error><Code>\ud800</Code></Error>".encode("utf-16-le", "surrogatepass")
    assert read(worker.ask(raw)).recognised
    assert read(worker.ask(b"\xff\xfe\xfd\x00\x00")).capture.text


def test_it_ends_when_nobody_asks_any_more(worker):
    worker.ask(ERROR)
    assert worker.end() == (0, b"")


def test_killed_in_the_middle_it_leaves_no_half_answer(worker):
    worker.process.kill()
    worker.process.stdin.close()
    with worker.process.stdout, worker.process.stderr:
        assert worker.process.stdout.read() == b""
    assert worker.process.wait(10) != 0


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux tells the bounds of another process")
@pytest.mark.parametrize("size", [0, 2_000_000])
def test_its_memory_is_bounded_by_what_it_reads(worker, size):
    worker.ask(ERROR + b" " * size)
    bound = resource.prlimit(worker.process.pid, resource.RLIMIT_AS)[0]
    assert bound == budget.memory_for(bytes(len(ERROR) + size)) < 600 * 1024**2


def test_it_holds_no_qt(tmp_path):
    code = "import sys, inspector.worker; print([name for name in sys.modules if name.startswith('PySide6')])"
    out = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert out.stdout.strip() == b"[]"
