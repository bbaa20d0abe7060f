"""Requests that got no answer: the name did not resolve, the connection was refused, the browser kept the answer.

There is no status, code or request ID to read; what is read is the address, and the client's own words as `Failure`.
Only where the host of a store is named: any program can fail to reach anything.
"""

from __future__ import annotations

from inspector.model import Excerpt, Exchange
from inspector.shapes import grammar
from inspector.shapes.grammar import STORE_HOST, Grammar

_HOST = rf"(?P<Host>{STORE_HOST})"
_URL = rf"(?P<Url>https?://{_HOST}(?::\d{{1,5}})?[^\s\"'`<>)]{{0,4000}})"

_METHOD = r"(?P<Method>GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH)"
_WHOLE_URL = rf"(?>{_URL})"
_NO_URL = r"(?:(?!https?://)[^\r\n])"
_MINI = r"(?P<Failure>(?:request|uploadFile|downloadFile):fail(?>(?: (?:(?!https?://)[^\r\n\"'{}]){1,200})?))"
_BESIDE = rf"(?:{_NO_URL}{{0,120}}?|[^\w\r\n]{{0,8}}(?:at [^\r\n]{{0,80}})?[\r\n]{{1,2}}{_NO_URL}{{0,60}}?)"
"""Between what a mini program says and the address: on the line, or up to the next, without another address."""

_GRAMMARS = (
    Grammar(
        "postman",
        "Error",
        rf"(?<![^\s▼▶▾▸►]){_METHOD} (?P<Url>https?://{_HOST}[^\s\"'`<>)]{{0,4000}}?)"
        r"(?::[ \t]{0,4}\{\s{1,20}\"Error\": \"|[ \t]{0,8}[\r\n]{1,2}[ \t]{0,8}Error: ?)(?P<Failure>[^\r\n\"]{2,300})",
    ),
    Grammar(
        "ali-oss",
        " (connected: ",
        rf"(?P<Failure>(?<!\w)[A-Z]\w{{2,40}}Error: [^\r\n]{{1,300}}?), {_METHOD} {_URL} "
        r"(?P<Status>-[1-9]) \(connected: ",
    ),
    Grammar(
        "insomnia",
        "* Preparing request to ",
        rf"\* Preparing request to {_WHOLE_URL}"
        r"(?:(?>[\r\n]{1,2}[ \t]{0,8}\* (?!Preparing request to )[^\r\n]{0,300})){0,60}?"
        r"[\r\n]{1,2}[ \t]{0,8}\* "
        r"(?P<Failure>(?:Could not resolve host|Failed to connect to|[A-Z]\w{3,20} timed out)[^\r\n]{0,200})",
    ),
    Grammar("mini-program", ":fail", rf"{_MINI}{_BESIDE}{_WHOLE_URL}"),
    Grammar("mini-program", ":fail", rf"{_WHOLE_URL}{_BESIDE}{_MINI}"),
    Grammar("curl", "curl: (", rf"curl: \(\d{{1,2}}\) (?P<Failure>[A-Z][^\r\n:]{{2,120}}?):? {_HOST}"),
    Grammar("curl", "resolve host", rf"(?P<Failure>Could not resolve host): {_HOST}"),
    Grammar("wget", "resolve host address", rf"(?P<Failure>unable to resolve host address) [‘'\"`]{_HOST}"),
    Grammar(
        "requests",
        "ConnectionPool(host=",
        rf"HTTPS?ConnectionPool\(host='{_HOST}', port=\d{{1,5}}\): (?P<Failure>Max retries exceeded|Read timed out)",
    ),
    Grammar(
        "boto3",
        "endpoint URL: ",
        rf"(?P<Failure>Could not connect to the|(?:Connect|Read) timeout on) endpoint URL: \"{_URL}",
    ),
    Grammar("java-http", "UnknownHostException: ", rf"(?P<Failure>UnknownHostException): {_HOST}"),
    Grammar(
        "java-http",
        "Connect to ",
        rf"Connect to {_HOST}(?::\d{{1,5}})?[^\r\n]{{0,200}}? (?P<Failure>failed: [^\r\n]{{1,80}}|timed out)",
    ),
    Grammar("android-http", "Unable to resolve host ", rf"(?P<Failure>Unable to resolve host) \"{_HOST}\""),
    Grammar(
        "node-http",
        " E",
        rf"(?P<Failure>(?:getaddrinfo |connect |read )?E(?:NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT)) {_HOST}",
    ),
    Grammar(
        "go-http",
        "http",
        rf"\b(?:Get|Put|Post|Head|Delete) \"?{_URL}\"?: "
        r"(?P<Failure>(?:dial tcp|read tcp|write tcp|x509|tls|net/http|context deadline exceeded|EOF)[^\r\n\"]{0,200})",
    ),
    Grammar("go-http", "dial tcp: lookup ", rf"(?P<Failure>dial tcp: lookup) {_HOST}"),
    Grammar(
        "dotnet-http", "'", rf"(?P<Failure>The remote name could not be resolved|未能解析此远程名称)[:：] ?'{_HOST}'"
    ),
    Grammar("dotnet-http", "host is known", rf"(?P<Failure>No such host is known)\.? \({_HOST}"),
    Grammar(
        "browser",
        "blocked by CORS policy",
        rf"Access to \w{{3,20}} at '{_URL}' (?:\(redirected from '[^'\s]{{1,4000}}'\) )?"
        r"from origin '(?P<Origin>[^'\s]{1,300})' has been (?P<Failure>blocked by CORS policy)",
    ),
    Grammar("browser", "net::ERR_", rf"{_URL} (?P<Failure>net::ERR_[A-Z_]{{3,60}})(?=[ \t]{{0,8}}(?:[\r\n]|\Z))"),
    Grammar("browser", "net::ERR_", rf"(?P<Failure>net::ERR_[A-Z_]{{3,60}})(?: @ {_URL})"),
    Grammar("ios", "com.aliyun.oss.clientError error ", r"(?P<Failure>com\.aliyun\.oss\.clientError error \d{1,3})"),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every request to a store that got no answer; None where there is none."""
    return grammar.read(excerpt, _GRAMMARS) or None
