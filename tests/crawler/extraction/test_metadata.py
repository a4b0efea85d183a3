"""What a page says of itself, and where it was said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from crawler.extraction import Page, extract
from storage.model import Candidate, Rights
from tests.crawler.extraction.pages import ADDRESS, block, body, ld, page, read

WINTER = timezone(timedelta(hours=1))
FULL = ld(
    headline="Le canal rouvre à la navigation",
    description="Onze mois de travaux, et le retour des péniches.",
    author=[{"@type": "Person", "name": "Par Anne Dupont"}, {"@type": "Person", "name": "Karim B."}],
    publisher={"@type": "Organization", "name": "La Gazette"},
    datePublished="2025-02-05T00:30:00+01:00",
    dateModified="2025-02-05T09:00:00Z",
    isAccessibleForFree="False",
)


def test_structured_data_come_first_and_every_field_says_so() -> None:
    article = read(page(head=FULL)).article
    assert article.title == "Le canal rouvre à la navigation"
    assert article.standfirst == "Onze mois de travaux, et le retour des péniches."
    assert article.authors == ("Anne Dupont", "Karim B.")
    assert article.published_at == datetime(2025, 2, 5, 0, 30, tzinfo=WINTER)
    assert article.modified_at == datetime(2025, 2, 5, 9, tzinfo=UTC)
    assert article.paywalled
    assert article.language == "fr"
    fields = ("title", "standfirst", "authors", "published_at", "modified_at")
    assert {article.provenance[name] for name in fields} == {"json-ld"}
    assert article.provenance["text"] == "body"


def test_the_claimed_offset_is_kept() -> None:
    found = read(page(head=FULL)).article.published_at
    assert isinstance(found, datetime) and found.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("title", "head", "expected", "origin"),
    [
        (
            "Le canal rouvre",
            ld(headline="Le canal rouvre - La Gazette", publisher={"name": "La Gazette"}),
            "Le canal rouvre",
            "json-ld",
        ),
        ("Le canal rouvre", ld(headline="Le canal rou…"), "Le canal rouvre", "h1"),
        (
            "Le canal rouvre",
            '<meta property="og:title" content="Le canal rouvre - La Gazette">',
            "Le canal rouvre",
            "h1",
        ),
        (
            "Travaux Le canal rouvre",
            '<meta property="og:title" content="Le canal rouvre | La Gazette"><meta property="og:site_name" content="La Gazette">',
            "Le canal rouvre",
            "opengraph",
        ),
        ("Le canal rouvre", ld(headline=["Le canal de la Bruyère"]), "Le canal de la Bruyère", "json-ld"),
        ("Le canal rouvre", ld(headline={"x": 1}), "Le canal rouvre", "h1"),
        ("Le canal<br>rouvre", "", "Le canal rouvre", "h1"),
        ("<span>Travaux</span><span>Le canal rouvre</span>", "", "Travaux Le canal rouvre", "h1"),
        ("<span>L</span><span>e canal</span> rouvre", "", "Le canal rouvre", "h1"),
        ("L&#8217;été d&#39;ici", "", "L’été d'ici", "h1"),
    ],
)
def test_a_title_is_the_headline_without_the_outlet(
    title: str, head: str, expected: str, origin: str
) -> None:
    article = read(page(head=head, title=title)).article
    assert (article.title, article.provenance["title"]) == (expected, origin)


def test_a_title_in_a_lesser_heading_is_told_by_the_tab() -> None:
    html = f"<html><head><title>Le canal rouvre | Carnet d’Odile</title></head><body><h2>Le canal rouvre</h2>{body()}</body></html>"
    assert read(html).article.title == "Le canal rouvre"


def test_a_title_is_cut_at_five_hundred_characters() -> None:
    title = read(page(title="long " * 300)).article.title
    assert title is not None and len(title) == 500 and title.endswith("…")


def test_a_standfirst_is_read_where_the_page_shows_it() -> None:
    html = page(body("Un premier paragraphe de texte.") + body()).replace(
        "<article>", '<p class="article-chapo">Les péniches reviennent, les écluses sont neuves.</p><article>'
    )
    article = read(html).article
    assert article.standfirst == "Les péniches reviennent, les écluses sont neuves."
    assert article.provenance["standfirst"] == "text"


def test_a_standfirst_that_repeats_the_title_is_none() -> None:
    assert read(page(head='<meta name="description" content="Le canal rouvre">')).article.standfirst is None


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        (
            '<div class="byline">Par <a rel="author" href="/auteurs/anne">Anne Dupont</a> et Karim B.</div>',
            ("Anne Dupont", "Karim B."),
        ),
        ('<p class="info"><span class="auteurs">Par Nawal</span></p>', ("Nawal",)),
        ("<p>Publié le 4 février 2025 à 9h00 – Par Anne Dupont</p>", ("Anne Dupont",)),
        ('<p>von <a href="/autoren/max">Max Muster</a></p>', ("Max Muster",)),
        ("<p>Auteur : Anne Dupont</p>", ("Anne Dupont",)),
        ('<section class="comments"><span class="author">Lecteur Fâché</span></section>', ()),
        ("<p>Par ailleurs, le syndicat a payé</p>", ()),
    ],
)
def test_authors_are_read_from_the_byline_where_the_markup_is_silent(
    byline: str, expected: tuple[str, ...]
) -> None:
    article = read(page().replace("<article>", byline + "<article>")).article
    assert article.authors == expected
    assert article.provenance.get("authors") == ("text" if expected else None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>Publié le 4 février 2025 à 14h30</p>", date(2025, 2, 4)),
        (
            '<p>Mis à jour le <time datetime="2025-02-09">9 février</time></p><time datetime="2025-02-04T09:00:00+01:00">4</time>',
            datetime(2025, 2, 4, 9, tzinfo=WINTER),
        ),
        ('<span class="when">04/02/2025</span>', date(2025, 2, 4)),
        ('<p>Accessible jusqu’au <time datetime="2026-01-01">1er janvier</time></p>', None),
        ("<p>La réunion aura lieu le 12 mars 2025.</p>", None),
        (
            "<p>Les travaux ont commencé quand le syndicat, le 12 mars 2024, a signé avec l’entreprise du Moulin.</p>",
            None,
        ),
    ],
)
def test_a_date_is_read_beside_the_headline(line: str, expected: object) -> None:
    article = read(page().replace("<article>", line + "<article>")).article
    assert article.published_at == expected


def test_a_date_in_the_side_column_is_not_the_articles() -> None:
    side = '<aside><ul><li><span class="date">1 janvier 2024</span> Un autre article</li></ul></aside>'
    assert read(page().replace("</main>", f"</main>{side}")).article.published_at is None


def test_the_source_fills_in_what_the_page_does_not_say() -> None:
    hint = Candidate(
        ADDRESS,
        title="Titre du flux",
        published_at=date(2025, 2, 4),
        summary="Le résumé du flux, assez long.",
    )
    html = f"<html><body>{body()}</body></html>"
    article = extract(Page(ADDRESS, html.encode(), "text/html; charset=utf-8", "fr", hint)).article
    assert (article.title, article.published_at, article.standfirst, article.language) == (
        "Titre du flux",
        date(2025, 2, 4),
        "Le résumé du flux, assez long.",
        "fr",
    )
    assert {article.provenance[name] for name in ("title", "published_at", "standfirst")} == {"feed"}


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    article = read(page(), url="https://www.gazette.example/2025/02/04/canal").article
    assert (article.published_at, article.provenance["published_at"]) == (date(2025, 2, 4), "url")


def test_the_time_of_a_change_is_not_that_of_the_publication() -> None:
    article = read(
        page(head=ld(headline="Le canal rouvre", dateModified="2025-02-06T10:00:00+01:00"))
    ).article
    assert article.published_at is None and article.modified_at == datetime(2025, 2, 6, 10, tzinfo=WINTER)


@pytest.mark.parametrize("value", ["Invalid date", "1970-01-01T00:00:00Z", 1738742400000, ["x"], None])
def test_where_one_place_claims_no_date_the_next_one_is_asked(value: object) -> None:
    head = (
        ld(headline="Le canal", datePublished=value)
        + '<meta property="article:published_time" content="2025-02-06T10:00:00+01:00">'
    )
    article = read(page(head=head)).article
    assert (article.published_at, article.provenance["published_at"]) == (
        datetime(2025, 2, 6, 10, tzinfo=WINTER),
        "meta",
    )


def test_a_canonical_address_is_made_absolute_and_not_judged() -> None:
    assert (
        read(page(head='<link rel="canonical" href="/autre?a=1">')).article.canonical_url
        == "https://www.gazette.example/autre?a=1"
    )
    assert (
        read(
            page(head='<base href="https://b.example/x/"><link rel="canonical" href="y">')
        ).article.canonical_url
        == "https://b.example/x/y"
    )
    assert read(page(head='<link rel="canonical" href="javascript:alert(1)">')).article.canonical_url is None
    assert (
        read(page(head='<link rel="canonical" href="http://u:p@b.example/">')).article.canonical_url is None
    )


@pytest.mark.parametrize(
    ("content", "expected"), [("1", Rights.RESERVED), ("0", Rights.OPEN), ("oui", Rights.OPEN)]
)
def test_a_reservation_of_text_and_data_mining_is_read(content: str, expected: Rights) -> None:
    assert read(page(head=f'<meta name="tdm-reservation" content="{content}">')).article.rights is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [("noarchive", True), ("index, NOARCHIVE", True), ("none", True), ("noindex", False), ("all", False)],
)
def test_a_page_may_ask_not_to_be_archived(content: str, expected: bool) -> None:
    assert read(page(head=f'<meta name="robots" content="{content}">')).noarchive is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page(lang="fr-FR"), "fr"),
        (page(lang="pt_BR"), "pt"),
        (page(lang="", head='<meta property="og:locale" content="de_DE">'), "de"),
        (page(lang="x", head=block({"@type": "NewsArticle", "headline": "T", "inLanguage": "es"})), "es"),
        (page(lang=""), None),
    ],
)
def test_the_language_is_the_pages(html: str, expected: str | None) -> None:
    assert read(html).article.language == expected
