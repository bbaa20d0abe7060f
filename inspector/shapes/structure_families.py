"""Which language printed a structure, and which client: told by its signs and its names."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Excerpt
from inspector.shapes.structure_fields import is_of_oss2, said
from inspector.shapes.structure_scan import Item, Value

_MOST_LOOKED_AT = 40
_CLIENTS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"details", "xossrequestid", "status"}), "oss2"),
    (frozenset({"requesttarget", "snapshot", "errormessage"}), "ts-2"),
    (frozenset({"requesttarget", "snapshot"}), "python-2"),
    (frozenset({"parseddetails"}), "elixir-oss"),
    (frozenset({"error", "responsemetadata"}), "boto3"),
    (frozenset({"metadata", "fault"}), "aws-js-3"),
    (frozenset({"cfid", "extendedrequestid"}), "aws-js-2"),
    (frozenset({"eccode", "requestid"}), "ali-oss"),
    (frozenset({"requestid", "hostid", "params"}), "ali-oss"),
    (frozenset({"requesturls", "rt"}), "ali-oss"),
    (frozenset({"status", "code", "requestid", "host", "params"}), "ali-oss"),
    (frozenset({"httpcode", "urleffective"}), "curl"),
)
"""Names that only the answers and errors of one client have together."""

_TAGS = (
    ("Aliyun.Oss", "elixir-oss"),
    ("oss.ServiceError", "go-1"),
    ("OSS\\Core", "php-1"),
    ("minio.ErrorResponse", "minio-go"),
)


def client_of(excerpt: Excerpt, group: Value, names: dict[str, Item]) -> str:
    """Give the client that a structure shows; empty where it shows none."""
    if tag := next((client for sign, client in _TAGS if sign in group.tag), ""):
        return "go-2" if tag == "go-1" and "snapshot" in names else tag
    if "AxiosHeaders" in excerpt.text[group.start : group.end]:
        return "axios"
    told = next((client for needed, client in _CLIENTS if needed <= set(names)), "")
    if not told and is_of_oss2(excerpt, names):
        return "oss2"
    return told or ("ali-oss" if _is_of_ali_oss(excerpt, names) else "")


def _is_of_ali_oss(excerpt: Excerpt, names: dict[str, Item]) -> bool:
    """Tell whether the name is the code with `Error` behind it, as ali-oss alone makes it."""
    code = said(excerpt, names, "code")
    return bool(code) and said(excerpt, names, "name") == f"{code}Error"


def family_of(excerpt: Excerpt, group: Value) -> str:
    """Name the language by its signs: the quotes of keys, the sign behind them, the names before brackets."""
    text = excerpt.text
    items = [item for item in _keyed(group, _MOST_LOOKED_AT) if item.key is not None]
    if not items:
        return ""
    key, sign, at = items[0].key, items[0].sign, items[0].value.end
    assert key is not None  # noqa: S101 - chosen so above
    if group.tag.startswith("%") or text.startswith("%{", group.start):
        return "elixir-inspect"
    if sign == "=>":
        return "php-array" if text[key.end : key.end + 1] == "]" or text[key.start] == "[" else "ruby-inspect"
    if sign == "=":
        foundation = text.endswith("UserInfo=", 0, group.start) or text[at : at + 1] == ";"
        return "nsdictionary" if foundation else "java-map"
    return _of_quoted_keys(key, items) if key.kind == "string" else _of_bare_keys(text, group, items)


def _of_quoted_keys(key: Value, items: list[Item]) -> str:
    """Tell apart those that quote keys: JavaScript and Rust quote only some."""
    if any(one.key.kind == "bare" for one in items if one.key and one.sign == ":"):
        return "node-error" if key.sign == "'" else "rust-debug"
    return "python-dict" if key.sign[-1] in "'‘’" else "json-error"


def _of_bare_keys(text: str, group: Value, items: list[Item]) -> str:
    """Tell apart those that write keys bare, by the blank behind the colon and the quotes of the values."""
    first = items[0]
    if first.key and text[first.key.start : first.key.end] in ("Status Code", "URL"):
        return "nsdictionary"
    if group.sign == "[" and group.tag != "map":
        return "java-map"
    if len(items) > 1 and first.value.kind == "bare" and text[first.value.end] in "\r\n":
        return ""
    if first.value.start == (first.key.end + 1 if first.key else 0) or group.tag == "map":
        return "go-struct"
    quotes = {item.value.sign for item in items if item.value.kind == "string"}
    tagged = group.tag[:1].isupper() and "[" not in group.tag and "'" not in quotes
    return "rust-debug" if tagged and '"' in quotes | {_sign_below(item.value) for item in items} else "node-error"


def _sign_below(value: Value) -> str:
    return next((item.value.sign for item in _keyed(value, _MOST_LOOKED_AT) if item.value.kind == "string"), "")


def _keyed(group: Value, most: int) -> Iterator[Item]:
    """Give the entries of a group, those of the groups below it behind them."""
    queue = [group]
    seen = 0
    while queue and seen < most:
        for item in queue.pop(0).items:
            seen += 1
            yield item
            if item.value.kind == "group":
                queue.append(item.value)
