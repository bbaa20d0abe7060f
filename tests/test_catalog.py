"""The packaged catalog: of the right form, complete for every code of the source documents, and without unused words."""

import re
from pathlib import Path

import pytest

from inspector import assets, catalog, catalog_check, catalog_entry, catalog_search
from inspector.catalog_entry import read_entry, several, texts
from inspector.catalog_files import is_of_provider
from inspector.catalog_match import Query, look_up

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
    grades = {"observed", "computed", "inferred"}
    for kind, ids in (("problem", problems), ("finding", findings), ("grade", grades), ("grade-means", grades)):
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


def test_every_client_that_is_worded_can_be_named_by_a_reader(knowledge):
    """By its id in the program, or by the beginning of its User-Agent; and what is said of clients is said of these."""
    program = "".join(path.read_text("utf-8") for path in Path(catalog.__file__).parent.rglob("*.py"))
    words, rules = knowledge.words("clients"), knowledge.rules
    named = {client for client in words["client"] if f'"{client}"' in program} | set(rules["agents"].values())
    of_stores = {client for provider in knowledge.providers for sign in provider.signs for client in sign.client}
    about = {*words["client"], *words["obtain"], *rules["missing"]["wire"], *rules["nobody"]["local"], *of_stores}
    assert about - named - {"source", "checked"} == set()


def test_links_lead_to_exact_hosts_only(knowledge):
    assert {"api.aliyun.com", "docs.jdcloud.com"} <= knowledge.link_hosts
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) for host in knowledge.link_hosts)
