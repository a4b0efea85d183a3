"""Floors on real pages with reviewed gold, and on the shared press world: what was reached is not lost again."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.extract_command import main
from crawler.extraction.text import fold
from storage.model import Article, Rights
from tests.crawler.extraction.pages import read

FLOORS = {"body_f1": 0.950, "title_equal": 0.85, "date_day": 0.935, "author_f1": 0.82}
FURNITURE = (
    "merci pour cet article", "tous droits reserves", "cookies pour mesurer", "chaque matin l essentiel", "il vous reste",
    "reserve aux abonnes", "se connecter", "mentions legales", "all rights reserved", "alle rechte",
)  # fmt: skip


def test_real_pages_reach_the_floors(shared: Path, tmp_path: Path) -> None:
    tool, index = shared / "tools" / "score_extraction.py", shared / "pages" / "index.jsonl"
    asked, got = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    score = [sys.executable, str(tool), "--index", str(index)]
    asked.write_bytes(subprocess.run([*score, "--list"], capture_output=True, check=True).stdout)
    assert main(["--jsonl", str(asked), "-o", str(got)]) == 0
    answer = subprocess.run([*score, str(got), "--json"], capture_output=True, check=True).stdout
    result: dict[str, Any] = json.loads(answer)
    assert result["empty_with_body"] == 0
    assert {name: result[name] for name in FLOORS if result[name] < FLOORS[name]} == {}


@pytest.fixture
def world(shared: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The shared press world, not served: its pages are rendered in place."""
    monkeypatch.syspath_prepend(str(shared / "newsroom"))
    return importlib.import_module("pressworld.world").World(shared / "gold")


def extracted(article: Any) -> Article:
    """What is read of an article's page, its bytes as its outlet sends them."""
    html = importlib.import_module("pressworld.articles").render(article)
    if "latin1" in article.outlet.quirks:
        return read(
            html.encode("cp1252", "xmlcharrefreplace"), "text/html; charset=iso-8859-1", article.url
        ).article
    return read(html, url=article.url).article


def test_every_article_of_the_press_world_is_read_right(world: Any) -> None:
    plain = importlib.import_module("pressworld.text").plain
    wrong: Counter[str] = Counter()
    articles = [article for article in world.articles if not article.forbidden]
    for asked in articles:
        got = extracted(asked)
        text, visible = fold(got.text), [fold(plain(paragraph)) for paragraph in asked.visible]
        wrong["title"] += fold(got.title or "") != fold(asked.title)
        wrong["day"] += str(got.published_at)[:10] != asked.published[:10]
        wrong["standfirst"] += fold(got.standfirst or "") != fold(asked.standfirst or "")
        wrong["authors"] += {fold(name) for name in got.authors} != {fold(name) for name in asked.authors}
        wrong["paywalled"] += got.paywalled != bool(asked.paywall)
        wrong["rights"] += (got.rights is Rights.RESERVED) != (asked.outlet.tdm == "meta")
        wrong["paragraphs"] += any(paragraph not in text for paragraph in visible)
        wrong["side bar"] += any(fold(title) in text for title in asked.related)
        wrong["furniture"] += any(words in text for words in FURNITURE)
        known = {*visible, fold(asked.standfirst or "")}
        wrong["anything else"] += any(fold(line) not in known for line in re.split("\n+", got.text))
        hrefs = re.findall(r"\[\[(https?://[^|\]]*)\|", " ".join(asked.visible))
        wrong["links"] += not set(hrefs) <= {link.url for link in got.links}
    assert len(articles) == 110
    # Allowed: bylines that are no bare names (« Admin », « avec AGM », « …, envoyée spéciale »).
    assert {name: count for name, count in wrong.items() if count > {"authors": 7}.get(name, 0)} == {}
