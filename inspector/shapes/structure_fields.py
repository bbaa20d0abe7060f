"""What the names of a printed structure mean: which tell of a store's error, and the rows that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from inspector.model import Excerpt, Node
from inspector.shapes.joining import plain_name
from inspector.shapes.structure_heads import headers, key_text, leaf
from inspector.shapes.structure_scan import Item, Value, scan, text_of, words_of

MOST_BODY = 256 * 1024
MOST_ROWS = 200
_DEEPEST_ROW = 6
_LONGEST_NAME = 100

_CODES = ("code", "errorcode")
_IDS = ("requestid", "xossrequestid", "xamzrequestid", "reqid")
STATUSES = ("status", "statuscode", "httpstatuscode", "httpcode", "httpstatus")
_BESIDE_CODE = {
    *_IDS, "message", "errormessage", "hostid", "ec", "eccode", "resource", "rawmessage", "responsemetadata",
}  # fmt: skip
_BESIDE_ID = {"hostid", "ec", "eccode", "recommenddoc"}
_OF_CLIENTS = ("details", "parseddetails", "errorfields", "errorfileds")
_WRAPPERS = (*_OF_CLIENTS, "error")
_MEANT = {("ali-oss", "host"): "HostId", ("oss2", "details"): "Message"}
"""What a client prints under a name of its own: ali-oss up to 6.1 the HostId, oss2 what failed without an answer."""
_OF_REQUESTS = {
    "agent", "args", "arguments", "config", "clientconfig", "env", "extra", "input", "options", "opts", "outgoing",
    "params", "proxies", "query", "req", "request", "requestheaders", "requestoptions", "socket", "timing", "trace",
}  # fmt: skip
_NOT_SHOWN = {"stack", "stacktrace", "traceback", "trace"}
_FROM_SOURCE = (*_CODES, *_IDS, *STATUSES, "message", "hostid", "ec")
_NO_VALUE = {"undefined", "null", "None", "nil", "(null)", "<null>", "NULL"}
_BODY = {
    "code", "message", "resource", "requestid", "hostid", "ec", "error", "recommenddoc", "recommend", "key", "bucket",
    "bucketname", "errors", "accessdenieddetail", "statuscode",
}  # fmt: skip
WRITTEN_OUT = frozenset({
    "httpcode", "responsecode", "url", "urleffective", "method", "contenttype", "errormsg", "exitcode", "remoteip",
})  # fmt: skip
"""What of curl's `--write-out '%{json}'` is shown: the rest is sizes and times."""


@cache
def _code() -> re.Pattern[str]:
    return re.compile(r"[A-Z](?=[A-Za-z0-9.]*[a-z])[A-Za-z0-9.]{2,80}")


@cache
def _status() -> re.Pattern[str]:
    return re.compile(r"(?:[1-5][0-9]{2}|000|0|-[1-9])(?![\w.])")


@cache
def _expression() -> re.Pattern[str]:
    """Find what source code says of a value: a name, an attribute, a call; PHP's `int(403)` is none."""
    return re.compile(
        r"(?=[a-z_])\w{1,60}(?:\.\w{1,60}){0,8}(?:(?P<call>[(\[])(?!\d|true|false)"
        r"|(?=[ \t]{0,4}(?:[,;)}\]\r\n|?]|\Z|(?:or|if) )))"
    )


@cache
def _linked() -> re.Pattern[str]:
    return re.compile(r"\[([^\[\]]{1,500})\]\(https?://[^()\s]{1,1000}\)")


def names(excerpt: Excerpt, group: Value) -> dict[str, Item]:
    """Give the entries of a group by their names, in lower-case letters and digits only; the first of a name counts."""
    found: dict[str, Item] = {}
    for item in group.items[:MOST_ROWS]:
        if item.key is not None and item.key.end - item.key.start <= _LONGEST_NAME:
            found.setdefault(plain_name(key_text(excerpt, item)), item)
    return found


def is_of_request(excerpt: Excerpt, item: Item) -> bool:
    """Tell whether an entry holds what was sent, not what came back."""
    return item.key is not None and plain_name(key_text(excerpt, item)[:_LONGEST_NAME]) in _OF_REQUESTS


