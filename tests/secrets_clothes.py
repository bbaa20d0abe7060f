"""What secrets wear in captures: the encodings that programs write (`DISGUISES`), and the ways lines break (`BREAKS`)."""

from __future__ import annotations

import base64
import json
import quopri
import re
from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import quote
from xml.sax.saxutils import escape

from secrets_programs import Credential


def _hex(separator: str, *, upper: bool = False) -> Callable[[str], str]:
    def written(text: str) -> str:
        digits = text.encode().hex(separator) if separator else text.encode().hex()
        return digits.upper() if upper else digits

    return written


def _percent(text: str) -> str:
    return quote(text, safe="")


def _json(text: str) -> str:
    return json.dumps(text)[1:-1].replace("/", "\\/").replace("+", "\\u002b").replace("=", "\\u003D")


def _letters(form: str) -> Callable[[str], str]:
    """Write every character by its number."""
    return lambda text: "".join(form.format(byte) for byte in text.encode())


def _of_utf_16(text: str) -> bytes:
    """Give the bytes in which Windows holds a text."""
    return text.encode("utf-16-le")


_HTML_NAMES = {
    "+": "&plus;",
    "=": "&equals;",
    "/": "&sol;",
    ":": "&colon;",
    ";": "&semi;",
    "_": "&lowbar;",
    ".": "&period;",
}


DISGUISES: dict[str, Callable[[str], str]] = {
    "clear": str,
    "percent": _percent,
    "percent twice": lambda text: _percent(_percent(text)),
    "percent twice, small": lambda text: re.sub("%.{4}", lambda each: each[0].lower(), _percent(_percent(text))),
    "percent, all": _letters("%{:02x}"),
    "percent, all, twice": _letters("%25{:02X}"),
    "hex": _hex(""),
    "HEX": _hex("", upper=True),
    "hex, blanks": _hex(" ", upper=True),
    "hex, colons": _hex(":"),
    "hex, 0x": lambda text: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
    "hex, bytes": _letters("\\x{:02x}"),
    "hex of UTF-16": lambda text: _of_utf_16(text).hex(),
    "hex of percent": lambda text: _percent(text).encode().hex(),
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64, in URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "Base64, not padded": lambda text: base64.b64encode(b"a" + text.encode()).decode().rstrip("="),
    "Base64 of UTF-16": lambda text: base64.b64encode(_of_utf_16(text)).decode(),
    "Base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "Base64 of percent": lambda text: base64.b64encode(_percent(text).encode()).decode(),
    "Base64 of JSON": lambda text: base64.b64encode(json.dumps({"echo": _json(text)}).encode()).decode(),
    "Base64, percent": lambda text: _percent(base64.b64encode(text.encode()).decode()),
    "JSON": _json,
    "JSON twice": lambda text: _json(_json(text)),
    "JSON, all": _letters("\\u{:04x}"),
    "JSON, all, twice": _letters("\\\\u{:04X}"),
    "XML": lambda text: escape(text, {"+": "&#43;", "=": "&#x3D;", '"': "&quot;"}),
    "XML, all": _letters("&#{};"),
    "XML, all, hex": _letters("&#x{:x};"),
    "HTML": lambda text: escape(escape(text)).replace("/", "&#47;"),
    "elided": lambda text: re.sub("=([^;]{30,})", lambda each: f"={each[1][:14]}...{each[1][-14:]}", text),
    "HTML names": lambda text: "".join(_HTML_NAMES.get(each, each) for each in escape(text)),
}


# --- breaks --------------------------------------------------------------------------------------------


def _at_column(width: int, mark: str = "") -> Callable[[str, Random, Credential], str]:
    def broken(text: str, random: Random, credential: Credential) -> str:
        return "\n".join(mark + piece for line in text.splitlines() for piece in _pieces(line, width))

    return broken


def _pieces(line: str, width: int) -> Iterator[str]:
    while len(line) > width:
        yield line[:width]
        line = line[width:]
    yield line


def _in_mail(text: str, random: Random, credential: Credential) -> str:
    """Quoted-printable: `=` is escaped, lines have soft ends."""
    return quopri.encodestring(text.encode()).decode()


def _within(joint: str, mark: str = "") -> Callable[[str, Random, Credential], str]:
    """Break each secret once, wherever it stands."""

    def broken(text: str, random: Random, credential: Credential) -> str:
        for _, value in credential.secrets:
            at = random.randrange(7, len(value) - 3)
            text = text.replace(value, value[:at] + joint + value[at:])
        return "\n".join(mark + line for line in text.splitlines()) if mark else text

    return broken


def _cut(text: str, random: Random, credential: Credential) -> str:
    """Lose the end."""
    return text[: random.randrange(len(text) // 3, len(text))]


_SYSLOG, _COMPOSE = "Nov 21 10:00:00 host-1 uploader[1234]: ", "uploader-1  | "


def _whole(text: str, random: Random, credential: Credential) -> str:
    return text


BREAKS: dict[str, Callable[[str, Random, Credential], str]] = {
    "whole": _whole,
    "quoted": _at_column(100_000, "> "),
    "syslog": _at_column(100_000, _SYSLOG),
    "at 64": _at_column(64),
    "at 80": _at_column(80),
    "at 76, quoted": _at_column(74, "> "),
    "at 64, quoted twice": _at_column(64, "> > "),
    "at 80, commented": _at_column(80, "# "),
    "at 100": _at_column(100),
    "at 100, syslog": _at_column(100, _SYSLOG),
    "at 80, Compose": _at_column(80, _COMPOSE),
    "at 76, mail": _in_mail,
    "within": _within("\n"),
    "within, indented": _within("\n    "),
    "within, CRLF": _within("\r\n"),
    "within, continued": _within("\\\n"),
    "within, added": _within('" +\n    "'),
    "within, syslog": _within("\n", _SYSLOG),
    "within, Compose": _within("\n", _COMPOSE),
    "within, logged": _within("\n", "2026-11-21T10:00:00.123Z ERROR uploader - "),
    "cut": _cut,
}
