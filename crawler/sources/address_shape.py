"""What the shape of an address says: whether it may be an article, on which day it was published (pure).

The look of an article errs on the side of keeping: a page fetched in vain costs two seconds, a pickup passed
over is lost. Shapes are those of real sites: words with hyphens, numbers, days, `.html`, SPIP's
`spip.php?article123`, opaque ids.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.sources.base import MAX_ADDRESS

MAX_DEPTH = 14
TITLE_WORDS = 4
"""A link with at least this many words is a headline, whatever its address looks like."""

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|pdf|docx?|xlsx?|pptx?|odt|zip|gz|tar|rar|mp3|mp4|m4a|m4v|ogg|webm|mov|avi|wav|"
    r"css|js|mjs|json|xml|rss|atom|txt|ics|vcf|woff2?|ttf|eot|exe|dmg|apk|epub|m3u8)$",
    re.IGNORECASE,
)
_PAGES = re.compile(r"\.(?:x?html?|s?html|php\d?|aspx?|jsp|ece|cfm|do)$", re.IGNORECASE)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_NEVER = _words(
    "tag tags mot-cle mots-cles hashtag author authors auteur auteurs autor journaliste journalistes",
    "login signin sign-in signup register logout connexion deconnexion inscription compte mon-compte moncompte",
    "account my-account abonnement abonnements abonnez-vous subscribe subscription boutique shop cart panier",
    "comments new_comment commenter newsletter newsletters search recherche rechercher suche buscar feed feeds rss flux share partager sharer",
    "wp-admin wp-login wp-content wp-json wp-includes cdn-cgi static assets",
)
"""Parts of a path below which no article stands."""

_NEVER_LAST = _words(
    "contact contacts contactez-nous nous-contacter cgu cgv confidentialite privacy cookies cookie-policy",
    "donnees-personnelles gestion-des-cookies plan-du-site sitemap aide help faq publicite advertise a-propos",
    "about about-us qui-sommes-nous profil profile abo offres don dons donate faire-un-don meteo jeux horoscope",
    "mots-croises sudoku programme-tv petites-annonces annonces carnet user users",
)
"""Last parts of the path of a service page; below them articles may stand (/meteo/tempete-…)."""

_LISTS = _words(
    "category categorie categories rubrique rubriques section sections theme themes thematique thematiques",
    "topic topics sujet sujets dossiers agenda evenements calendrier calendar events page archives archive",
    "archives-du-monde blogs podcasts videos galerie galeries region regions ville villes commune communes pays",
)
"""Parts of the path of a list: what stands below is an article only where a number or a day says so."""

_LEGAL = re.compile(
    r"^(?:conditions-(?:generales|d-)|mentions-legales|politique-de-(?:confidentialite|cookies)|charte-|protection-des-donnees|terms-of|privacy-)"
)
_INDEX = re.compile(r"^(?:index|default|home|accueil|spip)$")
_ID_NAMES = _words(
    "p id id_article article articleid article_id story storyid nid aid docid cid idarticle art newsid node item"
)
_SPIP = re.compile(r"(?:^|&)(?:article|breve)\d{1,9}(?:&|$)|^page=(?:imprimer|article)&")
_NUMBER = re.compile(r"\d{4,}")
_ROUND = re.compile(r"^(?:(?:19|20)\d{2}(?:[01]\d(?:[0-3]\d)?)?|[0-3]\d[01]\d(?:19|20)\d{2})$")
_DAYS = (
    re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<s>[/_-]?)(?P<m>[01]\d)(?P=s)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<s>[/_-])(?P<m>1?\d)(?P=s)(?P<d>[1-3]?\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>[0-3]?\d)(?P<s>[/_-])(?P<m>[01]?\d)(?P=s)(?P<y>20\d{2})(?!\d)"),
)
_OPAQUE = re.compile(r"(?=[^-]*(?:\d|[a-z][A-Z]))(?=.*[A-Za-z])[A-Za-z0-9_~]{5,64}$")
_MONTH = re.compile(r"/(?:19|20)\d{2}/[01]?\d/")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W_]+")


def looks_like_article(url: str, title: str | None = None) -> bool:
    """Whether an address may be that of an article; `title` is what the source calls it."""
    if never_an_article(url):
        return False
    parts = urlsplit(url)
    segments = _segments(parts.path)
    if _is_article_query(parts.query) or (segments and _has_strong_shape(segments)):
        return True
    if segments and not _is_in_list(segments) and _has_words(segments):
        return True
    return (
        title is not None
        and len(_LETTERS.findall(title[:500])) >= TITLE_WORDS
        and not _is_list_page(segments)
    )


def never_an_article(url: str) -> bool:
    """Home pages, files, log-in, search, tag, author and legal pages, and the traps that paths grow into."""
    if len(url) > MAX_ADDRESS:
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    segments = _segments(parts.path)
    if parts.scheme not in ("http", "https") or _is_trap(segments) or parts.query.count("&") > 15:
        return True
    if not segments or all(_INDEX.match(_stem(segment)) or len(segment) == 2 for segment in segments):
        return not _is_article_query(parts.query)
    return bool(
        _FILES.search(segments[-1])
        or _LEGAL.match(segments[-1])
        or _stem(segments[-1]).lower() in _NEVER_LAST
        or any(_stem(segment).lower() in _NEVER for segment in segments)
    )


def slug_day(url: str) -> date | None:
    """The day that the path names (2025/02/04, 2025-02-04, 20250204, 04-02-2025), if it is one."""
    path = url[:MAX_ADDRESS].partition("?")[0]
    for pattern in _DAYS:
        for found in pattern.finditer(path):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
    return None


def slug_words(url: str) -> str:
    """The words of the path, for looking for terms in it."""
    return " ".join(_WORD.findall(unquote(urlsplit(url[:MAX_ADDRESS]).path)))


def _segments(path: str) -> list[str]:
    return [unquote(segment) for segment in path.split("/") if segment]


def _stem(segment: str) -> str:
    return _PAGES.sub("", segment)


def _is_trap(segments: list[str]) -> bool:
    """Paths that grow into themselves: too deep, or the same one to three parts three times in a row."""
    if len(segments) > MAX_DEPTH:
        return True
    for size in (1, 2, 3):
        for start in range(len(segments) - 3 * size + 1):
            part = segments[start : start + size]
            if (
                part
                == segments[start + size : start + 2 * size]
                == segments[start + 2 * size : start + 3 * size]
            ):
                return True
    return False


def _is_article_query(query: str) -> bool:
    """SPIP's `article123`, WordPress's `p=123`, a long number under any other name, or an opaque id alone."""
    if _SPIP.search(query) or ("=" not in query and _OPAQUE.match(query.partition("&")[0])):
        return True
    return any(
        value.isdecimal() and (name.lower() in _ID_NAMES or len(value) > 4)
        for name, value in parse_qsl(query[:MAX_ADDRESS])
    )


def _has_strong_shape(segments: list[str]) -> bool:
    """A number that is no date, an opaque id, a day or a month followed by words."""
    last = _stem(segments[-1])
    numbers = _NUMBER.findall(last) + [segment for segment in segments[:-1] if _NUMBER.fullmatch(segment)]
    if any(not _ROUND.match(number) for number in numbers):
        return True
    if _OPAQUE.match(last) and not _ROUND.match(last):
        return True
    path = "/" + "/".join(segments)
    return bool(_WORD.search(last)) and (slug_day(path) is not None or bool(_MONTH.search(path)))


def _has_words(segments: list[str]) -> bool:
    """Words as a headline has them in one of the last two parts, or the name of a page below a section."""
    last = _stem(segments[-1])
    words = max(len(_WORD.findall(_stem(segment))) for segment in segments[-2:])
    if words >= 3 or (not last.isascii() and len(last) >= 8):
        return True
    return last != segments[-1] and not _INDEX.match(last) and (words >= 2 or len(segments) > 1)


def _is_in_list(segments: list[str]) -> bool:
    return any(segment.lower() in _LISTS for segment in segments)


def _is_list_page(segments: list[str]) -> bool:
    """A path that ends in a list, or in the page number of one."""
    in_list = any(segment.lower() in _LISTS for segment in segments[-2:])
    return in_list and len(_WORD.findall(segments[-1])) < 3
