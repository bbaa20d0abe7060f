"""Errors as the clients of Amazon S3 print them; they speak to any store, so they prove no provider.

Each row is the text form of one client, from its source: aws-sdk-go v1 `aws/awserr`, aws-sdk-go-v2
`aws/transport/http` and smithy-go, botocore `exceptions.py`, AWS SDK for Java `AmazonServiceException`, minio-py
`error.py`, s3cmd `S3/Exceptions.py`, aws-sdk-php `AwsException` over Guzzle. The SDKs of Huawei and Tencent are
descendants of such clients and print in the same manner.
"""

from __future__ import annotations

from inspector.model import Excerpt, Exchange
from inspector.shapes import grammar
from inspector.shapes.grammar import Grammar
from inspector.shapes.named_endpoint import sent_to

_CODE = r"[A-Z](?=[A-Za-z0-9.]{0,64}[a-z])[A-Za-z0-9]{1,63}(?:\.[A-Z][A-Za-z0-9]{1,63}){0,3}"
_ID = r"(?!(?:nu?l?|No?n?)\Z)[^\s,;，；。()（）\[\]{}\"'`<>\\]{0,256}"
"""A value without blanks; the first letters of `null` or `None` are none where the text ends with them."""
_QUOTED = r"""(?<=[\s(\[=:])(?:"(?![\s,:;)}\]])[^"\r\n]{1,300}"|'(?![\s,:;)}\]])[^'\r\n]{1,300}'|`[^`\r\n]{1,300}`)"""
"""A quotation; a sign behind the quote shows that the quote ends what stands before it: `NoSuchKey: ","time":`."""
_REST = rf"""(?:{_QUOTED}|[^"'`<\\\r\n]|'(?=[\w ])|\\(?![nrt"']|\Z)|<(?!/)){{0,2000}}"""
"""A message up to the end of its line, or of the string literal or the tag in which somebody wrote it."""

_COMMA = r"[,，] ?"
_COLON = r"[:：] ?"
"""Separators, also as a translation writes them."""

_START = r"(?:Exception|[Ee]rror|[Ff]ailed|失败)[:：] ?| - |\] "
"""What stands before a message in a log line."""

_SENTENCE = (
    r"(?:(?<=Exception: )|(?<=[Ee]rror: )|(?<=[Ff]ailed: )|(?<= - )|(?<=\] )|(?<=\":\")|(?<=\": \")|(?<![^\r\n]))"
    rf"(?P<Message>(?:(?!{_START}|\\{{0,7}}\" ?:)[^\r\n]){{1,1500}}?)"
)
_BEFORE_COLON = r"(?!(?:nu?l?|No?n?)\Z)[^\s,:;()\[\]{}\"'`<>\\]{0,256}"
_S3A = rf"(?::(?P<Code_2>{_CODE})(?![\w.]))?"
"""The code that Hadoop's S3A puts behind the message of the SDK."""
_BLANKS = r"(?:\s|\\[nrt]){1,40}"
_RCLONE = r"\d (?:ERROR|NOTICE|INFO  ?): |Failed to (?:copy|sync|move|mkdir|rmdir|ls\w{0,3})(?:to)?: "
_CALL = (
    r"(?:(?:make_bucket|remove_bucket) failed: s3://(?P<Bucket>[a-z0-9.-]{3,63}) "
    r"|Failed to upload [^\r\n:]{1,200}? to (?P<Bucket_2>[a-z0-9.-]{3,63})/(?P<Object>[^\r\n:]{1,300}): )?"
)

_NO_BODY_CUT = r"(?!No? ?r?e?s?p?o?n?s?e? ?b?o?d?y?\Z)"
_SAID_ALONE = (
    r"(?:Access Denied\.|The specified (?:key|bucket) does not exist\.?"
    r"|The request signature we calculated does not match the signature you provided\."
    r"(?: Check your key and signing method\.)?)"
)
"""What minio-go says of an error, and nothing else."""

