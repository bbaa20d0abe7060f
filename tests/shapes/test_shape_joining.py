"""What several places say of one error becomes one report, and of two errors never one."""

import pytest

from inspector.shapes import recognise

BODY = """<Error><Code>NoSuchKey</Code><Message>gone</Message><RequestId>{id}</RequestId></Error>"""
HEAD = "HTTP/1.1 404 Not Found\nServer: AliyunOSS\nx-oss-request-id: {id}\n\n"
ONE, OTHER = "69A7BDBFAB12CD34EF56AB78", "69A7BDC0AB12CD34EF56AB79"


def count(text):
    return len(recognise(text).exchanges)


def body(request_id):
    return BODY.format(id=request_id)


def whole(request_id):
    return HEAD.format(id=request_id) + body(request_id)


def test_a_body_inside_its_response_is_no_copy():
    (exchange,) = recognise(whole(ONE)).exchanges
    assert exchange.copies == ()


def test_the_same_id_twice_is_one_error_with_both_places():
    (exchange,) = recognise(whole(ONE) + "\n\nlater again:\n\n" + body(ONE)).exchanges
    assert exchange.start is not None
    assert [place.span.start for place in exchange.places] == sorted(place.span.start for place in exchange.places)


@pytest.mark.parametrize("join", ["\n\n", "\n\nthe other one:\n\n"])
def test_two_ids_are_two_errors_in_their_order(join):
    exchanges = recognise(body(ONE) + join + body(OTHER)).exchanges
    assert [ONE in one.body.text for one in exchanges] == [True, False]


def test_a_masked_copy_belongs_to_the_whole_one():
    assert count(body(ONE) + "\n" + body(ONE[:12] + "****")) == 1
    assert count(body(ONE) + "\n" + body(OTHER[:12] + "****")) == 2


def test_two_responses_without_an_id_stay_two():
    head = "HTTP/1.1 503 Busy\nServer: AliyunOSS\n\n"
    assert count(head + head) == 2


def test_a_thousand_errors_stay_a_thousand():
    text = "\n".join(body(f"69A7BDBF{number:016X}") for number in range(1000))
    assert count(text) == 1000


def test_a_bare_status_belongs_to_what_follows_it():
    texts = [f"HTTP 403: {body(one)}" for one in (ONE, OTHER)]
    assert count("\n".join(texts)) == 2
