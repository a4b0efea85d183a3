"""One reading of one source, which may take many requests: pages, search strings, sitemaps of an index (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from crawler.health import assess
from storage.model import Candidate, Health, Moment, Outlet, Reason, Source, SourceReading, Validators

OVERLAP = timedelta(days=2)


def as_utc(moment: Moment | None) -> datetime | None:
    """A moment as an aware time to compare with; a bare day is its end, so that it is never taken for old."""
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return datetime.combine(moment, time.max, UTC)


@dataclass(slots=True)
class Reading:
    """What has come of a source so far in this run. `outstanding` requests are still to be answered."""

    outlet: Outlet
    source: Source
    since: datetime
    weight: float = 0.0
    outstanding: int = 0
    read: int = 0
    unchanged: int = 0
    seen: set[str] = field(default_factory=set)
    new: int = 0
    taken: int = 0
    newest: Moment | None = None
    oldest: Moment | None = None
    reason: Reason | None = None
    detail: str = ""
    status: int | None = None
    asked: int = 0
    cut: bool = False
    validators: list[Validators] = field(default_factory=list)

    def note_candidates(self, candidates: Iterable[Candidate], new: int) -> int:
        """Count what one page held; returns how many of them this reading had not seen."""
        fresh = 0
        for candidate in candidates:
            if candidate.url in self.seen:
                continue
            self.seen.add(candidate.url)
            fresh += 1
            self._note_date(candidate.published_at)
        self.new += new
        return fresh

    def _note_date(self, moment: Moment | None) -> None:
        when = as_utc(moment)
        if when is None:
            return
        newest, oldest = as_utc(self.newest), as_utc(self.oldest)
        if newest is None or when > newest:
            self.newest = moment
        if oldest is None or when < oldest:
            self.oldest = moment

    def note_failure(self, reason: Reason, detail: str = "", status: int | None = None) -> None:
        """One of its requests failed; the first failure is the one told."""
        if self.reason is None:
            self.reason, self.detail, self.status = reason, detail, status

    def result(
        self, run_id: str, now: datetime, silent: bool = False, hold: float = 0.0
    ) -> tuple[SourceReading, float]:
        """The reading to keep, and how heavy the source's failures weigh after it.

        `hold`: for how many seconds its host asked not to be asked again; a source that failed rests as long.

        A source of which anything could be read counts as read. An index whose sitemaps all failed, or a search
        that found nothing where it answered and failed elsewhere, does not: we could not look.
        """
        looked = bool(self.seen or self.unchanged) or (self.read > 0 and self.reason is None)
        reason = None if looked else self.reason
        verdict = assess(self.weight, reason, self.unchanged > 0 and not self.seen, len(self.seen), now)
        health = Health.SILENT if silent and reason is None and not self.new else verdict.health
        resting = verdict.resting_until
        if hold > 0 and reason is not None:
            resting = max(resting or now, now + timedelta(seconds=hold))
        reading = SourceReading(
            source_id=self.source.id,
            run_id=run_id,
            at=now,
            health=health,
            reason=reason,
            detail=self.detail,
            status=self.status,
            candidates=len(self.seen),
            new=self.new,
            newest=self.newest,
            oldest=self.oldest,
            resting_until=resting,
        )
        return reading, verdict.weight


def window_start(last_read_at: datetime | None, now: datetime, first_window_days: int) -> datetime:
    """From when a source is read: two days before it was last read, or so many days back the first time.

    The overlap is there because papers date an article before they list it (docs/design/004).
    """
    if last_read_at is None:
        return now - timedelta(days=first_window_days)
    return last_read_at - OVERLAP
