#!/usr/bin/env python3
"""Writes the requirements files: every package with its version and its files' hashes.

    python3 packaging/lock.py             after a change of pyproject.toml; keeps the versions that still fit
    python3 packaging/lock.py --upgrade   the newest versions that fit

uv finds the versions, for all systems at once and from wheels only; it is installed into a temporary folder. What is
published as source alone stands in a file of its own, without what it depends on: that is in the others.
No file names where the packages come from: that is each machine's own pip setting.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = "uv==0.13.8"
TO_RUN = "packaging/requirements.txt"
TO_DEVELOP = "packaging/requirements-dev.txt"
FROM_SOURCE = "packaging/requirements-source.txt"
FOR_AN_EDITABLE_INSTALL = "editables"  # hatchling asks for it only then, so no list of ours names it
HEADER = "# Written by packaging/lock.py from pyproject.toml; not to be changed by hand.\n"
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--no-config",
    "--no-header",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
)
WHEELS = "--only-binary=:all:"


def lock(uv: Path, arguments: list[str]) -> None:
    """Write the files; raise CalledProcessError where no set of versions fits."""
    compiled = [str(uv), *COMPILE, *arguments]
    develop = [WHEELS, "--group=pyproject.toml:dev", f"--constraints={TO_RUN}", "-"]
    subprocess.run([*compiled, WHEELS, "pyproject.toml", "-o", TO_RUN], cwd=ROOT, check=True)
    extra = FOR_AN_EDITABLE_INSTALL
    subprocess.run([*compiled, *develop, "-o", TO_DEVELOP], cwd=ROOT, input=extra, text=True, check=True)
    source = ["--no-deps", "--group=pyproject.toml:source"]
    subprocess.run([*compiled, *source, "-o", FROM_SOURCE], cwd=ROOT, check=True)
    for name in (TO_RUN, TO_DEVELOP, FROM_SOURCE):
        path = ROOT / name
        path.write_text(HEADER + path.read_text("utf-8").removeprefix(HEADER), "utf-8")


def main() -> int:
    """Install uv into a temporary folder, lock, and return the exit status."""
    with tempfile.TemporaryDirectory(prefix="lock-") as folder:
        venv.create(folder, with_pip=True)
        tools = Path(folder, "Scripts" if sys.platform == "win32" else "bin")
        try:
            subprocess.run([tools / "python", "-m", "pip", "install", "-q", UV], check=True)
            lock(tools / "uv", sys.argv[1:])
        except subprocess.CalledProcessError as error:
            return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
