"""Makes captures with planted secrets, the same ones at every run: `planted(number)`.

A capture is a request with credentials (`CREDENTIALS`), answered by an error, printed by some program (`SHAPES`), with
the secrets repeated in some disguise (`DISGUISES`), and broken over lines as terminals and mails do (`BREAKS`). Every
value is invented. `leaks` looks for what is left of the secrets in whatever left the program.
"""

from __future__ import annotations

import base64
import json
import re
import string
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

BLOCK = 6
"""Characters of a secret that may not be found anywhere, each such block of it apart."""

_MIXED = string.ascii_letters + string.digits


class Planted(NamedTuple):
    """A capture, what must not leave, what must stay, and how it was made."""

    text: str
    secrets: tuple[str, ...]
    kept: tuple[str, ...]
    about: str


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


# --- values --------------------------------------------------------------------------------------------


def _some(random: Random, letters: str, length: int) -> str:
    return "".join(random.choices(letters, k=length))


def _base64(random: Random, size: int) -> str:
    return base64.b64encode(random.randbytes(size)).decode()


def _key(random: Random) -> str:
    return "LTAI5t" + _some(random, _MIXED, 18)


def _token(random: Random) -> str:
    return "CAIS" + _base64(random, random.choice((60, 150, 301)))


# --- credentials ---------------------------------------------------------------------------------------

_ALIYUN = "20261121/cn-hangzhou/oss/aliyun_v4_request"


def _oss_v1(random: Random) -> Credential:
    key, signature, token = _key(random), _base64(random, 20), _token(random)
    return Credential(
        (("AccessKeyId", key), ("Signature", signature), ("security-token", token)),
        (("Authorization", f"OSS {key}:{signature}"), ("x-oss-security-token", token)),
    )


def _version_4(scheme: str, scope: str, signed: str, prefix: str) -> Callable[[Random], Credential]:
    def made(random: Random) -> Credential:
        key, signature = prefix + _some(random, string.ascii_uppercase + string.digits, 16), random.randbytes(32).hex()
        value = f"{scheme} Credential={key}/{scope},{signed},Signature={signature}"
        return Credential((("AccessKeyId", key), ("Signature", signature)), (("Authorization", value),))

    return made


def _aws_v2(random: Random) -> Credential:
    key, signature = "JDC_" + _some(random, string.ascii_uppercase + string.digits, 20), _base64(random, 20)
    return Credential(
        (("AWSAccessKeyId", key), ("Signature", signature)), (("Authorization", f"AWS {key}:{signature}"),)
    )


def _url_v1(random: Random) -> Credential:
    key, signature, token = "STS.N" + _some(random, _MIXED, 24) + "7", _base64(random, 20), _token(random)
    query = f"OSSAccessKeyId={key}&Expires=1795220000&Signature={quote(signature, safe='')}"
    query += f"&security-token={quote(token, safe='')}"
    return Credential((("OSSAccessKeyId", key), ("Signature", signature), ("security-token", token)), (), query)


def _url_v4(family: str, scheme: str, scope: str) -> Callable[[Random], Credential]:
    def made(random: Random) -> Credential:
        key, signature, token = _key(random), random.randbytes(32).hex(), _token(random)
        query = f"{family}-{'signature-version' if family == 'x-oss' else 'Algorithm'}={scheme}"
        query += f"&{family}-credential={key}{quote('/' + scope, safe='')}&{family}-date=20261121T000000Z"
        query += f"&{family}-security-token={quote(token, safe='')}&{family}-signature={signature}"
        return Credential((("AccessKeyId", key), ("Signature", signature), ("SecurityToken", token)), (), query)

    return made


def _cookies(random: Random) -> Credential:
    session, other = _some(random, _MIXED, 32), _base64(random, 24).replace("=", "")
    cookie = f"sid={session}; csrftoken={other}; theme=dark1"
    return Credential((("sid", session), ("csrftoken", other)), (("Cookie", cookie),))


