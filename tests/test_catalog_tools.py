"""The catalog's tools: a team's files, the search without a capture, the checks for writers, the schema for editors."""

import datetime as dt
import json
import tomllib

import jsonschema
import pytest
from catalog_entries import entry

from inspector import assets, catalog_check, catalog_terms, cli
from inspector.catalog_files import is_of_provider, load
from inspector.catalog_match import Query, look_up
from inspector.catalog_search import HOW, as_request_id, index_of, search
from inspector.pipeline import inspect

PROVIDER = '[provider]\nid = "aliyun-oss"\n'


@pytest.fixture(scope="module")
def index(knowledge):
    return index_of(knowledge)


def found(index, wanted):
    return [(hit.entry.provider, hit.entry.id, hit.how) for hit in search(index, wanted)]


# -- a team's files -----------------------------------------------------------------------------------------


def advised(knowledge, **query):
    return look_up(knowledge.provider("aliyun-oss"), Query(**query), lambda _: None)


def test_a_teams_file_adds_replaces_and_remarks():
    remark = '[[remark]]\nid = "NoSuchBucket"\nen = "Look at the wiki."\nzh = "看内部文档。"\n'
    text = PROVIDER + remark + entry("NoSuchKey") + entry("TeamCode")
    laid = load(assets.packaged(), {"team.toml": text})
    assert laid.faults == ()
    replaced, added = advised(laid, code="NoSuchKey"), advised(laid, code="TeamCode")
    assert [(entry.origin, entry.en.title) for entry in (*replaced, *added)] == [("team.toml", "A title")] * 2
    (noted,) = advised(laid, code="NoSuchBucket")
    assert [(remark.origin, remark.zh) for remark in noted.remarks] == [("team.toml", "看内部文档。")]
    assert noted.origin == ""


def test_a_new_provider_is_one_file():
    text = '[provider]\nid = "quince"\nname = { en = "Quince Store", zh = "榅桲存储" }\n\n[[sign]]\nstrength = 3\nheader = "server"\nvalue = "Quince"\n'
    laid = load(assets.packaged(), {"quince.toml": text + entry("Rotten")})
    assert laid.faults == ()
    assert laid.provider("quince").name["zh"] == "榅桲存储"
    raw = b"HTTP/1.1 403 Forbidden\nServer: Quince\n\n<Error><Code>Rotten</Code></Error>"
    (report,) = inspect(raw, "drop", "", laid).reports
    assert (report.provider, [entry.id for entry in report.entries]) == ("quince", ["Rotten"])


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[provider\n", 1, "Expected ']'"),
        (PROVIDER + "\nx = [\n", 0, ""),
        ("[provider]\nid = 'unheard-of'\n", 0, "check the keys name"),
        (PROVIDER + "[[ entry ]]\nid = 'a'\n", 0, "write [[entry]] alone on its line"),
        (PROVIDER + entry("a").replace("zh.fix", "fr.fix"), 0, "check the keys"),
        (PROVIDER + '[[remark]]\nid = "a"\nen = "b"\n', 0, "remark: check the keys zh"),
        (PROVIDER + entry("a") + '[[remark]]\nid = "a"\nen = "b"\nzh = "c"\n', 0, "check the keys remark"),
    ],
)
def test_a_bad_file_is_told_and_the_rest_works_on(text, line, reason):
    good = PROVIDER + entry("TeamCode")
    laid = load(assets.packaged(), {"bad.toml": text, "good.toml": good})
    (fault,) = laid.faults
    assert fault.file == "bad.toml"
    assert fault.line == line or not reason
    assert reason in fault.reason
    assert advised(laid, code="TeamCode")
    assert advised(laid, code="NoSuchKey")


def test_what_a_windows_editor_adds_is_taken():
    text = "\ufeff" + (PROVIDER + entry("TeamCode")).replace("\n", "\r\n")
    assert advised(load(assets.packaged(), {"team.toml": text}), code="TeamCode")


def test_a_folder_is_read_in_bounds(tmp_path):
    (tmp_path / "a.toml").write_text(PROVIDER + entry("TeamCode"), "utf-8")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "c.toml").mkdir()
    (tmp_path / "d.toml").write_text(" " * (assets.MOST_BYTES + 1))
    knowledge = assets.knowledge(str(tmp_path))
    assert advised(knowledge, code="TeamCode")
    assert [fault.file for fault in knowledge.faults] == ["b.toml", "c.toml", "d.toml"]
    gone = assets.knowledge(str(tmp_path / "gone"))
    assert [fault.reason for fault in gone.faults] == ["there is no such folder"]


