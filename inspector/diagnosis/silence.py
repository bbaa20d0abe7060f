"""Requests that nobody answered: the client's words for that, and what they say about the reason.

Which words mean what is the table `nobody`. In such a case no request ID is asked for: there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.catalog import Catalog
from inspector.diagnosis import endpoint_parts
from inspector.diagnosis.cors import browser_hides
from inspector.diagnosis.found import Found, Values, first, kept, spans
from inspector.diagnosis.seen import last_name
from inspector.elements import Element, elements
from inspector.model import Finding, Report

_CODE = "clienterrorcode"
_NAMES = {"failure", _CODE}
_IOS_ERROR = "com.aliyun.oss.clientError"
_MOST_WORDS, _MOST_FIELDS, _LONGEST_HOST = 4000, 40, 300


def find(report: Report, knowledge: Catalog) -> Found:
    """Say that nobody answered, and what the client's words tell of the reason."""
    if report.exchange.body or any(told.headers for told in report.exchange.places):
        return Found()
    rules = knowledge.rules["nobody"]
    status, failure = first(report, "http_status"), next(iter(failures(report, rules)), None)
    silent = status is not None and status.value in rules["statuses"]
    if _is_answered(report, rules) or (status and not silent):
        return Found()
    said = " ".join(row.value[:_MOST_WORDS] for row in elements(report.tree)[:_MOST_FIELDS]).lower()
    evidence = spans(failure or status or first(report, "message"))
    page = any(piece in said for piece in knowledge.rules["answerers"]["pages_unread"])
    if page or (silent and report.fact("client_id") in rules["unread_clients"]):
        return Found((Finding("answered-by", "inferred", (("who", "proxy"),), evidence),))
    came = any(piece in said for piece in rules["came"])
    if came or not (silent or failure) or browser_hides(report, knowledge):
        return Found()
    return Found((Finding("answered-by", "observed", _of_nobody(report, said, rules), evidence),))


def failures(report: Report, rules: Mapping[str, Any]) -> tuple[Element, ...]:
    """Give the rows by which a client says that it got no answer; none where its code stands for something else."""
    rows = tuple(row for row in elements(report.tree)[:_MOST_FIELDS] if last_name(row) in _NAMES)
    codes = (row.value.rpartition(" ")[2] for row in rows if last_name(row) == _CODE or _IOS_ERROR in row.value)
    return rows if all(code in rules["client_codes"] for code in codes) else ()


def _is_answered(report: Report, rules: Mapping[str, Any]) -> bool:
    """Tell whether an ID, an EC or a code stands there that only an answer has."""
    code = report.fact("code")
    of_client = code is None or code in rules["codes"] or code in rules["client_codes"]
    return not of_client or any(report.fact(name) for name in ("request_id", "ec"))


def _of_nobody(report: Report, said: str, rules: Mapping[str, Any]) -> Values:
    reason = _reason(report, said, rules)
    told = (place.text for place in endpoint_parts.in_message(report))
    values = {
        "who": "nobody",
        "failure": reason,
        "ask": "client" if reason == "unsent" else "network",
        "host": (report.fact("host") or next(told, ""))[:_LONGEST_HOST],
    }
    return kept(values)


def _reason(report: Report, said: str, rules: Mapping[str, Any]) -> str:
    if report.fact("http_status") in rules["local"].get(report.fact("client_id") or "", ()):
        return "unsent"
    return next((kind for kind, says in rules["reasons"].items() if any(piece in said for piece in says)), "unknown")
