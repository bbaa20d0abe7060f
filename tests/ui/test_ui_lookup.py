"""The look-up, a team's catalog, and what a header means."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from inspector.catalog_search import index_of
from inspector.ui.parts import Text


def said(widget, name):
    """Give the texts of the labels of that name that are not hidden."""
    return [label.text() for label in widget.findChildren(QLabel, name) if not label.isHidden()]


# -- look-up ------------------------------------------------------------------------------------------------


@pytest.fixture
def look_up(window):
    window.do("look-up")
    dialog = window.findChild(QDialog, "lookUpDialog")
    yield dialog
    dialog.close()


def listed(look_up):
    """The ids that the look-up lists, as they stand."""
    model = look_up.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("NoSuchKey", "NoSuchKey"),
        ("  nosuchbucket ", "NoSuchBucket"),
        ("no such key", "NoSuchKey"),
        ("0002-00000040", "0002-00000040"),
        ("2-40", "0002-00000040"),
        ("NoSuchKye", "NoSuchKey"),
        ("Anonymous user has no right to access this bucket.", "AccessDenied"),
    ],
)
def test_the_look_up_lists_what_answers_the_nearest_first(look_up, typed, first):
    look_up.findChild(QLineEdit, "lookUpField").setText(typed)
    assert listed(look_up)[0] == first
    assert said(look_up, "guideName")[0].endswith(f"·  {first}")
    assert said(look_up, "guideTitle")


def test_the_look_up_lists_every_reading_of_a_status(look_up):
    look_up.findChild(QLineEdit, "lookUpField").setText("403")
    model = look_up.list.model()
    whose = {model.index(row, 2).data().partition(" · ")[0] for row in range(model.rowCount())}
    assert whose == {"Alibaba Cloud OSS", "JD Cloud OSS"}


def test_the_look_up_goes_by_keys_from_the_field_into_the_list(look_up, qtbot):
    field = look_up.findChild(QLineEdit, "lookUpField")
    field.setText("AccessDenied")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(look_up.list, Qt.Key.Key_Down)
    assert said(look_up, "guideName")[0].endswith(listed(look_up)[1])


def test_the_look_up_says_where_there_is_nothing_and_what_an_id_is(look_up):
    field = look_up.findChild(QLineEdit, "lookUpField")
    field.setText("<b>Quince</b>")
    assert said(look_up, "note") == ["The catalog holds nothing on this."]
    field.setText("5D3F1A2B6CA1B2C3D4E5F607")
    assert "2019-07-29 16:09:15 UTC" in said(look_up, "note")[0]


def test_with_an_empty_field_the_whole_catalog_stands_on_its_shelves(look_up, knowledge):
    field = look_up.findChild(QLineEdit, "lookUpField")
    field.clear()
    model = look_up.list.model()
    providers = [model.index(row, 0) for row in range(model.rowCount())]
    assert [index.data().partition(" (")[0] for index in providers] == ["Alibaba Cloud OSS", "JD Cloud OSS"]
    heads = [model.index(row, 0, providers[0]).data() for row in range(model.rowCount(providers[0]))]
    assert any(head.startswith("HTTP 403 (") for head in heads)
    assert any(head.startswith("EC 0003") for head in heads)
    assert len(said(look_up, "note")) == 3, "what can be typed, in the half that would be empty"
    look_up.list.setCurrentIndex(providers[0])
    assert len(said(look_up, "note")) == 3


def test_no_entry_is_shown_by_a_word_of_ours(look_up, knowledge):
    labels = {one.id: one.label for one in index_of(knowledge)}
    assert [label for label in labels.values() if "/" in label] == []
    assert (labels["status/4xx"], labels["EC/0026"]) == ("HTTP 4xx", "EC 0026")
    assert labels["AccessDenied/anonymous"] == "AccessDenied"


def test_another_entry_is_looked_up_by_what_users_know_and_chosen_among_all_that_answer(window):
    window.guidance.entry_wanted.emit("AccessDenied/kms")
    dialog = window.findChild(QDialog, "lookUpDialog")
    assert dialog.field.text() == "AccessDenied"
    assert len(listed(dialog)) > 20
    assert said(dialog, "guideName") == ["Alibaba Cloud OSS  ·  AccessDenied"]
    assert "KMS" in said(dialog, "guideTitle")[0]
    dialog.found.entry_wanted.emit("status/4xx")
    assert said(dialog, "guideName") == ["Alibaba Cloud OSS  ·  HTTP 4xx"]
    dialog.close()


# -- a team's catalog ---------------------------------------------------------------------------------------

TEAM = """[provider]
id = "aliyun-oss"

[[remark]]
id = "NoSuchKey"
en = "Ask the gateway team first."
zh = "先问网关组。"
"""


def test_a_teams_catalog_is_laid_over_ours_and_read_again(window, qtbot, tmp_path):
    window.do("example-aliyun-oss")
    window.sitting.open_bytes(
        b"HTTP/1.1 404 Not Found\nServer: AliyunOSS\n\n<Error><Code>NoSuchKey</Code></Error>", "drop", ""
    )
    file = tmp_path / "team.toml"
    file.write_text(TEAM, "utf-8")
    window._follow_team(str(tmp_path))
    qtbot.waitUntil(lambda: any("Ask the gateway team first." in text for text in said(window, "doubt")))
    file.write_text(TEAM.replace("gateway team", "quince team"), "utf-8")
    window.team.look(str(tmp_path))
    qtbot.waitUntil(lambda: any("Ask the quince team first." in text for text in said(window, "doubt")))
    window.do("team-none")
    qtbot.waitUntil(lambda: not said(window, "doubt"))


def test_a_bad_file_of_a_team_is_told_and_the_rest_works_on(window, qtbot, tmp_path):
    (tmp_path / "a.toml").write_text("[provider\n", "utf-8")
    (tmp_path / "b.toml").write_text(TEAM, "utf-8")
    window._follow_team(str(tmp_path))
    qtbot.waitUntil(lambda: bool(window.knowledge.faults))
    assert [(fault.file, fault.line) for fault in window.knowledge.faults] == [("a.toml", 1)]
    assert window.knowledge.provider("aliyun-oss").remarks["NoSuchKey"][0].origin == "b.toml"
    assert "a.toml:1: " in window.notice.findChild(Text, "noticeText").text()


# -- what a header or an element means ----------------------------------------------------------------------


def test_the_chosen_row_says_what_its_header_means(window):
    window.do("example-aliyun-oss")
    rows = window.page.tree.rows.rows
    window.page.tree.choose(next(place for place, row in enumerate(rows) if row.name.lower() == "x-oss-request-id"))
    assert window.page.detail._meaning.text() == window.knowledge.text("header", "x-oss-request-id", "en")
