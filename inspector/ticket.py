"""Report -> ticket: what a provider's support needs, without secrets, as plain text or as Markdown.

There are four templates, one per provider and language; other providers get a neutral one. A template is an opening
sentence and the rows below; a row is left out if the capture does not contain its value. Neither vendor publishes a
list of fields; JD Cloud is not asked for `x-amz-id-2`, which it does not send. Captured values are inserted last and
only once, so that nothing in them can act as a template, as markup or as another row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inspector.catalog_entry import LANGUAGES
from inspector.diagnosis.times import http_date, in_zones
from inspector.facts import is_masked
from inspector.plain import visible
from inspector.redact import Redacted, Secret, redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from inspector.model import Report


_ROWS: dict[str, tuple[str, ...]] = {
    "aliyun-oss": (
        "request_id", "time", "id_time", "http_status", "code", "ec", "bucket", "region", "bucket_region", "object",
        "method", "endpoint", "message", "auth_action", "principal", "policy_type", "recommend_doc", "client",
    ),
    "jdcloud-oss": (
        "request_id", "time", "http_status", "code", "bucket", "region", "bucket_region", "object", "method",
        "endpoint", "message", "client",
    ),
}  # fmt: skip
_OTHER_ROWS = _ROWS["aliyun-oss"]
_FACTS = {"endpoint": ("host_id", "host")}
_TIMES = {"time": ("date", "server_time"), "id_time": ("id_time",)}
_TITLE = "[OSS] "
_PLACEHOLDER = "{{provider}}"
_WORDING = {
    "label": {*_OTHER_ROWS, "endpoint_region", "tried"},
    "opening": {*_ROWS, "other", "unknown"},
    "mark": {"masked", "colon"},
}
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # beyond, a time zone can lead out of the calendar
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z| UTC)?")
_ACTIVE = re.compile(r"[\\`*_{}<>\[\]|~&#!@$]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a ticket is written. `provider_name` is shown for providers without a template of their own.

    `client_name` is the name of the program that printed the error, in the ticket's language.
    """

    provider: str | None
    language: str
    markdown: bool = False
    provider_name: str = ""
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """The wording of tickets: `wording[table][key][language]`."""

    wording: Mapping[str, Mapping[str, Mapping[str, str]]]

    def text(self, table: str, key: str, language: str) -> str:
        """Give one wording; every key of the form exists, `labels` has seen to it."""
        return self.wording[table][key][language]


def labels(table: Mapping[str, Any]) -> Labels:
    """Take the parsed `ticket.toml`; raise ValueError, naming the place, for anything missing or unknown."""
    _same_keys("ticket", table, set(_WORDING))
    for name, keys in _WORDING.items():
        _same_keys(name, table[name], keys)
        for key in keys:
            place = f"{name}.{key}"
            _same_keys(place, table[name][key], set(LANGUAGES))
            for language, text in table[name][key].items():
                _check_text(f"{place}.{language}", text, placeholder=place == "opening.other")
    return Labels(table)


def _same_keys(place: str, found: object, wanted: set[str]) -> None:
    if not isinstance(found, dict):
        raise ValueError(f"{place}: a table is needed")  # noqa: TRY004 - wrong data, not a wrong call
    missing, unknown = sorted(wanted - set(found)), sorted(set(found) - wanted)
    if missing or unknown:
        raise ValueError(f"{place}: missing {missing}, unknown {unknown}")


def _check_text(place: str, text: object, *, placeholder: bool) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{place}: a text is needed")
    if re.findall(r"\{\{[^{}]{0,64}\}\}", text) != [_PLACEHOLDER] * placeholder:
        raise ValueError(f"{place}: {_PLACEHOLDER} belongs once into opening.other and nowhere else")


def write(
    report: Report,
    style: Style,
    labels: Labels,
    zone: tzinfo | None,
    tried: Sequence[str] = (),
    known: Iterable[Secret | str] = (),
) -> Redacted:
    """Write the ticket for `report`, secrets hidden; times in UTC and in `zone`, None being this computer's.

    `tried` are lines the engineer typed, `known` the secrets of the whole capture (`redact.find_secrets`).
    Secrets are hidden before the layout, which escapes some, and after it, where names stand beside values.
    """
    secrets = tuple(known)
    rows = tuple(_rows(report, style, labels, zone))
    lines = tuple(clean for line in tried if (clean := visible(line).strip()))
    title, *values = [redact(value, secrets) for value in (_title(report), *(row.value for row in rows), *lines)]
    rows = tuple(replace(row, value=clean.text) for row, clean in zip(rows, values, strict=False))
    layout = _markdown if style.markdown else _plain
    words = _Words(_opening(style, labels), labels, style.language)
    ticket = redact(layout(title.text, words, rows, [clean.text for clean in values[len(rows) :]]), secrets)
    return Redacted(ticket.text, ticket.hidden + sum(clean.hidden for clean in (title, *values)))


