"""The endpoint: what the host consists of, which one to use instead, and what is wrong with the one that was used.

Only errors and requests without an answer are examined; for other stores, only what their answer says itself:
`<Endpoint>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from inspector.catalog import Catalog
from inspector.diagnosis import endpoint_parts, silence
from inspector.diagnosis.endpoint_parts import Host, Place
from inspector.diagnosis.found import OURS, Found, first, kept, spans
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.seen import named
from inspector.facts import is_masked
from inspector.model import Finding, Report, Span
from inspector.provider_signs import split_host

_ADDRESS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}")
_SHARED = re.compile(r"(?<![0-9.])100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9])")
_ENDPOINT = re.compile(r"(?:https?://)?([A-Za-z0-9][A-Za-z0-9.-]{3,252})(?::[0-9]{1,5})?/?")
_SIGNED_FOR_OSS = {"v1", "v2", "oss4"}
_SCOPED = {"aliyun-oss": "oss4", "jdcloud-oss": "aws4"}
"""Signatures with a region to spell; the S3-compatible front of OSS takes other names for it."""

_MOST = 4000


class _Asked(NamedTuple):
    """What all questions share: the report, the request, the hosts, and why nothing answered, if so."""

    report: Report
    knowledge: Catalog
    request: Sent | None
    places: tuple[Place, ...]
    host: Host | None
    failure: str
    failure_span: Span | None


def find(report: Report, knowledge: Catalog) -> Found:
    """Read the endpoint of a request that failed."""
    failure, span = _unanswered(report, knowledge)
    if not failure and not report.failed:
        return Found()
    replaced = _replaced(report, knowledge)
    if report.provider not in (*OURS, None) or (report.provider is None and not failure):
        return Found((*replaced, *_sts(report, knowledge, endpoint_parts.requested(report))))
    places = endpoint_parts.requested(report) or (endpoint_parts.in_message(report) if failure else ())
    host = min(_hosts(places, report, knowledge), key=lambda one: not one.exact, default=None)
    asked = _Asked(report, knowledge, sent(report), places, host, failure, span)
    read_for_it = [*replaced, *_spelling(asked), *_internal(asked), *_twice(asked)]
    parts = () if read_for_it else (*_parts(asked), *_foreign_host(asked))
    return Found((*read_for_it, *_sts(report, knowledge, places), *_https(asked), *parts))


def _hosts(places: Iterable[Place], report: Report, knowledge: Catalog) -> Iterator[Host]:
    return (host for place in places if (host := endpoint_parts.read(place, report, knowledge)))


def _unanswered(report: Report, knowledge: Catalog) -> tuple[str, Span | None]:
    """Give the client's words, in lower-case letters, where nothing answered; empty where something did."""
    status = report.status
    if (status or 0) > 0 or first(report, "request_id") or report.exchange.body:
        return "", None
    rows = silence.failures(report, knowledge.rules["nobody"])
    words = [row.value[:_MOST] for row in rows]
    words += [problem.detail for problem in report.exchange.problems if problem.id == "no-answer"]
    code, message = first(report, "code"), first(report, "message")
    if not words and not (status is not None or (code and code.value in knowledge.rules["nobody"]["client_codes"])):
        return "", None
    words += [fact.value[:_MOST] for fact in (code, message) if fact]
    fact = rows[0] if rows else message or code
    return " ".join(words).lower() or "-", fact.span if fact else None


def _replaced(report: Report, knowledge: Catalog) -> tuple[Finding, ...]:
    """Give the endpoint that the answer names; a program may print its own under that name, unless the message asks."""
    told = first(report, "endpoint")
    match = _ENDPOINT.fullmatch(told.value.strip()) if told else None
    if told is None or match is None or is_masked(told.value):
        return ()
    message = (report.fact("message") or "").lower()
    if told.place.startswith("field:") and "endpoint" not in message:
        return ()
    wanted = endpoint_parts.read(Place(match[1].lower(), told.span), report, knowledge)
    endpoint = wanted.endpoint if wanted else match[1].lower()
    used = next(_hosts(endpoint_parts.requested(report), report, knowledge), None)
    if used and used.endpoint == endpoint:
        return ()
    values = {"endpoint": endpoint, "used": used.endpoint if used else "", "region": wanted.region if wanted else ""}
    return (Finding("endpoint-replace", "observed", kept(values), spans(told, used)),)


def _sts(report: Report, knowledge: Catalog, places: Sequence[Place]) -> tuple[Finding, ...]:
    """Tell where a request for OSS went to STS; a call of STS itself goes there by right."""
    if report.provider not in ("aliyun-oss", "aliyun-openapi", None):
        return ()
    for place in places:
        for form in knowledge.rules["endpoint"]["sts_hosts"]:
            pieces = split_host(place.text, form)
            if pieces and (pieces[0] or _is_for_oss(sent(report))):
                region = next((one for one in knowledge.regions if one.id == pieces[1]), None)
                right = endpoint_parts.public_of(region)
                values = {"host": place.text, "bucket": pieces[0], "region": pieces[1], "endpoint": right}
                return (Finding("endpoint-sts", "computed", kept(values), spans(place)),)
    return ()


def _is_for_oss(request: Sent | None) -> bool:
    if request is None:
        return False
    headers = any(pair.name.lower().startswith("x-oss-") for pair in request.headers or ())
    return headers or request.scheme in _SIGNED_FOR_OSS


