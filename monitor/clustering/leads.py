"""Which article speaks for a cluster."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time

from storage.model import ClusterMember, Moment


def lead_first(members: Iterable[ClusterMember], chosen: str | None = None) -> tuple[str, ...]:
    """The ids of the members: the lead, then the others by id. `chosen` is what a person decided.

    Otherwise the one whose words are nearest to an agency's leads, then the one that most others link to, then the
    earliest (a bare date stands at the end of its day, UTC; undated last), then the smallest id.
    """
    ranked = sorted(members, key=_rank)
    ids = [member.article_id for member in ranked]
    lead = chosen if chosen in ids else ids[0]
    return (lead, *sorted(one for one in ids if one != lead))


def _rank(member: ClusterMember) -> tuple[int, int, datetime, str]:
    return (int(member.credit), -member.linked_by, _instant(member.published_at), member.article_id)


def _instant(moment: Moment | None) -> datetime:
    if moment is None:
        return datetime.max.replace(tzinfo=UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time.max, UTC)
