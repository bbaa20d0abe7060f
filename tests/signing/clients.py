"""Requests signed by the vendors' own SDKs: oss2, alibabacloud-oss-v2 and botocore, at one fixed time."""

import contextlib
import warnings
from datetime import UTC, datetime, timedelta
from unittest import mock
from urllib.parse import quote, urlsplit

from signing.message import BUCKET, HOSTS, KEY_ID, REGION, REGIONS, SECRET, Sent

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oss2 and what it imports are older than Python's warnings about them
    import botocore.auth
    import oss2
    import requests
    from alibabacloud_oss_v2 import types
    from alibabacloud_oss_v2.credentials import Credentials
    from alibabacloud_oss_v2.signer.v1 import SignerV1
    from alibabacloud_oss_v2.signer.v4 import SignerV4
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials as AmazonCredentials

NOW = datetime(2026, 11, 21, 4, 31, 53, tzinfo=UTC)
SECONDS = 900


class Wanted:
    """What a program asks its SDK for; `path_style` puts the bucket into the path, though the host has it too."""

    def __init__(self, method="PUT", key="photos/a.png", params=None, headers=None, **settings):
        self.method, self.key = method, key
        self.params, self.headers = dict(params or {}), dict(headers or {})
        self.region, self.product = settings.get("region"), settings.get("product")
        self.path_style = settings.get("path_style", False)


def _path(wanted):
    key = quote(wanted.key, safe="/-_.~")
    return f"/{BUCKET}/{key}" if wanted.path_style else f"/{key}"


def _query(params):
    return "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" if v else quote(k, safe="") for k, v in params.items())


def _sent(method, url, headers, host):
    parts = urlsplit(url)
    rows = tuple((name, str(value)) for name, value in headers.items() if value is not None)
    rows = tuple(row for row in rows if row[0].lower() not in ("host", "user-agent", "accept-encoding"))
    return Sent(method, host, parts.path, parts.query, (("Host", host), *rows))


# --- oss2 --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _clock():
    """Stop the clock that oss2 and botocore read by themselves."""
    fixed = mock.Mock(wraps=datetime)
    fixed.utcnow.return_value = NOW.replace(tzinfo=None)
    with (
        mock.patch("time.time", return_value=NOW.timestamp()),
        mock.patch("oss2.auth.datetime", fixed),
        mock.patch("oss2.utils.http_date", return_value=f"{NOW:%a, %d %b %Y %H:%M:%S GMT}"),
        mock.patch("botocore.auth.get_current_datetime", return_value=NOW.replace(tzinfo=None)),
    ):
        yield


def _oss2(wanted, auth, *, in_url):
    host = HOSTS["oss"]
    request = oss2.http.Request(
        wanted.method, f"http://{host}{_path(wanted)}", headers=wanted.headers, params=wanted.params,
        region=wanted.region or REGION, product=wanted.product or "oss",
    )  # fmt: skip
    with _clock():
        if in_url:
            url = auth._sign_url(request, BUCKET, wanted.key, SECONDS)
            return _sent(wanted.method, url, {k: v for k, v in request.headers.items() if k.lower() != "date"}, host)
        auth._sign_request(request, BUCKET, wanted.key)
    url = requests.Request(wanted.method, request.url, params=request.params).prepare().url
    return _sent(wanted.method, url, request.headers, host)


# --- alibabacloud-oss-v2 -----------------------------------------------------------------------------


def _oss_v2(wanted, signer, *, in_url):
    host = HOSTS["oss"]
    query = _query(wanted.params)
    request = types.HttpRequest(wanted.method, f"http://{host}{_path(wanted)}" + (f"?{query}" if query else ""))
    request.headers.update(wanted.headers)
    context = types.SigningContext(
        product=wanted.product or "oss", region=wanted.region or REGION, bucket=BUCKET, key=wanted.key,
        request=request, credentials=Credentials(KEY_ID, SECRET), signing_time=NOW,
    )  # fmt: skip
    context.expiration_time, context.auth_method_query = NOW + timedelta(seconds=SECONDS), in_url
    signer.sign(context)
    return _sent(wanted.method, request.url, dict(request.headers.items()), host)


# --- botocore ----------------------------------------------------------------------------------------


def _botocore(wanted, make):
    host = HOSTS["s3"]
    query = _query(wanted.params)
    request = AWSRequest(
        wanted.method, f"http://{host}{_path(wanted)}" + (f"?{query}" if query else ""), wanted.headers
    )
    request.auth_path = f"/{BUCKET}/{quote(wanted.key, safe='/-_.~')}"
    with _clock(), mock.patch("botocore.auth.formatdate", return_value=f"{NOW:%a, %d %b %Y %H:%M:%S GMT}"):
        make(AmazonCredentials(KEY_ID, SECRET), wanted.region or REGIONS["s3"]).add_auth(request)
    headers = {
        name: value for name, value in request.headers.items() if "Signature=" not in request.url or name != "Date"
    }
    return _sent(wanted.method, request.url, headers, host)


def _auth(kind, wanted, *, in_url):
    return _oss2(wanted, kind(KEY_ID, SECRET), in_url=in_url)


SIGNERS = {
    "oss2 v1 header": lambda wanted: _auth(oss2.Auth, wanted, in_url=False),
    "oss2 v1 url": lambda wanted: _auth(oss2.Auth, wanted, in_url=True),
    "oss2 v4 header": lambda wanted: _auth(oss2.AuthV4, wanted, in_url=False),
    "oss2 v4 url": lambda wanted: _auth(oss2.AuthV4, wanted, in_url=True),
    "oss-v2 v1 header": lambda wanted: _oss_v2(wanted, SignerV1(), in_url=False),
    "oss-v2 v1 url": lambda wanted: _oss_v2(wanted, SignerV1(), in_url=True),
    "oss-v2 v4 header": lambda wanted: _oss_v2(wanted, SignerV4(), in_url=False),
    "oss-v2 v4 url": lambda wanted: _oss_v2(wanted, SignerV4(), in_url=True),
    "botocore v2 header": lambda wanted: _botocore(wanted, lambda keys, _: botocore.auth.HmacV1Auth(keys)),
    "botocore v2 url": lambda wanted: _botocore(wanted, lambda keys, _: botocore.auth.HmacV1QueryAuth(keys, SECONDS)),
    "botocore v4 header": lambda wanted: _botocore(
        wanted, lambda keys, region: botocore.auth.S3SigV4Auth(keys, "s3", region)
    ),
    "botocore v4 url": lambda wanted: _botocore(
        wanted, lambda keys, region: botocore.auth.S3SigV4QueryAuth(keys, "s3", region, SECONDS)
    ),
}
"""Every way of signing: a function from what is wanted to the request as it is sent."""


# --- form uploads ------------------------------------------------------------------------------------


def form_fields(key):
    """Give the fields of a form upload as botocore signs it; the policy is signed in the form it is sent in."""
    request = AWSRequest("POST", f"http://{HOSTS['s3']}/")
    conditions = [{"bucket": BUCKET}, {"key": key}]
    request.context["s3-presign-post-fields"] = {"key": key}
    request.context["s3-presign-post-policy"] = {"expiration": f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "conditions": conditions}
    botocore.auth.HmacV1PostAuth(AmazonCredentials(KEY_ID, SECRET)).add_auth(request)
    return request.context["s3-presign-post-fields"]
