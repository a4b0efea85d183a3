"""Redirects as Scrapy follows them, five at the most; no Referer is ever sent along, and that needs no warning."""

from __future__ import annotations

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import Request, Response


class PlainRedirectMiddleware(RedirectMiddleware):
    """30x answers."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)


class PlainMetaRefreshMiddleware(MetaRefreshMiddleware):
    """`<meta http-equiv=refresh>` of at most five seconds."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)
