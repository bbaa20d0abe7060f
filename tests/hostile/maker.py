"""Writes hostile inputs, and says of each what the program must make of it. Every value is invented.

`captures(trap)` are files of bytes; `trap` is a file that nothing may open, named wherever an attack can name one.
`specials` are names that lead to no file: pipes, sockets, devices, loops, a file larger than memory. `secrets` are
captures with credentials that must not leave. `homes` are damaged files at the places of ours.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import random
import socket
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import brotli
import zstandard

REQUEST_ID = "6B0117A35C6D7E38F90A1B2C"
FALSE_ID = "BADBADBADBADBADBADBADBAD"
HOST = "pear.oss-cn-hangzhou.aliyuncs.com"
KB, MB = 1024, 1024 * 1024


class Hostile(NamedTuple):
    """An input: its name, its bytes, and what must come of it.

    `verdict` is found, none, refused, or two of them with a bar between; `told` are problems or findings of which one
    must be named; `shows` is the request ID that some response must show; `never` one that none may show.
    """

    name: str
    raw: bytes
    verdict: str = "found"
    told: tuple[str, ...] = ()
    shows: str = ""
    never: str = ""


def body(**fields: str) -> str:
    """Write an error body; a field that is not given has an ordinary value."""
    known = {"Code": "AccessDenied", "Message": "You have no right.", "RequestId": REQUEST_ID, "HostId": HOST}
    inside = "".join(f"\n  <{name}>{value}</{name}>" for name, value in {**known, **fields}.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inside}\n</Error>\n'


def answer(content: str | bytes = "", *headers: str, status: str = "403 Forbidden") -> bytes:
    """Write a whole response."""
    raw = content.encode() if isinstance(content, str) else content
    lines = (f"HTTP/1.1 {status}", "Server: AliyunOSS", f"x-oss-request-id: {REQUEST_ID}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def captures(trap: str) -> Iterator[Hostile]:
    """Give every capture, group by group."""
    for group in GROUPS:
        yield from group(trap)


# XML


def entities(trap: str) -> Iterator[Hostile]:
    """Declarations that blow up, or fetch."""
    lol = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    attribute = f'<!ENTITY a "{"x" * 500}"><!ENTITY b "{"&a;" * 500}">'
    for name, inner, used in (
        ("laughs", f'<!ENTITY l0 "lol">{lol}', "&l11;"),
        ("quadratic", f'<!ENTITY q "{"q" * 20_000}">', "&q;" * 2_000),
        ("file", f'<!ENTITY x SYSTEM "file://{trap}">', "&x;"),
        ("bare-file", f'<!ENTITY x SYSTEM "{trap}">', "&x;"),
        ("network", '<!ENTITY x SYSTEM "http://192.0.2.1/x">', "&x;"),
        ("share", r'<!ENTITY x SYSTEM "\\192.0.2.1\share\x">', "&x;"),
        ("parameter", f'<!ENTITY % p SYSTEM "file://{trap}"> %p;', ""),
        ("attlist", "".join(f'<!ATTLIST Error a{n} CDATA "x">' for n in range(4_000)), ""),
        ("recursive", '<!ENTITY r "&s;"><!ENTITY s "&r;">', "&r;"),
    ):
        text = body(Message=used).replace("<Error>", f"<!DOCTYPE Error [{inner}]>\n<Error>")
        yield Hostile(f"entity-{name}.xml", text.encode(), told=("xml-dtd",), shows=REQUEST_ID)
    within = f'<?xml version="1.0"?><!DOCTYPE Error [{attribute}]><Error a="&b;"><Code>Denied</Code></Error>'
    yield Hostile("entity-attribute.xml", within.encode(), told=("xml-dtd",))
    outside = body().replace("<Error>", f'<!DOCTYPE Error SYSTEM "{trap}">\n<Error>')
    yield Hostile("dtd-file.xml", outside.encode(), told=("xml-dtd",), shows=REQUEST_ID)
    for encoding in ("utf-16", "utf-32"):
        yield Hostile(f"dtd-{encoding}.xml", outside.encode(encoding), told=("xml-dtd",), shows=REQUEST_ID)
    yield Hostile("dtd-utf-7.xml", b'+ADw-+ACE-DOCTYPE x SYSTEM "' + trap.encode() + b'"+AD4-', "none")
    include = f'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{trap}" parse="text"/></x>'
    yield Hostile("include.xml", body(Detail=include).encode(), shows=REQUEST_ID)
    sheet = f'<?xml-stylesheet type="text/xsl" href="{trap}"?>\n<Error>'
    yield Hostile("stylesheet.xml", body().replace("<Error>", sheet).encode(), shows=REQUEST_ID)


def markup(trap: str) -> Iterator[Hostile]:
    """False, doubled, torn and lying elements."""
    false = f"<RequestId>{FALSE_ID}</RequestId>"
    for name, message, never in (
        ("comment", f"<!-- {false} -->m", FALSE_ID),
        ("cdata", f"<![CDATA[{false}]]>", FALSE_ID),
        ("instruction", f"<?x {false} ?>m", FALSE_ID),
        ("escaped", f"&lt;RequestId&gt;{FALSE_ID}&lt;/RequestId&gt;", FALSE_ID),
    ):
        yield Hostile(f"false-id-{name}.xml", body(Message=message).encode(), shows=REQUEST_ID, never=never)
    yield Hostile("two-roots.xml", (body() + body(RequestId=FALSE_ID)).encode(), shows=FALSE_ID)
    twice = body().replace("</Error>", f"{false}</Error>")
    yield Hostile("two-ids.xml", twice.encode(), told=("request-ids-differ",))
    yield Hostile("header-against-body.http", answer(body(RequestId=FALSE_ID)), told=("request-ids-differ",))
    half = REQUEST_ID[:12]
    for name, between in (("nul", "\0"), ("comment", "<!-- -->"), ("unit-separator", "\x1f"), ("element", "<b/>")):
        torn = body(RequestId=f"{half}{between}{REQUEST_ID[12:]}")
        yield Hostile(f"torn-id-{name}.xml", torn.encode(), never=REQUEST_ID)
    for name, message in (("surrogate", "&#xD800;"), ("nul", "&#0;"), ("huge", "&#9999999999999;"), ("bell", "&#7;")):
        told = ("xml-not-well-formed", "xml-bare-ampersand")
        yield Hostile(f"reference-{name}.xml", body(Message=message).encode(), told=told, shows=REQUEST_ID)
    yield Hostile("bare-ampersand.xml", body(Detail="a?b=1&v=2&x").encode(), told=("xml-bare-ampersand",))
    yield Hostile("no-end.xml", body().partition("</Message>")[0].encode(), told=("xml-truncated",))
    yield Hostile("unclosed.xml", body().replace("</Code>", "").encode(), told=("xml-unclosed",), shows=REQUEST_ID)
    yield Hostile("curly.xml", body().replace('"', "”").encode(), shows=REQUEST_ID)
    odd = body(**{"a:b": "x", "\x1c": "y"})
    yield Hostile("odd-names.xml", odd.encode(), shows=REQUEST_ID)


def widths(trap: str) -> Iterator[Hostile]:
    """Too deep, too wide, too long."""
    inside = "<Error><RequestId>" + REQUEST_ID + "</RequestId>"
    deep = "<a>" * 100_000
    yield Hostile("deep.xml", (inside + deep).encode(), told=("xml-too-deep",), shows=REQUEST_ID)
    yield Hostile("deep-closed.xml", f"{inside}{'<a>' * 500}{'</a>' * 500}</Error>".encode(), told=("xml-too-deep",))
    wide = f"{inside}{'<a/>' * 100_000}</Error>"
    yield Hostile("wide.xml", wide.encode(), told=("xml-too-many-tags", "body-shortened"), shows=REQUEST_ID)
    yield Hostile("long-name.xml", f"{inside}<{'n' * 60_000}/></Error>".encode(), shows=REQUEST_ID)
    yield Hostile("names.xml", (inside + "".join(f"<n{n}/>" for n in range(5_000)) + "</Error>").encode())
    many = " ".join(f"b{n}='x'" for n in range(20_000))
    yield Hostile("attributes.xml", f"{inside}<a {many}/></Error>".encode())
    for name, content in (("text", "T" * MB), ("attribute", f'<a b="{"A" * MB}"/>'), ("comment", f"<!--{'-' * MB}-->")):
        yield Hostile(f"long-{name}.xml", f"{inside}{content}</Error>".encode(), shows=REQUEST_ID)
    yield Hostile("one-line.txt", ("a" * MB + body().replace("\n", "")).encode(), shows=REQUEST_ID)


# text


def encodings(trap: str) -> Iterator[Hostile]:
    """Marks, none, false ones, bad bytes."""
    text = body(Message="签名不匹配")
    for name, raw in (
        ("utf-16-le", b"\xff\xfe" + text.encode("utf-16-le")),
        ("utf-16-be-bare", text.encode("utf-16-be")),
        ("gb18030", text.encode("gb18030")),
        ("marks", b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode()),
        ("nul-padding", bytes(64 * KB) + text.encode()),
        ("cr", text.replace("\n", "\r").encode()),
        ("broken", text.encode().replace("名".encode(), b"\xff\xe4\xb8")),
    ):
        yield Hostile(f"encoding-{name}.xml", raw, shows=REQUEST_ID)
    yield Hostile("separators.txt", answer(body()).replace(b"\r\n", "\u2028".encode()), "found|none")
    yield Hostile("empty", b"", "none")
    yield Hostile("random.bin", random.Random(1).randbytes(20_000), "none")  # noqa: S311 - the same bytes every time
    yield Hostile("surrogates.txt", "\ud83d\ude00 \ud800".encode("utf-16-le", "surrogatepass") * 500, "none")


def heads(trap: str) -> Iterator[Hostile]:
    """Headers without end, lying lengths, smuggled answers."""
    yield Hostile("headers-50k.http", answer(body(), *(f"X-{n}: {n}" for n in range(50_000))), shows=REQUEST_ID)
    yield Hostile("header-1mb.http", answer(body(), f"X-A: {'a' * MB}"), shows=REQUEST_ID)
    yield Hostile("length-lies.http", answer(body(), "Content-Length: 99999999999999999999"), shows=REQUEST_ID)
    yield Hostile("length-negative.http", answer(body(), "Content-Length: -1", "Content-Length: x"), shows=REQUEST_ID)
    chunked = b"FFFFFFFFFFFFFFFF\r\n" + body().encode() + b"\r\n-5\r\nx\r\n0\r\n\r\n"
    yield Hostile("chunks-lie.http", answer(chunked, "Transfer-Encoding: chunked"), shows=REQUEST_ID)
    folded = answer(body(), f"X-A: 1\r\n x-oss-request-id: {FALSE_ID}")
    yield Hostile("folded.http", folded, shows=REQUEST_ID, never=FALSE_ID)
    second = answer(body(RequestId=FALSE_ID).replace("\n", "\r\n")).replace(REQUEST_ID.encode(), FALSE_ID.encode())
    yield Hostile("smuggled.http", answer(b"ok\r\n" + second, "Content-Length: 2", status="200 OK"), shows=FALSE_ID)
    yield Hostile("status-lies.http", answer(body(), status="99999999999 x"), "found|none")


# packed


def codings(trap: str) -> Iterator[Hostile]:
    """Bodies that inflate, or say so falsely."""
    bomb = gzip.compress(bytes(60 * MB), 9, mtime=0)
    yield Hostile("body-bomb.http", answer(bomb, "Content-Encoding: gzip"), shows=REQUEST_ID)
    chain = body().encode()
    for _ in range(20):
        chain = gzip.compress(chain, mtime=0)
    told = ", ".join(["gzip"] * 20)
    yield Hostile("body-chain.http", answer(chain, f"Content-Encoding: {told}"), shows=REQUEST_ID)
    for coding in ("br", "zstd", "deflate", "gzip", "rot13"):
        yield Hostile(f"body-no-{coding}.http", answer(body(), f"Content-Encoding: {coding}"), shows=REQUEST_ID)
    for coding, packed in (
        ("br", brotli.compress(bytes(200 * MB), quality=4)),
        ("zstd", zstandard.compress(bytes(200 * MB))),
    ):
        yield Hostile(f"body-bomb-{coding}.http", answer(packed, f"Content-Encoding: {coding}"), shows=REQUEST_ID)
    yield Hostile("gzip-bomb.gz", gzip.compress(bytes(200 * MB), 9, mtime=0), "none", ("archive-too-large",))
    twice = gzip.compress(gzip.compress(bytes(100 * MB), 9, mtime=0), 9, mtime=0)
    yield Hostile("gzip-twice.gz", twice, "none")
    members = gzip.compress(b"", mtime=0) * 5_000 + gzip.compress(body().encode(), mtime=0)
    yield Hostile("gzip-members.gz", members, shows=REQUEST_ID)
    whole = gzip.compress(body().encode() * 20, mtime=0)
    yield Hostile("gzip-cut.gz", whole[: len(whole) // 2], "found|none", ("archive-damaged",))
    yield Hostile("gzip-checksum.gz", whole[:-8] + bytes(8), "found|none", ("archive-damaged",))
    late = body().encode() + b" " * 30 * MB
    yield Hostile("gzip-early.gz", gzip.compress(late, 9, mtime=0), told=("archive-too-large",), shows=REQUEST_ID)


def zipped(members: list[tuple[str, bytes]], link: bool = False) -> bytes:
    """Pack members under whatever names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members:
            about = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = (0o120777 if link else 0o644) << 16
            archive.writestr(about, raw)
    return held.getvalue()


