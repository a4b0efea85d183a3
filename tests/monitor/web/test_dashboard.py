"""The overview: every number opens as many mentions as it says, for whoever looks; what it says first; its tables as files."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from monitor.accounts import create_share
from monitor.review import Wish, say
from storage.model import MentionKind, ReviewStatus, Run, RunKind, RunState
from tests.monitor.web.newsroom import QUOTE, Newsroom, Visitor, at, make_newsroom, plain

LINK = re.compile(r'<a href="(/a-relire\?[^"]*)">(?:<bdi>)?([^<]*)</a>')


@pytest.fixture
def busy(desk: Newsroom) -> Newsroom:
    """See `make_busy`."""
    return make_busy(desk)


def make_busy(desk: Newsroom) -> Newsroom:
    """A newsroom a fortnight later: mentions of every kind, status and tone; a day without reading; one without a date."""
    event = "Les Assises du littoral s’ouvrent à Brest les 10 et 11 février 2025. Aux Assises du littoral, les élus parleront"
    for number, (outlet, day) in enumerate(
        [("quais", "2025-02-09 10:00"), ("sarmande", "2025-02-10 23:30"), ("harbour", "2025-02-11 09:00")], 20
    ):
        desk.put_article(
            outlet, number, f"Les Assises du littoral, jour {number}", f"{event} de {number * 7919} digues.",
            published_at=at(day), seen=at(day),
        )  # fmt: skip
    desk.put_article(
        "phare", 30, "Sans date", f"Le Collectif Rivage : « {QUOTE} ».", seen=at("2025-02-12 08:00")
    )
    desk.clock.now = at("2025-02-13 08:00")
    with desk.store() as store:
        for day in (6, 7, 9, 10, 11, 12, 13):
            began = at(f"2025-02-{day:02} 07:00")
            store.begin_run(Run(f"lecture-{day}", RunKind.CRAWL, began))
            state = RunState.OFFLINE if day == 10 else RunState.DONE
            store.end_run(
                f"lecture-{day}", began + timedelta(minutes=5), state, {"sources_due": 6, "sources_read": 5}
            )
    desk.match()
    decide(desk, "karim", "pixel", Wish(status=ReviewStatus.REJECTED, reject_reason="hors sujet"))
    decide(desk, "maud", "harbour", Wish(status=ReviewStatus.CONFIRMED, tone="favourable"))
    decide(desk, "karim", "meridienne", Wish(status=ReviewStatus.SECOND_LOOK, tone="critical"))
    decide(desk, "maud", "quais", Wish(kind=MentionKind.RELATED))
    return desk


def decide(desk: Newsroom, who: str, outlet: str, wish: Wish) -> None:
    mention = desk.mention(outlet)
    with desk.store() as store:
        assert say(store, wish, {mention.id: mention.review_version}, who, desk.clock.now).action


def partner(desk: Newsroom, organisation: str = "") -> Visitor:
    with desk.store() as store:
        token, _ = create_share(store, "appel", organisation, "", "maud", desk.clock.now, 30)
    one = desk.visitor()
    assert one.get(f"/partage/{token}").status_code == 303
    return one


def listed(page: str) -> tuple[int, int]:
    """(Mentions, stories) of a list, as it says; both 0 where it is empty."""
    mentions = re.search(r'data-mentions="(\d+)"', page)
    stories = re.search(r'data-stories="(\d+)"', page)
    assert mentions
    return int(mentions[1]), int(stories[1]) if stories else int(mentions[1])


def walked(visitor: Visitor, path: str) -> int:
    """Open every number of the page and compare; returns how many there are."""
    page = visitor.page(path)
    links = LINK.findall(page)
    for query, text in links:
        said = re.search(r"\d+", unescape(text))
        assert said, text
        mentions, stories = listed(visitor.page(unescape(query)))
        told = re.search(r"article|reprise|reprint", text) and "à vérifier" not in text and "sur" not in text
        expected = {stories, mentions - stories, mentions} if told else {mentions}
        assert int(said[0]) in expected, f"{text} at {path}: {mentions} mentions in {query}"
    return len(links)


class TestEveryNumber:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?days=7",
            "?days=30",
            "?since=2025-02-05&until=2025-02-10",
            "?until=2025-02-08",
            "?since=2025-02-10",
        ],
    )
    def test_opens_as_many_mentions_as_it_says(self, busy: Newsroom, query: str) -> None:
        assert walked(busy.login("lea"), f"/vue-d-ensemble{query}") >= 14

    def test_of_a_partner_too(self, busy: Newsroom) -> None:
        assert walked(partner(busy), "/vue-d-ensemble") > 30
        assert walked(partner(busy, "phare-asso"), "/vue-d-ensemble") > 5

    def test_and_the_lines_of_a_table_add_up(self, busy: Newsroom) -> None:
        lea = busy.login("lea")
        said = plain(lea.page("/vue-d-ensemble"))
        pickups = int(re.search(r"(\d+) retombées de la tribune", said)[1])  # type: ignore[index]
        for table in ("days", "outlets", "outlet_kinds", "languages", "countries", "tones"):
            rows = list(
                csv.reader(
                    io.StringIO(lea.get(f"/vue-d-ensemble/{table}.csv").content.decode("utf-8-sig")),
                    delimiter=";",
                )
            )
            place = rows[0].index("Retombées de la tribune")
            assert sum(int(row[place]) for row in rows[1:]) == pickups, table


class TestWhatItSays:
    def test_the_answer_comes_first_with_stories_and_reprints_apart(self, busy: Newsroom) -> None:
        said = plain(busy.login("lea").page("/vue-d-ensemble"))
        assert "5 retombées de la tribune, dans 4 médias." in said.replace(" ,", ",").replace(" .", ".")
        assert "Ce sont 4 articles et 1 reprise de dépêche" in said
        assert "3 articles sur les assises" in said and "1 sur un sujet lié" in said

    def test_a_day_on_which_nobody_could_read_is_not_a_day_without_news(self, busy: Newsroom) -> None:
        page = plain(busy.login("lea").page("/vue-d-ensemble?days=7"))
        assert "Samedi 8 février nous n’avons pas pu lire les médias" in page
        assert "Lundi 10 février les assises nous n’avons pas pu lire les médias" in page
        assert "Jeudi 13 février nous" not in page and "Vendredi 7 février nous" not in page

    def test_before_anything_was_read_there_is_no_zero(self, empty_desk: Newsroom, tmp_path: Path) -> None:
        room = make_newsroom(tmp_path / "autre", articles=False)
        assert "Nous n’avons encore rien lu" in plain(room.login("lea").page("/vue-d-ensemble"))
        room.site.close()

    @pytest.mark.parametrize(
        "query",
        [
            "?since=nonsense",
            "?since=0001-01-01",
            "?until=9999-12-31",
            "?since=2025-03-01&until=2025-02-01",
            "?days=-4",
        ],
    )
    def test_a_period_that_makes_no_sense_is_the_whole_campaign(self, busy: Newsroom, query: str) -> None:
        assert "Toute la campagne" in plain(busy.login("lea").page(f"/vue-d-ensemble{query}"))

    def test_a_long_time_is_told_by_weeks_months_and_years(self, busy: Newsroom) -> None:
        lea = busy.login("lea")
        assert "Semaine du mercredi 1er janvier" in plain(
            lea.page("/vue-d-ensemble?since=2025-01-01&until=2025-02-20")
        )
        assert "Février 2025" in plain(lea.page("/vue-d-ensemble?since=2023-01-01"))
        assert " 2025 " in plain(lea.page("/vue-d-ensemble?since=1995-01-01"))

    def test_a_partner_reads_nothing_of_what_people_said(self, busy: Newsroom) -> None:
        for one in (partner(busy), partner(busy, "phare-asso")):
            said = plain(one.page("/vue-d-ensemble"))
            for word in ("Karim", "Maud", "Écartées", "relues", "Ton", "favorable", "hors sujet"):
                assert word not in said, word
            for table in ("tones", "progress", "reviewers", "review_days"):
                assert one.get(f"/vue-d-ensemble/{table}.csv").status_code == 404
        named = plain(partner(busy, "phare-asso").page("/vue-d-ensemble"))
        assert "nomme" in named and "Collectif Rivage" not in named

    def test_there_is_no_table_of_another_name(self, busy: Newsroom) -> None:
        assert busy.login("lea").get("/vue-d-ensemble/secret.csv").status_code == 404

    def test_numbers_never_stand_for_reach_or_money(self, busy: Newsroom) -> None:
        said = plain(busy.login("maud").page("/vue-d-ensemble")).lower()
        for word in ("audience", "lecteurs", "portée", "valeur", "euros"):
            assert word not in said


def test_a_cell_from_outside_is_no_formula(desk: Newsroom) -> None:
    sources = desk.workspace.sources_file
    sources.write_text(sources.read_text().replace("Le Phare", "=cmd|' /C calc'!A0"), encoding="utf-8")
    with desk.store() as store:
        store.put_catalogue(desk.loaded.catalogue.entries)
    text = desk.login("lea").get("/vue-d-ensemble/outlets.csv").content.decode("utf-8-sig")
    assert "\"'=cmd" in text
