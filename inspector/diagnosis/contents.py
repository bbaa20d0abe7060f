"""Compares a content with what is said about it: Content-MD5, CRC-64, Content-Length, and ranges of it.

Copying changes line ends and loses the last one, so a body is compared in each form that it may have had (RFC 1864 for
Content-MD5, RFC 9110 for ranges). A difference that copying may explain is not reported.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

from inspector.catalog import Catalog
from inspector.diagnosis.found import Found, spans
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.seen import answered, element, from_base64, named, request_body, whole
from inspector.elements import elements
from inspector.facts import is_masked
from inspector.model import Excerpt, Exchange, Finding, Report, Span

_MOST = 128 * 1024
"""Characters of a body that are hashed and counted."""

_MD5_BYTES = 16
_HEX_MD5 = re.compile(r"[0-9A-Fa-f]{32}")
_SLACK = 16
"""Bytes by which a cut body must fall short: less may be white space that a copy lost."""

_CRC_PRINTED = re.compile(
    r"client(?: crc| checksum)?[ :=]{1,3}(-?\d{1,20})\b.{0,60}?"
    r"\b(?:server|oss)(?: crc| checksum)?[ :=]{1,3}(-?\d{1,20})\b",
    re.IGNORECASE,
)
_CRC_SIGNS = ("crc", "checksum", "nconsistent")
_RANGE = re.compile(r"bytes=(\d{0,20})-(\d{0,20})")
_SIZE = re.compile(r"bytes (?:\*|\d{1,20}-\d{1,20})/(\d{1,20})")
_SATISFIED = re.compile(r"bytes (\d{1,19})-(\d{1,19})/(?:\d{1,20}|\*)")
_AROUND_TAGS = re.compile(r"\s+(?=[<?/]?>|<)|(?<=>)\s+")
_RUN = re.compile(r"\s+")
_CODED = ("transfer-encoding", "content-encoding")
_PARTIAL = 206


def find(report: Report, knowledge: Catalog) -> Found:
    """Check what can be checked; of successes only what the head itself contradicts."""
    code = report.fact("code") or ""
    rules = knowledge.rules["contents"]
    found: list[Finding] = []
    if code in rules["md5_codes"]:
        found += _md5(report)
    if code in rules["range_codes"]:
        found += _range(report)
    if code in rules["length_codes"]:
        found += _request_length(report)
    if report.failed:
        found += _length(report)
    elif report.status == _PARTIAL:
        found += _satisfied(report)
    return Found((*found, *_crc64(report)))


def _forms(text: str) -> Iterator[bytes]:
    """Give the bytes that a body may have had before it was copied: other line ends, one more at its end."""
    lines = text.replace("\r\n", "\n")
    for body in dict.fromkeys((text, lines, lines.replace("\n", "\r\n"))):
        for end in ("", "\n", "\r\n"):
            yield (body + end).encode("utf-8", "replace")


# --- Content-MD5 -------------------------------------------------------------------------------------


def _md5(report: Report) -> Iterator[Finding]:
    """Say what is wrong with the form of a Content-MD5; where nothing is, hold it against the body."""
    request = sent(report)
    shown = (request.header("content-md5") if request else None) or element(report, "Content-MD5")
    if shown is None or is_masked(shown.value):
        return
    value = shown.value.strip()[:200]
    digest = from_base64(value)
    hexadecimal = value if _HEX_MD5.fullmatch(value) else (digest or b"").decode("ascii", "replace")
    if _HEX_MD5.fullmatch(hexadecimal):
        right = base64.b64encode(bytes.fromhex(hexadecimal)).decode()
        yield Finding("content-md5-hex", "computed", (("sent", value), ("right", right)), (shown.span,))
    elif digest is None:
        yield Finding("content-md5-form", "computed", (("sent", value),), (shown.span,))
    elif len(digest) != _MD5_BYTES:
        values = (("sent", value), ("bytes", str(len(digest))))
        yield Finding("content-md5-length", "computed", values, (shown.span,))
    elif body := request_body(report):
        yield from _against(digest, body, request, shown.span)


def _against(digest: bytes, body: Excerpt, request: Sent | None, shown: Span) -> Iterator[Finding]:
    """Compare a digest with a body; a difference is reported only if the length shows that the body is complete."""
    header = request.header("content-length") if request else None
    if len(body.text) > _MOST or header is None:
        return
    forms = [form for form in _forms(body.text) if len(form) == whole(header.value)]
    sums = [hashlib.md5(form, usedforsecurity=False).digest() for form in forms]
    if not sums:
        return
    right = base64.b64encode(digest if digest in sums else sums[0]).decode()
    values = (("sent", base64.b64encode(digest).decode()), ("right", right), ("bytes", str(len(forms[0]))))
    evidence = (shown, body.span(0, len(body.text)))
    yield Finding("content-md5-agrees" if digest in sums else "content-md5", "computed", values, evidence)


# --- Content-Length ----------------------------------------------------------------------------------


def _length(report: Report) -> Iterator[Finding]:
    """Compare the head of an error with its body: the body may be cut off, or longer than what was sent."""
    exchange = report.exchange
    body = exchange.body
    if body is None or len(body.text) > _MOST or not body.text.isascii() or not _is_plain(exchange):
        return
    if any(is_masked(one.value) for one in elements(report.tree)):  # a mask is shorter or longer than what it hides
        return
    header = named(exchange.headers, "content-length")
    declared = whole(header.value) if header else None
    if header is None or not declared:
        return
    counted = len(body.text)
    values = (("declared", str(declared)), ("counted", str(counted)))
    evidence = (header.span, body.span(0, counted))
    if not _ends(body.text) and declared > counted + _SLACK:
        yield Finding("content-length-cut", "computed", values, evidence)
    elif body.text.startswith(("<", "{")) and len(_least(body.text)) > declared:
        yield Finding("content-length", "computed", values, evidence)


def _is_plain(exchange: Exchange) -> bool:
    """Tell whether the capture has the body as it was sent: not encoded, not decoded by us, not of a HEAD request."""
    coded = any(named(exchange.headers, name) for name in _CODED)
    decoded = any(problem.id.startswith("body-") for problem in exchange.problems)
    head = exchange.request is not None and exchange.request.start.method == "HEAD"
    return not (coded or decoded or head)


def _ends(text: str) -> bool:
    """Tell whether a body ends as XML, HTML or JSON does."""
    return text.rstrip().endswith((">", "}", "]"))


def _least(text: str) -> str:
    """Take out the white space that a viewer or an editor may have put in."""
    return _RUN.sub(" ", _AROUND_TAGS.sub("", text)) if text.startswith("<") else "".join(text.split())


def _request_length(report: Report) -> Iterator[Finding]:
    """Hold the request's Content-Length against its body."""
    body, request = request_body(report), sent(report)
    header = request.header("content-length") if request else None
    declared = whole(header.value) if header else None
    if body is None or header is None or declared is None or not body.text.isascii() or len(body.text) > _MOST:
        return
    sizes = [len(form) for form in _forms(body.text)]
    if not min(sizes) <= declared <= max(sizes):
        values = (("declared", str(declared)), ("counted", str(len(body.text))))
        yield Finding("content-length-request", "computed", values, (header.span, body.span(0, len(body.text))))


