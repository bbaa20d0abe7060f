"""No secret leaves, in any dress or disguise; what support needs stays."""

import base64
import re
from urllib.parse import quote

import pytest
import secrets_left
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.catalog_entry import fill, read_entry, texts
from inspector.redact import Redacted, Secret, find_secrets, redact, redact_wording
from inspector.secret_names import NAMES as NAMES_OF_SECRETS
from inspector.secret_names import NEEDLES, WHOLE_NAMES, kind_of

REQUEST_ID = "6B011F19D9825E05FEEA1E14"
KEY_ID = "LTAI5tInventedKey00000001"
TOKEN = "CAISvInvented/Token+for0Tests==zz"
SIGNATURE = "pZ3/inv+ented0Signature9abc="
BODY = (
    '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated '
    f"does not match the signature you provided.</Message><RequestId>{REQUEST_ID}</RequestId>"
    f"<OSSAccessKeyId>{KEY_ID}</OSSAccessKeyId><EC>0002-00000040</EC></Error>"
)


def seven_places():
    query = f"OSSAccessKeyId={KEY_ID}&Expires=1795220000&Signature={quote(SIGNATURE, safe='')}&security-token={quote(TOKEN, safe='')}"
    return "\n".join(
        [
            f"GET /o?{query} HTTP/1.1",
            "Host: examplebucket.oss-cn-hangzhou.aliyuncs.com",
            f"Authorization: OSS {KEY_ID}:{SIGNATURE}",
            f"x-oss-security-token: {TOKEN}",
            "",
            '"queryString": [{"name": "Signature", "value": "' + SIGNATURE + '"}]',
            f"<StringToSignBytes>{TOKEN.encode().hex(' ').upper()}</StringToSignBytes>",
            f"bytes seen: {TOKEN.encode().hex(' ').upper()}",
            f"x-oss-request-id: {REQUEST_ID}",
            f"x-oss-err: {base64.b64encode(BODY.encode()).decode()}",
            BODY,
        ]
    )


def disguises(value):
    """Every form in which `value` could still be read."""
    raw = value.encode()
    yield value
    yield quote(value, safe="")
    yield quote(value, safe="").lower()
    yield "".join(f"%{byte:02x}" for byte in raw)
    yield value.replace("+", " ")
    yield raw.hex()
    yield raw.hex().upper()
    yield raw.hex(" ").upper()
    yield raw.hex(":")
    yield value.replace("/", "\\/")
    yield value.replace("/", "\\u002f").replace("+", "\\u002B")
    yield value.replace("+", "&#43;").replace("=", "&#x3D;")


def blobs(value):
    """Base64 in which `value` stands at each of three places, in both alphabets."""
    for before in ("", "a", "ab"):
        inner = f"{before}{value} and the rest of it".encode()
        yield base64.b64encode(inner).decode()
        yield base64.urlsafe_b64encode(inner).decode().rstrip("=")


