"""Lines of the access log that Alibaba Cloud OSS writes into a bucket: one request a line, most of them successes.

Source: help.aliyun.com, "Logging" (日志转存), the fields in their order: address, two reserved, time, request line,
status, bytes sent, milliseconds, Referer, User-Agent, host, request ID, logging flag, requester, operation, bucket,
key, size, server cost, error code, ...; a hyphen stands for nothing. Web servers begin their lines alike, but have no
request ID there. Its export out of SLS is a table: `table_rows`.
"""

from __future__ import annotations

from inspector.model import Excerpt, Exchange
from inspector.shapes import grammar
from inspector.shapes.grammar import Grammar, chain

_QUOTED = r' "[^"\r\n]{0,4000}"'
_NUMBER = r" (?:\d{1,18}|-|\"-\")"
_FIRST_ERROR = 400

_GRAMMARS = (
    Grammar(
        "",
        '] "',
        chain(
            r"\[\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\]"
            r' "(?P<Method>[A-Z]{3,8}) (?P<Path>[^"\s]{1,8000})(?: HTTP/[\d.]{1,3})?" (?P<Status>\d{3})'
            rf"{_NUMBER}{_NUMBER}{_QUOTED}{_QUOTED}"
            r' "(?:-|(?P<Host>[\w.-]{3,253}))" "(?P<RequestId>[0-9A-F]{24})"',
            rf'{_QUOTED}{_QUOTED} "(?:-|(?P<Operation>\w{{1,60}}))"',
            r' "(?:-|(?P<Bucket>[a-z0-9][a-z0-9-]{1,62}))"',
            r' "(?:-|(?P<Object>[^"\r\n]{1,4000}))"',
            rf'{_NUMBER}{_NUMBER} "(?:-|(?P<Code>[A-Z][A-Za-z0-9.]{{2,63}}))"',
        ),
    ),
)


def read(excerpt: Excerpt) -> tuple[Exchange, ...] | None:
    """Read every request that failed; where none did, every request. None where no line is of such a log."""
    found = [_named(one) for one in grammar.read(excerpt, _GRAMMARS)]
    return tuple(one for one in found if _has_failed(one)) or tuple(found) or None


def _named(one: Exchange) -> Exchange:
    """Call the request ID as the store does: no other store's log has it there."""
    rows = (row._replace(label="x-oss-request-id") if row.label == "RequestId" else row for row in one.fields)
    return one._replace(fields=tuple(rows))


def _has_failed(one: Exchange) -> bool:
    said = {row.label: row.value for row in one.fields}
    return "Code" in said or int(said["Status"]) >= _FIRST_ERROR
