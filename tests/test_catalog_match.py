"""Entries of invented catalogs: which match and in what order, what is put into their texts, and what is refused."""

import re

import pytest
from catalog_entries import entry

from inspector import catalog_check
from inspector.catalog_entry import LANGUAGES, CatalogError, fill, read_entry
from inspector.catalog_files import load
from inspector.catalog_match import Query, look_up, normal
from inspector.model import Finding

# look-up


HEAD = '[provider]\nid = "p"\nname = { en = "P", zh = "甲" }\n'
GONE = "The bucket {{bucket|named in the request}} is gone."
COMMON = 'providers = ["p", "q"]\n[facts]\nbucket = ["body:BucketName"]\ncode = ["body:Code"]\n[met_most]\nids = []\n'


def built(*entries, head=HEAD, words='[line.a]\nen = "x"\nzh = "y"\n'):
    return load({"common": COMMON, "p": head + "".join(entries), "words": "# a\n\n" + words})


LADDER = (
    entry("by-status", 'status = "4xx"'),
    entry("by-code", 'code = ["A", "Aa"]'),
    entry("by-message", 'code = "A", message = ["one thing", "another-thing"]'),
    entry("by-family", 'family = "0001", numbers = ["0001-00000003"]'),
    entry("by-ec", 'ec = "0001-00000001"'),
)


def ids(knowledge, **query):
    return [(found.id, found.matched_on) for found in look_up(knowledge.providers[0], Query(**query), lambda _: None)]


def test_the_most_specific_entry_ranks_first_wherever_it_stands():
    asked = {"ec": "0001-00000001", "code": "A", "message": "It is one thing.", "status": "403"}
    ranked = [("by-ec", "ec"), ("by-message", "code+message"), ("by-code", "code")]
    assert ids(built(*LADDER), **asked) == ranked
    assert ids(built(*reversed(LADDER)), **asked) == ranked


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({"code": "A"}, "by-code"),
        ({"code": "Aa", "message": "one thing"}, "by-code"),
        ({"code": "A", "message": "ONE  Thing"}, "by-message"),
        ({"code": "A", "message": "Another thing."}, "by-message"),
        ({"code": "A", "message": "a third"}, "by-code"),
        ({"ec": "0001-00000001"}, "by-ec"),
        ({"ec": "0001-00000001", "code": "B"}, "by-ec"),
        ({"ec": "0001-00000002", "code": "A"}, "by-code"),
        ({"ec": "0001-00000003"}, "by-family"),
        ({"ec": "0001-00000002", "code": "B", "status": "404"}, "by-family"),
        ({"code": "B", "status": "404"}, "by-status"),
        ({"status": "404"}, "by-status"),
    ],
)
def test_an_entry_is_met_by_its_keys(query, first):
    assert ids(built(*LADDER), **query)[0][0] == first


@pytest.mark.parametrize(
    "query",
    [{}, {"code": "a"}, {"code": "B"}, {"message": "one thing"}, {"status": "503"}, {"status": "4xx"}, {"status": "40"},
     {"ec": "0001"}, {"code": 'A"'}, {"code": "A" * 5000}],
)  # fmt: skip
def test_what_is_not_known_meets_nothing(query):
    assert ids(built(*LADDER), **query) == []


def test_the_status_class_speaks_only_where_nothing_else_does():
    assert ids(built(*LADDER), code="A", status="404") == [("by-code", "code")]


def test_messages_are_compared_without_what_documents_write_differently():
    assert normal("Query-string  Authentication\n requires it.") == normal("query string authentication requires it")


def test_facts_are_put_into_the_text():
    knowledge = built(entry("A", en=GONE, zh=GONE))
    provider, query = knowledge.providers[0], Query(code="A")
    assert look_up(provider, query, {"bucket": "b-1"}.get)[0].en.cause == "The bucket b-1 is gone."
    assert look_up(provider, query, {}.get)[0].zh.cause == "The bucket named in the request is gone."


def test_a_value_is_put_in_once_and_never_read_as_a_placeholder():
    assert fill("{{a|x}} {{b|y}}", {"a": "{{b|z}}", "b": "{0.__class__}"}.get) == "{{b|z}} {0.__class__}"
    assert fill("{{a|x}}", {"a": ""}.get) == "x"


def test_a_command_takes_only_what_is_a_word_for_a_shell():
    text = "Run `ossutil stat oss://{{bucket|examplebucket}}` on {{bucket|it}}."
    assert fill(text, {"bucket": "b-1"}.get) == "Run `ossutil stat oss://b-1` on b-1."
    hostile = "a; rm -rf $(x) `y`"
    assert fill(text, {"bucket": hostile}.get) == f"Run `ossutil stat oss://examplebucket` on {hostile}."
    assert "examplebucket" in fill(text, {"bucket": "--option"}.get)


