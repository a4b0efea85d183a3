"""Accounts in the desk: the first one, logging in, people, links for a password, links to share."""

from __future__ import annotations

import re

from monitor.accounts import FIRST_PATH, make_first_link
from storage.model import Role
from tests.monitor.web.newsroom import PASSWORD, Newsroom, Visitor, plain

GOOD = "quatre mots bien choisis"


def link_in(text: str) -> str:
    """The path of the one address that a page shows to be given away."""
    found = re.search(r'value="http://127\.0\.0\.1:8765(/[^"]+)"', text)
    assert found is not None, plain(text)
    return found[1].replace("&amp;", "&")


class TestTheFirstDay:
    def begin(self, desk: Newsroom) -> tuple[Visitor, str]:
        with desk.store() as store:
            token = make_first_link(store, desk.clock.now)
        return desk.visitor(), FIRST_PATH + token

    def fields(self, **more: str) -> dict[str, str]:
        return {"login": "Maud", "name": "Maud L.", "password": GOOD, "again": GOOD, **more}

    def test_the_login_says_where_to_look(self, empty_desk: Newsroom) -> None:
        assert "Personne n’a encore de compte" in plain(empty_desk.visitor().page("/connexion"))

    def test_the_link_makes_an_administrator_who_is_in_at_once(self, empty_desk: Newsroom) -> None:
        one, path = self.begin(empty_desk)
        one.get(path)
        assert one.post(path, self.fields()).headers["location"] == "/"
        assert "Maud L. (maud)" in plain(one.page("/compte"))
        with empty_desk.store() as store:
            assert [(each.login, each.role) for each in store.accounts()] == [("maud", Role.ADMINISTRATOR)]

    def test_it_works_once_and_within_an_hour(self, empty_desk: Newsroom) -> None:
        one, path = self.begin(empty_desk)
        empty_desk.clock.turn(minutes=61)
        one.get(path)
        assert "ne fonctionne plus" in plain(one.post(path, self.fields()).text)
        one, path = self.begin(empty_desk)
        one.get(path)
        one.post(path, self.fields())
        other = empty_desk.visitor()
        assert other.get(path).status_code == 404

    def test_a_mistake_leaves_the_link_as_it_is_and_the_password_unsaid(self, empty_desk: Newsroom) -> None:
        one, path = self.begin(empty_desk)
        one.get(path)
        for wrong, said in (
            ({"password": "court", "again": "court"}, "trop court"),
            ({"again": "autre chose"}, "ne sont pas les mêmes"),
            ({"login": "deux mots"}, "Un identifiant"),
        ):
            answer = one.post(path, self.fields(**wrong))
            assert answer.status_code == 422 and said in plain(answer.text)
            assert GOOD not in answer.text and "Maud L." in answer.text
        assert one.post(path, self.fields()).status_code == 303

    def test_a_guessed_link_makes_nothing(self, empty_desk: Newsroom) -> None:
        one, _ = self.begin(empty_desk)
        one.get(FIRST_PATH + "x" * 43)
        assert one.post(FIRST_PATH + "x" * 43, self.fields()).status_code == 404
        with empty_desk.store() as store:
            assert store.accounts() == []


class TestLogin:
    def test_it_is_never_said_which_of_the_two_is_wrong(self, desk: Newsroom) -> None:
        one = desk.visitor()
        one.get("/connexion")
        answers = [
            one.post("/connexion", {"login": login, "password": "faux mot de passe"})
            for login in ("karim", "personne")
        ]
        assert [answer.status_code for answer in answers] == [401, 401]
        texts = [re.sub("karim|personne", "", answer.text) for answer in answers]
        assert texts[0] == texts[1]

    def test_after_some_tries_one_waits(self, desk: Newsroom) -> None:
        one = desk.visitor()
        one.get("/connexion")
        for _ in range(5):
            one.post("/connexion", {"login": "karim", "password": "faux mot de passe"})
        answer = one.post("/connexion", {"login": "karim", "password": PASSWORD})
        assert answer.status_code == 429 and "Réessayez dans" in plain(answer.text)
        desk.clock.turn(minutes=20)
        assert one.post("/connexion", {"login": "karim", "password": PASSWORD}).status_code == 303

    def test_a_session_ends_by_itself_and_by_hand(self, desk: Newsroom) -> None:
        one, other = desk.login("karim"), desk.login("karim")
        assert "Vos sessions ouvertes" in plain(one.page("/compte"))
        one.post("/compte/sessions", {"session": "others"})
        assert other.get("/compte").status_code == 303
        assert one.get("/compte").status_code == 200
        desk.clock.turn(hours=13)
        assert one.get("/compte").status_code == 303

    def test_a_new_password_logs_out_everywhere_else(self, desk: Newsroom) -> None:
        one, other = desk.login("karim"), desk.login("karim")
        fields = {"old": PASSWORD, "password": GOOD, "again": GOOD}
        assert "est faux" in plain(one.post("/compte/mot-de-passe", {**fields, "old": "x"}).text)
        assert one.post("/compte/mot-de-passe", fields).status_code == 303
        assert "Votre mot de passe est modifié" in one.said()
        assert other.get("/compte").status_code == 303
        assert desk.login("karim", GOOD)


