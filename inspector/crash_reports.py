"""Reads, at the next start, the traces that crashed sessions left: once, and only lines that look like a trace.

So whatever the file contains, nothing is shown but the program's files, functions and kinds of faults.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from inspector import crashes, files
from inspector.crashes import FAULT, MOST_BYTES, MOST_FILES, Session

_LONGEST_LINE = 2_000


class Left(NamedTuple):
    """What an earlier session left: `part` is window or reader, `when` in UTC seconds."""

    path: Path
    part: str
    when: float
    text: str


class _Forms(NamedTuple):
    """The lines of a trace, as patterns: the fault, a file as the interpreter writes it and as we do, others."""

    fault: re.Pattern[str]
    file: re.Pattern[str]
    frame: re.Pattern[str]
    other: re.Pattern[str]


@cache
def _forms() -> _Forms:
    return _Forms(
        re.compile(rf"(?:Fatal Python error: |Windows fatal exception: |{FAULT})[A-Za-z0-9 _]{{1,80}}"),
        re.compile(r' {2}File "([^"]{1,1000})", line (\d{1,9}|\?{3}) in ([\w.<>?]{1,200})'),
        re.compile(r" {2}[\w./<>-]{1,300}:\d{1,9} [\w.<>]{1,200}"),
        re.compile(
            r"OSS Inspector [\w.+-]{1,40}, Python [\d.]{1,20}, [\w. ,-]{1,60}"
            r"|(?:Current thread|Thread) 0x[0-9a-f]{1,16}(?= )| {2}(?:<no Python frame>|Garbage-collecting|\.\.\.)"
        ),
    )


def cleaned(said: bytes) -> str:
    """Give only the lines that have the form of a trace; nothing if none of them names a fault."""
    lines = said[:MOST_BYTES].decode("utf-8", "replace").splitlines()
    kept = [clean for line in lines if len(line) <= _LONGEST_LINE and (clean := _line(line))]
    return "\n".join(kept) + "\n" if any(_forms().fault.fullmatch(line) for line in kept) else ""


def _line(line: str) -> str:
    """Give a line as it may be shown; empty where it has no form of a trace."""
    forms = _forms()
    if frame := forms.file.fullmatch(line):
        return f"  {crashes.short(frame[1])}:{frame[2]} {frame[3]}"
    if forms.fault.fullmatch(line) or forms.frame.fullmatch(line):
        return line
    other = forms.other.match(line)
    return other[0] if other else ""


def keep(folder: Path, said: bytes) -> None:
    """Keep what the worker process wrote when it ended, if that is a trace."""
    text = cleaned(said)
    if text:
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if len(crashes.listed(folder)) < 2 * MOST_FILES:  # the next start tidies
                files.write(folder / crashes.fresh("reader"), (crashes.head() + text).encode())


def take(own: Session) -> tuple[Left, ...]:
    """Give what sessions before this one left, the newest first, and once: from now on it is only kept."""
    found: list[Left] = []
    paths: list[Path] = []
    with suppress(OSError):
        paths = crashes.listed(own.path.parent)
    for path in reversed(paths):
        if path.name.startswith("seen-") or path == own.path or crashes.is_written(path):
            continue
        with suppress(OSError):
            when, text = path.stat().st_mtime, cleaned(files.read(path, 16 * MOST_BYTES))
            if text:
                seen = path.rename(path.with_name(f"seen-{path.name}"))
                found.append(Left(seen, path.name.partition("-")[0], when, text))
            else:  # ended from outside
                path.unlink()
    return tuple(found)


def forget(left: tuple[Left, ...]) -> None:
    """Delete the files."""
    for one in left:
        with suppress(OSError):
            one.path.unlink()
