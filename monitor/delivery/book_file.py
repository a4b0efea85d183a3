"""The coverage book that goes with a final report: a PDF, or a Word file where PDF cannot be made here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.booking import book_of
from monitor.config import Settings
from monitor.delivery.messages import Attachment
from monitor.dossier import Campaign
from monitor.office.pdf import PdfMissing
from monitor.reports.book import BOOK_FORMATS, render_book
from monitor.wording import Words
from storage.store import Store

MOST_BYTES = 12_000_000
"""A larger file is not attached: with its encoding, servers would refuse the message."""

Shelf = Callable[[str, str], Attachment]
"""The book in a language, for an organisation (empty: the whole one)."""


def shelf_of(store: Store, campaign: Campaign, settings: Settings, now: datetime) -> Shelf:
    """Books of a campaign, each written once however many people receive it."""
    written: dict[tuple[str, str], Attachment] = {}

    def book(language: str, organisation: str) -> Attachment:
        key = (language, organisation)
        if key not in written:
            found = book_of(store, campaign, settings, now, organisation=organisation or None)
            form = BOOK_FORMATS["pdf"]
            try:
                data = render_book(found, form.name, language)
            except PdfMissing:
                form = BOOK_FORMATS["docx"]
                data = render_book(found, form.name, language)
            words = Words(language)
            parts = [words("coverage-book"), campaign.id, *filter(None, [organisation])]
            written[key] = Attachment(f"{'-'.join(parts)}{form.suffix}", form.media_type, data)
        return written[key]

    return book
