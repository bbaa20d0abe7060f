"""Upload callbacks of Alibaba Cloud OSS: what the parameter asks for, what is wrong with it, and what status 203 means.

`x-oss-callback` and `x-oss-callback-var`, or `callback` and `callback-var` in the URL, are JSON in Base64. Findings
never show a user, the value of a query or a constant of the body, because any of these may be a secret.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis import callback_faults
from inspector.diagnosis.callback_faults import Asked, Fault, shown_body, shown_urls
from inspector.diagnosis.found import Found, Values, first, kept, spans
from inspector.diagnosis.seen import element, from_base64
from inspector.facts import is_masked
from inspector.model import Finding, Report, Span

_HEADERS = {"x-oss-callback": "callback", "x-oss-callback-var": "callback-var"}
_OURS = ("aliyun-oss", None)
_LONGEST, _SHOWN, _MOST_PIECES = 16 * 1024, 300, 200
_STATUS = re.compile(r"status\s{0,9}[:：]\s{0,9}(\d{3})\b", re.IGNORECASE)


class _Sent(NamedTuple):
    """A parameter as it was sent: which one, its text, where it stands; `plain` where the server decoded it."""

    name: str
    text: str
    way: str
    span: Span
    plain: bool = False


def find(report: Report, knowledge: Catalog) -> Found:
    """Read the callback of the request, and say what became of the object where the callback failed."""
    rules = knowledge.rules["callback"]
    if report.provider not in _OURS or not (report.failed or report.status in (None, rules["status"])):
        return Found()
    return Found((*_stored(report, rules), *_decoded(report, rules)))


def _stored(report: Report, rules: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Explain status 203: the object was stored, but the callback failed."""
    code, status = first(report, "code"), first(report, "http_status")
    failed = code and code.value in rules["codes"]
    if not failed and not (report.provider and code is None and report.status == rules["status"]):
        return ()
    message = first(report, "message")
    said = message.value.lower() if message else ""
    answer = _STATUS.search(said[:1000])
    reason = next((row["reason"] for row in rules["answers"] if any(piece in said for piece in row["says"])), "unknown")
    values = {
        "callback_reason": reason,
        "app_status": answer[1] if answer else "",
        "seconds": str(rules["seconds"]),
        "megabytes": str(rules["megabytes"]),
    }
    return (Finding("callback-stored", "computed", kept(values), spans(status, code, message)),)


# --- the parameter -----------------------------------------------------------------------------------


def _decoded(report: Report, rules: Mapping[str, Any]) -> Iterator[Finding]:
    sent = [one for one in _sent(report) if not is_masked(one.text)]
    for name in ("callback", "callback-var"):
        same = [one for one in sent if one.name == name]
        if len({one.way for one in same if not one.plain}) > 1:
            yield Finding("callback-twice", "computed", (("parameter", name),), spans(*same))
    asked = next((one for one in sent if one.name == "callback"), None)
    own = next((one for one in sent if one.name == "callback-var"), None)
    variables, told = _read(own, rules) if own else (None, ())
    if own:
        yield from _faults((*told, *callback_faults.of_variables(variables)), own)
    if asked is None:
        return
    content, told = _read(asked, rules)
    if content is None:
        yield from _faults(told, asked)
        return
    whole = Asked(content, variables, complete=_carries_variables(report) and (own is None or variables is not None))
    yield Finding("callback-decoded", "computed", _values(content, variables), spans(asked, own))
    yield from _faults((*told, *callback_faults.of_callback(whole, rules)), asked)


def _sent(report: Report) -> Iterator[_Sent]:
    """Give every callback parameter of the request, and the one that the server quotes in its refusal."""
    for place in report.exchange.places:
        if place.request is None:
            continue
        for pair in place.request.headers:
            if name := _HEADERS.get(pair.name.lower()):
                yield _Sent(name, pair.value.strip(), "header", pair.span)
        start = place.request.start
        for piece in start.target.partition("?")[2].split("&", _MOST_PIECES)[:_MOST_PIECES]:
            name, _, value = piece.partition("=")
            if name in _HEADERS.values() and value:
                yield _Sent(name, unquote(value), "url", start.span)
    argument, value_row = element(report, "ArgumentName"), element(report, "ArgumentValue")
    if argument and value_row:
        name = argument.value.lower().removeprefix("x-oss-")
        if name in _HEADERS.values():
            yield _Sent(
                name, value_row.value.strip(), "answer", value_row.span, value_row.value.lstrip().startswith("{")
            )


def _read(sent: _Sent, rules: Mapping[str, Any]) -> tuple[dict[str, Any] | None, tuple[Fault, ...]]:
    """Decode a parameter into its JSON object; None and the fault if that is not possible."""
    if len(sent.text) > _LONGEST:
        return None, (Fault("too-long", str(len(sent.text))),)
    told = [Fault("too-long", str(len(sent.text)))] if len(sent.text) > rules["bytes"] and not sent.plain else []
    text: str | None = sent.text
    if not sent.plain:
        text, fault = _from_base64(sent.text)
        told += [Fault(fault)] if fault else []
    if text is None:
        return None, tuple(told)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        return None, (*told, Fault("not-json"))
    return content, tuple(told)


def _from_base64(text: str) -> tuple[str | None, str]:
    """Decode Base64; missing padding and the URL alphabet are accepted, but reported."""
    if (read := _text_of(text)) is not None:
        return read, ""
    mended = "".join(text.split()).translate(str.maketrans("-_", "+/")).rstrip("=")
    read = _text_of(mended + "=" * (-len(mended) % 4))
    return (read, "loose-base64") if read and read.lstrip().startswith("{") else (None, "not-base64")


def _text_of(encoded: str) -> str | None:
    raw = from_base64(encoded)
    try:
        return None if raw is None else raw.decode()
    except UnicodeDecodeError:
        return None


def _carries_variables(report: Report) -> bool:
    """Tell whether custom variables would be in callback-var: a form (PostObject) sends them as fields."""
    request = report.exchange.request
    return request is not None and (report.fact("method") == "PUT" or "uploadId=" in request.start.target)


def _faults(faults: tuple[Fault, ...], sent: _Sent) -> Iterator[Finding]:
    for fault in dict.fromkeys(faults):
        values = {"detail": fault.detail[:_SHOWN], "instead": fault.instead, "parameter": sent.name}
        yield Finding(f"callback-{fault.kind}", fault.grade, kept(values), (sent.span,))


def _values(content: Mapping[str, Any], variables: Mapping[str, Any] | None) -> Values:
    def text(name: str) -> str:
        value = content.get(name)
        return value if isinstance(value, str) else ""

    values = {
        "url": shown_urls(text("callbackUrl")),
        "host": text("callbackHost")[:_SHOWN],
        "body": shown_body(text("callbackBody")),
        "body_type": text("callbackBodyType")[:_SHOWN],
        "own_variables": ", ".join(list(variables)[:20])[:_SHOWN] if variables else "",
    }
    return kept(values)
