"""The Signature Doctor: why the server's string to sign differs from the one that the client signed.

The server gives its string in the error; the client's is rebuilt from the captured request by the vendors' rules. If
they differ, the cause is named; if they agree, the secret or what the client really signed is suspect; without a
request, the server's string is explained. The secret itself is never known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis import signature_v1, signature_v4
from inspector.diagnosis.found import OURS, Found, Values, kept, spans
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.signature_causes import Cause, causes, signs
from inspector.diagnosis.signature_compare import alone, beside
from inspector.diagnosis.signature_resource import bucket_in, path_of
from inspector.diagnosis.signature_scope import of_scope
from inspector.diagnosis.signature_server import Line, Said, said, signed_elements
from inspector.diagnosis.signature_text import Named
from inspector.diagnosis.signature_trial import proven
from inspector.model import Compared, Comparison, Finding, Report

_MOST_SHOWN = 160
_DRAWN = str.maketrans("\r\n\t", "␍␊␉")
_LAST = ("signature-text-and-bytes-differ", "signature-equal", "signature-explained")
_MAY_BE_UNKNOWN = ("payload", "signed-headers")
_FORMS = {"v1": "v1", "v2": "v2", "aws2": "aws2", "oss4": "v4", "aws4": "aws4"}
_ONLY_OURS = ("signature-bucket-in-endpoint", "signature-product", "signature-double-slash", "signature-path-encoding")


def find(report: Report, knowledge: Catalog) -> Found:
    """Compare the two strings, or explain the server's."""
    if not _concerned(report):
        return Found()
    rules = knowledge.rules["signature"]
    ec, code = report.fact("ec") or "", report.fact("code") or ""
    shown = signed_elements(report)
    if ec not in rules["ecs"] and code not in rules["codes"] and "stringtosign" not in shown:
        return Found()
    request = sent(report)
    server = said(shown, report.exchange.body)
    findings = [*_received(request, shown), *of_scope(report, request, server, knowledge)]
    if server is None:
        return Found(tuple(findings))
    if server.altered:
        findings.append(_altered(server))
    comparison, told = _compared(server, request, shown, report, knowledge)
    return Found(_first_of_each((*told, *findings)), comparisons=(comparison,))


def _concerned(report: Report) -> bool:
    """Look cheaply whether an answer speaks of a signature at all."""
    if (report.fact("code") or "") == "SignatureDoesNotMatch" or (report.fact("ec") or "").startswith("0002-"):
        return True
    body = report.exchange.body
    return body is not None and "StringToSign" in body.text


# --- the strings -------------------------------------------------------------------------------------


def _compared(
    server: Said, request: Sent | None, shown: Named, report: Report, knowledge: Catalog
) -> tuple[Comparison, list[Finding]]:
    ours = report.provider in OURS
    given = _of_form(server, request, shown) or (_rebuilt(server, request, report, knowledge) if request else [])
    scheme = _scheme(server, request)
    encoded = not scheme.startswith("v1")
    if not given:
        rows = alone(server.lines)
        found = _inferred(signs(rows, encoded=encoded, compared=False), ours=ours)
        return Comparison(scheme, server.source, False, rows), [*found, _explained(rows, server)]
    lines, tried = proven(server, given)
    rows = beside(lines, given, all_headers=request is not None and request.headers is not None)
    comparison = Comparison(scheme, server.source, True, rows)
    grade = "inferred" if server.guessed else "computed"
    bucket = bucket_in(request.host, report, knowledge) if request else None
    if found := [_finding(cause, grade) for cause in causes(rows, bucket or "")]:
        return comparison, found
    unseen = _inferred(signs(rows, encoded=encoded, compared=True), ours=ours)
    known = all(row.rebuilt is not None for row in rows if row.name not in _MAY_BE_UNKNOWN)
    whole = known and not tried
    return comparison, [*unseen, _equal(rows, server) if whole else _explained(rows, server)]


def _of_form(server: Said, request: Sent | None, shown: Named) -> list[Line]:
    """Give the policy of a form upload: the field of the form, or what a program printed under that name."""
    field = (request.policy if request else None) or shown.get("policy")
    return [Line("policy", field.value, field.span)] if server.scheme == "policy" and field else []


def _rebuilt(server: Said, request: Sent, report: Report, knowledge: Catalog) -> list[Line]:
    """Give the lines that the request makes; none where its signature is of another kind, or of another store's."""
    rules = knowledge.rules["signature"]
    scheme = _kind(server, request)
    if scheme is None or (report.provider not in OURS and scheme in ("v1", "oss4") and not request.scheme):
        return []
    if scheme in ("v1", "aws2"):
        signed = next((line.text or "" for line in server.lines if line.name == "resource"), "")
        path = path_of(request, signed.partition("?")[0], report, knowledge)
        return signature_v1.rebuilt(request, scheme, server.lines, path, rules)
    uri = next((line.text or "" for line in server.lines if line.name == "canonical-uri"), "")
    path = path_of(request, unquote(uri), report, knowledge) if scheme == "oss4" else unquote(request.path)
    return signature_v4.rebuilt(request, scheme, server.lines, path, rules)


