"""One story as it stands in a book, in full or in a line: the same words for the page and for Word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.core import get_global

from monitor.digest import Story
from monitor.digest.window import local_day
from monitor.reports.book_words import BookWords
from monitor.reports.items import pieces
from monitor.wording.labels import MENTION_KIND, outlet_kind_words
from monitor.wording.outside import clean, web_address
from monitor.wording.words import keep_together
from storage.model import Mention, MentionKind

ADDRESS_MOST = 64
REPRINTS_MOST = 60
"""So many reprints of one story are named; more are counted, and their outlets stand at the end of the book."""


@dataclass(frozen=True, slots=True)
class Line:
    """An article in one line."""

    outlet: str
    title: str
    url: str | None
    when: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A story in full. `about` is what stands behind the outlet's name; `excerpt` is (words, marked) pieces;
    `language` is empty where it is the book's; `address` is the link as print shows it.
    """

    badge: str
    kind: MentionKind
    outlet: str
    about: str
    title: str
    url: str | None
    address: str
    language: str
    excerpt: tuple[tuple[str, bool], ...]
    reuse: str
    organisations: str
    remark: str
    reprints: tuple[Line, ...]
    more_reprints: int
    reprint_of: Line | None


class BookItems:
    """Makes the views of one book."""

    def __init__(self, words: BookWords) -> None:
        self.book_words = words
        self.words = words.words
        self.zone = words.zone
        campaign = words.book.campaign
        self.home = str(get_global("zone_territories").get(campaign.zone, ""))
        self.names = {one.id: clean(one.name, 80) for one in campaign.organisations}

    def entry(self, story: Story) -> Entry:
        """A story by its lead, with its reprints."""
        mention = story.lead
        url = web_address(mention.article.url)
        return Entry(
            badge=self.words(MENTION_KIND[mention.kind]),
            kind=mention.kind,
            outlet=clean(mention.article.outlet.name, 80),
            about=self._about(mention),
            title=self._title(mention),
            url=url,
            address=short_address(url) if url else "",
            language=self._language(mention),
            excerpt=self._excerpt(mention),
            reuse=self._reuse(mention),
            organisations=self._organisations(mention),
            remark=clean(self._remark(story), 600),
            reprints=tuple(self.line(one) for one in story.reprints[:REPRINTS_MOST]),
            more_reprints=max(0, len(story.reprints) - REPRINTS_MOST),
            reprint_of=self.line(story.reprint_of) if story.reprint_of else None,
        )

    def _remark(self, story: Story) -> str:
        """What people wrote for readers of a report; their own notes go into no book."""
        said = self.book_words.book.remarks
        return next((said[one.id] for one in story.members if one.id in said), "")

    def lines(self, mentions: Iterable[Mention]) -> list[Line]:
        """Each article in one line."""
        return [self.line(mention) for mention in mentions]

    def line(self, mention: Mention) -> Line:
        """One article in one line."""
        country = self.country(mention.article.outlet.country, home=False)
        name = clean(mention.article.outlet.name, 80)
        return Line(
            outlet=f"{name}, {country}" if country else name,
            title=self._title(mention),
            url=web_address(mention.article.url),
            when=self._when(mention, weekday=False),
            language=self._language(mention),
        )

    def country(self, code: str, home: bool = True) -> str:
        """The name of a country; without `home`, empty for the campaign's own, which goes without saying."""
        if not code or (not home and code.upper() == self.home):
            return ""
        return clean(self.words.country(code), 60)

    def _about(self, mention: Mention) -> str:
        article = mention.article
        outlet = article.outlet
        people = [clean(one, 80) for one in article.authors if one.casefold() not in outlet.name.casefold()]
        parts = [
            outlet_kind_words(self.words, clean(outlet.kind, 40)),
            self.country(outlet.country, home=False),
            self._when(mention),
            self.words.listing(people[:4]),
            self._access(mention),
        ]
        return " · ".join(part for part in parts if part)

    def _access(self, mention: Mention) -> str:
        if mention.article.by_hand:
            return self.words("typed by hand")
        if mention.article.paywalled:
            return self.words("for subscribers, at least in part")
        return "" if mention.article.outlet.paywall == "hard" else self.words("free access")

    def _when(self, mention: Mention, weekday: bool = True) -> str:
        published = mention.article.published_at
        if published is None:
            return self.words("date unknown")
        day = local_day(published, self.zone)
        if weekday:
            return self.words.day(day)
        return self.book_words.short_day(day)

    def _title(self, mention: Mention) -> str:
        title = clean(mention.article.title) or self.words("Untitled")
        return keep_together(title) if _is_french(mention) else title

    def _excerpt(self, mention: Mention) -> tuple[tuple[str, bool], ...]:
        cut = pieces(mention.judgement.excerpt)
        return tuple((keep_together(text), marked) for text, marked in cut) if _is_french(mention) else cut

    def _language(self, mention: Mention) -> str:
        code = mention.article.language.lower().split("-")[0]
        known = code.isascii() and code.isalpha() and 2 <= len(code) <= 3
        return code if known and code != self.words.language else ""

    def _organisations(self, mention: Mention) -> str:
        words, judgement = self.words, mention.judgement
        quoted = [self._name(one) for one in judgement.organisations_quoted]
        named = [
            self._name(one) for one in judgement.organisations if one not in judgement.organisations_quoted
        ]
        said = []
        if quoted:
            said.append(words("Quoted: {names}.", names=words.listing(quoted)))
        if named:
            said.append(words("Named: {names}.", names=words.listing(named)))
        return " ".join(said)

    def _name(self, organisation: str) -> str:
        return self.names.get(organisation, clean(organisation, 80))

    def _reuse(self, mention: Mention) -> str:
        share = (mention.judgement.reuse or {}).get("share_of_document")
        if mention.kind is not MentionKind.REPUBLICATION or not isinstance(share, int | float):
            return ""
        percent = self.words.number(round(100 * min(1.0, max(0.0, float(share)))))
        return self.words("{percent}% of our text stands in it word for word.", percent=percent)


def short_address(url: str) -> str:
    """An address as print shows it: no scheme, no "www.", no parameters, cut where it is long."""
    parts = urlsplit(url)
    host = re.sub(r"^www\.", "", parts.netloc.rpartition("@")[2])
    address = f"{host}{parts.path.rstrip('/')}"
    return address if len(address) <= ADDRESS_MOST else address[: ADDRESS_MOST - 1] + "…"


def _is_french(mention: Mention) -> bool:
    return mention.article.language.lower().startswith("fr")
