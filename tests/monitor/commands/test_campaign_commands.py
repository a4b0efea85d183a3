"""Dossiers made, checked, changed and brought back from the command line."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import docx
import pytest
import typer

from monitor.campaigns import load_campaign
from monitor.commands.campaign_add import as_written, campaign_add_command, campaign_undo_command
from monitor.commands.campaign_commands import campaign_check_command, campaign_list_command
from monitor.commands.campaign_new import campaign_new_command
from monitor.commands.errors import sentence_of
from monitor.commands.session import CommandError, Session
from monitor.demo import RunningWorld
from monitor.proposals.attachments import AttachmentUnreadable, text_of
from monitor.rematch import match_campaigns
from storage.identity import article_key
from storage.model import Article, FetchedArticle, Outlet, Review, ReviewStatus, Source, SourceKind
from storage.store import open_store
from tests.monitor.commands.calling import settle

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
PHARE = Outlet("phare", "Le Phare", "phare.example", "FR", "fr")
DOSSIER = """# Le dossier du fleuve
name = "Fleuve"

[[documents]]
id = "tribune"   # la nôtre
kind = "oped"
title = "Le fleuve n’est pas une autoroute"
published_at = 2026-03-02

[documents.quotes]
fr = ["les digues poussent plus vite que les saules"]

[[organisations]]
id = "rives"
name = "Rives vivantes"
"""
PAGES = {
    "cite": ("À Valmarin", "« Les digues poussent plus vite que les saules », écrivent-elles."),
    "titre": (
        "Quatre-vingts associations contre le canal",
        "Elles l’ont écrit ce matin\u00a0: l’eau n’attend pas.",
    ),
    "rien": ("Fête des écoles", "La fête des écoles a eu lieu sous la pluie."),
}
RELEASE = Path(__file__).parent.parent / "proposals" / "texts" / "french.txt"


class Said(NamedTuple):
    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A person who answers these lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one campaign, one outlet, and an archive of three articles that was matched."""
    folder = tmp_path / "espace"
    (folder / "campaigns").mkdir(parents=True)
    for name in ("backups", "logs"):
        (folder / name).mkdir()
    (folder / "retombees.toml").write_text(
        'language = "en"\n[network]\ncontact = "https://example.org/nous"\n[clock]\nnow = 2026-03-10T09:00:00+01:00\n'
    )
    (folder / "sources.csv").write_text("id,name,domain\nphare,Le Phare du Matin,phare.example\n")
    (folder / "campaigns" / "fleuve.toml").write_text(DOSSIER, encoding="utf-8")
    with open_store(folder / "archive.db", create=True) as store:
        store.put_catalogue(
            [(PHARE, [Source("phare/feed", "phare", SourceKind.FEED, "https://phare.example/feed")])]
        )
        for name, (title, text) in PAGES.items():
            url = f"https://phare.example/{name}"
            page = Article(url=url, title=title, published_at=date(2026, 3, 9), language="fr", text=text)
            store.put_article(FetchedArticle(page, "phare", article_key(url), NOW, "run"), None)
        match_campaigns(store, [load_campaign(folder / "campaigns" / "fleuve.toml")], NOW)
    return folder


