"""Every way in which the tests break a signed request: what is signed, and what becomes of it on its way.

A fault makes two requests of one: what the capture shows, and what arrives. Most change only the second, as an edge, a
proxy or an HTTP library does; some stand in both, as a URL does that was copied out of JSON.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from signing.message import BUCKET


def _arrives(change):
    """The capture shows what was sent; something on the way changes it."""
    return lambda sent: (sent, change(sent))


def _both(change):
    """What the client itself sent is broken already."""

    def changed(sent):
        broken = change(sent)
        return broken, broken

    return changed


def _header(name, value):
    return _arrives(lambda sent: sent.with_header(name, value))


def _path(old, new):
    return _arrives(lambda sent: sent._replace(path=sent.path.replace(old, new)))


def _query(old, new):
    return _arrives(lambda sent: sent._replace(query=sent.query.replace(old, new, 1)))


def _without(name):
    def change(sent):
        kept = [pair for pair in sent.query.split("&") if pair.partition("=")[0] != name]
        return sent._replace(query="&".join(kept))

    return _arrives(change)


def _with(pair):
    return _arrives(lambda sent: sent._replace(query=f"{sent.query}&{pair}" if sent.query else pair))


def _own(name):
    """A header of the store's own kind: of OSS, or of its S3 front."""

    def full(sent):
        return name if sent.host.endswith("aliyuncs.com") else name.replace("x-oss-", "x-amz-")

    return full


def _own_header(name, value):
    return lambda sent: (sent, sent.with_header(_own(name)(sent), value))


def _later(sent):
    """Something on the way writes the time anew, wherever this request has it."""
    for name, value in (
        ("x-oss-date", "20261121T063153Z"), ("x-amz-date", "20261121T063153Z"), ("Date", "Sat, 21 Nov 2026 06:31:53 GMT"),
    ):  # fmt: skip
        signed_by_it = name != "Date" or "HMAC-SHA256" not in (sent.header("Authorization") or "")
        if sent.header(name) and "Signature" not in sent.query and "signature" not in sent.query and signed_by_it:
            return sent, sent.with_header(name, value)
    for old, new in (("Expires=", "Expires=1"), ("x-oss-expires=", "x-oss-expires=1")):
        if old in sent.query:
            return sent, sent._replace(query=sent.query.replace(old, new, 1))
    raise AssertionError(sent)


class Fault(NamedTuple):
    """What is planted: the cause to be named, the break, and what is asked of the SDK."""

    name: str
    cause: str
    breaks: Callable
    wanted: Mapping = MappingProxyType({})
    applies: Callable = lambda _signer: True


def _is(*words):
    return lambda signer: all(word in signer for word in words)


def _not(*words):
    return lambda signer: not any(word in signer for word in words)


TYPED = _not("botocore v2 url", "botocore v4 url")
"""Signers of a URL whose Content-Type goes into the string."""
OSS = _not("botocore")

