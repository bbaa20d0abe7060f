"""Parts of an XML error without its root: the head or the tail of a document, or one element left in a log line.

People select from the middle, scrapers lose the first tag, programs cut what they print, and some print the text of an
element with what follows it in HTML's escapes. The values become fields, as no body stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from inspector.model import Excerpt, Exchange, Node, Problem
from inspector.shapes import xml_error
from inspector.shapes.grammar import field
from inspector.shapes.xml_dress import END_SIGN, SIGN, SLASH, decoded, is_escaped, undressed
from inspector.shapes.xml_mend import mended
from inspector.xml_scan import scan

_NAMES = (
    "Code|Message|RequestId|HostId|EC|RecommendDoc|statusCode|Resource|BucketName|Bucket|Key|Endpoint|ServerTime"
    "|RequestTime|MaxAllowedSkewMilliseconds|Expires|StringToSign|StringToSignBytes|SignatureProvided|OSSAccessKeyId"
    "|AWSAccessKeyId|CanonicalRequest|CanonicalRequestBytes|ArgumentName|ArgumentValue|Header|Method|ResourceType"
    "|ObjectStorageClass|UploadId|PartNumber|ETag|Condition|AccessDeniedDetail|PolicyType|Auth[A-Z][A-Za-z]{2,30}"
    "|NoPermissionType|EncodedDiagnosticMessage"
)
_NEEDLES = ("Code", "Message", "RequestId", "HostId", "EC", "RecommendDoc")
_WRAPPER = "AccessDeniedDetail"
_FAR = 4_000
"""Characters between two tags of one document."""
_MOST_TAGS = 20_000
_MOST_VALUE = 2_000

_FORMS = {
    "Code": r"[A-Z][a-z0-9]+[A-Z][A-Za-z0-9.]{1,60}",
    "RequestId": r"[0-9A-Z]{16}|[0-9A-F]{16,24}[0-9A-F*xX#]{0,8}|[0-9A-F]{6,20}[*xX#]{2,20}[0-9A-F]{0,12}",
    "HostId": r"[A-Za-z0-9.:/+=_*-]{8,200}",
    "EC": r"\d{4}-\d{8}",
    "RecommendDoc": r"https?://\S{1,300}",
    "Message": r"\S{1,80}(?:\s{1,20}\S{1,200}){3,200}",
}
"""What a value must look like to show that the elements are those of a store."""


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(rf"({SIGN})({SLASH})?({_NAMES}|Error){END_SIGN}")


@cache
def _headless() -> re.Pattern[str]:
    """Find the value of an element whose opening tag is cut: after the rest of its name, or in a quote."""
    return re.compile(
        rf"(?:(?:\A|\s)([A-Za-z]{{0,60}}){END_SIGN}|(?:\b(?P<status>[1-5]\d\d) [A-Z][A-Za-z -]{{1,40}}: )?\\?\")"
        r"(?P<value>[^<>\"\\]{1,2000})\Z"
    )


@cache
def _parent() -> re.Pattern[str]:
    return re.compile(
        r"<(?!(?:/|[?!]|pre|p|br|code|td|div|span|li|b|i|a|blockquote)\b)[A-Za-z][^<>]{0,200}(?<!/)>\s{0,80}\Z"
    )


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(_FORMS[name])


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read each cluster of elements that stands outside any document; None where there is none."""
    if not any(needle in excerpt.text for needle in _NEEDLES):
        return None
    if next(_tag().finditer(excerpt.text), None) is None:
        return None
    bare = undressed(excerpt)
    taken = xml_error.places(bare)
    found = (_exchange(bare.excerpt, tags) for tags in _clusters(bare.excerpt.text, taken))
    return tuple(one for one in found if one is not None) or None


