"""README, CONTRIBUTING and the change log say what is there, as far as a machine can tell."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from inspector import assets, cli
from inspector.ui.menus import MENUS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "inspector"
NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in NAMES}
README, CONTRIBUTING, CHANGELOG, SECURITY = TEXTS.values()
PICTURES = {
    f"docs/pictures/window-{language}-{scheme}.png" for language in ("en", "zh") for scheme in ("light", "dark")
}
OUTSIDE = re.compile(r"/w[o]rk/|/tmp/|/r[o]ot/|/home/\w|\.\./|pypi\.org|localhost")


def section(text, head):
    """Give what stands below a head, down to the next head of any level."""
    found = re.search(rf"^#{{2,3}} {re.escape(head)}\n(.*?)(?=^#{{1,3}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {head}"
    return found[1]


def rows(text):
    """Give the cells of every table row, heads and rules left out."""
    tables = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    lines = [line for table in tables for line in table.splitlines()[2:]]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def anchors(text):
    heads = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def links(text):
    bare = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", bare) + re.findall(r'\b(?:src|href)="([^"]+)"', bare)


def broken(text):
    """Give the relative links of a document that lead nowhere."""
    local = [link for link in links(text) if not re.match(r"[a-z]+://", link)]
    paths = [link for link in local if not link.startswith("#") and not (ROOT / link.partition("#")[0]).exists()]
    return paths + [link for link in local if link.startswith("#") and link[1:] not in anchors(text)]


# all of them


@pytest.mark.parametrize("name", NAMES)
def test_every_link_and_picture_is_there(name):
    assert broken(TEXTS[name]) == []


def test_a_broken_link_is_noticed():
    assert broken("# A b\n[x](gone.md) [y](README.md) [z](#a-b) [w](#c) ![v](gone.png) [u](https://a.b/c)\n") == [
        "gone.md", "gone.png", "#c",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_lines_are_short_and_names_no_workplace(name):
    text = TEXTS[name]
    assert [line for line in text.splitlines() if len(line) > 120 or line != line.rstrip()] == []
    assert not OUTSIDE.search(text)


@pytest.mark.parametrize("name", NAMES)
def test_every_path_that_is_named_exists(name):
    named = re.findall(r"`((?:inspector|packaging|resources|tests|i18n|docs)/[\w./-]+)`", TEXTS[name])
    kept = [path for path in named if not path.endswith(".qm") and not re.search(r"/(?:NAME|ID)\b", path)]
    assert [path for path in kept if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_script_that_is_called_exists(name):
    called = re.findall(r"python3? ((?:packaging|tests)/\S+?\.py)", TEXTS[name])
    assert [path for path in called if not (ROOT / path).exists()] == []


# the README


def test_the_pictures_stand_in_the_readme():
    assert PICTURES.issubset(links(README))


def test_the_keyboard_table_is_that_of_the_menus():
    commands = [command for _, commands in MENUS for command in commands if command.keys]
    menus = [[f"`{command.keys}`", str(command.words).replace("&", "").rstrip("…")] for command in commands]
    assert [row for row in rows(section(README, "Keyboard")) if row[0].startswith("`")] == menus


def options_of(*arguments):
    helped = subprocess.run(
        [sys.executable, "-m", "inspector", *arguments, "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(re.findall(r"(?<![\w-])--[a-z-]+", helped.stdout)) - {"--help"}


@pytest.mark.parametrize(("head", "verb"), [("The command `oss-inspector`", ()), ("The command line", ("explain",))])
def test_every_option_of_the_command_is_explained(head, verb):
    given = options_of(*verb)
    assert len(given) > 3
    assert given - set(re.findall(r"(?<![\w-])--[a-z-]+", section(README, head))) == set()


def test_the_built_in_examples_are_named():
    assert [name for name in assets.examples() if f"`{name}`" not in README] == []


def test_every_name_of_the_json_is_explained(capsys):
    cli.main(["explain", "--json", "--example", "aliyun-oss"])
    line = json.loads(capsys.readouterr().out)
    told = {name for row in rows(section(README, "The command line")) for name in re.findall(r"`(\w+)`", row[0])}
    report = line["reports"][0]
    assert (set(line) | set(report)) == told
    parts = set(report["guidance"][0]) | set(report["guidance"][0]["en"]) | set(report["findings"][0])
    assert [name for name in parts if f"`{name}`" not in section(README, "The command line")] == []


# CONTRIBUTING


def test_every_module_stands_in_the_map_once():
    told = re.findall(r"^- `([\w/]+\.py)`: \S", section(CONTRIBUTING, "The map"), re.MULTILINE)
    named_only = {"__init__.py", "ui/__init__.py"}  # the version, and nothing
    modules = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")} - named_only
    assert sorted(told) == sorted(modules)


def test_every_part_of_the_program_stands_in_the_table_of_imports():
    parts = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    told = {
        name for row in rows(section(CONTRIBUTING, "Who may import whom")) for name in re.findall(r"`(\w+)`", row[1])
    }
    assert told == parts - {"__init__"}


def test_every_dependency_is_there_with_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    wanted = project["project"]["dependencies"] + groups["dev"] + groups["source"] + project["build-system"]["requires"]
    names = {re.match(r"[\w.-]+", requirement)[0] for requirement in wanted}
    reasons = {row[0].strip("`"): row[1] for row in rows(section(CONTRIBUTING, "Dependencies"))}
    assert set(reasons) == names
    assert all(len(reason) > 10 for reason in reasons.values())


# SECURITY


def test_every_test_that_is_cited_is_there():
    cited = set(re.findall(r"`(test_\w+)`", SECURITY))
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert cited - set(re.findall(r"^def (test_\w+)\(", sources, re.MULTILINE)) == set()
    assert len(cited) > 40


def test_every_threat_has_a_number_and_a_test_or_says_that_it_is_open():
    items = re.findall(r"^(\d+)\. ((?:.+\n)(?: {3,4}.+\n)*)", SECURITY, re.MULTILINE)
    assert [int(number) for number, _ in items] == list(range(1, len(items) + 1))
    silent = [
        number for number, text in items if "`test_" not in text and "**Open**" not in text and "no export" not in text
    ]
    assert silent == []


# the change log


def test_the_change_log_begins_with_what_is_not_released():
    heads = re.findall(r"^## \[(.+?)\]", CHANGELOG, re.MULTILINE)
    assert heads[0] == "Unreleased"
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= kinds