def archives(trap: str) -> Iterator[Hostile]:
    """Names that leave the folder, bombs, nests."""
    error = answer(body())
    names = (
        "../../../hostile",
        "/hostile",
        "C:\\hostile",
        "..\\..\\hostile",
        "CON",
        "raw/../../x",
        "a\nb",
        "\u202egpj",
    )
    yield Hostile("traversal.zip", zipped([(name, error) for name in names]), shows=REQUEST_ID)
    yield Hostile("link.saz", zipped([("raw/1_s.txt", b"/etc/passwd")], link=True), "none")
    yield Hostile("bomb.zip", zipped([("a.log", bytes(100 * MB))]), "none", ("archive-too-large",))
    many = zipped([(f"{number}.txt", bytes(3 * MB)) for number in range(40)])
    yield Hostile("bombs.zip", many, "none", ("archive-too-large",))
    files = zipped([(f"{number}", b"") for number in range(20_000)])
    yield Hostile("many.zip", files, "none", ("archive-too-many",))
    nest = error
    for number in range(8):
        nest = zipped([(f"{number}.zip", nest)])
    yield Hostile("nest.zip", nest, "none", ("archive-binary",))


def archive_lies(trap: str) -> Iterator[Hostile]:
    """Archives whose lists lie."""
    error = answer(body())
    whole = zipped([("a.http", error), ("b.http", error)])
    yield Hostile("overlap.zip", overlapping(500), "none", ("archive-overlap",))
    first = whole.index(b"PK\x01\x02")
    locked = bytearray(whole)
    locked[first + 8] |= 1
    locked[6] |= 1
    yield Hostile("locked.zip", bytes(locked), told=("archive-encrypted",), shows=REQUEST_ID)
    sized = bytearray(whole)
    struct.pack_into("<I", sized, first + 24, 10)
    yield Hostile("size-lies.zip", bytes(sized), shows=REQUEST_ID)
    far = bytearray(whole)
    struct.pack_into("<I", far, first + 42, 0xFFFFFFF0)
    yield Hostile("offset-lies.zip", bytes(far), told=("archive-damaged",), shows=REQUEST_ID)
    yield Hostile("no-list.zip", whole[:first], "none", ("archive-damaged",))
    yield Hostile("two-lists.zip", whole + whole[first:], "found|none")
    yield Hostile("twice.zip", zipped([("a.http", error), ("x.http", error)]).replace(b"x.http", b"a.http"))


