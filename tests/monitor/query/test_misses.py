from __future__ import annotations

import pytest
from hypothesis import given, settings

from monitor.query.drawing import drawing
from monitor.query.evaluation import Evaluation
from monitor.query.misses import MissKind, miss
from monitor.query.parsing import parse_query
from monitor.query.searched import Searched
from monitor.query.telling import miss_sentence
from monitor.query.tree import Node
from monitor.query.watch import needs_word
from monitor.wording import Words
from tests.monitor.query.test_evaluation import article, articles
from tests.monitor.query.trees import trees

FRENCH, ENGLISH = Words("fr"), Words("en")


@pytest.mark.parametrize(
    ("query", "body", "kind", "sentence"),
    [
        ("sommet NEAR/5 IA", "Sommet 1 2 3 4 5 6 7 IA", MissKind.TOO_FAR, "“Sommet” at 7 words from “IA”, NEAR/5 asked."),
        ("sommet NEAR/5 IA", "IA 1 2 3 4 5 6 sommet 1 2 3 4 5 6 7 8 IA", MissKind.TOO_FAR, "“sommet” at 6 words from “IA”, NEAR/5 asked."),
        ("sommet ONEAR/5 IA", "IA sommet", MissKind.OTHER_ORDER, "The two sides of ONEAR/5 are found in the other order."),
        ("sommet NEAR/5 IA", "IA", MissKind.ABSENT, "sommet is not there."),
        ("climat AND sommet AND IA", "climat sommet", MissKind.ABSENT, "IA is not there."),
        ("climat AND (sommet OR IA)", "climat", MissKind.NONE_OF, "None of these is there: sommet OR IA"),
        ('climat AND ("sommet IA" OR pluie)', "climat sommet, IA x", MissKind.SCATTERED, None),
        ('"sommet IA"', "sommet pour IA", MissKind.SCATTERED, 'The words of "sommet IA" are there, but not side by side.'),
        ("titre:sommet", "sommet", MissKind.ELSEWHERE, "sommet is found only in the text."),
        ("cs(IA)", "ia", MissKind.WRITTEN_OTHERWISE, "IA is found only as “ia”; cs(…) keeps capitals and signs."),
        ("atleast 3 (IA)", "IA IA", MissKind.TOO_FEW, "Found 2 times, 3 asked: atleast 3 (IA)"),
        ("SENTENCE(sommet IA)", "Le sommet. Une IA.", MissKind.NOT_TOGETHER, "All of it is there, but never in one sentence: sommet AND IA"),
        ("sommet NOT IA", "sommet IA", MissKind.EXCLUDED, "There is what must not be there: NOT IA"),
        ("sommet lang:en", "sommet", MissKind.FILTERED, "lang:en does not let it through: it has fr."),
        ("titre:un NEAR/5 sommet", "un sommet", MissKind.ELSEWHERE, None),
    ],
)  # fmt: skip
def test_a_miss_names_the_first_clause_that_fails_and_the_nearest_thing(
    query: str, body: str, kind: MissKind, sentence: str | None
) -> None:
    if kind is MissKind.SCATTERED and "climat" in query:
        body = "climat sommet pour IA"
    found = miss(parse_query(query).tree, article(body))
    assert found is not None and found.kind is kind
    assert sentence is None or miss_sentence(found, ENGLISH).replace("\u00a0", " ") == sentence
    assert miss_sentence(found, FRENCH)


def test_two_sides_in_different_fields_are_told_apart_from_two_that_are_far() -> None:
    found = miss(parse_query("sommet NEAR/5 IA").tree, article("IA", "sommet"))
    assert found is not None and found.kind is MissKind.OTHER_FIELDS
    assert [span.text for span in found.spans] == [0, 2]


def test_the_span_of_a_miss_covers_both_sides() -> None:
    one = article("Un sommet de la belle ville sur une telle IA.")
    found = miss(parse_query("sommet NEAR/5 IA").tree, one)
    assert found is not None
    (span,) = found.spans
    assert one.texts[span.text].raw[span.start : span.end] == "sommet de la belle ville sur une telle IA"


def test_an_article_with_nothing_of_a_query_is_not_close_to_it() -> None:
    def is_close(body: str) -> bool:
        found = miss(parse_query("sommet AND IA").tree, article(body))
        return found is not None and found.is_close

    assert not is_close("pluie")
    assert is_close("IA")


@given(trees().filter(needs_word), articles())
@settings(max_examples=300, deadline=None)
def test_there_is_a_miss_exactly_where_there_is_no_match(tree: Node, one: Searched) -> None:
    found = miss(tree, one)
    assert (found is None) is Evaluation(one).holds(tree)
    if found is not None:
        assert miss_sentence(found, FRENCH) and miss_sentence(found, ENGLISH)
        for span in found.spans:
            assert 0 <= span.start < span.end <= len(one.texts[span.text].raw)


def test_a_query_is_drawn_as_a_tree() -> None:
    tree = parse_query('titre:(sommet OU IA) ET climat PRES/5 "à Paris" SAUF site:ex.fr').tree
    assert drawing(tree, ENGLISH) == [
        "all of these:",
        "├─ in the title:",
        "│  └─ one of these at least:",
        "│     ├─ sommet",
        "│     └─ IA",
        "├─ 5\u00a0words apart at most:",
        "│  ├─ climat",
        '│  └─ "à Paris"',
        "└─ without:",
        "   └─ outlet: ex.fr",
    ]
    assert drawing(tree, FRENCH)[0] == "tout ceci\u00a0:"


@given(trees())
@settings(max_examples=50, deadline=None)
def test_every_query_can_be_drawn(tree: Node) -> None:
    assert all(drawing(tree, FRENCH))
