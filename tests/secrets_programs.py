"""How programs print a request and its answer: `SHAPES`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlencode
from xml.sax.saxutils import escape


class Credential(NamedTuple):
    """How a request was signed: the secrets, headers, a query, and the form of an upload."""

    secrets: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...] = ()
    query: str = ""
    form: tuple[tuple[str, str], ...] = ()


class Answer(NamedTuple):
    """What the server says."""

    status: int
    code: str
    host: str
    region: str
    request_id: str
    ec: str
    headers: tuple[tuple[str, str], ...]
    body: str


def _request(credential: Credential, answer: Answer) -> tuple[str, list[tuple[str, str]]]:
    path = "/examplebucket/a.txt" + (f"?{credential.query}" if credential.query else "")
    return path, [("Host", answer.host), *credential.headers]


def _form(credential: Credential) -> str:
    parts = (f'--b1\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in credential.form)
    return "".join(parts) + "--b1--" if credential.form else ""


def _configuration(credential: Credential) -> str:
    return "\n".join(f"{name} = {value}" for name, value in credential.form)


def _raw(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    lines = [f"POST {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers), "", _form(credential), ""]
    lines += [f"HTTP/1.1 {answer.status} Forbidden", *(f"{n}: {v}" for n, v in answer.headers), "", answer.body]
    return "\n".join(lines)


def _curl(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    given = " ".join(f"-H '{n}: {v}'" for n, v in credential.headers)
    lines = [f"$ curl -v {given} 'https://{answer.host}{path}'", *_configuration(credential).splitlines()]
    lines += [f"> GET {path} HTTP/1.1", *(f"> {n}: {v}" for n, v in headers), ">"]
    lines += [f"< HTTP/1.1 {answer.status} Forbidden", *(f"< {n}: {v}" for n, v in answer.headers), "<", answer.body]
    return "\n".join(lines)


def _python(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    details = dict(re.findall(r"<(\w+)>([^<]*)</", answer.body))
    shown = {
        "status": answer.status,
        "x-oss-request-id": answer.request_id,
        "details": details,
        "headers": dict(answer.headers),
    }
    asked = {"url": f"https://{answer.host}{path}", "headers": dict(headers), "form": dict(credential.form)}
    return f"DEBUG request {asked!r}\noss2.exceptions.ServerError: {shown!r}\n"


def _java(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    asked = ", ".join(f"{n}={v}" for n, v in (*headers, *credential.form))
    message = "".join(re.findall(r"<Message>([^<]*)<", answer.body))
    return (
        f"2026-11-21 10:00:00.123 ERROR [main] c.e.Uploader - sent {{{asked}}} to https://{answer.host}{path}\n"
        f"com.aliyun.oss.OSSException: {message}\n[ErrorCode]: {answer.code}\n[RequestId]: {answer.request_id}\n"
        f"[HostId]: {answer.host}\n[ResponseError]:\n{answer.body}\n"
        "\tat com.aliyun.oss.common.utils.ExceptionFactory.createOSSException(ExceptionFactory.java:100)\n"
    )


def _log(credential: Credential, answer: Answer) -> str:
    return "\n".join(
        f"2026-11-21T10:00:00.123Z INFO  uploader - {line}" for line in _raw(credential, answer).splitlines()
    )


def _har(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    pairs = [tuple(pair.split("=", 1)) for pair in credential.query.split("&") if pair]

    def listed(found: Iterable[tuple[str, ...]]) -> list[dict[str, str]]:
        return [{"name": n, "value": v} for n, v in found]

    asked = {
        "method": "POST", "url": f"https://{answer.host}{path}", "headers": listed(headers), "queryString": listed(pairs),
        "cookies": [], "postData": {"mimeType": "multipart/form-data", "params": listed(credential.form)},
    }  # fmt: skip
    said = {
        "status": answer.status,
        "statusText": "",
        "headers": listed(answer.headers),
        "content": {"text": answer.body},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [{"request": asked, "response": said}]}}, indent=1)


def _xml(credential: Credential, answer: Answer) -> str:
    lines = [f"{n}: {v}" for n, v in (*credential.headers, *answer.headers)]
    named = [f"<{n}>{escape(v)}</{n}>" for n, v in credential.form]
    url = [f"<Url>https://{answer.host}/a?{escape(credential.query)}</Url>"] if credential.query else []
    return "\n".join((*lines, *named, *url, "", answer.body))


def _client_debug(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    sent = "\r\n".join((f"POST {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers), "", ""))
    said = "".join(f"header: {n}: {v}\n" for n, v in answer.headers)
    body = answer.body.encode()
    return (
        f"send: {sent.encode()!r}\nsend: {_urlencoded(credential).encode()!r}\n"
        f"reply: 'HTTP/1.1 {answer.status} Forbidden\\r\\n'\n{said}{body!r}\n"
    )


def _urlencoded(credential: Credential) -> str:
    return urlencode(credential.form)


def _posted(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    lines = [f"POST {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers)]
    lines += ["Content-Type: application/x-www-form-urlencoded", "", _urlencoded(credential), ""]
    lines += [f"HTTP/1.1 {answer.status} Forbidden", *(f"{n}: {v}" for n, v in answer.headers), "", answer.body]
    return "\r\n".join(lines)


def _trace(credential: Credential, answer: Answer) -> str:
    """`curl --trace-ascii`: lines of 64 characters, each with its offset."""
    path, headers = _request(credential, answer)
    sent = [f"POST {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers), "", _urlencoded(credential)]
    said = [f"HTTP/1.1 {answer.status} Forbidden", *(f"{n}: {v}" for n, v in answer.headers), ""]
    return "".join(
        f"{mark} {len(block)} bytes (0x{len(block):x})\n{_offsets(block)}"
        for mark, block in (
            ("=> Send header,", sent),
            ("<= Recv header,", said),
            ("<= Recv data,", answer.body.splitlines()),
        )
    )


def _offsets(lines: Iterable[str], width: int = 64) -> str:
    written, offset = "", 0
    for line in lines:
        for at in range(0, max(1, len(line)), width):
            written += f"{offset + at:04x}: {line[at : at + width]}\n"
        offset += len(line) + 2
    return written


def _dump(credential: Credential, answer: Answer) -> str:
    """`xxd` of the answer; the request is written out."""
    path, headers = _request(credential, answer)
    asked = "\n".join((f"POST {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers), "", _form(credential)))
    said = "\r\n".join(
        (f"HTTP/1.1 {answer.status} Forbidden", *(f"{n}: {v}" for n, v in answer.headers), "", answer.body)
    )
    return f"{asked}\n\n{_hex_rows(said.encode())}"


def _hex_rows(raw: bytes) -> str:
    def row(at: int) -> str:
        piece = raw[at : at + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
        return f"{at:08x}: {piece.hex(' ', 2):<39}  {shown}"

    return "\n".join(map(row, range(0, len(raw), 16)))


def _go(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    listed = " ".join(f"{n}:[{v}]" for n, v in headers)
    literal = ", ".join(f"{json.dumps(n)}:[]string{{{json.dumps(v)}}}" for n, v in headers)
    form = " ".join(f"{n}:{v}" for n, v in credential.form)
    return (
        f"2026/11/21 10:00:00 request POST https://{answer.host}{path} map[{listed}] {{{form}}} http.Header{{{literal}}}\n"
        f'oss: service returned error: StatusCode={answer.status}, ErrorCode={answer.code}, ErrorMessage="", '
        f"RequestId={answer.request_id}\nheaders: {' '.join(f'{n}:[{v}]' for n, v in answer.headers)}\n{answer.body}\n"
    )


def _node(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)

    def listed(found: Iterable[tuple[str, str]]) -> str:
        return ",\n".join(f"    {n if n.isalpha() else repr(n)}: {v!r}" for n, v in found)

    return (
        f"{{\n  status: {answer.status},\n  code: '{answer.code}',\n  requestId: '{answer.request_id}',\n"
        f"  host: '{answer.host}',\n  requestUrls: [ 'https://{answer.host}{path}' ],\n"
        f"  options: {{\n{listed(credential.form)}\n  }},\n  sent: {{\n{listed(headers)}\n  }},\n"
        f"  headers: {{\n{listed(answer.headers)}\n  }},\n  body: {answer.body!r}\n}}"
    )


def _php(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    listed = "\n".join(f"    [{n}] => {v}" for n, v in (*headers, *credential.form, *answer.headers))
    return (
        f"Array\n(\n    [url] => https://{answer.host}{path}\n{listed}\n    [http_code] => {answer.status}\n"
        f"    [body] => {answer.body}\n)\n"
    )


def _boto(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    mark = "2026-11-21 10:00:00,123 botocore"
    signed = "\n".join((f"POST\n{path}\n", *(f"{n.lower()}:{v}" for n, v in headers), "", "UNSIGNED-PAYLOAD"))
    signature = dict(credential.secrets).get("Signature", "none")
    sent = {n: v.encode() for n, v in (*headers, *credential.form)}
    return (
        f"{mark}.auth [DEBUG] CanonicalRequest:\n{signed}\n{mark}.auth [DEBUG] StringToSign:\nAWS4-HMAC-SHA256\n"
        f"20261121T000000Z\n20261121/cn-north-1/s3/aws4_request\n{'0a' * 32}\n{mark}.auth [DEBUG] Signature:\n{signature}\n"
        f"{mark}.endpoint [DEBUG] Sending http request: <AWSPreparedRequest stream_output=False, method=POST, "
        f"url=https://{answer.host}{path}, headers={sent!r}>\n"
        f"{mark}.parsers [DEBUG] Response headers: {dict(answer.headers)!r}\n{mark}.parsers [DEBUG] Response body:\n{answer.body.encode()!r}\n"
    )


def _wire(credential: Credential, answer: Answer) -> str:
    path, headers = _request(credential, answer)
    mark = "10:00:00.123 [main] DEBUG org.apache.http.wire - http-outgoing-0"
    sent = [f"POST {path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers), "", _urlencoded(credential)]
    said = [
        f"HTTP/1.1 {answer.status} Forbidden",
        *(f"{n}: {v}" for n, v in answer.headers),
        "",
        *answer.body.splitlines(),
    ]
    lines = [f'{mark} >> "{line}[\\r][\\n]"' for line in sent]
    return "\n".join((*lines, *(f'{mark} << "{line}[\\r][\\n]"' for line in said)))


def _json_log(credential: Credential, answer: Answer) -> str:
    entry = {
        "time": "2026-11-21T10:00:00Z",
        "level": "error",
        "msg": _raw(credential, answer),
        "requestId": answer.request_id,
    }
    return json.dumps(entry)


SHAPES: dict[str, Callable[[Credential, Answer], str]] = {
    "raw": _raw, "curl -v": _curl, "Python dict": _python, "Java trace": _java, "log": _log, "HAR": _har, "XML": _xml, "client debug": _client_debug, "form": _posted, "trace": _trace, "dump": _dump, "Go": _go,
    "Node": _node, "PHP": _php, "boto": _boto, "wire": _wire, "JSON log": _json_log,
}  # fmt: skip
