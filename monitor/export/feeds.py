"""Mentions as RSS and Atom, for a feed reader: what is newest first, texts as texts, nothing that is fetched."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any, BinaryIO

from monitor.export.columns import visible_title
from monitor.export.mention_list import MentionList
from monitor.export.method import title_of
from monitor.export.order import short
from monitor.export.plain import followable, xml_text
from monitor.wording.labels import MENTION_KIND
from monitor.wording.words import Words
from storage.model import Mention

NOON = time(12)
"""The hour given to a bare day, in UTC: it is the same day in nearly every zone, and feeds know no days alone."""

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_GENERATOR = "Retombées"
_NAMESPACE = "urn:retombees"
_ANGLES = str.maketrans("<>", "‹›")


def write_rss(asked: MentionList, out: BinaryIO) -> None:
    """RSS 2.0, UTF-8."""
    out.write(_feed(asked, "").rss_str(pretty=True))


def write_atom(asked: MentionList, out: BinaryIO) -> None:
    """Atom 1.0, UTF-8."""
    out.write(_feed(asked, f"{_NAMESPACE}:").atom_str(pretty=True))


def _feed(asked: MentionList, before_id: str) -> Any:
    """The feed says that it was built when its newest mention came into the archive: no clock is asked."""
    from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]  # slow to load, and seldom needed

    words = Words(asked.language)
    mentions = sorted(
        asked.mentions, key=lambda one: (one.first_matched_at, _moment(one), one.id), reverse=True
    )
    name = f"{_NAMESPACE}:{'+'.join(campaign.id for campaign in asked.campaigns) or 'all'}"
    about = words("Articles found by Retombées; the excerpts belong to their publishers.")
    feed = FeedGenerator()
    feed.id(name)
    feed.title(_one_line(title_of(asked)))
    feed.link(href=_home(asked) or name, rel="alternate")
    feed.description(about)
    feed.subtitle(about)
    feed.author({"name": _GENERATOR})
    feed.language(asked.language)
    feed.generator(_GENERATOR)
    built = max((one.first_matched_at for one in mentions), default=NEVER)
    feed.lastBuildDate(built)
    feed.updated(built)
    _add(feed, mentions, words, before_id)
    return feed


def _home(asked: MentionList) -> str | None:
    """What the feed is about on the web: the first address of a text of ours."""
    known = [url for one in asked.campaigns for text in one.documents for url in text.urls]
    return next((url for url in known if followable(url)), None)


def _add(feed: Any, mentions: Sequence[Mention], words: Words, before_id: str) -> None:
    """The identity of an entry is the mention's id, in Atom as an address, which it must be there."""
    for mention in mentions:
        article = mention.article
        entry = feed.add_entry(order="append")
        entry.guid(before_id + xml_text(mention.id), permalink=False)
        entry.title(
            _one_line(
                words(
                    "{outlet}: {title}",
                    outlet=xml_text(article.outlet.name, 80),
                    title=xml_text(visible_title(mention)),
                )
            )
        )
        address = followable(article.url)
        entry.link(href=address or f"{_NAMESPACE}:{xml_text(mention.id)}")
        entry.content(_said(mention, words), type="html")
        entry.category({"term": mention.kind.value, "label": words(MENTION_KIND[mention.kind])})
        for author in article.authors[:10]:
            entry.author({"name": xml_text(author, 80)})
        if article.published_at is not None:
            entry.published(_moment(mention))
        entry.updated(mention.first_matched_at)


def _moment(mention: Mention) -> datetime:
    """When the article came out, with the offset that the page claims; the time of finding where it claims none."""
    moment = mention.article.published_at
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, NOON, UTC) if moment is not None else mention.first_matched_at


def _said(mention: Mention, words: Words) -> str:
    """The excerpt and what it is; readers take this for HTML, so it is written as HTML that holds text alone."""
    kind = words("To check") if mention.to_check else words(MENTION_KIND[mention.kind])
    day = mention.article.published_at
    told = words("{kind}, {day}", kind=kind, day=words.day(day)) if day is not None else kind
    excerpt = xml_text(short(mention.judgement.excerpt.text))
    return (
        f"<p>{html.escape(excerpt)}</p><p>{html.escape(told)}.</p>"
        if excerpt
        else f"<p>{html.escape(told)}.</p>"
    )


def _one_line(text: str) -> str:
    """A title. Some readers take it for HTML: its angle brackets become ‹ ›, so that it can hold no picture."""
    return xml_text(text, 400).translate(_ANGLES)
