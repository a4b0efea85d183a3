"""`report`: the report of a day or a week, the book of a period; shown, written, or sent to its recipients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from monitor.booking import book_of
from monitor.commands.filter_options import CampaignOption
from monitor.commands.read_commands import OutputOption
from monitor.commands.sending_words import sending_code, sending_sentences
from monitor.commands.session import (
    DONE,
    CommandError,
    Session,
    parse_day,
    parse_days,
    workspace_session,
    write_data,
)
from monitor.daily import make_report
from monitor.delivery import send_due
from monitor.digesting import digest_of
from monitor.dossier import Campaign
from monitor.reports import FORMATS, render, title_of
from monitor.reports.book import BOOK_FORMATS, render_book
from monitor.wording.words import message
from storage.model import ReportKind
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options ask for; `book` where any of them speaks of a book."""

    campaign: Campaign
    day: date | None
    first: date | None
    last: date | None
    book: bool
    kind: ReportKind
    organisation: str | None
    form: str
    leading: tuple[str, ...]
    confirmed: bool


def report_command(
    ctx: typer.Context,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DAY", help=message("The day of the report (2025-02-04); without it, today.")
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help=message("The first day of the book."))
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--to", metavar="DAY", help=message("The last day of the book, included.")),
    ] = None,
    book: Annotated[
        bool, typer.Option("--book", help=message("The coverage book instead of the report of a day."))
    ] = False,
    weekly: Annotated[
        bool, typer.Option("--weekly", help=message("The report of the week that ends on this day."))
    ] = False,
    organisation: Annotated[
        str | None,
        typer.Option(metavar="ID", help=message("Only what names or quotes this organisation.")),
    ] = None,
    first: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help=message("Put this mention first in the book; may be repeated, and is remembered."),
        ),
    ] = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help=message("Only confirmed mentions stand in the book."))
    ] = False,
    campaign: CampaignOption = None,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help=message("html (a page), mail, text, pdf, docx or json; a book: html, pdf, docx."),
        ),
    ] = None,
    output: OutputOption = None,
    send: Annotated[
        bool,
        typer.Option(
            "--send", help=message("Send the report to its recipients, once per day and recipient.")
        ),
    ] = False,
) -> None:
    """The report of a day or a week, or the coverage book of a period."""
    session = workspace_session(ctx, warn=False)
    days = parse_days(since, until, session.words)
    asked = Asked(
        campaign=session.campaign(campaign),
        day=parse_day(day, session.words),
        first=days[0],
        last=days[1],
        book=book or confirmed or bool(first) or days != (None, None),
        kind=ReportKind.WEEKLY if weekly else ReportKind.DAILY,
        organisation=organisation,
        form=format or _format_of(output),
        leading=tuple(first or ()),
        confirmed=confirmed,
    )
    _check(session, asked, send)
    with session.store() as store:
        if send:
            raise typer.Exit(_sent(session, store, asked))
        data = _book(session, store, asked) if asked.book else _report(session, store, asked)
    write_data(data, output)
    if output is not None:
        words = session.words
        session.tell(
            words("The coverage book: {path}", path=output)
            if asked.book
            else words("The report: {path}", path=output)
        )


def _format_of(output: Path | None) -> str:
    """The format that the end of the file's name says, else a page."""
    ending = output.suffix.lower() if output else ""
    return next((form.name for form in FORMATS.values() if form.suffix == ending), "html")


def _check(session: Session, asked: Asked, send: bool) -> None:
    """Raise CommandError for options that do not go together, and for names that are not known."""
    words = session.words
    if asked.book and (asked.day or asked.kind is ReportKind.WEEKLY):
        raise CommandError(words("--date and --weekly are for a report; a book has --from and --to."))
    if send and (asked.book or asked.organisation):
        raise CommandError(
            words(
                "--send sends the report of a day or a week; each recipient gets their organisation’s by the dossier."
            )
        )
    _among(session, asked.form, list(BOOK_FORMATS if asked.book else FORMATS))
    if asked.organisation is not None:
        _among(session, asked.organisation, [one.id for one in asked.campaign.organisations])


def _among(session: Session, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise CommandError(
            session.words(
                "“{name}” is not known here. Known: {known}.", name=name[:40], known=", ".join(known)
            )
        )


def _report(session: Session, store: Store, asked: Asked) -> bytes:
    digest = digest_of(
        store,
        asked.campaign,
        session.loaded.settings,
        session.now(asked.campaign),
        day=asked.day,
        kind=asked.kind,
        organisation=asked.organisation,
    )
    return render(digest, asked.form, session.lang or asked.campaign.language)


def _book(session: Session, store: Store, asked: Asked) -> bytes:
    if asked.leading:
        before = store.book_order(asked.campaign.id)
        store.put_book_order(
            asked.campaign.id, [*asked.leading, *(m for m in before if m not in asked.leading)]
        )
    book = book_of(
        store,
        asked.campaign,
        session.loaded.settings,
        session.now(asked.campaign),
        first=asked.first,
        last=asked.last,
        organisation=asked.organisation,
        confirmed_only=asked.confirmed,
    )
    return render_book(book, asked.form, session.lang or asked.campaign.language)


def _sent(session: Session, store: Store, asked: Asked) -> int:
    """Make the report, queue it for its recipients, and send what is due; returns the exit code."""
    settings, words, campaign = session.loaded.settings, session.words, asked.campaign
    if not settings.mail.host and not settings.webhook.url:
        raise CommandError(
            words("No mail server is set: fill in [mail] in {path}.", path=session.workspace.settings_file)
        )
    now = session.now(campaign)
    made = make_report(
        store, campaign, settings, session.workspace.reports, now, session.lang, asked.kind, day=asked.day
    )
    session.tell(title_of(made.digest, words.language))
    if not made.queued:
        said = words("Nothing new to send: this report is in the outbox already, or has no recipient.")
        session.tell(said)
    sending = send_due(store, settings, session.workspace, now)
    for sentence in sending_sentences(words, sending):
        session.tell(sentence)
    return sending_code(sending) if made.queued else DONE
