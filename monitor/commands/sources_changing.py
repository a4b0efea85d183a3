"""`sources add`, `import`, `export`, `pause`, `resume`: the list of outlets changed, after showing what changes."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.commands.asking import ask, at_terminal, may_save, numbers_of
from monitor.commands.read_commands import OutputOption
from monitor.commands.session import (
    UNREADABLE,
    CommandError,
    Session,
    printable,
    workspace_session,
    write_data,
)
from monitor.commands.tables import table
from monitor.opml import Import, OpmlUnreadable, compared, read_opml, wanted_of, write_opml
from monitor.sources_edit import (
    BadCells,
    EditRefused,
    Wanted,
    added,
    change,
    paused,
    save_sources,
    sources_added,
)
from monitor.sources_edit.discovering import FoundSite, NoAddress, discover, listed_as, outlet_of
from monitor.whole_file import FileChanged
from monitor.wording.labels import REASON, SOURCE_KIND
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.catalogue import Listing
from storage.model import SourceKind

YesOption = Annotated[bool, typer.Option("--yes", help=message("Save without asking."))]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=message("Show the effect, and save nothing."))]
SHOWN = 40


def sources_add_command(
    ctx: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help=message("The site, or any of its pages or feeds."))
    ],
    name: Annotated[
        str | None, typer.Option(metavar="TEXT", help=message("Its name; else as the site says."))
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help=message("What it is: weekly, radio, blog…"))
    ] = None,
    tier: Annotated[
        str | None, typer.Option(metavar="1|2|3", help=message("Its tier; 3 without it."))
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help=message("Its country, in two letters."))
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help=message("Its language, in two letters."))
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Add an outlet: look at what its site offers, choose, put it into the list."""
    session = workspace_session(ctx)
    words = session.words
    session.tell(words("We are looking at the site: half a minute, sometimes two."))
    try:
        site = discover(session.loaded, url, datetime.now(UTC))
    except NoAddress as error:
        raise CommandError(words("“{text}” is not the address of a site.", text=str(error)[:100])) from error
    if site.reason is not None:
        raise CommandError(words(REASON[site.reason]), UNREADABLE)
    site = replace(
        site,
        name=name or site.name,
        kind=kind or site.kind,
        country=country or site.country,
        language=language or site.language,
    )
    listings = session.loaded.catalogue.listings
    listing = listed_as(listings, site.address)
    chosen = _chosen(session, site, listing, yes or dry_run)
    outlet = replace(outlet_of(site, chosen), tier=tier or "3")
    if not outlet.sources:
        raise CommandError(words("Nothing new can be read there: nothing was added."), UNREADABLE)
    if listing is not None:
        wanted = sources_added(listing, outlet.sources)
    else:
        wanted = added([outlet], [one.outlet.id for one in listings])
    shown = clean(listing.outlet.name if listing is not None else outlet.name, 80)
    said = words.n("{name}: {n} source added.", "{name}: {n} sources added.", len(outlet.sources), name=shown)
    _save(session, wanted, said, yes=yes, dry_run=dry_run)


def _chosen(session: Session, site: FoundSite, listing: Listing | None, silent: bool) -> set[str]:
    """The addresses to read: those proposed, or the numbers that the person types."""
    words = session.words
    known = {source.url for source in listing.sources} if listing is not None else set()
    if listing is not None:
        session.tell(words("{name} is in the list already.", name=clean(listing.outlet.name, 80)))
    rows, works = [], {}
    for number, way in enumerate(site.ways, 1):
        if way.url in known:
            state = words("read already")
        elif way.reason is not None:
            state = words(REASON[way.reason])
        else:
            works[number] = way.url
            state = words.n("{n} article", "{n} articles", way.articles)
        sign = "*" if number in works and way.url in site.proposed else ""
        rows.append((str(number), sign, words(SOURCE_KIND[way.kind]), clean(way.url, 120), state))
    print(
        printable(
            table(["", "", words("Source"), words("Address"), words("What it gives")], rows, whole=(3,))
        )
    )
    proposed = {url for url in works.values() if url in site.proposed}
    if silent or not at_terminal() or not works:
        return proposed
    typed = ask(session, words("Which of them are to be read? 1, 3-4; Enter: those with a star."))
    return {works[one] for one in numbers_of(typed, works, words)} if typed else proposed


