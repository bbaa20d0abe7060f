"""No finder raises, whatever the report: samples cut off at random places, and hostile values wherever a value can be."""

import random
from html import escape

import pytest
from compact import samples

from inspector import capture
from inspector.catalog_entry import LANGUAGES
from inspector.diagnosis import FINDERS
from inspector.pipeline import inspect

PACKED = (".saz", ".zip", ".gz", ".bin")
SAMPLES = [path for path in samples() if path.suffix not in PACKED]
CUTS = 4
SOME_CODES = 16
"""Of some fifty, for each value and store."""

NUMBERS = ("", "0", "-1", "1e9", "²", "٣", "9" * 19, "9" * 4400, "1,2", "0x10", "NaN")
TIMES = (
    "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 00 Foo 0000 99:99:99 GMT",
    "99991231T235959Z", "0001-01-01T00:00:00+23:59", "99999999999", "00000000FFFFFFFFFFFFFFFF",
)  # fmt: skip
HOSTS = ("http://[", "[::1", "a..oss-cn-.aliyuncs.com", ".oss-cn-hangzhou.aliyuncs.com:99999999", "://", "xn--.com")
ENCODED = ("%", "%ff%fe", "e30=", "====", "W10=", "bnVsbA==", "AAAA", "+-_/", "0 1 2", "zz")
STRUCTURES = (
    "null", "[]", "{}", '{"callbackUrl": 1, "callbackBody": [], "callbackBodyType": {}}', "[" * 1200,
    '{"callbackUrl": "http://[x/;;http://a:b@c:9é", "callbackBody": "${x:A}$(y)$$", "callbackBodyType": "application/json"}',
)  # fmt: skip
SCOPES = ("OSS4-HMAC-SHA256 Credential=a/b/c/d/e,Signature=", "AWS4-HMAC-SHA256 x", "OSS a:b", "////", "STS.a/1/2/3/4")
STRINGS = (
    "GET\n\n\n\n\n",
    "PUT\n1\n2\n3\n4\n5\n6",
    "OSS4-HMAC-SHA256\n\n\n",
    "GET  Thu /",
    "a\r\nb\rc\td",
    "bytes=9-1,",
)
SIGNS = ("*", "`x` {{code|}}", "<", "&#x0;", "\0", "\udcff", "$", "\\u0026", "'\"", "…", "\u202e", "é" * 300)
HOSTILE = (*NUMBERS, *TIMES, *HOSTS, *ENCODED, *STRUCTURES, *SCOPES, *STRINGS, *SIGNS)

PARAMETERS = (
    "OSSAccessKeyId", "Expires", "Signature", "security-token", "x-oss-credential", "x-oss-date", "x-oss-expires",
    "x-oss-signature", "x-oss-signature-version", "x-oss-additional-headers", "X-Amz-Credential", "X-Amz-Date",
    "X-Amz-Expires", "X-Amz-Signature", "position", "partNumber", "uploadId", "callback", "callback-var",
)  # fmt: skip
STORES = {
    "aliyun-oss": ("AliyunOSS", "x.oss-cn-hangzhou.aliyuncs.com"),
    "jdcloud-oss": ("JDCloudOSS", "x.s3.cn-north-1.jdcloud-oss.com"),
    None: ("x", "example.com"),
}


def codes(rules):
    """Give every error code that a finder looks for."""
    lists = [value for table in rules.values() for name, value in table.items() if name.endswith("codes")]
    return sorted({code for each in lists for code in each} | {*rules["missing"]["for_code"], "source"})


def hostile(value, store, fields):
    """Give a capture in which every header, parameter and element that is known has one value."""
    server, host = STORES[store]
    line = value.replace("\r", " ").replace("\n", " ")
    word = "".join(value.split())
    headers = [f"{name}: {line}" for name in fields["header"] if name not in ("server", "host")]
    query = "&".join(f"{name}={word}" for name in PARAMETERS)
    elements = "".join(f"<{name}>{escape(value)}</{name}>" for name in fields["element"] if name != "Code")
    body = f"<Part><PartNumber>{escape(value)}</PartNumber><ETag>{escape(value)}</ETag></Part>"
    request = [f"PUT /{word}?{query} HTTP/1.1", f"Host: {host}", f"Authorization: {line}", *headers, "", body, ""]
    answer = ["HTTP/1.1 403 Forbidden", f"Server: {server}", *headers, "", f"<Error><Code>Any</Code>{elements}</Error>"]
    return "\n".join((*request, *answer))


def read(text, knowledge):
    return inspect(text.encode("utf-8", "surrogatepass"), "clipboard", "capture", knowledge, explaining=False).reports


def check(report, knowledge):
    """Ask every finder, and word what it says."""
    for find in FINDERS:
        for finding in find(report, knowledge).findings:
            assert all(isinstance(value, str) for _, value in finding.values), finding
            assert all(knowledge.said(finding, language) for language in LANGUAGES), finding


def with_code(report, code):
    return report._replace(
        facts=tuple(fact._replace(value=code) if fact.name == "code" else fact for fact in report.facts)
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_finder_raises_for_a_sample_cut_off_anywhere(sample, knowledge):
    text = capture.decode(sample.read_bytes()).text
    chance = random.Random(sample.name)  # noqa: S311 - the same cuts in every run
    for _ in range(CUTS):
        start, end = sorted(chance.choices(range(len(text) + 1), k=2))
        for piece in (text[:end], text[start:]):
            for report in read(piece, knowledge):
                check(report, knowledge)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value[:20]))
def test_no_finder_raises_for_hostile_values(value, knowledge):
    chance = random.Random(ascii(value))  # noqa: S311 - the same codes in every run
    known = codes(knowledge.rules)
    for store in STORES:
        report, *_ = read(hostile(value, store, knowledge.words("fields")), knowledge)
        assert report.fact("code")
        for code in chance.sample(known, SOME_CODES):
            check(with_code(report, code), knowledge)
