"""What a tick really does: each step calls the room whose business it is, and words what came of it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.backups import make_backup, prune_backups
from monitor.commands.crawl_run import code_of, crawl_sentences, match_sentences
from monitor.commands.sending_words import sending_code, sending_sentences
from monitor.commands.session import BUSY
from monitor.config import Settings
from monitor.crawling import CrawlEnd, CrawlEvent
from monitor.daily import make_report
from monitor.delivery import alert_due, send_due
from monitor.dossier import Campaign
from monitor.reports import title_of
from monitor.schedule.due import ReportDue
from monitor.schedule.journal import drop_old_logs
from monitor.schedule.tick import Outcome, Work
from monitor.stages import carry_out, match_archive, put_crawl_order
from monitor.wording import Words
from monitor.workspace import Loaded, Workspace
from storage.model import Run, RunKind, RunOrder, RunState
from storage.store import Store

KEEP_READINGS = timedelta(days=400)
"""How long single readings of a source are kept: a book tells what was read over a campaign."""

KEEP_ORDERS = timedelta(days=30)


class Worker:
    """The steps for one workspace. `stop` ends a crawl that is under way; `lang` is that of the files (None: the campaign's)."""

    def __init__(self, workspace: Workspace, words: Words, lang: str | None, stop: threading.Event) -> None:
        self._workspace, self.words, self._lang, self._stop = workspace, words, lang, stop

    @property
    def work(self) -> Work:
        """The steps, for a `Ticker`."""
        return Work(
            read=self._read,
            match=self._match,
            report=self._report,
            alert=self._alert,
            deliver=self._deliver,
            jobs={RunKind.BACKUP: self._backup, RunKind.RETENTION: self._retain},
        )

    def _read(self, store: Store, loaded: Loaded, now: datetime, sources: frozenset[str]) -> Outcome:
        order = put_crawl_order(store, loaded, now, sources=sources)
        end = carry_out(self._workspace, order, _nobody, self._stop)
        _keep_stillborn(store, order, end, now)
        said = crawl_sentences(self.words, end, self._workspace.logs)
        return Outcome((" ".join(said),), code_of(end, loaded.settings.crawl.min_read))

    def _match(self, store: Store, campaigns: Sequence[Campaign], now: datetime) -> Outcome:
        outcomes = match_archive(store, campaigns, now)
        pairs = [
            (campaign, outcome)
            for campaign, outcome in zip(campaigns, outcomes, strict=True)
            if outcome.new or outcome.withdrawn
        ]
        return Outcome(
            tuple(match_sentences(self.words, [campaign], [outcome])[0] for campaign, outcome in pairs)
        )

    def _report(
        self, store: Store, campaign: Campaign, settings: Settings, now: datetime, due: ReportDue
    ) -> Outcome:
        made = make_report(store, campaign, settings, self._workspace.reports, now, self._lang, due.kind)
        words = self.words
        said = [title_of(made.digest, words.language), words("The report: {path}", path=made.files["html"])]
        return Outcome(tuple(said))

    def _alert(self, store: Store, campaign: Campaign, settings: Settings, now: datetime) -> Outcome:
        alerted = alert_due(store, campaign, settings, now)
        return Outcome((alerted.headline,)) if alerted is not None else Outcome()

    def _deliver(self, store: Store, settings: Settings, now: datetime) -> Outcome:
        sending = send_due(store, settings, self._workspace, now)
        return Outcome(tuple(sending_sentences(self.words, sending)), sending_code(sending))

    def _backup(self, store: Store, settings: Settings, now: datetime) -> Outcome:
        path = make_backup(self._workspace, store, now)
        prune_backups(self._workspace.backups, settings.retention.keep_backups)
        return Outcome((self.words("The daily backup: {path}", path=path),))

    def _retain(self, store: Store, settings: Settings, now: datetime) -> Outcome:
        texts = store.release_texts(now)
        store.forget_contents(now - timedelta(days=settings.retention.keep_sent_days))
        store.forget_readings(now - KEEP_READINGS, now - KEEP_ORDERS)
        drop_old_logs(self._workspace.logs, now)
        if not texts:
            return Outcome()
        return Outcome((self.words.n("{n} text was let go of.", "{n} texts were let go of.", texts),))


def _nobody(event: CrawlEvent) -> None:
    """Hears nothing: a line at the end is enough."""


def _keep_stillborn(store: Store, order: RunOrder, end: CrawlEnd, now: datetime) -> None:
    """A crawl that died before it could say so leaves its row all the same: it was a try."""
    if end.run_id is not None or end.code == BUSY:
        return
    if any(run.order_id == order.id for run in store.runs(RunKind.CRAWL, 5)):
        return
    run = Run(uuid.uuid4().hex[:12], RunKind.CRAWL, order.created_at, order_id=order.id)
    store.begin_run(run)
    store.end_run(run.id, now, RunState.FAILED, {}, "it ended before it began")
