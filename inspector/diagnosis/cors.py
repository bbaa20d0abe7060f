"""Requests of web pages: which part of which CORS rule refuses one, and what the browser keeps from the page.

Rules are read wherever their XML stands in the capture; without them the smallest rule is given that would allow the
request. What browsers say, and what stands for a refusal, is the table `cors`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from inspector.catalog import Catalog
from inspector.diagnosis import cors_rules, seen
from inspector.diagnosis.cors_rules import Asked, Failure, Rule, kept
from inspector.diagnosis.found import Found, first
from inspector.elements import elements
from inspector.model import Finding, Pair, Report, Span

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
    if hidden:
        found += _of_hidden(report, hidden, rules)
    return Found((*found, *_unexposed(report, rules)))


# --- what the browser hides --------------------------------------------------------------------------


def browser_hides(report: Report, knowledge: Catalog) -> bool:
    """Tell whether a browser's words stand where an answer may have come: that is not the same as no answer."""
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
    origin, mode = _asks(report, "origin"), _asks(report, "sec-fetch-mode")
    exchange = report.exchange
    if origin is None or not exchange.headers or report.provider is None or (mode and mode.value != "cors"):
        return None
    host = _asks(report, "host") or _asks(report, ":authority")
    if not _ORIGIN.fullmatch(origin.value) or host is None or origin.value.partition("://")[2] == host.value:
        return None
    allowed = next((pair for pair in exchange.headers if pair.name.lower() == "access-control-allow-origin"), None)
    if allowed and allowed.value in ("*", origin.value):
        return None
    return "no-leave", allowed.span if allowed else origin.span


def _of_hidden(report: Report, hidden: tuple[str, Span], rules: Mapping[str, Any]) -> Iterator[Finding]:
    kind, span = hidden
    origin = _origin(report)
    values = kept(
        ("hides", kind),
        ("origin", origin[0] if origin else ""),
        ("url", _address(report)),
        ("expose", _exposed(report, rules)),
    )
    yield Finding("cors-hidden", _GRADES.get(kind, "inferred"), values, (span,))


def _exposed(report: Report, rules: Mapping[str, Any]) -> str:
    own = rules["request_id"].get(report.provider or "", "")
    return ", ".join(name for name in (rules["etag"], own) if name)


def _unexposed(report: Report, rules: Mapping[str, Any]) -> Iterator[Finding]:
    """Name headers that the page may not read although its origin is allowed."""
    exchange = report.exchange
    leave = next((pair for pair in exchange.headers if pair.name.lower() == "access-control-allow-origin"), None)
    own = rules["request_id"].get(report.provider or "", "")
    if leave is None or own == "" or (report.fact("method") or "").upper() == "OPTIONS":
        return
    shown = [pair for pair in exchange.headers if pair.name.lower() == "access-control-expose-headers"]
    names = {name.strip().lower() for pair in shown for name in pair.value[:_MOST_WORDS].split(",")}
    received = {pair.name.lower() for pair in exchange.headers}
    wanted = [own] if report.failed else [rules["etag"]] if "partnumber=" in _target(report).lower() else []
    missing = [name for name in wanted if name.lower() in received and not {name.lower(), "*"} & names]
    if missing:
        evidence = tuple(pair.span for pair in (leave, *shown))
        yield Finding("cors-expose", "computed", (("missing", ", ".join(missing)),), evidence)


# --- which rule refuses ------------------------------------------------------------------------------


def _is_refused(report: Report, rules: Mapping[str, Any]) -> bool:
    if report.provider not in (*rules["providers"], None):
        return False
    if first(report, "code"):
        return report.fact("code") in rules["codes"] and "cors" in (report.fact("message") or "cors").lower()
    return report.fact("ec") in rules["ecs"] or (_preflight(report) and report.failed)


def _preflight(report: Report) -> bool:
    request = report.exchange.request
    return bool(request and request.start.method == "OPTIONS" and _asks(report, "access-control-request-method"))