def readable(text, value):
    """Tell whether `value` can be got back out of `text`, by anyone with the usual decoders."""
    seen = [text]
    seen += [
        bytes.fromhex(re.sub("[ :]", "", run)).decode("latin-1")
        for run in re.findall(r"(?:[0-9A-Fa-f]{2}[ :]?){6,}", text)
    ]
    for run in re.findall(r"[A-Za-z0-9+/_\-]{8,}", text):
        standard = run.replace("-", "+").replace("_", "/")
        for cut in range(4):
            piece = standard[cut:]
            piece = piece[: len(piece) // 4 * 4]
            seen.append(base64.b64decode(piece).decode("latin-1"))
    return any(form in each for each in seen for form in disguises(value))


def test_seven_planted_places_are_hidden():
    text = redact(seven_places()).text
    for value in (KEY_ID, TOKEN, SIGNATURE):
        assert not readable(text, value)


def test_what_support_needs_stays():
    text = redact(seven_places()).text
    kept = (
        REQUEST_ID,
        "Expires=1795220000",
        "examplebucket.oss-cn-hangzhou.aliyuncs.com",
        "0002-00000040",
        "SignatureDoesNotMatch",
    )
    for value in (
        *kept,
        "‹AccessKeyId LTAI…›",
        "‹Authorization OSS›",
        "The request signature we calculated does not match",
    ):
        assert value in text


SCOPE = "20261121/cn-hangzhou/oss/aliyun_v4_request"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: OSS LTAI5tX:c2lnbmF0dXJl=", "Authorization: ‹Authorization OSS›"),
        (
            f"authorization: OSS4-HMAC-SHA256 Credential=LTAI5tAB12/{SCOPE},AdditionalHeaders=host,Signature=0a1b2c3d4e",
            f"authorization: ‹Authorization OSS4-HMAC-SHA256 LTAI…/{SCOPE}›",
        ),
        ("Proxy-Authorization: Bearer abc.def1", "Proxy-Authorization: ‹Authorization Bearer›"),
        ("Authorization: hunter2hunter2", "Authorization: ‹Authorization›"),
        ("OSSAccessKeyId=STS.NabCdEf1234567&Expires=5", "OSSAccessKeyId=‹AccessKeyId STS.…›&Expires=5"),
        ("AWSAccessKeyId=AKIAABCDEFGH1234&x=1", "AWSAccessKeyId=‹AccessKeyId AKIA…›&x=1"),
        ("AccessKeyId: JDC_0A1B2C3D4E5F", "AccessKeyId: ‹AccessKeyId JDC_…›"),
        ("AccessKeyId: 0A1B2C3D4E5F", "AccessKeyId: ‹AccessKeyId›"),
        (
            f"x-oss-credential=LTAI5tAB12%2F{SCOPE.replace('/', '%2F')}&a=b",
            f"x-oss-credential=‹AccessKeyId LTAI…›%2F{SCOPE.replace('/', '%2F')}&a=b",
        ),
        (
            "x-amz-signature=0123abcd&X-Amz-Date=20261121T000000Z",
            "x-amz-signature=‹Signature›&X-Amz-Date=20261121T000000Z",
        ),
        ("Set-Cookie: sid=abc123; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "Set-Cookie: ‹Cookie›"),
        ("https://jane:s3cret1@host.example/o?a=1", "https://‹Login›@host.example/o?a=1"),
        (
            '{"policy": "eyJleHBpcmF0aW9u", "callback-var": "eyJ4IjoxfQ=="}',
            '{"policy": "‹Policy›", "callback-var": "‹Callback›"}',
        ),
        ('name="policy"\r\n\r\neyJhIjoxfQ==\r\n--b', 'name="policy"\r\n\r\n‹Policy›\r\n--b'),
        ("a -----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY----- b", "a ‹PrivateKey› b"),
        ("<StringToSign>GET\n\n\n1\n/b/o</StringToSign>", "<StringToSign>‹StringToSign›</StringToSign>"),
        (
            "<CanonicalRequestBytes>47 45</CanonicalRequestBytes>",
            "<CanonicalRequestBytes>‹CanonicalRequest›</CanonicalRequestBytes>",
        ),
        (
            "<SignatureProvided><![CDATA[a<b1]]></SignatureProvided>",
            "<SignatureProvided><![CDATA[‹Signature›]]></SignatureProvided>",
        ),
        (
            '"cookies": [{"name": "sid", "value": "x]y1"}], "a": 1',
            '"cookies": [{"name": "sid", "value": "‹Cookie›"}], "a": 1',
        ),
        (
            "ossutil ls -i LTAI5tAB1 --access-key-secret abcDEF123 oss://b",
            "ossutil ls -i ‹AccessKeyId LTAI…› --access-key-secret ‹AccessKeySecret› oss://b",
        ),
        (
            f"{{Authorization=OSS a:b1, x-oss-request-id={REQUEST_ID}}}",
            f"{{Authorization=‹Authorization OSS›, x-oss-request-id={REQUEST_ID}}}",
        ),
        ("password=abc, user=jane", "password=‹Password› user=jane"),
        ("密码：abc123", "密码：‹Password›"),
        ("Host\ta.cn\nCookie\tsid=x1; b=y2\nServer\tAliyunOSS\n", "Host\ta.cn\nCookie\t‹Cookie›\nServer\tAliyunOSS\n"),
        (
            "x-oss-security-token\n\tCAISq8Wz\nServer\n\tAliyunOSS",
            "x-oss-security-token\n\t‹SecurityToken›\nServer\n\tAliyunOSS",
        ),
        ("the Signature\tis wrong\nCode\tAccessDenied\n", "the Signature\tis wrong\nCode\tAccessDenied\n"),
    ],
)
def test_form(text, expected):
    assert redact(text).text == expected


