"""Scrapy's handler for http and https with a bound on the head of an answer: Twisted reads headers without end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web._newclient import ParseError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress

MAX_HEAD = 64 * 1024
"""Bytes of status line and headers, those of interim answers (100, 103) among them."""


class BoundedParser(_LenientHTTPClientParser):
    """Gives up an answer whose head does not end."""

    head = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        """One line of the head."""
        self.head += len(line) + 2
        if self.head > MAX_HEAD:
            raise ParseError("the headers do not end", line[:100])  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[Any]:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = BoundedParser  # Scrapy changes it in the same way, and for the same reason
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:  # noqa: N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """Takes the place of Scrapy's own for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
