"""Errors as Alibaba Cloud's SDK for Java 1 and Jindo print them: `[ErrorCode]: ...` and its neighbours.

Source: `OSSException.getMessage`, `ClientException.getMessage`, `LogUtils` and the documented sample prints of
aliyun-oss-java-sdk; Jindo's messages as users show them. A `ClientException` never reached the store: its code is the
SDK's own, as Jindo's numbers are.
"""

from __future__ import annotations

from inspector.shapes.grammar import REQUEST_ID, WORD, Grammar, chain
from inspector.shapes.sentences import BEGINNINGS

_NEXT = r"(?:\s|\\{1,7}[nrt]|<br ?/?>|(?<=[\s│|>])[│|>]){0,60}"
"""Between two values: the end of a line, also as a string literal writes it, or only a blank."""

_SAID = r"(?:(?:OSSException|Unable to execute HTTP request|无法执行 ?HTTP ?请求)[:：] ?|oss\.OSSException (?=[A-Z]))"
_FRAME = r"[\r\n]\s{0,8}(?:at |Caused by)"
_JAVA_ABOVE = (
    rf"{_SAID}(?P<Message>(?:(?!{_SAID}|{_FRAME})[\s\S]){{0,1500}}?){_NEXT}"
    r"|(?<![^\r\n])[> \t]{0,8}(?P<Message_2>(?![ \t]|at |[A-Z]{4,5}\b|[\[\d*#])"
    rf"(?:(?!{_SAID}|Exception\b)[^\r\n]){{2,400}}[.。])[ \t]{{0,8}}[\r\n]{{1,2}}[> \t]{{0,8}}"
    rf"|[Mm]essage\\{{0,7}}\"\s?:\s?\\{{0,7}}\"(?P<Message_4>[^\"\\\r\n]{{1,400}}){_NEXT}"
    rf"|: (?P<Message_3>{BEGINNINGS}(?:(?!\[ErrorCode\]|: [A-Z])[^\r\n]){{0,400}})[\r\n]{{1,2}}[> \t]{{0,8}}"
)
_NOT_TABLESTORE = r"(?![^\s,]{0,100}, ?\[Message\])"
"""The SDK of Tablestore prints a code under the same name, and its message behind it."""
_JAVA = (
    chain(
        rf"(?<!TableStoreException: )\[ErrorCode\][:：] ?{_NOT_TABLESTORE}"
        + WORD % "Code"
        + r"(?=(?P<escaped>\\{1,7}[nr])?)",
        rf"{_NEXT}\[RequestId\][:：] ?{REQUEST_ID}",
        rf"{_NEXT}\[HostId\][:：] ?" + WORD % "HostId",
    )
    + rf"(?:{_NEXT}\[EC\][:：] ?{WORD % 'EC'})?"
    + rf"(?:{_NEXT}\[ResponseError\][:：](?:{_NEXT}(?:<\?xml[^<>]{{0,100}}>{_NEXT})?"
    + r"<Error>(?>(?:(?!<Error>|</Error>)[\s\S]){0,16000})(?:</Error>)?)?)?"
    + rf"(?:{_NEXT}\[ResourceType\][:：] ?{WORD % 'ResourceType'})?"
    + rf"(?:{_NEXT}\[Header\][:：] ?(?P<Header>[^\r\n\\]{{0,300}}))?(?:{_NEXT}\[Method\][:：] ?{WORD % 'Method'})?"
)

GRAMMARS = (
    Grammar(
        "jindo",
        "[ErrorMessage]: ",
        rf"\[RequestId\]: ?{REQUEST_ID}\s{{0,20}}\[HostId\]: ?{WORD % 'HostId'}\s{{0,20}}\[ErrorMessage\]: ?"
        r"(?:\[E(?P<JindoCode>\d{1,6})\])?(?:HTTP/\d(?:\.\d)? (?P<Status>\d{3})[^:<\r\n]{0,80}:? ?)?"
        r"(?:(?![\s<]|\[E|HTTP/|HT?T?P?\Z|\[\Z)(?P<Message>[^\r\n<]{0,1000}?)(?=\s{0,8}(?:\[ErrorCode\]|<|[\r\n]|\Z)))?"
        r"(?:(?:(?!\[RequestId\])[\s\S]){0,16000}?\[ErrorCode\]: ?(?P<JindoCode_2>\d{1,6}))?",
    ),
    Grammar("jindo", "]HTTP/", r"\[E\d{1,6}\]HTTP/\d(?:\.\d)? (?P<Status>\d{3})(?!\d)"),
    Grammar(
        "java-1",
        "ClientException: ",
        r"com\.aliyun\.oss\.ClientException: (?P<Message>(?:(?!\[ErrorCode\])[^\r\n\\]){0,2000})"
        rf"(?:{_NEXT}\[ErrorCode\]: ?{WORD % 'ClientErrorCode'}"
        rf"(?:{_NEXT}\[RequestId\]: ?(?:Unknown\b|null\b|(?![Un]|\Z){REQUEST_ID}))?)?",
    ),
    Grammar("java-1", "[ErrorCode]", _JAVA, above=_JAVA_ABOVE),
    Grammar(
        "java-1",
        "OSSException: ",
        r"com\.aliyun\.oss\.OSSException: (?P<Message>(?>(?:(?!\[ErrorCode\]|OSSException)[^\r\n\\]){1,2000}))"
        r"(?!\s{0,20}\[ErrorCode\])(?=[\r\n]\s)",
    ),
    Grammar(
        "java-1",
        "Error Message: ",
        chain(
            r"Error Message: {1,20}(?P<Message>(?>(?:(?!Error Message:)[^\r\n]){0,2000}))(?=\s{1,8}Error Code:)",
            rf"\s{{1,8}}Error Code: {{0,20}}{WORD % 'Code'}",
            rf"\s{{1,8}}Request ID: {{0,20}}{REQUEST_ID}",
            rf"\s{{1,8}}Host ID: {{0,20}}{WORD % 'HostId'}",
        ),
    ),
    Grammar(
        "java-1",
        "Caught an ClientException",
        r"Caught an ClientException, which means[^\r\n]{0,400}\s{1,8}Error Message: {1,20}(?P<Message>[^\r\n]{0,2000})",
    ),
)