NAMES = (
    "Signature", "x-oss-signature", "X-Amz-Signature", "OSSAccessKeyId", "AWSAccessKeyId", "AccessKeySecret",
    "secret_access_key", "security-token", "x-oss-security-token", "X-Amz-Security-Token", "SecurityToken", "Authorization",
    "Proxy-Authorization", "Cookie", "Set-Cookie", "password", "x-oss-callback-var", "StringToSign", "CanonicalRequest",
    "SignatureProvided", "access_token", "client-secret", "OSS_ACCESS_KEY_SECRET", "fs.oss.accessKeySecret",
)  # fmt: skip
DRESSES = (
    "{n}: {v}\n", "{n}={v}&z=1", "?a=1&{n}={v} HTTP/1.1", '"{n}": "{v}"', "'{n}': '{v}'", '{n} => "{v}"', "<{n}>{v}</{n}>",
    "&lt;{n}&gt;{v}&lt;/{n}&gt;", "\\u003c{n}\\u003e{v}\\u003c/{n}\\u003e", "{n}=[{v}]", "[{n}]: {v}", "{n}:[{v}]", "curl -H '{n}: {v}' https://h/",
    'curl -H "{n}: {v}"', '{{"name": "{n}", "value": "{v}"}}', '{{"value": "{v}", "name": "{n}"}}', '{{\\"{n}\\": \\"{v}\\"}}',
    "GET / HTTP/1.1\\r\\n{n}: {v}\\r\\nHost: h", "('{n}', '{v}')", 'form-data; name="{n}"\r\n\r\n{v}\r\n--b', "> {n}: {v}\r\n", '"{n}": ["{v}"]',
    "u=%3F{n}%3D{v}%26z%3D1", "{n} = {v};",
)  # fmt: skip
CANARIES = tuple(f"CANARY{index:02d}x7Qz9Kd{index:02d}" for index in range(24))


@pytest.mark.parametrize("dress", DRESSES)
def test_24_canaries_in_a_dress(dress):
    for name, canary in zip(NAMES, CANARIES, strict=True):
        text = f"start {REQUEST_ID}\n{dress.replace('{{', '{').replace('}}', '}').replace('{n}', name).replace('{v}', canary)}\nrequest-id: {REQUEST_ID}"
        hidden = redact(text)
        assert canary not in hidden.text, (name, hidden.text)
        assert hidden.text.count(REQUEST_ID) == 2
        assert redact(hidden.text) == Redacted(hidden.text, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        "OSS authentication requires the Signature, Expires and OSSAccessKeyId parameters",
        "The OSS Access Key Id you provided does not exist in our records. The Security Token may be lost to specify that it is a STS Access Id.",
        "InvalidAccessKeyId: The OSS Access Key Id you provided does not exist in our records.",
        "InvalidSecurityToken: The security token you provided is invalid.",
        "Invalid according to Policy: Policy expired.",
        "Message: Signature: The request is bad",
        "Basic authentication is required. Bearer tokens are not accepted.",
        "SecurityTokenExpired ErrorMessage=The security token you provided has expired.",
        "call STS.AssumeRole or sts.aliyuncs.com first",
        f"x-oss-request-id: {REQUEST_ID}, x-amz-request-id: 956F69119AE3958B, id 123e4567-e89b-12d3-a456-426614174000",
        "<Code>AccessDenied</Code><EncodedDiagnosticMessage>AQIBIAAAAOPdwKY2QLOvgMEc7SkkoJfj1kvZwsaRqNYMh10Tv0wTe0fC</EncodedDiagnosticMessage>",
        "x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20261121T000000Z&x-oss-expires=60",
        "https://api.aliyun.com/troubleshoot?q=0002-00000040 next-continuation-token: CgJiYw",
        "Authorization: XXXX\nSignature=**REDACTED** token: null OSSAccessKeyId=****",
        "签名：不匹配，请检查 AccessKey",
    ],
)
def test_sentence_stays(sentence):
    assert redact(sentence) == Redacted(sentence, 0)


def test_known_values_are_hidden_in_other_text():
    known = find_secrets(seven_places())
    assert redact(f"retry with {SIGNATURE} or {KEY_ID}", known).text == "retry with ‹Signature› or ‹AccessKeyId LTAI…›"
    assert redact("wert geheim-4711 hier", ["geheim-4711"]).text == "wert ‹Secret› hier"


def test_copies_that_were_cut_are_hidden():
    long = "CAIS" + "invented0Token" * 8
    assert "invented0" not in redact(f"SecurityToken={long}\nseen: {long[:60]} (truncated)").text


