from __future__ import annotations

import pytest

from monitor.dossier import Campaign, Document, DocumentKind
from monitor.matching.fields import Field
from monitor.matching.folding import fold
from monitor.matching.retelling import Outline, outlines_of, retelling_of

RELEASE = """# Trois ports fermés

Les pêcheurs artisanaux dénoncent la fermeture administrative de trois ports bretons, décidée sans consultation.

Les coopératives réclament une commission indépendante, des indemnités immédiates et la publication des mesures.

La préfecture promet une réunion technique avec les communes concernées avant la saison hivernale prochaine.

# À propos

Les coopératives rassemblent des pêcheurs artisanaux, des communes bretonnes et des criées indépendantes.
"""
TRANSLATED = """Artisanal fishers denounce the administrative closure of three Breton ports, decided without consultation.

The cooperatives demand an independent commission, immediate indemnities and the publication of the measures.

The prefecture promises a technical meeting with the communes concerned before the next winter season."""


@pytest.fixture(scope="module")
def outline() -> Outline:
    document = Document("d", DocumentKind.RELEASE, "T", text=RELEASE, boilerplate=("À propos",))
    return outlines_of(Campaign("c", "C", documents=(document,)))[0]


def share(outline: Outline, text: str) -> float:
    retelling = retelling_of([outline], Field("body", fold(text)))
    return retelling.share if retelling else 0.0


def test_the_text_itself_is_told_again_in_full(outline: Outline) -> None:
    own = RELEASE.split("# À propos")[0]
    assert share(outline, own) == 1.0


def test_a_translation_into_a_related_language_keeps_stems_in_the_order_of_the_paragraphs(
    outline: Outline,
) -> None:
    assert share(outline, TRANSLATED) >= 0.3


def test_the_same_paragraphs_in_another_order_count_less(outline: Outline) -> None:
    turned = "\n\n".join(reversed(TRANSLATED.split("\n\n")))
    assert share(outline, turned) < share(outline, TRANSLATED) / 2


def test_an_article_on_the_same_matter_is_not_the_text_told_again(outline: Outline) -> None:
    text = (
        "Le maire de Concarneau a visité hier la criée indépendante. « Trois ports fermés, c’est trop », dit-il.\n\n"
        "Une réunion technique est prévue. Personne ne sait encore qui viendra, ni de quoi on y parlera vraiment."
    )
    assert share(outline, text) < 0.2


def test_a_long_article_that_holds_the_text_is_not_mostly_the_text(outline: Outline) -> None:
    other = "\n\n".join(
        f"Paragraphe {n} sur dimanche, marché, légumes{n}, fromage{n}, musique{n} et kermesse{n}."
        for n in range(40)
    )
    retelling = retelling_of([outline], Field("body", fold(RELEASE.split("# À propos")[0] + "\n\n" + other)))
    assert retelling is not None
    assert retelling.share_of_document == 1.0
    assert retelling.share_of_article < 0.3


def test_nothing_is_compared_with_an_empty_body_or_a_document_without_text(outline: Outline) -> None:
    assert retelling_of([outline], Field("body", fold(""))) is None
    assert outlines_of(Campaign("c", "C", documents=(Document("d", DocumentKind.OPED, "T"),))) == ()
