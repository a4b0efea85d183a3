"""The journal, undo and redo of anything, and what an open page learns."""

from __future__ import annotations

import csv
import io

from monitor.review import Wish, note_and_save, say
from storage.model import MentionKind, ReviewStatus
from tests.monitor.web.newsroom import Newsroom, Visitor, plain


def decide(desk: Newsroom, who: str, outlet: str, wish: Wish) -> int:
    """Decide something; the number of the action."""
    mention = desk.mention(outlet)
    with desk.store() as store:
        action = say(store, wish, {mention.id: mention.review_version}, who, desk.clock.now).action
    assert action is not None
    return action.number


def undo(one: Visitor, number: int) -> str:
    one.page("/journal")
    assert one.post(f"/journal/{number}/annuler", {"next": "/journal"}).headers["location"] == "/journal"
    return one.said("/journal")


class TestJournal:
    def test_it_says_who_did_what_of_which(self, desk: Newsroom) -> None:
        decide(desk, "karim", "phare", Wish(status=ReviewStatus.CONFIRMED, add_tags=("terrain",)))
        decide(desk, "maud", "quais", Wish(kind=MentionKind.TOPIC))
        said = plain(desk.login("lea").page("/journal"))
        assert "Karim B. « Pour des rivages vivants, fermons les vannes »" in said
        assert "statut : confirmée et étiquette « terrain » ajoutée" in said
        assert "Maud L. « Sous la digue" in said and "nature :" in said

    def test_it_is_filtered_by_person_and_mention(self, desk: Newsroom) -> None:
        decide(desk, "karim", "phare", Wish(note="du premier"))
        decide(desk, "maud", "quais", Wish(note="de la seconde"))
        lea = desk.login("lea")
        assert "de la seconde" not in plain(lea.page("/journal?who=karim"))
        mention = desk.mention("quais").id
        assert "du premier" not in plain(lea.page(f"/journal?mention={mention}"))
        assert "Rien n’a encore été décidé" in plain(lea.page("/journal?kind=dossier"))

    def test_pages_follow_each_other(self, desk: Newsroom) -> None:
        for number in range(60):
            decide(desk, "karim", "phare", Wish(note=f"note {number:03}"))
        lea = desk.login("lea")
        first = plain(lea.page("/journal"))
        assert "note 059" in first and "note 009" not in first and "Les précédentes" in first
        second = plain(lea.page("/journal?before=11"))
        assert "note 009" in second and "note 010" not in second and "Les précédentes" not in second

    def test_the_list_for_excel_holds_all_and_runs_nothing(self, desk: Newsroom) -> None:
        decide(desk, "karim", "phare", Wish(note="=HYPERLINK(1)"))
        answer = desk.login("lea").get("/journal.csv")
        assert answer.headers["content-disposition"] == 'attachment; filename="journal-appel.csv"'
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][:3] == ["Ligne", "Quand", "Qui"]
        assert rows[1][2] == "karim" and rows[1][-1] == "'=HYPERLINK(1)"


