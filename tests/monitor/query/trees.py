"""Random trees for property tests: what `parse_query` can give, over few words, so that they meet."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

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
    flat,
)

WORDS = [
    "ia",
    "IA",
    "sommet",
    "Sommet",
    "vox",
    "public",
    "voxpublic",
    "étude",
    "cyber",
    "cyber-vox",
    "l'IA",
    "dont",
]
WILD = ["som*", "so?met", "vox*", "?a", "étu*e"]

WORD = st.sampled_from(WORDS + WILD)
TEXT = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
LITERAL = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)


@st.composite
def phrases(draw: st.DrawFn, slop: bool = True) -> Phrase:
    text = draw(TEXT)
    several = " " in text and slop
    return Phrase(text, draw(st.none() | st.integers(0, 4)) if several else None)


def placed(depth: int, fields: bool, case: bool) -> st.SearchStrategy[Node]:
    """Parts with a place: what may stand inside NEAR and atleast."""
    plain: st.SearchStrategy[Node] = phrases(slop=case)
    if depth == 0:
        return plain
    inner = placed(depth - 1, fields, case)
    choices = [
        plain,
        st.builds(lambda one, other: flat(Or, [one, other]), inner, inner),
        st.builds(Near, inner, inner, st.integers(0, 4), st.booleans()),
    ]
    if case:
        choices.append(st.builds(Case, placed(depth - 1, False, False)))
    if fields:
        choices.append(st.builds(InField, st.sampled_from(FieldName), placed(depth - 1, False, case)))
    return st.one_of(choices)


FILTERS: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from([Site("exemple.fr"), Site("L'Exemple"), Language("fr"), Language("en")]),
    st.sampled_from(
        [
            Days(date(2025, 2, 1), None),
            Days(None, date(2025, 1, 31)),
            Days(date(2025, 2, 1), date(2025, 2, 1)),
        ]
    ),
)


def trees(depth: int = 3, fields: bool = True, scopes: bool = True) -> st.SearchStrategy[Node]:
    """Whole trees, those that need no word included."""
    leaf = placed(1, fields, True)
    if depth == 0:
        return leaf
    inner = trees(depth - 1, fields, scopes)
    choices: list[st.SearchStrategy[Node]] = [
        leaf,
        st.builds(lambda one, other: flat(And, [one, other]), inner, inner),
        st.builds(lambda one, other: flat(Or, [one, other]), inner, inner),
        st.builds(Not, inner),
        st.builds(AtLeast, st.integers(1, 3), placed(1, fields, True)),
    ]
    if fields:
        choices.append(FILTERS)
        choices.append(st.builds(InField, st.sampled_from(FieldName), trees(depth - 1, False, scopes)))
    if scopes:
        choices.append(st.builds(Scope, st.sampled_from(Unit), trees(depth - 1, False, False)))
    return st.one_of(choices)
