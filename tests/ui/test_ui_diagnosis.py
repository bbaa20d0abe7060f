"""The Signature Doctor's table, the line of clocks, and findings that hold something to copy."""

import json

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QToolButton

from inspector.ui import guidance
from inspector.ui.comparison import Compared, ComparisonView, Line, Marked
from inspector.ui.timeline import TimelineView

SIGNED = """> PUT /reports/a%20b.csv HTTP/1.1
> Host: pears.oss-cn-hangzhou.aliyuncs.com
> Date: Fri, 20 Nov 2026 16:12:31 GMT
> Content-Type: text/csv
> Authorization: OSS LTAI5tInventedKeyOfNobody:bmV2ZXIgYSByZWFsIG9uZQo=
>
< HTTP/1.1 403 Forbidden
< Server: AliyunOSS
< Date: Fri, 20 Nov 2026 08:12:33 GMT
< x-oss-request-id: 6B0000C15C6D7E38F90A1B2C
<
<Error><Code>SignatureDoesNotMatch</Code><StringToSign>PUT

application/octet-stream
Fri, 20 Nov 2026 16:12:31 GMT
/pears/reports/a b.csv</StringToSign></Error>
"""
DENIED = """HTTP/1.1 403 Forbidden
Server: AliyunOSS
x-oss-request-id: 6B0000C15C6D7E38F90A1B2C

<Error><Code>AccessDenied</Code><HostId>pears.oss-cn-hangzhou.aliyuncs.com</HostId><AccessDeniedDetail>
<PolicyType>AccountLevelIdentityBasedPolicy</PolicyType><AuthAction>oss:ListObjects</AuthAction>
<NoPermissionType>ImplicitDeny</NoPermissionType></AccessDeniedDetail></Error>
"""


@pytest.fixture
def opened(window):
    window.sitting.open_bytes(SIGNED.encode(), "clipboard", "")
    return window


def texts(widget, name):
    return [label.text() for label in widget.findChildren(QLabel, name)]


def test_the_strings_stand_line_by_line_with_both_sides_where_they_differ(opened):
    (view,) = opened.guidance.findChildren(ComparisonView)
    names, sides = texts(view, "lineName"), texts(view, "lineSide")
    assert names[:2] == ["method", "content-md5"]
    assert "content-type" in names
    assert sides[:2] == ["server", "request"]
    lines = {line.text(): line._differs for line in view.findChildren(Marked)}
    assert lines["application/octet-stream"] == 0
    assert lines["text/csv"] == 0
    assert lines["PUT"] == -1
    assert texts(view, "lineAside") == ["(empty)"]


def test_a_line_lights_up_both_places_it_was_read_from(opened):
    (view,) = opened.guidance.findChildren(ComparisonView)
    view.findChildren(QToolButton, "lineEvidence")[0].click()
    lit = [SIGNED[start:end] for start, end in opened.page.raw._lit]
    assert "application/octet-stream" in lit
    assert any("text/csv" in text for text in lit)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (" a b ", "·a b·"), ("a  b", "a··b"), ("a\r", "a␍"), ("a\nb", "a␊b"), ("a\tb", "a→b"), ("a\u200bb", "a\ufffdb"),
        ("<b>&amp;</b>", "<b>&amp;</b>"), ("", ""),
    ],
)  # fmt: skip
def test_what_would_not_be_seen_is_drawn_character_for_character(qapp, text, drawn):
    shown = Marked(text, 0)
    assert shown.text() == drawn
    assert len(drawn) == len(text)
    assert shown.heightForWidth(40) > 0
    shown.grab()


def test_a_long_line_breaks_anywhere_and_stays_bounded(qapp):
    shown = Marked("a" * 100_000, 99_999)
    assert len(shown.text()) == 2000
    assert shown.minimumSizeHint().width() < 60
    assert shown.heightForWidth(100) > 10 * shown.fontMetrics().height()


def test_the_clocks_stand_in_the_order_of_time_with_what_follows(opened):
    (view,) = opened.guidance.findChildren(TimelineView)
    times = texts(view, "momentTime")
    assert times == sorted(times)
    assert "the answer's Date header" in texts(view, "momentClock")
    assert "whole or half hours off: a time zone" in texts(view, "momentVerdict")
    view.findChildren(QToolButton, "momentEvidence")[-1].click()
    ((start, end),) = opened.page.raw._lit
    assert SIGNED[start:end] == "Fri, 20 Nov 2026 16:12:31 GMT"


def test_one_clock_alone_is_no_line_of_time(window):
    window.sitting.open_bytes(
        b"HTTP/1.1 404 Not Found\nServer: AliyunOSS\n\n<Error><Code>NoSuchKey</Code></Error>", "drop", ""
    )
    assert window.guidance.findChildren(TimelineView) == []
    assert window.guidance.findChildren(ComparisonView) == []


def test_the_least_policy_has_a_copy_button_and_is_json(window, qapp):
    window.sitting.open_bytes(DENIED.encode(), "clipboard", "")
    policy = next(text for text in texts(window.guidance, "command") if '"oss:ListObjects"' in text)
    place = texts(window.guidance, "command").index(policy)
    window.guidance.findChildren(QToolButton, "copyCommand")[place].click()
    assert json.loads(qapp.clipboard().text())["Statement"][0]["Action"] == "oss:ListObjects"


def test_both_are_worded_anew_in_another_language(opened):
    opened.do("language-zh_CN")
    opened.do("guidance-zh")
    assert texts(opened.guidance, "timelineHead") == ["各处时间"]
    assert "服务端" in texts(opened.guidance, "lineSide")
    opened.do("language-en")


def test_the_evidence_of_a_finding_is_lit_in_the_text_and_chosen_in_the_tree(opened):
    finding = next(one for one in opened.presenter.report.findings if one.id == "signature-content-type")
    opened.guidance.evidence_wanted.emit(finding.evidence)
    assert opened.page.raw._lit == finding.evidence
    row = opened.page.tree.current_row()
    assert row.block.start <= finding.evidence[0].start < row.block.end


def test_guidance_that_is_still_asked_for_outlives_a_change_of_language(qapp, qtbot, monkeypatch, guidance_at_once):
    waiting = []
    monkeypatch.setattr(guidance, "later", lambda _, work: waiting.append(work))
    panel = guidance.GuidancePanel()
    qtbot.addWidget(panel)
    panel.show_later(lambda: guidance.Guidance(notes=("fresh",)))
    qapp.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    for work in waiting:
        work()
    assert texts(panel, "note") == ["fresh"]


def test_a_long_name_of_a_line_leaves_room_for_what_the_line_says(qtbot):
    lines = tuple(
        Line(name, "UNSIGNED-PAYLOAD", "UNSIGNED-PAYLOAD", -1, ()) for name in ("method", "header x" + "-y" * 40)
    )
    view = ComparisonView(Compared("What was signed", "server", "request", "no such line", "(empty)", lines))
    qtbot.addWidget(view)
    view.resize(330, 400)
    view.show()
    names, values = view.findChildren(QLabel, "lineName"), view.findChildren(Marked)
    assert all(value.width() > 150 for value in values)
    assert all(name.height() >= name.heightForWidth(name.width()) for name in names)
