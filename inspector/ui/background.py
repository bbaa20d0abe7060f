"""Reading what does not fit into a frame: one worker process, warm, that can be stopped at any time.

A process and not a thread: a thread shares the interpreter's lock with the window, and cannot be ended.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from inspector import crash_reports, crashes, settings, wire
from inspector.model import Inspection
from inspector.text_rows import Rows

if TYPE_CHECKING:
    from inspector.intake import Job

COMMAND = ("-P", "-m", "inspector.worker")
_HEAD = 9
_STEPS = {b"read": 1, b"explained": 2}
WHOLE = 3

MOST_CAPTURES = 200
MOST_BYTES = 64 * 1024**2
"""What one process reads before a new one takes its place: a library of it keeps every name it met, for ever."""


class Background(QObject):
    """Runs one job after another; only the newest answers."""

    done = Signal(object, object, object)
    failed = Signal(object)
    progress = Signal(int)
    sized = Signal(int)

    def __init__(self, parent: QObject) -> None:
        """Start nothing yet: `warm` is called after the first paint."""
        super().__init__(parent)
        self._process: QProcess | None = None
        self._leaving: list[QProcess] = []
        self._read_captures = self._read_bytes = 0
        self._received = bytearray()
        self._said = bytearray()
        self._parts: dict[bytes, bytes] = {}
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Tell whether something is being read."""
        return self._job is not None

    def warm(self) -> None:
        """Start the process before it is needed."""
        if self._process is None:
            self._process = self._start()

    def run(self, job: Job) -> None:
        """Read this, and nothing that was under way before."""
        if self._job:
            self.cancel()
        self.warm()
        self._job = job
        self._parts = {}
        request = {
            "origin": job.source.origin,
            "name": job.source.name,
            "path": job.source.path,
            "size": len(job.raw),
            "team": job.team,
        }
        process = self._process
        assert process is not None  # noqa: S101 - made by warm()
        process.write(json.dumps(request).encode() + b"\n")
        process.write(job.raw)

    def cancel(self) -> None:
        """End the process, and with it whatever it is at; the next capture meets a new one."""
        self._job = None
        self.stop()
        self.warm()

    def stop(self) -> None:
        """End the process, quietly, and wait until it is gone."""
        self._let_go()
        while self._leaving:
            process = self._leaving.pop()
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(2000)
            process.deleteLater()

    def _let_go(self) -> None:
        """Ask nothing more of the process: it ends by itself when it has read to the end of its requests."""
        process, self._process = self._process, None
        self._read_captures = self._read_bytes = 0
        self._received.clear()
        self._said.clear()
        if process:
            process.readyReadStandardOutput.disconnect(self._read)
            process.readyReadStandardError.disconnect(self._listen)
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._failed_to_start)
            process.finished.connect(lambda: self._gone(process))
            process.closeWriteChannel()
            self._leaving.append(process)

    def _gone(self, process: QProcess) -> None:
        self._leaving.remove(process)
        process.deleteLater()

    def _renew(self, *, at_once: bool = False) -> None:
        """Let a process go that has read much, before the answer is shown: whatever comes next meets a new one."""
        if at_once or self._read_captures >= MOST_CAPTURES or self._read_bytes >= MOST_BYTES:
            self._let_go()
            self.warm()

    def _start(self) -> QProcess:
        process = QProcess(self)
        surroundings = QProcessEnvironment.systemEnvironment()
        paths = [str(Path(__file__).resolve().parents[2]), surroundings.value("PYTHONPATH")]
        surroundings.insert("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        surroundings.insert("PYTHONIOENCODING", "utf-8")
        process.setProcessEnvironment(surroundings)
        process.readyReadStandardError.connect(self._listen)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed_to_start)
        process.start(sys.executable, list(COMMAND))
        return process

    def _listen(self) -> None:
        """Hear what the process says beside its answers, the traces of its faults: the first of it, in bounds."""
        if self._process:
            self._said += self._process.readAllStandardError().data()
            del self._said[crashes.MOST_BYTES :]

    def _read(self) -> None:
        if self._process is None:
            return
        self._received += self._process.readAllStandardOutput().data()
        while len(self._received) >= _HEAD:
            end = _HEAD + int.from_bytes(self._received[1:_HEAD], "little")
            if len(self._received) < end:
                return
            with memoryview(self._received) as received:  # of 60 MB one copy, not two
                kind, content = bytes(received[:1]), bytes(received[_HEAD:end])
            del self._received[:end]
            self._take(kind, content)

    def _take(self, kind: bytes, content: bytes) -> None:
        self._parts[kind] = content
        if kind == b"N":
            self.sized.emit(int(content))
        elif kind == b"P":
            self.progress.emit(_STEPS.get(content, 0))
        elif kind == b"X":
            self._job = None
            self._renew(at_once=b"P" in self._parts)  # it gave up while reading, and may hold what made it
            self.failed.emit(json.loads(content))
        elif kind == b"W":
            self._job = None
            self._read_captures += 1
            self._read_bytes += len(self._parts[b"T"])
            answer = self._answer()
            self._renew()
            self.done.emit(*answer)

    def _answer(self) -> tuple[Inspection, tuple[bytes, ...], Rows | None]:
        """Put the parts together; hundreds of thousands of small values are not searched for garbage meanwhile."""
        gc.disable()
        try:
            return self._put_together()
        finally:
            gc.enable()

    def _put_together(self) -> tuple[Inspection, tuple[bytes, ...], Rows | None]:
        parts, self._parts = self._parts, {}
        text = parts[b"T"].decode("utf-8", "surrogatepass")
        inspection = wire.unpack(parts[b"R"], text)
        reports = tuple(parts[b"F"].split(b"\n")) if parts[b"F"] else ()
        if b"S" not in parts:
            return inspection, reports, None
        starts, ends = array("q"), array("q")
        starts.frombytes(parts[b"S"])
        ends.frombytes(parts[b"E"])
        return inspection, reports, Rows(text, 0, (starts, ends, int(parts[b"W"])))

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # the only one after which nothing is said to have finished
            self._ended()

    def _ended(self) -> None:
        """Tell that the process ended by itself, killed by a limit or from outside, and start a new one.

        Not where it had nothing to do: one that cannot even start would be started for ever.
        """
        self._listen()
        crash_reports.keep(settings.reports_folder(), bytes(self._said))
        job, self._job = self._job, None
        process, self._process = self._process, None
        self._received.clear()
        self._said.clear()
        if process:
            process.deleteLater()
        if job:
            self.failed.emit({})
            self.warm()
