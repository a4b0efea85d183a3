"""The part of `storage.store.Store` that keeps what people type by hand; errors and times as written there."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from storage.model import Action, Decided, EntryDraft, HandEntry, Judgement, Outlet, Parts, StoredArticle


class Entries(Protocol):
    """Articles that no page gave us. Matching, crawling and the copies of dispatches pass them over."""

    def enter(
        self,
        draft: EntryDraft,
        campaign_id: str,
        judgement: Judgement,
        dossier_version: int,
        parts: Parts,
        who: str,
        at: datetime,
        found_at: datetime | None = None,
    ) -> Action:
        """Keep what was typed as an article, and make it a mention (`Making.make_mention`), as one action.

        Raises AlreadyAMention where this entry (`EntryDraft.key`), or the article at its address, is a mention;
        ValueError for an address that `storage.identity` refuses, or that is another article's.
        """
        ...

    def entry(self, article_id: str) -> HandEntry | None:
        """What was typed of an article; None where a page gave it."""
        ...

    def entries(self) -> list[HandEntry]:
        """All of them, the first one first."""
        ...

    def entered_like(self, outlet_id: str, day: str) -> list[StoredArticle]:
        """Entries of an outlet of a day ("2025-02-05"), the first one first, whatever became of their mentions."""
        ...

    def change_entry(
        self,
        campaign_id: str,
        article_id: str,
        parts: Parts,
        who: str,
        at: datetime,
        expected: int | None = None,
        outlet: Outlet | None = None,
    ) -> Decided:
        """Change what was typed, as one action; merged part by part with what others changed since version `expected`.

        Parts: `title`, `authors` (a list), `published_at` (as `Moment.isoformat`, or None), `outlet` (an id that the
        archive knows, or that of `outlet`, which is made then), `words`, `programme`, `address`, `organisations` (a list, of this campaign), and
        `proof:<sha256>` (the fields of a `Proof` but that one, `at` as text; None: it is taken away, its file stays).
        Where others changed the same part nothing is changed. Raises NotStored for what is no entry, or no mention of
        this campaign; ValueError as `enter`; KeyError for an unknown part.
        """
        ...
