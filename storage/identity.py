"""Identity (pure): one article has one key however it is addressed, and one fingerprint however it is set.

`canonical_url` is for reading and fetching and takes away only what is known to be tracking; `article_key`
is for comparing, never for fetching. A URL that cannot be taken one way only is refused with ValueError.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urlsplit

import idna
import tldextract

MAX_URL = 4096  # characters; what is longer is no address of an article

_TRACKING = re.compile(
    r"(?:utm|at|mtm|pk|piwik|matomo|hsa|ns)_\w+"
    r"|xtor|xtref|xts|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|li_fat_id"
    r"|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|_ga|_gl|vero_id|oly_(?:anon|enc)_id|s_cid|cmpid|wt_z?mc|ito|mkt_tok",
    re.IGNORECASE,
)
_REFERRAL = re.compile(r"(?:ref|referr?er|share|from)=[a-z_.\-]*", re.IGNORECASE)
"""Tracking where the value is a word (`ref=home`); with a number it may be the article's own (`ref=1234`)."""

_SESSION = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid(?!=[0-9]{1,6}$))=.*", re.IGNORECASE
)
"""A session; a short number (`sid=123`) is how old publishing systems number their stories."""

_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_VARIANT = re.compile(
    r"amp(?:=(?:1|true)?)?|outputtype=amp|output=(?:amp|print)|print=(?:1|true)|page=1", re.IGNORECASE
)
_VARIANT_HOST = frozenset({"www", "m", "mobile", "amp"})
_VARIANT_START = frozenset({"amp", "imprimer", "print"})
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)")
_SPIP_PRINT = re.compile(r"id_article=([0-9]+)")

_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DELIMITERS = frozenset("/?#%&=+;\\")  # mean something else when they are not escaped
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_OPAQUE = re.compile(r"(?=.*[0-9])(?=.*[a-z0-9][A-Z]).*")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_][a-z0-9_-]{0,62})*")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def canonical_url(url: str) -> str:
    """The address to read, show and fetch: no tracking parameter, no fragment, no default port.

    Everything else stays, in its order. Raises ValueError for what is not http(s), and for what clients
    read in different ways: user names, backslashes, control characters, numeric hosts other than a.b.c.d.
    """
    parts = _split(url)
    query = "&".join(p for p in parts.query.split("&") if p and not _is_tracking(p))
    path = _without_dots(_escaped(parts.path)) or "/"
    return f"{parts.scheme}://{parts.netloc}{path}" + (f"?{_escaped(query)}" if query else "")


def article_key(url: str) -> str:
    """What the addresses of one article have in common; raises ValueError as `canonical_url` does."""
    parts = urlsplit(canonical_url(url))
    query = _query_for_key(parts.query)
    path = _path_for_key(parts.path)
    printed = _SPIP_PRINT.fullmatch(query[0]) if len(query) == 2 and query[1] == "page=imprimer" else None
    if printed:
        query = [f"article{printed[1]}"]
    return _host_for_key(parts) + path + ("?" + "&".join(query) if query else "")


def is_http(url: str) -> bool:
    """True for an address that could be fetched and that can be taken one way only."""
    try:
        _split(url)
    except ValueError:
        return False
    return True


def site_of(url: str) -> str:
    """The site of a URL or of a bare host: its registrable domain, or host:port where it has none.

    An IP address, localhost and names under no public suffix have none. Raises ValueError.
    """
    parts = _split(url if "://" in url else f"http://{url}")
    return _registrable(parts.hostname or "") or parts.netloc


def same_site(one: str, other: str) -> bool:
    """True where both belong to one registrable domain (or one host:port); False where either is malformed."""
    try:
        return site_of(one) == site_of(other)
    except ValueError:
        return False


def trusted_canonical(fetched_url: str, claimed: str | None) -> str:
    """The address a page claims, where it is plausibly the same article; otherwise the fetched one, canonical.

    Plausible: on the same site, not its home page, and the same key, or the same number or slug in the path.
    """
    fetched = canonical_url(fetched_url)
    try:
        wanted = canonical_url(claimed or "")
    except ValueError:
        return fetched
    if not same_site(fetched, wanted) or _is_home(wanted):
        return fetched
    if article_key(fetched) == article_key(wanted) or _same_work(fetched, wanted):
        return wanted
    return fetched


def article_id(key: str) -> str:
    """A short id from an article key, the same on every machine."""
    return "a" + _digest(key)


def mention_id(campaign_id: str, article: str) -> str:
    """A short id for one article in one campaign."""
    return "m" + _digest(f"{campaign_id}\n{article}")