def overlapping(count: int) -> bytes:
    """Write an archive of many files that are one and the same bytes."""
    packed = zlib.compress(bytes(MB), 9)[2:-4]
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), MB, 1, 0) + b"a" + packed
    rows = (
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), MB, 5, 0, 0, 0, 0, 0, 0)
        + b"%05d" % number
        for number in range(count)
    )
    listed = b"".join(rows)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(local), 0)
    return local + listed + end


# JSON


def entry(content: dict[str, object], **answered: object) -> dict[str, object]:
    """Write an entry of a HAR file."""
    request = {"method": "GET", "url": f"https://{HOST}/a", "headers": []}
    response = {"status": 403, "statusText": "", "headers": [], "content": content, **answered}
    return {"startedDateTime": "2026-01-01T00:00:00Z", "request": request, "response": response}


def har(*entries: object) -> str:
    """Write a HAR file."""
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}})


def documents(trap: str) -> Iterator[Hostile]:
    """JSON that is deep, lies about its types, or holds what is no JSON."""
    text = {"text": body()}
    yield Hostile("deep.json", b"[" * 100_000, "none")
    yield Hostile("deep-objects.json", b'{"a":' * 100_000, "none")
    yield Hostile("deep-har.har", f'{{"log": {{"entries": [{"[" * 100_000}'.encode(), "none")
    digits = har(entry(text, bodySize=0)).replace('"bodySize": 0', f'"bodySize": {"9" * 5_000}')
    yield Hostile("digits.har", digits.encode(), shows=REQUEST_ID)
    words = har(entry(text, a=0, b=0, c=0)).replace('"a": 0, "b": 0, "c": 0', '"a": NaN, "b": -Infinity, "c": 1e999')
    yield Hostile("words.har", words.encode(), shows=REQUEST_ID)
    yield Hostile("surrogate.har", har(entry({**text, "x": "\ud800"})).encode(), shows=REQUEST_ID)
    doubled = har(entry(text)).replace('"status": 403', '"status": 200, "status": 403')
    yield Hostile("doubled.har", doubled.encode(), shows=REQUEST_ID)
    kinds: list[object] = [None, 1, "x", [], {}, True]
    wrong = [{"request": one, "response": {"status": one, "headers": one, "content": {"text": one}}} for one in kinds]
    yield Hostile("types.har", har(*kinds, *wrong, entry(text)).encode(), shows=REQUEST_ID)
    bad = entry({"text": "@@@==", "encoding": "base64"})
    yield Hostile("base64.har", har(bad, entry(text)).encode(), shows=REQUEST_ID)
    bomb = base64.b64encode(gzip.compress(bytes(40 * MB), 9, mtime=0)).decode()
    yield Hostile("bomb.har", har(entry({"text": bomb, "encoding": "base64"}), entry(text)).encode(), shows=REQUEST_ID)


