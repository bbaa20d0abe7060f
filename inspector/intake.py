"""Reads captures from outside as bytes: files, standard input, the built-in examples.

Only regular files are opened, without blocking, and never more than the limit is read.
"""

import sys
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from inspector import assets, files
from inspector.capture import LIMIT
from inspector.catalog import Catalog


class Source(NamedTuple):
    """Where a capture comes from: `origin` is file, stdin or example; `path` is what to open."""

    origin: str
    name: str
    path: str = ""


class Job(NamedTuple):
    """What to read in the background: a file, or bytes from paste or drop; and the team's catalog to use."""

    source: Source
    raw: bytes = b""
    team: str = ""


class Unreadable(Exception):  # noqa: N818 - it is an answer to the user, not a fault
    """A capture cannot be read.

    `reason` names a wording or is the system's own; `size` is in bytes, where it is too large.
    """

    def __init__(self, name: str, reason: str, size: int = 0) -> None:
        """Keep what the message needs."""
        super().__init__(f"{name}: {reason}")
        self.name, self.reason, self.size = name, reason, size

    def worded(self, knowledge: Catalog, language: str) -> str:
        """Say it in the user's language."""
        if self.size:
            size = ceil(self.size / 104857.6) / 10  # in MB, rounded up, so that it is never the limit itself
            sizes = {"name": self.name, "size": f"{size:,.1f}".removesuffix(".0"), "limit": str(LIMIT // 1048576)}
            return knowledge.text("line", "too-large", language, sizes)
        reason = knowledge.text("reason", self.reason, language)
        return knowledge.text("line", "unreadable", language, {"name": self.name, "reason": reason})


def from_command_line(files: Sequence[str], example: str | None) -> list[Source]:
    """Turn names into sources: `-` is standard input."""
    sources = [Source("stdin", "-") if name == "-" else Source("file", name, name) for name in files]
    if example:
        path = assets.examples()[example]
        sources.append(Source("example", path.name, str(path)))
    return sources


def is_small(source: Source, limit: int) -> bool:
    """Tell whether a source can be read at once: standard input, and a file of up to `limit` bytes."""
    try:
        return source.origin == "stdin" or Path(source.path).stat().st_size <= limit
    except (OSError, ValueError):  # reading it says in words what is wrong
        return True


def read(source: Source) -> bytes:
    """Read a source whole. Raises `Unreadable`."""
    try:
        return _standard_input(source.name) if source.origin == "stdin" else files.read(source.path, LIMIT)
    except files.NotRegularError as error:
        raise Unreadable(source.name, "not-a-file") from error
    except files.TooLargeError as error:
        raise Unreadable(source.name, "too-large", error.size) from error
    except OSError as error:
        raise Unreadable(source.name, error.strerror or type(error).__name__) from error
    except ValueError as error:  # a NUL in the name
        raise Unreadable(source.name, "not-a-file") from error


def _standard_input(name: str) -> bytes:
    if sys.stdin is None:  # closed by the caller
        raise Unreadable(name, "not-a-file")
    raw = sys.stdin.buffer.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise Unreadable(name, "too-large", len(raw))
    return raw
