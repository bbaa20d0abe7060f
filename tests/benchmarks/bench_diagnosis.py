"""What an expert would compute, in time: the whole diagnosis of a report beside reading it, over every golden sample.

python tests/benchmarks/bench_diagnosis.py [ROUNDS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

import common
from common import milliseconds

sys.path.insert(0, str(common.ROOT))

from inspector import assets
from inspector.diagnosis import FINDERS, examine
from inspector.pipeline import inspect

SAMPLES = common.ROOT / "tests" / "samples"
BUDGET = 0.005
"""Seconds that the diagnosis of one report may take."""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    knowledge = assets.knowledge()
    reading, reports = [], []
    for path in sorted(SAMPLES.glob("*/*")):
        if path.suffix not in (".json", ".md"):
            raw = path.read_bytes()
            read = inspect(raw, "drop", path.name, knowledge, explaining=False).reports
            reports += [(path.name, report) for report in read]
            if read:
                whole = _timed(lambda raw=raw: inspect(raw, "drop", "", knowledge, explaining=False), rounds)
                reading.append(whole / len(read))
    taken = [(_timed(lambda report=report: examine(report, knowledge), rounds), name) for name, report in reports]
    times = [one for one, _ in taken]
    worst = max(taken)
    print(f"\nOne report: reading it, and its diagnosis by {len(FINDERS)} finders ({len(reports)} reports)\n")
    rows = [
        ("reading", milliseconds(median(reading)), milliseconds(max(reading)), "1.00"),
        ("diagnosis", milliseconds(median(times)), milliseconds(max(times)), f"{median(times) / median(reading):.2f}"),
    ]
    print(common.table(("", "median", "worst", "ratio of medians"), rows))
    print(f"\nThe worst, {worst[1]}, takes {worst[0] / BUDGET:.2f} of the {milliseconds(BUDGET)} that it may.")


def _timed(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


if __name__ == "__main__":
    main()
