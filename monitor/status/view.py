"""How a workspace stands, as a value: what is due, late, failed, under way, and what did not arrive (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.config.settings import DEFAULT_ZONE
from monitor.delivery import in_trouble
from monitor.dossier import Campaign
from monitor.schedule.due import ReportDue, instant
from monitor.schedule.plan import CampaignPlan, Rows, SourcePlan, plan_of
from monitor.workspace import Loaded
from storage.model import (
    DeliveryState,
    Health,
    OutboxMessage,
    Reason,
    ReportRecord,
    Run,
    RunKind,
    RunState,
    SourceStatus,
)

LATE_AFTER = timedelta(hours=1)
"""So long after its time a report that was not made is late, and so is a source that was not read."""

FAILED_WITHIN = timedelta(hours=24)
ALIVE = timedelta(minutes=2)
"""A run says so often, by the real clock, that it is alive; one that is silent for longer was cut short."""

FORBIDDEN = frozenset({Reason.ROBOTS, Reason.REFUSED})
"""The publisher does not want to be read: nothing that anybody has to mend."""

MESSAGES_SHOWN = 50
BACKUP_OLD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class CampaignState:
    """One campaign: its reports due and since when they wait, what they wait for, what comes next, what was last."""

    campaign: Campaign
    due: tuple[ReportDue, ...]
    due_since: datetime | None
    late: bool
    untried: int
    next_reading: datetime | None
    next_report: datetime | None
    last: ReportRecord | None


@dataclass(frozen=True, slots=True)
class Status:
    """How a workspace stands at `now` (aware, in UTC); `zone` is where its times are shown.

    `files` are sentences about files that cannot be used as they are; `scheduler` whether one runs. `clock_behind`
    is the time of a report that the clock says is still to come: then the clock is wrong, or was.
    """

    now: datetime
    zone: str
    scheduler: bool
    files: tuple[str, ...]
    campaigns: tuple[CampaignState, ...]
    sources: int
    waiting: int
    overdue: int
    trouble: tuple[SourceStatus, ...]
    forbidden: tuple[SourceStatus, ...]
    missed: tuple[SourcePlan, ...]
    next_source: datetime | None
    under_way: tuple[Run, ...]
    failed: tuple[Run, ...]
    last: Mapping[RunKind, Run]
    outbox: Mapping[DeliveryState, int]
    messages: tuple[OutboxMessage, ...]
    last_backup: datetime | None
    clock_behind: datetime | None

    @property
    def late(self) -> tuple[CampaignState, ...]:
        """The campaigns whose report is late."""
        return tuple(one for one in self.campaigns if one.late)

    @property
    def undelivered(self) -> tuple[OutboxMessage, ...]:
        """The messages that people must know of."""
        return tuple(message for message in self.messages if in_trouble(message))

    @property
    def backup_is_old(self) -> bool:
        """True where the last copy of the archive is older than two days, or there is none though reports were made."""
        if self.last_backup is None:
            return any(one.last is not None for one in self.campaigns)
        return self.now - self.last_backup > BACKUP_OLD

    @property
    def well(self) -> bool:
        """True where nothing asks for a person."""
        return not (self.files or self.late or self.failed or self.undelivered or self.clock_behind)


def status_of(
    loaded: Loaded,
    rows: Rows,
    outbox: Iterable[OutboxMessage],
    now: datetime,
    real_now: datetime,
    *,
    scheduler: bool,
    files: tuple[str, ...] = (),
) -> Status:
    """The status at `now`. `outbox` holds the messages without their contents, newest first; `real_now` is the clock's."""
    zone = loaded.campaigns[0].zone if loaded.campaigns else DEFAULT_ZONE
    plan, messages = plan_of(loaded, rows, zone, now), list(outbox)
    awake = [one for one in plan.sources if not one.resting]
    waiting = [one for one in awake if one.next_at is None or one.next_at <= now]
    times = [one.next_at for one in awake if one.next_at is not None and one.next_at > now]
    newest = {kind: runs[0] for kind, runs in rows.runs.items() if runs}
    backups = [run for run in rows.runs.get(RunKind.BACKUP, ()) if run.state is RunState.DONE]
    troubled = list(_in_trouble(rows, {one.source.id for one in plan.sources}))
    made = [record.made_at for records in rows.reports.values() for record in records]
    return Status(
        now=now,
        zone=zone,
        scheduler=scheduler,
        files=files,
        campaigns=tuple(_campaign(one, rows, now) for one in plan.campaigns),
        sources=len(plan.sources),
        waiting=len(waiting),
        overdue=sum(one.next_at is not None and now - one.next_at > LATE_AFTER for one in waiting),
        trouble=tuple(one for one in troubled if one.reason not in FORBIDDEN),
        forbidden=tuple(one for one in troubled if one.reason in FORBIDDEN),
        missed=tuple(one for one in plan.sources if one.pace.missed),
        next_source=min(times, default=None),
        under_way=tuple(run for run in newest.values() if _is_under_way(run, real_now)),
        failed=tuple(_failed(rows, now, real_now)),
        last=newest,
        outbox=Counter(message.state for message in messages),
        messages=tuple([m for m in messages if in_trouble(m)] + [m for m in messages if not in_trouble(m)]),
        last_backup=backups[0].started_at if backups else None,
        clock_behind=next((at for at in sorted(made) if at > now + LATE_AFTER), None),
    )


def _campaign(plan: CampaignPlan, rows: Rows, now: datetime) -> CampaignState:
    campaign = plan.campaign
    since = instant(plan.reports[0].day, campaign.report_at, campaign.zone) if plan.reports else None
    records = rows.reports.get(campaign.id, ())
    return CampaignState(
        campaign=campaign,
        due=plan.reports,
        due_since=since,
        late=since is not None and now - since > LATE_AFTER,
        untried=len(plan.untried),
        next_reading=plan.next_reading,
        next_report=plan.next_report,
        last=max(records, key=lambda one: one.made_at, default=None),
    )


def _in_trouble(rows: Rows, listed: set[str]) -> Iterable[SourceStatus]:
    """The sources that could not be read, and those that are silent, as they stand."""
    for one in rows.statuses:
        if one.source.id in listed and (one.reason is not None or one.health is Health.SILENT):
            yield one


def _is_under_way(run: Run, real_now: datetime) -> bool:
    alive = run.heartbeat_at
    return run.state is RunState.RUNNING and alive is not None and abs(real_now - alive) < ALIVE


def _failed(rows: Rows, now: datetime, real_now: datetime) -> Iterable[Run]:
    """Runs of the last day that failed or were cut short, newest first, each fault once; a copy that failed stays one.

    What a later run of the same kind, and of the same name where it has one, made good is none any more.
    """
    for kind, runs in rows.runs.items():
        good: set[str] = set()
        for run in runs:
            name = run.detail.rpartition(": ")[0] if run.state is RunState.FAILED else ""
            if run.state in (RunState.DONE, RunState.PARTIAL):
                good |= {"", run.detail}
            elif run.state in (RunState.FAILED, RunState.KILLED) or _is_dead(run, real_now):
                recent = now - run.started_at < FAILED_WITHIN or kind is RunKind.BACKUP
                if recent and name not in good:
                    yield run
                good.add(name)


def _is_dead(run: Run, real_now: datetime) -> bool:
    return run.state is RunState.RUNNING and not _is_under_way(run, real_now)
