"""Adding by hand, in the pages: an address, a mention typed with its proof, the bookmark, who may do what."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from monitor.accounts import create_share
from monitor.web.pages.adding import bookmark
from storage.model import MentionKind, ReviewStatus
from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, plain

PDF = b"%PDF-1.4 invented"
TYPED = {
    "key": "une-cle-1234",
    "outlet": "Radio Grève",
    "outlet_kind": "radio",
    "title": "La matinale",
    "authors": "Ann Auteur",
    "day": "2025-02-04",
    "time": "07:20",
    "words": "« Les rivages, on n’en parle pas assez. »",
    "programme": "7 h 20",
    "kind": "citation",
    "note": "entendu en direct",
    "organisation": "rivage",
}


def enter(visitor: Visitor, files: dict[str, Any] | None = None, **changes: str) -> Any:
    visitor.page("/ajouter/a-la-main")
    data = {"csrf": visitor.csrf, **TYPED, **changes}
    return visitor.client.post("/ajouter/a-la-main", data=data, files=files, follow_redirects=False)


def typed(desk: Newsroom) -> Any:
    return next(one for one in desk.mentions() if one.article.by_hand)


class TestAnAddress:
    def test_a_get_says_what_is_known_and_writes_nothing(self, desk: Newsroom) -> None:
        karim = desk.login()
        before = [one.id for one in desk.mentions()]
        for url in (
            "https://phare.example/articles/1",
            "https://ailleurs.example/x",
            "javascript:alert(1)",
            HOSTILE,
        ):
            page = karim.page(f"/ajouter?url={quote(url)}")
            assert "<script>alert" not in page and 'href="javascript:' not in page
        assert [one.id for one in desk.mentions()] == before
        with desk.store() as store:
            assert store.journal() == []

    def test_a_mention_is_opened_and_a_stranger_added_or_typed(self, desk: Newsroom) -> None:
        karim = desk.login()
        phare = desk.mention("phare")
        assert f"/retombees/{phare.id}" in karim.page("/ajouter?url=https://phare.example/articles/1")
        page = karim.page("/ajouter?url=https://ailleurs.example/x")
        assert 'action="/manque/lire"' in page and "/ajouter/a-la-main?url=https" in page

    def test_what_the_rules_do_not_hold_is_made_a_mention_from_there(self, desk: Newsroom) -> None:
        karim = desk.login()
        page = karim.page("/ajouter?url=https://sarmande.example/articles/7")
        assert 'action="/manque/retombee?campaign=appel"' in page
        article = re.search(r'name="article" value="(\w+)"', page)
        assert article is not None
        karim.post(
            "/manque/retombee?campaign=appel",
            {"article": article[1], "kind": "related", "next": "/ajouter?url=x"},
        )
        made = next(one for one in desk.mentions() if one.article.id == article[1])
        assert (made.kind, made.judgement.by_hand) == (MentionKind.RELATED, True)
        text = plain(karim.page(f"/retombees/{made.id}"))
        assert "Retombée ajoutée à la main : sujet lié" in text
        assert "Retombées a relevé" not in text


class TestTheBookmark:
    def test_it_opens_our_public_address_with_the_page_one_is_on(self, desk: Newsroom) -> None:
        page = desk.login().page("/ajouter")
        code = "javascript:void(window.open(&#39;http://127.0.0.1:8765/ajouter?url=&#39;+encodeURIComponent(location.href)"
        assert page.count(code) == 2

    @pytest.mark.parametrize(
        "address", ["https://x.example/a'+alert(1)+'", "javascript:1", 'https://x"/', "https://x/%27"]
    )
    def test_an_address_that_is_not_plainly_ours_gives_none(self, address: str) -> None:
        assert bookmark(address) == ""


class TestTyping:
    def test_a_mention_is_typed_with_its_proof_and_taken_back(self, desk: Newsroom) -> None:
        karim = desk.login()
        answer = enter(karim, {"file": ("captation.pdf", PDF, "audio/mpeg")})
        assert answer.status_code == 303, plain(answer.text)
        mention = typed(desk)
        assert answer.headers["location"] == f"/retombees/{mention.id}"
        assert "Saisie, confirmée : citation – « La matinale »" in karim.said(answer.headers["location"])
        assert (mention.kind, mention.review.status, mention.review.note) == (
            MentionKind.CITATION,
            ReviewStatus.CONFIRMED,
            "entendu en direct",
        )
        assert mention.judgement.organisations == ("rivage",)
        page = karim.page(f"/retombees/{mention.id}")
        text = plain(page)
        for told in (
            "saisie à la main",
            "on n’en parle pas assez",
            "Saisie par Karim B.",
            "captation.pdf",
            "7 h 20",
        ):
            assert told in text
        assert "free access" not in page and "accès libre" not in text
        karim.post("/annuler")
        assert not any(one.article.by_hand for one in desk.mentions())
        assert "Elle a été retirée" in plain(karim.page(f"/retombees/{mention.id}"))
        karim.post("/retablir")
        assert typed(desk).id == mention.id

    def test_the_proof_is_only_ever_a_download_for_people_with_an_account(self, desk: Newsroom) -> None:
        enter(desk.login(), {"file": ("<script>alert(1)</script>.html", PDF, "text/html")})
        mention = typed(desk)
        lea = desk.login("lea")
        page = lea.page(f"/retombees/{mention.id}")
        link = re.search(r'href="(/retombees/\w+/preuve/[0-9a-f]{64})"', page)
        assert link is not None and "<script>alert" not in page
        answer = lea.get(link[1])
        assert answer.content == PDF
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith('attachment; filename="preuve-')
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert lea.get(link[1][:-2] + "00").status_code == 404
        other = desk.mention("phare")
        assert lea.get(link[1].replace(mention.id, other.id)).status_code == 404
        assert desk.visitor().get(link[1]).status_code == 303
        with desk.store() as store:
            token, _ = create_share(store, "appel", "", "", "maud", desk.clock.now, 30)
        partner = desk.visitor()
        partner.get(f"/partage/{token}")
        assert partner.get(link[1]).status_code == 403
        (desk.workspace.proofs / link[1].rsplit("/", 1)[1]).write_bytes(b"other")
        assert lea.get(link[1]).status_code == 404

    def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(self, desk: Newsroom) -> None:
        karim = desk.login()
        answer = enter(karim, title="", day="2025-02-30", address="ftp://x", words=HOSTILE)
        assert answer.status_code == 400
        assert "Un titre, ou les premiers mots" in answer.text and "Ce n’est pas un jour" in answer.text
        assert "<script>alert" not in answer.text and "&lt;script&gt;alert" in answer.text
        refused = enter(karim, {"file": ("scan.pdf", b"<html>", "application/pdf")})
        assert refused.status_code == 400 and "n’est rien de cela" in refused.text
        assert not any(one.article.by_hand for one in desk.mentions())

    def test_a_file_is_not_chosen_again_when_the_form_comes_back(self, desk: Newsroom) -> None:
        karim = desk.login()
        answer = enter(karim, {"file": ("scan.pdf", PDF, "application/pdf")}, title="")
        kept = re.search(r'name="kept" value="([0-9a-f]{64})"', answer.text)
        assert kept is not None
        enter(karim, kept=kept[1], kept_name="scan.pdf")
        with desk.store() as store:
            (entry,) = store.entries()
        assert [(one.name, one.sha256) for one in entry.proofs] == [("scan.pdf", kept[1])]
        assert (
            enter(
                karim, key="autre-cle-1", title="Seconde", day="2025-02-03", kept="../archive.db"
            ).status_code
            == 303
        )

    def test_what_may_be_there_already_is_shown_first(self, desk: Newsroom) -> None:
        karim = desk.login()
        enter(karim)
        again = enter(karim, key="autre-cle-12")
        assert again.status_code == 409 and "peut-être déjà" in again.text
        assert f"/retombees/{typed(desk).id}" in again.text
        assert enter(karim, key="autre-cle-12", anyway="yes").status_code == 303
        assert sum(one.article.by_hand for one in desk.mentions()) == 2
        twice = enter(karim, anyway="yes")
        assert twice.status_code == 303
        assert sum(one.article.by_hand for one in desk.mentions()) == 2

    def test_the_address_of_an_article_of_the_archive_is_refused(self, desk: Newsroom) -> None:
        karim = desk.login()
        answer = enter(karim, address="https://sarmande.example/articles/7", anyway="yes")
        assert answer.status_code == 409 and "celle d’un article des archives" in answer.text
        assert "/ajouter?url=" in answer.text

    def test_what_is_known_of_an_address_stands_in_the_form(self, desk: Newsroom) -> None:
        page = desk.login().page("/ajouter/a-la-main?url=https://phare.example/nouveau")
        assert 'value="https://phare.example/nouveau"' in page


class TestChanging:
    def test_what_was_typed_is_changed_told_and_undone(self, desk: Newsroom) -> None:
        karim = desk.login()
        enter(karim, {"file": ("scan.pdf", PDF, "application/pdf")})
        mention = typed(desk)
        page = karim.page(f"/retombees/{mention.id}/saisie")
        assert 'value="La matinale"' in page and 'value="07:20"' in page
        sha = re.search(r'name="remove" value="([0-9a-f]{64})"', page)
        assert sha is not None
        change = {**TYPED, "title": "La matinale du mardi", "version": "0", "remove": sha[1]}
        assert karim.post(f"/retombees/{mention.id}/saisie", change).status_code == 303
        changed = typed(desk)
        assert (changed.article.title, changed.review) == ("La matinale du mardi", mention.review)
        text = plain(karim.page(f"/retombees/{mention.id}"))
        assert "titre : « La matinale du mardi » et preuve « scan.pdf » retirée" in text
        karim.post("/annuler")
        assert typed(desk).article.title == "La matinale"
        with desk.store() as store:
            assert len(store.entries()[0].proofs) == 1

    def test_a_colleague_who_changed_the_same_part_is_named(self, desk: Newsroom) -> None:
        karim, maud = desk.login(), desk.login("maud")
        enter(karim)
        address = f"/retombees/{typed(desk).id}/saisie"
        maud.post(address, {**TYPED, "title": "De Maud", "version": "0"})
        answer = karim.post(address, {**TYPED, "title": "De Karim", "version": "0"})
        assert answer.status_code == 409 and "Maud L." in answer.text
        assert typed(desk).article.title == "De Maud"

    def test_a_mention_that_a_page_gave_is_not_typed_over(self, desk: Newsroom) -> None:
        karim = desk.login()
        address = f"/retombees/{desk.mention('phare').id}/saisie"
        assert karim.get(address).status_code == 404
        assert karim.post(address, TYPED).status_code == 404


def test_a_reader_types_nothing(desk: Newsroom) -> None:
    lea = desk.login("lea")
    for path in ("/ajouter", "/ajouter/a-la-main"):
        assert lea.get(path).status_code == 403
    assert lea.post("/ajouter/a-la-main", TYPED).status_code == 403
    assert "/ajouter" not in lea.page("/a-relire")


def test_the_list_and_what_is_taken_along_say_that_it_was_typed(desk: Newsroom) -> None:
    karim = desk.login()
    enter(karim)
    page = karim.page("/a-relire?status=confirmed")
    assert "saisie à la main" in page and 'href="/ajouter"' in page
