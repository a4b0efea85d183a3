"""What administrators change by the API: dossiers and the list of sources; and what reviewers add."""

from __future__ import annotations

import pytest

from monitor.review import note_and_save
from storage.model import ActionKind, Rights
from tests.monitor.web.api.programs import Program, program
from tests.monitor.web.newsroom import Newsroom

DOSSIER = "/campaigns/appel/dossier"


@pytest.fixture
def maud(desk: Newsroom) -> Program:
    return program(desk, "maud")


class TestTheDossier:
    def test_is_for_administrators(self, room: Newsroom) -> None:
        for login in ("karim", "lea"):
            assert program(room, login).ask("GET", DOSSIER).status_code == 403

    def test_is_saved_once_and_undone(self, maud: Program, desk: Newsroom) -> None:
        path = desk.workspace.campaigns / "appel.toml"
        before, read = path.read_bytes(), maud.get(DOSSIER)
        assert read["text"].encode() == before
        wanted = {
            "text": read["text"].replace("Rivages, février 2025", "Rivages vivants"),
            "mark": read["mark"],
        }
        saved = maud.done(DOSSIER, wanted)
        assert saved["line"]["kind"] == "dossier" and path.read_bytes() == wanted["text"].encode()
        assert maud.done(DOSSIER, wanted | {"mark": saved["mark"]})["line"] is None
        maud.done(f"/journal/{saved['line']['number']}/undo")
        assert path.read_bytes() == before

    def test_of_which_somebody_changed_the_file_is_not_written_over(
        self, maud: Program, desk: Newsroom
    ) -> None:
        path, read = desk.workspace.campaigns / "appel.toml", maud.get(DOSSIER)
        path.write_text(read["text"] + "\n# de la main de Léa\n")
        answer = maud.post(DOSSIER, {"text": read["text"] + "\n# autre\n", "mark": read["mark"]})
        assert (answer.status_code, answer.json()["field"]) == (409, "mark")
        assert "Léa" in path.read_text()

    def test_that_is_not_sound_is_neither_tried_nor_saved(self, reads: Program, room: Newsroom) -> None:
        read = reads.get(DOSSIER)
        wrong = read["text"].replace("Europe/Paris", "Europe/Sarmande")
        checked = reads.done(f"{DOSSIER}/check", {"text": wrong})
        assert not checked["well"] and checked["wrong"][0]["line"] == 2
        assert reads.done(f"{DOSSIER}/check", {"text": read["text"]})["well"]
        for path, body in (
            (f"{DOSSIER}/preview", {"text": wrong}),
            (DOSSIER, {"text": wrong, "mark": read["mark"]}),
        ):
            answer = reads.post(path, body)
            assert (answer.status_code, answer.json()["field"]) == (422, "text")
        assert reads.get(DOSSIER) == read

    def test_is_tried_on_the_archive_before(self, maud: Program, desk: Newsroom) -> None:
        phrase = "la confrérie des vasières s’installe pour toujours"
        desk.put_article(
            "quais", 70, "Un musée ouvre", f"« {phrase.capitalize()} », lit-on sur la porte du musée."
        )
        text = maud.get(DOSSIER)["text"].replace('au plus offrant"]', f'au plus offrant", "{phrase}"]')
        tried = {"ready": False}
        for _ in range(50):
            tried = maud.done(f"{DOSSIER}/preview", {"text": text})
            if tried["ready"]:
                break
        assert tried["numbers"]["gained"] == 1
        assert tried["gained"][0]["title"] == "Un musée ouvre"
        assert "confrérie" not in maud.get(DOSSIER)["text"]


class TestTheSources:
    def test_stand_by_outlet_with_what_is_asked_for(self, reads: Program) -> None:
        found = reads.get("/sources")
        assert found["sources"] == 6 and found["outlets"][0]["name"] == "Agence Méridienne"
        assert [one["id"] for one in reads.get("/sources", country="GB")["outlets"]] == ["harbour"]
        assert reads.get("/sources", state="paused")["outlets"] == []
        assert reads.get("/sources/phare")["tier"] == 1
        assert reads.ask("GET", "/sources/autre").status_code == 404

    def test_an_outlet_is_added_once_with_its_sources(self, maud: Program, desk: Newsroom) -> None:
        body = {"name": "La Vigie", "domain": "vigie.example", "country": "FR", "rights": "tdm-reserved",
                "sources": [{"kind": "feed", "url": "https://vigie.example/rss"}]}  # fmt: skip
        made = maud.done("/sources", body)
        assert made["outlet"]["id"] == "la-vigie" and made["line"]["kind"] == "sources"
        assert maud.done("/sources", body)["line"] is None
        more = maud.done(
            "/sources",
            {"id": "la-vigie", "sources": [{"kind": "sitemap", "url": "https://vigie.example/s.xml"}]},
        )
        assert len(more["outlet"]["sources"]) == 2
        with desk.store() as store:
            assert Rights.RESERVED in {
                one.outlet.rights for one in store.source_statuses() if one.outlet.id == "la-vigie"
            }
        for line in (more["line"], made["line"]):
            maud.done(f"/journal/{line['number']}/undo")
        assert maud.ask("GET", "/sources/la-vigie").status_code == 404

    def test_are_paused_and_taken_up_again(self, maud: Program) -> None:
        source = maud.get("/sources/phare")["sources"][0]["id"]
        for body in ({"sources": [source]}, {}):
            assert maud.done("/sources/phare/pause", body)["outlet"]["sources"][0]["state"] == "paused"
        assert maud.done("/sources/phare/pause", {})["line"] is None
        assert maud.done("/sources/phare/resume", {})["outlet"]["sources"][0]["state"] != "paused"
        assert maud.post("/sources/phare/pause", {"sources": ["x"]}).status_code == 404
        assert maud.post("/sources/autre/resume", {}).status_code == 404

    def test_an_outlet_is_taken_off_the_list(self, maud: Program) -> None:
        assert maud.done("/sources/pixel/remove")["outlet"] is None
        assert maud.post("/sources/pixel/remove").status_code == 404

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"name": "X", "domain": "x.example", "sources": [{"kind": "feed", "url": "javascript:alert(1)"}]}, "sources.0.url"),
            ({"name": "X", "domain": "x.example", "sources": [{"kind": "hand", "url": "https://x.example/"}]}, "sources.0.url"),
            ({"name": " ", "domain": "x.example", "sources": [{"kind": "feed", "url": "https://x.example/"}]}, "name"),
            ({"name": "X", "domain": "x.example", "sources": []}, "sources"),
            ({"name": "X", "domain": "x.example", "tier": 4, "sources": [{"kind": "feed", "url": "https://x.example/"}]}, "tier"),
        ],
    )  # fmt: skip
    def test_what_is_no_source_is_refused(
        self, reads: Program, room: Newsroom, body: object, field: str
    ) -> None:
        before = room.workspace.sources_file.read_bytes()
        answer = reads.post("/sources", body)
        assert (answer.status_code, answer.json().get("field")) == (422, field)
        assert room.workspace.sources_file.read_bytes() == before

    def test_are_changed_by_administrators_alone(self, room: Newsroom) -> None:
        karim = program(room, "karim")
        assert karim.get("/sources")["sources"] == 6
        assert karim.post("/sources/phare/pause", {}).status_code == 403
        assert karim.get("/sources/phare/try") == {"sources": []}


