"""Several real processes decide at once, while mentions are matched: nothing is lost, nothing is double."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from storage.changes import LAST
from storage.model import Judgement, MatchResult, Step
from storage.sqlite import SqliteStore, open_sqlite

WRITERS, DECISIONS = 8, 50
AT = datetime(2025, 2, 5, 8, 0, tzinfo=UTC)
spawn = multiprocessing.get_context("spawn")


@pytest.fixture
def path(tmp_path: Path, make: SimpleNamespace) -> Path:
    path = tmp_path / "archive.db"
    with open_sqlite(path, create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        for number in range(6):
            make.matched(store, store.put_article(make.fetched(number), None).article_id)
    return path


def _tell(path: Path, who: str, mention: str, status: str, barrier: Barrier, answers: Any) -> None:
    with open_sqlite(path) as store:
        seen = store.mention(mention).review_version
        barrier.wait(30)
        done = store.decide({mention: {"status": status}}, who, AT, {mention: seen})
        answers.put((who, done.action is not None, [one.who for one in done.conflicts]))


def test_of_two_who_decide_at_the_same_time_one_is_told_of_the_other(path: Path) -> None:
    with open_sqlite(path) as store:
        mention = store.mentions()[0].id
    barrier, answers = spawn.Barrier(2), spawn.Queue()
    people = [("karim", "rejected"), ("zoé", "confirmed")]
    processes = [
        spawn.Process(target=_tell, args=(path, who, mention, status, barrier, answers))
        for who, status in people
    ]
    for process in processes:
        process.start()
    told = sorted((answers.get(timeout=60) for _ in people), key=lambda answer: answer[1])
    for process in processes:
        process.join(30)
    (loser, kept, by), (winner, won, nobody) = told
    assert (kept, by, won, nobody) == (False, [winner], True, [])
    with open_sqlite(path) as store:
        assert store.mention(mention).review.status == dict(people)[winner]
        assert [(a.who, a.step) for a in store.journal()] == [(winner, Step.DO)]
        assert loser != winner


def _decide_often(path: Path, who: str, mentions: list[str], barrier: Barrier) -> None:
    with open_sqlite(path) as store:
        barrier.wait(60)
        for number in range(DECISIONS):
            tag = {f"tag:{who} {number}": LAST}
            seen = {mentions[0]: 0} if number % 10 == 0 else {}
            done = store.decide(dict.fromkeys(mentions[: 1 + number % 2], tag), who, AT, seen)
            assert done.action is not None and not done.conflicts


def _match(store: SqliteStore, articles: list[str], judged: Judgement, round_: int) -> None:
    results = [MatchResult(article, judged) for article in articles]
    store.put_matches("c", 2 + round_, results, AT + timedelta(seconds=round_))


def test_eight_who_decide_while_the_machine_matches_lose_nothing(path: Path, make: SimpleNamespace) -> None:
    with open_sqlite(path) as store:
        found = store.mentions()
    mentions = [mention.id for mention in found]
    barrier = spawn.Barrier(WRITERS + 1)
    people = [f"p{number}" for number in range(WRITERS)]
    writers = [spawn.Process(target=_decide_often, args=(path, who, mentions[:2], barrier)) for who in people]
    for writer in writers:
        writer.start()
    with open_sqlite(path) as store:
        barrier.wait(60)
        rounds, end = 0, time.monotonic() + 90
        while any(writer.is_alive() for writer in writers) and time.monotonic() < end:
            judged = make.judgement(score=0.5 + (rounds % 2) / 4)
            _match(store, [mention.article.id for mention in found], judged, rounds)
            rounds += 1
        for writer in writers:
            writer.join(30)
        assert [writer.exitcode for writer in writers] == [0] * WRITERS
        assert rounds > 3
        journal = store.journal(limit=None)
        assert Counter(action.who for action in journal) == dict.fromkeys(people, DECISIONS)
        wanted = {f"{who} {number}" for who in people for number in range(DECISIONS)}
        first, second = (store.mention(mention) for mention in mentions[:2])
        assert set(first.review.tags) == wanted and len(first.review.tags) == len(wanted)
        assert set(second.review.tags) == {tag for tag in wanted if int(tag.split()[1]) % 2}
        assert first.review_version == WRITERS * DECISIONS
        versions = store.rows(
            "SELECT version FROM journal_mentions WHERE mention_id = ? ORDER BY version", (mentions[0],)
        )
        assert [row["version"] for row in versions] == list(range(1, WRITERS * DECISIONS + 1))
        assert store.check() == ""
