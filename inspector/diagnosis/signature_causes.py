"""Why two strings to sign differ: tables of tests, of which the first that succeeds names the cause.

Each test compares what the server signed with what the request gives. `signs` are faults that one string alone shows;
they are inferred, because what the client signed is not in the capture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from inspector.model import Compared

_SLASHES = re.compile(r"/{2,}")
_ESCAPE = re.compile(r"(?:\\|%5C)u00(?:26|3[dD])", re.IGNORECASE)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")
_CARRIAGE = re.compile(r"\r|%0D", re.IGNORECASE)

_DATES = re.compile(r"x-(?:oss|amz)-(?:date|expires)", re.IGNORECASE)
_BY_LINE = {
    "method": "signature-method",
    "content-type": "signature-content-type", "header content-type": "signature-content-type",
    "content-md5": "signature-content-md5", "header content-md5": "signature-content-md5",
    "date": "signature-date-expires", "expires": "signature-date-expires", "time": "signature-date-expires",
    "signed-headers": "signature-oss-header", "hash": "signature-hash",
}  # fmt: skip
_OF_SCOPE = ("signature-date-expires", "signature-region", "signature-product", "signature-other")

Test = Callable[[str, str], bool]


class Cause(NamedTuple):
    """A cause, the line in which it shows, the header or parameter it concerns, and what both sides have there."""

    id: str
    row: Compared
    name: str = ""
    server: str | None = None
    sent: str | None = None


def causes(rows: tuple[Compared, ...], bucket: str = "") -> tuple[Cause, ...]:
    """Name what makes the rows differ, one cause of a kind; `bucket` is the one in the host."""
    found: dict[str, Cause] = {}
    differing = [row for row in rows if row.differs >= 0]
    for row in differing:
        if _ESCAPE.search(f"{row.server}\n{row.rebuilt}"):  # it joins parameters, so that nothing else can be told
            return (Cause("signature-unicode-escape", row, row.name, row.server, row.rebuilt),)
    for row in differing:
        for cause in _of_row(row, bucket):
            found.setdefault(cause.id, cause)
    explained = [one for one in found.values() if one.row.name not in ("payload", "hash")]
    return tuple(explained or found.values())  # a hash differs with what it is the hash of


_OTHER = "signature-other"


def _of_row(row: Compared, bucket: str) -> Iterator[Cause]:
    server, sent = row.server, row.rebuilt
    if row.name == "scope":
        yield from _of_scope(row, server or "", sent or "")
    elif row.name == "canonical-query":
        yield from _of_query(row, server or "", sent or "")
    elif row.name in ("resource", "canonical-uri"):
        yield from _of_resource(row, server or "", sent or "", bucket)
    elif row.name.startswith("header ") and row.name not in _BY_LINE:
        name = row.name[7:]
        otherwise = "signature-date-expires" if _DATES.fullmatch(name) else "signature-oss-header"
        yield Cause(_of_text(server, sent) or otherwise, row, name, server, sent)
    else:
        yield Cause(_of_text(server, sent) or _BY_LINE.get(row.name, _OTHER), row, row.name, server, sent)


def _of_text(server: str | None, sent: str | None) -> str:
    """Tell what any line can suffer; empty where it is not that."""
    if server is None or sent is None:
        return ""
    return next((id_ for id_, test in _ANY_LINE if test(server, sent)), "")


def _same_without(pattern: re.Pattern[str]) -> Test:
    return lambda one, other: pattern.sub("", one) == pattern.sub("", other)


# --- paths -------------------------------------------------------------------------------------------


def _fully(text: str) -> str:
    for _ in range(3):
        text = unquote(text)
    return text


def _bucket_doubled(longer: str, shorter: str) -> bool:
    """Tell `/bucket/bucket/key`, or `/bucket.bucket/key`, from `/bucket/key`."""
    bucket, _, key = shorter.lstrip("/").partition("/")
    return bucket != "" and longer in (f"/{bucket}{shorter}", f"/{bucket}.{bucket}/{key}")


def _without_return(text: str) -> str:
    return unquote(_CARRIAGE.sub("", text))


def _plus_lost(server: str, sent: str) -> bool:
    """Tell whether the server has blanks where the request has plus signs, and nothing else differs."""
    ours, theirs = unquote(sent), unquote(server)
    return ours != theirs and len(ours) == len(theirs) and all(
        one == other or (one, other) == ("+", " ") for one, other in zip(ours, theirs, strict=True)
    )  # fmt: skip


_ANY_LINE: tuple[tuple[str, Test], ...] = (
    ("signature-plus-as-space", _plus_lost),
    ("signature-carriage-return", _same_without(_CARRIAGE)),
    ("signature-space", _same_without(re.compile(r"\s"))),
)

_PATHS: tuple[tuple[str, Test], ...] = (
    ("signature-carriage-return", lambda one, other: _CARRIAGE.search(one + other) is not None
     and _without_return(one) == _without_return(other)),
    ("signature-double-slash", lambda one, other: _SLASHES.sub("/", unquote(one)) == _SLASHES.sub("/", unquote(other))
     and _SLASHES.search(unquote(one) + "\n" + unquote(other)) is not None),
    ("signature-plus-as-space", _plus_lost),
    ("signature-bucket-in-endpoint", lambda one, other: _bucket_doubled(one, other) or _bucket_doubled(other, one)),
    ("signature-path-encoding", lambda one, other: _fully(one) == _fully(other)),
    ("signature-path-encoding", lambda one, other: _fully(one) == _fully(other.replace("+", " "))),
    ("signature-path-encoding", lambda one, other: _fully(one).replace("+", " ") == _fully(other)),
    ("signature-space", lambda one, other: "".join(_fully(one).split()) == "".join(_fully(other).split())),
)  # fmt: skip
"""For the decoded path of V1 and the encoded one of V4; the first that holds."""


def _of_resource(row: Compared, server: str, sent: str, bucket: str) -> Iterator[Cause]:
    said, _, signed = server.partition("?") if row.name == "resource" else (server, "", "")
    given, _, query = sent.partition("?") if row.name == "resource" else (sent, "", "")
    if said != given:
        id_ = next((id_ for id_, test in _PATHS if test(said, given)), _OTHER)
        if id_ == _OTHER and bucket and said == f"/{bucket}{given}":
            id_ = "signature-bucket-in-endpoint"
        yield Cause(id_, row, row.name, said, given)
    if signed != query:
        yield from _of_query(row, signed, query)


# --- parameters --------------------------------------------------------------------------------------


def _of_query(row: Compared, server: str, sent: str) -> Iterator[Cause]:
    theirs, ours = _parameters(server), _parameters(sent)
    for name in sorted({*theirs, *ours}):
        one, other = theirs.get(name), ours.get(name)
        if one != other:
            yield from _of_parameter(row, name, one, other)
    if theirs == ours:
        yield Cause(
            "signature-path-encoding" if _fully(server) == _fully(sent) else _OTHER, row, row.name, server, sent
        )


def _parameters(query: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {name: value for name, _, value in pairs}


def _of_parameter(row: Compared, name: str, server: str | None, sent: str | None) -> Iterator[Cause]:
    lowered = unquote(name).lower()
    if lowered in ("x-oss-credential", "x-amz-credential") and server and sent:
        theirs, ours = (unquote(value).partition("/")[2] for value in (server, sent))
        yield from _of_scope(row, theirs, ours)
        return
    if server is not None and sent is not None:
        tests = [row for row in _PATHS if row[0] not in _NOT_OF_A_PARAMETER]
        id_ = next((id_ for id_, test in tests if test(server, sent)), "")
    else:
        id_ = ""
    otherwise = "signature-date-expires" if _DATES.fullmatch(lowered) else "signature-subresource"
    one, other = (None if value is None else f"{name}={value}" if value else name for value in (server, sent))
    yield Cause(id_ or otherwise, row, name, one, other)


_NOT_OF_A_PARAMETER = ("signature-double-slash", "signature-bucket-in-endpoint")


def _of_scope(row: Compared, server: str, sent: str) -> Iterator[Cause]:
    """Compare date, region, product and the closing word one by one."""
    theirs, ours = server.split("/"), sent.split("/")
    if len(theirs) != len(ours) or len(ours) != len(_OF_SCOPE):
        yield Cause(_of_text(server, sent) or _OTHER, row, "scope", server, sent)
        return
    for id_, one, other in zip(_OF_SCOPE, theirs, ours, strict=True):
        if one != other:
            yield Cause(_of_text(one, other) or id_, row, "scope", one, other)


# --- faults that one string shows --------------------------------------------------------------------


def signs(rows: tuple[Compared, ...], *, encoded: bool, compared: bool) -> Iterator[Cause]:
    """Name what one string betrays by itself; fewer things where it agrees with the request, which may be meant so.

    `encoded`: the path stands in the string as it was sent, as with V4.
    """
    for row in rows:
        text = row.server or ""
        of_path = "encoded" if encoded else "decoded"
        kind = of_path if row.name in _OF_PATH else "policy" if row.name == "policy" else "other"
        for id_, kinds, test, also_compared in _SIGNS:
            if kind in kinds and (also_compared or not compared) and test(text):
                yield Cause(id_, row, row.name, text, text if compared else None)
                break


def _begins_twice(text: str) -> bool:
    first, _, rest = text.partition("?")[0].lstrip("/").partition("/")
    half = first[: len(first) // 2]
    return (first != "" and rest.startswith(f"{first}/")) or (half != "" and first == f"{half}.{half}")


_OF_PATH = ("resource", "canonical-uri")
_ANY = ("encoded", "decoded", "other")
_Sign = tuple[str, tuple[str, ...], Callable[[str], bool], bool]
_SIGNS: tuple[_Sign, ...] = (
    ("signature-plus-as-space", ("policy",), lambda text: " " in text, True),
    ("signature-unicode-escape", _ANY, lambda text: _ESCAPE.search(text) is not None, True),
    ("signature-carriage-return", _ANY, lambda text: _CARRIAGE.search(text) is not None, False),
    ("signature-bucket-in-endpoint", ("encoded", "decoded"), _begins_twice, True),
    ("signature-double-slash", ("encoded", "decoded"), lambda text: "//" in text.partition("?")[0], False),
    ("signature-path-encoding", ("decoded",), lambda text: _ENCODED.search(text.partition("?")[0]) is not None, False),
    ("signature-path-encoding", ("encoded",), lambda text: _TWICE.search(text.partition("?")[0]) is not None, False),
    ("signature-space", ("decoded", "other"), lambda text: text != text.strip(" \t"), False),
)  # fmt: skip
"""Cause, kinds of line, test, and whether it says something where the request shows the same."""
