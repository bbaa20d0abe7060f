"""Who was denied what, and by which kind of policy: `AccessDeniedDetail`, which only Alibaba Cloud's answers contain.

The detail outranks the message (in Alibaba Cloud's own example of EC 0003-00000201 they differ). A policy is suggested
only if nothing allows the action; an explicit Deny must not be circumvented by another policy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis import endpoint_parts
from inspector.diagnosis.found import Found, Values, first, kept, spans
from inspector.diagnosis.request import sent
from inspector.elements import Element, elements
from inspector.facts import is_masked
from inspector.model import Finding, Report, Span
from inspector.shapes.joining import plain_name

_SENT_BY = ("aliyun-oss", "aliyun-openapi", None)
_IN_DETAIL = "accessdenieddetail"
_SHOWN = {
    "principal_type": "authprincipaltype",
    "principal": "authprincipaldisplayname",
    "account": "authprincipalownerid",
    "auth_action": "authaction",
    "policy_type": "policytype",
    "no_permission": "nopermissiontype",
}
_COPY_SOURCES = ("x-oss-copy-source", "x-amz-copy-source")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9._/=@:%+,-]{1,180}")  # with more, the panel makes no command of the policy
_WILD = re.compile(r"[*?$]|[\x00-\x1f]")
_MOST_KEY = 1023
_MOST_VALUE = 8000


class _Denial(NamedTuple):
    """What the detail says, by the names of `_SHOWN`, and what the action was for: a bucket and an object's key."""

    said: Mapping[str, str]
    rows: Mapping[str, Element]
    level: str
    bucket: str
    key: str


def find(report: Report, knowledge: Catalog) -> Found:
    """Word the detail of a denial, hold the message against it, and say what to grant or where to look."""
    if report.provider not in _SENT_BY or not any(first(report, name) for name in _SHOWN):
        return Found()
    rows = dict(_detail(report))
    said = {name: rows[path].value for name, path in _SHOWN.items() if path in rows and rows[path].value}
    denial = _Denial(said, rows, _level(said, knowledge), *_resource(report, knowledge, said))
    rules = knowledge.rules["denial"]
    return Found(
        (
            _denied(denial),
            *_contradicted(report, denial, rules),
            *_granted(report, denial, rules),
            *_explicit(denial),
            *_encoded(denial),
        )
    )


def _detail(report: Report) -> Iterator[tuple[str, Element]]:
    """Give the rows of the detail by their folded names; of repeated names the first row."""
    for row in reversed(elements(report.tree)):
        _, inside, name = plain_name(row.path).rpartition(_IN_DETAIL)
        if inside and name:
            yield name, row


def _level(said: Mapping[str, str], knowledge: Catalog) -> str:
    """Tell on what the action is allowed: service, bucket or object; empty for one that no list holds."""
    actions = knowledge.rules["actions"]
    action = said.get("auth_action", "")
    return next((level for level in ("service", "bucket", "object") if action in actions[level]), "")


def _resource(report: Report, knowledge: Catalog, said: Mapping[str, str]) -> tuple[str, str]:
    """Give bucket and key that the action was for: for a copy, reading concerns the source."""
    request = sent(report)
    source = next((pair for name in _COPY_SOURCES if request and (pair := request.header(name))), None)
    if source and said.get("auth_action", "").startswith("oss:Get"):
        bucket, _, key = source.value.removeprefix("/").partition("?")[0].partition("/")
        return bucket, unquote(key)
    read = (endpoint_parts.read(place, report, knowledge) for place in endpoint_parts.requested(report))
    return endpoint_parts.located(report, next((host for host in read if host), None))


def _denied(denial: _Denial) -> Finding:
    below = {"object": f"/{denial.key or '…'}", "": f"/{denial.key}" if denial.key else ""}.get(denial.level, "")
    named = denial.bucket and denial.level != "service"
    values = {**denial.said, "resource": denial.bucket + below if named else ""}
    return Finding("denied-by", "observed", _filled(values), _spans(denial, *_SHOWN))


def _contradicted(report: Report, denial: _Denial, rules: Mapping[str, Any]) -> Iterator[Finding]:
    message, policy = first(report, "message"), denial.said.get("policy_type", "")
    if message is None or policy not in rules["policies"]:
        return
    text = message.value[:1000].lower()
    blamed = next((name for piece, name in rules["blamed"] if piece in text), "")
    if blamed:
        values = (("blamed", blamed), ("policy_type", policy))
        evidence = spans(message, denial.rows.get(_SHOWN["policy_type"]))
        yield Finding("message-contradicts-detail", "computed", values, evidence)


def _granted(report: Report, denial: _Denial, rules: Mapping[str, Any]) -> Iterator[Finding]:
    """Write the policy of one action and one resource that is missing, where one of the caller's own would help."""
    said = denial.said
    implicit = said.get("no_permission") == "ImplicitDeny" and said.get("policy_type") in rules["attached"]
    if report.provider != "aliyun-oss" or not implicit or not denial.level:
        return
    found, resource = _scope(denial)
    if not found:
        return
    statement = {"Effect": "Allow", "Action": said["auth_action"], "Resource": f"acs:oss:*:*:{resource}"}
    policy = json.dumps({"Version": "1", "Statement": [statement]}, ensure_ascii=False).replace("`", r"\u0060")
    values = {"auth_action": said["auth_action"], "resource": resource, "bucket": denial.bucket, "policy": policy}
    evidence = _spans(denial, "auth_action", "no_permission")
    yield Finding(found, "computed", _filled(values), evidence)


def _scope(denial: _Denial) -> tuple[str, str]:
    """Give the finding and the resource; without a bucket, or with a name that a policy reads as a pattern, none."""
    if denial.level == "service":
        return "least-privilege-all-buckets", "*"
    if not _BUCKET.fullmatch(denial.bucket):
        return "", ""
    if denial.level == "bucket":
        return "least-privilege", denial.bucket
    if not denial.key:
        return "least-privilege-all-objects", f"{denial.bucket}/*"
    if _WILD.search(denial.key) or len(denial.key) > _MOST_KEY:
        return "", ""
    plain = _PLAIN_KEY.fullmatch(denial.key)
    return "least-privilege" if plain else "least-privilege-special", f"{denial.bucket}/{denial.key}"


def _explicit(denial: _Denial) -> Iterator[Finding]:
    if denial.said.get("no_permission") == "ExplicitDeny":
        values = {"auth_action": denial.said.get("auth_action", ""), "where": denial.said.get("policy_type", "")}
        evidence = _spans(denial, "no_permission", "policy_type")
        yield Finding("denied-explicitly", "computed", _filled(values), evidence)


def _encoded(denial: _Denial) -> Iterator[Finding]:
    """Name the command that decodes the message; a masked one can be decoded by nobody."""
    row = denial.rows.get("encodeddiagnosticmessage")
    if row and row.value and not is_masked(row.value):
        values = {"place": row.path, "account": denial.said.get("account", "")}
        yield Finding("denied-encoded", "observed", _filled(values), (row.span,))


def _spans(denial: _Denial, *names: str) -> tuple[Span, ...]:
    return spans(*(denial.rows.get(_SHOWN[name]) for name in names))


def _filled(values: Mapping[str, str]) -> Values:
    return kept({name: value[:_MOST_VALUE] for name, value in values.items()})
