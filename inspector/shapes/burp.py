"""Items saved by Burp Suite: XML in which each request and response stands whole, as text or in Base64.

Source: PortSwigger's documentation of "Save items" and the DTD that such a file begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from inspector import bodies
from inspector.model import Excerpt, Exchange
from inspector.shapes import raw_http


@cache
def _message() -> re.Pattern[str]:
    return re.compile(
        r"<(?P<kind>request|response)(?: base64=\"(?P<coded>true|false)\")?>\s{0,40}(?:<!\[CDATA\[)?(?P<text>[^<]*+"
        r"(?:<(?!/request>|/response>|!\[CDATA)[^<]*+)*)"
    )


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read each response with the request before it; None where the text is no such file."""
    if "<items burpVersion=" not in excerpt.text:
        return None
    messages = islice(_messages(excerpt), 2 * raw_http.MOST_EXCHANGES)
    return tuple(exchange for pair in _pairs(messages) for exchange in raw_http.read(Excerpt.join(pair)) or ())


def _messages(excerpt: Excerpt) -> Iterator[tuple[str, Excerpt]]:
    for match in _message().finditer(excerpt.text):
        end = match.end("text") - (3 if match["text"].endswith("]]>") else 0)
        message = excerpt.cut(match.start("text"), end)
        if match["coded"] == "true":
            decoded, _ = bodies.from_base64(message)
            message = decoded or Excerpt("")
        if message.text.strip():
            yield match["kind"], message


def _pairs(messages: Iterator[tuple[str, Excerpt]]) -> Iterator[list[Excerpt]]:
    """Give each response behind its request, parted by an empty line that stands for no character."""
    request: list[Excerpt] = []
    for kind, message in messages:
        if kind == "request":
            request = [message, message.behind("\n\n")]
        else:
            yield [*request, message]
            request = []
