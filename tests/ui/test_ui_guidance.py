"""The guidance: both languages side by side or stacked, the level that matched, commands, evidence, and links."""

import tomllib

import pytest
from invented import REQUEST_IDS, head, response
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from inspector.catalog_entry import several
from inspector.ui import guidance, guidance_words, links
from inspector.ui.guidance import NARROW
from inspector.ui.wording import languages_of


def labels(window, name):
    return list(window.guidance.widget().findChildren(QLabel, name))


def texts(window, name):
    return [label.text() for label in labels(window, name)]


def has_chinese(text):
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize(
    ("language", "heads"),
    [("en", ["Possible causes"]), ("zh", ["可能原因"]), ("both", ["Possible causes", "可能原因"])],
)
def test_cause_and_fix_stand_in_the_language_chosen(window, language, heads):
    window.do("example-aliyun-oss")
    window.do(f"guidance-{language}")
    assert texts(window, "whyHead") == heads
    causes, steps = texts(window, "cause"), texts(window, "step")
    assert [has_chinese(cause) for cause in causes] == [has_chinese(one) for one in heads]
    assert len(texts(window, "guideTitle")) == len(heads)
    assert len(texts(window, "reason")) >= len(heads)
    assert len(steps) >= 2 * len(heads)
    assert window.guidance_language == language
    checked = [key for key, button in window.top._languages.items() if button.isChecked()]
    assert checked == [language]


def wide(window, qapp, width):
    window.resize(1400, 800)
    window.columns.setSizes([210, 1400 - 212 - width, width])
    qapp.processEvents()
    qapp.processEvents()
    return window.guidance.width()


def test_both_languages_stand_in_rows_of_equal_height(start, qapp):
    window = start(show=True, guidance="both")
    window.do("example-aliyun-oss")
    assert wide(window, qapp, 560) >= NARROW
    page = window.guidance.widget()
    rows = [label for name in ("guideTitle", "cause", "whyHead", "fixHead") for label in labels(window, name)]
    places = [label.mapTo(page, label.rect().topLeft()) for label in rows]
    english, chinese = places[::2], places[1::2]
    assert [place.y() for place in english] == [place.y() for place in chinese]
    assert all(left.x() < right.x() for left, right in zip(english, chinese, strict=True))
    marks = [label for label in page.findChildren(QLabel) if label.text() in ("•", "1.", "2.", "3.")]
    tops = [mark.mapTo(page, mark.rect().topLeft()).y() for mark in marks]
    assert sorted(tops)[::2] == sorted(tops)[1::2]


def test_both_languages_are_stacked_where_it_is_narrow(start, qapp):
    window = start(show=True, guidance="both")
    window.do("example-aliyun-oss")
    assert wide(window, qapp, NARROW - 60) < NARROW
    first, second = labels(window, "cause")
    page = window.guidance.widget()
    assert first.mapTo(page, first.rect().topLeft()).x() == second.mapTo(page, second.rect().topLeft()).x()
    last_english = [label for label in labels(window, "step") if not has_chinese(label.text())][-1]
    assert (
        last_english.mapTo(page, last_english.rect().bottomLeft()).y() < second.mapTo(page, second.rect().topLeft()).y()
    )
    assert wide(window, qapp, 560) >= NARROW
    first, second = labels(window, "cause")
    assert (
        first.mapTo(window.guidance.widget(), first.rect().topLeft()).x()
        < second.mapTo(window.guidance.widget(), second.rect().topLeft()).x()
    )


@pytest.mark.parametrize(
    ("capture", "level"),
    [
        (response(code="SignatureDoesNotMatch", more="  <EC>0002-00000040</EC>\n"), "matched by EC"),
        (response(code="NoSuchKey", more="  <EC>0999-99999999</EC>\n"), "matched by code"),
        (response(code="NoSuchThingAtAll"), "matched by status class only"),
    ],
)
def test_the_level_that_matched_is_named(window, paste, capture, level):
    paste(window, capture)
    assert texts(window, "level") == [level]
    assert texts(window, "cause")
    window.do("language-zh_CN")
    assert has_chinese(texts(window, "level")[0])


def test_findings_carry_their_grade_and_show_their_evidence(window):
    window.do("example-aliyun-oss")
    assert set(texts(window, "grade")) <= {"observed", "computed", "inferred"}
    assert len(texts(window, "finding")) >= len(texts(window, "grade")) > 0
    shown = window.guidance.widget().findChildren(QToolButton, "evidence")
    finding = next(one for one in window.presenter.report.findings if one.evidence)
    shown[0].click()
    assert window.page.raw._lit == finding.evidence


def test_background_and_clocks_that_agree_stand_below_the_advice(start, qapp):
    window = start(show=True)
    window.do("example-aliyun-oss")
    qapp.processEvents()
    page = window.guidance.widget()
    names = ("findingsHead", "guideTitle", "level", "backgroundHead", "timelineHead")
    tops = [head.mapTo(page, head.rect().topLeft()).y() for name in names for head in labels(window, name)]
    assert len(tops) == len(names)
    assert tops == sorted(tops)


