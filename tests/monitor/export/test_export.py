"""What holds for every format: order, bytes, rights, and nothing that a page says ever runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.export import FORMATS, MentionList, Order, Part, Selection, columns_named, export, in_order
from monitor.wording import LANGUAGES
from storage.model import Evidence, MentionKind, Review, ReviewStatus, Rights, Salience
from tests.monitor.export.reading import (
    FEEDS,
    TABLES,
    feed,
    lines,
    made,
    rows,
    sheet,
    text_of,
    titles,
    word_rows,
)

ROOT = Path(__file__).parents[3]
ALL = sorted(FORMATS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_the_same_mentions_are_the_same_bytes_in_whatever_order_they_come(
    press: Any, name: str, language: str
) -> None:
    mentions = [press.mention(f"T{n}", published=f"2025-02-0{1 + n % 5} 10:00") for n in range(12)]
    assert export(mentions, name, language) == export(reversed(mentions), name, language)


MAKE = """
import hashlib, sys, time
sys.path.insert(0, {root!r})
from tests.monitor.conftest import Press
from monitor.export import FORMATS, export
press = Press()
mentions = [
    press.mention(f"Été {{n}}", f"Média {{n % 3}}", f"2025-02-0{{1 + n % 5}} 10:00", organisations=("rivage", "phare"))
    for n in range(9)
]
for name in sorted(FORMATS):
    print(name, hashlib.sha256(export(mentions, name, "fr", (press.campaign,))).hexdigest())
