"""The list to review: what it shows, what its counts open, what is decided on it, what is taken from it."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest

from monitor.accounts import create_share
from storage.model import ReviewStatus
from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, plain


def leads(page: str) -> list[str]:
    """The mentions that a page lists, in its order."""
    return re.findall(r'<li id="m-(\w+)"', page)


def current(page: str) -> str:
    found = re.search(r'data-mention="(\w+)" class="on"', page)
    assert found
    return found[1]


def pick(desk: Newsroom, *outlets: str) -> str:
    found = [desk.mention(one) for one in outlets]
    return ",".join(f"{one.id}:{one.review_version}" for one in found)


@pytest.fixture
def karim(desk: Newsroom) -> Visitor:
    return desk.login("karim")


class TestTheList:
    def test_it_shows_stories_to_review_with_their_reprints_folded_newest_first(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        page = karim.page("/a-relire")
        assert leads(page) == [
            desk.mention(one).id for one in ("pixel", "harbour", "quais", "meridienne", "phare")
        ]
        assert current(page) == desk.mention("pixel").id
        said = plain(page)
        assert "À relire 6 Deuxième avis 0 Confirmées 0 Écartées 0 Toutes 6" in said
        assert "et 1 reprise de la même dépêche" in said
        assert "0 / 6 relues depuis hier, 7 h 30" in said

    def test_the_strongest_come_first_where_one_asks_for_them(self, desk: Newsroom, karim: Visitor) -> None:
        assert leads(karim.page("/a-relire?order=strongest"))[0] == desk.mention("phare").id

    def test_the_passage_is_marked_and_why_it_counts_is_said(self, karim: Visitor) -> None:
        page = karim.page("/a-relire")
        assert "<mark>les rivages ne sont pas à vendre au plus offrant</mark>" in page
        assert "Citation du texte « les rivages ne sont pas" in plain(page)

    def test_every_count_opens_as_many_mentions_as_it_says(self, desk: Newsroom, karim: Visitor) -> None:
        desk_page = karim.page("/a-relire")
        links = re.findall(r'<a href="(\?[^"]*)" aria-label="[^"]*">(\d+)</a>', desk_page)
        links += [
            (query, count)
            for query, count in re.findall(
                r'<li><a href="/a-relire(\?[^"]*)"[^>]*>[^<]*?(\d+)</a>', desk_page
            )
        ]
        assert len(links) >= 12
        for query, count in links:
            page = karim.page("/a-relire" + unescape(query))
            shown = sum(
                len(one.split(",")) for one in re.findall(r'name="pick" value="([^"]+)" form="bulk"', page)
            )
            assert shown == int(count), query

    def test_filters_are_kept_in_the_form_and_an_unknown_one_is_passed_over(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        page = karim.page("/a-relire?kind=citation&language=en&kind=nonsense&tone=x&since=2025-99-01&page=-4")
        assert leads(page) == [desk.mention("harbour").id]
        assert re.search(r'value="citation"[^>]* checked', page)

    def test_words_are_searched_in_titles_and_passages(self, desk: Newsroom, karim: Visitor) -> None:
        assert leads(karim.page("/a-relire?words=moratorium")) == [desk.mention("harbour").id]
        assert "Aucune retombée ne répond à ces filtres." in plain(karim.page("/a-relire?words=zzz"))

    def test_a_view_keeps_filters_under_a_name_of_ones_own(self, desk: Newsroom, karim: Visitor) -> None:
        karim.page("/a-relire?language=en")
        karim.post("/a-relire/vues", {"name": "International", "next": "/a-relire?language=en"})
        page = karim.page("/a-relire")
        assert '<a href="/a-relire?language=en"><bdi>International</bdi></a>' in page
        assert "International" not in desk.login("maud").page("/a-relire")
        karim.post("/a-relire/vues/oublier", {"name": "International", "next": "/a-relire"})
        karim.page("/a-relire")
        assert "International" not in karim.page("/a-relire")

    def test_a_reader_sees_the_list_without_anything_to_decide(self, desk: Newsroom) -> None:
        page = desk.login("lea").page("/a-relire")
        assert len(leads(page)) == 5
        assert 'name="status" value="confirmed"' not in page and 'name="pick"' not in page

    def test_what_comes_from_outside_is_text(self, karim: Visitor) -> None:
        page = karim.page("/a-relire")
        assert "<script>alert" not in page and "onerror=alert(2)>" not in page
        assert "&lt;script&gt;alert(1)" in page


class TestDeciding:
    def test_what_is_confirmed_leaves_the_list_and_can_be_undone(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        karim.page("/a-relire")
        answer = karim.post(
            "/a-relire/decision", {"pick": pick(desk, "pixel"), "status": "confirmed", "next": "/a-relire"}
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/a-relire")
        page = karim.page("/a-relire")
        assert desk.mention("pixel").review.status is ReviewStatus.CONFIRMED
        assert "confirmée" in plain(page) and leads(page)[0] == desk.mention("harbour").id
        assert "1 / 6 relues" in plain(page)
        karim.post("/annuler", {"next": "/a-relire"})
        assert desk.mention("pixel").review.status is ReviewStatus.TO_REVIEW

    def test_by_htmx_the_list_comes_back_at_once_with_the_line_that_announces_it(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        karim.page("/a-relire")
        data = {"pick": pick(desk, "pixel"), "status": "rejected", "reason": "Un autre texte"}
        answer = karim.htmx("/a-relire/decision", data, "/a-relire?kind=citation")
        assert desk.mention("pixel").review.reject_reason == "Un autre texte"
        assert leads(answer.text) == [desk.mention(one).id for one in ("harbour", "quais", "meridienne")]
        assert 'hx-swap-oob="innerHTML"' in answer.text and "Annuler" in plain(answer.text)

    def test_a_story_is_decided_on_with_its_reprints_where_their_box_is_ticked(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        page = karim.page("/a-relire")
        story = re.search(r'value="([^"]+,[^"]+)" id="with-', page)
        assert story and set(story[1].split(",")) == set(pick(desk, "meridienne", "sarmande").split(","))
        karim.post("/a-relire/decision", {"pick": story[1], "status": "confirmed"})
        for outlet in ("meridienne", "sarmande"):
            assert desk.mention(outlet).review.status is ReviewStatus.CONFIRMED

    def test_many_at_once_are_one_action(self, desk: Newsroom, karim: Visitor) -> None:
        karim.page("/a-relire")
        data = {"pick": [pick(desk, "pixel"), pick(desk, "quais", "phare")], "tags": "terrain, à relire"}
        karim.post("/a-relire/decision", data)
        assert [desk.mention(one).review.tags for one in ("pixel", "quais", "phare")] == [
            ("terrain", "à relire")
        ] * 3
        with desk.store() as store:
            assert len(store.journal("appel")) == 1
        assert leads(karim.page("/a-relire?tag=terrain")) == [
            desk.mention(one).id for one in ("pixel", "quais", "phare")
        ]

    def test_what_a_colleague_said_meanwhile_is_not_overwritten_and_the_others_are_kept(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        karim.page("/a-relire")
        seen = pick(desk, "pixel", "quais")
        maud = desk.login("maud")
        maud.post("/a-relire/decision", {"pick": pick(desk, "pixel"), "status": "rejected"})
        answer = karim.htmx("/a-relire/decision", {"pick": seen, "status": "confirmed"}, "/a-relire")
        assert desk.mention("pixel").review.status is ReviewStatus.REJECTED
        assert desk.mention("quais").review.status is ReviewStatus.CONFIRMED
        assert "1 retombée a été changée entre-temps par quelqu’un d’autre" in plain(answer.text)

    @pytest.mark.parametrize(
        ("ask", "field", "value", "part"),
        [
            ("kind", "kind", "related", "kind"),
            ("salience", "salience", "passing", "salience"),
            ("tone", "tone", "critical", "tone"),
            ("note", "note", "« À rappeler »", "note"),
        ],
    )
    def test_each_question_is_asked_in_place_and_its_answer_kept(
        self, desk: Newsroom, karim: Visitor, ask: str, field: str, value: str, part: str
    ) -> None:
        mention = desk.mention("quais")
        page = karim.page(f"/a-relire?at={mention.id}&ask={ask}")
        assert current(page) == mention.id and "data-panel" in page
        fragment = karim.htmx(f"/a-relire/volet/{mention.id}?ask={ask}", shown="/a-relire")
        assert f'name="{field}"' in fragment.text
        karim.post("/a-relire/decision", {"pick": pick(desk, "quais"), field: value})
        assert getattr(desk.mention("quais").review, part) == value

    @pytest.mark.parametrize(
        "data",
        [{}, {"pick": "x"}, {"pick": "x:1,y:2"}, {"pick": ":::,,,"}, {"pick": "a:99999999999999999999"}],
    )
    def test_a_form_that_picks_nothing_that_there_is_changes_nothing(
        self, desk: Newsroom, karim: Visitor, data: dict[str, str]
    ) -> None:
        karim.page("/a-relire")
        assert karim.post("/a-relire/decision", {**data, "status": "confirmed"}).status_code in (400, 404)
        with desk.store() as store:
            assert store.journal("appel") == []


class TestTaking:
    def test_a_list_for_a_mail_holds_titles_outlets_days_and_links(
        self, desk: Newsroom, karim: Visitor
    ) -> None:
        karim.page("/a-relire")
        path = f"/a-relire/liste?pick={pick(desk, 'quais', 'pixel')}"
        answer = karim.htmx(path).json()
        assert (
            "- Sous la digue, des Assises du littoral très politiques (Le Courrier des quais, mardi 4 février 2025, citation)\n  https://quais.example/articles/4"
            in answer["text"].replace("\u00a0", " ")
        )
        assert '<a href="https://quais.example/articles/4">' in answer["html"]
        assert "<script>" not in answer["html"] and HOSTILE.split(">")[0] not in answer["html"]
        page = karim.page(path)
        assert 'href="https://quais.example/articles/4" rel="noopener noreferrer"' in page

    def test_the_whole_list_is_handed_on_as_a_file(self, desk: Newsroom, karim: Visitor) -> None:
        answer = karim.get("/a-relire/liste.csv?language=en")
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2 and "The Harbour Post" in lines[1]
        workbook = karim.get("/a-relire/liste.xlsx")
        assert zipfile.ZipFile(io.BytesIO(workbook.content)).testzip() is None
        assert karim.get("/a-relire/liste.exe").status_code == 404


def test_a_link_to_share_shows_the_mentions_of_its_organisation_and_no_word_of_ours(desk: Newsroom) -> None:
    karim = desk.login("karim")
    karim.page("/a-relire")
    karim.post("/a-relire/decision", {"pick": pick(desk, "quais"), "note": "entre nous"})
    karim.post("/a-relire/decision", {"pick": pick(desk, "pixel"), "status": "rejected"})
    with desk.store() as store:
        token, _ = create_share(store, "appel", "phare-asso", "", "maud", desk.clock.now, 30)
    partner = desk.visitor()
    partner.get(f"/partage/{token}")
    page = partner.page("/a-relire")
    assert leads(page) == [desk.mention("harbour").id]
    assert "entre nous" not in page and "Écartées" not in plain(page)
    assert leads(partner.page("/a-relire?organisation=rivage&status=rejected")) == [
        desk.mention("harbour").id
    ]
