"""A store of the tests: computes its own string to sign from the request as it arrives, and answers as OSS does.

Written from the vendors' documents and independent of the program's own rebuilding. An unbroken request that an SDK
signed is accepted, which shows that the rules below are the SDKs' rules.
"""

import base64
import hashlib
import hmac
import json
import re
from typing import NamedTuple
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from signing.message import REGIONS, SECRET

SUBRESOURCES = {
    "acl", "tagging", "uploads", "uploadId", "partNumber", "versionId", "x-oss-process", "response-content-type",
    "response-content-disposition", "callback", "symlink", "restore", "x-oss-traffic-limit", "security-token",
}  # fmt: skip


class Answer(NamedTuple):
    """What the server found: whether the signature holds, the strings, and what the client claims."""

    accepted: bool
    string: str
    canonical: str
    provided: str
    store: str


def answer(arrived, secret=SECRET):
    """Check the signature of a request; the kind is told by where and how it is signed."""
    parameters = {unquote(name): value for name, value in pairs(arrived.query)}
    authorization = arrived.header("authorization") or ""
    for kind, check in KINDS.items():
        if authorization.startswith(f"{kind} ") or MARKS[kind] in parameters:
            return check(arrived, parameters, authorization, secret)
    raise AssertionError("not signed at all")


def pairs(query):
    return [(name, unquote(value)) for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)]


def bucket_of(host):
    """Take what stands before the store's own name."""
    return re.sub(r"\.(oss-[a-z0-9-]+\.aliyuncs|s3\.[a-z0-9-]+\.jdcloud-oss)\.com$", "", host)


# --- V1 and Amazon's V2 ------------------------------------------------------------------------------


def old(arrived, parameters, authorization, secret, prefix, names):
    in_url = "Signature" in parameters
    own_date = arrived.header(f"{prefix}date")
    if in_url:
        date = parameters["Expires"]
    elif own_date:
        date = own_date if prefix == "x-oss-" else ""
    else:
        date = arrived.header("date") or ""
    headers = sorted((name.lower(), value) for name, value in arrived.headers if name.lower().startswith(prefix))
    lines = [arrived.method, arrived.header("content-md5") or "", arrived.header("content-type") or "", date]
    lines += [f"{name}:{value}" for name, value in headers]
    raw = prefix == "x-amz-"
    sub = sorted((unquote(name), value) for name, value in pairs(arrived.query) if unquote(name) in names)
    resource = f"/{bucket_of(arrived.host)}" + (arrived.path if raw else unquote(arrived.path))
    resource += ("?" + "&".join(f"{name}={value}" if value else name for name, value in sub)) if sub else ""
    string = "\n".join([*lines, resource])
    digest = base64.b64encode(hmac.new(secret.encode(), string.encode(), hashlib.sha1).digest()).decode()
    # a form's rule: what stands as a plus sign in a URL is a blank
    sent = re.search(r"(?:^|&)Signature=([^&]*)", arrived.query)
    provided = unquote(sent[1].replace("+", " ")) if in_url and sent else authorization.rpartition(":")[2]
    return Answer(digest == provided, string, "", provided, "s3" if raw else "oss")


# --- V4 ----------------------------------------------------------------------------------------------


