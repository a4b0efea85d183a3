"""The report as JSON: every key stands in the documents, times have a zone, and the figures are those of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.digest import Digest
from monitor.export.jsonl import record
from monitor.reports import render
from storage.model import MentionKind
from tests.monitor.reports.situations import digest_with

DOCUMENT = Path(__file__).parent.parent.parent.parent / "docs" / "reports.md"
TIMES = {"covers_from", "covers_until", "made_at", "since", "last_read_at", "resting_until"}
Named = Callable[[str], Digest]


def data_of(digest: Digest, language: str = "fr") -> Any:
    return json.loads(render(digest, "json", language))


def keys_of(value: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every key of a report with its value; those of a mention belong to the export and are left out."""
    if isinstance(value, list):
        for one in value:
            yield from keys_of(one, above)
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield key, inside
            if key not in ("lead", "reprints", "by_kind"):
                yield from keys_of(inside, key)


def test_every_key_is_documented(situation: tuple[str, Digest]) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert {key for key, _ in keys_of(data_of(situation[1]))} <= documented


def test_every_report_has_the_same_keys(digest_named: Named) -> None:
    full, empty = data_of(digest_named("full-day")), data_of(digest_named("nothing-came-out"))
    assert list(full) == list(empty)
    assert list(full["counts"]) == list(empty["counts"])


def test_times_have_a_zone_and_days_are_days(situation: tuple[str, Digest]) -> None:
    for key, value in keys_of(data_of(situation[1])):
        if key in TIMES and value is not None:
            assert datetime.fromisoformat(value).utcoffset() is not None
        if key == "day":
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", value)


def test_the_counts_are_those_of_the_lists(situation: tuple[str, Digest]) -> None:
    data = data_of(situation[1])
    articles = sum(1 + len(story["reprints"]) for story in data["pickups"])
    assert data["counts"]["period"]["articles"] == articles
    assert data["coverage"]["sources"] == len(data["coverage"]["lines"])
    assert sum(one["period"] for one in data["outlets"]) == articles
    leads = [story["lead"]["id"] for story in data["pickups"]]
    assert set(data["highlights"]) <= set(leads)


def test_mentions_are_in_the_form_of_the_export(digest_named: Named) -> None:
    digest = digest_named("full-day")
    assert data_of(digest)["pickups"][0]["lead"] == record(digest.pickups[0].lead)


def test_only_the_sentences_depend_on_the_language(digest_named: Named) -> None:
    digest = digest_named("full-day")
    french, english = (data_of(digest, language) for language in ("fr", "en"))
    different = {key for key in french if french[key] != english[key]}
    assert different == {"language", "title", "headline"}


@pytest.mark.parametrize("text", ["\ud800 seul", "\x00\x1b[31m", "</script>", "\u2028", '"'])
def test_texts_of_others_come_through_as_they_are(press: Any, text: str) -> None:
    digest = digest_with(press, [press.mention(text, kind=MentionKind.CITATION)])
    assert data_of(digest)["pickups"][0]["lead"]["title"] == text
