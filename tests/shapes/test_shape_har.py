"""HAR: which entries matter, what each value stands on, and what a large or hostile file costs."""

import base64
import gzip
import json

import pytest
from compact import explained

from inspector import shapes

ID = "69205A3C7D1E4B32308F9A%02d"
ERROR = '<Error><Code>NoSuchKey</Code><Message>拒绝 "x"</Message><RequestId>%s</RequestId></Error>'


def entry(status, number=0, text="", **more):
    headers = [{"name": "x-oss-request-id", "value": ID % number}] if number else []
    content = {"mimeType": "application/xml", "text": text, **more.pop("content", {})}
    request = {"method": "GET", "url": f"https://a.oss-cn-beijing.aliyuncs.com/{number}", "headers": []}
    answer = {"status": status, "statusText": "", "headers": headers, "content": content, **more}
    return {"request": request, "response": answer}


def har(*entries, **how):
    return json.dumps({"log": {"entries": list(entries)}}, **how)


def targets(text):
    return [one.request.start.target[-1] for one in shapes.recognise(text).exchanges]


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        ([entry(200, 1), entry(404, 2), entry(304, 3), entry(307, 4), entry(503)], "240"),
        ([entry(200, 1), entry(203, 2, ERROR % "x"), entry(200, 3, ERROR % "x")], "23"),
        ([entry(200), entry(0, 2, _error="net::ERR_FAILED"), entry(-1, 3, _failureText="net::ERR_ABORTED")], "2"),
        ([entry(200), entry(206, 2), entry(204, 3)], "23"),
        ([entry(200), entry(302)], "00"),
        ([], ""),
    ],
)
def test_errors_come_first_then_the_stores_answers_then_any(entries, shown):
    assert "".join(targets(har(*entries))) == shown


@pytest.mark.parametrize("how", [{}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (",", ":")}])
def test_every_value_stands_on_its_own_characters(how):
    text = har(entry(404, 11, ERROR % (ID % 11)), **how)
    (report,) = explained(text.encode()).reports
    wanted = {"http_status": "404", "code": "NoSuchKey", "request_id": ID % 11, "message": '拒绝 "x"'}
    for name, value in wanted.items():
        fact = next(fact for fact in report.facts if fact.name == name)
        assert fact.value == value
        assert json.loads(f'"{text[fact.span.start : fact.span.end]}"') == value


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_body_in_base64_is_read(pack, encoding):
    coded = base64.b64encode(pack((ERROR % (ID % 11)).encode(encoding))).decode()
    text = har(entry(404, 11, coded, content={"encoding": "base64"})).replace("/", "\\/")
    (report,) = explained(text.encode()).reports
    assert report.fact("message") == '拒绝 "x"'


def test_a_picture_in_base64_is_no_body():
    coded = base64.b64encode(b"\x89PNG\0\0\0" * 9).decode()
    (exchange,) = shapes.recognise(har(entry(404, 11, coded, content={"encoding": "base64"}))).exchanges
    assert exchange.body is None


def test_a_broken_entry_leaves_those_after_it():
    text = har(entry(404, 1), entry(403, 2), entry(503, 3)).replace('"status": 403', '"status": oops')
    assert targets(text) == ["1", "3"]


def test_a_cut_in_base64_gives_the_same_or_less():
    coded = base64.b64encode((ERROR % (ID % 11)).encode()).decode()
    text = har(entry(200, 10), entry(404, 11, coded, content={"encoding": "base64"}))
    for end in range(len(text)):
        for report in explained(text[:end].encode()).reports:
            assert report.fact("code") in (None, "NoSuchKey"), end
            assert report.fact("request_id") in (None, ID % 11), end
            assert report.fact("http_status") in (None, "404"), end


def test_other_json_is_left_to_others():
    for text in ('{"entries":[1]}', '{"request":1,"entries":{}}', "[]", '"entries":[ "request"', "{"):
        assert shapes.recognise(text).shape != "har"


START = '{"log":{"entries":[{"request":{"url":"https://a/"},"response":'


@pytest.mark.parametrize(
    "text",
    [
        START + "[" * 100_000,
        START + '{"a":' * 200_000,
        START + '{"status":403,"content":{"text":"' + "x" * 5_000_000,
        START + '{"status":403,"content":{"text":"' + "\\" * 1_000_000,
        START + '{"status":403,"content":{"text":"' + "\\u4e2d" * 300_000 + '"}}}]}}',
        START + '{"status":403,"content":{"encoding":"base64","text":"' + "QUJD" * 500_000 + '"}}}]}}',
        START + "{}}" + ',{"request":{},"response":{"status":403}}' * 30_000,
        START + "{}}" + ',{"request":{"a:}' * 100_000,
        START + "9" * 1_000_000,
        '{"log":' + '"entries":[' * 100_000 + '"request"',
        '{"request"' + '[{"_a":' * 200_000,
    ],
)
def test_a_hostile_file_is_read_to_its_end(text):
    told = shapes.recognise(text)
    assert [problem.id for problem in told.problems if problem.id == "shape-failed"] == []


def test_one_error_is_found_in_a_large_file():
    page = entry(200, 0, 'var a = "错误";\n' * 3000, content={"mimeType": "text/javascript"})
    text = har(*[page] * 200, entry(404, 11, ERROR % (ID % 11)))
    assert len(shapes.recognise(text).exchanges) == 1
