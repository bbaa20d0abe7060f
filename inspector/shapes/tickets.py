"""Tickets of this program, pasted again: a title, an opening, and a label with its value a line or a row of a table.

Their wording stands in `ticket.toml`; a test holds the labels here against it. What was written for Markdown is read
back: a value in backticks, signs written as numbers, the message in its fence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

from inspector.model import Excerpt, Exchange, Node, Span
from inspector.shapes import literals
from inspector.shapes.grammar import MOST_FOUND, field

LABELS = {
    "request_id": ("RequestId", "Request ID", "请求 ID"),
    "http_status": ("Status", "HTTP status", "HTTP 状态码"),
    "code": ("Code", "Error code", "错误码"),
    "ec": ("EC", "EC", "EC"),
    "bucket": ("Bucket", "Bucket", "Bucket"),
    "object": ("Object", "Object", "Object"),
    "method": ("Method", "Method", "请求方法"),
    "endpoint": ("Host", "Endpoint", "Endpoint"),
    "message": ("Message", "Message", "错误信息"),
    "auth_action": ("AccessDeniedDetail.AuthAction", "Refused action", "被拒绝的操作"),
    "principal": ("AccessDeniedDetail.AuthPrincipalDisplayName", "Caller", "请求者"),
    "policy_type": ("AccessDeniedDetail.PolicyType", "Policy type", "策略类型"),
    "recommend_doc": ("RecommendDoc", "Document", "参考文档"),
}
"""Rows of a ticket that are facts of the answer: the name of the field, and the label in both languages."""

_NAMES = {label: name for name, *labels in LABELS.values() for label in labels}
_INDENT = "    "
"""What the further lines of a value stand behind in plain text."""


@cache
def _head() -> re.Pattern[str]:
    return re.compile(
        r"(?<![^\r\n])(?:#{3} )?\[OSS\][^\r\n]{0,400}(?:\r\n?|\n)[ \t]{0,8}(?:\r\n?|\n)"
        r"(?:Please look into this failed|请协助排查以下)"
    )


@cache
def _row() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, sorted(_NAMES, key=len, reverse=True)))
    line = r"(?:\r\n|\r(?!\n)|\n)"  # one way only to read both signs: of many lines each would double the ways
    return re.compile(
        rf"(?<![^\r\n])(?:(?P<plain>{labels})(?:: |：)"
        rf"(?P<value>[^\r\n]{{1,4000}}(?:{line}{_INDENT}[^\r\n]{{0,4000}}){{0,40}})"
        rf"|\| (?P<cell>{labels}) \| "
        r"(?:`(?P<code>[^`\r\n]{0,4000})`[^`|\r\n]{0,40}|(?P<text>[^`|\r\n]{1,4000}))\|"
        rf"|\*\*(?P<above>{labels})\*\*[ \t]{{0,8}}{line}[ \t]{{0,8}}{line}(?P<fence>`{{3,40}})text{line}"
        rf"(?P<fenced>(?:(?!(?P=fence))[^\r\n]{{0,4000}}{line}){{1,40}}?)(?P=fence)(?![^\r\n]))"
    )


@cache
def _remark() -> re.Pattern[str]:
    """Find what a ticket says of a masked request ID."""
    return re.compile(r" \(|（")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every ticket; None where there is none."""
    text = excerpt.text
    if "[OSS]" not in text:
        return None
    heads = [match.start() for match in islice(_head().finditer(text), MOST_FOUND)]
    found = (_ticket(excerpt, start, end) for start, end in pairwise((*heads, len(text))))
    return tuple(one for one in found if one.fields) or None


def _ticket(excerpt: Excerpt, start: int, end: int) -> Exchange:
    fields = tuple(_fields(excerpt, start, end))
    last = max((one.block.end for one in fields), default=0)
    return Exchange(Span(excerpt.span(start, end).start, last), fields=fields)


def _fields(excerpt: Excerpt, start: int, end: int) -> Iterator[Node]:
    for match in _row().finditer(excerpt.text, start, end):
        label = _NAMES[match["plain"] or match["cell"] or match["above"]]
        kind = next(name for name in ("value", "code", "text", "fenced") if match[name] is not None)
        first, last = match.span(kind)
        if label == "RequestId" and (remark := _remark().search(match[kind])):
            last = first + remark.start()
        if kind == "text":
            yield _decoded(label, literals.entities(excerpt.cut(first, last)))
        elif kind == "value" and len(match[kind].splitlines()) > 1:
            yield _decoded(label, _without_indent(excerpt.cut(first, last)))
        else:
            yield field(excerpt, label, first, last)


def _decoded(label: str, inside: Excerpt) -> Node:
    span = inside.span(0, len(inside.text))
    return Node("field", label, inside.text.strip(), span, span)


def _without_indent(value: Excerpt) -> Excerpt:
    met = re.finditer(rf"(?<=[\r\n]){_INDENT}", value.text)
    return literals.replaced(value, [(*one.span(), "") for one in met])
