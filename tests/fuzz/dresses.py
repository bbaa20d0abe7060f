"""What captures wear: literals, escapes, encodings, prefixes, line ends. Each takes bytes and gives bytes."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus

Dress = Callable[[bytes], bytes]
_END = re.compile(rb"\r\n|\r|\n")


def _text(change: Callable[[str], str]) -> Dress:
    return lambda raw: change(raw.decode("utf-8", "replace")).encode("utf-8", "replace")


def _prefixed(prefix: bytes) -> Dress:
    return lambda raw: _END.sub(lambda met: met[0] + prefix, prefix + raw)


def _ended(end: bytes) -> Dress:
    return lambda raw: _END.sub(end, raw)


def _encoded(encoding: str) -> Dress:
    return lambda raw: raw.decode("utf-8", "replace").encode(encoding, "replace")


def _java(text: str) -> str:
    return "s = " + " +\n    ".join(json.dumps(row + "\n") for row in text.splitlines()) + ";"


def _dumped(text: str) -> str:
    """`xxd`'s form."""
    raw = text.encode("utf-8", "replace")[:600]
    rows = (raw[at : at + 16] for at in range(0, len(raw), 16))
    return "".join(
        f"{number * 16:08x}: {row.hex(' ', -2):<39}  {re.sub(r'[^ -~]', '.', row.decode('latin-1'))}\n"
        for number, row in enumerate(rows)
    )


LITERALS: tuple[Dress, ...] = (
    _text(json.dumps),
    _text(repr),
    _text(lambda text: '{"level":"error","msg":' + json.dumps(text) + ',"caller":"a.go:1"}'),
    _text(lambda text: json.dumps({"log": json.dumps({"msg": text})})),
    _text(lambda text: "{'Code': '403', 'Body': " + repr(text) + "}"),
    _text(lambda text: "b" + repr(text.encode("utf-8", "replace"))),
    _text(_java),
    _text(lambda text: text.replace("\n", "\\n").replace('"', '\\"')),
    _text(lambda text: "`" + text + "`"),
    _text(lambda text: "<![CDATA[" + text + "]]>"),
)
ESCAPES: tuple[Dress, ...] = (
    _text(html.escape),
    _text(lambda text: html.escape(html.escape(text))),
    _text(quote),
    _text(quote_plus),
    _text(lambda text: "".join(f"\\x{one:02x}" for one in text.encode("utf-8", "replace")[:800])),
    _text(lambda text: "".join(f"\\u{ord(one):04x}" if ord(one) < 0x10000 else one for one in text[:500])),
    base64.b64encode,
    lambda raw: b"x-oss-err: " + base64.b64encode(raw),
    lambda raw: raw.hex().encode(),
    _text(_dumped),
    lambda raw: b"%x\r\n%s\r\n0\r\n\r\n" % (len(raw), raw),
)
PREFIXES: tuple[Dress, ...] = tuple(
    map(
        _prefixed,
        (
            b"> ", b"> > ", b"< ", b"* ", b"| ", b"\xe2\x94\x82 ", b"# ", b"// ", b"    ", b"\t", b"- ", b"+",
            b"\x1b[31m", b"12: ", b"2026-11-21T10:00:00.000Z ", b"2026-11-21 10:00:00,123 ERROR [main] ",
            b"Nov 21 10:00:00 host app[12]: ", b"E/OSS (123): ", b"web_1  | ", b"header: ", b"send: b'",
            b'[DEBUG] http-outgoing-0 << "', b"DEBUG:httpx:", b"\xef\xbb\xbf", b"\x00", b"<= Recv header: ", b"---> ",
        ),
    )
)  # fmt: skip
ENDS: tuple[Dress, ...] = tuple(
    map(_ended, (b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\n", b"\\n", b"\\r\\n", b" ", b"<br>"))
)
ENCODINGS: tuple[Dress, ...] = (
    *map(_encoded, ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "utf-8-sig", "latin-1")),
    lambda raw: gzip.compress(raw, 1, mtime=0),
    lambda raw: raw.decode("latin-1").encode("utf-8"),
)
ALL = (LITERALS, ESCAPES, PREFIXES, ENDS, ENCODINGS)
