"""Requests of web pages: which part of which CORS rule refuses one, and what the browser hides from the page.

Rules are read wherever the capture contains their XML; without them, the finding gives the smallest rule that would
allow the request. What browsers print, and what counts as a refusal, is in the table `cors`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from inspector.catalog import Catalog
from inspector.diagnosis import cors_rules
from inspector.diagnosis.cors_rules import Asked, Failure, Rule
from inspector.diagnosis.found import Found, first, kept, spans
from inspector.diagnosis.seen import asked, named, request_body
from inspector.elements import elements
from inspector.model import Finding, Report, Span

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[^\s/?#@\"'<>]{1,253}")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}")
_URL = re.compile(r"(?:https?://)?(?:[^\s/@]{0,200}@)?([A-Za-z0-9.:_-]{1,255})(/[^\s?#\"'<>]{0,1000})?")
_GRADES = {"policy": "observed", "no-leave": "computed"}
_MOST_FIELDS, _MOST_WORDS, _MOST_HEADERS, _SHOWN = 40, 4000, 50, 400


def find(report: Report, knowledge: Catalog) -> Found:
    """Explain a refused cross-origin request, an answer that the browser hides, a header that it does not show."""
    rules = knowledge.rules["cors"]
    hidden = _hidden(report, knowledge)
    found: list[Finding] = []
    met = _rules(report) if hidden or _is_refused(report, rules) else ()
    if _is_refused(report, rules) or (hidden and (met or not first(report, "code"))):
        found += _of_rules(report, met, rules)
    if hidden and not (met and hidden[0] == "no-leave"):  # the rules tell why, and what to change
        found += _of_hidden(report, hidden, rules)
    return Found((*found, *_unexposed(report, rules)))


# --- what the browser hides --------------------------------------------------------------------------


def browser_hides(report: Report, knowledge: Catalog) -> bool:
    """Tell whether a browser hides what may have been an answer: that is not the same as no answer."""
    return _hidden(report, knowledge) is not None


def _hidden(report: Report, knowledge: Catalog) -> tuple[str, Span] | None:
    """Give how a browser kept an answer back, a kind of `cors.words` or `no-leave`, and what shows it."""
    if any(told.headers or told.body for told in report.exchange.places):
        return _without_leave(report)
    status = first(report, "http_status")
    if status and status.value not in knowledge.rules["nobody"]["statuses"]:
        return None
    kinds: Mapping[str, list[str]] = knowledge.rules["cors"]["words"]
    for row in elements(report.tree)[:_MOST_FIELDS]:
        words = row.value[:_MOST_WORDS].lower()
        for kind, pieces in kinds.items():
            if any(piece in words for piece in pieces):
                return kind, row.span
    return None


def _without_leave(report: Report) -> tuple[str, Span] | None:
    """Find an answer to a page of another origin that does not give that page leave to read it."""
    origin, mode = asked(report, "origin"), asked(report, "sec-fetch-mode")
    exchange = report.exchange
    if origin is None or not exchange.headers or report.provider is None or (mode and mode.value != "cors"):
        return None
    host = asked(report, "host", ":authority")
    if not _ORIGIN.fullmatch(origin.value) or host is None or origin.value.partition("://")[2] == host.value:
        return None
    allowed = named(exchange.headers, "access-control-allow-origin")
    if allowed and allowed.value in ("*", origin.value):
        return None
    return "no-leave", allowed.span if allowed else origin.span


def _of_hidden(report: Report, hidden: tuple[str, Span], rules: Mapping[str, Any]) -> Iterator[Finding]:
    kind, span = hidden
    origin = _origin(report)
    values = {
        "hides": kind,
        "origin": origin[0] if origin else "",
        "url": _address(report),
        "expose": _exposed(report, rules),
    }
    yield Finding("cors-hidden", _GRADES.get(kind, "inferred"), kept(values), (span,))


def _exposed(report: Report, rules: Mapping[str, Any]) -> str:
    own = rules["request_id"].get(report.provider or "", "")
    return ", ".join(name for name in (rules["etag"], own) if name)


def _unexposed(report: Report, rules: Mapping[str, Any]) -> Iterator[Finding]:
    """Name headers that the page may not read although its origin is allowed."""
    exchange = report.exchange
    leave = named(exchange.headers, "access-control-allow-origin")
    own = rules["request_id"].get(report.provider or "", "")
    if leave is None or own == "" or (report.fact("method") or "").upper() == "OPTIONS":
        return
    shown = [pair for pair in exchange.headers if pair.name.lower() == "access-control-expose-headers"]
    names = {name.strip().lower() for pair in shown for name in pair.value[:_MOST_WORDS].split(",")}
    received = {pair.name.lower() for pair in exchange.headers}
    wanted = [own] if report.failed else [rules["etag"]] if "partnumber=" in _target(report).lower() else []
    missing = [name for name in wanted if name.lower() in received and not {name.lower(), "*"} & names]
    if missing:
        yield Finding("cors-expose", "computed", (("missing", ", ".join(missing)),), spans(leave, *shown))


# --- which rule refuses ------------------------------------------------------------------------------


def _is_refused(report: Report, rules: Mapping[str, Any]) -> bool:
    if report.provider not in (*rules["providers"], None):
        return False
    if first(report, "code"):
        return report.fact("code") in rules["codes"] and "cors" in (report.fact("message") or "cors").lower()
    return report.fact("ec") in rules["ecs"] or (_preflight(report) and report.failed)


def _preflight(report: Report) -> bool:
    request = report.exchange.request
    return bool(request and request.start.method == "OPTIONS" and asked(report, "access-control-request-method"))


def _of_rules(report: Report, met: tuple[Rule, ...], rules: Mapping[str, Any]) -> Iterator[Finding]:
    if report.provider not in (*rules["providers"], None):
        return
    grade = "computed" if report.provider in rules["documented"] else "inferred"
    wanted, evidence = _wanted(report)
    if wanted is None:
        return
    if not met:
        if smallest := _smallest(wanted, report, rules):
            values = {"fails": "unknown", **_request(wanted), "xml": smallest}
            yield Finding("cors-rule", grade, kept(values), evidence)
        return
    rule, failed = cors_rules.nearest(met, wanted)
    told = {"rule": str(rule.number), "rules": str(len(met))}
    if not failed:
        values = {"fails": "nothing", **told, **_request(wanted)}
        yield Finding("cors-rule", grade, kept(values), spans(*evidence, rule))
    for one in failed:
        yield Finding("cors-rule", grade, kept(told | _failure(one)), spans(*evidence, rule))


def _failure(one: Failure) -> dict[str, str]:
    allowed = ", ".join(one.allowed)[:_SHOWN]
    return {"fails": one.part, "wanted": one.wanted[:_SHOWN], "allowed": allowed, "differs": one.differs}


def _request(wanted: Asked) -> dict[str, str]:
    return {"origin": wanted.origin, "method": wanted.method, "headers": ", ".join(wanted.headers or ())}


def _rules(report: Report) -> tuple[Rule, ...]:
    """Read the rules from the bodies of the capture, and from what was pasted beside the answer."""
    bodies = [*(told.body for told in report.exchange.places), request_body(report), *report.aside]
    for body in bodies:
        if body and "CORSRule" in body.text and (found := cors_rules.rules(body)):
            return found
    return ()


def _wanted(report: Report) -> tuple[Asked | None, tuple[Span, ...]]:
    """Read what the page asks for; a preflight speaks for the request that would follow."""
    origin = _origin(report)
    method = asked(report, "access-control-request-method")
    names = asked(report, "access-control-request-headers")
    if origin is None:
        return None, ()
    wanted = method.value.strip() if method else report.fact("method") or ""
    if not _TOKEN.fullmatch(wanted) or (wanted == "OPTIONS" and method is None):
        return None, ()
    listed = [name.strip() for name in names.value[:_MOST_WORDS].split(",")] if names else []
    headers = tuple(name for name in listed if _TOKEN.fullmatch(name))[:_MOST_HEADERS]
    return Asked(origin[0], wanted, headers if method else None), spans(origin[1], method, names)


def _smallest(wanted: Asked, report: Report, rules: Mapping[str, Any]) -> str:
    """Write the smallest rule that allows the request."""
    if wanted.method not in rules["methods"] or wanted.origin == "null":
        return ""
    rows = [("AllowedOrigin", wanted.origin), ("AllowedMethod", wanted.method)]
    rows += [("AllowedHeader", name) for name in wanted.headers or ()]
    rows += [("ExposeHeader", name) for name in _exposed(report, rules).split(", ") if name]
    written = (f"<{name}>{html.escape(value, quote=False)}</{name}>" for name, value in rows)
    return f"<CORSRule>{''.join(written)}</CORSRule>"


# --- what the capture shows --------------------------------------------------------------------------


def _origin(report: Report) -> tuple[str, Span] | None:
    """Give the origin of the page: the header, or the browser's words."""
    pair = asked(report, "origin")
    if pair and (_ORIGIN.fullmatch(pair.value) or pair.value == "null"):
        return pair.value, pair.span
    row = next((row for row in elements(report.tree)[:_MOST_FIELDS] if row.path.lower() == "origin"), None)
    return (row.value, row.span) if row and _ORIGIN.fullmatch(row.value) else None


def _target(report: Report) -> str:
    request = report.exchange.request
    return request.start.target if request else ""


def _address(report: Report) -> str:
    """Give the address without query and user: what is signed into a URL is nobody else's business."""
    row = next((row for row in elements(report.tree)[:_MOST_FIELDS] if row.path.lower() == "url"), None)
    target, host = _target(report), asked(report, "host")
    told = row.value if row else target if "://" in target else (host.value + target) if host else ""
    met = _URL.match(told[:_MOST_WORDS])
    return f"{met[1]}{met[2] or '/'}".removesuffix(":0") if met else ""  # Chromium adds the line of the page
