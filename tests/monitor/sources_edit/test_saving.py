"""A change of the list of sources: written whole, kept in the journal, taken back row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor import review
from monitor.review import journal_rows
from monitor.sources_edit import NewOutlet, added, change, fields_changed, paused, removed, save_sources
from monitor.whole_file import FileChanged
from storage.catalogue import Listing, read_catalogue
from storage.model import Action, ActionKind, SourceKind
from storage.store import Store, open_store

NOW = datetime(2025, 2, 5, 8, tzinfo=UTC)
FILE = "id,name,domain,feeds\nphare,Le Phare,phare.example,https://phare.example/rss\nquais,Quais,quais.example,\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "sources.csv").write_text(FILE)
    with open_store(tmp_path / "archive.db", create=True) as opened:
        yield opened


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> review.Desk:
    return review.Desk(store, tmp_path / "campaigns", tmp_path / "backups")


def listing(desk: review.Desk, outlet: str) -> Listing:
    return next(one for one in read_catalogue(desk.sources.read_bytes()).listings if one.outlet.id == outlet)


def save(desk: review.Desk, wanted: object, who: str = "maud") -> Action:
    edit = change(desk.sources.read_bytes(), wanted)  # type: ignore[arg-type]
    action = save_sources(desk.store, desk.sources, desk.backups, edit, who, NOW)
    assert action is not None
    return action


def test_the_earlier_file_is_kept_and_the_archive_knows_at_once(desk: review.Desk) -> None:
    save(desk, paused(listing(desk, "phare")))
    assert [one.read_text() for one in desk.backups.glob("sources.*.csv")] == [FILE]
    assert [one.source.paused for one in desk.store.source_statuses()] == [True]
    again = change(desk.sources.read_bytes(), paused(listing(desk, "phare")))
    assert save_sources(desk.store, desk.sources, desk.backups, again, "maud", NOW) is None
    assert len(desk.store.journal("")) == 1


def test_a_file_that_somebody_changed_meanwhile_is_not_written_over(desk: review.Desk) -> None:
    edit = change(desk.sources.read_bytes(), paused(listing(desk, "phare")))
    desk.sources.write_text(FILE + "sarmande,Sarmande,sarmande.example,\n")
    with pytest.raises(FileChanged):
        save_sources(desk.store, desk.sources, desk.backups, edit, "maud", NOW)
    assert "sarmande" in desk.sources.read_text() and not desk.backups.exists()
    assert desk.store.journal("") == []


def test_undo_and_redo_touch_only_the_row_that_was_changed(desk: review.Desk) -> None:
    action = save(desk, paused(listing(desk, "phare")))
    save(desk, fields_changed(listing(desk, "quais"), {"name": "Les Quais"}), "karim")
    undone = review.undo(desk, action.number, "maud", NOW)
    assert undone.action is not None and undone.action.kind is ActionKind.SOURCES
    assert (listing(desk, "phare").sources[0].paused, listing(desk, "quais").outlet.name) == (
        False,
        "Les Quais",
    )
    assert [one.source.paused for one in desk.store.source_statuses()] == [False]
    review.redo(desk, action.number, "maud", NOW)
    assert listing(desk, "phare").sources[0].paused
    assert review.redo(desk, action.number, "maud", NOW).already


def test_an_outlet_that_was_added_goes_and_one_that_was_removed_comes_back(desk: review.Desk) -> None:
    new = NewOutlet("Neuf", "neuf.example", ((SourceKind.FEED, "https://neuf.example/rss"),), kind="blog")
    arrival = save(desk, added([new], ["phare", "quais"]))
    departure = save(desk, removed(listing(desk, "phare")))
    assert [one.outlet.id for one in read_catalogue(desk.sources.read_bytes()).listings] == ["quais", "neuf"]
    review.undo(desk, departure.number, "maud", NOW)
    review.undo(desk, arrival.number, "maud", NOW)
    assert [one.outlet.id for one in read_catalogue(desk.sources.read_bytes()).listings] == ["phare", "quais"]
    review.redo(desk, arrival.number, "maud", NOW)
    assert listing(desk, "neuf").sources[0].url == "https://neuf.example/rss"


def test_what_others_changed_since_is_told_and_kept(desk: review.Desk) -> None:
    new = save(desk, added([NewOutlet("Neuf", "neuf.example")], []))
    save(desk, fields_changed(listing(desk, "neuf"), {"tier": "3"}), "karim")
    stepped = review.undo(desk, new.number, "maud", NOW)
    assert stepped.action is None and [one.who for one in stepped.in_the_way] == ["karim"]
    assert listing(desk, "neuf").outlet.tier == 3
    desk.sources.write_text(FILE)
    by_hand = review.undo(desk, new.number, "maud", NOW)
    assert by_hand.action is None and by_hand.in_the_way[0].subject == "neuf"


def test_the_last_thing_a_person_did_on_any_campaign_may_be_this(desk: review.Desk) -> None:
    save(desk, paused(listing(desk, "phare")))
    assert review.undo_last(desk, "karim", "appel", NOW) is None
    undone = review.undo_last(desk, "maud", "appel", NOW)
    assert undone is not None and undone.action is not None and not listing(desk, "phare").sources[0].paused
    again = review.redo_last(desk, "maud", "autre", NOW)
    assert again is not None and again.action is not None and listing(desk, "phare").sources[0].paused


def test_the_journal_gives_a_row_for_each_cell(desk: review.Desk) -> None:
    save(desk, {"phare": {"tier": "1", "country": "FR"}})
    save(desk, removed(listing(desk, "quais")))
    rows = [
        (one.subject, one.part, one.before, one.after) for one in journal_rows(desk.store.journal("")[::-1])
    ]
    assert rows[:2] == [("phare", "tier", "", "1"), ("phare", "country", "", "FR")]
    assert ("quais", "name", "Quais", None) in rows