Run = Callable[..., Said]


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `campaign …` in the workspace: exit code, stdout, stderr."""
    app = typer.Typer()
    for name, function in (
        ("new", campaign_new_command),
        ("add", campaign_add_command),
        ("undo", campaign_undo_command),
        ("check", campaign_check_command),
        ("list", campaign_list_command),
    ):
        app.command(name)(function)
    command = typer.main.get_command(app)

    def call(*arguments: str) -> Said:
        session = Session(workspace)
        try:
            code = command.main(args=list(arguments), standalone_mode=False, obj=session) or 0
        except Exception as error:
            said = sentence_of(error, session.words)
            if said is None:
                raise
            for sentence in said.sentences:
                session.tell(sentence)
            code = said.code
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call


def dossier(workspace: Path, name: str = "fleuve") -> str:
    return (workspace / "campaigns" / f"{name}.toml").read_text(encoding="utf-8")


def mentions(workspace: Path) -> set[str]:
    with open_store(workspace / "archive.db") as store:
        return {mention.article.url.rpartition("/")[2] for mention in store.mentions("fleuve")}


# ---- new


def test_without_a_terminal_the_proposal_is_shown_and_nothing_is_written(run: Run, workspace: Path) -> None:
    said = run("new", str(RELEASE))
    assert said.code == 0
    assert "   1  Rendez-nous les rives du Lanterne" in said.out
    assert "Le Phare du Matin (phare.example)" in said.out
    assert "Nothing was written" in said.err
    assert [path.name for path in (workspace / "campaigns").iterdir()] == ["fleuve.toml"]


def test_accepted_whole_it_is_a_dossier_of_the_workspace(run: Run, workspace: Path) -> None:
    said = run("new", str(RELEASE), "--yes", "--id", "lanterne")
    assert said.code == 0
    campaign = load_campaign(workspace / "campaigns" / "lanterne.toml")
    assert campaign.documents[1].title == "Rendez-nous les rives du Lanterne"
    assert campaign.documents[1].text.startswith("# COMMUNIQUÉ DE PRESSE")
    checked = run("check", "lanterne")
    assert (checked.code, checked.out.splitlines()[0]) == (0, "campaigns/lanterne.toml: it can be used.")


def test_numbers_are_struck_out_on_the_command_line(run: Run, workspace: Path) -> None:
    shown = run("new", str(RELEASE)).out
    number = next(line.split()[0] for line in shown.splitlines() if line.endswith("AquaJuste (Aqua Juste)"))
    assert run("new", str(RELEASE), "--id", "lanterne", "--without", f"{number}, 1-2").code == 0
    campaign = load_campaign(workspace / "campaigns" / "lanterne.toml")
    assert [one.id for one in campaign.organisations] == ["rives-vivantes", "lpr"]
    wrong = run("new", str(RELEASE), "--id", "autre", "--without", "3,999")
    assert (wrong.code, "999" in wrong.err) == (2, True)
    assert run("new", str(RELEASE), "--id", "autre", "--without", "trois").code == 2
    assert not (workspace / "campaigns" / "autre.toml").exists()


def test_at_a_terminal_numbers_are_asked_for_until_enter(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = run("new", str(RELEASE)).out
    number = next(line.split()[0] for line in shown.splitlines() if line.endswith("AquaJuste (Aqua Juste)"))
    monkeypatch.setattr(sys, "stdin", Terminal(f"{number}\nx\n\n"))
    said = run("new", str(RELEASE), "--id", "lanterne")
    assert said.code == 0
    assert "“x” is no list of numbers" in said.err
    campaign = load_campaign(workspace / "campaigns" / "lanterne.toml")
    assert [one.id for one in campaign.organisations] == ["rives-vivantes", "lpr"]


def test_a_dossier_is_never_overwritten(run: Run, workspace: Path) -> None:
    said = run("new", str(RELEASE), "--yes", "--id", "fleuve")
    assert said.code == 2
    assert dossier(workspace) == DOSSIER
    assert run("new", str(RELEASE), "--yes", "--id", "../ailleurs").code == 2
    ids = [run("new", str(RELEASE), "--yes").code for _ in range(2)]
    assert ids == [0, 0]
    assert len(list((workspace / "campaigns").glob("*.toml"))) == 3


def test_a_word_file_proposes_what_its_text_does(run: Run, workspace: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Communiqué de presse – 3 mars 2026")
    document.add_heading("Rendez-nous les rives du Lanterne", 1)
    document.add_paragraph("Une tribune à l’initiative de Rives vivantes et d’AquaJuste.")
    document.add_heading("À propos", 1)
    document.add_heading("Rives vivantes", 2)
    document.add_paragraph("https://www.rives-vivantes.example/")
    document.save(str(tmp_path / "communique.docx"))
    assert run("new", str(tmp_path / "communique.docx"), "--yes", "--id", "mot").code == 0
    campaign = load_campaign(workspace / "campaigns" / "mot.toml")
    assert campaign.documents[0].title == "Rendez-nous les rives du Lanterne"
    assert campaign.documents[0].boilerplate == ("À propos",)
    assert campaign.organisations[0].sites == ("rives-vivantes.example",)


def packed(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"PK\x03\x04 broken",
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0 old Word",
        b"a\x00b",
        packed("word/document.xml", b"<x/>"),
        packed("big", b"0" * 101_000_000),
        b"x" * 20_000_001,
    ],
    ids=["empty", "blank", "broken", "pdf", "doc", "binary", "no Word", "bomb", "large"],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(AttachmentUnreadable) as refused:
        text_of(data)
    assert refused.value.reason


def test_a_text_of_an_older_editor_keeps_its_accents() -> None:
    assert text_of("l’été".encode("cp1252")) == "l’été"
    assert text_of("\ufeffl’été".encode()) == "l’été"


def test_a_file_that_is_not_there_is_said_in_one_sentence(run: Run) -> None:
    said = run("new", "nulle-part.md")
    assert (said.code, said.err.count("\n")) == (5, 1)


# ---- add


def test_a_headline_is_shown_with_its_gain_before_it_is_saved(run: Run, workspace: Path) -> None:
    said = run("add", "headline", "Quatre-vingts associations contre le canal", "--dry-run")
    assert said.code == 0
    assert "1\u00a0gained" in said.out
    assert " + Le Phare · Citation · Quatre-vingts associations contre le canal" in said.out
    assert dossier(workspace) == DOSSIER
    assert mentions(workspace) == {"cite"}


def test_saved_it_is_matched_at_once_and_the_earlier_file_is_kept(run: Run, workspace: Path) -> None:
    said = run("add", "headline", "Quatre-vingts associations contre le canal", "--yes")
    assert said.code == 0
    assert mentions(workspace) == {"cite", "titre"}
    assert 'headlines = ["Quatre-vingts associations contre le canal"]' in dossier(workspace)
    assert 'id = "tribune"   # la nôtre' in dossier(workspace)
    (kept,) = (workspace / "backups").glob("fleuve.*.toml")
    assert kept.read_text(encoding="utf-8") == DOSSIER


def test_without_an_answer_nothing_is_saved(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("add", "headline", "Un titre de quatre mots").code == 0
    monkeypatch.setattr(sys, "stdin", Terminal("\n"))
    assert run("add", "headline", "Un titre de quatre mots").code == 0
    assert dossier(workspace) == DOSSIER
    monkeypatch.setattr(sys, "stdin", Terminal("oui\n"))
    assert run("add", "headline", "Un titre de quatre mots").code == 0
    assert "Un titre de quatre mots" in dossier(workspace)


def test_undo_brings_the_earlier_file_back_and_once_more_the_later_one(run: Run, workspace: Path) -> None:
    run("add", "headline", "Quatre-vingts associations contre le canal", "--yes")
    changed = dossier(workspace)
    said = run("undo", "--yes")
    assert (said.code, "1\u00a0lost" in said.out) == (0, True)
    assert dossier(workspace) == DOSSIER
    assert mentions(workspace) == {"cite"}
    run("undo", "--yes")
    assert dossier(workspace) == changed
    assert mentions(workspace) == {"cite", "titre"}


def test_what_a_person_confirmed_stays_and_the_preview_says_so(run: Run, workspace: Path) -> None:
    run("add", "headline", "Quatre-vingts associations contre le canal", "--yes")
    with open_store(workspace / "archive.db") as store:
        (mention,) = [one for one in store.mentions("fleuve") if one.article.url.endswith("titre")]
        store.put_review(mention.id, Review(ReviewStatus.CONFIRMED, reviewed_at=NOW))
    said = run("undo", "--yes")
    assert "1\u00a0stays" in said.out
    assert mentions(workspace) == {"cite", "titre"}


def test_undo_needs_an_earlier_file(run: Run) -> None:
    assert run("undo", "--yes").code == 2


def test_a_mention_gives_its_title_its_address_and_its_own_spelling(run: Run, workspace: Path) -> None:
    with open_store(workspace / "archive.db") as store:
        (mention,) = store.mentions("fleuve")
    assert run("add", "url", "--from", mention.id, "--yes").code == 0
    assert 'urls = ["https://phare.example/cite"]' in dossier(workspace)
    assert run("add", "headline", "--from", mention.id, "--yes").code == 0
    assert 'headlines = ["À Valmarin"]' in dossier(workspace)
    assert run("add", "quote", "plus vite que les SAULES", "--from", mention.id, "--yes").code == 0
    assert '"plus vite que les saules"' in dossier(workspace)
    assert run("add", "quote", "des mots d’ailleurs", "--from", mention.id, "--yes").code == 2
    assert run("add", "alias", "--from", mention.id, "--yes").code == 2
    assert run("add", "url", "--from", "m-inconnue", "--yes").code == 2


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("headline", "le fleuve n'est pas une autoroute"), "already"),
        (("url", "lephare.example"), "not the address of a page"),
        (("headline", "Un titre", "--document", "autre"), "tribune"),
        (("alias", "Les Rivains", "--organisation", "autre"), "rives"),
        (("headline",), "What is to be added?"),
        (("slogan", "x"), ""),
    ],
)
def test_what_cannot_be_added_is_refused_with_what_to_do(
    run: Run, workspace: Path, arguments: tuple[str, ...], part: str
) -> None:
    said = run("add", *arguments, "--yes")
    assert said.code == 2
    assert part in said.err
    assert dossier(workspace) == DOSSIER


def test_an_addition_that_the_dossier_could_not_hold_is_refused_before_anything_is_written(
    run: Run, workspace: Path
) -> None:
    said = run("add", "headline", "mot " * 200, "--yes")
    assert said.code == 3
    assert dossier(workspace) == DOSSIER
    assert not list((workspace / "backups").iterdir())


def test_words_are_taken_as_the_article_writes_them() -> None:
    assert as_written("l'ete  INDIEN", ["rien", "C’était « l’été indien »."]) == "l’été indien"
    assert as_written("l'hiver", ["l’été"]) is None
    assert as_written("", ["l’été"]) is None


# ---- check and list


def test_check_names_every_problem_with_its_line_and_leaves_with_3(run: Run, workspace: Path) -> None:
    path = workspace / "campaigns" / "fleuve.toml"
    path.write_text(
        DOSSIER.replace('kind = "oped"', 'kind = "poeme"').replace("published_at", "publie_le"),
        encoding="utf-8",
    )
    said = run("check")
    assert said.code == 3
    lines = said.out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "campaigns/fleuve.toml, line 6, kind",
        "campaigns/fleuve.toml, line 8, publie_le",
    ]


def test_check_advises_on_what_a_good_dossier_lacks(run: Run) -> None:
    said = run("check")
    assert said.code == 0
    assert "The text “tribune” has no address" in said.out
    assert "“rives” has no site" in said.out
    assert run("check", "autre").code == 2


def test_list_shows_what_there_is_and_the_earlier_files(run: Run, workspace: Path) -> None:
    assert "fleuve" in run("list").out
    run("add", "headline", "Un titre de quatre mots", "--yes")
    listed = json.loads(run("list", "--json").out)
    assert (listed["id"], listed["documents"], listed["organisations"]) == ("fleuve", ["tribune"], ["rives"])
    assert [Path(one["path"]).read_text(encoding="utf-8") for one in listed["earlier"]] == [DOSSIER]
    assert listed["earlier"][0]["until"] == "2026-03-10T08:00:00+00:00"
    assert "until 2026-03-10 09:00" in run("list").err


def test_programs_get_every_answer_as_json(run: Run) -> None:
    proposed = [json.loads(line) for line in run("new", str(RELEASE), "--json").out.splitlines()]
    assert proposed[0] == {
        "number": 1,
        "part": "title",
        "text": "Rendez-nous les rives du Lanterne",
        "values": [],
        "domain": "",
        "days": None,
        "organisation": None,
        "doubt": "",
    }
    said = run("add", "headline", "Quatre-vingts associations contre le canal", "--dry-run", "--json")
    effect = json.loads(said.out)
    assert [one["url"] for one in effect["gained"]] == ["https://phare.example/titre"]
    assert (effect["articles"], effect["lost"], effect["kept"]) == (3, [], [])
    checked = [json.loads(line) for line in run("check", "--json").out.splitlines()]
    assert {row["file"] for row in checked} == {"campaigns/fleuve.toml"}
    assert not any(row["fatal"] for row in checked)


# ---- from a page


def test_a_release_is_read_from_its_page_once_and_leaves_nothing_in_the_archive(
    own_world: RunningWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    url = next(
        own_world.url(article.id) for article in own_world.world.articles if article.outlet_id == "octet"
    )
    app = typer.Typer()
    app.command("new")(campaign_new_command)
    app.command("list")(campaign_list_command)
    command = typer.main.get_command(app)
    assert not command.main(
        args=["new", url, "--yes", "--id", "page"], standalone_mode=False, obj=Session(folder)
    )
    asked = [
        request.target for request in own_world.requests if not re.search("robots|tdmrep", request.target)
    ]
    assert asked == [urlsplit(url).path]
    campaign = load_campaign(folder / "campaigns" / "page.toml")
    assert campaign.documents[0].title
    with open_store(folder / "archive.db") as store:
        assert store.article_count() == 0
    with pytest.raises(CommandError) as refused:
        command.main(args=["new", f"{url}-introuvable"], standalone_mode=False, obj=Session(folder))
    assert refused.value.code == 5
