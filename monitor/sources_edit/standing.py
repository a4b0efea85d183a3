"""How the sources of the list stand: which are in trouble and of what kind, what each gives, when it is read next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.digest.coverage import FORBIDDEN_REASONS, NOT_TRIED_REASONS
from monitor.schedule.plan import SourcePlan
from storage.catalogue import Listing
from storage.model import Health, Outlet, Reason, Source, SourceStatus

MOVED = frozenset({Reason.NOT_FOUND, Reason.GONE_HOME, Reason.NOT_A_FEED, Reason.NOT_HTML})
"""Reasons for which the address is probably another one now."""


class State(StrEnum):
    """How a source stands, as people have to do with it."""

    TROUBLE = "trouble"  # it could not be read
    SILENT = "silent"  # read as well, with nothing new for longer than it is used to
    FORBIDDEN = "forbidden"  # the site or the publisher does not want it read
    PAUSED = "paused"
    NEW = "new"  # not tried yet
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Standing:
    """One source. `status` is None where the archive does not know it yet. Counts are entries never seen before.

    `next_at` None: with the next reading, or never where it is paused; `every` is its rhythm.
    """

    outlet: Outlet
    source: Source
    state: State
    status: SourceStatus | None = None
    next_at: datetime | None = None
    every: timedelta | None = None
    missed: bool = False
    week: int = 0
    month: int = 0

    @property
    def reason(self) -> Reason | None:
        """Why it could not be read."""
        return self.status.reason if self.status is not None else None

    @property
    def health(self) -> Health:
        """As the archive has it."""
        return self.status.health if self.status is not None else Health.NEW

    @property
    def has_moved(self) -> bool:
        """True where another address is to be looked for."""
        return self.state is State.TROUBLE and self.reason in MOVED

    @property
    def since(self) -> datetime | None:
        """Since when it is as it is; of a silent one, when it gave something last."""
        if self.status is None or self.state is State.PAUSED:
            return None
        return self.status.last_new_at if self.state is State.SILENT else self.status.since


@dataclass(frozen=True, slots=True)
class Overview:
    """All sources of the list, by outlet as the list has them."""

    standings: tuple[Standing, ...]
    outlets: int

    def having(self, *states: State) -> tuple[Standing, ...]:
        """Those in one of these states: in trouble since the shortest time first, which one can still do something about."""
        found = [one for one in self.standings if one.state in states]
        return tuple(sorted(found, key=lambda one: -one.since.timestamp() if one.since else 0.0))

    def troubled_since(self, at: datetime) -> int:
        """How many cannot be read since then only."""
        return sum(1 for one in self.having(State.TROUBLE) if one.since is not None and one.since >= at)

    @property
    def tried(self) -> bool:
        """False where nothing was read so far."""
        return any(one.state not in (State.NEW, State.PAUSED) for one in self.standings)

    @property
    def last(self) -> Standing | None:
        """The one that was read last."""
        read = [
            one for one in self.standings if one.status is not None and one.status.last_read_at is not None
        ]
        return max(read, key=_last_read, default=None)


def overview_of(listings: Sequence[Listing], statuses: Iterable[SourceStatus]) -> Overview:
    """How the sources of these outlets stand. What the archive still knows and the list no longer has is left out."""
    known = {status.source.id: status for status in statuses}
    standings = tuple(
        Standing(listing.outlet, source, state_of(source, known.get(source.id)), known.get(source.id))
        for listing in listings
        for source in listing.sources
    )
    return Overview(standings, len(listings))


def detailed(
    standings: Iterable[Standing],
    plans: Iterable[SourcePlan],
    week: Mapping[str, int],
    month: Mapping[str, int],
) -> list[Standing]:
    """The same with when each is read next, and what it gave: for the few that are shown, since a plan takes time."""
    planned = {plan.source.id: plan for plan in plans}
    made = []
    for one in standings:
        gave = replace(one, week=week.get(one.source.id, 0), month=month.get(one.source.id, 0))
        plan = planned.get(one.source.id)
        if plan is not None:
            gave = replace(gave, next_at=plan.next_at, every=plan.pace.every, missed=plan.pace.missed)
        made.append(gave)
    return made


def state_of(source: Source, status: SourceStatus | None) -> State:
    """The state of a source: paused, whatever the archive knows; else as its last reading says."""
    if source.paused:
        return State.PAUSED
    if status is None or status.health is Health.NEW or status.reason in NOT_TRIED_REASONS:
        return State.NEW
    silent_robots = status.reason is Reason.ROBOTS_UNREACHABLE
    if status.reason in FORBIDDEN_REASONS or (status.health is Health.ROBOTS and not silent_robots):
        return State.FORBIDDEN
    if status.reason is not None:
        return State.TROUBLE
    return State.SILENT if status.health is Health.SILENT else State.WELL


def found(
    standings: Iterable[Standing], words: str = "", kind: str = "", country: str = "", state: str = ""
) -> list[Standing]:
    """Those whose outlet is called so, is of this kind and country; the empty text asks for nothing."""
    wanted = words.casefold()
    return [
        one
        for one in standings
        if (not wanted or wanted in f"{one.outlet.name} {one.outlet.domain} {one.source.url}".casefold())
        and (not kind or one.outlet.kind == kind)
        and (not country or one.outlet.country == country)
        and (not state or one.state.value == state)
    ]


def _last_read(one: Standing) -> float:
    assert one.status is not None and one.status.last_read_at is not None
    return one.status.last_read_at.timestamp()
