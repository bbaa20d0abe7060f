"""Objects whose state prevents access: archived, a link without its target, or under a retention policy.

For Alibaba Cloud OSS only: its storage classes, `x-oss-restore`, `x-oss-symlink-target` and its retention policies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from inspector.catalog import Catalog
from inspector.diagnosis.found import Found, Values, first, kept, spans
from inspector.diagnosis.request import sent
from inspector.diagnosis.seen import answered, element
from inspector.diagnosis.times import http_date, shown
from inspector.model import Finding, Pair, Report, Span

_ONGOING = re.compile(r'ongoing-request="?(true|false)"?', re.IGNORECASE)
_EXPIRY = re.compile(r'expiry-date="([^"]{1,60})"')


def find(report: Report, knowledge: Catalog) -> Found:
    """Look at the headers and codes that tell of an object's state."""
    if report.provider != "aliyun-oss":
        return Found()
    rules = knowledge.rules["storage"]
    code = report.fact("code") or ""
    found = [*_archive(report, code, rules["archive_classes"], rules["archive_codes"], rules["restoring_codes"])]
    if code in rules["symlink_codes"]:
        found += _symlink(report)
    if code in rules["worm_codes"]:
        found += _worm(report)
    return Found(tuple(found))


def _archive(
    report: Report, code: str, classes: list[str], codes: list[str], restoring: list[str]
) -> Iterator[Finding]:
    """Tell the state from `x-oss-restore`; without it, an archived object that was refused is not restored."""
    header = answered(report, "x-oss-restore")
    told = answered(report, "x-oss-storage-class")
    name = told.value if told else report.fact("object_storage_class") or ""
    values = kept({"class": name})
    evidence = spans(header, told, first(report, "code") if code in (*codes, *restoring) else None)
    match = _ONGOING.search(header.value[:300]) if header else None
    if code in restoring or (match and match[1].lower() == "true"):
        yield Finding("archive-state-restoring", "observed", values, evidence)
    elif header and match:
        yield _restored(report, header, values, evidence)
    elif code in codes:
        yield Finding("archive-state", "computed" if name in classes else "inferred", values, evidence)
    elif name in classes and report.fact("method") == "HEAD" and not report.failed:
        yield Finding("archive-state", "computed", values, evidence)


def _restored(report: Report, header: Pair, values: Values, evidence: tuple[Span, ...]) -> Finding:
    match = _EXPIRY.search(header.value[:300])
    until = http_date(match[1]) if match else None
    date = first(report, "date")
    now = http_date(date.value) if date and date.place == "header:date" else None
    if until:
        values = (*values, ("until", shown(until)))
    if until and now and until < now and date:
        return Finding("archive-state-expired", "computed", (*values, ("date", shown(now))), spans(*evidence, date))
    return Finding("archive-state-restored", "observed", values, evidence)


def _symlink(report: Report) -> Iterator[Finding]:
    """Name the link and, where the capture shows it, what it points to."""
    target = answered(report, "x-oss-symlink-target") or element(report, "SymlinkTarget", "x-oss-symlink-target")
    link = first(report, "object")
    named = kept({"link": link.value if link else ""})
    evidence = spans(target, link, first(report, "code"))
    if target is None:
        yield Finding("symlink-target-unknown", "inferred", named, evidence)
        return
    name = unquote(target.value[:2048])
    yield Finding("symlink-target", "observed", (*named, ("target", name)), evidence)
    if name.startswith("/"):
        yield Finding("symlink-target-slash", "inferred", (("target", name),), spans(target))


def _worm(report: Report) -> Iterator[Finding]:
    """Name what was refused: writing, appending or deleting is the same to a retention policy."""
    code, method, name = first(report, "code"), first(report, "method"), first(report, "object")
    request = sent(report)
    asked = method.value if method else request.method if request else None
    values = {"method": asked or "", "object": name.value if name else ""}
    yield Finding("worm", "observed", kept(values), spans(code, method, name))