def said(excerpt: Excerpt, found: dict[str, Item], *wanted: str) -> str:
    """Give the value of the first of the names that has one."""
    for name in wanted:
        if (item := found.get(name)) and (one := leaf(item.value)) and not one.cut:
            text = words_of(excerpt, one).strip()
            if text and not (one.kind == "bare" and text in _NO_VALUE):
                return text
    return ""


def store_code(excerpt: Excerpt, found: dict[str, Item]) -> str:
    """Give the code where it has the form of a store's; a number or `ECONNRESET` is none."""
    code = said(excerpt, found, *_CODES)
    return code if _code().fullmatch(code) else ""


def is_error(excerpt: Excerpt, found: dict[str, Item]) -> bool:
    """Tell whether the names are those of a store's error, as a server or a client writes it."""
    if is_of_message(excerpt, found):
        return False
    if (store_code(excerpt, found) and not _BESIDE_CODE.isdisjoint(found)) or is_of_oss2(excerpt, found):
        return True
    request_id = said(excerpt, found, *_IDS)
    if request_id and not _BESIDE_ID.isdisjoint(found):
        return True
    if "xossrequestid" in found and has_status(excerpt, found):
        return request_id != ""
    metadata = {name: item.value for name, item in found.items() if name in ("responsemetadata", "metadata")}
    if any("httpstatuscode" in names(excerpt, value) for value in metadata.values()):
        return True
    wrapped = {name: names(excerpt, found[name].value) for name in _WRAPPERS if name in found}
    own = set(found) <= _BODY
    return any(
        inner and (own or (name in _OF_CLIENTS and has_status(excerpt, found))) and is_error(excerpt, inner)
        for name, inner in wrapped.items()
    )


def is_source(excerpt: Excerpt, found: dict[str, Item]) -> bool:
    """Tell whether the values are those of a program's source, as a traceback quotes it: `'code': e.code`."""
    return any(_is_expression(excerpt, name, found[name]) for name in _FROM_SOURCE if name in found)


def _is_expression(excerpt: Excerpt, name: str, item: Item) -> bool:
    """Tell whether a value is an expression: it is named as its key, or no string where keys are quoted."""
    if item.value.kind == "string" or item.key is None:
        return False
    match = _expression().match(excerpt.text, item.value.start)
    if match is None:
        return False
    said = match[0].rstrip("([")
    quoted = item.key.kind == "string" and (match["call"] is not None or "." in said)
    return quoted or plain_name(said.rpartition(".")[2]) == name


def has_status(excerpt: Excerpt, found: dict[str, Item]) -> bool:
    """Tell whether an HTTP status is among the names; 0 or less where a program got no answer."""
    status = said(excerpt, found, *STATUSES)
    return _status().match(status) is not None


def is_of_oss2(excerpt: Excerpt, found: dict[str, Item]) -> bool:
    """Tell whether these are the names that oss2 prints, and no other; where no answer came, the ID is empty."""
    if set(found) == {"status", "xossrequestid", "details"}:
        return has_status(excerpt, found)
    if set(found) != {"status", "requestid", "details"} or key_text(excerpt, found["requestid"]) != "request-id":
        return False
    return found["details"].value.kind == "group" or said(excerpt, found, "status").startswith("-")


def is_of_message(excerpt: Excerpt, found: dict[str, Item]) -> bool:
    """Tell whether the names are labels in the message of an SDK of the second generation, printed among its causes."""
    status = found.get("httpstatuscode")
    return status is not None and key_text(excerpt, status) == "Http Status Code"


def is_written_out(found: dict[str, Item]) -> bool:
    """Tell whether these are the variables of curl's `--write-out '%{json}'`."""
    return {"httpcode", "urleffective"} <= set(found)


def is_body(found: dict[str, Item]) -> bool:
    """Tell whether a structure is the server's own body and not what a client made of it."""
    return set(found) <= _BODY


