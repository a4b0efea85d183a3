from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.query.errors import QueryError, QueryProblem
from monitor.query.parsing import parse_query
from monitor.query.pieces import NoteKind
from monitor.query.printing import print_query
from monitor.query.tree import (
    And,
    AtLeast,
    Case,
    Days,
    FieldName,
    InField,
    Language,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Site,
    Unit,
)
from monitor.query.watch import needs_word
from monitor.wording import Words
from tests.monitor.query.trees import trees
from tests.timing import processor_time

A, B, C, D = Phrase("a"), Phrase("b"), Phrase("c"), Phrase("d")


def tree(text: str) -> Node:
    return parse_query(text).tree


def problem(text: str) -> QueryProblem:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    return caught.value.problem


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a AND b", "a ET b", "a b", '"a" AND «b»', "« a » ET “b”", "(a) ((b))", "„a“ b"], And((A, B))),
        (["a OR b", "a OU b", "(a OU (b))"], Or((A, B))),
        (["a NOT b", "a AND NOT b", "a SAUF b", "a SANS b", "a ET SAUF b", "a -b", "a –b", "a ET -b"], And((A, Not(B)))),
        (["a NEAR b", "a PRES b", "a PRÈS b", "a NEAR/4 b", "a w/4 b", "a W/4 b", "a near/4 b"], Near(A, B, 4)),
        (["a ONEAR/7 b", "a SUIVI/7 b", "a onear/7 b"], Near(A, B, 7, ordered=True)),
        (['"a b"~3', "«a b»~3", '"a  b" ~ 3'], Phrase("a b", 3)),
        (["title:a", "titre:a", "TITRE : a", "Title:«a»", "titre\u00a0: a"], InField(FieldName.TITLE, A)),
        (["chapo:a", "lead:a"], InField(FieldName.LEAD, A)),
        (["texte:(a OU b)", "body:(a OR b)"], InField(FieldName.BODY, Or((A, B)))),
        (["auteur:a", "author:a"], InField(FieldName.AUTHOR, A)),
        (["lien:a", "link:a"], InField(FieldName.LINK, A)),
        (["cs(A)", "CS(A)", "cs (A)"], Case(Phrase("A"))),
        (["atleast 3 (a)", "atleast3(a)", "ATLEAST 3 (a)", "atleast/3 (a)"], AtLeast(3, A)),
        (["SENTENCE(a b)", "PHRASE(a ET b)"], Scope(Unit.SENTENCE, And((A, B)))),
        (["PARAGRAPH(a b)", "PARAGRAPHE(a ET b)"], Scope(Unit.PARAGRAPH, And((A, B)))),
        (["a site:x.fr", "a media:x.fr", "a média:x.fr"], And((A, Site("x.fr")))),
        (["a site:(x.fr OR y.fr)"], And((A, Or((Site("x.fr"), Site("y.fr")))))),
        (["a lang:fr", "a langue:FR", "a lang:fr-BE"], And((A, Language("fr")))),
        (["a date:2025-02", "a date:2025-02-01..2025-02-28"], And((A, Days(date(2025, 2, 1), date(2025, 2, 28))))),
        (["a date:>2025-01-31", "a date:>=2025-02-01", "a date:2025-02-01.."], And((A, Days(date(2025, 2, 1), None)))),
    ],
)  # fmt: skip
def test_every_habit_is_read_alike(texts: list[str], expected: Node) -> None:
    for text in texts:
        assert tree(text) == expected, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a OR b AND c", Or((A, And((B, C))))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a OR b NOT c", Or((A, And((B, Not(C)))))),
        ("a NOT b NEAR/2 c", And((A, Not(Near(B, C, 2))))),
        ("a AND b NEAR/2 c", And((A, Near(B, C, 2)))),
        ("a NEAR/1 b NEAR/2 c", Near(Near(A, B, 1), C, 2)),
        ("title:a NEAR/2 b", Near(InField(FieldName.TITLE, A), B, 2)),
        ("a NOT (b OR c)", And((A, Not(Or((B, C)))))),
    ],
)
def test_parentheses_bind_before_near_then_not_then_and_then_or(text: str, expected: Node) -> None:
    assert tree(text) == expected


