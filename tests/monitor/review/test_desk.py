"""From a wish to what stands, and back: each kind of thing that people do is undone through one table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.recluster import merge, set_lead, split
from monitor.review import (
    UNDOABLE,
    Desk,
    Wish,
    journal_rows,
    note_and_save,
    redo,
    redo_last,
    say,
    undo,
    undo_last,
    wish_parts,
)
from monitor.whole_file import FileChanged
from storage.changes import LAST
from storage.identity import article_key
from storage.model import (
    ActionKind,
    Article,
    Excerpt,
    FetchedArticle,
    Judgement,
    MatchResult,
    MentionKind,
    Outlet,
    Review,
    ReviewStatus,
    Salience,
    Step,
)
from storage.store import open_store

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
OLD = b'\xef\xbb\xbfname = "Fleuve"\r\n# \xc3\xa0 garder\r\n'
NEW = OLD + b'zone = "Europe/Paris"\r\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with four mentions and a dossier."""
    campaigns = tmp_path / "campaigns"
    campaigns.mkdir()
    (campaigns / "c.toml").write_bytes(OLD)
    with open_store(tmp_path / "archive.db", create=True) as store:
        store.put_catalogue([(Outlet("phare", "Le Phare", "phare.example", "FR", "fr"), [])])
        for number in range(4):
            url = f"https://phare.example/{number}"
            article = Article(url, title=f"Titre {number}", text=f"Corps {number}.", published_at=NOW)
            fetched = FetchedArticle(article, "phare", article_key(url), fetched_at=NOW, run_id="r")
            judged = Judgement(MentionKind.CITATION, False, Salience.MAIN, 0.5, (), Excerpt("mots"))
            identity = store.put_article(fetched, None).article_id
            store.put_matches("c", 1, [MatchResult(identity, judged)], NOW)
        yield Desk(store, campaigns, tmp_path / "backups")


def mentions(desk: Desk) -> list[str]:
    return [mention.id for mention in desk.store.mentions("c")]


def test_every_kind_of_action_can_be_undone() -> None:
    assert set(UNDOABLE) == set(ActionKind)


class TestWishes:
    def test_a_wish_is_the_parts_it_names(self) -> None:
        wish = Wish(
            status=ReviewStatus.CONFIRMED,
            kind=MentionKind.TOPIC,
            tone="critical",
            starred=False,
            note=" À citer\r\nau conseil\u202e ",
            add_tags=(" radio  locale ", "radio locale", ""),
            remove_tags=("tv", "radio locale"),
        )
        assert wish_parts(wish) == {
            "status": "confirmed",
            "reject_reason": "",
            "kind": "topic",
            "tone": "critical",
            "starred": False,
            "note": "À citer\nau conseil",
            "tag:tv": None,
            "tag:radio locale": LAST,
        }
        assert wish_parts(Wish()) == {}

    def test_a_reason_rejects_and_another_status_lets_go_of_it(self) -> None:
        assert wish_parts(Wish(reject_reason="homonyme")) == {
            "status": "rejected",
            "reject_reason": "homonyme",
        }
        assert wish_parts(Wish(status=ReviewStatus.REJECTED)) == {"status": "rejected"}
        second = Wish(status=ReviewStatus.SECOND_LOOK, reject_reason="homonyme")
        assert wish_parts(second) == {"status": "second_look", "reject_reason": ""}

    def test_the_empty_text_takes_back_what_a_person_said(self) -> None:
        assert wish_parts(Wish(kind="", salience="", tone="")) == dict.fromkeys(["kind", "salience", "tone"])

    def test_what_is_typed_is_never_longer_than_it_may_be(self) -> None:
        parts = wish_parts(Wish(note="é" * 9_999, reject_reason="x" * 9_999, add_tags=("y" * 999,)))
        assert [len(parts["note"]), len(parts["reject_reason"])] == [2_000, 500]
        assert "tag:" + "y" * 60 in parts

    @pytest.mark.parametrize("wish", [Wish(tone="tiède"), Wish(add_tags=tuple(map(str, range(51))))])
    def test_what_there_is_not_is_refused(self, wish: Wish) -> None:
        with pytest.raises(ValueError):
            wish_parts(wish)

    def test_said_undone_and_done_again(self, desk: Desk) -> None:
        ids = mentions(desk)
        done = say(desk.store, Wish(status=ReviewStatus.CONFIRMED), dict.fromkeys(ids, 0), "zoé", NOW)
        assert done.versions == dict.fromkeys(ids, 1)
        assert undo_last(desk, "karim", "c", NOW) is None
        undone = undo_last(desk, "zoé", "c", NOW)
        assert undone is not None and undone.action is not None
        assert {desk.store.mention(one).review for one in ids} == {Review()}
        again = redo_last(desk, "zoé", "c", LATER)
        assert again is not None and again.action is not None
        assert {desk.store.mention(one).review.status for one in ids} == {ReviewStatus.CONFIRMED}
        assert redo_last(desk, "zoé", "c", LATER) is None

    def test_undoing_an_undo_is_a_redo_and_the_other_way_round(self, desk: Desk) -> None:
        (first, *_) = mentions(desk)
        done = say(desk.store, Wish(starred=True), {first: 0}, "zoé", NOW).action
        assert done is not None
        taken_back = undo(desk, done.number, "zoé", NOW).action
        assert taken_back is not None
        again = undo(desk, taken_back.number, "karim", NOW).action
        assert again is not None and (again.step, again.about) == (Step.REDO, done.number)
        assert undo(desk, taken_back.number, "karim", NOW).already
        back = undo(desk, again.number, "karim", NOW).action
        assert back is not None and back.step is Step.UNDO
        last = redo(desk, again.number, "zoé", NOW).action
        assert last is not None and desk.store.mention(first).review.starred


