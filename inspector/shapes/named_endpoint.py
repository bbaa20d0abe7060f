"""The endpoint that a command or a setting names beside an error: where the store that answered is told nowhere else.

Clients of Amazon S3 speak to any store and seldom print which. A command says it in an option, a program in a line of
its settings or of its log. What a command is given holds for what it prints, up to the next command; a setting holds
for the whole text where it is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector.model import Excerpt, Exchange, Node
from inspector.shapes.grammar import MOST_FOUND, STORE_HOST
from inspector.shapes.joining import plain_name

_ONE_OF_TWO = "(?<![A-Za-z])" + "".join(
    rf"(?<!\b{word}[ _.-])"
    for word in ("source", "Source", "SOURCE", "src", "SRC", "target", "Target", "TARGET", "dest", "dst", "old", "new")
)
"""Before a name: it is no source or target of a copy, of which the other is not named."""
_SETTINGS = r"endpoint(?:[_-]?(?:url|override))?|s3_?url|host_base"
"""Names of an endpoint in commands and settings: the SDKs and most tools, Velero, s3cmd."""
_SIGNS = ("ndpoint", "NDPOINT", "s3:http", "s3Url", "host_base", "--host")
_SAYS_WHERE = {"url", "resource", "hostid"}
"""Fields that tell of a store by themselves, but for a path."""


class _Endpoint(NamedTuple):
    """The first endpoint that a text names, and from where up to where it holds."""

    node: Node
    since: int
    until: int


def sent_to(excerpt: Excerpt, found: Iterable[Exchange]) -> tuple[Exchange, ...]:
    """Add the endpoint that a text names to each error that says nothing of its store."""
    errors = tuple(found)
    endpoint = _endpoint(excerpt) if errors else None
    return tuple(_sent_to(one, endpoint) for one in errors) if endpoint else errors


def _endpoint(excerpt: Excerpt) -> _Endpoint | None:
    """Read the endpoint that a command or a setting names: one that is set, and alone, holds for what is above too."""
    if not any(sign in excerpt.text for sign in _SIGNS):
        return None
    named = list(islice(_setting().finditer(excerpt.text), MOST_FOUND))
    if not named:
        return None
    span = excerpt.span(*named[0].span("host"))
    others = [one.start() for one in named if one["host"].lower() != named[0]["host"].lower()]
    given = _is_option(named[0])
    ends = others[:1] + ([_next_command(named[0])] if given else [])
    until = excerpt.span(min(ends, default=len(excerpt.text)), len(excerpt.text)).start
    return _Endpoint(Node("field", "Host", named[0]["host"], span, span), span.end if others or given else 0, until)


def _is_option(named: re.Match[str]) -> bool:
    """Tell whether an endpoint is given to a command: then it is that of what the command prints below."""
    begin = named.start()
    before = named.string[max(0, begin - 30) : begin]
    return named[0].startswith("--") or re.search(r"--[\w-]{0,20}[ =]?[\"']?\Z|\s-[re] ?[\"']?\Z", before) is not None


def _next_command(named: re.Match[str]) -> int:
    """Give where the next command begins below the one that is given an endpoint."""
    match = _prompt().search(named.string, named.end())
    return match.start() if match else len(named.string)


@cache
def _prompt() -> re.Pattern[str]:
    """Find what a shell puts before a command: `$ `, `# `, `[root@host ~]# `, `user@host:~$ `, `PS D:>`, `+ `."""
    return re.compile(
        r"(?<=[\r\n])[ \t]{0,8}(?:(?:\[[\w.@:/~ -]{1,100}\]|[\w.-]{1,60}@[\w.-]{1,100}:[^\s$#%]{0,200})? ?[$#%❯➜]"
        r"|PS [A-Z]:[^\r\n>]{0,200}>|[A-Z]:\\[^\r\n>]{0,200}>|\+) ?(?=[A-Za-z./])"
    )


@cache
def _setting() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_ONE_OF_TWO}(?i:{_SETTINGS})[\"'\\]{{0,4}}(?: ?(?:[=:：]|=>) ?|[ \t]{{1,4}})"
        rf"|\bs3:|(?<![^\s])--host[ =])[\"'`\\]{{0,4}}(?:https?://)?(?P<host>{STORE_HOST})"
    )


def _sent_to(one: Exchange, endpoint: _Endpoint) -> Exchange:
    """Add the endpoint to an error that says nothing of its store; below two it may be of either."""
    rows = (row for row in one.fields if row.value not in ("", "null") and not row.value.startswith("/"))
    said = {plain_name(row.label): row.value for row in rows}
    foreign = _of_our_stores().fullmatch(said.get("requestid", "")) is None or "AWS" in said.get("message", "")
    if foreign or not _SAYS_WHERE.isdisjoint(said) or not endpoint.since <= one.span.start <= endpoint.until:
        return one
    return one._replace(fields=(*one.fields, endpoint.node))


@cache
def _of_our_stores() -> re.Pattern[str]:
    """Match request IDs of a form that says nothing against any endpoint, and where there is none."""
    return re.compile(r"(?:[0-9A-F]{16}|[0-9A-F]{24}|[0-9A-F]{32})?")
