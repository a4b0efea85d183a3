"""A page that is not its article says so, with a reason; an article about such pages is an article."""

from __future__ import annotations

import pytest

from crawler.extraction import Page, extract
from storage.model import Reason
from tests.crawler.extraction.pages import ADDRESS, PARAGRAPHS, body, ld, page, read

CONSENT = (
    "<h2>Nous respectons votre vie privée</h2><p>Avec votre consentement, nos partenaires et nous utilisons des cookies pour stocker "
    "des informations personnelles.</p><p>Vous pouvez accepter les cookies ou continuer sans accepter.</p><button>Tout accepter</button>"
)
LONG_CONSENT = (
    CONSENT
    + "<p>Les cookies de mesure d’audience nous permettent d’améliorer nos services avec nos 842 partenaires.</p>"
    * 12
)
REFUSAL = (
    "<html><body><p>L'accès à nos sites est interdit à tous les crawlers ne respectant pas les dispositions relatives au "
    "droit voisin des éditeurs de presse. Contact : droits@journal.example</p></body></html>"
)


def bare(inner: str, title: str = "Journal", head: str = "") -> str:
    """A page with no article in it."""
    return f"<html lang='fr'><head><title>{title}</title>{head}</head><body>{inner}</body></html>"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (bare(CONSENT), Reason.CONSENT_WALL),
        (bare(LONG_CONSENT), Reason.CONSENT_WALL),
        (
            page(LONG_CONSENT, head=ld(headline="Le canal rouvre", datePublished="2025-02-04")),
            Reason.CONSENT_WALL,
        ),
        (
            bare(
                "<h1>Page introuvable</h1><p>La page que vous demandez n’existe plus.</p>",
                "Page introuvable - Journal",
            ),
            Reason.SOFT_404,
        ),
        (
            bare(
                "<h1>Oups !</h1><p>Cet article n'existe plus ou a été déplacé. Lisez plutôt : Le canal rouvre.</p>"
            ),
            Reason.SOFT_404,
        ),
        (bare("<h1>404</h1><p>The page you are looking for could not be found.</p>"), Reason.SOFT_404),
        (bare("<h1>Seite nicht gefunden</h1>"), Reason.SOFT_404),
        (
            bare("<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>"),
            Reason.NEEDS_BROWSER,
        ),
        (bare("<div id='app'></div><script src='/app.js'></script>"), Reason.NEEDS_BROWSER),
        (bare("<p>Veuillez activer JavaScript pour lire cette page.</p>"), Reason.NEEDS_BROWSER),
        (
            bare(
                "<h1>Connectez-vous</h1><form><input type='email'><input type='password'></form><p>Mot de passe oublié ?</p>"
            ),
            Reason.LOGIN,
        ),
        (REFUSAL, Reason.REFUSED),
        (bare(""), Reason.BODY_MISSING),
        ("", Reason.BODY_MISSING),
    ],
)
def test_a_page_that_is_no_article_says_why(html: str, reason: Reason) -> None:
    assert read(html).problem is reason


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n...",
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0....",
        b"GIF89a....",
        b"PK\x03\x04....",
        b'{"articles": []}',
        b"plain words",
        b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>',
        b"<urlset xmlns='x'></urlset>",
        b"\x00\x01\x02" * 200,
    ],
)
def test_bytes_that_are_no_html_are_told_whatever_their_header_says(content: bytes) -> None:
    extraction = read(content, "text/html; charset=utf-8")
    assert extraction.problem is Reason.NOT_HTML and extraction.article.text == ""


@pytest.mark.parametrize(
    "content_type", ["application/octet-stream", "", "text/plain", "image/png", "application/xhtml+xml"]
)
def test_html_is_read_whatever_its_header_says(content_type: str) -> None:
    assert read(page(), content_type).problem is None


def test_html_in_utf16_is_html() -> None:
    assert read(page().encode("utf-16"), "text/html").problem is None


def test_a_consent_banner_over_an_article_is_not_a_wall_and_no_part_of_its_text() -> None:
    html = page().replace("<nav>", f"<div id='cookie-banner' role='dialog'>{LONG_CONSENT}</div><nav>")
    extraction = read(html)
    assert extraction.problem is None and extraction.article.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        (
            "Page introuvable : la bibliothèque perd ses livres",
            "La page de l’article n’existe plus, dit la bibliothécaire.",
        ),
        (
            "Les cookies publicitaires devant la justice",
            "Nous utilisons des cookies, disait la bannière ; il fallait tout accepter.",
        ),
        (
            "Le robot est interdit de canal",
            "L’accès est interdit à tous les robots, crawlers compris, dit le règlement du canal.",
        ),
        ("Mot de passe oublié, le roman", "Connectez-vous, disait l’écran, et le lecteur ne savait plus où."),
        ("Activer JavaScript", "Il faut activer JavaScript, expliquait le formateur."),
    ],
)
def test_an_article_on_the_subject_is_an_article(title: str, lead: str) -> None:
    html = page(
        body(lead, *PARAGRAPHS, *(f"{text} Encore." for text in PARAGRAPHS)),
        head=ld(headline=title),
        title=title,
    )
    assert read(html).problem is None


def test_a_short_news_item_on_a_refusal_is_an_article_where_the_page_says_so() -> None:
    assert (
        read(
            page(
                body("Ce journal interdit ses pages aux robots.", PARAGRAPHS[0]), head=ld(headline="Le refus")
            )
        ).problem
        is None
    )


def test_a_wall_keeps_what_the_page_says_of_itself() -> None:
    html = bare(
        "<div id='root'></div><script src='a.js'></script>",
        head=ld(headline="Le canal rouvre", datePublished="2025-02-04"),
    )
    extraction = read(html)
    assert extraction.problem is Reason.NEEDS_BROWSER
    assert extraction.article.title == "Le canal rouvre" and extraction.article.published_at is not None


def test_the_language_of_the_outlet_is_kept_where_nothing_can_be_read() -> None:
    assert extract(Page(ADDRESS, b"%PDF-1.7", "", "fr")).article.language == "fr"
