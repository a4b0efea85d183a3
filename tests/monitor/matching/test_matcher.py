from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.dossier import Campaign
from monitor.matching.fields import address_texts, written_texts
from monitor.matching.folding import fold_words, joined
from monitor.matching.matcher import MOST_EVIDENCE, Matcher, compile_campaign
from storage.model import Judgement, Link, MentionKind, Salience, StoredArticle

Write = Callable[..., StoredArticle]

NEWS = "Le maire a inauguré un rond-point. La fanfare a joué. Tout le monde est reparti content."
PICKUP = (
    "Il a plu sur la rade. Une soixantaine d’associations ont signé une tribune parue dans Le Soir bleu contre "
    "les OGM. Le préfet n’a pas répondu."
)


@pytest.fixture(scope="module")
def matcher(campaign: Campaign) -> Matcher:
    return compile_campaign(campaign)


def judged(matcher: Matcher, article: StoredArticle) -> Judgement:
    judgement = matcher.judge(article)
    assert judgement is not None
    return judgement


def test_an_article_about_something_else_is_no_mention(matcher: Matcher, article: Write) -> None:
    assert matcher.judge(article(NEWS, "Un rond-point")) is None


def test_number_and_outlet_make_a_citation_without_any_name(matcher: Matcher, article: Write) -> None:
    judgement = judged(matcher, article(PICKUP))
    assert (judgement.kind, judgement.to_check) == (MentionKind.CITATION, False)
    assert {one.type for one in judgement.evidence} >= {"number", "attribution"}
    assert judgement.salience is Salience.SUBSTANTIAL


def test_the_same_words_about_another_subject_are_no_mention(matcher: Matcher, article: Write) -> None:
    text = PICKUP.replace("OGM", "pesticides")
    assert matcher.judge(article(text, published=date(2024, 1, 5))) is None


def test_the_number_alone_is_to_check(matcher: Matcher, article: Write) -> None:
    text = "Sur les OGM, une soixantaine d’associations ont réagi. Le préfet n’a pas répondu."
    judgement = judged(matcher, article(text))
    assert (judgement.kind, judgement.to_check) == (MentionKind.CITATION, True)


def test_a_rival_text_vetoes_the_weaker_signs(matcher: Matcher, article: Write) -> None:
    text = (
        "Le collectif Friche publie une tribune dans Le Soir bleu, signée par la Ligue paysanne du Ponant. "
        "Elle vise le sommet sur les OGM."
    )
    assert judged(matcher, article(text)).kind is MentionKind.RELATED
    assert judged(matcher, article(text.replace("Friche", "Jachère"))).kind is MentionKind.CITATION


def test_a_rival_text_does_not_veto_the_title(matcher: Matcher, article: Write) -> None:
    text = "Friche répond à la tribune « Ce que les semences ne vous diront pas »."
    judgement = judged(matcher, article(text))
    assert judgement.kind is MentionKind.CITATION
    assert any(one.type == "rival" and one.weight == 0 for one in judgement.evidence)


def test_a_large_part_of_the_release_is_a_republication(
    matcher: Matcher, article: Write, campaign: Campaign
) -> None:
    body = campaign.documents[1].text.split("# À propos")[0].replace("'", "’")
    judgement = judged(matcher, article(body, "Vu pour vous"))
    assert (judgement.kind, judgement.salience) == (MentionKind.REPUBLICATION, Salience.MAIN)
    assert judgement.reuse is not None
    assert judgement.reuse["document"] == "communique"
    assert judgement.reuse["share_of_document"] > 0.9
    assert all(len(one.text) <= 300 for one in judgement.evidence)


def test_boilerplate_alone_is_no_republication(matcher: Matcher, article: Write, campaign: Campaign) -> None:
    notice = campaign.documents[1].text.split("## Semences libres de France")[1]
    assert matcher.judge(article(notice)) is None


