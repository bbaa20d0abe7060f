"""Errors of the SDKs for the other products of Alibaba Cloud, by whose tokens the store is used: STS, RAM, KMS.

Source: `ClientException.getMessage` of aliyun-java-sdk-core, `ServerException.__str__` of aliyun-python-sdk-core,
`ServerError.Error` of alibaba-cloud-sdk-go. Their IDs are UUIDs, which the store never gives; their errors are named,
so that none passes for the store's.
"""

from __future__ import annotations

from inspector.shapes.grammar import Grammar

_UUID = r"(?P<RequestId>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?![\w-])"

GRAMMARS = (
    Grammar(
        "acs-java",
        "com.aliyuncs.exceptions.",
        r"com\.aliyuncs\.exceptions\.(?:Client|Server)Exception: (?P<Code>[A-Z][\w.-]{1,100}) : "
        r"(?P<Message>(?>(?:(?!com\.aliyuncs\.| RequestId : )[^\r\n\\]){0,2000}))"
        rf"(?:[ \t]{{0,4}}[\r\n]{{1,2}}|(?:\\{{1,7}}r)?\\{{1,7}}n| {{1,4}})RequestId : {_UUID}",
    ),
    Grammar(
        "acs-python",
        "HTTP Status: ",
        r"HTTP Status: (?P<Status>\d{3}) Error: ?(?P<Code>[A-Z][\w.-]{1,100}) "
        rf"(?P<Message>(?:(?!HTTP Status: )[^\r\n]){{0,2000}}?) RequestID: {_UUID}",
    ),
    Grammar(
        "acs-go",
        "SDK.ServerError",
        r"SDK\.ServerError\s{1,4}ErrorCode: (?P<Code>[\w.-]{0,100})\s{1,4}Recommend:(?P<Recommend>[^\r\n]{0,400})"
        rf"\s{{1,4}}RequestId: {_UUID}\s{{1,4}}Message: (?P<Message>[^\r\n]{{0,2000}})",
    ),
)
