"""The worker process: reads what is too large for the window, one capture after another, from standard input.

A reading that takes too long is stopped and reported (`budget`); if even that fails, the system's limits kill the
process.

A request is a line of JSON `{"origin", "name", "path", "size", "team"}`; if `path` is empty, `size` bytes follow.
Answers are frames: one letter, the length in eight bytes, the content. N is the number of bytes that are read, P is
progress, R the inspection with short reports, F the full reports, T its text, S and E the starts and ends of its rows,
W the widest row (last), X a reason in the catalog's wording.
"""

from __future__ import annotations

import json
import select
import sys
import time
from contextlib import suppress
from typing import Any, BinaryIO

from inspector import assets, budget, crashes, intake, wire
from inspector.capture import CaptureTooLarge
from inspector.catalog import Catalog
from inspector.catalog_entry import LANGUAGES
from inspector.intake import Source
from inspector.pipeline import inspect
from inspector.text_rows import Rows

_SECONDS = 120
_DRESS = b"a log: "
"""Before an example: clean it is read by few shapes, within other text by all."""


def main() -> None:
    """Answer requests until the input ends."""
    crashes.on_standard_error()
    sys.excepthook = crashes.tell_short
    knowledge = assets.knowledge()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    _warm(requests, knowledge)
    while line := requests.readline():
        request = json.loads(line)
        if request["team"]:
            knowledge = assets.knowledge(request["team"])
        _limit()
        try:
            _serve(request, requests, answers, knowledge)
        except intake.Unreadable as error:
            _refuse(answers, error, knowledge)
        except CaptureTooLarge as error:
            _refuse(answers, intake.Unreadable(request["name"], "too-large", error.size), knowledge)
        except MemoryError:
            _refuse(answers, intake.Unreadable(request["name"], "out-of-memory"), knowledge)


def _warm(requests: BinaryIO, knowledge: Catalog) -> None:
    """Read the examples while there is no request, so that all patterns are compiled before the first one."""
    for path in assets.examples().values():
        with suppress(OSError):  # Windows cannot look into a pipe
            if select.select([requests], [], [], 0)[0]:
                return
        inspect(_DRESS + path.read_bytes(), "example", "", knowledge)


def _serve(request: dict[str, Any], requests: BinaryIO, answers: BinaryIO, knowledge: Catalog) -> None:
    source = Source(request["origin"], request["name"], request["path"])
    raw = intake.read(source) if source.path else requests.read(request["size"])
    _bound_memory(budget.memory_for(raw))
    _send(answers, b"N", str(len(raw)).encode())
    _send(answers, b"P", b"read")
    frames = budget.limited(source.name, budget.seconds_for(raw), lambda: _answer(source, raw, knowledge))
    _send(answers, b"P", b"explained")
    for kind, content in frames:
        _send(answers, kind, content)


def _answer(source: Source, raw: bytes, knowledge: Catalog) -> list[tuple[bytes, bytes]]:
    inspection = inspect(raw, source.origin, source.name, knowledge)
    rows = Rows(inspection.capture.text, 0)
    briefs, reports = wire.pack(inspection)
    text = inspection.capture.text.encode("utf-8", "surrogatepass")
    places = [] if rows.wrapped else [(b"S", rows.starts.tobytes()), (b"E", rows.ends.tobytes())]
    return [(b"R", briefs), (b"F", reports), (b"T", text), *places, (b"W", str(rows.widest).encode())]


def _refuse(answers: BinaryIO, error: intake.Unreadable, knowledge: Catalog) -> None:
    words = {language: error.worded(knowledge, language) for language in LANGUAGES}
    _send(answers, b"X", json.dumps(words).encode())


def _send(answers: BinaryIO, kind: bytes, content: bytes) -> None:
    answers.write(kind + len(content).to_bytes(8, "little"))
    answers.write(content)
    answers.flush()


def _limit() -> None:
    """Bound the memory, and for each capture anew the processor time, where the system can.

    No core dumps either, for they would hold the capture; and nothing at all can be written to a file.
    """
    crashes.no_core_dump()
    _bound_memory(budget.memory_for(b""))
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + _SECONDS, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _bound_memory(most: int) -> None:
    """Make any allocation beyond this many bytes fail, which is reported as a message."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
