"""The Chinese words of the interface: fresh, finished, each looked up where it is found, and well set."""

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from inspector import assets, catalog_terms
from inspector.ui.menus import MENUS

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "packaging"))  # no package on purpose: it would shadow the library of that name
build_translations = importlib.import_module("build_translations")
update_translations = importlib.import_module("update_translations")

LANGUAGE, SOURCE = "zh_CN", update_translations.TARGETS["zh_CN"]
HAN = "\u3400-\u9fff"
FULL = "，。：；、？！（）“”《》"

# what is wrong in a Chinese text, whatever it says
FAULTS = {
    "no blank between Chinese and Latin": re.compile(rf"[{HAN}][A-Za-z0-9%]|[A-Za-z0-9%][{HAN}]"),
    "a blank within Chinese": re.compile(rf"[{HAN}{FULL}] +[{HAN}{FULL}]"),
    "a blank at full-width punctuation": re.compile(rf" [{FULL}]|[{FULL}] "),
    "half-width punctuation": re.compile(rf"[{HAN}{FULL}][,;:!?()]|[,;:!?()][{HAN}]|[{HAN}]\."),
    "dots for an ellipsis": re.compile(r"\.\.|。。"),
    "a blank at an end": re.compile(r"\A\s|\s\Z"),
}
ACCESS_KEY = re.compile(r"\(&[A-Z]\)")
ALIKE = (r"%\d", "…", "\n", r"(?:Ctrl|Shift|Alt)\+\S*?\w+|\bF\d+|\bEsc\b", "EC", "ID", "HTTP", "XML", "curl")
"""What stands as often in the English as in the Chinese."""
WIDE = str.maketrans(".:;?!)", "。：；？！）")


def messages():
    return {
        (context.findtext("name"), message.findtext("source")): message.findtext("translation")
        for context in ET.parse(SOURCE).iter("context")  # noqa: S314 - a file of ours
        for message in context.iter("message")
    }


CHINESE = messages()


def faults(chinese):
    plain = ACCESS_KEY.sub("", chinese)
    return [name for name, pattern in FAULTS.items() if pattern.search(plain)]


def lost(english, chinese):
    """List the signs that stand in one of the two only, or less often."""
    english, chinese = english.replace("&", "").translate(WIDE), ACCESS_KEY.sub("", chinese)
    ends = [] if english[-1] == chinese[-1] or not {english[-1], chinese[-1]} & set("。：；？！）") else ["end"]
    return [
        *(sign for sign in ALIKE if Counter(re.findall(sign, english)) != Counter(re.findall(sign, chinese))),
        *ends,
    ]


def test_the_window_has_the_words_of_the_catalog():
    known = [term for term in catalog_terms.terms(assets.knowledge()) if not term.files]
    texts = {("en", english) for _, english in CHINESE} | {("zh", chinese) for chinese in CHINESE.values()}
    assert [reason for language, said in texts for reason in catalog_terms.wrong(known, language, said)] == []


# the files


def test_words_are_fresh(tmp_path):
    copy = Path(shutil.copy(SOURCE, tmp_path))
    update_translations.update(copy, LANGUAGE)
    assert copy.read_bytes() == SOURCE.read_bytes(), "run packaging/update_translations.py"
    assert update_translations.unfinished([SOURCE]) == []


def test_a_word_that_is_lacking_is_found(tmp_path):
    copy = tmp_path / SOURCE.name
    copy.write_text(SOURCE.read_text("utf-8").replace("<source>Undo</source>", "<source>Redo</source>"), "utf-8")
    update_translations.update(copy, LANGUAGE)
    assert update_translations.unfinished([copy]) == ["Window: Undo"]
    assert "Redo" not in copy.read_text("utf-8")


def compiled(source, target):
    """Run lrelease; its own look at signs and access keys says nothing of planted faults, so it is not asked for."""
    command = [build_translations.compiler(), source, "-qm", target, "-fail-on-unfinished"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_words_are_finished(tmp_path):
    done = compiled(SOURCE, tmp_path / "a.qm")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CHINESE)} finished and 0 unfinished" in done.stdout


def test_an_unfinished_word_is_refused(tmp_path):
    text = SOURCE.read_text("utf-8")
    (tmp_path / "a.ts").write_text(text.replace(">撤销<", ' type="unfinished"><'), "utf-8")
    assert compiled(tmp_path / "a.ts", tmp_path / "a.qm").returncode != 0


# the extraction: lupdate reads Python by its looks, so ask Python itself


def said_in(path):
    """Yield (context, words) for every text in a file that is to be translated; words None where it is no literal."""

    def visit(node, context):
        if isinstance(node, ast.ClassDef):
            context = node.name
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            literals = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            if name == "tr":
                yield context, literals[0]
            elif name == "QT_TRANSLATE_NOOP":
                yield tuple(literals)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, context)

    yield from visit(ast.parse(path.read_text("utf-8")), "")


def test_every_text_is_extracted_under_the_context_it_is_looked_up_by():
    said = {pair for path in (ROOT / "inspector/ui").rglob("*.py") for pair in said_in(path)}
    by_variable = {context for context, words in said if words is None}
    assert by_variable <= {"TreeModel"}, "tr() of a variable: mark its texts with QT_TRANSLATE_NOOP in the same context"
    assert {pair for pair in said if pair[1] is not None} == set(CHINESE)


# the setting


@pytest.mark.parametrize(("context", "english"), CHINESE, ids=lambda text: text[:30])
def test_chinese_is_well_set(context, english):
    chinese = CHINESE[context, english]
    assert faults(chinese) == []
    assert lost(english, chinese) == []


@pytest.mark.parametrize(
    "text",
    [
        "复制ID",
        "共 %1个",
        "请求 ，响应",
        "请求, 响应",
        "名称:值",
        "正在 读取",
        "打开...",
        "（见 A ）",
        "完成.",
        "打开 ",
    ],
)
def test_a_text_badly_set_is_noticed(text):
    assert faults(text)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Reading %1", "正在读取"),
        ("Open…", "打开"),
        ("Next (F3)", "下一个（F4）"),
        ("It works.", "可用"),
        ("It: works", "好："),
    ],
)
def test_a_sign_that_got_lost_is_noticed(english, chinese):
    assert lost(english, chinese)


WORDS = {
    f"{file}.{kind}.{key}": row["zh"]
    for file in ("words", "ticket")
    for kind, rows in tomllib.loads((ROOT / f"resources/catalog/{file}.toml").read_text("utf-8")).items()
    for key, row in rows.items()
}


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("provider", ["阿里云 OSS", "MinIO"])
def test_the_core_s_chinese_is_well_set_around_its_values(name, provider):
    filled = re.sub(r"\{\{provider[^}]*\}\}", provider, WORDS[name])
    assert faults(re.sub(r"\{\{[^}]*\}\}", "Value", filled)) == []


# access keys


def menus():
    yield "the bar", [title for title, _ in MENUS]
    for title, rows in MENUS:
        yield title, [row.words for row in rows if row.words]


def access_keys(texts):
    return [match[1].upper() for text in texts if (match := re.search(r"&(\w)", text))]


@pytest.mark.parametrize(("menu", "rows"), list(menus()))
def test_access_keys_are_the_same_and_single(menu, rows):
    chinese = [CHINESE.get(("Menus", row), row) for row in rows]
    assert access_keys(chinese) == access_keys(rows)
    assert len(set(access_keys(rows))) == len(access_keys(rows))
    for text in chinese:
        assert re.fullmatch(r"[^&()]+(\(&[A-Z]\)…?)?", text), text
