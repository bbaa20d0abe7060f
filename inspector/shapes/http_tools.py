"""How HTTP tools, libraries and browsers print a failed request, as grammars: its status, its address where they do.

From the source of each: requests `raise_for_status`, aiohttp `ClientResponseError`, httpx, urllib, curl, wget, aria2,
axios, got, Guzzle, `HttpURLConnection`, the consoles of browsers. Lines of access logs are no answers of a store and
have none of these forms.
"""

from __future__ import annotations

from inspector.shapes import powershell
from inspector.shapes.grammar import STORE_HOST, Grammar

_STATUS = r"(?P<Status>[345]\d\d)(?!\d)"
_ANY_STATUS = r"(?P<Status>[2345]\d\d)(?!\d)"
_URL = r"(?P<Url>https?://[^\s\"'`<>\])]{1,4000})"
_STORE_URL = rf"(?P<Url>https?://{STORE_HOST}(?::\d{{1,5}})?(?![\w.])[^\s\"'`<>\])\\]{{0,4000}}?)"
_PLACED_URL = r"(?P<Url>https?://[^\s\"'`<>]{1,4000}?)(?::\d{1,7}){0,2}(?=[\s)]|\Z)"
_METHOD = r"(?=[DGHOP])\b(?:GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH)"
_REASON = r"[A-Z][A-Za-z' -]{1,40}"
_KNOWN_REASON = (
    r"(?:Moved Permanently|Found|Temporary Redirect|Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed"
    r"|Request Timeout|Conflict|Length Required|Precondition Failed|Range Not Satisfiable"
    r"|Requested Range Not Satisfiable|Request Entity Too Large|Payload Too Large|Too Many Requests"
    r"|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout)(?![\w-])"
)
_ANSWER = r"<\?xml|<Error[ >]|\{'|\{null=|\{\"|\[\('"
_EVIDENCE = rf"(?=[ \t]{{0,8}}(?:{_ANSWER}|[A-Za-z][\w-]{{1,40}}: ?\S))"
"""What shows that a status on a line of its own is of a response: its body, or its headers in any form."""
_ITS_HEAD = (
    rf"(?=[ \t]{{0,8}}(?:{_ANSWER}"
    r"|(?i:x-|content-|access-|cache-|last-|keep-|transfer-|server:|date:|connection:|etag:|vary:|age:|via:)))"
    r"(?!(?:[^\r\n]{0,200}[\r\n]{1,2}){0,4}[ \t]{0,8}(?i:error[ _-]?)?(?i:code|message|msg)[ \t]{0,3}[:=])"
)
"""The same below a status with a label: other labels below it are the report of a program, and for `labels`."""

_TEXT_OF = (
    r"[\"'\\]{0,4}(?i:(?:response|resp|err(?:or)?)?[ _.-]?(?:body|text|content|data)|resp(?:onse)?|响应体?|返回内容)"
    r"[\"'\\]{0,4} ?[:：=] ?"
)
_BODY_BEHIND = (
    rf"[\"')）\]]{{0,3}}(?: {_REASON})?[\"')）\]]{{0,3}} {{0,3}}[,，;:：|-]{{0,2}} {{0,3}}(?:{_TEXT_OF})?"
    r"b?[\"'`\\]{0,16}(?=<\?xml|<Error[ >]|\{[\"'\\]{1,16}(?:Error|Code)[\"'\\]{1,16} ?:)"
)
"""Between a status and its body on the same line."""

