from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.folding import joined
from monitor.query.evaluation import Evaluation, evaluate
from monitor.query.parsing import parse_query
from monitor.query.queryset import QuerySet
from monitor.query.searched import Searched, SearchedText, searched
from monitor.query.tree import FieldName, Near, Node, Phrase
from monitor.query.watch import needs_word, requirements, watch_terms
from storage.model import Link, Outlet, Rights, StoredArticle
from tests.monitor.query.reference import Reference
from tests.monitor.query.trees import trees
from tests.timing import processor_time

SITES = ("exemple.fr", "exemple", "L'Exemple")


def article(
    body: str = "",
    title: str = "",
    lead: str = "",
    url: str = "https://www.exemple.fr/a",
    links: tuple[str, ...] = (),
) -> Searched:
    texts = [
        (FieldName.TITLE, title),
        (FieldName.LEAD, lead),
        (FieldName.BODY, body),
        (FieldName.AUTHOR, ""),
        (FieldName.URL, url),
    ]
    texts += [(FieldName.LINK, link) for link in links]
    return Searched(tuple(SearchedText(*pair) for pair in texts), SITES, "fr", date(2025, 2, 5))


def found(query: str, one: Searched) -> list[str]:
    """The words that satisfied a query, in reading order; ["nothing"] where it holds without any."""
    match = evaluate(parse_query(query).tree, one)
    if match is None:
        return []
    return [one.texts[span.text].raw[span.start : span.end] for span in match.spans] or ["nothing"]


@pytest.mark.parametrize(
    ("query", "body", "expected"),
    [
        ('"sommet de l\'IA"', "Le Sommet de l’I.A. a lieu", ["Sommet de l’I.A"]),
        ("etude", "Une ÉTUDE", ["ÉTUDE"]),
        ("œuvre", "une oeuvre", ["oeuvre"]),
        ('"cyber-harcèlement"', "le cyberharcelement", ["cyberharcelement"]),
        ('"cyber harcèlement"', "le cyber‑harcèlement", ["cyber‑harcèlement"]),
        ("cyberharcèlement", "le cyber harcèlement", ["cyber harcèlement"]),
        ("aide", "j'ai de la chance", []),
        ("email", "un e-mail", ["e-mail"]),
        ("étudiantes", "les étudiant·e·s", ["étudiant·e·s"]),
        ("gouvern*", "le gouvernement gouverne", ["gouvernement", "gouverne"]),
        ("m?chant", "un méchant", ["méchant"]),
        ("m?chant", "un mchant", []),
        ('"int* artificielle"', "une intelligence artificielle", ["intelligence artificielle"]),
        ("gén*ive NEAR/1 IA", "IA très générative", ["IA très générative"]),
        ("IA", "le mot médias", []),
        ("cs(IA)", "ia puis IA", ["IA"]),
        ('cs("Le Monde")', "le monde, Le  Monde", ["Le  Monde"]),
        ("cs(étude)", "etude", []),
        ("cs(Étu*e)", "Étude étude", ["Étude"]),
        ('cs("Étu*e des*")', "Étude, Études dessert", []),
        ("cs(C++)", "du C et du C++", ["C"]),
        ("a NEAR/0 b", "b a", ["b a"]),
        ("a NEAR/0 b", "a x b", []),
        ("a NEAR/1 b", "a x b", ["a x b"]),
        ("a NEAR b", "a 1 2 3 4 b", ["a 1 2 3 4 b"]),
        ("a NEAR b", "a 1 2 3 4 5 b", []),
        ("a ONEAR/3 b", "b a", []),
        ('"a x" NEAR/1 (b OR c)', "a x 1 c", ["a x 1 c"]),
        ("IA NEAR/3 IA", "une IA", []),
        ('"a b c"~1', "c x b a", ["c x b a"]),
        ('"a b c"~1', "c x b x a", []),
        ('"a a"~2', "a x", []),
        ("atleast 2 (IA)", "IA et IA", ["IA", "IA"]),
        ('atleast 2 (IA OR "IA générative")', "l'IA générative", []),
        ("SENTENCE(a b)", "a x. Puis b.", []),
        ("SENTENCE(a b)", "X x. Puis b a.", ["Puis b a"]),
        ("PARAGRAPH(a b)", "a x. Puis b.", ["a x. Puis b"]),
        ("PARAGRAPH(a b)", "a x.\nPuis b.", []),
        ("a NOT b", "a c", ["a"]),
        ("a NOT b", "a b", []),
        ("a AND (b OR c)", "c a", ["c", "a"]),
    ],
)
def test_what_a_query_finds_in_a_body(query: str, body: str, expected: list[str]) -> None:
    assert found(query, article(body)) == expected


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("titre:sommet", True),
        ("texte:sommet", False),
        ("sommet NEAR/5 climat", False),  # title and body
        ("sommet climat", True),
        ("url:tribune-libre", True),
        ("url:exemple.fr", True),
        ("libre", False),  # the address is read only where one asks for it
        ("lien:monde.example/appel", True),
        ("climat site:exemple.fr", True),
        ("climat site:www.exemple.fr", True),
        ('climat site:"l’exemple"', True),
        ("climat site:autre.fr", False),
        ("climat lang:fr", True),
        ("climat lang:en", False),
        ("climat date:2025-02", True),
        ("climat date:>2025-02-05", False),
        ("climat date:>=2025-02-05", True),
        ("climat -titre:sommet", False),
    ],
)
def test_fields_and_filters(query: str, matches: bool) -> None:
    one = article(
        "Le climat.",
        "Un sommet",
        url="https://exemple.fr/tribune-libre/x",
        links=("https://monde.example/appel",),
    )
    assert bool(found(query, one)) is matches