# -- the search ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "first", "how"),
    [
        ("NoSuchKey", "NoSuchKey", "exact"),
        ("nosuchkey", "NoSuchKey", "exact"),
        ("no such key", "NoSuchKey", "exact"),
        ("NoSuch-Key", "NoSuchKey", "exact"),
        ("0003-00001403", "0003-00001403", "exact"),
        ("3-1403", "0003-00001403", "exact"),
        ("NoSuchK", "NoSuchKey", "begins"),
        ("suchkey", "NoSuchKey", "part"),
        ("Anonymous user has no right to access this bucket.", "AccessDenied/anonymous", "message"),
        ("NoSuchKye", "NoSuchKey", "typing"),
        ("SignatureDosNotMatch", "SignatureDoesNotMatch", "typing"),
        ("nosuchbuket", "NoSuchBucket", "typing"),
        ("403", "AccessDenied", "status"),
    ],
)
def test_what_is_nearest_comes_first(index, wanted, first, how):
    assert found(index, wanted)[0][1:] == (first, how)


def test_both_providers_answer_a_code_that_both_have(index):
    assert {provider for provider, entry, how in found(index, "NoSuchBucket") if how == "exact"} == {
        "aliyun-oss",
        "jdcloud-oss",
    }


def test_a_status_lists_every_entry_that_comes_with_it(index):
    rows = found(index, "409")
    assert len(rows) > 5
    assert {how for _, _, how in rows[:5]} == {"status"}


@pytest.mark.parametrize("wanted", ["clock", "时钟", "防盗链", "expired url"])
def test_words_of_the_guidance_answer_in_either_language(index, wanted):
    rows = found(index, wanted)
    assert rows
    assert {how for _, _, how in rows} <= {"title", "words"}
    assert [HOW.index(how) for _, _, how in rows] == sorted(HOW.index(how) for _, _, how in rows)


@pytest.mark.parametrize("wanted", ["", "   ", "qqqqzzzz", "<b>x</b>", "\x00", "(" * 5000, "a" * 100_000])
def test_what_is_in_no_entry_answers_nothing(index, wanted):
    assert search(index, wanted) == ()


def test_chinese_is_parted_into_words_by_two_signs(index):
    assert "SignatureDoesNotMatch" in [entry for _, entry, _ in found(index, "签名错误")][:4]


def test_a_request_id_is_told_as_one():
    assert dict(as_request_id(" 5D3F1A2B6CA1B2C3D4E5F607 ").values) == {"time": "2019-07-29 16:09:15 UTC"}
    assert as_request_id("9F3A0C22D51B77E4").id == "looked-up-short-id"
    assert as_request_id("NoSuchKey") is None


# -- for writers --------------------------------------------------------------------------------------------


def faults(knowledge, text):
    return [(fault.line, fault.reason) for fault in catalog_check.faults_of("mine.toml", text, knowledge)]


def test_a_file_of_the_right_form_has_no_fault(knowledge):
    assert faults(knowledge, PROVIDER + entry("TeamCode")) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("原因。", "原因,如此。", "punctuation of half width"),
        ("原因。", "原因OSS。", "no blank between Chinese and Latin"),
        ("原因。", "原因 。", "a blank beside a sign of full width"),
        ("A cause.", "A 原因.", "Chinese signs in English"),
        ("A cause.", "A `cause.", "a backtick has no partner"),
        ("A cause.", "A {{bucket}}.", "braces that are no placeholder"),
        ("A cause.", "{{quince|A}}.", "the languages differ in their placeholders"),
        ("A title", "A title " * 12, "the title is longer"),
        ("source =", 'see = ["Quince"]\nsource =', "see names Quince"),
        ("en.why", "en.wyh", "check the keys"),
        ("checked = 2026-11-21", 'checked = "today"', "checked is of another type"),
    ],
)
def test_every_fault_is_told_with_its_line(knowledge, old, new, reason):
    text = PROVIDER + entry("First") + entry("TeamCode").replace(old, new)
    told = faults(knowledge, text)
    assert any(reason in said for _, said in told), told
    assert {line for line, _ in told} == {text.count("\n", 0, text.index('id = "TeamCode"')) + 1}


def test_a_copied_text_and_an_id_that_stands_twice_are_told(knowledge):
    long = "A cause that is long enough to have been copied from elsewhere."
    told = faults(knowledge, PROVIDER + entry("A", en=long) + entry("B", en=long) + entry("A", 'code = "C"'))
    assert any("this text stands in A too" in reason for _, reason in told)
    assert sum("this id stands twice" in reason for _, reason in told) == 2


