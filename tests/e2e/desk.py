"""A desktop of our own for one test run: X server, window manager, session bus, accessibility bus.

Each part is started by us, on a display number that the server picks itself, and ended by its own id. Nothing here
looks inside the program under test: it is seen as a person, a screen reader or another program sees it.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
SYSTEM_PYTHON = "/usr/bin/python3"
ACCESSIBILITY_BUS = "/usr/libexec/at-spi-bus-launcher"
SCREEN = "1680x1050x24"
PACKAGES = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "xprop": "x11-utils",
    "import": "imagemagick",
    "dbus-daemon": "dbus",
    ACCESSIBILITY_BUS: "at-spi2-core",
    SYSTEM_PYTHON: "python3",
}
"""What a desk needs -> the Debian package that brings it."""

_OF_ANOTHER_DESK = (
    "QT_",
    "XDG_",
    "DBUS_",
    "WAYLAND",
    "AT_SPI",
    "GTK_",
    "DISPLAY",
    "XAUTHORITY",
    "LANG",
    "LC_",
)
_NO_ANSWER = 30
_SHORT = 0.05

Answer = TypeVar("Answer")


def lacking() -> list[str]:
    """Name the Debian packages that are missing."""
    missing = [package for tool, package in PACKAGES.items() if not shutil.which(tool)]
    asks = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if "python3" in missing or subprocess.run([SYSTEM_PYTHON, "-c", asks], capture_output=True, check=False).returncode:
        missing += ["python3-gi", "gir1.2-atspi-2.0"]
    return missing


def until(condition: Callable[[], Answer], seconds: float, why: str) -> Answer:
    """Ask again and again; give the first answer that is not empty. Fail after `seconds`, saying what was awaited."""
    end = time.monotonic() + seconds
    while True:
        late = time.monotonic() > end
        answer = condition()
        if answer:
            return answer
        assert not late, f"not within {seconds} s: {why}"
        time.sleep(_SHORT)


class Desk:
    """The desktop, with its clipboard, keyboard, pointer and screen reader."""

    def __init__(self, folder: Path) -> None:
        """Start all of it; `folder` holds the homes, sockets and logs."""
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self._open = ExitStack()
        self._probe: subprocess.Popen[bytes] | None = None
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_ANOTHER_DESK)}
        self.environment = {
            **kept,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        self.environment["DISPLAY"] = f":{self._display()}"
        self.start(["openbox", "--sm-disable"], "openbox")
        until(
            lambda: "0x" in self.output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
            20,
            "the window manager",
        )
        address = f"unix:path={self.folder}/bus"  # a path and not an abstract name, which a program without network cannot reach
        self.start(["dbus-daemon", "--session", "--nofork", f"--address={address}"], "bus")
        until((self.folder / "bus").exists, 20, "the session bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        self.start([ACCESSIBILITY_BUS, "--launch-immediately"], "accessibility")

    def _display(self) -> str:
        reading, writing = os.pipe()
        server = [
            "Xvfb",
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            SCREEN,
            "-dpi",
            "96",
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        self.start(server, "xvfb", pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            assert select.select([pipe], [], [], _NO_ANSWER)[0], "Xvfb named no display"
            return pipe.readline().strip()  # up to the newline: the server writes it apart, and dies if nobody reads it

    def close(self) -> None:
        """End what was started, the newest first, each by its own process group."""
        for process in reversed(self.processes):
            self.end(process)
        self._open.close()

    # -- processes --------------------------------------------------------------------------------------------

    def start(
        self, command: list[Any], log: str, more: Mapping[str, str] | None = None, **how: Any
    ) -> subprocess.Popen[bytes]:
        """Start a program as a group of its own; what it says stands in `log`.out and `log`.err."""
        how.setdefault("stdout", self._open.enter_context((self.folder / f"{log}.out").open("ab")))
        how.setdefault("stdin", subprocess.DEVNULL)
        process = subprocess.Popen(
            [str(word) for word in command],
            env={**self.environment, **(more or {})},
            stderr=self._open.enter_context((self.folder / f"{log}.err").open("ab")),
            start_new_session=True,
            **how,
        )
        self.processes.append(process)
        return process

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> None:
        """End a program that was started here, with all that it started."""
        for order in (signal.SIGTERM, signal.SIGKILL):
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, order)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(5)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def output(self, *command: object, check: bool = False) -> str:
        """Run a program to its end and give what it printed."""
        words = [str(word) for word in command]
        done = subprocess.run(words, env=self.environment, capture_output=True, timeout=_NO_ANSWER, check=check)
        return done.stdout.decode("utf-8", "replace")

    # -- keyboard, pointer, windows ---------------------------------------------------------------------------

    def xdotool(self, *words: object) -> str:
        """Act as a person's hands."""
        return self.output("xdotool", *words)

    def window(self, title: str, process: subprocess.Popen[bytes]) -> str:
        """Wait for a visible window of a program, give it the keyboard, and return its id."""

        def visible() -> str:
            assert process.poll() is None, f"ended with status {process.returncode} before there was a window {title!r}"
            found = self.xdotool("search", "--onlyvisible", "--all", "--pid", process.pid, "--name", title).split()
            return found[-1] if found else ""

        window = until(visible, _NO_ANSWER, f"a window named {title!r}")
        self.xdotool("windowactivate", "--sync", window)
        return window

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag as a hand does: programs answer each motion, so a jump would be no drag. The pauses are part of it."""
        (x, y), (to_x, to_y) = start, end
        words: list[object] = ["mousemove", x, y, "mousedown", 1]
        for step in (3, 8, 14, 20):
            words += ["mousemove", x + step, y + step // 2, "sleep", 0.03]
        for step in range(1, 9):
            words += ["mousemove", x + (to_x - x) * step // 8, y + (to_y - y) * step // 8, "sleep", 0.03]
        words += [
            "mousemove",
            to_x + 1,
            to_y,
            "sleep",
            0.15,
            "mousemove",
            to_x,
            to_y,
            "sleep",
            0.15,
            "mouseup",
            1,
        ]
        self.xdotool(*words)

    # -- the clipboard, owned by another program --------------------------------------------------------------

    def put_on_clipboard(self, content: bytes | str, target: str = "UTF8_STRING") -> None:
        """Let another program own the clipboard."""
        raw = content.encode() if isinstance(content, str) else content
        file = self.folder / "clipboard"
        file.write_bytes(raw)
        self.start(["xclip", "-selection", "clipboard", "-t", target, "-i", file, "-quiet"], "xclip")
        until(lambda: self.clipboard(target).encode() == raw, 20, "the clipboard")

    def clipboard(self, target: str = "UTF8_STRING") -> str:
        """Read the clipboard as another program does."""
        return self.output("xclip", "-selection", "clipboard", "-o", "-t", target)

    # -- what a screen reader sees ----------------------------------------------------------------------------

    def nodes(self, process: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
        """Give every node that is showing of a program's accessibility tree."""

        def seen() -> list[dict[str, Any]] | None:
            assert process.poll() is None, f"ended with status {process.returncode}"
            return self._ask(f"{process.pid}")

        return until(seen, _NO_ANSWER, "an accessibility tree")

    def press(self, process: subprocess.Popen[bytes], name: str) -> None:
        """Press a button as a screen reader does."""
        assert self._ask(f"{process.pid} {name} Press") is True, f"{name} cannot be pressed"

    def _ask(self, line: str) -> Any:
        if self._probe is None or self._probe.poll() is not None:
            self._probe = self.start(
                [SYSTEM_PYTHON, HERE / "atspi_probe.py"],
                "probe",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        requests, answers = self._probe.stdin, self._probe.stdout
        assert requests
        assert answers
        requests.write(f"{line}\n".encode())
        requests.flush()
        if not select.select([answers], [], [], _NO_ANSWER)[0]:
            self.end(self._probe)
            return None
        answer = json.loads(answers.readline() or b"null")
        return None if isinstance(answer, dict) else answer


def python(name: str, *words: object) -> list[object]:
    """Give the command for a program that stands beside the tests."""
    return [sys.executable, HERE / name, *words]
