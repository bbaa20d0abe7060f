"""Fuzzing under Atheris: a process that forks one of its own for each turn that it is told on standard input.

A turn is a line of JSON (`Turn`), its answer the exit status. Only the inspector is instrumented, once for all turns;
all of it is imported first, for it imports much of itself late. A find does not end a turn. What libFuzzer itself ends
(a fault of memory, no end at all) leaves its input under `finds` of the home.
"""

from __future__ import annotations

import importlib
import json
import mmap
import os
import pkgutil
import struct
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

import atheris

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent), str(HERE)]
MEGABYTES = 2000
SECONDS_OF_ONE = 300
SHARE_OF_LIBFUZZER = 0.4
"""How many changes are libFuzzer's own, which know what the program compared the input with."""

LENGTHS = (1024, 4096)
"""How long inputs get, turn about: short ones are many, long ones show what is not linear."""

with atheris.instrument_imports(include=["inspector"]):
    import inspector

    for module in pkgutil.walk_packages(inspector.__path__, "inspector."):
        if not module.name.startswith(("inspector.ui", "inspector.__main__")):
            importlib.import_module(module.name)

from fuzz import keeping, mutator, seeds  # noqa: E402 - after the inspector is instrumented
from fuzz.targets import targets  # noqa: E402
from fuzz.trying import tried, watched  # noqa: E402


class Turn(NamedTuple):
    """What to do: `counter` is a file of sixteen bytes that holds the number of inputs and of finds, whatever happens."""

    target: str
    home: str
    seconds: int
    inputs: int
    seed: int
    counter: str
    log: str


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _take(Turn(**json.loads(line)))
        print(os.waitpid(child, 0)[1], flush=True)


def _take(turn: Turn) -> None:
    """Fuzz one target; libFuzzer ends the process."""
    log = os.open(turn.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    home = Path(turn.home)
    target = targets()[turn.target]
    pool = (*seeds.kept(target.name).values(), *target.seeds())
    corpus, first, finds = (home / kind / target.name for kind in ("corpus", "seeds", "finds"))
    for folder in (corpus, first, finds):
        folder.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(pool):
        (first / str(number)).write_bytes(raw)
    with open(turn.counter, "r+b") as file:  # noqa: PTH123 - mapped, not read
        counted = mmap.mmap(file.fileno(), 16)
    done = [0, 0]

    def one(raw: bytes) -> None:
        found = tried(target, raw)
        done[0] += 1
        if found is not None:
            done[1] += 1
            keeping.keep(home, found, raw)
        struct.pack_into("<QQ", counted, 0, *done)

    def change(raw: bytes, most: int, number: int) -> bytes:
        random = Random(number)  # noqa: S311 - libFuzzer chose the number
        if random.random() < SHARE_OF_LIBFUZZER:
            return bytes(atheris.Mutate(raw, most))
        return mutator.mutated(raw, most, random, pool)

    longest = target.longest or LENGTHS[turn.seed % len(LENGTHS)]
    options = {
        "max_total_time": turn.seconds, "runs": turn.inputs, "seed": turn.seed, "max_len": longest, "len_control": 0,
        "timeout": SECONDS_OF_ONE, "report_slow_units": SECONDS_OF_ONE, "rss_limit_mb": MEGABYTES, "artifact_prefix": f"{finds}/ended-",
    }  # fmt: skip
    given = [f"-{name}={value}" for name, value in options.items()]
    with watched():
        atheris.Setup(["fuzz", str(corpus), str(first), *given], one, custom_mutator=change)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