class Choice:
    """Which entries become rows: chosen by name; `flat` without groups, `everything` with those of requests too."""

    __slots__ = ("everything", "flat", "kind", "left_out", "only")

    def __init__(
        self,
        left_out: frozenset[str] = frozenset(),
        only: frozenset[str] = frozenset(),
        *,
        flat: bool = False,
        everything: bool = False,
        kind: str = "field",
    ) -> None:
        self.left_out, self.only, self.flat, self.everything, self.kind = left_out, only, flat, everything, kind

    def takes(self, name: str) -> bool:
        """Tell whether an entry of this name becomes a row."""
        return name not in self.left_out and name not in _NOT_SHOWN and (not self.only or name in self.only)


def rows(excerpt: Excerpt, group: Value, choice: Choice, depth: int = _DEEPEST_ROW) -> tuple[Node, ...]:
    """Make rows of the entries of a group, those of the groups in it below theirs."""
    found: list[Node] = []
    for item in group.items[:MOST_ROWS]:
        name = plain_name(key_text(excerpt, item)[:_LONGEST_NAME])
        if item.key is None or not name or not choice.takes(name):
            continue
        if not _is_mapping(item.value):
            found += row(excerpt, item, choice.kind)
        elif depth and not choice.flat and (choice.everything or not _is_left_out(excerpt, item)):
            below = rows(excerpt, item.value, choice, depth - 1)
            span = excerpt.span(item.value.start, item.value.end)
            block = excerpt.span(item.key.start, item.value.end)
            found.append(Node(choice.kind, key_text(excerpt, item), "", span, block, below))
    return tuple(found)


def meant(found: tuple[Node, ...], client: str) -> tuple[Node, ...]:
    """Put the store's name on a value that a client prints under another; where it prints both, both stay."""
    known = {plain_name(row.label) for row in found}
    names = [_MEANT.get((client, plain_name(row.label)), "") if not row.children else "" for row in found]
    return tuple(
        row._replace(label=name) if name and plain_name(name) not in known else row
        for row, name in zip(found, names, strict=True)
    )


def _is_left_out(excerpt: Excerpt, item: Item) -> bool:
    """Tell whether a group stands elsewhere in the tree, as headers do, or tells of what was sent."""
    return is_of_request(excerpt, item) or bool(headers(excerpt, item.value)[0])


def body(excerpt: Excerpt) -> tuple[Node, ...]:
    """Read a body of JSON as the tree of its names; nothing where it is none, or has no names."""
    if len(excerpt.text) > MOST_BODY:
        return ()
    group = next(iter(scan(excerpt)), None)
    if group is None or excerpt.text[: group.start].strip():
        return ()
    below = rows(excerpt, group, Choice(everything=True, kind="element"))
    span = excerpt.span(group.start, group.end)
    return (Node("element", "JSON", "", span, span, below),) if below else ()


def _is_mapping(value: Value) -> bool:
    """Tell whether a group has names; what stands between the brackets of a call is one value."""
    called = value.sign == "(" and value.tag and not value.tag.endswith(("Array", "Object"))
    return value.kind == "group" and not called and any(item.key is not None for item in value.items)


def row(excerpt: Excerpt, item: Item, kind: str = "field") -> Iterator[Node]:
    """Make the row of one value; a body in a string is shown where it is read as a body."""
    value = leaf(item.value)
    if item.key is None:
        return
    if value is None and item.value.sign == "(" and item.value.tag:
        value = item.value._replace(kind="bare", inner=(item.value.start, item.value.end))
    if value is None or value.kind == "group":
        return
    text = text_of(excerpt, value)
    if (value.kind == "bare" and text.text in _NO_VALUE) or "<Error" in text.text or "<?xml" in text.text:
        return
    text = _undressed(text)
    span = text.span(0, len(text.text))
    block = excerpt.span(item.key.start, item.value.end)
    yield Node("cut" if value.cut or item.value.cut else kind, key_text(excerpt, item), text.text, span, block)


def _undressed(text: Excerpt) -> Excerpt:
    """Take off what a forum's markup put around a value: blanks, backticks, a link to the value itself."""
    inside = text.text.strip("` \t\r\n")
    start = text.text.find(inside) if inside else 0
    match = _linked().fullmatch(inside)
    return text.cut(*(start + place for place in match.span(1))) if match else text.cut(start, start + len(inside))