_SIGNED = (
    r"(?P<Url>https?://[^\s\"'`<>()?\\]{1,1000}\?"
    r"(?=[^\s\"'`<>?]{0,3000}?(?:OSSAccessKeyId|x-oss-signature|x-oss-credential|Signature)=)"
    r"[^\s\"'`<>)\]\\,;，；]{1,4000}+)"
)
_LABEL = (
    r"(?i:\bhttp(?:[ _]?(?:status|code|error))?(?:[ _]?code)?|\bstatus(?:[ _]?code)?|\b(?:returned|error|failed|got)"
    r"|返回|响应码|状态码|错误码?|失败)[\"']?[ \t]?[:：=(（]?[ \t]?[\"']?"
)
_STATUS_LABEL = rf"{_LABEL}(?=[345]\d\d(?!\d))"
_BETWEEN = r"[^\r\n]{0,120}?(?:[\r\n]{1,2}[^\r\n]{0,60}?)?"
"""What may stand between a signed address and a status beside it, on one line or two."""
_BEFORE_STATUS = (
    rf"{_LABEL}|(?i:\b(?:failed with|reply|response|answer(?:ed)?|(?<!exit )code)"
    r"(?:[ _](?:code|status|was|is|of|with))?)[\"'\\]{0,4} ?[:：=(（\[#-]? ?[\"']?"
    r"|(?<![^\s])[(（\[]|(?<![^\r\n])[ \t>]{0,8}(?:\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG)[\]:]{0,2} {1,4})?"
)
"""What says that a number before a body is a status, and not a line, a port or an offset."""

_PAGE_OF_A_SERVER = (
    r"(?=(?:(?!<title>|(?i:request[ _-]?id)[^\w\r\n]{1,8}[0-9A-F]{16})[\s\S]){0,20000}?(?:<center>|</html>))"
)
"""A page of an application that tells of a store's error holds its ID: the status in its title is the application's."""

_BESIDE_URL = (
    ("axios", "failed with status code "),
    ("urllib", "HTTP Error "),
    ("curl", "requested URL returned error|http_code="),
    ("aria2", "errorCode="),
)
"""Clients that print a status, where somebody put the address beside it."""

