"""Printed errors as tables: a grammar is a pattern with named groups, and the client that prints so.

A named group is a field: `Code`, `Message`, `RequestId`, `HostId`, `EC`, `Status`, `Bucket`, `Object`, `Endpoint`,
`Url`, `Timestamp`, `Operation`. Every group is a slice of the text; an empty one is a field that was printed empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Node

MOST_FOUND = 5_000
"""Errors read of one text by one grammar; the rest stays in the raw text."""


class Grammar(NamedTuple):
    """How one client prints an error. `needs` is a piece of text without which the pattern is not even tried."""

    client: str
    needs: str
    pattern: re.Pattern[str]


def read(excerpt: Excerpt, grammars: Iterable[Grammar]) -> tuple[Exchange, ...]:
    """Read what each grammar finds, in the order of the text; where two overlap, the earlier in the table has it."""
    found: list[Exchange] = []
    taken: list[tuple[int, int]] = []
    for grammar in grammars:
        if grammar.needs not in excerpt.text:
            continue
        before = sorted(taken)
        for match in islice(grammar.pattern.finditer(excerpt.text), MOST_FOUND):
            if _overlaps(before, *match.span()):
                continue
            taken.append(match.span())
            span = excerpt.span(*match.span())
            found.append(Exchange(span, fields=tuple(_groups(excerpt, match)), client=grammar.client))
    return tuple(sorted(found, key=lambda one: one.span.start))


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a piece overlaps one of those taken, which are sorted and lie apart."""
    place = bisect_left(taken, (start, end))
    return any(one < end and start < other for one, other in taken[max(0, place - 1) : place + 1])


def field(excerpt: Excerpt, label: str, start: int, end: int) -> Node:
    """Make a field of `text[start:end]`, white space trimmed."""
    raw = excerpt.text[start:end]
    start += len(raw) - len(raw.lstrip())
    value = raw.strip()
    span = excerpt.span(start, start + len(value))
    return Node("field", label, value, span, span)


def _groups(excerpt: Excerpt, match: re.Match[str]) -> Iterator[Node]:
    names = sorted((match.start(name), name) for name, value in match.groupdict().items() if value is not None)
    for _, name in names:
        yield field(excerpt, name.rstrip("_0123456789"), *match.span(name))
