"""`demo`: the main job, for real, on a small press world of our own, in a folder to look at afterwards."""

from __future__ import annotations

import shutil
import sys
import webbrowser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.commands.crawl_run import run_crawl, run_match
from monitor.commands.schedule_commands import desk_at_hand
from monitor.commands.session import USAGE, CommandError, Session, session_of, write_data
from monitor.daily import MadeReport, make_reports
from monitor.demo import RunningWorld, press_world
from monitor.export import export
from monitor.reports import render
from monitor.wording.words import message
from monitor.workspace import Workspace, init
from storage.store import open_store

FOLDER = Path("demo-workspace")
MARK = ".retombees-demo"
DELAY = 0.05
"""Seconds between two requests to one outlet: the sites are on this machine and ours."""


def demo_command(
    ctx: typer.Context,
    no_open: Annotated[
        bool,
        typer.Option("--no-open", help=message("Open neither the report nor the review desk in a browser.")),
    ] = False,
) -> None:
    """A rehearsal: the morning after the text came out, on invented newspapers served by this machine."""
    session = session_of(ctx)
    folder = session.folder or FOLDER
    _make_room(session, folder)
    session.folder = folder
    words = session.words
    with press_world() as world:
        day = _day_of_the_text(session, world, folder)
        for moment in (day, day + timedelta(days=1)):
            world.set_today(moment)
            _set_clock(session.workspace, world, moment)
            session = Session(folder, session.lang or words.language)
            session.tell(words("— {day}, {hour}", day=words.day(moment), hour=words.hour(moment)))
            made = _morning(session)
        files = _also_in_the_other_language(session, made)
        session.tell(words("Everything is in {path}:", path=folder.resolve()))
        for path in files:
            session.tell(f"  {path}")
        shown = made[0].files["html"]
        interactive = sys.stdin.isatty() and sys.stderr.isatty() and not no_open
        if not no_open and _has_browser():
            webbrowser.open(shown.resolve().as_uri())
        if interactive:
            with desk_at_hand(session) as begin:
                if _has_browser():
                    webbrowser.open(begin)
                session.tell(words("The desk and the links of the report work until you press Enter."))
                sys.stdin.readline()


def _make_room(session: Session, folder: Path) -> None:
    """Clear what an earlier rehearsal left, and nothing else."""
    if not folder.exists():
        return
    if not (folder / MARK).exists():
        raise CommandError(
            session.words(
                "{path} is there already and is no rehearsal’s. Name another folder with -w.", path=folder
            ),
            USAGE,
        )
    shutil.rmtree(folder)


def _day_of_the_text(session: Session, world: RunningWorld, folder: Path) -> datetime:
    """Make the workspace, and say at which moment the first of the two mornings begins."""
    folder.mkdir(parents=True)
    (folder / MARK).write_text("", encoding="utf-8")
    listing = folder / "sources.csv"
    listing.write_text(world.sources_csv(), encoding="utf-8")
    made = init(folder)
    _set_clock(made.workspace, world, datetime.now().astimezone())
    with open_store(made.workspace.archive, create=True):
        pass
    campaign = Session(folder, session.lang).campaign(None)
    zone = ZoneInfo(campaign.zone)
    dates = [document.published_at for document in campaign.documents if document.published_at is not None]
    came_out = dates[0] if dates else datetime.now(zone)
    day = came_out.date() if isinstance(came_out, datetime) else came_out
    return datetime.combine(day, campaign.report_at, zone)


def _set_clock(workspace: Workspace, world: RunningWorld, moment: datetime) -> None:
    """Write the settings of the rehearsal: its moment, and the addresses of this machine it may read."""
    allowed = ", ".join(f'"{entry}"' for entry in world.allow_private())
    workspace.settings_file.write_text(
        "[network]\n"
        'contact = "https://retombees.example/robot"\n'
        f"allow_private = [{allowed}]\n"
        f"min_delay = {DELAY}\n\n"
        "[crawl]\nmax_minutes = 2\n\n"
        f"[clock]\nnow = {moment.isoformat()}\n",
        encoding="utf-8",
    )


def _morning(session: Session) -> list[MadeReport]:
    """One daily run."""
    loaded = session.loaded
    with session.store() as store:
        run_crawl(session, store)
        run_match(session, store, [campaign.id for campaign in loaded.campaigns])
        return make_reports(
            store, loaded.campaigns, loaded.settings, session.workspace.reports, session.now(), session.lang
        )


def _also_in_the_other_language(session: Session, made: list[MadeReport]) -> list[Path]:
    """The report in the other language too, and the list as a spreadsheet: what there is to look at."""
    spoken = session.words.language
    other = "en" if spoken == "fr" else "fr"
    files = [*made[0].files.values()]
    path = files[0].with_name(f"{files[0].stem}-{other}.html")
    path.write_bytes(render(made[0].digest, "html", other))
    with session.store() as store:
        mentions = store.mentions()
    listing = session.workspace.exports / "mentions.csv"
    write_data(export(mentions, "csv", spoken), listing)
    return [*files, path, listing]


def _has_browser() -> bool:
    """True where a browser can be opened: a screen, and a program for it that is not a terminal's."""
    try:
        name = getattr(webbrowser.get(), "name", "")
    except webbrowser.Error:
        return False
    return name not in ("www-browser", "links", "elinks", "lynx", "w3m")
