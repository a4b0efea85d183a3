"""The look of an article: it errs on the side of keeping, and knows what never is one."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.address_shape import looks_like_article, never_an_article, slug_day
from crawler.sources.section_page import read_page

HOST = "https://www.journal.example"


@pytest.mark.parametrize(
    "path",
    [
        "/politique/article/2025/02/04/des-ong-alertent_6531234_823448.html", "/societe/des-ong-alertent-sur-l-ia-20250204",
        "/idees/tribunes/ia-alerte-2025-02-04_XYZ/", "/high-tech/des-ong-alertent-04-02-2025-ABC123DEF.php", "/spip.php?article4213",
        "/?p=48213", "/spip.php?page=imprimer&id_article=12", "/node/12345", "/actu/12345", "/a/7uHq2c", "/?kQ3vWg", "/article/3834/1",
        "/Des-ONG-alertent_a48213.html", "/infos/monde/brève.html", "/2025/02/ia-sommet/", "/interimstrainer-schubert-nicht-mehr-viel-1019241/artikel",
        "/news.asp?pk_no=1412361", "/meteo/tempete-sur-la-bretagne-1234567", "/agenda/2025/02/04/un-sommet-citoyen-a-paris",
        "/Ce-que-dit-le-texte", "/ce_que_dit_le_texte", "/%D9%85%D9%82%D8%A7%D9%84-%D8%B7%D9%88%D9%8A%D9%84", "/story/20250204.OBS1234/titre.html",
    ],
)  # fmt: skip
def test_addresses_of_articles_look_like_articles(path: str) -> None:
    assert looks_like_article(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/", "", "/index.php", "/fr/", "/accueil.html", "/politique", "/politique/", "/international/europe/", "/tag/sommet-de-l-ia-a-paris",
        "/tags/ia/page/2", "/auteur/jeanne-de-la-plume-1234", "/connexion", "/login?next=/a/12345", "/abonnement/offre-du-mois-de-mai",
        "/agenda/2025/02", "/agenda/2025/02?jour=4", "/agenda/2025/02/04", "/archives-du-monde/04-02-2025/", "/category/sante-et-bien-etre/",
        "/rubrique/vie-du-journal/", "/recherche?q=un+deux+trois", "/feed/", "/feed/un-titre-assez-long", "/photos/un-titre-assez-long.jpg",
        "/rapport-annuel-sur-l-ia-2025.pdf", "/mentions-legales", "/contact", "/plan-du-site", "/wp-content/uploads/2025/02/image-1234",
        "/a/b/a/b/a/b/un-titre-assez-long", "/x/x/x/un-titre-assez-long", "/" + "/".join(f"d{n}" for n in range(20)) + "/un-titre-assez-long",
        "/partage?u=https://www.journal.example/un-titre-1234",
    ],
)  # fmt: skip
def test_addresses_of_lists_and_services_do_not(path: str) -> None:
    assert not looks_like_article(HOST + path)


def test_a_date_that_repeats_a_number_is_no_trap() -> None:
    assert looks_like_article(HOST + "/2011/11/11/onze-ans-apres")


def test_a_headline_makes_an_article_of_an_unknown_shape() -> None:
    assert not looks_like_article(HOST + "/actu/edito", "Édito")
    assert looks_like_article(HOST + "/actu/edito", "Édito : ce que le sommet doit dire")


def test_a_headline_makes_no_article_of_a_tag_page() -> None:
    assert not looks_like_article(HOST + "/tag/edito", "Toute l’actualité de nos éditoriaux")


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2025/02/04/un-titre", date(2025, 2, 4)),
        ("/un-titre-2025-02-04", date(2025, 2, 4)),
        ("/un-titre-20250204", date(2025, 2, 4)),
        ("/un-titre-04-02-2025-ABC.php", date(2025, 2, 4)),
        ("/2025/2/4/un-titre", date(2025, 2, 4)),
        ("/2025/02/un-titre", None),
        ("/un-titre-20251345", None),
        ("/un-titre-1202502041", None),
        ("/un-titre?d=2025-02-04", None),
    ],
)
def test_the_day_of_an_address_is_read(path: str, day: date | None) -> None:
    assert slug_day(HOST + path) == day


@given(st.text(max_size=100))
def test_no_text_brings_the_look_down(text: str) -> None:
    for url in (text, HOST + "/" + text, HOST + "/?" + text):
        assert looks_like_article(url, text) in (True, False)
        assert not (never_an_article(url) and looks_like_article(url, text))
        assert slug_day(url) is None or slug_day(url)


def test_real_articles_look_like_articles(shared: Path) -> None:
    lines = (shared / "pages" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    urls = [url for url in (json.loads(line)["url"] for line in lines) if url]
    missed = [url for url in urls if not looks_like_article(url)]
    assert len(urls) > 300
    assert missed == [] or all("youtube.com/watch" in url for url in missed)


def test_invented_articles_of_every_template_look_like_articles(shared: Path) -> None:
    lines = (shared / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    paths = [json.loads(line)["path"] for line in lines]
    assert [path for path in paths if not looks_like_article(HOST + path)] == []


def test_real_pages_never_bring_the_reader_down(shared: Path) -> None:
    lines = (shared / "pages" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines][::12]
    links = 0
    for row in rows:
        body = gzip.decompress((shared / "pages" / row["path_to_html"]).read_bytes())
        links += len(read_page(body, row["url"] or HOST).candidates)
    assert links > 10 * len(rows)
