"""What the archive finds quickly holds everything that a query matches; what it is certain of, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.query.evaluation import evaluate
from monitor.query.parsing import parse_query
from monitor.query.searched import searched
from monitor.query.tree import And, Node, Not, Phrase
from monitor.query.watch import needs_word
from monitor.searching.common import loose
from monitor.searching.translating import certain, days_of, widened
from storage.identity import article_key
from storage.model import Article, FetchedArticle, Link, Outlet
from storage.store import Store, open_store
from tests.monitor.query.test_evaluation import texts
from tests.monitor.query.trees import trees

OUTLET = Outlet("vox", "Vox public", "voxpublic.org")
URL = "https://voxpublic.org/ia/vox-public"
NOW = datetime(2025, 2, 5, 7, 30, tzinfo=UTC)
ODD = st.lists(
    st.sampled_from(
        [
            *(
                "ia",
                "vox",
                "public",
                "don",
                "t",
                "voxpublic",
                "Œuvre",
                "œuvre",
                "oeuvre",
                "étudiant·e·s",
                "I.A.",
            ),
            *(
                "CO₂",
                "straße",
                "ﬁn",
                "vox-public",
                "e-mail",
                "mail",
                "l’ia",
                "а",
                "й",
                "soft\u00adia",
                "_",
                "a_b",
            ),
            *("O.N.U", "étudiant.e.s", "中文", "が", "?", "“", "x" * 40),
        ]
    ),
    max_size=8,
)
GAPS = st.sampled_from([" ", "-", ". ", "\n", "’", "", "–", "\u200b", " « "])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("archive") / "archive.db", create=True) as store:
        store.put_catalogue([(OUTLET, [])])
        yield store


def keep(store: Store, title: str, lead: str, body: str, author: str, link: str, language: str) -> str:
    """The one article of the archive, changed to this: what went must be found no more."""
    article = Article(
        URL,
        title=title,
        standfirst=lead,
        text=body,
        authors=(author,),
        links=(Link(f"https://exemple.org/{link}"[:200], "", 0),),
        language=language,
        published_at=date(2025, 2, 1),
    )
    fetched = FetchedArticle(article, OUTLET.id, article_key(URL), NOW, "run")
    return store.put_article(fetched, None).article_id


def check(store: Store, tree: Node, ident: str) -> None:
    matches = evaluate(tree, searched(store.article(ident))) is not None
    outlets, (since, until) = store.outlets(), days_of(tree)
    wanted, surely = widened(tree, outlets), certain(tree, outlets)
    loosened = loose(wanted, frozenset({"ia", "vox", "public", "don", "t"})) if wanted is not None else None
    for wording in (wanted, loosened):
        if matches:
            assert store.found_articles(wording, since=since, until=until), (tree, wording)
    if surely is not None and store.found_articles(surely):
        assert matches, (tree, surely)


@given(
    trees().filter(needs_word), texts(), texts(4), texts(2), texts(2), st.sampled_from(["fr", "en", "pt-BR"])
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_query_matches_is_found(
    store: Store, tree: Node, body: str, title: str, lead: str, author: str, language: str
) -> None:
    check(store, tree, keep(store, title, lead, body, author, author, language))


WORDS = st.sampled_from(
    ["ia", "vox", "voxpublic", "vox public", "oeuvre", "œuvre", "etudiantes", "onu", "co2", "strasse", "fin", "email",
     "e mail", "dont", "vox*", "oeu*", "v?x public", "softia", "й", "中文", "voxpublicia", "public voxpublic"]
)  # fmt: skip
NODES = st.builds(Phrase, WORDS, st.sampled_from([None, None, 0, 2]))


@given(
    st.one_of(
        NODES,
        st.builds(lambda a, b: And((a, Not(b))), NODES, NODES),
        st.builds(lambda a, b: And((a, b)), NODES, NODES),
    ),
    ODD,
    GAPS,
    GAPS,
)
@example(Phrase("voxpublic"), ["vox", "public"], " ", "-")
@example(Phrase("email"), ["e", "mail"], "-", "-")
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_however_a_word_is_written_it_is_found(
    store: Store, tree: Node, words: list[str], gap: str, other: str
) -> None:
    body = "".join(word + (other if number % 2 else gap) for number, word in enumerate(words))
    check(store, tree, keep(store, "Titre", "", body, "Anne-Marie Vox-Public", "vox-public/ia", "fr"))


@pytest.mark.parametrize(
    "query",
    [
        "(" * 60 + "ia" + ")" * 60,
        " ET ".join(f"(ia{number} OU vox{number})" for number in range(400)),
        " OU ".join(f'"vox public {number}"' for number in range(900)),
        "ia PRES/3 (" + " OU ".join(f"mot{number}" for number in range(80)) + ")",
        " ET ".join(["SAUF".join(["ia ", " (vox OU public)"])] * 20),
    ],
)
def test_the_longest_and_the_deepest_queries_can_be_looked_for(store: Store, query: str) -> None:
    tree = parse_query(query).tree
    check(store, tree, keep(store, "IA", "", "ia vox public 3", "", "", "fr"))


@pytest.mark.parametrize(
    "query",
    ["média:voxpublic.org ET ia", "media:nulle.part ET ia", "langue:pt ET ia", "lien:exemple.org", "url:vox"],
)
def test_outlets_languages_and_addresses_are_looked_for(store: Store, query: str) -> None:
    tree = parse_query(query).tree
    ident = keep(store, "Titre", "", "Une ia.", "", "page", "pt-BR")
    matches = evaluate(tree, searched(store.article(ident))) is not None
    assert bool(store.found_articles(widened(tree, store.outlets()))) is matches
