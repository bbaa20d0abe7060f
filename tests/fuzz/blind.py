"""Inputs without guidance: the same ones for the same seed.

For the tests, where there is no Atheris, and for many inputs in little time, begun from what a guided run reached.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

from fuzz import mutator, seeds
from fuzz.targets import Target
from fuzz.trying import Find, tried, watched


def inputs(target: Target, seed: int, more: tuple[bytes, ...] = ()) -> Iterator[bytes]:
    random = Random(f"{target.name} {seed}")  # noqa: S311 - the same at every run
    pool = (*seeds.kept(target.name).values(), *target.seeds(), *more)
    while True:
        yield mutator.mutated(random.choice(pool), seeds.LONGEST, random, pool)


def fuzzed(
    target: Target, seed: int, most: int, seconds: float = 1e9, more: tuple[bytes, ...] = ()
) -> Iterator[tuple[bytes, Find | None]]:
    """Try so many inputs, for so long at most; `more` is what to begin from beside the samples."""
    end = time.monotonic() + seconds
    with watched():
        for raw, _ in zip(inputs(target, seed, more), range(most), strict=False):
            yield raw, tried(target, raw)
            if time.monotonic() > end:
                return
