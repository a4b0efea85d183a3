"""Mentions without what they say: all that counting needs, for the tens of thousands that a report only counts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.model.mentions import Mention, MentionKind, ReviewStatus
from storage.model.moments import Moment
from storage.model.outlets import Outlet


class MentionOutline(NamedTuple):
    """One mention that is not withdrawn, to be counted. A named tuple, since making one costs next to nothing.

    `kind` and `to_check` are what counts, as in `Mention`; `reviewed`: a person has said something of it.
    """

    id: str
    outlet: Outlet
    published_at: Moment | None
    kind: MentionKind
    to_check: bool
    own: bool
    status: ReviewStatus
    starred: bool
    reviewed: bool
    first_matched_at: datetime
    cluster_id: str | None


def outline_of(mention: Mention) -> MentionOutline:
    """The outline of a mention."""
    return MentionOutline(
        mention.id,
        mention.article.outlet,
        mention.article.published_at,
        mention.kind,
        mention.to_check,
        mention.judgement.own,
        mention.review.status,
        mention.review.starred,
        mention.review.reviewed_at is not None,
        mention.first_matched_at,
        mention.cluster_id,
    )
