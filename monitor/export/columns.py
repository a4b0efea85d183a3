"""The columns of a list, in one table: key, heading, what stands in it. Values keep their type; formats write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.export.order import short, standfirst_of
from monitor.export.plain import followable, xml_text
from monitor.export.selection import language_code
from monitor.export.unknown import NotKnown
from monitor.matching.folding import fold_words
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS, SALIENCE, SOURCE_KIND, outlet_kind_words
from monitor.wording.words import LANGUAGES, Words, message
from storage.model import Mention, Moment


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address, which is http(s) and harmless; `language` is the code of that of the text."""

    text: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day without a day, as the page claims it ("11:48")."""

    text: str


Value = str | int | bool | date | datetime | Clock | Link | tuple[str | Link, ...] | None
"""What may stand in a cell; a datetime is aware, and what stands in a tuple stands on lines of its own."""

Names = Mapping[tuple[str, str], str]
"""The names of organisations by (campaign id, organisation id)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a value may need besides its mention: the language, and the names of organisations."""

    words: Words
    names: Names = field(default_factory=dict)

    def organisations(self, mention: Mention, ids: Iterable[str]) -> str:
        """Organisations by name, by id where the dossier no longer has them."""
        return ", ".join(self.names.get((mention.campaign_id, one), one) for one in ids)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is how it is asked for, `width` in characters of a sheet, `wrap` for running text."""

    key: str
    heading: str
    value: Callable[[Mention, Scene], Value]
    width: int = 12
    wrap: bool = False
    number: bool = False


TONES = {
    "favourable": message("favourable"),
    "neutral": message("neutral"),
    "critical": message("critical"),
}

PUBLISHED_FROM = {
    "json-ld": "json-ld",
    "meta": "meta",
    "opengraph": "meta",
    "feed": "feed",
    "url": "url",
    "text": "text",
    "body": "text",
    "hand": "hand",
}
"""Where a date came from, as the contract names it; anything else is unknown."""

DATE_FROM = {
    "hand": message("a person who typed it"),
    "json-ld": message("the page’s data"),
    "meta": message("the page’s head"),
    "feed": message("the feed"),
    "url": message("the address"),
    "text": message("the text"),
}
"""The same for people."""


def visible_title(mention: Mention) -> str:
    """The title; the address where there is no title, or one of which nothing can be seen."""
    title = mention.article.title
    return title if xml_text(title) else mention.article.url


def title_link(mention: Mention) -> str | Link:
    """The title as a link where the address may be followed, else the title alone; the address for want of a title."""
    article = mention.article
    address, title = followable(article.url), visible_title(mention)
    if address is None:
        return title
    code = language_code(article.language)
    return Link(title, address, code if _CODE.fullmatch(code) else "")


def _day(moment: Moment | None) -> date | None:
    """The day as the page claims it."""
    return moment.date() if isinstance(moment, datetime) else moment


def _hour(moment: Moment | None) -> Clock | None:
    """The time of day in the page's own zone; none where the page claims none."""
    return Clock(f"{moment:%H:%M}") if isinstance(moment, datetime) else None


def _weight(mention: Mention, words: Words) -> str:
    score = mention.judgement.score
    if score >= 0.75:
        return words.c("weight", "strong")
    return words.c("weight", "medium") if score >= 0.45 else words.c("weight", "weak")


def _share(mention: Mention, key: str) -> int | None:
    share = (mention.judgement.reuse or {}).get(key)
    return round(100 * share) if isinstance(share, int | float) else None


def _reprint(mention: Mention, words: Words) -> str:
    if mention.cluster_id is None:
        return ""
    return words.c("same text", "original") if mention.cluster_lead else words.c("same text", "reprint")


def _ways(mention: Mention, words: Words) -> str:
    names = {kind.value: words(text) for kind, text in SOURCE_KIND.items()}
    return ", ".join(dict.fromkeys(names.get(one.kind, one.kind) for one in mention.article.found_by))


