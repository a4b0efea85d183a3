"""Finding out, request by request, how a site can be read. What asks and what reads come in; nothing else is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

from crawler.context import origin_of
from crawler.discovery.page import SitePage
from crawler.failures import reason_of, reason_of_status
from crawler.parsing import Unreadable
from crawler.reading import as_utc
from crawler.rights import WELL_KNOWN, header_rights, parse_tdmrep
from crawler.sources import SearchWindow, SourcePage, reader_of
from crawler.walls import bot_wall
from storage.model import Reason, Rights, Source, SourceKind

MOST_REQUESTS = 16
MOST_SITEMAPS, MOST_FEEDS = 3, 6
FEED_GUESSES = ("/feed/", "/rss.xml", "/rss", "/atom.xml")
SITEMAP_GUESSES = ("/sitemap_news.xml", "/news-sitemap.xml", "/sitemap.xml")
NEWS = ("news", "actu", "googlenews")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered; `url` is where it came from in the end, names of headers are in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """What the body is said to be."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in that was tried: how many articles it lists, their newest day, or why it cannot be read."""

    kind: SourceKind
    url: str
    title: str = ""
    articles: int = 0
    newest: str | None = None
    reason: Reason | None = None


@dataclass(slots=True)
class Discovery:
    """What was found so far. `reason`: why the site itself could not be read. `cut`: there was no time for all of it."""

    address: str
    name: str = ""
    language: str = ""
    rights: Rights = Rights.OPEN
    robots: str = ""
    ways: list[Way] = field(default_factory=list)
    reason: Reason | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Means:
    """How to ask a site, and how to read what it says: in a process that may hang without harm."""

    ask: Callable[[str], Awaitable[Answer]]
    look: Callable[[bytes, str, str], Awaitable[SitePage]]
    read: Callable[[Source, bytes, str, str], Awaitable[SourcePage | Unreadable]]
    robots: Callable[[str], Awaitable[bytes | None]]


