"""The CORS rules of a bucket, and whether they allow a request.

They are read from the XML of PutBucketCors and GetBucketCors, wherever it was pasted. A rule allows a request if it
names its origin, its method and, in a preflight, every requested header; the first such rule decides (PutBucketCors,
"CORS rule matching").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from inspector import xml_scan
from inspector.model import Excerpt, Node, Span

_MOST_TEXT, _MOST_RULES, _MOST_VALUES, _MOST_DOCUMENTS = 64 * 1024, 100, 200, 5
_PORTS = {"http": "80", "https": "443"}


class Rule(NamedTuple):
    """One rule: its number in the order of the document, what it names, and where it stands."""

    number: int
    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    span: Span


class Asked(NamedTuple):
    """What a request asks for; `headers` are those of a preflight, None where it is none."""

    origin: str
    method: str
    headers: tuple[str, ...] | None = None


class Failure(NamedTuple):
    """A part of a rule that does not allow the request: what was wanted, what the rule allows, how the two differ."""

    part: str
    wanted: str
    allowed: tuple[str, ...]
    differs: str = ""


@cache
def _document() -> re.Pattern[str]:
    return re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?CORSConfiguration[\s>]")


def documents(text: str) -> Iterator[tuple[int, int]]:
    """Give where each CORS configuration of a text begins and ends."""
    at = 0
    while begin := _document().search(text, at):
        mark = text.find("CORSConfiguration", begin.end())
        end = text.find(">", mark) + 1 if mark >= 0 else 0
        at = end or len(text)
        yield begin.start(), at


def beside(text: str) -> tuple[Excerpt, ...]:
    """Give the configurations that stand anywhere in a capture, beside its answers."""
    if "CORSConfiguration" not in text:
        return ()
    found = islice(documents(text), _MOST_DOCUMENTS)
    return tuple(Excerpt(text[start : min(end, start + _MOST_TEXT)], origins=(start,)) for start, end in found)


def rules(excerpt: Excerpt) -> tuple[Rule, ...]:
    """Read the rules of every configuration in a text, in their order."""
    found: list[Rule] = []
    for start, end in documents(excerpt.text):
        nodes, _ = xml_scan.scan(excerpt.cut(start, min(end, start + _MOST_TEXT)))
        for node in _named(nodes, "corsrule"):
            found.append(_rule(len(found) + 1, node))
            if len(found) == _MOST_RULES:
                return tuple(found)
    return tuple(found)


def _named(nodes: tuple[Node, ...], name: str, depth: int = 3) -> Iterator[Node]:
    for node in nodes:
        if _name(node) == name:
            yield node
        elif depth:
            yield from _named(node.children, name, depth - 1)


def _name(node: Node) -> str:
    return node.label.rpartition(":")[2].lower()


def _rule(number: int, node: Node) -> Rule:
    def values(name: str) -> tuple[str, ...]:
        return tuple(child.value.strip() for child in node.children[:_MOST_VALUES] if _name(child) == name)

    return Rule(number, values("allowedorigin"), values("allowedmethod"), values("allowedheader"), node.block)


# --- what a rule allows ------------------------------------------------------------------------------


def failures(rule: Rule, asked: Asked) -> tuple[Failure, ...]:
    """Give the parts of a rule that do not allow the request; none where the rule allows it."""
    found = []
    if not any(covers(pattern, asked.origin) for pattern in rule.origins):
        found.append(Failure("origin", asked.origin, rule.origins, _difference(rule.origins, asked.origin)))
    if asked.method not in rule.methods:
        near = "case" if asked.method.lower() in {method.lower() for method in rule.methods} else ""
        found.append(Failure("method", asked.method, rule.methods, near))
    if missing := tuple(name for name in asked.headers or () if not _allows_header(rule, name)):
        found.append(Failure("headers", ", ".join(missing), rule.headers))
    return tuple(found)


def nearest(rules: tuple[Rule, ...], asked: Asked) -> tuple[Rule, tuple[Failure, ...]]:
    """Give the rule that decides, the first that allows the request; else the one that lacks least, origin first."""

    def lack(rule: Rule) -> tuple[bool, int, int]:
        failed = failures(rule, asked)
        return any(one.part == "origin" for one in failed), len(failed), rule.number

    allowing = next((rule for rule in rules if not failures(rule, asked)), None)
    chosen = allowing or min(rules, key=lack)
    return chosen, failures(chosen, asked)


def covers(pattern: str, text: str) -> bool:
    """Compare with a pattern in which one `*` stands for any characters, none included."""
    before, star, after = pattern.partition("*")
    if not star:
        return pattern == text
    return len(text) >= len(before) + len(after) and text.startswith(before) and text.endswith(after)


def _allows_header(rule: Rule, name: str) -> bool:
    """Names of headers have no case (RFC 9110), and browsers ask for them in small letters."""
    return any(covers(pattern.lower(), name.lower()) for pattern in rule.headers)


def _difference(origins: tuple[str, ...], origin: str) -> str:
    """Name what keeps the nearest origin of a rule from being the one that asks."""
    told = (kind for pattern in origins for kind in _differences(pattern, origin))
    return next(told, "")


def _differences(pattern: str, origin: str) -> Iterator[str]:
    if pattern.rstrip("/") == origin:
        yield "slash"
    if pattern.lower() == origin.lower():
        yield "case"
    (scheme, host, port), (their_scheme, their_host, their_port) = _parts(origin), _parts(pattern)
    same = covers(their_host, host)
    if same and their_scheme == "":
        yield "no-scheme"
    elif same and their_scheme != scheme:
        yield "scheme"
    elif same and their_port != port:
        yield "port"
    if their_host in (f"*.{host}", f"www.{host}") or host == f"www.{their_host}":
        yield "subdomain"


def _parts(origin: str) -> tuple[str, str, str]:
    """Split an origin into scheme, host and port; a port that goes without saying is said."""
    scheme, mark, rest = origin.partition("://")
    if not mark:
        scheme, rest = "", origin
    host, _, port = rest.partition("/")[0].partition(":")
    return scheme, host, port or _PORTS.get(scheme, "")
