"""`Error returned by Service.`: the text form that the second-generation SDKs of Alibaba Cloud OSS share.

Source: `ServiceError` and `OperationError` of alibabacloud-oss-{go,python,java,kotlin,php,csharp,ts}-sdk-v2; ossutil 2
is built on the one for Go. All but PHP and C# put a full stop after every value, which is no part of it, and Python one
more after the last; the way a time is written and class names tell them apart.
"""

from __future__ import annotations

from inspector.model import Excerpt, Exchange
from inspector.shapes import grammar
from inspector.shapes.grammar import Grammar, chain

_NEXT = r"(?:[ \t]{0,40}(?:\r\n|[\r\n]|\\{1,7}[rn]|#012|<br ?/?>)){0,3}[ \t]{0,160}"
"""Between two values: the end of a line, also as a string literal or syslog writes it, or only a blank."""


def _value(name: str, label: str, most: int, following: str) -> str:
    """Read `label: value.`, the full stop where the status had one too; the value ends before the next label."""
    stop = rf"(?(stop)\.)(?={_NEXT}{following}:|\Z)"
    return rf"{label}: ?(?>(?P<{name}>[^\r\n\\]{{0,{most}}}?){stop}){_NEXT}"


_PATTERN = chain(
    rf"Http Status Code: (?P<Status>\d{{1,3}})(?P<stop>\.)?(?=[ \t]{{0,8}}(?P<escaped>\\{{1,7}}[rn])?){_NEXT}",
    _value("Code", "Error Code", 100, "Request Id"),
    _value("RequestId", "Request Id", 200, "Message"),
    rf"Message: ?(?>(?P<Message>(?:(?!Http Status Code: )[\s\S]){{0,4000}}?)(?(stop)\.)(?={_NEXT}EC:)){_NEXT}",
    _value("EC", "EC", 40, "Timestamp"),
    _value("Timestamp", "Timestamp", 80, "Request Endpoint"),
    r"Request Endpoint: (?P<Method>[A-Z]{2,10}) (?P<Url>https?://(?P<Host>[^/\s\"\\:?]{1,255})[^\s\"\\]{0,4000}?)"
    r"(?=(?(stop)\.{1,3})(?:[\s\"\\<,]|\Z)|\Z)",
)

_ABOVE = (
    r"(?:[Oo]peration error (?P<Operation>\w{1,80}): |Operation (?P<Operation_2>\w{1,80}) raised an exception:\s{0,8})?"
    rf"(?<![\w.$\\])(?:[\w.$\\]{{1,120}}: )?Error returned by Service\.{_NEXT}"
)

_CLIENTS = (
    ("kotlin-2", r"com\.aliyun\.kotlin\.sdk"),
    ("java-2", r"com\.aliyun\.sdk\.service\.oss2|Operation \w{1,80} raised an exception:"),
    ("python-2", r"alibabacloud_oss_v2|Timestamp: [\d-]{10} [\d:.]{8,15}\+00:00"),
    ("csharp-2", r"AlibabaCloud\.OSS\.V2"),
    ("php-2", r"AlibabaCloud\\{1,4}Oss\\{1,4}V2|Operation error \w"),
    ("ts-2", r"OperationError: operation error|Timestamp: [\d-]{10}T[\d:]{8}\.\d{3}Z"),
    ("ossutil-2", r"(?<![^\r\n])Error: operation error"),
    ("go-2", r"Timestamp: [\d-]{10} [\d:.]{8,18} \+0000 UTC"),
)

_GRAMMARS = (
    Grammar("sdk-2", "Http Status Code: ", _PATTERN, above=_ABOVE, others=_CLIENTS),
    Grammar(
        "python-2",
        "status code: ",
        r"status code: (?P<Status>\d{3}), ec: ?(?P<EC>[\w-]{0,40}), error code: (?P<Code>[\w.-]{0,100}), "
        r"request id: (?P<RequestId>[\w*-]{0,100}), error message: (?P<Message>[^\r\n]{0,2000})",
    ),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every error in this form; None where there is none."""
    return grammar.read(excerpt, _GRAMMARS) or None