ENTRY = {
    "outlet": "Radio des Marées", "outlet_kind": "radio", "title": "Le journal de 7 heures", "day": "2025-02-05",
    "time": "07:00", "words": "Le Collectif Rivage y parlait.", "organisations": ["rivage"], "kind": "citation",
    "key": "journal-0502-7h",
}  # fmt: skip


class TestAdding:
    def test_an_entry_by_hand_is_a_mention_once(self, maud: Program) -> None:
        made = maud.done("/campaigns/appel/entries", ENTRY)
        assert made["mention"]["status"] == "confirmed" and made["mention"]["organisations"] == ["rivage"]
        assert made["mention"]["published_at"].startswith("2025-02-05T07:00")
        again = maud.done("/campaigns/appel/entries", ENTRY)
        assert (again["mention"]["id"], again["line"]) == (made["mention"]["id"], None)
        double = maud.post("/campaigns/appel/entries", ENTRY | {"key": "autre-cle-0502"})
        assert (double.status_code, double.json()["field"]) == (409, "anyway")
        assert maud.done("/campaigns/appel/entries", ENTRY | {"key": "autre-cle-0502", "anyway": True})[
            "line"
        ]
        maud.done(f"/journal/{made['line']['number']}/undo")

    @pytest.mark.parametrize(
        ("more", "field"),
        [({"outlet": "…"}, "outlet"), ({"title": "  "}, "title"), ({"day": "hier"}, "day"),
         ({"address": "file:///etc/passwd"}, "address"), ({"kind": "print"}, "kind"), ({"fichier": "x"}, "fichier")],
    )  # fmt: skip
    def test_an_entry_that_cannot_be_understood_is_refused(
        self, reads: Program, more: dict[str, str], field: str
    ) -> None:
        answer = reads.post("/campaigns/appel/entries", ENTRY | more)
        assert (answer.status_code, answer.json()["field"]) == (422, field)

    def test_a_page_that_was_read_or_is_no_address_is_not_asked_for(
        self, reads: Program, room: Newsroom
    ) -> None:
        known = room.mention("phare").article.url
        assert reads.post("/campaigns/appel/pages", {"url": known}).status_code == 409
        assert reads.post("/campaigns/appel/pages", {"url": "ftp://phare.example/a"}).status_code == 422


def test_what_only_administrators_change_of_the_sources_only_they_take_back(
    maud: Program, desk: Newsroom
) -> None:
    maud.done("/sources/phare/pause", {"sources": []})
    with desk.store() as store:
        number = store.journal(kinds=[ActionKind.SOURCES])[0].number
    for verb in ("undo", "redo"):
        assert program(desk, "karim").post(f"/journal/{number}/{verb}").status_code == 403
    with desk.store() as store:
        assert [one.number for one in store.journal(kinds=[ActionKind.SOURCES])] == [number]
    maud.done(f"/journal/{number}/undo")


def test_of_a_dossier_those_who_review_take_back_what_they_added_themselves(desk: Newsroom) -> None:
    path, now = desk.workspace.campaigns / "appel.toml", desk.clock.now
    karim = program(desk, "karim")
    for who, answer in (("maud", 403), ("karim", 200)):
        with desk.store() as store:
            before = path.read_bytes()
            note_and_save(store, path, before, before + b"# vu\n", desk.workspace.backups, who, now)
            number = store.journal("appel", kinds=[ActionKind.DOSSIER])[0].number
        page = desk.login("karim").page("/journal")
        assert (f"/journal/{number}/annuler" in page) is (who == "karim")
        assert karim.post(f"/journal/{number}/undo").status_code == answer
        assert path.read_bytes() == (before if who == "karim" else before + b"# vu\n")