def test_blob_that_decodes_to_a_secret_is_hidden_whole():
    blob = base64.b64encode(BODY.encode()).decode()
    assert redact(f"x-oss-err: {blob}\nDate: x").text == "x-oss-err: ‹Encoded›\nDate: x"
    assert redact(f"bytes {BODY.encode().hex(' ')} end").text == "bytes ‹Encoded› end"


def test_request_id_in_a_cookie_stays_readable():
    text = f"Cookie: rid={REQUEST_ID}\nx-oss-request-id: {REQUEST_ID}"
    assert redact(text).text == f"Cookie: ‹Cookie›\nx-oss-request-id: {REQUEST_ID}"


def test_a_forged_mark_hides_nothing_from_us():
    assert "hunter2x" not in redact("Cookie: ‹hunter2x›").text
    assert "hunter2x" not in redact("Authorization: ‹Authorization hunter2x›").text


def test_find_secrets_names_the_kind():
    assert find_secrets("OSSAccessKeyId=LTAI5tABCDEF1&Signature=abcDEF123%3D")[:2] == (
        Secret("AccessKeyId", "LTAI5tABCDEF1"),
        Secret("Signature", "abcDEF123%3D"),
    )


values = st.text("ABCDEFGHJKabcdefghjk0123456789+/", min_size=9, max_size=48).map(lambda each: f"q7{each}Z3")


@settings(max_examples=150, deadline=None)
@given(values, st.sampled_from(NAMES), st.sampled_from(DRESSES[:12]), st.data())
def test_no_disguise_survives(value, name, dress, data):
    planted = dress.replace("{n}", name).replace("{v}", value)
    form = data.draw(st.sampled_from([*disguises(value), *blobs(value)]))
    text = redact(f"{planted}\nold: <{form}>\nRequestId {REQUEST_ID}", [value]).text
    assert not readable(text, value)
    assert REQUEST_ID in text


pieces = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(
        [
            ": ",
            "=",
            "&",
            '"',
            "'",
            "\n",
            "\\n",
            "%3D",
            "\\u0026",
            "&lt;",
            "<",
            ">",
            "[",
            "]",
            "{",
            "}",
            ", ",
            " ",
            "OSS ",
            "Bearer ",
            "‹Cookie›",
            "‹AccessKeyId LTAI…›",
            "://",
            "@",
            "LTAI",
            "; ",
            '\\"',
        ]
    ),
    st.text("aB3+/=é", max_size=14),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, max_size=24).map("".join))
def test_hiding_twice_changes_nothing(text):
    once = redact(text).text
    assert redact(once) == Redacted(once, 0)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    once = redact(text).text
    assert redact(once).text == once


def test_many_secrets_cost_no_more_than_their_number():
    lines = "".join(f"GET /o?OSSAccessKeyId=LTAI5tInv{i:06d}&Signature=sig{i:09d}abc%3D\r\n" for i in range(2000))
    assert redact(lines).hidden == 4000


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Token-0", "SecurityToken"),
        ("password_2", "Password"),
        ("SignatureProvided", "Signature"),
        ("AccessKeyIdProvided", "AccessKeyId"),
        ("OSSAccessKeyIdProvided", "AccessKeyId"),
        ("x-amz-server-side-encryption-customer-key", "Secret"),
        ("x-amz-copy-source-server-side-encryption-customer-key", "Secret"),
        ("x-oss-server-side-encryption-customer-key", "Secret"),
        ("x-amz-server-side-encryption-customer-key-md5", None),
        ("x-amz-server-side-encryption-customer-algorithm", None),
        ("x-amz-id-2", None),
        ("NextToken-1", None),
        ("InvalidAccessKeyIdProvided", None),
    ],
)
def test_a_name_announces_its_secret_numbered_or_echoed_too(name, kind):
    assert kind_of(name) == kind
    assert ("Q7vK2mZx9LpW4t" in redact(f"{name}: Q7vK2mZx9LpW4t").text) is (kind is None)
    assert ("Q7vK2mZx9LpW4t" in redact(f"<{name}>Q7vK2mZx9LpW4t</{name}>").text) is (kind is None)


def test_every_name_has_a_needle():
    for name in (*NAMES_OF_SECRETS, *WHOLE_NAMES):
        assert any(needle in name for needle in NEEDLES), name


