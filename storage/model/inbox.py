"""The list of mentions at the review desk: grouped by story, and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from storage.model.mentions import Mention, MentionKind, ReviewStatus


class InboxOrder(StrEnum):
    """Which story comes first."""

    NEWEST = "newest"
    STRONGEST = "strongest"


@dataclass(frozen=True, slots=True)
class InboxStory:
    """Mentions of one cluster, or one that stands alone; only those that were asked for.

    `members` begin with the lead (that of the cluster where it is among them, else the earliest published), then by
    time of publication; at most as many as asked for, `more` says how many are left out.
    """

    members: tuple[Mention, ...]
    more: int = 0

    @property
    def lead(self) -> Mention:
        """The mention that stands for the others."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some stories of a list, in its order; `more`: others follow."""

    stories: tuple[InboxStory, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mentions a list has, and would have with each value of a field alone, all other fields as they are.

    By value; what has none is absent. `tones` has "" for none said. `to_check`, `own` and `starred` count those that
    are. `organisations` and `tags` count a mention once for each that it has.
    """

    mentions: int = 0
    kinds: Mapping[MentionKind, int] = field(default_factory=dict)
    statuses: Mapping[ReviewStatus, int] = field(default_factory=dict)
    outlet_kinds: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    countries: Mapping[str, int] = field(default_factory=dict)
    tiers: Mapping[int, int] = field(default_factory=dict)
    tones: Mapping[str, int] = field(default_factory=dict)
    outlets: Mapping[str, int] = field(default_factory=dict)
    organisations: Mapping[str, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    to_check: int = 0
    own: int = 0
    starred: int = 0


@dataclass(frozen=True, slots=True)
class InboxAround:
    """Where a mention stands in a list, or stood before a decision took it out. Ids; empty where there is none.

    `before` and `after` are its neighbours, mention by mention, `place` counts the stories before its own, `lead` is the
    first mention of the story at that place.
    """

    before: str = ""
    after: str = ""
    place: int = 0
    lead: str = ""


class InboxRow(NamedTuple):
    """One mention of a list, to be counted. A named tuple, since making one costs next to nothing.

    `published` is text that sorts: a time in UTC, or the bare day that the page claims; empty where it claims none.
    `story` is equal for copies of one dispatch. `reviewer` and `reviewed_at` are those of the last word that holds.
    """

    kind: MentionKind
    status: ReviewStatus
    to_check: bool
    own: bool
    tone: str
    outlet: str
    outlet_kind: str
    country: str
    language: str
    published: str
    story: str
    named: tuple[str, ...]
    quoted: tuple[str, ...]
    reviewer: str
    reviewed_at: datetime | None
