"""The catalog: strict to load, the most specific entry first, complete for every code of the source documents."""

import re
from pathlib import Path

import pytest
from catalog_entries import entry

from inspector import assets, catalog, catalog_check, catalog_entry, catalog_search
from inspector.catalog_entry import LANGUAGES, CatalogError, fill, read_entry, several, texts
from inspector.catalog_files import is_of_provider, load
from inspector.catalog_match import Query, look_up, normal
from inspector.model import Finding

ALIYUN_CODES = [
    "AccessDenied",
    "AccessForbidden",
    "BucketAlreadyExists",
    "BucketNotEmpty",
    "CallbackFailed",
    "DownloadTrafficRateLimitExceeded",
    "Downloadtrafficratelimitexceeded",
    "EntityTooLarge",
    "EntityTooSmall",
    "FieldItemTooLong",
    "FileImmutable",
    "FilePartInterity",
    "FilePartNotExist",
    "FilePartStale",
    "ImageDamage",
    "IncorrectNumberOfFilesInPOSTRequest",
    "InternalError",
    "InvalidAccessKeyId",
    "InvalidArgument",
    "InvalidBucketName",
    "InvalidDigest",
    "InvalidEncryptionAlgorithmError",
    "InvalidObjectName",
    "InvalidObjectState",
    "InvalidPart",
    "InvalidPartOrder",
    "InvalidPolicyDocument",
    "InvalidTargetBucketForLogging",
    "InvalidTargetType",
    "MalformedPOSTRequest",
    "MalformedXML",
    "MaxPOSTPreDataLengthExceededError",
    "MetaOperationQpsLimitExceeded",
    "MethodNotAllowed",
    "MissingArgument",
    "MissingContentLength",
    "NoSuchBucket",
    "NoSuchKey",
    "NoSuchUpload",
    "NotImplemented",
    "ObjectNotAppendable",
    "PositionNotEqualToLength",
    "PreconditionFailed",
    "RequestIsNotMultiPartContent",
    "RequestTimeout",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "SymlinkTargetNotExist",
    "TooManyBuckets",
    "UploadTrafficRateLimitExceeded",
    "UserDisable",
]

JDCLOUD_CODES = [
    "PermanentRedirect",
    "TemporaryRedirect",
    "Redirect",
    "POLICYError",
    "RequestTimeOut",
    "SlowDown",
    "RequestTimeTooSkewed",
    "InvalidCompressError",
    "TooManyBuckets",
    "CompressObjectsNumError",
    "TooManyMultipartUploads",
    "InvalidParamError",
    "EFFECT",
    "UserAlreadyHasKeys",
    "ConnectionLost",
    "SignatureDoesNotMatch",
    "SignatureDoesNotMatchV2",
    "MethodNotAllowed",
    "InvalidPayer",
    "InvalidAccessKeyId",
    "AccessForbidden",
    "InvalidBucketName",
    "InvalidMaxAge",
    "InvalidLocationConstraint",
    "InvalidObjectKey",
    "InvalidCompressType",
    "InvalidContentLengthError",
    "InvalidContentMD5Error",
    "EntityTooLarge",
    "CORSConfigurationTooLarge",
    "InvalidCORSConfiguration",
    "InvalidWebsiteConfiguration",
    "WebsiteConfigurationTooLarge",
    "ImgProtectedConditionTooLarge",
    "MissingContentLength",
    "MissingContentMD5",
    "ContentDispositionTooLong",
    "BadDigest",
    "BadContentLength",
    "InvalidRange",
    "NotSupportMultiRange",
    "KeyTooLong",
    "InvalidPartOrder",
    "MalformedPolicy",
    "IncorrectNumberOfFilesInPostRequest",
    "InvalidToken",
    "BadRequest",
    "InvalidURI",
    "InvalidArgument",
    "NoSuchDomain",
    "InvalidPolicyDocument",
    "InvalidImgProtectedCondition",
    "MalformedJson",
    "MissingSecurityHeader",
    "IncompleteBody",
    "AccessDenied",
    "AccountProblem",
    "AccessKeyLimited",
    "AccountArrear",
    "BucketAlreadyExists",
    "BucketAlreadyOwnedByYou",
    "BucketNotEmpty",
    "BucketHasMutiUploads",
    "BucketHasReplicationConfiguration",
    "BucketHasPictureStyle",
    "InvalidPart",
    "TooManyParts",
    "NoSuchCORSConfiguration",
    "NoSuchWebsiteConfiguration",
    "NoSuchBucket",
    "NoSuchReplicationConfiguration",
    "NoSuchImgProtectedCondition",
    "NoSuchKey",
    "NoSuchUpload",
    "InternalError",
    "DecryptError",
    "NotImplemented",
    "ServiceUnavailable",
    "MalformedXML",
    "InternalErrror",
    "CompressOjectsNumError",
    "BucketHasMultiUploads",
]

