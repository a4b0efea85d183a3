"""A dossier's queries count in matching, and one that cannot be read is a problem with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.campaigns import read_campaign
from monitor.compiling import compile_dossier
from monitor.dossier import Campaign
from monitor.wording import Words
from storage.model import MentionKind, Outlet, Rights, StoredArticle

NOW = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)
ARTICLE = StoredArticle(
    id="a1", url="https://journal.example/2025/la-lagune", canonical_url="https://journal.example/2025/la-lagune",
    outlet=Outlet("journal", "Le Journal", "journal.example", language="fr"), title="La lagune à sec",
    standfirst="", authors=(), published_at=NOW, published_from="meta", modified_at=None, language="fr",
    paywalled=False, rights=Rights.OPEN, first_seen_at=NOW, fetched_at=NOW, version=1, text_fingerprint="f",
    text="Les pêcheurs de la lagune ont marché jeudi contre le barrage des Aulnes.", links=(), provenance={},
)  # fmt: skip
DOSSIER = b"""name = "Lagune"
[queries]
marche = 'p\xc3\xaacheurs PRES/6 lagune'
"""


def campaign(**changes: object) -> Campaign:
    plain = Campaign(id="lagune", name="Lagune", queries=(("marche", "pecheurs NEAR/6 lagune"),))
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_an_article_that_only_a_query_finds_is_a_mention_with_the_words_that_satisfied_it() -> None:
    judged = compile_dossier(campaign()).judge(ARTICLE)
    assert judged is not None and judged.kind is MentionKind.TOPIC
    found = [one for one in judged.evidence if one.type == "query"]
    assert found and all(
        ARTICLE.text is not None and one.text == ARTICLE.text[one.start : one.end] for one in found
    )
    assert {one.subject for one in found} == {"marche"}


def test_the_kind_of_a_query_is_what_the_dossier_says() -> None:
    judged = compile_dossier(campaign(query_kinds=(("marche", "citation"),))).judge(ARTICLE)
    assert judged is not None and judged.kind is MentionKind.CITATION


def test_an_article_that_no_query_finds_is_no_mention() -> None:
    elsewhere = replace(
        ARTICLE,
        text="Le conseil a voté son budget.",
        title="Budget",
        canonical_url="",
        url="https://j.example/b",
    )
    assert compile_dossier(campaign()).judge(elsewhere) is None


def test_what_a_query_needs_is_among_the_watch_terms() -> None:
    terms = compile_dossier(campaign()).watch_terms
    assert any(term in ("pecheurs", "lagune") for term in terms)


def test_a_dossier_with_a_query_in_french_loads() -> None:
    loaded, problems = read_campaign("lagune", DOSSIER, {}, "campaigns/lagune.toml")
    assert loaded is not None and not problems
    assert loaded.queries[0][0] == "marche"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_query_that_cannot_be_read_is_named_with_file_line_position_and_a_rewrite(language: str) -> None:
    broken = DOSSIER.replace(b"PRES/6 lagune", b"PRES/6 (")
    loaded, problems = read_campaign("lagune", broken, {}, "campaigns/lagune.toml")
    assert loaded is None
    said = [problem.sentence(Words(language)) for problem in problems]
    assert len(said) == 1 and "campaigns/lagune.toml" in said[0] and "3" in said[0] and "marche" in said[0]


def test_a_query_that_needs_no_word_is_refused_with_advice() -> None:
    loaded, problems = read_campaign(
        "lagune", DOSSIER.replace(b"p\xc3\xaacheurs PRES/6 lagune", b"NOT lagune"), {}, "c.toml"
    )
    assert loaded is None and len(problems) == 1
