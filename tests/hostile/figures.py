"""The table of SECURITY.md: `.venv/bin/python tests/hostile/figures.py [PART[=SIZE] ...]`, 65 minutes; Linux.

Each part runs in a process of its own, so that a fault of one ends no other and memory is that of one alone. Without a
part all of them run; `--small` takes their small sizes, as `tests/test_figures.py` does. The time of each is told on
standard error; the exit status is 1 where one failed. The window is drawn offscreen.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent), str(HERE)]

from fuzz import keeping  # noqa: E402 - after the path is set

ALL = 10**9
"""More than there are."""
PATIENCE = 3_600
"""Seconds after which a part is ended."""


class Part(NamedTuple):
    """Some rows of the table: `rows(home, size)` gives what each is about and its figure; its size in full and in small.

    `home` is an empty folder; a part without a size reads what other runs left where `--home` says.
    """

    name: str
    rows: str
    full: int
    small: int
    of: str


PARTS = (
    Part("captures", "hostile.reading:captures", ALL, 3, "hostile captures"),
    Part("flow", "hostile.flow:rows", ALL, 100, "captures up to so many bytes"),
    Part("planted", "hostile.reading:planted", ALL, 1, "captures with secrets"),
    Part("generated", "test_secrets_generated:rows", 2_000, 3, "captures with secrets made"),
    Part("window", "hostile.stretches:rows", ALL, 1, "hostile captures"),
    Part("history", "hostile.long_history:rows", 1_000_000, 1_000, "rows of the history"),
    Part("growth", "hostile.growth:rows", 20_000, 20, "captures in one window"),
    Part("cancel", "hostile.windows:cancel", 20, 1, "readings stopped"),
    Part("kills", "hostile.writers:kills", 1_000, 2, "writers killed"),
    Part("power", "hostile.power:rows", 10_000, 20, "power cuts"),
    Part("writers", "hostile.writers:two", 10_000, 20, "rows of each of two writers"),
    Part("readers", "hostile.windows:readers", 1_000, 2, "readers killed"),
    Part("exits", "hostile.windows:exits", 100, 1, "windows opened and closed"),
    Part("fuzz", "fuzz.run:rows", 0, 0, "what all runs of the fuzzer did"),
)


def arguments() -> argparse.Namespace:
    sizes = {0: "", ALL: "all"}
    parts = "\n".join(f"  {one.name:10} {sizes.get(one.full, f'{one.full:,}'):>9} {one.of}" for one in PARTS)
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=f"parts in full:\n{parts}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", type=sized, metavar="PART[=SIZE]", help="only these; in another size")
    parser.add_argument("--small", action="store_true", help="all in small, to see that they work")
    parser.add_argument("--home", type=Path, default=keeping.default_home(), help="where the fuzzer keeps its counts")
    return parser.parse_args()


def sized(said: str) -> tuple[str, int | None]:
    """Read a part, and its size where one is said."""
    name, given, size = said.partition("=")
    if name not in {one.name for one in PARTS}:
        raise argparse.ArgumentTypeError(f"there is no part {name}")
    if given and not (size.isdecimal() and int(size)):
        raise argparse.ArgumentTypeError(f"{size} is no size")
    return name, int(size) if given else None


def chosen(given: argparse.Namespace) -> Iterator[tuple[Part, int]]:
    """Give the parts in their order, with their sizes."""
    said = dict(given.parts)
    for part in PARTS:
        if part.name in said or not said:
            yield part, said.get(part.name) or (part.small if given.small else part.full)


def run(part: Part, size: int, place: Path, nobody: Path) -> str:
    """Let a part print its rows, as a user who has nothing, and tell how it failed, or nothing."""
    private = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(nobody))
    command = [sys.executable, __file__, "--inside", part.rows, str(size), str(place)]
    with tempfile.TemporaryFile() as errors:
        try:
            ended = subprocess.run(
                command, env={**os.environ, **private}, stderr=errors, timeout=PATIENCE, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            return f"not done after {PATIENCE} seconds"
        errors.seek(0)
        faults = re.findall(r"^[\w.]+: .+", errors.read().decode(errors="replace"), re.MULTILINE)
    return f"ended with {ended}: {' '.join(faults[-1:])}" if ended else ""


def inside(rows: str, size: str, place: str) -> None:
    """Print the rows of one part, in its process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for what, figure in resolve_name(rows)(Path(place), int(size)):
        print(f"| {what} | {figure} |", flush=True)


def main() -> int:
    given = arguments()
    failed = 0
    print("| What | Figure |\n| --- | --- |", flush=True)
    with tempfile.TemporaryDirectory() as made:
        for part, size in chosen(given):
            began = time.monotonic()
            place = given.home
            if part.full:
                place = Path(made, part.name)
                place.mkdir()
            if fault := run(part, size, place, Path(made, "nobody")):
                failed += 1
                print(f"| **The part `{part.name}` failed** | {fault} |", flush=True)
            print(f"{part.name}: {time.monotonic() - began:,.0f} s", file=sys.stderr, flush=True)
    return bool(failed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(*sys.argv[2:])
    else:
        sys.exit(main())
