"""The clocks of a report: the server's `Date`, and the second that Alibaba Cloud's request IDs begin with.

The first eight of the 24 hexadecimal digits are Unix seconds (measured on captures with a server time; no document
promises it), so the time is inferred until another clock confirms it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from inspector.model import Fact, Finding, Report

_WITH_CLOCK = re.compile(r"[0-9A-F]{8}[0-9A-F*xX#]{8,20}")
_HTTP_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|\+0000)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EARLIEST = int(datetime(2010, 1, 1, tzinfo=UTC).timestamp())
_LATEST = int(datetime(2038, 1, 1, tzinfo=UTC).timestamp())
_SAME_SECONDS = 2
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def find(report: Report) -> tuple[tuple[Finding, ...], tuple[Fact, ...]]:
    """Read the ID's clock and hold it against the `Date` header."""
    if report.provider != "aliyun-oss":
        return (), ()
    identifier = next((fact for fact in report.facts if fact.name == "request_id"), None)
    moment = id_time(identifier.value) if identifier else None
    if identifier is None or moment is None:
        return (), ()
    derived = Fact("id_time", shown(moment), "derived:request_id", identifier.span)
    return _compared(report, moment, identifier), (derived,)


def id_time(request_id: str) -> datetime | None:
    """Decode the time out of an Alibaba Cloud OSS request ID; None where it can hold none."""
    if len(request_id) != 24 or not _WITH_CLOCK.fullmatch(request_id):  # noqa: PLR2004 - the ID's documented length
        return None
    seconds = int(request_id[:8], 16)
    return datetime.fromtimestamp(seconds, UTC) if _EARLIEST <= seconds <= _LATEST else None


def http_date(value: str) -> datetime | None:
    """Read an HTTP date (RFC 9110, the form that servers send); None where it is none."""
    match = _HTTP_DATE.fullmatch(value.strip())
    if match is None or match[2] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(match[group]) for group in (1, 3, 4, 5, 6))
    try:
        return datetime(year, _MONTHS.index(match[2]) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def shown(moment: datetime) -> str:
    """Write a time the way the program shows it: `2016-08-11 01:44:54 UTC`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _compared(report: Report, moment: datetime, identifier: Fact) -> tuple[Finding, ...]:
    header = next((fact for fact in report.facts if fact.name == "date"), None)
    other = http_date(header.value) if header else None
    spans = tuple(span for span in (identifier.span, header.span if header else None) if span)
    if header is None or other is None:
        return (Finding("id-time", "inferred", (("id_time", shown(moment)),), spans),)
    values = (("id_time", shown(moment)), ("date", shown(other)))
    if abs((other - moment).total_seconds()) <= _SAME_SECONDS:
        return (Finding("id-time-confirmed", "computed", values, spans),)
    if header.value[:3] in _WEEKDAYS and _WEEKDAYS[other.weekday()] != header.value[:3]:
        return (Finding("date-impossible", "computed", (*values, ("weekday", header.value[:3])), spans),)
    return (Finding("id-time-contradicted", "computed", values, spans),)
