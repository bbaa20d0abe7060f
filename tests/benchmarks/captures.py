"""Captures of every shape and size, the same ones at every run."""

from __future__ import annotations

HEAD = (
    "HTTP/1.1 404 Not Found\nServer: AliyunOSS\nDate: Fri, 24 Feb 2023 03:15:40 GMT\n"
    "Content-Type: application/xml\nx-oss-request-id: 63F829EC4E2F5D3036B5A5D4\nx-oss-ec: 0026-00000001\n"
)
BODY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n  <Code>NoSuchKey</Code>\n'
    "  <Message>The specified key does not exist.</Message>\n  <RequestId>63F829EC4E2F5D3036B5A5D4</RequestId>\n"
    "  <HostId>examplebucket.oss-cn-hangzhou.aliyuncs.com</HostId>\n  <Key>{key}</Key>\n  <EC>0026-00000001</EC>\n"
    "</Error>\n"
)
ERROR = HEAD + "\n" + BODY.format(key="a/b.txt")
KINDS = ("log", "long line", "headers", "elements", "long value")


def capture(kind: str, size: int) -> bytes:
    """Make a capture of about `size` bytes with one error in it."""
    return _MAKERS[kind](size).encode()


def _log(size: int) -> str:
    line = "2023-02-24T03:15:40.{:06d}Z INFO  worker-7 uploaded part {} of the object to the bucket in 41 ms\n"
    lines = "".join(line.format(number, number) for number in range(max(0, size - len(ERROR)) // len(line)))
    half = lines.find("\n", len(lines) // 2) + 1
    return lines[:half] + ERROR + "\n" + lines[half:]


def _long_line(size: int) -> str:
    return ERROR + "x" * max(0, size - len(ERROR))


def _headers(size: int) -> str:
    line = "x-oss-meta-number-{:06d}: the value of the header with this number\n"
    return HEAD + "".join(line.format(n) for n in range(size // len(line))) + "\n" + BODY.format(key="a/b.txt")


def _elements(size: int) -> str:
    line = "  <Part{0:06d}>the value with the number {0}</Part{0:06d}>\n"
    parts = "".join(line.format(number) for number in range(size // len(line)))
    return HEAD + "\n" + BODY.format(key="a/b.txt").replace("</Error>", parts + "</Error>")


def _long_value(size: int) -> str:
    return HEAD + "\n" + BODY.format(key="k" * size)


_MAKERS = {
    "log": _log, "long line": _long_line, "headers": _headers, "elements": _elements, "long value": _long_value,
}  # fmt: skip
