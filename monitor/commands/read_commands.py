"""`articles`, `mentions`, `export`, `report`: what the archive holds, for people and for other programs."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from monitor.commands.session import (
    CommandError,
    Session,
    day_start,
    parse_day,
    printable,
    session_of,
    write_data,
)
from monitor.commands.tables import table
from monitor.daily import digest_of
from monitor.export import FORMATS as EXPORTS
from monitor.export import export
from monitor.reports import FORMATS, render
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS
from monitor.wording.words import message
from storage.model import Mention, MentionKind, Moment, ReviewStatus, StoredArticle

Choice = TypeVar("Choice", MentionKind, ReviewStatus)

CampaignOption = Annotated[str | None, typer.Option(metavar="ID", help=message("Only this campaign."))]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DAY", help=message("From this day on (2025-02-04)."))
]
UntilOption = Annotated[str | None, typer.Option(metavar="DAY", help=message("Up to this day, included."))]
KindOption = Annotated[
    list[str] | None,
    typer.Option(help=message("Only this kind: republication, citation, related, topic; may be repeated.")),
]
StatusOption = Annotated[
    list[str] | None,
    typer.Option(
        help=message("Only this status: to_review, confirmed, rejected, second_look; may be repeated.")
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
    session = session_of(ctx)
    session.speak_as_set()
    with session.store() as store:
        found = store.articles(since=day_start(parse_day(since, session.words), _zone(session)))
        if as_json:
            for article in found:
                print(json.dumps(article_row(article), ensure_ascii=False))
            return
        rows = [
            (
                iso(a.published_at) or "–",
                a.outlet.name,
                a.title or a.url,
                session.words(TEXT_STATE[article_state(a)]),
            )
            for a in found
        ]
    headings = [session.words(text) for text in ("Published", "Outlet", "Title", "Text")]
    print(printable(table(headings, rows)))
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


def _zone(session: Session) -> str:
    campaigns = session.loaded.campaigns
    return campaigns[0].zone if campaigns else "Europe/Paris"


def _chosen(names: Iterable[str] | None, kind: type[Choice], session: Session) -> list[Choice]:
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
    first, last = parse_day(since, session.words), parse_day(until, session.words)
    zone = _zone(session)
    with session.store() as store:
        return store.mentions(
            session.campaign(campaign).id if campaign else None,
            _chosen(kind, MentionKind, session),
            _chosen(status, ReviewStatus, session),
            day_start(first, zone),
            day_start(last + timedelta(days=1), zone) if last else None,
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
    session = session_of(ctx)
    session.speak_as_set()
    found = _mentions(session, campaign, kind, status, since, until)
    if as_json:
        write_data(export(found, "jsonl", session.words.language), None)
        return
    words = session.words
    rows = [
        (
            iso(m.article.published_at) or "–",
            words(MENTION_KIND[m.judgement.kind]),
            m.article.outlet.name,
            m.article.title or m.article.url,
        )
        for m in found
    ]
    print(printable(table([words(text) for text in ("Published", "Kind", "Outlet", "Title")], rows)))
    session.tell(words.n("{n} mention", "{n} mentions", len(rows)))


def export_command(
    ctx: typer.Context,
    format: Annotated[str, typer.Option(help=message("csv (for Excel) or jsonl (for programs)."))] = "csv",
    campaign: CampaignOption = None,
    kind: KindOption = None,
    status: StatusOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: OutputOption = None,
) -> None:
    """Write a mention list."""
    session = session_of(ctx)
    session.speak_as_set()
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


def report_command(
    ctx: typer.Context,
    date: Annotated[
        str | None,
        typer.Option(metavar="DAY", help=message("The day of the report (2025-02-04); without it, today.")),
    ] = None,
    campaign: CampaignOption = None,
    format: Annotated[str, typer.Option(help=message("html (a page) or text."))] = "html",
    output: OutputOption = None,
) -> None:
    """The daily report of a date."""
    session = session_of(ctx)
    session.speak_as_set()
    if format not in FORMATS:
        raise CommandError(
            session.words(
                "“{name}” is not known here. Known: {known}.", name=format[:40], known=", ".join(FORMATS)
            )
        )
    chosen = session.campaign(campaign)
    with session.store() as store:
        digest = digest_of(
            store, chosen, session.loaded.settings, session.now(chosen), day=parse_day(date, session.words)
        )
    write_data(render(digest, format, session.lang or chosen.language).encode(), output)
    if output is not None:
        session.tell(session.words("The report: {path}", path=output))


def review_command(
    ctx: typer.Context,
    mention_id: Annotated[
        str, typer.Argument(metavar="ID", help=message("The mention, as “mentions --json” names it."))
    ],
    status: Annotated[str, typer.Option(help=message("to_review, confirmed, rejected or second_look."))],
    note: Annotated[str | None, typer.Option(help=message("A note, shown in the report."))] = None,
    reason: Annotated[str | None, typer.Option(help=message("Why it is rejected."))] = None,
    star: Annotated[
        bool | None, typer.Option(help=message("Bring it to the top of the report, or no longer."))
    ] = None,
) -> None:
    """Say of a mention whether it counts; what stood before is kept in the journal."""
    session = session_of(ctx)
    session.speak_as_set()
    decided = _chosen([status], ReviewStatus, session)[0]
    with session.store() as store:
        before = store.mention(mention_id)
        review = replace(
            before.review,
            status=decided,
            note=before.review.note if note is None else note[:2000],
            reject_reason=before.review.reject_reason if reason is None else reason[:500],
            starred=before.review.starred if star is None else star,
            reviewed_by=getpass.getuser(),
            reviewed_at=session.now(),
        )
        store.put_review(mention_id, review)
    session.tell(
        session.words(
            "{title}: {status}", title=before.article.title, status=session.words(REVIEW_STATUS[decided])
        )
    )
