"""Rebuilds the string that V1 or Amazon's V2 signs from a request: with a header, in a URL, or with a form's policy.

The rules are those of the signers of oss2 and botocore. Which parameters are sub-resources is data; a parameter that
only the server's list contains is treated as the server treated it, so that it does no harm if our list is out of date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from inspector.diagnosis.request import Sent
from inspector.diagnosis.signature_server import Line

_OF_THE_SIGNATURE = {"ossaccesskeyid", "awsaccesskeyid", "expires", "signature"}
_DATE_HEADER = {"v1": "x-oss-date", "aws2": "x-amz-date"}
_PREFIX = {"v1": "x-oss-", "aws2": "x-amz-"}
_HIDDEN = re.compile(r"[*.…x]{2,40}|[\[<(].{0,40}[\])>]")
"""A query that somebody hid as a whole: `?***`, `?[removed]`."""
_NOT_AS_SENT = re.compile(r"[^!-~]|%(?![0-9A-Fa-f]{2})")
_LIST = {"v1": "subresources", "aws2": "subresources_s3"}


def rebuilt(request: Sent, scheme: str, server: tuple[Line, ...], path: str, rules: Mapping[str, Any]) -> list[Line]:
    """Give the lines that the request makes; `path` is the decoded path that begins with the bucket."""
    lines = [Line("method", request.method, request.span)]
    lines += [_of_header(request, name) for name in ("content-md5", "content-type")]
    lines.append(_date(request, scheme, server))
    lines += _headers(request, _PREFIX[scheme])
    signed = next((line.text or "" for line in server if line.name == "resource"), "")
    if scheme == "aws2":
        path = _as_the_server_writes(path, request, signed)
    return [*lines, Line("resource", path + _subresources(request, scheme, signed, rules), request.span)]


def _of_header(request: Sent, name: str) -> Line:
    if request.headers is None:
        return Line(name, None)
    pair = request.header(name)
    return Line(name, pair.value, pair.span) if pair else Line(name, "")


def _date(request: Sent, scheme: str, server: tuple[Line, ...]) -> Line:
    """Give what is signed as time: of a URL its expiry, of a request its date, which the provider's header replaces."""
    if request.in_url:
        return Line("expires", request.parameter("expires") or "", request.span)
    in_url = any(line.name == "expires" for line in server)
    if request.headers is None or (in_url and not request.scheme):  # the URL was shortened, or its query hidden
        return Line("date", None)
    own, date = request.header(_DATE_HEADER[scheme]), request.header("date")
    if scheme == "aws2" and own:
        return Line("date", "", own.span)
    pair = own or date
    return Line("date", pair.value, pair.span) if pair else Line("date", "")


def _headers(request: Sent, prefix: str) -> list[Line]:
    """Give the provider's headers in order; one that was sent twice is signed once, its values joined."""
    values: dict[str, list[str]] = defaultdict(list)
    spans = {}
    for pair in request.headers or ():
        name = pair.name.lower()
        if name.startswith(prefix):
            values[name].append(pair.value)
            spans[name] = pair.span
    return [Line(f"header {name}", ",".join(values[name]), spans[name]) for name in sorted(values)]


def _as_the_server_writes(path: str, request: Sent, signed: str) -> str:
    """Write the path as it was sent, as Amazon does, or decoded like other stores with its front: the string tells."""
    raw = path[: len(path) - len(unquote(request.path))] + request.path
    written = signed.partition("?")[0]
    return raw if written == raw or ("%" in written and not _NOT_AS_SENT.search(written)) else path


def _subresources(request: Sent, scheme: str, signed: str, rules: Mapping[str, Any]) -> str:
    if any(_HIDDEN.fullmatch(name) for name, _ in request.query):
        return "".join(signed.partition("?")[1:])
    known = set(rules[_LIST[scheme]])
    known |= {pair.partition("=")[0] for pair in signed.partition("?")[2].split("&")}
    taken: dict[str, str] = {}
    for raw_name, raw_value in request.query:
        name, value = unquote(raw_name), unquote(raw_value or "")
        if name in known and name.lower() not in _OF_THE_SIGNATURE:
            taken[name] = f"{name}={value}" if value or (scheme == "aws2" and raw_value is not None) else name
    return "?" + "&".join(taken[name] for name in sorted(taken)) if taken else ""
