"""Two people decide, undo and redo in any order, while the machine crawls and matches: a simple model says what stands."""

from __future__ import annotations

import copy
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from monitor.review import Desk, redo, redo_last, undo, undo_last
from storage.changes import LAST, value_of
from storage.errors import AlreadyAMention
from storage.identity import article_key, mention_id
from storage.model import (
    Article,
    Excerpt,
    FetchedArticle,
    Judgement,
    MatchResult,
    MentionKind,
    Outlet,
    Review,
    Salience,
    Stepped,
)
from storage.store import open_store

AT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
PEOPLE = ("karim", "zoé")
ARTICLES = (1, 2)
BY_HAND = 3
"""The article that no rule holds: it is a mention only while a person says so."""
FIRST: dict[str, Any] = {"status": "to_review", "starred": False, "kind": None, "tag:radio": False}
VALUES = {
    "status": st.sampled_from(["to_review", "confirmed", "rejected"]),
    "starred": st.booleans(),
    "kind": st.sampled_from([None, "citation", "topic"]),
    "tag:radio": st.booleans(),
}


@dataclass
class Did:
    """One thing that somebody did, in the model: of each mention, the parts before and after."""

    who: str
    changes: dict[str, dict[str, tuple[Any, Any]]]
    made: bool = False
    holds: bool = True
    since: int = 0
    undone_by: tuple[int, str] | None = None


@dataclass
class Model:
    """What must stand: the values, all states that they had, by whom, and what was done, by its number."""

    values: dict[str, dict[str, Any]]
    states: dict[str, list[tuple[str, dict[str, Any]]]]
    done: dict[int, Did] = field(default_factory=dict)
    lines: list[tuple[int, int, str]] = field(default_factory=list)
    """Number, number of what it is about (itself for a deed), and whether that holds then."""

    def conflicts(
        self, who: str, mention: str, wanted: dict[str, Any], version: int
    ) -> dict[str, Any] | None:
        """What changes, or None where somebody else is in the way."""
        now, (_, seen) = self.values[mention], self.states[mention][version]
        changes = {}
        for part, value in wanted.items():
            later = self.states[mention][version:]
            touched = [by for (_, one), (by, other) in pairwise(later) if one[part] != other[part]]
            if touched and touched[-1] != who and value != now[part]:
                if value == seen[part]:
                    continue
                if now[part] != seen[part]:
                    return None
            if value != now[part]:
                changes[part] = value
        return changes

    def write(self, who: str, changes: dict[str, dict[str, Any]]) -> dict[str, dict[str, tuple[Any, Any]]]:
        sides = {}
        for mention, parts in changes.items():
            now = self.values[mention]
            sides[mention] = {part: (now[part], value) for part, value in parts.items()}
            now.update(parts)
            self.states[mention].append((who, copy.copy(now)))
        return sides

    def may_undo(self, number: int) -> bool:
        """Nothing that holds came to hold later on the same part of the same mention."""
        mine = self.done[number]
        later = [one for one in self.done.values() if one.holds and one.since > mine.since]
        if mine.made:
            return not any(mention in one.changes for one in later for mention in mine.changes)
        return not any(
            part in one.changes.get(mention, {})
            for one in later
            for mention, parts in mine.changes.items()
            for part in parts
        )

    def may_redo(self, number: int) -> bool:
        return all(
            self.values[mention][part] == sides[0]
            for mention, parts in self.done[number].changes.items()
            for part, sides in parts.items()
        )