# patterns


def traps(trap: str) -> Iterator[Hostile]:
    """Texts on which careless patterns never end; each of 64 KB."""
    for name, piece in (
        ("error-opens", "<Error "),
        ("error-tags", "<Error>"),
        ("id-opens", "<RequestId>"),
        ("id-spaces", " "),
        ("closes", "</Error>"),
        ("comments", "<!--"),
        ("cdata", "<![CDATA["),
        ("escaped-opens", "&lt;Error&gt;"),
        ("slashes", "\\"),
        ("quotes", '\\"'),
        ("dashes", "a-"),
        ("dots", "a."),
        ("pairs", "a=b "),
        ("headers", "A: b\n"),
        ("status", "HTTP/1.1 403\n"),
        ("dates", "2026-01-01 "),
        ("base64", "QUJD"),
        ("hex", "0123456789ABCDEF"),
        ("percent", "%253C"),
        ("brackets", "[{("),
        ("labels", "RequestId: "),
        ("arrows", "> < "),
        ("line-ends", "\r\n\r"),
        ("escapes", "\x1b["),
        ("chinese", "请求ID："),
        ("entities", "&amp;lt;"),
    ):
        count = 64 * KB // len(piece)
        start = "<RequestId>" if name == "id-spaces" else ""
        yield Hostile(f"trap-{name}.txt", (start + piece * count).encode(), "found|none", never=REQUEST_ID)


