"""The bucket in a string to sign: `/bucket/key`, although the path of the request often contains only the key.

The bucket is taken from the host if the host has a form that the provider documents. Behind a customer's own domain the
request does not show it, so it is taken from the server's string.
"""

from __future__ import annotations

from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis.request import Sent
from inspector.model import Report
from inspector.provider_signs import host_parts


def path_of(request: Sent, signed: str, report: Report, knowledge: Catalog) -> str:
    """Give the decoded path with the bucket before it; `signed` is the server's, decoded."""
    path = unquote(request.path)
    bucket = bucket_in(request.host, report, knowledge)
    if bucket is None:
        bucket = _of_custom_domain(path, signed, report)
    return f"/{bucket}{path}" if bucket else path


def bucket_in(host: str, report: Report, knowledge: Catalog) -> str | None:
    """Give the bucket that a host begins with, empty for a bare endpoint, None for a host of no known form."""
    provider = knowledge.provider(report.provider)
    parts = host_parts(host, provider) if provider else None
    return parts.before if parts else None


def _of_custom_domain(path: str, signed: str, report: Report) -> str:
    first = signed.lstrip("/").partition("/")[0].partition("?")[0]
    if not first:
        return report.fact("bucket") or ""
    path_style = path == signed or path.startswith(f"/{first}/")
    return "" if path_style else first