def test_no_blank_stands_between_two_chinese_words():
    text = "对 {{object|该文件}} 的 {{method|请求}} 被拒绝（{{account|未给出}}）。"
    assert fill(text, {}.get) == "对该文件的请求被拒绝（未给出）。"
    assert fill(text, {"object": "a 图.png", "method": "PUT"}.get) == "对 a 图.png 的 PUT 被拒绝（未给出）。"


def test_backticks_of_a_capture_make_no_command(knowledge):
    hostile = "`rm -rf x`"
    finding = Finding("request-id-masked", "observed", (("request_id", hostile),))
    assert all("`" not in knowledge.said(finding, language) for language in LANGUAGES)
    provider = built(entry("A", en=GONE, zh=GONE)).providers[0]
    assert look_up(provider, Query(code="A"), {"bucket": hostile}.get)[0].en.cause == "The bucket 'rm -rf x' is gone."


# what is refused, with file, entry and reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (entry("A").replace("zh.cause", "fr.cause"), "p: A: check the keys fr"),
        (entry("A").replace('source = "https://example.com/wiki"\n', ""), "p: A: check the keys source"),
        (entry("A").replace("source", "note = 1\nsource"), "p: A: check the keys note"),
        (entry("A").replace("source", "status = 4\nsource"), "p: A: status is of another type"),
        (entry("A").replace('["A cause."]', '"A cause."'), "p: A: en: why is of another type"),
        (entry("A").replace('["A cause."]', "[1]"), "p: A: en: why is of another type"),
        (entry("A").replace("source", 'inferred = ["x"]\nsource'), "p: A: inferred knows"),
        (entry("a", 'message = "m"'), "p: a: match knows"),
        (entry("a", 'host = "m"'), "p: a: match knows"),
        (entry("a", 'code = "A", numbers = ["1"]'), "p: a: match knows"),
        (entry("A", en=" "), "p: A: en: a text is empty"),
        (entry("A").replace('en.fix = ["A step."]', 'en.fix = ["A step.", "B"]'), "p: A: the languages differ in their steps"),
        (entry("A").replace('en.why = ["A cause."]', 'en.why = ["A", "B"]'), "p: A: the languages differ in their steps"),
        (entry("A").replace("zh.title", 'en.note = "n"\nzh.title'), "p: A: the languages differ in their steps"),
        (entry("A").replace('fix = ["A step."]', "fix = []"), "p: A: en: 1 to 6 steps"),
        (entry("A").replace('en.fix = ["A step."]', 'en.fix = [""]'), "p: A: en: a text is empty"),
        (entry("A", en="{{code|c}}"), "differ in their placeholders"),
        (entry("a", "code = A"), "p: "),
    ],
)  # fmt: skip
def test_an_entry_of_another_form_is_refused(text, reason):
    (piece,) = built(text).providers[0].entries
    with pytest.raises(CatalogError, match=re.escape(reason)):
        read_entry(piece.file, piece.text)


@pytest.mark.parametrize(
    "head",
    [HEAD + "[[singn]]\na = 1\n", HEAD + "[[sign]]\nstrenght = 3\n", HEAD + '[[host]]\nform = "a"\n', HEAD + "x = ["],
)
def test_a_provider_of_another_form_is_refused(head):
    with pytest.raises(CatalogError, match="p: "):
        built(head=head)


@pytest.mark.parametrize(
    "words",
    ['[line.a]\nen = "x"\n', '[line.a]\nen = "{{a|}}"\nzh = "y"\n', '[line]\na = "x"\n', "[line.a\n",
     '[line.a]\nen = "x"\nzh = "中,文"\n'],
)  # fmt: skip
def test_wording_that_lacks_a_language_is_told(words):
    assert catalog_check.faults_of_words("words", words)


def test_wording_is_filled_and_an_unknown_key_gives_itself():
    knowledge = built(words='[line.a]\nen = "{{x|none}} here"\nzh = "y"\n\n[line."b+c"]\nen = "z"\nzh = "z"\n')
    assert knowledge.text("line", "a", "en", {"x": "one"}) == "one here"
    assert knowledge.text("line", "a", "en") == "none here"
    assert knowledge.text("line", "b+c", "en") == "z"
    assert knowledge.text("line", "gone", "zh") == "gone"
