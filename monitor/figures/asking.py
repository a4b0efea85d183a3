"""The figures of a campaign, asked of the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from monitor.digest.window import local_day
from monitor.dossier import Campaign
from monitor.export.selection import Selection
from monitor.figures.counting import KEPT, Counting, counted
from monitor.figures.days import Period, Span, days_read, first_reading, timeline, unread_days
from monitor.figures.values import Count, Figures, Series, Table, TableName
from storage.model import ReviewStatus, RunKind
from storage.store import Store

MOST_RUNS = 3_000
"""Readings that are looked through for days without one, the latest first."""


def figures_of(
    store: Store,
    campaign: Campaign,
    period: Period,
    now: datetime,
    min_read: float = 0.5,
    organisation: str = "",
    opinions: bool = True,
) -> Figures:
    """All figures of a campaign over a period of publication. `now` is aware; days are those of the campaign's zone.

    With the id of an `organisation` only of what names or quotes it. Without `opinions` nothing of what people said:
    no tone, no progress, nothing rejected. `min_read` (0.0 to 1.0) is the share of the sources that were due which a
    reading must have read to count.
    """
    zone = ZoneInfo(campaign.zone)
    named = frozenset({organisation} if organisation else ())
    base = Selection(
        campaign.id, organisations=named, published=(period.first, period.last), zone=campaign.zone
    )
    if not opinions:
        base = replace(base, statuses=KEPT)
    with store.one_moment():
        rows = store.inbox_rows(base)
        stories = store.inbox_stories(counted(base, Series.TEXT))
        runs = store.runs(RunKind.CRAWL, MOST_RUNS)
    today = now.astimezone(zone).date()
    since = first_reading(runs, zone, len(runs) < MOST_RUNS)
    read = days_read(runs, zone, min_read)
    counting = Counting(base, rows, campaign.event is not None)
    spans = [
        replace(span, unread=unread_days(span, read, since, today))
        for span in timeline(period, campaign, _days(counting, zone), today)
    ]
    tables = _tables(counting, spans, zone, campaign, organisation, opinions)
    return _figures(counting, period, stories, since, bool(runs), tables, opinions)


def _figures(
    counting: Counting,
    period: Period,
    stories: int,
    since: date | None,
    looked: bool,
    tables: Mapping[TableName, Table],
    opinions: bool,
) -> Figures:
    rows, base = counting.rows, counting.base
    series = {one: Count(len(some), counted(base, one)) for one, some in counting.coverage.items()}
    decided = frozenset(ReviewStatus) - {ReviewStatus.TO_REVIEW}
    reviewed = Count(sum(row.status in decided for row in rows), replace(base, statuses=decided))
    return Figures(
        period=period,
        text=series[Series.TEXT],
        related=series[Series.RELATED],
        event=series[Series.EVENT],
        to_check=counting.to_check(),
        own=counting.own(),
        stories=stories,
        all=Count(len(rows), base),
        rejected=counting.rejected() if opinions else None,
        reviewed=reviewed if opinions else None,
        known_since=since,
        looked=looked,
        tables=tables,
    )


def _days(counting: Counting, zone: ZoneInfo) -> list[date]:
    """The first and the last day on which something that is counted came out."""
    days = [row.published for some in counting.coverage.values() for row in some if row.published]
    bare = [date.fromisoformat(text) for text in _ends([one for one in days if len(one) == 10])]
    times = [
        local_day(datetime.fromisoformat(text).astimezone(UTC), zone)
        for text in _ends([one for one in days if len(one) != 10])
    ]
    return bare + times


def _ends(texts: list[str]) -> list[str]:
    return [min(texts), max(texts)] if texts else []


def _tables(
    counting: Counting,
    spans: list[Span],
    zone: ZoneInfo,
    campaign: Campaign,
    organisation: str,
    opinions: bool,
) -> dict[TableName, Table]:
    def by(name: TableName, column: str, field: str) -> Table:
        return counting.by_series(name, attrgetter(column), lambda one: {field: frozenset({one})})

    shown = [organisation] if organisation else [one.id for one in campaign.organisations]
    made = [
        counting.days(spans, zone),
        counting.kinds(opinions),
        by(TableName.OUTLETS, "outlet", "outlets"),
        by(TableName.OUTLET_KINDS, "outlet_kind", "outlet_kinds"),
        counting.organisations(shown),
        by(TableName.LANGUAGES, "language", "languages"),
        by(TableName.COUNTRIES, "country", "countries"),
    ]
    if opinions:
        made += [counting.tones(), counting.progress(), counting.reviewers(), counting.review_days(zone)]
    return {one.name: one for one in made if one.rows}
