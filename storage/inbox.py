"""The part of `storage.store.Store` that knows the list of the review desk: pages of stories, counts, how far people are.

Errors and times as written there. Nothing here changes a mention: see `storage.desk.Decisions`.
"""

# ruff: noqa: D102 - what each field of `Wanted` means is said in `Selection`
from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from storage.model import InboxAround, InboxOrder, InboxPage, InboxRow, MentionKind, ReviewStatus, Tally


class Wanted(Protocol):
    """What a mention must be to be listed; `monitor.export.selection.Selection` is such a value and says each field.

    `to_check` and `own` are "in", "out" or "only". `words` are looked for in the title and the excerpt, each as a word
    of its own, whatever its case and accents.
    """

    @property
    def campaign(self) -> str | None: ...
    @property
    def kinds(self) -> Collection[MentionKind]: ...
    @property
    def statuses(self) -> Collection[ReviewStatus]: ...
    @property
    def outlets(self) -> Collection[str]: ...
    @property
    def outlet_kinds(self) -> Collection[str]: ...
    @property
    def countries(self) -> Collection[str]: ...
    @property
    def languages(self) -> Collection[str]: ...
    @property
    def tiers(self) -> Collection[int]: ...
    @property
    def organisations(self) -> Collection[str]: ...
    @property
    def tones(self) -> Collection[str]: ...
    @property
    def tags(self) -> Collection[str]: ...
    @property
    def starred(self) -> bool | None: ...
    @property
    def to_check(self) -> str: ...
    @property
    def own(self) -> str: ...
    @property
    def published(self) -> tuple[date | None, date | None]: ...
    @property
    def found(self) -> tuple[datetime | None, datetime | None]: ...
    @property
    def words(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def quoted(self) -> Collection[str]: ...
    @property
    def reviewers(self) -> Collection[str]: ...
    @property
    def reviewed(self) -> tuple[date | None, date | None]: ...
    @property
    def undated(self) -> bool: ...


class Inbox(Protocol):
    """Mentions that are not withdrawn, as people go through them."""

    def inbox_page(
        self,
        wanted: Wanted,
        order: InboxOrder = InboxOrder.NEWEST,
        offset: int = 0,
        limit: int = 40,
        members: int = 50,
    ) -> InboxPage:
        """Stories `offset` to `offset + limit` of the mentions that are wanted.

        A story stands where its newest (strongest) wanted mention stands. Newest: by publication, or by when it was
        first matched where that is earlier or nothing is claimed. Strongest: as a report has it
        (`monitor.digest.importance`), what is to check behind, the newest first among equals.
        """
        ...

    def inbox_tally(self, wanted: Wanted) -> Tally:
        """How many mentions there would be with each value of each field. See `Tally`."""
        ...

    def inbox_progress(self, campaign_id: str, since: datetime) -> tuple[int, int]:
        """Of the mentions first matched since then: (on which somebody decided, all)."""
        ...

    def inbox_around(self, wanted: Wanted, order: InboxOrder, mention_id: str) -> InboxAround:
        """The neighbours of a mention in a list; one that is not in it is looked for where it would stand.

        An unknown or withdrawn mention stands before all others.
        """
        ...

    def inbox_rows(self, wanted: Wanted) -> list[InboxRow]:
        """The mentions that are wanted, to be counted, in no order."""
        ...

    def inbox_stories(self, wanted: Wanted) -> int:
        """How many stories `inbox_page` has in all."""
        ...
