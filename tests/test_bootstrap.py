"""The set-up beside the program, where it can be asked without setting anything up: see packaging/bootstrap.py."""

import ast
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
sys.path.append(str(PACKAGING))  # it is no package on purpose: it would shadow the library of that name

bootstrap = importlib.import_module("bootstrap")
build_translations = importlib.import_module("build_translations")
python_packages = importlib.import_module("python_packages")
system_packages = importlib.import_module("system_packages")
warm_start = importlib.import_module("warm_start")

FILES = (python_packages.TO_RUN, python_packages.TO_DEVELOP, python_packages.FROM_SOURCE)
PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==([^ ]+)", re.MULTILINE)


def pinned(name):
    return dict(PINNED.findall((PACKAGING / name).read_text("utf-8")))


def project_lists():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
        "requirements-source.txt": project["dependency-groups"]["source"],
    }


# the requirements files


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_of_the_project_is_pinned_to_a_version_that_fits(name):
    versions = pinned(name)
    for line in project_lists()[name]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(versions[wanted.name.lower()]), line


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes_and_nothing_says_where_from(name):
    text = (PACKAGING / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) == len(pinned(name))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(-|/)(?!-hash)|index|@", text)


def test_only_the_run_time_packages_are_needed_to_run():
    assert set(pinned("requirements.txt")) == {
        "pyside6-essentials", "shiboken6", "lxml", "platformdirs", "brotli", "zstandard", "rapidfuzz",
    }  # fmt: skip


def test_what_is_built_from_source_has_its_builder_pinned_and_everything_else_is_a_wheel():
    assert set(pinned(python_packages.FROM_SOURCE)) == {"oss2"}
    assert "setuptools" in pinned(python_packages.TO_DEVELOP)
    assert set(python_packages.HOW) == {python_packages.FROM_SOURCE}


def test_the_release_of_pyside_that_aborts_is_excluded():
    essentials = Requirement(next(line for line in project_lists()["requirements.txt"] if "PySide6" in line))
    assert not essentials.specifier.contains("6.12.0")


# the entry