def test_a_link_alone_is_a_citation_quoted_by_its_words(matcher: Matcher, article: Write) -> None:
    text = "À lire ce matin. Un texte qui fait du bien. Le café est chaud."
    link = Link(
        "http://lesoir-bleu.example/debats/ce-que-les-semences/?utm=x", "Un texte", text.index("Un texte")
    )
    judgement = judged(matcher, article(text, links=(link,)))
    assert judgement.kind is MentionKind.CITATION
    assert judgement.evidence[0].field == "link"
    assert judgement.excerpt.text == "Un texte qui fait du bien."
    assert judgement.excerpt.marks == ((0, len("Un texte")),)


def test_the_event_by_name_is_a_topic(matcher: Matcher, article: Write) -> None:
    judgement = judged(matcher, article(f"{NEWS} {NEWS} On en parlera au sommet de Brest sur les OGM."))
    assert (judgement.kind, judgement.salience) == (MentionKind.TOPIC, Salience.PASSING)


def test_the_event_named_by_the_address_only_is_to_check(matcher: Matcher, article: Write) -> None:
    judgement = judged(
        matcher, article(NEWS, "En bref", url="https://journal.example/2024/sommet-ogm-le-point")
    )
    assert (judgement.kind, judgement.to_check) == (MentionKind.TOPIC, True)
    assert (judgement.excerpt.field, judgement.excerpt.text) == ("title", "En bref")


def test_an_organisation_at_the_event_is_related(matcher: Matcher, article: Write) -> None:
    text = "La Ligue paysanne du Ponant manifestera devant le sommet OGM. La LPP attend mille personnes."
    judgement = judged(matcher, article(text))
    assert judgement.kind is MentionKind.RELATED
    assert judgement.organisations == ("lpp",)
    assert judgement.organisations_quoted == ()


def test_a_page_on_an_organisation_s_own_site_is_own(matcher: Matcher, article: Write) -> None:
    assert judged(matcher, article(PICKUP, url="https://www.lpp.example/actu/1")).own
    assert judged(matcher, article(PICKUP, url="https://blog.lpp.example/actu/1")).own
    assert not judged(matcher, article(PICKUP, url="https://notlpp.example/actu/1")).own


def test_a_line_pointing_to_other_articles_is_none_of_the_text(matcher: Matcher, article: Write) -> None:
    aside = "À lire aussi : Ce que les semences ne vous diront pas"
    assert matcher.judge(article(f"{NEWS}\n\n{aside}\n\n{NEWS}")) is None


def test_without_a_body_title_and_standfirst_are_judged(matcher: Matcher, article: Write) -> None:
    judgement = judged(matcher, article(None, "Sommet sur les OGM : l’heure des comptes"))
    assert (judgement.kind, judgement.excerpt.field) == (MentionKind.TOPIC, "title")
    assert matcher.judge(article(None)) is None


def test_more_evidence_never_lowers_the_score(matcher: Matcher, article: Write) -> None:
    parts = [PICKUP, "La LPP approuve.", "On y lit : « graines sous clé ».", "Le sommet de Brest s’ouvre."]
    scores = [judged(matcher, article(" ".join(parts[: count + 1]))).score for count in range(len(parts))]
    assert scores == sorted(scores)
    assert 0 < scores[0] < scores[-1] <= 1


def test_evidence_is_kept_in_measure(matcher: Matcher, article: Write) -> None:
    judgement = judged(matcher, article("Le sommet sur les OGM. " * 500))
    assert len(judgement.evidence) == MOST_EVIDENCE


def test_a_campaign_without_event_still_finds_its_text(campaign: Campaign, article: Write) -> None:
    bare = compile_campaign(replace(campaign, event=None))
    text = (
        "La Ligue paysanne du Ponant a publié un appel dans Le Soir bleu avec une soixantaine d’associations."
    )
    assert judged(bare, article(text)).kind is MentionKind.CITATION
    assert bare.judge(article(NEWS)) is None


