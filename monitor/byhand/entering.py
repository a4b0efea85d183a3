"""An entry by hand becomes an article and a mention; afterwards it is changed part by part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from monitor.dossier import Campaign
from monitor.rematch import counting_from
from monitor.review.wishes import Wish, wish_parts
from storage.identity import text_fingerprint
from storage.model import (
    Action,
    Decided,
    EntryDraft,
    Judgement,
    MentionKind,
    Outlet,
    Proof,
    ReviewStatus,
    Salience,
    StoredArticle,
    entry_excerpt,
)
from storage.store import Store

PROOF = "proof:"


def known_outlets(store: Store, listed: Iterable[Outlet]) -> list[Outlet]:
    """The outlets that may be named: those of the catalogue first, then those that the archive knows, each once."""
    by_id = {one.id: one for one in [*listed, *store.outlets()]}
    return list(by_id.values())


def enter_by_hand(
    store: Store,
    campaign: Campaign,
    draft: EntryDraft,
    kind: MentionKind,
    who: str,
    now: datetime,
    note: str = "",
) -> Action:
    """Keep an entry, a confirmed mention of this kind from the first; returns its line in the journal.

    Raises AlreadyAMention, ValueError as `Entries.enter`.
    """
    version = store.put_dossier(campaign.id, campaign.digest, campaign.payload, now)
    judgement = Judgement(
        kind=kind,
        to_check=False,
        salience=Salience.SUBSTANTIAL,
        score=0.0,
        evidence=(),
        excerpt=entry_excerpt(draft.title, draft.words),
        organisations=draft.organisations,
        by_hand=True,
    )
    wish = Wish(status=ReviewStatus.CONFIRMED, kind=kind, note=note or None)
    found_at = counting_from(store, campaign.id, now)
    return store.enter(draft, campaign.id, judgement, version, wish_parts(wish), who, now, found_at)


def alike(store: Store, draft: EntryDraft) -> list[StoredArticle]:
    """What may be the same article: at its address, an entry of its outlet and day, or of its outlet under its title."""
    at_address = store.article_at(draft.address) if draft.address else None
    found = [at_address] if at_address is not None else []
    if draft.published_at is not None:
        found += store.entered_like(draft.outlet.id, draft.published_at.isoformat()[:10])
    title = text_fingerprint(draft.title)
    found += [
        one
        for one in store.search(draft.title)
        if one.outlet.id == draft.outlet.id and text_fingerprint(one.title) == title and _near(one, draft)
    ]
    return list({one.id: one for one in found}.values())


def _near(one: StoredArticle, draft: EntryDraft) -> bool:
    """False for a title that comes every day: the same one of another day is another article."""
    days = [_day(one.published_at), _day(draft.published_at)]
    return None in days or days[0] == days[1]


def _day(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()[:10]


def change_entry(
    store: Store,
    campaign: Campaign,
    article_id: str,
    draft: EntryDraft,
    who: str,
    now: datetime,
    version: int,
    removed: Iterable[str] = (),
) -> Decided:
    """Make an entry what was typed; `version` is that of the entry that the person had before them.

    What they left as it was then stays as others made it since. `draft.proofs` are added, those of the SHA-256s
    `removed` taken away: their files stay, so that it can be undone. Raises as `Entries.change_entry`.
    """
    parts: dict[str, Any] = {
        "title": draft.title,
        "authors": list(draft.authors),
        "published_at": draft.published_at.isoformat() if draft.published_at is not None else None,
        "outlet": draft.outlet.id,
        "words": draft.words,
        "programme": draft.programme,
        "address": draft.address,
        "organisations": list(draft.organisations),
    }
    parts |= {PROOF + one.sha256: _value(one) for one in draft.proofs}
    parts |= {PROOF + sha256: None for sha256 in removed}
    return store.change_entry(campaign.id, article_id, parts, who, now, version, draft.outlet)


def _value(proof: Proof) -> dict[str, Any]:
    return {
        "name": proof.name,
        "media_type": proof.media_type,
        "size": proof.size,
        "who": proof.who,
        "at": proof.at.isoformat(),
    }
