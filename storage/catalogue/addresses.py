"""Checking what a catalogue says of addresses: domains, http addresses, the placeholders of a search."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter
from urllib.parse import urlsplit

from storage.catalogue.problems import ProblemCode

MAX_URL = 2_000
MAX_DOMAIN = 260

PLACEHOLDERS = ("query", "page", "start", "end")
_DATED = ("start", "end")
_DATE_FORM = re.compile(r"(?:%[YymdHMS%]|[^%{}])*")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,62}))(?:\.[^\W_][\w-]{0,62})*\.?")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`\u2028\u2029]")


def domain_of(text: str) -> str | None:
    """Host or host:port in small letters, freed of a scheme and a path; None where there is no host."""
    if len(text) > MAX_DOMAIN:
        return None
    rest = text.strip().lower()
    for scheme in ("https://", "http://", "//"):
        rest = rest.removeprefix(scheme)
    host, colon, port = rest.split("/", 1)[0].partition(":")
    host = host.rstrip(".")
    if not _is_host(host) or (colon and not _is_port(port)):
        return None
    return host + colon + port


def _is_host(text: str) -> bool:
    """A host name or IPv4 address written in one way only (full-width signs are not)."""
    return bool(_HOST.fullmatch(text)) and unicodedata.normalize("NFKC", text) == text


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65_536


def url_problem(url: str) -> ProblemCode | None:
    """What is wrong with an address that is no search: only http and https, a host, no password, no placeholder."""
    if "{" in url or "}" in url:
        return ProblemCode.UNKNOWN_PLACEHOLDER
    return None if _is_web_address(url) else ProblemCode.BAD_URL


def _is_web_address(url: str) -> bool:
    if len(url) > MAX_URL or _UNSAFE.search(url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = _is_host(host) or (host.count(":") > 1 and parts.netloc.startswith("["))
    return parts.scheme in ("http", "https") and named and "@" not in parts.netloc and port != 0


def template_problem(template: str) -> tuple[ProblemCode, str] | None:
    """What is wrong with a search's address, with the piece concerned; the template is never filled here."""
    try:
        fields = [piece for piece in Formatter().parse(template[:MAX_URL]) if piece[1] is not None]
    except ValueError:
        return ProblemCode.BAD_PLACEHOLDER, template[:100]
    bare = template
    for _, name, form, conversion in fields:
        written = (
            "{" + (name or "") + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
        )
        if name not in PLACEHOLDERS:
            return ProblemCode.UNKNOWN_PLACEHOLDER, written
        if conversion or (form and (name not in _DATED or not _DATE_FORM.fullmatch(form))):
            return ProblemCode.BAD_PLACEHOLDER, written
        bare = bare.replace(written, "x")
    host = template.split("//", 1)[-1].split("/", 1)[0]
    if "{" in host or not _is_web_address(bare):
        return ProblemCode.BAD_URL, template[:100]
    if not any(name == "query" for _, name, _, _ in fields):
        return ProblemCode.QUERY_MISSING, template[:100]
    return None
