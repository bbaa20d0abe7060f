"""Reads times as they are written in captures: HTTP dates, ISO 8601 basic and extended, Unix seconds, request IDs.

HTTP dates are those of RFC 9110 (three forms) and what JavaScript prints; a time without a zone is not read, because
nobody knows which zone is meant. In an Alibaba Cloud OSS request ID the first eight of 24 hexadecimal digits are Unix
seconds (measured on captures with a server time; undocumented).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"(?P<h>\d\d):(?P<m>\d\d):(?P<s>\d\d)"
_ZONE = r"(?P<zone>Z|(?:GMT|UTC)?[+-]\d\d:?\d\d|GMT|UTC)"
_FORMS = (
    rf"(?:(?P<weekday>[a-z]{{3}}), ?)?(?P<d>\d{{1,2}}) (?P<mon>[a-z]{{3}}) (?P<y>\d{{4}}) {_TIME} {_ZONE}",
    rf"(?P<weekday>[a-z]{{6,9}}), (?P<d>\d\d)-(?P<mon>[a-z]{{3}})-(?P<y>\d\d) {_TIME} (?P<zone>GMT)",
    rf"(?P<weekday>[a-z]{{3}}) (?P<mon>[a-z]{{3}}) [ ]?(?P<d>\d{{1,2}}) {_TIME} (?P<y>\d{{4}})",
    rf"(?P<weekday>[a-z]{{3}}) (?P<mon>[a-z]{{3}}) (?P<d>\d\d) (?P<y>\d{{4}}) {_TIME} {_ZONE}(?: \([^()]{{1,40}}\))?",
    rf"(?P<y>\d{{4}})-(?P<n>\d\d)-(?P<d>\d\d)[T ]{_TIME}(?:[.,]\d{{1,9}})? ?{_ZONE}(?: [A-Z]{{3,5}})?",
    r"(?P<y>\d{4})(?P<n>\d\d)(?P<d>\d\d)T(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)(?P<zone>Z)",
)
_HTTP = slice(0, 3)
_LONGEST = 100
_CHINA = timezone(timedelta(hours=8))
_CENTURY = 70
"""A year of two digits from here on is of the century before (RFC 850's form, met in old captures only)."""

_ID = re.compile(r"(?P<seconds>[0-9A-F]{8})(?:[0-9A-F]{16}|[0-9A-F]{0,15}[*xX#.…█▇■●•]{2,24}[0-9A-F]{0,8})")
_SHORT_ID = 16
EARLIEST = int(datetime(2010, 1, 1, tzinfo=UTC).timestamp())
_LATEST = int(datetime(2038, 1, 1, tzinfo=UTC).timestamp())


def read(value: str) -> datetime | None:
    """Read a time of any of the forms; None where it is none, or lacks its zone."""
    if re.fullmatch(r"\d{9,10}", value.strip()):
        return unix(value)
    return _read(value, slice(None))


def http_date(value: str) -> datetime | None:
    """Read an HTTP date (RFC 9110); None where it is none."""
    return _read(value, _HTTP)


def unix(value: str) -> datetime | None:
    """Read Unix seconds; None where they are none, or lead out of the calendar."""
    if not re.fullmatch(r"[0-9]{1,11}", value.strip()):
        return None
    return datetime.fromtimestamp(int(value), UTC)


def basic(value: str) -> datetime | None:
    """Read the form that signatures of version 4 ask for, `20261121T043438Z`; None where it is another."""
    return _read(value, slice(5, 6))


def id_time(request_id: str) -> datetime | None:
    """Decode the time out of an Alibaba Cloud OSS request ID, its tail may be masked; None where it can hold none.

    IDs of 16 digits are of old examples or of other stores, and hold none.
    """
    match = _ID.fullmatch(request_id)
    if match is None or len(request_id) == _SHORT_ID:
        return None
    seconds = int(match["seconds"], 16)
    return datetime.fromtimestamp(seconds, UTC) if EARLIEST <= seconds <= _LATEST else None


def shown(moment: datetime) -> str:
    """Write a time the way the program shows it: `2016-08-11 01:44:54 UTC`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def in_zones(moment: datetime, zone: tzinfo | None = None) -> str:
    """Write a time in UTC and in `zone`, None being this computer's; in China's where that is UTC itself.

    In China's time the providers' consoles and support count. Where a zone does not reach (the ends of the calendar, on
    Windows all before 1970 and after 3000), in UTC alone.
    """
    try:
        local = moment.astimezone(zone)
        local = local if local.utcoffset() else moment.astimezone(_CHINA)
    except (OSError, OverflowError):
        return shown(moment)
    offset = f"{local:%z}"
    return f"{shown(moment)} = {local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:5]}"


def iso(moment: datetime) -> str:
    """Write a time as ISO 8601 in UTC: `2016-08-11T01:44:54Z`."""
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


def gap(one: datetime, other: datetime) -> int:
    """Give how many seconds a time is after another; before it, a number below zero."""
    return round((one - other).total_seconds())


def weekday_of(value: str, moment: datetime) -> tuple[str, str] | None:
    """Give the weekday that a date names and the one it fell on, where they differ; None where it names none."""
    named = re.match(r"\s{0,9}([A-Za-z]{3,9})[, ]", value)
    told = named[1][:3].lower() if named else ""
    zone = _match(value, slice(None))
    local = moment.astimezone(_zone(zone.groupdict().get("zone") or "Z")) if zone else moment
    right = _WEEKDAYS[local.weekday()]
    if told not in _WEEKDAYS or told == right:
        return None
    return told.capitalize(), right.capitalize()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE | re.ASCII) for form in _FORMS)


def _match(value: str, forms: slice) -> re.Match[str] | None:
    value = value.strip() if len(value) <= _LONGEST else ""
    return next((met for form in _patterns()[forms] if (met := form.fullmatch(value))), None)


def _read(value: str, forms: slice) -> datetime | None:
    match = _match(value, forms)
    if match is None:
        return None
    part = match.groupdict()
    if part.get("mon", "jan").lower() not in _MONTHS:
        return None
    month = int(part["n"]) if "n" in part else _MONTHS.index(part["mon"].lower()) + 1
    hour, minute, second = (int(part[name]) for name in "hms")
    try:
        zone = _zone(part.get("zone") or "Z")
        moment = datetime(_year(part["y"]), month, int(part["d"]), hour, minute, second, tzinfo=zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    if len(digits) > 2:  # noqa: PLR2004 - RFC 850 wrote two
        return int(digits)
    return int(digits) + (1900 if int(digits) >= _CENTURY else 2000)


def _zone(text: str) -> timezone:
    """Read an offset; raises ValueError for one of a day or more."""
    offset = re.search(r"([+-])(\d\d):?(\d\d)", text)
    if offset is None:
        return UTC
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return timezone(-ahead if offset[1] == "-" else ahead)
