"""The text of a page, read once as a crawl would read it: politely, into an archive that is thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from monitor.commands.session import UNREADABLE, CommandError, Session
from monitor.crawling import crawl
from monitor.orders import make_order
from monitor.wording.labels import REASON
from storage.catalogue import CatalogueReading
from storage.model import Outlet, Source, SourceKind
from storage.store import open_store

MAX_MINUTES = 3.0


def page_text(session: Session, url: str) -> str:
    """Title, standfirst and text of a page, as Markdown. Raises CommandError where it cannot be read."""
    loaded, words = session.loaded, session.words
    host = urlsplit(url).netloc.lower()
    outlet = Outlet("page", host, host)
    by_hand = Source(f"{outlet.id}/{SourceKind.HAND}", outlet.id, SourceKind.HAND, f"https://{host}/")
    order = make_order(
        loaded.settings,
        loaded.campaigns,
        CatalogueReading((), ()),
        now=session.now(),
        pages=[(outlet, url)],
        only_pages=True,
    )
    log = session.workspace.logs / "campaign-new.log"
    with tempfile.TemporaryDirectory(prefix="retombees-") as folder:
        path = Path(folder) / "archive.db"
        with open_store(path, create=True) as store:
            store.put_catalogue([(outlet, [by_hand])])
            store.put_order(order)
            crawl(path, order.id, max_minutes=MAX_MINUTES, listen=lambda event: None, log=log)
            article = store.article_at(url)
            failures = store.failures(url=url)
    if article is None or not article.text:
        reason = words(REASON[failures[-1].reason]) if failures else ""
        raise CommandError(words("This page could not be read. {reason}", reason=reason).rstrip(), UNREADABLE)
    parts = [f"# {article.title}" if article.title else "", article.standfirst, article.text]
    return "\n\n".join(part for part in parts if part)
