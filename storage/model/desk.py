"""The review desk: what people did, in order, how it is taken back, and what they keep for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Parts = Mapping[str, Any]
"""What an action changes, by name: for a mention `status`, `note`, `tag:…`, … (see `storage.changes`); JSON values."""


class ActionKind(StrEnum):
    """What an action changed."""

    REVIEW = "review"  # what people say of mentions
    CLUSTER = "cluster"  # a split, a merge, a lead
    BOOK_ORDER = "book_order"  # the order of a book by hand
    DOSSIER = "dossier"  # the file of a campaign
    REPORT = "report"  # what people choose for one report
    SOURCES = "sources"  # the list of outlets, `sources.csv`
    MADE = "made"  # an article that a person made a mention
    ENTRY = "entry"  # what people typed of an article by hand


OF_MENTIONS = frozenset({ActionKind.REVIEW, ActionKind.MADE})
"""The kinds whose `before` and `after` hold parts by mention id."""


class Step(StrEnum):
    """Whether an action does something, takes another one back, or brings one back that was taken back."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the journal. `before` and `after` hold only what it changed.

    Of a review, and of what a person made a mention, they are parts by mention id; of a cluster decision and a dossier what their kind keeps; of a book
    order `{"order": [mention ids]}`; of choices for a report `{"report": its subject, "parts": …}`. `about` is the number of the DO that an UNDO or a REDO is about. `undone` says
    of a DO whether it is taken back at the moment. `at` is None only in archives of the first release.
    """

    number: int
    at: datetime | None
    who: str
    kind: ActionKind
    campaign_id: str
    step: Step
    about: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undone: bool = False

    @property
    def base(self) -> int:
        """The number of the DO that this is, or is about."""
        return self.number if self.about is None else self.about


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands in the way of a change: `part` of `subject` is `found`, since `who` did `action` at `at`.

    `subject` is a mention, a campaign or an article by its id. `action` is the number in the journal, None where the
    change did not come through it (a file changed by hand).
    """

    subject: str
    part: str
    wanted: Any
    found: Any
    who: str = ""
    at: datetime | None = None
    action: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision: the action (None where nothing changed), and the mentions it left as they are.

    `versions` are the versions of all mentions asked for, as they are now.
    """

    action: Action | None
    versions: Mapping[str, int]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Stepped:
    """What came of an undo or a redo. Without an action nothing was changed: something is in the way, or it is so already.

    With one, `in_the_way` is of the mentions that stayed as they are.
    """

    action: Action | None
    in_the_way: tuple[Conflict, ...] = ()
    already: bool = False


@dataclass(frozen=True, slots=True)
class Looking:
    """Who has a mention before them, and since when they were last seen there."""

    login: str
    mention_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters under a name of a person's own; `query` is the query string of the page."""

    login: str
    name: str
    query: str
