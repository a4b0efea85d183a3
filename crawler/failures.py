"""From what Scrapy and Twisted raise, or an answer's status, to a typed reason (pure)."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as net
from twisted.web._newclient import ResponseFailed

from crawler.errors import CrawlError
from storage.model import Reason

NO_CONNECTION = frozenset({Reason.DNS, Reason.CONNECT, Reason.TLS, Reason.TIMEOUT})
"""After one of these nothing more is asked of that host in this run."""

_BY_TYPE: tuple[tuple[type[BaseException], Reason], ...] = (
    (CannotResolveHostError, Reason.DNS),
    (net.DNSLookupError, Reason.DNS),
    (DownloadConnectionRefusedError, Reason.CONNECT),
    (net.ConnectionRefusedError, Reason.CONNECT),
    (DownloadTimeoutError, Reason.TIMEOUT),
    (net.TimeoutError, Reason.TIMEOUT),
    (TimeoutError, Reason.TIMEOUT),
    (DownloadCancelledError, Reason.TOO_LARGE),
    (ResponseDataLossError, Reason.TRUNCATED),
    (UnsupportedURLSchemeError, Reason.SCHEME),
    (net.SSLError, Reason.TLS),
    (net.ConnectError, Reason.CONNECT),
    (net.ConnectionLost, Reason.RESET),
    (net.ConnectionDone, Reason.RESET),
    (ResponseFailed, Reason.RESET),
    (DownloadFailedError, Reason.RESET),
    (OSError, Reason.CONNECT),
)


def reason_of(error: BaseException) -> tuple[Reason, str]:
    """The reason behind an exception, with a detail for a reader of logs."""
    detail = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, CrawlError):
        return error.reason, error.detail
    text = str(error)
    if isinstance(error, IgnoreRequest):
        if "redirect" in text:
            return Reason.REDIRECT, detail
        return Reason.TOO_LARGE, detail  # Scrapy's decompression guard is the other one that ignores
    if isinstance(error, DownloadFailedError | ResponseFailed):
        nested = _nested_reason(error)
        if nested is not None:
            return nested, detail
    for kind, reason in _BY_TYPE:
        if isinstance(error, kind):
            return reason, detail
    return Reason.BAD_ANSWER, detail


def _nested_reason(error: BaseException) -> Reason | None:
    """Twisted wraps TLS and parse errors in lists of failures; look at what is inside."""
    causes = [failure.value for failure in getattr(error, "reasons", ())]
    if error.__cause__ is not None:
        causes.append(error.__cause__)
        causes.extend(failure.value for failure in getattr(error.__cause__, "reasons", ()))
    for cause in causes:
        name, module = type(cause).__name__, type(cause).__module__
        if module.startswith(("OpenSSL", "service_identity")) or "Verif" in name or "SSL" in name:
            return Reason.TLS
        if name in {"ParseError", "BadHeaders", "PotentialDataLoss"} or module.startswith("twisted.web.http"):
            return Reason.BAD_ANSWER
    return None


def reason_of_status(status: int) -> Reason | None:
    """The reason behind an HTTP status; None for 200 and 304."""
    if status in (200, 203, 206, 304):
        return None
    named = {
        401: Reason.LOGIN,
        402: Reason.LOGIN,
        403: Reason.DENIED,
        404: Reason.NOT_FOUND,
        407: Reason.LOGIN,
        410: Reason.NOT_FOUND,
        429: Reason.RATE_LIMITED,
        451: Reason.REFUSED,
    }
    if status in named:
        return named[status]
    if status >= 500:
        return Reason.SERVER_ERROR
    return Reason.REDIRECT if 300 <= status < 400 else Reason.HTTP_ERROR
