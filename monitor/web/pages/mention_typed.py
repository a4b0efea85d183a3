"""Of a mention that was typed by hand: who typed it, its proofs, its changes; and what is told where no rule holds one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.web.desk import Desk
from monitor.wording.labels import MENTION_KIND
from monitor.wording.outside import clean
from storage.model import Action, ActionKind, HandEntry, Mention, Proof

MOST_ACTIONS = 200


@dataclass(frozen=True, slots=True)
class ProofShown:
    """A proof as the page shows it: its size in words, its SHA-256 in groups of eight, who added it."""

    proof: Proof
    size: str
    hash: str
    who: str


@dataclass(frozen=True, slots=True)
class TypedHere:
    """What was typed. `who` is empty for whoever may not see the names of people; they do not see the proofs either."""

    entry: HandEntry
    who: str
    proofs: Sequence[ProofShown]


def typed_here(desk: Desk, found: Mention) -> TypedHere | None:
    """What was typed of a mention; None where a page gave it."""
    entry = desk.store.entry(found.article.id) if found.article.by_hand else None
    if entry is None:
        return None
    if desk.person is None:
        return TypedHere(entry, "", ())
    names = {one.login: clean(one.name, 60) for one in desk.store.accounts()}
    proofs = [
        ProofShown(
            one, size_words(desk, one.size), _grouped(one.sha256), names.get(one.who, clean(one.who, 60))
        )
        for one in entry.proofs
    ]
    return TypedHere(entry, names.get(entry.entered_by, clean(entry.entered_by, 60)), proofs)


def entry_actions(desk: Desk, found: Mention) -> list[Action]:
    """The changes of what was typed, the latest first."""
    if not found.article.by_hand:
        return []
    actions = desk.store.journal(found.campaign_id, kinds=[ActionKind.ENTRY], limit=MOST_ACTIONS)
    return [one for one in actions if one.after["article"] == found.article.id]


def verdict_by_hand(desk: Desk, found: Mention) -> tuple[str, str]:
    """The decision in two sentences, where no rule holds the mention."""
    words = desk.words
    happened = words("A mention by hand: {kind}.", kind=words(MENTION_KIND[found.kind]).lower())
    if found.article.by_hand:
        return happened, words("It was typed: no page of it was read.")
    if found.judgement.evidence:
        return happened, words("A person decided so; no rule holds it. What we see in it stands below.")
    return happened, words("A person decided so; no rule holds it.")


def size_words(desk: Desk, size: int) -> str:
    """The size of a file: "1,2 Mo"."""
    words = desk.words
    if size < 100_000:
        return words("{n} kB", n=words.number(max(1, size // 1000)))
    whole, tenth = divmod(size // 100_000, 10)
    return words("{n}.{tenth} MB", n=words.number(whole), tenth=tenth)


def _grouped(sha256: str) -> str:
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))
