"""A challenge or a publisher's notice is named, never taken for the page and never got round."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.walls import bot_wall, legal_refusal

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, {"cf-mitigated": "challenge"}, b""),
        (200, {"cf-mitigated": "challenge"}, b"<html>"),
        (403, {"x-datadome": "protected"}, b""),
        (403, {}, b"<script src='https://ct.captcha-delivery.com/c.js'></script>"),
        (503, {}, b"<script src='/cdn-cgi/challenge-platform/h/b'></script>"),
    ],
)
def test_a_challenge_is_recognised(status: int, headers: dict[str, str], body: bytes) -> None:
    assert bot_wall(status, headers, body)


def test_an_ordinary_page_or_refusal_is_no_challenge() -> None:
    assert not bot_wall(200, {"x-datadome": "protected"}, b"<html>an article</html>")
    assert not bot_wall(403, {}, b"<html>Forbidden</html>")


def test_a_publishers_notice_is_recognised() -> None:
    notice = "<html><body><p>L'accès à ce site est interdit à tous les robots qui ne respectent pas le droit voisin.</p></body></html>"
    assert legal_refusal(notice.encode())
    assert not legal_refusal(("<p>" + "Un long article sur le droit voisin. " * 400 + "</p>").encode())
    assert not legal_refusal(b"<html><body>Page introuvable</body></html>")


def test_no_code_gets_round_a_wall() -> None:
    """Solving a captcha, forging a consent cookie or another browser's name would need one of these words."""
    forbidden = re.compile(
        r"2captcha|anticaptcha|cloudscraper|curl_cffi|undetected|euconsent|Mozilla/5\.0", re.I
    )
    for path in [*ROOT.glob("crawler/**/*.py"), *ROOT.glob("monitor/**/*.py")]:
        assert not forbidden.search(path.read_text(encoding="utf-8")), path
