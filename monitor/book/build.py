"""`build_book`: the coverage of a campaign as a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.book.figures import (
    organisations_in,
    outlets_of,
    shares_by_country,
    shares_by_language,
    shares_by_part,
)
from monitor.book.period import day_of, period_of
from monitor.book.spans import timeline_of
from monitor.book.values import Book, Looked, Part, Section, part_of
from monitor.digest import Story, Waiting, Window, importance
from monitor.digest.coverage import coverage_of
from monitor.digest.importance import HIGHLIGHTS, spread
from monitor.digest.stories import group, leads, published_key
from monitor.digest.values import count
from monitor.digest.window import TICK, local_day
from monitor.dossier import Campaign, Organisation
from storage.model import (
    PICKUP_KINDS,
    READABLE,
    Mention,
    MentionKind,
    ReportKind,
    ReviewStatus,
    SourceReading,
    SourceStatus,
)


def build_book(
    campaign: Campaign,
    mentions: Iterable[Mention],
    statuses: Iterable[SourceStatus],
    readings: Iterable[SourceReading],
    now: datetime,
    *,
    first: date | None = None,
    last: date | None = None,
    organisation: Organisation | None = None,
    order: Sequence[str] = (),
    confirmed_only: bool = False,
    min_read: float = 0.5,
) -> Book:
    """The book of a campaign: of the local days from `first` to `last`, each open where it is None.

    `mentions` are all those of the campaign (earlier ones tell a reprint from a new story), `statuses` the listed
    sources, `readings` those of the period, `order` the ids of mentions whose stories people put first, `min_read` (0.0-1.0)
    the share of the sources that must have been read to say that nothing came out. An article without a date stands
    on the day on which we found it.
    """
    zone = ZoneInfo(campaign.zone)
    known = [one for one in mentions if _counts(one, campaign) and _concerns(one, organisation)]
    inside = [one for one in known if _within(day_of(one, zone), first, last)]
    shown = _shown(inside, confirmed_only)
    pickups = _pickups(shown)
    begin, end = period_of(campaign, pickups, now, first, last)
    topic = _published(shown, MentionKind.TOPIC, zone)
    ranks = {mention_id: rank for rank, mention_id in reversed(list(enumerate(order)))}
    earlier = leads(_pickups(_shown(known, confirmed_only)), zone)
    stories = _ordered(group(pickups, earlier, zone), ranks, zone)
    return Book(
        campaign=campaign,
        organisation=organisation,
        first=begin,
        last=end,
        whole=first is None and last is None,
        confirmed_only=confirmed_only,
        made_at=now,
        tally=count(stories),
        waiting=_waiting(inside),
        best=_best(stories, ranks),
        sections=_sections(stories, ranks),
        related=_published(shown, MentionKind.RELATED, zone),
        topic=topic,
        timeline=timeline_of(_dates(pickups, zone), _dates(topic, zone), begin, end),
        parts=shares_by_part(pickups, topic),
        countries=shares_by_country(pickups, topic),
        languages=shares_by_language(pickups, topic),
        organisations=organisations_in(campaign, pickups),
        outlets=outlets_of(shown),
        looked=_looked(statuses, readings, _covered(begin, end, zone, now), zone, min_read),
    )


def _counts(mention: Mention, campaign: Campaign) -> bool:
    return (
        mention.campaign_id == campaign.id
        and mention.withdrawn_at is None
        and mention.review.status is not ReviewStatus.REJECTED
        and not mention.judgement.own
    )


def _concerns(mention: Mention, organisation: Organisation | None) -> bool:
    judgement = mention.judgement
    together = (*judgement.organisations, *judgement.organisations_quoted)
    return organisation is None or organisation.id in together


def _shown(mentions: Iterable[Mention], confirmed_only: bool) -> list[Mention]:
    return [
        one
        for one in mentions
        if not one.to_check and (one.review.status is ReviewStatus.CONFIRMED or not confirmed_only)
    ]


def _pickups(mentions: Iterable[Mention]) -> list[Mention]:
    return [one for one in mentions if one.kind in PICKUP_KINDS]


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _dates(mentions: Iterable[Mention], zone: ZoneInfo) -> list[date | None]:
    """The local days on which these were published, None where they have no date."""
    published = [one.article.published_at for one in mentions]
    return [local_day(moment, zone) if moment else None for moment in published]


def _published(mentions: Iterable[Mention], kind: MentionKind, zone: ZoneInfo) -> tuple[Mention, ...]:
    of_kind = [one for one in mentions if one.kind is kind]
    return tuple(sorted(of_kind, key=lambda one: published_key(one, zone)))


def _ordered(stories: Iterable[Story], ranks: dict[str, int], zone: ZoneInfo) -> tuple[Story, ...]:
    """Those that people put in order, then the others, the most important first."""

    def key(story: Story) -> tuple[object, ...]:
        rank = _rank(story, ranks)
        last = len(ranks)
        weight = min(importance(one) for one in story.members)
        return (last if rank is None else rank, weight, published_key(story.lead, zone))

    return tuple(sorted(stories, key=key))


def _best(ordered: Sequence[Story], ranks: dict[str, int]) -> tuple[Story, ...]:
    """The first three: those put in order by hand as they are, the others from different outlets where possible."""
    by_hand = [story for story in ordered if _rank(story, ranks) is not None][:HIGHLIGHTS]
    rest = [story for story in ordered if _rank(story, ranks) is None]
    return (*by_hand, *spread(rest, HIGHLIGHTS - len(by_hand)))


def _rank(story: Story, ranks: dict[str, int]) -> int | None:
    return min((ranks[one.id] for one in story.members if one.id in ranks), default=None)


def _sections(stories: Sequence[Story], ranks: dict[str, int]) -> tuple[Section, ...]:
    """A story stands where its lead belongs."""
    sections = []
    for part in Part:
        inside = tuple(story for story in stories if part_of(story.lead.article.outlet) is part)
        if inside:
            by_hand = any(_rank(story, ranks) is not None for story in inside)
            sections.append(Section(part, inside, count(inside), by_hand))
    return tuple(sections)


def _waiting(inside: Iterable[Mention]) -> Waiting:
    others = list(inside)
    waiting = [one for one in others if one.review.status is ReviewStatus.TO_REVIEW]
    kinds = Counter(one.kind for one in waiting if not one.to_check)
    return Waiting(
        pickups=sum(kinds[kind] for kind in PICKUP_KINDS),
        related=kinds[MentionKind.RELATED],
        topic=kinds[MentionKind.TOPIC],
        to_check=sum(one.to_check for one in waiting),
        second_look=sum(one.review.status is ReviewStatus.SECOND_LOOK for one in others),
    )


def _covered(begin: date, end: date, zone: ZoneInfo, now: datetime) -> Window:
    """The times of a period, as far as they have passed."""
    covers_from = datetime.combine(begin, time.min, zone)
    midnight = datetime.combine(end + timedelta(days=1), time.min, zone)
    return Window(end, covers_from, max(covers_from, min(midnight, now)), kind=ReportKind.FINAL)


def _looked(
    statuses: Iterable[SourceStatus],
    readings: Iterable[SourceReading],
    window: Window,
    zone: ZoneInfo,
    min_read: float,
) -> Looked:
    inside = [one for one in readings if window.covers_from <= one.at <= window.covers_until]
    coverage = coverage_of(window, statuses, inside)
    days = {local_day(one.at, zone) for one in inside if one.health in READABLE}
    blind = not days or not coverage.read or coverage.read < min_read * coverage.allowed
    if not days:
        return Looked(coverage, blind=blind)
    begins, until = min(days), local_day(window.covers_until - TICK, zone)
    between = (begins + timedelta(days=number) for number in range((until - begins).days + 1))
    return Looked(coverage, begins, tuple(day for day in between if day not in days), blind)
