"""Figures of what is read: every hostile capture by a watched worker, and planted secrets by `explain`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import test_hostile
from hostile import maker
from hostile.watched import Worker, foreign, wrong


def captures(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Give them to a watched worker; count the damaged files that `test_hostile.py` puts at the places of ours."""
    trap = home / "trap"
    os.mkfifo(trap)
    folder = home / "captures"
    folder.mkdir()
    made = {folder / one.name: one for one in islice(maker.captures(str(trap)), count)}
    worker = Worker(home)
    answers = {}
    for path, one in made.items():
        path.write_bytes(one.raw)
        answers[one.name] = worker.ask(path)
    specials = maker.specials(folder)
    refused = sum(worker.ask(path).verdict == "refused" for path in specials.values())
    worker.end()
    unmet = [one.name for one in made.values() if list(wrong(one, answers[one.name]))]
    slow, large = (
        max(answers.items(), key=lambda row, by=by: by(row[1])) for by in (lambda a: a.seconds, lambda a: a.peak)
    )
    beyond = foreign(worker.seen(), {*map(str, made), *map(str, specials.values())})
    ours = len(maker.HISTORIES) + len(maker.SETTINGS) + len(maker.CATALOGS)
    yield (
        "Hostile captures tried, answered as they must be",
        " ".join((f"{len(made)}, {len(made) - len(unmet)}", *unmet)),
    )
    yield "Pipes, devices, loops, sockets, 5 GiB: tried, refused in words", f"{len(specials)}, {refused}"
    yield "Longest processor time of the worker for one of them", f"{slow[1].seconds:.2f} s (`{slow[0]}`)"
    yield "Most memory of the worker, all of them read one after another", f"{large[1].peak:.0f} MB (`{large[0]}`)"
    yield "Files opened besides, sockets made, programs started", " ".join((str(len(beyond)), *map(str, beyond)))
    yield "Hostile histories, settings and catalogs (`tests/test_hostile.py`)", str(ours)


def planted(home: Path, count: int) -> Iterator[tuple[str, str]]:
    """Explain captures with planted secrets in both forms."""
    made = list(islice(maker.secrets(), count))
    for one in made:
        (home / one.name).write_bytes(one.raw)
    places = [str(home / one.name) for one in made]
    printed = b"".join(test_hostile.explained(form, *places, home=home).stdout for form in ("--json", "--lang=both"))
    found = sum(secret.encode() in printed for one in made for secret in one.secrets)
    yield "Secrets planted, printed by `explain`", f"{sum(len(one.secrets) for one in made)}, {found}"