KEY = "LTAI5tQw8eRt2Yu6Io4Pa9Sd"
BROKEN = (
    "Signature: pZ3/inv+\nented0Sig9abc=\nHost: h",
    '>> "Authorization: OSS LTAI5tvZ\n    AJkAwipf1FFVQs2I:pZ3/inv+ented0\n    0Sig9abcdefghij=[\\r][\\n]"',
    "Signature=pZ3/inv+\\\n  ented0Sig9abc=&x=1",
    "> x-oss-security-token: CAISq8Wz3Rt\n> ented0Sig9abc\n> x-oss-date: 1",
    '"accessKeySecret": "q8Wz3RtYu\nented0Sig9abc", "a": 1',
    "<SecurityToken>CAISq8Wz3Rt\nented0Sig9abc</SecurityToken>",
    f"Authorization: OSS {KEY}:pZ3/inv+\nented0Sig9abcdefg7h=\nHost: h",
    f"Authorization: OSS4-HMAC-SHA256 Credential={KEY}/{SCOPE},AdditionalHeaders=host,\n Signature=ented0Sig9abc{'0a' * 26}",
)


@pytest.mark.parametrize("text", BROKEN)
def test_a_secret_that_is_broken_over_lines_is_hidden_to_its_end(text):
    for each in (text, text.replace("\n", "\r\n"), f"> {text}".replace("\n", "\n> ")):
        hidden = redact(f"{each}\nx-oss-request-id: {REQUEST_ID}").text
        assert "Sig9" not in hidden
        assert hidden.endswith(f"x-oss-request-id: {REQUEST_ID}")


@pytest.mark.parametrize(
    "line",
    [
        REQUEST_ID,
        "956F69119AE3958B",
        "123e4567-e89b-12d3-a456-426614174000",
        "SignatureDoesNotMatch",
        "NoSuchKey",
        "0002-00000040",
        "403",
        "cn-hangzhou",
        "examplebucket.oss-cn-hangzhou.aliyuncs.com",
        f"RequestId: {REQUEST_ID}",
        "x-oss-server-time=39",
        "<Code>AccessDenied</Code>",
        "HTTP/1.1 403 Forbidden",
        "2026-11-21 10:00:00 INFO next",
        "The request signature we calculated does not match",
        "at com.aliyun.oss.OSSClient(OSSClient.java:100)",
    ],
)
def test_a_line_of_its_own_is_no_rest_of_a_secret(line):
    for secret in (
        "x-oss-security-token: CAISq8Wz3RtYu7Io",
        f"AccessKeyId={KEY}",
        "Signature: pZ3/inv+ented0Sig9abc12345=",
        "sk=q8Wz3RtYu7Io",
    ):
        assert redact(f"{secret}\n{line}\n").text.endswith(f"\n{line}\n"), secret


def test_a_fragment_of_a_known_secret_is_hidden():
    token = "CAISq8Wz3RtYu7IoPlKjHg5Fd2Sa9Zx1Cv4Bn6Mq0We8Rt"
    known = [Secret("SecurityToken", token)]
    for piece in (
        token[20:],
        token[10:30],
        token[:18],
        token[:20] + "\n    " + token[20:],
        token[5:25] + " + \n> " + token[25:],
    ):
        for form in (str, lambda text: quote(text, safe=""), lambda text: text.encode().hex()):
            left = redact(f"seen <{form(piece)}> {REQUEST_ID}", known).text
            assert not any(form(piece)[at : at + 8] in left for at in range(len(form(piece)) - 7))
            assert REQUEST_ID in left


def test_no_sentence_of_the_catalog_is_taken_for_a_secret(knowledge):
    for provider in knowledge.providers:
        for piece in provider.entries:
            entry = read_entry(piece.file, piece.text)
            for text in (*texts(entry["en"]), *texts(entry["zh"])):
                said = fill(text, lambda _: None)
                assert redact_wording(said).text == said, entry["id"]
    for key, row in knowledge.words("findings")["finding"].items():
        for text in row.values():
            said = fill(text, lambda _: None)
            assert redact_wording(said).text == said, key


def test_what_was_filled_into_a_sentence_of_ours_is_hidden():
    sentence = "Compare StringToSign: the URL has LTAI5tInventedKeyOfNobody and quinceblossomjam17."
    assert redact_wording(sentence, ["quinceblossomjam17"]).text == (
        "Compare StringToSign: the URL has ‹AccessKeyId LTAI…› and ‹Secret›."
    )


LOGGED = "2026-11-21T10:00:00.123Z INFO  uploader - "


