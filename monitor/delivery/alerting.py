"""Queues an alert where one is due: the mentions it tells of and its messages are kept in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.config import Settings
from monitor.delivery.alert_page import edition, headline_of
from monitor.delivery.alerts import FRESH, Alert, alert_of, may_go, part_for
from monitor.delivery.messages import Edition, Occasion, mail_messages, recipients_of
from monitor.delivery.payloads import alert_payload, hook_message
from monitor.dossier import Campaign, Recipient
from monitor.wording import Words
from storage.model import PICKUP_KINDS, MessageKind, OutboxMessage, ReportKind
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Alerted:
    """An alert that was queued: what it says in one line, its mentions, and how many messages carry it."""

    headline: str
    mention_ids: tuple[str, ...]
    messages: int


def alert_due(store: Store, campaign: Campaign, settings: Settings, now: datetime) -> Alerted | None:
    """Queue the alert that is due at this moment, for `send_due` to send; None where none is.

    None is due either where nobody is to receive it. No mention is told in two alerts, nor in an alert after a
    report that it stands in. `now` is aware.
    """
    wanted = settings.alerts.tier1 or settings.alerts.burst
    if not wanted or not (_mail_recipients(campaign, settings) or settings.webhook.url):
        return None
    last, told = store.alerted(campaign.id)
    reports = [report for kind in ReportKind for report in store.reports(campaign.id, kind)]
    daily = [report for report in reports if report.kind is ReportKind.DAILY]
    if not may_go(campaign, settings.alerts, settings.schedule, last, daily, now):
        return None
    since = max([now - FRESH, *(report.covers_until for report in reports)])
    alert = alert_of(
        campaign, store.mentions(campaign.id, kinds=PICKUP_KINDS, since=since), told, settings.alerts, now
    )
    messages = _messages(alert, settings, now) if alert is not None else []
    if alert is None or not messages:
        return None
    ids = tuple(mention.id for mention in alert.mentions)
    store.put_alert(campaign.id, ids, now, messages)
    return Alerted(headline_of(alert, Words(campaign.language)), ids, len(messages))


def _mail_recipients(campaign: Campaign, settings: Settings) -> list[Recipient]:
    return recipients_of(campaign, MessageKind.ALERT) if settings.mail.host else []


def _messages(alert: Alert, settings: Settings, now: datetime) -> list[OutboxMessage]:
    campaign = alert.campaign
    day = now.astimezone(ZoneInfo(campaign.zone)).date()
    occasion = Occasion(campaign, MessageKind.ALERT, day, tuple(mention.id for mention in alert.mentions))
    parts = {one.address: part_for(alert, one.organisation) for one in _mail_recipients(campaign, settings)}
    concerned = [one for one in _mail_recipients(campaign, settings) if parts[one.address] is not None]

    def edition_of(recipient: Recipient) -> Edition:
        part = parts[recipient.address]
        assert part is not None  # only those concerned are asked for
        return edition(part, recipient)

    queued = mail_messages(occasion, concerned, settings.mail, now, edition_of)
    if settings.webhook.url:
        title = headline_of(alert, Words(campaign.language))
        payload = alert_payload(alert, title)
        queued.append(hook_message(occasion, settings.webhook.url, title, payload, now))
    return queued
