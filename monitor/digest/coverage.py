"""What was read within the window, and whether that was enough to say that nothing came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.digest.values import LOOKED, NOT_MEANT, Blindness, Coverage, Look, SourceLine
from monitor.digest.window import Window
from storage.model import (
    READABLE,
    Health,
    Reason,
    ReportKind,
    Run,
    RunState,
    SourceKind,
    SourceReading,
    SourceStatus,
)

NOT_TRIED_REASONS = frozenset({Reason.OFFLINE, Reason.TIME_LIMIT})
WHOLE = frozenset({RunState.DONE, RunState.PARTIAL})
BROKEN = frozenset({RunState.KILLED, RunState.FAILED})
UNSEEN_AT_MOST = timedelta(hours=2)
FORBIDDEN_REASONS = frozenset({Reason.ROBOTS, Reason.REFUSED})


def coverage_of(
    window: Window, statuses: Iterable[SourceStatus], readings: Iterable[SourceReading]
) -> Coverage:
    """How each listed source fared: its last reading within the window decides.

    Without readings within the window a source stands as its status says, if it was tried then, and is
    otherwise *not tried*. Where nothing ran at all, each stands as it stands now. In a weekly or final report a
    source that was read before its last attempt counts as read in part. Addresses that people gave are no source
    that we read.
    """
    inside = [one for one in readings if window.covers_from <= one.at <= window.covers_until]
    latest: dict[str, SourceReading] = {}
    for reading in sorted(inside, key=lambda one: one.at):
        latest[reading.source_id] = reading
    read_by_us = [status for status in statuses if status.source.kind is not SourceKind.HAND]
    changed = {
        one.source_id for one in inside if one.health in READABLE and one.health is not Health.UNCHANGED
    }
    lines = [
        _changed_before(_line(window, status, latest.get(status.source.id)), changed) for status in read_by_us
    ]
    if window.kind is ReportKind.DAILY:
        return Coverage(tuple(sorted(lines, key=_by_name)), _titles(inside))
    once = {one.source_id for one in inside if one.health in READABLE}
    lines = [
        replace(line, in_part=line.source.id in once and line.look not in (*LOOKED, *NOT_MEANT))
        for line in lines
    ]
    return Coverage(tuple(sorted(lines, key=_by_name)))


def _changed_before(line: SourceLine, changed: Set[str]) -> SourceLine:
    """Unchanged is told of the whole window: a source that had something new in it counts as read, not unchanged."""
    if line.health is Health.UNCHANGED and line.source.id in changed:
        return replace(line, health=Health.READ)
    return line


def _titles(readings: Iterable[SourceReading]) -> int:
    """How many titles were looked through: of each source its longest list, because most lists repeat the one before."""
    longest: dict[str, int] = {}
    for reading in readings:
        longest[reading.source_id] = max(reading.candidates, longest.get(reading.source_id, 0))
    return sum(longest.values())


def _by_name(line: SourceLine) -> tuple[str, str, str]:
    return (line.outlet.name.casefold(), line.source.kind, line.source.url)


def _line(window: Window, status: SourceStatus, reading: SourceReading | None) -> SourceLine:
    if reading is None and status.source.paused:
        return SourceLine(
            status.source, status.outlet, Look.PAUSED, status.health, last_read_at=status.last_read_at
        )
    if reading is None:
        return _line_of_status(window, status)
    # Since when: the status knows, as long as it still is in the state of this reading.
    same = status.health is reading.health and status.since is not None and status.since <= reading.at
    look = _look(reading.health, reading.reason)
    last_read = reading.at if look in LOOKED else status.last_read_at
    return SourceLine(
        source=status.source,
        outlet=status.outlet,
        look=look,
        health=reading.health,
        reason=reading.reason,
        since=status.since if same else reading.at,
        last_read_at=last_read if last_read and last_read <= window.covers_until else None,
        resting_until=reading.resting_until,
    )


def _line_of_status(window: Window, status: SourceStatus) -> SourceLine:
    tried = status.last_tried_at
    current = tried is not None and window.covers_from <= tried <= window.covers_until
    look = _look(status.health, status.reason)
    known = current or window.by_publication_day or look in (Look.RESTING, Look.FORBIDDEN)
    return SourceLine(
        source=status.source,
        outlet=status.outlet,
        look=look if known else Look.NOT_TRIED,
        health=status.health if known else Health.NEW,
        reason=status.reason if known else None,
        since=status.since if known else status.last_tried_at,
        last_read_at=status.last_read_at,
        resting_until=status.resting_until,
    )


def _look(health: Health, reason: Reason | None) -> Look:
    if reason in NOT_TRIED_REASONS or health is Health.NEW:
        return Look.NOT_TRIED
    if reason in FORBIDDEN_REASONS or (health is Health.ROBOTS and reason is not Reason.ROBOTS_UNREACHABLE):
        return Look.FORBIDDEN
    if health is Health.RESTING:
        return Look.RESTING
    if health is Health.REFUSED:
        return Look.REFUSED
    if health is Health.SILENT:
        return Look.SILENT
    return Look.READ if health in READABLE else Look.FAILING


def blindness_of(
    window: Window, coverage: Coverage, runs: Sequence[Run], min_read: float
) -> Blindness | None:
    """Why we could not look, or None where we could: `runs` are those of the window, oldest first.

    Half-blind is blind: fewer than `min_read` (0.0-1.0) of the sources we may read. Without a network at the end
    of a day the hours since the last whole reading are unseen: more than two of them make the day blind, no week.
    """
    if not coverage.allowed:
        return Blindness.NO_SOURCE
    if window.by_publication_day or (window.kind is not ReportKind.DAILY and not runs):
        return Blindness.NOTHING_RAN
    unseen = _unseen_at_the_end(window, coverage, runs, min_read)
    if window.kind is ReportKind.DAILY and unseen is not None:
        return unseen
    if not coverage.read or coverage.read < min_read * coverage.allowed:
        return Blindness.TOO_FEW
    return None


def broken_off(window: Window, runs: Sequence[Run]) -> datetime | None:
    """When the last crawl of a day began, where it did not come to its end; `runs` oldest first."""
    last = runs[-1] if runs and window.kind is ReportKind.DAILY else None
    return last.started_at if last is not None and last.state in BROKEN else None


def _unseen_at_the_end(
    window: Window, coverage: Coverage, runs: Sequence[Run], min_read: float
) -> Blindness | None:
    """Why the last hours are unseen: the last crawl met no network or broke off, and no other one is of that time."""
    if not runs or runs[-1].state not in (RunState.OFFLINE, *BROKEN):
        return None
    whole = [run.ended_at for run in runs if run.state in WHOLE and run.ended_at is not None]
    if whole and window.covers_until - max(whole) <= UNSEEN_AT_MOST:
        return None
    if runs[-1].state is RunState.OFFLINE:
        return Blindness.OFFLINE
    begun = runs[-1].started_at
    since = sum(
        line.look in LOOKED and line.last_read_at is not None and line.last_read_at >= begun
        for line in coverage.lines
    )
    return Blindness.BROKEN_OFF if since < min_read * coverage.allowed or not since else None
