"""Fuzzes the program for any time: `.venv/bin/python tests/fuzz/run.py [--seconds 600] [--target NAME ...]`.

Guided by coverage where Atheris is there; blind where it is not, or with `--blind`, from what guided runs reached. Each
target gets its turn in a process of its own, until the time or the inputs are used up; without `--target` all of them
do. Finds, the corpus and the counts lie in `--home`, by default in the user's cache. `--figures` prints what was done so
far, `--shrink FILE` makes an input smaller, `--again FILE` tries one again. How to keep a
find stands in CONTRIBUTING.md. The exit status is 1 where there are finds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count
from pathlib import Path
from random import Random
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE.parent), str(HERE)]

from fuzz import blind, keeping, seeds  # noqa: E402 - after the path is set
from fuzz.shrinking import shrunk  # noqa: E402
from fuzz.targets import Target, targets  # noqa: E402
from fuzz.trying import tried, watched  # noqa: E402

from inspector.shapes import tables  # noqa: E402

TURN = 40
"""Seconds of a target's turn, times its share."""

MOST = 2**31 - 1
STOPPED = (0, 15, 72 << 8)
"""How a turn's process ends that no fault ended: by itself, or because somebody stopped it."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600, help="how long in all (600)")
    parser.add_argument("--inputs", type=int, default=10**12, help="how many at most in all")
    parser.add_argument("--turn", type=int, default=TURN, help=f"seconds of a turn ({TURN})")
    parser.add_argument("--target", action="append", choices=list(targets()), help="only this one; may be repeated")
    parser.add_argument("--home", type=Path, default=keeping.default_home())
    parser.add_argument("--seed", type=int, default=0, help="0: another at every run")
    parser.add_argument("--blind", action="store_true", help="without coverage, twice as fast")
    parser.add_argument("--figures", action="store_true", help="print what was done, as rows of a table")
    parser.add_argument("--again", nargs="+", type=Path, metavar="FILE", help="try inputs again, in --target or all")
    parser.add_argument("--shrink", nargs="+", type=Path, metavar="FILE", help="the same, and print them short")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    given.home.mkdir(parents=True, exist_ok=True)
    chosen = [targets()[name] for name in given.target or targets()]
    if given.again or given.shrink:
        return again(given, chosen)
    if not given.figures:
        campaign(given, chosen)
    print(*figures(given.home), sep="\n")
    for path in keeping.finds(given.home):
        print(f"find: {path}")
    if found := keeping.finds(given.home):
        print(f"Keep one when it is mended: cp FILE {seeds.KEPT.relative_to(HERE.parent)}/TARGET/NAME")
    return bool(found)


def campaign(given: argparse.Namespace, chosen: list[Target]) -> None:
    """Give every target its turn, again and again."""
    guided = not given.blind and importlib.util.find_spec("atheris") is not None
    end, left = time.monotonic() + given.seconds, given.inputs
    with _guide() if guided else nullcontext() as guide:
        for turn in count(given.seed or time.time_ns() % MOST):
            Random(turn).shuffle(chosen)  # noqa: S311 - the order of turns
            for target in chosen:
                seconds = int(min(given.turn * target.share, end - time.monotonic()))
                if seconds < 1 or left < 1:
                    return
                began = time.monotonic()
                work = Work(target, given.home, seconds, min(left, MOST), turn % MOST)
                done = _guided(guide, work) if guide else _blind(work)
                done["seconds"] = round(time.monotonic() - began)
                left -= done["inputs"]
                keeping.count(given.home, target=target.name, guided=guided, **done)
                print(f"{target.name:20} {done}", flush=True)


class Work(NamedTuple):
    """One turn."""

    target: Target
    home: Path
    seconds: int
    inputs: int
    seed: int


def _blind(work: Work) -> dict[str, int]:
    done, found = 0, 0
    reached = tuple(path.read_bytes() for path in sorted((work.home / "corpus" / work.target.name).glob("*")))
    for raw, find in blind.fuzzed(work.target, work.seed, work.inputs, work.seconds, reached):
        done += 1
        if find:
            found += 1
            keeping.keep(work.home, find, raw)
    return {"inputs": done, "finds": found, "ended": 0}


def _guide() -> subprocess.Popen[str]:
    command = [sys.executable, "-B", "-W", "ignore", str(Path(__file__).with_name("guided.py"))]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _guided(guide: subprocess.Popen[str], work: Work) -> dict[str, int]:
    counter, log = (work.home / f"{kind}-{work.target.name}-{os.getpid()}" for kind in ("counter", "log"))
    counter.write_bytes(bytes(16))
    turn = {
        **work._asdict(),
        "target": work.target.name,
        "home": str(work.home),
        "counter": str(counter),
        "log": str(log),
    }
    print(json.dumps(turn), file=guide.stdin, flush=True)
    ended = int(guide.stdout.readline())
    done, found = struct.unpack("<QQ", counter.read_bytes())
    counter.unlink()
    reached = re.findall(r"cov: (\d+)", log.read_text("utf-8", errors="replace"))[-1:]
    return {"inputs": done, "finds": found, "ended": int(ended not in STOPPED), "branches": int((*reached, 0)[0])}


def again(given: argparse.Namespace, chosen: list[Target]) -> int:
    """Try inputs again, and say what is wrong; shrink them where that was asked."""
    found = 0
    with watched():
        for raw in map(Path.read_bytes, given.again or given.shrink):
            for target in chosen:
                if find := tried(target, raw):
                    found += 1
                    print(find.told, f"{find.target}: {find.sign}", sep="\n")
                    if given.shrink:
                        print(shrunk(target, raw, find))
    print(f"{found} finds")
    return bool(found)


def rows(home: Path, _size: int = 0) -> Iterator[tuple[str, str]]:
    """Give the rows of SECURITY.md: what all runs did together."""
    of = keeping.totals(home)
    shape = {one.id for one in (*tables.WHOLE, *tables.TRANSCRIPTS, *tables.PRINTED)}
    said = {name: int(row["inputs"]) for name, row in of.items()}
    least = min((count, name) for name, count in said.items() if name in shape) if shape & set(said) else (0, "none")
    alone = f"{sum(said[name] for name in shape & set(said)):,}; {least[0]:,} (`{least[1]}`)"
    some = {name: f"{said.get(name, 0):,}" for name in targets()}
    guided = sum(int(row["guided"]) for row in of.values())
    hangs = sum(int(row["ended"]) for row in of.values())
    open_finds = len(keeping.finds(home))
    yield "Inputs fuzzed, of them guided by coverage", f"{sum(said.values()):,}; {guided:,}"
    yield "Through `inspect`; all shapes in their order", f"{some['inspect']}; {some['recognise']}"
    yield "Each shape's reader alone; the fewest of one", alone
    yield (
        "Bytes to text; the catalog's loader; ended at any moment",
        f"{some['decode']}; {some['catalog']}; {some['budget']}",
    )
    yield "The redactor: any text; planted secrets", f"{some['redact']}; {some['redact-planted']}"
    yield "Turns that a fault ended; finds kept, all mended; open", f"{hangs}; {len(seeds.all_kept())}; {open_finds}"


def figures(home: Path) -> Iterator[str]:
    """Give these rows, and below them those of each target."""
    yield from (f"| {what} | {figure} |" for what, figure in rows(home))
    yield from ("", "| Target | Inputs | Minutes | Inputs that were finds |", "| --- | --- | --- | --- |")
    for name, row in keeping.totals(home).items():
        yield f"| {name} | {row['inputs']:,.0f} | {row['seconds'] / 60:,.0f} | {row['finds']:,.0f} |"


if __name__ == "__main__":
    sys.exit(main())
