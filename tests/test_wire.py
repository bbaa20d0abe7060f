"""An inspection crosses to another process and back without a change; anything else is refused."""

import json

import pytest
from compact import explained, samples

from inspector import assets, wire
from inspector.capture import decode
from inspector.pipeline import advise


def brief_facts(report):
    return {name: value for name in wire.BRIEF if (value := report.fact(name)) is not None}


def crossed(sent):
    """Send an inspection over: the one with briefs, and its whole reports."""
    bare, reports = wire.pack(sent)
    whole = [wire.unpack_report(line) for line in reports.split(b"\n")] if reports else []
    return wire.unpack(bare, sent.capture.text), whole


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_an_inspection_comes_back_as_it_went(sample):
    sent = explained(sample.read_bytes())
    back, whole = crossed(sent)

    assert back._replace(reports=()) == sent._replace(reports=())
    assert len(whole) == len(back.reports) == len(sent.reports)
    for report, brief, one in zip(sent.reports, back.reports, whole, strict=True):
        assert one.tree == report.tree
        assert one.facts == report.facts
        assert (one.provider, one.findings, one.problems) == (report.provider, report.findings, report.problems)
        assert one.exchange.start == report.exchange.start
        assert {name: brief.fact(name) for name in brief_facts(report)} == brief_facts(report)
        assert (brief.provider, brief.failed) == (report.provider, report.failed)
        assert brief.exchange.span == report.exchange.span


def test_the_types_come_back_too():
    sent = explained(samples()[0].read_bytes())
    _, whole = crossed(sent)

    def same(one, other):
        assert type(one) is type(other)
        if isinstance(one, tuple):
            for left, right in zip(one, other, strict=True):
                same(left, right)

    same([one.tree for one in whole], [report.tree for report in sent.reports])
    same([one.facts for one in whole], [report.facts for report in sent.reports])


def test_the_text_crosses_only_in_the_tree():
    bare, reports = wire.pack(explained(b"HTTP/1.1 403 x\nServer: AliyunOSS\nContent-Length: 6\n\nCANARY"))
    assert bare.count(b"CANARY") == 0
    assert reports.count(b"CANARY") == 1


def test_advice_does_not_cross_but_is_looked_up_again():
    sent = explained(b"<Error><Code>NoSuchKey</Code><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>")
    _, (whole,) = crossed(sent)
    assert sent.reports[0].entries
    assert whole.entries == ()
    assert advise(whole, assets.knowledge()) == sent.reports[0].entries


@pytest.mark.parametrize("text", ["\ud800 <Error><Code>\udfff</Code></Error>", "<Error><Code>签\x00名</Code></Error>"])
def test_any_character_crosses(text):
    sent = explained(text.encode("utf-16-le", "surrogatepass"))
    back, whole = crossed(sent)
    assert back.capture == sent.capture
    assert [one.tree for one in whole] == [report.tree for report in sent.reports]


GOOD = json.loads(wire.pack(explained(b"<Error><Code>A</Code></Error>"))[0])


def changed(change):
    form = json.loads(json.dumps(GOOD))
    change(form)
    return json.dumps(form).encode()


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"[1, 2, 3, 4]",
        changed(lambda form: form.append(1)),
        changed(lambda form: form.pop()),
        changed(lambda form: form.__setitem__(1, 5)),
        changed(lambda form: form[2][0].pop()),
        changed(lambda form: form.__setitem__(2, None)),
        changed(lambda form: form[2][0][0].__setitem__(0, ["a", "b"])),
    ],
)
def test_what_pack_did_not_write_is_refused(packed):
    with pytest.raises(ValueError):
        wire.unpack(packed, "")


def test_the_capture_itself_is_described():
    sent = explained("签名".encode("gb18030"))
    back, _ = crossed(sent)
    assert back.capture == sent.capture == decode("签名".encode("gb18030"), "file", "capture")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        pytest.param("<Error>" + "<a/>" * 19_000 + "</Error>", wire.MOST_BELOW + 2, id="wide"),
        pytest.param("<Error>" + ("<b>" + "<a/>" * 99 + "</b>") * 190 + "</Error>", wire.MOST_ROWS, id="wide and deep"),
        pytest.param("<Error>" + ("<b>" + "<a/>" * 9 + "</b>") * 190 + "</Error>", 1_902, id="whole"),
    ],
)
def test_of_a_huge_tree_the_first_rows_go_and_that_is_told(raw, kept):
    (report,) = explained(raw.encode()).reports
    _, (whole,) = crossed(explained(raw.encode()))
    rows = list(flat(whole.tree))
    assert len(rows) == kept
    assert set(rows) <= set(flat(report.tree))
    assert ("tree-shortened" in {problem.id for problem in whole.problems}) == (whole.tree != report.tree)


def flat(nodes):
    """Name the rows of a tree from top to bottom, each with its place in the text."""
    for node in nodes:
        yield node.label, node.span
        yield from flat(node.children)
