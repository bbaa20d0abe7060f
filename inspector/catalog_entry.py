"""One entry of guidance: strict reading of its format, and its texts filled with the facts of a report.

An entry is text until it is asked for. Whatever does not have the right form is refused with file, entry and reason.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from inspector.model import Advice, Entry

LANGUAGES = ("en", "zh")
PLACEHOLDER = re.compile(r"\{\{(\w{1,40})\|([^{}]{0,200})\}\}")
_CHINESE = (("\u3000", "\u303f"), ("\u3400", "\u9fff"), ("\uff00", "\uffef"))
"""Signs and letters of full width, from and to."""
LEVELS = ("ec", "code+message", "code", "family", "status")
"""What an entry may be matched on, the most specific first."""

_WORD = re.compile(r"[^\W_][\w./=@:%+,-]{0,1023}")
"""What every shell takes for one word: letters of any script, digits, and signs that no shell acts on."""
_NEEDED = {"id", "match", "en", "zh", "source", "checked"}
_OPTIONAL = frozenset({"status", "inferred", "community", "see"})
_ADVICE = {"title", "cause", "why", "fix"}
_DOUBTS = {"code", "message", "status"}
_KINDS: dict[str, type | tuple[type, ...]] = {
    "id": str, "match": dict, "en": dict, "zh": dict, "source": (str, list), "checked": dt.date, "status": list,
    "inferred": list, "community": bool, "see": list, "title": str, "cause": str, "why": list, "fix": list, "note": str,
}  # fmt: skip
_MOST_STEPS, _MOST_CAUSES = 6, 5

Value = Callable[[str], "str | None"]
"""Gives a fact by its name, None where there is none."""


class CatalogError(Exception):
    """A file of the catalog is not of the right form; the text names file, entry and reason."""


def parsed(file: str, text: str) -> dict[str, Any]:
    """Read TOML; raises `CatalogError` with the name of the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{file}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise CatalogError(f"{file}: a number is too long, or something too deep") from error


def same_keys(place: str, table: Mapping[str, Any], wanted: set[str], optional: frozenset[str] = frozenset()) -> None:
    """Refuse a table that lacks a key or has one that nobody knows: most often it is misspelt."""
    if unfit := (wanted - set(table)) | (set(table) - wanted - optional):
        raise CatalogError(f"{place}: check the keys {', '.join(sorted(unfit))}")


@lru_cache(maxsize=4096)
def read_match(file: str, text: str) -> Mapping[str, Any]:
    """Parse what an entry is matched by, and nothing else: of most that are looked at no more is wanted."""
    match: Mapping[str, Any] = parsed(file, match_text(text))["match"]
    return match


def match_text(text: str) -> str:
    """Give the piece of an entry that says what it is matched by, unparsed."""
    start = text.find("\nmatch = ") + 1
    return text[start : text.find("}\n", start) + 2]


@lru_cache(maxsize=4096)
def read_head(file: str, text: str) -> Mapping[str, Any]:
    """Parse the part of an entry before its texts: everything that it is matched by."""
    return parsed(file, text[: text.find("\nen.") + 1])


def _is_in_order(file: str, entry: Mapping[str, Any], text: str) -> bool:
    """Tell whether id and match, which are also read without parsing the entry, give the same when it is parsed."""
    if not text.startswith(f'id = "{entry["id"]}"\n') or "\nmatch = " not in text[: text.find("\nen.") + 1]:
        return False
    try:
        return parsed(file, match_text(text)) == {"match": entry["match"]}
    except CatalogError:
        return False


def _check_kinds(place: str, table: Mapping[str, Any]) -> None:
    for key, value in table.items():
        items = value if isinstance(value, list) and key != "status" else ()
        if not isinstance(value, _KINDS[key]) or not all(isinstance(item, str) for item in items):
            raise CatalogError(f"{place}: {key} is of another type")


@lru_cache(maxsize=4096)
def read_entry(file: str, text: str) -> Mapping[str, Any]:
    """Parse the text of an entry, once; raises `CatalogError` where it is not of the right form."""
    entry = parsed(file, text)
    name = f"{file}: {entry.get('id', text[:40])}"
    same_keys(name, entry, _NEEDED, _OPTIONAL)
    _check_kinds(name, entry)
    level_of(entry["match"], name)
    if not _is_in_order(file, entry, text):
        raise CatalogError(f'{name}: write id = "..." first, and match = {{ ... }} alone before the texts')
    if not set(entry.get("inferred", ())) <= _DOUBTS:
        raise CatalogError(f"{name}: inferred knows {', '.join(sorted(_DOUBTS))}")
    for language in LANGUAGES:
        _check_advice(f"{name}: {language}", entry[language])
    en, zh = entry["en"], entry["zh"]
    if len(en["fix"]) != len(zh["fix"]) or len(en["why"]) != len(zh["why"]) or ("note" in en) != ("note" in zh):
        raise CatalogError(f"{name}: the languages differ in their steps, causes or note")
    if placeholders(en) != placeholders(zh):
        raise CatalogError(f"{name}: the languages differ in their placeholders")
    return entry


