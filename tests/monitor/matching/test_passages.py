from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.matching.fields import slug_of
from monitor.matching.folding import fold
from monitor.matching.passages import LONGEST, excerpt_of
from monitor.matching.reading import Reading, read
from monitor.matching.sentences import sentence_starts, spans
from monitor.matching.terms import TermIndex
from storage.model import Evidence, StoredArticle

Write = Callable[..., StoredArticle]


def evidence(text: str, words: str, field: str = "body", weight: float = 0.5) -> Evidence:
    start = text.index(words)
    return Evidence("quote", "document", "d", field, words, start, start + len(words), weight)


def reading(article: StoredArticle) -> Reading:
    return read(article, TermIndex([]))


def test_the_sentence_of_the_strongest_evidence_is_quoted_not_the_lead(article: Write) -> None:
    text = "Le chapeau est long. « Rien de neuf ici. » Puis la tribune parle d’eau. Et la fin."
    excerpt = excerpt_of(reading(article(text)), [evidence(text, "tribune")])
    assert excerpt.text == "Puis la tribune parle d’eau."
    assert [excerpt.text[start:end] for start, end in excerpt.marks] == ["tribune"]


def test_neighbours_are_quoted_only_with_evidence_of_their_own(article: Write) -> None:
    text = "Rien. Une tribune circule. Elle parle d’eau douce. Rien."
    found = [evidence(text, "tribune"), evidence(text, "eau douce", weight=0.4)]
    excerpt = excerpt_of(reading(article(text)), found)
    assert excerpt.text == "Une tribune circule. Elle parle d’eau douce."
    assert [excerpt.text[start:end] for start, end in excerpt.marks] == ["tribune", "eau douce"]


def test_the_quotation_mark_that_opens_the_sentence_is_quoted_too(article: Write) -> None:
    text = "Rien. «\u00a0Une tribune circule.\u00a0» Rien."
    assert (
        excerpt_of(reading(article(text)), [evidence(text, "tribune")]).text
        == "«\u00a0Une tribune circule.\u00a0»"
    )


def test_title_and_standfirst_are_quoted_where_the_body_holds_nothing(article: Write) -> None:
    title, standfirst = "Une tribune pour l’eau", "Une tribune de plus. Rien."
    written = article("Rien du tout.", title, standfirst)
    found = [evidence(title, "tribune", "title", 0.9), evidence(standfirst, "tribune", "standfirst")]
    excerpt = excerpt_of(reading(written), found)
    assert (excerpt.field, excerpt.text) == ("standfirst", "Une tribune de plus.")
    assert excerpt_of(reading(written), found[:1]).field == "title"


def test_a_hint_in_the_body_yields_to_proof_in_the_title(article: Write) -> None:
    title, text = "Une tribune pour l’eau", "Des associations s’en mêlent."
    found = [evidence(title, "tribune", "title", 0.9), evidence(text, "associations", weight=0.2)]
    assert excerpt_of(reading(article(text, title)), found).field == "title"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from([" ", ", ", "\u00a0"]))
def test_a_long_sentence_is_cut_around_its_evidence(
    article: Write, before: int, after: int, sign: str
) -> None:
    text = sign.join(["mot"] * before + ["tribune"] + ["mot"] * after)
    excerpt = excerpt_of(reading(article(text)), [evidence(text, "tribune")])
    assert len(excerpt.text) <= LONGEST
    assert [excerpt.text[start:end] for start, end in excerpt.marks] == ["tribune"]
    assert excerpt.text.strip("…") in text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Un. Deux ! Trois ?", ["Un.", "Deux !", "Trois ?"]),
        ("M. Macron parle. Il dit", ["M. Macron parle.", "Il dit"]),
        ("Am 10. Februar war es so. Dann", ["Am 10. Februar war es so.", "Dann"]),
        ("Titre\nsans point\n\nTexte", ["Titre", "sans point", "Texte"]),
        ("« Oui. » Elle rit.", ["« Oui. »", "Elle rit."]),
        ("lemonde.fr et 3.5 fois", ["lemonde.fr et 3.5 fois"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    folded = fold(text)
    assert [text[start:end] for start, end in spans(folded, sentence_starts(folded))] == sentences


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://a.example/x/2025/02/le-titre_12.html?q=1", "02/le-titre_12.html"),
        ("https://a.example/", ""),
        ("https://a.example/%C3%A9t%C3%A9", "été"),
        ("http://[", ""),
    ],
)
def test_the_slug_is_the_end_of_the_path(url: str, slug: str) -> None:
    assert slug_of(url) == slug
