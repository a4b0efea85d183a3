"""What a report counts of all mentions, and which few of them it shows. Pure; it never needs a mention whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.digest.stories import Key, order_key, story_key
from monitor.digest.values import DayCount, Tally, Waiting, is_national
from monitor.digest.window import Window, local_day
from monitor.dossier import Campaign
from storage.model import PICKUP_KINDS, MentionKind, MentionOutline, Outlet, ReportKind, ReviewStatus


@dataclass(frozen=True, slots=True)
class Overview:
    """All mentions known at the cut-off, in numbers.

    `fresh` are the ids of those new within the window and `late` those of them published before it. `first` names
    the earliest mention of each story of theirs that hangs together in a cluster. `outlets` counts pickups by outlet.
    """

    fresh: tuple[str, ...]
    late: frozenset[str]
    first: dict[Key, str]
    since_release: Tally
    last_pickup: str | None
    timeline: tuple[DayCount, ...]
    outlets: tuple[tuple[Outlet, int], ...]
    waiting: Waiting

    @property
    def shown(self) -> frozenset[str]:
        """The ids of all mentions of which the report says more than a number."""
        last = () if self.last_pickup is None else (self.last_pickup,)
        return frozenset((*self.fresh, *self.first.values(), *last))


def overview_of(campaign: Campaign, window: Window, outlines: Iterable[MentionOutline]) -> Overview:
    """Count the mentions of a campaign; rejected ones, and those found after the cut-off, are left out."""
    zone = ZoneInfo(campaign.zone)
    known = [one for one in outlines if _counts(one, window)]
    fresh = [one for one in known if _is_new(one, window, zone)]
    pickups = [one for one in known if _headline(one) and one.kind in PICKUP_KINDS]
    first = _earliest(known, zone)
    wanted = {story_key(one) for one in fresh}
    last = max(
        (one for one in pickups if one.published_at is not None),
        key=lambda one: order_key(one.published_at, one.id, zone),
        default=None,
    )
    return Overview(
        fresh=tuple(one.id for one in fresh),
        late=frozenset(one.id for one in fresh if _is_late(one, window, zone)),
        first={key: one.id for key, one in first.items() if key in wanted},
        since_release=_tally(pickups, first),
        last_pickup=last.id if last is not None else None,
        timeline=_timeline(campaign, window, known, zone),
        outlets=_outlets(pickups),
        waiting=_waiting(known),
    )


def _counts(one: MentionOutline, window: Window) -> bool:
    """Not rejected, and known at the cut-off."""
    return one.status is not ReviewStatus.REJECTED and (
        window.by_publication_day or one.first_matched_at < window.covers_until
    )


def _is_new(one: MentionOutline, window: Window, zone: ZoneInfo) -> bool:
    if window.kind is ReportKind.FINAL:
        return True
    if not window.by_publication_day:
        return one.first_matched_at >= window.covers_from
    if one.published_at is None:
        return False
    return local_day(window.covers_from, zone) < local_day(one.published_at, zone) <= window.day


def _is_late(one: MentionOutline, window: Window, zone: ZoneInfo) -> bool:
    if one.published_at is None or window.by_publication_day or window.kind is ReportKind.FINAL:
        return False
    return local_day(one.published_at, zone) < local_day(window.covers_from, zone)


def _headline(one: MentionOutline) -> bool:
    return not one.own and not one.to_check


def _earliest(known: Iterable[MentionOutline], zone: ZoneInfo) -> dict[Key, MentionOutline]:
    """The earliest published mention of each story of several; one that stands alone is its own."""
    found: dict[Key, MentionOutline] = {}
    for one in known:
        if one.cluster_id is None:
            continue
        key = story_key(one)
        before = found.get(key)
        if before is None or (
            order_key(one.published_at, one.id, zone) < order_key(before.published_at, before.id, zone)
        ):
            found[key] = one
    return found


def _tally(pickups: Sequence[MentionOutline], first: dict[Key, MentionOutline]) -> Tally:
    """The numbers of all pickups, as `values.count` has them for stories: one told before us by another is no new one."""
    stories = {story_key(one) for one in pickups}
    ids = {one.id for one in pickups}
    new = sum(key not in first or first[key].id in ids for key in stories)
    outlets = {one.outlet.id: one.outlet for one in pickups}
    kinds = Counter(one.kind for one in pickups)
    return Tally(
        stories=new,
        reprints=len(pickups) - new,
        outlets=len(outlets),
        national=sum(is_national(outlet) for outlet in outlets.values()),
        reviewed=sum(one.reviewed for one in pickups),
        by_kind=tuple((kind, kinds[kind]) for kind in MentionKind if kinds[kind]),
    )


def _outlets(pickups: Iterable[MentionOutline]) -> tuple[tuple[Outlet, int], ...]:
    total: Counter[str] = Counter()
    outlets: dict[str, Outlet] = {}
    for one in pickups:
        outlets[one.outlet.id] = one.outlet
        total[one.outlet.id] += 1
    ordered = sorted(outlets.values(), key=lambda one: (-total[one.id], one.name.casefold(), one.id))
    return tuple((outlet, total[outlet.id]) for outlet in ordered)


def _waiting(known: Iterable[MentionOutline]) -> Waiting:
    """What nobody has reviewed: our own pages need no review."""
    kinds: Counter[MentionKind] = Counter()
    to_check = second_look = 0
    for one in known:
        if one.own:
            continue
        second_look += one.status is ReviewStatus.SECOND_LOOK
        if one.status is not ReviewStatus.TO_REVIEW:
            continue
        if one.to_check:
            to_check += 1
        else:
            kinds[one.kind] += 1
    return Waiting(
        pickups=sum(kinds[kind] for kind in PICKUP_KINDS),
        related=kinds[MentionKind.RELATED],
        topic=kinds[MentionKind.TOPIC],
        to_check=to_check,
        second_look=second_look,
    )


def _timeline(
    campaign: Campaign, window: Window, known: Iterable[MentionOutline], zone: ZoneInfo
) -> tuple[DayCount, ...]:
    """Articles by day of publication from the release to the day of the report; undated ones are on no day."""
    released = [local_day(one.published_at, zone) for one in campaign.documents if one.published_at]
    start = min(released, default=campaign.starts_on)
    if start is None or start > window.day:
        return ()
    pickups: Counter[date] = Counter()
    topic: Counter[date] = Counter()
    for one in known:
        if one.published_at is None or not _headline(one):
            continue
        if one.kind in PICKUP_KINDS:
            pickups[local_day(one.published_at, zone)] += 1
        elif one.kind is MentionKind.TOPIC:
            topic[local_day(one.published_at, zone)] += 1
    last = min(window.day, local_day(window.covers_until, zone))  # a report looked at before its day ends now
    days = [start + timedelta(days=number) for number in range((last - start).days + 1)]
    return tuple(DayCount(day, pickups[day], topic[day]) for day in days)
