"""From the archive to reports: written into the folder, kept as made, queued for the people who receive them.

Files come first, then the record and the messages in one transaction: whatever happens in between, the next
call makes the same again, and no message of a report is ever queued twice.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock

from monitor.config import Settings
from monitor.delivery.book_file import MOST_BYTES, Shelf, shelf_of
from monitor.delivery.messages import Edition, Occasion, mail_messages, recipients_of
from monitor.delivery.payloads import hook_message, report_payload
from monitor.digest import Digest
from monitor.digesting import digest_of
from monitor.dossier import Campaign, Recipient
from monitor.export import write_feed
from monitor.reports import FORMATS, render, title_of
from monitor.reports.mail import render_mail
from monitor.wording import Words
from storage.model import MessageKind, OutboxMessage, ReportKind
from storage.store import Store

FOLDER = ("html", "text", "json")
"""The formats that are written into the folder of reports."""

FEED_REACHES_BACK = timedelta(days=90)
"""The feed in that folder holds the last mentions of so many days: readers ask for it again and again."""


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report on the disk: its digest and its files, by format; with a final one also "book".

    `queued` messages were put into the outbox now; `known` ones stood there already, of the same day and kind, and
    are not sent a second time.
    """

    digest: Digest
    files: dict[str, Path]
    queued: int = 0
    known: int = 0


def make_reports(
    store: Store,
    campaigns: Sequence[Campaign],
    settings: Settings,
    folder: Path,
    now: datetime,
    lang: str | None = None,
    kind: ReportKind = ReportKind.DAILY,
) -> list[MadeReport]:
    """Make today's report of every campaign, as `make_report` does."""
    return [make_report(store, campaign, settings, folder, now, lang, kind) for campaign in campaigns]


def make_report(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    folder: Path,
    now: datetime,
    lang: str | None = None,
    kind: ReportKind = ReportKind.DAILY,
    *,
    day: date | None = None,
    shelf: Shelf | None = None,
) -> MadeReport:
    """Make the report of a day (None: today in the campaign's zone), write it, keep it, and queue its messages.

    Without a mail server or a recipient, and without a webhook, it is only written. `lang` is that of the files
    (None: the campaign's); a mail is in its recipient's language. To a final report
    belongs the coverage book, from `shelf` (None: written from the archive). `now` is aware.

    A report whose messages were queued keeps the hours that they cover when it is made again: what came since is
    for the next one, else no message would ever tell it. Without messages it ends now, as often as it is made.
    """
    with FileLock(
        f"{store.path}.report.lock", poll_interval=0.02
    ):  # two at once would each end at another moment
        return _make(store, campaign, settings, folder, now, lang or campaign.language, kind, day, shelf)


def _make(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    folder: Path,
    now: datetime,
    language: str,
    kind: ReportKind,
    day: date | None,
    shelf: Shelf | None,
) -> MadeReport:
    today = now.astimezone(ZoneInfo(campaign.zone)).date()
    before = store.outbox(campaign_id=campaign.id)
    told = any(one.kind.value == kind.value and one.day == (day or today) for one in before)
    closing = day in (None, today) and not told
    digests = {"": digest_of(store, campaign, settings, now, day=day, closing=closing, kind=kind)}
    recipients = recipients_of(campaign, MessageKind(kind.value)) if settings.mail.host else []
    for ident in sorted({recipient.organisation for recipient in recipients} - {""}):
        digests[ident] = digest_of(
            store, campaign, settings, now, day=day, closing=closing, kind=kind, organisation=ident
        )
    whole = digests[""]
    files = write_files(whole, folder, language)
    lately = store.mentions(campaign.id, since=now - FEED_REACHES_BACK)
    write_feed(folder, campaign, lately, language)
    books = None
    if kind is ReportKind.FINAL:
        books = shelf or shelf_of(store, campaign, settings, now)
        files["book"] = _write_book(books, campaign, folder, language)
    messages = _messages(digests, recipients, settings, now, books)
    there = {message.id.partition("@")[0] for message in before}
    new = [message for message in messages if message.id.partition("@")[0] not in there]
    store.put_report(whole.window.record(campaign.id, now), new)
    return MadeReport(whole, files, len(new), len(messages) - len(new))


def write_files(digest: Digest, folder: Path, language: str) -> dict[str, Path]:
    """Write a report into the folder in every format that belongs there; each file is whole or not there at all."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = "" if digest.kind is ReportKind.DAILY else f"-{digest.kind.value}"
    files = {}
    for name in FOLDER:
        form = FORMATS[name]
        path = folder / f"{digest.campaign.id}-{digest.window.day.isoformat()}{kind}{form.suffix}"
        _write_whole(path, render(digest, name, language))
        files[name] = path
    return files


def _write_book(books: Shelf, campaign: Campaign, folder: Path, language: str) -> Path:
    book = books(language, "")
    path = folder / book.name
    _write_whole(path, book.data)
    return path


def _write_whole(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _messages(
    digests: dict[str, Digest],
    recipients: Sequence[Recipient],
    settings: Settings,
    now: datetime,
    books: Shelf | None,
) -> list[OutboxMessage]:
    """The mails of a report, and what another program is told of it."""
    whole = digests[""]
    campaign = whole.campaign
    occasion = Occasion(campaign, MessageKind(whole.kind.value), whole.window.day)

    def edition_of(recipient: Recipient) -> Edition:
        return _edition(digests[recipient.organisation], recipient, books)

    queued = mail_messages(occasion, recipients, settings.mail, now, edition_of)
    if settings.webhook.url:
        title = title_of(whole, campaign.language)
        queued.append(hook_message(occasion, settings.webhook.url, title, report_payload(whole, title), now))
    return queued


def _edition(digest: Digest, recipient: Recipient, books: Shelf | None) -> Edition:
    words = Words(recipient.language)
    foot = words(
        "Sent to {address}, whom the dossier lists as a recipient. Answer this mail to receive it no longer.",
        address=recipient.address,
    )
    book = books(words.language, recipient.organisation) if books else None
    light = book is not None and len(book.data) <= MOST_BYTES
    if book is not None and light:
        foot = words("The coverage book is attached.") + " " + foot
    elif book is not None:
        foot = words("The coverage book is too heavy for a mail: ask the sender for it.") + " " + foot
    text = render(digest, "text", words.language).decode("utf-8").rstrip("\n")
    return Edition(
        subject=title_of(digest, words.language),
        text=f"{text}\n\n{foot}\n",
        html=render_mail(digest, words.language, foot),
        language=words.language,
        attachments=(book,) if book is not None and light else (),
    )
