"""The request ID: whether it is there at all, whether it is whole, and whether its copies agree."""

from __future__ import annotations

from inspector.facts import OF_GATEWAYS, is_masked
from inspector.model import Fact, Finding, Report, Span


def find(report: Report) -> tuple[tuple[Finding, ...], tuple[Fact, ...]]:
    """Observe a masked, missing or doubled request ID; a gateway's own ID is no copy of the store's."""
    found = [fact for fact in report.facts if fact.name == "request_id"]
    seen = [fact for fact in found if fact.place not in OF_GATEWAYS] or found[:1]
    if not seen:
        return ((Finding("request-id-missing", "observed"), *_obtain(report)), ()) if report.failed else ((), ())
    evidence = tuple(fact.span or Span(0, 0) for fact in seen)
    whole = {fact.value for fact in seen if not is_masked(fact.value)}
    if len(whole) > 1:
        values = (
            ("first", seen[0].value),
            ("second", next(v.value for v in seen if v.value != seen[0].value)),
        )
        return (Finding("request-ids-differ", "observed", values, evidence),), ()
    if not whole:
        masked = Finding("request-id-masked", "observed", (("request_id", seen[0].value),), evidence)
        return (masked, *_obtain(report)), ()
    return (), ()


def _obtain(report: Report) -> tuple[Finding, ...]:
    """Say where the client that printed this keeps the request ID."""
    client = next((fact for fact in report.facts if fact.name == "client_id"), None)
    if client is None:
        return ()
    evidence = (client.span,) if client.span else ()
    return (Finding("request-id-obtain", "inferred", (("client", client.value),), evidence),)
