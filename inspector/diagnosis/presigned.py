"""Signed URLs in captures: which scheme signed one, its parameters as sent, its times.

The schemes and the names of their parameters are data: `signed_url` in `diagnosis.toml`. A URL is taken from the
request line, or from a field that a program printed; one in a Referer or a redirect was not requested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis import times
from inspector.diagnosis.seen import last_name
from inspector.elements import elements
from inspector.model import Report, Span
from inspector.shapes.joining import plain_name

_MOST = 16_384
_MOST_PARAMETERS = 200
_FIELDS = frozenset({"url", "requesturl", "requesturi", "uri", "requesttarget"})
_ESCAPES = ("&amp;", "\\u0026", "\\x26")
_TELLING = (
    ("v4", {"x-oss-signature", "x-oss-credential", "x-oss-expires"}),
    ("s3-v4", {"x-amz-signature", "x-amz-credential", "x-amz-algorithm"}),
    ("v1", {"ossaccesskeyid"}),
    ("s3-v2", {"awsaccesskeyid"}),
)
"""Parameters that only one scheme has."""
_OTHERS = frozenset({"keypairid", "googleaccessid", "accesskeyid"})
"""Parameters of URLs that CloudFront, Google and Huawei sign: they have Expires and Signature too."""


class SignedUrl(NamedTuple):
    """A URL with a signature. `scheme` is a name in `signed_url`, `rules` its table.

    `sent` holds the parameters as they were sent, by their name in lower-case letters; `order` the names as they stand;
    `escaped` the writing of `&` that came from another format. The times are None where they cannot be read.
    """

    scheme: str
    rules: Mapping[str, Any]
    sent: Mapping[str, str]
    order: tuple[str, ...]
    span: Span | None
    escaped: str = ""
    signed_at: datetime | None = None
    valid_until: datetime | None = None

    def value(self, role: str) -> str:
        """Give the decoded value of the parameter that has a role: `expires`, `signature`; empty where it is not."""
        return unquote(self.raw(role)).strip()

    def raw(self, role: str) -> str:
        """Give the value of the parameter that has a role as it was sent."""
        return self.sent.get(str(self.rules.get(role, "")).lower(), "")


def signed_url(report: Report, knowledge: Catalog) -> SignedUrl | None:
    """Find the signed URL that was asked for; None where the capture shows none."""
    for text, span in _urls(report):
        if found := _read(text[:_MOST], span, report.provider, knowledge.rules.get("signed_url", {})):
            return found
    return None


def _urls(report: Report) -> Iterator[tuple[str, Span]]:
    for place in report.exchange.places:
        if place.request and "?" in place.request.start.target:
            yield place.request.start.target, place.request.start.span
    if any(place.fields for place in report.exchange.places):
        for row in elements(report.tree):
            if "?" in row.value and last_name(row) in _FIELDS:
                yield row.value, row.span


def _read(text: str, span: Span, provider: str | None, schemes: Mapping[str, Any]) -> SignedUrl | None:
    query = text.partition("?")[2].partition("#")[0]
    if not _hint().search(query):
        return None
    escaped = next((escape for escape in _ESCAPES if escape in query), "")
    for escape in _ESCAPES:
        query = query.replace(escape, "&")
    pieces = [piece.partition("=") for piece in query.split("&")[:_MOST_PARAMETERS] if piece]
    order = tuple(unquote(name)[:64] for name, _, _ in pieces)
    sent = {name.lower(): value for name, (_, _, value) in reversed(list(zip(order, pieces, strict=True)))}
    scheme = _scheme(sent, provider)
    if scheme not in schemes:
        return None
    found = SignedUrl(scheme, schemes[scheme], sent, order, span, escaped)
    signed_at = times.basic(found.value("date")) if "date" in found.rules else None
    return found._replace(signed_at=signed_at, valid_until=_until(found, signed_at))


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(r"(?:signature|credential|expires|accesskeyid)=", re.IGNORECASE)


def _scheme(sent: Mapping[str, str], provider: str | None) -> str:
    """Name the scheme by the parameters; empty where they are no signature, or that of a store we do not know."""
    if unquote(sent.get("x-oss-signature-version", "")).upper() == "OSS2":  # OSS has retired this scheme
        return ""
    for scheme, names in _TELLING:
        if not sent.keys().isdisjoint(names):
            return scheme
    whole = {"expires", "signature"} <= sent.keys()
    lone = provider == "aliyun-oss" and re.fullmatch(r"1\d{9}", sent.get("expires", "")) is not None
    known = (whole or lone) and _OTHERS.isdisjoint(plain_name(name) for name in sent)
    return {"aliyun-oss": "v1", "jdcloud-oss": "s3-v2"}.get(provider or "", "") if known else ""


def _until(found: SignedUrl, signed_at: datetime | None) -> datetime | None:
    if "date" not in found.rules:
        return times.unix(found.value("expires")) if len(found.value("expires")) < 12 else None  # noqa: PLR2004
    seconds = found.value("expires")
    if signed_at is None or not re.fullmatch(r"[0-9]{1,9}", seconds):
        return None
    try:
        return signed_at + timedelta(seconds=int(seconds))
    except OverflowError:
        return None
