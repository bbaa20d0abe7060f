"""What Node.js prints above the properties of an error: its name and message, and the frames of its stack.

`Error [NoSuchKeyError]: The specified key does not exist.`, then lines `    at ...`, then ` {` and the properties
(`util.inspect` of an Error). The clients put the store's code in the name: ali-oss with `Error` behind it
(lib/client.js, requestError), the AWS SDK as it is (smithy-client, default-error-handler). Without frames the line
stands in brackets: `[NoSuchKey: The specified key does not exist.] {`; up to Node.js 6 always, and behind the brace.
"""

from __future__ import annotations

import re
from functools import cache

from inspector.model import Excerpt, Exchange, Node
from inspector.shapes.grammar import field

_CLIENTS = (
    ("ali-oss", "ali-oss", "Error"),
    ("@aws-sdk/", "aws-js-3", ""),
    ("@smithy/", "aws-js-3", ""),
    ("aws-sdk/lib", "aws-js-2", ""),
)
"""A piece of the frames, the client that it shows, and what the client puts behind the store's code."""

_IN_BRACKETS = r"\[(?P<plain>[A-Z][A-Za-z0-9]{2,80}): (?P<message>[^\r\n]{1,2000}?)\]"

_OWN_NAMES = {
    "AbortError", "AggregateError", "AssertionError", "AxiosError", "ConnectionTimeoutError", "Error", "HTTPError",
    "MulterError", "NetworkingError", "RangeError", "ReferenceError", "RequestError", "ResponseError",
    "ResponseTimeoutError", "S3ServiceException", "StatusCodeError", "SyntaxError", "TimeoutError", "TypeError",
    "UnknownError", "UnhandledPromiseRejectionWarning", "CredentialsError", "CredentialsProviderError",
}  # fmt: skip
"""Names that Node.js and the clients give to failures of their own."""


@cache
def _printed() -> re.Pattern[str]:
    """Find a line and the frames below it; behind the last frame the bracket of the properties may stand."""
    return re.compile(
        r"(?:\A|(?<=[\r\n]))(?P<head>[^\r\n]{1,4000}+)(?:\r\n|\n|\r)"
        r"(?P<frames>(?:[ \t]{0,40}at [^\r\n]{1,2000}+(?:\r\n|\n|\r|\Z)){1,100})",
    )


@cache
def _head() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[\s\]:(\[>'\"])(?:UnhandledPromiseRejectionWarning: )?"
        r"(?:Error \[(?P<named>[A-Z]\w{2,80})\]|(?P<plain>[A-Z][A-Za-z0-9]{2,80})): (?=\S)"
    )


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(_IN_BRACKETS + r"\s{0,4}\Z")


@cache
def _first() -> re.Pattern[str]:
    return re.compile(r"\s{0,80}" + _IN_BRACKETS + r"(?=[ \t]{0,80}(?:[\r\n}]|[A-Za-z_$'][\w$'-]{0,80}:))")


def stacks(excerpt: Excerpt) -> dict[int, Exchange]:
    """Give what the first line of every stack says whose frames name a client of a store, by where the frames end."""
    if not any(sign in excerpt.text for sign, _, _ in _CLIENTS):
        return {}
    found: dict[int, Exchange] = {}
    for match in _printed().finditer(excerpt.text):
        client = next(((id_, ending) for sign, id_, ending in _CLIENTS if sign in match["frames"]), None)
        head = _head().search(match["head"]) if client else None
        if client and head:
            kind = "named" if head["named"] else "plain"
            start = match.start()
            name = (start + head.start(kind), start + head.end(kind))
            frames = match["frames"].rstrip()
            end = match.start("frames") + len(frames) - frames.endswith("{")
            fields = said(excerpt, name, (start + head.end(), match.end("head")), client[1])
            found[end] = Exchange(excerpt.span(name[0], end), fields=fields, client=client[0])
    return found


def said(excerpt: Excerpt, name: tuple[int, int], message: tuple[int, int], ending: str) -> tuple[Node, ...]:
    """Make fields of a name and a message; nothing where the name is none of a store's codes."""
    text = excerpt.text[slice(*name)]
    if text in _OWN_NAMES or (ending and not text.endswith(ending)):
        return ()
    end = name[1] - len(ending)
    return field(excerpt, "code", name[0], end), field(excerpt, "message", *message)


def bracketed(excerpt: Excerpt, end: int) -> tuple[Node, ...]:
    """Read `[NoSuchKey: The specified key does not exist.]` before the properties at `end`."""
    begin = max(0, end - 2200)
    match = _bracketed().search(excerpt.text[begin:end])
    if match is None:
        return ()
    name, message = match.span("plain"), match.span("message")
    return said(excerpt, (begin + name[0], begin + name[1]), (begin + message[0], begin + message[1]), "")


def first_item(excerpt: Excerpt, start: int, ending: str) -> tuple[Node, ...]:
    """Read `[NoSuchKey: The specified key does not exist.]` as the first of the properties that begin at `start`.

    The message stands there whoever named the error, the code only in a name that has the client's `ending`.
    """
    match = _first().match(excerpt.text, start)
    if match is None:
        return ()
    message = field(excerpt, "message", *match.span("message"))
    if not ending and match["plain"].endswith("Error"):
        return (message,)
    return said(excerpt, match.span("plain"), match.span("message"), ending) or (message,)


def of_stack(excerpt: Excerpt) -> tuple[tuple[Node, ...], str]:
    """Read the first line of a stack that is a property itself; give what it says and the client that it shows."""
    client = next(((id_, ending) for sign, id_, ending in _CLIENTS if sign in excerpt.text), None)
    line = re.split(r"[\r\n]", excerpt.text[:4000], maxsplit=1)[0]
    head = _head().match(line)
    if client is None or head is None or head.start() != 0 or len(line) == len(excerpt.text):
        return (), client[0] if client else ""
    kind = "named" if head["named"] else "plain"
    return said(excerpt, head.span(kind), (head.end(), len(line)), client[1]), client[0]
