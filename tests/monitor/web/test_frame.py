"""The frame: who gets in, what a page may do, what every answer carries."""

from __future__ import annotations

from tests.monitor.web.newsroom import Newsroom, plain


def test_without_a_session_every_page_leads_to_the_login(desk: Newsroom) -> None:
    answer = desk.visitor().get("/compte")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?next=%2Fcompte")


def test_a_person_logs_in_and_out(desk: Newsroom) -> None:
    karim = desk.login("karim")
    assert "Karim B." in plain(karim.page("/compte"))
    assert karim.post("/deconnexion").status_code == 303
    assert karim.get("/compte").status_code == 303


def test_the_newsroom_has_a_mention_of_each_sort(desk: Newsroom) -> None:
    found = {one.article.outlet.id: one for one in desk.mentions()}
    assert len(desk.mentions()) == 6
    assert found["meridienne"].cluster_id == found["sarmande"].cluster_id is not None
