"""From the archive to a digest: reads what the pure `monitor.digest` asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.config import Settings
from monitor.digest import (
    DeliveryTrouble,
    Digest,
    Window,
    choices_of,
    digest_from,
    overview_of,
    window_of,
)
from monitor.digest.window import TICK
from monitor.dossier import Campaign, Organisation
from storage.model import DeliveryState, MessageKind, OutboxMessage, ReportKind, RunKind
from storage.store import Store

RUNS_LOOKED_AT = {ReportKind.DAILY: 400, ReportKind.WEEKLY: 2_000, ReportKind.FINAL: 20_000}
"""How many crawls back a report looks: more than one every quarter of an hour makes in its time."""


def digest_of(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    now: datetime,
    *,
    day: date | None = None,
    closing: bool = False,
    kind: ReportKind = ReportKind.DAILY,
    organisation: str | None = None,
) -> Digest:
    """The digest of a day (None: today in the campaign's zone). `closing` ends its window now.

    So does a look at today before its report is made: what was found a minute ago is in it. A weekly or final one
    ends on that day. `organisation` is the id of one in the dossier, whose own report it then is: it goes to other
    people, and so does not say whose mail did not arrive.
    Raises KeyError for an organisation that the dossier does not have.
    """
    whose = organisation_of(campaign, organisation) if organisation else None
    today = now.astimezone(ZoneInfo(campaign.zone)).date()
    wanted = day or today
    with store.one_moment():
        runs = store.runs(RunKind.CRAWL, RUNS_LOOKED_AT[kind])
        reports = store.reports(campaign.id, kind)
        open_still = wanted == today and not any(report.day == today for report in reports)
        window = window_of(wanted, campaign, reports, runs, now if closing or open_still else None, kind)
        overview = overview_of(campaign, window, store.outlines(campaign.id, organisation))
        return digest_from(
            campaign,
            window,
            overview,
            store.mentions_by_id(overview.shown),
            store.source_statuses(),
            runs,
            now,
            readings=store.telling_readings(window.covers_from, window.covers_until),
            census=store.text_census(),
            min_read=settings.crawl.min_read,
            organisation=whose,
            delivery_trouble=() if whose else tuple(_trouble(store, campaign, window)),
            choices=choices_of(store.report_choices(campaign.id, kind, wanted).parts),
        )


def organisation_of(campaign: Campaign, ident: str) -> Organisation:
    """The organisation of the dossier with this id. Raises KeyError."""
    return {one.id: one for one in campaign.organisations}[ident]


def _trouble(store: Store, campaign: Campaign, window: Window) -> Iterable[DeliveryTrouble]:
    """Messages since the report before that did not surely arrive, those of this report left out; oldest first."""
    states = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.PENDING)
    for message in reversed(store.outbox(states, campaign.id)):
        trial = message.kind is MessageKind.TRIAL  # whoever asked for it looks for it
        if not trial and message.created_at < window.covers_until and _is_trouble(message, window):
            yield DeliveryTrouble(message.recipient, message.kind, message.day, message.state, message.reason)


def _is_trouble(message: OutboxMessage, window: Window) -> bool:
    """Failed or unknown since the report before; or still waiting, however old, after a try that did not succeed."""
    from monitor.delivery.troubles import in_trouble  # delivery sends reports, and so imports this module

    if not in_trouble(message) or (message.day >= window.day and message.kind == window.kind.value):
        return False
    # With the report before, a message of its own was made a tick before this window begins; and a clock that was
    # put back may have settled it at an earlier time than that.
    last = max(message.created_at, message.settled_at or message.last_try_at or message.created_at)
    return message.state is DeliveryState.PENDING or last >= window.covers_from - TICK
