"""The page for the browser: nothing is left out of it, however much there is; what is long is folded."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html as parser

from monitor.reports import render
from monitor.reports.html import ITEMS_OPEN, LINES_OPEN, OUTLETS_OPEN
from storage.model import Health, MentionKind, Reason
from tests.monitor.reports.situations import digest_with


@pytest.fixture(scope="module")
def crowded(press_class: Any) -> tuple[Any, Any]:
    """(digest, its page): 2,000 mentions, the pickups of 300 outlets, 100 sources that could not be read."""
    press = press_class()
    kinds = list(MentionKind)
    mentions = [
        press.mention(
            f"Titre {number}.",
            f"Journal {number % 300}",
            kind=kinds[number % 4],
            to_check=number % 50 == 7,
            text="dispatch" if number % 20 == 0 else "",
        )
        for number in range(2000)
    ]
    statuses = [press.status(f"Panne {number}", Health.FAILING, Reason.DNS) for number in range(100)]
    statuses += [press.status(f"Muette {number}", Health.SILENT) for number in range(60)]
    digest = digest_with(press, mentions, [*statuses, *(press.status(f"Lu {n}") for n in range(150))])
    return digest, parser.fromstring(render(digest, "html", "fr").decode())


def articles(digest: Any, *lists: str) -> list[Any]:
    return [one for name in lists for story in getattr(digest, name) for one in story.members]


@pytest.mark.parametrize(
    ("anchors", "lists"),
    [
        (("retombees", "suite"), ("pickups",)),
        (("verifier",), ("to_check",)),
        (("lies",), ("related",)),
        (("evenement",), ("topic",)),
    ],
)
def test_every_article_stands_in_its_section_once(
    crowded: tuple[Any, Any], anchors: tuple[str, ...], lists: tuple[str, ...]
) -> None:
    digest, page = crowded
    links = [link for anchor in anchors for link in page.xpath(f"//section[@id='{anchor}']//a/@href")]
    assert sorted(links) == sorted(mention.article.url for mention in articles(digest, *lists))


def test_long_lists_are_folded_and_say_how_many_they_fold(crowded: tuple[Any, Any]) -> None:
    digest, page = crowded
    (rest,) = page.xpath("//section[@id='suite']")
    assert len(rest.xpath("./article")) == ITEMS_OPEN
    shown = sum(1 + len(story.reprints) for story in _rest(digest)[:ITEMS_OPEN])
    hidden = sum(len(story.members) for story in _rest(digest)) - shown
    assert rest.xpath("string(./details/summary)").replace("\u202f", "") == f"Voir les {hidden}\u00a0suivants"
    (lines,) = page.xpath("//section[@id='evenement']")
    assert len(lines.xpath("./ul/li")) == LINES_OPEN
    assert len(lines.xpath("./details//li")) == len(articles(digest, "topic")) - LINES_OPEN


def _rest(digest: Any) -> list[Any]:
    return [story for story in digest.pickups if story not in digest.highlights]


def test_every_outlet_and_every_source_is_named(crowded: tuple[Any, Any]) -> None:
    digest, page = crowded
    (outlets,) = page.xpath("//section[@id='medias']")
    assert len(outlets.xpath("./table/tbody/tr")) == OUTLETS_OPEN
    rows = [row.xpath("string(.//bdi)") for row in outlets.xpath(".//tbody/tr")]
    assert sorted(rows) == sorted(one.outlet.name for one in digest.outlets)
    names = " ".join(outlets.xpath("./div//bdi/text()"))
    assert all(one.outlet.name in names for one in digest.outlets)
    (looked,) = page.xpath("//section[@id='lu']")
    failed = {row.xpath("string(.//bdi)") for row in looked.xpath("./details//tbody/tr")}
    assert failed == {line.outlet.name for line in digest.coverage.unread}
    silent = looked.text_content()
    assert all(f"Muette {number}" in silent for number in range(60))
