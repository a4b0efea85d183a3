"""The sources on the desk: who sees what, what is said, what a form changes, and that it is taken back."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from filelock import FileLock
from lxml import html

from monitor.sources_edit.discovering import FoundSite, FoundWay
from monitor.web.beside import beside
from storage.catalogue import Listing, read_catalogue
from storage.model import Health, Reason, Rights, SourceKind, SourceReading
from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, plain

FEED = SourceKind.FEED


def listing(desk: Newsroom, outlet: str) -> Listing:
    found = read_catalogue(desk.workspace.sources_file.read_bytes()).listings
    return next(one for one in found if one.outlet.id == outlet)


def outlets(desk: Newsroom) -> list[str]:
    return [one.outlet.id for one in read_catalogue(desk.workspace.sources_file.read_bytes()).listings]


def read(desk: Newsroom, outlet: str, health: Health, reason: Reason | None = None, **more: object) -> None:
    """A reading of the one source of an outlet, an hour ago."""
    source = listing(desk, outlet).sources[0].id
    at = desk.clock.now - timedelta(hours=1)
    one = SourceReading(source, "run", at, health, reason, candidates=9, new=3 if reason is None else 0)
    with desk.store() as store:
        store.put_reading(replace(one, **more))  # type: ignore[arg-type]


def undo(visitor: Visitor, desk: Newsroom) -> None:
    answer = visitor.post("/annuler", {"next": "/sources"})
    assert answer.status_code == 303, plain(answer.text)


class TestTheList:
    def test_on_the_first_day_nothing_was_read(self, desk: Newsroom) -> None:
        text = plain(desk.login("lea").page("/sources"))
        assert "6 médias suivis. Rien n’a encore été lu" in text

    def test_trouble_comes_first_in_words_with_what_to_do(self, desk: Newsroom) -> None:
        read(desk, "phare", Health.READ)
        read(desk, "quais", Health.REFUSED, Reason.DENIED)
        read(desk, "harbour", Health.FAILING, Reason.SERVER_ERROR)
        read(desk, "sarmande", Health.NOT_A_FEED, Reason.NOT_A_FEED)
        read(desk, "meridienne", Health.ROBOTS, Reason.ROBOTS)
        text = plain(desk.login("maud").page("/sources"))
        assert "6 médias suivis. 3 sources ne nous répondent plus depuis hier." in text
        table = text.partition("3 sources demandent votre attention")[2].partition("1 source interdite")[0]
        for sentence in (
            "Le site nous refuse l’entrée. aujourd’hui, 7 h 00 Demander l’accord…",
            "Essayer maintenant",
        ):
            assert sentence in table
        assert "Chercher la nouvelle adresse…" in table
        assert "Agence Méridienne" in text.partition("1 source interdite")[2]
        assert "1 source lue normalement, 1 pas encore essayée" in text
        for word in ("403", "crawl", "timeout", "feed"):
            assert word not in text

    def test_of_a_silent_source_it_is_told_what_it_is_used_to_give(self, desk: Newsroom) -> None:
        read(desk, "phare", Health.READ, new=65, run_id="before")
        read(desk, "phare", Health.SILENT, run_id="now", new=0)
        text = plain(desk.login("lea").page("/sources"))
        assert "Aucun article nouveau depuis un moment. D’habitude, environ 2 par jour." in text

    def test_a_reader_sees_everything_and_is_offered_no_change(self, desk: Newsroom) -> None:
        read(desk, "harbour", Health.FAILING, Reason.SERVER_ERROR)
        lea = desk.login("lea")
        page = lea.page("/sources") + lea.page("/medias/harbour")
        assert "Le site est en panne." in plain(page)
        for word in ("Essayer maintenant", "Ajouter un média", "Mettre en pause", "Enregistrer le média"):
            assert word not in plain(page)

    def test_the_others_are_found_by_name_kind_and_country(self, desk: Newsroom) -> None:
        lea = desk.login("lea")
        text = plain(lea.page("/sources?q=harbour")).partition("1 source")[2]
        assert "The Harbour Post" in text and "Le Phare" not in text
        assert "The Harbour Post" not in plain(lea.page("/sources?country=FR&kind=national-daily"))
        assert "Aucune source de ce nom" in plain(lea.page("/sources?q=nulle+part"))
        assert plain(lea.page("/sources?page=99999999")) == plain(lea.page("/sources?page=1"))

    def test_a_name_of_an_outlet_does_nothing(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/sources")
        maud.post("/medias/pixel/changer", {"name": HOSTILE, "was_name": "Pixel & Circuits"})
        for path in ("/sources?q=pixel", "/medias/pixel"):
            assert "<script>alert" not in maud.page(path) and "alert(1)" in maud.page(path)


class TestPausing:
    def test_a_paused_source_is_said_to_be_so_and_z_takes_it_back(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/medias/phare")
        answer = maud.post("/medias/phare/pause", {"next": "/sources"})
        assert answer.headers["location"] == "/sources"
        text = plain(maud.page("/sources"))
        assert "Le Phare est en pause : personne ne le lit plus. Annuler" in text
        assert "1 source en pause" in text
        assert [one.paused for one in listing(desk, "phare").sources] == [True]
        assert "« Le Phare »" in plain(maud.page("/journal"))
        undo(maud, desk)
        assert [one.paused for one in listing(desk, "phare").sources] == [False]
        assert "en pause" not in plain(maud.page("/sources")).partition("Sources 6 médias")[2]

    def test_one_source_alone_is_paused_and_taken_up_again(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        source = listing(desk, "phare").sources[0].id
        maud.page("/medias/phare")
        maud.post("/medias/phare/acces", {"way": "page", "url": "https://phare.example/mer/"})
        maud.post("/medias/phare/pause", {"source": source})
        assert [one.paused for one in listing(desk, "phare").sources] == [True, False]
        maud.post("/medias/phare/reprendre", {"source": source})
        assert [one.paused for one in listing(desk, "phare").sources] == [False, False]

    def test_the_journal_tells_it_and_only_an_administrator_takes_it_back(self, desk: Newsroom) -> None:
        maud, karim = desk.login("maud"), desk.login("karim")
        maud.page("/sources")
        maud.post("/medias/phare/pause")
        text = plain(karim.page("/journal"))
        assert "Maud L. « Le Phare » mis en pause" in text
        with desk.store() as store:
            number = store.journal("appel", limit=1)[0].number
        answer = karim.post(f"/journal/{number}/annuler", {"next": "/journal"})
        assert answer.status_code == 403 and "administrent" in plain(answer.text)
        assert listing(desk, "phare").sources[0].paused
        assert maud.post(f"/journal/{number}/annuler", {"next": "/journal"}).status_code == 303
        assert not listing(desk, "phare").sources[0].paused
        assert "Annulé" in plain(maud.page("/journal"))
        assert "paused" in maud.get("/journal.csv").text


class TestChanging:
    def test_only_what_was_changed_is_kept_and_nobodys_work_is_lost(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/medias/phare")
        shown = {"was_name": "Le Phare", "was_tier": "1", "name": "Le Phare", "tier": "1"}
        assert maud.post("/medias/phare/changer", {**shown, "tier": "2"}).status_code == 303
        assert listing(desk, "phare").outlet.tier == 2
        late = maud.post("/medias/phare/changer", {**shown, "tier": "3", "name": "Phare"})
        assert late.status_code == 409 and "tier" in plain(late.text)
        assert (listing(desk, "phare").outlet.name, listing(desk, "phare").outlet.tier) == ("Le Phare", 2)
        other = maud.post("/medias/phare/changer", {**shown, "name": "Phare"})
        assert other.status_code == 303
        assert (listing(desk, "phare").outlet.name, listing(desk, "phare").outlet.tier) == ("Phare", 2)

    def test_a_form_sent_as_it_was_shown_changes_nothing(self, desk: Newsroom) -> None:
        maud, before = desk.login("maud"), desk.workspace.sources_file.read_bytes()
        for outlet in outlets(desk):
            page = html.document_fromstring(maud.page(f"/medias/{outlet}"))
            (form,) = (one for one in page.forms if str(one.action).endswith("/changer"))
            values = {str(name): str(value) for name, value in form.form_values()}
            assert {"tier", "kind", "paywall", "rights"} <= set(values)
            assert maud.post(str(form.action), values).status_code == 303
        assert desk.workspace.sources_file.read_bytes() == before

    @pytest.mark.parametrize(
        ("field", "value"),
        [("country", "France"), ("language", "1"), ("domain", "pas un site"), ("tier", "9")],
    )
    def test_what_cannot_stand_in_the_list_is_refused_in_words(
        self, desk: Newsroom, field: str, value: str
    ) -> None:
        before = desk.workspace.sources_file.read_bytes()
        maud = desk.login("maud")
        maud.page("/medias/phare")
        shown = {"country": "FR", "language": "fr", "domain": "phare.example", "tier": "1"}
        answer = maud.post("/medias/phare/changer", {f"was_{field}": shown[field], field: value})
        assert answer.status_code == 400 and value.casefold() in plain(answer.text).casefold()
        assert desk.workspace.sources_file.read_bytes() == before

    def test_a_source_gets_another_address_or_goes(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        source = listing(desk, "phare").sources[0].id
        maud.page("/medias/phare")
        maud.post("/medias/phare/adresse", {"source": source, "url": "https://phare.example/nouveau.xml"})
        assert [one.url for one in listing(desk, "phare").sources] == ["https://phare.example/nouveau.xml"]
        refused = maud.post(
            "/medias/phare/adresse",
            {"source": listing(desk, "phare").sources[0].id, "url": "file:///etc/passwd"},
        )
        assert refused.status_code == 400
        gone = maud.post("/medias/phare/acces/retirer", {"source": source})
        assert gone.status_code == 404  # its address, and so its id, is another one now
        maud.post("/medias/phare/acces/retirer", {"source": listing(desk, "phare").sources[0].id})
        assert listing(desk, "phare").sources == ()

    def test_an_outlet_goes_off_the_list_and_comes_back_where_it_stood(self, desk: Newsroom) -> None:
        maud, before = desk.login("maud"), outlets(desk)
        maud.page("/medias/sarmande")
        assert maud.post("/medias/sarmande/retirer").headers["location"] == "/sources"
        assert outlets(desk) == [one for one in before if one != "sarmande"]
        assert maud.get("/medias/sarmande").status_code == 404
        undo(maud, desk)
        assert outlets(desk) == before

    def test_a_file_that_people_broke_is_not_touched(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/medias/phare")
        desk.workspace.sources_file.write_text("tout est perdu\n")
        answer = maud.post("/medias/phare/pause")
        assert answer.status_code == 400 and "sources.csv" in plain(answer.text)
        assert desk.workspace.sources_file.read_text() == "tout est perdu\n"


class TestTheOutlet:
    def test_its_page_tells_its_readings_its_site_and_what_it_gave(self, desk: Newsroom) -> None:
        read(desk, "phare", Health.READ)
        with desk.store() as store:
            store.put_site_file(
                "https://phare.example",
                "robots.txt",
                desk.clock.now,
                200,
                b"User-agent: *\nDisallow: /prive/<b>",
            )
        page = desk.login("lea").page("/medias/phare")
        text = plain(page)
        assert "1 source. 3 articles nouveaux en 30 jours." in text
        assert "dernière lecture aujourd’hui, 7 h 00" in text
        assert "Disallow: /prive/<b>" in text and "/prive/<b>" not in page
        assert "La dernière lecture" in text and "RetombeesBot" in text

    def test_while_another_reading_is_under_way_nothing_is_tried_and_that_is_said(
        self, desk: Newsroom
    ) -> None:
        maud = desk.login("maud")
        maud.page("/medias/phare")
        with FileLock(f"{desk.workspace.archive}.crawl.lock"):
            answer = maud.post("/medias/phare/essayer")
            assert answer.headers["location"] == "/medias/phare"
            ends = time.monotonic() + 20
            while "Nous l’essayons." in (page := maud.page("/medias/phare")) and time.monotonic() < ends:
                time.sleep(0.1)
        assert "Une autre lecture est en cours : rien n’a été essayé." in plain(page)
        desk.clock.turn(minutes=10)
        assert "rien n’a été essayé" not in plain(maud.page("/medias/phare"))

    def test_what_is_paused_is_not_tried(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/medias/phare")
        maud.post("/medias/phare/pause")
        assert maud.post("/medias/phare/essayer").status_code == 400

    def test_trying_now_without_a_contact_says_what_is_missing(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        desk.workspace.settings_file.write_text('language = "fr"\n')
        maud.page("/medias/phare")
        answer = maud.post("/medias/phare/essayer")
        assert answer.status_code == 400 and "contact" in plain(answer.text)


class TestAdding:
    def found(self, desk: Newsroom, **changes: object) -> None:
        """What the crawler's process would have found at neuf.example."""
        ways = (
            FoundWay(FEED, "https://neuf.example/rss", f"À la une {HOSTILE}", 20, desk.clock.now),
            FoundWay(FEED, "https://neuf.example/comments/feed", "Comments", 9),
            FoundWay(SourceKind.SITEMAP, "https://neuf.example/map.xml", reason=Reason.ROBOTS),
            FoundWay(SourceKind.SEARCH, "https://neuf.example/?s={query}", articles=4),
        )
        site = FoundSite(
            "https://neuf.example/", f"Neuf {HOSTILE}", "neuf.example", "fr", "FR", "blog", ways=ways
        )
        work = beside(desk.site)
        work.begin(desk.site, "look https://neuf.example/", lambda: replace(site, **changes))  # type: ignore[arg-type]
        while not (kept := work.of("look https://neuf.example/")) or not kept.done:
            pass

    def test_what_a_site_offers_is_ticked_named_and_kept(self, desk: Newsroom) -> None:
        self.found(desk)
        maud = desk.login("maud")
        page = maud.page("/sources/ajouter?url=neuf.example")
        assert "Nous avons trouvé 3 accès." in plain(page)
        assert 'value="feed https://neuf.example/rss" checked' in page
        assert 'value="feed https://neuf.example/comments/feed">' in page
        assert (
            "https://neuf.example/map.xml" in page and 'value="sitemap' not in page.partition("<details")[0]
        )
        answer = maud.post(
            "/sources/ajouter/garder",
            {
                "name": "Neuf",
                "domain": "https://www.neuf.example/",
                "kind": "blog",
                "tier": "3",
                "country": "fr",
                "language": "FR",
                "ways": ["feed https://neuf.example/rss", "search https://neuf.example/?s={query}"],
            },
        )
        assert answer.headers["location"] == "/medias/neuf"
        new = listing(desk, "neuf")
        assert [(one.kind, one.url) for one in new.sources] == [
            (FEED, "https://neuf.example/rss"),
            (SourceKind.SEARCH, "https://neuf.example/?s={query}"),
        ]
        assert (new.outlet.country, new.outlet.language, new.outlet.tier) == ("FR", "fr", 3)
        assert "Neuf est suivi" in plain(maud.page("/medias/neuf"))
        undo(maud, desk)
        assert "neuf" not in outlets(desk)

    def test_nothing_ticked_is_nothing_added(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/sources/ajouter")
        answer = maud.post("/sources/ajouter/garder", {"name": "Neuf", "domain": "neuf.example"})
        assert answer.status_code == 400
        assert "neuf" not in outlets(desk)

    def test_reserved_rights_are_said_and_kept(self, desk: Newsroom) -> None:
        self.found(desk, rights=Rights.RESERVED)
        maud = desk.login("maud")
        page = maud.page("/sources/ajouter?url=https://neuf.example")
        assert "réserve la fouille de textes" in plain(page) and 'name="rights" value="tdm-reserved"' in page

    def test_an_address_that_is_none_and_a_missing_contact_are_told(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        for typed in ("javascript:alert(1)", "pas une adresse", "http://"):
            assert "n’est pas l’adresse" in plain(maud.get("/sources/ajouter", params={"url": typed}).text)
            assert maud.post("/sources/ajouter/regarder", {"url": typed}).status_code == 400
        desk.workspace.settings_file.write_text('language = "fr"\n')
        maud.page("/sources/ajouter")
        assert "contact" in plain(maud.post("/sources/ajouter/regarder", {"url": "neuf.example"}).text)

    def test_an_outlet_of_the_list_gets_more_sources_or_another_address(self, desk: Newsroom) -> None:
        self.found(desk)
        maud = desk.login("maud")
        maud.page("/medias/phare")
        maud.post("/medias/phare/changer", {"was_domain": "phare.example", "domain": "neuf.example"})
        page = maud.page("/sources/ajouter?url=neuf.example")
        assert "figure déjà dans la liste" in plain(page)
        assert 'name="outlet" value="phare"' in page
        old = listing(desk, "phare").sources[0].id
        page = maud.page(f"/sources/ajouter?url=neuf.example&instead={old}")
        assert "Prendre celle-ci" in plain(page) and "https://phare.example/une.xml" in page
        maud.post("/medias/phare/adresse", {"source": old, "url": "https://neuf.example/rss"})
        maud.post(
            "/sources/ajouter/garder", {"outlet": "phare", "ways": "search https://neuf.example/?s={query}"}
        )
        assert [one.url for one in listing(desk, "phare").sources] == [
            "https://neuf.example/rss",
            "https://neuf.example/?s={query}",
        ]


class TestExchange:
    OPML = (
        '<opml version="1.1"><body><outline text="Presse">'
        '<outline type="rss" text="Neuf" xmlUrl="https://neuf.example/rss" htmlUrl="https://neuf.example/"/>'
        '<outline type="rss" title="Phare, la mer" xmlUrl="https://phare.example/mer.xml"/>'
        '<outline type="rss" title="Phare" xmlUrl="http://www.phare.example/une.xml"/>'
        '<outline type="rss" title="Rien" xmlUrl="javascript:alert(1)"/></outline></body></opml>'
    )

    def test_a_file_of_a_reader_is_shown_then_kept_then_taken_back(self, desk: Newsroom) -> None:
        maud, before = desk.login("maud"), desk.workspace.sources_file.read_bytes()
        maud.page("/sources/echange")
        answer = maud.post("/sources/importer", files={"file": ("a.opml", self.OPML.encode(), "text/xml")})
        text = plain(answer.text)
        assert "1 nouveau média, 1 complété. 1 source est déjà connue. Rien n’est encore ajouté." in text
        assert "1 entrée est laissée de côté" in text
        assert desk.workspace.sources_file.read_bytes() == before
        carried = {"opml": self.OPML, "take": ["neuf.example", "phare.example"]}
        assert maud.post("/sources/importer/garder", carried).status_code == 303
        assert listing(desk, "neuf").sources[0].url == "https://neuf.example/rss"
        assert len(listing(desk, "phare").sources) == 2
        assert "2 médias ont été ajoutés ou complétés." in plain(maud.page("/sources"))
        undo(maud, desk)
        assert "neuf" not in outlets(desk) and len(listing(desk, "phare").sources) == 1

    def test_only_what_is_ticked_comes(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/sources/echange")
        maud.post("/sources/importer/garder", {"opml": self.OPML, "take": "phare.example"})
        assert "neuf" not in outlets(desk) and len(listing(desk, "phare").sources) == 2

    @pytest.mark.parametrize("data", [b"", b"bonjour", b"<opml><!DOCTYPE x [<!ENTITY a 'b'>]></opml>"])
    def test_a_file_that_is_none_is_told(self, desk: Newsroom, data: bytes) -> None:
        maud = desk.login("maud")
        maud.page("/sources/echange")
        assert maud.post("/sources/importer", files={"file": ("a.opml", data, "text/xml")}).status_code == 400

    def test_everybody_takes_the_list_along(self, desk: Newsroom) -> None:
        lea = desk.login("lea")
        assert b"https://phare.example/une.xml" in lea.get("/sources/liste.opml").content
        assert lea.get("/sources/liste.csv").content == desk.workspace.sources_file.read_bytes()
