"""From an answer to its steps, its group, its remedies: for whatever is known; and the doctor that asks the archive."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.explain.explaining import Answer, Explainer
from monitor.explain.facts import Facts, Verdict, verdict_of
from monitor.explain.judging import CampaignAnswer, CampaignVerdict
from monitor.explain.saying import Telling
from monitor.missed.doctor import Doctor
from monitor.missed.groups import HEADING, Group, group_of, summary
from monitor.missed.lists import new_list
from monitor.missed.reading import Listed
from monitor.missed.remedies import READING, Remedy, remedies
from monitor.missed.steps import Came, steps
from monitor.missed.working import answered
from monitor.review import Wish, say
from monitor.wording import Words
from monitor.workspace import Loaded
from storage.model import Outlet, Reason, ReviewStatus, Rights
from tests.monitor.explain.conftest import NOW, PHARE, RIVERS, URL
from tests.monitor.explain.test_verdicts import FACTS

TEXT = "« Le fleuve n’est pas une autoroute », écrit Rives vivantes dans La Gazette.\n\nLes saules aussi en sont."
NOTHING = "Le marché aux fleurs a fait le plein dimanche, sous un ciel changeant."
FORBIDDEN = (Reason.ROBOTS, Reason.REFUSED)


def doctor(archive: Any) -> Doctor:
    loaded = cast(Loaded, SimpleNamespace(catalogue=SimpleNamespace(entries=archive.catalogue)))
    return Doctor(archive.store, loaded, archive.campaign)


def answer_of(facts: Facts, verdict: CampaignVerdict = CampaignVerdict.NO_EVIDENCE) -> Answer:
    judged = (CampaignAnswer(RIVERS, verdict),) if facts.article is not None else ()
    return Answer(facts, verdict_of(facts), facts.article, judged)


ANSWERS = st.builds(answer_of, FACTS, st.sampled_from(CampaignVerdict)).filter(
    lambda one: one.article is None or one.verdict is not Verdict.NO_ADDRESS
)


@given(ANSWERS)
def test_any_answer_has_four_steps_and_is_lost_at_one_of_them_at_the_most(answer: Answer) -> None:
    told = [steps(answer, Telling(Words(language), NOW.tzinfo)) for language in ("fr", "en")]  # type: ignore[arg-type]
    for found in told:
        came = [one.came for one in found]
        lost = came.index(Came.LOST) if Came.LOST in came else len(came)
        assert len(found) == 4
        assert came == [Came.TAKEN] * lost + [Came.LOST] * (lost < 4) + [Came.NEVER] * (3 - lost)
        assert all(one.text and "{" not in one.text for one in found)
    mention = answer.campaigns and answer.campaigns[0].verdict in ("mention", "to_check")
    assert (told[0][-1].came is Came.TAKEN) == bool(mention)


def test_an_entry_by_hand_was_never_read_and_is_not_lost_there(archive: Any, french: Telling) -> None:
    archive.put(TEXT)
    archive.match()
    found = doctor(archive).answer(URL)
    assert found.article is not None
    typed = replace(found, article=replace(found.article, provenance={"title": "hand"}))
    assert typed.article is not None and typed.article.by_hand
    read = steps(typed, french)[2]
    assert read.came is Came.TAKEN and "saisie à la main" in read.text


@given(ANSWERS)
def test_any_answer_is_in_one_group_and_mentions_are_those_of_the_campaign(answer: Answer) -> None:
    group = group_of(answer)
    mention = answer.campaigns and answer.campaigns[0].verdict in ("mention", "to_check")
    assert (group is Group.MENTION) == bool(mention)
    assert (group is Group.NO_ADDRESS) == (answer.verdict is Verdict.NO_ADDRESS)


@given(ANSWERS)
def test_what_a_site_or_a_publisher_forbids_is_never_read_all_the_same(answer: Answer) -> None:
    found = remedies(answer)
    robots = answer.facts.robots
    if answer.facts.reason in FORBIDDEN or (robots is not None and not robots.allows):
        assert READING.isdisjoint(found)
    if answer.verdict in (Verdict.ROBOTS, Verdict.REFUSED):
        assert found == (Remedy.BY_HAND, Remedy.ASK)
    if answer.facts.reason is Reason.PRIVATE_ADDRESS and answer.article is None:
        assert READING.isdisjoint(found)


@given(ANSWERS)
def test_something_can_be_done_about_all_but_what_is_no_address(answer: Answer) -> None:
    found = remedies(answer)
    assert bool(found) == (answer.verdict is not Verdict.NO_ADDRESS) or answer.campaigns
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_is_summed_up_in_one_sentence(language: str) -> None:
    groups = [Group.MENTION] * 7 + [Group.NO_MENTION] * 3 + [Group.UNKNOWN_SITE] * 2
    said = {
        "fr": "Sur 12 adresses : 7 sont des retombées, 3 ont été lues et n’en sont pas, 2 viennent de médias que nous ne"
        " suivons pas.",
        "en": "Of 12 addresses: 7 are mentions, 3 were read and are none, 2 come from outlets that we do not follow.",
    }
    assert summary(Words(language), groups).replace("\u00a0", " ") == said[language]
    every = summary(Words(language), list(Group)).replace("\u00a0", " ")
    assert every.count(": 1") + every.count(", 1") == len(Group) and set(HEADING) == set(Group)


def test_the_doctor_says_what_the_command_says(archive: Any) -> None:
    archive.read()
    archive.see()
    kept = archive.put(TEXT, url="https://phare.example/monde/le-forum.html")
    archive.put(NOTHING, url="https://phare.example/monde/les-fleurs.html")
    archive.match()
    mention = archive.store.mentions("fleuve")[0]
    say(archive.store, Wish(status=ReviewStatus.REJECTED), {mention.id: 0}, "karim", NOW)
    urls = [
        URL,
        "https://phare.example/monde/le-forum.html",
        "https://phare.example/monde/les-fleurs.html",
        "ftp://x",
    ]
    explainer = Explainer(archive.store, archive.catalogue, [RIVERS])
    for changes in (True, False):
        assert [doctor(archive).answer(url, changes) for url in urls] == [
            explainer.explain(url, changes) for url in urls
        ]
    assert mention.article.id == kept


def test_rights_that_our_own_list_reserves_can_be_looked_at(archive: Any) -> None:
    archive.put(NOTHING, rights=Rights.RESERVED)
    archive.match()
    archive.store.release_texts(NOW)
    theirs = doctor(archive).answer(URL)
    assert Remedy.READ_AGAIN in remedies(theirs) and Remedy.RIGHTS not in remedies(theirs)
    ours = replace(PHARE, rights=Rights.RESERVED)
    assert theirs.article is not None
    told = replace(theirs, article=replace(theirs.article, outlet=ours))
    assert Remedy.RIGHTS in remedies(told)


def test_a_list_is_answered_a_bit_at_a_time_and_again_when_the_archive_changed(
    archive: Any, french: Telling, english: Telling
) -> None:
    archive.put(NOTHING, url="https://phare.example/monde/1-fleurs.html")
    urls = tuple(f"https://phare.example/monde/{n}-fleurs.html" for n in range(5))
    tellings = {"fr": french, "en": english}
    kept = new_list(Listed(urls), "karim", "fleuve", NOW)
    worked = answered(kept, doctor(archive), "1", tellings, lambda: False)
    assert (worked.answered, len(worked.due("1"))) == (1, 4)
    worked = answered(worked, doctor(archive), "1", tellings, lambda: True)
    assert (worked.answered, worked.due("1"), len(worked.due("2"))) == (5, [], 5)
    row = worked.rows[1]
    assert (row.group, row.outlet) == (Group.NO_MENTION, "Le Phare")
    assert row.happened["fr"] != row.happened["en"]
    archive.put(TEXT, url="https://phare.example/monde/2-fleurs.html")
    archive.match()
    again = answered(worked, doctor(archive), "2", tellings, lambda: True)
    assert again.rows[2].group is Group.MENTION and again.rows[2].mention


def test_an_article_that_waits_is_asked_about_again_each_time(archive: Any, french: Telling) -> None:
    archive.read()
    archive.see()
    kept = new_list(Listed((URL,)), "karim", "fleuve", NOW)
    worked = answered(kept, doctor(archive), "1", {"fr": french}, lambda: True)
    assert worked.rows[0].verdict == "waiting" and worked.due("1") == []
    assert worked.due("1", passing=True) == [0]
    assert Outlet("phare", "Le Phare", "phare.example").name == worked.rows[0].outlet
