"""Errors told in a sentence: a store's message with its code before or behind it, as dialogs and toasts show them.

Lists of failed requests too, of which each line holds an ID and its code.

Nothing labels them; what shows whose they are is how the messages of stores begin, and the codes that only they have.
"""

from __future__ import annotations

import re

from inspector.model import Excerpt, Exchange
from inspector.shapes import grammar
from inspector.shapes.grammar import Grammar

_CODES = (
    "AccessDenied|BucketAlreadyExists|BucketNotEmpty|CallbackFailed|EntityTooLarge|EntityTooSmall|FileImmutable"
    "|InvalidAccessKeyId|InvalidArgument|InvalidBucketName|InvalidDigest|InvalidObjectName|InvalidObjectState"
    "|InvalidPart|InvalidPartOrder|InvalidPolicyDocument|InvalidRange|InvalidSecurityToken|MalformedXML"
    "|MissingContentLength|NoSuchBucket|NoSuchKey|NoSuchUpload|ObjectNotAppendable|PositionNotEqualToLength"
    "|PreconditionFailed|QpsLimitExceeded|RequestTimeTooSkewed|RequestTimeout|SecondLevelDomainForbidden"
    "|SecurityTokenExpired|SignatureDoesNotMatch|SymlinkTargetNotExist|TooManyBuckets|UserDisable"
)
"""Codes that the store and S3 have in common, or that only the store has."""
BEGINNINGS = (
    r"(?:Access [Dd]enied\b|Anonymous (?:access|user)|Invalid according to Policy"
    r"|Please (?:contact the server administrator|reduce your request rate|use virtual)"
    r"|Query-string authentication|Request has expired|The (?:OSS |AWS )?[Aa]ccess [Kk]ey|The XML you provided"
    r"|The bucket you |The callback|The difference between the request|The object you |The provided (?:token|security)"
    r"|The request signature|The requested (?:bucket|object)|The security token|The specified \w|User have no right"
    r"|You (?:have no|do not have) \w|You are (?:forbidden|not allowed))"
)
"""How messages of stores begin: a program's own sentence beside the same code does not."""

_START = (
    r"(?:[\u4e00-\u9fff】] ?[:：]|[】\]]|(?i:error|failed|exception|message|msg)[:：]"
    r"|(?i:status|code|码) ?[:：] ?-\d{1,3}[.,，]) ?"
)
"""What an application puts before a message. A negative status is one that its SDK made up; the store sends none."""
_END = (
    r"(?=(?:[\"'`]?[})）]{1,2})?[ \t]{0,8}(?:[\r\n]|\Z|\\{1,7}[nr])| ?[(（][^()（）\r\n]{1,60}[)）](?:\s|\\|\Z)"
    r"|(?<=[\w.])[\"'`](?:[ \t]{0,8}(?:[\r\n+;]|\Z)|, ?[\"']?\w{1,40}[\"']?[:=])"
    r"|[,，;；] ?(?i:error|status|response) ?code[:= ]{1,2}[1-5]\d\d(?!\d)"
    r"|(?<=[.。])[,，;；] ?(?i:[ers][a-z]{0,7}(?: c?o?d?e?)?[:= ]{0,2}\d{0,3})?\Z"
    r"|[,，;；]? ?[(（]?(?i:request ?id|请求 ?ID)|(?<=[.。]) (?:[(（]|(?=[rR]))(?i:R[equsti ]{0,8})?\Z"
    r"|[,，;； ]{1,2}\w{1,30}=| \{(?:\\{0,7}\"(?:\w|\Z)|\Z))"
)
_TOLD = (
    rf"(?P<Message>{BEGINNINGS}"
    rf"(?>(?:[a-qs-z]{{1,20}}+|(?!{_END}|{BEGINNINGS}|[0-9A-F]{{16}})[^\\\r\n]){{0,240}})){_END}"
)
"""A message that ends where it should; one that runs into an ID, an escape or the next message is none."""

_ITS_ID = (
    r"(?: ?[(（\[,，;；]? ?(?i:request[ _-]?id|请求 ?ID)[:：= ]{1,3}(?P<RequestId>[0-9A-F]{24}|[0-9A-F]{16})(?!\w))?"
)
"""The request ID, where it stands directly behind a message."""
_BEFORE = rf"(?=[A-Z])(?<![\w.\[])(?P<Code>{_CODES})[)）]?"

_IN_BRACKETS = rf"[(（](?:{_CODES})[)）]"
_CODE_BEHIND = (
    Grammar("", "", rf"{_TOLD} ?[(（](?P<Code>{_CODES})[)）]"),
    Grammar(
        "",
        "",
        rf"(?:{_START}|(?<![^\r\n]))(?P<Message>(?:(?!{_START})[^\r\n]){{10,600}}?[.。!！]) ?"
        rf"[(（](?P<Code>{_CODES})[)）]",
    ),
)
_CODE_BEFORE = (
    Grammar("", "", rf"{_BEFORE}(?: ?[:：(（,，]| -) ?(?:\"[^\"\r\n]{{1,300}}\"[ ,:]{{1,3}})?{_TOLD}{_ITS_ID}"),
    Grammar("", "", rf"{_BEFORE} {_TOLD}(?<=[.。!\]]){_ITS_ID}"),
)
"""What a dialog shows: the message and the code, before or behind it. The form alone says little, so one of the two
has to be a store's: the code in brackets behind a whole sentence, or a message that begins as the store's do."""
_CODES_BESIDE_ID = rf"(?:{_CODES}|InternalError|ServerBusy|ServiceUnavailable|SlowDown)"
_GAP = r"[ \t,，:：|-]{1,6}"
_LISTED = (
    Grammar(
        "",
        "",
        rf"(?<![^\r\n])[ \t>*•-]{{0,6}}(?:\d{{1,4}}[.)、）:：] ?)?(?P<RequestId>[0-9A-F]{{24}}|[0-9A-F]{{16}}){_GAP}"
        rf"(?:(?P<Status>[345]\d\d){_GAP})?(?P<Code>{_CODES_BESIDE_ID})(?=[ \t]{{0,8}}(?:[\r\n]|\Z))",
    ),
    Grammar(
        "",
        "",
        rf"(?<!\w)(?P<Status>[345]\d\d){_GAP}(?P<Code>{_CODES_BESIDE_ID}){_GAP}"
        r"(?P<RequestId>[0-9A-F]{24}|[0-9A-F]{16})(?=[ \t]{0,8}(?:[\r\n]|\Z))",
    ),
)
"""A list of failed requests, one a line, as somebody writes it down: the ID with the code behind it, or at the end."""
_NEEDED = ((_IN_BRACKETS, _CODE_BEHIND), (_CODES_BESIDE_ID, _LISTED), (_CODES, _CODE_BEFORE))
"""What the text has to hold before these are tried: they are slow."""
_NAMED = (
    Grammar(
        "ali-oss", "Error: ", rf"(?<![\w.$\[])(?P<Code>[A-Z][a-z]{{1,30}}[A-Z][A-Za-z]{{1,40}}?)Error: {_TOLD}{_ITS_ID}"
    ),
)
"""`String(err)` of a class that is named for the code: `NoSuchKeyError: ...`."""


def read(excerpt: Excerpt) -> tuple[Exchange, ...]:
    """Read every such sentence."""
    rows = [row for needs, several in _NEEDED if re.search(needs, excerpt.text) for row in several]
    return grammar.read(excerpt, (*rows, *_NAMED))