"""


def test_another_process_in_another_zone_with_other_hashes_and_another_mask_makes_the_same_bytes() -> None:
    said = []
    for zone, seed, mask in (("Pacific/Kiritimati", "1", 0o022), ("America/New_York", "77", 0o077)):
        done = subprocess.run(
            [sys.executable, "-c", MAKE.format(root=str(ROOT))],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            umask=mask,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == len(FORMATS)


@pytest.mark.parametrize("name", [one for one in ALL if one not in FEEDS])
def test_lists_are_ordered_by_publication_then_id_undated_last(press: Any, name: str) -> None:
    published = [
        None,
        "2025-02-06 01:00",
        "2025-02-05",
        "2025-02-05 23:30",
        datetime.fromisoformat("2025-02-05T18:00-05:00"),
        "2025-02-05 23:30",
    ]
    # T1 has a bare day, T2 and T3 came the same evening, T4 later that evening in New York
    mentions = [
        press.mention(title, published=when)
        for title, when in zip(["T6", "T5", "T1", "T2", "T4", "T3"], published, strict=True)
    ]
    assert titles(export(mentions, name, "en"), name, "en") == ["T1", "T2", "T3", "T4", "T5", "T6"]


def test_by_importance_the_order_is_that_of_a_report_and_what_is_to_check_comes_last(press: Any) -> None:
    national = press.outlet("Le Balancier", tier=1)
    starred = press.mention("starred", kind=MentionKind.TOPIC, review=Review(starred=True))
    settled = press.mention("settled", to_check=True, review=Review(ReviewStatus.CONFIRMED))
    first_rank = press.mention("first rank", national)
    main = press.mention("main")
    main = replace(main, judgement=replace(main.judgement, salience=Salience.MAIN))
    full = press.mention("full", kind=MentionKind.REPUBLICATION)
    earlier = press.mention("earlier", published="2025-02-04")
    plain = press.mention("plain")
    unsure = press.mention("to check", national, kind=MentionKind.REPUBLICATION, to_check=True)
    found = in_order([unsure, plain, earlier, main, settled, first_rank, full, starred], Order.IMPORTANCE)
    assert [one.article.title for one in found] == [
        "starred", "settled", "first rank", "main", "full", "earlier", "plain", "to check",
    ]  # fmt: skip


def test_what_a_person_said_of_kind_and_place_is_what_a_list_says(press: Any) -> None:
    review = Review(kind=MentionKind.REPUBLICATION, salience=Salience.PASSING)
    mention = press.mention("T", kind=MentionKind.CITATION, to_check=True, review=review)
    asked = MentionList([mention], "en", columns=columns_named(["kind", "to_check", "salience"]))
    assert rows(made(asked, "csv"), ",")[1] == ["Full republication", "no", "in passing"]
    (line,) = lines(made(asked, "jsonl"))
    assert (line["kind"], line["to_check"], line["salience"]) == ("republication", False, "passing")
    assert sheet(made(asked, "xlsx"), 1)[1][4:8] == [1, 1, 0, 0]
    assert Selection(kinds=frozenset({MentionKind.REPUBLICATION}), to_check=Part.OUT).holds(mention)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_no_mention_is_an_empty_list_and_no_error(press: Any, name: str, language: str) -> None:
    data = export([], name, language, (press.campaign,))
    if name == "xlsx":
        assert len(sheet(data)) == 1
    elif name in FEEDS:
        assert (feed(data).bozo, feed(data).entries) == (False, [])
    elif name == "docx":
        assert word_rows(data) == []
        assert "vide" in text_of(data, name) or "empty" in text_of(data, name)
    else:
        assert len(data.splitlines()) == (0 if name == "jsonl" else 1) or name == "pdf"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("rights", list(Rights))
def test_no_more_than_300_characters_of_a_text_are_handed_on(press: Any, name: str, rights: Rights) -> None:
    mention = press.mention("T", excerpt="ƶ" * 5000)
    long = Evidence("quote", "document", "tribune", "body", "ƹ" * 5000, 0, 5000, 0.9)
    judgement = replace(mention.judgement, evidence=(long,))
    article = replace(mention.article, rights=rights, text="body " * 1000)
    text = text_of(export([replace(mention, judgement=judgement, article=article)], name, "fr"), name)
    assert "ƶ" * (40 if name == "pdf" else 299) in text
    assert text.count("ƶ") <= 300
    assert "ƹ" * 301 not in text
    assert "body body" not in text


@pytest.mark.parametrize("name", ["csv", "jsonl", "xlsx"])
def test_of_a_reserved_outlet_the_standfirst_is_not_handed_on(press: Any, name: str) -> None:
    mention = press.mention("T")
    article = replace(mention.article, standfirst="Le chapô de la page")
    assert "Le chapô" in text_of(export([replace(mention, article=article)], name, "fr"), name)
    for reserved in (
        replace(article, rights=Rights.RESERVED),
        replace(article, outlet=replace(article.outlet, rights=Rights.RESERVED)),
    ):
        assert "Le chapô" not in text_of(export([replace(mention, article=reserved)], name, "fr"), name)


@pytest.mark.parametrize("name", ["atom", "docx", "pdf", "rss"])
def test_formats_for_readers_hold_no_standfirst_at_all(press: Any, name: str) -> None:
    mention = press.mention("T")
    article = replace(mention.article, standfirst="Le chapô de la page")
    assert "Le chapô" not in text_of(export([replace(mention, article=article)], name, "fr"), name)


@pytest.mark.parametrize("name", TABLES)
def test_organisations_go_by_name_and_by_the_dossier_of_their_own_campaign(press: Any, name: str) -> None:
    from monitor.dossier import Organisation
    from monitor.export import columns_named

    other = replace(press.campaign, id="autre", organisations=(Organisation("rivage", "Rivage du Nord"),))
    here = press.mention("T1", organisations=("rivage", "inconnue"))
    there = replace(press.mention("T2", organisations=("rivage",)), campaign_id="autre")
    asked = MentionList(
        [here, there], "fr", (press.campaign, other), columns_named(["titre", "organisations nommées"])
    )
    text = text_of(made(asked, name), name)
    assert "Collectif Rivage, inconnue" in text
    assert "Rivage du Nord" in text


def test_a_list_is_written_while_it_is_read(press: Any) -> None:
    """Nothing keeps all mentions: the second is asked for when the first is written."""
    written: list[int] = []

    class Out:
        def write(self, data: bytes) -> int:
            written.append(len(data))
            return len(data)

    def coming() -> Any:
        for n in range(3):
            assert len(written) >= n
            yield press.mention(f"T{n}")

    FORMATS["jsonl"].write(MentionList(coming(), "fr"), Out())  # type: ignore[arg-type]
    assert len(written) == 3


HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("=+-@\t\r\n\0\ud800\udfff\u202e\u2066\ufeff\uffff&<>'\"]]>;,\u2028\x85"),
    ),
    max_size=60,
)


@settings(max_examples=15)
@given(text=HOSTILE, long=st.booleans(), url=HOSTILE)
@pytest.mark.parametrize("name", ["csv", "xlsx", "docx", "jsonl", "rss", "atom"])
def test_any_text_in_any_place_makes_a_file_that_its_reader_opens(
    press_class: Any, name: str, text: str, long: bool, url: str
) -> None:
    press = press_class()
    said = text + ("w" * 40_000 if long else "")
    review = Review(
        ReviewStatus.CONFIRMED, said, (said,), True, said, said, said, datetime(2025, 2, 6, tzinfo=UTC)
    )
    mention = press.mention(
        said, press.outlet(said, said, text[:2]), authors=[said], excerpt=said, review=review,
        organisations=(said,), quoted=(said,), language=text[:5], url=f"https://media.example/{url}",
    )  # fmt: skip
    evidence = Evidence(said, "document", said, said, said, 0, 3, 0.5)
    mention = replace(
        mention,
        judgement=replace(mention.judgement, evidence=(evidence,)),
        cluster_id=said,
        id=f"m{text[:9]}",
    )
    article = replace(mention.article, standfirst=said, canonical_url=said, sha256=said)
    hostile = replace(mention, article=article)
    plain = press.mention("T2")
    asked = MentionList([hostile, plain], "en", (replace(press.campaign, name=said),))
    data = made(asked, name)
    assert "T2" in titles(data, name, "en")
    assert len(titles(data, name, "en")) == 2
