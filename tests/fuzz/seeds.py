"""Where inputs begin: our golden samples, files of the catalog, and texts that hold secrets."""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import cache
from pathlib import Path

import secrets_maker

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).parent / "kept"
"""Finds of the past, one folder a target; tried again by the tests, and seeds of every later run."""

LONGEST = 4096
PLANTED = 100
FEW = 200
"""Characters of secrets in one text: the time for it grows with them, since each is looked for in every encoding."""

_PACKED = (".saz", ".zip", ".gz", ".tar", ".tgz", ".bin")


def _files() -> list[Path]:
    return sorted(path for path in (ROOT / "tests" / "samples").glob("*/*") if path.suffix != ".json")


def all_kept() -> list[Path]:
    return sorted(KEPT.glob("*/*"))


def kept(target: str) -> dict[str, bytes]:
    """Give the finds of a target by name."""
    return {path.name: path.read_bytes() for path in sorted((KEPT / target).glob("*"))}


@cache
def captures() -> tuple[bytes, ...]:
    return tuple(path.read_bytes()[:LONGEST] for path in _files() if path.suffix not in _PACKED)


@cache
def of_shape(shape: str) -> tuple[bytes, ...]:
    """Give the samples of a shape as often as all others together, so that its reader is reached as often as not."""
    own = [path.read_bytes()[:LONGEST] for path in _files() if path.parent.name == shape and path.suffix not in _PACKED]
    return (*captures(), *(own * (len(captures()) // max(1, len(own)))))


@cache
def packed() -> tuple[bytes, ...]:
    """Archives and encodings, made of the samples and as they are among them."""
    made = [path.read_bytes() for path in _files() if path.suffix in _PACKED]
    for number, raw in enumerate(captures()[::9]):
        made.append(gzip.compress(raw, mtime=0))
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w", (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2]) as archive:
            archive.writestr(zipfile.ZipInfo("a.http"), raw)
        made.append(into.getvalue())
        text = raw.decode("utf-8", "replace")
        encoding = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "utf-8-sig")[number % 6]
        made.append(text.encode(encoding))
    return tuple(raw for raw in made if len(raw) <= 4 * LONGEST)


@cache
def catalogs() -> tuple[bytes, ...]:
    """Heads of providers, and entries two at a time."""
    made = []
    for path in sorted((ROOT / "resources" / "catalog").glob("*.toml")):
        head, *entries = path.read_text("utf-8").split("\n[[entry]]\n")
        if "[provider]\n" in head[:4000]:
            made.append(head)
            some = ["\n[[entry]]\n".join(("", *entries[at : at + 2])) for at in range(0, len(entries), 40)]
            made += ['[provider]\nid = "mine"\nname = { en = "Mine", zh = "我的" }\n' + entry for entry in some]
    return tuple(text.encode()[:LONGEST] for text in made)


@cache
def texts_with_secrets() -> tuple[bytes, ...]:
    planted = (secrets_maker.planted(number) for number in range(PLANTED))
    few = (one.text.encode() for one in planted if sum(map(len, one.secrets)) <= FEW)
    return (*(raw for raw in few if len(raw) <= LONGEST), *captures()[::4])


@cache
def surroundings() -> tuple[bytes, ...]:
    """A number that makes a capture with secrets, and what stands around it."""
    return tuple(number.to_bytes(4, "big") + raw[:600] for number, raw in enumerate(captures()))