def test_a_clock_that_is_wrong_stands_above_the_advice(window, paste):
    paste(window, response(REQUEST_IDS[1]))
    heads = [label.objectName() for label in window.guidance.widget().findChildren(QLabel)]
    assert "backgroundHead" not in heads
    assert heads.index("findingsHead") < heads.index("timelineHead") < heads.index("guideTitle")


@pytest.mark.parametrize("name", ["", "cause", "evidence"])
def test_the_guidance_is_scrolled_by_keys_wherever_in_it_the_keyboard_is(start, qapp, qtbot, name):
    window = start(show=True)
    window.resize(window.minimumSize())
    window.do("example-aliyun-oss")
    qapp.processEvents()
    panel, bar, key = window.guidance, window.guidance.verticalScrollBar(), Qt.Key
    held = panel.findChild(QWidget, name) if name else panel
    for pressed, place in ((key.Key_End, bar.maximum()), (key.Key_Home, 0), (key.Key_PageDown, bar.pageStep())):
        qtbot.keyClick(held, pressed)
        assert bar.value() == place, pressed
    qtbot.keyClick(held, key.Key_PageUp)
    assert bar.value() == 0


def test_a_command_is_copied_without_its_backticks(window, paste, qapp):
    paste(window, response(message="The bucket you access does not belong to you."))
    copiers = window.guidance.widget().findChildren(QToolButton, "copyCommand")
    commands = texts(window, "command")
    assert any(command.startswith("ossutil ls oss://pears") for command in commands)
    for copier, command in zip(copiers, commands, strict=True):
        copier.click()
        assert qapp.clipboard().text() == command
    assert window.copied.text() == "Command copied"


# -- links --------------------------------------------------------------------------------------------------

HOST = "help.aliyun.com"
HOSTILE = [
    "http://help.aliyun.com/",
    "file:///etc/passwd",
    "file://help.aliyun.com/share",
    "javascript:alert(1)//https://help.aliyun.com/",
    "data:text/html,https://help.aliyun.com/",
    "ftp://help.aliyun.com/",
    "ssh://help.aliyun.com/",
    "smb://help.aliyun.com/share",
    "ms-settings:https://help.aliyun.com/",
    "vbscript:https://help.aliyun.com/",
    "//help.aliyun.com/",
    "\\\\help.aliyun.com\\share",
    "help.aliyun.com",
    "-oX https://help.aliyun.com/",
    "--help",
    "",
    " https://help.aliyun.com/",
    "HTTPS://evil.example/",
    "https://help.aliyun.com@evil.example/",
    "https://help.aliyun.com:443@evil.example/",
    "https://user@help.aliyun.com/",
    "https://user:secret@help.aliyun.com/",
    "https://@help.aliyun.com/",
    "https://help.aliyun.com.evil.example/",
    "https://evil.example/help.aliyun.com",
    "https://evil.example/#help.aliyun.com",
    "https://evil.example\\@help.aliyun.com/",
    "https://evil.example?https://help.aliyun.com/",
    "https://xhelp.aliyun.com/",
    "https://help-aliyun.com/",
    "https://pears.oss-cn-hangzhou.aliyuncs.com/login.html",
    "https://aliyun.com/",
    "https://help.aliyun.com%2eevil.example/",
    "https://help%2ealiyun%2ecom/",
    "https://help.aliyun.com%00.evil.example/",
    "https://help.aliyun.com:8443/",
    "https://help.aliyun.com:80/",
    "https://help.aliyun.com:99999/",
    "https://help.аliyun.com/",  # a Cyrillic а
    "https://xn--help-8nf.aliyun.com/",
    "https://help。aliyun。com/",  # ideographic full stops
    "https://ｈｅｌｐ.aliyun.com/",
    "https://help.aliyun.com/\u202egnp.exe",
    "https://help.aliyun.com/\n",
    "https://help.aliyun.com/\x00",
    "https://help.aliyun.com/" + "a" * 2048,
    "https://127.0.0.1/",
    "https://[::1]/",
    "https:///help.aliyun.com/",
    "https:help.aliyun.com/",
]
GENUINE = [
    "https://api.aliyun.com/troubleshoot?q=0002-00000040",
    "https://help.aliyun.com/en/oss/user-guide/0003-00000201",
    "https://help.aliyun.com:443/zh/oss/?a=b&c=%E5%8E%9F#part",
    "https://www.alibabacloud.com/help/en/oss/support/0002-00000235",
    "https://error-center.alibabacloud.com/status/search?Keyword=0002-00000040&source=PopGw",
    "https://docs.jdcloud.com/cn/object-storage-service/error-code",
    "https://docs.jdcloud.com/",
]


def test_forty_hostile_addresses_and_more():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 40


@pytest.mark.parametrize("link", HOSTILE)
def test_no_hostile_address_is_allowed(knowledge, link):
    assert links.allowed(link, knowledge.link_hosts) is None