def _spelling(asked: _Asked) -> Iterator[Finding]:
    """Tell a region that no table knows where one is near; an answer from its host would prove that it exists."""
    written: list[tuple[str, Host | None, Span | None]] = []
    if asked.host and asked.host.region and asked.failure:
        written.append((asked.host.region, asked.host, asked.host.span))
    provider = asked.host.provider.id if asked.host else asked.report.provider or ""
    if asked.request and asked.request.scheme == _SCOPED.get(provider):
        scope = asked.request.credential.split("/")
        written += [(region, None, asked.request.span) for region in scope[2:3]]  # key, date, region, product
    for region, host, span in written[:2]:
        if host and endpoint_parts.region_of(host, asked.knowledge):
            continue
        meant = endpoint_parts.region_meant(region.lower(), asked.knowledge, provider)
        if meant:
            right = endpoint_parts.public_of(meant)
            values = {"written": region, "meant": meant.id, "endpoint": right, "host": host.text if host else ""}
            yield Finding("endpoint-region-spelling", "inferred", kept(values), spans(span))


def _internal(asked: _Asked) -> Iterator[Finding]:
    """Infer that the internal endpoint was asked from outside: it was reached for, and nothing answered."""
    host, rules = asked.host, asked.knowledge.rules["nobody"]
    if host is None or host.network != "internal" or not asked.failure:
        return
    address = _SHARED.search(asked.failure)
    unresolved = any(piece in asked.failure for piece in rules["reasons"]["dns"])
    if not address and (unresolved or not any(piece in asked.failure for piece in rules["unreachable"])):
        return
    right = endpoint_parts.public_of(endpoint_parts.region_of(host, asked.knowledge))
    values = {"host": host.text, "region": host.region, "endpoint": right, "address": address[0] if address else ""}
    yield Finding("endpoint-internal", "inferred", kept(values), spans(host, asked.failure_span))


def _twice(asked: _Asked) -> Iterator[Finding]:
    """Find the bucket twice in the host, or in host and path; or two names in the host, where buckets have no dot."""
    host = asked.host
    if host is None or not host.before:
        return
    first_name, *others = host.before.split(".")
    values = {"host": host.text, "bucket": first_name, "endpoint": host.endpoint}
    if others and set(others) == {first_name}:
        values["verdict"] = "bucket-twice-in-host"
        yield Finding("endpoint-bucket-twice", "computed", kept(values), spans(host))
    elif others and host.exact and host.provider.id == "aliyun-oss" and others[-1] != "s3":
        yield Finding("endpoint-two-buckets", "inferred", kept({**values, "second": others[-1]}), spans(host))
    elif asked.request and asked.request.path.startswith(f"/{host.before}/") and _not_found(asked):
        values["verdict"] = "bucket-twice-in-path"
        yield Finding("endpoint-bucket-twice", "inferred", kept(values), spans(host, asked.request))


def _not_found(asked: _Asked) -> bool:
    return asked.report.status == 404 or asked.report.fact("code") in asked.knowledge.rules["endpoint"]["not_found"]  # noqa: PLR2004


def _https(asked: _Asked) -> Iterator[Finding]:
    """Tell where HTTPS is asked for: in words, or by a redirect that changes nothing else."""
    message, body = first(asked.report, "message"), asked.report.exchange.body
    text = (message.value if message else body.text[:_MOST] if body else "")[:_MOST].lower()
    said = next((piece for piece in asked.knowledge.rules["https"]["messages"] if piece in text), "")
    if said:
        start = text.find(said)
        place = message.span if message else body.span(start, start + len(said)) if body else None
        yield Finding("endpoint-http", "observed", (), spans(place))
        return
    if asked.report.status not in asked.knowledge.rules["endpoint"]["statuses"] or not asked.request:
        return
    location = named(asked.report.exchange.headers, "location")
    same = f"https://{asked.request.host.partition(':')[0]}{asked.request.path}"
    if location and location.value.partition("?")[0] == same:
        yield Finding("endpoint-http", "computed", (("location", location.value[:200]),), (location.span,))


def _parts(asked: _Asked) -> Iterator[Finding]:
    """Take the host apart where that explains something; the card above shows it with every answer."""
    host = asked.host
    if host is None or not host.exact:
        return
    bucket, style = host.before, "virtual" if host.before else "none"
    segment, _ = endpoint_parts.first_segment(asked.request)
    if not host.before and segment:
        bucket, style = segment, "path"
    if not _explains(asked, style):
        return
    values = {"host": host.text, "bucket": bucket, "region": host.region, "network": host.network, "style": style}
    yield Finding("endpoint-parts", "computed", kept(values), spans(host))


def _explains(asked: _Asked, style: str) -> bool:
    rules, report = asked.knowledge.rules["endpoint"], asked.report
    code, message = report.fact("code"), (report.fact("message") or "")[:_MOST].lower()
    return (
        style == "path"
        or (asked.host is not None and asked.host.network in rules["networks"])
        or code in rules["codes"]
        or report.status in rules["statuses"]
        or any(piece in message for piece in rules["messages"])
        or any(piece in asked.failure for piece in asked.knowledge.rules["nobody"]["reasons"]["dns"])
    )


def _foreign_host(asked: _Asked) -> Iterator[Finding]:
    """Tell a host that is no endpoint: a domain of the customer's own, a CDN, or an IP address."""
    if asked.host or not asked.places or asked.report.provider not in OURS or asked.failure:
        return
    place = next((one for one in asked.places if "." in one.text), None)
    if place is None:
        return
    domains = asked.knowledge.rules["endpoint"]["vendor_domains"]
    if _ADDRESS.fullmatch(place.text):
        yield Finding("endpoint-address", "observed", (("host", place.text),), spans(place))
    elif not any(place.text == one or place.text.endswith(f".{one}") for one in domains):
        yield Finding("endpoint-custom-domain", "inferred", (("host", place.text),), spans(place))
