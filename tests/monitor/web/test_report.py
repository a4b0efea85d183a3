"""The page of the report: what people choose for it is in every form of it, undone like anything, and sent once."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.policy import SMTP

import pytest

from monitor.accounts import create_share
from storage.model import DeliveryState, MessageKind, ReportKind, Review
from tests.monitor.delivery.mailserver import Behaviour, MailServer
from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, at, plain
from tests.monitor.web.posting import DAILY, give_mail, settled
from tests.monitor.web.test_frame import shared


@pytest.fixture
def mail(desk: Newsroom) -> Iterator[MailServer]:
    with MailServer(Behaviour()) as server:
        give_mail(desk, server.port)
        yield server


def choose(desk: Newsroom, one: Visitor, do: str, outlet: str = "", **more: str) -> str:
    """Choose as the page's form does; returns the line that announces it."""
    page = one.page("/point")
    found = re.search(r'data-version="(\d+)"', page)
    assert found is not None
    fields = {"do": do, "version": found[1], "day": day_of(page), **more}
    if outlet:
        fields["story"] = desk.mention(outlet).id
    answer = one.post("/point/choix", fields)
    return one.said("/point") if answer.status_code == 303 else plain(answer.text)


def day_of(page: str) -> str:
    found = re.search(r'name="day" value="([0-9-]{10})"', page)
    assert found is not None
    return found[1]


def titles(page: str, section: str) -> list[str]:
    """The titles of one list of the page, in their order."""
    found = re.search(rf'<section class="sect" id="{section}".*?</section>', page, re.DOTALL)
    return [plain(one) for one in re.findall(r"<h3>(.*?)</h3>", found[0], re.DOTALL)] if found else []


class TestReading:
    def test_it_says_first_what_came_out_and_which_hours_it_covers(self, desk: Newsroom) -> None:
        page = desk.login("lea").page("/point")
        assert len(re.findall("<h1", page)) == 1
        said = plain(page)
        assert "Le prochain point : mercredi 5 février 2025" in said
        assert "nouvelles retombées de la tribune" in said and "Ce point couvre" in said
        for target in re.findall(r'<a href="#([a-z]+)">', page):
            assert f'id="{target}"' in page
        assert "/point/choix" not in page and "Envoyer maintenant" not in said

    def test_the_preview_is_a_sealed_document_in_a_frame_of_ours(self, desk: Newsroom) -> None:
        lea = desk.login("lea")
        assert 'sandbox="allow-popups' in lea.page("/point")
        for view in ("mail", "page"):
            shown = lea.get(f"/point/apercu?view={view}")
            assert "sandbox" in shown.headers["content-security-policy"]
            assert "<script>alert" not in shown.text
            assert 'rel="noopener noreferrer" target="_blank"' in shown.text

    @pytest.mark.parametrize(
        ("form", "begins"),
        [
            ("html", b"<!doctype html>"),
            ("eml", b"Subject: "),
            ("text", "Retombées".encode()),
            ("json", b"{"),
            ("docx", b"PK"),
            ("xlsx", b"PK"),
            ("pdf", b"%PDF"),
        ],
    )
    def test_it_is_taken_along_in_every_format(self, desk: Newsroom, form: str, begins: bytes) -> None:
        answer = desk.login("lea").get(f"/point/fichier/{form}")
        assert answer.status_code in (200, 501 if form == "pdf" else 200)
        if answer.status_code == 200:
            assert answer.content.startswith(begins)
            assert answer.headers["content-disposition"].startswith(
                'attachment; filename="appel-point-2025-02-05'
            )

    def test_an_unknown_format_and_organisation_are_refused(self, desk: Newsroom) -> None:
        lea = desk.login("lea")
        assert lea.get("/point/fichier/exe").status_code == 404
        assert lea.get("/point?organisation=inconnue").status_code == 404
        assert "Collectif Rivage" in plain(lea.page("/point?organisation=rivage"))
        for path in ("/points/jour/2025-02-31", "/points/nuit/2025-02-05", "/points/jour/2025-02-05"):
            assert lea.get(path).status_code == 404

    def test_an_archive_in_which_nothing_was_read_does_not_say_that_nothing_came_out(
        self, empty_desk: Newsroom
    ) -> None:
        from tests.monitor.web.newsroom import add_people

        add_people(empty_desk)
        said = plain(empty_desk.login("lea").page("/point"))
        assert "Nous n’avons pas cherché" in said or "Nous n’avons pas pu chercher" in said
        assert "Aucune nouvelle" not in said


