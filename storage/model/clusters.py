"""Near-identical articles of several outlets: what is kept of a text to compare it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from storage.model.moments import Moment


class Credit(IntEnum):
    """How near to the agency's own wording an article says it is, nearest first."""

    AGENCY = 0  # published by a news agency
    SIGNED = 1  # signed by an agency alone
    SHARED = 2  # an agency is named beside others ("avec AFP")
    NONE = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of one version of a text, so that it can be compared once the words are gone.

    `shingles` are 32-bit hashes of its runs of five words: all of them where `scale` is 1, else those below
    2**32 / scale. `prints` are the few of all of them by which like texts are looked up. `links` are the article
    keys of the pages that the body links to; `walled` says that a paywall cut the text.
    """

    article_id: str
    article_version: int
    shingles: frozenset[int]
    scale: int
    prints: frozenset[int]
    credit: Credit = Credit.NONE
    walled: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterMember:
    """What the choice of a lead rests on. `linked_by` counts the other members whose text links to this one."""

    article_id: str
    credit: Credit
    published_at: Moment | None
    linked_by: int = 0


@dataclass(frozen=True, slots=True)
class SyndicationCluster:
    """The articles of one dispatch, two at least; `members` are article ids, the lead first, then by id."""

    id: str
    members: tuple[str, ...]

    @property
    def lead(self) -> str:
        """The article that speaks for all of them."""
        return self.members[0]


class ClusterAction(StrEnum):
    """What a person may decide about clusters."""

    SPLIT = "split"  # the article stands alone
    MERGE = "merge"  # both articles belong together
    LEAD = "lead"  # the article speaks for its cluster


@dataclass(frozen=True, slots=True)
class ClusterDecision:
    """One decision by a person; later ones are stronger. `other_id` is the second article of a merge."""

    action: ClusterAction
    article_id: str
    at: datetime
    who: str = ""
    other_id: str | None = None