def test_an_older_python_gets_as_far_as_the_sentence_about_it():
    source = (PACKAGING / "bootstrap.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    first = next(node for node in tree.body if not isinstance(node, ast.Expr | ast.Import))
    assert isinstance(first, ast.If)
    assert "version_info" in ast.unparse(first.test)
    assert [name.name for node in tree.body[: tree.body.index(first)] for name in getattr(node, "names", ())] == ["sys"]


def test_everything_but_the_project_comes_with_python():
    own = {path.stem for path in PACKAGING.glob("*.py")}
    for path in PACKAGING.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= own | sys.stdlib_module_names, path.name


def test_ci_calls_the_same_command_as_a_person():
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[-1] == "python3 packaging/bootstrap.py test"


@pytest.mark.parametrize("arguments", [[], ["install"], ["check", "everything"]])
def test_a_wrong_command_line_shows_the_right_ones(arguments):
    command = [sys.executable, str(PACKAGING / "bootstrap.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "bootstrap.py run [FILE ...]" in done.stderr


def copy_of_checkout(folder):
    checkout = folder / "check out"  # with a space, as a person's folder may have
    shutil.copytree(PACKAGING, checkout / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        (checkout / "packaging" / name).write_text("# nothing, so that no registry is asked\n")
    (checkout / "inspector").mkdir()
    (checkout / "inspector" / "__init__.py").write_text("")
    return checkout


def in_checkout(checkout, *command):
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=checkout / "packaging",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_says_what_is_missing_and_changes_nothing(tmp_path):
    checkout = copy_of_checkout(tmp_path)
    before = sorted(checkout.rglob("*"))
    done = in_checkout(checkout, "bootstrap.py", "check")
    assert done.returncode == 4, done.stderr
    assert str(checkout / ".venv") in done.stdout
    assert sorted(checkout.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-k", "name", "-x"], ["-k", "name", "-x"]),
        (["test_a.py"], ["{here}/test_a.py"]),
        (["test_a.py::test_b[x]"], ["{here}/test_a.py::test_b[x]"]),
        (["tests/elsewhere.py"], ["tests/elsewhere.py"]),
    ],
)
def test_paths_for_pytest_are_meant_from_where_the_person_is(tmp_path, arguments, expected):
    (tmp_path / "test_a.py").touch()
    assert bootstrap.from_here(arguments, tmp_path) == [part.format(here=tmp_path) for part in expected]


def test_the_picture_goes_where_only_its_owner_looks(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = bootstrap.picture_folder()
    assert folder == tmp_path / "oss-inspector"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_picture_has_a_place_without_a_cache_too(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert bootstrap.picture_folder().parent == tmp_path


# the system


def test_a_library_that_cannot_be_loaded_is_a_need():
    table = {"libc.so.6": "libc6", "libnever-heard-of.so.7": "libnever7"}
    assert system_packages.missing_libraries(table) == (
        system_packages.Need("libnever-heard-of.so.7", "libnever7", vital=True),
    )


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="asks dpkg")
def test_a_package_that_is_not_installed_is_a_need():
    needs = system_packages.missing_packages(["dpkg", "never-heard-of"])
    assert [need.package for need in needs] == ["never-heard-of"]


def test_the_line_to_type_names_each_package_once():
    glib = system_packages.missing_libraries({"libnever1.so": "libglib2.0-0", "libnever2.so": "libglib2.0-0"})
    line = "apt-get update && {0}apt-get install -y --no-install-recommends libglib2.0-0"
    assert system_packages.command_to_type(glib, root=True) == line.format("")
    assert system_packages.command_to_type(glib, root=False) == "sudo " + line.format("sudo ")


# .venv


def test_nothing_is_installed_twice(monkeypatch):
    monkeypatch.setattr(python_packages, "PYTHON", Path(sys.executable))
    both = python_packages.wanted_state((python_packages.TO_RUN, python_packages.TO_DEVELOP))
    run_only = python_packages.wanted_state((python_packages.TO_RUN,))
    ask = python_packages.names_to_install
    assert ask(both, both) == []
    assert ask(run_only, both) == []
    assert ask(both, run_only) == [python_packages.TO_DEVELOP]
    assert ask(both, {"made by": "bootstrap"}) is None
    for key in both:
        assert ask(both, both | {key: "other"}) is None, key
    monkeypatch.setattr(python_packages, "PYTHON", Path("/removed/python"))
    assert ask(both, both) is None


SET_UP = "import python_packages; python_packages.set_up('requirements.txt')"


def test_venv_leads_to_the_checkout_and_follows_the_requirements(tmp_path):
    checkout = copy_of_checkout(tmp_path)
    assert in_checkout(checkout, "-c", SET_UP).returncode == 0
    imported = subprocess.run(
        [checkout / ".venv/bin/python", "-P", "-c", "import inspector; print(inspector.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert imported.stdout.strip() == str(checkout / "inspector" / "__init__.py"), imported.stderr
    stray = checkout / ".venv" / "stray"
    stray.touch()
    assert in_checkout(checkout, "-c", SET_UP).stderr == ""
    assert stray.exists()
    (checkout / "packaging" / "requirements.txt").write_text("# other\n")
    assert in_checkout(checkout, "-c", SET_UP).returncode == 0
    assert not stray.exists()
    assert json.loads((checkout / ".venv" / "set-up.json").read_text())["checkout"] == str(checkout)


def test_a_venv_of_somebody_else_is_not_emptied(tmp_path):
    checkout = copy_of_checkout(tmp_path)
    stray = checkout / ".venv" / "stray"
    stray.parent.mkdir()
    stray.touch()
    assert in_checkout(checkout, "-c", SET_UP).returncode == 0
    assert stray.exists()


# a start that compiles nothing


def copy_of_the_package(folder):
    """Give a folder of packages with PySide's support library alone, as pip leaves it."""
    package = Path(importlib.import_module("shiboken6").__file__).parent
    shutil.copytree(package, folder / "shiboken6", ignore=shutil.ignore_patterns("files.dir", "include"))
    listed = folder / "shiboken6-1.dist-info" / "RECORD"
    listed.parent.mkdir()
    listed.write_text("shiboken6/__init__.py,sha256=x,1\n")
    return listed


def where_support_comes_from(folder):
    told = "import sys, shiboken6; print(sys.modules['shibokensupport.signature.loader'].__file__)"
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", told], env=environment, check=True, capture_output=True, text=True)
    return Path(done.stdout.strip())


def test_support_modules_are_unpacked_once_and_pip_will_know_them(tmp_path):
    listed = copy_of_the_package(tmp_path)
    assert not where_support_comes_from(tmp_path).is_absolute()
    stale = tmp_path / "shiboken6" / "files.dir" / "of_another_release.py"
    for _ in range(2):
        warm_start.prepare(Path(sys.executable), tmp_path)
        assert not stale.exists()
        support = where_support_comes_from(tmp_path)
        assert support.is_relative_to(tmp_path / "shiboken6" / "files.dir")
        assert list((support.parent / "__pycache__").glob("loader.*.pyc"))
        names = listed.read_text().splitlines()
        assert len(names) == len(set(names))
        assert f"{support.relative_to(tmp_path).as_posix()},," in names
        stale.touch()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shiboken6", "shiboken6-1.dist-info"]


def test_where_nothing_can_be_unpacked_all_works_as_before(tmp_path, monkeypatch):
    listed = copy_of_the_package(tmp_path)
    before = listed.read_text()
    monkeypatch.setattr(tempfile, "mkdtemp", lambda *_: (_ for _ in ()).throw(PermissionError("read-only")))
    warm_start.prepare(Path(sys.executable), tmp_path)
    assert listed.read_text() == before
    assert not where_support_comes_from(tmp_path).is_absolute()


# the translations

SOURCE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS>
<TS version="2.1" language="zh_CN"><context><name>Window</name>
<message><source>Copy</source><translation>复制</translation></message></context></TS>
"""


def test_translations_are_compiled_where_they_are_older(tmp_path):
    assert build_translations.build(tmp_path) == []
    source = tmp_path / "inspector_zh_CN.ts"
    source.write_text(SOURCE, "utf-8")
    target = tmp_path / "inspector_zh_CN.qm"
    assert build_translations.build(tmp_path) == [target]
    assert target.read_bytes().startswith(b"\x3c\xb8\x64\x18")  # what Qt looks for
    os.utime(source, (1, 1))
    assert build_translations.build(tmp_path) == []
    os.utime(target, (1, 1))
    assert build_translations.build(tmp_path) == [target]
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, source.name]


def test_a_broken_translation_is_said_and_leaves_nothing(tmp_path):
    (tmp_path / "inspector_zh_CN.ts").write_text("<TS", "utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        build_translations.build(tmp_path)
    assert [path.suffix for path in tmp_path.iterdir()] == [".ts"]
