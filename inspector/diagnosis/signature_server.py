"""What the server says it signed, line by line: the string in `StringToSign`, and the canonical request of V4.

If the canonical request is given both as text and as bytes, the one whose hash is in the string to sign is used.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from inspector.diagnosis.signature_text import Named, from_hex, plain, string_of
from inspector.elements import Element, elements
from inspector.model import Excerpt, Report, Span

_MOST = 65_536
"""Characters of an element that are read; a string to sign is far shorter."""

_MOST_HEADERS = 200
"""More than a server takes."""

_NAMES = {
    "stringtosign", "stringtosignbytes", "canonicalrequest", "canonicalrequestbytes", "signatureprovided",
    "awsaccesskeyid", "policy",
}  # fmt: skip
_V4 = {"OSS4-HMAC-SHA256": "oss4", "AWS4-HMAC-SHA256": "aws4"}
_METHOD = re.compile(r"[A-Z]{3,10}")
_EXPIRES = re.compile(r"\d{9,11}")
_HEADER = re.compile(r"x-[a-z0-9-]{1,120}:")
_POLICY = re.compile(r"[A-Za-z0-9+/]{8,60000}={0,2}")


class Line(NamedTuple):
    """A line of a string to sign: what it holds, its text (None where the capture does not say), its characters."""

    name: str
    text: str | None
    span: Span | None = None


class Said(NamedTuple):
    """What the server signed. `scheme` is v1, v2, aws2, oss4, aws4 or policy; `source` the element that was read.

    `text` is the whole string to sign; `canonical` the canonical request of V4, empty where there is none. `altered`
    holds the text and the bytes where they do not say the same. `guessed`: line breaks were put back.
    """

    scheme: str
    source: str
    lines: tuple[Line, ...]
    text: str = ""
    canonical: str = ""
    altered: tuple[str, str] | None = None
    guessed: bool = False
    evidence: tuple[Span, ...] = ()


def signed_elements(report: Report) -> Named:
    """Give the elements that tell of a signature, by their name in lower-case letters; the first one of a name."""
    found: dict[str, Element] = {}
    for element in elements(report.tree):
        name = element.path.rpartition("/")[2].lower()
        if name in _NAMES and element.value:
            found.setdefault(name, element._replace(value=element.value[:_MOST]))
    return found


def said(found: Named, body: Excerpt | None) -> Said | None:
    """Read what the server signed; None where the capture does not hold it in a form that is known."""
    string = string_of(found, "stringtosign")
    if string is None:
        return None
    source = "StringToSignBytes" if string.source.endswith("bytes") else "StringToSign"
    evidence = tuple(row.span for name in ("stringtosign", "stringtosignbytes") if (row := found.get(name)))
    first = string.text.partition("\n")[0].strip()
    if first in _V4:
        lines, whole, canonical = _of_v4(string.text, found)
        source = source if not canonical else "CanonicalRequest" + ("Bytes" if whole.endswith("bytes") else "")
    elif is_policy(string.text):
        lines, canonical = [Line("policy", string.text)], ""
    elif _METHOD.fullmatch(first) and string.text.count("\n") > 3:  # noqa: PLR2004 - V1 has five lines at least
        lines, canonical = list(_of_v1(string.text)), ""
    else:
        return None
    scheme = _V4.get(first) or ("policy" if lines[0].name == "policy" else _v1_kind(lines, found))
    placed = tuple(_placed(lines, scheme, found, body))
    return Said(scheme, source, placed, string.text, canonical, string.altered, string.guessed, evidence)


def is_policy(text: str) -> bool:
    """Tell whether a text is the policy of a form upload: JSON in Base64."""
    text = text.replace(" ", "+").replace("\r", "").replace("\n", "")  # what forms and Base64 of old do to it
    if not _POLICY.fullmatch(text):
        return False
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).lstrip().startswith(b"{")
    except (binascii.Error, ValueError):
        return False


# --- lines and what they hold ------------------------------------------------------------------------


def _of_v1(text: str) -> Iterator[Line]:
    rows = text.split("\n")
    yield from (Line(name, row) for name, row in zip(("method", "content-md5", "content-type"), rows, strict=False))
    yield Line("expires" if _EXPIRES.fullmatch(rows[3].strip()) else "date", rows[3])
    rest = rows[4:]
    last = next(
        (at for at, row in enumerate(rest[:-1]) if at == _MOST_HEADERS or not _HEADER.match(row)), len(rest) - 1
    )
    for row in rest[:last]:
        name, _, value = row.partition(":")
        yield Line(f"header {name}", value)
    yield Line("resource", "\n".join(rest[last:]))


def _v1_kind(lines: list[Line], found: Named) -> str:
    resource = lines[-1].text or ""
    if "\n" in resource or resource.startswith("%2F"):  # V2 has one line more, and encodes every slash
        return "v2"
    amazon = any(line.name.startswith("header x-amz-") for line in lines)
    return "aws2" if amazon or "awsaccesskeyid" in found else "v1"


def _of_v4(text: str, found: Named) -> tuple[list[Line], str, str]:
    """Give the lines, and the canonical request with the element it stands in where there is one."""
    rows = [*text.split("\n"), "", "", ""]
    lines = [Line("time", rows[1]), Line("scope", rows[2])]
    source, canonical = _canonical(rows[3].strip(), found)
    if not canonical:
        return [*lines, Line("hash", rows[3].strip())], "", ""
    return [*canonical_lines(canonical), *lines], source, canonical


def _canonical(digest: str, found: Named) -> tuple[str, str]:
    """Choose among text and bytes the canonical request that has the hash; else the bytes, else the text."""
    texts: list[tuple[str, str]] = []
    if element := found.get("canonicalrequest"):
        texts.append(("canonicalrequest", plain(element.value)))
    raw = from_hex(other.value) if (other := found.get("canonicalrequestbytes")) else None
    if raw is not None:
        texts.append(("canonicalrequestbytes", raw.decode("utf-8", "replace")))
    texts = [(source, text) for source, text in texts if text.count("\n") > 4]  # noqa: PLR2004 - method ... payload
    exact = next((row for row in texts if hashlib.sha256(row[1].encode()).hexdigest() == digest), None)
    return exact or (texts[-1] if texts else ("", ""))


def canonical_lines(canonical: str) -> list[Line]:
    """Split a canonical request: method, URI, query, headers, an empty line, their names, the payload's hash."""
    rows = canonical.split("\n")
    first = [Line(name, row) for name, row in zip(("method", "canonical-uri", "canonical-query"), rows, strict=False)]
    headers = [row.partition(":") for row in rows[3:-2] if ":" in row][:_MOST_HEADERS]
    last = [Line("signed-headers", rows[-2]), Line("payload", rows[-1])]
    return [*first, *(Line(f"header {name}", value) for name, _, value in headers), *last]


