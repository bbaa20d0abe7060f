"""Examines a signed URL: when it was signed, until when it is valid, when it was used, and what is wrong with it.

Keys, signatures and tokens never appear among the values: only names, times and lengths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis import times
from inspector.diagnosis.clock_readings import Reading, readings, server_clock
from inspector.diagnosis.found import Found, Values, spans
from inspector.diagnosis.presigned import SignedUrl, signed_url
from inspector.facts import is_masked
from inspector.model import Finding, Report

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_MOST_NAMES = 12
_MILLISECONDS = re.compile(r"[0-9]{13}")
_SCOPE_PARTS = 5
_HIDDEN = ("<", "[", "…", "{")
"""How people begin what they put into the place of a secret."""

_Fault = tuple[str, str, Values]
"""Its name, its grade, and its values."""


def find(report: Report, knowledge: Catalog) -> Found:
    """Take the signed URL of a failed request apart; an answer that tells of an expired one is enough for that."""
    if not report.failed:
        return Found()
    url = signed_url(report, knowledge)
    read = readings(report, knowledge)
    until = next((one for one in read if one.clock == "expires"), None)
    if url is None and until is None:
        return Found()
    server = server_clock(read)
    findings = [*_expired(until, server)]
    if url:
        findings += [_told(url, server), *_faults(url)]
    return Found(tuple(findings))


def _expired(until: Reading | None, server: Reading | None) -> Iterator[Finding]:
    if until is None or server is None or until.time >= server.time:
        return
    values = (
        ("valid_until", times.shown(until.time)),
        ("used_at", times.shown(server.time)),
        ("other_clock", server.clock),
        ("gap_seconds", str(times.gap(server.time, until.time))),
    )
    yield Finding("signed-url-expired", server.grade, values, spans(until, server))


def _told(url: SignedUrl, server: Reading | None) -> Finding:
    moments: tuple[tuple[str, datetime | None], ...] = (
        ("signed_at", url.signed_at),
        ("valid_until", url.valid_until),
        ("used_at", server.time if server else None),
    )
    values = (
        ("scheme", str(url.rules["name"])),
        ("verdict", _state(url, server)),
        *((name, times.shown(moment)) for name, moment in moments if moment),
        ("signed", ", ".join(_signed(url))),
    )
    return Finding("signed-url", "computed" if url.signed_at else "observed", values, spans(url, server))


def _state(url: SignedUrl, server: Reading | None) -> str:
    if url.valid_until is None or server is None:
        return "url-unknown"
    if server.time > url.valid_until:
        return "url-expired"
    return "url-early" if url.signed_at and url.signed_at > server.time else "url-valid"


def _signed(url: SignedUrl) -> Iterator[str]:
    """Name what the signature covers beside the path: a token, headers, overrides of the answer, sub-resources."""
    own = {str(url.rules[role]).lower() for role in ("token", "headers") if role in url.rules}
    own |= {name.lower() for name in url.rules["required"]}
    names = [name for name in url.order if name.lower() not in own and _is_signed(name)]
    names = [url.rules["token"]] * (url.rules["token"].lower() in url.sent) + names
    headers = [name for name in re.split(r"[;,]", url.value("headers")[:1000]) if name]
    found = [*names, *(f"header {name}" for name in headers)]
    yield from [name for name in dict.fromkeys(found) if _NAME.fullmatch(name.removeprefix("header "))][:_MOST_NAMES]


def _is_signed(name: str) -> bool:
    """Tell the parameters that change the request's meaning in every scheme from those that a tool added."""
    lowered = name.lower()
    return lowered.startswith(("response-", "x-oss-", "x-amz-", "callback")) or lowered in (
        "versionid", "uploadid", "partnumber", "append", "position", "acl", "tagging",
    )  # fmt: skip


# --- what is wrong with it ---------------------------------------------------------------------------


