"""Asks every shape of a text that is not clean: transcripts take their marks off, then all forms of errors are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from inspector import bodies
from inspector.model import Excerpt, Exchange, Problem, Span
from inspector.shapes import clean, joining, json_log, tables
from inspector.shapes.clean import Recognition
from inspector.shapes.narrowed import narrowed
from inspector.shapes.peeling import peel
from inspector.shapes.quoted import quoted

NOT_RECOGNISED = "plain-text"
GENERIC = "labels"
"""The shape that knows no program: it speaks only where no other does."""

_T = TypeVar("_T")
_MOST_LAYERS = 4
_MOST_NESTED = 3
_DOCUMENTS = ("xml-error", "xml-fragment")
_BRACE = re.compile(r"[\s\ufeff]{0,200}[{\[]")
"""How formats of a whole file begin, if nothing stands before their lines."""


def recognised(excerpt: Excerpt, named: str, depth: int = 0) -> Recognition:
    """Take off what stands around the text, ask the shapes, and put together what they found.

    `named` is the shape of the archive that the text came in. A shape that raises is passed over and told.
    """
    failed: list[Problem] = []
    at_once = _BRACE.match(excerpt.text) is not None
    if at_once and (owned := _owned(excerpt, named, failed)) is not None:
        return owned
    excerpt = narrowed(excerpt)
    bare, transcripts, peeled = bared(excerpt, failed)
    if not at_once and (owned := _owned(bare, named, failed)) is not None:
        return owned
    found = [one for id_, exchanges in _printed(bare, failed) for one in _named(named or id_, exchanges, transcripts)]
    found = list(bodies.all_decoded(_without_guesses(found)))
    for span, told in _within_literals(bare if tables.LITERAL.intersection(transcripts) else excerpt, depth):
        found = [one for one in found if not span.start <= one.span.start < span.end]
        found += told.exchanges
        peeled += told.problems
    joined = joining.join(found)
    shape_id = joined[0].shape if joined else NOT_RECOGNISED
    return Recognition(shape_id, joined, (*(dict.fromkeys(peeled) if joined else ()), *failed))


def _without_guesses(found: list[Exchange]) -> list[Exchange]:
    """Leave out what the reader of any labels made of a text of which another reader knows the error."""
    known = [_known(one) for one in found if one.shape != GENERIC and (one.body or joining.is_telling(one))]
    return [
        one
        for one in found
        if one.shape != GENERIC or not any(span.start < one.span.end and one.span.start < span.end for span in known)
    ]


def _known(exchange: Exchange) -> Span:
    """Give the characters of which a reader knows what they are: of a response its head, for a body may be anything."""
    if exchange.headers and exchange.shape not in _DOCUMENTS:
        return Span(min(exchange.span.start, exchange.headers[0].line.start), exchange.headers[-1].line.end)
    return exchange.span


def _within_literals(excerpt: Excerpt, depth: int) -> Iterator[tuple[Span, Recognition]]:
    """Read what stands in literals of several lines as captures of their own; they know their line ends better."""
    for literal in quoted(excerpt) if depth < _MOST_NESTED else ():
        told = clean.read(literal.inside, "") or recognised(literal.inside, "", depth + 1)
        if any(joining.is_telling(one) for one in told.exchanges):
            yield excerpt.span(literal.start, literal.end), told


def _owned(excerpt: Excerpt, named: str, failed: list[Problem]) -> Recognition | None:
    """Ask the formats that own a whole text."""
    for shape in tables.WHOLE:
        exchanges = _fenced(shape.id, lambda one=shape: one.read(excerpt), failed)  # type: ignore[misc]
        if exchanges is not None:
            return Recognition(shape.id, joining.join(_named(named or shape.id, exchanges)), tuple(failed))
    return None


def claims(text: str) -> tuple[str, ...]:
    """Name every shape and transcript that finds something in a text."""
    whole = Excerpt(text)
    bare, transcripts, _ = bared(whole, [])
    asked = [(shape.id, shape.read(whole)) for shape in tables.WHOLE]
    return (*(id_ for id_, found in asked if found is not None), *transcripts, *(id_ for id_, _ in _printed(bare, [])))


def bared(excerpt: Excerpt, failed: list[Problem]) -> tuple[Excerpt, tuple[str, ...], tuple[Problem, ...]]:
    """Take off what stands around the lines, layer by layer; say which transcripts it was, and what was peeled."""
    taken: list[str] = []
    problems: list[Problem] = []
    for _ in range(_MOST_LAYERS):
        before = excerpt
        peeled = _fenced("peeling", lambda of=excerpt: peel(of), failed)  # type: ignore[misc]
        if peeled:
            excerpt = peeled[0]
            problems += peeled[1]
        for transcript in tables.TRANSCRIPTS:
            if transcript.id not in taken:
                bare = _fenced(transcript.id, lambda one=transcript, of=excerpt: one.bare(of), failed)  # type: ignore[misc]
                if bare is not None:
                    excerpt = bare
                    taken.append(transcript.id)
        if excerpt is before:
            break
    return excerpt, tuple(taken), tuple(dict.fromkeys(problems))


def _printed(excerpt: Excerpt, failed: list[Problem]) -> list[tuple[str, tuple[Exchange, ...]]]:
    asked = [(shape.id, _fenced(shape.id, lambda one=shape: one.read(excerpt), failed)) for shape in tables.PRINTED]  # type: ignore[misc]
    return [(id_, found) for id_, found in asked if found]


def _named(id_: str, exchanges: tuple[Exchange, ...], transcripts: tuple[str, ...] = ()) -> tuple[Exchange, ...]:
    """Put the name of the shape, and of its program, on what it found; bare HTTP goes by the name of its transcript."""
    if transcripts and id_ in ("raw-http", "headers-only"):
        id_ = next((one for one in transcripts if one != json_log.ID), json_log.ID)
    client = "fiddler" if id_ == "saz" else tables.CLIENTS.get(id_, "")
    return tuple(one._replace(shape=one.shape or id_, client=one.client or client) for one in exchanges)


def _fenced(id_: str, read: Callable[[], _T], failed: list[Problem]) -> _T | None:
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - a reader's bug must not hide what another can read
        failed.append(Problem("shape-failed", f"{id_}: {type(error).__name__}"))
        return None
