"""To whom a report goes, and who has it already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.config import Settings
from monitor.delivery.messages import Occasion, message_id, recipients_of
from monitor.delivery.webhook import recipient_of
from monitor.dossier import Campaign
from storage.model import Channel, MessageKind, OutboxMessage, ReportKind
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Addressee:
    """One address to which a report goes by the dossier, or another program by the settings.

    `organisation` is the id of the one whose own report it is; empty: the whole one. `message` is what was queued for
    them of this report, without its content; None: nothing yet. `listed` is False where the dossier no longer lists
    them, and a message went to them all the same.
    """

    address: str
    name: str = ""
    language: str = ""
    organisation: str = ""
    channel: Channel = Channel.MAIL
    message: OutboxMessage | None = None
    listed: bool = True


def audience(
    store: Store, campaign: Campaign, settings: Settings, kind: ReportKind, day: date
) -> list[Addressee]:
    """Everybody to whom the report of a day goes or went: as the dossier lists them, then those it no longer lists.

    Without a mail server nobody gets a mail.
    """
    queued = [
        one
        for one in store.outbox(campaign_id=campaign.id)
        if one.kind.value == kind.value and one.day == day
    ]
    by_id = {one.id.partition("@")[0]: one for one in queued}
    found = _listed(campaign, settings, kind, day, by_id)
    known = {one.message.id for one in found if one.message is not None}
    unlisted = [
        Addressee(one.recipient, channel=one.channel, message=one, listed=False)
        for one in reversed(queued)
        if one.id not in known
    ]
    return [*found, *unlisted]


def _listed(
    campaign: Campaign, settings: Settings, kind: ReportKind, day: date, by_id: dict[str, OutboxMessage]
) -> list[Addressee]:
    occasion = Occasion(campaign, MessageKind(kind.value), day)
    found = []
    for one in recipients_of(campaign, occasion.kind) if settings.mail.host else []:
        ident = message_id(occasion, one.address, one.organisation, "").partition("@")[0]
        found.append(
            Addressee(one.address, one.name, one.language, one.organisation, Channel.MAIL, by_id.get(ident))
        )
    if settings.webhook.url:
        address = recipient_of(settings.webhook.url)
        ident = message_id(occasion, address, "", "").partition("@")[0]
        found.append(Addressee(address, channel=Channel.WEBHOOK, message=by_id.get(ident)))
    return found


def waits_for(people: Iterable[Addressee]) -> list[Addressee]:
    """Those for whom nothing was queued yet: to whom sending now would send."""
    return [one for one in people if one.listed and one.message is None]
