"""The pages: served, valid, honest about what they hide, and surrounded by the usual furniture."""

import json
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from monitor.demo import Access, Expectation, RunningWorld
from monitor.demo.prose import blocks
from tests.monitor.demo.fetching import Page, get

BARE = {"lanterne"}  # a site without a single meta element


def page_of(world: RunningWorld, article_id: str) -> Page:
    return get(world.url(article_id))


def served(world: RunningWorld) -> list[Expectation]:
    down = Access.HOST_DOWN
    return [expected for expected in world.expectations() if expected.access is not down]


def test_every_article_is_served_with_its_title_and_its_paragraphs(world: RunningWorld) -> None:
    get(world.url("sarmande/la-sarmande-remonte-vigilance-jaune"))  # takes the one refusal
    for expected in served(world):
        article = world.world.article(expected.article_id)
        page = get(expected.url)
        assert page.status == 200
        tree = html.fromstring(page.text)
        assert tree.get("lang") == expected.language
        assert tree.xpath("string(//h1)").strip() == expected.title
        text = " ".join(tree.text_content().split())
        shown = [b for b in blocks(article.body, str) if b.tag != "also"]
        for block in shown[: article.free_paragraphs or None]:
            assert " ".join(block.text.split()) in text, expected.article_id
        assert " ".join(article.standfirst.split()) in text


def test_every_link_of_every_page_leads_somewhere_or_is_no_link_of_this_world(world: RunningWorld) -> None:
    get(world.url("sarmande/la-sarmande-remonte-vigilance-jaune"))
    for outlet_id, base in world.bases.items():
        if world.world.outlet(outlet_id).refuses_connections:
            continue
        seen, waiting = set[str](), {base + "/"}
        while waiting:
            url = waiting.pop()
            seen.add(url)
            page = get(url)
            assert page.status == 200 or url.endswith("/rss/une.xml"), url
            if "html" not in page.headers["Content-Type"]:
                continue
            for href in html.fromstring(page.text).xpath("//a/@href"):
                target = urljoin(url, href)
                if urlsplit(target).netloc == urlsplit(base).netloc and target not in seen:
                    waiting.add(target)
        assert len(seen) > len(world.world.outlet(outlet_id).sections)


def test_canonical_and_linked_data_say_what_the_article_is(world: RunningWorld) -> None:
    for expected in served(world):
        page = get(expected.url)
        if expected.outlet_id in BARE or page.status != 200:
            continue
        tree = html.fromstring(page.text)
        assert tree.xpath("//link[@rel='canonical']/@href") == [expected.url]
        scripts = tree.xpath("//script[@type='application/ld+json']/text()")
        if not scripts:
            times = tree.xpath("//meta[@property='article:published_time']/@content")
            assert datetime.fromisoformat(times[0]) == expected.published_at
            continue
        data = json.loads(scripts[0])
        article = data["@graph"][1] if "@graph" in data else data
        assert article["headline"] == expected.title
        assert datetime.fromisoformat(article["datePublished"]) == expected.published_at
        assert article["isAccessibleForFree"] is not expected.paywalled


def test_what_stands_behind_the_paywall_is_nowhere_in_the_page(world: RunningWorld) -> None:
    paid = [e for e in served(world) if e.paywalled]
    assert paid
    for expected in paid:
        article = world.world.article(expected.article_id)
        page = page_of(world, expected.article_id).text
        for block in blocks(article.body, str)[article.free_paragraphs :]:
            assert block.text[:40] not in page
        assert "Il vous reste" in page


def test_the_windows_page_declares_latin_1_and_reads_well_as_windows_1252(world: RunningWorld) -> None:
    page = page_of(world, "estrelle/faire-primer-les-droits-sur-le-profit")
    assert page.headers.get_content_charset() == "iso-8859-1"
    assert "s’apprête à accueillir" in page.body.decode("cp1252")
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("utf-8")


def test_the_side_bar_article_carries_the_campaign_in_its_related_box_only(world: RunningWorld) -> None:
    tree = html.fromstring(page_of(world, "balancier/theatre-la-machine-a-ecrire").text)
    assert "ONG" in tree.xpath("string(//aside[contains(@class,'related')])")
    assert "ONG" not in tree.xpath("string(//article)")
    assert world.world.article("balancier/theatre-la-machine-a-ecrire").kind is None


def test_a_line_read_also_is_glued_into_a_text(world: RunningWorld) -> None:
    tree = html.fromstring(page_of(world, "octet/ce-que-les-algorithmes-font-aux-guichets").text)
    assert "Lire aussi" in tree.xpath("string(//div[contains(@class,'entry-content')])")


def test_pages_have_navigation_letter_and_comments_like_real_ones(world: RunningWorld) -> None:
    for article_id in (
        "balancier/le-grand-palais-se-prepare-au-sommet",
        "valmarche/la-section-locale-relaie-l-appel",
    ):
        text = html.fromstring(page_of(world, article_id).text).text_content()
        assert all(word in text for word in ("Accueil", "Notre lettre", "À lire aussi", "Commentaires"))


def test_the_outlet_that_reserves_mining_says_so_in_header_page_and_file(world: RunningWorld) -> None:
    base = world.bases["placeforte"]
    page = page_of(world, "placeforte/des-ong-jouent-les-trouble-fete")
    assert page.headers["tdm-reservation"] == "1"
    assert html.fromstring(page.text).xpath("//meta[@name='tdm-reservation']/@content") == ["1"]
    assert json.loads(get(f"{base}/.well-known/tdmrep.json").body)[0]["tdm-reservation"] == 1
    assert get(page.headers["tdm-policy"]).status == 200
    assert get(world.bases["balancier"] + "/.well-known/tdmrep.json").status == 404


def test_nothing_remote_is_loaded_by_a_page(world: RunningWorld) -> None:
    for expected in served(world):
        tree = html.fromstring(get(expected.url).text or "<p/>")
        assert not tree.xpath("//@src | //link[@rel='stylesheet']/@href")


def test_an_unknown_address_is_a_404_with_a_page(world: RunningWorld) -> None:
    page = get(world.bases["ludwick"] + "/nowhere")
    assert page.status == 404
    assert "Page not found" in page.text
