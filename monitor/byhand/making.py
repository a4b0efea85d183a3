"""An article of the archive becomes a mention because a person says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.dossier import Campaign
from monitor.explain.judging import Judge
from monitor.matching.passages import LONGEST, excerpt_of
from monitor.matching.prominence import places_of, salience_of
from monitor.matching.reading import read
from monitor.matching.rule import score_of
from monitor.matching.terms import TermIndex
from monitor.rematch import counting_from
from monitor.review.wishes import Wish, wish_parts
from storage.errors import AlreadyAMention
from storage.identity import mention_id
from storage.model import (
    Action,
    Excerpt,
    Judgement,
    Mention,
    MentionKind,
    ReviewStatus,
    Salience,
    StoredArticle,
)
from storage.store import Store


def make_mention(
    store: Store,
    campaign: Campaign,
    article_id: str,
    kind: MentionKind,
    who: str,
    now: datetime,
    note: str = "",
) -> Action:
    """Make an article a mention of this kind, confirmed, by a person's decision; returns its line in the journal.

    What the machine sees in it is kept as its evidence. One that was withdrawn comes back. `now` is aware.
    Raises NotStored for an unknown article, AlreadyAMention where it is one that is not withdrawn (whatever its status).
    """
    article = store.article(article_id)
    identity = mention_id(campaign.id, article_id)
    before = store.mentions_by_id([identity]).get(identity)
    if before is not None and before.withdrawn_at is None:
        raise AlreadyAMention(before.id)
    version = store.put_dossier(campaign.id, campaign.digest, campaign.payload, now)
    wish = Wish(status=ReviewStatus.CONFIRMED, kind=kind, note=note or None)
    judgement = judged_by_hand(campaign, article, kind, before)
    found_at = counting_from(store, campaign.id, now)
    return store.make_mention(
        campaign.id, article_id, judgement, version, wish_parts(wish), who, now, found_at
    )


def judged_by_hand(
    campaign: Campaign, article: StoredArticle, kind: MentionKind, before: Mention | None = None
) -> Judgement:
    """What stands for a mention that no rule holds: the person's kind, and what the machine sees.

    Of an article whose text is no longer kept that is what it saw `before`, if it was a mention then.
    """
    if article.text_fingerprint and not article.text:
        if before is not None:
            return replace(before.judgement, kind=kind, to_check=False, by_hand=True)
        article = replace(article, text="")
    seen = Judge(campaign).seen(article)
    shown = tuple(one for one in seen.evidence if one.type not in ("other_text", "rival"))
    reading = read(article, TermIndex(()))
    return replace(
        seen,
        kind=kind,
        to_check=False,
        salience=salience_of(kind, places_of(reading, kind, shown)) if shown else Salience.SUBSTANTIAL,
        score=score_of(shown),
        excerpt=excerpt_of(reading, shown) if shown else plain_excerpt(article),
        by_hand=True,
    )


def plain_excerpt(article: StoredArticle) -> Excerpt:
    """What is quoted of an article in which nothing is found: its standfirst, else how its text begins, else its title."""
    for field, text in (("standfirst", article.standfirst), ("body", article.text or "")):
        words = text.strip().partition("\n")[0].strip()
        if words:
            return Excerpt(cut(words), field)
    return Excerpt(cut(article.title), "title")


def cut(words: str, most: int = LONGEST) -> str:
    """No longer than what may be quoted, cut at a word."""
    if len(words) <= most:
        return words
    return f"{words[: most - 1].rsplit(' ', 1)[0]}…"
