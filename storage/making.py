"""The part of `storage.store.Store` in which a person makes an article a mention; errors and times as written there."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from storage.model import Action, Judgement, Parts


class Making(Protocol):
    """Mentions that stand by a person's word."""

    def make_mention(
        self,
        campaign_id: str,
        article_id: str,
        judgement: Judgement,
        dossier_version: int,
        parts: Parts,
        who: str,
        at: datetime,
        found_at: datetime | None = None,
    ) -> Action:
        """Make an article a mention of a campaign, and say these parts of it (`storage.changes`), as one action.

        `judgement` says `by_hand`. `found_at` is from when on it counts, `at` where it is None. One that was withdrawn
        comes back. Matching never withdraws it: `Decisions.step` does, unless somebody decided on it since, or rules
        hold it by then (it is theirs then, and to review). Raises NotStored for an unknown article, AlreadyAMention,
        and as `Decisions.decide` for parts.
        """
        ...
