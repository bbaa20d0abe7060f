"""The whole flow of the program under watch: `.venv/bin/python tests/hostile/figures.py flow`, some minutes; Linux.

`explain` over every hostile capture, then the window, drawn offscreen: an example, pastes short and long, files, the
ticket, the look-up. All in a network of its own that has no way out, where the system lets us make one; Python's audit
hook tells what the interpreter opens, strace what a library opens behind its back, in the reader's process too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent), str(HERE)]

from hostile import maker  # noqa: E402 - after the path is set
from hostile.watched import OURS, ROOT, WATCH, foreign  # noqa: E402

NO_NETWORK = ("unshare", "--map-current-user", "--net", "--")
STRACE = ("strace", "-f", "-qq", "-e", "trace=open,openat,creat,socket,connect,bind,sendto,execve", "-o")
SYSTEM = (
    *("/lib", "/usr/lib", "/usr/share/", "/usr/local/share/fonts", "/var/cache/fontconfig", "/etc/ld.so", "/etc/fonts"),
    *("/etc/localtime", "/proc/", "/sys/", "/dev/", str(HERE)),
)
"""Where libraries, fonts and the system's own words lie, as Qt and the C library read them."""
TRAP = "trap.png"
_PATIENCE = 120
_SHOWN = 9


class Flow(NamedTuple):
    """What a run did: its words at the end; what the interpreter, then the system, saw of it beyond the program's own.

    `read` and `written` are files, `sockets` the lines of calls for any but the system's own (AF_UNIX), `programs` what
    was started beside ours.
    """

    said: str
    events: list[tuple[str, list[object]]]
    read: set[str]
    written: set[str]
    sockets: list[str]
    programs: set[str]


def works(*command: str) -> bool:
    """Tell whether the system lets us run a command to a good end."""
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def watch(home: Path, prefix: tuple[str, ...] = NO_NETWORK, deed: str = "", most: int = maker.MB * 99) -> Flow:
    """Run the flow in `home` with captures up to `most` bytes; `deed` is code that it does besides."""
    log = home / "trace"
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_RUNTIME_DIR"), str(home / "own"))
    (home / "own").mkdir(mode=0o700)
    wanted = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "FLOW_DEED": deed, "LC_ALL": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_"))}
    traced = works("strace", "true")
    command = [
        *prefix,
        *((*STRACE, str(log)) if traced else ()),
        sys.executable,
        __file__,
        str(home),
        str(most),
    ]
    ran = subprocess.run(command, env={**kept, **places, **wanted}, cwd=home / "own", capture_output=True, check=False)
    if ran.returncode:
        raise AssertionError(ran.stderr[-3000:].decode(errors="replace"))
    events = [eval(line, {}) for line in ran.stderr.splitlines() if line.startswith(b"('")]  # noqa: S307 - our own `repr`
    beyond = [one for one in foreign(events, set()) if not _at(one, home)]
    lines = log.read_text(errors="replace").splitlines() if traced else []
    return Flow(ran.stdout.decode().strip(), beyond, *_seen(lines, home))


def _at(event: tuple[str, list[object]], home: Path) -> bool:
    """Tell whether an event is about a file of the user's own or of the system's; of SQLite's strace tells."""
    name, given = event
    place = str(given[0] if given else "")
    fine = name.startswith("sqlite3.connect") or (name == "open" and place.startswith(SYSTEM))
    return fine or (place.startswith(f"{home}/") and place != str(home / TRAP))


def _seen(lines: list[str], home: Path) -> tuple[set[str], set[str], list[str], set[str]]:
    """Sort the calls that strace wrote down."""
    read: set[str] = set()
    written: set[str] = set()
    sockets: list[str] = []
    programs: set[str] = set()
    for line in lines:
        call = re.match(r"\d+ +(\w+)\((?:AT_FDCWD, )?(?:\"((?:[^\"\\]|\\.)*)\")?(.*)", line)
        if not call or line.endswith("resumed>"):
            continue
        name, place, rest = call[1], call[2], call[3]
        if name in ("socket", "connect", "bind", "sendto"):
            sockets += [line] if re.search(r"AF_(?!UNIX)|sendto\(", line) else []
        elif name == "execve":
            programs |= {place} if " = 0" in rest and Path(place).resolve() != Path(sys.executable).resolve() else set()
        elif place and (place == str(home / TRAP) or not place.startswith(f"{home}/")):
            writes = re.search(r"O_WRONLY|O_RDWR|O_CREAT", rest) or name == "creat"
            (written if writes and not place.startswith("/dev/") else read).add(place)
    known = (*SYSTEM, *OURS)
    others = {place for place in read if place.startswith("/") and not place.startswith(known) and place != str(ROOT)}
    return others, written, sockets, programs


