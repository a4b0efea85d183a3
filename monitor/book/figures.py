"""The figures of a book: who carried it, where, in which language, and whom they named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.book.values import Named, OutletLine, Part, Share, part_of
from monitor.dossier import Campaign
from storage.model import PICKUP_KINDS, Mention


def shares_by_part(pickups: Sequence[Mention], topic: Sequence[Mention]) -> tuple[Share, ...]:
    """By kind of outlet, in the order of the book."""
    ours = Counter(str(part_of(one.article.outlet)) for one in pickups)
    others = Counter(str(part_of(one.article.outlet)) for one in topic)
    return _rows(ours, others, [str(part) for part in Part])


def shares_by_country(pickups: Sequence[Mention], topic: Sequence[Mention]) -> tuple[Share, ...]:
    """By the country of the outlet, two letters, the most pickups first."""
    ours = Counter(one.article.outlet.country.upper() for one in pickups)
    others = Counter(one.article.outlet.country.upper() for one in topic)
    return _most_first(ours, others)


def shares_by_language(pickups: Sequence[Mention], topic: Sequence[Mention]) -> tuple[Share, ...]:
    """By the language of the article, its two or three letters, the most pickups first."""
    return _most_first(Counter(map(_language, pickups)), Counter(map(_language, topic)))


def _language(mention: Mention) -> str:
    return mention.article.language.lower().split("-")[0]


def _most_first(ours: Counter[str], others: Counter[str]) -> tuple[Share, ...]:
    keys = sorted({*ours, *others}, key=lambda key: (-ours[key], -others[key], key))
    return _rows(ours, others, keys)


def _rows(ours: Counter[str], others: Counter[str], keys: Sequence[str]) -> tuple[Share, ...]:
    return tuple(Share(key, ours[key], others[key]) for key in keys if ours[key] or others[key])


def organisations_in(campaign: Campaign, pickups: Sequence[Mention]) -> tuple[Named, ...]:
    """Every organisation of the dossier that a pickup names, the most named first; whoever is quoted is named."""
    quoted: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for mention in pickups:
        speaking = set(mention.judgement.organisations_quoted)
        quoted.update(speaking)
        named.update(speaking | set(mention.judgement.organisations))
    rows = [Named(one, named[one.id], quoted[one.id]) for one in campaign.organisations if named[one.id]]
    return tuple(sorted(rows, key=lambda row: (-row.named, -row.quoted, row.organisation.name.casefold())))


def outlets_of(mentions: Sequence[Mention]) -> tuple[OutletLine, ...]:
    """Every outlet of these articles, by name."""
    outlets = {one.article.outlet.id: one.article.outlet for one in mentions}
    everything = Counter(one.article.outlet.id for one in mentions)
    pickups = Counter(one.article.outlet.id for one in mentions if one.kind in PICKUP_KINDS)
    ordered = sorted(outlets.values(), key=lambda one: (one.name.casefold(), one.id))
    return tuple(OutletLine(one, pickups[one.id], everything[one.id] - pickups[one.id]) for one in ordered)