def _date_from(mention: Mention, words: Words) -> str:
    known = DATE_FROM.get(PUBLISHED_FROM.get(mention.article.published_from, ""))
    return words(known) if known and mention.article.published_at else ""


def _evidence(mention: Mention) -> str:
    return " | ".join(short(one.text) for one in mention.judgement.evidence)


def _country(mention: Mention, words: Words) -> str:
    code = mention.article.outlet.country
    return words.country(code) if code else ""


def _tongue(mention: Mention, words: Words) -> str:
    code = mention.article.language
    return words.tongue(code) if code else ""


def _tone(mention: Mention, words: Words) -> str:
    tone = mention.review.tone
    return words(TONES[tone]) if tone in TONES else ""


# fmt: off
COLUMNS: tuple[Column, ...] = (
    Column("day", message("Day"), lambda m, s: _day(m.article.published_at), 11),
    Column("hour", message("Hour (of the outlet)"), lambda m, s: _hour(m.article.published_at), 9),
    Column("outlet", message("Outlet"), lambda m, s: m.article.outlet.name, 22),
    Column("outlet_kind", message("Kind of outlet"), lambda m, s: outlet_kind_words(s.words, m.article.outlet.kind), 18),
    Column("country", message("Country"), lambda m, s: _country(m, s.words), 12),
    Column("title", message("Title"), lambda m, s: title_link(m), 58, wrap=True),
    Column("authors", message("Authors"), lambda m, s: ", ".join(m.article.authors), 22, wrap=True),
    Column("kind", message("Kind"), lambda m, s: s.words(MENTION_KIND[m.kind]), 19),
    Column("to_check", message("To check"), lambda m, s: m.to_check, 9),
    Column("salience", message("Place in the article"), lambda m, s: s.words(SALIENCE[m.salience]), 16),
    Column("status", message("Status"), lambda m, s: s.words(REVIEW_STATUS[m.review.status]), 14),
    Column("excerpt", message("Excerpt"), lambda m, s: short(m.judgement.excerpt.text), 70, wrap=True),
    Column("url", message("Address"), lambda m, s: m.article.url, 40),
    Column("paywalled", message("For subscribers"), lambda m, s: m.article.paywalled, 11),
    Column("language", message("Language"), lambda m, s: _tongue(m, s.words), 11),
    Column("organisations", message("Organisations named"), lambda m, s: s.organisations(m, m.judgement.organisations), 30, wrap=True),
    Column("organisations_quoted", message("Organisations quoted"), lambda m, s: s.organisations(m, m.judgement.organisations_quoted), 30, wrap=True),
    Column("own", message("On our own sites"), lambda m, s: m.judgement.own, 11),
    Column("tone", message("Tone"), lambda m, s: _tone(m, s.words), 11),
    Column("tags", message("Tags"), lambda m, s: ", ".join(m.review.tags), 16, wrap=True),
    Column("starred", message("Starred"), lambda m, s: m.review.starred, 9),
    Column("note", message("Note"), lambda m, s: m.review.note, 40, wrap=True),
    Column("reject_reason", message("Why rejected"), lambda m, s: m.review.reject_reason, 24, wrap=True),
    Column("reviewed_by", message("Reviewed by"), lambda m, s: m.review.reviewed_by or "", 14),
    Column("reviewed_at", message("Reviewed at"), lambda m, s: m.review.reviewed_at, 17),
    Column("weight", message("Weight"), lambda m, s: _weight(m, s.words), 9),
    Column("evidence", message("Evidence"), lambda m, s: _evidence(m), 50, wrap=True),
    Column("share_of_document", message("Share of our text reprinted (%)"), lambda m, s: _share(m, "share_of_document"), 12, number=True),
    Column("share_of_article", message("Share of the article that is ours (%)"), lambda m, s: _share(m, "share_of_article"), 12, number=True),
    Column("reprint", message("Original or reprint"), lambda m, s: _reprint(m, s.words), 12),
    Column("cluster_size", message("Articles with the same text"), lambda m, s: m.cluster_size, 12, number=True),
    Column("cluster", message("Mark of the same text"), lambda m, s: m.cluster_id or "", 14),
    Column("standfirst", message("Standfirst"), lambda m, s: standfirst_of(m), 50, wrap=True),
    Column("domain", message("Site"), lambda m, s: m.article.outlet.domain, 20),
    Column("tier", message("Tier"), lambda m, s: m.article.outlet.tier or None, 6, number=True),
    Column("found_by", message("Found by"), lambda m, s: _ways(m, s.words), 18),
    Column("published_at", message("Published"), lambda m, s: m.article.published_at, 17),
    Column("published_from", message("Where the date was read"), lambda m, s: _date_from(m, s.words), 18),
    Column("first_seen_at", message("First seen"), lambda m, s: m.article.first_seen_at, 17),
    Column("fetched_at", message("Page read"), lambda m, s: None if m.article.by_hand else m.article.fetched_at, 17),
    Column("canonical_url", message("Canonical address"), lambda m, s: m.article.canonical_url, 40),
    Column("sha256", message("Fingerprint of the page"), lambda m, s: m.article.sha256, 20),
    Column("dossier_version", message("Version of the campaign’s file"), lambda m, s: m.dossier_version, 10, number=True),
    Column("campaign", message("Campaign"), lambda m, s: m.campaign_id, 18),
    Column("outlet_id", message("Id of the outlet"), lambda m, s: m.article.outlet.id, 18),
    Column("id", message("Id"), lambda m, s: m.id, 20),
)
# fmt: on
"""Every column; in this order in a CSV: those that staff read first in front."""

