"""Errors that a program of its own printed with labels: `Error Code: NoSuchKey, HTTP 404, RequestId 69A7...`.

Every team words its logs in another way, so this reads no fixed form: known labels with values of their kind that
stand close together. What shows that it is a store's error is the form of its request ID, its code or its EC; a
program's own `status_code=500 request_id=UUID` is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Span
from inspector.shapes import sentences
from inspector.shapes.grammar import MOST_FOUND, STORE_HOST, field

_NEAR = 160
"""Characters between two labels of one error."""
_LINES = 3
"""Line ends between two labels of one error."""

LABELS = {
    "RequestId": r"x[_-](?:oss|amz)[_-]request[_-]id|(?:oss[ _-]?)?request[ _-]?[il]d|req[ _-]?id|请求 ?(?:ID|编号)",
    "Status": r"http[ _-]?status(?:[ _-]?code)?|http[ _-]?code|(?!(?<=Error )status : )status(?:[ _-]?code)?|响应码"
    r"|(?:HTTP ?)?状态码",
    "Code": r"(?:oss[ _-]?)?err(?:or)?[ _-]?code|code|错误(?:代?码|编码)",
    "Message": r"err(?:or)?[ _-]?(?:message|msg|info)|message|错误(?:信息|消息|描述|详情|原因)",
    "EC": r"ec(?:[ _-]?code)?",
    "HostId": r"host(?:[ _-]?[il]d)?",
    "RecommendDoc": r"recommend[ _-]?doc",
    "Host": r"(?:访问|存储|外网|内网|Bucket ?)?域名",
    "Bucket": r"bucket(?:[ _-]?name)?",
    "Object": r"object(?:[ _-]?(?:name|key))?|key",
}
VALUES = {
    "RequestId": r"(?!(?:null|none|nil|undefined|unknown)\b)[A-Za-z0-9*_=+/-]{4,128}",
    "Status": r"-?\d{1,3}(?!\d|\.\d)",
    "Code": r"[A-Z](?=[A-Za-z0-9.]{0,64}[a-z])[A-Za-z0-9]{1,63}(?:\.[A-Z][A-Za-z0-9]{1,63}){0,3}(?![\w-])",
    "Message": r"(?!<[a-z]{0,6}(?: [^<>]{0,200})?\Z)\S[^\r\n]{0,2000}",
    "EC": r"\d{4}-\d{8}(?!\d)",
    "HostId": r"(?!(?:null|none|nil|undefined)\b)[A-Za-z0-9*][\w.*:/+=-]{2,255}",
    "RecommendDoc": r"https?://[^\s\"'<>,;)\]]{4,400}",
    "Host": rf"(?:https?://)?{STORE_HOST}",
    "Bucket": r"[a-z0-9*][a-z0-9*.-]{1,62}",
    "Object": r"[^\s,;\"'\])]{1,1024}",
}
_BEGUN = (
    *("request id", "requestid", "req id", "status code", "statuscode", "http status", "http code", "error code"),
    *("errorcode", "ec", "host id", "hostid", "recommend doc", "bucket", "object", "key", "请求id", "错误码", "状态码"),
)
"""Names of labels, of which the end of a text may have cut off the rest."""
_ENDS = " \t,，;；|、-[【"
"""What stands between a message and the label behind it."""
_BLOCK = r"(?:[>|][+-]?[ \t]{0,4}(?:\r\n?|\n)[ \t]{1,40})?"
"""How YAML says that a value stands on the lines below."""
_MARKUP = r"(?:<(?:b|strong|i|em|code|font|span|p|div)(?: [^<>]{0,200})?>[ \t]{0,4}){0,3}"
"""What HTML, or the Markdown of a chat, puts before a value."""
_CLOSED = r"(?:</(?:b|strong|i|em|code|font|span|p|div)>){0,3}"
_HTML_CELL = rf"{_CLOSED}</t[dh]>\s{{0,40}}<t[dh](?: [^<>]{{0,200}})?>\s{{0,40}}{_MARKUP}"
"""Between a label and its value in two cells of a table in HTML."""
_CELL = r"[*`]{0,2}[ \t]{0,40}\|[ \t]{1,4}[*`]{0,2}(?=[^|\r\n]{1,2000}\|[ \t]{0,8}(?:[\r\n]|\Z))|,(?=[^\r\n])"
"""Between a label and its value in the row of a table, of Markdown or CSV, that has no more than these two."""
_CELLS = ("|", ",")
_BELOW = r"[ \t]{0,8}(?:\r\n?|\n)(?=\S)"
"""Between a label and its value, each on a line of its own, as a list of properties is copied from a page."""
_LOGGED = "Status_3"
"""A status that a log of requests shows; whose answer it was, only the host of the store on its line tells."""
_ROW_HOST = "Host_3"
"""The host of the store on such a line."""
_ROW = 20
"""Characters before the label of a row."""
_LINE = 400
"""Characters of a line in which the host of the store is looked for."""


class Hit(NamedTuple):
    """A label with a value of its kind: where the label begins, where the value stands."""

    kind: str
    label: int
    start: int
    end: int


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(r"(?i:req(?:uest)?[ _-]?[il]d|\brid[:=]|err(?:or)?[ _-]?code)|请求 ?(?:ID|编号)|错误代?码")


@cache
def _label() -> re.Pattern[str]:
    named = "|".join(f"(?P<{kind}>{names})" for kind, names in LABELS.items())
    sign = rf"[\]*`]{{0,3}}{_CLOSED}[ \t]{{0,10}}(?:[:：=]|=>|为|是)[*`]{{0,3}}{_CLOSED}[ \t]{{0,20}}{_MARKUP}{_BLOCK}"
    marked = rf"(?i:{named})(?:{sign}|{_HTML_CELL}|{_CELL}|{_BELOW})"
    bare = (
        r"(?P<RequestId_2>(?i:request[ _-]?id)[ \t]{1,4}(?=[0-9A-Fa-f*]{16,32}(?!\w))|rid[:=] ?(?=[0-9A-F]{24}(?!\w)))"
        r"|(?P<Status_2>(?:HTTP|(?i:error|status|response)[ _]code)[ \t]{1,4}(?=[1-5]\d\d(?!\w)))"
        r"|(?P<Status_3>(?:->|HTTP/[\d.]{1,3}\") (?=[3-5]\d\d(?!\w)))"
    )
    begins = r"(?=[A-Za-z\u0080-\uffff-])(?<![A-Za-z0-9_.=\"'<?&/$@-])"  # the first part passes by most places quickly
    return re.compile(rf"{begins}(?:{marked}|{bare})(?:`{{1,2}}|[\"'\[(“「『【（])?")


@cache
def _value(kind: str) -> re.Pattern[str]:
    return re.compile(VALUES[kind])


@cache
def _of_stores() -> re.Pattern[str]:
    """Request IDs whose form only stores have: 24 or 16 capital hex digits, or with a part hidden."""
    return re.compile(r"[0-9A-F]{24}|[0-9A-F]{16}|(?=[^*]{0,40}\*{2})[0-9A-Fa-f*]{6,40}")


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every cluster of labels that tells of a store's error; None where there is none."""
    text = excerpt.text
    hits = _hits(text) if _hint().search(text) else ()
    found = [cluster for cluster in _clusters(text, _cut_messages(text, hits)) if _tells(text, cluster)]
    return (*sentences.read(excerpt), *(_exchange(excerpt, cluster) for cluster in found)) or None


