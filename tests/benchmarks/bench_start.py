"""From the start of the process to the first paint: the program, with an example opened and a history listed, beside
a bare PySide6 window, in turns; offscreen, and where there is an X server to start, under it too.

    python tests/benchmarks/bench_start.py [ROUNDS]
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import common
from common import milliseconds


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


def _compare(folder: Path, platform: str, rounds: int) -> None:
    environment = common.surroundings(folder, platform)
    works = {
        "bare window": partial(common.run, ["bare_window.py"], environment),
        "program": partial(common.run, ["first_paint.py"], environment),
    }
    runs = common.in_turns(works, rounds)
    base = runs["bare window"]
    print(f"\nStart to first paint, {platform}, {rounds} rounds\n")
    rows = [
        (
            name,
            milliseconds(median(one.wall for one in some)),
            milliseconds(min(one.wall for one in some)),
            milliseconds(median(one.processor for one in some)),
            f"{max(one.memory for one in some) / 1e6:.0f} MB",
            f"{common.ratio(some, base):.2f}",
            f"{common.ratio(some, base, 'processor'):.2f}",
        )
        for name, some in runs.items()
    ]
    print(common.table(("", "median", "least", "processor", "peak memory", "ratio", "ratio of processor"), rows))


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
