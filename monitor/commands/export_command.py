"""`export`: a list of mentions, ready-made or to measure, in one of the formats."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from monitor.commands import filter_options as options
from monitor.commands.session import CommandError, Session, workspace_session
from monitor.dossier import Campaign
from monitor.export import (
    FORMATS,
    Asked,
    CsvStyle,
    Format,
    MentionList,
    NotKnown,
    Order,
    Preset,
    Rows,
    TooMuchForPages,
    columns_named,
    columns_of,
    in_order,
    preset_named,
    told,
    write,
)
from monitor.export.columns import Column
from monitor.wording.words import Words, message

PRESETLESS = Preset(("",), "", "csv", Asked())
WITH_EVIDENCE = frozenset({"csv", "xlsx", "jsonl"})
"""The formats that show the evidence where no columns were asked for."""

_KEPT_IN_MEMORY = 8_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How the list is to be written."""

    form: Format
    columns: tuple[Column, ...]
    preset: Preset
    order: Order
    csv: CsvStyle | None

    @property
    def evidence(self) -> bool:
        """Is the evidence shown? Without it a long list needs half the memory."""
        if self.preset.rows is Rows.PEOPLE or self.columns:
            return any(column.key == "evidence" for column in self.columns)
        return self.form.name in WITH_EVIDENCE


def export_command(
    ctx: typer.Context,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help=message("csv and xlsx (for Excel), docx, pdf, rss, atom, or jsonl (for programs)."),
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=message("A ready-made list: board, funder, or journalists (those to thank)."),
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help=message("The columns in their order, with commas: outlet,title,published_at."),
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=message("The order: published (without it) or importance.")),
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=message("For csv: excel-fr (“;”) or international (“,”); without it, by the language."),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help=message("Write to this file; without it, to the screen.")
        ),
    ] = None,
    campaign: options.CampaignOption = None,
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
) -> None:
    """Write a mention list."""
    session = workspace_session(ctx, warn=False)
    try:
        plan = _plan(session.words, format, preset, columns, sort, csv, output)
        asked = options.asked_in(ctx.params, session).over(plan.preset.asked)
        written = _write(session, plan, asked, campaign, output)
    except (NotKnown, TooMuchForPages) as error:
        raise CommandError(error.sentence(session.words)) from error
    if output is not None:
        session.tell(
            session.words.n(
                "{n} mention written to {path}", "{n} mentions written to {path}", written, path=output
            )
        )


def _write(session: Session, plan: Plan, asked: Asked, campaign: str | None, output: Path | None) -> int:
    """Write the list; returns how many mentions are in it."""
    with session.store() as store:
        found = options.found_in(store, session, asked, campaign, plan.evidence)
        statuses = tuple(store.source_statuses())
    mentions = in_order(found.mentions, plan.order)
    listed = MentionList(
        mentions=mentions,
        language=session.words.language,
        campaigns=_campaigns(session, campaign),
        columns=plan.columns,
        rows=plan.preset.rows,
        csv=plan.csv,
        title=session.words(plan.preset.title) if _is_as_ready_made(plan.preset, asked) else "",
        chosen=told(found.selection, found.known, session.words),
        statuses=statuses,
    )
    with _opened(output) as out:
        write(listed, plan.form.name, out)
    return len(mentions)


def _campaigns(session: Session, campaign: str | None) -> tuple[Campaign, ...]:
    return (session.campaign(campaign),) if campaign else session.loaded.campaigns


def _plan(
    words: Words,
    format: str | None,
    preset: str | None,
    columns: list[str] | None,
    sort: str | None,
    csv: str | None,
    output: Path | None,
) -> Plan:
    """What is to be written and how. Raises NotKnown and CommandError."""
    chosen = preset_named(preset) if preset else PRESETLESS
    form = _format(format, output, chosen)
    names = [name for text in columns or () for name in text.split(",") if name.strip()]
    picked = columns_named(names) if names else columns_of(chosen.columns) if form.table else ()
    if chosen.rows is Rows.PEOPLE and (names or not form.table):
        raise CommandError(
            words(
                "“{preset}” is a table of people with its own columns: csv, xlsx, docx or pdf.", preset=preset
            )
        )
    if names and not form.table:
        raise CommandError(words("{format} has no columns to choose.", format=form.name))
    if csv and form.name != "csv":
        raise CommandError(words("--csv goes with the format csv, not with {format}.", format=form.name))
    if form.binary and output is None and sys.stdout.isatty():
        raise CommandError(words("{format} is no text for a screen: add -o FILE.", format=form.name))
    order = Order(_known("--sort", sort, tuple(Order))) if sort else chosen.order
    style = CsvStyle(_known("--csv", csv, tuple(CsvStyle))) if csv else None
    return Plan(form, picked, chosen, order, style)


def _format(name: str | None, output: Path | None, preset: Preset) -> Format:
    """The format asked for, else the one that the file's name tells, else the preset's."""
    if name is not None:
        return FORMATS[_known("--format", name, tuple(FORMATS))]
    suffix = output.suffix.casefold() if output is not None else ""
    told_by_name = next((form for form in FORMATS.values() if form.suffix == suffix), None)
    return told_by_name or FORMATS[preset.format]


def _known(option: str, name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise NotKnown(option, name, tuple(str(one) for one in known))
    return name


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all; to stdout nothing goes before all is made."""
    if output is None:
        with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY) as made:
            yield made  # type: ignore[misc]
            made.seek(0)
            shutil.copyfileobj(made, sys.stdout.buffer)
        sys.stdout.flush()
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as out:
            yield out
        partial.replace(output)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(output)) from error
    finally:
        partial.unlink(missing_ok=True)


def _is_as_ready_made(preset: Preset, asked: Asked) -> bool:
    """True where the list still is what its title says: "confirmed" is none that holds what waits for a review."""
    return bool(preset.title) and (preset.asked.kind, preset.asked.status) == (asked.kind, asked.status)
