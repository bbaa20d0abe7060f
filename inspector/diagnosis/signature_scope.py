"""Compares region and product in the scope of V4 with the host: the server signs with those of the host it serves."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.catalog import Catalog
from inspector.diagnosis.found import first, spans
from inspector.diagnosis.request import Sent
from inspector.diagnosis.signature_server import Said
from inspector.model import Finding, Report, Span

_PARTS = 4


def of_scope(report: Report, request: Sent | None, server: Said | None, knowledge: Catalog) -> Iterator[Finding]:
    """Infer a wrong region or product of OSS's own V4; a front for Amazon's takes other names for both."""
    if report.provider != "aliyun-oss":
        return
    scope, span = _scope(request, server)
    parts = scope.split("/")
    if len(parts) != _PARTS or parts[3] != "aliyun_v4_request":
        return
    host = first(report, "region")
    if host and _other_region(parts[1], host.value, knowledge):
        values = (("line", "scope"), ("sent", parts[1]), ("server", host.value))
        yield Finding("signature-region", "computed", values, spans(span, host))
    products = knowledge.rules["signature"]["products"]
    if parts[2] not in products:
        values = (("line", "scope"), ("sent", parts[2]), ("server", products[0]))
        yield Finding("signature-product", "computed", values, spans(span))


def _scope(request: Sent | None, server: Said | None) -> tuple[str, Span | None]:
    """Take the scope that the client wrote; where the request is not there, the one that the server read."""
    if request and request.scheme == "oss4":
        return request.credential.partition("/")[2], request.span
    line = next((line for line in server.lines if line.name == "scope"), None) if server else None
    return (line.text or "", line.span) if line else ("", None)


def _other_region(signed: str, host: str, knowledge: Catalog) -> bool:
    """Tell two regions apart; a host whose name is not that of a region (`oss-cn-hzjbp-a`) tells none."""
    if signed == host or "*" in signed + host:
        return False
    regions = {region.id for region in knowledge.regions if region.provider == "aliyun-oss"}
    return host in regions
