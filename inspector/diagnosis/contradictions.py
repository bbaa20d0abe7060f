"""Where a capture contradicts itself: two places that should agree, and do not.

Only values that must agree are compared. Left out are those that may differ: a masked value, a list of results, a
domain in front of the bucket, a proxy's own status, a code that a client made up, the source of a copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from inspector.catalog import Catalog, Provider
from inspector.diagnosis.found import Found, first, spans
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.seen import named
from inspector.facts import is_masked
from inspector.model import Fact, Finding, Report, Span
from inspector.provider_signs import HostParts, host_parts

_EC = re.compile(r"\d{4}-\d{8}")
_DOC_EC = re.compile(r"[?&/](?:q=)?(\d{4}-\d{8})\b")
_COPYING = re.compile(r"copy|source|target|destination", re.IGNORECASE)
_WRITES = ("PUT", "POST")
_MOST = 2000
_SHOWN = {"status-line": "Status-Line", "request-line": "Request-Line", "body": "<%s>", "x-oss-err": "x-oss-err <%s>"}
_MARKS = (("html", ("<!doctype html", "<html")), ("xml", ("<?xml", "<error")), ("json", ("{", "[")))
_TYPES = {
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
    "text/html": "html",
}


class _Told(NamedTuple):
    """What one place says: where, what, and the characters that show it."""

    place: str
    value: str
    span: Span | None


class _Same(NamedTuple):
    """A fact whose places have to agree; `fold` makes the spellings of one value equal."""

    fact: str
    name: str
    counts: Callable[[Fact], bool]
    fold: Callable[[str], str] = str


_FACTS = (
    _Same("http_status", "Status", lambda fact: fact.value.isdigit() and fact.value != "0"),
    _Same("code", "Code", lambda fact: not fact.place.startswith("field:")),
    _Same("ec", "EC", lambda fact: _EC.fullmatch(fact.value) is not None),
    _Same("method", "Method", lambda _fact: True, str.upper),
)


def find(report: Report, knowledge: Catalog) -> Found:
    """Observe values that disagree, each with both places."""
    request = sent(report)
    provider = knowledge.provider(report.provider)
    rules = knowledge.rules["contradictions"]
    found = [
        *(finding for same in _FACTS for finding in _facts(report, same, request, rules["proxy_status"])),
        *_recommended(report),
        *_hosts(report, provider, request),
        *_scope(report, provider, request),
        *(_body(report) if report.failed else ()),
    ]
    return Found(tuple(found))


def _disagree(name: str, one: _Told, other: _Told, grade: str = "observed") -> Finding:
    values = (
        ("name", name),
        ("first", one.value),
        ("second", other.value),
        ("first_place", one.place),
        ("second_place", other.place),
    )
    return Finding("values-disagree", grade, values, spans(one, other))


def _told(fact: Fact) -> _Told:
    where, _, key = fact.place.partition(":")
    shown = _SHOWN.get(where, "%s")
    return _Told(shown.replace("%s", key.removeprefix("Error/")), fact.value, fact.span)


# --- one fact in several places ----------------------------------------------------------------------


def _facts(report: Report, same: _Same, request: Sent | None, of_proxies: list[int]) -> Iterator[Finding]:
    seen = [fact for fact in report.facts if fact.name == same.fact]
    if len(seen) < 2:  # noqa: PLR2004 - nothing to compare
        return
    seen = [fact for fact in seen if same.counts(fact) and _counts(fact)]
    other = next((fact for fact in seen[1:] if same.fold(fact.value) != same.fold(seen[0].value)), None)
    if other and not _rightly(same.fact, (seen[0].value, other.value), request, of_proxies):
        yield _disagree(same.name, _told(seen[0]), _told(other))


def _counts(fact: Fact) -> bool:
    """Leave out masked values and those at deeper levels: a list of results has a code for each result."""
    return not is_masked(fact.value) and "/" not in fact.place


def _rightly(name: str, values: tuple[str, str], request: Sent | None, of_proxies: list[int]) -> bool:
    """Tell whether the two may differ: a copy can fail after a 200, a preflight names the method of another request."""
    if name == "http_status":
        late = "200" in values and request is not None and request.method in _WRITES
        return late or any(int(value) in of_proxies for value in values)
    return name == "method" and any(value.upper() == "OPTIONS" for value in values)


def _recommended(report: Report) -> Iterator[Finding]:
    document, code = first(report, "recommend_doc"), first(report, "ec")
    match = _DOC_EC.search(document.value[:_MOST]) if document else None
    if document and code and match and _EC.fullmatch(code.value) and match[1] != code.value:
        yield _disagree("EC", _told(code), _Told("<RecommendDoc>", match[1], document.span))


# --- hosts, buckets, regions -------------------------------------------------------------------------


def _hosts(report: Report, provider: Provider | None, request: Sent | None) -> Iterator[Finding]:
    """Compare the HostId with the Host, or else the bucket named in the answer with that of the host."""
    if provider is None:
        return
    hosts = (fact for fact in report.facts if fact.name == "host" and not is_masked(fact.value))
    told = [(fact, parts) for fact in hosts if (parts := host_parts(fact.value, provider))]
    other = next((fact for fact, parts in told[1:] if _differ(told[0][1], parts)), None)
    if other:
        yield _disagree("Host", _told(told[0][0]), _told(other))
    elif told and not _copies(report, request):
        yield from _bucket(report, *told[0])


def _bucket(report: Report, host: Fact, parts: HostParts) -> Iterator[Finding]:
    named = (fact for fact in report.facts if fact.name == "bucket" and fact.place.startswith("body:"))
    bucket = next((fact for fact in named if "/" not in fact.place), None)
    if bucket and parts.before and not is_masked(bucket.value) and bucket.value != parts.before:
        yield _disagree("Bucket", _told(bucket), _told(host)._replace(value=parts.before))


def _differ(one: HostParts, other: HostParts) -> bool:
    """Compare two hosts; one without a bucket is that of a request in path style, and agrees with any."""
    if one.before and other.before and one.before != other.before:
        return True
    return (one.region, one.network) != (other.region, other.network)


def _copies(report: Report, request: Sent | None) -> bool:
    """Tell whether a second bucket is involved: a copy, or a setting that names the bucket to write to."""
    header = request.header("x-oss-copy-source") or request.header("x-amz-copy-source") if request else None
    said = f"{report.fact('code')} {report.fact('message')}"[:_MOST]
    return header is not None or _COPYING.search(said) is not None


def _scope(report: Report, provider: Provider | None, request: Sent | None) -> Iterator[Finding]:
    """Compare the region of a V4 scope with the host's; signatures that do not match are explained elsewhere."""
    region = first(report, "region")
    if provider is None or request is None or request.scheme != "oss4" or region is None:
        return
    parts = request.credential.split("/")
    host = host_parts(request.host, provider)
    if len(parts) < 3 or not host or not host.region or report.fact("code") == "SignatureDoesNotMatch":  # noqa: PLR2004
        return
    if parts[2] and not is_masked(parts[2]) and not _is_part(parts[2], host.region):
        scope = _Told("Credential", parts[2], (request.header("authorization") or request).span)
        other = _Told("Host", host.region, (request.header("host") or region).span)
        yield _disagree("Region", scope, other, "computed")


def _is_part(signed: str, host: str) -> bool:
    """Ignore two names of one region, and a misspelling that has a finding of its own (`oss-cn-beijing`)."""
    return signed.endswith(host) or host.endswith(signed) or host.startswith(f"{signed}-")


# --- Content-Type ------------------------------------------------------------------------------------


def _body(report: Report) -> Iterator[Finding]:
    """Compare the Content-Type of an error with what its body is."""
    body = report.exchange.body
    header = named(report.exchange.headers, "content-type")
    said = _TYPES.get(header.value.partition(";")[0].strip().lower()) if header else None
    if body is None or header is None or said is None:
        return
    start = body.text[:40].lstrip("\ufeff \t\r\n").lower()
    found = next((kind for kind, marks in _MARKS if start.startswith(marks)), None)
    if found and found != said:
        shown = _Told("body", found.upper(), body.span(0, min(20, len(body.text))))
        yield _disagree("Content-Type", _Told("Content-Type", header.value, header.span), shown, "computed")
