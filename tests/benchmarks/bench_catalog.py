"""What the catalog costs: the start with and without its entries, one look-up, and the search with each letter typed.

python tests/benchmarks/bench_catalog.py [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import common
from common import milliseconds

sys.path.insert(0, str(common.ROOT))

from inspector import assets
from inspector.catalog_entry import read_entry
from inspector.catalog_match import Query, look_up
from inspector.catalog_search import index_of, search, shelf

FRAME = 0.016
TYPED = ("NoSuchKey", "signature does not match", "0003-00000905", "403", "clock", "时钟", "SignatureDosNotMatch")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        common.make_history(folder)
        _start(folder, rounds)
    _look_ups()
    _searches()


def _start(folder: Path, rounds: int) -> None:
    environment = common.surroundings(folder, "offscreen")
    works = {
        "without entries": partial(common.run, ["first_paint.py"], {**environment, "WITHOUT_ENTRIES": "1"}),
        "program": partial(common.run, ["first_paint.py"], environment),
    }
    runs = common.in_turns(works, rounds)
    base = runs["without entries"]
    rows = [
        (name, milliseconds(median(one.wall for one in some)), f"{common.ratio(some, base):.2f}")
        for name, some in runs.items()
    ]
    print(f"\nStart to first paint, offscreen, {rounds} rounds\n")
    print(common.table(("", "median", "ratio"), rows))


def _timed(work: Callable[[], object], times: int = 20) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def _look_ups() -> None:
    knowledge = assets.knowledge()
    first, again = [], []
    for provider in knowledge.providers:
        for piece in provider.entries:
            match = tomllib.loads(piece.text)["match"]
            one = {key: value if isinstance(value, str) else value[0] for key, value in match.items()}
            query = Query(one.get("ec", ""), one.get("code", ""), one.get("message", ""))
            read_entry.cache_clear()
            begin = time.perf_counter()
            look_up(provider, query, lambda _: None)
            first.append(time.perf_counter() - begin)
            again.append(_timed(partial(look_up, provider, query, lambda _: None), 3))
    rows = [
        (name, milliseconds(median(some)), milliseconds(max(some)), f"{max(some) / FRAME:.2f}")
        for name, some in (("the first time", first), ("again", again))
    ]
    print(f"\nOne look-up, for each of {len(first)} entries\n")
    print(common.table(("", "median", "worst", "worst of a frame"), rows))


def _searches() -> None:
    knowledge = assets.knowledge()
    begin = time.perf_counter()
    index = index_of(knowledge)
    made = time.perf_counter() - begin
    shelf.cache_clear()
    taken = [_timed(partial(search, index, text[:end]), 3) for text in TYPED for end in range(1, len(text) + 1)]
    print("\nThe search\n")
    rows = [
        ("the index, once", milliseconds(made), f"{made / FRAME:.2f}"),
        ("one letter more, median", milliseconds(median(taken)), f"{median(taken) / FRAME:.2f}"),
        ("one letter more, worst", milliseconds(max(taken)), f"{max(taken) / FRAME:.2f}"),
    ]
    print(common.table(("", "takes", "of a frame"), rows))


if __name__ == "__main__":
    main()
