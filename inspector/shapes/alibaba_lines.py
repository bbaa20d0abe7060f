"""Errors as the first-generation SDKs and the tools of Alibaba Cloud OSS print them, one line or a few each.

Source: `Error()`, `getMessage`, `to_s` and the documented sample prints of aliyun-oss-{go,php,csharp,cpp,c,ruby}-sdk,
ossutil 1, aliyun-cli, terraform-provider-alicloud, aliyungo and ossfs 1 and 2. Java, the phones and what all of them
say of checksums have modules of their own, and so have the SDKs of the other products.
"""

from __future__ import annotations

from inspector.model import Excerpt, Exchange
from inspector.shapes import alibaba_checksums, alibaba_java, alibaba_openapi, alibaba_phones, grammar
from inspector.shapes.grammar import REQUEST_ID, Grammar, chain

_SURE_ID = r"(?P<RequestId>(?:[0-9A-F]{24}|(?=[0-9A-Fa-f]{4})[\w-]{4,40}[*#xX.…]{2,40}\w{0,30})(?![\w-]))"
"""An ID that only this store gives, or one masked: enough to know a line that any program could print."""

_COMMA = r"[,，]\s{0,60}"
_SHUT = r"\\{0,7}\"(?= ?[,;)}\]\r\n]|\s{1,3}[\w.]{1,40}=|\s{0,3}\Z)|[`*]{1,2}(?=\s|\Z)|\\{1,7}n"
_REST = rf"(?P<Message>(?:(?!{_SHUT})[^\r\n]){{0,2000}})"
"""A message up to the end of its line, without the signs that somebody put around the line."""

_GO_MESSAGE = (
    r"(?>\\{0,7}\"\"(?P<Message_4>(?:(?!\"\"|StatusCode=)[\s\S]){0,4000}?)\\{0,7}\"\"(?=[,，]\s{0,60}RequestId)"
    r"|(?:(?P<escaped>\\{1,7})?[\"“”]|&quot;)(?P<Message>(?:(?!StatusCode=)[\s\S]){0,4000}?)(?:\\{0,7}[\"“”]|&quot;)(?=[,，]\s{0,60}RequestId)"
    r"|(?!\\{0,7}[\"“]|&quot;)(?P<Message_2>(?:(?!StatusCode=)[\s\S]){0,4000}?)(?=[,，]\s{0,60}RequestId)"
    r"|[\"“](?P<Message_3>[^\"“”\\\r\n]{0,4000})(?:[\"“”]|\Z))"
)
_GO_PATH = (
    r"(?:(?!\. See more)[^\r\n\"`\\]|\\(?![\"\\]|n(?![A-Za-z]))){0,1100}?"
    r"(?=!?[ \t]{0,8}(?:[\r\n\"`]|\\{1,7}[\"n]|\Z)|\. See more)"
)
_GO = chain(
    r"StatusCode\s?=\s?(?P<Status>-?\d{1,3})[,，]\s{0,60}ErrorCode\s?=(?P<Code>[^,，\r\n\"\\]{0,100})",
    rf"{_COMMA}ErrorMessage\s?=\s?{_GO_MESSAGE}",
    rf"{_COMMA}RequestId\s?=\s?`?{REQUEST_ID}",
) + (
    rf"(?:{_COMMA}(?:Endpoint=(?P<Endpoint>[^\s,，\"`\\]{{0,300}})|[Ee][Cc]\s?=\s?(?P<EC>[\w-]{{0,40}})"
    rf"|Bucket\s?=\s?(?P<Bucket>[\w.*-]{{0,100}})|Object=(?P<Object>{_GO_PATH})|File=(?P<File>{_GO_PATH}))){{0,6}}"
)
_GO_TOOLS = (
    ("terraform", r"aliyun-oss-go-sdk ERROR\]"),
    ("aliyun-cli", r"(?<![^\r\n`])ERROR: oss: "),
    ("ossutil-1", r"ossutil|, Bucket=| error, info: oss: |Error occurs, message: oss: "),
)