FAULTS = (
    Fault("type dropped", "signature-content-type", _header("Content-Type", None), applies=TYPED),
    Fault("type changed", "signature-content-type", _header("Content-Type", "application/octet-stream"), applies=TYPED),
    Fault("type added by a browser", "signature-content-type", _header("Content-Type", "text/plain;charset=UTF-8"),
          {"headers": {}}, _not("botocore v4")),
    Fault("type added by curl", "signature-content-type", _header("Content-Type", "application/x-www-form-urlencoded"),
          {"headers": {}, "method": "POST"}, _not("botocore v4")),
    Fault("HEAD as GET", "signature-method", _arrives(lambda s: s._replace(method="GET")), {"method": "HEAD"}),
    Fault("PUT as POST", "signature-method", _arrives(lambda s: s._replace(method="POST"))),
    Fault("plus in path", "signature-plus-as-space", _path("%2B", "%20"), {"key": "photos/a+b.png"}),
    Fault("plus in parameter", "signature-plus-as-space", _query("%2B", "%20"),
          {"params": {"versionId": "a+b"}}),
    Fault("escape left in URL", "signature-unicode-escape",
          _both(lambda s: s._replace(query=s.query.replace("&response", "\\u0026response", 1))),
          {"params": {"versionId": "a", "response-content-type": "text/x"}}),
    Fault("escape on the way", "signature-unicode-escape",
          _arrives(lambda s: s._replace(query=s.query.replace("&response", "\\u0026response", 1))),
          {"params": {"versionId": "a", "response-content-type": "text/x"}}),
    Fault("slashes joined", "signature-double-slash", _path("//", "/"), {"key": "photos//a.png"}),
    Fault("slash added", "signature-double-slash", _path("/photos/", "//photos/")),
    Fault("slash added within", "signature-double-slash", _path("photos/", "photos//")),
    Fault("path encoded again", "signature-path-encoding", _path("%", "%25"), {"key": "photos/ä b.png"}),
    Fault("blank encoded again", "signature-path-encoding", _path("%20", "%2520"), {"key": "a b.png"}),
    Fault("path decoded", "signature-path-encoding", _path("%2520", "%20"), {"key": "photos/a%20b.png"}),
    Fault("own header added", "signature-oss-header", _own_header("x-oss-meta-edge", "7"), applies=_not("v4 header", "v4 url")),
    Fault("own header added to V4", "signature-oss-header", _header("x-oss-meta-edge", "7"), applies=lambda s: OSS(s) and "v4" in s),
    Fault("own header dropped", "signature-oss-header", _own_header("x-oss-meta-color", None), applies=_not("botocore v2 url")),
    Fault("own header changed", "signature-oss-header", _own_header("x-oss-meta-color", "red"), applies=_not("botocore v2 url")),
    Fault("sub-resource dropped", "signature-subresource", _without("acl"), {"params": {"acl": ""}}),
    Fault("sub-resource with a value dropped", "signature-subresource", _without("versionId"), {"params": {"versionId": "abc"}}),
    Fault("sub-resource added", "signature-subresource", _with("acl")),
    Fault("process added", "signature-subresource", _with("x-oss-process=image%2Finfo"), applies=OSS),
    Fault("sub-resource changed", "signature-subresource", _query("versionId=abc", "versionId=abd"),
          {"params": {"versionId": "abc"}}),
    Fault("time changed", "signature-date-expires", _later),
    Fault("region of the client", "signature-region", lambda s: (s, s), {"region": "cn-beijing"}, _is("v4")),
    Fault("region as endpoint", "signature-region", lambda s: (s, s), {"region": "oss-cn-hangzhou"}, _is("v4")),
    Fault("product of S3", "signature-product", lambda s: (s, s), {"product": "s3"}, lambda s: OSS(s) and "v4" in s),
    Fault("product of a cloud box", "signature-product", lambda s: (s, s), {"product": "oss-cloudbox"},
          lambda s: OSS(s) and "v4" in s),
    Fault("bucket in the endpoint", "signature-bucket-in-endpoint", lambda s: (s, s), {"path_style": True},
          _not("botocore v4")),
    Fault("bucket put in front", "signature-bucket-in-endpoint",
          _arrives(lambda s: s._replace(path=f"/{BUCKET}{s.path}"))),
    Fault("bucket twice in the host", "signature-bucket-in-endpoint", _both(lambda s: s._replace(host=f"{BUCKET}.{s.host}")),
          applies=_is("v1")),
    Fault("signature encoded again", "signature-path-encoding",
          _both(lambda s: s._replace(query=s.query.replace("%3D", "%253D"))), applies=_is("url", "v1")),
    Fault("blank trimmed", "signature-space", _path(".png%20", ".png"), {"key": "photos/a.png "}),
    Fault("blank added", "signature-space", _path(".png", ".png%20")),
    Fault("blanks folded", "signature-space", _own_header("x-oss-meta-color", "deep blue"),
          {"headers": {"x-oss-meta-color": "deep  blue"}}, OSS),
    Fault("return in a header", "signature-carriage-return", _own_header("x-oss-meta-color", "deep blue\r"),
          applies=_not("botocore v2 url")),
    Fault("return in the type", "signature-carriage-return", _header("Content-Type", "image/png\r"), applies=TYPED),
    Fault("return in the path", "signature-carriage-return", _path(".png", ".png%0D")),
    Fault("return trimmed", "signature-carriage-return", _path(".png%0D", ".png"), {"key": "photos/a.png\r"}),
    Fault("plus in the signature", "signature-plus-as-space",
          _both(lambda s: s._replace(query=s.query.replace("%2B", "+"))), applies=_is("url", "v1")),
)  # fmt: skip


def asked(fault, signer):
    """Give what the SDK is asked for: a PUT with a type and a header of the store's own, unless the fault says else."""
    own = "x-amz-meta-color" if "botocore" in signer else "x-oss-meta-color"
    headers = {"Content-Type": "image/png", own: "deep blue"}
    if "botocore" in signer and "url" in signer:  # a URL of botocore's carries them as parameters, or signs no type
        headers = {own: "deep blue"} if "v4" in signer else {}
    given = {"headers": headers, **fault.wanted}
    given["headers"] = {name.replace("x-oss-", own[:6]): value for name, value in given["headers"].items()}
    return given


def cases(signers):
    """Give every fault with every signer to whose string it makes a difference."""
    return [(signer, fault) for signer in signers for fault in FAULTS if fault.applies(signer)]
