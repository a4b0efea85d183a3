"""`Store`: what an archive can do, by topic. The one implementation today is `storage.sqlite`.

Every method may raise `StorageError` (see `errors`); what else one raises stands with it. Every method that
writes is one transaction: all of it is kept or none. Times go in and come out aware and in UTC, except a
`Moment`, which keeps the offset that the page claimed. Values returned are snapshots; nothing is lazy
except what is called an iterator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from storage.accounts import Accounts, Sessions, Shares
from storage.api_keys import ApiKeys
from storage.clusters import Clusters
from storage.desk import Decisions, Desks, Journal
from storage.entries import Entries
from storage.inbox import Inbox
from storage.making import Making
from storage.mentions import Mentions
from storage.model import (
    ArticleVersion,
    Candidate,
    CandidateState,
    FetchedArticle,
    FetchFailure,
    KnownCandidate,
    Outlet,
    PutResult,
    Reason,
    Run,
    RunKind,
    RunOrder,
    RunState,
    Source,
    SourceReading,
    SourceStatus,
    StoredArticle,
    TextCensus,
    Validators,
)
from storage.outbox import Outbox, Reports
from storage.report_choices import Choices
from storage.searching import Searching
from storage.source_history import SourceHistory


class Catalogue(Protocol):
    """The outlets and their sources, as the workspace's catalogue lists them."""

    def put_catalogue(self, sources: Iterable[tuple[Outlet, Sequence[Source]]]) -> None:
        """Make the archive know these outlets and sources; those no longer listed are kept, marked unlisted."""
        ...

    def source_statuses(self) -> list[SourceStatus]:
        """How each listed source stands, by outlet name, then kind, then URL."""
        ...

    def put_reading(
        self,
        reading: SourceReading,
        weight: float = 0.0,
        candidates: Iterable[Candidate] = (),
        validators: Iterable[Validators] = (),
    ) -> int:
        """Keep what one reading of a source gave: its candidates, its validators, its health, in one transaction.

        `weight` is how heavy the source's failures weigh after it (`SourceStatus.weight`; 0.0 once it could be read).
        `reading.new` counts what `put_candidates` said of this reading before; what is new here is added to it.

        A candidate whose address is known is only marked as seen in this source too (its announced date is
        updated when later). Returns how many were never seen before. Raises NotStored for an unknown source.
        """
        ...

    def put_candidates(self, source_id: str, candidates: Iterable[Candidate], at: datetime) -> int:
        """Keep candidates of a source whose reading is not finished (a long sitemap); returns how many are new.

        One without a usable address is passed over. Raises NotStored for an unknown source.
        """
        ...

    def readings(self, run_id: str) -> list[SourceReading]:
        """The readings of one run."""
        ...

    def validators(self, urls: Iterable[str]) -> dict[str, Validators]:
        """What is known to ask "changed since?" with, by URL."""
        ...

    def put_validators(self, validators: Iterable[Validators]) -> None:
        """Keep what servers gave to ask "changed since?" with; the latest of an address replaces what was known."""
        ...

    def readings_since(self, at: datetime) -> dict[str, list[SourceReading]]:
        """The readings at that time or later, by source id, oldest first."""
        ...

    def forget_readings(self, before: datetime, orders_before: datetime) -> int:
        """Let go of readings older than that, and of the orders of crawls older than theirs; returns how many readings.

        How a source stands, and the last reading of each, stay.
        """
        ...

    def telling_readings(self, since: datetime, until: datetime) -> list[SourceReading]:
        """Of the readings from `since` to `until`, both included, the few that tell what was read and when, oldest first.

        Of each source the last one, the last one in which we could look, the last one in which something had changed,
        and the one with the longest list; of all those in which we could look, the first and the last of each hour.
        """
        ...

    def news_days(self, since: datetime) -> dict[str, int]:
        """On how many days since then each source gave something new, by source id (sources with none are absent)."""
        ...

    def site_file(self, origin: str, name: str) -> tuple[datetime, int, bytes] | None:
        """A file about a site as last fetched (`robots.txt`, `tdmrep.json`): when, status (0: unreachable), body."""
        ...

    def put_site_file(self, origin: str, name: str, at: datetime, status: int, body: bytes) -> None:
        """Keep a file about a site; `origin` is scheme://host[:port]."""
        ...


class Candidates(Protocol):
    """Addresses seen in sources."""

    def known(self, keys: Iterable[str]) -> dict[str, KnownCandidate]:
        """What the archive knows of these article keys; an address of a stored article counts as known."""
        ...

    def waiting(self, outlet_ids: Iterable[str], since: datetime | None) -> list[KnownCandidate]:
        """Candidates seen and not yet stored (undated ones and those published since then), newest first.

        Those that failed are among them until their third try.
        """
        ...

    def settle(self, key: str, state: CandidateState, reason: Reason | None = None) -> None:
        """Say what has become of a candidate; FAILED adds one to its tries. An unknown key changes nothing."""
        ...

    def quarantined(self, max_tries: int) -> list[KnownCandidate]:
        """Candidates that failed at least this many times, for people to look at."""
        ...


