"""Tools for writers of the catalog: every fault of a file with its line, what is covered, and a template to start from.

`catalog` refuses what it cannot use; this module also refuses what would disturb a reader: punctuation of the wrong
width, texts that appear twice, references that lead nowhere. The rules are in `CONTRIBUTING.md`, "The catalog".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from inspector.catalog import ENTRY, Catalog, Fault, Provider, id_of
from inspector.catalog_entry import (
    LANGUAGES,
    PLACEHOLDER,
    CatalogError,
    level_of,
    parsed,
    placeholders,
    read_entry,
    several,
    texts,
)
from inspector.catalog_files import laid_over, line_of

_HAN = r"[\u3400-\u9fff]"
_NOT_CHINESE = (
    (rf"{_HAN}[,;:!?()]|[,;:!?(]{_HAN}|{_HAN}\.(?=\s|$)", "punctuation of half width in Chinese"),
    (rf"{_HAN}[A-Za-z0-9`]|[A-Za-z0-9`]{_HAN}", "no blank between Chinese and Latin"),
    (r"[，。；：、？！（）]\s|\s[，。；：、？！（）]", "a blank beside a sign of full width"),
)
_NOT_ENGLISH = ((r"[\u3000-\u9fff\uff00-\uffef]", "Chinese signs in English"),)
_STYLE = {"en": _NOT_ENGLISH, "zh": _NOT_CHINESE}
_SHORTEST_COPY = {"en": 40, "zh": 18}
"""A text of so many characters that stands in two entries was copied."""
_LONGEST_TITLE = {"en": 72, "zh": 36}

TEMPLATE = """\
[provider]
id = "{provider}"

[[entry]]
id = "{code}"
match = {{ {key} = "{code}" }}
en.title = "What happened, in a few words"
en.cause = "What the service checked, and what it found."
en.why = [
  "The likeliest cause, as a sentence that can be found true or false.",
]
en.fix = [
  "The first thing to look at, and what it shows when it is right.",
]
zh.title = "一句话说明现象"
zh.cause = "服务端检查了什么，结果如何。"
zh.why = [
  "最可能的原因，写成可以验证真伪的一句话。",
]
zh.fix = [
  "首先检查什么，正常时应看到什么。",
]
source = "https://"
checked = {today}
"""


class Coverage(NamedTuple):
    """How much the catalog says about a provider; every entry is in both languages, else it could not be read."""

    provider: str
    codes: int
    ecs: int
    families: int
    messages: int
    entries: int


def template(provider: str, code: str, today: str) -> str:
    """Give a file with one entry to be filled in, for a code or an EC."""
    key = "ec" if re.fullmatch(r"\d{4}-\d{8}", code) else "code"
    return TEMPLATE.format(provider=provider, code=code.replace('"', ""), key=key, today=today)


def faults_of(file: str, text: str, knowledge: Catalog) -> tuple[Fault, ...]:
    """Give every fault of a provider's file, when it is added to `knowledge`, in the order of the lines."""
    try:
        laid = laid_over({one.id: one for one in knowledge.providers}, file, text)
    except CatalogError as error:
        return tuple(_of_form(file, text, error))
    found = [one for provider in laid.values() for one in _of_style(provider, file, text, knowledge)]
    return tuple(sorted(found, key=lambda fault: fault.line))


def faults_of_words(file: str, text: str) -> tuple[Fault, ...]:
    """Give what is wrong with a file of wording: each row of each table has all languages, with the same facts."""
    try:
        tables = parsed(file, text)
    except CatalogError as error:
        return (Fault(file, line_of(error), _reason(file, error)),)
    rows = [(f"{kind}.{key}", row) for kind, table in tables.items() for key, row in table.items()]
    return tuple(Fault(file, 0, f"{name}: {reason}") for name, row in rows for reason in _in_row(row))


def faults_of_ranks(knowledge: Catalog) -> tuple[Fault, ...]:
    """Give what is wrong with the list of the entries that are met most: each once, and an entry of ours."""
    ids = {id_of(piece) for provider in knowledge.providers for piece in provider.entries}
    named = knowledge.met_most
    unknown = [Fault("common.toml", 0, f"met_most names {one}, which no entry has") for one in named if one not in ids]
    twice = [Fault("common.toml", 0, f"met_most names {one} twice") for one in set(named) if named.count(one) > 1]
    return (*unknown, *twice)


def _in_row(row: object) -> Iterator[str]:
    if not isinstance(row, dict) or set(row) != set(LANGUAGES):
        yield f"a row has {', '.join(LANGUAGES)} and nothing else"
        return
    if len({frozenset(name for name, _ in PLACEHOLDER.findall(row[language])) for language in LANGUAGES}) > 1:
        yield "the languages differ in their placeholders"
    for language in LANGUAGES:
        yield from (f"{language}: {reason}" for reason in _stumbles(language, row[language]))


