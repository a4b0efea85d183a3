"""The values of a digest: stories, what was read, the days since the release, and three states never confused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.digest.window import Window
from monitor.dossier import Campaign, Organisation
from storage.model import (
    DeliveryState,
    Health,
    Mention,
    MentionKind,
    MessageKind,
    Outlet,
    Reason,
    ReportKind,
    Source,
    TextCensus,
)

NATIONAL_KINDS = frozenset({"national-daily"})


class State(StrEnum):
    """What a report has to say first: the third is never told as the second."""

    CAME_OUT = "came_out"  # at least one pickup of the text, new or found late
    NOTHING = "nothing"  # we looked, and no pickup came out
    BLIND = "blind"  # we could not look; there may be pickups


class Blindness(StrEnum):
    """Why we could not look."""

    NO_SOURCE = "no_source"
    NOTHING_RAN = "nothing_ran"
    OFFLINE = "offline"
    TOO_FEW = "too_few"
    BROKEN_OFF = "broken_off"  # the reading stopped on its way


class Look(StrEnum):
    """How one source fared within the window."""

    READ = "read"
    SILENT = "silent"  # read as well, with nothing new for longer than it is used to
    FAILING = "failing"
    REFUSED = "refused"  # the site does not let us in
    RESTING = "resting"
    NOT_TRIED = "not_tried"
    FORBIDDEN = "forbidden"  # robots.txt or the publisher asks us not to read it
    PAUSED = "paused"  # people have paused it: it is not to be read


LOOKED = frozenset({Look.READ, Look.SILENT})
NOT_MEANT = frozenset({Look.FORBIDDEN, Look.PAUSED})
"""Looks of sources that are not to be read: they are told apart, and counted nowhere."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source in the report. `since`: when it came into this state, where that is known.

    `in_part`: not read at its last attempt, but before that within the window of a weekly or final report.
    """

    source: Source
    outlet: Outlet
    look: Look
    health: Health
    reason: Reason | None = None
    since: datetime | None = None
    last_read_at: datetime | None = None
    resting_until: datetime | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read and what could not be: one line per source, by outlet name, kind and address.

    `entries` is how many entries the sources listed in all; 0 where it is not known.
    """

    lines: tuple[SourceLine, ...] = ()
    entries: int = 0

    def having(self, *looks: Look) -> tuple[SourceLine, ...]:
        """The lines with one of these looks."""
        return tuple(line for line in self.lines if line.look in looks)

    @property
    def read(self) -> int:
        """How many sources we could look at."""
        return sum(line.look in LOOKED or line.in_part for line in self.lines)

    @property
    def unchanged(self) -> int:
        """How many of those read had not changed at any time of the window."""
        return sum(line.look in LOOKED and line.health is Health.UNCHANGED for line in self.lines)

    @property
    def allowed(self) -> int:
        """How many sources we may look at: all but the forbidden and the paused ones."""
        return sum(line.look not in NOT_MEANT for line in self.lines)

    @property
    def unread(self) -> tuple[SourceLine, ...]:
        """Those we may look at and could not, at no time of the window that counts."""
        looked = (*LOOKED, *NOT_MEANT)
        return tuple(line for line in self.lines if line.look not in looked and not line.in_part)

    @property
    def in_part(self) -> tuple[SourceLine, ...]:
        """Those read for a part of a long window only."""
        return tuple(line for line in self.lines if line.in_part)


@dataclass(frozen=True, slots=True)
class Story:
    """One text and the outlets that ran it within the window, cut or changed a little.

    `lead` is the dispatch itself where it is among them, else the earliest. `reprint_of` is the earliest one of
    the archive where that is none of them: then `lead` is itself a reprint, and the story is not new.
    """

    lead: Mention
    reprints: tuple[Mention, ...] = ()
    reprint_of: Mention | None = None

    @property
    def members(self) -> tuple[Mention, ...]:
        """All mentions of the story."""
        return (self.lead, *self.reprints)