ALL_CODES = [("aliyun-oss", code) for code in ALIYUN_CODES] + [("jdcloud-oss", code) for code in JDCLOUD_CODES]


@pytest.fixture(scope="session")
def advise(knowledge):
    """Give a function: provider id and what an answer holds -> the entries, best first."""

    def advised(provider, **query):
        return look_up(knowledge.provider(provider), Query(**query), lambda _: None)

    return advised


# the packaged catalog


@pytest.mark.parametrize("name", sorted(assets.packaged()))
def test_the_packaged_catalog_is_of_the_right_form(knowledge, name):
    text = assets.packaged()[name]
    if is_of_provider(text):
        assert catalog_check.faults_of(f"{name}.toml", text, knowledge) == ()
    elif name not in ("common", "regions", "diagnosis", "terms"):
        assert catalog_check.faults_of_words(name, text) == ()


def test_no_id_stands_twice_for_one_provider(knowledge):
    for provider in knowledge.providers:
        ids = [read_entry(piece.file, piece.text)["id"] for piece in provider.entries]
        assert len(set(ids)) == len(ids), provider.id


def test_every_entry_is_reached(knowledge):
    """By an answer that holds just what it is matched by: none stands behind another for ever."""
    for provider in knowledge.providers:
        for piece in provider.entries:
            entry = read_entry(piece.file, piece.text)
            match = {key: several(value)[0] for key, value in entry["match"].items()}
            family = match.get("family")
            status = match.get("status", "")
            query = Query(
                match.get("ec") or (f"{family}-99999999" if family else ""),
                match.get("code", ""),
                match.get("message", ""),
                status.replace("xx", "18"),
            )
            assert look_up(provider, query, lambda _: None)[0].id == entry["id"], entry["id"]


def test_every_region_has_names_and_an_endpoint(knowledge):
    assert len({(region.provider, region.id) for region in knowledge.regions}) == len(knowledge.regions) == 40
    for region in knowledge.regions:
        assert region.en
        assert region.zh
        assert region.public or region.internal
        assert knowledge.provider(region.provider)


@pytest.mark.parametrize(("provider", "code"), ALL_CODES)
def test_every_documented_code_has_advice_in_both_languages(advise, provider, code):
    entry = advise(provider, code=code)[0]
    assert entry.matched_on == "code"
    for advice in (entry.en, entry.zh):
        assert all(text.strip() for text in (advice.title, advice.cause, *advice.why, *advice.fix))
        assert advice.why
        assert advice.fix
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in (entry.zh.title, entry.zh.cause, *entry.zh.fix))
    assert not re.search(r"[\u4e00-\u9fff]", entry.en.title + entry.en.cause + "".join((*entry.en.why, *entry.en.fix)))
    assert all(source.strip() for source in entry.sources)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.checked)


@pytest.mark.parametrize(("provider", "code"), ALL_CODES)
def test_advice_comes_from_its_own_providers_file(knowledge, advise, provider, code):
    own = "\n".join(piece.text for piece in knowledge.provider(provider).entries)
    for one in advise(provider, code=code):
        assert f'id = "{one.id}"' in own


def test_the_same_code_means_different_things_at_different_stores(advise):
    for code in set(ALIYUN_CODES) & set(JDCLOUD_CODES):
        assert advise("aliyun-oss", code=code)[0].en.cause != advise("jdcloud-oss", code=code)[0].en.cause, code


