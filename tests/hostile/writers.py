"""Figures of the history under writers that are killed, and under two at once; `test_history_kill.py` does it in small."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import test_history_kill

from inspector.history import open_history


def kills(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Kill a writer at random moments."""
    path = home / "history.db"
    dice = random.Random(1)  # noqa: S311 - moments, not keys
    promised: set[int] = set()
    for _ in range(count):
        first = max(promised, default=0) + 10
        promised |= test_history_kill.kill_after(path, first, dice.randrange(1, 12), dice.randrange(60_000))
    with closing(open_history(path, str)) as history:
        kept = {row.last_seen for row in history.newest(10**6, seconds=60).rows if row.request_id[0] == "A"}
    lost = len(promised - kept)
    yield "Writers killed with -9; rows they had called saved, lost", f"{count:,}; {len(promised):,}, {lost}"


def two(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Let two processes write at once."""
    kept, saved = test_history_kill.two_at_once(home / "history.db", count)
    lost = len(saved - kept)
    yield "Rows written by two processes at once; called saved, lost", f"2 × {count:,}; {len(saved):,}, {lost}"