class TestPartners:
    def test_a_link_reads_the_report_without_notes_reasons_and_recipients(self, desk: Newsroom) -> None:
        mention = desk.mention("quais")
        with desk.store() as store:
            review = Review(note="appeler son rédacteur", reviewed_by="Inès", tags=("fragile",))
            store.put_review(mention.id, review)
        choose(desk, desk.login("karim"), "out", "harbour", why="pas pour eux")
        partner = shared(desk)
        pages = [partner.get(f"/point/fichier/{form}").text for form in ("html", "text", "json")]
        for text in [*pages, partner.page("/point"), partner.page("/point/apercu")]:
            for hidden in ("appeler son", "Inès", "fragile", "pas pour eux", "@phare.example"):
                assert hidden not in text
        assert partner.get("/point/envois").status_code == 403
        assert partner.get("/point/envoyer").status_code == 403
        assert "/point/choix" not in partner.page("/point")

    def test_a_link_of_one_organisation_shows_its_own_report_only(self, desk: Newsroom) -> None:
        with desk.store() as store:
            token, _ = create_share(store, "appel", "phare-asso", "", "maud", desk.clock.now, 30)
        partner = desk.visitor()
        partner.get(f"/partage/{token}")
        said = plain(partner.page("/point"))
        assert "French coastal groups" in said and "Sous la digue" not in said
        assert "Sous la digue" not in partner.get("/point/fichier/json?organisation=rivage").text


