"""JSON lines: the contract's keys, nothing made up, one object on one line."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.export import export
from monitor.export.jsonl import record
from storage.model import MentionKind, Review, ReviewStatus
from tests.monitor.export.reading import cell, lines

KEYS = [
    "id",
    "campaign",
    "kind",
    "to_check",
    "salience",
    "status",
    "score",
    "url",
    "canonical_url",
    "title",
    "standfirst",
    "outlet",
    "outlet_id",
    "domain",
    "country",
    "outlet_kind",
    "tier",
    "own",
    "found_by",
    "authors",
    "published_at",
    "published_precision",
    "published_from",
    "first_seen_at",
    "language",
    "paywalled",
    "excerpt",
    "evidence",
    "organisations",
    "organisations_quoted",
    "dossier_version",
    "reuse",
    "cluster",
    "cluster_size",
    "cluster_lead",
    "tone",
    "tags",
    "starred",
    "note",
    "reject_reason",
    "reviewed_by",
    "reviewed_at",
    "snapshot",
]


def test_the_keys_are_those_of_the_contract_in_its_order(press: Any) -> None:
    assert list(record(press.mention("T"))) == KEYS


def test_the_contract_names_the_same_keys(shared: Path) -> None:
    text = (shared / "design" / "contract.md").read_text(encoding="utf-8")
    shape = re.search(r"^## Mention as exported.*?$(.*?)^Times are", text, re.MULTILINE | re.DOTALL)
    assert shape is not None
    outer = re.sub(r"\[\{.*?\}\]", "", shape.group(1))
    outer = re.sub(r'("reuse"|"snapshot"):\{.*?\}', r"\1", outer)
    named = re.findall(r'"([a-z_]+)"(?=[:,}])', outer)
    assert sorted(named) == sorted(KEYS)


def test_a_mention_that_knows_everything(press: Any) -> None:
    mention = press.mention(
        "Titre", press.outlet("Ostrelle", "radio", "BE", 2), datetime.fromisoformat("2025-02-05T11:48:00-05:00"),
        kind=MentionKind.REPUBLICATION, organisations=("rivage",), quoted=("phare",),
        reuse={
            "document": "tribune",
            "share_of_document": 0.94,
            "share_of_article": 0.5,
            "passages": [[[0, 5], [3, 8]]],  # for the screen, no part of the contract
        },
        review=Review(ReviewStatus.CONFIRMED, "favourable", ("une",), True, "Bien.", "", "Inès", press.utc("2025-02-06 09:00")),
    )  # fmt: skip
    (line,) = lines(export([mention], "jsonl", "fr"))
    assert line["published_at"] == "2025-02-05T11:48:00-05:00"
    assert line["published_precision"] == "time"
    assert line["published_from"] == "json-ld"
    assert line["first_seen_at"] == "2025-02-05T19:00:00+00:00"
    assert line["evidence"] == [
        {
            "type": "quote",
            "document": "tribune",
            "field": "body",
            "text": "Une phrase",
            "start": 10,
            "end": 20,
            "weight": 0.8,
        }
    ]
    assert line["found_by"] == [{"source": "ostrelle/feed", "kind": "feed"}]
    assert line["reuse"] == {"document": "tribune", "share_of_document": 0.94, "share_of_article": 0.5}
    assert (line["tone"], line["tags"], line["starred"], line["reviewed_by"]) == (
        "favourable",
        ["une"],
        True,
        "Inès",
    )
    assert (line["tier"], line["country"], line["outlet_kind"], line["own"]) == (2, "BE", "radio", False)
    assert line["reviewed_at"] == "2025-02-06T08:00:00+00:00"
    assert line["snapshot"]["path"] is None


def test_what_is_not_known_is_null_and_never_made_up(press: Any) -> None:
    day = record(press.mention("T", published=date(2025, 2, 5)))
    assert (day["published_at"], day["published_precision"]) == ("2025-02-05", "day")
    mention = press.mention("T", published=None)
    bare = replace(mention, article=replace(mention.article, published_from="", language="", sha256=""))
    line = record(bare)
    for key in (
        "published_at",
        "published_precision",
        "language",
        "tier",
        "cluster",
        "cluster_size",
        "reuse",
        "tone",
        "reviewed_at",
    ):
        assert line[key] is None, key
    assert (line["published_from"], line["cluster_lead"], line["tags"]) == ("unknown", False, [])


def test_a_copy_of_a_dispatch_says_of_which_among_how_many_and_whether_it_leads(press: Any) -> None:
    mention = replace(press.mention("T"), cluster_id="c1", cluster_size=4, cluster_lead=True)
    line = record(mention)
    assert (line["cluster"], line["cluster_size"], line["cluster_lead"]) == ("c1", 4, True)
    copy, alone = replace(mention, id="m2", cluster_lead=False), replace(mention, id="m3", cluster_id=None)
    sheet = export([mention, copy, alone], "csv", "fr")
    assert [cell(sheet, "Original ou reprise", row) for row in (1, 2, 3)] == ["original", "reprise", ""]
    assert (cell(sheet, "Articles portant ce texte", 2), cell(sheet, "Repère du texte commun", 2)) == (
        "4",
        "c1",
    )


@settings(max_examples=60)
@given(title=st.text(), note=st.text(alphabet=st.characters()), score=st.floats(-5, 5))
def test_whatever_a_title_holds_a_line_is_one_json_object(
    press_class: Any, title: str, note: str, score: float
) -> None:
    mention = press_class().mention(title + "\u2028\x85\n\ud800", review=Review(note=note))
    mention = replace(mention, judgement=replace(mention.judgement, score=score))
    data = export([mention, mention], "jsonl", "fr")
    text = data.decode("utf-8")
    assert len(text.splitlines()) == 2
    first = json.loads(text.splitlines()[0])
    assert first["title"] == title + "\u2028\x85\n\ud800"
    assert 0.0 <= first["score"] <= 1.0
