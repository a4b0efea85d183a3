"""The text of an article: its paragraphs, its links where they stand, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.model import Article, Link
from tests.crawler.extraction.pages import ADDRESS, PARAGRAPHS, body, ld, page, read

WHOLE = "\n\n".join(PARAGRAPHS)


def links_fit(article: Article) -> bool:
    """Every link stands in the text where it says."""
    return all(article.text[link.start : link.start + len(link.text)] == link.text for link in article.links)


def test_paragraphs_are_separated_by_a_blank_line() -> None:
    assert read(page()).article.text == WHOLE


def test_the_same_page_gives_the_same_text_whatever_token_it_carries() -> None:
    one, other = (page(head=f'<meta name="csrf" content="{n}"><script>var t={n}</script>') for n in (1, 2))
    assert read(one).article == read(other).article


def test_a_link_keeps_its_absolute_target_its_words_and_its_place() -> None:
    text = 'Le texte <em>paru</em> dans <a href="https://journal.example/tribune?id=1">une <b>tribune</b> du Journal</a>, et <a href="../plan">là</a>.'
    article = read(page(body() + body(text))).article
    assert article.links == (
        Link(
            "https://journal.example/tribune?id=1",
            "une tribune du Journal",
            article.text.index("une tribune du"),
        ),
        Link("https://www.gazette.example/plan", "là", article.text.rindex("là")),
    )
    assert article.text.endswith("Le texte paru dans une tribune du Journal, et là.")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "mailto:a@b.example",
        "data:text/html,x",
        "#note",
        "http://[bad",
        "https://a.example:99999/",
        "http://u@b.example/",
        "",
    ],
)
def test_a_link_that_leads_to_no_page_is_none(href: str) -> None:
    article = read(page(body() + body(f'Un <a href="{href}">renvoi</a> sans suite.'))).article
    assert "Un renvoi sans suite." in article.text
    assert [link for link in article.links if not link.url.startswith(ADDRESS)] == []


def test_links_of_navigation_and_of_related_boxes_do_not_count() -> None:
    box = '<div class="read-also"><span>À lire aussi</span><ul><li><a href="/autre">Un autre article de ce jour</a></li></ul></div>'
    article = read(page(body(PARAGRAPHS[0]) + box + body(*PARAGRAPHS[1:]))).article
    assert article.links == () and article.text == WHOLE


WORD = st.text(
    st.characters(categories=("L", "M", "N", "P", "Zs", "Cf"), exclude_characters="<>&"),
    min_size=1,
    max_size=12,
)


@given(
    st.lists(
        st.tuples(WORD, st.booleans(), st.sampled_from(["", " ", "\n", "&nbsp;", "<br>"])),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=120, deadline=None)
def test_offsets_of_links_are_exact_whatever_the_words(pieces: list[tuple[str, bool, str]]) -> None:
    inner = "".join(
        f"<a href='https://b.example/{n}'>{word}</a>{gap}" if linked else word + gap
        for n, (word, linked, gap) in enumerate(pieces)
    )
    article = read(page(body(*PARAGRAPHS, f"Début de la phrase {inner} et fin de la phrase."))).article
    assert links_fit(article)
    assert all(link.text.strip() == link.text != "" for link in article.links)


@pytest.mark.parametrize(
    "line",
    [
        "Temps de lecture : 3 min",
        "Lecture 4 min.",
        "3 minutes de lecture",
        "Ajouter à vos favoris",
        "Partager sur Facebook",
        "Publicité",
        "La suite après cette publicité",
        "Newsletter : inscrivez-vous",
        "Inscrivez-vous à notre newsletter pour recevoir l’essentiel chaque matin.",
        "Recevez chaque matin l’essentiel de l’actualité dans votre boîte mail.",
        "À lire aussi : Les péniches attendent",
        "Lire aussi » Les péniches attendent",
        "Publié le 4 février 2025 à 10h00",
        "Mis à jour le 5 février 2025",
        "Par Anne Dupont",
        "Article réservé aux abonnés",
        "Commenter",
        "Déjà abonné ? Se connecter",
        "Réservé aux abonnés",
        "Abonnés",
        "Lire plus tard",
        "Suivre ce sujet",
        "Voir tous les commentaires",
        "Rejoignez-nous sur WhatsApp pour ne rien manquer",
        "Retrouvez toute l’actualité du canal sur notre application.",
        "Ce contenu est bloqué car vous n’avez pas accepté les cookies.",
        "L’article a été ajouté à vos favoris",
        "Propos recueillis par Anne Dupont",
        "Nous utilisons des cookies pour améliorer l’offre que nous vous proposons.",
        "2 commentaires",
        "Crédit photo : La Gazette",
        "Advertisement",
        "Sign up for our newsletter",
        "Lesen Sie auch: Der Kanal",
        "Lea también: El canal",
    ],
)
def test_a_line_of_furniture_is_no_part_of_the_text(line: str) -> None:
    assert read(page(body(PARAGRAPHS[0], line, *PARAGRAPHS[1:]))).article.text == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi vite que possible n’est pas lire, rappelle la bibliothécaire du canal.",
        "À lire ce rapport, on croirait que rien ne s’est passé depuis onze mois.",
        "Par Toutatis, que de péniches dans ce canal !",
        "Partager l’eau sera le sujet de l’été, promet le syndicat.",
        "La publicité n’y est pour rien, assure-t-il.",
        "Publié par la Ligue, le texte dénonce les travaux.",
        "Déjà abonné au retard, le chantier a repris.",
        "Suivre ce canal est un plaisir d’été.",
        "Ce contenu de vase est bloqué par l’écluse.",
        "Rejoignez le chantier, dit l’affiche, et amenez vos bottes.",
        "Voir les commentaires des riverains suffit à comprendre.",
        "Voir : c’est tout ce que demandent les riverains.",
        "Il vous reste à venir voir.",
        "Étiquettes : ia, presse, eau",
    ],
)
def test_a_sentence_that_begins_like_furniture_stays(line: str) -> None:
    assert line in read(page(body(PARAGRAPHS[0], line, *PARAGRAPHS[1:]))).article.text


def test_a_paragraph_that_only_links_within_the_site_goes_and_one_that_links_elsewhere_stays() -> None:
    inside, outside = (
        '<a href="/autre">Les péniches attendent leur tour</a>',
        '<a href="https://journal.example/t">Lire la tribune du Journal</a>',
    )
    article = read(page(body(PARAGRAPHS[0], inside, outside, *PARAGRAPHS[1:]))).article
    assert "attendent leur tour" not in article.text
    assert [link.url for link in article.links] == ["https://journal.example/t"]


@pytest.mark.parametrize(
    "lead",
    [
        "<h2>Le canal rouvre</h2>",
        "<p>Accueil</p><p>Actualités</p><h2>Le canal rouvre</h2>",
        "<p>Travaux Le canal rouvre</p>",
        "<p>TravauxLe canal rouvre</p>",
    ],
)
def test_a_headline_repeated_at_the_top_of_the_body_goes_with_what_is_before_it(lead: str) -> None:
    assert read(page(lead + body())).article.text == WHOLE


def test_a_notice_that_stands_three_times_is_no_writing() -> None:
    notice = "Pour voir cette carte des écluses, il faut un autre appareil que celui-ci, ou bien un autre réglage de ses préférences."
    assert (
        read(page(body(PARAGRAPHS[0], notice, PARAGRAPHS[1], notice, *PARAGRAPHS[2:], notice))).article.text
        == WHOLE
    )


def test_a_list_of_other_articles_at_the_end_goes() -> None:
    rest = "<h3>Les plus lus</h3>" + body("Un premier titre d’article", "Un deuxième titre d’article")
    assert read(page(body() + rest)).article.text == WHOLE


def test_prose_after_such_a_heading_stays() -> None:
    more = "Le syndicat prévoit aussi de refaire le chemin de halage entre les deux ponts, avant la fin de l’année."
    rest = "<h3>À lire</h3>" + body(more, more.replace("aussi", "enfin"), more.replace("aussi", "encore"))
    assert read(page(body(*PARAGRAPHS, *PARAGRAPHS[:2]) + rest)).article.text.endswith(
        more.replace("aussi", "encore")
    )


def test_comments_and_side_columns_are_no_part_of_the_text() -> None:
    extra = "<section id='comments' class='comments'><h3>2 commentaires</h3><p>Bravo pour cet article, très clair vraiment.</p></section>"
    html = page(body() + extra).replace(
        "</main>", "</main><aside><p>Un autre sujet dans la colonne de droite de la page.</p></aside>"
    )
    assert read(html).article.text == WHOLE


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>{}</div>",
        "<div style='display:none'>{}</div>",
        "<div style='color:red; DISPLAY : none'>{}</div>",
        "<div style='visibility:hidden'>{}</div>",
        "<div class='visually-hidden'>{}</div>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<!-- {} -->",
        "<script>{}</script>",
    ],
)
def test_hidden_text_is_never_read(hidden: str) -> None:
    secret = (
        "<p>La suite de cet article, que le journal ne montre pas à ses lecteurs sans abonnement.</p>" * 4
    )
    article = read(page(body() + hidden.format(secret))).article
    assert "abonnement" not in article.text and article.text == WHOLE


def test_what_a_server_sends_late_for_every_reader_is_read() -> None:
    html = page('<template id="B:0"></template>').replace(
        "</body>", f'<div hidden id="S:0"><article>{body()}</article></div></body>'
    )
    assert read(html).article.text == WHOLE


def test_the_tail_of_a_paywall_marks_the_article_and_is_no_part_of_it() -> None:
    article = read(
        page(
            body(
                *PARAGRAPHS, "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés."
            )
        )
    ).article
    assert article.paywalled and article.text == WHOLE


def test_an_offer_beside_the_text_marks_the_article_too() -> None:
    offer = '<div class="paywall-offer"><p><strong>Article réservé aux abonnés</strong></p><p>Il vous reste à découvrir.</p></div>'
    article = read(page(body() + offer)).article
    assert article.paywalled and article.text == WHOLE


def test_the_word_paywall_in_the_markup_marks_nothing() -> None:
    assert not read(
        page(f'<div class="corps paywall premium">{body()}</div><script>poool("paywall")</script>')
    ).article.paywalled


def test_the_structured_body_rescues_a_page_whose_text_is_not_in_its_markup() -> None:
    html = page("<p>Le canal.</p>", head=ld(headline="Le canal rouvre", articleBody=WHOLE))
    article = read(html).article
    assert article.text == WHOLE and article.provenance["text"] == "json-ld"


def test_the_structured_body_of_a_paywalled_page_is_never_used() -> None:
    html = page(
        "<p>Le canal.</p>", head=ld(headline="Le canal rouvre", articleBody=WHOLE, isAccessibleForFree=False)
    )
    assert "écluses" not in read(html).article.text


def test_double_encoded_text_is_mended_before_anything_reads_it() -> None:
    broken = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in body().encode())
    assert read(page(broken)).article.text == WHOLE


def test_typographic_variants_come_out_as_one_clean_text() -> None:
    dressed = (
        PARAGRAPHS[0]
        .replace("é", "e\u0301")
        .replace("navigation", "navi&shy;ga&#8203;tion")
        .replace("canal", "<b>c</b>anal")
    )
    assert read(page(body(dressed, *PARAGRAPHS[1:]))).article.text == WHOLE


def test_lists_quotes_and_headings_are_paragraphs_of_their_own() -> None:
    inner = (
        body()
        + "<h2>Et après</h2><ul><li>Une première mesure, pour les écluses.</li><li>Une seconde.</li></ul><blockquote><p>Une citation.</p></blockquote>"
        + body(PARAGRAPHS[1] + " Enfin.")
    )
    parts = read(page(inner)).article.text.split("\n\n")
    assert parts[4:8] == [
        "Et après",
        "Une première mesure, pour les écluses.",
        "Une seconde.",
        "Une citation.",
    ]


def test_a_page_without_any_container_is_read() -> None:
    html = f"<html><head><title>Le canal rouvre | Carnet</title></head><body bgcolor='#fff'><a href='/'>Carnet</a><hr><h2>Le canal rouvre</h2>{body()}<h2>Et après</h2>{body('Une fin qui compte.')}</body></html>"
    assert read(html).article.text == WHOLE + "\n\nEt après\n\nUne fin qui compte."


@given(st.text(st.characters(exclude_categories=()), max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_page_is_strange_enough_to_raise(text: str) -> None:
    for html in (text, page(f"<p>{text}</p>{body()}"), page(head=text), page(body() + text)):
        article = read(html.encode("utf-8", "surrogatepass")).article
        assert links_fit(article)
        article.text.encode("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u202e]", article.text)
