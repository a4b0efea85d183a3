"""What an article is for a campaign, on what that rests, and what would have changed it: each tried for real."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.explain.campaign_sentences import EVIDENCE, FIELD, change_words, said_for, weight_words
from monitor.explain.explaining import Answer
from monitor.explain.judging import (
    CampaignAnswer,
    CampaignVerdict,
    Change,
    Judge,
    campaign_verdict,
    without,
)
from monitor.explain.saying import Said, Telling
from monitor.explain.telling import best, campaign_lines, passage_of, short_said
from monitor.matching.evidence import WEIGHTS
from monitor.wording import Words
from storage.model import Evidence, MentionKind, Review, ReviewStatus, Rights

CITED = (
    "Dans une tribune parue dans La Gazette, quatre-vingts associations parlent du fleuve.\n"
    "« Les digues poussent plus vite que les saules », écrivent Rives vivantes et Les Amis des saules."
)
FORUM = "Le Forum des fleuves ouvre mardi à Valmarin.\nOn y attend deux mille personnes."
NOTHING = "La fête des écoles a eu lieu sous la pluie, et tout le monde a bien ri."
NEAR = "À la réunion de quartier, Rives vivantes tenait un étal de graines.\nIl a fait beau."


def one(answer: Answer) -> CampaignAnswer:
    assert len(answer.campaigns) == 1
    return answer.campaigns[0]


def told(archive: Any, telling: Telling) -> tuple[CampaignAnswer, Said]:
    found = one(archive.explain())
    return found, said_for(found, archive.stored(), telling)


def test_a_mention_is_told_with_what_it_rests_on_and_how_to_set_it_aside(
    archive: Any, french: Telling
) -> None:
    archive.put(CITED)
    archive.match()
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.MENTION
    assert found.mention is not None
    assert "citation du texte" in said.why
    assert said.command == f"retombees review {found.mention.id} --status rejected"
    assert {"quote", "attribution", "number", "organisation"} <= {e.type for e in found.evidence}


def test_a_mention_without_enough_evidence_is_to_check_until_a_person_confirms_it(
    archive: Any, french: Telling
) -> None:
    archive.put("Le fleuve déborde. Quatre-vingts associations s’inquiètent avant le Forum de Valmarin.")
    archive.match()
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.TO_CHECK
    assert found.mention is not None
    assert said.command == f"retombees review {found.mention.id} --status confirmed"
    assert any(change.added is not None and not change.to_check for change in found.changes)
    archive.store.put_review(found.mention.id, Review(ReviewStatus.CONFIRMED, reviewed_at=archive.now))
    assert one(archive.explain()).verdict is CampaignVerdict.MENTION


def test_what_a_person_set_aside_is_told_with_who_when_and_why(archive: Any, french: Telling) -> None:
    archive.put(CITED)
    archive.match()
    mention = archive.store.mentions()[0].id
    archive.store.put_review(
        mention,
        Review(
            ReviewStatus.REJECTED, reject_reason="hors sujet", reviewed_by="Maud", reviewed_at=archive.now
        ),
    )
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.REJECTED
    assert all(word in said.why for word in ("10 mars 2026", "Maud", "hors sujet"))
    assert said.command == f"retombees review {mention} --status to_review"


def test_what_a_changed_dossier_no_longer_holds_is_withdrawn(archive: Any) -> None:
    archive.put("« Les digues poussent plus vite que les saules », dit une dame.")
    archive.match()
    archive.match(replace(archive.campaign, documents=(), organisations=(), digest="2"))
    found = one(archive.explain())
    assert found.verdict is CampaignVerdict.WITHDRAWN
    assert found.outdated is False  # with the dossier that is explained here it would be what it was


def test_an_article_that_was_not_judged_yet_is_told_to_be_a_mention_once_it_is(archive: Any) -> None:
    archive.put(CITED)
    found = one(archive.explain())
    assert (found.verdict, found.mention) == (CampaignVerdict.NOT_MATCHED, None)
    archive.match()
    assert one(archive.explain()).verdict is CampaignVerdict.MENTION


def test_a_mention_that_the_dossier_of_now_would_judge_otherwise_says_so(
    archive: Any, french: Telling
) -> None:
    archive.put(CITED)
    archive.match()
    less = replace(archive.campaign, documents=())
    found = one(archive.explain(campaign=less))
    assert found.outdated
    assert said_for(found, archive.stored(), french).command == "retombees match --campaign fleuve"
    assert not one(archive.explain()).outdated


def test_a_text_that_is_not_kept_can_no_longer_be_judged(archive: Any, french: Telling) -> None:
    archive.put(NOTHING, keep_until=archive.now)
    archive.match()
    archive.store.release_texts(archive.now + timedelta(days=1))
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.RELEASED
    assert said.why == "La durée pendant laquelle nous gardons les textes est écoulée."


def test_a_text_whose_publisher_reserves_it_is_told_to_be_let_go_for_that(
    archive: Any, french: Telling
) -> None:
    archive.put(NOTHING, rights=Rights.RESERVED)
    archive.match()
    archive.store.release_texts(archive.now + timedelta(days=1))
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.RELEASED
    assert said.why.startswith("L’éditeur réserve ses textes")


def test_a_mention_whose_text_is_not_kept_keeps_its_evidence(archive: Any) -> None:
    archive.put(CITED, rights=Rights.RESERVED)
    archive.match()
    archive.store.release_texts(archive.now + timedelta(days=1))
    found = one(archive.explain())
    assert found.verdict is CampaignVerdict.MENTION
    assert found.evidence
    assert not found.outdated
    assert found.changes == ()


def test_an_article_without_body_is_not_said_to_be_no_mention(archive: Any, french: Telling) -> None:
    archive.put("")
    archive.match()
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.TITLE_ONLY
    assert "manque" in said.happened


def test_an_article_of_something_else_has_no_evidence(archive: Any) -> None:
    archive.put(NOTHING)
    archive.match()
    found = one(archive.explain())
    assert (found.verdict, found.evidence, found.changes) == (CampaignVerdict.NO_EVIDENCE, (), ())


def test_a_near_miss_is_told_with_what_was_found_and_what_it_lacked(archive: Any, french: Telling) -> None:
    archive.put(NEAR, title="Une fête de quartier")
    archive.match()
    found, said = told(archive, french)
    assert found.verdict is CampaignVerdict.BELOW_LINE
    assert [(e.type, e.text) for e in found.evidence] == [("organisation", "Rives vivantes")]
    assert "Trouvé : organisation." in said.why.replace("\u00a0", " ")
    assert found.changes
    assert all(change.added for change in found.changes)
    assert said.command == "retombees campaign add headline 'Une fête de quartier' --campaign fleuve"


def test_what_a_near_miss_lacked_makes_it_a_mention_where_it_is_there(archive: Any) -> None:
    archive.put(NEAR)
    lacked = one(archive.explain()).changes
    for number, change in enumerate(lacked):
        if change.type == "link":
            continue
        url = f"https://phare.example/monde/essai-{number}.html"
        first, _, rest = NEAR.partition("\n")
        archive.put(f"{first} {change.added}.\n{rest}", url)
        judged = one(archive.explain(url)).judgement
        assert judged is not None
        assert (judged.kind, judged.to_check) == (change.kind, False)
    types = [change.type for change in lacked]
    assert {"event", "title"} <= set(types)
    assert len(types) == len(set(types))


def test_evidence_taken_away_changes_the_decision_as_it_is_told_to(archive: Any) -> None:
    archive.put(FORUM)
    archive.match()
    found = one(archive.explain())
    assert found.judgement is not None
    assert found.judgement.kind is MentionKind.TOPIC
    assert Change("event", None, None) in found.changes
    article = without(archive.stored(), [e for e in found.evidence if e.type == "event"])
    assert Judge(archive.campaign).answer(article).judgement is None


def test_taking_passages_away_moves_no_other_passage(archive: Any) -> None:
    archive.put(CITED)
    article = archive.stored()
    quotes = [e for e in one(archive.explain()).evidence if e.type == "quote"]
    left = without(article, quotes)
    assert len(left.text or "") == len(article.text)
    assert "poussent" not in (left.text or "")
    assert "Rives vivantes" in (left.text or "")


def test_few_words_are_shown_with_what_stands_around_them(archive: Any) -> None:
    archive.put(NEAR)
    evidence = one(archive.explain()).evidence[0]
    assert passage_of(evidence, archive.stored()) == (
        "À la réunion de quartier, Rives vivantes tenait un étal de graines."
    )
    assert "quartier, ‹Rives vivantes› tenait" in passage_of(evidence, archive.stored(), ("‹", "›"))
    gone = replace(archive.stored(), text=None)
    assert passage_of(evidence, gone) == "Rives vivantes"


def test_a_list_tells_of_an_article_that_was_read_what_it_is_for_its_nearest_campaign(
    archive: Any, french: Telling
) -> None:
    archive.put(CITED)
    archive.match()
    answer = archive.explain()
    nothing = replace(answer.campaigns[0], verdict=CampaignVerdict.NO_EVIDENCE)
    both = (nothing, *answer.campaigns)
    assert best(both) == answer.campaigns[0]
    assert short_said(replace(answer, campaigns=both), french).happened.startswith("C’est une retombée")


def test_a_query_that_is_missed_by_little_is_told_with_its_first_failing_clause(
    archive: Any, english: Telling
) -> None:
    queries = (("digues", "Rives NEAR/2 graines"), ("loin", "baleine AND océan"))
    archive.put(NEAR)
    answer = archive.explain(campaign=replace(archive.campaign, queries=queries))
    assert [near.id for near in one(answer).near] == ["digues"]
    lines = [
        line.replace("\u00a0", " ") for line in campaign_lines(answer.campaigns, answer.article, english)
    ]
    assert any("digues – “Rives” at 5 words from “graines”, NEAR/2 asked." in line for line in lines)


def test_a_page_of_ones_own_and_a_copy_of_a_dispatch_are_said_to_be_listed_otherwise(
    archive: Any, english: Telling
) -> None:
    archive.put(CITED)
    archive.match()
    found = one(archive.explain())
    assert found.judgement is not None
    assert found.mention is not None
    plain = said_for(found, archive.stored(), english).why
    own = replace(found, judgement=replace(found.judgement, own=True))
    copy = replace(found, mention=replace(found.mention, cluster_id="c", cluster_size=3, cluster_lead=False))
    lead = replace(copy, mention=replace(found.mention, cluster_id="c", cluster_size=3, cluster_lead=True))
    whys = [
        said_for(each, archive.stored(), english).why.replace(plain, "").strip() for each in (own, copy, lead)
    ]
    assert whys == [
        "It is a page of one of your organisations: listed apart, not counted.",
        "3 articles carry the same dispatch; another one speaks for them.",
        "",
    ]


def test_a_query_that_matches_makes_a_mention_that_rests_on_it(archive: Any, french: Telling) -> None:
    campaign = replace(archive.campaign, queries=(("fete", "étal NEAR/3 graines"),), digest="2")
    archive.put(NEAR)
    archive.match(campaign)
    found = one(archive.explain(campaign=campaign))
    assert found.verdict is CampaignVerdict.MENTION
    assert not found.outdated
    assert {"organisation", "query"} <= {e.type for e in found.evidence}
    assert "requête" in said_for(found, archive.stored(), french).why
    assert any(change.type == "query" and change.kind is None for change in found.changes)


# ---- words ---------------------------------------------------------------------------------------


def test_every_evidence_of_matching_has_its_word() -> None:
    assert {type_ for type_ in WEIGHTS if type_ != "short_quote"} <= set(EVIDENCE)
    assert {"title", "standfirst", "body", "author", "link", "slug"} == set(FIELD)


@pytest.mark.parametrize(
    ("type_", "weight", "word"),
    [
        ("title", 0.95, "fort"),
        ("attribution", 0.45, "moyen"),
        ("call", 0.25, "faible"),
        ("rival", 0.0, "contre"),
    ],
)
def test_weights_are_told_in_words(type_: str, weight: float, word: str, french: Telling) -> None:
    assert weight_words(french.words, Evidence(type_, "document", "x", "body", "y", 0, 1, weight)) == word


def test_another_text_speaks_against_ours_and_for_a_related_subject(archive: Any, french: Telling) -> None:
    archive.put(
        "Le Manifeste du canal et quatre-vingts associations : le fleuve avant le Forum des fleuves à Valmarin."
    )
    found, _ = told(archive, french)
    rival = next(e for e in found.evidence if e.type == "rival")
    assert weight_words(french.words, rival, MentionKind.CITATION) == "contre"
    assert weight_words(french.words, rival, MentionKind.RELATED) == "faible"


def test_a_change_is_told_in_a_sentence(french: Telling) -> None:
    added = Change("event", "Forum de Valmarin", MentionKind.TOPIC)
    taken = Change("number", None, None)
    plain = [change_words(french.words, one).replace("\u00a0", " ") for one in (added, taken)]
    assert plain == [
        "Avec « Forum de Valmarin » (événement), ce serait : événement.",
        "Sans cet indice – nombre de signataires –, ce serait : pas une retombée.",
    ]


# ---- any facts -----------------------------------------------------------------------------------


@given(
    reviewed=st.sampled_from([None, *ReviewStatus]),
    withdrawn=st.booleans(),
    unsure=st.booleans(),
    judged=st.booleans(),
    types=st.sets(st.sampled_from(["civic", "other_text", "organisation", "rival", "number"])),
    has_text=st.booleans(),
    kept=st.booleans(),
)
def test_any_state_of_an_article_has_one_verdict_which_is_told_in_both_languages(
    press_class: Any,
    reviewed: ReviewStatus | None,
    withdrawn: bool,
    unsure: bool,
    judged: bool,
    types: set[str],
    has_text: bool,
    kept: bool,
) -> None:
    press = press_class()
    mention = press.mention("Titre", to_check=unsure, review=Review(reviewed) if reviewed else None)
    if withdrawn:
        mention = replace(mention, withdrawn_at=mention.matched_at)
    article = mention.article
    evidence = tuple(Evidence(t, "document", "x", "body", "y", 0, 1, 0.3) for t in sorted(types))
    judgement = mention.judgement if judged else None
    held = mention if reviewed else None
    verdict = campaign_verdict(held, judgement, evidence, has_text, kept)
    answer = CampaignAnswer(press.campaign, verdict, held.judgement if held else judgement, held, evidence)
    for telling in _both():
        said = said_for(answer, article, telling)
        assert said.happened
        assert said.why or types <= {"rival"}
        assert said.todo
        assert "{" not in said.happened + said.why + said.todo
    if reviewed is None and has_text and kept and not judged:
        near = bool(types - {"civic", "other_text"})
        assert verdict is (CampaignVerdict.BELOW_LINE if near else CampaignVerdict.NO_EVIDENCE)
    if reviewed is ReviewStatus.REJECTED:
        assert verdict is CampaignVerdict.REJECTED


def _both() -> list[Telling]:
    return [Telling(Words(language), ZoneInfo("Europe/Paris")) for language in ("fr", "en")]
