"""`backup`, `restore`: keep the workspace in one file, bring it back."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from monitor.backups import NotABackup, make_backup, prune_backups
from monitor.commands.session import BUSY, UNREADABLE, USAGE, CommandError, Session, session_of
from monitor.config import ConfigurationInvalid
from monitor.config.settings import DEFAULT_ZONE
from monitor.restoring import NotRestored, Restored, RunUnderWay, restore
from monitor.wording import Words
from monitor.wording.words import message
from monitor.workspace import InputUnreadable, WorkspaceMissing
from storage.errors import StorageError
from storage.model import Run, RunKind, RunState
from storage.store import Store, open_store

__all__ = ["backup_command", "make_backup", "prune_backups", "restore_command"]

STEPS = {
    "copy": message("copying the archive"),
    "pack": message("packing"),
    "check": message("checking"),
    "unpack": message("unpacking"),
}


def backup_command(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help=message(
                "Where to write it; else into the workspace’s folder “backups”, under day and time."
            ),
        ),
    ] = None,
) -> None:
    """Write one file from which the whole workspace can be brought back."""
    session = session_of(ctx)
    if not session.workspace.settings_file.is_file():
        raise WorkspaceMissing(session.workspace.root)
    with session.store() as store, StepsDisplay(session.words) as display:
        zone, started = _zone_and_now(session)
        try:
            path = make_backup(session.workspace, store, started, file, zone=zone, progress=display.show)
        except NotABackup as error:
            said = session.words(
                "{path} is there already and is no backup: it is left as it is. Choose another name.",
                path=error.path,
            )
            raise CommandError(said, USAGE) from error
        except (StorageError, OSError) as error:
            _record(store, started, RunState.FAILED, type(error).__name__)
            raise
        _record(store, started, RunState.DONE)
    size = max(1, round(path.stat().st_size / 1_000_000))
    session.tell(
        session.words(
            "Backup written and checked: {path} ({size} MB).", path=path, size=session.words.number(size)
        )
    )


def _record(store: Store, started: datetime, state: RunState, detail: str = "") -> None:
    run = Run(uuid.uuid4().hex[:12], RunKind.BACKUP, started)
    store.begin_run(run)
    store.end_run(run.id, started, state, {}, detail)


def _zone_and_now(session: Session) -> tuple[str, datetime]:
    """As the workspace says; where its files are wrong, which is no reason not to keep them: the standard ones."""
    try:
        return session.zone, session.now()
    except (ConfigurationInvalid, WorkspaceMissing):
        return DEFAULT_ZONE, datetime.now(UTC)


def restore_command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=message("The backup to bring back."))],
) -> None:
    """Bring a workspace back from a backup; what was there is kept."""
    session = session_of(ctx)
    if not file.is_file():
        raise InputUnreadable(file, "No such file or directory")
    try:
        with StepsDisplay(session.words) as display:
            restored = restore(
                session.workspace, file, datetime.now(UTC), zone=DEFAULT_ZONE, progress=display.show
            )
    except NotRestored as error:
        code = BUSY if isinstance(error, RunUnderWay) else UNREADABLE
        raise CommandError(session.words(error.sentence), code) from error
    with open_store(session.workspace.archive) as store:
        articles = store.article_count()
    for sentence in _sentences(session.words, restored, articles, ZoneInfo(_zone_and_now(session)[0])):
        session.tell(sentence)


def _sentences(words: Words, restored: Restored, articles: int, zone: ZoneInfo) -> list[str]:
    said = [
        words.n(
            "Brought back: the archive, with {n} article.",
            "Brought back: the archive, with {n} articles.",
            articles,
        )
    ]
    if restored.made_at is not None:
        made_at = restored.made_at.astimezone(zone)
        said.append(
            words(
                "This backup was made on {day}, at {hour}.", day=words.day(made_at), hour=words.hour(made_at)
            )
        )
    files = [name for name in restored.files if name != "archive.db"]
    if files:
        said.append(
            words(
                "Brought back as well: {names}.",
                names=", ".join(files[:12]) + (", …" if len(files) > 12 else ""),
            )
        )
    if restored.kept is not None:
        said.append(words("What was there before is in {path}.", path=restored.kept))
    if restored.doubtful:
        said.append(
            words.n(
                "{n} message waited when this backup was made and may have gone since: it is marked as unknown,"
                " and not sent unless you say so.",
                "{n} messages waited when this backup was made and may have gone since: they are marked as unknown,"
                " and not sent unless you say so.",
                restored.doubtful,
            )
        )
    return said


class StepsDisplay:
    """A bar on a terminal for each step that takes its time; nothing elsewhere. `with StepsDisplay(words) as d: … d.show`."""

    def __init__(self, words: Words) -> None:
        self._words = words
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> StepsDisplay:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, step: str, done: int, total: int) -> None:
        """Show where a step stands."""
        if step not in self._tasks:
            self._tasks[step] = self._bar.add_task(self._words(STEPS[step]), total=total)
        self._bar.update(self._tasks[step], completed=done, total=total)