def _hits(text: str) -> list[Hit]:
    found: list[Hit] = []
    hosts: list[Span] | None = None
    for match in islice(_label().finditer(text), MOST_FOUND):
        if match.lastgroup == _LOGGED:
            hosts = _hosts(text) if hosts is None else hosts
            near = _host_of_line(text, hosts, match.start())
            if near is None:
                continue
            found.append(Hit(_ROW_HOST, match.start(), *near))
        kind = (match.lastgroup or "").partition("_")[0]
        value = _value(kind).match(text, match.end())
        if _between(match) in _CELLS and not (value and _is_row(kind, match, value)):
            continue
        if _is_above(match) and not (value and _fills_lines(match, value)):
            continue
        found.append(Hit(kind, match.start(), *(value.span() if value else (match.end(), match.end()))))
    return found


def _hosts(text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(rf"(?<![\w.-]){STORE_HOST}", text)]


def _host_of_line(text: str, hosts: list[Span], place: int) -> Span | None:
    """Find the host of a store on the line of a place, the nearest."""
    after = bisect_left(hosts, (place, place))
    for host in sorted(hosts[max(0, after - 1) : after + 1], key=lambda one: abs(one.start - place)):
        start, end = sorted((place, host.start))
        if end - start <= _LINE and len(text[start:end].splitlines()) == 1:
            return host
    return None


