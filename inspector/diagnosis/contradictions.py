"""Where an answer contradicts itself: what the head and the body say of one thing, a message against its detail."""

from __future__ import annotations

from inspector.model import Fact, Finding, Report, Span

_COMPARED = ("ec", "http_status", "code")


def find(report: Report) -> tuple[tuple[Finding, ...], tuple[Fact, ...]]:
    """Observe values that disagree, and a denial whose detail names another cause than its message."""
    return (*_differing(report), *_denial(report)), ()


def _differing(report: Report) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for name in _COMPARED:
        seen = [fact for fact in report.facts if fact.name == name and "/" not in fact.place]  # lists hold several
        other = next((fact for fact in seen[1:] if fact.value != seen[0].value), None)
        if other:
            values = (("name", name), ("first", seen[0].value), ("second", other.value))
            found.append(Finding("values-differ", "observed", values, tuple(_spans(seen[0], other))))
    return tuple(found)


def _denial(report: Report) -> tuple[Finding, ...]:
    """`AccessDeniedDetail` outranks the message (Alibaba Cloud's own example of EC 0003-00000201 differs so)."""
    facts = {fact.name: fact for fact in reversed(report.facts)}
    policy, message = facts.get("policy_type"), facts.get("message")
    if policy is None:
        return ()
    values = tuple(
        (name, facts[name].value) for name in ("policy_type", "auth_action", "no_permission") if name in facts
    )
    found = [Finding("denied-by", "observed", values, tuple(_spans(policy)))]
    if message and "bucket policy" in message.value.lower() and "identity" in policy.value.lower():
        found.append(Finding("message-contradicts-detail", "computed", values, tuple(_spans(message, policy))))
    return tuple(found)


def _spans(*facts: Fact) -> list[Span]:
    return [fact.span for fact in facts if fact.span]
