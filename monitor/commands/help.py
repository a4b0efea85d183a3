"""The help pages in the language asked for: ours, and the frame that typer draws around them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

from typer import rich_utils
from typer._click import Command, Context, HelpFormatter, Parameter

from monitor.wording import Words
from monitor.wording.words import LANGUAGES, message

METAVARS = {
    "DIR": message("DIR"),
    "FILE": message("FILE"),
    "FILE|URL": message("FILE|URL"),
    "DAY": message("DAY"),
    "TEXT": message("TEXT"),
    "KIND": message("KIND"),
    "NUMBER": message("NUMBER"),
    "NUMBERS": message("NUMBERS"),
    "FILE|-|URL": message("FILE|-|URL"),
    "CODE": message("CODE"),
    "QUERY": message("QUERY"),
    "DIALECT": message("DIALECT"),
    "STATUS": message("STATUS"),
    "LOGIN": message("LOGIN"),
    "ROLE": message("ROLE"),
}
"""What stands for a value in a help page; those that are not here are the same in every language."""


def language_of(arguments: Sequence[str]) -> str:
    """The language asked for, before anything is parsed: help and errors speak it too."""
    for before, word in pairwise(arguments):
        if before == "--lang":
            return word
    joined = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    return joined[0] if joined else environment_language() or LANGUAGES[0]


def environment_language() -> str | None:
    """What RETOMBEES_LANG says, where it is a language that we speak."""
    said = os.environ.get("RETOMBEES_LANG", "")
    return said if said in LANGUAGES else None


def translate(command: Command, words: Words) -> None:
    """Put the help of a command and of all below it into a language."""
    if command.help:
        command.help = words(command.help)
    if command.options_metavar:
        command.options_metavar = words("[OPTIONS]")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = words("COMMAND …")
    for parameter in command.params:
        _translate_parameter(parameter, words)
    option = command.get_help_option(Context(command))
    if option is not None:
        option.help = words("Show this page.")
        option.metavar = ""
    for below in getattr(command, "commands", {}).values():
        translate(below, words)


def _translate_parameter(parameter: Parameter, words: Words) -> None:
    text = getattr(parameter, "help", None)
    if text:
        parameter.help = words(text)  # type: ignore[attr-defined]
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = _no_type  # type: ignore[attr-defined]
    if getattr(parameter, "is_flag", False):
        parameter.metavar = ""
    elif parameter.metavar in METAVARS:
        parameter.metavar = words(METAVARS[parameter.metavar])


def _no_type(ctx: Context) -> None:
    """An argument's name says what it is; typer would add the type that Python calls it by."""


def speak(words: Words) -> None:
    """Put the frame of the help pages into a language."""
    rich_utils.OPTIONS_PANEL_TITLE = words("Options")
    rich_utils.ARGUMENTS_PANEL_TITLE = words("Arguments")
    rich_utils.COMMANDS_PANEL_TITLE = words("Commands")
    rich_utils.DEFAULT_STRING = words("[without it: {value}]", value="{}")
    rich_utils.REQUIRED_LONG_STRING = words("[needed]")
    prefix = words("Usage: ")

    class Formatter(HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = prefix) -> None:
            super().write_usage(prog, args, prefix)

    Context.formatter_class = Formatter
