"""The page of missed clips: what it says, what it offers, to whom; and that nothing hostile comes of a list."""

from __future__ import annotations

import csv
import io
import re
import shutil
import time
from typing import Any

import pytest

from monitor.missed.fetching import Stage
from monitor.missed.lists import Lists
from monitor.web.pages import missed_lists
from monitor.web.pages.missed_reading import readings_of
from storage.model import Candidate, FetchFailure, Outlet, Reason, ReviewStatus, Source, SourceKind
from tests.monitor.web.newsroom import HOSTILE, QUOTE, Newsroom, Visitor, plain

NONE = "https://sarmande.example/articles/7"
IS_ONE = "https://phare.example/articles/1"
UNKNOWN = "https://ailleurs.example/actu/les-digues"


def main(text: str) -> str:
    """What stands between header and footer, for a person."""
    return plain(text[text.index("<main") : text.index("<footer")])


def answer(who: Visitor, url: str) -> str:
    """The answer to an address."""
    return main(who.client.get("/manque", params={"url": url}).text)


def listed(who: Visitor, addresses: str, **more: Any) -> str:
    """Where the list of these addresses is."""
    who.get("/manque")
    sent = who.post("/manque", {"addresses": addresses}, **more)
    assert sent.status_code == 303, plain(sent.text)
    return str(sent.headers["location"])


