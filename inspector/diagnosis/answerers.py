"""Who answered: the store, a CDN edge in front of it, a proxy or gateway; and so whose request ID it is.

A store identifies itself in headers or in its error body. An edge or a proxy adds headers, or answers with a page of
its own; without any sign of a store, the store's support has nothing to look up. The signs and pages are the table
`answerers`. Only failures are explained: nobody asks about a success. If nobody answered, `silence` explains that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from inspector.catalog import Catalog
from inspector.diagnosis.found import Found, Values, first, kept, spans
from inspector.diagnosis.seen import named
from inspector.facts import OF_GATEWAYS
from inspector.model import Fact, Finding, Pair, Report, Span

_HIT = re.compile(r"\s{0,9}(?:tcp_[a-z_]{0,40})?hit\b", re.IGNORECASE)
_PAGE_SIGNS = ("<!doctype html", "<html")
_HEAD_OF_PAGE, _MOST_OF_PAGE = 600, 20_000
_PRINTED_ID = 100


class _Seen(NamedTuple):
    """Somebody before the store: what kind, its name where known, how surely, its own ID, and where it shows."""

    who: str
    name: str
    sure: bool
    id: str
    span: Span


def find(report: Report, knowledge: Catalog) -> Found:
    """Tell who answered, where that explains a failure."""
    headers = tuple(pair for told in report.exchange.places for pair in told.headers)
    if not report.failed or not (headers or report.exchange.body):
        return Found()
    rules = knowledge.rules["answerers"]
    before = _by_header(headers, rules)
    if _is_of_store(report, headers, rules):
        return Found(_passed_on(report, headers, before))
    return Found(_without_store(report, before or _by_page(report, headers, rules)))


def _is_of_store(report: Report, headers: tuple[Pair, ...], rules: Mapping[str, Any]) -> bool:
    """Tell whether anything in the answer is a store's: its headers, its ID, its EC or its code."""
    begins = tuple(rules["store_headers"])
    servers = tuple(name.lower() for name in rules["store_servers"])
    for pair in headers:
        name = pair.name.lower()
        if name.startswith(begins) or (name == "server" and pair.value.lower().startswith(servers)):
            return True
    return bool(first(report, "ec") or first(report, "code") or _own_id(report))


def _own_id(report: Report) -> Fact | None:
    """Give the request ID that a store gave out."""
    return next((fact for fact in report.facts if fact.name == "request_id" and fact.place not in OF_GATEWAYS), None)


def _by_header(headers: tuple[Pair, ...], rules: Mapping[str, Any]) -> _Seen | None:
    """Find the first row of `signs` that matches a header, and the ID given by the same answerer."""
    folded = [(pair.name.lower(), pair) for pair in headers]
    for row in rules["signs"]:
        for name, pair in folded:
            if _meets(row, name, pair.value):
                return _Seen(row["who"], _name_of(row, pair), row.get("sure", True), _id_of(row, pair), pair.span)
    return None


def _meets(row: Mapping[str, Any], name: str, value: str) -> bool:
    wanted = row["header"]
    if not (name.startswith(wanted[:-1]) if wanted.endswith("*") else name == wanted):
        return False
    return row.get("value", "") in value.lower()


def _name_of(row: Mapping[str, Any], pair: Pair) -> str:
    """Give the name that the row knows; else the header, with its value only where that may be a name."""
    return row["name"] or (pair.name if row.get("sure", True) else f"{pair.name}: {pair.value[:_PRINTED_ID]}")


def _id_of(row: Mapping[str, Any], pair: Pair) -> str:
    return pair.value[:_PRINTED_ID] if row.get("id") else ""


def _by_page(report: Report, headers: tuple[Pair, ...], rules: Mapping[str, Any]) -> _Seen | None:
    """Recognise an HTML page, or the status that a gateway returns for the server behind it."""
    body = report.exchange.body
    server = named(headers, "server")
    program = next((name for name in rules["servers"] if server and server.value.startswith(name)), "")
    if body and any(sign in body.text[:_HEAD_OF_PAGE].lower() for sign in _PAGE_SIGNS):
        page = body.text[:_MOST_OF_PAGE].lower()
        span = body.span(0, len(body.text))
        for row in rules["pages"]:
            if row["holds"] in page:
                return _Seen(row["who"], row["name"], True, "", span)
        return _Seen("proxy", program, bool(program), "", span)
    status = first(report, "http_status")
    whole = len({pair.name.lower() for pair in headers} & set(rules["of_any_head"])) > 1  # lftp prints a part
    if whole and status and status.span and report.status in rules["gateway_statuses"]:
        return _Seen("proxy", program, False, "", status.span)
    return None


def _passed_on(report: Report, headers: tuple[Pair, ...], before: _Seen | None) -> tuple[Finding, ...]:
    """Say that the store answered through somebody else, or that the answer comes from a cache."""
    if before is None:
        return ()
    own = _own_id(report)
    cached = next((pair for pair in headers if pair.name.lower().endswith(("x-cache", "cache-status"))
                   and _HIT.match(pair.value)), None)  # fmt: skip
    if cached:
        return (Finding("answered-from-cache", "computed", _values("", before, own), spans(cached, own)),)
    grade = "observed" if before.sure else "inferred"
    return (Finding("answered-by", grade, _values("store", before, own), spans(before, own)),)


def _without_store(report: Report, seen: _Seen | None) -> tuple[Finding, ...]:
    if seen is None:
        return ()
    own = first(report, "request_id")
    if seen.id == "" and own:
        seen = seen._replace(id=own.value[:_PRINTED_ID])
    return (Finding("answered-by", "observed" if seen.sure else "inferred", _values(seen.who, seen), (seen.span,)),)


def _values(who: str, seen: _Seen, own: Fact | None = None) -> Values:
    return kept({"who": who, "name": seen.name, "own_id": seen.id, "request_id": own.value if own else ""})