class Articles(Protocol):
    """Published texts."""

    def put_article(self, fetched: FetchedArticle, keep_until: datetime | None) -> PutResult:
        """Store an article or a new version of it; its candidate is settled in the same transaction.

        Identity: the address fetched, then the canonical address where it can be trusted, then, within one
        outlet, the same title, day and text. An article whose title, text or date changed keeps its id, its
        first date and its versions; a page that has become empty changes nothing. `keep_until` is when its text
        may be let go. An outlet that no catalogue ever listed is made, unlisted, under the name of its site.
        Raises ValueError for an address that `storage.identity` refuses.
        """
        ...

    def touch_article(self, article_id: str, at: datetime) -> None:
        """The page was asked again at `at` and had not changed. Raises NotStored."""
        ...

    def article(self, article_id: str) -> StoredArticle:
        """One article. Raises NotStored."""
        ...

    def article_at(self, url: str) -> StoredArticle | None:
        """The article at this address, however it is written."""
        ...

    def article_versions(self, article_id: str) -> list[ArticleVersion]:
        """What an article was before it changed, the first one first; the current one is `article`. Empty: never changed."""
        ...

    def articles(
        self, since: datetime | None = None, until: datetime | None = None, text: bool = False
    ) -> Iterator[StoredArticle]:
        """Articles first seen in [since, until), in the order of first_seen_at then id; `text` loads their text."""
        ...

    def article_count(self) -> int:
        """How many articles the archive holds."""
        ...

    def text_census(self) -> TextCensus:
        """How many articles can still be matched, and how many cannot."""
        ...

    def release_texts(self, now: datetime, matched_before: datetime | None = None) -> int:
        """Let go of texts whose time is over, and of reserved texts matched by every campaign; returns how many.

        A text is kept while a mention that is not withdrawn or rejected needs it, unless its rights are
        reserved. Title, fingerprint and the passages of mentions stay. `matched_before` spares reserved texts
        that a campaign matched at that time or later.
        """
        ...

    def put_failure(self, failure: FetchFailure) -> None:
        """Keep a fetch that failed."""
        ...

    def failures(self, run_id: str | None = None, url: str | None = None) -> list[FetchFailure]:
        """Failed fetches of a run, or of an address however it is written, oldest first."""
        ...


class Runs(Protocol):
    """Orders and runs."""

    def put_order(self, order: RunOrder) -> None:
        """Keep an order for a crawl."""
        ...

    def order(self, order_id: str) -> RunOrder:
        """One order. Raises NotStored."""
        ...

    def begin_run(self, run: Run) -> None:
        """Open a run; runs of the same kind found RUNNING are marked KILLED."""
        ...

    def beat(self, run_id: str, at: datetime, counts: Mapping[str, int]) -> None:
        """The run is alive; its counts so far. Raises NotStored."""
        ...

    def end_run(
        self, run_id: str, at: datetime, state: RunState, counts: Mapping[str, int], detail: str = ""
    ) -> None:
        """Close a run. Raises NotStored."""
        ...

    def run(self, run_id: str) -> Run:
        """One run. Raises NotStored."""
        ...

    def runs(self, kind: RunKind | None = None, limit: int = 20) -> list[Run]:
        """The latest runs, newest first."""
        ...


class Store(
    Catalogue,
    SourceHistory,
    Candidates,
    Articles,
    Searching,
    Runs,
    Mentions,
    Making,
    Entries,
    Decisions,
    Journal,
    Inbox,
    Reports,
    Choices,
    Outbox,
    Clusters,
    Accounts,
    Sessions,
    Shares,
    ApiKeys,
    Desks,
    Protocol,
):
    """The whole archive."""

    path: Path

    def check(self) -> str:
        """What is wrong with the file as a whole; the empty text where nothing is (quick; reads every page)."""
        ...

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Write a whole copy to `target`, of one moment, while others read and write; it is checked before it is there.

        `progress` is told (pages done, pages in all). Raises ArchiveUnreadable where the copy is not sound,
        ArchiveFull; then nothing is at `target` that was not there before.
        """
        ...

    def close(self) -> None:
        """Let go of the file; idempotent."""
        ...

    def __enter__(self) -> Store: ...

    def __exit__(self, *exc: object) -> None: ...


def open_store(path: Path | str, create: bool = False) -> Store:
    """Open the archive at `path` (a file; later perhaps a URL with a scheme).

    Raises ArchiveMissing unless `create`, ArchiveUnreadable, ArchiveTooNew.
    """
    from storage.sqlite import open_sqlite  # the one place that picks an implementation

    return open_sqlite(Path(path), create=create)


def engine_version() -> str:
    """The version of the library behind the archive ("3.45.1")."""
    from storage.sqlite import library_version

    return library_version()