class TestUndo:
    def test_any_line_is_undone_and_brought_back(self, desk: Newsroom) -> None:
        number = decide(desk, "maud", "phare", Wish(status=ReviewStatus.CONFIRMED))
        decide(desk, "maud", "quais", Wish(starred=True))
        karim = desk.login("karim")
        assert "Annulé : statut : confirmée" in undo(karim, number)
        assert desk.mention("phare").review.status is ReviewStatus.TO_REVIEW
        karim.post(f"/journal/{number}/retablir", {"next": "/journal"})
        assert desk.mention("phare").review.status is ReviewStatus.CONFIRMED
        assert desk.mention("quais").review.starred

    def test_what_somebody_changed_since_is_in_the_way_and_told(self, desk: Newsroom) -> None:
        number = decide(desk, "karim", "phare", Wish(status=ReviewStatus.CONFIRMED))
        decide(desk, "maud", "phare", Wish(status=ReviewStatus.REJECTED))
        said = undo(desk.login("karim"), number)
        assert "Rien n’a été modifié : Maud L. y a touché depuis (statut)" in said
        assert desk.mention("phare").review.status is ReviewStatus.REJECTED

    def test_the_key_goes_back_to_the_beginning_and_forward_again(self, desk: Newsroom) -> None:
        for wish in (Wish(status=ReviewStatus.CONFIRMED), Wish(note="a"), Wish(note="b"), Wish(starred=True)):
            decide(desk, "karim", "phare", wish)
        done, karim = desk.mention("phare").review, desk.login("karim")
        for _ in range(4):
            karim.post("/annuler", {"next": "/journal"})
        found = desk.mention("phare").review
        assert (found.status, found.note, found.starred) == (ReviewStatus.TO_REVIEW, "", False)
        karim.post("/annuler", {"next": "/journal"})
        assert "Vous n’avez rien à annuler" in karim.said("/journal")
        for _ in range(4):
            karim.post("/retablir", {"next": "/journal"})
        found = desk.mention("phare").review
        assert (found.status, found.note, found.starred) == (done.status, done.note, done.starred)

    def test_after_an_undo_the_line_offers_to_bring_it_back(self, desk: Newsroom) -> None:
        number = decide(desk, "karim", "phare", Wish(starred=True))
        karim = desk.login("karim")
        karim.post(f"/journal/{number}/annuler", {"next": "/compte"})
        text = karim.page("/compte")
        assert 'data-key="shift+z">Rétablir' in text.split('id="said"')[1].split("</form>")[0]

    def test_with_htmx_the_page_stays_and_learns(self, desk: Newsroom) -> None:
        number = decide(desk, "karim", "phare", Wish(starred=True))
        karim = desk.login("karim")
        answer = karim.htmx(f"/journal/{number}/annuler", {}, shown="/journal")
        assert answer.status_code == 200
        assert answer.headers["hx-trigger-after-settle"] == "desk-changed"
        assert 'hx-swap-oob="innerHTML"' in answer.text and "Annulé" in answer.text

    def test_a_number_that_is_not_there_is_told(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        assert karim.post("/journal/99/annuler").status_code == 404

    def test_a_dossier_that_comes_back_judges_the_archive_anew(self, desk: Newsroom) -> None:
        path = desk.workspace.campaigns / "appel.toml"
        before = path.read_bytes()
        after = before.replace(b"les rivages ne sont pas", b"les rivages ne seraient pas").replace(
            b"Pour des rivages vivants, fermons les vannes", b"Un autre titre que le notre"
        )
        with desk.store() as store:
            note_and_save(store, path, before, after, desk.workspace.backups, "karim", desk.clock.now)
        desk.match()
        fewer = len(desk.mentions())
        karim = desk.login("karim")
        karim.post("/annuler", {"next": "/journal"})
        assert path.read_bytes() == before
        desk.site.close()
        assert len(desk.mentions()) > fewer


class TestLive:
    def test_the_version_is_another_one_after_a_decision_of_anybody(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        first = karim.get("/direct").json()["version"]
        assert karim.get("/direct").json()["version"] == first
        decide(desk, "maud", "phare", Wish(starred=True))
        assert karim.get("/direct").json()["version"] != first

    def test_others_see_what_a_person_has_before_them_for_a_while(self, desk: Newsroom) -> None:
        karim, maud = desk.login("karim"), desk.login("maud")
        mention = desk.mention("quais")
        assert karim.post("/direct", {"mention": mention.id}).json()["people"] == []
        assert maud.get("/direct").json()["people"] == [
            "Karim B. relit «\u00a0Sous la digue, des Assises du littoral très politiques\u00a0»."
        ]
        desk.clock.turn(seconds=40)
        assert maud.get("/direct").json()["people"] == []

    def test_a_reader_is_not_seen_and_a_mention_that_is_gone_is_no_fault(self, desk: Newsroom) -> None:
        lea, maud = desk.login("lea"), desk.login("maud")
        lea.post("/direct", {"mention": desk.mention("quais").id})
        assert maud.post("/direct", {"mention": "inconnue"}).status_code == 200
        assert maud.get("/direct").json()["people"] == []
