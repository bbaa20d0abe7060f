"""A capture that is nothing but HTTP and XML, as most are: read by two shapes, without a look at the others."""

from collections.abc import Iterator
from typing import NamedTuple

from inspector import bodies
from inspector.model import Excerpt, Exchange, Problem, Span
from inspector.shapes import joining, raw_http, xml_error

_BEGINS = ("HTTP/", "<?xml", "<Error", "GET ", "PUT ", "POST ", "HEAD ", "DELETE ", "OPTIONS ")


class Recognition(NamedTuple):
    """The shape of the first answer, what was found, and what had to be mended to read it."""

    shape: str
    exchanges: tuple[Exchange, ...]
    problems: tuple[Problem, ...]


def read(excerpt: Excerpt, named: str) -> Recognition | None:
    """Read a text of HTTP and XML; None where anything else stands in it, or blanks in its tags.

    `named` is the shape of its archive.
    """
    text = excerpt.text
    if not text.lstrip().startswith(_BEGINS) or "< " in text or "</ " in text:
        return None
    try:
        return _read(excerpt, named)
    except Exception:  # noqa: BLE001 - told when all shapes are asked, each behind a fence of its own
        return None


def _read(excerpt: Excerpt, named: str) -> Recognition | None:
    asked = (("raw-http", raw_http.read(excerpt)), ("xml-error", xml_error.read(excerpt)))
    found = [one._replace(shape=named or id_) for id_, exchanges in asked for one in exchanges or ()]
    if not found or not _covered(excerpt, found):
        return None
    joined = joining.join(bodies.all_decoded(found))
    return Recognition(joined[0].shape, joined, ())


def _covered(excerpt: Excerpt, found: list[Exchange]) -> bool:
    """Tell whether nothing but white space stands outside what was read."""
    start, at = excerpt.origin(0), 0
    for piece in sorted(piece for one in found for piece in _pieces(one)):
        if excerpt.text[at : max(at, piece.start - start)].strip():
            return False
        at = max(at, piece.end - start)
    return not excerpt.text[at:].strip()


def _pieces(exchange: Exchange) -> Iterator[Span]:
    """Give the characters of which it is certain what they are; a body only where it is one of markup."""
    if exchange.request:
        yield exchange.request.start.span
        yield from (pair.line for pair in exchange.request.headers)
    if exchange.start:
        yield exchange.start.span
    yield from (pair.line for pair in exchange.headers)
    body = exchange.body
    if body and body.text.startswith("<") and body.text.endswith(">"):
        yield body.span(0, len(body.text))
