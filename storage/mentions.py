"""The part of `storage.store.Store` that knows mentions and their reviews; errors and transactions as written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from storage.model import (
    DossierState,
    MatchResult,
    Mention,
    MentionKind,
    MentionOutline,
    Review,
    ReviewStatus,
    StoredArticle,
)


class Mentions(Protocol):
    """Articles that count for a campaign."""

    def put_dossier(self, campaign_id: str, digest: str, payload: str, at: datetime) -> int:
        """Keep this state of a dossier if its digest is new; returns its version (1, 2, …)."""
        ...

    def dossier_states(self, campaign_id: str) -> list[DossierState]:
        """Every state of a dossier with which the archive was judged, the first one first."""
        ...

    def to_match(
        self, campaign_id: str, dossier_version: int, since: datetime | None, everything: bool
    ) -> Iterator[StoredArticle]:
        """Articles with text, by first_seen_at then id: those the campaign has not judged with this version of the
        dossier and of the article, or `everything`. Writing may go on while they are read.
        """
        ...

    def judgeable(self, article_ids: Iterable[str]) -> Iterator[StoredArticle]:
        """Of these articles those that `to_match` gives with `everything`, in any order."""
        ...

    def judgeable_count(self) -> int:
        """How many articles `to_match` gives with `everything`."""
        ...

    def put_matches(
        self, campaign_id: str, dossier_version: int, results: Iterable[MatchResult], at: datetime
    ) -> tuple[int, int]:
        """Keep the outcome of matching: (new mentions, withdrawn mentions). Reviews are never touched.

        A mention no longer held is withdrawn, unless a person's word holds it (`Mention.held`); one held again returns.
        The same outcome again changes nothing. Raises NotStored for an unknown article; nothing is kept then.
        """
        ...

    def mentions(
        self,
        campaign_id: str | None = None,
        kinds: Iterable[MentionKind] = (),
        statuses: Iterable[ReviewStatus] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        withdrawn: bool = False,
        evidence: bool = True,
    ) -> list[Mention]:
        """Mentions first matched in [since, until), ordered by published_at (undated last), then id; no texts.

        `kinds` are those that count: a person's word, else the machine's. Without `evidence` their judgements hold
        none: lists of very many that do not show it need half the memory then.
        """
        ...

    def mention(self, mention_id: str) -> Mention:
        """One mention. Raises NotStored."""
        ...

    def mentions_by_id(self, mention_ids: Iterable[str]) -> dict[str, Mention]:
        """These mentions by their ids, as `mentions` gives them; one that is not stored is absent."""
        ...

    def outlines(self, campaign_id: str, organisation: str | None = None) -> list[MentionOutline]:
        """All mentions of a campaign that are not withdrawn, to be counted, in no order.

        With the id of an `organisation` only those that name or quote it.
        """
        ...

    def one_moment(self) -> AbstractContextManager[None]:
        """While it is open, everything that is read is of one state of the archive, whatever others write.

        Nothing is written by this store meanwhile.
        """
        ...

    def put_review(self, mention_id: str, review: Review) -> None:
        """Keep all that a person says of a mention, whatever stood there, with its line in the journal.

        The same review again changes nothing, whoever gave it and when. Raises NotStored. See `Decisions.decide`
        for people who work at the same time.
        """
        ...

    def put_book_order(
        self, campaign_id: str, mention_ids: Sequence[str], who: str = "", at: datetime | None = None
    ) -> None:
        """Keep the order that a person gave: these mentions first, in this order; it replaces the one before.

        One that stands twice counts where it stands first; the journal keeps who did it, and when. Raises NotStored for a mention not of this campaign;
        nothing is kept then.
        """
        ...

    def book_order(self, campaign_id: str) -> tuple[str, ...]:
        """The order that a person gave; empty where nobody did."""
        ...

    def mentions_to_revisit(self, now: datetime, after_days: Sequence[int]) -> list[str]:
        """Ids of mentioned articles whose next look (so many days after they were first fetched) is due."""
        ...
