"""Makes captures with planted secrets, the same ones at every run: `planted(number)`.

A capture is a request with credentials (`CREDENTIALS`), answered by an error, printed by some program
(`secrets_programs`), with the secrets repeated somewhere (`PLACES`) in some disguise, and broken over lines as terminals,
mails and logs do (`secrets_clothes`). Every value is invented. `secrets_left` looks for what is left of them.
"""

from __future__ import annotations

import base64
import json
import string
from collections.abc import Callable
from random import Random
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

from secrets_clothes import BREAKS, DISGUISES
from secrets_programs import SHAPES, Answer, Credential

_MIXED = string.ascii_letters + string.digits


class Planted(NamedTuple):
    """A capture, what must not leave, what must stay, and how it was made."""

    text: str
    secrets: tuple[str, ...]
    kept: tuple[str, ...]
    about: str


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
        named, headers = (("AccessKeyId", key), ("Signature", signature)), (("Authorization", value),)
        if random.random() < 0.5:
            return Credential(named, headers)
        token = _token(random)
        family = "x-oss" if scheme.startswith("OSS") else "x-amz"
        return Credential((*named, ("security-token", token)), (*headers, (f"{family}-security-token", token)))

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


# --- the answer ----------------------------------------------------------------------------------------

_ERRORS = (
    (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", "0002-00000040"),
    (403, "AccessDenied", "You have no right to access this object.", "0003-00000001"),
    (404, "NoSuchKey", "The specified key does not exist.", "0026-00000001"),
    (403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records.", "0002-00000902"),
)  # fmt: skip


def _answer(random: Random, credential: Credential, echo: str, place: str) -> Answer:
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
        extra += f"<CanonicalRequestBytes>{signed.encode().hex(' ').upper()}</CanonicalRequestBytes>"
    if place in {"element", "in x-oss-err"}:
        extra += f"<Echo>{escape(echo)}</Echo>"
    family = "x-amz" if jd else "x-oss"
    head = (
        ("Server", "JDCloudOSS" if jd else "AliyunOSS"),
        ("Date", "Sat, 21 Nov 2026 10:00:00 GMT"),
        ("Content-Type", "application/xml"),
        (f"{family}-request-id", request_id),
    )
    head += ((f"{family}-meta-echo", echo),) if place == "header" else ()
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{message}</Message>\n  '
    body += f"<RequestId>{request_id}</RequestId>\n  {extra}\n</Error>"
    blob = base64.b64encode(body.encode()).decode()
    head += ((f"{family}-err", blob),) if place == "in x-oss-err" or random.random() < 0.3 else ()
    return Answer(status, code, host, region, request_id, "" if jd else ec, head, body)


_OF_ROWS = ("trace", "dump")
"""Programs that break the lines themselves, at less than 80: nothing else does."""

_OF_HEADERS = ("cookies",)
"""What is a secret by the header alone in which it stands."""

PLACES = ("header", "element", "in x-oss-err", "a line of its own")
"""Where the secrets are repeated."""


def planted(number: int) -> Planted:
    """Make one capture; the same number gives the same one."""
    random = Random(number)  # noqa: S311 - the same at every run
    scheme = list(CREDENTIALS)[number % len(CREDENTIALS)]
    disguise, shape, place = (random.choice(list(each)) for each in (DISGUISES, SHAPES, PLACES))
    broken = random.choice(("whole", "whole", *BREAKS))
    credential = CREDENTIALS[scheme](random)
    named = random.random() < _NAMED or broken == "cut"  # what is named nowhere is no secret that can be known
    echo = DISGUISES[disguise]("; ".join(f"{name}={value}" if named else value for name, value in credential.secrets))
    answer = _answer(random, credential, echo, place)
    shown = (
        credential if not named or scheme in _OF_HEADERS or random.random() < _SHOWN else Credential(credential.secrets)
    )
    text = SHAPES[shape](shown, answer)
    text = f"seen: {echo}\n{text}" if place == "a line of its own" else text
    broken = "whole" if broken.startswith(("within", "at 64")) and shape in _OF_ROWS else broken
    text = BREAKS[broken](text, random, credential)
    kept = (answer.request_id, answer.ec, answer.code, answer.host, answer.region, str(answer.status))
    secrets = tuple(dict.fromkeys(value for _, value in credential.secrets))
    about = f"{number}: {scheme}, {shape}, {disguise}, {place}, {broken}"
    return Planted(text, secrets, tuple(filter(None, kept)), about)


_NAMED, _SHOWN = 0.7, 0.8
"""How many captures repeat the secrets beside their names; and how many of those show them in the request too."""
