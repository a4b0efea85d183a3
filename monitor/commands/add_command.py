"""`add`: an article by hand, from its address."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer

from monitor.commands.crawl_run import crawl_code, run_crawl, run_match
from monitor.commands.session import UNREADABLE, CommandError, Session, workspace_session
from monitor.wording.labels import MENTION_KIND, REASON
from monitor.wording.words import message
from storage.identity import article_key, is_http, same_site
from storage.model import Outlet


def add_command(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help=message("The address of an article."))],
) -> None:
    """Add an article by hand, from its address."""
    session = workspace_session(ctx)
    words = session.words
    if not is_http(url):
        raise CommandError(
            words(
                "“{url}” is not the address of a page: it must begin with https:// or http://.", url=url[:100]
            )
        )
    outlet = _outlet_of(url, session)
    with session.store() as store:
        known = store.article_at(url)
        end = run_crawl(session, store, pages=[(outlet, url)])
        article = store.article_at(url)
        if article is None:
            failures = store.failures(url=url)
            reason = words(REASON[failures[-1].reason]) if failures else ""
            raise CommandError(
                words("This page could not be added. {reason}", reason=reason).rstrip(),
                crawl_code(session, end) or UNREADABLE,
            )
        run_match(session, store, [campaign.id for campaign in session.loaded.campaigns])
        mentions = [mention for mention in store.mentions() if mention.article.id == article.id]
    name = words("{title} ({outlet})", title=article.title or url, outlet=article.outlet.name)
    session.tell(
        words("It was there already: {name}", name=name) if known else words("Added: {name}", name=name)
    )
    for mention in mentions:
        session.tell(words("It is a mention: {kind}.", kind=words(MENTION_KIND[mention.kind]).lower()))
    if not mentions:
        session.tell(
            words("It names neither the text nor the event: it is in the archive, and is no mention.")
        )


def _outlet_of(url: str, session: Session) -> Outlet:
    """The outlet of the catalogue whose site this is, else one made of the address."""
    for outlet, _ in session.loaded.catalogue.entries:
        if same_site(f"https://{outlet.domain}/", url):
            return outlet
    host = (urlsplit(url).netloc or article_key(url)).lower().removeprefix("www.")
    return Outlet(id=f"site-{host.replace(':', '-').replace('.', '-')}", name=host, domain=host)
