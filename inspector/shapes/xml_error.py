"""A bare XML error body: copied from a browser, a log or a document, with or without its declaration."""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt, Exchange
from inspector.shapes.raw_http import MOST_BODY, MOST_EXCHANGES


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"<Error(?=[\s>/])")


@cache
def _declaration() -> re.Pattern[str]:
    return re.compile(r"<\?\s{0,8}xml[^<>]{0,200}>\s{0,1000}$")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read each `<Error>` element as a response of its own; None where there is none."""
    starts = [match.start() for match in _opening().finditer(excerpt.text)][:MOST_EXCHANGES]
    if not starts:
        return None
    begins = [_with_declaration(excerpt.text, start) for start in starts]
    stops = [_closing(excerpt.text, start, stop) for start, stop in zip(starts, [*begins[1:], len(excerpt.text)], strict=True)]
    return tuple(
        Exchange(excerpt.span(begin, stop), body=excerpt.cut(begin, stop)) for begin, stop in zip(begins, stops, strict=True)
    )


def _with_declaration(text: str, start: int) -> int:
    """Take in the `<?xml ...?>` that stands directly before."""
    window = text[max(0, start - 400) : start]
    match = _declaration().search(window)
    return start - len(window) + match.start() if match else start


def _closing(text: str, start: int, stop: int) -> int:
    """End after `</Error>`, or where the next document begins or the text ends."""
    closing = text.find("</Error", start, stop)
    if closing < 0:
        return min(stop, start + MOST_BODY)
    end = text.find(">", closing, stop)
    return min(end + 1 if end > 0 else stop, start + MOST_BODY)
