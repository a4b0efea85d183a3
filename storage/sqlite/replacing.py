"""Another archive in the place of the one in use: in one step, with what was there kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import ArchiveBusy, ArchiveUnreadable
from storage.sqlite.connection import LOCK_SECONDS, Connection, telling
from storage.sqlite.opening import bring_up_to_date
from storage.sqlite.schema import migrations

_COLUMNS = """id, channel, kind, campaign_id, day, recipient, subject, state, created_at, tries, next_try_at, last_try_at,
    settled_at, reason, detail, content"""

_TAKE_MESSAGES = f"""
INSERT INTO outbox ({_COLUMNS}) SELECT {_COLUMNS} FROM before.outbox WHERE TRUE ORDER BY number
ON CONFLICT (id) DO UPDATE SET state = excluded.state, tries = excluded.tries, next_try_at = excluded.next_try_at,
    last_try_at = excluded.last_try_at, settled_at = excluded.settled_at, reason = excluded.reason,
    detail = excluded.detail
"""  # noqa: S608 - column names of ours

_TAKE_ALERTS = """
INSERT OR REPLACE INTO alerted_mentions (campaign_id, mention_id, at)
SELECT campaign_id, mention_id, at FROM before.alerted_mentions WHERE mention_id IN (SELECT id FROM mentions)
"""

_DOUBT = "UPDATE outbox SET state = 'unknown', reason = 'restored' WHERE state = 'pending'"
_DOUBT_UNKNOWN = f"{_DOUBT} AND id NOT IN (SELECT id FROM before.outbox)"  # noqa: S608 - ours


def replace(new: Path, path: Path, kept: Path) -> int:
    """See `storage.archive_file.replace_archive`."""
    try:
        with FileLock(f"{path}.lock", timeout=LOCK_SECONDS):
            sound = path.exists() and _made_one_file(path)
            doubtful = _with_deliveries(new, path if sound else None)
            if path.exists():
                _keep(path, kept)
            new.replace(path)
    except Timeout as error:
        raise ArchiveBusy(path, "write lock") from error
    return doubtful


def _made_one_file(path: Path) -> bool:
    """Empty the log of an archive into it, which only works while nobody has it open; False for a damaged one.

    Raises ArchiveBusy.
    """
    try:
        with telling(path), closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as connection:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except ArchiveUnreadable:
        return False
    if mode != "delete":
        raise ArchiveBusy(path, "open elsewhere")
    return True


def _with_deliveries(new: Path, path: Path | None) -> int:
    """Bring `new` up to date and take over what `path` knows of reports and messages; how many are now in doubt."""
    connection = Connection(new, lambda opened: bring_up_to_date(opened, migrations, create=False))
    try:
        with connection.write(durable=True) as db:
            db.execute("DELETE FROM sessions")  # whoever was logged in then may not be allowed to any more
        if path is not None:
            # A damaged archive may still open: what cannot be read of it counts as not known.
            with suppress(ArchiveUnreadable), telling(path):
                connection.handle.execute("ATTACH ? AS before", (str(path),))
                return _take_over(connection)
        with connection.write(durable=True) as db:
            return db.execute(_DOUBT).rowcount
    finally:
        connection.close()


def _take_over(connection: Connection) -> int:
    with connection.write(durable=True) as db:
        rows = db.execute("SELECT name FROM before.sqlite_master WHERE type = 'table'")
        if "outbox" not in {row[0] for row in rows}:  # made by a release that sent nothing
            return db.execute(_DOUBT).rowcount
        db.execute("INSERT OR REPLACE INTO reports SELECT * FROM before.reports")
        db.execute(_TAKE_MESSAGES)
        db.execute(_TAKE_ALERTS)
        return db.execute(_DOUBT_UNKNOWN).rowcount


def _keep(path: Path, kept: Path) -> None:
    """Let what stands at `path` stand at `kept` too, with the log of a damaged archive, which goes away here."""
    for ending in ("", "-wal", "-shm"):
        source, target = Path(f"{path}{ending}"), Path(f"{kept}{ending}")
        if not source.exists():
            continue
        try:
            os.link(source, target)
        except OSError:  # a disk without links
            shutil.copy2(source, target)
        if ending:
            source.unlink()