def _kind(server: Said, request: Sent) -> str | None:
    """Give the kind of signature both sides speak of. V1 and Amazon's V2 are told apart by the request."""
    if server.scheme not in ("v1", "aws2", "oss4", "aws4"):
        return None
    if not request.scheme or request.scheme == server.scheme:
        return server.scheme
    return request.scheme if {request.scheme, server.scheme} == {"v1", "aws2"} else None


def _scheme(server: Said, request: Sent | None) -> str:
    """Name the kind and the place of the signature, as a panel shows it."""
    if server.scheme == "policy":
        return "post-policy"
    kind = (_kind(server, request) if request else None) or server.scheme
    by_string = any(
        line.name == "expires" or (line.name == "canonical-query" and "signature-version=" in (line.text or ""))
        or (line.name == "canonical-query" and "x-amz-algorithm=" in (line.text or "").lower())
        for line in server.lines
    )  # fmt: skip
    in_url = request.in_url if request and request.scheme else by_string
    return f"{_FORMS[kind]}-{'url' if in_url else 'header'}"


def _inferred(found: Iterable[Cause], *, ours: bool) -> list[Finding]:
    """Leave out of a foreign store's string what only our providers' rules make a fault."""
    return [_finding(cause, "inferred") for cause in found if ours or cause.id not in _ONLY_OURS]


# --- findings ----------------------------------------------------------------------------------------


def _finding(cause: Cause, grade: str) -> Finding:
    row = cause.row
    values = {
        "line": row.name,
        "name": cause.name,
        "server": _around(cause.server, cause.sent),
        "sent": _around(cause.sent, cause.server),
        "character": str(row.differs + 1) if row.differs >= 0 else "",
    }
    return Finding(cause.id, grade, kept(values), spans(row.server_span, row.rebuilt_span))


def _equal(rows: tuple[Compared, ...], server: Said) -> Finding:
    return Finding("signature-equal", "computed", _values(rows), server.evidence)


def _explained(rows: tuple[Compared, ...], server: Said) -> Finding:
    id_ = {"policy": "signature-explained-policy", "oss4": "signature-explained-v4", "aws4": "signature-explained-v4"}
    return Finding(id_.get(server.scheme, "signature-explained"), "observed", _values(rows), server.evidence)


def _values(rows: tuple[Compared, ...]) -> Values:
    """Give the lines under names that a wording can use; dates are one, headers are told by their names."""
    lines = {row.name.replace("-", "_"): _visible(row.server or "") for row in rows if " " not in row.name}
    lines["date"] = lines.pop("expires", "") or lines.get("date", "") or lines.get("time", "")
    lines["content_type"] = lines.get("content_type", "") or _of_header(rows, "header content-type")
    lines["headers"] = _visible(", ".join(row.name[7:] for row in rows if row.name.startswith("header ")))
    return kept(lines)


def _of_header(rows: tuple[Compared, ...], name: str) -> str:
    return next((_visible(row.server or "") for row in rows if row.name == name), "")


def _altered(server: Said) -> Finding:
    text, given = server.altered or ("", "")
    values = (("text", _around(text, given)), ("bytes", _around(given, text)))
    return Finding("signature-text-and-bytes-differ", "observed", values, server.evidence)


_SPOILED: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("signature-plus-as-space", re.compile(r"\S \S"), lambda text: text.replace(" ", "+")),
    ("signature-path-encoding", re.compile(r"%[0-9A-Fa-f]{2}"), unquote),
)
"""What Base64 and hex never hold, and what was meant."""


def _received(request: Sent | None, shown: Named) -> list[Finding]:
    """Look at the signature that arrived, and hold it against the one that was sent."""
    element = shown.get("signatureprovided")
    if element is None:
        return []
    values = (("line", "signature"), ("server", _visible(element.value)))
    for id_, test, mend in _SPOILED:
        if test.search(element.value) and "*" not in element.value:
            meant = ("sent", _visible(mend(element.value)))
            return [Finding(id_, "computed", (*values, meant), (element.span,))]
    given = request.signature if request else ""
    cut = element.value.startswith(given)
    if not given or cut or any(mark in given + element.value for mark in ("*", "...", "xxxx", "<")):
        return []
    told = (*values, ("sent", _visible(given)))
    return [Finding("signature-another-request", "observed", told, spans(element, request))]


def _first_of_each(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep one finding of an id; what names a fault leads, what only sums up comes last."""
    kept: dict[str, Finding] = {}
    for finding in found:
        kept.setdefault(finding.id, finding)
    return tuple(sorted(kept.values(), key=lambda one: one.id.startswith(_LAST)))


def _around(text: str | None, other: str | None) -> str:
    """Cut a long text around the first character in which it differs from the other."""
    text, other = text or "", other or ""
    if len(text) <= _MOST_SHOWN:
        return _visible(text)
    at = next((i for i, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), 0)
    start = max(0, at - _MOST_SHOWN // 2)
    end = start + _MOST_SHOWN
    return ("…" if start else "") + _visible(text[start:end]) + ("…" if end < len(text) else "")


def _visible(text: str) -> str:
    """Draw what cannot be seen: line breaks, tabs, and blanks at an end."""
    drawn = text[: 2 * _MOST_SHOWN].translate(_DRAWN)
    bare = drawn.strip(" ")
    if not bare:
        return drawn
    before, _, after = drawn.partition(bare)
    return "␠" * len(before) + bare + "␠" * len(after)
