"""Every command explains itself, in the language asked for and in no other, and stands in the page for staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer._click import Command

from monitor.cli import app
from monitor.wording import Words
from tests.monitor.commands.calling import Run

PAGE = Path(__file__).parents[3] / "docs" / "commands.md"
CODES = (0, 1, 2, 3, 4, 5, 6, 130)


def walk(command: Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command with the words that one types for it."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from walk(below, (*path, name))


COMMANDS = list(walk(typer.main.get_command(app)))
LEAVES = [path for path, command in COMMANDS if not hasattr(command, "commands")]


def flat(page: str) -> str:
    """A help page without its frame, on one line."""
    return " ".join(re.sub("[│─╭╮╰╯]", " ", page).split())


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) or "-" for path, _ in COMMANDS])
def test_every_command_has_its_help_in_the_language_asked_for(
    path: tuple[str, ...], command: Command, language: str, run: Run
) -> None:
    words = Words(language)
    ran = run("--lang", language, *path, "--help")
    page = flat(ran.out)
    texts = [command.help or "", *(getattr(one, "help", None) or "" for one in command.params)]
    assert (ran.code, ran.err) == (0, "")
    assert all(texts)
    assert [text for text in texts if flat(words(text)) not in page] == []


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) or "-" for path, _ in COMMANDS])
def test_a_french_help_page_has_no_word_of_the_library(
    path: tuple[str, ...], command: Command, run: Run
) -> None:
    page = run(*path, "--help").out
    assert re.findall(r"Usage|COMMAND\b|ARGS|Show this|Commands|required|default|<\w+", page) == []
    assert [text for text in (command.help or "",) if text in page] == []


def test_french_is_spoken_where_nothing_else_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Emploi :" in run("--help").out.replace("\u00a0", " ")
    monkeypatch.setenv("RETOMBEES_LANG", "en")
    assert "Usage:" in run("--help").out
    assert "Usage:" not in run("--lang=fr", "--help").out
    monkeypatch.setenv("RETOMBEES_LANG", "tlh")
    assert "Usage:" not in run("--help").out


def test_help_fits_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(len(line) for line in run("crawl", "--help").out.splitlines()) <= 40


def test_no_command_at_all_shows_what_there_is_once(run: Run) -> None:
    ran = run()
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.count("retombees [OPTIONS]") == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("tody",), "« tody ». Vouliez-vous dire today ?"),
        (("sources", "chek"), "« chek ». Vouliez-vous dire check ?"),
        (("crawl", "--sinc", "2025-02-04"), "--sinc. Vouliez-vous dire --since ?"),
        (("today", "--lang", "fr"), "--lang se place avant la commande"),
        (("add",), "Il manque quelque chose : URL."),
        (("review", "m1"), "Rien à retenir : indiquez au moins --status"),
        (("crawl", "--limit", "dix"), "La valeur donnée pour --limit ne convient pas."),
        (("match", "--since"), "Il manque une valeur après --since"),
        (("doctor", "encore"), "Il y a un mot de trop"),
        (("candidates",), "Indiquez un fichier ou une adresse à lire"),
        (("candidates", "x.xml", "--kind", "flux"), "Il y a : feed, sitemap, search, page."),
        (("--lang", "de", "today"), "« de » n’est pas une langue que nous parlons."),
    ],
)
def test_a_slip_of_the_pen_is_named_with_what_was_meant(typed: tuple[str, ...], said: str, run: Run) -> None:
    ran = run(*typed)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.said


def test_the_page_for_staff_names_every_command_in_both_languages() -> None:
    french, english = PAGE.read_text(encoding="utf-8").split("\n# Commands\n")
    for half in (french, english):
        headings = re.findall(r"^### `(.+?)`", half, re.MULTILINE)
        assert sorted(headings) == sorted(" ".join(path) for path in LEAVES)
        examples = re.findall(r"^\$ retombees (.*)$", half, re.MULTILINE)
        shown = {path for path in LEAVES for line in examples if _calls(line, path)}
        assert [path for path in LEAVES if path not in shown] == []


def _calls(line: str, path: tuple[str, ...]) -> bool:
    return line.split()[: len(path)] == list(path)


def test_the_page_for_staff_explains_every_option_and_exit_code() -> None:
    for half in PAGE.read_text(encoding="utf-8").split("\n# Commands\n"):
        assert [code for code in CODES if f"| {code} |" not in half] == []
        options = {
            name for _, command in COMMANDS for one in command.params for name in one.opts if "--" in name
        }
        assert [name for name in sorted(options) if f"`{name}" not in half and f" {name}" not in half] == []
