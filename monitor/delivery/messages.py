"""Messages as bytes, ready to be handed over (pure): the same inputs give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from monitor.config.addresses import is_mail_address
from monitor.config.settings import Mail
from monitor.dossier import Campaign, Recipient
from storage.model import Channel, MessageKind, OutboxMessage

SUBJECT = 180
NAME = 80
PRODUCT = "Retombées"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; `media_type` is one of ours ("application/pdf")."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """What one recipient gets to read: one report, in one language."""

    subject: str
    text: str
    html: str
    language: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What messages are about. `about` tells several of one day and kind apart (the mentions of an alert)."""

    campaign: Campaign
    kind: MessageKind
    day: date
    about: tuple[str, ...] = ()


def message_id(occasion: Occasion, recipient: str, organisation: str, domain: str) -> str:
    """The fixed Message-ID, without angle brackets: the same for the same occasion and recipient, whatever it says."""
    parts = [occasion.campaign.id, occasion.kind.value, occasion.day.isoformat(), recipient.casefold()]
    told = json.dumps([*parts, organisation, *sorted(occasion.about)], ensure_ascii=True)
    return f"{hashlib.sha256(told.encode()).hexdigest()[:40]}@{domain}"


def recipients_of(campaign: Campaign, kind: MessageKind) -> list[Recipient]:
    """Who receives messages of this kind, in the dossier's order; an address that stands twice counts once."""
    found: dict[str, Recipient] = {}
    for recipient in campaign.recipients:
        if kind.value in recipient.receives and is_mail_address(recipient.address):
            found.setdefault(recipient.address.casefold(), recipient)
    return list(found.values())


def mail_messages(
    occasion: Occasion,
    recipients: Iterable[Recipient],
    mail: Mail,
    now: datetime,
    edition_of: Callable[[Recipient], Edition],
) -> list[OutboxMessage]:
    """One message for each recipient, to be queued; `edition_of` gives what that one reads."""
    return [_mail_message(occasion, one, mail, now, edition_of(one)) for one in recipients]


def _mail_message(
    occasion: Occasion, recipient: Recipient, mail: Mail, now: datetime, edition: Edition
) -> OutboxMessage:
    domain = mail.sender.rpartition("@")[2]
    ident = message_id(occasion, recipient.address, recipient.organisation, domain)
    return OutboxMessage(
        id=ident,
        channel=Channel.MAIL,
        kind=occasion.kind,
        campaign_id=occasion.campaign.id,
        day=occasion.day,
        recipient=recipient.address,
        subject=header_text(edition.subject, SUBJECT),
        content=_bytes_of(occasion, recipient, mail, now, edition, ident),
        created_at=now,
    )


def _bytes_of(
    occasion: Occasion, recipient: Recipient, mail: Mail, now: datetime, edition: Edition, ident: str
) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(header_text(mail.sender_name or PRODUCT, NAME), addr_spec=mail.sender)
    made["To"] = Address(header_text(recipient.name, NAME), addr_spec=recipient.address)
    made["Subject"] = header_text(edition.subject, SUBJECT)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{ident}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["List-Id"] = _list_id(occasion.campaign, mail.sender.rpartition("@")[2])
    made["List-Unsubscribe"] = f"<mailto:{quote(mail.sender, safe='@')}?subject=unsubscribe>"
    made.set_content(body_text(edition.text), charset="utf-8", cte="quoted-printable")
    made.add_alternative(body_text(edition.html), subtype="html", charset="utf-8", cte="quoted-printable")
    for attachment in edition.attachments:
        maintype, _, subtype = attachment.media_type.partition("/")
        made.add_attachment(
            attachment.data, maintype=maintype, subtype=subtype, filename=header_text(attachment.name, NAME)
        )
    made["Content-Language"] = edition.language  # last: what begins with Content- moves into the first part
    _fix_boundaries(made, ident)
    return made.as_bytes()


def _fix_boundaries(made: EmailMessage, ident: str) -> None:
    """Boundaries from the message's id: the standard library would draw new ones every time."""
    multiparts = [part for part in made.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_{ident[:40]}_{number}")


def _list_id(campaign: Campaign, domain: str) -> str:
    letters = "".join(sign for sign in campaign.id if sign.isascii() and (sign.isalnum() or sign in "-."))
    return f"<{letters[:60].strip('.') or 'campaign'}.retombees.{domain}>"


def header_text(text: str, length: int) -> str:
    """Text from outside as it may stand in a header: one line, no control or direction sign, of limited length.

    "=?" begins an encoded word, which the standard library would decode, line ends and all.
    """
    plain = "".join(sign if _stands_in_a_header(sign) else " " for sign in text[: 4 * length])
    words = [word for word in plain.replace("=?", "= ?").split(" ") if word]
    return " ".join(words)[:length].rstrip()


def _stands_in_a_header(sign: str) -> bool:
    return sign.isprintable() or sign in "\u00a0\u202f"


def body_text(text: str) -> str:
    """Text as it may stand in a body: half surrogate pairs would stop the encoder, lone carriage returns a server."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
