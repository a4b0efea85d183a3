"""A report sent to one person to be looked at: as its recipients would get it, and told to be a trial."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.config import Settings
from monitor.config.addresses import is_mail_address
from monitor.delivery import Sending, send_due
from monitor.delivery.messages import Edition, Occasion, mail_messages
from monitor.digest import Digest
from monitor.dossier import Campaign, Recipient
from monitor.reports import render, title_of
from monitor.reports.mail import render_mail
from monitor.wording import Words
from monitor.workspace import Workspace
from storage.model import MessageKind, OutboxMessage
from storage.store import Store

MOST_IN_AN_HOUR = 20
"""Trials of one campaign."""


class TrialRefused(Exception):
    """No trial goes there: no address, one of strangers, no mail server, or too many in an hour (`why`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def may_get_trial(campaign: Campaign, settings: Settings, address: str) -> bool:
    """True for an address of the dossier, and for one under the domain of the sender or of a recipient. Pure.

    The desk is no way to send mail to strangers.
    """
    domain = address.rpartition("@")[2].casefold()
    ours = [settings.mail.sender, *(one.address for one in campaign.recipients)]
    return is_mail_address(address) and domain in {one.rpartition("@")[2].casefold() for one in ours if one}


def send_trial(
    store: Store,
    digest: Digest,
    settings: Settings,
    workspace: Workspace,
    now: datetime,
    address: str,
    language: str,
    by: str,
) -> Sending:
    """Send this report to one address of ours, at once; `by` is the name of the person who asks for it.

    It is none of the messages of the report: who is to get that still gets it. Raises TrialRefused.
    """
    campaign = digest.campaign
    if not settings.mail.host:
        raise TrialRefused("no server")
    if not may_get_trial(campaign, settings, address):
        raise TrialRefused("address")
    lately = store.outbox(campaign_id=campaign.id, since=now - timedelta(hours=1))
    if sum(one.kind is MessageKind.TRIAL for one in lately) >= MOST_IN_AN_HOUR:
        raise TrialRefused("many")
    store.put_message(trial_message(digest, settings, now, address, language, by))
    return send_due(store, settings, workspace, now)


def trial_message(
    digest: Digest, settings: Settings, now: datetime, address: str, language: str, by: str
) -> OutboxMessage:
    """The mail of a trial. Pure."""
    words = Words(language)
    told = words("A trial that {name} asked for: this report went to nobody else with it.", name=by)
    text = render(digest, "text", words.language).decode("utf-8").rstrip("\n")
    edition = Edition(
        subject=words("[Trial] {title}", title=title_of(digest, words.language)),
        text=f"{text}\n\n{told}\n",
        html=render_mail(digest, words.language, told),
        language=words.language,
    )
    occasion = Occasion(digest.campaign, MessageKind.TRIAL, digest.window.day, (now.isoformat(), language))
    return mail_messages(occasion, [Recipient(address, language)], settings.mail, now, lambda _: edition)[0]
