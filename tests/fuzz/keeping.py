"""Where a run keeps what it did: finds, inputs that reached something new, and how many were tried. All outside the checkout."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

from fuzz.trying import Find, file_name

MOST_OF_A_KIND = 4
"""Inputs that are kept of one find: the first ones, and then only shorter ones."""

_ADDED = ("inputs", "seconds", "finds", "ended")


def default_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "oss-inspector-fuzz"


def keep(home: Path, find: Find, raw: bytes) -> Path | None:
    """Write a find down: the input, and beside it what is wrong; None where enough of its kind are there."""
    folder = home / "finds" / find.target
    folder.mkdir(parents=True, exist_ok=True)
    name = file_name(find)
    there = sorted(folder.glob(f"{name}_*.input"), key=lambda path: path.stat().st_size)
    if len(there) >= MOST_OF_A_KIND:
        if len(raw) >= there[0].stat().st_size:
            return None
        there[-1].unlink()
        there[-1].with_suffix(".txt").unlink(missing_ok=True)
    path = folder / f"{name}_{sha256(raw).hexdigest()[:8]}.input"
    path.write_bytes(raw)
    path.with_suffix(".txt").write_text(find.told, "utf-8", errors="backslashreplace")
    return path


def finds(home: Path) -> list[Path]:
    """Give the inputs that were finds, those too that libFuzzer wrote when it ended a turn."""
    return sorted(path for path in (home / "finds").glob("*/*") if path.suffix != ".txt")


def count(home: Path, **row: object) -> None:
    """Add a line to the counts; lines of several runs at once do not mix."""
    with (home / "counts.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def totals(home: Path) -> dict[str, dict[str, float]]:
    """Add the counts up by target."""
    rows: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys((*_ADDED, "guided"), 0))
    path = home / "counts.jsonl"
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        of = rows[row["target"]]
        of["guided"] += row["inputs"] if row["guided"] else 0
        for name in _ADDED:
            of[name] += row.get(name, 0)
    return dict(sorted(rows.items()))
