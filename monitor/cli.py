"""`retombees`: parse, call, print. Expected errors become one sentence and an exit code here, once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from typer import rich_utils
from typer._click import Command, Context, exceptions

from monitor.commands import crawl_commands, demo_command, read_commands, tool_commands, workspace_commands
from monitor.commands.errors import sentence_of
from monitor.commands.session import USAGE, Session, printable
from monitor.wording import Words
from monitor.wording.words import message

app = typer.Typer(
    name="retombees",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=message("Finds, proves, reviews and reports the press coverage that a text of yours obtained."),
)
sources = typer.Typer(no_args_is_help=True, help=message("The outlets and how their sources fare."))

for _name, _function, _help in (
    ("init", workspace_commands.init_command, message("Make a workspace. Never overwrites.")),
    (
        "today",
        crawl_commands.today_command,
        message("The daily run: read the sources, match, write the report."),
    ),
    ("crawl", crawl_commands.crawl_command, message("Read the sources into the archive.")),
    ("match", crawl_commands.match_command, message("Match the archive again, without reading any site.")),
    ("mentions", read_commands.mentions_command, message("List the mentions.")),
    ("articles", read_commands.articles_command, message("List what the archive holds.")),
    ("export", read_commands.export_command, message("Write a mention list.")),
    ("report", read_commands.report_command, message("The daily report of a date.")),
    ("review", read_commands.review_command, message("Say of a mention whether it counts.")),
    ("add", crawl_commands.add_command, message("Add an article by hand, from its address.")),
    (
        "extract",
        tool_commands.extract_command,
        message("Extract articles from saved pages, for other programs."),
    ),
    (
        "candidates",
        tool_commands.candidates_command,
        message("What a source would yield: one candidate a line."),
    ),
    (
        "doctor",
        tool_commands.doctor_command,
        message("Check everything: versions, workspace, archive, last runs."),
    ),
    (
        "demo",
        demo_command.demo_command,
        message("A rehearsal on a small press world of our own: the day of the text."),
    ),
):
    app.command(_name, help=_help)(_function)
for _name, _function, _help in (
    ("list", workspace_commands.sources_list_command, message("The sources, and how each of them fares.")),
    (
        "check",
        workspace_commands.sources_check_command,
        message("Read the sources once, without their articles."),
    ),
):
    sources.command(_name, help=_help)(_function)
app.add_typer(sources, name="sources")


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
    ctx.obj = Session(workspace, lang)


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: help and errors speak it too."""
    for before, word in pairwise(arguments):
        if before == "--lang":
            return word
    joined = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    return joined[0] if joined else os.environ.get("RETOMBEES_LANG", "fr")


def translate(command: Command, words: Words) -> None:
    """Put the help of a command and of all below it into a language."""
    if command.help:
        command.help = words(command.help)
    for parameter in [*command.params, _help_option(command, words)]:
        text = getattr(parameter, "help", None)
        if text:
            parameter.help = words(text)  # type: ignore[attr-defined]
    for below in getattr(command, "commands", {}).values():
        translate(below, words)


def _help_option(command: Command, words: Words) -> object:
    option = command.get_help_option(Context(command))
    if option is not None:
        option.help = message("Show this page.")
    return option


def speak(words: Words) -> None:
    """Put the frame of the help pages into a language."""
    rich_utils.OPTIONS_PANEL_TITLE = words("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = words("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = words("Commands")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = Words(language_of(given))
    speak(words)
    command = typer.main.get_command(app)
    translate(command, words)
    try:
        code = command.main(args=given, prog_name="retombees", standalone_mode=False)
    except exceptions.NoArgsIsHelpError as error:
        print(error.ctx.get_help() if error.ctx else "")
        return USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - nothing must be flushed into the closed pipe
        return 0
    except Exception as error:
        said = sentence_of(error, words)
        if said is None:
            raise
        for sentence in said.sentences:
            print(printable(sentence), file=sys.stderr)
        return said.code
    return code if isinstance(code, int) else 0
