"""An inspection crosses to another process and back without a change; anything else is refused."""

import json

import pytest
from compact import explained, samples

from inspector import wire
from inspector.capture import decode


def without_bodies(inspection):
    reports = tuple(report._replace(exchange=report.exchange._replace(body=None)) for report in inspection.reports)
    return inspection._replace(reports=reports)


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
def test_an_inspection_comes_back_as_it_went(sample):
    sent = explained(sample.read_bytes())
    assert wire.unpack(wire.pack(sent), sent.capture.text) == without_bodies(sent)


def test_the_types_come_back_too():
    sent = explained(samples()[0].read_bytes())
    back = wire.unpack(wire.pack(sent), "")

    def same(one, other):
        assert type(one) is type(other)
        if isinstance(one, tuple):
            for left, right in zip(one, other, strict=True):
                same(left, right)

    same(back.reports, without_bodies(sent).reports)


def test_the_text_does_not_cross_with_it():
    sent = explained(b"HTTP/1.1 403 x\nServer: AliyunOSS\n\nCANARY")
    assert wire.pack(sent).count(b"CANARY") == 1  # the row of the tree that shows the body


@pytest.mark.parametrize("text", ["\ud800 <Error><Code>\udfff</Code></Error>", "<Error><Code>签\x00名</Code></Error>"])
def test_any_character_crosses(text):
    sent = explained(text.encode("utf-16-le", "surrogatepass"))
    assert wire.unpack(wire.pack(sent), sent.capture.text) == without_bodies(sent)


GOOD = json.loads(wire.pack(explained(b"<Error><Code>A</Code></Error>")))


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
    back = wire.unpack(wire.pack(sent), sent.capture.text)
    assert back.capture == sent.capture == decode("签名".encode("gb18030"), "file", "capture")
