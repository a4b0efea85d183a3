from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.rule import Signs, kind_of, score_of
from storage.model import Evidence, MentionKind

REPUBLICATION, CITATION, RELATED, TOPIC = MentionKind


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (Signs(), None),
        (Signs(share_of_document=0.5), (REPUBLICATION, False)),
        (Signs(share_of_document=0.25, share_of_article=0.6), (REPUBLICATION, False)),
        (Signs(share_of_document=0.25, share_of_article=0.1), None),
        (Signs(title=True), (CITATION, False)),
        (Signs(title=True, rival=True), (CITATION, False)),
        (Signs(link=True), (CITATION, False)),
        (Signs(long_quote=True), (CITATION, False)),
        (Signs(short_quotes=2), (CITATION, False)),
        (Signs(short_quotes=1), None),
        (Signs(attribution=True, number=True, on_subject=True), (CITATION, False)),
        (Signs(attribution=True, number=True), None),
        (Signs(attribution=True, number=True, on_subject=True, before_document=True), (CITATION, True)),
        (Signs(attribution=True, initiators=1, on_subject=True), (CITATION, True)),
        (Signs(attribution=True, initiators=2, on_subject=True), (CITATION, False)),
        (Signs(attribution=True, initiators=2, on_subject=True, rival=True), None),
        (Signs(attribution=True, number=True, on_subject=True, rival=True), (CITATION, True)),
        (Signs(call=True, initiators=2, on_subject=True), None),
        (Signs(call=True, initiators=2, on_subject=True, event=True), (CITATION, True)),
        (Signs(number=True, on_subject=True), (CITATION, True)),
        (Signs(organisations=1, initiators=1, event=True, on_subject=True), (RELATED, False)),
        (Signs(rival=True, event=True), (RELATED, False)),
        (Signs(rival=True, on_subject=True, in_weeks=True), (RELATED, True)),
        (Signs(rival=True, on_subject=True), None),
        (Signs(bare_noun=True, other_text=True, on_subject=True, in_weeks=True), (RELATED, True)),
        (Signs(bare_noun=True, on_subject=True, in_weeks=True), None),
        (Signs(bare_noun=True, other_text=True, on_subject=True), None),
        (Signs(other_text=True, event=True), (RELATED, False)),
        (Signs(civic_above=True, event=True), (RELATED, False)),
        (Signs(civic_sentences=2, event=True, event_supported=True), (TOPIC, False)),
        (Signs(civic_sentences=3, event=True), (RELATED, False)),
        (Signs(event=True), (TOPIC, True)),
        (Signs(event=True, in_weeks=True), (TOPIC, False)),
        (Signs(event=True, event_supported=True), (TOPIC, False)),
        (Signs(event_in_slug=True, in_weeks=True), (TOPIC, True)),
        (Signs(event_in_slug=True), (TOPIC, True)),
        (Signs(organisations=3, initiators=3, on_subject=True), None),
        (Signs(retold=0.31), (REPUBLICATION, False)),
        (Signs(retold=0.29), None),
        (Signs(spokesperson=True, subject=True, on_subject=True, in_weeks=True), (RELATED, True)),
        (Signs(spokesperson=True, subject=True, on_subject=True), None),
        (Signs(spokesperson=True, on_subject=True, in_weeks=True), None),
        (Signs(queried=RELATED), (RELATED, False)),
        (Signs(queried=TOPIC, link=True), (CITATION, False)),
        (Signs(queried=CITATION, event=True, in_weeks=True), (CITATION, False)),
    ],
)
def test_the_rule_reads_like_its_table(signs: Signs, expected: tuple[MentionKind, bool] | None) -> None:
    assert kind_of(signs) == expected


SIGNS = st.builds(
    Signs,
    share_of_document=st.floats(0, 1),
    share_of_article=st.floats(0, 1),
    retold=st.floats(0, 1),
    queried=st.sampled_from([None, CITATION, RELATED, TOPIC]),
    short_quotes=st.integers(0, 3),
    initiators=st.integers(0, 4),
    organisations=st.integers(0, 4),
    civic_sentences=st.integers(0, 5),
    sentences=st.integers(0, 9),
    **{field.name: st.booleans() for field in fields(Signs) if field.type == "bool"},
)
STRENGTH = {REPUBLICATION: 4, CITATION: 3, RELATED: 2, TOPIC: 1}


@settings(max_examples=500)
@given(
    SIGNS, st.sampled_from(["title", "link", "long_quote", "attribution", "number", "event", "on_subject"])
)
def test_one_more_sign_never_makes_a_weaker_kind(signs: Signs, more: str) -> None:
    def strength(of: Signs) -> int:
        decision = kind_of(of)
        return STRENGTH[decision[0]] if decision else 0

    yes: dict[str, Any] = {more: True}
    no: dict[str, Any] = {more: False}
    assert strength(replace(signs, **yes)) >= strength(replace(signs, **no))


EVIDENCE = st.builds(
    Evidence,
    type=st.sampled_from(["title", "number", "event"]),
    about=st.just("document"),
    subject=st.sampled_from(["a", "b"]),
    field=st.just("body"),
    text=st.just(""),
    start=st.just(0),
    end=st.just(0),
    weight=st.floats(0, 1),
)


@given(st.lists(EVIDENCE, max_size=6), EVIDENCE)
def test_the_score_stays_between_0_and_1_and_never_falls(evidence: list[Evidence], more: Evidence) -> None:
    assert 0 <= score_of(evidence) <= score_of([*evidence, more]) <= 1
