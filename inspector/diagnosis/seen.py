"""What a capture shows of an answer and its request, by name: a header, an element, the request's body."""

from __future__ import annotations

from inspector.elements import Element, elements
from inspector.model import Excerpt, Pair, Report, Span
from inspector.shapes.joining import plain_name


def named(headers: tuple[Pair, ...], name: str) -> Pair | None:
    """Give the first header of a name in lower-case letters."""
    return next((pair for pair in headers if pair.name.lower() == name), None)


def answered(report: Report, name: str) -> Pair | None:
    """Give the first header of the answer, also where a program printed it among its own fields."""
    for place in report.exchange.places:
        if pair := named(place.headers, name):
            return pair
    row = element(report, name)
    return Pair(row.path, row.value, row.span, row.span) if row and row.place.startswith("field:") else None


def element(report: Report, *names: str) -> Element | None:
    """Give the first element that has a value, by the last part of its path, however a program spells it."""
    wanted = {plain_name(name) for name in names}
    found = (row for row in elements(report.tree) if plain_name(row.path.rpartition("/")[2]) in wanted)
    return next((row for row in found if row.value), None)


def request_body(report: Report) -> Excerpt | None:
    """Give the body of the request, where the reader of the capture kept it."""
    for place in report.exchange.places:
        body = getattr(place.request, "body", None)
        if isinstance(body, Excerpt):
            return body
    return None


def places(*shown: Span | Pair | Element | None) -> tuple[Span, ...]:
    """Give the places of what was found as evidence."""
    return tuple(one if isinstance(one, Span) else one.span for one in shown if one is not None)


def whole(text: str | None) -> int | None:
    """Read a whole number of at most 20 digits; None where it is none."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 20 else None  # noqa: PLR2004
