"""A bare XML error body: copied from a browser, a log or a document, plain or in whatever dress it was printed."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, pairwise

from inspector.model import Excerpt, Exchange, Problem
from inspector.shapes.raw_http import MOST_BODY, MOST_EXCHANGES
from inspector.shapes.xml_dress import Undressed, undressed
from inspector.shapes.xml_mend import mended
from inspector.xml_scan import dtd, error_tag

_NEEDLE = "Error"


@cache
def _end_tag() -> re.Pattern[str]:
    return re.compile(r"<\s{0,4}/\s{0,8}(?:[A-Za-z_][\w.-]{0,63}:)?Error[^<>]{0,64}>")


@cache
def _mangled_end_tag() -> re.Pattern[str]:
    return re.compile(r"(?<![\w<:.-])Error>")


@cache
def _cut_mark() -> re.Pattern[str]:
    """Find what clients put where they cut a body short; PHP's Guzzle does after 120 characters."""
    return re.compile(r"\(truncated\.{3}\)|\.{3} ?\[truncated\]|\.{3} ?<truncated>")


@cache
def _declaration() -> re.Pattern[str]:
    return re.compile(r"<\?\s{0,8}xml[^<>]{0,200}>\s{0,1000}$")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read each `<Error>` element as a response of its own; None where there is none."""
    if _NEEDLE not in excerpt.text:
        return None
    bare = undressed(excerpt)
    documents = places(bare)
    return tuple(_exchange(bare, *place) for place in documents) or None


def places(bare: Undressed) -> list[tuple[int, int]]:
    """Give where each document begins and ends in the undressed text."""
    text = bare.excerpt.text
    starts = [match.start() for match in islice(error_tag().finditer(text), MOST_EXCHANGES)]
    begins = [_with_prologue(text, *pair) for pair in pairwise([0, *starts])]
    stops = (_wall(bare, *place) for place in zip(starts, [*begins[1:], len(text)], strict=False))
    return [(begin, _closing(text, start, stop)) for begin, start, stop in zip(begins, starts, stops, strict=False)]


def _wall(bare: Undressed, start: int, stop: int) -> int:
    """Give the end of the literal in which a document stands, at most `stop`."""
    number = bare.literal_at(start)
    return stop if number is None else min(stop, bare.ends[number])


def _exchange(bare: Undressed, begin: int, stop: int) -> Exchange:
    received = bare.excerpt.cut(begin, stop)
    body = mended(received)
    number = bare.literal_at(begin)
    escaped = number is not None and bare.decoded[number]
    told = (("xml-escaped", escaped), ("xml-mended", body is not received))
    problems = tuple(Problem(id_) for id_, holds in told if holds)
    return Exchange(bare.excerpt.span(begin, stop), body=body, problems=problems)


def _with_prologue(text: str, after: int, start: int) -> int:
    """Take in the `<?xml ...?>` that stands directly before, or the DTD that stands anywhere before."""
    if doctype := dtd().search(text, after, start):
        return doctype.start()
    window = text[max(after, start - 400) : start]
    match = _declaration().search(window)
    return start - len(window) + match.start() if match else start


def _closing(text: str, start: int, stop: int) -> int:
    """End after `</Error>`, or where the next document begins or the text ends."""
    closing = _end_tag().search(text, start, stop) or _mangled_end_tag().search(text, start, stop)
    if closing is None and (mark := _cut_mark().search(text, start, stop)):
        return mark.start()
    return min(closing.end() if closing else stop, start + MOST_BODY)