class TestOneAddress:
    def test_it_goes_to_its_answer_and_nothing_is_kept(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        assert listed(karim, f" {NONE} ") == f"/manque?url={NONE.replace(':', '%3A').replace('/', '%2F')}"
        text = main(karim.page(listed(karim, NONE)))
        assert "L’article ne parle ni du texte ni de l’événement" in text
        assert "Média suivi : oui" in text and "Reconnue : non" in text
        assert "Ajouter ses mots au dossier…" in text and "En faire une retombée" in text
        assert not (desk.workspace.root / "lists").exists()

    def test_what_is_no_address_comes_back_in_the_form_with_the_reason(self, desk: Newsroom) -> None:
        got = desk.login("karim").get("/manque", params={"url": "le phare de mardi"})
        assert got.status_code == 422
        assert "Ce n’est pas l’adresse d’une page. Une adresse commence par https://" in main(got.text)
        assert ">le phare de mardi</textarea>" in got.text
        assert "Média suivi" not in main(got.text)

    def test_a_mention_is_one_link_away(self, desk: Newsroom) -> None:
        page = desk.login("karim").page(f"/manque?url={IS_ONE}")
        assert f'href="/retombees/{desk.mention("phare").id}"' in page
        assert "C’est une retombée : reprise intégrale" in main(page)

    def test_what_it_is_for_another_campaign_is_told_with_its_name(self, desk: Newsroom) -> None:
        folder = desk.workspace.campaigns
        copied = (
            (folder / "appel.toml").read_text(encoding="utf-8").replace("Rivages, février 2025", "Digues")
        )
        (folder / "digues.toml").write_text(copied, encoding="utf-8")
        shutil.copytree(folder / "appel", folder / "digues")
        text = main(desk.login("karim").page(f"/manque?url={IS_ONE}&campaign=digues"))
        assert "Pour la campagne « Rivages, février 2025 », c’est une retombée" in text

    def test_a_rejected_one_says_who_and_why_and_goes_back_to_review(self, desk: Newsroom) -> None:
        karim, found = desk.login("karim"), desk.mention("phare")
        rejected = {"status": "rejected", "reason": "hors sujet", "version": "0"}
        karim.post(f"/retombees/{found.id}/decision", rejected)
        text = answer(karim, IS_ONE)
        assert "Une personne l’a écartée" in text and "hors sujet" in text
        sent = karim.post(
            f"/retombees/{found.id}/decision",
            {"status": "to_review", "version": "1", "next": f"/manque?url={IS_ONE}"},
        )
        assert sent.headers["location"] == f"/manque?url={IS_ONE}"
        assert "Annuler" in karim.said(f"/manque?url={IS_ONE}")
        assert desk.mention("phare").review.status is ReviewStatus.TO_REVIEW

    def test_an_article_that_waits_says_so(self, desk: Newsroom) -> None:
        url = "https://phare.example/actu/en-attente"
        with desk.store() as store:
            source = next(one.source for one in store.source_statuses() if one.outlet.id == "phare")
            store.put_candidates(source.id, [Candidate(url, f"Titre {HOSTILE}")], desk.clock.now)
        text = answer(desk.login("karim"), url)
        assert "attend d’être lu" in text and "Page lue : pas encore" in text and "Ajouter l’article" in text

    def test_an_administrator_may_follow_the_outlet_and_a_reviewer_is_told_whom_to_ask(
        self, desk: Newsroom
    ) -> None:
        maud = desk.login("maud").client.get("/manque", params={"url": UNKNOWN}).text
        assert 'action="/manque/suivre"' in maud and "Ajouter l’article seul" in plain(maud)
        karim = desk.login("karim").client.get("/manque", params={"url": UNKNOWN}).text
        assert "/manque/suivre" not in karim and "demandez à la personne qui administre" in plain(karim)

    def test_an_article_of_an_outlet_that_is_not_followed_offers_to_follow_it_until_it_is(
        self, desk: Newsroom
    ) -> None:
        with desk.store() as store:
            outlet = Outlet("site-ailleurs-example", "ailleurs.example", "ailleurs.example")
            store.put_catalogue(
                [(outlet, [Source("site-ailleurs-example/hand", outlet.id, SourceKind.HAND, UNKNOWN)])]
            )
        desk.put_article("site-ailleurs-example", 40, "Digues", f"« {QUOTE} »", url=UNKNOWN)
        desk.match()
        maud = desk.login("maud")
        text = answer(maud, UNKNOWN)
        assert "Média suivi : non" in text and "Suivre ce média…" in text and "Ouvrir la retombée" in text
        with desk.workspace.sources_file.open("a", encoding="utf-8") as rows:
            rows.write(
                "ailleurs,Ailleurs,ailleurs.example,FR,fr,pure-player,3,https://ailleurs.example/rss\n"
            )
        text = answer(maud, UNKNOWN)
        assert "Média suivi : oui" in text and "Suivre ce média…" not in text

    def test_in_english_it_is_english(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        karim.post("/compte/affichage", {"language": "en", "theme": ""})
        for url in (UNKNOWN, "javascript:x", "https://phare.example/articles/99"):
            text = answer(karim, url)
            assert not re.search(r"\b(est|une|pas|lue|dans|avec)\b", text.replace("Digues", "")), text

    def test_a_reader_has_no_such_page(self, desk: Newsroom) -> None:
        lea = desk.login("lea")
        assert lea.get("/manque").status_code == 403
        assert "/manque" not in lea.page("/compte")


class TestRemedies:
    def test_a_mention_made_here_is_announced_and_taken_back(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        with desk.store() as store:
            article = store.article_at(NONE)
        assert article is not None
        sent = karim.post(
            "/manque/retombee", {"article": article.id, "kind": "citation", "next": f"/manque?url={NONE}"}
        )
        assert sent.status_code == 303
        page = karim.page(f"/manque?url={NONE}")
        assert "C’est une retombée : citation" in main(page)
        number = re.search(r'action="(/journal/\d+/annuler)"', page)
        assert number is not None
        assert karim.post("/manque/retombee", {"article": article.id, "kind": "topic"}).status_code == 303
        assert "déjà une retombée" in karim.said()
        karim.post(number[1])
        assert "C’est une retombée" not in answer(karim, NONE)

    @pytest.mark.parametrize("kind", ["", "x", "Citation"])
    def test_a_mention_is_of_a_kind_there_is(self, desk: Newsroom, kind: str) -> None:
        karim = desk.login("karim")
        assert karim.post("/manque/retombee", {"article": "a", "kind": kind}).status_code == 400

    def test_what_is_not_there_cannot_be_made_a_mention_or_give_words(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        assert karim.post("/manque/retombee", {"article": "a" * 17, "kind": "topic"}).status_code == 404
        assert karim.get(f"/manque/dossier?url={UNKNOWN}&words=abc&what=quote").status_code == 404
        assert karim.get("/manque/dossier?url=javascript:x&words=abc&what=quote").status_code == 404

    def test_words_are_added_with_their_effect_first_and_not_over_anothers_change(
        self, desk: Newsroom
    ) -> None:
        karim, file = desk.login("karim"), desk.workspace.campaigns / "appel.toml"
        asked = {"url": NONE, "words": "FETE DU PORT  : le programme", "what": "headline"}
        page = settled(karim, "/manque/dossier", asked)
        assert "1 retombée de plus" in main(page) and "Rien n’est encore enregistré" in main(page)
        mark = re.search(r'name="mark" value="([0-9a-f]+)"', page)
        assert mark is not None
        before = file.read_bytes()
        file.write_bytes(before + b"# au crayon\n")
        refused = karim.post("/manque/dossier", {**asked, "mark": mark[1]})
        assert refused.status_code == 409 and file.read_bytes() == before + b"# au crayon\n"
        file.write_bytes(before)
        sent = karim.post("/manque/dossier", {**asked, "mark": mark[1]})
        assert sent.status_code == 303 and "Fête du port : le programme" in file.read_text(encoding="utf-8")
        assert "est dans le dossier" in karim.said(sent.headers["location"])

    def test_words_that_are_not_in_the_article_are_refused(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        answered = karim.client.get(
            "/manque/dossier", params={"url": NONE, "words": "autre chose", "what": "quote"}
        )
        assert answered.status_code == 400 and "ne se trouvent pas dans cet article" in plain(answered.text)

    def test_without_an_address_of_ours_nothing_is_read_and_that_is_told(self, desk: Newsroom) -> None:
        desk.workspace.settings_file.write_text('language = "fr"\n', encoding="utf-8")
        karim = desk.login("karim")
        sent = karim.post("/manque/lire", {"url": UNKNOWN, "next": "/manque"})
        assert sent.status_code == 400 and "contact" in plain(sent.text)
        assert readings_of(desk.site.live).of([UNKNOWN]) is None

    def test_what_a_site_forbids_is_told_with_a_letter_and_never_read(self, desk: Newsroom) -> None:
        url, reason = "https://phare.example/prive/quais", Reason.ROBOTS
        with desk.store() as store:
            store.put_failure(FetchFailure("lecture", desk.clock.now, url, "article", reason, "phare"))
        karim = desk.login("karim")
        page = karim.client.get("/manque", params={"url": url}).text
        assert "Le site refuse la lecture automatique" in plain(
            page
        ) and "Page lue : non, interdite" in plain(page)
        assert "RetombeesBot" in page and 'action="/manque/lire"' not in page
        assert "/ajouter/a-la-main?url=https%3A%2F%2Fphare.example%2Fprive%2Fquais" in page
        assert karim.post("/manque/lire", {"url": url, "next": "/manque"}).status_code == 400
        assert readings_of(desk.site.live).of([url]) is None

    def test_a_page_that_may_not_be_read_is_not_asked_for(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        for url in ("javascript:alert(1)", "file:///etc/passwd", IS_ONE):
            assert karim.post("/manque/lire", {"url": url}).status_code == 400
        assert readings_of(desk.site.live).of([IS_ONE]) is None

    def test_while_another_run_is_under_way_the_page_says_so_and_asks_again(self, desk: Newsroom) -> None:
        karim, readings = desk.login("karim"), readings_of(desk.site.live)
        made = readings.ask([(Outlet("site-x", "x", "ailleurs.example"), UNKNOWN)])
        assert made is not None
        readings.tell(made.number, Stage.BUSY)
        page = karim.client.get("/manque", params={"url": UNKNOWN}).text
        assert "Une autre lecture est en cours" in plain(page)
        tired = karim.client.get("/manque", params={"url": UNKNOWN, "looks": "200"}).text
        assert 'hx-trigger="every' not in tired and "Regarder où cela en est" in plain(tired)
        assert (
            "looks=1" in page
            and 'hx-trigger="every' in page
            and '<noscript><meta http-equiv="refresh"' in page
        )


class TestLists:
    def test_three_addresses_have_three_whole_answers(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        where = listed(karim, f"{NONE}\n{UNKNOWN}\n{IS_ONE}")
        text = main(karim.page(where))
        assert (
            "Sur 3 adresses : 1 est une retombée, 1 a été lue et n’en est pas une, 1 vient d’un média que nous ne"
            " suivons pas." in text
        )
        assert text.count("Média suivi") == 3

    def test_a_table_of_another_tool_is_taken_as_a_file(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        sheet = f"Date;Média;Lien\r\n04/02;Le Phare;{IS_ONE}\r\n05/02;Été;{NONE}\r\n".encode("cp1252")
        where = listed(karim, "oublié", files={"file": ("../../clips.csv", sheet, "application/x-evil")})
        kept = Lists(desk.workspace.root).find(where.rsplit("/", 1)[1])
        assert kept is not None and [row.url for row in kept.rows] == [IS_ONE, NONE]

    def test_a_long_list_is_answered_a_bit_at_a_time_and_reloading_loses_nothing(
        self, desk: Newsroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        karim = desk.login("karim")
        monkeypatch.setattr(missed_lists, "SECONDS", 0.0)
        where = listed(karim, "\n".join(f"https://ailleurs{n}.example/a/b" for n in range(12)))
        texts = [main(karim.page(where)) for _ in range(12)]
        assert "1 adresse sur 12" in texts[0] and "2 adresses sur 12" in texts[1]
        assert "sur 12 pour" not in texts[11] and "12 viennent de médias" in texts[11]
        assert 'hx-trigger="every' not in karim.page(where)
        assert where in karim.page("/manque")

    def test_a_list_is_looked_at_again_when_something_was_decided(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        where = listed(karim, f"{IS_ONE}\n{UNKNOWN}")
        assert "1 est une retombée" in main(karim.page(where))
        found = desk.mention("phare")
        karim.post(f"/retombees/{found.id}/decision", {"status": "rejected", "version": "0"})
        assert "1 a été écartée par une personne" in main(karim.page(where))

    def test_what_is_not_judged_yet_is_told_once_it_is_though_nothing_was_decided(
        self, desk: Newsroom
    ) -> None:
        karim = desk.login("karim")
        desk.put_article("quais", 41, "Sur le quai", f"« {QUOTE} », dit le Collectif Rivage.")
        where = listed(karim, f"https://quais.example/articles/41\n{UNKNOWN}")
        assert "1 serait une retombée" in main(karim.page(where))
        desk.match()
        assert "1 est une retombée" in plain(karim.htmx(where).text)

    def test_the_articles_of_one_group_are_asked_for_together(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        page = karim.page(
            listed(karim, "\n".join(f"https://ailleurs{n}.example/a/b" for n in range(9)) + f"\n{NONE}")
        )
        form = page[page.index('action="/manque/lire"') :].split("</form>")[0]
        assert form.count('name="url"') == 9 and "Ajouter ces 9 articles" in plain(form)
        assert page.count('action="/manque/lire"') == 1

    def test_the_list_goes_into_excel_with_no_formula_in_it(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        where = listed(karim, f"{IS_ONE}\nhttps://pixel.example/articles/6\n=cmd:calc!A1\n{UNKNOWN}?=1+1")
        sent = karim.get(f"{where}/csv")
        assert sent.headers["content-disposition"].startswith("attachment;")
        rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig")), delimiter=";"))
        assert [row[0] for row in rows] == [
            "Adresse",
            IS_ONE,
            "https://pixel.example/articles/6",
            f"{UNKNOWN}?=1+1",
        ]
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)

    def test_what_holds_no_address_is_said_and_what_was_typed_stays(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        karim.get("/manque")
        sent = karim.post("/manque", {"addresses": "Rien <b>ici</b>\nni là"})
        assert sent.status_code == 400 and "Nous n’y avons trouvé aucune adresse" in plain(sent.text)
        assert "Rien &lt;b&gt;ici&lt;/b&gt;\nni là</textarea>" in sent.text

    def test_too_much_is_refused_and_nothing_is_kept(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        karim.get("/manque")
        big = b"https://phare.example/a " * 900_000
        assert (
            karim.post("/manque", {"addresses": ""}, files={"file": ("a.csv", big, "text/csv")}).status_code
            == 400
        )
        assert karim.post("/manque", {"addresses": "x" * 1_100_000}).status_code in (400, 413)
        assert not (desk.workspace.root / "lists").exists()

    @pytest.mark.parametrize("name", ["0" * 16, "..%2f..%2fretombees", "x"])
    def test_a_list_that_is_not_there_is_told(self, desk: Newsroom, name: str) -> None:
        karim = desk.login("karim")
        assert karim.get(f"/manque/listes/{name}").status_code == 404
        assert karim.get(f"/manque/listes/{name}/csv").status_code == 404


def test_hostile_addresses_and_titles_stay_words(desk: Newsroom) -> None:
    karim = desk.login("karim")
    urls = [
        "javascript:alert(1)",
        "data:text/html,<script>alert(2)</script>",
        f"https://ailleurs.example/{HOSTILE.replace(' ', '%20')}",
        "https://pixel.example/articles/6",
        "https://moi:secret@phare.example/articles/1",
        "http://10.0.0.1/admin",
        "https://ailleurs.example/a\u202eb",
    ]
    pages = [karim.client.get("/manque", params={"url": url}).text for url in urls]
    pages.append(karim.page(listed(karim, "\n".join(urls))))
    pages.append(
        karim.page(listed(karim, "\n".join([*urls, *(f"https://a{n}.example/b/c" for n in range(9))])))
    )
    for text in pages:
        inside = text[text.index("<main") : text.index("<footer")]
        assert "<script>alert" not in text and "<img" not in text and 'onfocus="' not in text
        assert "\u202e" not in plain(inside)
        assert 'href="https://moi:' not in inside
        links = re.findall(r'href="([^"]*)"', inside)
        assert not [one for one in links if not one.startswith(("/", "#", "http://", "https://"))]


def settled(who: Visitor, path: str, query: dict[str, str]) -> str:
    """The page of an effect, once it is found."""
    found = [""]

    def done() -> bool:
        found[0] = who.client.get(path, params=query).text
        return 'name="mark"' in found[0]

    until(done)
    return found[0]


def until(done: Any, seconds: float = 40.0) -> None:
    """Wait for what happens beside the pages."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)
