"""What the operations do: lists and pages of them, decisions and their undoing, what is found, what is sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest

from storage.model import (
    Channel,
    DeliveryState,
    MatchResult,
    Mention,
    MentionKind,
    MessageKind,
    OutboxMessage,
    ReportKind,
    ReportRecord,
)
from tests.monitor.delivery.mailserver import Behaviour, MailServer
from tests.monitor.web.api.programs import Program, program
from tests.monitor.web.newsroom import HOSTILE, PARIS, QUOTE, Newsroom
from tests.monitor.web.posting import DAILY, give_mail, settled

LIST = "/campaigns/appel/mentions"


@pytest.fixture
def karim(desk: Newsroom) -> Program:
    return program(desk)


def ids(answer: dict[str, object]) -> list[str]:
    return [one["id"] for story in answer["stories"] for one in story["mentions"]]  # type: ignore[attr-defined]


def local_day(mention: Mention) -> str:
    """The day on which it came out, in Paris."""
    moment = mention.article.published_at
    return str(moment.astimezone(PARIS) if isinstance(moment, datetime) else moment)[:10]


class TestAbout:
    def test_campaigns_say_what_filters_take(self, reads: Program) -> None:
        (one,) = reads.get("/campaigns")["campaigns"]
        assert one == reads.get("/campaigns/appel")
        assert [each["id"] for each in one["organisations"]] == ["rivage", "phare-asso"]
        assert one["report_at"] == "07:30"

    def test_another_campaign_is_none(self, reads: Program) -> None:
        answer = reads.ask("GET", "/campaigns/autre/mentions")
        assert (answer.status_code, answer.json()["field"]) == (404, "campaign")

    def test_the_status_is_that_of_the_page(self, karim: Program, desk: Newsroom) -> None:
        assert karim.get("/status") == desk.login("karim").client.get("/etat.json").json()

    def test_sentences_are_in_the_language_asked_for(self, reads: Program) -> None:
        said = {
            wanted: reads.ask("GET", "/campaigns/autre", headers={"Accept-Language": wanted}).json()[
                "sentence"
            ]
            for wanted in ("en-GB,en;q=0.8,fr;q=0.5", "fr;q=0.9, en;q=0.1", "de, en;q=x", "en;q=0")
        }
        assert list(said.values()) == ["There is no such campaign.", *["Cette campagne n’existe pas."] * 3]


class TestTheList:
    def test_gives_every_mention_once_page_by_page(self, reads: Program, room: Newsroom) -> None:
        whole = reads.get(LIST)
        assert whole["mentions"] == len(room.mentions()) and whole["next"] is None
        for order in ("newest", "strongest"):
            found, cursor, pages = [], "", 0
            while cursor is not None:
                page = reads.get(LIST, limit=2, cursor=cursor, order=order)
                found += ids(page)
                cursor, pages = page["next"], pages + 1
            assert sorted(found) == sorted(one.id for one in room.mentions()), order
            assert pages == 3

    def test_goes_on_behind_a_story_that_left_the_list_meanwhile(self, karim: Program) -> None:
        listed = ids(karim.get(LIST, status="to_review"))
        page = karim.get(LIST, status="to_review", limit=2)
        for mention in ids(page):
            karim.done(f"/mentions/{mention}/decision", {"version": 0, "status": "confirmed"})
        after = karim.get(LIST, status="to_review", limit=40, cursor=page["next"])
        assert ids(page) + ids(after) == listed

    def test_goes_on_where_it_was_behind_a_mention_that_was_withdrawn(
        self, karim: Program, desk: Newsroom
    ) -> None:
        listed, page = ids(karim.get(LIST)), karim.get(LIST, limit=2)
        with desk.store() as store:
            gone = store.mention(ids(page)[-1])
            version = store.put_dossier("appel", "x", "{}", desk.clock.now)
            store.put_matches("appel", version, [MatchResult(gone.article.id, None)], desk.clock.now)
        after = ids(karim.get(LIST, cursor=page["next"]))
        assert set(after) <= set(listed[1:]) and len(after) <= len(listed)

    @pytest.mark.parametrize(
        ("query", "holds"),
        [
            ({"outlet": "phare"}, lambda m: m.article.outlet.id == "phare"),
            (
                {"kind": ["citation", "republication"]},
                lambda m: m.kind.value in ("citation", "republication"),
            ),
            ({"country": "gb"}, lambda m: m.article.outlet.country == "GB"),
            ({"tone": "none", "own": "out"}, lambda m: not m.judgement.own),
            (
                {"words": "VANNES"},
                lambda m: "vannes" in f"{m.article.title} {m.judgement.excerpt.text}".lower(),
            ),
            ({"since": "2025-02-04", "until": "2025-02-04"}, lambda m: local_day(m) == "2025-02-04"),
            ({"starred": "true"}, lambda m: False),
        ],
    )
    def test_holds_what_is_asked_for(self, reads: Program, room: Newsroom, query, holds) -> None:  # type: ignore[no-untyped-def]
        found = set(ids(reads.get(LIST, **query)))
        assert found == {one.id for one in room.mentions() if holds(one)}

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("statut=confirmed", "statut"),
            ("status=open", "status.0"),
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=1e1", "limit"),
            ("limit=1&limit=2", "limit"),
            ("since=1738713600", "since"),
            ("since=2025-02-30", "since"),
            ("starred=yes", "starred"),
            ("cursor=x", "cursor"),
            ("cursor=%C3%A9", "cursor"),
            ("words=" + "a" * 201, "words"),
            ("&".join(f"tag=t{n}" for n in range(51)), "tag"),
        ],
    )
    def test_refuses_what_it_does_not_take(self, reads: Program, query: str, field: str) -> None:
        answer = reads.ask("GET", f"{LIST}?{query}")
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
            422,
            "not_taken",
            field,
        )

    def test_is_a_file_too(self, reads: Program, room: Newsroom) -> None:
        answer = reads.ask("GET", f"{LIST}/file?outlet=phare")
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
        assert len(rows) == 2 and "attachment" in answer.headers["content-disposition"]
        lines = reads.ask("GET", f"{LIST}/file?format=jsonl").text.splitlines()
        assert len(lines) == len(room.mentions())


class TestOneMention:
    def test_has_its_reasons_and_its_text(self, reads: Program, room: Newsroom) -> None:
        found = reads.get(f"/mentions/{room.mention('meridienne').id}")
        assert QUOTE[4:] in found["text"] and found["withheld"] is None
        assert any(one["text"] and one["weight"] > 0 for one in found["evidence"])
        assert found["happened"] and found["version"] == 0

    def test_gives_no_text_that_its_page_does_not_show(self, karim: Program, desk: Newsroom) -> None:
        lines = desk.workspace.sources_file.read_text().splitlines()
        lines = [
            f"{lines[0]},rights",
            *(f"{one},{'tdm-reserved' if one.startswith('quais') else ''}" for one in lines[1:]),
        ]
        desk.workspace.sources_file.write_text("\n".join(lines) + "\n")
        with desk.store() as store:
            store.put_catalogue(desk.loaded.catalogue.entries)
        found = karim.get(f"/mentions/{desk.mention('quais').id}")
        assert (found["text"], found["standfirst"]) == (None, None)
        assert found["withheld"].startswith("L’éditeur réserve ses textes")
        assert max(len(one["text"]) for one in found["evidence"]) <= 300

    def test_gives_hostile_words_as_the_data_that_they_are(self, karim: Program, desk: Newsroom) -> None:
        number = desk.put_article("pixel", 90, HOSTILE, f"« {QUOTE} », dit le Collectif Rivage.")
        desk.match()
        found = next(one for one in desk.mentions() if one.article.id == number)
        assert karim.get(f"/mentions/{found.id}")["title"] == found.article.title

    def test_that_is_not_there_is_404(self, reads: Program) -> None:
        for ident in ("m", "%00", "..%2f..", "x" * 400):
            assert reads.ask("GET", f"/mentions/{ident}").status_code == 404


class TestDecisions:
    def test_changes_what_is_named_and_nothing_else(self, karim: Program, desk: Newsroom) -> None:
        path = f"/mentions/{desk.mention('phare').id}/decision"
        said = {"version": 0, "status": "confirmed", "kind": "citation", "tone": "critical", "note": "À relire.",
                "add_tags": ["littoral", "une"], "starred": True}  # fmt: skip
        done = karim.done(path, said)
        assert done["action"] and "statut : confirmée" in done["sentence"].replace("\u00a0", " ")
        found = karim.get(path.removesuffix("/decision"))
        assert (found["kind"], found["tone"], found["tags"], found["starred"]) == (
            "citation", "critical", ["littoral", "une"], True)  # fmt: skip
        assert found["reviewed_by"] == "karim" and found["reviewed_at"].endswith("Z")
        karim.done(
            path,
            {"version": found["version"], "kind": None, "tone": None, "note": None, "remove_tags": ["une"]},
        )
        found = karim.get(path.removesuffix("/decision"))
        assert (found["kind"], found["tone"], found["note"]) == (found["machine"]["kind"], None, "")
        assert (found["status"], found["tags"], found["starred"]) == ("confirmed", ["littoral"], True)

    def test_said_twice_changes_nothing_the_second_time(self, karim: Program, desk: Newsroom) -> None:
        path = f"/mentions/{desk.mention('phare').id}/decision"
        first, second = (karim.done(path, {"version": 0, "reject_reason": "homonyme"}) for _ in range(2))
        assert first["action"] and second["action"] is None
        assert first["versions"] == second["versions"]
        assert len(karim.get("/campaigns/appel/journal")["lines"]) == 1

    def test_what_somebody_else_changed_is_in_the_way_and_named(self, karim: Program, desk: Newsroom) -> None:
        mention = desk.mention("phare").id
        program(desk, "maud").done(f"/mentions/{mention}/decision", {"version": 0, "status": "confirmed"})
        answer = karim.post(f"/mentions/{mention}/decision", {"version": 0, "status": "rejected"})
        assert answer.status_code == 409
        found = answer.json()
        (way,) = found["in_the_way"]
        assert (found["code"], found["versions"]) == ("in_the_way", {mention: 1})
        assert (way["part"], way["who"], way["found"], way["wanted"]) == (
            "status",
            "maud",
            "confirmed",
            "rejected",
        )
        assert "Maud L." in found["sentence"]
        assert karim.done(f"/mentions/{mention}/decision", {"version": 0, "tone": "neutral"})["versions"] == {
            mention: 2
        }

    def test_many_at_once_are_one_action_that_one_undo_takes_back(
        self, karim: Program, desk: Newsroom
    ) -> None:
        mentions = [{"id": one.id, "version": 0} for one in desk.mentions()]
        taken = mentions[0]["id"]
        program(desk, "maud").done(f"/mentions/{taken}/decision", {"version": 0, "status": "confirmed"})
        done = karim.done("/campaigns/appel/decisions", {"mentions": mentions, "status": "second_look"})
        assert {one["subject"] for one in done["in_the_way"]} == {taken}
        assert {one.review.status.value for one in desk.mentions() if one.id != taken} == {"second_look"}
        karim.done(f"/journal/{done['action']}/undo")
        assert {one.review.status.value for one in desk.mentions() if one.id != taken} == {"to_review"}

    @pytest.mark.parametrize(
        ("body", "status", "field"),
        [
            (b"", 400, None),
            (b"{", 400, None),
            (b'{"version": 0, "note": "\\ud800"}', 400, None),
            (b"[" * 100_000, 400, None),
            (b"[]", 422, ""),
            (b"{}", 422, "version"),
            (b'{"version": "0"}', 422, "version"),
            (b'{"version": -1}', 422, "version"),
            (b'{"version": 0, "statut": "confirmed"}', 422, "statut"),
            (b'{"version": 0, "status": "open"}', 422, "status"),
            (b'{"version": 0, "tone": "rude"}', 422, "tone"),
            (b'{"version": 0, "starred": "true"}', 422, "starred"),
            (b'{"version": 0, "add_tags": [""]}', 422, "add_tags.0"),
            (b'{"version": 0, "note": "' + b"x" * 2_001 + b'"}', 422, "note"),
            (b'{"version": 0, "note": "' + b"x" * 3_000_000 + b'"}', 413, None),
        ],
    )  # fmt: skip
    def test_refuse_what_they_do_not_take(
        self, reads: Program, room: Newsroom, body: bytes, status: int, field: str | None
    ) -> None:
        path, kind = f"/mentions/{room.mention('phare').id}/decision", {"Content-Type": "application/json"}
        answer = reads.ask("POST", path, content=body, headers=kind)
        assert answer.status_code == status and answer.json()["sentence"]
        assert answer.json().get("field", None if field is None else "") == field
        assert room.mention("phare").review_version == 0

    def test_take_json_and_no_form(self, reads: Program, room: Newsroom) -> None:
        path = f"/mentions/{room.mention('phare').id}/decision"
        for more in ({"data": {"version": "0"}}, {"files": {"a": b"x"}}, {"content": b'{"version": 0}'}):
            assert reads.ask("POST", path, **more).json()["code"] == "not_readable"

    def test_mention_of_another_campaign_is_not_decided_on(self, reads: Program) -> None:
        body = {"mentions": [{"id": "m" + "a" * 16, "version": 0}], "status": "confirmed"}
        answer = reads.post("/campaigns/appel/decisions", body)
        assert (answer.status_code, answer.json()["field"]) == (404, "mentions.0.id")


class TestTheJournal:
    def test_tells_what_was_done_and_takes_it_back_and_brings_it_back(
        self, karim: Program, desk: Newsroom
    ) -> None:
        mention = desk.mention("phare").id
        action = karim.done(f"/mentions/{mention}/decision", {"version": 0, "status": "confirmed"})["action"]
        (line,) = karim.get("/campaigns/appel/journal")["lines"]
        assert line == karim.get(f"/journal/{action}")
        assert (line["who"], line["step"]) == ("karim", "do")
        assert line["changes"] == [
            {"subject": mention, "part": "status", "before": "to_review", "after": "confirmed"}
        ]
        undone = karim.done(f"/journal/{action}/undo")
        assert undone["line"]["about"] == action and karim.get(f"/journal/{action}")["undone"]
        assert karim.done(f"/journal/{action}/undo")["action"] is None
        assert karim.done(f"/journal/{action}/redo")["line"]["step"] == "redo"
        assert desk.mention("phare").review.status.value == "confirmed"

    def test_says_what_is_in_the_way_of_an_undo(self, karim: Program, desk: Newsroom) -> None:
        mention = desk.mention("phare").id
        action = karim.done(f"/mentions/{mention}/decision", {"version": 0, "status": "confirmed"})["action"]
        program(desk, "maud").done(f"/mentions/{mention}/decision", {"version": 1, "status": "rejected"})
        answer = karim.post(f"/journal/{action}/undo")
        assert answer.status_code == 409 and answer.json()["in_the_way"][0]["who"] == "maud"

    def test_comes_page_by_page_filtered(self, karim: Program, desk: Newsroom) -> None:
        for one in desk.mentions():
            karim.done(f"/mentions/{one.id}/decision", {"version": 0, "starred": True})
        numbers, before = [], None
        while True:
            page = karim.get(
                "/campaigns/appel/journal", limit=3, kind="review", **({"before": before} if before else {})
            )
            numbers += [int(one["number"]) for one in page["lines"]]
            before = page["next"]
            if before is None:
                break
        assert numbers == sorted(numbers, reverse=True) and len(numbers) == len(desk.mentions())
        assert karim.get("/campaigns/appel/journal", who="maud")["lines"] == []
        assert (
            karim.get("/campaigns/appel/journal", mention=desk.mentions()[0].id)["lines"][0]["kind"]
            == "review"
        )

    @pytest.mark.parametrize("number", ["999", "x", "-1", "9" * 40, "1%00"])
    def test_a_line_that_is_not_there_is_404(self, reads: Program, number: str) -> None:
        for method, path in (("GET", f"/journal/{number}"), ("POST", f"/journal/{number}/undo")):
            assert reads.ask(method, path).status_code == 404


class TestFinding:
    def test_an_address_is_explained_in_sentences(self, reads: Program, room: Newsroom) -> None:
        mention = room.mention("phare")
        found = reads.get("/campaigns/appel/explain", url=mention.article.url)
        assert found["article"] == mention.article.id and found["campaign"]["mention"] == mention.id
        unknown = reads.get("/campaigns/appel/explain", url="https://inconnu.example/a")
        assert (unknown["article"], unknown["campaign"]) == (None, None) and unknown["todo"]
        for url in ("javascript:alert(1)", "file:///etc/passwd", "https://a@b.example/", " "):
            assert reads.ask("GET", "/campaigns/appel/explain", params={"url": url}).status_code == 422

    def test_an_article_is_made_a_mention_once(self, karim: Program, desk: Newsroom) -> None:
        number = desk.put_article("quais", 91, "Le marché du samedi", "Les poissons étaient frais.")
        body = {"article": "https://quais.example/articles/91", "kind": "related", "note": "Signalée."}
        made = karim.done("/campaigns/appel/mentions", body)
        assert made["mention"]["kind"] == "related" and made["mention"]["note"] == "Signalée."
        assert karim.done("/campaigns/appel/mentions", body | {"article": number})["line"] is None
        karim.done(f"/journal/{made['line']['number']}/undo")
        assert made["mention"]["id"] not in [one.id for one in desk.mentions()]
        assert karim.post("/campaigns/appel/mentions", body | {"article": "a1"}).status_code == 404


class TestSearching:
    SEARCH = "/campaigns/appel/search"

    def test_finds_articles_and_says_what_they_are_for_the_campaign(
        self, karim: Program, desk: Newsroom
    ) -> None:
        none = desk.put_article("quais", 92, "Le marché aux poissons", "Les vannes du port restent ouvertes.")
        found = karim.get(self.SEARCH, query="vannes OU fanfare", limit=100)
        by_id = {one["article"]: one for one in found["results"]}
        mention = desk.mention("phare")
        assert by_id[mention.article.id]["mention"] == mention.id
        assert (by_id[none]["standing"], by_id[none]["mention"]) == ("none", None)
        assert "vannes du port" in by_id[none]["passages"][0]
        assert found["next"] is None

    def test_gives_every_result_once_page_by_page(self, reads: Program) -> None:
        whole = [
            one["article"]
            for one in reads.get(self.SEARCH, query="rivage* OU littoral", limit=100)["results"]
        ]
        found, cursor = [], ""
        while cursor is not None:
            page = reads.get(self.SEARCH, query="rivage* OU littoral", limit=1, cursor=cursor)
            found += [one["article"] for one in page["results"]]
            cursor = page["next"]
        assert found == whole and len(whole) > 2

    def test_shows_no_passage_of_what_is_reserved(self, reads: Program, room: Newsroom) -> None:
        found = reads.get(self.SEARCH, query="capteurs")["results"]
        assert [one["outlet"] for one in found] == ["pixel"] and found[0]["passages"] == []

    def test_a_query_that_cannot_be_read_comes_back_mended(self, reads: Program) -> None:
        for path in (self.SEARCH, "/queries/check"):
            answer = reads.ask("GET", path, params={"query": "vannes ET (rivages"})
            found = answer.json()
            assert (answer.status_code, found["field"]) == (422, "query") and found["rewrite"]
            assert reads.get(path, query=found["rewrite"])
        assert reads.ask("GET", self.SEARCH, params={"query": "a", "cursor": "9" * 20}).status_code == 422

    def test_a_query_is_told_clause_by_clause(self, reads: Program) -> None:
        found = reads.get("/queries/check", query="vannes and rivages")
        assert found["clauses"][0]["depth"] == 0 and found["clauses"][0]["exact"]
        assert found["notes"] and "and" in found["notes"][0]["sentence"]


@pytest.fixture
def mail(desk: Newsroom) -> Iterator[MailServer]:
    with MailServer(Behaviour()) as server:
        give_mail(desk, server.port)
        yield server


class TestReports:
    def test_are_listed_and_given_in_a_format(self, karim: Program, desk: Newsroom) -> None:
        now = desk.clock.now
        with desk.store() as store:
            store.put_report(ReportRecord("appel", now.date(), now - timedelta(days=1), now, now))
        (one,) = karim.get("/campaigns/appel/reports")["reports"]
        assert (one["day"], one["kind"]) == ("2025-02-05", "daily")
        path = "/campaigns/appel/reports/daily/2025-02-05"
        assert karim.ask("GET", path).headers["content-disposition"].endswith('.json"')
        assert "Rivages" in karim.ask("GET", f"{path}?format=text&language=en").text
        html = karim.ask("GET", f"{path}?format=html")
        assert "attachment" in html.headers["content-disposition"]
        for wrong in ("hourly/2025-02-05", "daily/20250205", "daily/hier"):
            assert karim.ask("GET", f"/campaigns/appel/reports/{wrong}").status_code == 404
        assert karim.ask("GET", f"{path}?organisation=autre").status_code == 422

    def test_sending_to_nobody_sends_nothing(self, reads: Program) -> None:
        done = reads.done("/campaigns/appel/reports/send", {"kind": "daily"})
        assert (done["run"], done["new"]) == (None, 0)

    def test_one_is_sent_once_to_each_however_often_it_is_asked(
        self, karim: Program, desk: Newsroom, mail: MailServer
    ) -> None:
        body = {"kind": "daily"}
        first = karim.done("/campaigns/appel/reports/send", body)
        assert (first["new"], first["stage"]) == (3, "under way")
        settled(desk, lambda found: len(found) == 3 and all(one.state is DeliveryState.SENT for one in found))
        for _ in range(2):
            assert karim.done("/campaigns/appel/reports/send", body)["new"] == 0
        desk.site.behind.submit(lambda: None).result(20)
        told = karim.get(f"/campaigns/appel/sendings/{first['run']}")
        assert (told["stage"], told["recipients"]) == ("done", {"sent": 3})
        assert sorted(one.recipient for one in mail.seen.messages) == sorted(DAILY)
        assert karim.ask("GET", "/campaigns/appel/sendings/x").status_code == 404
        assert program(desk, "lea").post("/campaigns/appel/reports/send", body).status_code == 403

    def test_what_is_chosen_for_one_is_merged_and_undone(self, karim: Program, desk: Newsroom) -> None:
        path, mention = "/campaigns/appel/reports/choices", desk.mention("phare").id
        assert karim.get(path)["version"] == 0
        said = {
            "version": 0,
            "foreword": "Bonjour.",
            "first": {mention: True},
            "remarks": {mention: "À lire."},
        }
        chosen = karim.done(path, said)
        assert (chosen["foreword"], chosen["first"], chosen["remarks"]) == (
            "Bonjour.",
            {mention: True},
            {mention: "À lire."},
        )
        assert karim.done(path, said)["action"] is None
        maud = program(desk, "maud")
        assert maud.done(path, {"version": 0, "out": {mention: "Déjà dit."}})["foreword"] == "Bonjour."
        answer = maud.post(path, {"version": 0, "foreword": "Bonsoir."})
        assert answer.status_code == 409 and answer.json()["in_the_way"][0]["who"] == "karim"
        assert maud.post(path, {"version": 0, "out": {"m1": ""}}).status_code == 404
        full = {one.id: True for one in desk.mentions()[:4]}
        assert maud.post(path, {"version": 0, "first": full}).json()["field"] == "first"
        karim.done(f"/journal/{chosen['action']}/undo")
        assert karim.get(path)["foreword"] == ""

    def test_figures_count_what_their_lists_hold(self, reads: Program) -> None:
        figures = reads.get("/campaigns/appel/figures")
        counts = [
            figures[name] for name in ("text", "related", "event", "to_check", "own", "rejected", "reviewed")
        ]
        counts += [
            one for table in figures["tables"].values() for row in table["rows"] for one in row["counts"]
        ]
        assert figures["text"]["number"] > 0 and len(counts) > 20
        for one in counts:
            listed = reads.ask("GET", f"{LIST}?{one['query']}").json()
            assert listed["mentions"] == one["number"], one
        assert (
            dict(parse_qsl(reads.get("/campaigns/appel/figures", organisation="rivage")["text"]["query"]))[
                "organisation"
            ]
            == "rivage"
        )


class TestTheOutbox:
    def put(self, desk: Newsroom, state: DeliveryState) -> str:
        now, ident = desk.clock.now, f"{state.value}@desk.example"
        message = OutboxMessage(
            ident,
            Channel.MAIL,
            MessageKind.DAILY,
            "appel",
            now.date(),
            "a@b.example",
            "Sujet",
            b"secret",
            now,
        )
        with desk.store() as store:
            store.put_report(ReportRecord("appel", now.date(), now, now, now, ReportKind.DAILY), [message])
            if state is not DeliveryState.PENDING:
                store.begin_sending(ident, now)
                store.settle_message(ident, state, now, "lost" if state is DeliveryState.FAILED else "")
        return ident

    def test_lists_messages_without_what_is_in_them(self, karim: Program, desk: Newsroom) -> None:
        for state in DeliveryState:
            self.put(desk, state)
        assert "secret" not in karim.ask("GET", "/outbox").text
        assert len(karim.get("/outbox")["messages"]) == 4
        found = karim.get("/outbox", state=["unknown", "failed"], campaign="appel", limit=1)
        assert len(found["messages"]) == 1 and found["more"]
        path = f"/outbox/{found['messages'][0]['id']}/again"
        assert program(desk, "lea").post(path, {"mark": ""}).status_code == 403

    def mark(self, karim: Program, ident: str) -> str:
        return next(str(one["mark"]) for one in karim.get("/outbox")["messages"] if one["id"] == ident)

    def test_nothing_that_was_sent_is_sent_again(self, karim: Program, desk: Newsroom) -> None:
        sent, failed = self.put(desk, DeliveryState.SENT), self.put(desk, DeliveryState.FAILED)
        mark = self.mark(karim, sent)
        assert karim.post(f"/outbox/{sent}/again", {"mark": mark}).status_code == 409
        assert karim.post(f"/outbox/{sent}/drop", {"mark": mark}).status_code == 409
        body = {"mark": self.mark(karim, failed)}
        assert karim.done(f"/outbox/{failed}/again", body)["state"] == "pending"
        again = karim.post(f"/outbox/{failed}/again", body)
        assert (again.status_code, again.json()["field"]) == (409, "mark")

    def test_one_that_a_sender_has_in_hand_is_left_alone(self, karim: Program, desk: Newsroom) -> None:
        ident = self.put(desk, DeliveryState.PENDING)
        with desk.store() as store:
            store.begin_sending(ident, desk.clock.now)
        for do in ("again", "drop"):
            assert karim.post(f"/outbox/{ident}/{do}", {"mark": self.mark(karim, ident)}).status_code == 409

    def test_a_message_is_closed_either_way(self, karim: Program, desk: Newsroom) -> None:
        unknown, waiting = self.put(desk, DeliveryState.UNKNOWN), self.put(desk, DeliveryState.PENDING)
        arrived = {"mark": self.mark(karim, unknown), "arrived": True}
        assert karim.done(f"/outbox/{unknown}/drop", arrived)["state"] == "sent"
        assert (
            karim.post(
                f"/outbox/{waiting}/drop", {"mark": self.mark(karim, waiting), "arrived": True}
            ).status_code
            == 409
        )
        assert karim.done(f"/outbox/{waiting}/drop", {"mark": self.mark(karim, waiting)})["state"] == "failed"
        assert karim.post("/outbox/nobody/again", {"mark": ""}).status_code == 404


def test_kinds_are_those_of_the_archive(karim: Program) -> None:
    schema = karim.get("/openapi.json")["components"]["schemas"]["MentionKind"]
    assert schema["enum"] == [one.value for one in MentionKind]
    assert karim.get("/me")["now"] == datetime(2025, 2, 5, 7, tzinfo=UTC).isoformat().replace("+00:00", "Z")
