"""Redirects as Scrapy follows them, five at the most; no Referer is ever sent along, and that needs no warning."""

from __future__ import annotations

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import Request, Response


class PlainRedirectMiddleware(RedirectMiddleware):
    """30x answers."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)


HEAD_BYTES = 16_384


class PlainMetaRefreshMiddleware(MetaRefreshMiddleware):
    """`<meta http-equiv=refresh>` of at most five seconds; a page that reloads itself is just read."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Follow it under the rules of any redirect; only a page that has one is decoded here."""
        if b"http-equiv" not in response.body[:HEAD_BYTES].lower():
            return response
        following: Request | Response = super().process_response(request, response)
        if isinstance(following, Request) and following.url == response.url:
            return response
        return following

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send none."""
        request.headers.pop("Referer", None)