def broken_in_a_log(before, behind):
    """A token that a log breaks, between so many other lines."""
    other = [f"{LOGGED}part {number} of {REQUEST_ID} uploaded" for number in range(max(before, behind))]
    broken = [f"{LOGGED}x-oss-security-token: CAISq8Wz3RtYu7Io", f"{LOGGED}PlKjHg5Fd2Sa9Zx1Cv4Bn6Mq0"]
    return "\n".join((*other[:before], *broken, *other[:behind]))


@pytest.mark.parametrize(("before", "behind"), [(0, 1), (3, 3), (20_000, 1)])
def test_a_secret_that_a_log_breaks_is_hidden_in_a_long_text_too(before, behind):
    hidden = redact(broken_in_a_log(before, behind)).text
    assert "PlKjHg" not in hidden
    assert hidden.count(REQUEST_ID) == before + behind
    assert hidden.count(LOGGED) == before + behind + 2


def test_a_key_of_nothing_but_capitals_is_known_by_a_piece():
    key = "AKIAPKGHREYZZPDGFBYM"
    for piece in (key[4:], key[9:], key[8:19]):
        hidden = redact(f"seen {piece}/20261121 ACCESSDENIED SIGNATURE {REQUEST_ID}", [key]).text
        assert piece[-8:] not in hidden
        assert hidden.endswith(f"/20261121 ACCESSDENIED SIGNATURE {REQUEST_ID}")
    assert redact("AccessKeyId=LTAIW78\nDFPOOAAYYBKAZ; ACCESSDENIED").text.endswith(
        "=‹AccessKeyId LTAI…›; ACCESSDENIED"
    )


def test_a_value_that_ends_within_another_is_followed_behind_it():
    signature = Secret("Signature", "eXMC3bwzIEHQix5mBWFogsRFW/s=")
    known = [signature, Secret("Authorization", "MFCW0E3LKS5WV6FJA:eXMC3bwzIEHQi")]
    hidden = redact('seen MFCW0E3LKS5WV6FJA:eXMC3bwzIEHQi\nx5mBWFogsRFW/s="} end\nx5mBWFogsRFW/s=', known).text
    assert secrets_left.leaks([hidden], [signature.value]) == []
    assert '"} end' in hidden


def test_a_short_rest_is_a_word_of_its_own():
    assert redact(f"{KEY_ID[:-1]}\n{KEY_ID[-1]}ov 21", [KEY_ID]).text.endswith(f"\n{KEY_ID[-1]}ov 21")
    assert redact(f"{KEY_ID[:-1]}\n{KEY_ID[-1]}; a", [KEY_ID]).text == "‹AccessKeyId LTAI…›; a"


def test_a_name_that_a_column_breaks_is_put_together():
    line = f"request {REQUEST_ID} to examplebucket.oss-cn-hangzhou.aliyuncs.com failed".ljust(97, ".")
    for first, second in (("Coo", "kie: sid="), ("Sig", "nature: ")):
        hidden = redact(f"{line}{first}\n{second}q8Wz3RtYu7IoPlKjHg5Fd2Sa9Zx1\nx-oss-request-id: {REQUEST_ID}").text
        assert "PlKj" not in hidden
        assert hidden.startswith(line)
        assert hidden.endswith(f"x-oss-request-id: {REQUEST_ID}")


def test_what_was_hidden_stays_as_it_is_shown():
    for joined in ('" +\n    "', "\\\n    "):
        value = (
            f"OSS4-HMAC-SHA256 Credential=LTAI5tInv{joined}entedKey01/{SCOPE},Signature={'0a' * 13}{joined}{'0a' * 19}"
        )
        for text in (f'>> "Authorization: {value}[\\r][\\n]"', f"Authorization: '{value}',\n 'a': 'b'"):
            hidden = redact(text, find_secrets(text)).text
            assert SCOPE in hidden
            assert "0a0a" not in hidden


def test_a_region_stays_where_its_credential_is_broken_or_signed():
    credential = f"Authorization: OSS4-HMAC-SHA256 Credential=LTAI5tInv\n  entedKey01/{SCOPE},Signature={'0a' * 32}"
    assert SCOPE in redact(credential).text
    signed = f"<StringToSign>OSS4-HMAC-SHA256\n20261121T000000Z\n{SCOPE}\n{'0a' * 32}</StringToSign>"
    assert redact(signed).text == f"<StringToSign>‹StringToSign {SCOPE}›</StringToSign>"


