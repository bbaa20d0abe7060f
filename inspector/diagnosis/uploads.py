"""Uploads in pieces: the position at which to continue an append, and the list of parts of a multipart upload.

The limits are in `diagnosis.toml`, as far as a provider documents them. An answer to AppendObject gives the object's
current length (`x-oss-next-append-position`); the list of parts is the body of CompleteMultipartUpload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from inspector.catalog import Catalog
from inspector.diagnosis.found import Found, Values, kept, spans
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.seen import answered, element, request_body, whole
from inspector.facts import is_masked
from inspector.model import Excerpt, Finding, Report, Span

_MOST_PARTS = 20_000
_PART = re.compile(r"<Part>([^<]{0,200}(?:<(?!/?Part>)[^<]{0,400}){0,8})</Part>")
_NUMBER = re.compile(r"<PartNumber>([^<]{0,60})</PartNumber>")
_ETAG = re.compile(r"<ETag>([^<]{0,200})</ETag>")
_QUOTES = re.compile(r"&(?:quot|#34|#x22);")


class Part(NamedTuple):
    """A row of the list of parts as it was sent; empty text where the row lacks it."""

    number: str
    etag: str
    span: Span


def find(report: Report, knowledge: Catalog) -> Found:
    """Look at answers that refuse an append or a part."""
    code = report.fact("code") or ""
    rules = knowledge.rules["uploads"]
    if code in rules["append_codes"]:
        return Found(_append(report))
    if code in rules["part_codes"]:
        return Found(_parts(report, code, rules.get(report.provider or "", {})))
    return Found()


# --- AppendObject ------------------------------------------------------------------------------------


def _append(report: Report) -> tuple[Finding, ...]:
    header = answered(report, "x-oss-next-append-position")
    length = whole(header.value) if header else None
    if length is None:
        return ()
    request = sent(report)
    asked = whole(request.parameter("position")) if request else None
    evidence = spans(header, None if asked is None else request)
    values = {"next": str(length), "position": "" if asked is None else str(asked)}
    told = Finding("append-position", "observed", kept(values), evidence)
    if asked is None or request is None or asked == length:
        return (told,)
    return (told, Finding(*_why(asked, length, request), evidence))


def _why(asked: int, length: int, request: Sent) -> tuple[str, str, Values]:
    """Explain the difference between the requested position and the length of the object."""
    if asked > length:
        return "append-position-ahead", "computed", (("first", str(length)), ("missing", str(asked - length)))
    header = request.header("content-length")
    size = whole(header.value) if header else None
    if size and asked + size == length:
        return "append-position-stored", "inferred", (("size", str(size)), ("next", str(length)))
    return "append-position-behind", "computed", (("position", str(asked)), ("last", str(length - 1)))


# --- multipart upload --------------------------------------------------------------------------------


def _parts(report: Report, code: str, limits: Mapping[str, Any]) -> tuple[Finding, ...]:
    body = request_body(report)
    found = list(faults(listed(body), code, limits)) if body else []
    return (*found, *_asked_number(report, limits), *_size(report, code, limits))


def listed(body: Excerpt) -> tuple[Part, ...]:
    """Read the list of parts out of the body of a CompleteMultipartUpload."""
    if "<PartNumber>" not in body.text:
        return ()
    rows: list[Part] = []
    for match in _PART.finditer(body.text):
        number, etag = _NUMBER.search(match[1]), _ETAG.search(match[1])
        value = _QUOTES.sub('"', etag[1].strip()) if etag else ""
        rows.append(Part(number[1].strip() if number else "", value, body.span(*match.span())))
        if len(rows) == _MOST_PARTS:
            break
    return tuple(rows)


def faults(parts: tuple[Part, ...], code: str, limits: Mapping[str, Any]) -> Iterator[Finding]:
    """Tell the first fault of each kind in a list of parts."""
    bad = next((part for part in parts if not _is_number(part.number, limits)), None)
    if bad:
        yield _bad_number(bad.number, bad.span, limits)
    numbered = [(number, part) for part in parts if (number := whole(part.number)) is not None]
    wrong = next(((one, two) for one, two in pairwise(numbered) if two[0] < one[0]), None)
    if wrong:
        values = (("first", str(wrong[0][0])), ("second", str(wrong[1][0])))
        evidence = spans(wrong[0][1], wrong[1][1])
        yield Finding("part-order", "computed", values, evidence)
        texts = [str(number) for number, _ in numbered]
        if texts == sorted(texts):
            yield Finding("part-order-as-text", "inferred", values, evidence)
    yield from _doubled(numbered)
    yield from _etags(parts, code)


def _doubled(numbered: list[tuple[int, Part]]) -> Iterator[Finding]:
    seen: dict[int, Part] = {}
    for number, part in numbered:
        if number in seen:
            yield Finding("part-double", "computed", (("number", str(number)),), spans(seen[number], part))
            return
        seen[number] = part


def _etags(parts: tuple[Part, ...], code: str) -> Iterator[Finding]:
    empty = next((part for part in parts if not part.etag.strip('" ')), None)
    if empty:
        yield Finding("part-etag-missing", "observed", (("number", empty.number),), (empty.span,))
    bare = next((part for part in parts if part.etag and not part.etag.startswith('"')), None)
    if bare and not empty and code == "InvalidPart" and not is_masked(bare.etag):
        yield Finding("part-etag-unquoted", "inferred", (("number", bare.number), ("etag", bare.etag)), (bare.span,))


def _asked_number(report: Report, limits: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Look at the number in the URL of UploadPart."""
    request = sent(report)
    number = request.parameter("partnumber") if request else None
    if request is None or number is None or request.span is None or _is_number(number, limits):
        return ()
    return (_bad_number(number, request.span, limits),)


def _is_number(text: str, limits: Mapping[str, Any]) -> bool:
    number = whole(text)
    if number is None or not limits:
        return number is not None or is_masked(text)
    return bool(limits["first_number"] <= number <= limits["last_number"])


def _bad_number(text: str, span: Span, limits: Mapping[str, Any]) -> Finding:
    bounds = tuple((name, str(limits[name])) for name in ("first_number", "last_number") if name in limits)
    return Finding("part-number", "computed", (("number", text[:60]), *bounds), (span,))


def _size(report: Report, code: str, limits: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Compare the size named in the answer, or the request's Content-Length, with the limit."""
    small = code == "EntityTooSmall"
    if not small and code != "EntityTooLarge":
        return ()
    limit = element(report, "MinSizeAllowed" if small else "MaxSizeAllowed")
    proposed = element(report, "ProposedSize")
    request = sent(report)
    plain = request is not None and request.method == "PUT"  # a form holds more than the object
    header = request.header("content-length") if request and plain and not small else None
    size = whole(proposed.value if proposed else header.value if header else None)
    bound = whole(limit.value) if limit else limits.get("smallest_bytes" if small else "largest_bytes")
    if size is None or bound is None or (size >= bound if small else size <= bound):
        return ()
    part = element(report, "PartNumber")
    values = {"size": str(size), "limit": str(bound), "number": part.value if part else ""}
    evidence = spans(proposed or header, limit, part)
    return (Finding("part-too-small" if small else "part-too-large", "computed", kept(values), evidence),)