def sources_import_command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help=message("A list of a feed reader."))],
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Add the outlets of an OPML file, as feed readers write it, after showing what is new."""
    session = workspace_session(ctx)
    words = session.words
    listings = session.loaded.catalogue.listings
    try:
        found = compared(read_opml(file.read_bytes()), listings)
    except OpmlUnreadable as refused:
        raise CommandError(words(refused.reason), UNREADABLE) from refused
    _show(session, found)
    if found.is_empty:
        session.tell(words("Nothing: all that it has is in the list."))
        return
    count = len(found.new) + len(found.more)
    said = words.n("{n} outlet was added or completed.", "{n} outlets were added or completed.", count)
    _save(session, wanted_of(found, listings), said, yes=yes, dry_run=dry_run)


def _show(session: Session, found: Import) -> None:
    words = session.words
    new = [(words("new"), clean(one.name, 60), one.domain, _ways(session, one.sources)) for one in found.new]
    more = [
        (words("completed"), clean(one.outlet.name, 60), one.outlet.domain, _ways(session, sources))
        for one, sources in found.more
    ]
    rows = [*new, *more]
    if rows:
        head = ["", words("Outlet"), words("Site"), words("Sources")]
        print(printable(table(head, rows[:SHOWN], whole=(2,))))
    if len(rows) > SHOWN:
        session.tell(words.n("… and {n} more", "… and {n} more", len(rows) - SHOWN))
    if found.known:
        session.tell(words.n("{n} source is known already.", "{n} sources are known already.", found.known))
    for one in found.left[:SHOWN]:
        shown = clean(one.name, 80) or words("without a name")
        session.tell(words("Left aside: {name} – {why}.", name=shown, why=words(one.reason)))


def _ways(session: Session, sources: Sequence[tuple[SourceKind, str]]) -> str:
    return ", ".join(dict.fromkeys(session.words(SOURCE_KIND[kind]) for kind, _ in sources))


def sources_export_command(ctx: typer.Context, output: OutputOption = None) -> None:
    """Write the outlets as OPML, which any feed reader takes."""
    session = workspace_session(ctx)
    title = session.words("Sources – Retombées")
    write_data(write_opml(session.loaded.catalogue.listings, title, datetime.now(UTC)), output)


IdArgument = Annotated[
    list[str], typer.Argument(metavar="ID…", help=message("Outlets or sources, by their ids."))
]


def sources_pause_command(ctx: typer.Context, ids: IdArgument) -> None:
    """Pause outlets or sources: nobody reads them until “sources resume”."""
    session = workspace_session(ctx)
    _pause(session, ids, True)


def sources_resume_command(ctx: typer.Context, ids: IdArgument) -> None:
    """Take paused outlets or sources up again."""
    session = workspace_session(ctx)
    _pause(session, ids, False)


def _pause(session: Session, ids: Sequence[str], on: bool) -> None:
    words = session.words
    listings, left = session.loaded.catalogue.listings, set(ids)
    wanted: dict[str, Wanted] = {}
    for listing in listings:
        urls = [source.url for source in listing.sources if source.id in left]
        if listing.outlet.id in left or urls:
            whole = listing.outlet.id in left
            wanted[listing.outlet.id] = paused(listing, None if whole else urls, on)
            left -= {listing.outlet.id, *(source.id for source in listing.sources)}
    if left:
        raise CommandError(words("“{id}” is no outlet or source of the list.", id=min(left)[:80]))
    said = (
        words.n(
            "{n} outlet is paused, wholly or in part.",
            "{n} outlets are paused, wholly or in part.",
            len(wanted),
        )
        if on
        else words.n("{n} outlet is read again.", "{n} outlets are read again.", len(wanted))
    )
    rows: Wanted = {one: cells for each in wanted.values() for one, cells in each.items()}
    _save(session, rows, said, yes=True, dry_run=False)


def _save(session: Session, wanted: Wanted, said: str, *, yes: bool, dry_run: bool) -> None:
    """Ask, then write the list, keep the earlier one, and note it in the journal."""
    words, path = session.words, session.workspace.sources_file
    try:
        edit = change(path.read_bytes(), wanted)
    except BadCells as refused:
        raise CommandError(" ".join(clean(one, 300) for one in refused.sentences(words))) from refused
    except EditRefused as refused:
        raise CommandError(
            words(
                "The file sources.csv cannot be changed safely: open it in Excel, and save it as “CSV UTF-8”."
            )
        ) from refused
    if not may_save(session, yes, dry_run):
        return
    with session.store(create=True) as store:
        try:
            action = save_sources(
                store, path, session.workspace.backups, edit, getpass.getuser(), session.now()
            )
        except FileChanged as error:
            raise CommandError(
                words(
                    "Nothing was changed: somebody changed the list of sources at the same moment. Try again."
                )
            ) from error
    session.tell(said if action is not None else words("Nothing was different: nothing was changed."))
