"""JSON-LD as real pages write it; nothing in it is trusted to be what schema.org says."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.jsonld import Graph, text_of

NEWS = {"@type": "NewsArticle", "headline": "Le canal rouvre", "datePublished": "2025-02-04T10:00:00+01:00"}
TEXT = json.dumps(NEWS)


@pytest.mark.parametrize(
    "block",
    [
        TEXT,
        f"[{TEXT}]",
        json.dumps(
            {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "La Gazette"}, NEWS]}
        ),
        TEXT.replace('"NewsArticle"', '["Thing", "NewsArticle"]'),
        TEXT.replace('"NewsArticle"', '"http://schema.org/NewsArticle"'),
        TEXT.replace("}", ",}"),
        TEXT.replace("Le canal", "Le\ncanal"),
        TEXT.replace("Le canal", "Le\tcanal").replace('"}', '",\n}'),
        TEXT.replace("Le canal rouvre", "Le canal rouvre").replace("rouvre", "rou\\vre"),
        html.escape(TEXT),
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"{TEXT};",
        f'{{"@type": "WebSite"}} {TEXT}',
        f"{TEXT} et la suite",
        json.dumps({"@type": "WebPage", "mainEntity": NEWS}),
    ],
)
def test_an_article_is_found_however_the_block_is_written(block: str) -> None:
    found = Graph([block]).article("https://a.example/", [])
    assert " ".join(text_of(found.get("headline")).split()).replace("rou vre", "rouvre") == "Le canal rouvre"


def test_of_several_articles_the_one_with_the_headline_of_the_page_counts() -> None:
    others = [{"@type": "NewsArticle", "headline": f"Autre {n}"} for n in range(3)]
    assert Graph([json.dumps([*others, NEWS])]).article("https://a.example/", ["Le canal rouvre"]) == NEWS


def test_of_several_articles_the_one_with_the_address_of_the_page_counts() -> None:
    mine = NEWS | {"url": "https://a.example/canal"}
    assert Graph([json.dumps([NEWS, mine])]).article("https://a.example/canal", []) == mine


def test_an_article_in_a_list_of_others_is_not_the_page() -> None:
    listed = {"@type": "ItemList", "itemListElement": [NEWS | {"headline": "Un autre"}]}
    assert Graph([json.dumps([listed, NEWS])]).article("https://a.example/", []) == NEWS
    assert Graph([json.dumps(listed)]).article("https://a.example/", [])["headline"] == "Un autre"


def test_authors_may_be_named_by_reference() -> None:
    graph = Graph(
        [
            json.dumps(
                {
                    "@graph": [
                        NEWS | {"author": {"@id": "#anne"}},
                        {"@id": "#anne", "@type": "Person", "name": "Anne Dupont"},
                    ]
                }
            )
        ]
    )
    assert graph.names(graph.article("", [])["author"]) == [("Anne Dupont", False)]


@pytest.mark.parametrize("value", [False, "False", "false", "http://schema.org/False"])
def test_no_free_access_is_a_paywall(value: object) -> None:
    graph = Graph([json.dumps(NEWS | {"isAccessibleForFree": value})])
    assert graph.paywalled(graph.article("", []))


@pytest.mark.parametrize("value", [True, "True", None, [], {}, "", "oui", 1])
def test_anything_else_is_not(value: object) -> None:
    graph = Graph([json.dumps(NEWS | {"isAccessibleForFree": value})])
    assert not graph.paywalled(graph.article("", []))


def test_thousands_of_objects_and_deep_nesting_are_bounded() -> None:
    graph = Graph([json.dumps([NEWS] * 6_000)])
    assert len(graph.objects) == 5_000
    assert Graph(["[" * 100_000]).objects == []
    assert Graph([json.dumps(NEWS)] * 100).article("", []) == NEWS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "headline",
                    "name",
                    "author",
                    "datePublished",
                    "url",
                    "mainEntityOfPage",
                    "isAccessibleForFree",
                ]
            ),
            inner | st.sampled_from(["NewsArticle", "Person", "False"]),
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(JSON)
def test_no_type_is_wrong_enough_to_raise(value: object) -> None:
    graph = Graph([json.dumps(value)])
    article = graph.article("https://a.example/", ["titre"])
    graph.names(article.get("author"))
    graph.paywalled(article)
    text_of(article.get("headline"))


@given(st.text(max_size=200))
def test_no_text_is_broken_enough_to_raise(text: str) -> None:
    Graph([text, TEXT[: len(text)], text + TEXT]).article("", [])


@pytest.mark.parametrize("text", ["L&#039;été", "L&amp;#039;été", "<b>L'été</b>", "L&apos;&eacute;t&eacute;"])
def test_strings_escaped_for_html_are_read(text: str) -> None:
    assert text_of(text) == "L'été"