def test_an_empty_campaign_matches_nothing(article: Write) -> None:
    assert compile_campaign(Campaign("vide", "Vide")).judge(article(PICKUP, PICKUP)) is None


PIECES = st.sampled_from(
    [
        "une soixantaine d’associations",
        "ont signé",
        "une tribune",
        "dans Le Soir bleu",
        "du Soir bleu",
        "les OGM",
        "l’ogm",
        "la LPP",
        "Ligue paysanne du Ponant",
        "le sommet",
        "à Brest",
        "à Oslo",
        "Friche",
        "le 12 juin",
        "graines sous clé",
        "ressemées sans rien demander",
        "des militants",
        ".",
        "Et",
        "\n\n",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PIECES, max_size=14), st.lists(PIECES, max_size=4), st.sampled_from(["a/1", "sommet-ogm", "x"])
)
def test_whatever_matches_holds_a_watch_term(
    matcher: Matcher, article: Write, body: list[str], title: list[str], slug: str
) -> None:
    written = article(" ".join(body), " ".join(title), url=f"https://journal.example/{slug}")
    judgement = matcher.judge_unfiltered(written)
    assert matcher.judge(written) == judgement
    if judgement is not None:
        texts = [joined(fold_words(text)) for text in (*written_texts(written), *address_texts(written))]
        assert any(f" {term} " in text for term in matcher.watch_terms for text in texts)
        assert len(judgement.excerpt.text) <= 300
        raw = {"title": written.title, "standfirst": written.standfirst, "body": written.text or ""}
        assert all(
            raw[one.field][one.start : one.end] == one.text for one in judgement.evidence if one.field in raw
        )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=40))
def test_no_article_breaks_it(matcher: Matcher, article: Write, body: str, title: str, url: str) -> None:
    written = article(body, title, url=url, links=(Link(url, title, 10**6), Link("http://[", "", -1)))
    assert matcher.judge(written) == matcher.judge_unfiltered(written)


def test_any_typography_gives_the_same_kind(matcher: Matcher, article: Write) -> None:
    plain = judged(matcher, article(PICKUP.replace("’", "'")))
    for variant in (
        PICKUP,
        PICKUP.upper(),
        PICKUP.replace(" ", "\u00a0"),
        PICKUP.replace("Soir", "So\u00adir"),
    ):
        assert judged(matcher, article(variant)).kind is plain.kind


def test_a_standfirst_that_repeats_the_beginning_of_the_body_is_not_read_twice(
    matcher: Matcher, article: Write
) -> None:
    text = f"{NEWS}\n\n{NEWS} On en parlera au sommet de Brest sur les OGM.\n\n{NEWS}"
    repeated = judged(matcher, article(text, standfirst=f"{text[:-20]} […]"))
    assert repeated.salience is Salience.PASSING
    assert {one.field for one in repeated.evidence} == {"body"}
    own = judged(
        matcher, article(text, standfirst="Les OGM, sujet du sommet de Brest, et la fanfare du maire.")
    )
    assert own.salience is Salience.MAIN


def test_a_search_that_found_an_article_is_no_evidence(matcher: Matcher, article: Write) -> None:
    found_by = {"source": "journal/search", "search": "sommet OGM"}
    hidden = replace(article(None, "À la une", "Réservé aux abonnés."), paywalled=True, provenance=found_by)
    assert matcher.judge(hidden) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "« a b c » dit Ana Ruz de la LPP. " * 3_000,
        "« sommet sur les OGM, dit la Ligue paysanne du Ponant " * 2_000,
        "sommet OGM à Brest\n" * 10_000,
        "Jean Paul Marc Luc " * 10_000 + "sommet OGM",
    ],
)
def test_no_text_takes_long(matcher: Matcher, article: Write, hostile: str) -> None:
    begin = process_time()
    assert matcher.judge(article(hostile, "Sommet OGM de Brest")) is not None
    assert process_time() - begin < 5
