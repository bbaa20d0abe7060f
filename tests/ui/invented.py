"""Captures made up for these tests; no value in them belongs to anyone."""

import base64
from html import escape
from urllib.parse import quote

ALIBABA_ID = "6B011ACA5C6D7E38F90A1B2C"
JD_ID = "8E5C0A71B93D24F6"

KEY_ID = "LTAI5tPlantedUiKeyId0123"
TOKEN = "CAISplanted/Ui+SecurityToken0123456789abcdef=="
SIGNATURE = "UiPlanted/Sig+nature0123abcd="

REQUEST_IDS = [f"6B0{number:05X}5C6D7E8F90A1B2C3" for number in range(0x11F3A, 0x11F3A + 9)]


def error(request_id=ALIBABA_ID, code="AccessDenied", message="You have no right to access this object.", more=""):
    """Write an error document of Alibaba Cloud OSS; `message` and `more` stand as they are."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<Error>\n"
        f"  <Code>{code}</Code>\n"
        f"  <Message>{message}</Message>\n"
        f"  <RequestId>{request_id}</RequestId>\n"
        "  <HostId>pears.oss-cn-hangzhou.aliyuncs.com</HostId>\n"
        f"{more}"
        "</Error>\n"
    )


def head(status="403 Forbidden", request_id=ALIBABA_ID, headers=""):
    """Write a status line and headers; `headers` are further lines."""
    return (
        f"HTTP/1.1 {status}\nServer: AliyunOSS\nDate: Sat, 21 Nov 2026 04:15:06 GMT\n"
        f"Content-Type: application/xml\nx-oss-request-id: {request_id}\n{headers}\n"
    )


def response(request_id=ALIBABA_ID, code="AccessDenied", message="Refused.", more="", status="403 Forbidden"):
    return head(status, request_id) + error(request_id, code, message, more)


DETAIL = """\
  <AccessDeniedDetail>
    <PolicyType>AccountLevelIdentityBasedPolicy</PolicyType>
    <AuthPrincipalType>SubUser</AuthPrincipalType>
    <AuthPrincipalDisplayName>20987654321</AuthPrincipalDisplayName>
    <NoPermissionType>ImplicitDeny</NoPermissionType>
    <AuthAction>oss:PutObject</AuthAction>
  </AccessDeniedDetail>
"""

DENIED = response(more=DETAIL + "  <EC>0003-00000201</EC>\n")

DUPLICATES = head(headers="x-oss-meta-b: 2\nx-oss-meta-a: 1\nx-oss-meta-b: 1\nX-OSS-Meta-B: 2\nx-oss-meta-a: 1\n")

FOREIGN = """\
HTTP/1.1 403 Forbidden
Server: AmazonS3
x-amz-request-id: 7T3WJ3Q5D9K1ABCD
x-amz-id-2: c2FtcGxlLWhvc3QtaWQtb2YtdGVzdHM6MDEyMzQ1Njc4OQ==
Content-Type: application/xml

<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>7T3WJ3Q5D9K1ABCD</RequestId>\
<HostId>c2FtcGxlLWhvc3QtaWQtb2YtdGVzdHM6MDEyMzQ1Njc4OQ==</HostId></Error>
"""

UNKNOWN_PROVIDER = "HTTP/1.1 403 Forbidden\nContent-Type: application/xml\n\n<Error><Code>AccessDenied</Code></Error>\n"

CHATTER = "Hello, since this morning the upload of the quarterly report does not work any more.\n"

DAMAGED = error(message="It says & twice <Code").replace("</Error>\n", "").replace("</HostId>\n", "")


def several():
    """Write four exchanges: one that succeeded stands before three that failed."""
    answers = [
        head("200 OK", REQUEST_IDS[0]),
        response(REQUEST_IDS[1], "NoSuchKey", "Gone.", status="404 Not Found"),
        head("204 No Content", REQUEST_IDS[2]),
        response(REQUEST_IDS[3], "InternalError", "Sorry.", status="500 Internal Server Error"),
        response(REQUEST_IDS[4]),
    ]
    return "\n".join(answers)


def headers_of(count):
    return head(headers="".join(f"x-oss-meta-{number}: value {number}\n" for number in range(count)))


def large(size):
    """Write one response whose body has about `size` characters."""
    line = "  <Item><Key>photos/2026/pear-{0}.jpg</Key><Note>灰色的梨 number {0} of many</Note></Item>\n"
    rows = [line.format(number) for number in range(size // 92)]
    return response(more="".join(rows))


def leaky():
    """Plant the three secrets in the seven places in which a cleaner of HAR files left them readable."""
    inner = error(REQUEST_IDS[5], "SignatureDoesNotMatch", more=f"  <OSSAccessKeyId>{KEY_ID}</OSSAccessKeyId>\n")
    query = f"OSSAccessKeyId={KEY_ID}&Expires=1795220000&Signature={quote(SIGNATURE, safe='')}"
    more = (
        f"  <OSSAccessKeyId>{KEY_ID}</OSSAccessKeyId>\n"
        f"  <SignatureProvided>{SIGNATURE}</SignatureProvided>\n"
        f"  <StringToSign>GET\n\n\n1795220000\nx-oss-security-token:{TOKEN}\n/pears/a.txt</StringToSign>\n"
        f"  <StringToSignBytes>{TOKEN.encode().hex(' ').upper()}</StringToSignBytes>\n"
    )
    return (
        f"GET /a.txt?{query}&security-token={quote(TOKEN, safe='')} HTTP/1.1\n"
        "Host: pears.oss-cn-hangzhou.aliyuncs.com\n"
        f"Authorization: OSS {KEY_ID}:{SIGNATURE}\n"
        f"x-oss-security-token: {TOKEN}\n"
        "\n"
        + head(request_id=REQUEST_IDS[5], headers=f"x-oss-err: {base64.b64encode(inner.encode()).decode()}\n")
        + error(REQUEST_IDS[5], "SignatureDoesNotMatch", f"The signature of {KEY_ID} differs.", more)
    )


def disguises(secret):
    """Give the forms in which a secret may still be read, in lower case and without what separates bytes."""
    raw = secret.encode()
    whole = base64.b64encode(raw).decode().rstrip("=")
    forms = (secret, quote(secret, safe=""), escape(secret), raw.hex(), whole[:-1])
    return tuple(form.lower() for form in forms)


def readable(text):
    """Name the planted secrets that can be read in a text or in bytes."""
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    flat = text.lower()
    close = flat.replace(" ", "").replace("\n", "")
    return [
        secret
        for secret in (KEY_ID, TOKEN, SIGNATURE)
        if any(form in flat or form in close for form in disguises(secret))
    ]
