"""What is wrong with a decoded callback: each fault in the terms of the documentation (Callback, "InvalidArgument").

A fault contains nothing that may be a secret: of a URL only the host, of the body only its fields and variables.
"""

from __future__ import annotations

import difflib
import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

_VARIABLE = re.compile(r"\$\{([^{}$]{0,100})\}")
_LOOSE = re.compile(r"\$(?!\{[^{}$]{0,100}\})[({]?[\w.:]{0,40}[)}]?")
_OWN = re.compile(r"x:[^A-Z]{1,200}")
_MOST_URLS, _MOST_FIELDS, _SHOWN, _SHOWN_PATH = 10, 40, 400, 200
_LONGEST_HOST, _LONGEST_PORT, _LAST_PORT = 253, 20, 65_535


class Asked(NamedTuple):
    """A decoded callback and the custom variables sent with it; `complete` if there can be no others."""

    content: Mapping[str, Any]
    variables: Mapping[str, Any] | None
    complete: bool = False


class _Url(NamedTuple):
    """The parts of an address; the user is left out."""

    scheme: str
    host: str
    port: str | None
    path: str
    query: str


class Fault(NamedTuple):
    """What is wrong: its id after `callback-`, what shows it, what to write instead."""

    kind: str
    detail: str = ""
    instead: str = ""
    grade: str = "computed"


