"""Makes captured text safe to print: characters that are invisible or act on a terminal are shown by their number."""

from __future__ import annotations

import json
import re
from functools import cache

UNSEEN = (
    *range(0x20), *range(0x7F, 0xA0), 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, *range(0x180B, 0x1810),
    *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x3164, 0xFEFF, 0xFFA0,
    *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
)  # fmt: skip
"""Characters that act or hide: controls, marks of writing direction, signs without width, tags."""

_LINE_END = re.compile(r"\r\n|\n|\r")


@cache
def _numbered() -> dict[int, str]:
    return {code: f"<U+{code:04X}>" for code in UNSEEN if code not in (0x09, 0x0A)}


@cache
def _escaped() -> dict[int, str]:
    return {code: json.dumps(chr(code))[1:-1] for code in UNSEEN if code not in (0x09, 0x0A, 0x0D, 0x7F)} | {
        0x7F: "\\u007f"
    }


def visible(text: str) -> str:
    """Show what would not be seen, controls and marks that turn the writing direction; lines end with LF."""
    return _LINE_END.sub("\n", text).translate(_numbered())


def on_one_line(text: str) -> str:
    """Show the ends of lines too, so that a value cannot look like more rows."""
    return _LINE_END.sub("<U+000A>", text)


def in_ascii(text: str) -> str:
    """Show every character beyond printable ASCII by its number."""
    return "".join(sign if sign.isascii() and sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)


def in_json(text: str) -> str:
    """Escape in a text of JSON what a terminal could obey or nobody sees; it means the same."""
    return text.translate(_escaped())