def coverage(provider: Provider) -> Coverage:
    """Count what the entries of a provider are matched by."""
    entries = [read_entry(piece.file, piece.text) for piece in provider.entries]
    matches = [entry["match"] for entry in entries]
    return Coverage(
        provider.id,
        codes=len(_keys(matches, "code")),
        ecs=len(_keys(matches, "ec") | _keys(matches, "numbers")),
        families=len(_keys(matches, "family")),
        messages=sum(len(several(match["message"])) for match in matches if "message" in match),
        entries=len(entries),
    )


def _keys(matches: Iterable[Mapping[str, Any]], key: str) -> set[str]:
    return {value for match in matches for value in several(match.get(key, []))}


def _of_form(file: str, text: str, error: CatalogError) -> Iterator[Fault]:
    """Give what the loader refuses: all entries that it cannot read, otherwise the first fault."""
    pieces = text.replace("\r\n", "\n").split(ENTRY)
    told = False
    for number, piece in enumerate(pieces[1:], 1):
        try:
            read_entry(file, piece)
        except CatalogError as wrong:
            within = line_of(wrong) or 1
            yield Fault(file, _line_before(pieces, number) + within, _reason(file, wrong))
            told = True
    if not told:
        yield Fault(file, line_of(error), _reason(file, error))


def _reason(file: str, error: CatalogError) -> str:
    return re.sub(r" \(at line \d+, column \d+\)", "", str(error).removeprefix(f"{file}: "))


def _line_before(pieces: list[str], number: int) -> int:
    """Give the number of lines before a piece: its own head line counts."""
    return sum(piece.count("\n") + 2 for piece in pieces[:number])


def _of_style(provider: Provider, file: str, text: str, knowledge: Catalog) -> Iterator[Fault]:
    entries = [(piece, read_entry(piece.file, piece.text)) for piece in provider.entries]
    ids = [entry["id"] for _, entry in entries]
    first: dict[str, str] = {}
    for _, entry in entries:
        for said in (said for language in LANGUAGES for said in texts(entry[language])):
            first.setdefault(said, entry["id"])
    clean = text.replace("\r\n", "\n")
    for piece, entry in entries:
        if piece.file == file:
            place = clean.find(piece.text)
            line = clean.count("\n", 0, place) + 1
            reasons = [*_in_entry(entry, set(ids), knowledge), *_copied(entry, first)]
            reasons += ["this id stands twice"] if ids.count(entry["id"]) > 1 else []
            yield from (Fault(file, line, f"{entry['id']}: {reason}") for reason in dict.fromkeys(reasons))


def _in_entry(entry: Mapping[str, Any], ids: set[str], knowledge: Catalog) -> Iterator[str]:
    for language in LANGUAGES:
        advice = entry[language]
        for name in placeholders(advice) - set(knowledge.facts):
            yield f"placeholder {name} names no fact"
        if len(advice["title"]) > _LONGEST_TITLE[language]:
            yield f"{language}: the title is longer than {_LONGEST_TITLE[language]} characters"
        for said in texts(advice):
            if re.search(r"\{\{|\}\}", PLACEHOLDER.sub("", said)):
                yield f"{language}: braces that are no placeholder: {said[:40]}"
            yield from (f"{language}: {reason}" for reason in _stumbles(language, said))
    for other in set(entry.get("see", ())) - ids:
        yield f"see names {other}, which no entry has"
    for source in several(entry["source"]):
        if not source.strip():
            yield "the source is empty"
    if level_of(entry["match"], "") == "family" and len(entry["match"]["family"]) != len("0002"):
        yield "a family is the first four digits of an EC"


def _copied(entry: Mapping[str, Any], first: Mapping[str, str]) -> Iterator[str]:
    for language in LANGUAGES:
        for said in texts(entry[language]):
            if len(said) >= _SHORTEST_COPY[language] and first[said] != entry["id"]:
                yield f"{language}: this text stands in {first[said]} too: {said[:40]}"


def _stumbles(language: str, said: str) -> Iterator[str]:
    plain = PLACEHOLDER.sub("x", said)
    if plain.count("`") % 2:
        yield f"a backtick has no partner: {said[:40]}"
    plain = re.sub(r"`[^`]*`", "`x`", plain)
    for pattern, reason in _STYLE[language]:
        if met := re.search(pattern, plain):
            yield f"{reason}: {plain[max(0, met.start() - 8) : met.end() + 8]}"
