"""The part of `storage.store.Store` that knows the review desk: decisions, the journal, what people keep for themselves.

Errors and times as written there. Decisions are durable: they survive a power cut once the call has returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from storage.model import Action, ActionKind, Decided, Looking, Parts, SavedView, Step, Stepped


class Decisions(Protocol):
    """What people say of mentions, and taking back what they did."""

    def decide(
        self, changes: Mapping[str, Parts], who: str, at: datetime, expected: Mapping[str, int] | None = None
    ) -> Decided:
        """Change these parts (`storage.changes`) of these mentions, as one action in one transaction.

        `expected` are the versions that `who` looked at. What others changed since is merged part by part
        (`storage.changes.merge`); a mention with a conflict is left wholly as it is and told of, the others are kept.
        Without a version nothing is compared. What changes nothing makes no action. Raises NotStored for an unknown
        mention, ValueError where they are of several campaigns or for a value that a part cannot have, KeyError for an
        unknown part; nothing is kept then.
        """
        ...

    def step(self, number: int, step: Step, who: str, at: datetime, partly: bool = False) -> Stepped:
        """Take this action back (UNDO), or bring it back (REDO), as an action of its own: all of it or nothing.

        `partly`, of a review of many mentions: those in the way stay as they are and are told of, the others are done;
        a redo then is of those that were taken back last.

        Where another change of the same part came after it (UNDO), or the part is not as it was before it (REDO), that
        is told and nothing is changed. Clusters are not gathered again here. Raises NotStored, and ValueError for an action that is itself an undo or a redo, and for
        one on what stands outside the archive (see `record`).
        """
        ...


class Journal(Protocol):
    """What people did, in order: lines are only ever added."""

    def journal(
        self,
        campaign_id: str | None = None,
        mention_id: str | None = None,
        who: str | None = None,
        kinds: Iterable[ActionKind] = (),
        before: int | None = None,
        limit: int | None = 100,
    ) -> list[Action]:
        """Actions, the latest first; those with a number below `before`; no kinds and no limit: all of them.

        Of a campaign comes what was done on it, and on the list of sources, which belongs to all of them.
        """
        ...

    def action(self, number: int) -> Action:
        """One action. Raises NotStored."""
        ...

    def last_to_undo(self, who: str, campaign_id: str) -> Action | None:
        """Of what a person did on a campaign, or on the list of sources, and holds, what came to hold last."""
        ...

    def last_to_redo(self, who: str, campaign_id: str) -> Action | None:
        """What a person took back last there, unless it was brought back or they did something new since."""
        ...

    def record(
        self,
        kind: ActionKind,
        campaign_id: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        who: str,
        at: datetime,
        step: Step = Step.DO,
        about: int | None = None,
    ) -> Stepped:
        """Keep an action on what stands outside the archive (the file of a dossier, the list of sources), once it is done.

        Raises NotStored for an unknown `about`, ValueError for a kind that the archive itself changes.
        """
        ...


class Desks(Protocol):
    """What people keep for themselves, and who is looking at what."""

    def put_view(self, view: SavedView) -> None:
        """Keep a view, in place of the person's view of the same name. Raises NotStored for an unknown account."""
        ...

    def views(self, login: str) -> list[SavedView]:
        """The views of a person, by name."""
        ...

    def drop_view(self, login: str, name: str) -> bool:
        """Let go of a view; False where there is none of this name."""
        ...

    def look(self, login: str, mention_id: str, at: datetime) -> None:
        """A person has this mention before them; within a few seconds of the last call it writes nothing.

        Raises NotStored for an unknown account or mention.
        """
        ...

    def looking(self, since: datetime, campaign_id: str | None = None) -> list[Looking]:
        """Who was seen before which mention since then, the latest first."""
        ...