def of_callback(asked: Asked, rules: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Check every part of a callback."""
    return (*_of_urls(asked.content, rules), *_of_body(asked, rules))


def of_variables(variables: Mapping[str, Any] | None) -> tuple[Fault, ...]:
    """Check the names of custom variables: `x:` and small letters; and that each value is a text."""
    names = list(variables or ())[:_MOST_FIELDS]
    wrong = [name for name in names if not _OWN.fullmatch(name)]
    no_text = [name for name in names if not isinstance((variables or {})[name], str)]
    return (
        *(Fault("variable-name", name[:100], _own_name(name)) for name in wrong),
        *(Fault("variable-value", name[:100]) for name in no_text),
    )


def _own_name(name: str) -> str:
    lowered = name.lower()
    return (lowered if lowered.startswith("x:") else f"x:{lowered}")[:100]


# --- addresses ---------------------------------------------------------------------------------------


def _of_urls(content: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[Fault]:
    given = content.get("callbackUrl")
    if not isinstance(given, str) or not given.strip():
        near = next((key for key in content if key != "callbackUrl" and key.lower() in ("callbackurl", "url")), "")
        yield Fault("no-url", near)
        return
    urls = [url for url in given.split(";") if url.strip()]
    if len(urls) > rules["urls"]:
        yield Fault("many-urls", str(len(urls)), str(rules["urls"]))
    for url in urls[:_MOST_URLS]:
        yield from _of_url(url.strip(), rules)


def _of_url(url: str, rules: Mapping[str, Any]) -> Iterator[Fault]:
    parts = _split(url)
    if not parts.host:
        yield Fault("bad-url", shown_urls(url))
        return
    port = parts.port
    if port is not None and not (port.isascii() and port.isdigit() and len(port) < 6 and int(port) <= _LAST_PORT):  # noqa: PLR2004 - digits of the last port
        yield Fault("bad-url", f"{parts.host}:{port[:_LONGEST_PORT]}")
    if parts.host.startswith("["):
        yield Fault("ipv6", parts.host)
    elif _is_private(parts.host, rules):
        yield Fault("private-address", parts.host)
    if not url.isascii():
        yield Fault("url-encoding", shown_urls(url))


def _split(url: str) -> _Url:
    scheme, mark, rest = url.partition("://")
    scheme, rest = (f"{scheme}://", rest) if mark and scheme.isalnum() else ("", url)
    rest, _, query = rest.partition("#")[0].partition("?")
    authority, slash, path = rest.partition("/")
    authority = authority.rpartition("@")[2]
    if authority.startswith("["):
        host, mark, port = authority.partition("]")
        return _Url(scheme, host + mark, port[1:] or None, slash + path, query)
    host, mark, port = authority.partition(":")
    return _Url(scheme, host[:_LONGEST_HOST], port if mark else None, slash + path, query)


def _is_private(host: str, rules: Mapping[str, Any]) -> bool:
    if host.lower() in rules["private_names"]:
        return True
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return any(address in ipaddress.IPv4Network(network) for network in rules["private"])


def shown_urls(given: str) -> str:
    """Write addresses without user and without the values of their queries."""
    shown = []
    for url in given.split(";")[:_MOST_URLS]:
        if url.strip():
            parts = _split(url.strip())
            port = f":{parts.port[:_LONGEST_PORT]}" if parts.port else ""
            names = [name if mark else "…" for name, mark, _ in _pairs(parts.query)]
            query = "?" + "&".join(f"{name}=…" if name != "…" else name for name in names) if parts.query else ""
            shown.append(f"{parts.scheme}{parts.host}{port}{parts.path[:_SHOWN_PATH]}{query}")
    return "; ".join(shown)[:_SHOWN]


def _pairs(text: str) -> list[tuple[str, str, str]]:
    return [piece.partition("=") for piece in text.split("&")[:_MOST_FIELDS] if piece]


# --- the body ----------------------------------------------------------------------------------------


def _of_body(asked: Asked, rules: Mapping[str, Any]) -> Iterator[Fault]:
    body, kind = asked.content.get("callbackBody"), asked.content.get("callbackBodyType")
    form, as_json = rules["body_types"]
    if kind not in (None, "", form, as_json):
        yield Fault("body-type", str(kind)[:100] if isinstance(kind, str) else "")
    if not isinstance(body, str) or not body:
        yield Fault("no-body")
        return
    for loose in islice(_LOOSE.finditer(body), _MOST_FIELDS):
        yield Fault("variable-form", loose[0] if set("({)}") & set(loose[0]) else "$")
    for met in islice(_VARIABLE.finditer(body), _MOST_FIELDS):
        yield from _of_variable(met[1], asked, rules["variables"])
    if kind == as_json and _parsed(body) is None:
        yield Fault("body-not-json")


def _of_variable(name: str, asked: Asked, known: list[str]) -> Iterator[Fault]:
    if name in known:
        return
    if not name.lower().startswith("x:"):
        yield Fault("variable-unknown", f"${{{name}}}", _meant(name, known), grade="inferred")
    elif not _OWN.fullmatch(name):
        yield Fault("variable-name", name, _own_name(name))
    elif asked.complete and name not in (asked.variables or {}):
        yield Fault("variable-undefined", name, grade="inferred")


def _meant(name: str, known: list[str]) -> str:
    """Guess which variable was meant: of the same letters, else the nearest."""

    def letters(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", text.lower())

    same = next((one for one in known if letters(one) == letters(name)), "")
    near = same or next(iter(difflib.get_close_matches(name, known, 1, 0.7)), "")
    return f"${{{near}}}" if near else ""


def _parsed(body: str) -> Any:
    """Parse a JSON body with variables, which OSS replaces by JSON values; None if it is not JSON."""
    try:
        return json.loads(_VARIABLE.sub("0", body))
    except (ValueError, RecursionError):
        return None


def shown_body(body: str) -> str:
    """Write the fields of a body with their variables; constants are left out."""
    content = _parsed(body)
    if isinstance(content, dict):
        named = re.findall(r'"([^"\\]{1,100})"\s{0,9}:\s{0,9}"?(\$\{[^{}$]{0,100}\})?', body)
        fields = [(name, variable) for name, variable in named if name in content]
    else:
        fields = [(name, value if _VARIABLE.fullmatch(value) else "") for name, mark, value in _pairs(body) if mark]
    told = [f"{name[:100]}={variable or '…'}" for name, variable in fields[:_MOST_FIELDS] if name]
    return "&".join(told)[:_SHOWN]
