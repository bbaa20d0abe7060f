"""The JSON scanner agrees with the `json` module, and gives of a cut text only what is whole."""

import json

from hypothesis import given
from hypothesis import strategies as st

from inspector.shapes import json_scan
from inspector.shapes.har import plain

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**8), 10**8) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


def read(text, value):
    """Read a value by its place."""
    return json.loads(text[value.start : value.end])


@given(VALUES, st.sampled_from([None, 1]))
def test_places_hold_the_values(value, indent):
    text = json.dumps({"a": value, "b": [value]}, indent=indent)
    found = json_scan.scan(text)
    assert read(text, json_scan.named(text, found, "a")) == value
    assert [read(text, one) for one in json_scan.elements(json_scan.named(text, found, "b"))] == [value]
    assert not found.cut


@given(VALUES, st.data())
def test_a_cut_text_gives_less(value, data):
    text = json.dumps({"a": value, "b": "end"})
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    found = json_scan.scan(cut)
    assert found.cut
    for key, one in json_scan.pairs(found):
        if not one.cut:
            assert json.loads(text)[read(cut, key)] == read(cut, one)


@given(st.text('{}[]:,"\\ ab1', max_size=60))
def test_any_text_is_no_fault(text):
    found = json_scan.scan(text)
    if found:
        plain(text, found)


def test_repeated_names_are_all_given():
    text = '{"a":1,"a":2}'
    assert [read(text, one) for _, one in json_scan.pairs(json_scan.scan(text))] == [1, 2]