class TheDesk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        self.store = open_store(path / "archive.db", create=True)
        self.desk = Desk(self.store, path / "campaigns", path / "backups")
        self.store.put_catalogue([(Outlet("phare", "Le Phare", "phare.example", "FR", "fr"), [])])
        self.articles = [self.store.put_article(fetched(n, "Titre"), None).article_id for n in ARTICLES]
        self.store.put_matches("c", 1, [MatchResult(one, JUDGED) for one in self.articles], AT)
        self.articles.append(self.store.put_article(fetched(BY_HAND, "Titre"), None).article_id)
        self.mentions = [mention_id("c", one) for one in self.articles]
        self.model = Model(
            {mention: dict(FIRST) for mention in self.mentions},
            {mention: [("", dict(FIRST))] for mention in self.mentions},
        )
        self.at, self.round = AT, 1

    def teardown(self) -> None:
        """Whatever happened, all of it can be undone, the latest first, and the first state is there again."""
        while holding := [number for number, one in self.model.done.items() if one.holds]:
            last = max(holding, key=lambda number: self.model.done[number].since)
            stepped = undo(self.desk, last, "karim", self.at)
            assert stepped.action is not None
            self.model.done[last].holds = False
        there = self.store.mentions_by_id(self.mentions)
        assert {mention.review for mention in there.values()} == {Review()}
        assert all(there[one].withdrawn_at for one in self.mentions[2:] if one in there)
        self.store.close()
        self.folder.cleanup()

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    @rule(
        who=st.sampled_from(PEOPLE),
        which=st.sampled_from([(0,), (1,), (0, 1)]),
        wanted=st.fixed_dictionaries({}, optional=VALUES).filter(bool),
        behind=st.integers(0, 3),
    )
    def decide(self, who: str, which: tuple[int, ...], wanted: dict[str, Any], behind: int) -> None:
        self.decide_on(which, who, wanted, behind)

    def decide_on(self, which: tuple[int, ...], who: str, wanted: dict[str, Any], behind: int) -> None:
        ids = [self.mentions[one] for one in which]
        versions = {one: max(0, len(self.model.states[one]) - 1 - behind) for one in ids}
        allowed = {one: self.model.conflicts(who, one, wanted, versions[one]) for one in ids}
        changes = {one: parts for one, parts in allowed.items() if parts}
        sent = {part: _sent(part, value) for part, value in wanted.items()}
        done = self.store.decide(dict.fromkeys(ids, sent), who, self.tick(), versions)
        assert {one.subject for one in done.conflicts} == {
            one for one, parts in allowed.items() if parts is None
        }
        assert all(one.who != who and one.who in PEOPLE for one in done.conflicts)
        assert (done.action is not None) == bool(changes)
        if done.action is not None:
            number = done.action.number
            self.model.done[number] = Did(who, self.model.write(who, changes), since=number)
            self.model.lines.append((number, number, who))

    @rule(who=st.sampled_from(PEOPLE), kind=st.sampled_from(["citation", "topic"]))
    def make_by_hand(self, who: str, kind: str) -> None:
        judged, mention = replace(JUDGED, by_hand=True), self.mentions[2]
        said = {"status": "confirmed", "kind": kind}
        make = ("c", self.articles[2], judged, 1, said, who, self.tick())
        if self.stands_by_hand():
            with pytest.raises(AlreadyAMention):
                self.store.make_mention(*make)
            return
        number = self.store.make_mention(*make).number
        now = self.model.values[mention]
        changes = {mention: {part: value for part, value in said.items() if now[part] != value}}
        self.model.done[number] = Did(who, self.model.write(who, changes), True, since=number)
        self.model.lines.append((number, number, who))

    def stands_by_hand(self) -> bool:
        return any(one.made and one.holds for one in self.model.done.values())

    @precondition(lambda self: self.stands_by_hand())
    @rule(who=st.sampled_from(PEOPLE), wanted=st.fixed_dictionaries({}, optional=VALUES).filter(bool))
    def decide_on_what_was_made(self, who: str, wanted: dict[str, Any]) -> None:
        self.decide_on((2,), who, wanted, 0)

    @rule(who=st.sampled_from(PEOPLE))
    def undo_own(self, who: str) -> None:
        own = [number for number, one in self.model.done.items() if one.who == who and one.holds]
        last = max(own, key=lambda number: self.model.done[number].since, default=None)
        self._stepped(undo_last(self.desk, who, "c", self.tick()), last, who, undoing=True)

    @rule(who=st.sampled_from(PEOPLE))
    def redo_own(self, who: str) -> None:
        newest = max((number for number, one in self.model.done.items() if one.who == who), default=0)
        taken_back = {
            one.undone_by[0]: number
            for number, one in self.model.done.items()
            if one.undone_by is not None and one.undone_by[1] == who and one.undone_by[0] > newest
        }
        last = taken_back[max(taken_back)] if taken_back else None
        self._stepped(redo_last(self.desk, who, "c", self.tick()), last, who, undoing=False)

    @precondition(lambda self: self.model.lines)
    @rule(who=st.sampled_from(PEOPLE), data=st.data())
    def undo_any_line(self, who: str, data: st.DataObject) -> None:
        number, about, _ = data.draw(st.sampled_from(self.model.lines))
        is_undo = self.store.action(number).step == "undo"
        if self.model.done[about].holds is is_undo:
            assert undo(self.desk, number, who, self.tick()).already
        else:
            self._stepped(undo(self.desk, number, who, self.tick()), about, who, undoing=not is_undo)

    @precondition(lambda self: self.model.lines)
    @rule(who=st.sampled_from(PEOPLE), data=st.data())
    def redo_any_line(self, who: str, data: st.DataObject) -> None:
        number, about, _ = data.draw(st.sampled_from(self.model.lines))
        is_undo = self.store.action(number).step == "undo"
        if self.model.done[about].holds is not is_undo:
            assert redo(self.desk, number, who, self.tick()).already
        else:
            self._stepped(redo(self.desk, number, who, self.tick()), about, who, undoing=is_undo)

    def _stepped(self, stepped: Stepped | None, about: int | None, who: str, undoing: bool) -> None:
        assert (stepped is None) == (about is None)
        if stepped is None or about is None:
            return
        allowed = self.model.may_undo(about) if undoing else self.model.may_redo(about)
        assert (stepped.action is not None) == allowed == (not stepped.in_the_way)
        if stepped.action is None:
            return
        number, did = stepped.action.number, self.model.done[about]
        side = 0 if undoing else 1
        self.model.write(who, {m: {p: s[side] for p, s in parts.items()} for m, parts in did.changes.items()})
        self.model.lines.append((number, about, who))
        did.holds, did.undone_by = not undoing, (number, who) if undoing else None
        did.since = did.since if undoing else number

    @rule(article=st.sampled_from([0, 1]), held=st.booleans(), kind=st.sampled_from(MentionKind))
    def match(self, article: int, held: bool, kind: MentionKind) -> None:
        self.round += 1
        judged = Judgement(kind, False, Salience.MAIN, 0.5, (), Excerpt("mots")) if held else None
        results = [MatchResult(self.articles[article], judged), MatchResult(self.articles[2], None)]
        self.store.put_matches("c", self.round, results, self.tick())

    @rule(article=st.sampled_from(ARTICLES), title=st.sampled_from(["Autre titre", "Titre"]))
    def crawl(self, article: int, title: str) -> None:
        self.store.put_article(fetched(article, title), None)

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        there = self.store.mentions_by_id(self.mentions)
        by_hand = there.get(self.mentions[2])
        assert self.stands_by_hand() == (by_hand is not None and by_hand.withdrawn_at is None)
        for identity, mention in there.items():
            found = {part: _seen(part, value_of(mention.review, part)) for part in FIRST}
            assert found == self.model.values[identity]
            assert mention.review_version == len(self.model.states[identity]) - 1
            last = max(
                (n for n, one in self.model.done.items() if one.holds and identity in one.changes),
                default=None,
            )
            assert mention.review.reviewed_by == (None if last is None else self.model.done[last].who)

    @invariant()
    def the_journal_only_grows(self) -> None:
        assert [one.number for one in self.store.journal(limit=None)][::-1] == [
            n for n, _, _ in self.model.lines
        ]


JUDGED = Judgement(MentionKind.CITATION, False, Salience.MAIN, 0.5, (), Excerpt("mots"))


def fetched(number: int, title: str) -> FetchedArticle:
    url = f"https://phare.example/{number}"
    article = Article(
        url, title=f"{title} {number}", text=f"Le corps {number}.", published_at=AT, language="fr"
    )
    return FetchedArticle(
        article, "phare", article_key(url), fetched_at=AT, run_id="run", fetched_url=url, sha256="ab" * 32
    )


def _sent(part: str, value: Any) -> Any:
    return value if not part.startswith("tag:") else LAST if value else None


def _seen(part: str, value: Any) -> Any:
    return value is not None if part.startswith("tag:") else value


def test_whatever_two_people_do_stands_as_a_simple_model_says_and_can_all_be_undone() -> None:
    run_state_machine_as_test(
        TheDesk, settings=settings(max_examples=30, stateful_step_count=30, deadline=None)
    )
