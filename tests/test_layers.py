"""Who may import whom (CONTRIBUTING.md shows the table), walked in each module's syntax, and a guard for the guard."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "inspector"

ROWS = {
    "values": {"model"},
    "steps": {
        "capture", "once", "shapes", "tree", "xml_scan", "elements", "facts", "provider_signs", "catalog",
        "catalog_entry", "catalog_files", "catalog_head", "catalog_match", "catalog_check", "catalog_search",
        "catalog_terms", "diagnosis", "redact", "copies", "secret_names", "secret_pairs", "secret_places",
        "secret_shapes",
        "secret_lines", "secret_values", "fragments", "line_breaks", "needles", "unescaped", "readings", "dumped", "ticket", "wire",
        "text_rows", "explain", "plain", "effort", "archive", "archive_text", "tarball", "bodies", "mojibake",
    },
    "flow": {"pipeline"},
    "outside": {
        "assets", "history", "history_file", "history_rescue", "history_rows", "history_schema", "salvage", "settings",
        "intake", "files", "budget", "crashes", "crash_reports",
    },
    "fronts": {"cli", "cli_catalog", "window_options", "ui", "__main__", "worker"},
}  # fmt: skip
MAY_IMPORT = {
    "values": {"values"},
    "steps": {"values", "steps"},
    "flow": {"values", "steps", "flow"},
    "outside": {"values", "steps", "outside"},
    "fronts": {"values", "steps", "flow", "outside", "fronts"},
}
PURE = {"values", "steps", "flow"}
NOT_PURE = {
    "os", "pathlib", "sqlite3", "time", "random", "shutil", "tempfile", "subprocess", "socket", "threading",
    "multiprocessing", "secrets", "platformdirs", "importlib", "io", "sys",
}  # fmt: skip
OPENERS_OF_UI = {"__main__", "ui"}


def test_the_guide_shows_the_same_rows():
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Who may import whom\n")[2].partition("\n## ")[0]
    shown, row = {}, ""
    for name, modules, _ in re.findall(r"^\| (\w*) ?\| ((?:`\w+` ?)+)\| (.*)\|$", guide, re.MULTILINE):
        row = name or row
        shown[row] = shown.get(row, set()) | set(re.findall(r"`(\w+)`", modules))
    assert shown == ROWS


def row_of(part):
    return next((row for row, members in ROWS.items() if part in members), None)


def imported(tree, package):
    """Give the full name of everything that a module imports, at whatever depth of the syntax."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, node.module or ""]).strip(".")
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__":
            yield "importlib"


def leaks(module, source):
    """Give what a module (`inspector.facts`, `inspector.shapes.har`) imports against the table."""
    part = module.split(".")[1] if "." in module else ""
    row = row_of(part)
    if row is None:
        return [f"{module} stands in no row of the table"]
    found = []
    for name in imported(ast.parse(source), module.rpartition(".")[0]):
        top, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if top == "PySide6" and part != "ui":
            found.append(f"{module} imports {name}: only the window knows Qt")
        elif top == "inspector" and target == "ui" and part not in OPENERS_OF_UI:
            found.append(f"{module} imports {name}: only __main__ opens the window")
        elif top == "inspector" and row_of(target) not in (
            MAY_IMPORT[row] | ({None} if target in ("", "__version__") else set())
        ):
            found.append(f"{module} ({row}) imports {name} ({row_of(target)})")
        elif top in NOT_PURE and row in PURE:
            found.append(f"{module} ({row}) imports {name}")
    return found


def modules():
    """Give (name, text) of every module but the package's own file, which holds the version alone."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name != "inspector.__init__":
            yield name, path.read_text("utf-8")


@pytest.mark.parametrize("module", [name for name, _ in modules()])
def test_a_module_imports_only_what_its_row_may(module):
    assert leaks(module, dict(modules())[module]) == []


def test_every_name_of_the_table_is_a_module():
    existing = {name.split(".")[1] for name, _ in modules()}
    assert set().union(*ROWS.values()) == existing


def test_the_package_itself_imports_nothing():
    assert list(imported(ast.parse((PACKAGE / "__init__.py").read_text("utf-8")), "inspector")) == []


PLANTS = [
    ("inspector.model", "import os"),
    ("inspector.model", "from inspector import facts"),
    ("inspector.facts", "import pathlib"),
    ("inspector.facts", "from pathlib import Path"),
    ("inspector.facts", "import os.path as p"),
    ("inspector.facts", "def f():\n    import time"),
    ("inspector.facts", "try:\n    import random\nexcept ImportError:\n    pass"),
    ("inspector.facts", "from inspector import pipeline"),
    ("inspector.facts", "from . import pipeline"),
    ("inspector.facts", "from .pipeline import inspect"),
    ("inspector.facts", "import inspector.history"),
    ("inspector.facts", "__import__('os')"),
    ("inspector.facts", "import importlib"),
    ("inspector.shapes.har", "from ..history import History"),
    ("inspector.shapes.har", "from inspector.assets import read"),
    ("inspector.shapes", "from inspector.cli import main"),
    ("inspector.ticket", "import sqlite3"),
    ("inspector.ticket", "from PySide6.QtCore import QUrl"),
    ("inspector.pipeline", "from inspector.intake import read"),
    ("inspector.pipeline", "import os"),
    ("inspector.history", "from inspector.pipeline import inspect"),
    ("inspector.history", "from inspector.cli import main"),
    ("inspector.settings", "import PySide6"),
    ("inspector.cli", "def f():\n    from PySide6 import QtCore"),
    ("inspector.cli", "from inspector.ui import app"),
    ("inspector.worker", "import inspector.ui.app"),
    ("inspector.newcomer", ""),
]


@pytest.mark.parametrize(("module", "source"), PLANTS)
def test_a_planted_leak_is_caught(module, source):
    assert leaks(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("inspector.facts", "import re\nfrom inspector.model import Fact\nfrom inspector import catalog"),
        ("inspector.shapes.har", "import json\nfrom . import lines\nfrom ..model import Excerpt"),
        ("inspector.cli", "import os\nfrom inspector import __version__, pipeline"),
        (
            "inspector.ui.app",
            "from PySide6 import QtCore\nfrom inspector.pipeline import inspect\nfrom . import window",
        ),
        ("inspector.__main__", "from inspector.ui import app"),
        ("inspector.history", "import sqlite3, os\nfrom inspector.redact import redact"),
    ],
)
def test_what_is_allowed_is_not_caught(module, source):
    assert leaks(module, source) == []


WITHOUT_QT = """
import importlib, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, Block())
for name in sys.argv[1:]:
    importlib.import_module(name)
from inspector import assets, pipeline
found = pipeline.inspect(b"<Error><Code>A</Code></Error>", "", "", assets.knowledge())
print(found.reports[0].fact("code"), any(name.startswith("PySide6") for name in sys.modules))
try:
    import inspector.ui.app
except ImportError as error:
    print("the window:", "is blocked" in str(error))
"""


def test_the_core_runs_where_qt_is_blocked():
    names = [name for name, _ in modules() if not name.startswith("inspector.ui") and not name.endswith("__main__")]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *names],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.stdout, ran.stderr) == ("A False\nthe window: True\n", "")
