"""Every failure has a typed reason."""

from __future__ import annotations

import pytest
from scrapy import exceptions as scrapy_errors
from twisted.internet import error as net

from crawler.errors import Refused
from crawler.failures import reason_of, reason_of_status
from storage.model import Reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (scrapy_errors.CannotResolveHostError("x"), Reason.DNS),
        (net.DNSLookupError("x"), Reason.DNS),
        (scrapy_errors.DownloadConnectionRefusedError("x"), Reason.CONNECT),
        (scrapy_errors.DownloadTimeoutError("x"), Reason.TIMEOUT),
        (scrapy_errors.ResponseDataLossError("x"), Reason.TRUNCATED),
        (scrapy_errors.DownloadCancelledError("too long"), Reason.TOO_LARGE),
        (scrapy_errors.IgnoreRequest("max redirections reached"), Reason.REDIRECT),
        (net.ConnectionLost(), Reason.RESET),
        (Refused(Reason.ROBOTS, "/x"), Reason.ROBOTS),
        (ValueError("?"), Reason.BAD_ANSWER),
    ],
)
def test_an_exception_has_its_reason(error: Exception, reason: Reason) -> None:
    assert reason_of(error)[0] is reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, None),
        (304, None),
        (301, Reason.REDIRECT),
        (401, Reason.LOGIN),
        (403, Reason.DENIED),
        (404, Reason.NOT_FOUND),
        (410, Reason.NOT_FOUND),
        (418, Reason.HTTP_ERROR),
        (429, Reason.RATE_LIMITED),
        (451, Reason.REFUSED),
        (503, Reason.SERVER_ERROR),
    ],
)
def test_a_status_has_its_reason(status: int, reason: Reason | None) -> None:
    assert reason_of_status(status) is reason