@dataclass(frozen=True, slots=True)
class _Words:
    """The wording of one ticket."""

    opening: str
    labels: Labels
    language: str

    @property
    def tried(self) -> str:
        return self.labels.text("label", "tried", self.language)

    @property
    def colon(self) -> str:
        return self.labels.text("mark", "colon", self.language)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a ticket: which it is, its label, the captured value, and a remark of ours."""

    name: str
    label: str
    value: str
    remark: str = ""


# --- what is said ------------------------------------------------------------------------------------


def _rows(report: Report, style: Style, labels: Labels, zone: tzinfo | None) -> Iterator[_Row]:
    for name in _ROWS.get(style.provider or "", _OTHER_ROWS):
        value = _time(report, name, zone) if name in _TIMES else _fact(report, *_FACTS.get(name, (name,)))
        value = style.client_name if name == "client" else value
        if not value:
            continue
        masked = name == "request_id" and is_masked(value)
        remark = labels.text("mark", "masked", style.language) if masked else ""
        label = "endpoint_region" if name == "region" and report.fact("bucket_region") else name
        yield _Row(name, labels.text("label", label, style.language), value, remark)


def _fact(report: Report, *names: str) -> str:
    """Give the first of the named facts that holds something, as visible text."""
    values = (visible(report.fact(name) or "").strip() for name in names)
    return next((value for value in values if value), "")


def _time(report: Report, name: str, zone: tzinfo | None) -> str:
    """Give a time in UTC and in `zone`, or as it was received where it cannot be read."""
    if name == "id_time" and _fact(report, *_TIMES["time"]):
        return ""
    value = _fact(report, *_TIMES[name])
    moment = _stamp(value) or http_date(value)
    if not value or moment is None or not _FIRST_YEAR < moment.year < _LAST_YEAR:
        return value
    return in_zones(moment, zone)


def _stamp(value: str) -> datetime | None:
    """Read `2025-02-03T02:55:25.000Z` and `2025-02-03 02:55:25 UTC`."""
    match = _ISO.fullmatch(value)
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2]}+00:00") if match else None
    except ValueError:
        return None


def _title(report: Report) -> str:
    """Give `403 SignatureDoesNotMatch (EC 0002-00000040)`, without what is not known."""
    ec = _fact(report, "ec")
    parts = (_fact(report, "http_status"), _fact(report, "code"), f"(EC {ec})" if ec else "")
    return " ".join(" ".join(part.split()) for part in parts if part)


def _opening(style: Style, labels: Labels) -> str:
    if style.provider in _ROWS:
        return labels.text("opening", style.provider, style.language)
    if not style.provider_name:
        return labels.text("opening", "unknown", style.language)
    before, _, after = labels.text("opening", "other", style.language).partition(_PLACEHOLDER)
    return before + style.provider_name + after


# --- plain text --------------------------------------------------------------------------------------


def _plain(title: str, words: _Words, rows: Sequence[_Row], tried: Sequence[str]) -> str:
    lines = [f"{_TITLE}{title}".rstrip(), "", words.opening, ""]
    lines += (f"{row.label}{words.colon}{_indented(row.value)}{row.remark}" for row in rows)
    if tried:
        lines.append(f"{words.tried}{words.colon}".rstrip())
        lines += (f"- {_indented(line)}" for line in tried)
    return "\n".join(lines) + "\n"


def _indented(value: str) -> str:
    """Keep a value of several lines from looking like more rows."""
    return value.replace("\n", "\n    ")


# --- Markdown ----------------------------------------------------------------------------------------


def _markdown(title: str, words: _Words, rows: Sequence[_Row], tried: Sequence[str]) -> str:
    lines = [f"### {_TITLE}{_escaped(title)}", "", words.opening, "", "| | |", "| --- | --- |"]
    lines += (f"| {row.label} | {_cell(row.value)}{row.remark} |" for row in rows if row.name != "message")
    for row in rows:
        if row.name == "message":
            lines += ("", f"**{row.label}**", "", *_fenced(row.value))
    if tried:
        lines += ("", f"**{words.tried}**", "", *(f"- {_escaped(line)}" for line in tried))
    return "\n".join(lines) + "\n"


def _cell(value: str) -> str:
    """Give a value for a table cell: as code, or by numbers where code cannot hold it."""
    return _escaped(value) if re.search(r"[`|\\\n]", value) else f"`{value}`"


def _escaped(text: str) -> str:
    """Write every character that Markdown or HTML could act on as a number."""
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))


def _fenced(value: str) -> tuple[str, ...]:
    """Give a code block whose fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall("`+", value)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text", value, fence
