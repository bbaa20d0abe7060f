"""Finds the hosts in a capture and takes them apart by the forms that the providers document.

A host of a documented form with a misspelled region (`oss-hangzhou`) is read too, marked as not `exact`. The forms are
in the providers' files, the regions in `regions.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from inspector.catalog import Catalog, Provider, Region
from inspector.diagnosis.found import OURS, first
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.seen import last_name
from inspector.elements import elements
from inspector.facts import is_masked
from inspector.model import Report, Span
from inspector.provider_signs import split_host

_ADDRESSES = ("host", "url", "requesturl", "requesturi", "uri", "requestendpoint")
_HOST = re.compile(r"(?:[A-Z]{3,7} )?(?:https?://)?([A-Za-z0-9][A-Za-z0-9._-]{2,252})(?=[:/?#\s]|\Z)")
_IN_TEXT = re.compile(r"(?<![A-Za-z0-9._-])[a-z0-9][a-z0-9.-]{5,252}\.com(?![a-z0-9.-])")
_MOST_TEXT = 4000
_MOST_HOSTS = 8


class Place(NamedTuple):
    """A host as the capture names it, in lower-case letters and without port, and where it stands."""

    text: str
    span: Span | None


class Host(NamedTuple):
    """A host taken apart: what stands before the endpoint (the bucket), the endpoint, its region and network."""

    text: str
    span: Span | None
    provider: Provider
    before: str
    endpoint: str
    region: str
    network: str
    exact: bool = True


def requested(report: Report) -> tuple[Place, ...]:
    """Give the hosts that the request went to, best place first, each once."""
    places = [Place(fact.value, fact.span) for fact in report.facts if fact.name == "host"]
    request = sent(report)
    if request and request.host:
        places.append(Place(request.host, request.span))
    places += [
        Place(row.value[:_MOST_TEXT], row.span)
        for row in elements(report.tree)
        if row.place.startswith("field:") and last_name(row) in _ADDRESSES
    ]
    kept: dict[str, Place] = {}
    for place in places:
        match = _HOST.match(place.text.strip())
        if match and not is_masked(match[1]):
            kept.setdefault(match[1].lower(), Place(match[1].lower(), place.span))
    return tuple(kept.values())[:_MOST_HOSTS]


def in_message(report: Report) -> tuple[Place, ...]:
    """Give the hosts within the message: a client that got no answer names the host nowhere else."""
    message = first(report, "message")
    if message is None:
        return ()
    texts = _IN_TEXT.findall(message.value[:_MOST_TEXT])
    return tuple(Place(text, message.span) for text in dict.fromkeys(texts[:_MOST_HOSTS]))


def read(place: Place, report: Report, knowledge: Catalog) -> Host | None:
    """Take a host apart by the forms of the report's provider; where that is not known, by those of ours."""
    providers = [one for one in knowledge.providers if one.id == report.provider or _may_be(report, one)]
    pairs = [(one, form) for one in providers for form in one.hosts]
    for exact, split in ((True, split_host), (False, split_host_loosely)):
        for one, (form, network) in pairs:
            if pieces := split(place.text, form):
                before, region = pieces
                endpoint = place.text[len(before) + 1 :] if before else place.text
                return Host(place.text, place.span, one, before, endpoint, region, network, exact)
    return None


def _may_be(report: Report, provider: Provider) -> bool:
    return report.provider is None and provider.id in OURS


def split_host_loosely(text: str, form: str) -> tuple[str, str] | None:
    """Split a host of a form whose region is not spelled as regions are; None where it is of another form."""
    if "{region}" not in form:
        return None
    match = _loose(form).fullmatch(text)
    return (match["before"] or "", match["region"]) if match else None


@cache
def _loose(form: str) -> re.Pattern[str]:
    pattern = re.escape(form).replace(r"\{region\}", r"(?P<region>[a-z0-9-]{2,40})")
    return re.compile(rf"(?:(?P<before>[a-z0-9.-]{{1,253}})\.)?{pattern}")


def region_of(host: Host, knowledge: Catalog) -> Region | None:
    """Find the region of a host in the table, by its name or by its endpoint."""
    own = (one for one in knowledge.regions if one.provider == host.provider.id)
    return next((one for one in own if one.id == host.region or host.endpoint in _endpoints(one)), None)


def public_of(region: Region | None) -> str:
    """Give the public endpoint of a region; empty where the table has none."""
    return region.public[0] if region and region.public else ""


def _endpoints(region: Region) -> tuple[str, ...]:
    return (*region.public, *region.internal, *region.dual_stack)


def first_segment(request: Sent | None) -> tuple[str, str]:
    """Split a path into its first segment and the rest, decoded: `/bucket/key`."""
    head, _, rest = request.path[1:].partition("/") if request else ("", "", "")
    return unquote(head), unquote(rest)


def located(report: Report, host: Host | None) -> tuple[str, str]:
    """Give bucket and object key of the request; empty where the capture does not show them, or shows them masked."""
    request = sent(report)
    bucket, key = report.fact("bucket") or "", report.fact("object") or ""
    if request and host and host.exact and not key:
        head, rest = first_segment(request)
        if host.before and not bucket:
            bucket = host.before
        if host.before:
            key = unquote(request.path[1:])
        elif head and bucket in ("", head):
            bucket, key = head, rest
    return tuple("" if is_masked(value) else value for value in (bucket, key))  # type: ignore[return-value]


def region_meant(written: str, knowledge: Catalog, provider_id: str) -> Region | None:
    """Find the one region that is meant by a spelling that no table knows; None where none or several are near.

    Near is: `oss-` before it, `cn-` missing, or one letter wrong. A wrong digit is not: regions are numbered.
    """
    known = {one.id: one for one in knowledge.regions if one.provider == provider_id}
    plain = written.removeprefix("oss-").removesuffix("-internal")
    if written in known or not plain:
        return None
    forms = (plain, f"cn-{plain}")
    near = [form for form in forms if form in known] or [
        one for one in known for form in forms if _digits(one) == _digits(form) and _one_edit(one, form)
    ]
    return known[near[0]] if len(set(near)) == 1 else None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _one_edit(one: str, other: str) -> bool:
    """Tell whether one letter added, dropped, changed or swapped with its neighbour makes the two equal."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(place for place, _ in enumerate(one + "\0") if one[place : place + 1] != other[place : place + 1])
    rests = (one[start:], other[start:])
    return (
        rests[0][1:] == rests[1][1:]
        or rests[0] == rests[1][1:]
        or rests[0][1:] == rests[1]
        or (rests[0][:2] == rests[1][1::-1] and rests[0][2:] == rests[1][2:])
    )