class TestChoosing:
    def test_what_is_chosen_stands_on_the_page_and_in_the_report(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        before = titles(karim.page("/point"), "une")
        assert len(before) == 3
        assert "mot d’introduction" in choose(desk, karim, "foreword", text=f"Bonjour {HOSTILE}")
        assert "remarque pour le point" in choose(desk, karim, "remark", "quais", text="Nous y serons.")
        assert "laissée hors de ce point" in choose(desk, karim, "out", "harbour", why="traduite demain")
        text = karim.get("/point/fichier/text").text
        assert "Nous y serons." in text and "Bonjour <script>" in text
        assert "French coastal groups" not in text and "traduite demain" not in text
        page = karim.page("/point")
        assert "Laissés hors de ce point" in plain(page) and "traduite demain" in plain(page)
        assert "<script>alert" not in page

    def test_the_top_is_chosen_emptied_and_never_more_than_three(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        page = karim.page("/point")
        others = titles(page, "retombees")
        assert others
        outlet = next(
            one.article.outlet.id for one in desk.mentions() if one.article.title[:12] == others[0][:12]
        )
        assert "mise à la une de ce point" in choose(desk, karim, "first", outlet)
        assert titles(karim.page("/point"), "une")[0][:12] == others[0][:12]
        assert "retirée de la une" in choose(desk, karim, "notfirst", outlet)
        assert others[0] not in titles(karim.page("/point"), "une")
        stories = [one for one in ("phare", "meridienne", "quais", "harbour") if one != outlet]
        for one in stories[:3]:
            choose(desk, karim, "first", one)
        last = {"phare", "meridienne", "quais", "harbour", "pixel"} - set(stories[:3])
        assert "déjà à la une" in choose(desk, karim, "first", sorted(last)[0])

    def test_articles_move_up_and_down_and_the_first_cannot_go_higher(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        first, second, third = titles(karim.page("/point"), "une")
        ids = {one.article.title[:20]: one.article.outlet.id for one in desk.mentions()}
        assert "l’ordre de ce point" in choose(desk, karim, "down", ids[first[:20]])
        assert titles(karim.page("/point"), "une") == [second, first, third]
        assert "plus loin" in choose(desk, karim, "up", ids[second[:20]])
        choose(desk, karim, "up", ids[third[:20]])
        assert titles(karim.page("/point"), "une") == [second, third, first]

    def test_each_choice_is_undone_from_its_line_and_the_journal_tells_it(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        choose(desk, karim, "remark", "quais", text="Nous y serons.")
        with desk.store() as store:
            number = store.journal(limit=1)[0].number
        karim.post(f"/journal/{number}/annuler")
        assert "Annulé" in karim.said("/point")
        assert "Nous y serons" not in karim.page("/point")
        journal = plain(karim.page("/journal"))
        assert "remarque pour le point : « Nous y serons. »" in journal and "Choix pour le point" in journal
        assert (
            "daily 2025-02-05" in karim.get("/journal.csv").text or "remark" in karim.get("/journal.csv").text
        )

    def test_two_people_on_one_page_lose_nothing(self, desk: Newsroom) -> None:
        karim, maud = desk.login("karim"), desk.login("maud")
        page = karim.page("/point")
        day = day_of(page)
        choose(desk, maud, "foreword", text="De Maud.")
        stale = {"version": "0", "day": day}
        karim.post(
            "/point/choix", {**stale, "do": "remark", "story": desk.mention("quais").id, "text": "De Karim."}
        )
        assert "remarque" in karim.said("/point")
        karim.post("/point/choix", {**stale, "do": "foreword", "text": "Un autre."})
        assert "Maud L." in karim.said("/point")
        text = karim.get("/point/fichier/text").text
        assert "De Maud." in text and "De Karim." in text and "Un autre." not in text

    def test_a_story_that_was_rejected_meanwhile_is_told(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        day, mention = day_of(karim.page("/point")), desk.mention("quais").id
        answer = karim.post("/point/choix", {"do": "up", "day": day, "story": "m-inconnue", "version": "0"})
        assert answer.status_code == 409
        for do, status in (("fly", 409), ("", 409)):
            assert karim.post("/point/choix", {"do": do, "day": day, "story": mention}).status_code == status
        assert karim.post("/point/choix", {"do": "up", "day": "2020-01-01"}).status_code == 409

    def test_with_htmx_the_list_comes_back_with_the_line(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        page = karim.page("/point")
        answer = karim.htmx(
            "/point/choix",
            {"do": "foreword", "text": "Bonjour.", "day": day_of(page), "version": "0"},
            "/point",
        )
        assert answer.text.count('id="prepared"') == 1 and "Bonjour." in answer.text
        assert "mot d’introduction" in plain(answer.text)
        assert 'id="prepared"' in karim.htmx("/point", shown="/point").text


class TestSending:
    def test_it_says_to_whom_asks_once_and_sends_one_mail_to_each(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        karim = desk.login("karim")
        choose(desk, karim, "foreword", text="Bonjour à tous.")
        assert "Envoyer maintenant à 3 destinataires" in plain(karim.page("/point"))
        asked = plain(karim.page("/point/envoyer"))
        assert all(one in asked for one in DAILY) and "bilan@rivage.example" not in asked
        assert mail.seen.messages == []
        answer = karim.post("/point/envoyer")
        assert answer.status_code == 303
        found = settled(
            desk, lambda all_: len(all_) == 3 and {one.state for one in all_} == {DeliveryState.SENT}
        )
        assert sorted(one.recipient for one in mail.seen.messages) == sorted(DAILY)
        assert all(b"Bonjour =C3=A0 tous." in one.content for one in mail.seen.messages)
        progress = plain(karim.page(answer.headers["location"]))
        assert "C’est envoyé : 3 messages sont partis." in progress
        assert {one.kind for one in found} == {MessageKind.DAILY}

    def test_a_second_click_sends_nothing_and_a_new_recipient_gets_the_same_report(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        karim = desk.login("karim")
        karim.post("/point/envoyer")
        karim.post("/point/envoyer")
        settled(desk, lambda all_: len(all_) == 3 and all(one.state is DeliveryState.SENT for one in all_))
        karim.post("/point/envoyer")
        assert "Rien n’a été envoyé" in karim.said("/point")
        assert len(mail.seen.messages) == 3
        assert "Rien ne part une deuxième fois" in plain(karim.page("/point/envoyer"))
        give_mail(desk, mail.port, '[[recipients]]\naddress = "nouveau@phare.example"\n')
        assert "Envoyer celui d’aujourd’hui à 1 autre" in plain(karim.page("/point"))
        karim.post("/point/envoyer")
        settled(desk, lambda all_: len(all_) == 4 and all(one.state is DeliveryState.SENT for one in all_))
        assert [one.recipient for one in mail.seen.messages][3:] == ["nouveau@phare.example"]

    def test_once_it_has_gone_the_page_is_about_the_next_one_and_the_old_one_stands_as_it_was(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        karim = desk.login("karim")
        day = day_of(karim.page("/point"))
        karim.post("/point/envoyer")
        settled(desk, lambda all_: len(all_) == 3 and all(one.state is DeliveryState.SENT for one in all_))
        desk.clock.turn(hours=2)
        page = karim.page("/point")
        said = plain(page)
        assert (
            "Le prochain point : jeudi 6 février 2025" in said and "Le point d’aujourd’hui est parti" in said
        )
        assert day_of(page) == "2025-02-06"
        assert "Rien n’a encore été lu pour ce point" in said and "Nous n’avons pas cherché" not in said
        late = karim.post("/point/choix", {"do": "foreword", "text": "x", "day": day, "version": "0"})
        assert late.status_code == 409
        made = plain(karim.page("/points"))
        assert "mercredi 5 février 2025" in made and "3 envoyés" in made
        with desk.store() as store:
            store.decide(
                {desk.mention("quais").id: {"status": "rejected", "reject_reason": "x"}},
                "karim",
                desk.clock.now,
            )
        one = karim.page("/points/jour/2025-02-05")
        assert "maud@phare.example" in one
        assert "Sous la digue" in karim.get("/points/jour/2025-02-05/apercu?view=page").text
        assert "Sous la digue" in karim.get("/points/jour/2025-02-05/html").text
        assert "Sous la digue" not in shared(desk).get("/points/jour/2025-02-05/html").text

    def test_on_a_day_without_a_report_what_was_chosen_for_the_next_one_goes_with_the_one_sent_now(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        desk.clock.now = at("2025-02-08 10:00")
        settings = desk.workspace.settings_file
        days = '[schedule]\ndays = ["mon", "tue", "wed", "thu", "fri"]\n'
        settings.write_text(settings.read_text() + days, encoding="utf-8")
        assert desk.site.live.look() and desk.site.live.trouble is None
        karim = desk.login("karim")
        assert day_of(karim.page("/point")) == "2025-02-10"
        choose(desk, karim, "foreword", text="Numéro spécial.")
        karim.post("/point/envoyer")
        settled(desk, lambda all_: len(all_) == 3 and all(one.state is DeliveryState.SENT for one in all_))
        assert all("spécial".encode() in decoded(one.content) for one in mail.seen.messages)
        with desk.store() as store:
            assert [one.day.isoformat() for one in store.reports("appel")] == ["2025-02-08"]
            kept = store.report_choices("appel", ReportKind.DAILY, store.reports("appel")[0].day)
        assert kept.parts == {"foreword": "Numéro spécial."}
        assert "Numéro spécial" not in karim.page("/point")

    def test_without_a_server_or_a_recipient_it_says_so(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        assert "Aucun serveur de messagerie" in plain(karim.page("/point/envoyer"))
        karim.post("/point/envoyer")
        assert "Rien n’a été envoyé" in karim.said("/point")
        with desk.store() as store:
            assert store.reports("appel") == []

    def test_a_reader_sends_nothing(self, desk: Newsroom, mail: MailServer) -> None:
        lea = desk.login("lea")
        lea.page("/point")
        assert lea.post("/point/envoyer").status_code == 403
        assert lea.post("/point/essai", {"address": DAILY[0]}).status_code == 403
        assert mail.seen.messages == []

    def test_a_report_that_cannot_be_made_is_told_on_its_page_and_in_the_state(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        karim = desk.login("karim")
        desk.workspace.reports.rmdir()
        desk.workspace.reports.write_text("not a folder")
        answer = karim.post("/point/envoyer")
        desk.site.behind.submit(lambda: None).result(20)
        assert "n’a pas pu être fait" in plain(karim.page(answer.headers["location"]))
        assert mail.seen.messages == []


class TestTrials:
    def test_a_trial_goes_to_one_address_of_the_house_and_takes_nothing_from_the_report(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        karim = desk.login("karim")
        karim.page("/point/essai")
        karim.post("/point/essai", {"address": "moi@rivage.example", "language": "fr"})
        assert "moi@rivage.example" in karim.said("/point")
        (one,) = mail.seen.messages
        assert one.recipient == "moi@rivage.example"
        assert "[Essai]" in str(email.message_from_bytes(one.content, policy=SMTP)["Subject"])
        assert "Envoyer maintenant à 3 destinataires" in plain(karim.page("/point"))
        with desk.store() as store:
            assert store.reports("appel") == []

    @pytest.mark.parametrize(
        "address", ["x@ailleurs.example", "pas une adresse", "", "a@rivage.example\r\nBcc: x@y.example"]
    )
    def test_no_trial_goes_to_strangers(self, desk: Newsroom, mail: MailServer, address: str) -> None:
        karim = desk.login("karim")
        karim.page("/point/essai")
        answer = karim.post("/point/essai", {"address": address})
        assert answer.status_code == 422 and "Vérifiez" in answer.text
        assert mail.seen.messages == []


def decoded(content: bytes) -> bytes:
    read = email.message_from_bytes(content, policy=SMTP)
    body = read.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content()).encode()


class TestBook:
    def test_the_order_of_the_book_is_made_by_hand_and_taken_back(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        page = karim.page("/revue")
        ids = re.findall(r'data-story="([^"]+)"', page)
        assert len(ids) >= 4
        karim.post("/revue", {"do": "top", "story": ids[3], "order": ""})
        assert "ordre" in karim.said("/revue")
        assert re.findall(r'data-story="([^"]+)"', karim.page("/revue")) == [ids[3], *ids[:3], *ids[4:]]
        karim.post("/revue", {"do": "down", "story": ids[0], "order": "x"})
        assert "Quelqu’un d’autre" in karim.said("/revue")
        karim.post("/annuler")
        assert re.findall(r'data-story="([^"]+)"', karim.page("/revue")) == ids
        karim.post("/revue", {"do": "none", "order": ""})
        assert "Rien n’a changé" in karim.said("/revue").replace("'", "’")
        assert karim.get("/revue/html").status_code == 200
        assert karim.get("/revue/exe").status_code == 404


class TestCampaigns:
    def test_a_form_is_about_the_campaign_whose_page_it_stood_on_whatever_another_window_shows(
        self, desk: Newsroom, mail: MailServer
    ) -> None:
        folder = desk.workspace.campaigns
        other = (
            (folder / "appel.toml").read_text(encoding="utf-8").replace("phare.example", "ailleurs.example")
        )
        (folder / "autre.toml").write_text(other, encoding="utf-8")
        (folder / "autre").mkdir()
        (folder / "autre" / "tribune.md").write_bytes((folder / "appel" / "tribune.md").read_bytes())
        assert desk.site.live.look() and desk.site.live.trouble is None
        karim = desk.login("karim")
        page = karim.page("/point?campaign=appel")
        found = re.search(r'action="(/point/choix[^"]*)"', page)
        asked = re.search(r'action="(/point/envoyer[^"]*)"', karim.page("/point/envoyer?campaign=appel"))
        assert found is not None and asked is not None
        karim.page("/point?campaign=autre")
        karim.post(found[1], {"do": "foreword", "text": "Bonjour.", "day": day_of(page), "version": "0"})
        karim.page("/point?campaign=autre")
        karim.post(asked[1])
        settled(desk, lambda all_: len(all_) == 3 and all(one.state is DeliveryState.SENT for one in all_))
        assert sorted(one.recipient for one in mail.seen.messages) == sorted(DAILY)
        assert all(b"Bonjour." in one.content for one in mail.seen.messages)
