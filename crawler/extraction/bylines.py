"""What stands beside the headline for readers: who wrote it, and when. For pages whose markup does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lxml import html

from crawler.extraction.authors import split_names
from crawler.extraction.dates import day_in_words, is_date_line, is_prose, parse_moment
from crawler.extraction.document import Document, words_of
from crawler.extraction.text import fold, one_line
from storage.model import Moment

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|auteur|signature|writer|autor|reporter|journaliste)(?:e?s)?(?:[_-]{0,2}names?)?(?:$|[\s_-])",
    re.IGNORECASE,
)
_AUTHOR_PAGE = re.compile(
    r"/(?:auteurs?|authors?|autore?n?|autores|journalistes?|redacteurs?|redaktion|signature|par)/[^/?#]{3,60}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:auteur[es]*|autor(?:in|en|es)?(?:/\w{1,10})?|authors?|texte?|r[ée]dacteur|article de)\s{0,2}(?::\s{0,3}|$)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"date|publi|posted|time|meta|horodat|parution|fecha|datum|when|created|submitted|lineinfo|tagline",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"mis[e]? à jour|modifi|updated|aktualisiert|actualizad|aggiornat|atualizad|bijgewerkt|last modified|\bmaj\b",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:par|by|von|por|di)\s(?=[A-ZÀ-Þ])", re.IGNORECASE)
_BY_INSIDE = re.compile(r"(?:^|[\s–—|·,-])(?P<by>(?:Par|By|Von|Por|Di)\s[A-ZÀ-Þ«].{1,80})$")
_PUBLISHED = re.compile(
    r"(?:publi[ée]e?|posté|paru|published|posted|veröffentlicht|publicado|pubblicato|gepubliceerd|le \d|\d)",
    re.IGNORECASE,
)
_BYLINE_TAGS = ("a", "span", "p", "div", "address", "li", "small", "cite", "strong", "em")
_DATE_TAGS = ("p", "div", "span", "small", "li", "td", "em", "b", "time", "footer", "h4", "h5", "h6")
_NEAR = 60
_PIECE = 70


def byline(document: Document, titles: Sequence[str]) -> list[str]:
    """The names in the first line of the page that is there to tell them; none among comments."""
    for lines in (_marked(document), _linked(document), _labelled(document), _beside(document, titles)):
        for words in lines:
            least = 1 if _BY.match(words) else 2
            names = [
                name for name in split_names(words) if least <= len(name.split()) <= 8 and name[:1].isupper()
            ]
            if names:
                return names
    return []


def _marked(document: Document) -> Iterator[str]:
    for element in document.all(*_BYLINE_TAGS):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"[
            :300
        ]
        if _BYLINE.search(marks) and not _in_aside(element):
            words = one_line(words_of(element, 400), 300)
            if 3 <= len(words) <= 150:
                yield words


def _linked(document: Document) -> Iterator[str]:
    for element in document.all("a"):
        if _AUTHOR_PAGE.search((element.get("href") or "")[:300]) and not _in_aside(element):
            words = one_line(words_of(element, 200), 100)
            if len(words.split()) > 1:
                yield words


def _labelled(document: Document) -> Iterator[str]:
    for element in document.all("p", "li", "div", "span", "td"):
        start = next((piece for piece in element.itertext() if not piece.isspace()), "")
        if not _LABEL.match(start.strip()[:60]):
            continue
        words = one_line(words_of(element, 120), 100)
        if len(words) < 80 and (found := _LABEL.match(words)) and words[found.end() :].strip():
            yield words[found.end() :]
        elif len(words) < 80 and (label := next(element.iter("strong", "b"), None)) is not None:
            name = one_line(words_of(label, 40), 40)
            if _LABEL.match(name) and words.startswith(name):
                yield words[len(name) :]


def _beside(document: Document, titles: Sequence[str]) -> Iterator[str]:
    """« Par Anne Dupont » in one of the lines after the headline."""
    for count, (text, _) in enumerate(_after_heading(document, titles)):
        if count >= _NEAR // 3:
            return
        line = one_line(text, 200)
        found = _BY_INSIDE.search(line) if len(line) < 150 else None
        if found:
            yield line[found.start("by") :]


def moment_shown(document: Document, titles: Sequence[str], language: str) -> Moment | None:
    """When a page says for its readers that it was published: beside the headline, else where a date line stands."""
    return (
        _near_headline(document, titles, language)
        or _time_element(document)
        or _date_line(document, language)
    )


def _near_headline(document: Document, titles: Sequence[str], language: str) -> Moment | None:
    updated = False
    for count, (text, value) in enumerate(_after_heading(document, titles)):
        if count >= _NEAR:
            return None
        told = is_date_line(text) or _PUBLISHED.match(text)
        day = day_in_words(text[:_PIECE], language) if told else None
        moment = parse_moment(value) if value else day
        updated = updated or bool(_UPDATED.search(text[:_PIECE]))
        if moment is None:
            continue
        if not updated:
            return moment
        updated = False  # that was the time of a change
    return None


def _after_heading(document: Document, titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts after the headline: beside it, then beside what holds it."""
    wanted = {fold(title) for title in titles if len(title) > 10} or {fold(title) for title in titles}
    heading = next(
        (
            one
            for one in (*document.all("h1"), *document.all("h2", "h3"))
            if (shown := fold(words_of(one, 1_000)))
            and any(
                shown.startswith(title) or (len(shown) > 15 and title.startswith(shown)) for title in wanted
            )
        ),
        None,
    )
    if heading is None:
        return
    for element in heading.itersiblings():
        yield from _pieces(element)
    parent = heading.getparent()
    following = parent.getnext() if parent is not None else None
    if following is not None and following.tag not in ("aside", "footer", "nav"):
        yield from _pieces(following)