@pytest.mark.parametrize(
    "written",
    [
        base64.b64encode(TOKEN.encode("utf-16-le")).decode(),
        base64.b64encode(base64.b64encode(TOKEN.encode())).decode(),
        TOKEN.encode("utf-16-le").hex(),
        ", ".join(f"0x{byte:02x}" for byte in TOKEN.encode()),
        TOKEN.replace("/", "&sol;").replace("+", "&plus;").replace("=", "&equals;"),
        "\n".join(f"{at:08x}: {TOKEN.encode()[at : at + 16].hex(' ', 2):<39}  {TOKEN[at : at + 16]}" for at in (0, 16, 32)),
        "\n".join(f"{at:04x}: {f'x-oss-security-token: {TOKEN}'[at : at + 64]}" for at in (0, 64)),
        f"a=3D1\nx-oss-security-token: {TOKEN[:12]}=\n{TOKEN[12:]}".replace(TOKEN[-2:], "=3D" * 2),
    ],
)  # fmt: skip
def test_a_known_secret_is_hidden_in_what_else_writes_it(written):
    hidden = redact(f"{written}\nx-oss-request-id: {REQUEST_ID}", [TOKEN]).text
    assert not readable(hidden, TOKEN)
    assert not any(TOKEN[at : at + 8] in hidden for at in range(len(TOKEN) - 7))
    assert hidden.endswith(f"x-oss-request-id: {REQUEST_ID}")


def test_a_secret_is_hidden_whose_escapes_are_broken_at_no_column():
    """A value of the JSON, undressed once, has lost the column that its lines were broken at."""
    secret = "988de30fa604f3898bffde43f226d1ee8d0c009a12f2fb0c793a7b9ce8d96dea"
    written = "".join(f"&#{ord(letter)};" for letter in secret)
    cuts = [0, *range(33, len(written), 37)]
    ends = [end + (written[end - 1 : end] == ";") for end in cuts[1:]] + [len(written)]
    broken = "\n".join(written[start:end] for start, end in zip([0, *ends], ends, strict=False))
    hidden = redact(f"Signature: {secret}\n\n{broken}\nCode: AccessDenied\n").text
    assert secrets_left.leaks([hidden], [secret]) == []
    assert hidden.endswith("Code: AccessDenied\n")


@pytest.mark.parametrize(
    "written",
    [
        r"\u0071\u0038\u0057\u007a\u0033\\u\n0052\u0074\u0059\u0075\u0037\u0049\u00\n6f\u0050\u006c\u004b\u006a\u0048\u0067",
        r"\\\\u0071\\\\u0038\\\\u0057\\\\u007a\\\\u0033\\=\nu0052\\\\u0074\\\\u0059\\\\u0075\\\\u0037\\\\u0049\\\\u006f\\\\u0050",
        r"see q8Wz3RtY\u7IoPl\KjHg",
        "bytes 51 38 71 38 57 7a 33 5\n2 74 59 75 37 49 6f 5\n0 6c 4b 6a 48 67",
    ],
)
def test_a_known_secret_is_hidden_where_its_encoding_is_broken(written):
    secret = "q8Wz3RtYu7IoPlKjHg"
    hidden = redact(f"{written}\nx-oss-request-id: {REQUEST_ID}".replace(r"\n", "\n"), [secret]).text
    assert secrets_left.leaks([hidden], [secret]) == []
    assert hidden.endswith(f"x-oss-request-id: {REQUEST_ID}")


SECRET = "q8Wz3RtYu7IoPlKjHg5Fd2Sa9Zx1Cv"
WITHOUT_PREFIX = "0A1B2C3D4E5F60718293A4B5C6D7E8F9", "F9E8D7C6B5A4039281706F5E4D3C2B1A"


