"""The one way out: a link opens on a click, only `https`, only to an exact host that the catalog names.

One parser decides and the same parser's own text is opened, for parsers disagree about odd addresses.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_LONGEST = 2048


def allowed(link: str, hosts: frozenset[str]) -> QUrl | None:
    """Give what may be opened for a link, or None."""
    if not link.startswith("https://") or len(link) > _LONGEST or not link.isascii():
        return None
    url = QUrl(link, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.userInfo() or url.port(443) != 443:  # noqa: PLR2004 - the port of https
        return None
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return url if host in hosts and link.startswith(f"https://{host}") else None


def open_link(link: str, hosts: frozenset[str]) -> bool:
    """Open a link in the browser; tell whether it was allowed."""
    url = allowed(link, hosts)
    return url is not None and QDesktopServices.openUrl(url)