# what leaves


def injections(trap: str) -> Iterator[Hostile]:
    """Markup, templates, formulas, commands: text, and nothing but text."""
    table = "<table><tr><td>" * 20
    for name, value in (
        ("picture", f"<img src='{trap}'><img src=/dev/zero>"),
        ("network-picture", "<img src='http://192.0.2.1/x'><style>@import url(http://192.0.2.1)</style>"),
        ("tables", table),
        ("markdown", f"![x]({trap}) [y](javascript:x) `z` # h\n\n---\n```\nsh\n```"),
        ("formula", '=HYPERLINK("http://192.0.2.1","x")'),
        ("formulas", "\t=1+1 ＝1+1 \u00a0@SUM(1) +1 -1"),
        ("template", "{{request_id|x}} {0.__class__.__globals__} %s %n ${x} {% x %} $(x) `x`"),
        ("log-line", "x\n2026-01-01 00:00:00 ERROR false line"),
        ("ampersands", "A&B&&C &copy;"),
    ):
        escaped = value.replace("&", "&amp;").replace("<", "&lt;")
        yield Hostile(f"injection-{name}.xml", body(Message=escaped).encode(), shows=REQUEST_ID)
        yield Hostile(f"injection-{name}-code.xml", body(Code=escaped).encode(), shows=REQUEST_ID)
    yield Hostile("injection-header.http", answer(body(), f"x-oss-meta: <img src={trap}>"), shows=REQUEST_ID)
    escape = "\x1b]52;c;cm0gLXJm\x07\x1b[201~\x1b[2J\x9b31m"
    yield Hostile("terminal.http", answer(body(Message=escape), f"x-a: {escape}"), shows=REQUEST_ID)
    pasted = answer(body()).replace(f"{REQUEST_ID}\r\n".encode(), f"{REQUEST_ID}\x1b[201~\x0bid\r\n".encode(), 1)
    yield Hostile("terminal-id.http", pasted)
    links = ("javascript:x", "file:///etc/passwd", "https://api.aliyun.com@192.0.2.1/", "ms-msdt:/id", "-oX", "//x/y")
    yield Hostile("links.log", "\n".join(body(RecommendDoc=link) for link in links).encode(), shows=REQUEST_ID)


