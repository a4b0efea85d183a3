"""The archive in one SQLite file: every table is documented in docs/archive.md."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Migrations

from storage.sqlite.api_keys import ApiKeysTable
from storage.sqlite.articles import ArticlesTable
from storage.sqlite.backup import BackupTable
from storage.sqlite.candidates import CandidatesTable
from storage.sqlite.catalogue import CatalogueTable
from storage.sqlite.clusters import ClustersTable
from storage.sqlite.connection import library_version
from storage.sqlite.desk_accounts import AccountsTable
from storage.sqlite.desk_decisions import DecisionsTable
from storage.sqlite.desk_journal import JournalTable
from storage.sqlite.desk_shares import SharesTable
from storage.sqlite.desk_views import ViewsTable
from storage.sqlite.entries import EntriesTable
from storage.sqlite.inbox_around import InboxAroundTable
from storage.sqlite.making import MakingTable
from storage.sqlite.mentions import MentionsTable
from storage.sqlite.opening import bring_up_to_date, check_place
from storage.sqlite.outbox import OutboxTable
from storage.sqlite.outlines import OutlinesTable
from storage.sqlite.report_choices import ReportChoicesTable
from storage.sqlite.runs import RunsTable
from storage.sqlite.schema import migrations
from storage.sqlite.search import SearchTable
from storage.sqlite.source_history import SourceHistoryTable

__all__ = ["SqliteStore", "library_version", "open_sqlite"]


class SqliteStore(
    CatalogueTable,
    SourceHistoryTable,
    CandidatesTable,
    ArticlesTable,
    SearchTable,
    InboxAroundTable,
    MentionsTable,
    OutlinesTable,
    MakingTable,
    EntriesTable,
    DecisionsTable,
    JournalTable,
    ReportChoicesTable,
    ClustersTable,
    RunsTable,
    OutboxTable,
    AccountsTable,
    SharesTable,
    ApiKeysTable,
    ViewsTable,
    BackupTable,
):
    """The whole archive: one connection, for the thread that opened it. Not usable across a fork."""

    def __enter__(self) -> SqliteStore:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def open_sqlite(path: Path, create: bool = False, known: Migrations = migrations) -> SqliteStore:
    """Open the archive at `path`, brought up to date; `create` makes one where there is none.

    Raises ArchiveMissing, ArchiveUnreadable, ArchiveTooNew, ArchiveBusy, ArchiveFull.
    """
    check_place(path, create)
    return SqliteStore(path, lambda connection: bring_up_to_date(connection, known, create))
