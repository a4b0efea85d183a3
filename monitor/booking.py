"""From the archive to a book: reads what the pure `monitor.book` asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from monitor.book import Book, build_book
from monitor.book.period import period_of
from monitor.config import Settings
from monitor.digest.choices import choices_of
from monitor.digesting import organisation_of
from monitor.dossier import Campaign
from storage.model import ReportKind
from storage.store import Store


def book_of(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    now: datetime,
    *,
    first: date | None = None,
    last: date | None = None,
    organisation: str | None = None,
    confirmed_only: bool = False,
) -> Book:
    """The coverage book of a campaign: whole, or of the local days from `first` to `last`, both included.

    `organisation` is the id of one in the dossier: then only what names or quotes it. Raises KeyError for one that
    the dossier does not have, and ValueError where `first` comes after `last`.
    """
    if first is not None and last is not None and first > last:
        raise ValueError("the period ends before it begins")
    whose = organisation_of(campaign, organisation) if organisation else None
    mentions = store.mentions(campaign.id, evidence=False)
    begin, _ = period_of(campaign, mentions, now, first, last)
    readings = store.telling_readings(datetime.combine(begin, time.min, ZoneInfo(campaign.zone)), now)
    book = build_book(
        campaign,
        mentions,
        store.source_statuses(),
        readings,
        now,
        first=first,
        last=last,
        organisation=whose,
        order=store.book_order(campaign.id),
        confirmed_only=confirmed_only,
        min_read=settings.crawl.min_read,
    )
    return replace(book, remarks=remarks_of(store, campaign.id))


def remarks_of(store: Store, campaign_id: str) -> dict[str, str]:
    """What people remarked in the reports of a campaign, by mention id; the latest where they did so twice."""
    made = [(one.day, kind) for kind in ReportKind for one in store.reports(campaign_id, kind)]
    found: dict[str, str] = {}
    for day, kind in sorted(made):
        found |= choices_of(store.report_choices(campaign_id, kind, day).parts).remarks
    return found