# --- ranges ------------------------------------------------------------------------------------------


def _range(report: Report) -> Iterator[Finding]:
    """Hold the range asked for against the size of the object, and against the form that ranges have."""
    request = sent(report)
    asked = (request.header("range") if request else None) or element(report, "RangeRequested")
    if asked is None or is_masked(asked.value):
        return
    value = asked.value.strip()[:200]
    match = _RANGE.fullmatch(value)
    first, last = (whole(match[1]), whole(match[2])) if match else (None, None)
    if value.startswith("bytes=") and "," in value:
        yield Finding("content-range-several", "computed", (("range", value),), (asked.span,))
    elif first is None and last is None:
        yield Finding("content-range-form", "computed", (("range", value),), (asked.span,))
    elif first is not None and last is not None and last < first:
        yield Finding("content-range-reversed", "computed", (("range", value),), (asked.span,))
    else:
        yield from _beyond(report, asked.span, value, first)


def _beyond(report: Report, asked: Span, value: str, first: int | None) -> Iterator[Finding]:
    header = answered(report, "content-range")
    match = _SIZE.fullmatch(header.value.strip()) if header else None
    row = element(report, "ActualObjectSize")
    size = whole(match[1] if match else row.value if row else None)
    evidence = spans(asked, header if match else row)
    if size == 0:
        yield Finding("content-range-empty", "computed", (("range", value),), evidence)
    elif size is not None and first is not None and first >= size:
        values = (("range", value), ("first", str(first)), ("size", str(size)), ("last", str(size - 1)))
        yield Finding("content-range", "computed", values, evidence)


def _satisfied(report: Report) -> Iterator[Finding]:
    """Hold the length of a part of an object against the range that it is said to be."""
    header = named(report.exchange.headers, "content-range")
    size = named(report.exchange.headers, "content-length")
    match = _SATISFIED.fullmatch(header.value.strip()) if header else None
    declared = whole(size.value) if size else None
    if header is None or size is None or match is None or declared is None or not _is_plain(report.exchange):
        return
    covered = int(match[2]) - int(match[1]) + 1
    if covered != declared:
        values = (("range", header.value.strip()), ("covered", str(covered)), ("declared", str(declared)))
        yield Finding("content-range-length", "computed", values, (header.span, size.span))


# --- CRC-64 ------------------------------------------------------------------------------------------


def _crc64(report: Report) -> tuple[Finding, ...]:
    """Read the two checksums that a client printed because they differ."""
    client, server = element(report, "ClientChecksum"), element(report, "ServerChecksum")
    if client and server:
        return _differing(client.value, server.value, (client.span, server.span))
    for fact in report.facts:
        if fact.name == "message" and any(sign in fact.value for sign in _CRC_SIGNS):
            match = _CRC_PRINTED.search(fact.value[:2000])
            if match:
                return _differing(match[1], match[2], spans(fact))
    return ()


def _differing(client: str, server: str, evidence: tuple[Span, ...]) -> tuple[Finding, ...]:
    try:
        sums = [int(value[:21]) % 2**64 for value in (client, server)]  # Java prints them with a sign
    except ValueError:
        return ()
    if sums[0] == sums[1]:
        return ()
    values = (("client", str(sums[0])), ("server", str(sums[1])))
    found = Finding("crc64", "observed", values, evidence)
    for number, nothing in zip(sums, ("crc64-nothing-read", "crc64-nothing-stored"), strict=True):
        if number == 0:
            return found, Finding(nothing, "inferred", values, evidence)
    return (found,)