@pytest.mark.parametrize(
    ("file", "language", "said", "use"),
    [
        ("findings", "zh", "路径中有双斜杠。", "斜线"),
        ("findings", "zh", "把 Request ID 提交给厂商。", "请求 ID"),
        ("aliyun-oss.ec", "zh", "该存储空间不存在。", "Bucket"),
        ("jdcloud-oss.codes", "zh", "该存储桶不存在。", "空间"),
        ("words", "en", "Not recognised", "American spelling"),
        ("words", "en", "The Bucket is empty", "bucket"),
    ],
)
def test_another_word_for_what_has_one_is_told(knowledge, file, language, said, use):
    known = catalog_terms.terms(knowledge)
    (fault,) = catalog_terms.faults(file, f'[line.a]\n{language} = "{said}"\n', known)
    assert (fault.line, fault.reason.startswith(f"write {use}")) == (2, True)
    assert catalog_terms.faults(file, f'[line.a]\n{language} = "`{said}`"\n', known) == ()


def test_the_entries_met_most_are_entries(knowledge):
    assert catalog_check.faults_of_ranks(knowledge) == ()
    wrong = knowledge._replace(met_most=("NoSuchKey", "Quince", "NoSuchKey"))
    assert [fault.reason for fault in catalog_check.faults_of_ranks(wrong)] == [
        "met_most names Quince, which no entry has",
        "met_most names NoSuchKey twice",
    ]


@pytest.mark.parametrize("code", ["NewCode", "0003-00009999"])
def test_a_template_has_the_right_form(knowledge, code):
    text = catalog_check.template("jdcloud-oss", code, "2026-11-21")
    assert catalog_check.faults_of("new.toml", text, knowledge) == ()
    assert advised_by(text, code)


def advised_by(text, code):
    laid = load(assets.packaged(), {"new.toml": text})
    return look_up(laid.provider("jdcloud-oss"), Query(ec=code, code=code), lambda _: None)


# -- the schema ---------------------------------------------------------------------------------------------


def plain(value):
    """Write the dates of TOML as JSON knows them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(assets.read("catalog.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", [name for name, text in assets.packaged().items() if is_of_provider(text)])
def test_our_own_files_fit_the_schema(validator, name):
    assert [error.message for error in validator.iter_errors(plain(tomllib.loads(assets.packaged()[name])))] == []


def test_the_schema_refuses_what_the_loader_refuses(validator):
    for old, new in (("en.why", "en.wyh"), ("match", "macth"), ('code = "A"', 'host = "A"'), ("checked", "chekced")):
        text = (PROVIDER + entry("A")).replace(old, new)
        assert list(validator.iter_errors(plain(tomllib.loads(text)))), new


# -- the command line ---------------------------------------------------------------------------------------


def test_our_own_catalog_passes_its_check(capsys):
    assert cli.main(["catalog", "check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_bad_file_fails_the_check_of_a_team(tmp_path, capsys):
    file = tmp_path / "bad.toml"
    file.write_text(PROVIDER + entry("A").replace("原因。", "原因,"), "utf-8")
    assert cli.main(["catalog", "check", str(file)]) == 1
    assert capsys.readouterr().out.startswith(f"{file}:5: A: zh: punctuation of half width")
    assert cli.main(["catalog", "check", str(tmp_path / "gone.toml")]) == 1


def test_the_coverage_is_counted(capsys):
    assert cli.main(["catalog", "stats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len({len(line) for line in lines[:3]}) == 1
    name, codes, ecs, families, *_ = lines[1].split()
    assert name == "aliyun-oss"
    assert int(codes) >= 233
    assert int(ecs) >= 227
    assert int(families) > 20


def test_a_template_is_printed(capsys, knowledge):
    assert cli.main(["catalog", "new", "NewCode"]) == 0
    assert catalog_check.faults_of("new.toml", capsys.readouterr().out, knowledge) == ()
    assert cli.main(["catalog", "new", "NewCode", "--provider", "quince"]) == 2


def test_the_look_up_prints_entries_in_both_languages(capsys):
    assert cli.main(["lookup", "no", "such", "key", "--lang", "both"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("aliyun-oss  NoSuchKey  (exact)")
    assert "可能原因" in out
    assert cli.main(["lookup", "NoSuchKey", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["id"] == "NoSuchKey"
    assert cli.main(["lookup", "qqqqzzzz"]) == 1
    assert capsys.readouterr() == ("", "The catalog holds nothing on this.\n")


def test_the_look_up_names_entries_by_their_code_or_ec(capsys):
    assert cli.main(["lookup", "The OSS Access Key Id you provided is disabled."]) == 0
    assert capsys.readouterr().out.startswith(
        "aliyun-oss  InvalidAccessKeyId  (this message)  The AccessKey is disabled"
    )
    assert cli.main(["lookup", "EC 0002: signature"]) == 0
    assert "aliyun-oss  EC 0002  (" in capsys.readouterr().out


def test_what_a_request_id_tells_is_json_too(capsys):
    assert cli.main(["lookup", "69A7BDBFAB12CD34EF56AB78", "--json"]) == 0
    (told,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (told["id"], told["values"]) == ("looked-up-request-id", {"time": "2026-03-04 05:06:07 UTC"})
    assert "2026-03-04 05:06:07 UTC" in told["zh"]
