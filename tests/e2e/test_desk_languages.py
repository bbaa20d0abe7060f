"""The interface and the guidance change their language while the program runs, each without the other."""

from __future__ import annotations

import os
import re

import pytest
from program import COMMAND, ROOT

CHINESE = "[\u4e00-\u9fff]"
TEXTS = ("paste", "historyHead", "privacy", "copyRequestId", "requestIdCaption")


@pytest.fixture
def translated():
    """From a checkout the program speaks Chinese only after its translations are compiled."""
    if COMMAND[1:2] == ["-m"] and not (ROOT / "i18n" / "inspector_zh_CN.qm").exists():
        line = "no compiled translation: run packaging/build_translations.py"
        (pytest.fail if os.environ.get("REQUIRE_DESK") == "1" else pytest.skip)(line)


@pytest.mark.usefixtures("translated")
def test_the_interface_changes_its_language_at_once_and_back(start):
    program = start("--example", "aliyun-oss")
    english = {text: program.name(text) for text in TEXTS}
    chosen_from_view(program, "View", "简体中文")
    for text in TEXTS:
        program.node(id=text, name=f".*{CHINESE}.*")
    assert program.nodes(role="menu item", name="View") == []
    chosen_from_view(program, "查看|视图", "English")
    for text in TEXTS:
        program.node(id=text, name=english[text])


def chosen_from_view(program, menu, language):
    program.click("QAction", role="menu item", name=f"({menu}).*")
    program.click("language-(en|zh_CN)", role="menu item", name=language)


def test_the_language_chosen_is_kept(start):
    program = start("--example", "aliyun-oss")
    program.click("guidance-zh-button")
    program.node(id="finding", name=f".*{CHINESE}.*")
    program.keys("ctrl+q")
    assert program.ended() == 0
    start("--example", "aliyun-oss").node(id="finding", name=f".*{CHINESE}.*")


def test_a_language_for_this_time_only_is_not_kept(start):
    program = start("--lang", "zh_CN")
    program.node(id="paste")
    program.keys("ctrl+q")
    assert program.ended() == 0
    assert start().name("paste") == "Paste"


def test_the_guidance_speaks_one_language_the_other_or_both(start):
    program = start("--example", "aliyun-oss")
    seen = {}
    for language, form in (("en", "[ -~]+"), ("zh", f"[^\n]*{CHINESE}[^\n]*")):
        program.click(f"guidance-{language}-button")
        seen[language] = program.node(id="finding", name=form)["name"]
    program.click("guidance-both-button")
    for words in seen.values():
        program.node(id="finding", name=re.escape(words))
    assert program.name("paste") == "Paste"