def _check_advice(name: str, advice: Mapping[str, Any]) -> None:
    same_keys(name, advice, _ADVICE, frozenset({"note"}))
    _check_kinds(name, advice)
    if not all(text.strip() for text in texts(advice)):
        raise CatalogError(f"{name}: a text is empty")
    if not 1 <= len(advice["fix"]) <= _MOST_STEPS or not 1 <= len(advice["why"]) <= _MOST_CAUSES:
        raise CatalogError(f"{name}: 1 to {_MOST_STEPS} steps, 1 to {_MOST_CAUSES} causes")


def level_of(match: Mapping[str, Any], name: str) -> str:
    """Say what an entry is matched on: `code+message`; raises `CatalogError` for keys that are no level."""
    level = "+".join(sorted(set(match) - {"numbers"}))
    if level not in LEVELS or ("numbers" in match and level != "family"):
        raise CatalogError(f"{name}: match knows ec, code, code with message, family, status")
    return level


def texts(advice: Mapping[str, Any]) -> Iterator[str]:
    """Give all texts of an advice as it stands in the file, the title first."""
    yield advice["title"]
    yield advice["cause"]
    yield from advice["why"]
    yield from advice["fix"]
    if "note" in advice:
        yield advice["note"]


def placeholders(advice: Mapping[str, Any]) -> set[str]:
    """Give the names of the facts that the texts ask for."""
    return {name for text in texts(advice) for name, _ in PLACEHOLDER.findall(text)}


def several(value: str | list[str]) -> list[str]:
    """Give a value that may stand alone as a list."""
    return [value] if isinstance(value, str) else value


def tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row of a table as a frozen value takes it: its lists as tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def filled(entry: Mapping[str, Any], origin: str, value: Value) -> Entry:
    """Put the facts of a report into the texts of an entry."""

    def known(name: str) -> str:
        return in_plain(value(name) or "")

    def said(text: str) -> str:
        return fill(text, known)

    def advice(told: Mapping[str, Any]) -> Advice:
        why, fix = (tuple(map(said, told[key])) for key in ("why", "fix"))
        return Advice(said(told["title"]), said(told["cause"]), why, fix, said(told.get("note", "")))

    return Entry(
        entry["id"],
        level_of(entry["match"], entry["id"]),
        advice(entry["en"]),
        advice(entry["zh"]),
        tuple(several(entry["source"])),
        str(entry["checked"]),
        inferred=tuple(entry.get("inferred", ())),
        community=entry.get("community", False),
        see=tuple(entry.get("see", ())),
        origin=origin,
    )


def in_plain(captured: str) -> str:
    """Remove backticks from captured text: between two of them only our own commands may appear, with a copy button."""
    return captured.replace("`", "'")


def fill(text: str, value: Value) -> str:
    """Put facts into `{{name|fallback}}`, in one pass.

    Between backticks stands a command for a shell: there only a value goes in that no shell takes for more than a word.
    A Chinese text has blanks around what is put in, for it mostly is Latin; beside a Chinese value they are left out.
    """
    if "{{" not in text:  # most texts
        return text

    def put(part: str, *, in_command: bool) -> str:
        said, *rest = PLACEHOLDER.split(part)
        for name, fallback, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            found = value(name)
            fits = not in_command or _WORD.fullmatch(found or "")
            said = _joined(_joined(said, found if found and fits else fallback), after)
        return said

    parts = enumerate(text.split("`"))
    return "`".join(put(part, in_command=place % 2 == 1) if "{{" in part else part for place, part in parts)


def _joined(left: str, right: str) -> str:
    """Put two texts together, without the blank where both are Chinese."""
    if left[-1:] == " " and _is_chinese(left[-2:-1]) and _is_chinese(right[:1]):
        return left[:-1] + right
    if right[:1] == " " and _is_chinese(left[-1:]) and _is_chinese(right[1:2]):
        return left + right[1:]
    return left + right


def _is_chinese(letter: str) -> bool:
    return any(first <= letter <= last for first, last in _CHINESE)