class Finder:
    """Finds out what a site offers; `found` grows while `find` runs."""

    def __init__(self, means: Means, address: str, word: str, today: date) -> None:
        self.found = Discovery(address)
        self._means, self._today = means, today
        self._word = word or "le"
        self._asked = 0
        self._tried: set[str] = set()

    async def find(self) -> Discovery:
        """Ask what can be asked, one request after the other."""
        first = await self._first()
        if first is None:
            return self.found
        pages = [first] if isinstance(first, SitePage) else []
        home = origin_of(self.found.address) + "/"
        if home != self.found.address:
            pages += await self._page(home)
        self._describe(pages)
        await self._allowed(home, any(page.reserved for page in pages))
        await self._feeds(home, pages)
        await self._sitemaps(home)
        await self._search(home, pages)
        if not any(way.articles for way in self.found.ways):
            await self._try(SourceKind.PAGE, home)
        return self.found

    async def _first(self) -> SitePage | Source | None:
        """The address given: a page, or a source itself; None where it could not be had."""
        answer = await self._ask(self.found.address)
        if isinstance(answer, Reason):
            self.found.reason = answer
            return None
        self.found.address = answer.url
        self._note_rights(header_rights(answer.headers.get("tdm-reservation")))
        for kind in (SourceKind.FEED, SourceKind.SITEMAP):
            source = Source("", "", kind, answer.url)
            page = await self._means.read(source, answer.body, answer.url, answer.content_type)
            if isinstance(page, SourcePage) and (page.candidates or page.children):
                self._tried.add(answer.url)
                self.found.ways.append(_way(kind, answer.url, "", page))
                return source
        return await self._means.look(answer.body, answer.url, answer.content_type)

    async def _page(self, url: str) -> list[SitePage]:
        answer = await self._ask(url)
        if isinstance(answer, Reason):
            return []
        self._note_rights(header_rights(answer.headers.get("tdm-reservation")))
        return [await self._means.look(answer.body, answer.url, answer.content_type)]

    def _describe(self, pages: list[SitePage]) -> None:
        """The name and the language: as the home page says, which comes last."""
        for page in pages:
            self.found.name = page.name or self.found.name
            self.found.language = page.language or self.found.language

    async def _allowed(self, home: str, reserved: bool) -> None:
        """What the site says of reading by programs."""
        robots = await self._means.robots(origin_of(home))
        self.found.robots = robots.decode("utf-8-sig", "replace")[:20_000] if robots is not None else ""
        if reserved:
            self._note_rights(Rights.RESERVED)
        answer = await self._ask(origin_of(home) + WELL_KNOWN)
        if isinstance(answer, Answer):
            self._note_rights(parse_tdmrep(answer.body).of(home))

    def _note_rights(self, rights: Rights) -> None:
        if rights is Rights.RESERVED:
            self.found.rights = rights

    async def _feeds(self, home: str, pages: list[SitePage]) -> None:
        named = dict(feed for page in reversed(pages) for feed in page.feeds)
        for url, title in list(named.items())[:MOST_FEEDS]:
            await self._try(SourceKind.FEED, url, title)
        for guess in FEED_GUESSES:
            if any(way.kind is SourceKind.FEED and way.articles for way in self.found.ways):
                return
            await self._try(SourceKind.FEED, urljoin(home, guess), guessed=True)

    async def _sitemaps(self, home: str) -> None:
        named = sorted(dict.fromkeys(_sitemaps_in(self.found.robots)), key=_is_no_news)
        for url in named[:MOST_SITEMAPS]:
            await self._try(SourceKind.SITEMAP, url)
        for guess in SITEMAP_GUESSES if not named else ():
            if any(way.kind is SourceKind.SITEMAP and way.articles for way in self.found.ways):
                return
            await self._try(SourceKind.SITEMAP, urljoin(home, guess), guessed=True)

    async def _search(self, home: str, pages: list[SitePage]) -> None:
        """WordPress is asked in its own way, which knows dates; any other site by its form."""
        templates = [page.search for page in reversed(pages) if page.search]
        if any(page.wordpress for page in pages):
            origin = origin_of(home)
            own = f"{origin}/wp-json/wp/v2/posts?search={{query}}&after={{start:%Y-%m-%dT00:00:00}}"
            templates = [own, f"{origin}/?s={{query}}&feed=rss2", *templates]
        for template in dict.fromkeys(templates):
            if any(way.kind is SourceKind.SEARCH and way.reason is None for way in self.found.ways):
                return
            await self._try(SourceKind.SEARCH, template)

    async def _try(self, kind: SourceKind, url: str, title: str = "", guessed: bool = False) -> None:
        """Read one way in and note what it gives; one that was only guessed is noted where it gives something."""
        if url in self._tried:
            return
        self._tried.add(url)
        window = SearchWindow((self._word,), self._today - timedelta(days=365), self._today)
        address = reader_of(kind, url).addresses(url, window)[0]
        answer = await self._ask(address)
        if isinstance(answer, Reason):
            if not guessed:
                self.found.ways.append(Way(kind, url, title, reason=answer))
            return
        source = Source("", "", kind, url)
        page = await self._means.read(source, answer.body, answer.url, answer.content_type)
        if isinstance(page, SourcePage) and page.children and not page.candidates:
            page = await self._newest_child(page) or page
        if isinstance(page, Unreadable):
            if not guessed:
                self.found.ways.append(Way(kind, url, title, reason=page.reason))
        elif page.candidates or page.children or not guessed:
            self.found.ways.append(_way(kind, url, title, page))

    async def _newest_child(self, index: SourcePage) -> SourcePage | None:
        """Of an index of sitemaps, what its newest one lists: the crawl follows them all."""
        dated = [child for child in index.children if child.updated_at is not None]
        child = max(dated, key=lambda one: str(as_utc(one.updated_at))) if dated else index.children[0]
        answer = await self._ask(child.url)
        if isinstance(answer, Reason):
            return None
        source = Source("", "", SourceKind.SITEMAP, child.url)
        page = await self._means.read(source, answer.body, answer.url, answer.content_type)
        return page if isinstance(page, SourcePage) else None

    async def _ask(self, url: str) -> Answer | Reason:
        """An answer, or why there is none. No more is asked than a person would, looking for the same."""
        if self._asked >= MOST_REQUESTS:
            self.found.cut = True
            return Reason.TIME_LIMIT
        self._asked += 1
        try:
            answer = await self._means.ask(url)
        except Exception as error:  # whatever a site does, it is told as a reason
            return reason_of(error)[0]
        if bot_wall(answer.status, answer.headers, answer.body):
            return Reason.BOT_WALL
        return reason_of_status(answer.status) or answer


def _way(kind: SourceKind, url: str, title: str, page: SourcePage) -> Way:
    times = [when for one in page.candidates if (when := as_utc(one.published_at)) is not None]
    newest = max(times).isoformat() if times else None
    return Way(kind, url, title, len(page.candidates), newest)


def _sitemaps_in(robots: str) -> Iterator[str]:
    for line in robots.splitlines()[:5_000]:
        name, _, value = line.partition(":")
        if name.strip().lower() == "sitemap" and value.strip().lower().startswith(("http://", "https://")):
            yield value.strip()[:2_000]


def _is_no_news(url: str) -> bool:
    return not _has_any(urlsplit(url).path.lower(), NEWS)


def _has_any(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
