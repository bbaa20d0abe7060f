#!/usr/bin/env python3
"""Brings i18n/*.ts up to date with the words in inspector/ui, then compiles them.

    .venv/bin/python packaging/update_translations.py

lupdate gets the files by name: given a folder it finds no .py file and, told to drop what is no longer used,
empties the .ts. The standard library only; lupdate is that of the PySide6 of the Python that runs this.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import build_translations

ROOT = Path(__file__).resolve().parents[1]
TARGETS = {"zh_CN": ROOT / "i18n" / "inspector_zh_CN.ts"}
"""The language of each .ts. English, the language of the sources, needs none: no text has forms of number."""

OPTIONS = (
    "-source-language",
    "en_US",
    "-locations",
    "none",
    "-no-obsolete",
    "-warnings-are-errors",
    "-silent",
)


def sources() -> list[Path]:
    """List the files that hold words of the interface. Raise FileNotFoundError where there are none."""
    found = sorted(path.relative_to(ROOT) for path in (ROOT / "inspector" / "ui").rglob("*.py"))
    if not found:
        raise FileNotFoundError("inspector/ui holds no .py file")
    return found


def update(target: Path, language: str) -> None:
    """Write the words of the sources into target, keeping its translations.

    Raise CalledProcessError, OSError.
    """
    lupdate = build_translations.compiler().with_stem("lupdate")
    subprocess.run([lupdate, *sources(), "-ts", target, "-target-language", language, *OPTIONS], cwd=ROOT, check=True)


def unfinished(targets: Iterable[Path]) -> list[str]:
    """List what a translator has still to write or to look at, as `context: words`."""
    return [
        f"{context.findtext('name')}: {message.findtext('source')}"
        for target in targets
        for context in ET.parse(target).iter("context")  # noqa: S314 - a file of ours
        for message in context.iter("message")
        if message.find("translation[@type='unfinished']") is not None
    ]


def main() -> int:
    """Update and compile, list what is left to translate, and return the exit status."""
    try:
        for language, target in TARGETS.items():
            update(target, language)
        for made in build_translations.build(build_translations.FOLDER):
            print(f"made {made.name}")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"the translations could not be updated: {error}", file=sys.stderr)
        return 1
    left = unfinished(TARGETS.values())
    print("".join(f"to translate: {words}\n" for words in left), end="")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
