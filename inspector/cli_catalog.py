"""The verbs of the command line that need no capture: `lookup TEXT`, `catalog check | stats | new`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from inspector import assets, catalog_check, catalog_search, catalog_terms
from inspector.catalog import Catalog, Fault
from inspector.catalog_entry import LANGUAGES
from inspector.catalog_files import is_of_provider
from inspector.catalog_match import show
from inspector.catalog_search import Hit
from inspector.explain import entry_lines, entry_table, finding_table
from inspector.model import Entry, Finding
from inspector.plain import in_json, on_one_line, visible

FOUND, NOT_FOUND, WRONG = 0, 1, 2
LANGUAGES_OF = {**{language: (language,) for language in LANGUAGES}, "both": LANGUAGES}
"""The languages of the text, by what `--lang` may be."""

_SHOWN_WHOLE = 3
"""Entries printed whole; of the rest a line each."""
_OF_ANOTHER_FORM = ("common.toml", "regions.toml", "diagnosis.toml", "terms.toml")


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to those of the program."""
    look = verbs.add_parser("lookup", help="look up a code, an EC, a status, a message or words, without a capture")
    look.add_argument("text", nargs="+", metavar="TEXT")
    look.add_argument("--json", action="store_true", help="one JSON object per line, one for each entry")
    look.add_argument("--lang", choices=LANGUAGES_OF, default="en", help="language of the text (default en)")
    writing = verbs.add_parser("catalog", help="check, count or start files of the catalog").add_subparsers(
        dest="act", required=True
    )
    check = writing.add_parser("check", help="print every fault with file and line; without FILE, of our own files")
    check.add_argument("files", nargs="*", metavar="FILE", type=Path)
    writing.add_parser("stats", help="count what is covered, by provider")
    new = writing.add_parser("new", help="print a file with one entry to be filled in")
    new.add_argument("code", metavar="CODE", help="an error code, or an EC such as 0003-00000001")
    new.add_argument("--provider", default="aliyun-oss", help="id of the provider (default aliyun-oss)")


def run(options: argparse.Namespace, knowledge: Catalog, out: TextIO) -> int:
    """Do what was asked for; give the exit status."""
    if options.verb == "lookup":
        return _look_up(options, knowledge, out)
    return {"check": _check, "stats": _stats, "new": _new}[options.act](options, knowledge, out)


def _look_up(options: argparse.Namespace, knowledge: Catalog, out: TextIO) -> int:
    wanted = " ".join(options.text)
    hits = catalog_search.search(catalog_search.index_of(knowledge), wanted)
    request_id = catalog_search.as_request_id(wanted)
    languages = LANGUAGES_OF[options.lang]
    rows = _as_json(hits, request_id, knowledge) if options.json else _as_text(hits, request_id, knowledge, languages)
    for row in rows:
        print(row, file=out)
    if not hits and not request_id:
        print(knowledge.text("line", "no-entry", languages[0]), file=sys.stderr)
    return FOUND if hits or request_id else NOT_FOUND


def _as_json(hits: Iterable[Hit], request_id: Finding | None, knowledge: Catalog) -> Iterator[str]:
    """Give one JSON object a line, first what a request ID says by itself."""
    tables = [finding_table(request_id, knowledge)] if request_id else []
    tables += [{"provider": hit.entry.provider, "how": hit.how, **entry_table(_entry(hit, knowledge))} for hit in hits]
    return (in_json(json.dumps(table, ensure_ascii=False)) for table in tables)


def _as_text(
    hits: Iterable[Hit], request_id: Finding | None, knowledge: Catalog, languages: Sequence[str]
) -> Iterator[str]:
    """Give a line for each entry, by the code or EC that users know it by, and the first few whole."""
    if request_id:
        yield from (knowledge.said(request_id, language) for language in languages)
    for place, hit in enumerate(hits):
        entry = _entry(hit, knowledge)
        how = knowledge.text("how", hit.how, languages[0])
        title = " / ".join(entry.advice(language).title for language in languages)
        yield visible(on_one_line(f"{hit.entry.provider}  {hit.entry.label}  ({how})  {title}"))
        if place < _SHOWN_WHOLE:
            for language in languages:
                yield visible("\n".join(map(on_one_line, entry_lines(entry, knowledge, language))))


def _entry(hit: Hit, knowledge: Catalog) -> Entry:
    provider = knowledge.provider(hit.entry.provider)
    assert provider is not None  # noqa: S101 - the hit came out of this catalog
    return show(provider, hit.entry.piece, lambda _: None)


def _check(options: argparse.Namespace, knowledge: Catalog, out: TextIO) -> int:
    faults: list[Fault] = [] if options.files else [*catalog_check.faults_of_ranks(knowledge)]
    known = () if options.files else catalog_terms.terms(knowledge)
    for name, text in _texts(options.files, faults):
        if is_of_provider(text) or options.files:
            faults += catalog_check.faults_of(name, text, knowledge)
        elif name not in _OF_ANOTHER_FORM:
            faults += catalog_check.faults_of_words(name, text)
        faults += catalog_terms.faults(name, text, known) if known else ()
    for fault in faults:
        print(visible(on_one_line(f"{fault.file}:{fault.line}: {fault.reason}")), file=out)
    return NOT_FOUND if faults else FOUND


def _texts(files: list[Path], faults: list[Fault]) -> Iterable[tuple[str, str]]:
    """Give the files to check, by name; our own ones where none is named."""
    if not files:
        yield from ((f"{name}.toml", text) for name, text in assets.packaged().items())
    for path in files:
        try:
            yield str(path), assets.catalog_file(path)
        except OSError as error:
            faults.append(Fault(str(path), 0, error.strerror or ""))


def _stats(_options: argparse.Namespace, knowledge: Catalog, out: TextIO) -> int:
    counted = (catalog_check.coverage(provider) for provider in knowledge.providers if provider.entries)
    rows = [catalog_check.Coverage._fields, *counted]
    width = max(len(row[0]) for row in rows)
    for provider, *counts in rows:
        print(f"{provider:{width}}" + "".join(f"{count:>10}" for count in counts), file=out)
    fields = knowledge.words("fields")
    print(f"headers {len(fields['header'])}, elements {len(fields['element'])}, both languages", file=out)
    print(f"regions {len(knowledge.regions)}", file=out)
    return FOUND


def _new(options: argparse.Namespace, knowledge: Catalog, out: TextIO) -> int:
    if knowledge.provider(options.provider) is None:
        known = ", ".join(provider.id for provider in knowledge.providers)
        print(f"oss-inspector: unknown provider; one of {known}", file=sys.stderr)
        return WRONG
    print(catalog_check.template(options.provider, options.code, dt.date.today().isoformat()), end="", file=out)  # noqa: DTZ011
    return FOUND
