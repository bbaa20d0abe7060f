"""Rebuilds the canonical request, the time and the scope of V4: `OSS4-HMAC-SHA256`, and Amazon's `AWS4-HMAC-SHA256`.

The rules are those of the signers of oss2, alibabacloud-oss-v2 and botocore. The two differ in three points: OSS puts
the bucket into the URI, always signs its own headers, and writes a parameter without a value without an equals sign.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from inspector.diagnosis.request import Sent
from inspector.diagnosis.signature_server import Line
from inspector.model import Span

_PREFIX = {"oss4": "x-oss-", "aws4": "x-amz-"}
_UNSIGNED = "UNSIGNED-PAYLOAD"


def rebuilt(request: Sent, scheme: str, server: tuple[Line, ...], path: str, rules: Mapping[str, Any]) -> list[Line]:
    """Give the lines that the request makes; `path` is the decoded path, for OSS with the bucket before it.

    Where the capture does not say which headers were signed, the server's list is taken.
    """
    prefix = _PREFIX[scheme]
    listed = request.signed_headers
    if listed is None:
        listed = next((line.text for line in server if line.name == "signed-headers"), None)
    names = sorted(name for name in (listed or "").lower().split(";") if name)
    return [
        Line("method", request.method, request.span),
        Line("canonical-uri", quote(path, safe="/-_.~"), request.span),
        Line("canonical-query", _query(request, scheme), request.span),
        *_headers(request, scheme, names, rules),
        Line("signed-headers", None if request.signed_headers is None else ";".join(names), request.span),
        _payload(request, prefix),
        _time(request, prefix),
        _scope(request),
    ]


def digest(lines: list[Line]) -> str:
    """Give the hash of the canonical request that lines make."""
    return hashlib.sha256(canonical(lines).encode("utf-8", "replace")).hexdigest()


def canonical(lines: list[Line]) -> str:
    """Write lines as a canonical request."""
    values = {line.name: line.text or "" for line in lines}
    headers = "".join(f"{line.name[7:]}:{line.text}\n" for line in lines if line.name.startswith("header "))
    first = [values.get(name, "") for name in ("method", "canonical-uri", "canonical-query")]
    return "\n".join([*first, headers, values.get("signed-headers", ""), values.get("payload", "")])


def _query(request: Sent, scheme: str) -> str:
    pairs = []
    for name, value in request.query:
        key = quote(unquote(name), safe="-_.~")
        if key.lower() in ("x-oss-signature", "x-amz-signature"):
            continue
        written = quote(unquote(value or ""), safe="-_.~")
        pairs.append((key, f"{key}={written}" if written or scheme == "aws4" else key))
    return "&".join(pair for _, pair in sorted(pairs))


def _headers(request: Sent, scheme: str, names: list[str], rules: Mapping[str, Any]) -> list[Line]:
    by_default = set(rules["signed_by_default"]) if scheme == "oss4" else set()
    values: dict[str, list[str]] = defaultdict(list)
    spans: dict[str, Span | None] = {}
    for pair in request.headers or ():
        name = pair.name.lower()
        if name in names or name in by_default or (scheme == "oss4" and name.startswith("x-oss-")):
            values[name].append(pair.value if scheme == "oss4" else " ".join(pair.value.split()))
            spans[name] = pair.span
    if "host" in names and "host" not in values and request.host:
        values["host"], spans["host"] = [request.host], request.span
    return [Line(f"header {name}", ",".join(values[name]), spans[name]) for name in sorted(values)]


def _payload(request: Sent, prefix: str) -> Line:
    if request.in_url:
        return Line("payload", _UNSIGNED, request.span)
    pair = request.header(f"{prefix}content-sha256")
    return Line("payload", pair.value, pair.span) if pair else Line("payload", None)


def _time(request: Sent, prefix: str) -> Line:
    pair = request.header(f"{prefix}date")
    if pair:
        return Line("time", pair.value, pair.span)
    return Line("time", request.parameter(f"{prefix}date"), request.span)


def _scope(request: Sent) -> Line:
    """Read the scope, which stands behind the AccessKey ID in the credential."""
    scope = request.credential.partition("/")[2]
    return Line("scope", scope or None, request.span)