def disguises(trap: str) -> Iterator[Hostile]:
    """Values that look like others."""
    told = ("disguised",)
    for name, host in (
        ("bidi", "pear.\u202emoc.scnuyila\u202c.example"),
        ("homoglyph", HOST.replace("a", "а")),  # Cyrillic
        ("zero-width", HOST.replace("oss", "o\u200bss")),
        ("soft-hyphen", HOST.replace("oss", "o\u00adss")),
        ("full-width", HOST.replace(".", "．")),
    ):
        yield Hostile(f"host-{name}.xml", body(HostId=host).encode(), told=told, shows=REQUEST_ID)
    hidden = REQUEST_ID[:8] + "\u200b\u2060" + REQUEST_ID[8:]
    yield Hostile("id-zero-width.xml", body(RequestId=hidden).encode(), told=told, never=REQUEST_ID)
    link = "https://api.aliyun.com\u2024example/x"
    yield Hostile("link-look-alike.xml", body(RecommendDoc=link).encode(), told=told, shows=REQUEST_ID)
    combined = "e" + "\u0301" * 100_000
    yield Hostile("combining.xml", body(Message=combined).encode(), shows=REQUEST_ID)


GROUPS = (
    entities, markup, widths, encodings, heads, codings, archives, archive_lies, documents, traps, injections, disguises
)  # fmt: skip


# secrets


class Planted(NamedTuple):
    """A capture and the secrets in it, of which nothing may leave."""

    name: str
    raw: bytes
    secrets: tuple[str, ...]


def secrets() -> Iterator[Planted]:
    """Credentials where captures hold them."""
    key, signature, token = (
        "LTAI5tPlantedKeyId00xyzAB",
        "cGxhbnRlZHNpZ25hdHVyZTE=",
        "CAISplantedSecurityToken0123456789abcdef",
    )
    access = "PlantedAccessSecret0123456789"
    url = f"/a?OSSAccessKeyId={key}&Expires=1&Signature=cGxhbnRlZHNpZ25hdHVyZTE%3D&security-token={token}"
    request = f"GET {url} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    yield Planted("url.http", request + answer(body()), (key, signature, "cGxhbnRlZHNpZ25hdHVyZTE%3D", token))
    header = f"GET /a HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: OSS {key}:{signature}\r\nCookie: s={token}\r\n\r\n"
    yield Planted("header.http", header.encode() + answer(body()), (signature, token))
    four = f"OSS4-HMAC-SHA256 Credential={key}/20260101/cn-hangzhou/oss/aliyun_v4_request,Signature={'4e5f' * 16}"
    wire = f"PUT /a HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: {four}\r\nx-oss-security-token: {token}\r\n\r\n"
    yield Planted("v4.http", wire.encode() + answer(body()), ("4e5f" * 16, token))
    log = f"accessKeyId={key}\naccessKeySecret={access}\n".encode() + answer(body())
    yield Planted("tool.log", log, (access,))
    signed = body(StringToSign=f"GET\n\n\n1\nx-oss-security-token:{token}\n/pear/a", SignatureProvided=signature)
    yield Planted("mismatch.xml", signed.encode(), (signature, token))
    cookies = entry({"text": body()})
    cookies["request"] = {
        "method": "GET",
        "url": f"https://{HOST}{url}",
        "headers": [{"name": "Cookie", "value": token}],
    }
    yield Planted("page.har", har(cookies).encode(), (signature, token))


# no files


