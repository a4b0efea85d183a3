"""The sentences of the status page: the answer first, then who waits for what."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.status.view import CampaignState, Status
from monitor.wording import Words
from monitor.wording.labels import RUN_STATE, SOURCE_KIND, health_words
from monitor.wording.words import message
from storage.model import ReportKind, Run, RunKind, RunState, SourceStatus

REPORT = {
    ReportKind.DAILY: message("the daily report"),
    ReportKind.WEEKLY: message("the weekly report"),
    ReportKind.FINAL: message("the final report"),
}

RUN_KIND = {
    RunKind.CRAWL: message("Reading the sources"),
    RunKind.MATCH: message("Finding the mentions"),
    RunKind.REPORT: message("Reports and messages"),
    RunKind.BACKUP: message("Daily backup"),
    RunKind.RETENTION: message("Letting go of what is old"),
}
"""What a run did, on screen."""

FAILED_RUN = {
    RunState.FAILED: message(
        "It failed by a fault of ours, and is tried again by itself. Details are in the logs."
    ),
    RunState.KILLED: message("It was cut short, and goes on by itself."),
    RunState.RUNNING: message("It was cut short, and goes on by itself."),
}


class Sentences:
    """Words for one status, in one language; times in its zone."""

    def __init__(self, status: Status, words: Words) -> None:
        self._status, self._words, self._zone = status, words, ZoneInfo(status.zone)

    def headline(self) -> str:
        """The one sentence that says whether a person is needed."""
        words, status = self._words, self._status
        if status.late:
            return words.n("A report is late.", "{n} reports are late.", len(status.late))
        if status.files:
            return words("The workspace’s files have errors.")
        if status.failed:
            return words("Something failed.")
        if status.undelivered:
            return words.n(
                "{n} message did not arrive.", "{n} messages did not arrive.", len(status.undelivered)
            )
        if status.clock_behind is not None:
            return words("The clock of this machine is wrong, or was.")
        if not status.scheduler:
            return words("Nothing is late, but nothing runs by itself either.")
        return words("All is well.")

    def lede(self) -> str:
        """What happens now and next, in one or two sentences."""
        words, status = self._words, self._status
        if not status.scheduler:
            return words(
                "The schedule does not run. Start it with “retombees serve” or “retombees schedule”,"
                " or let the system start it."
            )
        if status.under_way:
            begun = status.under_way[0]
            return words(
                "{what}: under way since {when}.",
                what=words(RUN_KIND[begun.kind]),
                when=self.when(begun.started_at),
            )
        reports = [one.next_report for one in status.campaigns if one.next_report is not None]
        if not reports:
            return words("No report is to come.")
        return words("The next report is made {when}.", when=self.when(min(reports)))

    def when(self, moment: datetime) -> str:
        """A moment as people say it: "today at 7:30", "tomorrow at 7:30", else with its full day."""
        words, local = self._words, moment.astimezone(self._zone)
        days = (local.date() - self._status.now.astimezone(self._zone).date()).days
        hour = words.hour(local)
        if days == 0:
            return words("today at {hour}", hour=hour)
        if days == 1:
            return words("tomorrow at {hour}", hour=hour)
        if days == -1:
            return words("yesterday at {hour}", hour=hour)
        return words("{day} at {hour}", day=words.day(local), hour=hour)

    def iso(self, moment: datetime) -> str:
        """A moment for machines."""
        return moment.astimezone(self._zone).isoformat(timespec="minutes")

    def waits(self, one: CampaignState) -> str:
        """What is due for a campaign and what it waits for; the empty text where nothing is due."""
        words = self._words
        if not one.due or one.due_since is None:
            return ""
        due = words.listing([words(REPORT[due.kind]) for due in one.due])
        said = words("Due since {when}: {due}.", when=self.when(one.due_since), due=due)
        if one.untried:
            said += " " + words.n(
                "{n} source is to be read before it.", "{n} sources are to be read before it.", one.untried
            )
        return said

    def comes(self, one: CampaignState) -> str:
        """What comes next for a campaign."""
        words = self._words
        if one.next_report is None:
            return words("No report is to come.")
        said = words("Next report {when}.", when=self.when(one.next_report))
        if one.next_reading is not None and one.next_reading < one.next_report:
            said += " " + words("All sources are read before it, {when}.", when=self.when(one.next_reading))
        return said

    def last(self, one: CampaignState) -> str:
        """The last report of a campaign."""
        words, last = self._words, one.last
        if last is None:
            return words("None was made yet.")
        return words(
            "{report} of {day}, made {when}",
            report=words(REPORT[last.kind]).capitalize(),
            day=words.day(last.day),
            when=self.when(last.made_at),
        )

    def sources(self) -> str:
        """How the sources stand, in one or two sentences."""
        words, status = self._words, self._status
        if not status.sources:
            return words("The workspace names no source.")
        bad = sum(one.reason is not None for one in status.trouble)
        said = words.n(
            "{n} source is read at its own rhythm.",
            "{n} sources are read, each at its own rhythm.",
            status.sources,
        )
        if bad:
            said += " " + words.n(
                "{n} could not be read the last time.", "{n} could not be read the last time.", bad
            )
        if status.overdue:
            said += " " + words.n(
                "{n} should have been read more than an hour ago.",
                "{n} should have been read more than an hour ago.",
                status.overdue,
            )
        elif status.waiting:
            said += " " + words.n("{n} is about to be read.", "{n} are about to be read.", status.waiting)
        elif status.next_source is not None:
            said += " " + words("The next one is due {when}.", when=self.when(status.next_source))
        return said

    def trouble(self, one: SourceStatus) -> str:
        """Why a source is in trouble."""
        return health_words(self._words, one.health, one.reason)

    def source_kind(self, one: SourceStatus) -> str:
        """The kind of a source."""
        return self._words(SOURCE_KIND[one.source.kind])

    def failed(self, run: Run) -> str:
        """What failed: the name of the step where it left one, else what the run did."""
        name = run.detail.rpartition(": ")[0] if run.state is RunState.FAILED else ""
        shown = name[:1].upper() + name[1:200]
        return shown or self._words(RUN_KIND[run.kind])

    def ended(self, run: Run) -> str:
        """How a run ended, or that it is under way."""
        dead = run.state is RunState.RUNNING and run not in self._status.under_way
        return self._words(RUN_STATE[RunState.KILLED if dead else run.state])

    def backup(self) -> str:
        """When the last copy of the archive was made."""
        words, last = self._words, self._status.last_backup
        if last is None:
            return words("No backup was made yet.")
        said = words("The last backup was made {when}.", when=self.when(last))
        return said + " " + words("That is too long ago.") if self._status.backup_is_old else said
