"""What was pasted? One module a shape; the order of `SHAPES` is their priority.

A shape's `read` answers None (not mine), an empty tuple (mine, but nothing in it) or the exchanges it found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Problem
from inspector.shapes import curl_verbose, headers_only, plain_text, raw_http, xml_error
from inspector.shapes.lines import peel


class Shape(NamedTuple):
    """A name, as shown to the user, and the function that reads it."""

    id: str
    read: Callable[[Excerpt], tuple[Exchange, ...] | None]


class Recognition(NamedTuple):
    """The shape that answered, what it found, and what had to be mended to read it."""

    shape: str
    exchanges: tuple[Exchange, ...]
    problems: tuple[Problem, ...]


SHAPES = (
    Shape("curl-verbose", curl_verbose.read),
    Shape("raw-http", raw_http.read),
    Shape("headers-only", headers_only.read),
    Shape("xml-error", xml_error.read),
    Shape("plain-text", plain_text.read),
)


def recognise(text: str) -> Recognition:
    """Ask the shapes in order; the first that answers wins, the last always does.

    A shape that raises is passed over and told.
    """
    excerpt, peeled = peel(Excerpt(text))
    failed: list[Problem] = []
    shape, exchanges = next(_answers(excerpt, failed))
    return Recognition(shape, exchanges, (*(peeled if exchanges else ()), *failed))


def _answers(excerpt: Excerpt, failed: list[Problem]) -> Iterator[tuple[str, tuple[Exchange, ...]]]:
    for shape in SHAPES:
        try:
            exchanges = shape.read(excerpt)
        except Exception as error:  # noqa: BLE001 - a reader's bug must not hide what another can read
            failed.append(Problem("shape-failed", f"{shape.id}: {type(error).__name__}"))
            continue
        if exchanges is not None:
            yield shape.id, exchanges
