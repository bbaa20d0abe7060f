"""What the set-up says on the terminal and how it starts programs: shared by the files beside this one."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAILED = 1
WRONG_USE = 2
LACKING = 4


class SetUpError(Exception):
    """Something outside this checkout stands in the way; the message says what to do about it."""

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def say(text: str) -> None:
    """Print a line on stderr: stdout belongs to the programs that are started."""
    print(f"bootstrap: {text}", file=sys.stderr, flush=True)


def child_environment(**settings: str) -> dict[str, str]:
    """Return the environment for a program of .venv: ours, without what would lead it to other packages."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    return kept | settings


def start(
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    *,
    quiet: bool = False,
) -> int:
    """Run a program to its end and return its exit status, 128 + N where signal N ended it.

    quiet sends what it prints to stderr.
    """
    sys.stdout.flush()
    done = subprocess.run(
        command,
        env=environment or child_environment(),
        cwd=folder,
        stdout=sys.stderr if quiet else None,
        check=False,
    )
    return done.returncode if done.returncode >= 0 else 128 - done.returncode