def new(arrived, parameters, authorization, secret, prefix, store):
    upper = {name.lower(): value for name, value in parameters.items()}
    in_url = f"{prefix}signature" in upper
    told = dict(re.findall(r"(\w+)=([^,\s]*)", authorization))
    credential = upper[f"{prefix}credential"] if in_url else told["Credential"]
    listed = told.get("SignedHeaders") or told.get("AdditionalHeaders") or upper.get(f"{prefix}signedheaders") or ""
    names = [name for name in listed.split(";") if name]
    if store == "oss":
        names += [n.lower() for n, _ in arrived.headers if n.lower().startswith("x-oss-")]
        names += [n for n in ("content-type", "content-md5") if arrived.header(n) is not None]
    query = "&".join(sorted(written(name, value, store) for name, value in pairs(arrived.query)
                            if unquote(name).lower() != f"{prefix}signature"))  # fmt: skip
    path = f"/{bucket_of(arrived.host)}{unquote(arrived.path)}" if store == "oss" else unquote(arrived.path)
    headers = "".join(f"{name}:{trimmed(arrived.header(name) or '', store)}\n" for name in sorted(set(names)))
    payload = "UNSIGNED-PAYLOAD" if in_url else arrived.header(f"{prefix}content-sha256")
    canonical = "\n".join([arrived.method, quote(path, safe="/-_.~"), query, headers, listed, payload])
    time = upper[f"{prefix}date"] if in_url else arrived.header(f"{prefix}date")
    product, last, begin = (
        ("oss", "aliyun_v4_request", "aliyun_v4") if store == "oss" else ("s3", "aws4_request", "AWS4")
    )
    scope = f"{time[:8]}/{REGIONS[store]}/{product}/{last}"
    name = "OSS4-HMAC-SHA256" if store == "oss" else "AWS4-HMAC-SHA256"
    string = "\n".join([name, time, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = (begin + secret).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    digest = hmac.new(key, string.encode(), hashlib.sha256).hexdigest()
    provided = upper[f"{prefix}signature"] if in_url else told["Signature"]
    accepted = digest == provided and credential.partition("/")[2] == scope
    return Answer(accepted, string, canonical, provided, store)


def answer_form(fields, secret=SECRET):
    """Check a form upload: its policy is signed exactly as it arrives."""
    policy = fields["policy"]
    digest = base64.b64encode(hmac.new(secret.encode(), policy.encode(), hashlib.sha1).digest()).decode()
    return Answer(digest == fields["signature"], policy, "", fields["signature"], "s3")


def form(fields, host):
    """Write a form upload as it is sent."""
    parts = "".join(
        f'--boundary\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head = f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=boundary\r\n"
    body = f"{parts}--boundary--\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}\r\n"


def written(name, value, store):
    key = quote(unquote(name), safe="-_.~")
    return f"{key}={quote(value, safe='-_.~')}" if value or store == "s3" else key


def trimmed(value, store):
    return " ".join(value.split()) if store == "s3" and "\r" not in value else value


KINDS = {
    "OSS": lambda *given: old(*given, "x-oss-", SUBRESOURCES),
    "AWS": lambda *given: old(*given, "x-amz-", {"acl", "versionId", "tagging", "uploads", "response-content-type"}),
    "OSS4-HMAC-SHA256": lambda *given: new(*given, "x-oss-", "oss"),
    "AWS4-HMAC-SHA256": lambda *given: new(*given, "x-amz-", "s3"),
}
MARKS = {
    "OSS": "OSSAccessKeyId", "AWS": "AWSAccessKeyId",
    "OSS4-HMAC-SHA256": "x-oss-credential", "AWS4-HMAC-SHA256": "X-Amz-Credential",
}  # fmt: skip


# --- the answer as it is pasted ----------------------------------------------------------------------


def error_document(told, host, *, string=None, with_bytes=True, with_canonical=True):
    """Write the error; `string` stands for a text of StringToSign that something has changed."""
    text = told.string if string is None else string
    rows = [
        ("Code", "SignatureDoesNotMatch"),
        (
            "Message",
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        ),
        ("RequestId", "6B011EB90A1AE7B994F8954C" if told.store == "oss" else "5C3A9E0177B2D46F"),
        ("HostId", host),
        ("OSSAccessKeyId" if told.store == "oss" else "AWSAccessKeyId", "LTAI5tExampleKeyId0001"),
        ("SignatureProvided", told.provided),
        ("StringToSign", text),
    ]
    rows += [("StringToSignBytes", told.string.encode().hex(" ").upper())] if with_bytes else []
    if told.canonical and with_canonical:
        rows += [
            ("CanonicalRequest", told.canonical),
            ("CanonicalRequestBytes", told.canonical.encode().hex(" ").upper()),
        ]
    body = "".join(f"  <{name}>{escape(value)}</{name}>\n" for name, value in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n{body}</Error>\n'


def response_head(store):
    own = "Server: AliyunOSS\nx-oss-request-id: 6B011EB90A1AE7B994F8954C" if store == "oss" else (
        "Server: JDCloudOSS\nx-amz-request-id: 5C3A9E0177B2D46F"
    )  # fmt: skip
    return f"HTTP/1.1 403 Forbidden\nDate: Sat, 21 Nov 2026 04:31:53 GMT\nContent-Type: application/xml\n{own}"


def request_head(sent):
    return "\n".join([f"{sent.method} {sent.target} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.headers)])


def raw(sent, document, store):
    return f"{request_head(sent)}\n\n{response_head(store)}\n\n{document}"


def curl(sent, document, store):
    asked = "\n".join(f"> {line}" for line in request_head(sent).split("\n"))
    answered = "\n".join(f"< {line}" for line in response_head(store).split("\n"))
    return f"* Connected to {sent.host} port 80\n{asked}\n> \n{answered}\n< \n{document}"


def alone(_sent, document, store):
    return f"{response_head(store)}\n\n{document}"


def har(sent, document, store):
    """Write what a browser or a proxy saves: an absolute URL, headers as a list, the body as a JSON string."""
    status, *answered = response_head(store).split("\n")
    headers = [{"name": name, "value": value} for name, value in sent.headers]
    head = [dict(zip(("name", "value"), line.split(": ", 1), strict=True)) for line in answered]
    request = {
        "method": sent.method,
        "url": f"http://{sent.host}{sent.target}",
        "httpVersion": "HTTP/1.1",
        "headers": headers,
    }
    response = {
        "status": int(status.split()[1]), "statusText": "Forbidden", "httpVersion": "HTTP/1.1", "headers": head,
        "content": {"size": len(document), "mimeType": "application/xml", "text": document},
    }  # fmt: skip
    entry = {"startedDateTime": "2026-11-21T04:31:53.000Z", "time": 1, "request": request, "response": response}
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]}})


SHOWN = {"raw": raw, "curl": curl, "har": har}
