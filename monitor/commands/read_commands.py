"""`articles`, `mentions`, `export`: what the archive holds, for people and for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from monitor.commands.session import (
    CommandError,
    Session,
    day_end,
    day_start,
    json_line,
    moment_text,
    parse_day,
    parse_days,
    printable,
    workspace_session,
    write_data,
)
from monitor.commands.tables import table
from monitor.export import FORMATS as EXPORTS
from monitor.export import export
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS
from monitor.wording.words import message
from storage.model import Mention, MentionKind, Moment, ReviewStatus, StoredArticle

Choice = TypeVar("Choice", MentionKind, ReviewStatus)

CampaignOption = Annotated[str | None, typer.Option(metavar="ID", help=message("Only this campaign."))]
SinceOption = Annotated[
    str | None,
    typer.Option(metavar="DAY", help=message("Only what was found from this day on (2025-02-04).")),
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", help=message("Only what was found up to this day, included."))
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        help=message("Only this kind: republication, citation, related, topic; may be repeated."),
    ),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="STATUS",
        help=message("Only this status: to_review, confirmed, rejected, second_look; may be repeated."),
    ),
]
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


def _mentions(
    session: Session,
    campaign: str | None,
    kind: Sequence[str] | None,
    status: Sequence[str] | None,
    since: str | None,
    until: str | None,
) -> list[Mention]:
    first, last = parse_days(since, until, session.words)
    with session.store() as store:
        return store.mentions(
            session.campaign(campaign).id if campaign else None,
            chosen_of(kind, MentionKind, session),
            chosen_of(status, ReviewStatus, session),
            day_start(first, session.zone),
            day_end(last, session.zone),
        )


def mentions_command(
    ctx: typer.Context,
    campaign: CampaignOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the mentions."""
    session = workspace_session(ctx, warn=False)
    found = _mentions(session, campaign, kind, status, since, until)
    if as_json:
        write_data(export(found, "jsonl", session.words.language), None)
        return
    words = session.words
    rows = [
        (
            moment_text(m.article.published_at, session.zone),
            words("To check") if m.judgement.to_check else words(MENTION_KIND[m.judgement.kind]),
            words(REVIEW_STATUS[m.review.status]),
            m.article.outlet.name,
            m.article.title or m.article.url,
            m.id,
        )
        for m in found
    ]
    headings = [
        words("Published"),
        words("Kind"),
        words("Review"),
        words("Outlet"),
        words("Title"),
        words("Id"),
    ]
    print(printable(table(headings, rows, whole=(0, 5))))
    session.tell(words.n("{n} mention", "{n} mentions", len(rows)))


def export_command(
    ctx: typer.Context,
    format: Annotated[
        str, typer.Option(metavar="csv|jsonl", help=message("csv (for Excel) or jsonl (for programs)."))
    ] = "csv",
    campaign: CampaignOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: OutputOption = None,
) -> None:
    """Write a mention list."""
    session = workspace_session(ctx, warn=False)
    if format not in EXPORTS:
        raise CommandError(
            session.words(
                "“{name}” is not known here. Known: {known}.", name=format[:40], known=", ".join(EXPORTS)
            )
        )
    found = _mentions(session, campaign, kind, status, since, until)
    write_data(export(found, format, session.words.language), output)
    if output is not None:
        session.tell(
            session.words.n(
                "{n} mention written to {path}", "{n} mentions written to {path}", len(found), path=output
            )
        )
