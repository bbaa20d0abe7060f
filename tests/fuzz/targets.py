"""What is fuzzed: each target takes bytes and raises where something does not hold.

The shapes are asked directly, each reader as its own target, so that no other one stands before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import NamedTuple
from zlib import crc32

from fuzz import oracle, seeds
from fuzz.catalogs import catalog_holds
from fuzz.oracle import Wrong
from fuzz.redacting import planted_holds, redaction_holds

from inspector import assets, budget, capture, shapes
from inspector.intake import Unreadable
from inspector.model import Excerpt
from inspector.pipeline import inspect
from inspector.shapes import tables

TWICE = 16
"""One input in so many is read a second time, and must give the same."""


class Target(NamedTuple):
    """A name, what it does with an input, where its inputs come from, its share of the time, the longest input."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], tuple[bytes, ...]] = seeds.captures
    share: int = 1
    longest: int = 0


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def is_chosen(raw: bytes, one_in: int) -> bool:
    """Choose by the input itself, so that a find is one again when it is tried alone."""
    return crc32(raw) % one_in == 0


def inspected(raw: bytes) -> None:
    found = inspect(raw, "fuzz", "fuzz", assets.knowledge())
    oracle.inspection_holds(found)
    if is_chosen(raw, TWICE) and inspect(raw, "fuzz", "fuzz", assets.knowledge()) != found:
        raise Wrong("other", "inspect")


def recognised(raw: bytes) -> None:
    """Every shape in its place, without the steps after."""
    text = text_of(raw)
    found = shapes.recognise(text)
    oracle.unfenced(*found.problems)
    for one in found.exchanges:
        oracle.within(text, one.span, where="recognise exchange")
        for body in filter(None, (one.body, one.request and one.request.body)):
            oracle.mapped(text, body, "recognise body")
    if is_chosen(raw, TWICE) and shapes.recognise(text) != found:
        raise Wrong("other", "recognise")


def read(shape: tables.Shape, raw: bytes) -> None:
    text = text_of(raw)
    whole = Excerpt(text)
    found = shape.read(whole)
    for one in found or ():
        oracle.exchange_holds(text, one, shape.id)
    if is_chosen(raw, TWICE) and shape.read(whole) != found:
        raise Wrong("other", shape.id)


def bared(transcript: tables.Transcript, raw: bytes) -> None:
    text = text_of(raw)
    whole = Excerpt(text)
    found = transcript.bare(whole)
    if found is not None:
        oracle.mapped(text, found, transcript.id)
    if is_chosen(raw, TWICE) and transcript.bare(whole) != found:
        raise Wrong("other", transcript.id)


def interrupted(raw: bytes) -> None:
    """Reading is ended at any moment, in words, and the next reading is as if nothing had been."""
    before = inspect(raw, "fuzz", "fuzz", assets.knowledge())
    try:
        read = partial(inspect, raw, "fuzz", "fuzz", assets.knowledge())
        budget.limited("fuzz", 0.001 + crc32(raw) % 8 / 1000, read)
    except Unreadable as error:
        if error.reason != "out-of-time":
            raise Wrong("reason", "budget", error.reason) from error
    if inspect(raw, "fuzz", "fuzz", assets.knowledge()) != before:
        raise Wrong("other", "budget")


def decoded(raw: bytes) -> None:
    """Bytes to text: archives, encodings."""
    found = capture.decode(raw, "fuzz", "fuzz")
    if is_chosen(raw, TWICE) and capture.decode(raw, "fuzz", "fuzz") != found:
        raise Wrong("other", "decode")


def _all() -> Iterator[Target]:
    yield Target("inspect", inspected, share=6)
    yield Target("recognise", recognised, share=3)
    yield Target("decode", decoded, seeds.packed, longest=4 * seeds.LONGEST)
    yield Target("budget", interrupted)
    for shape in (*tables.WHOLE, *tables.PRINTED):
        yield Target(shape.id, partial(read, shape), partial(seeds.of_shape, shape.id))
    for transcript in tables.TRANSCRIPTS:
        yield Target(transcript.id, partial(bared, transcript), partial(seeds.of_shape, transcript.id))
    yield Target("catalog", catalog_holds, seeds.catalogs, share=3)
    yield Target("redact", redaction_holds, seeds.texts_with_secrets, share=3, longest=1024)
    yield Target("redact-planted", planted_holds, seeds.surroundings, share=3)


@cache
def targets() -> dict[str, Target]:
    return {one.name: one for one in _all()}