def text_fingerprint(text: str) -> str:
    """A hash of the words alone: equal for one text in another typography; empty where there is no word."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    folded = _BEYOND_ASCII.sub(lambda run: "".join(c for c in run[0] if not _is_invisible(c)), folded)
    words = re.findall(r"\w+", folded.replace("œ", "oe").replace("æ", "ae"))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32] if words else ""


@lru_cache(maxsize=4096)
def _is_invisible(character: str) -> bool:
    """True for an accent that stands by itself, a soft hyphen, a zero-width sign."""
    return unicodedata.category(character) in ("Mn", "Cf")


def _digest(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()[:10]).decode().lower()


def _split(url: str) -> SplitResult:
    """The parts of an http(s) URL, its host and port normalised; ValueError for anything ambiguous."""
    url = url.strip()
    if len(url) > MAX_URL or _FORBIDDEN.search(url):
        raise ValueError(f"no usable address: {url[:80]!r}")
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or "@" in parts.netloc or not parts.hostname:
        raise ValueError(f"no usable address: {url[:80]!r}")
    host = _host(parts.hostname)
    port = parts.port
    if port is not None and port != (80 if scheme == "http" else 443):
        host = f"{host}:{port}"
    return SplitResult(scheme, host, parts.path, parts.query, "")


@lru_cache(maxsize=4096)
def _host(host: str) -> str:
    if ":" in host:
        return f"[{IPv6Address(host).compressed}]" if "%" not in host else _refused(host)
    name = host.rstrip(".").lower()
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii").lower()
    if not _HOST.fullmatch(name):
        return _refused(host)
    if _NUMERIC_LABEL.fullmatch(name.rsplit(".", 1)[-1]) and (
        name != host.rstrip(".") or str(ip_address(name)) != name
    ):
        return _refused(host)
    return name


def _refused(host: str) -> str:
    raise ValueError(f"no usable host: {host[:80]!r}")


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    return str(_suffixes(host).top_domain_under_public_suffix)


def _is_tracking(parameter: str) -> bool:
    name = parameter.split("=", 1)[0]
    return bool(_TRACKING.fullmatch(name) or _REFERRAL.fullmatch(parameter))


def _escaped(text: str) -> str:
    """Percent-escapes as RFC 3986 normalises them: needless ones undone, the others in capitals, UTF-8 for the rest."""
    text = _BARE_PERCENT.sub("%25", text)
    text = _ESCAPED.sub(lambda run: _respelled(bytes.fromhex(run[0].replace("%", ""))), text)
    return quote(text, safe="%/?:@!$&'()*+,;=~[]|")


def _respelled(octets: bytes) -> str:
    return "".join(chr(o) if o in _UNRESERVED else f"%{o:02X}" for o in octets)


def _decoded(text: str) -> str:
    """Escapes of readable characters undone, NFC; what is not UTF-8, or means something, stays escaped."""
    return unicodedata.normalize("NFC", _ESCAPED.sub(lambda run: _readable(run[0]), text))


def _readable(run: str) -> str:
    try:
        text = bytes.fromhex(run.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return run
    return "".join(
        c if c.isprintable() and c not in _DELIMITERS and c != " " else quote(c, safe="") for c in text
    )


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _host_for_key(parts: SplitResult) -> str:
    labels = parts.netloc.split(".")
    own = _registrable(parts.hostname or "").count(".") + 1
    if own > 1:
        while len(labels) > own and labels[0] in _VARIANT_HOST:
            del labels[0]
    host = ".".join(labels)
    return re.sub(r":(?:80|443)$", "", host)


def _path_for_key(path: str) -> str:
    segments = [s for s in _SESSION_IN_PATH.sub("", path).split("/") if s]
    if len(segments) > 1 and segments[0].lower() in _VARIANT_START:
        del segments[0]
    if segments and _INDEX.fullmatch(segments[-1].lower()):
        del segments[-1]
    if len(segments) > 1 and segments[-1].lower() in ("amp", "amp.html"):
        del segments[-1]
    if len(segments) > 2 and [s.lower() for s in segments[-2:]] == ["page", "1"]:
        del segments[-2:]
    if segments:
        segments[-1] = re.sub(r"\.amp(?=\.html?$|$)", "", segments[-1], flags=re.IGNORECASE) or segments[-1]
    return "/" + "/".join(_lower(_decoded(segment)) for segment in segments)


def _lower(segment: str) -> str:
    """Lower case but for short opaque ids (`7uHq2c`), in which case tells articles apart."""
    if segment.isascii() and "%" in segment:
        return segment.lower()
    kept = _TOKEN.sub(lambda token: token[0] if _is_opaque(token[0]) else token[0].lower(), segment)
    return unicodedata.normalize("NFC", "".join(c if c.isascii() else c.lower() for c in kept))


def _is_opaque(token: str) -> bool:
    return 4 <= len(token) <= 12 and _OPAQUE.fullmatch(token) is not None


def _query_for_key(query: str) -> list[str]:
    """The parameters that tell articles apart, sorted: their order never does."""
    wanted = (p for p in query.split("&") if p and not _VARIANT.fullmatch(p) and not _SESSION.fullmatch(p))
    return sorted(_decoded(p) for p in wanted)


def _is_home(url: str) -> bool:
    return article_key(url).partition("/")[2] in ("", "fr", "en")


_NUMBER = re.compile(r"[0-9]{5,20}")
_DATE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}[-/]?[01][0-9](?:[-/]?[0-3][0-9])?(?![0-9])")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")


def _same_work(one: str, other: str) -> bool:
    """The same number or the same slug, and neither another number nor another date."""
    a, b = article_key(one), article_key(other)
    numbers = _numbers(a), _numbers(b)
    if all(numbers):
        return bool(numbers[0] & numbers[1])
    dates = set(_DATE.findall(a)), set(_DATE.findall(b))
    if all(dates) and dates[0] != dates[1]:
        return False
    slugs = _slug(a), _slug(b)
    return slugs[0] == slugs[1] and slugs[0].count("-") >= 2


def _numbers(key: str) -> set[str]:
    return {n for n in _NUMBER.findall(_DATE.sub(" ", key.partition("/")[2])) if n}


def _slug(key: str) -> str:
    last = key.partition("/")[2].partition("?")[0].rpartition("/")[2]
    return re.sub(r"[-_.]?[a-z]?[0-9]*$", "", _EXTENSION.sub("", last))
