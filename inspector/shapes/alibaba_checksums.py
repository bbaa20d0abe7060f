"""Errors of Alibaba Cloud's SDKs whose own checksum differs from the store's: no answer of the store says so.

Source: `CRCCheckError` of aliyun-oss-go-sdk, `InconsistentException` of aliyun-oss-{java,android}-sdk and of the
second-generation SDKs for Java and Kotlin, the texts of those for Go, Python, C# and C++. oss2 prints a structure, the
SDK for iOS an NSError. The status was a success and stands nowhere.
"""

from __future__ import annotations

from inspector.shapes.grammar import REQUEST_ID, Grammar

_NEXT = r"(?:\s|\\{1,7}[nrt]|<br ?/?>|(?<=[\s│|>])[│|>]){1,60}"
_SUM = r"(?P<%s>-?\d{1,20})"

GRAMMARS = (
    Grammar(
        "go-1",
        "is inconsistent, client ",
        rf"oss: (?P<Message>the crc of \w{{1,60}} is inconsistent, client {_SUM % 'ClientChecksum'}"
        rf"(?: but server {_SUM % 'ServerChecksum'})?)(?:; request id is {REQUEST_ID})?",
        others=(("ossutil-1", r"ossutil|, Bucket=| error, info: oss: "), ("aliyun-cli", r"(?<![^\r\n`])ERROR: oss: ")),
    ),
    Grammar(
        "sdk-2",
        "crc is inconsistent, client",
        rf"(?P<Message>crc is inconsistent, client(?: crc)?:? ?{_SUM % 'ClientChecksum'}"
        rf"(?:, server(?: crc)?:? ?{_SUM % 'ServerChecksum'})?)(?:, request_?[iI]d: ?{REQUEST_ID}(?<!\.))?",
        others=(
            ("kotlin-2", r"com\.aliyun\.kotlin\.sdk"),
            ("java-2", r"com\.aliyun\.sdk\.service\.oss2"),
            ("python-2", r"alibabacloud_oss_v2"),
            ("csharp-2", r"AlibabaCloud\.OSS\.V2"),
            ("ossutil-2", r"(?<![^\r\n])Error: (?:operation error|upload failed)"),
        ),
    ),
    Grammar(
        "java-1",
        "InconsistentException",
        r"(?:(?<=oss\.)InconsistentException: )?(?P<Message>InconsistentException(?:: inconsistent object)?)"
        rf"(?:{_NEXT}\[(?:RequestId\][:：] ?{REQUEST_ID}|ClientChecksum\][:：] ?{_SUM % 'ClientChecksum'}"
        rf"|ServerChecksum\][:：] ?{_SUM % 'ServerChecksum'})(?=[\s\\<,│|]|\Z)){{1,3}}",
        others=(("android", r"com\.alibaba\.sdk\.android|: inconsistent object"),),
    ),
)
