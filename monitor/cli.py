"""`retombees`: parse, call, print. Expected errors become one sentence and an exit code here, once."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer._click import exceptions

from monitor.commands import (
    add_command,
    backup_commands,
    campaign_add,
    campaign_commands,
    campaign_new,
    crawl_commands,
    demo_command,
    explain_command,
    export_command,
    outbox_commands,
    query_commands,
    read_commands,
    report_commands,
    review_command,
    schedule_commands,
    share_commands,
    sources_changing,
    tool_commands,
    user_commands,
    workspace_commands,
)
from monitor.commands.errors import sentence_of
from monitor.commands.help import language_of, speak, translate
from monitor.commands.session import DONE, STOPPED, USAGE, CommandError, Session, session_of
from monitor.wording import Words
from monitor.wording.words import LANGUAGES, message

Table = tuple[tuple[str, Callable[..., None], str], ...]
"""Commands of one group: name, function, help."""

app = typer.Typer(
    name="retombees",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=message("Finds and reports the press coverage that a text of yours obtained."),
)
sources = typer.Typer(no_args_is_help=True, help=message("The outlets, and how their sources fare."))
queries = typer.Typer(no_args_is_help=True, help=message("The query language: check, draw, try a query."))
campaigns = typer.Typer(no_args_is_help=True, help=message("The dossiers: what is watched."))
outbox = typer.Typer(
    no_args_is_help=True, help=message("The messages: sent, waiting, or not surely arrived.")
)
users = typer.Typer(no_args_is_help=True, help=message("Who may use the review desk."))
shares = typer.Typer(
    no_args_is_help=True, help=message("Links with which partners read a campaign without an account.")
)

COMMANDS: Table = (
    ("init", workspace_commands.init_command, message("Make a workspace; nothing is ever overwritten.")),
    (
        "today",
        crawl_commands.today_command,
        message("The daily run: read the sources, find the mentions, write the report."),
    ),
    ("crawl", crawl_commands.crawl_command, message("Read the sources into the archive.")),
    (
        "match",
        crawl_commands.match_command,
        message("Go through the archive again, without reading any site."),
    ),
    ("mentions", read_commands.mentions_command, message("List the mentions.")),
    ("articles", read_commands.articles_command, message("List what the archive holds.")),
    ("export", export_command.export_command, message("Write a mention list.")),
    ("report", report_commands.report_command, message("Write the daily report of a date.")),
    ("review", review_command.review_command, message("Say whether a mention counts.")),
    ("add", add_command.add_command, message("Add an article by hand, from its address.")),
    (
        "explain",
        explain_command.explain_command,
        message("Say where an article was lost and why, what to do, and on what a mention rests."),
    ),
    (
        "extract",
        tool_commands.extract_command,
        message("Extract articles from saved pages, for other programs."),
    ),
    (
        "candidates",
        tool_commands.candidates_command,
        message("Show what a source would yield, one article a line."),
    ),
    (
        "serve",
        schedule_commands.serve_command,
        message("The schedule, with a page that shows what is due, late and failed."),
    ),
    (
        "schedule",
        schedule_commands.schedule_command,
        message("Do every day what is due: read, find, report, send, back up."),
    ),
    (
        "backup",
        backup_commands.backup_command,
        message("Write one file from which the whole workspace can be brought back."),
    ),
    (
        "restore",
        backup_commands.restore_command,
        message("Bring a workspace back from a backup; what was there is kept."),
    ),
    (
        "doctor",
        tool_commands.doctor_command,
        message("Check everything: versions, workspace, archive, last runs."),
    ),
    (
        "demo",
        demo_command.demo_command,
        message("Rehearse the day after a text came out, on invented newspapers."),
    ),
)
SOURCES: Table = (
    (
        "list",
        workspace_commands.sources_list_command,
        message("List the sources, and how each of them fares."),
    ),
    (
        "check",
        workspace_commands.sources_check_command,
        message("Read the sources once, without their articles, and show how they fare."),
    ),
    (
        "add",
        sources_changing.sources_add_command,
        message("Add an outlet from its address: its feeds, sitemaps and search are looked for."),
    ),
    ("pause", sources_changing.sources_pause_command, message("Pause outlets or sources.")),
    ("resume", sources_changing.sources_resume_command, message("Take them up again.")),
    ("import", sources_changing.sources_import_command, message("Add the outlets of an OPML file.")),
    ("export", sources_changing.sources_export_command, message("Write the outlets as OPML.")),
)
CAMPAIGN: Table = (
    (
        "new",
        campaign_new.campaign_new_command,
        message("Propose a dossier from a release: titles, quotes, organisations, event."),
    ),
    (
        "add",
        campaign_add.campaign_add_command,
        message(
            "Add a headline, a quote, an alias or an address to a dossier, after showing what it changes."
        ),
    ),
    ("undo", campaign_add.campaign_undo_command, message("Bring back the dossier as it was before.")),
    (
        "check",
        campaign_commands.campaign_check_command,
        message("List what is wrong in the dossiers, and what they lack."),
    ),
    ("list", campaign_commands.campaign_list_command, message("List the dossiers.")),
)
QUERY: Table = (
    (
        "check",
        query_commands.query_check_command,
        message("Say how a query is read, or what is wrong with it."),
    ),
    ("explain", query_commands.query_explain_command, message("Draw a query as it is understood.")),
    (
        "try",
        query_commands.query_try_command,
        message("Try a query on the archive: what it finds, what it misses."),
    ),
)
OUTBOX: Table = (
    ("list", outbox_commands.outbox_list_command, message("List the messages, and how each of them stands.")),
    ("send", outbox_commands.outbox_send_command, message("Send what waits, now.")),
    (
        "again",
        outbox_commands.outbox_again_command,
        message("Send a message once more that failed or may not have arrived."),
    ),
    (
        "drop",
        outbox_commands.outbox_drop_command,
        message("Close a message: it is given up, or has arrived."),
    ),
)
USER: Table = (
    ("add", user_commands.user_add_command, message("Make an account.")),
    ("passwd", user_commands.user_passwd_command, message("Change a password.")),
    ("list", user_commands.user_list_command, message("List the accounts.")),
    ("role", user_commands.user_role_command, message("Change what a person may do.")),
    ("disable", user_commands.user_disable_command, message("Close an account.")),
    ("enable", user_commands.user_enable_command, message("Open a closed account again.")),
)
SHARE: Table = (
    ("create", share_commands.share_create_command, message("Make a link to share; it is shown this once.")),
    ("list", share_commands.share_list_command, message("List the links, those that no longer work too.")),
    ("revoke", share_commands.share_revoke_command, message("End a link at once.")),
)
for _group, _table in (
    (app, COMMANDS),
    (sources, SOURCES),
    (campaigns, CAMPAIGN),
    (queries, QUERY),
    (outbox, OUTBOX),
    (users, USER),
    (shares, SHARE),
):
    for _name, _function, _help in _table:
        _group.command(_name, help=_help)(_function)
app.add_typer(sources, name="sources")
app.add_typer(campaigns, name="campaign")
app.add_typer(queries, name="query")
app.add_typer(outbox, name="outbox")
app.add_typer(users, name="user")
app.add_typer(shares, name="share")


@app.callback()
def options(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "-w",
            "--workspace",
            metavar="DIR",
            help=message("The workspace; else $RETOMBEES_WORKSPACE, else ./workspace."),
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="fr|en", help=message("The language to speak: fr or en."))
    ] = None,
) -> None:
    """What every command may be told first."""
    session = session_of(ctx)
    session.folder, session.lang = workspace, lang
    if lang is not None and lang not in LANGUAGES:
        raise CommandError(
            session.words(
                "“{name}” is not a language we speak. Known: {known}.",
                name=lang[:40],
                known=", ".join(LANGUAGES),
            )
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _write_any_sign()
    words = Words(language_of(given))
    speak(words)
    session = Session()
    session.words = words
    command = typer.main.get_command(app)
    translate(command, words)
    try:
        code = command.main(args=given, prog_name="retombees", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except exceptions.NoArgsIsHelpError:  # made of the help page, which typer has printed by then
        return USAGE
    except (
        BrokenPipeError,
        SystemExit,
    ):  # typer leaves with SystemExit where a reader such as `head` has gone
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - nothing must be flushed into the closed pipe
        return DONE
    except Exception as error:
        said = sentence_of(error, session.words)
        if said is None:
            raise
        for sentence in said.sentences:
            session.tell(sentence)
        return said.code
    if code == STOPPED:
        session.tell(session.words("Stopped."))
    return code if isinstance(code, int) else DONE


def _write_any_sign() -> None:
    """Let every sign be written, whatever the terminal can show; a pipe or a file gets UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            with contextlib.suppress(ValueError):
                stream.reconfigure(encoding=encoding, errors="replace")