def _callback(random: Random) -> Credential:
    secret = _some(random, _MIXED, 30)
    called = {"callbackUrl": f"https://app.example.com/done?token={secret}", "callbackBody": "object=${object}"}
    callback = base64.b64encode(json.dumps(called).encode()).decode()
    variables = base64.b64encode(json.dumps({"x:order": secret}).encode()).decode()
    names = (("x-oss-callback", callback), ("x-oss-callback-var", variables))
    return Credential((("token", secret), *names), names)


def _post_policy(random: Random) -> Credential:
    key, signature = _key(random), _base64(random, 20)
    rules = {"expiration": "2026-11-21T12:00:00.000Z", "conditions": [{"bucket": "examplebucket"}, ["eq", "$key", key]]}
    policy = base64.b64encode(json.dumps(rules).encode()).decode()
    names = (("OSSAccessKeyId", key), ("policy", policy), ("Signature", signature))
    return Credential(names, (), "", names)


def _configured(random: Random) -> Credential:
    key, secret, token = _key(random), _some(random, _MIXED, 30), _token(random)
    names = (("accessKeyId", key), ("accessKeySecret", secret), ("securityToken", token))
    return Credential(names, (), "", names)


CREDENTIALS: dict[str, Callable[[Random], Credential]] = {
    "OSS V1": _oss_v1,
    "OSS V4": _version_4("OSS4-HMAC-SHA256", _ALIYUN, "AdditionalHeaders=host", "LTAI"),
    "AWS2": _aws_v2,
    "AWS4": _version_4("AWS4-HMAC-SHA256", "20261121/cn-north-1/s3/aws4_request", " SignedHeaders=host;x-amz-date", "AKIA"),
    "JDCLOUD2": _version_4("JDCLOUD2-HMAC-SHA256", "20261121/cn-north-1/oss/jdcloud2_request", " SignedHeaders=host", "JDC_"),
    "URL V1": _url_v1,
    "URL V4": _url_v4("x-oss", "OSS4-HMAC-SHA256", _ALIYUN),
    "URL S3": _url_v4("X-Amz", "AWS4-HMAC-SHA256", "20261121/cn-north-1/s3/aws4_request"),
    "cookies": _cookies,
    "callback": _callback,
    "POST policy": _post_policy,
    "configuration": _configured,
}  # fmt: skip


# --- disguises -----------------------------------------------------------------------------------------


def _hex(separator: str, *, upper: bool = False) -> Callable[[str], str]:
    def written(text: str) -> str:
        digits = text.encode().hex(separator) if separator else text.encode().hex()
        return digits.upper() if upper else digits

    return written


def _percent(text: str) -> str:
    return quote(text, safe="")


def _json(text: str) -> str:
    return json.dumps(text)[1:-1].replace("/", "\\/").replace("+", "\\u002b").replace("=", "\\u003D")


DISGUISES: dict[str, Callable[[str], str]] = {
    "clear": str,
    "percent": _percent,
    "percent twice": lambda text: _percent(_percent(text)),
    "percent, all": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "hex": _hex(""),
    "HEX": _hex("", upper=True),
    "hex, blanks": _hex(" ", upper=True),
    "hex, colons": _hex(":"),
    "Base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Base64, in URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "Base64, not padded": lambda text: base64.b64encode(b"a" + text.encode()).decode().rstrip("="),
    "JSON": _json,
    "JSON twice": lambda text: _json(_json(text)),
    "XML": lambda text: escape(text, {"+": "&#43;", "=": "&#x3D;", '"': "&quot;"}),
    "HTML": lambda text: escape(escape(text)).replace("/", "&#47;"),
}


# --- the answer ----------------------------------------------------------------------------------------

