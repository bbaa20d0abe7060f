"""The clocks of a report on one time line, and what follows if the client's differs from the server's.

The limit is the one given in the answer itself (`MaxAllowedSkewMilliseconds`), or else the one that the provider
documents; how a difference is interpreted is defined under `clock` in `diagnosis.toml`. A store without a documented
limit gets no verdict, unless it refused the request because of its clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from inspector.catalog import Catalog
from inspector.diagnosis import times
from inspector.diagnosis.clock_readings import Reading, apart, client_clock, readings, server_clock
from inspector.diagnosis.found import Found, Values, kept, spans
from inspector.elements import elements
from inspector.model import Fact, Finding, Moment, Report
from inspector.shapes.joining import plain_name

_DAY = 86_400
_BEYOND = ("skew", "time-zone", "day-off", "reset")
_REASONS = {
    "time-zone": Finding("clock-time-zone", "inferred"),
    "day-off": Finding("clock-day-off", "computed"),
    "reset": Finding("clock-reset", "computed"),
}
"""What a difference beyond the limit looks like; `clock-skew` only says that it is beyond."""


class _Measure(NamedTuple):
    """What differences are held against. `limit` is None where nobody documents one; `refused`: the clock was why."""

    limit: int | None
    refused: bool
    rules: Mapping[str, Any]


def find(report: Report, knowledge: Catalog) -> Found:
    """Put the clocks in the order of their times, and hold the client's against the server's."""
    read = readings(report, knowledge)
    if not read:
        return Found()
    measure = _measure(report, knowledge)
    server = server_clock(read)
    timeline = tuple(Moment(one.clock, times.iso(one.time), _verdict(one, server, measure), one.span) for one in read)
    findings = [*_weekdays(read)]
    if report.failed:
        findings += _of_client(read, server, measure)
    return Found(tuple(findings), _answered(server), timeline=tuple(sorted(timeline, key=lambda one: one.time)))


def _answered(server: Reading | None) -> tuple[Fact, ...]:
    """Give the time of the answer by its own clock; the time in an ID is a fact of its own."""
    if server is None or server.side != "server":
        return ()
    return (Fact("answer_time", times.shown(server.time), f"derived:{server.clock}", server.span),)


def _measure(report: Report, knowledge: Catalog) -> _Measure:
    rules = knowledge.rules["clock"]
    refused = report.fact("code") in rules["codes"]
    limit = rules["limit_seconds"] if report.provider in rules["providers"] else None
    told = _told_limit(report) if refused else None
    return _Measure(told if told is not None else limit, refused, rules)


def _told_limit(report: Report) -> int | None:
    for row in elements(report.tree):
        if plain_name(row.path) == "maxallowedskewmilliseconds" and row.value.isascii() and row.value[:12].isdigit():
            return int(row.value[:12]) // 1000
    return None


# --- verdicts ----------------------------------------------------------------------------------------


def _verdict(one: Reading, server: Reading | None, measure: _Measure) -> str:
    """Name what a clock shows beside the server's."""
    if times.weekday_of(one.value, one.time):
        return "impossible-weekday"
    if one == server:
        return "uncorroborated" if one.clock == "id-time" else ""
    if server is None:
        return "no-server-clock"
    if one.clock == "expires":
        return "expired" if one.time < server.time else "valid"
    if one.clock == "signing-time" and one.time <= server.time:
        return "signed"
    verdict = _of_gap(one.time, server.time, measure)
    return verdict if one.side in ("client", "url") or verdict == "agrees" else "differs"


def _of_gap(client: datetime, server: datetime, measure: _Measure) -> str:
    """Say what the difference between a client's clock and a server's looks like."""
    off, rules = abs(times.gap(client, server)), measure.rules
    near, farthest = rules["near_seconds"], rules["farthest_seconds"] + rules["near_seconds"]
    limit = measure.limit if measure.limit is not None else near if measure.refused else None
    verdicts = (
        ("agrees", off <= rules["same_seconds"]),
        ("differs", limit is None),
        ("within-limit", off <= (limit or 0)),
        ("reset", client.timestamp() < times.EARLIEST),
        ("day-off", _is_about(off, _DAY, near)),
        ("time-zone", off <= farthest and _is_about(off, rules["step_seconds"], near)),
    )
    return next((name for name, holds in verdicts if holds), "skew")


def _is_about(seconds: int, step: int, near: int) -> bool:
    whole = round(seconds / step)
    return whole > 0 and abs(seconds - whole * step) <= near


# --- findings ----------------------------------------------------------------------------------------


def _weekdays(read: tuple[Reading, ...]) -> Iterator[Finding]:
    for one in read:
        if days := times.weekday_of(one.value, one.time):
            values = (
                ("clock", one.clock),
                ("date", one.value.strip()),
                ("weekday", days[0]),
                ("right_weekday", days[1]),
            )
            yield Finding("clock-impossible-weekday", "computed", values, spans(one))


def _of_client(read: tuple[Reading, ...], server: Reading | None, measure: _Measure) -> Iterator[Finding]:
    client = _judged(read, server)
    if client is None:
        return
    if server is None:
        if client.time.timestamp() < times.EARLIEST:
            values: Values = (("clock", client.clock), ("time", times.shown(client.time)))
            yield Finding("clock-reset", "computed", values, spans(client))
        return
    verdict = _of_gap(client.time, server.time, measure)
    off = abs(times.gap(client.time, server.time))
    values = _values(client, server, measure)
    if verdict in ("agrees", "within-limit"):
        if measure.limit is not None and (measure.refused or off > measure.rules["near_seconds"]):
            yield Finding("clock-within-limit", server.grade, values, spans(client, server))
    elif verdict in _BEYOND and not _torn(read, server, measure):
        yield Finding("clock-skew", server.grade, values, spans(client, server))
        if reason := _REASONS.get(verdict):
            number = (("days", str(round(off / _DAY))),) if verdict == "day-off" else ()
            yield reason._replace(values=(*values, *number), evidence=spans(client, server))


def _judged(read: tuple[Reading, ...], server: Reading | None) -> Reading | None:
    """Give the client's clock that the server looks at: of a signed URL its signing time, and only that it is early."""
    url = next((one for one in read if one.clock == "signing-time"), None)
    client = client_clock(read)
    if client and (client.clock == "request-time" or not any(one.side == "url" for one in read)):
        return client
    return url if url and server and url.time > server.time else None


def _torn(read: tuple[Reading, ...], server: Reading, measure: _Measure) -> bool:
    """Tell whether the server's own clocks disagree: then the capture was edited and proves nothing."""
    most = measure.limit if measure.limit is not None else measure.rules["near_seconds"]
    return any(one.side in ("server", "id") and abs(times.gap(one.time, server.time)) > most for one in read)


def _values(client: Reading, server: Reading, measure: _Measure) -> Values:
    values = {
        "clock": client.clock,
        "time": times.shown(client.time),
        "other_clock": server.clock,
        "other_time": times.shown(server.time),
        **apart(client.time, server.time),
        "limit_seconds": "" if measure.limit is None else str(measure.limit),
    }
    return kept(values)
