"""Finds `resources/` and `i18n/`: beside the package in a checkout, inside it in a wheel or a frozen bundle."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from inspector import catalog

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """Give the folder `resources` or `i18n`; a checkout's own one wins over a copy that a build left."""
    beside = _PACKAGE.parent / name
    return beside if beside.is_dir() else _PACKAGE / name


def read(name: str) -> bytes:
    """Read a file under `resources/`, such as `examples/aliyun-oss.http`. Raises OSError."""
    return (folder("resources") / name).read_bytes()


def examples() -> dict[str, Path]:
    """Give the built-in examples: provider id -> file."""
    return {path.stem: path for path in sorted((folder("resources") / "examples").iterdir())}


@cache
def knowledge() -> catalog.Catalog:
    """Load the packaged catalog. Raises `catalog.CatalogError`, OSError."""
    files = sorted((folder("resources") / "catalog").glob("*.toml"))
    return catalog.load({path.stem: path.read_text(encoding="utf-8") for path in files})
