"""Words that mean something to a reader of ours, and words that nobody expects there."""

from __future__ import annotations

_MARKUP = (
    "<Error>", "</Error>", "<Code>", "</Code>", "<Message>", "</Message>", "<RequestId>", "</RequestId>", "<HostId>",
    "<EC>", "</EC>", "<?xml version='1.0'?>", "<!DOCTYPE a [", "<!ENTITY a 'b'>", "]>", "<!--", "-->", "<![CDATA[",
    "]]>", "&lt;", "&gt;", "&amp;", "&#60;", "&#x3c;", "&#x110000;", "&#0;", "&amp;lt;", "<a b='", "/>", "<", ">", "</",
    "<Error xmlns='x'>", "<StringToSign>", "<StringToSignBytes>", "<CanonicalRequest>", "<item>", "<packet>", "<pdml>",
)  # fmt: skip
_HTTP = (
    "HTTP/1.1 403 Forbidden\r\n", "HTTP/2 404\n", "HTTP/1.1 ", "GET / HTTP/1.1\r\n", "PUT /b/o?a=b HTTP/1.1\n",
    "Server: AliyunOSS\r\n", "Server: JDCloudOSS\n", "x-oss-request-id: 69A7BDBFAB12CD34EF56AB78\r\n", "x-oss-ec: ",
    "x-oss-err: ", "x-amz-request-id: ", "Date: Sat, 21 Nov 2026 10:00:00 GMT\r\n", "Content-Length: ",
    "Content-Type: application/xml\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "Host: ",
    "\r\n\r\n", ":status: 403\n", "Authorization: OSS LTAI5tInvented0001:c2lnbmF0dXJlMTIz=\r\n",
    "Authorization: OSS4-HMAC-SHA256 Credential=LTAI5tInvented0001/20261121/cn-hangzhou/oss/aliyun_v4_request,",
    "?OSSAccessKeyId=LTAI5tInvented0001&Expires=1&Signature=abc%2B", "x-oss-security-token: CAISinvented", "Cookie: a=b",
    "b.oss-cn-hangzhou.aliyuncs.com", "s3.cn-north-1.jdcloud-oss.com", "0003-00000001", "69A7BDBFAB12CD34EF56AB78",
)  # fmt: skip
_PRINTED = (
    "[ErrorCode]: ", "[RequestId]: ", "[HostId]: ", "[Message]: ", "StatusCode=403, ", "ErrorCode=", "RequestId=",
    "{'status': 403, 'details': {", "oss2.exceptions.", "com.aliyun.oss.OSSException: ", "botocore.exceptions.ClientError: ",
    "An error occurred (", ") when calling the GetObject operation: ", "operation error GetObject: ", "Error returned by Service.",
    "\tstatus code: 403, request id: ", "* Connected to ", "< HTTP/1.1 ", "> GET ", "{ [", "=> Send header", "== Info: ",
    "0000: 48 54 54 50", "00000000: 4854 5450", "reply: 'HTTP/1.1 ", "header: ", "send: b'", "http-outgoing-0 << ",
    "---response begin---", "<- Response", '"log": {"entries": [', "_source", "layers", "Frame 1: ", "peers:", "packets:",
    "Hypertext Transfer Protocol\n", "Request URL: ", "Status Code: ", "Response Headers", "%{", "#<", "Some(", "map[",
    "upstream_http_x_oss_request_id=", '2026/11/21 10:00:00 [debug] 7#7: *1 http proxy status 403 "403 Forbidden"\n',
    "&{", "{:", "=>", " = ", ": ", "requestId", "request_id", "errorCode", "http_status", "curl: (6) ", "| ", "│", "+----+",
)  # fmt: skip
_SIGNS = (
    "\0", "\x1b[", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffd", "\u00a0", "\u3000", "é",
    "签名", "\U0001f600", "\r", "\n", "\r\n", "\t", "\x0b", "\x0c", "\x1c", "\\", "\\\\", "\\n", "\\u", "\\u0000", "\\ud800",
    "\\x", "\\x3c", "\\u003c", "\\u{", "\\N{", "%", "%00", "%0a", "%3C", "%253C", "%u003c", '"', "'", "`", "“", "”", "‘", "«",
    "{", "}", "[", "]", "(", ")", "{{code|x}}", "‹Cookie›", "‹", "›", "=", "==", "+", "-", "--", ",", ";", "|", "*", "**",
    "١", "²", "Ⅳ", "ß", "İ", "ﬁ", "…", "9" * 30, "a" * 70, "=" * 20, "((((((((", "{{{{{{{{", "[[[[[[[[", "<a>" * 6,
)  # fmt: skip
_SECRETS = (
    "password=", '"AccessKeySecret": "', "Signature=", "Bearer ", "-----BEGIN RSA PRIVATE KEY-----", "://u:p@", "token: ",
    "sk-", "Cookie: ", "LTAI", "STS.", "AKIA", "JDC_", "secret", "&Signature", "%26Signature%3D", "x-amz-security-token",
)  # fmt: skip
_TOML = (
    "[provider]\n", "\n[[entry]]\n", "\n[[sign]]\n", "\n[[host]]\n", "\n[[remark]]\n", 'id = "', 'match = { code = "', "en.", "zh.",
    "why = [", "checked = 2026-11-21", "checked = ", "status = [403]", 'source = "', "community = true", "see = [", "'''", '"""',
    "strength = 3", 'forms = ["(a+)+"]', 'forms = ["["]', 'host = "', "{{host|", "}}", "1979-05-27T07:32:00Z", "inf", "nan",
    'message = ""', 'ec = "0003-00000001"', 'family = "0003"', "numbers = [", "a.b.c = 1", "bucket_in_resource = ",
)  # fmt: skip
WORDS = tuple(word.encode() for word in (*_MARKUP, *_HTTP, *_PRINTED, *_SIGNS, *_SECRETS, *_TOML))
