"""The command line, the engine's second front end: `oss-inspector explain [--json] [--lang ...] FILE ... | -`.

It needs neither a display nor Qt. Secrets are hidden in everything it prints unless --show-secrets is given.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TextIO

from inspector import __version__, assets, budget, cli_catalog, intake, settings, window_options
from inspector.catalog import Catalog
from inspector.catalog_entry import LANGUAGES, CatalogError
from inspector.explain import as_table, as_text
from inspector.model import Inspection
from inspector.pipeline import inspect
from inspector.plain import in_json, on_one_line, visible
from inspector.redact import Redacted, Secret, find_secrets, redact, redact_wording

RECOGNISED, NOT_RECOGNISED, WRONG = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run a verb; give the exit status: 0 recognised, 1 nothing recognised, 2 wrong usage or unreadable input."""
    options = _parser(helping=arguments[:1] in (["-h"], ["--help"])).parse_args(arguments)
    if sys.stdout is None:  # closed by the caller
        return WRONG
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        knowledge = assets.knowledge(settings.load(settings.settings_file()).team_catalog)
        for fault in knowledge.faults:
            print(visible(on_one_line(f"oss-inspector: {fault.file}:{fault.line}: {fault.reason}")), file=sys.stderr)
        run = _explain if options.verb == "explain" else cli_catalog.run
        status = run(options, knowledge, sys.stdout)
        sys.stdout.flush()
    except CatalogError as error:
        print(f"oss-inspector: the catalog cannot be used: {error}", file=sys.stderr)
        return WRONG
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # who closes a pipe has seen enough
            print(f"oss-inspector: {error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains at its end
        return WRONG
    return status


def _parser(*, helping: bool) -> argparse.ArgumentParser:
    """Make the parser; only `helping` names the window's options, whose help takes some milliseconds to write."""
    window = window_options.parser().format_help() if helping else ""
    parser = argparse.ArgumentParser(
        prog="oss-inspector",
        description="Explain captured object-storage errors.",
        epilog=f"Without one of these commands it opens the window:\n\n{window}" if helping else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    explain = verbs.add_parser("explain", help="print what a capture says and means")
    explain.add_argument("files", nargs="*", metavar="FILE", help="captures; - is standard input")
    explain.add_argument("--example", choices=sorted(assets.examples()), help="explain a built-in example")
    explain.add_argument("--json", action="store_true", help="one JSON object per line, one for each input")
    lang = "language of the text (default en)"
    explain.add_argument("--lang", choices=cli_catalog.LANGUAGES_OF, default="en", help=lang)
    explain.add_argument("--show-secrets", action="store_true", help="print credentials as received")
    cli_catalog.add_verbs(verbs)
    return parser


def _read(options: argparse.Namespace, source: intake.Source, raw: bytes, knowledge: Catalog) -> tuple[bool, str]:
    inspection = inspect(raw, source.origin, source.name, knowledge)
    return inspection.recognised, _told(options, source.name, inspection, knowledge)


def _explain(options: argparse.Namespace, knowledge: Catalog, out: TextIO) -> int:
    sources = intake.from_command_line(options.files, options.example)
    if not sources:
        print("oss-inspector: name a file, or - for standard input", file=sys.stderr)
        return WRONG
    status = NOT_RECOGNISED
    unreadable = False
    for source in sources:
        recognised = False
        try:
            raw = intake.read(source)
            read = partial(_read, options, source, raw, knowledge)
            recognised, told = budget.limited(source.name, budget.seconds_for(raw), read)
        except intake.Unreadable as error:
            unreadable = True
            reason = error.worded(knowledge, "en")
            print(visible(on_one_line(f"oss-inspector: {reason}")), file=sys.stderr)
            told = _line({"input": source.name, **_unread(reason)}, options, ()) if options.json else ""
        if recognised:
            status = RECOGNISED
        if told:
            print(told, file=out)
    return WRONG if unreadable else status


def _told(options: argparse.Namespace, name: str, inspection: Inspection, knowledge: Catalog) -> str:
    known = () if options.show_secrets else find_secrets(inspection.capture.text)
    if options.json:
        return _line({"input": name, **as_table(inspection, knowledge)}, options, known)
    languages = cli_catalog.LANGUAGES_OF[options.lang]
    if options.show_secrets:
        return visible(as_text(inspection, knowledge, languages))
    hide = partial(_without, redact, known), partial(_without, redact_wording, known)
    return visible(as_text(inspection, knowledge, languages, *hide))


def _without(how: Callable[..., Redacted], known: Sequence[Secret], text: str) -> str:
    return how(text, known).text


def _line(table: dict[str, Any], options: argparse.Namespace, known: Sequence[Secret]) -> str:
    return in_json(json.dumps(table if options.show_secrets else _hidden(table, known), ensure_ascii=False))


def _unread(reason: str) -> dict[str, Any]:
    return {
        "shape": None,
        "recognised": False,
        "reports": [],
        "problems": [{"id": "unreadable", "detail": reason}],
    }


def _name(above: str, key: str) -> str:
    """Give the name by which a value is judged: our own sentences stand under the name of their language."""
    return above if above in LANGUAGES else key.rpartition("/")[2].partition("[")[0]


def _hidden_name(name: str, known: Sequence[Secret]) -> str:
    """Redact a name: in a damaged capture it may be a piece of anything. Our own names have no capitals or digits."""
    return redact(name, known).text if re.search("[A-Z0-9]", name) else name


def _hidden(value: Any, known: Sequence[Secret], name: str = "") -> Any:
    """Redact every text of a JSON value; a text under a name is judged as `name: text`, `a/name[2]` as `name`."""
    if isinstance(value, str) and name in LANGUAGES:
        return redact_wording(value, known).text
    if isinstance(value, str):
        marked = f"{name}: "
        text = redact(marked + value, known).text
        return text.removeprefix(marked)
    if isinstance(value, dict):
        told: dict[str, Any] = {}
        seen: Counter[str] = Counter()
        for key, item in value.items():
            new = _hidden_name(key, known)
            seen[new] += 1
            told[new if seen[new] == 1 else f"{new}[{seen[new]}]"] = _hidden(item, known, _name(name, new))
        return told
    if isinstance(value, list) and name == "headers":
        return [[header, _hidden(item, known, header)] for header, item in value]
    if isinstance(value, list):
        return [_hidden(item, known, name) for item in value]
    return value