@pytest.mark.parametrize("link", GENUINE)
def test_genuine_addresses_are_allowed_as_they_stand(knowledge, link):
    url = links.allowed(link, knowledge.link_hosts)
    assert url is not None
    assert url.toString(QUrl.ComponentFormattingOption.FullyEncoded).replace(":443", "") == link.replace(":443", "")


def test_every_source_of_the_catalog_is_allowed(knowledge):
    named = {
        source for provider in knowledge.providers for entry in entries(provider) for source in several(entry["source"])
    }
    sources = {source for source in named if source.startswith("http")}
    assert len(sources) > 5
    assert {source for source in sources if links.allowed(source, knowledge.link_hosts) is None} == set()


def entries(provider):
    return [tomllib.loads(piece.text) for piece in provider.entries]


class Browser(QObject):
    """Stands where the browser would: what reaches it was opened."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def open(self, url):
        self.opened.append(url.toString())


@pytest.fixture
def browser(qapp):
    made = Browser()
    for scheme in ("https", "http", "file", "ftp", "javascript", "data", "ssh", "smb"):
        QDesktopServices.setUrlHandler(scheme, made, "open")
    yield made
    for scheme in ("https", "http", "file", "ftp", "javascript", "data", "ssh", "smb"):
        QDesktopServices.unsetUrlHandler(scheme)


def buttons(window):
    return window.guidance.widget().findChildren(QToolButton, "link")


EN, ZH = "https://help.aliyun.com/en/oss/pear", "https://help.aliyun.com/zh/oss/pear"
INTERNATIONAL = "https://www.alibabacloud.com/help/en/oss/pear"


@pytest.mark.parametrize(
    ("sources", "language", "shown"),
    [
        ((ZH, EN), "en", [(EN, "")]),
        ((ZH, INTERNATIONAL), "en", [(INTERNATIONAL, "")]),
        ((EN, ZH), "zh", [(ZH, "")]),
        ((ZH, EN), "both", [(EN, ""), (ZH, "")]),
        ((ZH,), "en", [(ZH, "in Chinese")]),
        (("https://www.alibabacloud.com/help/ja/oss/pear",), "zh", [("https://www.alibabacloud.com/help/ja/oss/pear", "in Japanese")]),
        (("https://docs.jdcloud.com/cn/object-storage-service/pear",), "zh", [("https://docs.jdcloud.com/cn/object-storage-service/pear", "")]),
        (("https://help.aliyun.com/document_detail/1.html",), "en", [("https://help.aliyun.com/document_detail/1.html", "")]),
        (("a document without an address", ZH, EN), "en", [(EN, "")]),
    ],
)  # fmt: skip
def test_links_lead_to_pages_in_the_language_shown_or_say_theirs(explain, knowledge, sources, language, shown):
    inspection = explain(response(REQUEST_IDS[0]))
    (report,) = inspection.reports
    report = report._replace(entries=(report.entries[0]._replace(sources=sources),))
    told = guidance_words.guidance(inspection, report, knowledge, languages_of(language), "en")
    assert [(link.address, link.note) for link in told.links] == shown


def test_a_hostile_link_has_no_button_and_says_why(window, paste, browser):
    shown = 0
    for link in HOSTILE:
        if not link or link != link.strip() or any(sign in link for sign in "<&\x00\n\u202e") or len(link) > 400:
            continue
        paste(window, response(REQUEST_IDS[0], more=f"  <RecommendDoc>{link}</RecommendDoc>\n"))
        assert [button for button in buttons(window) if link.strip() in button.toolTip()] == []
        assert "unknown host" in [label.text() for label in window.guidance.widget().findChildren(QLabel)], link
        assert link.strip() in texts(window, "linkText")
        shown += 1
    assert shown >= 38


def test_a_click_on_a_hostile_link_tells_and_opens_nothing(window, browser):
    for link in HOSTILE:
        window.guidance.link_wanted.emit(link)
        assert browser.opened == [], link
        told = window.notice.findChild(QLabel, "noticeText").text()
        assert told.startswith("Not opened, its host is not a known one: ")
        assert not set(told) & set("\x00\n\u202e")


def test_a_click_on_a_genuine_link_opens_it_once(window, browser):
    window.do("example-aliyun-oss")
    buttons(window)[0].click()
    assert browser.opened == ["https://api.aliyun.com/troubleshoot?q=0002-00000040"]


def test_nothing_opens_by_itself(window, paste, browser):
    window.do("example-aliyun-oss")
    paste(window, head(headers="Location: https://help.aliyun.com/\n"))
    window.do("copy-ticket")
    assert browser.opened == []


def test_the_guidance_waits_for_the_tree_to_be_painted(start, qtbot, monkeypatch, guidance_at_once):
    monkeypatch.setattr(guidance, "later", guidance_at_once)
    window = start(show=True)
    window.do("example-aliyun-oss")
    assert window.page.tree.rows.rows
    assert window.guidance.findChild(QLabel, "cause") is None
    qtbot.waitUntil(lambda: any(label.isVisible() for label in labels(window, "cause")))
