"""Which report is being prepared at this moment: today's until its messages are queued, then the one after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from monitor.config import Settings
from monitor.digest import Digest, Story
from monitor.digesting import digest_of
from monitor.dossier import Campaign
from monitor.schedule.due import local_today, reports_of
from storage.model import Mention, ReportKind, ReportRecord
from storage.store import Store

LOOK_AHEAD = 14
"""Days within which the report after today's is looked for."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The report of a kind that is being prepared: of `day`, today or the next day on which one is due.

    `gone` is today's record where its messages were queued. `over`: no other one will be due; `day` is then today's,
    which has gone.
    """

    kind: ReportKind
    day: date
    today: date
    gone: ReportRecord | None = None
    over: bool = False

    @property
    def is_open(self) -> bool:
        """True where what people choose still goes out with it."""
        return not self.over


def prepared(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    now: datetime,
    kind: ReportKind = ReportKind.DAILY,
) -> Prepared:
    """The report of this kind that is being prepared at `now` (aware)."""
    today = local_today(campaign.zone, now)
    made = {one: store.reports(campaign.id, one) for one in ReportKind}
    record = next((one for one in made[kind] if one.day == today), None)
    told = any(
        one.kind.value == kind.value and one.day == today for one in store.outbox(campaign_id=campaign.id)
    )
    gone = record if told else None
    if (
        record is not None and gone is None
    ):  # made, and told to nobody: it is made again as often as somebody asks
        return Prepared(kind, today, today)
    records = [one for records in made.values() for one in records]
    following = (today + timedelta(days=number) for number in range(1 if gone else 0, LOOK_AHEAD))
    due = (
        day
        for day in following
        if any(one.kind is kind for one in reports_of(campaign, settings.schedule, records, day))
    )
    day = next(due, None)
    return Prepared(kind, day or today, today, gone, over=bool(gone) and day is None)


def carry_choices(store: Store, campaign: Campaign, one: Prepared, who: str, now: datetime) -> None:
    """Before a report is sent on a day on which none is due: what was chosen for the next one is for it."""
    if one.day == one.today or one.gone is not None:
        return
    kept = store.report_choices(campaign.id, one.kind, one.day)
    if not kept.parts:
        return
    store.choose_for_report(campaign.id, one.kind, one.today, kept.parts, who, now)
    store.choose_for_report(campaign.id, one.kind, one.day, dict.fromkeys(kept.parts), who, now)


def digest_as_prepared(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    now: datetime,
    one: Prepared,
    organisation: str | None = None,
) -> Digest:
    """The report as it would be if it ended now; one that has gone, as it went. Raises KeyError as `digest_of`."""
    return digest_of(
        store,
        campaign,
        settings,
        now,
        day=one.day,
        closing=not one.over,
        kind=one.kind,
        organisation=organisation,
    )


def digest_for_partners(digest: Digest) -> Digest:
    """The same without what stays among us: notes, reasons, tags, names of who reviewed, addresses of recipients. Pure."""
    names = ("pickups", "related", "topic", "to_check", "own", "late", "highlights", "left_out")
    lists: dict[str, Any] = {name: _bare_stories(getattr(digest, name)) for name in names}
    last = _bare(digest.last_pickup) if digest.last_pickup else None
    return replace(digest, delivery_trouble=(), last_pickup=last, **lists)


def _bare_stories(stories: Iterable[Story]) -> tuple[Story, ...]:
    return tuple(
        Story(
            _bare(one.lead),
            tuple(map(_bare, one.reprints)),
            _bare(one.reprint_of) if one.reprint_of else None,
        )
        for one in stories
    )


def _bare(mention: Mention) -> Mention:
    review = replace(mention.review, note="", reject_reason="", tags=(), reviewed_by=None)
    return replace(mention, review=review)
