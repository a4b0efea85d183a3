from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.dossier import Campaign
from monitor.matching import evidence as find
from monitor.matching.fields import Field
from monitor.matching.folding import fold
from monitor.matching.quotations import frames_of
from monitor.matching.reading import read
from monitor.matching.speech import quoted_in
from monitor.matching.terms import TermIndex
from monitor.matching.vocabulary import terms_of
from storage.model import StoredArticle

Write = Callable[..., StoredArticle]
Quoted = Callable[..., set[str]]
LIBRES, LIGUE = "semences-libres", "lpp"


@pytest.fixture(scope="module")
def quoted(campaign: Campaign, article: Write) -> Quoted:
    index = TermIndex(terms_of(campaign))

    def speaking(text: str, title: str = "", standfirst: str = "") -> set[str]:
        reading = read(article(text, title, standfirst), index)
        return quoted_in(reading, find.organisations(reading, campaign, pickup=True))

    return speaking


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("« On nous prend nos graines », dénonce Semences libres.", {LIBRES}),
        ("Semences libres dénonce : « On nous prend nos graines. »", {LIBRES}),
        ("Pour Semences libres, « on nous prend nos graines ».", {LIBRES}),
        ("Selon la Ligue paysanne du Ponant, « tout est à refaire ».", {LIGUE}),
        ("« Tout est à refaire », dit Anne Le Bihan, présidente de Semences libres.", {LIBRES}),
        ("Anne Le Bihan, porte-parole de Semences libres, soupire. « Tout est à refaire. »", {LIBRES}),
        ("La présidente de la LPP est là. « Tout est à refaire », lance-t-elle.", {LIGUE}),
        ("“They are taking our seeds,” said a spokeswoman for Semences libres.", {LIBRES}),
        ("According to Semences libres, “nothing has been decided yet”.", {LIBRES}),
        ("„Uns nimmt man das Saatgut“, sagte eine Sprecherin von Semences libres.", {LIBRES}),
        ("Según Semences libres, «nos quitan las semillas».", {LIBRES}),
        ("«Nos quitan las semillas», denuncia Semences libres.", {LIBRES}),
        ("«Ci tolgono i semi», denuncia Semences libres.", {LIBRES}),
        ("“Nothing is decided,” said Anne Le Bihan of Semences libres.", {LIBRES}),
        ("« Rien n’est décidé », affirment Semences libres et la LPP.", {LIBRES, LIGUE}),
        ("Semences libres est née à Brest.", set()),
        ("Semences libres parle d’un « scandale ».", set()),
        ("« Rien n’est décidé », répond le ministre à Semences libres.", set()),
        ("« Rien n’est décidé », répond le ministre à la présidente de Semences libres.", set()),
        ("« Rien n’est décidé », dit Paul Kermarec, critiqué par Semences libres.", set()),
        ("Semences libres proteste. Paul Kermarec, préfet, répond : « Rien n’est décidé. »", set()),
        ("Semences libres proteste. « Rien n’est décidé », répond Paul Kermarec.", set()),
        ("Semences libres proteste. « Rien n’est décidé », répond le préfet.", set()),
        ("« Les graines sont à tous », lit-on sur un mur. Semences libres n’y est pour rien.", set()),
    ],
)
def test_words_are_given_to_whom_they_are_attributed(quoted: Quoted, text: str, speakers: set[str]) -> None:
    assert quoted(text) == speakers


def test_who_was_introduced_speaks_on_under_the_own_name(quoted: Quoted) -> None:
    text = (
        "Anne Le Bihan, présidente de Semences libres, reçoit dans sa grange.\n\nIl pleut.\n\n"
        "« Nous avons tout essayé », dit Anne Le Bihan."
    )
    assert quoted(text) == {LIBRES}


def test_a_title_that_is_a_quotation_belongs_to_whom_the_standfirst_introduces(quoted: Quoted) -> None:
    standfirst = "Anne Le Bihan, présidente de Semences libres, raconte ses débuts."
    assert quoted("Il pleut.", "« Nous avons tout essayé »", standfirst) == {LIBRES}


def test_a_quotation_knows_the_words_of_its_sentence() -> None:
    field = Field("body", fold("Il pleut. Anne dit : « Oui, il pleut. » Le chien dort."))
    (frame,) = frames_of(field)
    words = [token.folded for token in field.folded.tokens]
    assert words[slice(*frame.before)] == ["anne", "dit"]
    assert words[slice(*frame.after)] == []
    assert words[slice(*frame.quoted)] == ["oui", "il", "pleut"]
    assert frame.announced


def test_one_or_two_words_in_quotation_marks_are_not_something_said() -> None:
    assert list(frames_of(Field("body", fold("Un « vrai scandale », dit-il.")))) == []


def test_marks_that_never_close_are_no_quotation_and_cost_no_time() -> None:
    assert list(frames_of(Field("body", fold("« a " * 20_000)))) == []
    assert list(frames_of(Field("body", fold("“ a “ b " * 10_000)))) == []
