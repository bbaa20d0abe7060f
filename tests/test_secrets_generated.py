"""No planted secret leaves by any way, in any encoding; what support needs stays.

The captures are made by `secrets_maker`; the tests take a quarter of them, and each leaves as a copy and by one other way.
All of them, more or others, by every way:

    .venv/bin/python tests/test_secrets_generated.py [HOW MANY [FIRST]]
"""

import re
import sys
import tempfile
from datetime import UTC
from pathlib import Path
from random import Random

import secrets_clothes
import secrets_left
import secrets_maker
import secrets_programs

from inspector import assets, cli, settings, ticket
from inspector.explain import as_table, as_text
from inspector.history import open_history
from inspector.pipeline import inspect
from inspector.redact import find_secrets, redact
from inspector.ui.wording import seen

CAPTURES = 2_000
GUIDED = 10
"""One capture in so many is told with its guidance, whose words are the same for all."""

LINES = 3
CUT = 12
"""Characters that may be left of a secret where a single line was copied: a fragment needs some to be known by."""

PIECE = 8
"""The same in a text of the JSON: of a capture whose lines are broken, it may be a piece of a secret's encoding."""

FACTS = ("code", "request_id", "ec", "host_id", "bucket", "http_status")
NOW = 1_795_220_000.0


class Ways:
    """The ways out of the program, for one capture after another: `every` one, or a copy and one of the others."""

    def __init__(self, knowledge, folder, *, every):
        self.knowledge, self.folder, self.every = knowledge, folder, every
        self.labels = ticket.labels(knowledge.words("ticket"))
        self.history = open_history(folder / "history.db", lambda text: redact(text).text, lambda: NOW)
        self.seen, self.secrets = [], []
        self.before = set()
        self.random = Random(0)  # noqa: S311 - the same at every run

    def faults(self, number):
        """Give what is wrong with what leaves of a capture."""
        planted = secrets_maker.planted(number)
        inspection = inspect(planted.text.encode(), "clipboard", "capture", self.knowledge)
        if number % GUIDED:
            inspection = inspection._replace(reports=tuple(one._replace(entries=()) for one in inspection.reports))
        known = find_secrets(inspection.capture.text)
        copied = redact(inspection.capture.text, known).text
        size = CUT if planted.about.endswith("cut") else secrets_left.BLOCK  # the end is a fragment too
        self.seen += filter(None, map(seen, inspection.reports))
        self.secrets += planted.secrets
        found = [
            *self.left(planted, [copied], size),
            *self.left(planted, self.lines(inspection.capture.text, known), CUT),
        ]
        told = list(lost(planted, copied))
        ways = (self.in_json, self.in_words, self.in_tickets)
        turn = number // len(secrets_maker.CREDENTIALS) % len(ways)
        for way in ways if self.every else ways[turn : turn + 1]:
            left, destroyed = way(planted, inspection, known, size, number)
            found += left
            told += destroyed
        return [f"{planted.about}: {one}" for one in ([f"left {sorted(set(found))}"] if found else []) + told]

    def in_json(self, planted, inspection, known, size, _number):
        table = as_table(inspection, self.knowledge)
        hidden = cli._hidden(table, known)
        return self.left(planted, strings(hidden), max(size, PIECE)), destroyed(planted, table, hidden)

    def in_words(self, planted, inspection, known, size, number):
        words = as_text(inspection, self.knowledge, (("en", "zh")[number % 2],))
        return self.left(planted, [redact(words, known).text], size), ()

    def in_tickets(self, planted, inspection, known, size, number):
        return self.left(planted, self.tickets(inspection, known, number), size), ()

    def left(self, planted, texts, size=secrets_left.BLOCK):
        """Look at the lines that no other capture had: they alone can hold what was planted in this one."""
        lines = dict.fromkeys(line for text in texts for line in text.splitlines())
        new = [line for line in lines if line not in self.before]
        self.before.update(new)
        return secrets_left.leaks(["\n".join(new)], planted.secrets, size)

    def lines(self, text, known):
        found = text.splitlines()
        return [redact(line, known).text for line in self.random.sample(found, min(LINES, len(found)))]

    def tickets(self, inspection, known, number):
        for report in inspection.reports[:1]:
            provider = ("aliyun-oss", "jdcloud-oss", None)[number % 3]
            for language, markdown in (("en", number % 2 == 0), ("zh", number % 2 == 1)):
                style = ticket.Style(provider, language, markdown=markdown)
                yield ticket.write(report, style, self.labels, UTC, (), known).text

    def kept(self):
        """Give what is left of any secret in the files: the history, its log, the settings."""
        self.history.record_all(self.seen, NOW)
        settings.save(self.folder / "settings.json", settings.Settings())
        files = [path.read_bytes().decode("latin-1") for path in self.folder.iterdir() if path.is_file()]
        assert any(one.request_id in held for one in self.seen[-1:] for held in files)
        self.history.close()
        pieces = sorted({piece for held in files for piece in re.findall(r"[ -~]{6,}", held)})
        return [f"in files: {left}" for left in secrets_left.leaks(pieces, self.secrets, CUT)]


def strings(value):
    """Give every text of a JSON value, and its names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        value = value.values()
    if not isinstance(value, str | int | float | None):
        for item in value:
            yield from strings(item)


def destroyed(planted, table, hidden):
    """Give the facts that support needs and did not get."""
    for report, clean in zip(table["reports"], hidden["reports"], strict=True):
        for name in FACTS:
            if report[name] != clean[name] and str(report[name]) in planted.kept:
                yield f"{name}: {report[name]} -> {clean[name]}"


def lost(planted, copied):
    """Give what support needs and cannot read in the capture any more."""
    for value in planted.kept:
        whole = re.compile(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9A-Za-z])")
        before, after = len(whole.findall(planted.text)), len(whole.findall(copied))
        if before > after:
            yield f"{value}: {before} -> {after}"


def faults(numbers, knowledge, folder, *, every=False):
    ways = Ways(knowledge, folder, every=every)
    return [*(fault for number in numbers for fault in ways.faults(number)), *ways.kept()]


def test_nothing_planted_is_found_and_nothing_needed_is_lost(knowledge, tmp_path):
    assert faults(range(CAPTURES // 4), knowledge, tmp_path) == []


def test_a_leak_would_be_found():
    planted = secrets_maker.planted(0)
    for secret in planted.secrets:
        for name, disguise in secrets_clothes.DISGUISES.items():
            text = disguise(f"a={secret}&b=1")
            broken = "\n> ".join(text[at : at + 30] for at in range(0, len(text), 30))
            assert secrets_left.leaks([text], [secret]), name
            assert secrets_left.leaks([broken], [secret]), name
    assert not secrets_left.leaks([redact(planted.text).text], planted.secrets)


def rows(folder, many):
    """Give the figure for SECURITY.md (`hostile/figures.py`)."""
    found = faults(range(many), assets.knowledge(), folder, every=True)
    dressed = (secrets_clothes.DISGUISES, secrets_programs.SHAPES, secrets_clothes.BREAKS)
    encodings, programs, breaks = map(len, dressed)
    what = f"Captures with secrets, in {encodings} encodings, {programs} programs, {breaks} ways to break lines"
    yield f"{what}: made; leaks and losses", " ".join((f"{many:,}; {len(found)}", *found))


def main():
    many, first = (*map(int, sys.argv[1:]), *(CAPTURES, 0)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        found = faults(range(first, first + many), assets.knowledge(), Path(folder), every=True)
    print(*found, f"{many} captures, {len(found)} faults", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