def test_a_subdomain_belongs_to_its_site_and_a_longer_name_does_not() -> None:
    for domain, belongs in (("blogs.exemple.fr", True), ("contrexemple.fr", False)):
        one = Searched((SearchedText(FieldName.BODY, "climat"),), (domain,))
        assert bool(evaluate(parse_query("climat site:exemple.fr").tree, one)) is belongs


def test_an_article_of_the_archive_is_searched_in_all_its_fields() -> None:
    stored = StoredArticle(
        "1", "https://ex.fr/x", "https://ex.fr/caf%C3%A9", Outlet("ex", "L’Exemple", "ex.fr"), "Titre", "Chapô", ("Ada Martin",),
        datetime(2025, 2, 5, 23, 30, tzinfo=UTC), "meta", None, "fr", False, Rights.OPEN, datetime(2025, 2, 6, tzinfo=UTC),
        datetime(2025, 2, 6, tzinfo=UTC), 1, "f", "Corps", (Link("https://b.example/cible", "b", 0),), {},
    )  # fmt: skip
    for query in ("titre:titre", "chapo:chapo", "texte:corps", 'auteur:"ada martin"', "url:café", "lien:cible",
                  "corps site:ex", "corps date:2025-02-05", "corps lang:fr"):  # fmt: skip
        assert evaluate(parse_query(query).tree, searched(stored)), query
    assert evaluate(parse_query("texte:corps").tree, searched(stored)).spans[0].text == 2  # type: ignore[union-attr]


TOKENS = [
    "ia",
    "IA",
    "sommet",
    "Sommets",
    "vox",
    "public",
    "Voxpublic",
    "étude",
    "etude",
    "cyber",
    "cybervox",
    "l",
    "don",
    "t",
]
GAPS = [" ", " ", " ", "-", "'", ". ", ", ", "\n", "  "]


@st.composite
def texts(draw: st.DrawFn, most: int = 7) -> str:
    words = draw(st.lists(st.sampled_from(TOKENS), max_size=most))
    return "".join(word + draw(st.sampled_from(GAPS)) for word in words)


@st.composite
def articles(draw: st.DrawFn) -> Searched:
    made = article(draw(texts()), draw(texts(4)), draw(texts(2)), draw(texts(2)), (draw(texts(2)),))
    return Searched(
        made.texts,
        made.sites,
        draw(st.sampled_from(["fr", "en"])),
        draw(st.sampled_from([date(2025, 2, 1), None])),
    )


@given(trees(), articles())
@settings(max_examples=500, deadline=None)
def test_the_evaluator_agrees_with_the_slow_and_obvious_one(tree: Node, one: Searched) -> None:
    assert Evaluation(one).holds(tree) is Reference(one).holds(tree)


FEW = ["ia", "vox", "public", "don", "t", "voxpublic"]
SHORT = st.lists(
    st.sampled_from(["ia", "vox", "voxpublic", "dont", "vox public", "vo?"]), min_size=1, max_size=1
).map(lambda words: Phrase(words[0]))


@given(
    st.one_of(SHORT, st.builds(Near, SHORT, SHORT, st.integers(0, 3), st.booleans())),
    st.lists(st.tuples(st.sampled_from(FEW), st.sampled_from([" ", "-", ". "])), min_size=2, max_size=6),
)
@settings(max_examples=600, deadline=None)
def test_words_and_distances_agree_where_they_meet_often(tree: Node, words: list[tuple[str, str]]) -> None:
    one = article("".join(word + gap for word, gap in words))
    assert Evaluation(one).holds(tree) is Reference(one).holds(tree)


@given(trees().filter(needs_word), articles())
@settings(max_examples=500, deadline=None)
def test_whatever_matches_contains_a_watch_term(tree: Node, one: Searched) -> None:
    terms = watch_terms(tree)
    assert terms
    if Evaluation(one).holds(tree):
        everything = [joined(text.words) for text in one.texts]
        for requirement in [terms, *requirements(tree)]:
            assert any(run in text for run in requirement for text in everything)


@given(st.lists(trees(2).filter(needs_word), max_size=6), articles())
@settings(max_examples=150, deadline=None)
def test_queries_together_find_what_each_finds_alone(made: list[Node], one: Searched) -> None:
    queries = [(str(number), tree) for number, tree in enumerate(made)]
    alone = [(name, match) for name, tree in queries if (match := evaluate(tree, one))]
    together = QuerySet(queries)
    assert together.matching(one) == alone
    assert together.ids(one) == [name for name, _ in alone]
    assert together.may_match(one) or not alone


def test_a_set_of_queries_refuses_one_that_needs_no_word() -> None:
    needless = parse_query("a NOT b").tree.parts[1]  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="needs no word"):
        QuerySet([("all", needless)])


@pytest.mark.parametrize(
    "query",
    ["a NEAR/500 a", '"a a a a a a a a"', '"a b"~400', "atleast 1000 (a)", "SENTENCE(a NEAR/9 b)", "(a NEAR/99 a) NEAR/99 a", "(a NEAR/500 a) NEAR/500 (a NEAR/500 b)",
     "a?*a*", "cs(aaa*a*a*ab*)", '"' + "a " * 59 + '"'],
)  # fmt: skip
@pytest.mark.parametrize("body", ["a " * 5_000, "a b. " * 2_500, "a" * 20_000, "ab\n" * 5_000])
def test_hostile_texts_are_answered_within_a_second(query: str, body: str) -> None:
    tree = parse_query(query.replace("a?*a*", "aaa*a*a?a*")).tree
    one = article(body)
    with processor_time() as taken:
        evaluate(tree, one)
    assert taken.seconds < 1.0