def rows(home: Path, most: int) -> Iterator[tuple[str, str]]:
    """Give the figure: what was seen, by name where there is anything."""
    prefix = NO_NETWORK if works(*NO_NETWORK, "true") else ()
    seen = watch(home, prefix, most=most)
    beyond = [*sorted(seen.read | seen.written | seen.programs), *seen.sockets, *map(str, seen.events)]
    lacking = [word for word, there in (("a network", prefix), ("strace", works("strace", "true"))) if not there]
    with_all = f"{seen.said}{''.join(f'; this system gave no {word}' for word in lacking)}"
    yield (
        "The same over the whole flow, seen by strace, without a network",
        " ".join((str(len(beyond)), *beyond[:_SHOWN], f"({with_all})")),
    )


# the flow itself, in the process that is watched


def inside(home: Path, most: int) -> None:
    """Go through it all, and say how much that was."""
    trap = home / TRAP
    os.mkfifo(trap)  # whoever opens it waits for ever
    folder = home / "captures"
    folder.mkdir()
    made = [one for one in maker.captures(str(trap)) if len(one.raw) <= most]
    for one in made:
        (folder / one.name).write_bytes(one.raw)
    scope: dict[str, Callable[[str, object], None]] = {}
    exec(WATCH, scope)  # noqa: S102 - the hook of the other tests
    sys.addaudithook(scope["tell"])
    explained = _explain([str(folder / one.name) for one in made])
    exec(os.environ["FLOW_DEED"])  # noqa: S102 - a deed that must be seen
    print(f"explained {explained} of {len(made)}; the window showed {_window(folder)}")


def _explain(paths: list[str]) -> int:
    from inspector import cli  # noqa: PLC0415 - loaded under watch

    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123 - no path
        return sum(cli.main(["explain", "--json", path]) in (0, 1) for path in paths)


def _window(folder: Path) -> int:
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - loaded under watch
    from PySide6.QtWidgets import QApplication, QDialog  # noqa: PLC0415

    from inspector import settings  # noqa: PLC0415
    from inspector.settings import Settings  # noqa: PLC0415
    from inspector.ui import app  # noqa: PLC0415

    application = QApplication(["flow"])
    window = app.make_window(application, Settings(language="en", scheme="light"), settings.history_path())
    window.show()

    def until(count: int) -> None:
        end = time.monotonic() + _PATIENCE
        while len(window.sitting.names) < count or window.sitting.busy:
            QCoreApplication.processEvents()
            if time.monotonic() > end:
                raise TimeoutError(f"{len(window.sitting.names)} of {count} captures")

    window.do("example-aliyun-oss")
    until(1)
    short = maker.answer(maker.body(Message="<img src='//192.0.2.1/x.png'>", HostId="http://192.0.2.1/"))
    for number, text in enumerate((short, short + b"\n" * 60_000), 2):  # read by the window, and by the reader
        application.clipboard().setText(text.decode())
        window.do("paste")
        until(number)
        window.grab()
    for number, size in enumerate((1, 200), 4):
        place = folder / f"named-{size}.http"
        place.write_bytes(short * size)
        window.open_files([str(place)])
        until(number)
    for command in ("copy-id", "copy-ticket", "look-up", "about", "find", "guidance-both", "language-zh_CN"):
        window.do(command)
        QCoreApplication.processEvents()
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    shown = len(window.sitting.names)
    window.close()
    return shown


if __name__ == "__main__":
    inside(Path(sys.argv[1]), int(sys.argv[2]))