def _between(match: re.Match[str]) -> str:
    return match[0].rstrip(" \t\"'[(“*`")[-1:]


def _is_row(kind: str, match: re.Match[str], value: re.Match[str]) -> bool:
    """Tell whether a label and its value are all that a row of a table holds."""
    text = match.string
    before = text[max(0, match.start() - _ROW) : match.start()]
    row = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip(" \t*`")
    if _between(match) == "|":
        return row == "|"
    ends = text[value.end() : value.end() + 2].lstrip("\"'")[:1] in ("", "\r", "\n")
    return not row and ends and (kind != "Message" or " " in value[0])


def _is_above(match: re.Match[str]) -> bool:
    """Tell whether a label has its value on the line below, and no sign between."""
    return match[0].rstrip("\"'`[(“「『【（")[-1:] in ("\r", "\n")


def _fills_lines(match: re.Match[str], value: re.Match[str]) -> bool:
    """Tell whether a label and the value below it are all that their lines hold, and the value is no label itself."""
    text = match.string
    before = text[max(0, match.start() - _ROW) : match.start()]
    alone = not before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip()
    ends = text[value.end() : value.end() + 1] in ("", "\r", "\n")
    return alone and ends and match.end() == value.start() and _name().fullmatch(value[0]) is None


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?i:{'|'.join(LABELS.values())})")


