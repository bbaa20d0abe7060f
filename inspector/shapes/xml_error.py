"""A bare XML error body: copied from a browser, a log or a document, with or without its declaration."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, pairwise

from inspector.model import Excerpt, Exchange
from inspector.shapes.raw_http import MOST_BODY, MOST_EXCHANGES
from inspector.xml_scan import dtd, error_tag


@cache
def _end_tag() -> re.Pattern[str]:
    return re.compile(r"</(?:[A-Za-z_][\w.-]{0,63}:)?Error[^<>]{0,64}>")


@cache
def _declaration() -> re.Pattern[str]:
    return re.compile(r"<\?\s{0,8}xml[^<>]{0,200}>\s{0,1000}$")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read each `<Error>` element as a response of its own; None where there is none."""
    starts = [match.start() for match in islice(error_tag().finditer(excerpt.text), MOST_EXCHANGES)]
    if not starts:
        return None
    begins = [_with_prologue(excerpt.text, *pair) for pair in pairwise([0, *starts])]
    stops = [
        _closing(excerpt.text, start, stop)
        for start, stop in zip(starts, [*begins[1:], len(excerpt.text)], strict=True)
    ]
    return tuple(
        Exchange(excerpt.span(begin, stop), body=excerpt.cut(begin, stop))
        for begin, stop in zip(begins, stops, strict=True)
    )


def _with_prologue(text: str, after: int, start: int) -> int:
    """Take in the `<?xml ...?>` that stands directly before, or the DTD that stands anywhere before."""
    if doctype := dtd().search(text, after, start):
        return doctype.start()
    window = text[max(after, start - 400) : start]
    match = _declaration().search(window)
    return start - len(window) + match.start() if match else start


def _closing(text: str, start: int, stop: int) -> int:
    """End after `</Error>`, or where the next document begins or the text ends."""
    closing = _end_tag().search(text, start, stop)
    return min(closing.end() if closing else stop, start + MOST_BODY)
