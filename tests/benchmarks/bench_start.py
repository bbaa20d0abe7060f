"""From the start of the process to the first paint: the program, with an example opened and a history listed, beside
a bare PySide6 window, in turns; offscreen, and where there is an X server to start, under it too.

    python tests/benchmarks/bench_start.py [ROUNDS]

The bare window stands there twice. As pip installs PySide6 it is the peer of the goal, at most 1.15 times: that is what
whoever writes a window with PySide6 gets, and what the program would be if nobody cared. In .venv as the set-up leaves
it (PySide's support modules unpacked, see packaging/warm_start.py) it is the harder one: it shares what the set-up does
for us, and what remains is ours alone.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import common
import shiboken6
from common import milliseconds

PRISTINE, PREPARED, PROGRAM = "bare window, as pip installs", "bare window, as set up", "program"
RATIOS = {
    (PRISTINE, "wall"): "to pip's",
    (PRISTINE, "processor"): "of processor",
    (PREPARED, "wall"): "to the set-up's",
    (PREPARED, "processor"): "of processor",
}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    sys.path.insert(0, str(common.ROOT))
    with tempfile.TemporaryDirectory() as name, common.display() as screen:
        folder = Path(name)
        common.make_history(folder)
        _compare(folder, "offscreen", rounds)
        if screen:
            os.environ["DISPLAY"] = screen
            _compare(folder, "xcb", rounds)
        else:
            print("\nNo Xvfb here: not measured under X.")
        _phases(folder, rounds)


def _pristine(folder: Path) -> Path:
    """Copy PySide's support library without what was unpacked of it; found first, it stands for what pip installs."""
    packages = folder / "pristine"
    if not packages.exists():
        package = Path(shiboken6.__file__).parent
        shutil.copytree(package, packages / package.name, ignore=shutil.ignore_patterns("files.dir"))
    return packages


def _compare(folder: Path, platform: str, rounds: int) -> None:
    environment = common.surroundings(folder, platform)
    pristine = environment | {"PYTHONPATH": f"{_pristine(folder)}{os.pathsep}{environment['PYTHONPATH']}"}
    works = {
        PRISTINE: partial(common.run, ["bare_window.py"], pristine),
        PREPARED: partial(common.run, ["bare_window.py"], environment),
        PROGRAM: partial(common.run, ["first_paint.py"], environment),
    }
    runs = common.in_turns(works, rounds)
    print(f"\nStart to first paint, {platform}, {rounds} rounds\n")
    if not (Path(shiboken6.__file__).parent / "files.dir").exists():
        print("This environment was not set up by packaging/bootstrap.py: both bare windows are the same.\n")
    rows = [
        (
            name,
            milliseconds(median(one.wall for one in some)),
            milliseconds(min(one.wall for one in some)),
            milliseconds(median(one.processor for one in some)),
            milliseconds(min(one.processor for one in some)),
            f"{max(one.memory for one in some) / 1e6:.0f} MB",
            *(f"{common.ratio(some, runs[peer], field):.2f}" for peer, field in RATIOS),
        )
        for name, some in runs.items()
    ]
    heads = ("", "median", "least", "processor", "least", "peak memory", *(RATIOS.values()))
    print(common.table(heads, rows))


def _phases(folder: Path, rounds: int) -> None:
    """Show where the time goes: for each phase the least of all rounds, for whatever else runs only adds."""
    environment = common.surroundings(folder, "offscreen")
    told = folder / "moments"
    least: dict[str, float] = {}
    for _ in range(rounds):
        common.run(["first_paint.py", str(told)], environment)
        moments = [(float(line.partition(" ")[0]), line.partition(" ")[2]) for line in told.read_text().splitlines()]
        for (before, _), (after, name) in pairwise(moments):
            least[name] = min(least.get(name, after), after - before)
    print(f"\nWhere the program's start goes, offscreen, least of {rounds} rounds for each\n")
    print(common.table(("until", "takes"), [(name, milliseconds(taken)) for name, taken in least.items()]))


if __name__ == "__main__":
    main()
