"""`report`: the daily report of a date, the book of a period."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.commands.read_commands import CampaignOption, OutputOption
from monitor.commands.session import CommandError, parse_day, workspace_session, write_data
from monitor.digesting import digest_of
from monitor.reports import FORMATS, render
from monitor.wording.words import message


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