@pytest.mark.parametrize(
    "text",
    [
        f"AK {KEY} SK {SECRET} 403",
        f"{KEY}\n{SECRET}\n",
        f"AK/SK: {KEY} / {SECRET}",
        f"AccessKey ID,AccessKey Secret\n{KEY},{SECRET}\n",
        f"| {KEY} | {SECRET} | cn-hangzhou |",
        f"auth = oss2.StsAuth('{KEY}', '{SECRET}', 'x')",
        f"config.ini: {base64.b64encode(f'id={KEY}{chr(10)}key={SECRET}'.encode()).decode()}",
        f"access_key_secret: |\n    {SECRET}\n",
        f'token = """\\\n    {SECRET}"""',
        f'{{""accessKeySecret"":""{SECRET}""}}',
        f"OSS_SK={SECRET}\n",
        f"setx OSS_SK {SECRET}\n",
        f"AccessKey Secret\n{SECRET}\n",
        f"secret_key    {SECRET}\n",
        f"secret key is {SECRET}",
        f"密钥是 {SECRET}，请核对",
        f"私钥：{SECRET}",
        f"AccessKeySecret:{SECRET[:12]}\u200b{SECRET[12:20]}\u00ad{SECRET[20:]}",
        f'accessKeySecret = "{SECRET[:15]}" + "{SECRET[15:]}"',
        f"登录密码 {SECRET}",
        f"AccessKey Secret（勿外传）：{SECRET}",
        f"AWS Secret Access Key [None]: {SECRET}",
        f"accessKeySecret＝「{SECRET}」",
        f"**SecretKey:** {SECRET}",
        f"AccessKey Secret: {SECRET[:10]} {SECRET[10:20]} {SECRET[20:]}",
        f"client.setSecret('{SECRET}')",
        f'NSString *sk = @"{SECRET}";',
        f'let secret: String = "{SECRET}"',
        f'<input type="hidden" name="Signature" value="{SECRET}"/>',
        f"<input value='{SECRET}' name='x-oss-security-token'>",
        f"<name>fs.oss.accessKeySecret</name>\n  <value>{SECRET}</value>",
        f"<tr><th>AccessKeySecret</th><td>{SECRET}</td></tr>",
        f"curl --user a:{SECRET} https://h",
        f"curl -ukey0001:{SECRET} https://h",
        f"mc alias set jd https://h a1b {SECRET} --api s3v4",
        f'NewStaticCredentials("{WITHOUT_PREFIX[0]}", "{SECRET}", "")',
        f"ak/sk：{WITHOUT_PREFIX[0]} / {SECRET}",
        "\n".join(
            f"{at:08x}  {f'sk={SECRET}'.encode('utf-16-le')[at : at + 16].hex(' ')}" for at in range(0, 2 * 33, 16)
        ),
    ],
)
def test_a_secret_is_hidden_however_it_stands_beside_its_name_or_its_key(text):
    hidden = redact(f"{text}\nx-oss-request-id: {REQUEST_ID}\nHOME=/root").text
    assert secrets_left.leaks([hidden], [SECRET, KEY[6:]], 8) == []
    assert hidden.endswith(f"\nx-oss-request-id: {REQUEST_ID}\nHOME=/root")


@pytest.mark.parametrize(
    "text",
    [
        "AK/SK 签名不正确，密码是否正确？Signature (base64) is missing",
        "V4 签名为 UTC 时间 20261121T083000Z",
        "auth(0003-00000001): AccessDenied, key=secret value=3 name=region",
        'Secret("AccessKeyId", "x") and {"secret": "",\n "name": "examplebucket"} where sign: str = ""\n',
        "The security token 0002-00000040 at examplebucket.oss-cn-hangzhou.aliyuncs.com",
        f"Signature\n{REQUEST_ID}\nAccessKey {REQUEST_ID}",
        "access_key->AB...30_chars...C\nERROR: S3 error: 403 (SignatureDoesNotMatch)".removeprefix(
            "access_key->AB...30_chars...C\n"
        ),
        "<name>examplebucket</name><value>cn-hangzhou</value><input name=key value=a.txt>",
        "verify the signature (SignatureDoesNotMatch) with secret handling of AccessDenied",
    ],
)
def test_what_stands_beside_the_name_of_a_secret_and_is_none_stays(text):
    assert redact(text) == Redacted(text, 0)


def test_what_stands_behind_a_secret_stays():
    arrow = redact("access_key->AB...30_chars...C\nERROR: S3 error: 403 (SignatureDoesNotMatch)").text
    assert arrow.endswith("\nERROR: S3 error: 403 (SignatureDoesNotMatch)")
    near = f"{KEY} ETag 5B3C1A2E053D763E1B002CC607C5A0FE upload 0004B9894A22E5B1888A1E29F8236E2D {REQUEST_ID}"
    assert redact(near).text == near.replace(KEY, "‹AccessKeyId LTAI…›")
    pair = f"JDC_0A1B2C3D4E5F6071:{WITHOUT_PREFIX[1]}"
    assert redact(f"{pair} {REQUEST_ID}").text == f"‹AccessKeyId JDC_…›:‹AccessKeySecret› {REQUEST_ID}"
    for name in ("HOME=/root", "HOSTNAME=", "PATH=/usr/bin:/bin"):
        assert redact(f"AWS_SESSION_TOKEN={SECRET}\n{name}\n").text.endswith(f"\n{name}\n")
