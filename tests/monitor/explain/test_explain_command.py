"""`explain` as a person calls it, on the crawled press world: every article of it is accounted for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main
from monitor.demo import RunningWorld, press_world
from monitor.demo.catalogue import Access
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, MORNING, Ran, settle

Explain = Callable[..., Ran]
LOST = {
    Access.ROBOTS: {"forbidden_by_robots"},
    Access.ROBOTS_UNREACHABLE: {"not_looked"},
    Access.HOST_DOWN: {"not_looked"},
    Access.ALLOWED: {"not_seen"},
}


@pytest.fixture(scope="module")
def world() -> Iterator[RunningWorld]:
    with press_world(MORNING) as running:
        yield running


@pytest.fixture(scope="module")
def crawled(world: RunningWorld, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace after the daily run of the morning after the text came out. Nothing here changes it."""
    folder = settle(tmp_path_factory.mktemp("explained") / "espace", world)
    assert main(["-w", str(folder), "today"]) == 0
    return folder


@pytest.fixture
def explain(crawled: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Explain:
    """Call the command; what it wrote."""
    monkeypatch.delenv("RETOMBEES_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str | Path, lang: str = "fr") -> Ran:
        capfd.readouterr()
        code = main(["-w", str(crawled), "--lang", lang, "explain", *map(str, arguments)])
        out, err = capfd.readouterr()
        return Ran(code, out.replace("\u00a0", " ").replace("\u202f", " "), err)

    return call


def row(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_every_article_of_the_world_is_accounted_for(
    world: RunningWorld, explain: Explain, crawled: Path, tmp_path: Path
) -> None:
    """Of a list of all of them: what was stored is told to be read, what was not, where it was lost."""
    expected = [one for one in world.expectations() if one.stored or one.access is not Access.ALLOWED]
    expected += [
        one
        for one in world.expectations()
        if one.article_id == "mailles/archives-un-guide-pour-parler-aux-journalistes"
    ]
    addresses = tmp_path / "tout.txt"
    addresses.write_text("\n".join(one.url for one in expected), encoding="utf-8")
    ran = explain(addresses, "--json")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["url"] for one in rows] == [one.url for one in expected]
    with open_store(crawled / "archive.db") as store:
        mentioned = {mention.article.id for mention in store.mentions()}
    assert mentioned
    wrong = []
    for article, found in zip(expected, rows, strict=True):
        right = {"read"} if article.stored else LOST[article.access]
        if found["verdict"] not in right:
            wrong.append((article.article_id, found["verdict"]))
        for campaign in found["campaigns"]:
            is_mention = campaign["verdict"] in ("mention", "to_check")
            assert is_mention == (found["article_id"] in mentioned), article.article_id
            assert is_mention == (campaign["mention"] is not None)
    assert wrong == []


def test_a_mention_is_explained_with_its_evidence_in_french(world: RunningWorld, explain: Explain) -> None:
    ran = explain(world.url("mailles/communique-tout-ce-qu-on-ne-vous-dira-pas"))
    assert "C’est une retombée : reprise intégrale." in ran.out
    assert "fort · titre du texte (titre) : « Tout ce qu'on ne vous dira pas" in ran.out
    assert "--status rejected" in ran.out
    assert "Campagne « Tribune" in ran.out


def test_the_id_of_a_mention_or_of_an_article_is_explained_as_its_address(
    world: RunningWorld, explain: Explain
) -> None:
    by_url = row(explain(world.url("mailles/communique-tout-ce-qu-on-ne-vous-dira-pas"), "--json"))
    mention = by_url["campaigns"][0]["mention"]
    assert row(explain(mention, "--json")) == by_url
    assert row(explain(by_url["article_id"], "--json")) == by_url


def test_evidence_names_its_passage_and_stands_where_it_says(world: RunningWorld, explain: Explain) -> None:
    found = row(explain(world.url("mailles/communique-tout-ce-qu-on-ne-vous-dira-pas"), "--json"))
    evidence = found["campaigns"][0]["evidence"]
    assert all(one["end"] - one["start"] == len(one["text"]) for one in evidence)
    assert {one["strength"] for one in evidence} == {"fort", "moyen", "faible"}


def test_a_doubtful_article_is_told_with_what_would_make_it_sure(
    world: RunningWorld, explain: Explain
) -> None:
    ran = explain(world.url("lanterne/l-invitee-du-soir-machines-et-patience"), lang="en")
    assert "It is a mention to check: citation." in ran.out
    assert "What would have changed it:" in ran.out
    assert "--status confirmed" in ran.out


def test_a_saved_page_is_judged_as_an_article(
    world: RunningWorld, explain: Explain, crawled: Path, tmp_path: Path
) -> None:
    text = tmp_path / "note.txt"
    text.write_text(
        "# Une note\n\nLa tribune est à lire dans Le Monde : « Tout ce qu'on ne vous dira pas au Sommet"
        " mondial de l'IA », signée par plus de cent organisations.",
        encoding="utf-8",
    )
    ran = explain(text)
    assert "Ce serait une retombée : citation." in ran.out
    assert row(explain(text, "--json", "--campaign", CAMPAIGN))["campaigns"][0]["verdict"] == "not_matched"


def test_a_list_becomes_a_table_and_a_sheet_that_runs_nothing(
    world: RunningWorld, explain: Explain, tmp_path: Path
) -> None:
    url = world.url("cadran/anatomie-d-un-appel")
    given = tmp_path / "autre-outil.csv"
    given.write_text(f"Titre;Lien\n=1+1;{url}\nDeux;https://inconnu.example/=HYPERLINK\n", encoding="utf-8")
    table = explain(given).out
    assert url in table
    assert "Le site refuse la lecture automatique" in table
    sheet = tmp_path / "reponses.csv"
    ran = explain(given, "-o", sheet)
    assert (ran.code, ran.out) == (0, "")
    rows = list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [len(one) for one in rows] == [7, 7, 7]
    assert rows[2][3] == "Ce média n’est pas dans votre liste."
    assert rows[2][6] == "retombees add https://inconnu.example/=HYPERLINK"


def test_an_address_without_its_beginning_is_understood(explain: Explain) -> None:
    assert row(explain("www.inconnu.example/une", "--json"))["url"] == "https://www.inconnu.example/une"


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("nulle-part.html", 2, "n’est ni une adresse"),
        ("m" + "a" * 16, 2, "m" + "a" * 16),
        ("\x1b[31mrouge", 2, "n’est ni une adresse"),
    ],
)
def test_what_is_nothing_of_all_this_is_said_to_be_so(
    explain: Explain, given: str, code: int, said: str
) -> None:
    ran = explain(given)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.said
    assert "\x1b" not in ran.err


def test_a_file_that_cannot_be_used_ends_with_5_and_a_reason(explain: Explain, tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("nom;ville\n", encoding="utf-8")
    ran = explain(path)
    assert ran.code == 5
    assert "aucune adresse de page ne s’y trouve." in ran.said


def test_explaining_asks_no_site_and_changes_nothing(
    world: RunningWorld, explain: Explain, crawled: Path
) -> None:
    before = (crawled / "archive.db").read_bytes()
    world.clear_requests()
    explain(world.url("mailles/communique-tout-ce-qu-on-ne-vous-dira-pas"))
    explain(world.url("cadran/anatomie-d-un-appel"))
    assert world.requests == ()
    assert (crawled / "archive.db").read_bytes() == before