_NO_CODE = r"(?!\w{0,60}Exception:|Error:|Warning:|Message:|Fatal:|Details:|Code:|RequestId:|HostId:)"
_PHP_CODE = rf"(?:(?<![\w.:/\\-])|(?<=[\u4e00-\u9fff]:)){_NO_CODE}[A-Z][A-Za-z0-9.]{{2,60}}"
_PHP = rf"(?P<Code>{_PHP_CODE}): (?P<Message>(?:(?!{_PHP_CODE}: )[^\r\n]){{0,2000}}?)(?<!,) RequestId: ?"
_PHP_EMPTY = r"(?<![^\s\"'`>(])(?P<Code>): (?P<Message>) ?RequestId: ?"
_OF_OSS = r"(?i:\boss|aliyun|\\oss)"
_NOT_OSS = (("cos-php", r"(?i:qcloud\\{1,4}cos|myqcloud)"),)

_C_OWN = r"(?:\w{1,40}->)?"
_C_VALUE = r"(?:0x[0-9a-f]{1,16} )?(?:\"(?P<%s>[^\"\r\n]{0,2000})\"?|(?P<%s_2>%s))"
_C_CODE = _C_OWN + r"error_code\s?[:=]\s?" + _C_VALUE % ("Code", "Code", r"[A-Z][A-Za-z]{2,60}|\(null\)")
_C_NEXT = r",?\s{1,8}(?:\w{1,40}->)?(?:req(?:uest)?_id\b|r(?:e(?:q\w{0,7})?)?\Z)"
_C_MESSAGE = rf"(?:(?!error_)[^\r\n\"]){{0,2000}}?(?={_C_NEXT}|[\r\n]|\Z)"
_C_MESSAGE = _C_OWN + r"error_msg\s?[:=]\s?" + _C_VALUE % ("Message", "Message", _C_MESSAGE)
_C_ID = _C_OWN + r"(?:req_id|request_id)\s?[:=]\s?[\"']?(?P<RequestId%s>[\w*#+/=-]{1,100})[\"']?"
_C_STATUS = _C_OWN + r"\bcode\s?[:=]\s?(?P<Status>-?\d{1,4})"
_C_GAP = r"[\s,;]{1,40}(?:\[\d{4}-[^\]\r\n]{6,30}\] (?:[^\s:]{1,60}:\d{1,6}\]? )?)?"
"""Between two values, also on lines of a log with the time in brackets."""

_FUSE = (("ossfs-1", r"(?i:ossfs|aliyuncs|\boss\b)"),)
_FUSE_STATUS = r"(?P<Status>[3-5]\d\d)(?!\d)(?:\([^()\r\n]{0,120}\))?"
_FUSE_SAID = r"\.cpp:(?P<Operation>\w{1,60})\(\d{1,6}\): [^\r\n]{0,80}?(?:OSS|S3) response:"
_FUSE_BODY = rf"(?:[\r\n]{{1,2}}[^\r\n]{{0,80}}?{_FUSE_SAID})?"
"""The line that introduces the body, where it follows the one that has the status."""

