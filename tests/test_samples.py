"""Golden samples, and what must hold for every one of them however it was cut, quoted or re-ended."""

import json
import re
from functools import lru_cache

import pytest
from compact import difference, expected, explained, samples
from hypothesis import given
from hypothesis import strategies as st
from slices import assert_spans_hold_their_values, assert_values_are_slices

from inspector import capture
from inspector.elements import elements
from inspector.shapes.tables import PRINTED, TRANSCRIPTS, WHOLE

SAMPLES = samples()
NAMED = ("provider", "http_status", "code", "message", "request_id", "host_id", "ec", "bucket")
PACKED = (".saz", ".zip", ".gz", ".tar", ".tgz", ".bin")
"""Samples of bytes: neither do their values stand in a text as they are, nor can they be cut or quoted as one."""
EXPLAINED = 8
"""Of so many cuts of a sample one is explained too; all are read."""
TEXTS = {path.name: capture.decode(path.read_bytes()).text for path in SAMPLES if path.suffix not in PACKED}


@lru_cache(maxsize=len(TEXTS))
def read(text):
    """Read a text without explaining it; the plain form of a sample is asked for again and again."""
    return explained(text.encode("utf-8", "surrogatepass"), explaining=False)


def folded(text):
    return " ".join(text.split())


def fields(inspection):
    """All that was read, without places: what a different line end or prefix must not change."""
    return [
        (
            *(report.fact(name) and folded(report.fact(name)) for name in NAMED),
            [(element.path, folded(element.value)) for element in elements(report.tree)],
            [(pair.name, pair.value) for pair in report.exchange.headers],
        )
        for report in inspection.reports
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_gives_what_stands_beside_it(sample):
    assert difference(sample) == "", "read the difference; tests/samples/README.md says how to accept it"


def test_every_shape_has_a_clean_and_a_dirty_sample():
    for shape in (*WHOLE, *TRANSCRIPTS, *PRINTED):
        assert sum(path.parent.name == shape.id for path in SAMPLES) >= 2, shape.id


def test_a_sample_stands_in_the_folder_of_its_shape():
    for path in SAMPLES:
        assert explained(path.read_bytes()).shape == path.parent.name


def test_nothing_is_expected_of_a_sample_that_is_gone():
    forms = set(SAMPLES[0].parents[1].glob("*/*.json"))
    assert forms == {expected(path) for path in SAMPLES}


# every value is a slice of what was received


@pytest.mark.parametrize("name", TEXTS)
def test_every_value_of_a_sample_is_a_slice_and_its_span_shows_it(name):
    inspection = explained(TEXTS[name].encode())
    assert_values_are_slices(TEXTS[name], inspection)
    assert_spans_hold_their_values(TEXTS[name], inspection)


# cut anywhere: the same or less, never something else


def may_stand_for(fact, whole, told):
    """A field of a cut capture: one that the whole has too, or the beginning of it.

    Where the cut left the first letters of a header's name under a header, they look like a folded value: that is told.
    """
    value = folded(fact.value)
    return any(other.startswith(value) or ("folded-header" in told and value.startswith(other)) for other in whole)


@pytest.mark.parametrize("name", TEXTS)
def test_every_truncation_gives_the_same_fields_or_fewer(name):
    text = TEXTS[name]
    whole = explained(text.encode())
    known = {key: [folded(f.value) for r in whole.reports for f in r.facts if f.name == key] for key in NAMED}
    known["http_status"] += re.findall(r"HTTP/1.1 (\d{3})", text)  # an interim answer, where the final one is cut off
    for end in range(len(text)):
        cut = explained(text[:end].encode(), explaining=end % EXPLAINED == 0)
        assert not [p for r in cut.reports for p in r.problems if p.id == "step-failed"], end
        assert not [p for p in cut.problems if p.id == "shape-failed"], end
        for report in cut.reports:
            for fact in report.facts:
                if fact.name in NAMED:
                    told = [problem.id for problem in report.problems]
                    assert may_stand_for(fact, known[fact.name], told), (end, fact)


@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_every_value_of_a_truncated_sample_is_a_slice(name, data):
    text = TEXTS[name][: data.draw(st.integers(0, len(TEXTS[name])))]
    inspection = explained(text.encode())
    assert_values_are_slices(text, inspection)
    assert_spans_hold_their_values(text, inspection)


@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_a_piece_out_of_the_middle_shows_only_slices_and_never_fails(name, data):
    start = data.draw(st.integers(0, len(TEXTS[name])))
    text = TEXTS[name][start : start + data.draw(st.integers(0, 800))]
    inspection = explained(text.encode())
    assert_values_are_slices(text, inspection)
    assert not [p for r in inspection.reports for p in r.problems if p.id == "step-failed"]


# quoted, indented, other line ends: the same fields


def lines(text):
    return re.split(r"\r\n|\r|\n", text.rstrip("\r\n"))


DRESSES = {
    "LF": "\n".join,
    "CRLF": "\r\n".join,
    "CR": "\r".join,
    "quoted": lambda rows: "".join(f"> {row}\n" for row in rows),
    "quoted twice": lambda rows: "".join(f"> > {row}\n" for row in rows),
    "quoted, bare where empty": lambda rows: "".join(f"> {row}".rstrip() + "\n" for row in rows),
    "indented by blanks": lambda rows: "".join(f"    {row}\n" for row in rows),
    "indented by a tab": lambda rows: "".join(f"\t{row}\n" for row in rows),
    "indented and quoted, CRLF": lambda rows: "".join(f"  > {row}\r\n" for row in rows),
    "barred": lambda rows: "".join(f"│ {row}\n" for row in rows),
    "commented": lambda rows: "".join(f"# {row}\n" for row in rows),
    "with a mark of the encoding": lambda rows: "\ufeff" + "\n".join(rows),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("name", TEXTS)
def test_dress_changes_no_field(name, dress):
    assert fields(read(DRESSES[dress](lines(TEXTS[name])))) == fields(read(TEXTS[name]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
@pytest.mark.parametrize("name", TEXTS)
def test_encoding_changes_no_field(name, encoding):
    assert fields(explained(TEXTS[name].encode(encoding), explaining=False)) == fields(read(TEXTS[name]))


@given(st.sampled_from(sorted(TEXTS)), st.text(max_size=200), st.text(max_size=200))
def test_an_error_is_not_lost_by_what_stands_around_it(name, before, after):
    codes = {report.fact("code") for report in read(TEXTS[name]).reports} - {None}
    around = f"{before}\n\n{TEXTS[name]}\n\n{after}"
    assert codes <= {report.fact("code") for report in read(around).reports}


# in a string literal, or twice: the same, or fewer


def named(inspection):
    """The values of each fact that leads the window, over all reports."""
    return {name: {folded(value) for report in inspection.reports if (value := report.fact(name))} for name in NAMED}


LITERALS = {
    "a log of JSON": lambda text: '{"level":"error","msg":' + json.dumps(text) + ',"caller":"a.go:1"}',
    "JSON that keeps Chinese": lambda text: '{"msg":' + json.dumps(text, ensure_ascii=False) + "}",
    "JSON in JSON": lambda text: json.dumps({"log": json.dumps({"msg": text})}),
    "Python's repr": lambda text: "ERROR got " + repr(text),
    "literals of Java": lambda text: "s = " + " +\n    ".join(json.dumps(row + "\n") for row in lines(text)) + ";",
    "twice": lambda text: f"{text}\n\n{text}",
}


@pytest.mark.parametrize("dress", LITERALS)
@pytest.mark.parametrize("name", TEXTS)
def test_in_a_literal_or_twice_no_value_becomes_another(name, dress):
    plain = named(read(TEXTS[name]))
    dressed = named(read(LITERALS[dress](TEXTS[name])))
    assert {key: values - plain[key] for key, values in dressed.items() if values - plain[key]} == {}


@pytest.mark.parametrize("name", [path.name for path in SAMPLES if path.parent.name in ("raw-http", "curl-verbose")])
def test_a_response_in_a_log_of_json_loses_nothing(name):
    if name in TEXTS:
        assert named(read(LITERALS["a log of JSON"](TEXTS[name]))) == named(read(TEXTS[name]))


@pytest.mark.parametrize("name", TEXTS)
def test_pasted_twice_an_id_still_stands_for_one_report(name):
    once, twice = (read(text) for text in (TEXTS[name], f"{TEXTS[name]}\n\n{TEXTS[name]}"))
    ids = [[report.fact("request_id") for report in one.reports if report.fact("request_id")] for one in (once, twice)]
    assert sorted(set(ids[0])) == sorted(set(ids[1]))
    assert len(ids[1]) <= len(ids[0])