def test_the_three_messages_of_an_invalid_key_have_their_own_entries(advise):
    messages = (
        "The OSS Access Key Id you provided is disabled.",
        "The OSS Access Key Id you provided does not exist in our records.",
        "The OSS Access Key Id contains non-acceptable characters, which accepts only alphanumeric characters[0-9a-zA-Z] and several special characters[. _=]",
    )
    found = [advise("aliyun-oss", code="InvalidAccessKeyId", message=message) for message in messages]
    assert [entries[0].matched_on for entries in found] == ["code+message"] * 3
    assert len({entries[0].id for entries in found}) == 3
    assert {entries[1].matched_on for entries in found} == {"code"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("InternalErrror", "InternalError"), ("CompressOjectsNumError", "CompressObjectsNumError"),
     ("BucketHasMutiUploads", "BucketHasMultiUploads")],
)  # fmt: skip
def test_a_misspelling_of_the_documents_and_the_right_spelling_both_match(advise, written, meant):
    assert advise("jdcloud-oss", code=written)[0].id == advise("jdcloud-oss", code=meant)[0].id


def test_an_unknown_ec_still_gives_the_advice_of_the_code(advise):
    assert advise("aliyun-oss", ec="9999-99999999", code="NoSuchKey")[0].matched_on == "code"


def test_an_unknown_code_gives_no_advice(advise):
    assert advise("aliyun-oss", code="InventedCode", message="m") == ()
    assert advise("aliyun-oss") == ()


def test_a_known_ec_ranks_first(knowledge, advise):
    found = knowledge.provider("aliyun-oss").entries
    numbers = [number for piece in found for number in re.findall(r'match = \{ ec = "([\d-]+)" \}', piece.text)]
    assert len(numbers) > 180
    for number in numbers:
        entries = advise(
            "aliyun-oss", ec=number, code="AccessDenied", message="You have no right to access this object"
        )
        assert entries[0].matched_on == "ec", number
        assert entries[-1].matched_on == "code"


def test_other_stores_have_a_name_and_no_advice(knowledge):
    for provider in knowledge.providers:
        assert set(provider.name) == {"en", "zh"}
        if provider.id not in ("aliyun-oss", "jdcloud-oss"):
            assert provider.entries == ()


def test_every_placeholder_reads_well_without_a_value(knowledge, advise):
    for provider, code in ALL_CODES:
        for one in advise(provider, code=code):
            for text in (*texts(one.en._asdict()), *texts(one.zh._asdict())):
                assert "{{" not in text
                assert "}}" not in text
                assert "  " not in text, (one.id, text)


def test_every_problem_and_finding_of_the_engine_is_worded(knowledge):
    sources = "\n".join(
        path.read_text("utf-8") for path in Path(catalog.__file__).parent.rglob("*.py") if "ui" not in path.parts
    )
    problems = set(re.findall(r'(?:Problem|tell)\(\s*"([a-z-]+)"', sources)) - {"peeled-"}
    problems |= {f"peeled-{kind}" for kind in ("quoted", "barred", "commented", "indented")}
    findings = set(re.findall(r'Finding\(\s*"([a-z-]+)"', sources))
    assert len(problems) > 20
    assert len(findings) > 8
    for kind, ids in (("problem", problems), ("finding", findings), ("grade", {"observed", "computed", "inferred"})):
        for key in ids:
            assert knowledge.text(kind, key, "zh") != key, key


def test_every_word_is_used(knowledge):
    """Spelt out in the program, or made of a peeled mark, a level of the guidance, a kind of network."""
    program = "".join(path.read_text("utf-8") for path in Path(catalog.__file__).parent.rglob("*.py"))
    peeled = ("quoted", "barred", "commented", "indented", "logged", "numbered")
    archives = ("too-many", "encrypted", "method", "binary")
    made = {"problem": {f"peeled-{kind}" for kind in peeled} | {f"archive-{kind}" for kind in archives}}
    made["level"] = {"code+message", *catalog_entry.LEVELS}
    kinds = ("v1", "v2", "v4", "aws2", "aws4")
    made["scheme"] = {f"{kind}-{place}" for kind in kinds for place in ("header", "url")}
    made["how"] = set(catalog_search.HOW)
    made["doubt"] = {"code", "message", "status"}
    made["network"] = {host.network for provider in knowledge.providers for host in provider.hosts}
    for kind, rows in knowledge.words("words").items():
        unused = [key for key in rows if f'"{key}"' not in program and key not in made.get(kind, ())]
        assert (kind, unused) == (kind, [])


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


def test_links_lead_to_exact_hosts_only(knowledge):
    assert {"api.aliyun.com", "docs.jdcloud.com"} <= knowledge.link_hosts
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) for host in knowledge.link_hosts)