def _of_rules(report: Report, met: tuple[Rule, ...], rules: Mapping[str, Any]) -> Iterator[Finding]:
    if report.provider not in (*rules["providers"], None):
        return
    grade = "computed" if report.provider in rules["documented"] else "inferred"
    asked, evidence = _asked(report)
    if asked is None:
        return
    if not met:
        if smallest := _smallest(asked, report, rules):
            yield Finding("cors-rule", grade, kept(("fails", "unknown"), *_request(asked), ("xml", smallest)), evidence)
        return
    rule, failed = cors_rules.nearest(met, asked)
    told = (("rule", str(rule.number)), ("rules", str(len(met))))
    if not failed:
        yield Finding("cors-rule", grade, kept(("fails", "nothing"), *told, *_request(asked)), (*evidence, rule.span))
    for one in failed:
        yield Finding("cors-rule", grade, kept(("fails", one.part), *told, *_failure(one)), (*evidence, rule.span))


def _failure(one: Failure) -> tuple[tuple[str, str], ...]:
    allowed = ", ".join(one.allowed)[:_SHOWN]
    return (("wanted", one.wanted[:_SHOWN]), ("allowed", allowed), ("differs", one.differs))


def _request(asked: Asked) -> tuple[tuple[str, str], ...]:
    return kept(("origin", asked.origin), ("method", asked.method), ("headers", ", ".join(asked.headers or ())))


def _rules(report: Report) -> tuple[Rule, ...]:
    """Read the rules from the bodies of the capture, and from what was pasted beside the answer."""
    beside = report.aside
    bodies = [told.body for told in report.exchange.places if told.body]
    sent = seen.request_body(report)
    for text in (*bodies, *([sent] if sent else []), *beside):
        if "CORSRule" in text.text and (found := cors_rules.rules(text)):
            return found
    return ()


def _asked(report: Report) -> tuple[Asked | None, tuple[Span, ...]]:
    """Read what the page asks for; a preflight speaks for the request that would follow."""
    origin = _origin(report)
    method = _asks(report, "access-control-request-method")
    names = _asks(report, "access-control-request-headers")
    if origin is None:
        return None, ()
    wanted = method.value.strip() if method else report.fact("method") or ""
    if not _TOKEN.fullmatch(wanted) or (wanted == "OPTIONS" and method is None):
        return None, ()
    listed = [name.strip() for name in names.value[:_MOST_WORDS].split(",")] if names else []
    headers = tuple(name for name in listed if _TOKEN.fullmatch(name))[:_MOST_HEADERS]
    evidence = tuple(pair.span for pair in (method, names) if pair)
    return Asked(origin[0], wanted, headers if method else None), (origin[1], *evidence)


def _smallest(asked: Asked, report: Report, rules: Mapping[str, Any]) -> str:
    """Write the smallest rule that allows the request."""
    if asked.method not in rules["methods"] or asked.origin == "null":
        return ""
    named = [("AllowedOrigin", asked.origin), ("AllowedMethod", asked.method)]
    named += [("AllowedHeader", name) for name in asked.headers or ()]
    named += [("ExposeHeader", name) for name in _exposed(report, rules).split(", ") if name]
    return (
        "<CORSRule>"
        + "".join(f"<{name}>{html.escape(value, quote=False)}</{name}>" for name, value in named)
        + "</CORSRule>"
    )


# --- what the capture shows --------------------------------------------------------------------------


def _origin(report: Report) -> tuple[str, Span] | None:
    """Give the origin of the page: the header, or the browser's words."""
    pair = _asks(report, "origin")
    if pair and (_ORIGIN.fullmatch(pair.value) or pair.value == "null"):
        return pair.value, pair.span
    row = next((row for row in elements(report.tree)[:_MOST_FIELDS] if row.path.lower() == "origin"), None)
    return (row.value, row.span) if row and _ORIGIN.fullmatch(row.value) else None


def _asks(report: Report, name: str) -> Pair | None:
    requests = (told.request for told in report.exchange.places if told.request)
    return next((pair for request in requests for pair in request.headers if pair.name.lower() == name), None)


def _target(report: Report) -> str:
    request = report.exchange.request
    return request.start.target if request else ""


def _address(report: Report) -> str:
    """Give the address without query and user: what is signed into a URL is nobody else's business."""
    row = next((row for row in elements(report.tree)[:_MOST_FIELDS] if row.path.lower() == "url"), None)
    target, host = _target(report), _asks(report, "host")
    told = row.value if row else target if "://" in target else (host.value + target) if host else ""
    met = _URL.match(told[:_MOST_WORDS])
    return f"{met[1]}{met[2] or '/'}".removesuffix(":0") if met else ""  # Chromium adds the line of the page