def _cut_messages(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """End each message at its closing quotation mark, or at the label behind it; leave out labels without a value."""
    known = list(hits)
    for hit, following in zip(known, (*(one.label for one in known[1:]), len(text)), strict=False):
        if hit.start < hit.end:
            yield hit._replace(end=_message_end(text, hit, following)) if hit.kind == "Message" else hit


_OPENING = {sign: sign for sign in "\"'`"} | dict(zip("[(“「『【（", "])”」』】）", strict=True))
"""Signs that a program puts around a message, and their partners."""
_CLOSING = {")": "(", "]": "[", "}": "{", "）": "（"}


def _message_end(text: str, hit: Hit, following: int) -> int:
    opening = text[hit.start - 1] if hit.start else ""
    if opening in _OPENING:
        closing = _OPENING[opening]
        ending = re.compile(rf"{re.escape(closing)}(?=[\s,;，；)\]}}]|\Z)").search(text, hit.start, hit.end)
        return ending.start() if ending else hit.end
    if opening == ">" and (tag := re.compile(r"</|<\Z").search(text, hit.start, hit.end)):
        return tag.start()
    block = max(text.rfind(end, hit.label, hit.start) for end in "\r\n") + 1
    if block == hit.start:
        return hit.end
    if block:
        return min(following, _block_end(hit.start - block).match(text, hit.start).end())  # type: ignore[union-attr]
    said = text[hit.start : min(hit.end, following)]
    if hit.end == len(text) and (begun := _last_words().search(said)) and _begins_label(begun[1]):
        said = said[: begun.start()]
    return hit.start + len(_balanced(said.rstrip(_ENDS)))


def _balanced(said: str) -> str:
    """Leave out the brackets at the end that opened before the message: `OSSException(..., message=AccessDenied)`."""
    while (opening := _CLOSING.get(said[-1:])) and said.count(opening) < said.count(said[-1]):
        said = said[:-1].rstrip(_ENDS)
    return said


@cache
def _block_end(indent: int) -> re.Pattern[str]:
    return re.compile(rf"[^\r\n]{{0,2000}}(?:(?:\r\n?|\n)[ \t]{{{indent}}}[^\r\n]{{1,2000}}){{0,20}}")


@cache
def _last_words() -> re.Pattern[str]:
    return re.compile(r"[,，;；|、\s][ \t]{0,4}[\[【]?([^\s,，;；|、.]{1,12}|\w{1,9} \w{0,6})\Z")


def _begins_label(word: str) -> bool:
    """Tell whether the text ends within the name of a label: then it is no part of the message before it."""
    return any(name.startswith(word.rstrip("]】").lower().replace("_", " ")) for name in _BEGUN)


def _clusters(text: str, hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Put labels together that stand close, no kind twice with another value."""
    cluster: list[Hit] = []
    said: dict[str, str] = {}
    for hit in hits:
        value = text[hit.start : hit.end]
        if cluster and (
            _is_next(text, cluster, hit) or _is_far(text, cluster[-1], hit) or said.get(hit.kind, value) != value
        ):
            whole, cluster = _parted(text, cluster, hit)
            yield whole
            said = {one.kind: text[one.start : one.end] for one in cluster}
            if said.get(hit.kind, value) != value:
                yield cluster
                cluster, said = [], {}
        if hit.kind not in said:
            cluster.append(hit)
            said[hit.kind] = value
    yield cluster


def _parted(text: str, cluster: list[Hit], hit: Hit) -> tuple[list[Hit], list[Hit]]:
    """Part a cluster that ends where a label repeats: what stands on that label's own line belongs to it."""
    line = max(text.rfind(end, cluster[0].label, hit.label) for end in "\r\n") + 1
    before = [one for one in cluster if one.label < line]
    return (before, cluster[len(before) :]) if before else (cluster, [])


def _is_next(text: str, cluster: list[Hit], hit: Hit) -> bool:
    """Tell whether a line begins another error: it repeats the first label, or is of a log with a request a line."""
    kinds = {one.kind for one in cluster}
    begins = _ROW_HOST in kinds or hit.kind == _ROW_HOST or ("RequestId" in kinds and hit.kind == cluster[0].kind)
    return begins and any(end in text[cluster[-1].end : hit.label] for end in "\r\n")


def _is_far(text: str, last: Hit, hit: Hit) -> bool:
    return hit.label - last.end > _NEAR or len(text[last.end : hit.label].splitlines()) > _LINES


def _tells(text: str, cluster: list[Hit]) -> bool:
    """Tell whether the labels speak of a store's error, and not of the program's own."""
    said = {hit.kind: text[hit.start : hit.end] for hit in cluster}
    if "RequestId" not in said:
        return "Code" in said and "Message" in said and is_store_code(said["Code"])
    if "EC" in said or ("Code" in said and is_store_code(said["Code"])):
        return True
    return is_store_id(said["RequestId"]) and len(said.keys() & {"Status", "Message"}) > 0


def is_store_id(request_id: str) -> bool:
    """Tell whether a request ID has a form that only stores give."""
    return _of_stores().fullmatch(request_id) is not None


def is_store_code(code: str) -> bool:
    """Tell whether a code is of two words or more, `NoSuchKey`: one word alone can be anything."""
    return re.search(r"[a-z0-9.][A-Z]", code) is not None


def _exchange(excerpt: Excerpt, cluster: list[Hit]) -> Exchange:
    fields = tuple(field(excerpt, hit.kind.partition("_")[0], hit.start, hit.end) for hit in cluster)
    start = min(min(hit.label, hit.start) for hit in cluster)
    return Exchange(excerpt.span(start, max(hit.end for hit in cluster)), fields=fields)
