"""The request that was sent, as far as the capture shows it: above the answer, or only as a URL that a program printed.

Values stay as they were sent, with their percent-encoding; what the capture does not show is None, never empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from inspector.diagnosis.seen import last_name, named
from inspector.elements import elements
from inspector.model import Excerpt, Pair, Report, Request, Span

_MOST = 16_384
_MOST_HEADERS = 200
_URL = re.compile(r"(?:([A-Z]{3,7}) )?https?://([^/?#\s]{1,300})([^\s#]{0,16000})")
_URL_FIELDS = ("url", "requesturl", "requesturi", "requesttarget")
_V1 = re.compile(r"(OSS|AWS) ([^:\s]{1,200}):(\S{1,200})")
_V2 = re.compile(r"OSS2 ")
_V4 = re.compile(r"(OSS4|AWS4)-HMAC-SHA256\s")
_PART = re.compile(r"(Credential|SignedHeaders|AdditionalHeaders|Signature)=([^,\s]{0,4000})")
_FIELD = r'\bname="?%s"?[ \t]{0,9}\r?\n(?:[^\r\n]{1,200}\r?\n){0,3}\r?\n([^\r\n]{1,16000})'
_OF_FORMS = ("x-oss-signature", "x-amz-signature", "signature")
_NAMES = {"OSS": "v1", "AWS": "aws2", "OSS4": "oss4", "AWS4": "aws4"}


class Field(NamedTuple):
    """The value of a form's field, and its characters."""

    value: str
    span: Span


class Sent(NamedTuple):
    """A request. `headers` is None where only its URL is known; `query` holds names and values as they were sent.

    `scheme` is v1, v2, aws2, oss4, aws4 or policy, empty where no signature is seen; `in_url` tells where it stood;
    `credential`, `signed_headers` and `signature` are read from there. `policy` is the field of a form upload.
    """

    method: str | None
    host: str
    path: str
    query: tuple[tuple[str, str | None], ...]
    headers: tuple[Pair, ...] | None
    span: Span | None
    scheme: str = ""
    in_url: bool = False
    credential: str = ""
    signed_headers: str | None = None
    signature: str = ""
    policy: Field | None = None

    def header(self, name: str) -> Pair | None:
        """Give the first header of a name in lower-case letters."""
        return named(self.headers or (), name)

    def parameter(self, name: str) -> str | None:
        """Give the decoded value of the first parameter of a name, whatever the case of its letters."""
        values = (value for key, value in self.query if unquote(key).lower() == name)
        return next((unquote(value or "") for value in values), None)


def sent(report: Report) -> Sent | None:
    """Find the request of an answer; None where the capture holds nothing of it."""
    request = next((place.request for place in report.exchange.places if place.request), None)
    shown = _of_request(request) if request else _printed(report)
    if request and request.body and shown and (policy := _field(request.body, "policy")):
        signed = next((field for name in _OF_FORMS if (field := _field(request.body, name))), None)
        return shown._replace(scheme="policy", policy=policy, signature=signed.value if signed else "")
    return _with_signature(shown) if shown else None


def _field(body: Excerpt, name: str) -> Field | None:
    """Read a field of a form upload: what stands between the empty line below its name and the next boundary."""
    match = re.compile(_FIELD % name, re.IGNORECASE).search(body.text, 0, _MOST)
    return Field(match[1].strip(), body.span(*match.span(1))) if match else None


def _of_request(request: Request) -> Sent | None:
    start = request.start
    of_target, rest = _parted(start.target[:_MOST])
    header = named(request.headers, "host", ":authority")
    host = (header.value if header else "") or of_target
    path, query = _split(rest)
    if not path.startswith("/"):
        return None
    return Sent(start.method or None, host, path, query, request.headers[:_MOST_HEADERS] or None, start.span)


def _printed(report: Report) -> Sent | None:
    """Read the URL that a program printed beside its error, with the method where it says it."""
    rows = {last_name(row): row for row in elements(report.tree) if row.place.startswith("field:")}
    row = next((rows[name] for name in _URL_FIELDS if name in rows), None)
    match = _URL.match(row.value[:_MOST]) if row else None
    if row is None or match is None:
        return None
    method = match[1] or (rows["method"].value.upper() if "method" in rows else None)
    return Sent(method, match[2], *_split(match[3] or "/"), None, row.span)


def _parted(target: str) -> tuple[str, str]:
    """Take the host off an absolute URL."""
    match = _URL.match(target)
    return (match[2], match[3] or "/") if match else ("", target)


def _split(target: str) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    path, _, query = target.partition("?")
    return path or "/", tuple(_pairs(query))


def _pairs(query: str) -> Iterator[tuple[str, str | None]]:
    for pair in query.split("&")[:200]:
        name, equals, value = pair.partition("=")
        if pair:
            yield name, value if equals else None


# --- where the signature stands ----------------------------------------------------------------------


def _with_signature(shown: Sent) -> Sent:
    header = shown.header("authorization")
    if header and (found := _in_header(shown, header.value[:_MOST])):
        return found
    return _in_query(shown)


def _in_header(shown: Sent, value: str) -> Sent | None:
    if match := _V1.match(value):
        return shown._replace(scheme=_NAMES[match[1]], credential=match[2], signature=match[3])
    if _V2.match(value):
        return shown._replace(scheme="v2")
    if match := _V4.match(value):
        parts = dict(_PART.findall(value))
        names = parts.get("SignedHeaders") or parts.get("AdditionalHeaders") or ""
        return shown._replace(
            scheme=_NAMES[match[1]], credential=parts.get("Credential", ""), signed_headers=names,
            signature=parts.get("Signature", ""),
        )  # fmt: skip
    return None


def _in_query(shown: Sent) -> Sent:
    """Read a signature out of the URL, told by the names of its parameters."""
    version = shown.parameter("x-oss-signature-version") or ""
    if version == "OSS2":
        return shown._replace(scheme="v2", in_url=True)
    for scheme, begin, names in (
        ("oss4", "x-oss-", "additional-headers"),
        ("aws4", "x-amz-", "signedheaders"),
    ):
        credential = shown.parameter(f"{begin}credential")
        if credential is not None:
            return shown._replace(
                scheme=scheme, in_url=True, credential=credential,
                signed_headers=shown.parameter(begin + names) or "",
                signature=shown.parameter(f"{begin}signature") or "",
            )  # fmt: skip
    for scheme, name in (("v1", "ossaccesskeyid"), ("aws2", "awsaccesskeyid")):
        if (key := shown.parameter(name)) is not None:
            signature = shown.parameter("signature") or ""
            return shown._replace(scheme=scheme, in_url=True, credential=key, signature=signature)
    return shown
