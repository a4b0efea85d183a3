"""What goes with the report at the end of a campaign: its coverage book, as a file that opens anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.booking import book_of
from monitor.config import Settings
from monitor.delivery.messages import Attachment
from monitor.dossier import Campaign, Recipient
from monitor.office import PdfMissing
from monitor.reports.book import BOOK_FORMATS, render_book
from monitor.wording import Words
from storage.store import Store


def book_with(
    store: Store, campaign: Campaign, settings: Settings, now: datetime
) -> Callable[[Recipient], tuple[Attachment, ...]]:
    """Gives each recipient the book in their language, of their organisation: PDF, or Word where PDF cannot be made.

    Those who get the same book share one making of it.
    """
    made: dict[tuple[str, str], Attachment] = {}

    def attached(recipient: Recipient) -> tuple[Attachment, ...]:
        key = (recipient.language, recipient.organisation)
        if key not in made:
            made[key] = _attachment(store, campaign, settings, now, recipient)
        return (made[key],)

    return attached


def _attachment(
    store: Store, campaign: Campaign, settings: Settings, now: datetime, recipient: Recipient
) -> Attachment:
    book = book_of(store, campaign, settings, now, organisation=recipient.organisation or None)
    name = "pdf"
    try:
        data = render_book(book, name, recipient.language)
    except PdfMissing:
        name = "docx"
        data = render_book(book, name, recipient.language)
    form = BOOK_FORMATS[name]
    title = Words(recipient.language)("coverage-book")
    return Attachment(f"{title}-{campaign.id}{form.suffix}", form.media_type, data)
