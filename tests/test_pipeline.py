"""inspect(): the steps in order, each one fenced."""

import pytest

from inspector import assets, capture, catalog_match, diagnosis, facts, tree
from inspector.capture import CaptureTooLarge
from inspector.pipeline import inspect

TEXT = b"""HTTP/1.1 403 Forbidden
Server: AliyunOSS
x-oss-request-id: 69A7BDBFAB12CD34EF56AB78

<Error><Code>AccessDenied</Code><Message>m</Message></Error>"""

OTHER = TEXT.replace(b"403", b"404").replace(b"69A7BDBF", b"69A7BDC0")


def broken(*_):
    raise RecursionError("deep")


def told(report):
    return [(problem.id, problem.detail) for problem in report.problems]


def test_a_capture_goes_all_the_way(knowledge):
    inspection = inspect(TEXT, "file", "a.http", knowledge)
    (report,) = inspection.reports
    assert (inspection.shape, inspection.capture.name, inspection.capture.origin) == (
        "raw-http",
        "a.http",
        "file",
    )
    assert (report.provider, report.fact("code"), report.problems) == ("aliyun-oss", "AccessDenied", ())
    assert "request-id-time" in {finding.id for finding in report.findings}
    assert inspection.capture.text == TEXT.decode()


@pytest.mark.parametrize("path", assets.examples().values(), ids=lambda path: path.name)
def test_an_example_agrees_with_itself(knowledge, path):
    (report,) = inspect(path.read_bytes(), "example", path.name, knowledge).reports
    ids = [finding.id for finding in report.findings]
    assert [one for one in ids if one.startswith(("content-", "values-", "clock-", "request-ids-", "ticket-"))] == []


def test_what_holds_no_response_is_an_inspection_too(knowledge):
    inspection = inspect(b"nothing here", "clipboard", "", knowledge)
    assert (inspection.shape, inspection.reports, inspection.recognised) == ("plain-text", (), False)


def test_repairs_and_peeling_are_told_together(knowledge):
    inspection = inspect(TEXT.decode().replace("\n", "\n> ").join(["> ", ""]).encode("utf-16"), "file", "", knowledge)
    assert [problem.id for problem in inspection.problems] == ["encoding", "peeled-quoted"]


@pytest.mark.parametrize(
    ("module", "name", "step", "left"),
    [
        (tree, "parse", "tree", {"http_status", "provider", "request_id"}),
        (facts, "gather", "facts", set()),
        (diagnosis, "examine", "diagnosis", {"http_status", "provider", "code", "message"}),
        (catalog_match, "look_up", "guidance", {"http_status", "provider", "code", "id_time"}),
    ],
)
def test_a_step_that_raises_is_told_and_the_rest_is_shown(monkeypatch, knowledge, module, name, step, left):
    monkeypatch.setattr(module, name, broken)
    (report,) = inspect(TEXT, "file", "", knowledge).reports
    assert told(report) == [("step-failed", f"{step}: RecursionError")]
    assert {fact.name for fact in report.facts} >= left
    assert report.exchange.start.status == 403


def test_a_finder_that_raises_costs_only_the_findings(monkeypatch, knowledge):
    monkeypatch.setattr(diagnosis, "FINDERS", (broken,))
    (report,) = inspect(TEXT, "file", "", knowledge).reports
    assert told(report) == [("step-failed", "diagnosis: RecursionError")]
    assert report.tree[-1].kind == "body"


def test_one_broken_exchange_leaves_the_others(monkeypatch, knowledge):
    whole = tree.parse

    def broken_once(exchange):
        if exchange.start.status == 404:
            broken()
        return whole(exchange)

    monkeypatch.setattr(tree, "parse", broken_once)
    first, second = inspect(OTHER + b"\n\n" + TEXT, "file", "", knowledge).reports
    assert told(first) == [("step-failed", "tree: RecursionError")]
    assert (second.fact("code"), told(second)) == ("AccessDenied", [])


def test_what_is_too_large_is_refused(monkeypatch, knowledge):
    monkeypatch.setattr(capture, "LIMIT", 20)
    with pytest.raises(CaptureTooLarge):
        inspect(TEXT, "file", "", knowledge)


def test_the_same_bytes_give_the_same_answer(knowledge):
    assert inspect(TEXT, "file", "", knowledge) == inspect(TEXT, "file", "", knowledge)


def test_an_error_behind_other_markup_is_found(knowledge):
    text = b"HTTP/1.1 404 x\n\n<p>Sorry</p>\n<Error><Code>NoSuchKey</Code></Error>\n"
    (report,) = inspect(text, "file", "", knowledge).reports
    assert (report.fact("http_status"), report.fact("code")) == ("404", "NoSuchKey")