def test_operators_in_small_letters_are_words_and_a_hint_says_so() -> None:
    parsed = parse_query("sommet et ia")
    assert parsed.tree == And((Phrase("sommet"), Phrase("et"), Phrase("ia")))
    assert [(note.kind, note.suggestion) for note in parsed.notes] == [(NoteKind.SMALL_OPERATOR, "ET")]


def test_two_bare_words_mean_and_with_the_hint_of_an_exact_phrase() -> None:
    parsed = parse_query("sommet action IA")
    assert isinstance(parsed.tree, And)
    (note,) = parsed.notes
    assert (note.kind, note.suggestion) == (NoteKind.BARE_WORDS, '"sommet action IA"')
    assert "exacte" in note.sentence(Words("fr"))


def test_and_mixed_with_or_is_warned_of_with_the_parentheses_it_gets() -> None:
    (note,) = parse_query("a OR b AND c").notes
    assert (note.kind, note.suggestion) == (NoteKind.MIXED, "a OR (b AND c)")
    assert parse_query("a OR (b AND c)").notes == ()


def test_a_question_mark_that_ends_a_phrase_is_asked_about() -> None:
    (note,) = parse_query('"une menace?"').notes
    assert (note.kind, note.suggestion) == (NoteKind.QUESTION_MARK, '"une menace"')
    assert parse_query('"une menace ?"').notes == ()


@given(trees().filter(needs_word))
@settings(max_examples=300, deadline=None)
def test_a_tree_printed_and_read_again_is_the_same(made: Node) -> None:
    for language in ("en", "fr"):
        assert tree(print_query(made, language)) == made


@pytest.mark.parametrize(
    ("text", "position", "needle", "rewrite"),
    [
        ("", 1, "empty", None),
        ("a AND", 6, "stops where a word", "a"),
        ("a AND OR b", 7, "OR stands where a word", "a AND b"),
        ("AND", 1, "AND stands", None),
        ("(a OR b", 1, "parenthesis that opens here is never closed", "( a OR b)"),
        ("a OR b)", 7, "never opened", "a OR b"),
        ("a ()", 4, "stands where a word", "a"),
        ('a AND "b c', 7, "never closed", 'a AND "b c"'),
        ('"b c AND d', 1, "never closed", '"b c" AND d'),
        ("«b c", 1, "never closed", '"b c"'),
        ("a\x00b", 2, "control sign", "a b"),
        ("a & b", 3, "no word in &", "a AND b"),
        ("ab*", 1, "three letters", "ab"),
        ("titr:a", 1, "Did you mean titre?", "titre:a"),
        ("foo:a", 1, "no field “foo”", '"foo a"'),
        ("a date:hier", 3, "not a day or a period", None),
        ("a lang:martien", 3, "not a language", "a lang:fr"),
        ("a NEAR/ b", 3, "number of words is missing", "a NEAR/4 b"),
        ("a NEAR/9999 b", 3, "from 0 to 500", "a NEAR/500 b"),
        ("atleast (a)", 1, "number is missing", "atleast 2 (a)"),
        ("title:(lead:a)", 1, "field cannot stand inside another", "(lead:a)"),
        ("SENTENCE(PARAGRAPH(a))", 1, "PARAGRAPH cannot stand inside SENTENCE", "(PARAGRAPH(a))"),
        ("cs(a b)", 1, "AND cannot stand inside cs", "(a AND b)"),
        ("site:x.fr", 1, "needs no word", None),
        ("NOT a", 1, "needs no word", None),
        ("a OR NOT b", 1, "NOT b needs no word", None),
        ("SENTENCE(NOT a)", 1, "needs no word", None),
    ],
)
def test_a_mistake_has_its_place_its_advice_and_a_query_that_can_be_read(
    text: str, position: int, needle: str, rewrite: str | None
) -> None:
    found = problem(text)
    assert found.position == position
    assert needle in found.sentence(Words("en"))
    assert found.sentence(Words("fr"))
    parse_query(found.rewrite)
    if rewrite is not None:
        assert tree(found.rewrite) == tree(rewrite)


