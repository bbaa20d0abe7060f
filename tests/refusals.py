"""An answer that refuses a request, as the finders' tests want it: one text, of which each test changes a part."""

ID = "69A7BDBFAB12CD34EF56AB78"
"""Begins with 2026-03-04 05:06:07 UTC."""


def refusal(code, elements="", request="", status="400 Bad Request", headers="", server="AliyunOSS"):
    """Give the text of an answer with an error body; `request` stands before it, all parts with their line ends."""
    return (
        f"{request}HTTP/1.1 {status}\nServer: {server}\nx-oss-request-id: {ID}\n{headers}\n"
        f"<Error><Code>{code}</Code>{elements}<RequestId>{ID}</RequestId></Error>"
    )
