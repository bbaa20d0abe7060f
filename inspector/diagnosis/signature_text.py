"""Compares the text of an element with its bytes: `StringToSign` and `StringToSignBytes`, which is hex.

The bytes keep what a text may lose: line breaks, blanks at the ends, a name that somebody masked. If they are complete
they are the truth; if only the text is left, its line breaks are restored where they can be recognised.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from typing import NamedTuple

from inspector.elements import Element

_ALGORITHMS = ("OSS4-HMAC-SHA256", "AWS4-HMAC-SHA256")
_RUN_TOGETHER = re.compile(
    r"(GET|PUT|POST|HEAD|DELETE|OPTIONS|PATCH)\s{0,9}(?:([A-Za-z0-9+/]{22}==)\s{0,9})?"
    r"(?:([a-z]{1,40}/[^\s/]{1,200}?)\s{0,9})?"
    r"((?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT|\d{9,11})\s{0,9}(?=x-(?:oss|amz)-|/)"
)
"""The beginning of a string of V1 whose line breaks became blanks, or nothing."""
_NEXT_LINE = re.compile(r"\s{1,9}(?=x-(?:oss|amz)-[a-z0-9-]{1,100}:|/)")


Named = Mapping[str, Element]


class String(NamedTuple):
    """A string as it was signed, with the element it was read from, in lower-case letters.

    `altered` holds text and bytes where they do not say the same; `guessed`: line breaks were put back.
    """

    text: str
    source: str
    altered: tuple[str, str] | None = None
    guessed: bool = False


def string_of(found: Named, name: str) -> String | None:
    """Read a string from its text and its bytes; None where neither is there."""
    element, other = found.get(name), found.get(f"{name}bytes")
    text = plain(element.value) if element else ""
    if other is None or (raw := from_hex(other.value)) is None:
        return _mended(text, name) if element else None
    given = raw.decode("utf-8", "replace")
    if element is None or _loosely(given).strip() == _loosely(text).strip():  # the tree takes blanks off the ends
        return String(given, name if element and given == text else f"{name}bytes")
    if _loosely(text).startswith(given.rstrip()):  # the hex is what was cut
        return String(_loosely(text), name)
    return String(given, f"{name}bytes", (text, given))


def plain(text: str) -> str:
    r"""Take back what a capture does to every line break alike: CR LF, or a literal `\n`."""
    if "\n" not in text and "\\n" in text:
        return text.replace("\\r\\n", "\\n").replace("\\n", "\n")
    return text.replace("\r\n", "\n") if text.count("\r\n") == text.count("\n") else text


def _loosely(text: str) -> str:
    """Leave out blanks at the ends, and indents, which printers add; they are no difference of the string."""
    return "\n".join(line.lstrip(" \t") for line in text.strip(" \t\n").split("\n"))


def from_hex(text: str) -> bytes | None:
    """Read bytes in hex, apart by blanks or not; None where something else stands among them."""
    bare = "".join(text.split())
    try:
        return binascii.unhexlify(bare) if bare else None
    except (binascii.Error, ValueError):
        return None


def _mended(text: str, name: str) -> String:
    """Put line breaks back that became blanks, where V1 or V4 lets them be told."""
    if "\n" in text:
        return String(_loosely(text), name)
    words = text.split()
    if len(words) == 4 and words[0] in _ALGORITHMS:  # noqa: PLR2004 - algorithm, time, scope, hash
        return String("\n".join(words), name, guessed=True)
    begin = _RUN_TOGETHER.match(text)
    if begin is None:
        return String(text, name)
    rest = text[begin.end() :]
    headers, slash, resource = ("", "", rest) if rest.startswith("/") else rest.partition(" /")
    lines = [group or "" for group in begin.groups()]
    lines += [line for line in _NEXT_LINE.split(headers) if line]
    lines.append(f"/{resource}" if slash else resource)
    return String("\n".join(lines), name, guessed=True)