# --- where a line stands in the capture --------------------------------------------------------------


def _placed(lines: list[Line], scheme: str, found: Named, body: Excerpt | None) -> Iterator[Line]:
    """Find each line in the element that shows it; a text that was altered may lack it, and then the hex is marked."""
    seek = {True: 0, False: 0}
    for line in lines:
        of_request = scheme in ("oss4", "aws4") and line.name not in ("time", "scope", "hash")
        name = "canonicalrequest" if of_request else "stringtosign"
        element = found.get(name)
        text = line.text or ""
        at = element.value.find(text, seek[of_request]) if element and text else -1
        if element and at >= 0:
            seek[of_request] = at + len(text)
            yield line._replace(span=_within(element, at, len(text), body))
        elif text and (other := found.get(f"{name}bytes")):
            yield line._replace(span=_in_hex(other, text))
        else:
            yield line


def _within(element: Element, at: int, length: int, body: Excerpt | None) -> Span:
    """Mark a part of a value; of one that was written with escapes the whole, unless the body was decoded with them."""
    if element.span.end - element.span.start == len(element.value):
        return Span(element.span.start + at, element.span.start + at + length)
    start = body.text.find(element.value) if body else -1
    return body.span(start + at, start + at + length) if body and start >= 0 else element.span


def _in_hex(element: Element, text: str) -> Span:
    """Mark bytes that are written with one blank between them, or none; else the whole."""
    raw, wanted = from_hex(element.value) or b"", text.encode("utf-8", "replace")
    step = 3 if element.value[2:3] == " " else 2
    at, length = raw.find(wanted), step * len(wanted) - (step - 2)
    start = element.span.start + step * at
    even = element.span.end - element.span.start == len(element.value) == step * len(raw) - (step - 2)
    return Span(start, start + length) if at >= 0 and even else element.span