_GRAMMARS = (
    Grammar("go-1", "ErrorCode", _GO, others=_GO_TOOLS),
    Grammar("go-1", "returned without", r"oss: service returned without[^()\r\n]{0,40}\((?P<Status>\d{3})"),
    Grammar(
        "go-1",
        "response body, status = ",
        rf"response body, status = (?P<Status>\d{{3}})[^,\r\n]{{0,60}}"
        rf"(?:, ?RequestId = {REQUEST_ID})?(?:, ?ec = (?P<EC>[\w-]{{0,40}}))?",
    ),
    Grammar("go-1", "oss: service returned ", r"oss: service returned (?P<Status>3\d\d), ?3\d\d\b"),
    Grammar("go-1", "status code from service", r"oss: status code from service response is (?P<Status>\d{3})(?!\d)"),
    Grammar(
        "aliyungo",
        "Aliyun API Error: ",
        chain(
            rf"Aliyun API Error:\s{{1,8}}RequestId:\s{{0,8}}{REQUEST_ID}",
            r"\s{1,8}Status Code:\s{0,8}(?P<Status>-?\d{1,3})",
            r"\s{1,8}Code:[ \t]{0,8}(?P<Code>[^\s:]{0,100})",
            rf"\s{{1,8}}Message:[ \t]{{0,8}}{_REST}",
        ),
    ),
    Grammar(
        "ruby",
        "Aliyun::OSS::ServerError",
        r"Aliyun::OSS::ServerError(?:: ?| ?\(| [·•|–—-] |(?: error=|, :message=>)\\{0,7}\")"
        r"(?P<Message>(?:UnknownError\[(?P<Status>\d{3})\]\."
        rf"|(?:(?! RequestId: |Aliyun::)[^\r\n]){{0,2000}})) RequestId: {REQUEST_ID}",
    ),
    Grammar(
        "ruby",
        "(Aliyun::OSS::ServerError)",
        r"(?:': |(?<![^\r\n]))(?P<Message>(?:(?! RequestId: |': )[^\r\n]){0,2000}) "
        rf"RequestId: {REQUEST_ID} \(Aliyun::OSS::ServerError\)",
    ),
    Grammar(
        "ruby",
        "Aliyun::OSS::ClientError",
        r"Aliyun::OSS::ClientError(?:: | \()(?P<Message>(?:(?!Aliyun::)[^\r\n]){0,1000}?)"
        r"(?=\)?:?[ \t]{0,8}(?:[\r\n]|\Z))",
    ),
    Grammar(
        "ruby",
        "HTTPCode: ",
        rf"RequestId: {REQUEST_ID}(?:, Code: (?P<Code>[^,\s]{{0,100}}))?"
        r"(?:, Message: (?P<Message>(?:(?!RequestId: |, HostId: )[^\r\n]){0,2000}?)(?=, [A-Z]\w{1,40}: ))?"
        r"(?:, HostId: (?P<HostId>[^,\s]{0,300}))?"
        r"(?:, (?:BucketName: (?P<BucketName>[^,\s]{0,100})|Key: (?P<Key>(?:(?!, [A-Z]\w{1,40}: )[^\r\n]){0,1100})"
        r"|EC: (?P<EC>[^,\s]{0,40})|RecommendDoc: (?P<RecommendDoc>[^,\s]{0,300})"
        r"|OSSAccessKeyId: (?P<OSSAccessKeyId>[^,\s]{0,100})|SignatureProvided: (?P<SignatureProvided>[^,\s]{0,300})"
        r"|(?!HTTPCode)[A-Z]\w{1,40}: (?:(?!, [A-Z]\w{1,40}: |RequestId: )[\s\S]){0,2000})){0,20}"
        r", HTTPCode: (?P<Status>\d{3})",
    ),
    Grammar("php-1", " RequestId: ", _PHP + _SURE_ID),
    Grammar("php-1", " RequestId: ", _PHP + REQUEST_ID, near=_OF_OSS, others=_NOT_OSS),
    Grammar("php-1", " RequestId: ", _PHP_EMPTY + _SURE_ID),
    Grammar("php-1", " RequestId: ", r"(?<![^\r\n])(?=:  R)" + _PHP_EMPTY + REQUEST_ID),
    Grammar("php-1", " RequestId: ", _PHP_EMPTY + REQUEST_ID, near=_OF_OSS, others=_NOT_OSS),
    Grammar(
        "csharp-1",
        "Failed with error code: ",
        chain(
            r"Failed with error code: (?P<Code>[^;\s]{0,100})",
            r"; Error info: (?P<Message>(?:(?!Failed with error code)[\s\S]){0,2000}?)\.\s{1,8}(?=RequestID)",
            rf"RequestID: ?{REQUEST_ID}",
            r"\s{1,8}HostID: ?(?P<HostId>[^\s,;]{0,300})",
        ),
    ),
    Grammar(
        "csharp-1",
        "OssException: ",
        r"Aliyun\.OSS\.Common\.OssException: (?P<Message>(?:(?!Aliyun\.OSS\.C)[^\r\n]){0,2000}?)(?= --->|[\r\n]|\Z)",
    ),
    Grammar(
        "dotnet-http",
        "System.Net.",
        r"System\.Net\.(?:WebException|Http\.HttpRequestException): [^\r\n]{0,200}?"
        r"(?:\((?P<Status>\d{3})\)|(?P<Host>(?<![\w.-])[\w.-]{1,200}\.aliyuncs\.com))",
        near=r"Aliyun\.OSS|aliyuncs\.com",
        others=(("csharp-1", r"Aliyun\.OSS\."),),
    ),
    Grammar(
        "cpp",
        "code:",
        r"\bfail(?:ed)?,? ?(?:error )?code: ?(?P<Code>[^,\r\n]{0,100}), ?message: ?"
        rf"(?P<Message>(?:(?!code:)[\s\S]){{0,2000}}?), ?request_?[iI][dD]: ?{REQUEST_ID}",
    ),
    Grammar(
        "cpp",
        "code:",
        r"(?<!\d, )(?<!\{)\bcode: ?(?P<Code>[A-Z]\w{2,60}), ?message: ?"
        rf"(?P<Message>(?:(?!code:|, resource: )[^\r\n]){{0,2000}}?), ?request_?[iI][dD]: ?{_SURE_ID}",
    ),
    Grammar(
        "c",
        "error_code",
        rf"(?:{_C_ID % ''}{_C_GAP})?(?:{_C_STATUS}{_C_GAP})?{_C_CODE}{_C_GAP}{_C_MESSAGE}(?:{_C_GAP}{_C_ID % '_2'})?",
        others=(("cos-c", r"\bcos_\w|(?i:qcloud)|req(?:uest)?_id\s?[:=]\s?[\"']?N[A-Za-z0-9+/]{20,60}"),),
    ),
    Grammar(
        "s3fs",
        "HTTP response code ",
        rf"HTTP response code {_FUSE_STATUS}(?: was return|, retur?n?ing E)[^\r\n]{{0,200}}{_FUSE_BODY}",
        others=_FUSE,
    ),
    Grammar(
        "s3fs",
        "HTTP response code ",
        rf"\.cpp:\w{{1,60}}\(\d{{1,6}}\): (?:(?!HTTP response)[^\r\n]){{0,120}}HTTP response code {_FUSE_STATUS}",
        others=_FUSE,
    ),
    Grammar(
        "ossfs-1",
        "OSS response:",
        rf"{_FUSE_SAID}\s{{0,8}}(?=(?:<\?xml[^<>]{{0,100}}>\s{{0,8}})?<Error>)",
    ),
    Grammar(
        "ossfs-2",
        "OSSError: Code[",
        rf"RequestId\[{REQUEST_ID}\], ?OSSError: Code\[(?P<Code>[^\]\r\n]{{0,100}})\]"
        r"(?:, ?Message\[(?P<Message>(?:(?!OSSError)[\s\S]){0,2000}?)\](?=, ?EC\[|[\r\n]|\Z))?"
        r"(?:, ?EC\[(?P<EC>[^\]\r\n]{0,40})\])?",
        above=r"Operation on \[(?P<Object>[^\r\n]{0,1100})\] failed! ",
    ),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every error of such a client; None where there is none."""
    kin = (alibaba_openapi, alibaba_java, alibaba_phones, alibaba_checksums)
    printed = grammar.read(excerpt, (*_GRAMMARS, *(row for one in kin for row in one.GRAMMARS)))
    return (*printed, *alibaba_phones.read(excerpt)) or None
