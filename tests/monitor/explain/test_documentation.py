"""docs/explain.md: every verdict in both languages, with a command that exists."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from monitor.cli import app
from monitor.explain.facts import Verdict
from monitor.explain.judging import CampaignVerdict

FRENCH, ENGLISH = (
    (Path(__file__).parents[3] / "docs" / "explain.md").read_text(encoding="utf-8").split("\n# Explain\n")
)


def test_the_page_names_every_verdict_once_in_both_languages() -> None:
    known = sorted([*Verdict, *CampaignVerdict])
    for half in (FRENCH, ENGLISH):
        assert sorted(re.findall(r"^\| `(\w+)` \|", half, re.MULTILINE)) == known


def test_every_command_that_the_verdicts_name_exists() -> None:
    commands = set(getattr(typer.main.get_command(app), "commands", {}))
    sources = Path(__file__).parents[3].joinpath("monitor", "explain").glob("*sentences.py")
    named = {
        name
        for path in sources
        for name in re.findall(r'command\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert {"add", "crawl", "explain", "match", "review", "sources"} <= named
    assert named <= commands
