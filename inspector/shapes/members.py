"""The members of an archive: which of them belong together.

Playwright saves a recording (`har.har`, `trace.network`) and beside it each body as a file that the recording names:
`_file` in `content` of a HAR, `_sha1` of a trace. Such a file is the body of its entry, and nothing to read by itself.
Any other two members that tell of one request ID tell of one request: a log of the client beside its capture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from inspector.archive_text import Part
from inspector.model import Excerpt, Exchange
from inspector.shapes import joining
from inspector.shapes.clean import Recognition

_RECORDINGS = (".har", ".network", ".trace")
_MOST_BODY = 1024 * 1024


@cache
def _content() -> re.Pattern[str]:
    return re.compile(r'"content"\s{0,40}:\s{0,40}\{[^{}]{0,2000}?"_(?:file|sha1)"\s{0,40}:\s{0,40}"([^"\\]{1,200})"')


def recognised(whole: Excerpt, parts: Sequence[Part], read: Callable[[Excerpt, str], Recognition]) -> list[Recognition]:
    """Read every member, recordings first to see which others are bodies of theirs; the order of the archive stays."""
    named = {name for one in parts if one.name.endswith(_RECORDINGS) for name in _content().findall(one.text.text)}
    bodies = {one.name.rpartition("/")[2]: one.text for one in parts} if named else {}
    told = [read(one.text, one.shape) for one in parts if not named or one.name.rpartition("/")[2] not in named]
    return [
        one._replace(exchanges=tuple(_with_body(whole, exchange, bodies) for exchange in one.exchanges))
        if bodies and one.shape == "har"
        else one
        for one in told
    ]


def together(told: Sequence[Recognition]) -> tuple[Exchange, ...]:
    """Give what all members tell; of one request ID only once."""
    found = [one for each in told for one in each.exchanges]
    return joining.join_by_id(found) if len(told) > 1 else tuple(found)


def _with_body(whole: Excerpt, exchange: Exchange, bodies: dict[str, Excerpt]) -> Exchange:
    """Give an entry the file that it names as its body."""
    start = whole.origin(0)
    match = _content().search(whole.text, exchange.span.start - start, exchange.span.end - start)
    body = bodies.get(match[1]) if match and exchange.body is None else None
    if body is None or not body.text.strip():
        return exchange
    text = body.text[:_MOST_BODY]
    return exchange._replace(body=body.cut(len(text) - len(text.lstrip()), len(text.rstrip())))