def _faults(url: SignedUrl) -> Iterator[Finding]:
    for look in _LOOKS:
        for name, grade, values in look(url):
            yield Finding("signed-url-missing-parameter", grade, (("fault", name), *values), spans(url))


def _missing(url: SignedUrl) -> Iterator[_Fault]:
    names = [name for name in url.rules["required"] if not url.sent.get(name.lower(), "").strip()]
    if names:
        lone = len(url.order) == 1 and url.order[0] != url.rules["signature"]
        yield "cut" if lone else "missing", "observed", (("parameters", ", ".join(names)),)


def _escaped(url: SignedUrl) -> Iterator[_Fault]:
    if url.escaped:
        yield "escaped", "inferred", (("escape", url.escaped),)


def _signature(url: SignedUrl) -> Iterator[_Fault]:
    """Look at the form of the signature: Base64 holds `+`, `/` and `=`, which a URL must write as %2B, %2F and %3D."""
    raw, length = url.raw("signature"), int(url.rules["length"])
    name = (("parameters", str(url.rules["signature"])),)
    if not raw or is_masked(raw) or is_masked(unquote(raw)) or raw.startswith(_HIDDEN):
        return
    if re.search(r"\s|%20", raw.strip()):
        yield "blank", "computed", name
    elif "+" in raw and "date" not in url.rules:
        yield "plus", "inferred", name
    elif re.search(r"%25(?:2[BbFf]|3[Dd])", raw):
        yield "twice-encoded", "computed", name
    elif len(unquote(raw)) != length:
        yield "length", "computed", (*name, ("length", str(len(unquote(raw)))), ("wanted", str(length)))


def _validity(url: SignedUrl) -> Iterator[_Fault]:
    expires = url.value("expires")
    name = (("parameters", str(url.rules["expires"])),)
    if not expires or is_masked(expires):
        return
    if "date" not in url.rules and _MILLISECONDS.fullmatch(expires):
        yield "milliseconds", "computed", name
    elif not re.fullmatch(r"[0-9]{1,12}", expires):
        yield "no-number", "computed", name
    elif "longest_seconds" in url.rules and not 0 < int(expires) <= url.rules["longest_seconds"]:
        longest = str(url.rules["longest_seconds"])
        yield "too-long", "computed", (*name, ("duration_seconds", str(int(expires))), ("longest_seconds", longest))


def _date(url: SignedUrl) -> Iterator[_Fault]:
    """Hold the date against its form, and against the day in the credential: they go into one signature."""
    if "date" not in url.rules:
        return
    date = url.value("date")
    name = (("parameters", str(url.rules["date"])),)
    if date and not url.signed_at and not is_masked(date):
        yield "date-form", "computed", name
    credential = url.value("credential")
    parts = credential.split("/")
    if not credential or is_masked(credential.partition("/")[2] or credential):
        return
    if len(parts) != _SCOPE_PARTS or parts[-1] != url.rules["terminator"]:
        yield "credential-form", "computed", (("parameters", str(url.rules["credential"])),)
    elif url.signed_at and parts[1] != f"{url.signed_at:%Y%m%d}":
        yield "credential-day", "computed", (("parameters", f"{url.rules['credential']}, {url.rules['date']}"),)


def _version(url: SignedUrl) -> Iterator[_Fault]:
    told = url.value("version")
    if told and told != url.rules["algorithm"]:
        yield "version", "computed", (("parameters", str(url.rules["version"])), ("wanted", url.rules["algorithm"]))


def _token(url: SignedUrl) -> Iterator[_Fault]:
    """Look for the token that a key of STS is worth nothing without."""
    if url.value("credential").startswith("STS.") and not url.raw("token").strip():
        yield "token", "computed", (("parameters", str(url.rules["token"])),)


_LOOKS: tuple[Callable[[SignedUrl], Iterator[_Fault]], ...] = (
    _missing, _escaped, _signature, _validity, _date, _version, _token,
)  # fmt: skip
