"""Properties of the whole: places hold values, the same input gives the same, hiding twice changes nothing, and what
the program printed reads as what it was printed from."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from random import Random

import pytest
from compact import SAMPLES, explained, samples
from fuzz import mutator, oracle, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import assets, cli, ticket
from inspector.catalog_entry import LANGUAGES
from inspector.explain import as_table
from inspector.redact import Redacted, find_secrets, redact
from inspector.shapes import own_json, tickets

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("http_status", "code", "ec", "request_id", "message", "bucket", "host_id", "recommend_doc")
LABELS = ticket.labels(assets.knowledge().words("ticket"))


@st.composite
def captures(draw, pool=seeds.captures):
    """A sample changed along its structure."""
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - hypothesis chose the number
    return mutator.mutated(draw(st.sampled_from(pool())), seeds.LONGEST, random, pool())


@settings(max_examples=150)
@given(captures())
def test_every_place_holds_its_value_and_nothing_raises(raw):
    oracle.inspection_holds(explained(raw))


@settings(max_examples=60)
@given(captures())
def test_the_same_input_gives_the_same(raw):
    assert explained(raw) == explained(raw)


def test_another_process_gives_the_same():
    """Also where Python puts sets and names into another order."""
    told = {seed: told_by_a_process(seed) for seed in ("0", "1", "2")}
    assert len(set(told.values())) == 1


def told_by_a_process(seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run([sys.executable, __file__], env=environment, capture_output=True, check=True).stdout


@settings(max_examples=150)
@given(captures(seeds.texts_with_secrets))
def test_hiding_twice_changes_nothing(raw):
    once = redact(raw.decode("utf-8", "replace")).text
    assert redact(once) == Redacted(once, 0)


# what was printed is read again


def same(value):
    return value if value is None else " ".join(str(value).split())


@pytest.mark.parametrize("sample", samples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_printed_ticket_is_read_as_what_it_was_printed_from(sample):
    inspection = explained(sample.read_bytes())
    known = find_secrets(inspection.capture.text)
    for report in inspection.reports:
        for language in LANGUAGES:
            for markdown in (False, True):
                style = ticket.Style(report.provider, language, markdown=markdown)
                written = ticket.write(report, style, LABELS, UTC, (), known).text
                again = explained(written.encode())
                rows = told_in(written)
                assert bool(rows) <= len(again.reports) <= 1, written
                for one in again.reports:
                    assert {name: one.fact(name) for name in rows if not one.fact(name)} == {}
                    for name in rows:
                        want = redact(ticket.visible(report.fact(name) or ""), known).text
                        assert same(one.fact(name)) == same(want), (name, written)


def told_in(written):
    """Name the facts of which a ticket has a row, as far as a report has them by that name."""
    labels = {name: labels for name, (_, *labels) in tickets.LABELS.items() if name in KEPT}
    return [
        name
        for name, both in labels.items()
        if any(f"\n{label}: " in written or f"\n{label}：" in written for label in both)
        or any(f"\n| {label} | " in written or f"\n**{label}**\n" in written for label in both)
    ]


@pytest.mark.parametrize("sample", samples(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_printed_json_is_read_as_what_it_was_printed_from(sample):
    inspection = explained(sample.read_bytes())
    table = cli._hidden(as_table(inspection, assets.knowledge()), find_secrets(inspection.capture.text))
    telling = [
        one for one in table["reports"] if any(one[name] is not None for name in ("http_status", *own_json.FIELDS))
    ]
    again = explained(json.dumps({"input": "a", **table}, ensure_ascii=False).encode())
    if len(telling) == 1:
        assert [{name: same(one.fact(name)) for name in KEPT} for one in again.reports] == [
            {name: same(one[name]) for name in KEPT} for one in telling
        ]
    for name in KEPT:
        assert {same(one[name]) for one in telling} - {None} == {same(one.fact(name)) for one in again.reports} - {None}


def test_the_labels_of_tickets_are_those_of_their_wording():
    wording = assets.knowledge().words("ticket")["label"]
    assert {name: [wording[name]["en"], wording[name]["zh"]] for name in tickets.LABELS} == {
        name: labels for name, (_, *labels) in tickets.LABELS.items()
    }


if __name__ == "__main__":
    told = hashlib.sha256()
    for path in sorted(SAMPLES.glob("*/*"))[::3]:
        told.update(json.dumps(as_table(explained(path.read_bytes()), assets.knowledge())).encode())
    print(told.hexdigest())
