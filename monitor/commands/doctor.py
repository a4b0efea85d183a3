"""What `doctor` looks at: versions, workspace, archive, the last runs. Each finding is one line."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version

from monitor.commands.session import CONFIGURATION, UNREADABLE, Session
from monitor.config import ConfigurationInvalid
from monitor.wording.labels import RUN_STATE
from monitor.workspace import WorkspaceMissing
from storage.errors import ArchiveMissing, StorageError
from storage.model import Health, Run, RunKind, RunState, SourceStatus
from storage.store import Store, engine_version, open_store

SAFE_ENGINE = (3, 51, 3)
"""From this version on two SQLite connections may write and checkpoint at once; we never let them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `code` is the exit code that it asks for where it is not well (0: none)."""

    what: str
    ok: bool
    says: str
    code: int = 0


def examine(session: Session) -> list[Finding]:
    """Look at everything; what cannot be looked at is a finding too."""
    words = session.words
    found = [
        Finding(
            words("Versions"),
            True,
            f"retombees {version('retombees')}, Python {platform.python_version()}, {platform.system()}",
        ),
        _engine(session),
    ]
    try:
        loaded = session.loaded
        session.speak_as_set()
        words = session.words
    except WorkspaceMissing as error:
        says = words("there is none in {path}; “retombees init” makes one", path=error.path)
        return [*found, Finding(words("Workspace"), False, says, CONFIGURATION)]
    except ConfigurationInvalid as error:
        return [
            *found,
            *(
                Finding(words("Settings"), False, sentence, CONFIGURATION)
                for sentence in error.sentences(words)
            ),
        ]
    names = ", ".join(campaign.name for campaign in loaded.campaigns) or "–"
    found.append(
        Finding(
            words("Workspace"),
            True,
            words(
                "{path}; campaigns: {names}; {n} outlets",
                path=session.workspace.root,
                names=names,
                n=len(loaded.catalogue.listings),
            ),
        )
    )
    contact = loaded.settings.network.contact
    found.append(
        Finding(
            words("Contact"),
            bool(contact),
            contact or words("none: no site is read before “contact” is filled in retombees.toml"),
            CONFIGURATION,
        )
    )
    return found + _archive(session)


def _engine(session: Session) -> Finding:
    text = engine_version()
    safe = tuple(int(part) for part in text.split(".")) >= SAFE_ENGINE
    says = (
        text
        if safe
        else session.words("{version}; one process writes at a time, as this version needs", version=text)
    )
    return Finding("SQLite", True, says)


def _archive(session: Session) -> list[Finding]:
    words = session.words
    try:
        with open_store(session.workspace.archive) as store:
            problem = store.check()
            said = words.n("{n} article", "{n} articles", store.article_count())
            census = store.text_census()
            gone = census.articles - census.with_text
            if gone:
                said += ", " + words.n("{n} without text to match", "{n} without text to match", gone)
            state = Finding(words("Archive"), not problem, problem or said, UNREADABLE)
            return [state, *_runs(session, store), *_sources(session, store.source_statuses())]
    except ArchiveMissing:
        says = words("none yet; the first crawl makes it")
        return [Finding(words("Archive"), True, says)]
    except StorageError as error:
        return [Finding(words("Archive"), False, f"{type(error).__name__}: {error}", UNREADABLE)]


def _runs(session: Session, store: Store) -> list[Finding]:
    words = session.words
    runs = store.runs(RunKind.CRAWL, 5)
    if not runs:
        return [Finding(words("Last runs"), True, words("none yet"))]
    return [Finding(words("Run"), run.state in _WELL, _run_line(session, run)) for run in runs]


_WELL = frozenset({RunState.DONE, RunState.PARTIAL, RunState.RUNNING, RunState.STOPPED})


def _run_line(session: Session, run: Run) -> str:
    words, counts = session.words, run.counts
    return words(
        "{day}, {hour}: {state}; {read} of {due} sources read, {articles} articles stored",
        day=words.day(run.started_at),
        hour=words.hour(run.started_at),
        state=words(RUN_STATE[run.state]),
        read=counts.get("sources_read", 0),
        due=counts.get("sources_due", 0),
        articles=counts.get("articles_stored", 0),
    )


def _sources(session: Session, statuses: list[SourceStatus]) -> list[Finding]:
    words = session.words
    tried = [status for status in statuses if status.health is not Health.NEW]
    if not tried:
        return []
    bad = sum(status.reason is not None for status in tried)
    says = words(
        "{read} read, {bad} could not be; “retombees sources list --trouble” says which",
        read=len(tried) - bad,
        bad=bad,
    )
    return [Finding(words("Sources"), bad * 2 <= len(tried), says)]