_ERRORS = (
    (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", "0002-00000040"),
    (403, "AccessDenied", "You have no right to access this object.", "0003-00000001"),
    (404, "NoSuchKey", "The specified key does not exist.", "0026-00000001"),
    (403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.", "0002-00000902"),
)  # fmt: skip


def _answer(random: Random, credential: Credential, disguise: Callable[[str], str]) -> Answer:
    status, code, message, ec = random.choice(_ERRORS)
    jd = random.random() < 0.25
    region = "cn-north-1" if jd else "cn-hangzhou"
    host = f"s3.{region}.jdcloud-oss.com" if jd else f"examplebucket.oss-{region}.aliyuncs.com"
    request_id = _some(random, "0123456789ABCDEF", 16 if jd else 24)
    values = dict(credential.secrets)
    extra = "" if jd else f"<HostId>{host}</HostId><EC>{ec}</EC>"
    if code == "SignatureDoesNotMatch":
        signed = f"GET\n\n\n1795220000\nx-oss-security-token:{values.get('security-token', next(iter(values.values())))}\n/examplebucket/a"
        extra += f"<SignatureProvided>{escape(values.get('Signature', 'none'))}</SignatureProvided>"
        extra += f"<StringToSign>{escape(signed)}</StringToSign><StringToSignBytes>{signed.encode().hex(' ').upper()}"
        extra += f"</StringToSignBytes><CanonicalRequest>{escape(signed)}</CanonicalRequest>"
    echo = disguise("; ".join(f"{name}={value}" for name, value in credential.secrets))
    family = "x-amz" if jd else "x-oss"
    head = (
        ("Server", "JDCloudOSS" if jd else "AliyunOSS"),
        ("Date", "Sat, 21 Nov 2026 10:00:00 GMT"),
        ("Content-Type", "application/xml"),
        (f"{family}-request-id", request_id),
        (f"{family}-meta-echo", echo),
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{message}</Message>\n  '
    body += f"<RequestId>{request_id}</RequestId>\n  {extra}\n</Error>"
    blob = base64.b64encode(body.encode()).decode()
    head += ((f"{family}-err", blob),) if random.random() < 0.3 else ()
    return Answer(status, code, host, region, request_id, "" if jd else ec, head, body)


# --- shapes --------------------------------------------------------------------------------------------


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


SHAPES: dict[str, Callable[[Credential, Answer], str]] = {
    "raw": _raw, "curl -v": _curl, "Python dict": _python, "Java trace": _java, "log": _log, "HAR": _har, "XML": _xml,
}  # fmt: skip


# --- breaks --------------------------------------------------------------------------------------------


def _at_column(width: int, mark: str = "") -> Callable[[str, Random, Credential], str]:
    def broken(text: str, random: Random, credential: Credential) -> str:
        return "\n".join(mark + piece for line in text.splitlines() for piece in _pieces(line, width))

    return broken


def _pieces(line: str, width: int) -> Iterator[str]:
    """Cut a line at a column, but through no name and no escape: what these do not tell any more is a known limit."""
    while len(line) > width:
        near = next((each for each in _NEVER_CUT.finditer(line, max(0, width - 24)) if each.end() > width), None)
        cut = near.start() if near and 0 < near.start() < width else width
        yield line[:cut]
        line = line[cut:]
    yield line


_NEVER_CUT = re.compile(
    r"[A-Za-z\-]{2,24}(?=[=:>\"']|%3[dD]|\\+u003D|&#x3D)|%(?:25)?[0-9A-Fa-f]{2}|\\+u[0-9a-fA-F]{4}|&(?:amp;)?#?\w{1,5};|\\+[\"'/]"
)


def _within(joint: str) -> Callable[[str, Random, Credential], str]:
    """Break each secret once, wherever it stands."""

    def broken(text: str, random: Random, credential: Credential) -> str:
        for _, value in credential.secrets:
            at = random.randrange(7, len(value) - 3)
            text = text.replace(value, value[:at] + joint + value[at:])
        return text

    return broken


def _whole(text: str, random: Random, credential: Credential) -> str:
    return text


BREAKS: dict[str, Callable[[str, Random, Credential], str]] = {
    "whole": _whole,
    "quoted": _at_column(100_000, "> "),
    "at 80": _at_column(80),
    "at 76, quoted": _at_column(74, "> "),
    "at 100": _at_column(100),
    "within": _within("\n"),
    "within, indented": _within("\n    "),
    "within, CRLF": _within("\r\n"),
    "within, continued": _within("\\\n"),
}


def planted(number: int) -> Planted:
    """Make one capture; the same number gives the same one."""
    random = Random(number)  # noqa: S311 - the same at every run
    scheme = list(CREDENTIALS)[number % len(CREDENTIALS)]
    disguise, shape = random.choice(list(DISGUISES)), random.choice(list(SHAPES))
    broken = random.choice(("whole", "whole", *BREAKS))
    credential = CREDENTIALS[scheme](random)
    answer = _answer(random, credential, DISGUISES[disguise])
    text = BREAKS[broken](SHAPES[shape](credential, answer), random, credential)
    kept = (answer.request_id, answer.ec, answer.code, answer.host, str(answer.status))
    secrets = tuple(dict.fromkeys(value for _, value in credential.secrets))
    return Planted(text, secrets, tuple(filter(None, kept)), f"{number}: {scheme}, {shape}, {disguise}, {broken}")


# --- what is left --------------------------------------------------------------------------------------

_ESCAPE = re.compile(
    r"%([0-9A-Fa-f]{2})|\\+u00([0-9A-Fa-f]{2})|&#x([0-9A-Fa-f]{2});|&#([0-9]{2,3});|&(amp|lt|gt|quot);|\\(?=[/\"])"
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}


def _unescaped(match: re.Match[str]) -> str:
    percent, unicode, hexadecimal, decimal, entity = match.groups()
    if entity:
        return _ENTITIES[entity]
    digits = percent or unicode or hexadecimal
    return chr(int(digits, 16)) if digits else chr(int(decimal)) if decimal else ""


def readings(text: str) -> tuple[str, str, str, str]:
    """Read a text as it stands, without its escapes, without breaks and marks too, and as hex digits alone."""
    plain = text
    for _ in range(3):
        plain = _ESCAPE.sub(_unescaped, plain)
    joined = re.sub(r"\\n|[\s>|\\\"'‹›]+", "", plain).replace("-", "+").replace("_", "/")
    return text, plain, joined, re.sub(r"[ :\n>]+", "", plain.lower())


def blocks(secrets: Iterable[str], size: int = BLOCK) -> dict[str, str]:
    """Give every block of the secrets as it would stand in some encoding -> the block."""
    found: dict[str, str] = {}
    for secret in secrets:
        start = next((len(each) for each in ("LTAI5t", "CAIS", "STS.N", "JDC_", "AKIA") if secret.startswith(each)), 0)
        for at in range(start, len(secret) - size + 1, size):
            block = secret[at : at + size]
            raw = block.encode()
            standard = block.replace("-", "+").replace("_", "/")
            encoded = (
                base64.b64encode(b"\0" * before + raw).decode()[-(-before * 8 // 6) : (before + size) * 8 // 6]
                for before in range(3)
            )
            found |= dict.fromkeys((block, standard, raw.hex(), *encoded), block)
    return found


def leaks(texts: Iterable[str], secrets: Iterable[str], size: int = BLOCK) -> list[str]:
    """Give the blocks of the secrets that can still be read in the texts, in any of the encodings."""
    wanted = blocks(secrets, size)
    read = "\0".join(reading for text in texts for reading in readings(text))
    grams = {read[at : at + BLOCK] for at in range(len(read))}  # a thousand forms would be a thousand searches
    return sorted({block for form, block in wanted.items() if form[:BLOCK] in grams and form in read})