def _pieces(element: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The texts inside an element, each with the machine-readable time of its own element."""
    for one in element.iter():
        if one.tag in ("script", "style"):
            continue
        value = "" if _in_prose(one) else one.get("datetime") or ""
        if value or (one.text and one.text.strip()):
            yield (one.text or "").strip(), value
        if one is not element and one.tail and one.tail.strip():
            yield one.tail.strip(), ""


def _time_element(document: Document) -> Moment | None:
    """The first machine-readable time of the page that is no time of a change, a comment or a teaser."""
    first: Moment | None = None
    for element in document.root.iter():
        declared = element.get("itemprop") == "datePublished"
        value = element.get("datetime") or (element.get("content") if declared else None)
        moment = parse_moment(value) if value else None
        if moment is None:
            continue
        if declared or element.get("pubdate") is not None:
            return moment
        if first is None:
            parent = element.getparent()
            around = words_of(parent if parent is not None else element, 300)
            if not _UPDATED.search(around) and not _in_aside(element) and not _in_prose(element):
                first = moment
    return first


def _in_prose(element: html.HtmlElement) -> bool:
    """True for an element inside a sentence: the time that it names is that of something else."""
    holder = next(
        (up for up in element.iterancestors() if up.tag in ("p", "li", "div", "td", "section", "header")),
        None,
    )
    if holder is None or holder.tag != "p":
        return False
    return is_prose(words_of(holder, 400))


def _in_aside(element: html.HtmlElement) -> bool:
    return any(
        up.tag in ("aside", "footer", "nav")
        or "comment" in f"{up.get('class') or ''} {up.get('id') or ''}".lower()
        for up in element.iterancestors()
    )


def _date_line(document: Document, language: str) -> date | None:
    """The first day written in a line that is there to tell it, by its class or its kind."""
    for element in document.all(*_DATE_TAGS):
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[
            :300
        ]
        if not (_DATELINE.search(marks) or element.tag in ("small", "time")) or _in_aside(element):
            continue
        words = words_of(element, 300)
        day = day_in_words(words, language) if len(words) < 250 else None
        if day is not None:
            return day
    return None
