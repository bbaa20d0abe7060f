"""The program under test, as a person has it before them: started, looked at, pointed at, typed to, ended."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk import Desk, until

ROOT = Path(__file__).resolve().parents[2]
COMMAND = shlex.split(os.environ.get("INSPECTOR_CMD", "")) or [sys.executable, "-m", "inspector"]
"""An installed or a frozen program is tested by naming its command in INSPECTOR_CMD."""

PATIENCE = 20.0
"""Seconds after which something will not come any more, on a busy machine too."""

ROWS = ("table cell", "list item")

_SAID_BY_QT = tuple(
    re.compile(rf"qt\.accessibility\.atspi: {line}")
    for line in (
        # a question that every at-spi2-core asks and Qt does not know; nothing depends on the answer
        r'AtSpiAdaptor::applicationInterface does not implement "GetApplicationBusAddress".*',
        # the reader asked for a part that the window had just replaced: any reader may, and hears that it is gone
        r"(Could not find accessible on path|Accessible invalid): .*",
    )
)
"""What Qt's accessibility adaptor says of the reader's questions, not of the program."""


class Program:
    """A running inspector with its window in front."""

    def __init__(
        self,
        desk: Desk,
        home: Path,
        *arguments: object,
        prefix: tuple[str, ...] = (),
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Start it with `home` as the user's folder; `prefix` goes before the command."""
        home.mkdir(exist_ok=True)
        self.desk = desk
        self._log = f"program-{len(desk.processes)}"
        own = {"HOME": str(home), **(more or {})}
        self.process = desk.start([*prefix, *COMMAND, *arguments], self._log, own, cwd=ROOT)
        self.pid = self.process.pid
        self.window = desk.window("OSS Inspector", self.process)

    # -- looking ----------------------------------------------------------------------------------------------

    def nodes(self, **wanted: str) -> list[dict[str, Any]]:
        """Give what is showing and fits; `wanted` are expressions for role, name, id, text."""
        return [
            node
            for node in self.desk.nodes(self.process)
            if all(re.fullmatch(form, node[key], re.DOTALL) for key, form in wanted.items())
        ]

    def node(self, **wanted: str) -> dict[str, Any]:
        """Wait for something that fits."""
        return until(lambda: self.nodes(**wanted), PATIENCE, f"{wanted} on the screen")[0]

    def gone(self, **wanted: str) -> None:
        """Wait until nothing fits any more."""
        until(lambda: not self.nodes(**wanted), PATIENCE, f"{wanted} gone from the screen")

    def name(self, identity: str) -> str:
        """Wait for a part of the window; give what a screen reader reads there."""
        return str(self.node(id=identity)["name"])

    def nameless(self) -> list[str]:
        """List what takes the keyboard and says nothing to a screen reader."""
        found = [node for node in self.nodes() if "focusable" in node["states"] and not node["name"].strip()]
        return [f"{node['role']} {node['id']}" for node in found]

    def focused(self) -> set[str]:
        """Name the parts that have the keyboard; the current row of a list says that of itself at all times."""
        nodes = self.desk.nodes(self.process)
        return {node["id"] for node in nodes if "focused" in node["states"] and node["role"] not in ROWS}

    def at(self, identity: str, **wanted: str) -> tuple[int, int]:
        """Find the middle of a part of the window on the screen."""
        x, y, width, height = self.node(id=identity, **wanted)["box"]
        return x + width // 2, y + height // 2

    # -- acting -----------------------------------------------------------------------------------------------

    def front(self) -> None:
        """Give the window the keyboard again."""
        self.desk.xdotool("windowactivate", "--sync", self.window)

    def keys(self, *keys: str) -> None:
        """Press keys, one after another."""
        self.desk.xdotool("key", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.desk.xdotool("type", "--delay", "2", text)

    def click(self, identity: str, **wanted: str) -> None:
        """Click into the middle of a part of the window."""
        self.desk.xdotool("mousemove", *self.at(identity, **wanted), "click", 1)

    def scroll_down(self, identity: str) -> None:
        """Turn the wheel over a part of the window until its end is surely reached."""
        self.desk.xdotool("mousemove", *self.at(identity), "click", "--repeat", 80, "--delay", 1, 5)

    # -- ending -----------------------------------------------------------------------------------------------

    def kill(self) -> None:
        """End it as a crash does: nothing is told to it."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def ended(self) -> int:
        """Wait for its end; give the exit status."""
        return self.process.wait(PATIENCE)

    def left(self) -> list[int]:
        """List the processes that it started and that still run."""
        return [pid for pid, _, session, state in processes() if session == self.pid and state != "Z"]

    def children(self) -> list[int]:
        """List the processes that it has started itself."""
        return [pid for pid, parent, *_ in processes() if parent == self.pid]

    def complaints(self) -> list[str]:
        """Give what it said on standard error, without what is known to be harmless."""
        said = (self.desk.folder / f"{self._log}.err").read_text(errors="replace").splitlines()
        return [line for line in said if line.strip() and not any(form.fullmatch(line.strip()) for form in _SAID_BY_QT)]

    def close(self) -> None:
        """End it from outside, whatever it is at."""
        self.desk.end(self.process)


def processes() -> list[tuple[int, int, int, str]]:
    """List all processes: id, parent, session, state."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent, _, session, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            found.append((int(entry.name), int(parent), int(session), state))
    return found


def can_run(*command: str) -> bool:
    """Tell whether the system lets us run a command to a good end."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
