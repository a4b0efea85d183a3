"""What `doctor` looks at: versions, workspace, archive, the last runs. Each finding is one line."""

from __future__ import annotations

import platform
from importlib.metadata import version
from zoneinfo import ZoneInfo

from monitor.commands.doctor_morning import examine_morning, examine_secrets
from monitor.commands.doctor_proofs import examine_proofs
from monitor.commands.errors import sentence_of
from monitor.commands.finding import Finding
from monitor.commands.session import CONFIGURATION, UNREADABLE, Session
from monitor.config import ConfigurationInvalid
from monitor.wording.labels import RUN_STATE
from monitor.workspace import WorkspaceMissing
from storage.errors import ArchiveMissing, StorageError
from storage.model import Health, Run, RunKind, RunState, SourceStatus
from storage.store import Store, engine_version, open_store

SAFE_ENGINE = (3, 51, 3)
"""From this version on two SQLite connections may write and checkpoint at once; we never let them."""


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
    except WorkspaceMissing as error:
        says = words("there is none in {path} yet; “retombees init” makes one", path=error.path)
        return [*found, Finding(words("Workspace"), False, says, CONFIGURATION)]
    except ConfigurationInvalid as error:
        what = session.words("Settings")
        return [
            *found,
            *(Finding(what, False, said, CONFIGURATION) for said in error.sentences(session.words)),
        ]
    words = session.words
    names = words.listing([campaign.name for campaign in loaded.campaigns]) or words("no campaign")
    outlets = words.n("{n} outlet", "{n} outlets", len(loaded.catalogue.listings))
    says = words("{path}; {names}; {outlets}", path=session.workspace.root, names=names, outlets=outlets)
    contact = loaded.settings.network.contact
    none = words(
        "none yet: no site is read before “contact” is filled in, in {path}",
        path=session.workspace.settings_file,
    )
    found += [
        Finding(words("Workspace"), True, says),
        Finding(words("Contact"), bool(contact), contact or none, CONFIGURATION),
    ]
    found += [Finding(words("Settings"), True, p.sentence(words), note=True) for p in loaded.warnings]
    return [*found, *examine_secrets(session), *_archive(session)]


def _engine(session: Session) -> Finding:
    text = engine_version()
    if tuple(int(part) for part in text.split(".")) >= SAFE_ENGINE:
        return Finding("SQLite", True, text)
    says = session.words("{version}; with this version only one process writes at a time", version=text)
    return Finding("SQLite", True, says, note=True)


def _archive(session: Session) -> list[Finding]:
    words = session.words
    try:
        with open_store(session.workspace.archive) as store:
            problem = store.check()
            said = words.n("{n} article", "{n} articles", store.article_count())
            census = store.text_census()
            gone = census.articles - census.with_text
            if gone:
                said += ", " + words.n("{n} without its text", "{n} without their text", gone)
            if problem:
                said = words("it is damaged ({detail}); bring a copy of it back", detail=problem)
            state = Finding(words("Archive"), not problem, said, UNREADABLE)
            if problem:
                return [state]
            sources = _sources(session, store.source_statuses())
            proofs = examine_proofs(session, store)
            return [state, *proofs, *_runs(session, store), *sources, *examine_morning(session, store)]
    except ArchiveMissing:
        says = words("there is none yet; “retombees init” makes it")
        return [Finding(words("Archive"), False, says, CONFIGURATION)]
    except StorageError as error:
        said_of_it = sentence_of(error, words)
        assert said_of_it is not None  # every error of the archive has its sentence
        return [Finding(words("Archive"), False, said_of_it.sentences[0], said_of_it.code)]


def _runs(session: Session, store: Store) -> list[Finding]:
    words = session.words
    runs = store.runs(RunKind.CRAWL, 5)
    if not runs:
        return [
            Finding(words("Last runs"), True, words("none yet: “retombees today” is the first"), note=True)
        ]
    return [Finding(words("Run"), run.state in _WELL, _run_line(session, run)) for run in runs]


_WELL = frozenset({RunState.DONE, RunState.PARTIAL, RunState.RUNNING, RunState.STOPPED})


def _run_line(session: Session, run: Run) -> str:
    words, counts = session.words, run.counts
    began = run.started_at.astimezone(ZoneInfo(session.zone))
    read = words.number(counts.get("sources_read", 0))
    due = counts.get("sources_due", 0)
    return words(
        "{day}, {hour}: {state}; {sources}, {articles}",
        day=words.day(began),
        hour=words.hour(began),
        state=words(RUN_STATE[run.state]),
        sources=words.n("{read} of {n} source read", "{read} of {n} sources read", due, read=read),
        articles=words.n("{n} new article", "{n} new articles", counts.get("articles_stored", 0)),
    )


def _sources(session: Session, statuses: list[SourceStatus]) -> list[Finding]:
    words = session.words
    resting = sum(status.source.paused for status in statuses)
    tried = [one for one in statuses if one.health is not Health.NEW and not one.source.paused]
    if not tried and not resting:
        return []
    bad = sum(status.reason is not None for status in tried)
    says = words.n("{n} could be read", "{n} could be read", len(tried) - bad)
    if bad:
        says += ", " + words.n("{n} could not", "{n} could not", bad)
        says += words("; “retombees sources list --trouble” says why")
    if resting:
        says += "; " + words.n("{n} paused, read by nobody", "{n} paused, read by nobody", resting)
    return [Finding(words("Sources"), bad * 2 <= len(tried), says)]
