"""`build_digest`: a report as a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.digest.coverage import blindness_of, coverage_of
from monitor.digest.importance import highlights_of
from monitor.digest.stories import Key, group, leads, published_key
from monitor.digest.values import (
    Blindness,
    DayCount,
    DeliveryTrouble,
    Digest,
    OutletCount,
    State,
    Story,
    Tally,
    Waiting,
    count,
)
from monitor.digest.window import Window, local_day, runs_in
from monitor.dossier import Campaign, Organisation
from storage.model import (
    PICKUP_KINDS,
    Mention,
    MentionKind,
    Outlet,
    ReportKind,
    ReviewStatus,
    Run,
    SourceReading,
    SourceStatus,
    TextCensus,
)


def build_digest(
    campaign: Campaign,
    window: Window,
    mentions: Iterable[Mention],
    statuses: Iterable[SourceStatus],
    runs: Iterable[Run],
    now: datetime,
    *,
    readings: Iterable[SourceReading] = (),
    census: TextCensus | None = None,
    min_read: float = 0.5,
    organisation: Organisation | None = None,
    delivery_trouble: Iterable[DeliveryTrouble] = (),
) -> Digest:
    """The digest of a window; the window says of which kind.

    `mentions` are all those of the campaign (earlier ones tell a reprint from a new story), `readings` those
    of the window, `statuses` the listed sources. A mention is new when it first stood in the archive within the
    window (`first_matched_at`): an article that a better dossier brings in later is then reported the day it comes
    in, and none falls between two reports. With an `organisation` all that does not name or quote it is left out.
    """
    zone = ZoneInfo(campaign.zone)
    known = [one for one in mentions if _counts(one, campaign, window) and _concerns(one, organisation)]
    fresh = [mention for mention in known if _is_new(mention, window, zone)]
    period = [mention for mention in fresh if not _is_late(mention, window, zone)]
    late = [mention for mention in fresh if _is_late(mention, window, zone)]
    first = leads(known, zone)
    pickups = _stories(period, first, zone, PICKUP_KINDS)
    late_stories = _stories(late, first, zone, frozenset(MentionKind))
    late_pickups = tuple(story for story in late_stories if story.lead.judgement.kind in PICKUP_KINDS)
    tally, late_tally = count(pickups), count(late_pickups)
    since_release, last_pickup = _since_release(known, first, zone)
    coverage = coverage_of(window, statuses, readings)
    blindness = blindness_of(window, coverage, runs_in(window, runs), min_read)
    return Digest(
        campaign=campaign,
        window=window,
        made_at=now,
        state=_state(blindness, tally.articles + late_tally.articles),
        blindness=blindness,
        pickups=pickups,
        related=_stories(period, first, zone, frozenset({MentionKind.RELATED})),
        topic=_stories(period, first, zone, frozenset({MentionKind.TOPIC})),
        to_check=group([one for one in fresh if _to_check(one)], first, zone),
        own=group([one for one in fresh if one.judgement.own], first, zone),
        late=late_stories,
        tally=tally,
        late_tally=late_tally,
        since_release=since_release,
        last_pickup=last_pickup,
        coverage=coverage,
        timeline=_timeline(campaign, window, known, zone),
        census=census,
        kind=window.kind,
        organisation=organisation,
        highlights=highlights_of(pickups, zone),
        outlets=_outlets(known, pickups),
        waiting=_waiting(known),
        delivery_trouble=tuple(delivery_trouble),
    )


def _concerns(mention: Mention, organisation: Organisation | None) -> bool:
    judgement = mention.judgement
    return organisation is None or organisation.id in (
        *judgement.organisations,
        *judgement.organisations_quoted,
    )


def _outlets(known: list[Mention], pickups: tuple[Story, ...]) -> tuple[OutletCount, ...]:
    period = Counter(mention.article.outlet.id for story in pickups for mention in story.members)
    total: Counter[str] = Counter()
    outlets: dict[str, Outlet] = {}
    for mention in known:
        if _headline(mention) and mention.judgement.kind in PICKUP_KINDS:
            outlet = mention.article.outlet
            outlets[outlet.id] = outlet
            total[outlet.id] += 1
    ordered = sorted(outlets.values(), key=lambda one: (-total[one.id], one.name.casefold(), one.id))
    return tuple(OutletCount(outlet, period[outlet.id], total[outlet.id]) for outlet in ordered)


def _waiting(known: list[Mention]) -> Waiting:
    """What nobody has reviewed: our own pages need no review."""
    others = [mention for mention in known if not mention.judgement.own]
    waiting = [mention for mention in others if mention.review.status is ReviewStatus.TO_REVIEW]
    kinds = Counter(mention.judgement.kind for mention in waiting if not mention.judgement.to_check)
    return Waiting(
        pickups=sum(kinds[kind] for kind in PICKUP_KINDS),
        related=kinds[MentionKind.RELATED],
        topic=kinds[MentionKind.TOPIC],
        to_check=sum(mention.judgement.to_check for mention in waiting),
        second_look=sum(mention.review.status is ReviewStatus.SECOND_LOOK for mention in others),
    )


def _since_release(
    known: list[Mention], first: dict[Key, Mention], zone: ZoneInfo
) -> tuple[Tally, Mention | None]:
    """All pickups known, in numbers, and the last one published of those with a date."""
    past = [mention for mention in known if _headline(mention) and mention.judgement.kind in PICKUP_KINDS]
    dated = [mention for mention in past if mention.article.published_at is not None]
    last = max(dated, key=lambda mention: published_key(mention, zone), default=None)
    return count(group(past, first, zone)), last


def _state(blindness: Blindness | None, pickups: int) -> State:
    """Where nothing ran, what was found since speaks; where we could not look, that comes first."""
    if blindness is Blindness.NOTHING_RAN and pickups:
        return State.CAME_OUT
    if blindness is not None:
        return State.BLIND
    return State.CAME_OUT if pickups else State.NOTHING


def _counts(mention: Mention, campaign: Campaign, window: Window) -> bool:
    """Of this campaign, neither rejected nor withdrawn, and known at the cut-off."""
    return (
        mention.campaign_id == campaign.id
        and mention.withdrawn_at is None
        and mention.review.status is not ReviewStatus.REJECTED
        and (window.by_publication_day or mention.first_matched_at < window.covers_until)
    )


def _is_new(mention: Mention, window: Window, zone: ZoneInfo) -> bool:
    if window.kind is ReportKind.FINAL:
        return True
    if not window.by_publication_day:
        return mention.first_matched_at >= window.covers_from
    published = mention.article.published_at
    if published is None:
        return False
    return local_day(window.covers_from, zone) < local_day(published, zone) <= window.day


def _is_late(mention: Mention, window: Window, zone: ZoneInfo) -> bool:
    published = mention.article.published_at
    if published is None or window.by_publication_day or window.kind is ReportKind.FINAL:
        return False
    return local_day(published, zone) < local_day(window.covers_from, zone)


def _headline(mention: Mention) -> bool:
    return not mention.judgement.own and not mention.judgement.to_check


def _to_check(mention: Mention) -> bool:
    return mention.judgement.to_check and not mention.judgement.own


def _stories(
    mentions: list[Mention], first: dict[Key, Mention], zone: ZoneInfo, kinds: frozenset[MentionKind]
) -> tuple[Story, ...]:
    return group([one for one in mentions if _headline(one) and one.judgement.kind in kinds], first, zone)


def _timeline(
    campaign: Campaign, window: Window, known: list[Mention], zone: ZoneInfo
) -> tuple[DayCount, ...]:
    """Articles by day of publication from the release to the day of the report; undated ones are on no day."""
    released = [local_day(one.published_at, zone) for one in campaign.documents if one.published_at]
    start = min(released, default=campaign.starts_on)
    if start is None or start > window.day:
        return ()
    pickups: Counter[date] = Counter()
    topic: Counter[date] = Counter()
    for mention in known:
        published = mention.article.published_at
        if published is None or not _headline(mention):
            continue
        if mention.judgement.kind in PICKUP_KINDS:
            pickups[local_day(published, zone)] += 1
        elif mention.judgement.kind is MentionKind.TOPIC:
            topic[local_day(published, zone)] += 1
    days = [start + timedelta(days=number) for number in range((window.day - start).days + 1)]
    return tuple(DayCount(day, pickups[day], topic[day]) for day in days)