BY_KEY = {column.key: column for column in COLUMNS}

SHEET_PRINTED = (
    "published_at", "outlet", "outlet_kind", "title", "authors", "kind", "to_check", "status", "excerpt",
)  # fmt: skip
"""What of an Excel sheet has room on paper."""

SHEET_OPEN = (
    *SHEET_PRINTED,
    *("url", "country", "language", "paywalled", "salience", "organisations", "organisations_quoted", "own"),
    *("tone", "tags", "starred", "note", "reject_reason", "reviewed_by"),
)
"""The columns that an Excel sheet shows at once; the others stand folded behind them."""

SHEET = (*SHEET_OPEN, *(one.key for one in COLUMNS if one.key not in SHEET_OPEN))

PAGE = ("published_at", "outlet", "title", "kind", "excerpt")
"""The columns of a page to print."""

_CODE = re.compile("[a-z]{2,3}")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_MOST = 100


def columns_of(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns by key. Raises KeyError."""
    return tuple(BY_KEY[key] for key in keys)


def columns_named(names: Sequence[str]) -> tuple[Column, ...]:
    """Columns as a person names them: by key or by heading, in French or English, in whatever case; each once.

    Raises NotKnown, with the name most like it.
    """
    table = _names()
    found: dict[str, Column] = {}
    for name in names:
        column = table.get(_folded(name))
        if column is None:
            raise NotKnown("--columns", name, tuple(BY_KEY), others=_headings())
        found[column.key] = column
    return tuple(found.values())


def _folded(name: str) -> str:
    return "".join(fold_words(name[:_MOST]))


def _headings() -> tuple[str, ...]:
    return tuple(Words(language)(column.heading) for language in LANGUAGES for column in COLUMNS)


def _names() -> dict[str, Column]:
    """Each column under its key and its headings, with and without what stands in brackets; keys win."""
    table: dict[str, Column] = {}
    for column in COLUMNS:
        table[_folded(column.key)] = column
    for language in LANGUAGES:
        for column in COLUMNS:
            heading = Words(language)(column.heading)
            table.setdefault(_folded(heading), column)
            table.setdefault(_folded(_BRACKETS.sub(" ", heading)), column)
    return table
