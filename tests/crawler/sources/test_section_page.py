"""Section pages and searches in HTML: articles in, navigation out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.sources import SourceError
from crawler.sources.section_page import SectionPageReader, read_page
from storage.model import Candidate, Reason

BASE = "https://www.journal.example/politique/"


def page(body: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    )


def found(body: str, head: str = "") -> tuple[Candidate, ...]:
    return read_page(page(body, head), BASE).candidates


def test_a_teaser_gives_address_title_date_and_summary() -> None:
    body = """<main><article><h2><a href="/actu/des-ong-alertent-12345.html">Des ONG <em>alertent</em>&nbsp;!</a></h2>
    <p class="date">Publié le 4 février 2025 à 18h30</p><p>Une centaine d’organisations signent une tribune commune.</p></article>
    <article><h2><a href="/actu/autre-sujet-du-jour-12346.html">Autre sujet du jour</a></h2><time datetime="2025-02-05T08:00:00+01:00"></time></article></main>"""
    assert found(body) == (
        Candidate(
            "https://www.journal.example/actu/des-ong-alertent-12345.html",
            "Des ONG alertent\u00a0!",
            datetime(2025, 2, 4, 18, 30, tzinfo=UTC),
            "Une centaine d’organisations signent une tribune commune.",
        ),
        Candidate(
            "https://www.journal.example/actu/autre-sujet-du-jour-12346.html",
            "Autre sujet du jour",
            datetime(2025, 2, 5, 7, 0, tzinfo=UTC),
        ),
    )


def test_the_heading_beside_a_bare_link_is_the_title() -> None:
    body = "<div><h3>Le vrai titre de l’article</h3><a href='/a/12345'>Lire la suite</a></div><div><h3>Un autre</h3><a href='/a/12346'>Lire</a></div>"
    assert [candidate.title for candidate in found(body)] == ["Le vrai titre de l’article", "Un autre"]


def test_the_heading_inside_a_link_is_the_title() -> None:
    body = "<a href='/a/12345'><span>Politique</span><h3>Le titre</h3><p>Un chapeau assez long pour être un résumé.</p></a>"
    assert found(body)[0].title == "Le titre"


def test_several_links_to_one_article_make_one_candidate_with_the_best_title() -> None:
    body = "<div><a href='/a/12345'><img src='x.jpg' alt='Photo'></a><a href='/a/12345'>Un titre en bonne et due forme</a><a href='/a/12345#com'>12 commentaires</a></div>"
    assert [(c.url, c.title) for c in found(body)] == [
        ("https://www.journal.example/a/12345", "Un titre en bonne et due forme")
    ]


def test_a_date_in_a_headline_is_not_the_date_of_the_article() -> None:
    body = "<h2><a href='/a/12345'>Sommet du 10 février 2025 : ce qui change</a></h2>"
    assert found(body)[0].published_at is None


@pytest.mark.parametrize(
    "link",
    [
        "/", "/politique/", "/tag/intelligence-artificielle", "/agenda/2025/02", "/agenda/2025/02?jour=3", "/connexion?retour=%2F",
        "/abonnement", "/auteur/jeanne-de-la-plume", "/recherche?q=ia", "mailto:redaction@journal.example", "javascript:openMenu()",
        "https://www.facebook.com/sharer.php?u=https://www.journal.example/un-tres-long-titre", "https://autre.example/un-tres-long-titre-1234",
        "/images/une-photo-du-sommet-2025.jpg", "/mentions-legales", "/conditions-generales-d-utilisation", "#haut", "/rubrique/une-longue-rubrique-du-site",
    ],
)  # fmt: skip
def test_navigation_is_left_out(link: str) -> None:
    assert found(f"<p><a href='{link}'>Voir</a></p>") == ()


def test_navigation_elements_are_left_out_whatever_they_link_to() -> None:
    body = "<nav><a href='/actu/un-dossier-tres-special'>x</a></nav><footer><a href='/actu/qui-nous-sommes-et-pourquoi'>y</a></footer>"
    assert found(body) == ()


def test_subdomains_belong_to_the_site() -> None:
    body = page(
        "<a href='https://blog.imaginaire.fr/un-billet-de-blog'>Billet</a><a href='https://autre.fr/un-billet-de-blog'>x</a>"
    )
    assert [c.url for c in read_page(body, "https://www.imaginaire.fr/").candidates] == [
        "https://blog.imaginaire.fr/un-billet-de-blog"
    ]


def test_words_are_parted_where_they_are_parted_on_the_page() -> None:
    body = "<h2><a href='/a/12345'><span>Vidéo</span>L’<em>IA</em>, <b>enfin</b>.<br>Suite</a></h2>"
    assert found(body)[0].title == "Vidéo L’IA, enfin. Suite"


def test_on_an_ip_address_the_site_is_host_and_port() -> None:
    body = page("<a href='/a/12345'>un</a><a href='http://127.0.0.1:8002/a/12346'>deux</a>")
    assert [c.url for c in read_page(body, "http://127.0.0.1:8001/").candidates] == [
        "http://127.0.0.1:8001/a/12345"
    ]


def test_links_are_read_against_the_base_of_the_page() -> None:
    assert (
        found("<a href='x/12345'>un</a>", "<base href='/fr/'>")[0].url
        == "https://www.journal.example/fr/x/12345"
    )


@pytest.mark.parametrize(
    "pager",
    [
        "<a rel='next' href='?page=2'>2</a>",
        "<a class='pager__next' href='?page=2'>→</a>",
        "<a href='?page=1'>Précédent</a><a href='?page=2'>Suivant</a>",
        "<ul><li><a href='?page=2'>Page suivante »</a></li></ul>",
        "<a href='?page=2'>›</a>",
    ],
)
def test_the_next_page_is_what_the_pager_says(pager: str) -> None:
    body = page(f"<a href='/a/12345'>un</a><nav>{pager}</nav>")
    read = read_page(body, BASE)
    assert read.next_url == BASE + "?page=2"
    assert SectionPageReader().following(BASE, BASE, read) == BASE + "?page=2"


def test_a_page_without_articles_has_no_following_page() -> None:
    read = read_page(page("<a rel='next' href='?page=2'>2</a>"), BASE)
    assert read.candidates == ()
    assert SectionPageReader().following(BASE, BASE, read) is None


def test_a_next_page_elsewhere_is_not_followed() -> None:
    assert read_page(page("<a rel='next' href='https://autre.example/?page=2'>2</a>"), BASE).next_url is None


def test_windows_bytes_are_read_as_windows() -> None:
    body = "<html><head><meta charset='iso-8859-1'></head><body><a href='/a/12345'>L’été</a></body></html>".encode(
        "cp1252"
    )
    assert read_page(body, BASE).candidates[0].title == "L’été"


@pytest.mark.parametrize("body", [b"", b"texte", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_page_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_page(body, BASE)
    assert caught.value.reason is Reason.NOT_HTML


def test_undated_teasers_keep_no_date() -> None:
    assert found("<article><a href='/a/12345'>un</a><time>bientôt</time></article>")[0].published_at is None


def test_a_day_without_a_time_stays_a_day() -> None:
    assert found("<article><a href='/a/12345'>un</a><span class='post-date'>4 février 2025</span></article>")[
        0
    ].published_at == date(2025, 2, 4)


def test_a_tag_with_two_hundred_thousand_attributes_costs_no_time() -> None:
    attributes = " ".join(f"a{n}='b'" for n in range(200_000))
    assert [c.url for c in found(f"<div {attributes}></div><a href='/a/12345'>un</a>")] == [
        "https://www.journal.example/a/12345"
    ]
