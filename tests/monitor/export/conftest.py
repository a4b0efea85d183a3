"""The commands as a person calls them, on a workspace whose archive holds a few mentions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import main
from storage.model import MatchResult, MentionKind, Review, ReviewStatus
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, Ran, Run
from tests.storage.conftest import CATALOGUE, COURRIER, ECHO, NOW, fetched, judgement

KINDS = {
    1: MentionKind.REPUBLICATION,
    2: MentionKind.CITATION,
    3: MentionKind.RELATED,
    4: MentionKind.TOPIC,
    5: MentionKind.CITATION,
}


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Call a command in a directory of one's own; its output is what reached the two streams."""
    for name in ("RETOMBEES_LANG", "RETOMBEES_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def workspace(tmp_path: Path, run: Run) -> Path:
    """Five articles of two outlets: the first, the second and the fifth are confirmed; the fifth is signed by nobody."""
    folder = tmp_path / "espace"
    assert run("-w", folder, "init").code == 0
    lines = "id,name,domain,feeds\ncourrier,Le Courrier,courrier.fr,https://courrier.fr/feed\n"
    (folder / "sources.csv").write_text(lines, encoding="utf-8")
    with open_store(folder / "archive.db") as store:
        store.put_catalogue(CATALOGUE)
        for number, kind in KINDS.items():
            outlet = ECHO if number in (2, 3) else COURRIER
            authors = () if number == 5 else (f"Personne {number}",)
            at = NOW + timedelta(hours=number)
            stored = store.put_article(
                fetched(number, outlet=outlet, authors=authors, published_at=at), keep_until=None
            )
            judged = judgement(kind, organisations=("ldh",))
            store.put_matches(CAMPAIGN, 1, [MatchResult(stored.article_id, judged)], at)
        for mention in store.mentions(CAMPAIGN):
            if mention.article.title[-1] in "125":
                confirmed = Review(ReviewStatus.CONFIRMED, reviewed_by="Inès", reviewed_at=NOW)
                starred = replace(confirmed, starred=mention.article.title.endswith("5"))
                store.put_review(mention.id, starred)
    return folder
