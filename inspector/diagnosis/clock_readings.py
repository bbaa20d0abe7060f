"""Reads the clocks of a capture: the time of each, whose it is and where it was found; chooses the server's best one.

`x-oss-server-time` is how long the server worked, in milliseconds: a duration, never a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from inspector.catalog import Catalog
from inspector.diagnosis import times
from inspector.diagnosis.found import first
from inspector.diagnosis.presigned import SignedUrl, signed_url
from inspector.elements import elements
from inspector.model import Report, Span
from inspector.shapes.joining import plain_name

_OF_FACTS = (("request_time", "request-time", "client"), ("server_time", "server-time", "server"),
             ("date", "date", "server"))  # fmt: skip
_OF_REQUEST = {"x-oss-date": "x-oss-date", "x-amz-date": "x-amz-date", "date": "request-date"}
_PRINTED = ("timestamp", "time")
_RANKS = ("server-time", "date", "id-time")
_CLIENT_RANKS = ("request-time", "x-oss-date", "x-amz-date", "request-date")
_MOST = 100
"""Clocks that are looked at; a capture can repeat a header without end."""


class Reading(NamedTuple):
    """A clock read: `clock` is its name, `side` whose it is (client, server, printed, id, url), `value` as received."""

    clock: str
    side: str
    time: datetime
    value: str = ""
    span: Span | None = None

    @property
    def grade(self) -> str:
        """Say how sure is what follows from it: that an ID holds a time no document promises."""
        return "inferred" if self.side == "id" else "computed"


def apart(one: datetime, other: datetime) -> dict[str, str]:
    """Give how far a clock is from another, and to which side, as wordings name it."""
    gap = times.gap(one, other)
    return {"gap_seconds": str(abs(gap)), "direction": "behind" if gap < 0 else "ahead"}


def readings(report: Report, knowledge: Catalog) -> tuple[Reading, ...]:
    """Read every clock of a capture, each time of one clock once."""
    found: dict[tuple[str, datetime], Reading] = {}
    for one in islice(_all(report, signed_url(report, knowledge)), _MOST):
        found.setdefault((one.clock, one.time), one)
    return tuple(found.values())


def server_clock(read: tuple[Reading, ...]) -> Reading | None:
    """Give the server's clock that can be trusted most: no date whose weekday shows that it was edited."""
    sound = [one for one in read if one.side in ("server", "id") and not times.weekday_of(one.value, one.time)]
    return min(sound, key=lambda one: _RANKS.index(one.clock), default=None)


def client_clock(read: tuple[Reading, ...]) -> Reading | None:
    """Give the client's clock as the server judged it, else as the request tells it."""
    return min(
        (one for one in read if one.clock in _CLIENT_RANKS),
        key=lambda one: _CLIENT_RANKS.index(one.clock),
        default=None,
    )


def _all(report: Report, url: SignedUrl | None) -> Iterator[Reading]:
    for name, clock, side in _OF_FACTS:
        for fact in report.facts:
            if fact.name == name and (moment := times.read(fact.value)):
                yield Reading(clock, side, moment, fact.value, fact.span)
    for place in report.exchange.places:
        for pair in place.request.headers if place.request else ():
            clock = _OF_REQUEST.get(pair.name.lower(), "")
            if clock and (moment := times.read(pair.value)):
                yield Reading(clock, "client", moment, pair.value, pair.span)
    if url and url.signed_at:
        yield Reading("signing-time", "url", url.signed_at, url.value("date"), url.span)
    if url and url.valid_until:
        yield Reading("expires", "url", url.valid_until, url.value("expires"), url.span)
    if report.failed:
        yield from _in_elements(report, known=bool(url and url.valid_until))
    yield from _in_id(report)


def _in_elements(report: Report, *, known: bool) -> Iterator[Reading]:
    """Read what an answer to an expired URL says of it, and what a client printed as the time of its error."""
    expired = not known and first(report, "server_time") is not None
    printed = any(place.fields for place in report.exchange.places)
    if not expired and not printed:
        return
    for row in elements(report.tree):
        name = plain_name(row.path)
        if name == "expires" and expired and (moment := times.read(row.value)):
            yield Reading("expires", "url", moment, row.value, row.span)
        elif name in _PRINTED and row.place.startswith("field:") and (moment := times.read(row.value)):
            yield Reading("timestamp", "printed", moment, row.value, row.span)


def _in_id(report: Report) -> Iterator[Reading]:
    identifier = first(report, "request_id")
    moment = times.id_time(identifier.value) if identifier and report.provider == "aliyun-oss" else None
    if identifier and moment:
        yield Reading("id-time", "id", moment, "", identifier.span)