GRAMMARS = (
    *powershell.GRAMMARS,
    Grammar("requests", " for url: ", rf"{_STATUS} (?:Client|Server) Error: ?[^\r\n]{{0,100}}? for url: {_URL}"),
    Grammar("requests", "<Response [", rf"<Response \[{_STATUS}\]>(?=[\s:,;]{{0,8}}(?:b?[\"'])?<(?:\?xml|Error))"),
    Grammar(
        "aiohttp",
        ", message=",
        rf"\b{_STATUS}, message=(?:'[^'\r\n]{{0,300}}'|\"[^\"\r\n]{{0,300}}\"), url=(?:URL\()?['\"]?{_URL}",
    ),
    Grammar(
        "httpx",
        "' for url '",
        rf"(?:Client error|Server error|Redirect response) '{_STATUS}[^'\r\n]{{0,60}}' for url '{_URL}",
    ),
    Grammar("httpx", "HTTP Request: ", rf"HTTP Request: [A-Z]{{3,8}} {_URL} \"HTTP/[\d.]{{1,3}} {_STATUS}"),
    Grammar("", "ignature=", rf"{_STATUS_LABEL}{_STATUS}{_BETWEEN}{_SIGNED}", others=_BESIDE_URL),
    Grammar("", "ignature=", rf"{_SIGNED}{_BETWEEN}{_STATUS_LABEL}{_STATUS}", others=_BESIDE_URL),
    Grammar("urllib", "HTTP Error ", rf"(?:{_URL}: \[Errno 14\] )?HTTP Error {_STATUS}(?:: ?| - ){_REASON}"),
    Grammar("java-http", "response code: ", rf"Server returned HTTP response code: {_STATUS}(?: for URL: {_URL})?"),
    Grammar("java-http", "FileNotFoundException: http", rf"FileNotFoundException: {_URL}"),
    Grammar("java-http", ") ", rf"(?<![^\s])\([A-Z]{{3,7}} {_URL}\) {_ANY_STATUS}(?=\s|\Z)"),
    Grammar(
        "okhttp",
        "Response{",
        rf"Response\{{protocol=[\w./]{{1,9}}, code={_STATUS}, message=[^,\r\n]{{0,60}}, url={_URL}",
    ),
    Grammar("feign", " during [", rf"\[{_STATUS} ?[^\]\r\n]{{0,60}}\] during \[[A-Z]{{3,7}}\] to \[{_URL}\]"),
    Grammar("spring", "Exception", rf"Http(?:Client|Server)ErrorException(?:\$\w{{1,40}})?: {_STATUS}(?!\d)"),
    Grammar("retrofit", "HttpException: ", rf"HttpException: HTTP {_STATUS}"),
    Grammar("curl", "requested URL returned error: ", rf"The requested URL returned error: {_STATUS}"),
    Grammar(
        "curl", "http_code=", rf"\bhttp_code=[\"']?{_ANY_STATUS}(?:[^\r\n]{{0,200}}?\burl(?:_effective)?=[\"']?{_URL})?"
    ),
    *(
        Grammar(
            "wget",
            needs,
            r"(?<![^\r\n])(?P<Url>https?://\S{1,4000}):[ \t]{0,8}[\r\n]{1,2}"
            rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d (?:ERROR|错误) {_STATUS}[:：] ?[^\r\n]{{2,60}}[.。](?![^\r\n])",
        )
        for needs in (" ERROR ", " 错误 ")
    ),
    Grammar("wget", "server returned error: HTTP/", rf"server returned error: HTTP/[\d.]{{1,3}} {_STATUS}"),
    Grammar(
        "aria2",
        "errorCode=",
        rf"URI={_URL}\s{{1,8}}(?:->|Exception:) \[[^\]\r\n]{{1,60}}\] errorCode=\d{{1,3}} "
        rf"(?:The response status is not successful\. status={_STATUS}|Resource not found)",
    ),
    Grammar(
        "axios",
        "failed with status code ",
        rf"Request failed with status code {_STATUS}(?: \(?{_REASON}\)?: [A-Z]{{3,7}} {_URL})?",
    ),
    Grammar("excon", "<=> Actual(", rf"Expected\([\d, |]{{1,40}}\) <=> Actual\({_STATUS}"),
    Grammar(
        "alamofire", "tatus", rf"(?:Response status code was unacceptable: |unacceptableStatusCode\(code: ){_STATUS}"
    ),
    Grammar("got", "Response code ", rf"Response code {_STATUS} \({_REASON}\)"),
    Grammar("got", "ERR_NON_2XX_3XX_RESPONSE ", rf"ERR_NON_2XX_3XX_RESPONSE {_STATUS}"),
    Grammar("dio", "response has a status code of ", rf"the response has a status code of {_STATUS}"),
    Grammar("dio", "Http status error [", rf"Http status error \[{_STATUS}\]"),
    Grammar("clj-http", "clj-http: status ", rf"clj-http: status {_STATUS}"),
    Grammar("fetch", "HTTP error! ", rf"HTTP error! [Ss]tatus: {_STATUS}"),
    Grammar("fetch", "HTTP ", rf"(?:(?<=[Ee]rror: )|(?<![^\r\n]))HTTP {_ANY_STATUS}(?=:? ?[\"']?[<{{])"),
    Grammar("request-promise", "StatusCodeError: ", rf"StatusCodeError: {_STATUS} - "),
    Grammar(
        "guzzle",
        "resulted in a",
        rf"(?<!AWS HTTP error: )(?:Client|Server) error:? `[A-Z]{{3,7}} {_URL}` resulted in an? `{_STATUS}",
    ),
    Grammar(
        "dotnet-http",
        "rror: (",
        rf"(?:remote server returned an error|远程服务器返回错误): \({_STATUS}\)",
    ),
    Grammar("dotnet-http", "ReasonPhrase: ", rf"StatusCode: {_ANY_STATUS}, ReasonPhrase: '"),
    Grammar("dotnet-http", "does not indicate success: ", rf"status code does not indicate success: {_STATUS}"),
    Grammar(
        "php-http",
        "HTTP request failed!",
        rf"\({_URL}\): [^\r\n]{{1,60}}HTTP request failed! HTTP/[\d.]{{1,3}} {_STATUS}",
    ),
    Grammar("ruby-http", "OpenURI::HTTPError", rf"\b{_STATUS} {_REASON} \(OpenURI::HTTPError\)"),
    Grammar("ruby-http", "<Net::HTTP", rf"#<Net::HTTP[A-Z]\w{{1,40}} {_STATUS} {_REASON} readbody="),
    Grammar("ruby-http", "<RestClient::Response", rf"<RestClient::Response {_STATUS}(?=[ >])"),
    Grammar("ruby-http", "RestClient::", rf"RestClient::[A-Z]\w{{2,40}}(?:: | \(){_STATUS} {_REASON}"),
    Grammar("ffmpeg", "Server returned ", rf"Server returned {_STATUS} {_REASON}"),
    Grammar(
        "browser",
        "responded with a status of ",
        rf"(?:(?P<Url_2>https?://[^\s\"'`<>]{{1,4000}}?)(?::\d{{1,7}}){{0,2}}[ \t]{{1,8}})?"
        rf"Failed to load resource: the server responded with a status of {_STATUS}(?: \([^)\r\n]{{0,60}}\))?"
        rf"(?: @ {_PLACED_URL})?",
    ),
    Grammar(
        "browser",
        "://",
        rf"{_METHOD} {_PLACED_URL} "
        rf"(?:net::ERR_[A-Z_]{{3,60}} {_STATUS}|(?P<Status_2>[345]\d\d)(?= \())(?: \([^)\r\n]{{0,60}}\))?",
    ),
    Grammar(
        "",
        "://",
        rf"{_METHOD} {_URL} {_STATUS}(?=[ \t]{{0,8}}(?:[\r\n]|\Z))",
    ),
    Grammar(
        "",
        "://",
        rf"{_METHOD} {_URL} {_ANY_STATUS}[ \t]{{0,8}}[\r\n]{{1,4}}{_EVIDENCE}",
    ),
    Grammar("browser", " [HTTP/", rf"{_URL}\s{{1,4}}\[HTTP/[\d.]{{1,3}} {_STATUS}"),
    Grammar(
        "lftp",
        "<--- HTTP/",
        r"---> Host: (?P<Host>\S{3,253})[ \t]{0,8}+[\r\n]{1,2}+(?:---[->][^\r\n]{0,4000}+[\r\n]{1,2}+){0,40}?"
        rf"<--- HTTP/[\d.]{{1,3}} {_STATUS}",
    ),
    Grammar("lftp", "Access failed: ", rf"\bAccess failed: {_STATUS} {_REASON}(?: \((?P<Path>[^()\r\n]{{1,1100}})\))?"),
    Grammar("httpie", "warning: HTTP ", rf"\bhttps?: warning: HTTP {_STATUS} {_REASON}"),
    Grammar(
        "urllib3",
        ' HTTP/1.1" ',
        r"https?://(?P<Host>[\w.-]{1,253})(?::\d{1,5})? "
        rf"\"(?P<Method>[A-Z]{{3,8}}) (?P<Path>/[^\s\"]{{0,4000}}) HTTP/1\.1\" {_STATUS} (?:\d{{1,15}}|None)(?!\S)",
        others=(("aws-cli", r"\bawscli\b|MainThread - botocore"), ("boto3", r"\bbotocore\b")),
    ),
    Grammar("", "状态码", rf"(?i:HTTP) ?状态码[:：= ]{{1,3}}{_STATUS}"),
    Grammar(
        "reqwest",
        " error (",
        rf"HTTP status (?:client|server) error \({_STATUS}[^()\r\n]{{0,60}}\)(?: for url \({_URL}\))?",
    ),
    Grammar(
        "postman",
        '": {',
        rf"(?<![^\s▼▶▾▸►])(?P<Method>[A-Z]{{3,7}}) (?P<Url>https?://{STORE_HOST}[^\s\"'`<>]{{0,4000}}?): ?\{{\s{{1,20}}"
        r"(?=\"(?:Network|Request Headers)\": ?\{)",
    ),
    Grammar("", "<title>", rf"<title>{_STATUS}:? {_REASON}</title>{_PAGE_OF_A_SERVER}"),
    Grammar(
        "",
        "://",
        rf"(?<![\w/]){_STORE_URL}(?:\\{{0,7}}[\"'`])? {{0,2}}:? {{1,2}}(?:received: )?{_STATUS} {{1,2}}{_KNOWN_REASON}",
    ),
    *(Grammar("", sign, rf"{_METHOD} {_STORE_URL}{sign}{_STATUS}(?=[\s,;]|\Z)") for sign in (" -> ", " => ", " → ")),
    Grammar(
        "dio",
        " ║ Status: ",
        rf"╔╣ (?:DioE\w{{4,8}}|Response) ║ (?:{_METHOD} ║ )?Status: {_STATUS}[^║\r\n]{{0,60}}║ Time[^\r\n]{{0,30}}"
        rf"(?:[\r\n]{{1,2}}[║ \t]{{0,8}}{_STORE_URL}(?=\s))?",
    ),
    Grammar(
        "envoy",
        " via_upstream ",
        rf'\[[\d-]{{10}}T[\d:.]{{8,15}}Z\] "(?P<Method>[A-Z]{{3,8}}) (?P<Path>[^"\s]{{1,8000}})'
        rf'(?: HTTP/[\d.]{{1,3}})?" {_STATUS} [\w,-]{{1,40}} via_upstream '
        rf'[^\r\n]{{1,2000}}? "(?P<Host>{STORE_HOST})(?::\d{{1,5}})?" "',
    ),
    Grammar(
        "envoy",
        '"response_code_details":"via_upstream"',
        rf'"authority":"(?P<Host>{STORE_HOST})(?::\d{{1,5}})?",(?:(?!"authority":)[^\r\n]){{0,4000}}?'
        rf'"response_code":{_STATUS},"response_code_details":"via_upstream"',
    ),
    Grammar("", " - ", rf"(?<![\w.]){_STATUS} {_KNOWN_REASON} - [A-Z]{{3,7}} {_STORE_URL}(?=[\s\"'`<>\])\\]|\Z)"),
    Grammar(
        "node-http",
        "HttpError: ",
        rf"HttpError: {_STATUS}[^\r\n\\\"]{{0,60}}(?:[\r\n]{{1,2}}|\\{{1,7}}n)\\{{0,7}}\""
        rf"method: [A-Z]{{3,7}} url: {_STORE_URL}(?=[\s\"'\\]|\Z)",
    ),
    Grammar("go-http", "~~~ RESPONSE ~~~", rf"~~~ RESPONSE ~~~\s{{1,4}}STATUS[ \t]{{1,12}}: {_ANY_STATUS}"),
    *(
        Grammar("", needs, rf"</Error>[\s↵]{{0,8}}\"(?:(?!uploadFile:|request:)[^<]){{0,2000}}?\bstatusCode: {_STATUS}")
        for needs in ("uploadFile:ok", "request:ok")
    ),
    Grammar(
        "java-http",
        "reason phrase: ",
        rf"(?:\({_STORE_URL}\): )?status code: {_STATUS}, reason phrase: {_REASON}",
    ),
    Grammar("", "ok 2", r"(?<![^\s])ok (?P<Status>2\d\d) (?P<RequestId>[0-9A-F]{24}) (?=b?[\"']?<)"),
    Grammar(
        "",
        "\n",
        r"(?<![^\r\n])(?P<labelled>(?:[Rr]esponse|[Ss]tatus|HTTP)[ _]?(?:[Cc]ode|[Ss]tatus)?[ \t]{0,3}[:=]?[ \t]{0,3})?"
        rf"{_ANY_STATUS}(?: {_REASON})?[ \t]{{0,8}}(?:\r\n?|\n)(?(labelled){_ITS_HEAD}|{_EVIDENCE})",
    ),
    *(
        Grammar("", needs, rf"{_ANY_STATUS}{_BODY_BEHIND}", behind=_BEFORE_STATUS)
        for needs in ("<?xml", "<Error", '{"Error', "{'Error", '{\\"Error')
    ),
)
