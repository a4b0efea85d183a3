"""Decisions, and undo and redo of anything that people do: each kind of action has its line in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.recluster import gather_again
from monitor.review.dossiers import step_dossier
from monitor.review.wishes import Wish, wish_parts
from monitor.sources_edit import step_sources
from monitor.workspace import SOURCES
from storage.model import Action, ActionKind, Decided, Step, Stepped
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

    Raises as `Store.decide` and `wish_parts`.
    """
    return store.decide(dict.fromkeys(versions, wish_parts(wish)), who, now, versions)


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


def undo_last(desk: Desk, who: str, campaign_id: str, now: datetime) -> Stepped | None:
    """Take back the last thing that a person did on a campaign and that still holds; None where there is none."""
    base = desk.store.last_to_undo(who, campaign_id)
    return None if base is None else UNDOABLE[base.kind](desk, base, Step.UNDO, who, now)


def redo_last(desk: Desk, who: str, campaign_id: str, now: datetime) -> Stepped | None:
    """Bring back what a person took back last, unless they did something new since; None where there is nothing."""
    base = desk.store.last_to_redo(who, campaign_id)
    return None if base is None else UNDOABLE[base.kind](desk, base, Step.REDO, who, now)


def undo(desk: Desk, number: int, who: str, now: datetime) -> Stepped:
    """Take back any line of the journal: what it did, what it brought back, or its taking back. Raises NotStored.

    A dossier that came back is matched again by whoever called: nothing is matched here.
    """
    action = desk.store.action(number)
    return _step(desk, action, Step.REDO if action.step is Step.UNDO else Step.UNDO, who, now)


def redo(desk: Desk, number: int, who: str, now: datetime) -> Stepped:
    """Do again what any line of the journal did. Raises NotStored."""
    action = desk.store.action(number)
    return _step(desk, action, Step.UNDO if action.step is Step.UNDO else Step.REDO, who, now)


def _step(desk: Desk, action: Action, step: Step, who: str, now: datetime) -> Stepped:
    base = action if action.about is None else desk.store.action(action.about)
    return UNDOABLE[base.kind](desk, base, step, who, now)
