"""Power cuts simulated: `.venv/bin/python tests/hostile/figures.py power`, 10,000 of them; Linux with strace.

A writer's calls are recorded: what it wrote to which file, what it synced, and which rows it called saved. A cut is a
moment between two of these calls. Of each file the disk then holds what was synced, and of what was written since
either all, nothing, a beginning, some of the writes, some of their sectors, or some sectors in any order, each file for
itself. Names of files reach the disk in their order; those since the last sync of the folder may be missing. A sector
of 512 bytes is written whole or not at all; memory shared by processes (`-shm`) is gone, or noise.
"""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from inspector.history import History, Seen, open_history

HERE = Path(__file__).resolve().parents[1]
PLACES = [str(HERE.parent), str(HERE)]

SECTOR = 512
ROWS = 600
"""Rows of the named command: enough that the log is moved into the file, and begun anew, while rows are written."""

STRACE = (
    *("strace", "-f", "-qq", "-y", "-xx", "-s", "10000000", "-e"),
    "trace=openat,write,pwrite64,fsync,fdatasync,ftruncate,link,unlink,rename",
)
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (\d+)")
_WORD = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PLACE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")
_FILE = "".join(f"\\x{byte:02x}" for byte in b"/history.db") + ">"
_SHOWN = 20
_OFTEN = 20
"""How much likelier a cut is after a call on the file itself: the log is moved into it rarely, and all depends on it."""


class Write(NamedTuple):
    """Bytes that were written from `start`; without bytes the file was cut, or made longer, to that length."""

    start: int
    data: bytes | None


class File:
    """One file, under whatever names: what the disk holds for certain, and what was written since."""

    def __init__(self) -> None:
        """Begin empty."""
        self.synced = bytearray()
        self.since: list[Write] = []

    def sync(self) -> None:
        """Bring to the disk what was written."""
        _apply(self.synced, self.since)
        self.since = []

    def after(self, way: str, dice: random.Random) -> bytes:
        """Give what a cut may leave."""
        left = bytearray(self.synced)
        _apply(left, _left(self.since, way, dice))
        return bytes(left)


class Disk:
    """A folder: its names as the writer sees them, as they are for certain, and what became of names since."""

    def __init__(self) -> None:
        """Begin empty, with nothing promised."""
        self.names: dict[str, File] = {}
        self.certain: dict[str, File] = {}
        self.since: list[tuple[str, File | None]] = []
        self.saved: set[str] = set()
        self.gone: set[str] = set()

    def note(self, name: str, file: File | None) -> None:
        """Give a file a name, or take a name away."""
        _rename(self.names, name, file)
        self.since.append((name, file))

    def sync(self) -> None:
        """Bring the names to the disk."""
        self.certain, self.since = dict(self.names), []

    def after(self, way: str, dice: random.Random) -> dict[str, bytes]:
        """Give the files that a cut may leave; the way is that of what they hold."""
        held = dict(self.certain)
        for name, file in self.since[: dice.choice((0, len(self.since), dice.randint(0, len(self.since))))]:
            _rename(held, name, file)
        return {name: file.after(way, dice) for name, file in held.items()}


def _rename(names: dict[str, File], name: str, file: File | None) -> None:
    if file:
        names[name] = file
    else:
        names.pop(name, None)


def _apply(content: bytearray, writes: Iterable[Write]) -> None:
    for start, data in writes:
        content.extend(bytes(max(0, start - len(content))))
        if data is None:
            del content[start:]
        else:
            content[start : start + len(data)] = data


WAYS = ("all", "nothing", "beginning", "some writes", "some sectors", "some sectors in any order")


def _left(writes: list[Write], way: str, dice: random.Random) -> list[Write]:
    """Choose what of the writes since the last sync reached the disk."""
    if way == "all":
        return writes
    if way == "nothing":
        return []
    if way == "some writes":
        return [write for write in writes if dice.random() < 0.5]
    pieces = [piece for write in writes for piece in _sectors(write)]
    if way == "beginning":
        return pieces[: dice.randint(0, len(pieces))]
    share = dice.random()
    kept = [piece for piece in pieces if dice.random() < share]
    if way == "some sectors in any order":
        dice.shuffle(kept)
    return kept


