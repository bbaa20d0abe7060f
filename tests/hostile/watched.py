"""A worker process whose every opened file, socket and command is written down, and what it costs.

Python's own audit hook tells what the interpreter opens, on every system; `strace`, where there is one, tells what a
library opened behind its back (`traced`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hostile.maker import Hostile

from inspector import wire
from inspector.model import Inspection, Report

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 6
"""Processor time for one input: four times the longest budget, for a machine that is four times as slow."""
MOST_MEMORY = 400
OURS = (f"{ROOT}/inspector", f"{ROOT}/resources", f"{ROOT}/i18n", sys.prefix, sys.base_prefix)
"""Where the program itself lies: what it opens there is its own."""

WATCH = """
import os, sys
EVENTS = ("open", "socket.", "os.", "subprocess.", "shutil.", "tempfile.", "sqlite3.", "ctypes.dlopen", "urllib.")
def tell(event, given):
    if event.startswith(EVENTS) and event not in ("os.putenv", "os.listdir", "os.scandir"):
        os.write(2, (repr((event, [one for one in given if isinstance(one, (str, bytes, int))][:2])) + chr(10)).encode())
"""
START = "from inspector import worker; worker.main()"


class Answer(NamedTuple):
    """What a worker said: an inspection with its reports, or words; its processor time in seconds, its peak in MB."""

    inspection: Inspection | None
    reports: tuple[Report, ...]
    words: str
    seconds: float
    peak: float

    @property
    def verdict(self) -> str:
        if self.inspection is None:
            return "refused"
        return "found" if self.inspection.recognised else "none"

    @property
    def told(self) -> set[str]:
        """Give the ids of problems and findings."""
        problems = [*(self.inspection.problems if self.inspection else ())]
        problems += [one for report in self.reports for one in report.problems]
        return {one.id for one in problems} | {one.id for report in self.reports for one in report.findings}

    @property
    def ids(self) -> set[str]:
        """Give every request ID that is shown as one."""
        return {fact.value for report in self.reports for fact in report.facts if fact.name == "request_id"}


class Worker:
    """A worker process in a home of its own, `prefix` before its command."""

    def __init__(
        self, home: Path, start: str = WATCH + "sys.addaudithook(tell)\n" + START, prefix: tuple[str, ...] = ()
    ):
        self.said: list[bytes] = []
        self.folder = home / "empty"
        self.folder.mkdir(exist_ok=True)
        places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(self.folder))
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-P", "-B", "-c", start],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
            env={**os.environ, **places, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.listening = threading.Thread(target=lambda: self.said.extend(self.process.stderr))  # it may write no file
        self.listening.start()
        self.pid = self.process.pid

    def ask(self, path: str | Path = "", raw: bytes = b"") -> Answer:
        """Give a capture to read, and wait for the answer."""
        before = self._seconds()
        named = {"origin": "file", "name": "hostile", "path": str(path), "size": len(raw), "team": ""}
        self.process.stdin.write(json.dumps(named).encode() + b"\n" + raw)
        self.process.stdin.flush()
        frames: dict[bytes, bytes] = {}
        while not {b"W", b"X"} & set(frames):
            kind = self.process.stdout.read(1)
            assert kind, f"the worker died at {path}: {b''.join(self.said[-9:]).decode()}"
            frames[kind] = self.process.stdout.read(int.from_bytes(self.process.stdout.read(8), "little"))
        cost = (self._seconds() - before, self._peak())
        if b"X" in frames:
            return Answer(None, (), json.loads(frames[b"X"])["en"], *cost)
        inspection = wire.unpack(frames[b"R"], frames[b"T"].decode("utf-8", "surrogatepass"))
        reports = tuple(wire.unpack_report(one) for one in frames[b"F"].split(b"\n") if one)
        return Answer(inspection, reports, "", *cost)

    def end(self) -> int:
        self.process.stdin.close()
        self.process.stdout.close()
        self.listening.join()
        self.process.stderr.close()
        return self.process.wait(20)

    def seen(self) -> list[tuple[str, list[object]]]:
        """Give the events that were written down."""
        return [eval(line, {}) for line in self.said if line.startswith(b"(")]  # noqa: S307 - our own `repr`

    def _seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _peak(self) -> float:
        told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(told[1]) / 1024


def wrong(one: Hostile, answer: Answer) -> Iterator[str]:
    """Say what is not as it must be."""
    if answer.verdict not in one.verdict.split("|"):
        yield f"{answer.verdict}, not {one.verdict}"
    if one.told and not answer.told.intersection(one.told) and answer.verdict == one.verdict.split("|")[0]:
        yield f"told {sorted(answer.told)}, not {one.told}"
    if one.shows and one.shows not in answer.ids:
        yield f"shows {answer.ids}, not {one.shows}"
    if one.never in answer.ids:
        yield f"shows {one.never}"
    if answer.told & {"step-failed", "shape-failed"}:
        yield "a step failed"
    if answer.seconds > MOST_SECONDS or answer.peak > MOST_MEMORY:
        yield f"took {answer.seconds:.1f} s, {answer.peak:.0f} MB"


def foreign(events: list[tuple[str, list[object]]], asked: set[str]) -> list[tuple[str, list[object]]]:
    """Give what a worker did beyond reading its own files and the ones that it was asked for."""
    return [one for one in events if not (one[0] == "open" and _is_ours(one[1][0], asked))]


def _is_ours(place: object, asked: set[str]) -> bool:
    return str(place) in asked or str(place).startswith(OURS)


def traced(path: Path) -> tuple[set[str], list[str]]:
    """Read what strace wrote: the files that were opened beyond the interpreter's, and the lines about sockets."""
    opened: set[str] = set()
    sockets: list[str] = []
    for line in path.read_text(errors="replace").splitlines():
        call = re.match(r"(?:\d+ +)?(\w+)\((?:AT_FDCWD, )?\"((?:[^\"\\]|\\.)*)\"", line)
        if re.match(r"(?:\d+ +)?(?:socket|connect|bind|sendto)\(", line):
            sockets.append(line)
        elif call:
            opened.add(call[2])
    return opened, sockets