@pytest.mark.parametrize(
    ("text", "name", "rewrite"),
    [
        ("(a AND b) NEAR/5 c", "AND", "(a NEAR/5 c) AND (b NEAR/5 c)"),
        ("c ONEAR/5 (a b)", "AND", "(c ONEAR/5 a) AND (c ONEAR/5 b)"),
        ("(a NOT b) NEAR/5 c", "NOT", "(a NEAR/5 c) NOT b"),
        ("a NEAR (NOT b)", "NOT", "a NOT b"),
        ("a NEAR site:x.fr", "site:", "a site:x.fr"),
        ("a NEAR atleast 2 (b)", "atleast", "a atleast 2 (b)"),
        ("a NEAR SENTENCE(b)", "SENTENCE", "a SENTENCE(b)"),
    ],
)
def test_what_cannot_stand_inside_near_is_named(text: str, name: str, rewrite: str) -> None:
    found = problem(text)
    assert found.values["name"] == name
    assert "NEAR" in found.sentence(Words("en"))
    assert tree(found.rewrite) == tree(rewrite)


def test_the_caret_stands_under_the_mistake() -> None:
    assert problem("sommet AND OR b").caret().split("\n") == ["sommet AND OR b", "           ^^"]


ALPHABET = st.lists(
    st.sampled_from(
        ["AND", "OU", "NOT", "NEAR/2", "w/3", "(", ")", '"', "«", "»", "”", "-", "~3", "title:", "site:", "date:", "cs(",
         "atleast 2 (", "SENTENCE(", "*", "?", "a", "bcd*", "sommet", "2025-02-01", "\x00", "\u202e", " ", "ET", ":", "x:"]
    ),
    max_size=12,
)  # fmt: skip


@given(st.one_of(ALPHABET.map(" ".join), ALPHABET.map("".join), st.text(max_size=40)))
@settings(max_examples=500, deadline=None)
@example('a "')
@example("-")
@example("~3")
@example("a ~3 )(")
@example("«a» »b«")
@example("\ud800")
def test_whatever_is_typed_is_read_or_answered_with_a_query_that_can_be(text: str) -> None:
    try:
        parsed = parse_query(text)
    except QueryError as error:
        found = error.problem
        assert 0 <= found.start <= len(text)
        parse_query(found.rewrite)
        assert found.explanation(Words("fr")) and found.explanation(Words("en"))
    else:
        assert tree(print_query(parsed.tree)) == parsed.tree


HOSTILE = {
    "10,000 terms with OR": " OR ".join(f"mot{i}" for i in range(10_000)),
    "10,000 terms side by side": " ".join(f"mot{i}" for i in range(10_000)),
    "10,000 phrases without spaces": "“a”" * 10_000,
    "200 parentheses": "(" * 200 + "a" + ")" * 200,
    "200 levels": "(" * 200 + "a OR b" + ") AND c" * 200,
    "parentheses opened only": "(" * 5_000,
    "parentheses closed only": ")" * 5_000,
    "NOT after NOT": "NOT " * 3_000 + "a",
    "NEAR after NEAR": "a NEAR " * 3_000 + "b",
    "field after field": "title:" * 5_000 + "a",
    "quotes": '"' * 9_999,
    "guillemets": "«" * 5_000,
    "lone operators": "AND OR NOT " * 3_000,
    "an operator too many": "a OR " * 9_000,
    "one long word": "x" * 140_000,
    "too long": "x " * 100_000,
    "stars": "abc*" * 5_000,
    "minus signs": "-" * 9_000 + "a",
    "NUL": "\x00" * 5_000,
    "a long phrase": '"' + "a " * 5_000 + '"',
    "anything": "".join(random.Random(1).choices('ab ()"«»~*?:-ANDOR\n', k=4_900)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_queries_are_answered_within_a_second(text: str) -> None:
    problem = None
    with processor_time() as taken:
        try:
            print_query(parse_query(text).tree)
        except QueryError as error:
            problem = error.problem
            assert problem.explanation(Words("fr"))
    if problem is not None:
        parse_query(problem.rewrite)
    assert taken.seconds < 1.0
