"""What support engineers paste, made up for these tests, with secrets planted where customers leave them."""

from __future__ import annotations

import base64
from urllib.parse import quote

KEY_ID = "LTAI5tPLANTEDKEYID4E2ET"
SIGNATURE = "PlantedSig/Nature+0123456789="
TOKEN = "CAISplantedSecurityToken0123456789abcdefghijklmnop"
COOKIE = "planted-session-8f3c1d"
SECRETS = (KEY_ID, SIGNATURE, TOKEN, COOKIE)

_ERROR = """\
<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>{code}</Code>
  <Message>{message}</Message>
  <RequestId>{request_id}</RequestId>
  <HostId>examplebucket.oss-cn-hangzhou.aliyuncs.com</HostId>
{more}</Error>
"""


def forms(secret: str) -> list[str]:
    """Give the ways in which a secret may stand in a text: clear, percent, hex in both cases, Base64."""
    raw = secret.encode()
    return [
        secret,
        quote(secret, safe=""),
        raw.hex(),
        raw.hex().upper(),
        base64.b64encode(raw).decode().rstrip("="),
    ]


def error(request_id: str, code: str = "AccessDenied", message: str = "Refused.", more: str = "") -> str:
    """Write an error document; `more` are further elements."""
    return _ERROR.format(request_id=request_id, code=code, message=message, more=more)


def response(request_id: str, code: str = "AccessDenied", link: str = "") -> str:
    """Write a raw response of Alibaba Cloud OSS; `link` is what it recommends to read."""
    body = error(request_id, code, more=f"  <RecommendDoc>{link}</RecommendDoc>\n" if link else "")
    return (
        "HTTP/1.1 403 Forbidden\r\n"
        "Server: AliyunOSS\r\n"
        "Date: Sat, 21 Nov 2026 04:15:06 GMT\r\n"
        "Content-Type: application/xml\r\n"
        f"x-oss-request-id: {request_id}\r\n"
        f"\r\n{body}"
    )


def leaky(request_id: str, code: str) -> str:
    """Write a request and its response that hold every planted secret, in the message in all its forms."""
    message = " ".join(form for secret in SECRETS for form in forms(secret))
    return (
        f"GET /a.txt?OSSAccessKeyId={KEY_ID}&amp;Signature={quote(SIGNATURE, safe='')} HTTP/1.1\r\n"
        "Host: examplebucket.oss-cn-hangzhou.aliyuncs.com\r\n"
        f"Authorization: OSS {KEY_ID}:{SIGNATURE}\r\n"
        f"x-oss-security-token: {TOKEN}\r\n"
        f"Cookie: session={COOKIE}\r\n"
        f"User-Agent: planted-client/1.0 ({TOKEN})\r\n"
        "\r\n"
        "HTTP/1.1 403 Forbidden\r\n"
        "Server: AliyunOSS\r\n"
        "Date: Sat, 21 Nov 2026 04:15:06 GMT\r\n"
        f"x-oss-request-id: {request_id}\r\n"
        f"\r\n{error(request_id, code, message)}"
    )