@dataclass(frozen=True, slots=True)
class Tally:
    """Two honest numbers, `stories` and `reprints`, with the outlets and kinds they are made of."""

    stories: int = 0
    reprints: int = 0
    outlets: int = 0
    national: int = 0
    reviewed: int = 0
    by_kind: tuple[tuple[MentionKind, int], ...] = ()

    @property
    def articles(self) -> int:
        """Stories and reprints together."""
        return self.stories + self.reprints


@dataclass(frozen=True, slots=True)
class DayCount:
    """Articles published on one local day: pickups of the text, and articles about the event only."""

    day: date
    pickups: int
    topic: int


@dataclass(frozen=True, slots=True)
class OutletCount:
    """An outlet with its pickups, reprints included: those of the period, and all since the release."""

    outlet: Outlet
    period: int
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Mentions that nobody has reviewed yet, since the release; `second_look` are those that wait for a second one.

    `pickups`, `related` and `topic` are articles that count; `to_check` those that count nowhere until then.
    """

    pickups: int = 0
    related: int = 0
    topic: int = 0
    to_check: int = 0
    second_look: int = 0

    @property
    def articles(self) -> int:
        """All of them, those for a second look left out."""
        return self.pickups + self.related + self.topic + self.to_check


@dataclass(frozen=True, slots=True)
class DeliveryTrouble:
    """A message that did not surely arrive. `day` is that of its report; `reason` a code of delivery, or empty."""

    recipient: str
    kind: MessageKind
    day: date
    state: DeliveryState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A report as a value; every list in reading order.

    `pickups`, `related` and `topic` are new ones of the period, `late` those of any kind published before it.
    `to_check` and `own` stand apart and are in no number. `timeline` has every day since the release.
    `since_release` counts all pickups known at the cut-off. `highlights` are up to three of `pickups`, the most
    important first. `outlets` are those with a pickup, most since the release first. With an `organisation`, only
    what names or quotes it is in here at all. `delivery_trouble` is of messages before this report.
    `broken_off` is when the last reading began, where it stopped on its way. People chose `foreword` (a text),
    `remarks` (by mention id, to be told) and `left_out`: stories that stand in no list and in no number of the period.
    """

    campaign: Campaign
    window: Window
    made_at: datetime
    state: State
    blindness: Blindness | None
    pickups: tuple[Story, ...]
    related: tuple[Story, ...]
    topic: tuple[Story, ...]
    to_check: tuple[Story, ...]
    own: tuple[Story, ...]
    late: tuple[Story, ...]
    tally: Tally
    late_tally: Tally
    since_release: Tally
    last_pickup: Mention | None
    coverage: Coverage
    timeline: tuple[DayCount, ...]
    census: TextCensus | None = None
    kind: ReportKind = ReportKind.DAILY
    organisation: Organisation | None = None
    highlights: tuple[Story, ...] = ()
    outlets: tuple[OutletCount, ...] = ()
    waiting: Waiting = Waiting()
    delivery_trouble: tuple[DeliveryTrouble, ...] = ()
    broken_off: datetime | None = None
    foreword: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[Story, ...] = ()


def is_national(outlet: Outlet) -> bool:
    """True for an outlet of national reference: tier 1, or a national daily."""
    return outlet.tier == 1 or outlet.kind in NATIONAL_KINDS


def count(stories: tuple[Story, ...]) -> Tally:
    """The numbers of a list of stories."""
    members = [mention for story in stories for mention in story.members]
    outlets = {mention.article.outlet.id: mention.article.outlet for mention in members}
    new = sum(story.reprint_of is None for story in stories)
    kinds = Counter(mention.kind for mention in members)
    return Tally(
        stories=new,
        reprints=len(members) - new,
        outlets=len(outlets),
        national=sum(is_national(outlet) for outlet in outlets.values()),
        reviewed=sum(mention.review.reviewed_at is not None for mention in members),
        by_kind=tuple((kind, kinds[kind]) for kind in MentionKind if kinds[kind]),
    )
