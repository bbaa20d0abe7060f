"""What HTTP tools, libraries and browsers print of a failed request: its status and address, and nothing of its body.

From the source of each: requests `raise_for_status`, aiohttp `ClientResponseError`, httpx, urllib, curl, wget, aria2,
axios, got, Guzzle, `HttpURLConnection`, the consoles of browsers. A status that stands directly above a response or
is glued to it counts too. Lines of access logs are no answers of a store and have none of these forms.
"""

from __future__ import annotations

from bisect import bisect_left

from inspector.model import Excerpt, Exchange, Span
from inspector.shapes import grammar, xml_error
from inspector.shapes.grammar import Grammar

_STATUS = r"(?P<Status>[345]\d\d)(?!\d)"
_ANY_STATUS = r"(?P<Status>[2345]\d\d)(?!\d)"
_URL = r"(?P<Url>https?://[^\s\"'`<>\])]{1,4000})"
_PLACED_URL = r"(?P<Url>https?://[^\s\"'`<>]{1,4000}?)(?::\d{1,7}){0,2}(?=[\s)]|\Z)"
_REASON = r"[A-Z][A-Za-z' -]{1,40}"
_EVIDENCE = r"(?=[ \t]{0,8}(?:<\?xml|<Error[ >]|\{'|\{null=|\{\"|\[\('|[A-Za-z][\w-]{1,40}: ?\S))"
"""What shows that a status on a line of its own is of a response: its body, or its headers in any form."""

_GAP = 40
"""Characters between a status and the body it is printed with: a colon, a quotation mark, a prefix of the line."""

_GRAMMARS = (
    Grammar("requests", " for url: ", rf"{_STATUS} (?:Client|Server) Error: ?[^\r\n]{{0,100}}? for url: {_URL}"),
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
    Grammar("wget", "server returned error: HTTP/", rf"server returned error: HTTP/[\d.]{{1,3}} {_STATUS}"),
    Grammar(
        "aria2",
        "errorCode=",
        rf"URI={_URL}\s{{1,8}}-> \[[^\]\r\n]{{1,60}}\] errorCode=\d{{1,3}} "
        rf"(?:The response status is not successful\. status={_STATUS}|Resource not found)",
    ),
    Grammar(
        "axios",
        "failed with status code ",
        rf"Request failed with status code {_STATUS}(?: \(?{_REASON}\)?: [A-Z]{{3,7}} {_URL})?",
    ),
    Grammar("got", "Response code ", rf"Response code {_STATUS} \({_REASON}\)"),
    Grammar("got", "ERR_NON_2XX_3XX_RESPONSE ", rf"ERR_NON_2XX_3XX_RESPONSE {_STATUS}"),
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
    Grammar("dotnet-http", "does not indicate success: ", rf"status code does not indicate success: {_STATUS}"),
    Grammar(
        "php-http",
        "HTTP request failed!",
        rf"\({_URL}\): [^\r\n]{{1,60}}HTTP request failed! HTTP/[\d.]{{1,3}} {_STATUS}",
    ),
    Grammar("ruby-http", "OpenURI::HTTPError", rf"\b{_STATUS} {_REASON} \(OpenURI::HTTPError\)"),
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
        rf"\b(?:GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH) {_PLACED_URL} "
        rf"(?:net::ERR_[A-Z_]{{3,60}} {_STATUS}|(?P<Status_2>[345]\d\d)(?= \())(?: \([^)\r\n]{{0,60}}\))?",
    ),
    Grammar(
        "",
        "://",
        rf"\b(?:GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH) {_URL} {_STATUS}(?=[ \t]{{0,8}}(?:[\r\n]|\Z))",
    ),
    Grammar(
        "",
        "://",
        rf"\b(?:GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH) {_URL} {_ANY_STATUS}[ \t]{{0,8}}[\r\n]{{1,4}}{_EVIDENCE}",
    ),
    Grammar("browser", " [HTTP/", rf"{_URL}\s{{1,4}}\[HTTP/[\d.]{{1,3}} {_STATUS}"),
    Grammar(
        "lftp",
        "<--- HTTP/",
        r"---> Host: (?P<Host>\S{3,253})[ \t]{0,8}+[\r\n]{1,2}+(?:---[->][^\r\n]{0,4000}+[\r\n]{1,2}+){0,40}?"
        rf"<--- HTTP/[\d.]{{1,3}} {_STATUS}",
    ),
    Grammar("", "状态码", rf"(?i:HTTP) ?状态码[:：= ]{{1,3}}{_STATUS}"),
    Grammar("", "<title>", rf"<title>{_STATUS}:? {_REASON}</title>"),
    Grammar("", "ok 2", r"(?<![^\s])ok (?P<Status>2\d\d) (?P<RequestId>[0-9A-F]{24}) (?=b?[\"']?<)"),
    Grammar(
        "",
        "\n",
        r"(?<![^\r\n])(?:(?:[Rr]esponse|[Ss]tatus|HTTP)[ _]?(?:[Cc]ode|[Ss]tatus)?[ \t]{0,3}[:=]?[ \t]{0,3})?"
        rf"{_ANY_STATUS}(?: {_REASON})?[ \t]{{0,8}}(?:\r\n?|\n){_EVIDENCE}",
    ),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every status that a tool printed, with the body that stands directly behind it."""
    found = grammar.read(excerpt, _GRAMMARS)
    return tuple(_with_bodies(excerpt, found)) or None


def _with_bodies(excerpt: Excerpt, found: tuple[Exchange, ...]) -> list[Exchange]:
    """Give each status the error body right behind it: what another error says must not get between."""
    bodies = (xml_error.read(excerpt) or ()) if found else ()
    starts = [body.span.start for body in bodies]
    followed = [bisect_left(starts, one.span.end) for one in found]
    return [
        one._replace(body=bodies[place].body, span=Span(one.span.start, bodies[place].span.end))
        if place < len(bodies) and starts[place] - one.span.end <= _GAP
        else one
        for one, place in zip(found, followed, strict=True)
    ]
