"""`articles` and `mentions`: what the archive holds, for people and for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from monitor.commands import filter_options as options
from monitor.commands.filter_options import CampaignOption as CampaignOption
from monitor.commands.filter_options import SinceOption as SinceOption
from monitor.commands.session import (
    CommandError,
    Session,
    day_start,
    json_line,
    moment_text,
    parse_day,
    printable,
    workspace_session,
    write_data,
)
from monitor.commands.tables import table
from monitor.export import NotKnown, export, in_order
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS
from monitor.wording.words import message
from storage.model import Mention, MentionKind, Moment, ReviewStatus, StoredArticle

Choice = TypeVar("Choice", MentionKind, ReviewStatus)

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help=message("Write to this file; without it, to the screen.")
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=message("One JSON object a line, for programs."))]


TEXT_STATE = {
    "complete": message("complete"),
    "teaser": message("beginning only"),
    "no_text": message("no text"),
}


def iso(moment: Moment | None) -> str | None:
    """A moment as ISO 8601: a time with its zone, or a bare day."""
    return moment.isoformat() if moment is not None else None


def articles_command(ctx: typer.Context, since: SinceOption = None, as_json: JsonOption = False) -> None:
    """What the archive holds."""
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        found = store.articles(since=day_start(parse_day(since, session.words), session.zone))
        if as_json:
            for article in found:
                print(json_line(article_row(article)))
            return
        rows = [
            (
                moment_text(a.published_at, session.zone),
                a.outlet.name,
                a.title or a.url,
                session.words(TEXT_STATE[article_state(a)]),
            )
            for a in found
        ]
    words = session.words
    headings = [words("Published"), words("Outlet"), words("Title"), words("Text")]
    print(printable(table(headings, rows, whole=(0,))))
    session.tell(session.words.n("{n} article", "{n} articles", len(rows)))


def article_row(article: StoredArticle) -> dict[str, Any]:
    """An article as `articles --json` gives it."""
    return {
        "id": article.id,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "outlet": article.outlet.name,
        "outlet_id": article.outlet.id,
        "published_at": iso(article.published_at),
        "published_from": article.published_from,
        "first_seen_at": iso(article.first_seen_at),
        "fetched_at": iso(article.fetched_at),
        "language": article.language,
        "paywalled": article.paywalled,
        "rights": str(article.rights),
        "version": article.version,
        "found_by": [{"source": found.source, "kind": found.kind} for found in article.found_by],
        "state": article_state(article),
    }


def article_state(article: StoredArticle) -> str:
    """complete, teaser (behind a paywall), no_text (the page gave none)."""
    if not article.text_fingerprint:
        return "no_text"
    return "teaser" if article.paywalled else "complete"


def chosen_of(names: Iterable[str] | None, kind: type[Choice], session: Session) -> list[Choice]:
    """Kinds or statuses by the names that were typed. Raises CommandError for one that there is not."""
    chosen = []
    for name in names or ():
        try:
            chosen.append(kind(name))
        except ValueError:
            raise CommandError(
                session.words(
                    "“{name}” is not known here. Known: {known}.", name=name[:40], known=", ".join(kind)
                )
            ) from None
    return chosen


def mentions_command(
    ctx: typer.Context,
    campaign: CampaignOption = None,
    kind: options.KindOption = None,
    status: options.StatusOption = None,
    outlet: options.OutletOption = None,
    outlet_kind: options.OutletKindOption = None,
    country: options.CountryOption = None,
    language: options.LanguageOption = None,
    tier: options.TierOption = None,
    organisation: options.OrganisationOption = None,
    tone: options.ToneOption = None,
    tag: options.TagOption = None,
    starred: options.StarredOption = None,
    to_check: options.ToCheckOption = None,
    own: options.OwnOption = None,
    published_since: options.PublishedSinceOption = None,
    published_until: options.PublishedUntilOption = None,
    since: options.SinceOption = None,
    until: options.UntilOption = None,
    words: options.WordsOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the mentions."""
    session = workspace_session(ctx, warn=False)
    try:
        with session.store() as store:
            asked = options.asked_in(ctx.params, session)
            found = in_order(options.found_in(store, session, asked, campaign, as_json).mentions)
    except NotKnown as error:
        raise CommandError(error.sentence(session.words)) from error
    if as_json:
        write_data(export(found, "jsonl", session.words.language), None)
        return
    print(printable(table(*_listed(found, session), whole=(0, 5))))
    session.tell(session.words.n("{n} mention", "{n} mentions", len(found)))


def _listed(mentions: Iterable[Mention], session: Session) -> tuple[list[str], list[tuple[str, ...]]]:
    """The headings and rows of a list of mentions."""
    words = session.words
    rows: list[tuple[str, ...]] = [
        (
            moment_text(m.article.published_at, session.zone),
            words("To check") if m.to_check else words(MENTION_KIND[m.kind]),
            words(REVIEW_STATUS[m.review.status]),
            m.article.outlet.name,
            m.article.title or m.article.url,
            m.id,
        )
        for m in mentions
    ]
    headings = [
        words("Published"),
        words("Kind"),
        words("Review"),
        words("Outlet"),
        words("Title"),
        words("Id"),
    ]
    return headings, rows
