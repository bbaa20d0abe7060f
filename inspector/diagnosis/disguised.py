"""Values that are not what they seem: a host, request ID or link with invisible or look-alike characters.

A store's hosts and IDs are plain ASCII. A letter of another script, a character without width, or one that changes the
direction of writing makes one host look like another, or makes a copied ID one that no support team can find.
"""

from __future__ import annotations

import re

from inspector.catalog import Catalog
from inspector.diagnosis.found import Found, spans
from inspector.facts import is_masked
from inspector.model import Fact, Finding, Report
from inspector.plain import in_ascii

_WATCHED = ("request_id", "host", "host_id", "ec", "recommend_doc")
_LONGEST = 300
_MOST = 3


def find(report: Report, knowledge: Catalog) -> Found:  # noqa: ARG001 - every finder is asked in the same way
    """Name the values that hold more than can be seen."""
    odd = {fact.value: fact for fact in reversed(report.facts) if fact.name in _WATCHED and _is_disguised(fact.value)}
    return Found(tuple(_told(fact) for fact in list(reversed(odd.values()))[:_MOST]))


def _is_disguised(value: str) -> bool:
    return not (value.isascii() and value.isprintable()) and not is_masked(value)


def _told(fact: Fact) -> Finding:
    values = (("name", re.split("[:/]", fact.place)[-1]), ("written", in_ascii(fact.value[:_LONGEST])))
    return Finding("disguised", "observed", values, spans(fact))
