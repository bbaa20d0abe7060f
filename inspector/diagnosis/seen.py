"""Gives parts of an answer and its request by name: a header, an element, the request's body."""

from __future__ import annotations

import base64
import binascii

from inspector.elements import Element, elements
from inspector.model import Excerpt, Pair, Report
from inspector.shapes.joining import plain_name


def named(headers: tuple[Pair, ...], *names: str) -> Pair | None:
    """Give the first header of one of the names, which are in lower-case letters."""
    return next((pair for pair in headers if pair.name.lower() in names), None)


def answered(report: Report, name: str) -> Pair | None:
    """Give the first header of the answer, also where a program printed it among its own fields."""
    for place in report.exchange.places:
        if pair := named(place.headers, name):
            return pair
    row = element(report, name)
    return Pair(row.path, row.value, row.span, row.span) if row and row.place.startswith("field:") else None


def asked(report: Report, *names: str) -> Pair | None:
    """Give the first header of the request, in any place that shows one."""
    heads = (place.request.headers for place in report.exchange.places if place.request)
    return next((pair for headers in heads if (pair := named(headers, *names))), None)


def element(report: Report, *names: str) -> Element | None:
    """Give the first element that has a value, by the last part of its path, however a program spells it."""
    wanted = {plain_name(name) for name in names}
    found = (row for row in elements(report.tree) if last_name(row) in wanted)
    return next((row for row in found if row.value), None)


def last_name(row: Element) -> str:
    """Give the name of an element without what stands above it, folded as programs' spellings are."""
    return plain_name(row.path.rpartition("/")[2])


def request_body(report: Report) -> Excerpt | None:
    """Give the body of the request, where the reader of the capture kept it."""
    bodies = (place.request.body for place in report.exchange.places if place.request)
    return next((body for body in bodies if body), None)


def from_base64(text: str) -> bytes | None:
    """Decode Base64 in its standard form; None where it is of another."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def whole(text: str | None) -> int | None:
    """Read a whole number of at most 20 digits; None where it is none."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 20 else None  # noqa: PLR2004