def _clusters(text: str, taken: list[tuple[int, int]]) -> Iterator[list[re.Match[str]]]:
    """Give the tags of one error: near each other, up to its end or to where an element comes a second time."""
    cluster: list[re.Match[str]] = []
    opened: set[str] = set()
    for tag in _outside(islice(_tag().finditer(text), _MOST_TAGS), taken):
        if cluster and (tag is None or tag.start() - cluster[-1].end() > _FAR or _is_second(tag, opened)):
            yield cluster
            cluster, opened = [], set()
        if tag is None:
            continue
        cluster.append(tag)
        opened |= set() if tag[2] else {tag[3]}
        if tag[3] == "Error":
            yield cluster
            cluster, opened = [], set()
    if cluster:
        yield cluster


def _is_second(tag: re.Match[str], opened: set[str]) -> bool:
    return not tag[2] and tag[3] in opened and tag[3] in _FORMS


def _outside(tags: Iterable[re.Match[str]], taken: list[tuple[int, int]]) -> Iterator[re.Match[str] | None]:
    """Give the tags that stand in no document, and None for those of a document."""
    ends = [end for _, end in taken]
    for tag in tags:
        place = bisect_right(ends, tag.start())
        yield None if place < len(taken) and taken[place][0] <= tag.start() else tag


def _exchange(excerpt: Excerpt, tags: list[re.Match[str]]) -> Exchange | None:
    text = excerpt.text
    begin, end = tags[0].start(), tags[-1].end()
    if _parent().search(text[max(0, begin - 300) : begin]):
        return None
    if not tags[-1][2]:
        last = min(len(text), end + _MOST_VALUE)
        following = _tag().search(text, end, last)  # the next cluster begins there
        end += len(text[end : following.start() if following else last].partition("\n")[0].partition("\r")[0])
    part = excerpt.cut(begin, end)
    dressed = tags[0][1] != "<" or is_escaped(part.text)
    part = mended(decoded(part, _tag()) if dressed else part)
    nodes, _ = scan(part)
    head = _head(excerpt, tags[0])
    fields = _wrapped([*head, *(_as_field(node) for node in nodes)], part)
    if not any(_shows(node) for node in fields):
        return None
    begin = min(excerpt.span(begin, end).start, *(node.block.start for node in fields))
    span = excerpt.span(tags[0].start(), end)._replace(start=begin)
    return Exchange(span, fields=fields, problems=(Problem("xml-fragment"),))


def _shows(node: Node) -> bool:
    whole = node.kind == "field" and node.label in _FORMS
    return whole and _form(node.label).fullmatch(node.value) is not None


def _head(excerpt: Excerpt, tag: re.Match[str]) -> list[Node]:
    """Read the value before a first tag that closes what the capture does not open."""
    if not tag[2]:
        return []
    start = max(0, tag.start() - _MOST_VALUE)
    match = _headless().search(excerpt.text[start : tag.start()])
    if match is None or (match[1] is not None and not (match[1] and tag[3].endswith(match[1]))):
        return []
    if match[1] is None and tag[3] != "Message":
        return []
    place, last = match.span("value")
    status = [field(excerpt, "Status", *(start + at for at in match.span("status")))] if match["status"] else []
    return [*status, field(excerpt, tag[3], start + place, start + last)]


def _as_field(node: Node) -> Node:
    children = tuple(_as_field(child) for child in node.children)
    return node._replace(kind="cut" if node.kind == "cut" else "field", children=children)


def _wrapped(fields: list[Node], part: Excerpt) -> tuple[Node, ...]:
    """Put what stands before `</AccessDeniedDetail>` below it where its opening tag is cut off."""
    end = part.text.find(f"</{_WRAPPER}>")
    if end < 0 or any(node.label == _WRAPPER for node in fields):
        return tuple(fields)
    place = part.origin(end)
    inner = tuple(node for node in fields if node.block.end <= place)
    if not inner:
        return tuple(fields)
    block = inner[0].block._replace(end=place)
    wrapper = Node("field", _WRAPPER, "", block._replace(start=place), block, inner, damaged=True)
    return (wrapper, *fields[len(inner) :])