_GRAMMARS = (
    Grammar(
        "aws-go-1",
        "status code: ",
        rf"(?<![\w.-])(?!Error:|Exception:)(?P<Code>{_CODE}): "
        rf"(?P<Message>(?:(?!(?<![\w.-])(?!Error:|Exception:){_CODE}: )[^\r\n]){{0,1500}}?){_BLANKS}"
        rf"status code: (?P<Status>\d{{3}})(?!\d),? request id: ?(?P<RequestId>{_ID})"
        rf"(?:, host id: ?(?P<HostId>{_ID}))?",
        others=(("rclone", _RCLONE),),
    ),
    Grammar(
        "aws-go-2",
        "StatusCode",
        rf"(?:(?:operation error|操作错误) ?[A-Za-z0-9 ]{{1,30}}{_COLON}(?P<Operation>[A-Z]\w{{2,60}}){_COMMA})?"
        rf"(?:exceeded maximum number of attempts, \d{{1,3}}{_COMMA})?"
        rf"https? ?(?:response error|响应错误) ?StatusCode{_COLON}(?P<Status>\d{{1,3}})(?!\d)"
        rf"(?:{_COMMA}Request ?[Ii] ?D{_COLON}(?P<RequestId>{_ID}))?"
        rf"(?:{_COMMA}Host ?[Ii]? ?D{_COLON}(?P<HostId>{_ID}))?"
        rf"(?:{_COMMA}(?:api ?(?:error|错误) ?)?(?!Request ?[Ii]|Host ?[Ii]? ?D)"
        rf"(?P<Code>{_CODE}){_COLON}(?P<Message>{_REST}))?",
        others=(("rclone", _RCLONE),),
    ),
    Grammar(
        "boto3",
        "occurred",
        rf"{_CALL}(?:An error occurred|A (?:client|server) error) "
        r"\((?:(?P<Status>\d{3})|(?P<Code>[A-Za-z][\w.-]{1,80}))\) (?:occurred )?"
        rf"when calling the (?P<Operation>\w{{2,60}}) operation(?: \([^()\r\n]{{1,60}}\))?: ?(?P<Message>{_REST})",
        others=(("aws-cli", r"(?:upload|download|copy|move|delete|make_bucket|remove_bucket) failed: |fatal error: "),),
    ),
    Grammar(
        "aws-java-1",
        "Status Code: ",
        rf"{_SENTENCE} ?\((?:Service: [^;,()\r\n]{{1,60}}; )?Status Code: (?P<Status>\d{{3}})(?!\d)"
        r"(?:; Error Code: (?P<Code>[^;,()\r\n]{0,100})(?=[;,)]))?"
        rf"(?:; Request ID: ?(?P<RequestId>{_ID}))?(?:; S3 Extended Request ID: ?(?P<HostId>{_ID}))?"
        rf"(?:; Proxy: [^()\r\n]{{0,100}})?\)?(?:, S3 Extended Request ID: ?(?P<HostId_2>{_BEFORE_COLON}))?{_S3A}",
        others=(("cos-java", r"com\.qcloud\.cos"), ("bos-java", r"com\.baidubce\.")),
    ),
    Grammar(
        "aws-java-2",
        "Status Code: ",
        rf"{_SENTENCE} ?\(Service: [^;,()\r\n]{{1,60}}, Status Code: (?P<Status>\d{{3}})(?!\d)"
        rf"(?:, Request ID: ?(?P<RequestId>{_ID}))?(?:, Extended Request ID: ?(?P<HostId>{_ID}))?"
        rf"(?:, SDK Attempt Count: \d{{1,3}})?\)?(?: \(SDK Attempt Count: \d{{1,3}}\))?{_S3A}",
    ),
    Grammar(
        "aws-net",
        "AmazonS3Exception: ",
        r"Amazon\.S3\.AmazonS3Exception: (?P<Message>(?:(?!AmazonS3Exception: )[^\r\n]){1,1500}?)"
        r"(?:\s{1,8}---> Amazon\.Runtime(?:[^\r\n]{0,300}?\((?P<Status>\d{3})\)(?= ?[^\s\W\d_]))?|(?=[\r\n]|\Z))",
    ),
    Grammar(
        "aws-cpp",
        "errmessage:",
        r"Error:(?P<Operation>[A-Z]\w{2,60})\[errcode: ?-?\d{1,6}, ?exception: ?[^,\r\n]{0,100}, ?"
        r"errmessage: ?(?P<Message>[^\]]{1,1500})",
    ),
    Grammar(
        "aws-cpp",
        "AWSError '",
        rf"AWSError '(?P<Code>{_CODE})': ?(?P<Message>{_REST})",
    ),
    Grammar(
        "aws-cpp",
        "Exception name: ",
        rf"HTTP response code: (?:-1|(?P<Status>\d{{3}})){_BLANKS}Resolved remote host IP address:[^\r\n\\]{{0,60}}"
        rf"{_BLANKS}Request ID:[ \t]{{0,4}}(?P<RequestId>{_ID}){_BLANKS}Exception name:[ \t]{{0,4}}(?P<Code>{_ID})"
        rf"{_BLANKS}Error message:[ \t]{{0,4}}(?P<Message>{_REST})",
    ),
    Grammar(
        "arrow",
        "AWS Error ",
        r"AWS Error (?P<Code>[A-Z][A-Z0-9_]{2,60})(?: \(HTTP status (?P<Status>\d{3})\))? "
        rf"during (?P<Operation>[A-Z]\w{{2,60}}) operation: (?:No response body\.|{_NO_BODY_CUT}(?P<Message>{_REST}))",
    ),
    Grammar(
        "minio-py",
        "S3 operation failed; code: ",
        rf"S3 operation failed; code: (?P<Code>{_ID}), "
        rf"message: (?P<Message>(?>(?:(?!, resource: )[^\r\n]){{0,1500}})), "
        rf"resource: (?P<Resource>(?>(?:(?!, request_id: )[^\r\n]){{0,1500}})), request_id: (?P<RequestId>{_ID})"
        rf"(?:, host_id: (?P<HostId>{_ID}))?(?:, bucket_name: (?P<Bucket>[^\s,]{{1,63}}))?"
        r"(?:, object_name: (?P<Object>[^\r\n]{1,1100}))?",
    ),
    Grammar(
        "minio-mc",
        "<ERROR> ",
        r"\bmc(?:lient)?: <ERROR> (?:Unable|Failed|Cannot)"
        r"(?:[^.`'\r\n]|`[^`\r\n]{0,1000}`|'[^'\r\n]{0,1000}'){1,200}\. "
        rf"(?!Invalid arguments|Requested|Get |Put |Head |Post )(?P<Message>{_REST})",
    ),
    Grammar(
        "s3cmd",
        "S3 error: ",
        rf"(?<!Generic )S3 error: (?P<Status>\d{{3}}) \((?P<Code>{_CODE})\)(?:: ?(?P<Message>{_REST}))?",
    ),
    Grammar(
        "",
        "'S3 error: ",
        rf"'S3 error: (?P<Message>[^'\r\n]{{1,1500}}?){_BLANKS}Code: (?P<Code>{_CODE})'"
        r", error code: (?P<Status>\d{3})(?!\d)"
        rf"(?:{_BLANKS}Other:(?:,? (?:HostId:? '(?P<HostId>{_ID})'|RequestId:? '(?P<RequestId>{_ID})'"
        r"|(?!HostId|RequestId)[A-Z]\w{1,40}:? '[^'\r\n]{0,1000}')){1,20})?",
    ),
    Grammar("aws-rust", "unhandled error (", rf"unhandled error \((?P<Code>{_CODE})\)"),
    Grammar(
        "object-store-rust",
        "Generic S3 error: ",
        r"Generic S3 error: (?:Error performing [A-Z]{3,7} (?P<Url>https?://\S{1,4000}) in [^\r\n-]{1,60} - )?"
        r"(?:[^\r\n<]{0,200}? (?:status code: |status )(?P<Status>\d{3})(?!\d)"
        r"|[^<]{0,200}<Message>(?P<Message>[^<]{1,1500})</Message>)",
    ),
    Grammar(
        "object-store-rust",
        "Server returned non-2xx status code: ",
        r"(?:Error performing [A-Z]{3,7} (?P<Url>https?://\S{1,4000}) in [^\r\n-]{1,60} - )?"
        r"Server returned non-2xx status code: (?P<Status>\d{3})(?!\d)",
    ),
    Grammar("opendal", "status code: ", r"status code: (?P<Status>\d{3}), headers: \{"),
    Grammar(
        "aws-php",
        "AWS HTTP error: ",
        r'Error executing "(?P<Operation>\w{2,60})" on "(?P<Url>[^"\s]{1,4000})"; AWS HTTP error: '
        r"(?:(?:Client|Server) error:? `[A-Z]{3,7} [^`\r\n]{1,4000}` "
        r"resulted in an? `(?P<Status>\d{3})[^`\r\n]{0,60}` response:?"
        rf"(?:[\s\S]{{0,700}}?\s(?P<Code>{_CODE}) \((?:client|server)\): "
        r"(?P<Message>[^\r\n]{0,1500}?)(?: - |(?=[\r\n])))?)?",
    ),
    Grammar(
        "aws-ruby",
        "Aws::S3::Errors::",
        rf"(?:': (?P<Message_2>[^\r\n]{{1,1500}}?) \(Aws::S3::Errors::(?P<Code_2>{_CODE})\)"
        rf"|Aws::S3::Errors::(?P<Code>{_CODE})(?:: (?P<Message>{_REST})| \((?P<Message_3>[^\r\n]{{0,1500}})\)"
        r"|(?:, :message=>| error=)(?P<escaped>\\{1,7})?\"(?P<Message_4>[^\"\\\r\n]{0,1500})))",
    ),
    Grammar(  # minio-go prints no more than this of an error; others do so too, so it names no client
        "",
        "e",
        rf"\A[\s>#|│-]{{0,40}}(?P<Message>{_SAID_ALONE})\s{{0,40}}\Z",
    ),
    Grammar(
        "minio-go",
        " exists: ",
        rf"unable to determine if bucket \"(?P<Bucket>[^\"\r\n]{{1,63}})\" exists: (?P<Message>{_SAID_ALONE})",
    ),
    Grammar(
        "minio-go",
        ": ",
        r"(?:unable to open (?:config file|repository)[^\r\n:]{0,200}: Stat|\bclient\.[A-Z][A-Za-z]{2,30}): "
        r"(?!Get |Put |Head |Post |Delete )(?P<Message>[A-Z][^\r\n\"\\]{5,600})",
        near=r"s3:|restic|minio|repository",
    ),
    Grammar("goofys", ".ERROR code=", rf"s3\.ERROR code=(?P<Code>{_CODE}) msg=(?P<Message>[^\r\n]{{0,600}}?), err="),
    Grammar(
        "goofys",
        ".ERROR http=",
        rf"s3\.ERROR http=(?P<Status>\d{{3}}) (?P<Message>[^\r\n]{{0,600}}?) s3=(?P<Code>{_CODE}) "
        rf"request=(?P<RequestId>{_ID})",
    ),
    Grammar(
        "doris",
        ", request_id=",
        rf": (?P<Code>{_CODE}) (?P<Message>(?:(?! code=)[^\r\n]){{1,600}}) "
        r"code=(?:(?P<Status>\d{3})|NOT_FOUND|FORBIDDEN),? type=\d{1,4}, "
        rf"request_id=(?P<RequestId>{_ID})",
    ),
    Grammar(
        "clickhouse",
        "HTTP response code: ",
        r"DB::Exception: (?:(?!HTTP response code: )[^\r\n]){0,1500}HTTP response code: (?P<Status>\d{3})(?!\d)",
    ),
    Grammar("pgbackrest", "HTTP request failed with ", r"HTTP request failed with (?P<Status>[345]\d\d) \("),
    Grammar(
        "fluent-bit",
        " API responded with error=",
        r"(?P<Operation>[A-Z]\w{2,60}) API responded with error='(?P<Code>[^'\r\n]{0,80})'"
        r"(?:, message='(?P<Message>[^\r\n]{0,1500}?)'(?=\s|\Z))?",
    ),
    Grammar(
        "cos-go",
        ", TraceId: ",
        rf"(?P<Method>[A-Z]{{3,7}}) (?P<Url>https?://[^\s\"'`<>]{{1,4000}}): (?P<Status>\d{{3}}) (?P<Code>{_ID})"
        r"\(Message: (?P<Message>(?:(?!, RequestId: )[^\r\n]){0,1500}), "
        rf"RequestId: (?P<RequestId>{_ID}), TraceId: (?P<TraceId>{_ID})",
    ),
    Grammar(
        "obs-go",
        "obs: service returned error: ",
        rf"obs: service returned error: Status=(?P<Status>\d{{3}})[^,\r\n]{{0,60}}, Code=(?P<Code>{_ID}), "
        r"Message=(?P<Message>(?:(?!, RequestId=)[^\r\n]){0,1500})"
        rf", RequestId=(?P<RequestId>{_ID})",
    ),
    Grammar(
        "tos-go",
        "tos: request error: ",
        rf"tos: request error: StatusCode=(?P<Status>\d{{3}}), Code=(?P<Code>{_ID}), "
        r"Message=\"?(?P<Message>(?:(?!\"?, RequestID=)[^\r\n]){0,1500})\"?"
        rf", RequestID=(?P<RequestId>{_ID})(?:, HostID=(?P<HostId>{_ID}))?",
    ),
    Grammar(
        "tos-go",
        "unexpected status code error: ",
        rf"tos: unexpected status code error: StatusCode=(?P<Status>\d{{3}}), ExpectedCodes=\[[\d ]{{0,40}}\], "
        rf"RequestID=(?P<RequestId>{_ID})(?:, EC=(?P<EC>[\w-]{{0,40}}))?",
    ),
    Grammar(
        "jets3t",
        "ResponseCode: ",
        r"-- ResponseCode: (?P<Status>\d{3}), ResponseStatus: [^,\r\n]{0,60}"
        rf"(?:, RequestId: (?P<RequestId>{_ID}))?(?:, HostId: (?P<HostId>{_ID}))?",
        others=(("obs-java", r"com\.obs\.|ObsException|\bOBS "),),
    ),
    Grammar(
        "cos-php",
        "Cos Error Code: ",
        rf"Cos Error Code: (?P<Code>{_ID}), Status Code: (?P<Status>\d{{3}}), Cos Request ID: (?P<RequestId>{_ID}), "
        rf"Cos Error Type: \w{{1,20}}, Cos Error Message: (?P<Message>{_REST})",
    ),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every line of an S3 client; None where there is none."""
    found = grammar.read(excerpt, _GRAMMARS)
    return sent_to(excerpt, found) or None
