"""If the server gives only the hash of its canonical request: tries known faults until one of them gives that hash.

An equal hash is a proof, so such a finding is computed, not guessed. There are few trials, and each is one hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from inspector.diagnosis.signature_server import Line, Said
from inspector.diagnosis.signature_v4 import digest

_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
_MOST = 60
_TYPES = ("application/octet-stream", "application/x-www-form-urlencoded", "text/plain;charset=UTF-8")
"""What clients and edges add where the caller set no Content-Type."""


def proven(server: Said, given: list[Line]) -> tuple[tuple[Line, ...], bool]:
    """Give the server's lines with those of its canonical request, where its hash proves them.

    The second value tells whether the hash remains that of something unknown.
    """
    said = next((line.text for line in server.lines if line.name == "hash"), None)
    if said is None or server.canonical or any(line.text is None for line in given if line.name != "signed-headers"):
        return server.lines, said is not None and not server.canonical
    outer = tuple(line for line in server.lines if line.name != "hash")
    own = [line for line in given if line.name not in ("time", "scope")]
    for count, trial in enumerate(_trials(own)):
        if digest(trial) == said:
            return (*(line._replace(span=None) for line in trial), *outer), False
        if count > _MOST:
            break
    given.append(Line("hash", digest(own), next((line.span for line in own if line.span), None)))
    return server.lines, False


def _trials(lines: list[Line]) -> Iterator[list[Line]]:
    """Give the request as it is, then as each fault leaves it."""
    yield lines
    for at, line in enumerate(lines):
        text = line.text or ""
        for other in _others(line.name, text):
            if other != text:
                yield [*lines[:at], line._replace(text=other), *lines[at + 1 :]]
        if line.name.startswith("header "):
            yield [*lines[:at], *lines[at + 1 :]]
    if not any(line.name == "header content-type" for line in lines):
        for kind in _TYPES:
            headers = [line for line in lines if line.name.startswith("header ")]
            added = sorted([*headers, Line("header content-type", kind)])
            yield [*lines[:3], *added, *lines[3 + len(headers) :]]


def _others(name: str, text: str) -> Iterator[str]:
    if name == "method":
        yield from _METHODS
    elif name == "canonical-uri":
        path = unquote(text)
        yield re.sub(r"/{2,}", "/", text)
        yield text.replace("%2B", "%20")
        yield quote(text, safe="/-_.~")
        yield quote(unquote(path), safe="/-_.~")
        yield quote(path.rstrip(), safe="/-_.~")
        yield path
    elif name == "canonical-query":
        yield text.replace("%2B", "%20")
        pairs = [pair for pair in text.split("&") if pair][:20]
        for number in range(len(pairs)):
            yield "&".join(pairs[:number] + pairs[number + 1 :])
    elif name == "header content-type":
        yield from _TYPES
