"""`review` while somebody else decides: what they did not touch is kept beside it, what they decided is not overwritten."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.identity import article_key
from storage.model import (
    Article,
    Excerpt,
    FetchedArticle,
    Judgement,
    MatchResult,
    MentionKind,
    Outlet,
    ReviewStatus,
    Salience,
)
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, Run

NOW = datetime(2025, 2, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def space(tmp_path: Path, run: Run) -> Path:
    """A workspace with one mention."""
    folder = tmp_path / "espace"
    assert run("-w", folder, "init").code == 0
    url = "https://phare.example/1"
    with open_store(folder / "archive.db") as store:
        store.put_catalogue([(Outlet("phare", "Le Phare", "phare.example", "FR", "fr"), [])])
        article = Article(url, title="Titre", text="Corps.", published_at=NOW)
        fetched = FetchedArticle(article, "phare", article_key(url), fetched_at=NOW, run_id="r")
        judged = Judgement(MentionKind.CITATION, False, Salience.MAIN, 0.5, (), Excerpt("mots"))
        identity = store.put_article(fetched, None).article_id
        store.put_matches(CAMPAIGN, 1, [MatchResult(identity, judged)], NOW)
    return folder


def meanwhile(monkeypatch: pytest.MonkeyPatch, space: Path, parts: dict[str, Any]) -> str:
    """Let Karim decide after the command has read the mention: it asks for the user's name then."""
    with open_store(space / "archive.db") as store:
        mention = store.mentions(CAMPAIGN)[0].id

    def name() -> str:
        with open_store(space / "archive.db") as store:
            store.decide({mention: parts}, "karim", NOW)
        return "zoé"

    monkeypatch.setattr(getpass, "getuser", name)
    return mention


def test_what_somebody_decided_meanwhile_is_not_overwritten_but_told(
    space: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    mention = meanwhile(monkeypatch, space, {"status": "rejected"})
    ran = run("-w", space, "review", mention, "--status", "confirmed", "--note", "À citer")
    assert ran.code == 2 and "Entre-temps, karim en a décidé autrement" in ran.said
    with open_store(space / "archive.db") as store:
        review = store.mention(mention).review
        assert (review.status, review.note) == (ReviewStatus.REJECTED, "")


def test_a_note_and_a_star_of_two_people_are_both_kept(
    space: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    mention = meanwhile(monkeypatch, space, {"starred": True, "tag:radio": 0})
    assert run("-w", space, "review", mention, "--note", "À citer", "--tag", "conseil").code == 0
    with open_store(space / "archive.db") as store:
        review = store.mention(mention).review
        assert (review.starred, review.note, set(review.tags)) == (True, "À citer", {"radio", "conseil"})
        assert [action.who for action in store.journal()] == ["zoé", "karim"]
