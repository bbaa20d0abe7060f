"""What a capture lacks before it can be solved or handed to the provider, in one finding.

What a ticket needs, and what an error code needs to be explained, are lists in `diagnosis.toml`. With a complete
request ID and the time, the provider can find everything else, so then only the time and what the code needs are asked
for. That the ID is missing or masked, and where the client keeps it, is also reported by `request_ids`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.catalog import Catalog
from inspector.diagnosis import times
from inspector.diagnosis.clock_readings import readings
from inspector.diagnosis.found import Found, first, kept
from inspector.diagnosis.request import Sent, sent
from inspector.diagnosis.seen import answered, element
from inspector.diagnosis.signature_resource import bucket_in
from inspector.facts import is_masked
from inspector.model import Finding, Report

_CLOCKS = ("date", "server_time", "request_time")


def find(report: Report, knowledge: Catalog) -> Found:
    """List what is missing of a failed request to one of the providers whose tickets are known."""
    rules = knowledge.rules["missing"]
    wanted = rules["needed"].get(report.provider or "", ())
    if not wanted or not report.failed:
        return Found()
    request = sent(report)
    needed = _of_answer(wanted, report, rules["needed"])
    if _is_there("request_id", report, request, knowledge):
        needed = ["time"]
    names = [rules["names"][key] for key in needed if not _is_there(key, report, request, knowledge)]
    names += _for_code(report, request, rules["for_code"])
    if not names:
        return Found()
    how = rules["wire"].get(report.fact("client_id") or "", "")
    return Found((Finding("ticket-missing", "observed", kept({"missing": ", ".join(names), "how": how})),))


def _of_answer(wanted: list[str], report: Report, rules: Mapping[str, Any]) -> list[str]:
    """Leave out what the answer cannot have: it came from a proxy or from nobody, or its head is here without an EC."""
    named = any(report.fact(name) for name in ("code", "request_id"))
    status = report.status
    if not named and status is not None and (status < 0 or status in rules["proxy_status"]):
        return [key for key in wanted if key not in rules["only_of_store"]]
    if report.exchange.headers and report.fact("ec") is None:
        return [key for key in wanted if key != "ec"]
    return wanted


def _is_there(key: str, report: Report, request: Sent | None, knowledge: Catalog) -> bool:
    if key == "time":
        return _is_dated(report, knowledge)
    if key == "endpoint":
        return bool(request and request.host) or any(report.fact(name) for name in ("host", "endpoint"))
    if key == "bucket":  # a request to the service, or one in path style, has a host of the provider and no bucket
        shown = any(report.fact(name) for name in ("bucket", "region", "network"))
        return shown or (request is not None and bucket_in(request.host, report, knowledge) is not None)
    if key == "method":
        return bool(report.fact("method") or element(report, "operation") or (request and request.method))
    fact = first(report, key)
    return fact is not None and not is_masked(fact.value)


def _is_dated(report: Report, knowledge: Catalog) -> bool:
    if any(report.fact(name) for name in _CLOCKS):
        return True
    if report.provider == "aliyun-oss" and times.id_time(report.fact("request_id") or ""):
        return True
    return bool(readings(report, knowledge))


def _for_code(report: Report, request: Sent | None, wanted: Mapping[str, Any]) -> Iterator[str]:
    """Give what the error code needs beyond that; each row lists the names that one thing may have."""
    for names in wanted.get(report.fact("code") or "", ()):
        heads = (request.header(name.lower()) for name in names if request)
        if not any(heads) and not any(answered(report, name) or element(report, name) for name in names):
            yield names[0]
