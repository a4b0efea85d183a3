"""What a page says of itself, each thing with where it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from crawler.extraction.authors import clean_names
from crawler.extraction.bylines import byline, moment_shown
from crawler.extraction.dates import day_anywhere, day_in_url, parse_moment
from crawler.extraction.document import Document, words_of
from crawler.extraction.jsonld import Graph, body_of, plain, text_of
from crawler.extraction.text import MAX_STANDFIRST, MAX_TITLE, fold, one_line
from crawler.extraction.titles import best_title
from storage.model import Candidate, Moment, Rights

_META_LIMIT = 500
MAX_SHOWN = 700
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued", "dc.date",
    "dcterms.created", "dcterms.issued", "dc.date.created", "pubdate", "publishdate", "publish-date", "publication_date",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "originalpublicationdate", "cxenseparse:recs:publishtime",
    "rnews:datepublished", "article.published", "published-date", "date.available", "og:published_time",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
_AUTHOR = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:chapo|chapeau|standfirst|sub-?headline|sub-?title|sous-titre|dek|field-chapo)(?:$|[\s_-])"
    r"|(?:^|\s|__|article-|post-|entry-)(?:excerpt|summary|intro|description|lead|lede|abstract)(?:$|\s)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Metadata:
    """The fields of an Article that are not its text; `provenance` says where each that is set came from."""

    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published_at: Moment | None = None
    modified_at: Moment | None = None
    canonical_url: str | None = None
    language: str | None = None
    paywalled: bool = False
    rights: Rights = Rights.OPEN
    noarchive: bool = False
    body: str = ""
    described: bool = False
    titles: tuple[str, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)


class _Reader:
    """One reading of one page."""

    def __init__(self, document: Document, url: str, language: str, hint: Candidate | None) -> None:
        self.document, self.url, self.hint = document, url, hint
        self.metas = _metas(document)
        self.headings = list(_headings(document))
        self.graph = Graph(document.scripts)
        self.article = self.graph.article(url, self.headings)
        self.out = Metadata()
        self.given_language = language

    def read(self) -> Metadata:
        out = self.out
        self._language()
        self._title()
        self._authors()
        self._dates()
        self._standfirst()
        canonical = (link.get("href") for link in self.document.all("link") if "canonical" in _rel(link))
        out.canonical_url = next((url for url in map(self.document.absolute, canonical) if url), None)
        out.described = bool(self.article) or self._meta("og:type").lower() == "article"
        out.paywalled = self.graph.paywalled(self.article)
        if self._meta("tdm-reservation") == "1":
            out.rights = Rights.RESERVED
        robots = {
            word.strip() for name in ("robots", "googlebot") for word in self._meta(name).lower().split(",")
        }
        out.noarchive = bool(robots & {"noarchive", "none"})
        out.body = body_of(self.article)
        return out

    def _meta(self, *names: str) -> str:
        return next((values[0] for name in names if (values := self.metas.get(name))), "")

    def _set(self, name: str, value: Any, origin: str) -> bool:
        if not value:
            return False
        setattr(self.out, name, value)
        self.out.provenance[name] = origin
        return True

    def _language(self) -> None:
        declared = self.document.root.get("lang") or self.document.root.get(
            "{http://www.w3.org/XML/1998/namespace}lang"
        )
        for value, origin in (
            (declared, "html"),
            (text_of(self.article.get("inLanguage")), "json-ld"),
            (self._meta("og:locale"), "opengraph"),
            (self._meta("content-language", "dc.language", "language"), "meta"),
            (self.given_language, "outlet"),
        ):
            code = re.match(r"[a-z]{2,3}(?![a-z])", (value or "")[:20].strip().lower())
            if code and code.group() not in ("und", "mul"):
                self._set("language", code.group(), origin)
                return

    def _title(self) -> None:
        site = self._site_names()
        tab = next((one_line(words_of(element)) for element in self.document.all("title")), "")
        json_ld = text_of(self.article.get("headline")) or text_of(self.article.get("name"))
        opengraph = plain(self._meta("og:title", "twitter:title"))
        title, origin = best_title(json_ld, self.headings, opengraph, tab, site, self._lesser_headings())
        self.out.titles = tuple(one for one in (title, json_ld, opengraph, *self.headings[:3]) if one)
        if not self._set("title", title, origin) and self.hint is not None:
            self._set("title", one_line(self.hint.title), "feed")

    def _lesser_headings(self) -> list[str]:
        return [
            one_line(words_of(element))
            for element, _ in zip(self.document.all("h2", "h3"), range(30), strict=False)
        ]

    def _site_names(self) -> list[str]:
        publisher = [name for name, _ in self.graph.names(self.article.get("publisher"))]
        host = _host(self.url).removeprefix("www.")
        names = [
            plain(self._meta("og:site_name", "application-name", "apple-mobile-web-app-title")),
            *publisher,
            host,
        ]
        names += [
            text_of(one.get("name"))
            for one, _ in self.graph.objects
            if one.get("@type") in ("WebSite", "NewsMediaOrganization")
        ]
        return [name for name in dict.fromkeys(names) if name]

    def _authors(self) -> None:
        outlet = self._site_names()
        named = self.graph.names(self.article.get("author")) or self.graph.names(self.article.get("creator"))
        people = [name for name, organisation in named if not organisation]
        houses = [name for name, organisation in named if organisation]
        _ = (
            self._set("authors", clean_names([*people, *houses], outlet), "json-ld")
            or self._set("authors", clean_names(self._meta_authors(), outlet), "meta")
            or self._set("authors", clean_names(byline(self.document, self.out.titles), outlet), "text")
            or self._set(
                "authors", clean_names([*people, *houses], houses=True), "json-ld"
            )  # the outlet, where it signs itself
            or self._set(
                "authors", clean_names(byline(self.document, self.out.titles), outlet, houses=True), "text"
            )
        )

    def _meta_authors(self) -> list[str]:
        return [plain(value) for name in _AUTHOR for value in self.metas.get(name, []) if "://" not in value]

    def _dates(self) -> None:
        published = [
            (parse_moment(text_of(self.article.get("datePublished"))), "json-ld"),
            (parse_moment(text_of(self.article.get("dateCreated"))), "json-ld"),
            *((parse_moment(self._meta(name)), "meta") for name in _PUBLISHED),
        ]
        for moment, origin in published:
            if self._set("published_at", moment, origin):
                break
        else:
            self._date_on_the_page()
        for value in (text_of(self.article.get("dateModified")), *(self._meta(name) for name in _MODIFIED)):
            if self._set(
                "modified_at",
                parse_moment(value),
                "json-ld" if value == text_of(self.article.get("dateModified")) else "meta",
            ):
                break

    def _date_on_the_page(self) -> None:
        """The page's own words, then its address, then what the source said of it."""
        language = self.out.language or ""
        hint = self.hint.published_at if self.hint is not None else None
        moment = moment_shown(self.document, self.out.titles, language)
        _ = (
            self._set("published_at", moment, "text")
            or self._set("published_at", hint, "feed")
            or self._set("published_at", day_in_url(self.url), "url")
            or self._set("published_at", day_anywhere(self.document.root), "text")
        )

    def _standfirst(self) -> None:
        shown = next(
            (
                words
                for element in self.document.root.iter("p", "div", "h2", "h3", "header", "span", "strong")
                if _STANDFIRST.search((element.get("class") or "")[:300])
                and 30 <= len(words := one_line(words_of(element, 1_000), 1_000)) <= MAX_SHOWN
            ),
            "",
        )
        options = (
            (text_of(self.article.get("description"), MAX_STANDFIRST), "json-ld"),
            (plain(self._meta("og:description"), MAX_STANDFIRST), "opengraph"),
            (
                plain(self._meta("description", "dc.description", "twitter:description"), MAX_STANDFIRST),
                "meta",
            ),
            (shown, "text"),
            (one_line(self.hint.summary, MAX_STANDFIRST) if self.hint is not None else "", "feed"),
        )
        title = fold(self.out.title or "")
        for value, origin in options:
            if value and fold(value) != title and self._set("standfirst", value, origin):
                return


def read_metadata(document: Document, url: str, language: str, hint: Candidate | None) -> Metadata:
    """All that a page says of itself."""
    return _Reader(document, url, language, hint).read()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _metas(document: Document) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for count, element in enumerate(document.all("meta")):
        if count >= _META_LIMIT:
            break
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        content = element.get("content")
        if name and content and len(content) < 20_000:
            found.setdefault(name.strip().lower()[:100], []).append(content)
    return found


def _rel(link: html.HtmlElement) -> list[str]:
    return (link.get("rel") or "")[:200].lower().split()


def _headings(document: Document) -> Iterator[str]:
    for element in document.all("h1"):
        for one, following in zip(element, list(element)[1:], strict=False):
            if not one.tail and _ends_a_word(one, following):
                one.tail = " "  # a kicker and a headline side by side
        words = one_line(words_of(element), MAX_TITLE)
        if words:
            yield words


def _ends_a_word(one: html.HtmlElement, following: html.HtmlElement) -> bool:
    before, after = words_of(one, MAX_TITLE), words_of(following, MAX_TITLE)
    return len(before) > 1 and len(after) > 1 and before[-1:].isalnum() and after[:1].isalnum()
