"""The shared press world: every article has a key of its own, which its variants share."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from storage.identity import article_id, article_key, canonical_url, text_fingerprint, trusted_canonical

NUMBERED = re.compile(r"/print/node/\d+$|page=imprimer&id_article=\d+$")
"""Print pages addressed by a number that the article's own address does not hold, like a short link."""

TRACKING = (
    "utm_source=rss&utm_medium=feed&utm_campaign=une",
    "at_medium=custom7&at_campaign=rss",
    "xtor=RSS-3208",
)


@pytest.fixture(scope="module")
def world(shared: Path) -> Any:
    folder = str(shared / "newsroom")
    sys.path.insert(0, folder)
    try:
        module = importlib.import_module("pressworld.world")
    finally:
        sys.path.remove(folder)
    return module.World(shared / "gold")


def test_no_two_articles_share_a_key_or_an_id(world: Any) -> None:
    assert len(world.articles) > 100
    keys = Counter(article_key(article.url) for article in world.articles)
    assert [key for key, count in keys.items() if count > 1] == []
    assert len({article_id(key) for key in keys}) == len(keys)


def test_every_variant_has_the_key_of_its_article(world: Any) -> None:
    checked = 0
    for article in world.articles:
        key, base = article_key(article.url), article.outlet.base
        for path in (article.amp_path, article.print_path):
            if path and not NUMBERED.search(path):
                assert article_key(base + path) == key, path
                checked += 1
        for tracking in TRACKING:
            separator = "&" if "?" in article.path else "?"
            assert article_key(f"{article.url}{separator}{tracking}") == key
            assert article_key(f"{article.url}#{tracking}") == key
    assert checked > 40


def test_the_canonical_address_of_an_article_is_its_own(world: Any) -> None:
    for article in world.articles:
        assert canonical_url(article.url) == article.url


def test_no_article_is_taken_for_the_canonical_of_another(world: Any) -> None:
    for outlet in world.outlets:
        urls = [article.url for article in outlet.articles]
        for url in urls:
            assert [other for other in urls if trusted_canonical(url, other) != canonical_url(url)] == []


def test_only_texts_of_a_wire_share_a_fingerprint(world: Any) -> None:
    by_text: dict[str, list[Any]] = {}
    for article in world.articles:
        by_text.setdefault(text_fingerprint(" ".join(article.paragraphs)), []).append(article)
    for same in by_text.values():
        assert len({article.outlet.slug for article in same}) == len(same) or all(a.forbidden for a in same)