class TestPeople:
    def test_a_colleague_chooses_the_password_with_a_link_that_works_once(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/personnes")
        answer = maud.post("/personnes", {"name": "Zoé P.", "login": "Zoé", "role": "reviewer"})
        path = link_in(answer.text)
        zoe = desk.visitor()
        assert "Bonjour Zoé P." in plain(zoe.page(path))
        assert zoe.post(path, {"password": GOOD, "again": GOOD}).status_code == 303
        assert "Zoé P." in plain(zoe.page("/compte"))
        assert desk.visitor().get(path).status_code == 404

    def test_a_link_ends_after_three_days_and_with_any_other_password(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        path = link_in(maud.post("/personnes/lea/lien").text)
        assert desk.visitor().get(path).status_code == 200
        assert desk.visitor().get(path.replace("/lea/", "/karim/")).status_code == 404
        desk.clock.turn(hours=71)
        lea = desk.login("lea")
        lea.post("/compte/mot-de-passe", {"old": PASSWORD, "password": GOOD, "again": GOOD})
        assert desk.visitor().get(path).status_code == 404
        maud = desk.login("maud")
        path = link_in(maud.post("/personnes/lea/lien").text)
        desk.clock.turn(hours=73)
        assert desk.visitor().get(path).status_code == 404

    def test_a_role_holds_from_the_next_page_on(self, desk: Newsroom) -> None:
        maud, karim = desk.login("maud"), desk.login("karim")
        assert karim.get("/personnes").status_code == 403
        maud.post("/personnes/karim/role", {"role": "administrator"})
        assert karim.get("/personnes").status_code == 200
        maud.post("/personnes/karim/role", {"role": "reader"})
        assert karim.post("/annuler").status_code == 403

    def test_a_closed_account_is_out_at_once_and_comes_back(self, desk: Newsroom) -> None:
        maud, karim = desk.login("maud"), desk.login("karim")
        maud.post("/personnes/karim/fermer")
        assert karim.get("/compte").status_code == 303
        assert "Le compte de karim est fermé" in maud.said("/personnes")
        maud.post("/personnes/karim/rouvrir")
        assert desk.login("karim")

    def test_the_last_administrator_stays_one(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        for path, fields in (("/personnes/maud/role", {"role": "reader"}), ("/personnes/maud/fermer", {})):
            answer = maud.post(path, fields)
            assert answer.status_code == 422 and "dernière personne" in plain(answer.text)
        assert maud.get("/personnes").status_code == 200

    def test_a_login_that_is_taken_or_unknown_is_told(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        answer = maud.post("/personnes", {"name": "Un autre", "login": "KARIM", "role": "reader"})
        assert answer.status_code == 422 and "déjà un compte" in plain(answer.text)
        assert maud.post("/personnes/inconnu/fermer").status_code == 404


class TestShare:
    def make(self, desk: Newsroom, **more: str) -> str:
        maud = desk.login("maud")
        maud.page("/partages")
        answer = maud.post("/partages", {"label": "Fondation", "days": "7", "language": "en", **more})
        assert answer.status_code == 200, plain(answer.text)
        return link_in(answer.text)

    def test_a_partner_reads_without_an_account_in_the_language_of_the_link(self, desk: Newsroom) -> None:
        partner = desk.visitor()
        assert partner.get(self.make(desk)).status_code == 303
        text = partner.page("/clavier")
        assert '<html lang="en">' in text and "Rivages, février 2025" in text
        assert partner.get("/compte").status_code == 403

    def test_it_ends_with_its_days_and_when_it_is_revoked(self, desk: Newsroom) -> None:
        first, second = self.make(desk), self.make(desk)
        partner, other = desk.visitor(), desk.visitor()
        partner.get(first)
        other.get(second)
        desk.login("maud").post("/partages/1/fin")
        assert partner.get("/clavier").status_code == 303
        assert other.get("/clavier").status_code == 200
        desk.clock.turn(days=8)
        assert other.get("/clavier").status_code == 303
        assert "no longer works" in plain(desk.visitor().get(second).text)

    def test_the_link_is_shown_once(self, desk: Newsroom) -> None:
        path = self.make(desk)
        token = path.removeprefix("/partage/").split("?")[0]
        text = desk.login("maud").page("/partages")
        assert "Fondation" in text and token not in text
        assert token.encode() not in desk.workspace.archive.read_bytes()

    def test_days_and_organisation_are_checked(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        for wrong in ({"days": "0"}, {"days": "400"}, {"days": "x"}, {"days": "3", "organisation": "autre"}):
            assert maud.post("/partages", wrong).status_code == 422
        with desk.store() as store:
            assert store.shares() == []

    def test_who_is_logged_in_keeps_their_own_view(self, desk: Newsroom) -> None:
        path, karim = self.make(desk), desk.login("karim")
        assert karim.get(path).headers["location"] == "/"
        assert "Ce lien fonctionne" in karim.said()
