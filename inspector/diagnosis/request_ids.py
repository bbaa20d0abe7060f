"""The request ID: is it there and complete, do its copies agree, who issued it, does another clock confirm its time.

The forms of IDs are data: `request_id` in `diagnosis.toml`. That an ID contains a time is undocumented, so a finding
about it is inferred until another clock of the capture confirms or contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from inspector.catalog import Catalog
from inspector.diagnosis import times
from inspector.diagnosis.clock_readings import apart, readings
from inspector.diagnosis.found import OURS, Found, first, kept, spans
from inspector.facts import OF_GATEWAYS, is_masked
from inspector.model import Fact, Finding, Pair, Report, Span

_LONGEST_ID = 200
_MOST_FOREIGN = 3
_WITNESSES = ("server-time", "date", "timestamp", "request-time", "x-oss-date", "x-amz-date", "request-date")
"""Clocks that may confirm the one in the ID, the best first. The server's may contradict it too."""


def find(report: Report, knowledge: Catalog) -> Found:
    """Observe a masked, missing, doubled or foreign request ID, and hold the clock in it against the others."""
    found = [fact for fact in report.facts if fact.name == "request_id"]
    findings = (*_findings(report, found), *_foreign(report, found, knowledge))
    identifier = found[0] if found and report.provider == "aliyun-oss" else None
    moment = times.id_time(identifier.value) if identifier else None
    if identifier is None or moment is None:
        return Found(findings)
    derived = Fact("id_time", times.shown(moment), "derived:request_id", identifier.span)
    return Found((*findings, _of_time(identifier, moment, report, knowledge)), (derived,))


def _findings(report: Report, found: list[Fact]) -> tuple[Finding, ...]:
    seen = [fact for fact in found if fact.place not in OF_GATEWAYS] or found[:1]
    if not seen:
        return (Finding("request-id-missing", "observed"), *_obtain(report)) if report.failed else ()
    evidence = spans(*seen)
    whole = {fact.value for fact in seen if not is_masked(fact.value)}
    if len(whole) > 1:
        values = (
            ("first", seen[0].value),
            ("second", next(v.value for v in seen if v.value != seen[0].value)),
        )
        return (Finding("request-ids-differ", "observed", values, evidence),)
    if not whole:
        masked = Finding("request-id-masked", "observed", (("request_id", seen[0].value),), evidence)
        return (masked, *_obtain(report))
    return ()


def _obtain(report: Report) -> tuple[Finding, ...]:
    """Say where the client that printed this keeps the request ID."""
    client = first(report, "client_id")
    if client is None:
        return ()
    return (Finding("request-id-obtain", "inferred", (("client", client.value),), spans(client)),)


# --- the clock in the ID -----------------------------------------------------------------------------


def _of_time(identifier: Fact, own: datetime, report: Report, knowledge: Catalog) -> Finding:
    read = readings(report, knowledge)
    same = knowledge.rules["clock"]["same_seconds"]
    others = sorted((one for one in read if one.clock in _WITNESSES), key=lambda one: _WITNESSES.index(one.clock))
    told = {"verdict": "uncorroborated", "id_time": times.shown(own)}
    for verdict, witness in (
        ("confirmed", next((one for one in others if abs(times.gap(one.time, own)) <= same), None)),
        ("contradicted", next((one for one in others if one.side == "server"), None)),
    ):
        if witness:
            other = {"other_clock": witness.clock, "other_time": times.shown(witness.time)}
            values = {**told, "verdict": verdict, **other, **apart(witness.time, own)}
            return Finding("request-id-time", "computed", kept(values), spans(identifier, witness))
    return Finding("request-id-time", "inferred", kept(told), spans(identifier))


# --- whose it is -------------------------------------------------------------------------------------


def _foreign(report: Report, found: list[Fact], knowledge: Catalog) -> tuple[Finding, ...]:
    """Name IDs that another store or a CDN gave out, by their form: our providers cannot look them up.

    Where nothing proves whose answer it is, an ID of ours is no foreign one.
    """
    if not report.failed or report.provider not in (*OURS, None):
        return ()
    rules = knowledge.rules["request_id"]
    met = [*_of_facts(report, found, rules), *_of_headers(report, rules)]
    unique = {dict(finding.values)["request_id"]: finding for finding in reversed(met)}
    return tuple(reversed(unique.values()))[:_MOST_FOREIGN]


def _of_facts(report: Report, found: list[Fact], rules: Mapping[str, Any]) -> Iterator[Finding]:
    own = rules["own"].get(report.provider or "", "")
    for fact in found:
        if is_masked(fact.value) or (own and _has_form(own, fact.value)):
            continue
        owner = next((row["owner"] for row in rules["form"] if _has_form(row["pattern"], fact.value)), "")
        if owner and owner != report.provider and not (report.provider is None and owner in OURS):
            yield _named(re.split("[:/]", fact.place)[-1], fact.value, owner, fact.span)


def _of_headers(report: Report, rules: Mapping[str, Any]) -> Iterator[Finding]:
    known: Mapping[str, Mapping[str, str]] = rules["header"]
    pairs: Iterator[Pair] = (pair for place in report.exchange.places for pair in place.headers)
    for pair in pairs:
        row = known.get(pair.name.lower())
        if row and _has_form(row["pattern"], pair.value):
            yield _named(pair.name, pair.value, row["owner"], pair.span)


def _named(name: str, value: str, owner: str, span: Span | None) -> Finding:
    values = (("name", name), ("request_id", value), ("owner", owner))
    return Finding("request-id-foreign", "inferred", values, spans(span))


def _has_form(pattern: str, value: str) -> bool:
    return len(value) <= _LONGEST_ID and _pattern(pattern).fullmatch(value) is not None


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
