"""Writes a trace if a session ends unexpectedly: each window has a file of its own, which a normal end deletes.

The interpreter writes it if a library fails (`faulthandler`), and we do if one of our exceptions reaches the top: the
program's files, lines and functions, and nothing that was captured. `crash_reports` reads it at the next start.
"""

import faulthandler
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inspector import __version__

if TYPE_CHECKING:
    from types import TracebackType

MOST_FILES = 8
"""Reports that are kept; the oldest go first."""

MOST_BYTES = 64 * 1024
"""Of one report: what is written, and what is shown."""

FAULT = "Python exception: "
_PARTS = ("window", "reader")
_MOST_FRAMES = 50


class Session(NamedTuple):
    """The file of this session, open and locked."""

    path: Path
    handle: int


def no_core_dump() -> None:
    """Keep the system from writing our memory, which holds captures, to a file if we are killed.

    The limit is one byte, not none: with 0 Linux still hands the memory to a program that collects core dumps.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (1, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def on_standard_error() -> None:
    """Write a trace to standard error when a library fails."""
    with suppress(AttributeError, RuntimeError, ValueError, OSError):  # closed by the caller
        faulthandler.enable(sys.stderr)


@contextmanager
def watched(folder: Path) -> Iterator[Session | None]:
    """Leave a trace in the folder if the block does not end normally, and nothing if it does.

    Gives None if nothing can be written there; then a trace goes to standard error.
    """
    session = None
    with suppress(OSError):
        session = _begin(folder)
    if session is None:
        on_standard_error()
    try:
        yield session
    except Exception as error:
        note(session, report(type(error), error.__traceback__))
        raise
    except BaseException:  # told to end
        _end(session)
        raise
    _end(session)


def _begin(folder: Path) -> Session:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tidy(folder)
    path = folder / fresh("window")
    fresh_and_ours = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
    handle = os.open(path, fresh_and_ours, 0o600)
    with suppress(AttributeError, OSError):  # without locks (Windows) an open file cannot be renamed or removed
        os.lockf(handle, os.F_TLOCK, 0)
    with suppress(OSError):
        os.write(handle, head().encode())
    faulthandler.enable(handle)
    return Session(path, handle)


def _end(session: Session | None) -> None:
    if session:
        faulthandler.disable()
        on_standard_error()  # for what may still go wrong while all is taken down
        with suppress(OSError):
            os.close(session.handle)
            session.path.unlink()


def note(session: Session | None, text: str) -> None:
    """Write a report into the file of this session, unless there are too many already."""
    with suppress(OSError):
        if session and os.fstat(session.handle).st_size + len(text) < MOST_BYTES:
            os.write(session.handle, text.encode())


def report(kind: type[BaseException], trace: "TracebackType | None", more: str = "") -> str:
    """Write type, files, lines and functions, for a maintainer. No message and no value: they may be captured."""
    lines = [f"{FAULT}{kind.__name__}"]
    while trace and len(lines) <= _MOST_FRAMES:
        code = trace.tb_frame.f_code
        lines.append(f"  {short(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return head(more) + "\n".join(lines) + "\n"


def tell_short(kind: type[BaseException], _: BaseException, trace: "TracebackType | None") -> None:
    """Say no more of an exception that ends a process (`sys.excepthook`)."""
    with suppress(OSError, AttributeError, ValueError):
        sys.stderr.write(report(kind, trace))


def head(more: str = "") -> str:
    """Name program and interpreter."""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"OSS Inspector {__version__}, Python {python}, {more}{sys.platform}\n"


def short(file: str) -> str:
    """Leave out the folders above the package: they name the user."""
    parts = file.replace("\\", "/").split("/")
    above = len(parts) - 1 - parts[::-1].index("inspector") if "inspector" in parts else -1
    return "/".join(parts[above:])


# the files


def fresh(part: str) -> str:
    """Name a file of the window or the reader so that the names of all are in the order of time."""
    return f"{part}-{time.time_ns():016x}-{os.getpid()}.txt"


def listed(folder: Path) -> list[Path]:
    """List our files: those already shown first, then the oldest first, because clocks may jump. Raises OSError."""
    names = [name for name in os.listdir(folder) if name.endswith(".txt")]  # noqa: PTH208 - much quicker at the start
    ours = [
        (not name.startswith("seen-"), name.split("-")[-2], name)
        for name in names
        if name.removeprefix("seen-").split("-")[0] in _PARTS
    ]
    return [folder / name for *_, name in sorted(ours)]


def _tidy(folder: Path) -> None:
    """Keep a small number."""
    for path in listed(folder)[: 1 - MOST_FILES]:
        if not is_written(path):
            with suppress(OSError):
                path.unlink()


def is_written(path: Path) -> bool:
    """Tell whether a session that is running holds the file; also of what is no file of ours."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return True
    try:
        os.lockf(handle, os.F_TEST, 0)
    except AttributeError:
        return False
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
