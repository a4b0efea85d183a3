"""`build_digest`: a report as a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.digest.choices import NO_CHOICES, Choices
from monitor.digest.coverage import blindness_of, broken_off, coverage_of
from monitor.digest.importance import highlights_of
from monitor.digest.overview import Overview, overview_of
from monitor.digest.stories import group
from monitor.digest.values import Blindness, DeliveryTrouble, Digest, OutletCount, State, Story, count
from monitor.digest.window import Window, runs_in
from monitor.dossier import Campaign, Organisation
from storage.model import (
    PICKUP_KINDS,
    Mention,
    MentionKind,
    Run,
    SourceReading,
    SourceStatus,
    TextCensus,
    outline_of,
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
    choices: Choices = NO_CHOICES,
) -> Digest:
    """The digest of a window; the window says of which kind.

    `mentions` are all those of the campaign (earlier ones tell a reprint from a new story), `readings` those
    of the window, `statuses` the listed sources. A mention is new when it first stood in the archive within the
    window (`first_matched_at`): an article that a better dossier brings in later is then reported the day it comes
    in, and none falls between two reports. With an `organisation` all that does not name or quote it is left out.
    """
    counted = [one for one in mentions if _counts(one, campaign) and _concerns(one, organisation)]
    return digest_from(
        campaign,
        window,
        overview_of(campaign, window, map(outline_of, counted)),
        {mention.id: mention for mention in counted},
        statuses,
        runs,
        now,
        readings=readings,
        census=census,
        min_read=min_read,
        organisation=organisation,
        delivery_trouble=delivery_trouble,
        choices=choices,
    )


def digest_from(
    campaign: Campaign,
    window: Window,
    overview: Overview,
    mentions: Mapping[str, Mention],
    statuses: Iterable[SourceStatus],
    runs: Iterable[Run],
    now: datetime,
    *,
    readings: Iterable[SourceReading] = (),
    census: TextCensus | None = None,
    min_read: float = 0.5,
    organisation: Organisation | None = None,
    delivery_trouble: Iterable[DeliveryTrouble] = (),
    choices: Choices = NO_CHOICES,
) -> Digest:
    """The same digest from all mentions counted and those shown whole: `mentions` holds `overview.shown` by id."""
    zone = ZoneInfo(campaign.zone)
    lists = _Lists(overview, mentions, zone, choices)
    pickups, late = lists.of(PICKUP_KINDS), lists.late()
    late_pickups = tuple(story for story in late if story.lead.kind in PICKUP_KINDS)
    tally, late_tally = count(pickups), count(late_pickups)
    coverage = coverage_of(window, statuses, readings)
    inside = runs_in(window, runs)
    blindness = blindness_of(window, coverage, inside, min_read)
    return Digest(
        campaign=campaign,
        window=window,
        made_at=now,
        state=_state(blindness, tally.articles + late_tally.articles),
        blindness=blindness,
        pickups=pickups,
        related=lists.of(frozenset({MentionKind.RELATED})),
        topic=lists.of(frozenset({MentionKind.TOPIC})),
        to_check=lists.to_check(),
        own=lists.own(),
        late=late,
        tally=tally,
        late_tally=late_tally,
        since_release=overview.since_release,
        last_pickup=mentions[overview.last_pickup] if overview.last_pickup else None,
        coverage=coverage,
        timeline=overview.timeline,
        census=census,
        kind=window.kind,
        organisation=organisation,
        highlights=highlights_of(pickups, zone, choices),
        outlets=_outlets(overview, pickups),
        waiting=overview.waiting,
        delivery_trouble=tuple(delivery_trouble),
        broken_off=broken_off(window, inside),
        foreword=choices.foreword,
        remarks=lists.remarks(),
        left_out=lists.left_out(),
    )


class _Lists:
    """The mentions of a window as the lists of its report, as people chose."""

    def __init__(
        self, overview: Overview, mentions: Mapping[str, Mention], zone: ZoneInfo, choices: Choices
    ) -> None:
        self._first = {key: mentions[one] for key, one in overview.first.items()}
        self._late, self._zone, self._choices = overview.late, zone, choices
        fresh = [mentions[one] for one in overview.fresh]
        together = group(fresh, self._first, zone) if choices.out else ()
        self._left = tuple(story for story in together if choices.leaves_out(story))
        left = {one.id for story in self._left for one in story.members}
        self._fresh = [one for one in fresh if one.id not in left] if left else fresh

    def of(self, kinds: frozenset[MentionKind]) -> tuple[Story, ...]:
        """Stories of these kinds, those published before the window left out."""
        return self._stories(
            one for one in self._fresh if one.id not in self._late and _headline(one) and one.kind in kinds
        )

    def late(self) -> tuple[Story, ...]:
        """Stories of any kind published before the window."""
        return self._stories(one for one in self._fresh if one.id in self._late and _headline(one))

    def to_check(self) -> tuple[Story, ...]:
        """What a person must check, whenever it was published."""
        return self._stories(one for one in self._fresh if one.to_check and not one.judgement.own)

    def own(self) -> tuple[Story, ...]:
        """Pages of the campaign's own organisations."""
        return self._stories(one for one in self._fresh if one.judgement.own)

    def left_out(self) -> tuple[Story, ...]:
        """What people left out of this report, of any kind."""
        return self._left

    def remarks(self) -> dict[str, str]:
        """What people want told under articles of this report."""
        shown = {one.id for one in self._fresh}
        return {mention: text for mention, text in self._choices.remarks.items() if mention in shown}

    def _stories(self, mentions: Iterable[Mention]) -> tuple[Story, ...]:
        return self._choices.in_order(group(list(mentions), self._first, self._zone))


def _counts(mention: Mention, campaign: Campaign) -> bool:
    return mention.campaign_id == campaign.id and mention.withdrawn_at is None


def _concerns(mention: Mention, organisation: Organisation | None) -> bool:
    judgement = mention.judgement
    return organisation is None or organisation.id in (
        *judgement.organisations,
        *judgement.organisations_quoted,
    )


def _headline(mention: Mention) -> bool:
    return not mention.judgement.own and not mention.to_check


def _outlets(overview: Overview, pickups: tuple[Story, ...]) -> tuple[OutletCount, ...]:
    period = Counter(mention.article.outlet.id for story in pickups for mention in story.members)
    return tuple(OutletCount(outlet, period[outlet.id], total) for outlet, total in overview.outlets)


def _state(blindness: Blindness | None, pickups: int) -> State:
    """Where nothing ran, what was found since speaks; where we could not look, that comes first."""
    if blindness is Blindness.NOTHING_RAN and pickups:
        return State.CAME_OUT
    if blindness is not None:
        return State.BLIND
    return State.CAME_OUT if pickups else State.NOTHING
