"""Answers that are a wall and not the page: a challenge for browsers, or a notice of the publisher (pure).

They are named, counted and obeyed; nothing here, or anywhere else, gets round one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_CHALLENGE_HEADERS = (("cf-mitigated", "challenge"), ("x-datadome", ""), ("x-amzn-waf-action", ""))
_CHALLENGE_BODY = (
    b"captcha-delivery.com",
    b"/cdn-cgi/challenge-platform/",
    b"_Incapsula_Resource",
    b"px-captcha",
)
_REFUSAL = re.compile(
    rb"interdit[es]? [\w\s,'\xc3\xa0-\xc3\xbf]{0,60}(crawlers?|robots?|aspirateurs?|moteurs?)"
    rb"|(crawlers?|robots?) [\w\s,'\xc3\xa0-\xc3\xbf]{0,60}interdit"
    rb"|droits?[ -]voisins?|automated (access|crawling|scraping)[\w\s,]{0,60}(prohibited|not (permitted|allowed))",
    re.IGNORECASE,
)
_TAGS = re.compile(rb"<[^<>]{0,2000}>")
NOTICE_BYTES = 8_000


def bot_wall(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """True for a challenge meant for browsers (names of headers in lower case)."""
    if any(
        name in headers and (not value or headers[name].lower() == value)
        for name, value in _CHALLENGE_HEADERS
    ):
        return status in (202, 401, 403, 405, 429, 503) or headers.get("cf-mitigated") == "challenge"
    return status in (401, 403, 405, 429, 503) and any(mark in body[:200_000] for mark in _CHALLENGE_BODY)


def legal_refusal(body: bytes) -> bool:
    """True for a short page that says that crawlers are not admitted; an article on the subject is longer."""
    head = body[:200_000]
    if b"<" not in head[:200]:
        text = head
    else:
        text = _TAGS.sub(b" ", re.sub(rb"(?is)<(script|style)\b[^<]{0,50000}</\1>", b" ", head))
    text = b" ".join(text.split())
    return len(text) < NOTICE_BYTES and _REFUSAL.search(text) is not None
