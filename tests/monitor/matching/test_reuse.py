from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.dossier import Campaign, Document, DocumentKind, Organisation
from monitor.matching.folding import fold
from monitor.matching.reuse import originals_of, own_text, passages_of, reuse_of

TEXT = "Un deux trois quatre cinq six sept huit neuf dix.\n\n# Notes\n\nBla bla bla bla bla bla.\n\n## Plus\n\nBli.\n\n# Fin\n\nOnze."
DOCUMENT = Document("d", DocumentKind.RELEASE, "Titre", text=TEXT, boilerplate=("Notes",))


def test_a_boilerplate_section_ends_at_the_next_heading_of_its_level() -> None:
    kept = own_text(DOCUMENT)
    assert "Bla" not in kept and "Bli" not in kept
    assert "dix" in kept and "Onze" in kept


def test_a_heading_inside_boilerplate_does_not_end_it_even_if_it_is_boilerplate_too() -> None:
    text = "# Notes\n\n## Plus\n\nbla\n\n## Encore\n\nbli\n\n# Fin\n\nonze"
    document = Document("d", DocumentKind.RELEASE, "Titre", text=text, boilerplate=("Notes", "Plus"))
    assert own_text(document).split() == ["#", "Fin", "onze"]


def test_a_verbatim_copy_is_all_of_the_document_whatever_its_typography() -> None:
    original = originals_of(Campaign("c", "C", documents=(DOCUMENT,)))[0]
    copy = own_text(DOCUMENT).upper().replace(" ", "\u00a0")
    reuse = reuse_of(original, fold(copy))
    assert (reuse.share_of_document, reuse.share_of_article) == (1.0, 1.0)
    assert [(one.theirs_first, one.theirs_last) for one in reuse.stretches] == [(0, 11)]


def test_names_that_anybody_writes_weigh_nothing() -> None:
    name = "Ligue des amis de la mer"
    document = Document("d", DocumentKind.RELEASE, "T", text=f"{name} demande un port plus grand.")
    organisations = (Organisation("l", name),)
    original = originals_of(Campaign("c", "C", documents=(document,), organisations=organisations))[0]
    assert reuse_of(original, fold(f"Hier, la {name} a dîné.")).share_of_document == 0


def test_a_document_without_text_is_not_compared() -> None:
    assert originals_of(Campaign("c", "C", documents=(Document("d", DocumentKind.OPED, "T"),))) == ()


@given(st.integers(0, 12), st.lists(st.sampled_from(["pluie", "vent"]), max_size=8))
def test_more_copied_words_never_make_a_smaller_share(count: int, before: list[str]) -> None:
    original = originals_of(Campaign("c", "C", documents=(DOCUMENT,)))[0]
    words = own_text(DOCUMENT).split()

    def share(length: int) -> float:
        return reuse_of(original, fold(" ".join([*before, *words[:length]]))).share_of_document

    assert 0 <= share(count) <= share(count + 1) <= 1


def test_what_was_taken_over_stands_side_by_side() -> None:
    text = "Le port ferme demain matin à huit heures. Les pêcheurs protestent depuis la digue du nord. Rien ne bouge."
    document = Document("d", DocumentKind.RELEASE, "T", text=text)
    original = originals_of(Campaign("c", "C", documents=(document,)))[0]
    article = "Hier : les pêcheurs protestent depuis la grande digue du nord ! Il pleut. Le port ferme demain matin à huit heures."
    body = fold(article)
    passages = passages_of(reuse_of(original, body), original, body)
    assert [article[slice(*passage.theirs)] for passage in passages] == [
        "les pêcheurs protestent depuis la",
        "Le port ferme demain matin à huit heures",
    ]
    assert [text[slice(*passage.ours)] for passage in passages] == [
        "Les pêcheurs protestent depuis la",
        "Le port ferme demain matin à huit heures",
    ]


def test_a_changed_word_or_two_does_not_cut_a_passage() -> None:
    text = "un deux trois quatre cinq six sept huit neuf dix onze douze treize"
    original = originals_of(
        Campaign("c", "C", documents=(Document("d", DocumentKind.OPED, "T", text=text),))
    )[0]
    body = fold(text.replace("sept", "autre chose"))
    (passage,) = passages_of(reuse_of(original, body), original, body)
    assert passage.theirs == (0, len(body.raw))
    assert passage.ours == (0, len(text))


@given(st.lists(st.sampled_from(DOCUMENT.text.split()), max_size=40))
def test_passages_hold_the_same_first_and_last_words_on_both_sides(words: list[str]) -> None:
    original = originals_of(Campaign("c", "C", documents=(DOCUMENT,)))[0]
    body = fold(" ".join(words))
    for passage in passages_of(reuse_of(original, body), original, body):
        ours = [token.folded for token in fold(DOCUMENT.text[slice(*passage.ours)]).tokens]
        theirs = [token.folded for token in fold(body.raw[slice(*passage.theirs)]).tokens]
        assert ours[:5] == theirs[:5]
        assert ours[-5:] == theirs[-5:]
