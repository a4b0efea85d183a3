"""Decisions, and undo and redo of anything that people do: each kind of action has its line in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor.recluster import gather_again
from monitor.review.dossiers import step_dossier
from monitor.review.wishes import Wish, wish_parts
from monitor.sources_edit import step_sources
from monitor.workspace import SOURCES
from storage.model import Action, ActionKind, Decided, Mention, ReviewStatus, Step, Stepped
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """Where what people change stands: the archive, the folder of the dossiers, and that of their earlier files."""

    store: Store
    campaigns: Path
    backups: Path

    @property
    def sources(self) -> Path:
        """The list of outlets, which stands beside the folder of the dossiers."""
        return self.campaigns.parent / SOURCES


def say(store: Store, wish: Wish, versions: Mapping[str, int], who: str, now: datetime) -> Decided:
    """Do what a person wants with these mentions, each given with the version of its review that they looked at.

    One that the rules no longer hold comes back by a word that holds it (confirmed, starred, of a kind). Raises as
    `Store.decide` and `wish_parts`.
    """
    if len(versions) == 1 and _holds(wish):
        withdrawn = [one for one in store.mentions_by_id(versions).values() if one.withdrawn_at is not None]
        if withdrawn:
            return _bring_back(store, withdrawn[0], wish, versions, who, now)
    return store.decide(dict.fromkeys(versions, wish_parts(wish)), who, now, versions)


def _holds(wish: Wish) -> bool:
    return wish.status is ReviewStatus.CONFIRMED or bool(wish.starred) or bool(wish.kind)


def _bring_back(
    store: Store, withdrawn: Mention, wish: Wish, versions: Mapping[str, int], who: str, now: datetime
) -> Decided:
    # Somebody said something meanwhile: it is not written over.
    if withdrawn.review_version != versions[withdrawn.id]:
        decided = store.decide(dict.fromkeys(versions, wish_parts(wish)), who, now, versions)
        if decided.conflicts:
            return decided
        withdrawn = store.mention(withdrawn.id)
    judgement = replace(withdrawn.judgement, by_hand=True)
    parts = wish_parts(wish)
    action = store.make_mention(
        withdrawn.campaign_id, withdrawn.article.id, judgement, withdrawn.dossier_version, parts, who, now
    )
    return Decided(action, {withdrawn.id: withdrawn.review_version + 1})


Handler = Callable[[Desk, Action, Step, str, datetime], Stepped]


def _in_archive(desk: Desk, base: Action, step: Step, who: str, now: datetime) -> Stepped:
    return desk.store.step(base.number, step, who, now)


def _cluster(desk: Desk, base: Action, step: Step, who: str, now: datetime) -> Stepped:
    stepped = desk.store.step(base.number, step, who, now)
    if stepped.action is not None:
        gather_again(desk.store, now)
    return stepped


def _dossier(desk: Desk, base: Action, step: Step, who: str, now: datetime) -> Stepped:
    path = desk.campaigns / f"{base.campaign_id}.toml"
    return step_dossier(desk.store, path, desk.backups, base, step, who, now)


def _sources(desk: Desk, base: Action, step: Step, who: str, now: datetime) -> Stepped:
    return step_sources(desk.store, desk.sources, desk.backups, base, step, who, now)


UNDOABLE: Mapping[ActionKind, Handler] = {
    ActionKind.REVIEW: _in_archive,
    ActionKind.CLUSTER: _cluster,
    ActionKind.BOOK_ORDER: _in_archive,
    ActionKind.DOSSIER: _dossier,
    ActionKind.REPORT: _in_archive,
    ActionKind.SOURCES: _sources,
    ActionKind.MADE: _in_archive,
    ActionKind.ENTRY: _in_archive,
}
"""How an action of each kind is taken back and brought back."""


def undo_last(desk: Desk, who: str, campaign_id: str, now: datetime, partly: bool = False) -> Stepped | None:
    """Take back the last thing that a person did on a campaign and that still holds; None where there is none.

    `partly`, here and below: of many mentions those in the way stay as they are, and are told of; the others are done.
    """
    base = desk.store.last_to_undo(who, campaign_id)
    return None if base is None else _do(desk, base, Step.UNDO, who, now, partly)


def redo_last(desk: Desk, who: str, campaign_id: str, now: datetime, partly: bool = False) -> Stepped | None:
    """Bring back what a person took back last, unless they did something new since; None where there is nothing."""
    base = desk.store.last_to_redo(who, campaign_id)
    return None if base is None else _do(desk, base, Step.REDO, who, now, partly)


def undo(desk: Desk, number: int, who: str, now: datetime, partly: bool = False) -> Stepped:
    """Take back any line of the journal: what it did, what it brought back, or its taking back. Raises NotStored.

    A dossier that came back is matched again by whoever called: nothing is matched here.
    """
    action = desk.store.action(number)
    return _step(desk, action, Step.REDO if action.step is Step.UNDO else Step.UNDO, who, now, partly)


def redo(desk: Desk, number: int, who: str, now: datetime, partly: bool = False) -> Stepped:
    """Do again what any line of the journal did. Raises NotStored."""
    action = desk.store.action(number)
    return _step(desk, action, Step.UNDO if action.step is Step.UNDO else Step.REDO, who, now, partly)


def _step(desk: Desk, action: Action, step: Step, who: str, now: datetime, partly: bool) -> Stepped:
    base = action if action.about is None else desk.store.action(action.about)
    return _do(desk, base, step, who, now, partly)


def _do(desk: Desk, base: Action, step: Step, who: str, now: datetime, partly: bool) -> Stepped:
    stepped = UNDOABLE[base.kind](desk, base, step, who, now)
    if stepped.in_the_way and partly and base.kind is ActionKind.REVIEW:
        return desk.store.step(base.number, step, who, now, partly=True)
    return stepped
