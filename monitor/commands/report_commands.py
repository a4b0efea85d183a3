"""`report` and `review`: the daily report of a date, and what people decide of a mention."""

from __future__ import annotations

import getpass
from dataclasses import replace
from typing import Annotated

import typer

from monitor.commands.read_commands import CampaignOption, OutputOption, chosen_of
from monitor.commands.session import CommandError, parse_day, workspace_session, write_data
from monitor.digesting import digest_of
from monitor.reports import FORMATS, render
from monitor.wording.labels import REVIEW_STATUS
from monitor.wording.words import message
from storage.model import ReviewStatus


def report_command(
    ctx: typer.Context,
    date: Annotated[
        str | None,
        typer.Option(metavar="DAY", help=message("The day of the report (2025-02-04); without it, today.")),
    ] = None,
    campaign: CampaignOption = None,
    format: Annotated[
        str, typer.Option(metavar="html|text", help=message("html (a page) or text."))
    ] = "html",
    output: OutputOption = None,
) -> None:
    """The daily report of a date."""
    session = workspace_session(ctx, warn=False)
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
    write_data(render(digest, format, session.lang or chosen.language), output)
    if output is not None:
        session.tell(session.words("The report: {path}", path=output))


def review_command(
    ctx: typer.Context,
    mention_id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help=message("The mention, by its id in the list of “retombees mentions”.")
        ),
    ],
    status: Annotated[
        str,
        typer.Option(metavar="STATUS", help=message("to_review, confirmed, rejected or second_look.")),
    ],
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help=message("A note, shown in the report."))
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help=message("Why it is rejected."))] = None,
    star: Annotated[
        bool | None, typer.Option(help=message("Put it first in the report, or no longer."))
    ] = None,
) -> None:
    """Say of a mention whether it counts; what stood before is kept in the journal."""
    session = workspace_session(ctx, warn=False)
    decided = chosen_of([status], ReviewStatus, session)[0]
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
            "{title}: {status}.",
            title=before.article.title or before.article.url,
            status=session.words(REVIEW_STATUS[decided]),
        )
    )