def _sectors(write: Write) -> list[Write]:
    """Cut a write where the disk's sectors meet."""
    start, data = write
    if data is None:
        return [write]
    cuts = (start, *range((start // SECTOR + 1) * SECTOR, start + len(data), SECTOR), start + len(data))
    return [Write(first, data[first - start : last - start]) for first, last in pairwise(cuts)]


# what a writer does, and what strace saw of it


def write(path: Path, rows: int) -> None:
    """Write rows, say what is saved and what is gone; deletions empty the log, later it grows until it is begun anew."""
    for first, last in ((1, rows - 20), (rows - 19, rows)):
        with closing(open_history(path, str)) as history:
            for number in range(first, last + 1):
                _save(history, f"A{number:024X}")
                if number < rows // 4 and not number % 7:
                    row = history.record(Seen("aliyun-oss", f"B{number:024X}"), 1)
                    history.delete([row.id] if row else [])
                    print(f"gone B{number:024X}", flush=True)
            _save(history, *(f"C{last:08X}{number:016X}" for number in range(50)))


def _save(history: History, *ids: str) -> None:
    seen = (Seen("aliyun-oss", each, "AccessDenied", "0003-00000001", 403, f"b{each}.example") for each in ids)
    history.record_all(seen, 1_700_000_000)
    print("".join(f"saved {each}\n" for each in ids), end="", flush=True)


def record(home: Path, rows: int, before: str = "") -> list[str]:
    """Let a writer work in `home/written` under strace, and give strace's lines; `before` is code that it runs first."""
    log, path = home / "calls", home / "written" / "history.db"
    code = f"""import sys; sys.path[:0] = {PLACES!r}
from pathlib import Path; {before}
from hostile import power; power.write(Path({str(path)!r}), {rows})"""
    subprocess.run([*STRACE, "-o", str(log), sys.executable, "-S", "-c", code], check=True, capture_output=True)
    with log.open(encoding="ascii") as lines:
        return [line for line in lines if _CALL.match(line)]


class Call(NamedTuple):
    """A call of the writer that was not refused: its words, the number it ends with, and what it gave."""

    what: str
    place: Path
    words: list[bytes]
    options: str
    number: int
    result: int


def _read(line: str) -> Call:
    found = _CALL.match(line)
    assert found
    what, given, result = found.groups()
    words = [bytes.fromhex(word.replace("\\x", "")) for word in _WORD.findall(given)]
    at = _PLACE.match(given)
    place = bytes.fromhex(at[2].replace("\\x", "")) if at else words[0]
    options = given.rpartition('"')[2]
    number = options.rpartition(", ")[2] if "," in options else given.rpartition(", ")[2]
    return Call(
        what, Path(place.decode(errors="replace")), words, options, int(number) if number.isdigit() else 0, int(result)
    )


def follow(disk: Disk, line: str, folder: Path) -> None:
    """Do to the disk what a line of strace tells; what is not in the folder, or is shared memory, is passed over."""
    call = _read(line)
    if call.place == folder and call.what != "openat":
        disk.sync()
    elif call.place.parent == folder and not call.place.name.endswith("-shm"):
        _CALLS[call.what](disk, call)
    elif call.what == "write":
        for word, name in re.findall(r"(saved|gone) (\S+)", call.words[0].decode(errors="replace")):
            (disk.saved if word == "saved" else disk.gone).add(name)


def _opened(disk: Disk, call: Call) -> None:
    if "O_CREAT" in call.options and call.place.name not in disk.names:
        disk.note(call.place.name, File())


def _written(disk: Disk, call: Call) -> None:
    assert call.result == len(call.words[0]), "a write cut short"
    disk.names[call.place.name].since.append(Write(call.number, call.words[0]))


_CALLS: dict[str, Callable[[Disk, Call], None]] = {
    "openat": _opened,
    "pwrite64": _written,
    "ftruncate": lambda disk, call: disk.names[call.place.name].since.append(Write(call.number, None)),
    "fsync": lambda disk, call: disk.names[call.place.name].sync(),
    "fdatasync": lambda disk, call: disk.names[call.place.name].sync(),
    "link": lambda disk, call: disk.note(Path(call.words[1].decode()).name, disk.names[call.place.name]),
    "unlink": lambda disk, call: disk.note(call.place.name, None),
}
"""What a call does; any other that names a file of the folder would be a fault of this simulation, and is one."""


# what is left after a cut


def lost(home: Path, files: dict[str, bytes], disk: Disk, dice: random.Random) -> str:
    """Lay out what a cut left, open it as the program does, and tell what is wrong; nothing where all is well."""
    home.mkdir()
    path = home / "history.db"
    for name, content in files.items():
        (home / name).write_bytes(content)
    if path.name in files and dice.random() < 0.5:
        (home / f"{path.name}-shm").write_bytes(dice.randbytes(32_768))
    with closing(open_history(path, str)) as history:
        kept = {row.request_id for row in history.newest(10**6, seconds=60).rows}
        notice = history.notice
        history.record(Seen("aliyun-oss", "STILL-WRITES"), 1)
    with closing(sqlite3.connect(path)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    told = {
        "rows lost": sorted(disk.saved - kept)[:3],
        "rows came back": sorted(disk.gone & kept)[:3],
        "opened with": notice or "",
        "not whole": whole.replace("ok", ""),
    }
    return "; ".join(f"{what}: {found}" for what, found in told.items() if found)


class Cuts(NamedTuple):
    """What was tried: cuts by their way, those while the log was moved into the file, and what was wrong after one."""

    calls: int
    saved: int
    ways: Counter[str]
    moving: int
    wrong: list[str]


def cut(home: Path, count: int, rows: int, before: str = "") -> Cuts:
    """Cut the power `count` times at moments spread over all calls of a writer."""
    lines = record(home, rows, before)
    dice = random.Random(5)  # noqa: S311 - moments, not keys
    weights = [1, *(_OFTEN if _FILE in line else 1 for line in lines)]
    moments = Counter(dice.choices(range(len(lines) + 1), weights, k=count))
    disk, ways, moving = Disk(), Counter[str](), 0
    wrong: list[str] = []
    for moment in range(len(lines) + 1):
        for _ in range(moments[moment]):
            way = WAYS[ways.total() % len(WAYS)]
            place = home / f"cut-{ways.total()}"
            ways[way] += 1
            moving += "history.db" in disk.names and bool(disk.names["history.db"].since)
            fault = lost(place, disk.after(way, dice), disk, dice)
            wrong += [f"cut {ways.total()} before call {moment}, {way}: {fault}"] if fault else []
            for file in place.iterdir():
                file.unlink()
            place.rmdir()
        if moment < len(lines):
            follow(disk, lines[moment], home / "written")
    return Cuts(len(lines), len(disk.saved), ways, moving, wrong)


def rows(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Give how many cuts there were, and what was wrong after which."""
    tried = cut(home, count, ROWS)
    yield "Power cuts simulated, of them while the log was moved into the file", f"{count:,}, {tried.moving:,}"
    yield (
        "After which rows called saved were lost, deleted ones back, or the file did not open as ever",
        " ".join((str(len(tried.wrong)), *tried.wrong[:_SHOWN])),
    )