class TestClusters:
    def test_a_merge_a_lead_and_a_split_are_undone_with_what_they_did(self, desk: Desk) -> None:
        one, two, three, _ = (m.article.id for m in desk.store.mentions("c"))

        def members() -> list[tuple[str, ...]]:
            return [cluster.members for cluster in desk.store.clusters()]

        merge(desk.store, one, two, NOW, "zoé", "c")
        merge(desk.store, two, three, NOW, "zoé", "c")
        states = [members()]
        set_lead(desk.store, three, NOW, "zoé", "c")
        assert desk.store.clusters()[0].lead == three
        states.append(members())
        split(desk.store, two, NOW, "zoé", "c")
        assert members() == []
        for state in reversed(states):
            stepped = undo_last(desk, "zoé", "c", LATER)
            assert stepped is not None and stepped.action is not None
            assert members() == state
        assert undo_last(desk, "karim", "c", LATER) is None
        for _ in range(2):
            redo_last(desk, "zoé", "c", LATER)
        assert members() == []


class TestDossiers:
    def save(self, desk: Desk, before: bytes = OLD, after: bytes = NEW, who: str = "zoé") -> None:
        note_and_save(desk.store, desk.campaigns / "c.toml", before, after, desk.backups, who, NOW)

    def file(self, desk: Desk) -> bytes:
        return (desk.campaigns / "c.toml").read_bytes()

    def test_a_changed_file_comes_back_byte_for_byte_and_is_brought_back(self, desk: Desk) -> None:
        self.save(desk)
        assert self.file(desk) == NEW
        assert undo_last(desk, "zoé", "c", LATER) is not None
        assert self.file(desk) == OLD
        assert redo_last(desk, "zoé", "c", LATER) is not None
        assert self.file(desk) == NEW
        assert [one.step for one in desk.store.journal("c")] == [Step.REDO, Step.UNDO, Step.DO]
        assert len(list(desk.backups.iterdir())) == 3

    def test_a_change_that_is_refused_is_not_in_the_journal(self, desk: Desk) -> None:
        with pytest.raises(FileChanged):
            self.save(desk, before=b"autre")
        assert desk.store.journal() == []

    def test_a_later_change_by_somebody_else_is_named_and_stays(self, desk: Desk) -> None:
        self.save(desk)
        self.save(desk, NEW, NEW + b"# Karim\n", "karim")
        later, first = desk.store.journal()
        (conflict,) = undo(desk, first.number, "zoé", LATER).in_the_way
        assert (conflict.subject, conflict.part, conflict.who, conflict.action) == (
            "c",
            "file",
            "karim",
            later.number,
        )
        assert self.file(desk) == NEW + b"# Karim\n"


def test_a_dossier_that_somebody_changed_by_hand_is_not_overwritten(desk: Desk) -> None:
    path = desk.campaigns / "c.toml"
    note_and_save(desk.store, path, OLD, NEW, desk.backups, "zoé", NOW)
    (done,) = desk.store.journal()
    for by_hand in (NEW + b"# main\n", None):
        path.unlink() if by_hand is None else path.write_bytes(by_hand)
        (conflict,) = undo(desk, done.number, "zoé", LATER).in_the_way
        assert (conflict.who, conflict.action) == ("", None)
        assert (path.read_bytes() if path.exists() else None) == by_hand
    assert len(desk.store.journal()) == 1


def test_the_journal_reads_as_one_row_for_each_part_that_changed(desk: Desk) -> None:
    ids = sorted(mentions(desk))[:2]
    wish = Wish(status=ReviewStatus.CONFIRMED, add_tags=("radio",))
    done = say(desk.store, wish, dict.fromkeys(ids, 0), "zoé", NOW).action
    assert done is not None
    desk.store.put_book_order("c", ids, "karim", NOW)
    article = desk.store.mention(ids[0]).article.id
    split(desk.store, article, NOW, "zoé", "c")
    note_and_save(desk.store, desk.campaigns / "c.toml", OLD, NEW, desk.backups, "zoé", NOW)
    undo(desk, done.number, "karim", LATER)
    rows = list(journal_rows(reversed(desk.store.journal())))
    found = [(row.who, row.kind, row.step, row.subject, row.part, row.before, row.after) for row in rows]
    review, undone = ("zoé", ActionKind.REVIEW, Step.DO), ("karim", ActionKind.REVIEW, Step.UNDO)
    assert found == [
        (*review, ids[0], "status", "to_review", "confirmed"),
        (*review, ids[0], "tag:radio", False, True),
        (*review, ids[1], "status", "to_review", "confirmed"),
        (*review, ids[1], "tag:radio", False, True),
        ("karim", ActionKind.BOOK_ORDER, Step.DO, "c", "order", "", " ".join(ids)),
        ("zoé", ActionKind.CLUSTER, Step.DO, article, "split", None, article),
        ("zoé", ActionKind.DOSSIER, Step.DO, "c", "file", "", 'zone = "Europe/Paris"'),
        (*undone, ids[0], "status", "confirmed", "to_review"),
        (*undone, ids[0], "tag:radio", True, False),
        (*undone, ids[1], "status", "confirmed", "to_review"),
        (*undone, ids[1], "tag:radio", True, False),
    ]
    assert {(row.about, row.undone) for row in rows if row.kind is ActionKind.REVIEW} == {
        (None, True),
        (done.number, False),
    }
