"""What other programs ask of the desk: under which addresses, and in which language they are answered. Pure."""

from __future__ import annotations

from starlette.requests import Request

from monitor.wording import LANGUAGES

API = "/api/1"
"""Where the API answers; another number would stand for answers that programs of today could not read."""

MOST_HEADER = 500


def is_for_programs(request: Request) -> bool:
    """True for an address at which nothing but JSON answers, errors included."""
    return request.url.path.startswith("/api/")


def language_accepted(header: str) -> str:
    """The language of ours that an Accept-Language header likes best; empty where it names none of them."""
    best, most = "", 0.0
    for one in header[:MOST_HEADER].split(","):
        tag, _, weight = one.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        liking = _weight(weight)
        if language in LANGUAGES and liking > most:
            best, most = language, liking
    return best


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if not text.strip():
        return 1.0
    digits = value.strip().replace(".", "", 1)
    if name.strip() != "q" or not (digits.isascii() and digits.isdigit() and len(digits) <= 8):
        return 0.0
    return min(float(value), 1.0)