def specials(folder: Path) -> dict[str, Path]:
    """Make what has a name and is no file to be read; every one must be refused at once."""
    made = {
        name: folder / name for name in ("pipe", "device", "endless", "loop", "folder", "socket", "missing", "huge")
    }
    os.mkfifo(made["pipe"])
    made["device"].symlink_to("/dev/tty")
    made["endless"].symlink_to("/dev/zero")
    made["loop"].symlink_to(made["loop"])
    made["folder"].mkdir()
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        here = os.open(folder, os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{here}/socket")  # a path of a socket is at most 107 bytes long
        os.close(here)
    with made["huge"].open("wb") as file:
        file.write(answer(body()))
        file.truncate(5 * 1024 * MB)
    return made


# files of ours


def _database(script: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)

    return make


def _bytes(raw: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(raw) and None


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5 * 1024 * MB)


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"

HISTORIES: dict[str, Callable[[Path], None]] = {
    "endless view": _database(f"CREATE VIEW seen AS {ENDLESS}; PRAGMA user_version = 1"),
    "trigger": _database("CREATE TABLE seen (id); CREATE TRIGGER t AFTER INSERT ON seen BEGIN DELETE FROM seen; END"),
    "newer": _database("CREATE TABLE seen (id); PRAGMA user_version = 999"),
    "text": _bytes(b"this is no database\n" * 300),
    "random": _bytes(random.Random(2).randbytes(100_000)),  # noqa: S311 - the same bytes every time
    "zeros": _bytes(bytes(100_000)),
    "header alone": _bytes(b"SQLite format 3\0"),
    "empty": _bytes(b""),
    "pipe": os.mkfifo,
    "endless device": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
    "loop": lambda path: path.symlink_to(path),
    "huge": _sparse,
}

SETTINGS: dict[str, Callable[[Path], None]] = {
    "deep": _bytes(b"[" * 200_000),
    "digits": _bytes(b'{"language": ' + b"9" * 10_000 + b"}"),
    "types": _bytes(b'{"language": [], "scheme": {}, "history_shown": "yes", "geometry": 1e999, "x": null}'),
    "markup": _bytes(b'{"language": "<img src=/dev/zero>", "geometry": "\xff\xfe"}'),
    "not text": _bytes(random.Random(3).randbytes(10_000)),  # noqa: S311 - the same bytes every time
    "pipe": os.mkfifo,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
    "loop": lambda path: path.symlink_to(path),
    "huge": _sparse,
}

_ENTRY = '[provider]\nid = "p"\nname = {{ en = "P", zh = "P" }}\n\n[[entry]]\n{}\n'

CATALOGS: dict[str, Callable[[Path], None]] = {
    "deep": _bytes(b"a = " + b"[" * 100_000),
    "deep table": _bytes(b"[" + b"a." * 50_000 + b"a]\n"),
    "digits": _bytes(b"a = " + b"9" * 10_000),
    "not text": _bytes(random.Random(4).randbytes(10_000)),  # noqa: S311 - the same bytes every time
    "wrong types": _bytes(_ENTRY.format("id = 1\nmatch = []\nen.title = {}\nsource = [[1]]").encode()),
    "a pattern": _bytes(_ENTRY.format('id = "A"\nmatch = { pattern = "(a*)*" }').encode()),
    "a link": _bytes(b'[provider]\nid = "p"\nname = {en = "P", zh = "P"}\nlinks = ["javascript:x", "*", "../"]\n'),
    "another's id": _bytes(b'[provider]\nid = "../../x"\nname = {en = "<b>", zh = "\\u202e"}\n'),
    "no tables": _bytes(b'provider = 1\nsign = "x"\nentry = {}\n'),
    "no id": _bytes(b"[provider]\nid = []\nname = 1\n"),
    "a sign of patterns": _bytes(
        _ENTRY.format("").split("\n[[")[0].encode()
        + b'\n[[sign]]\nstrength = 3\nelements = ["Code"]\nforms = ["(a*)*b"]\n'
    ),
    "a host of another type": _bytes(
        _ENTRY.format("").split("\n[[")[0].encode() + b"\n[[host]]\nform = 1\nnetwork = []\n"
    ),
    "a million heads": _bytes(b"[[entry]]\n" * 400_000),
    "pipe": os.mkfifo,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
    "loop": lambda path: path.symlink_to(path),
    "huge": _sparse,
}
