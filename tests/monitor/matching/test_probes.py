"""Short invented articles of every kind, traps included, in several languages and about several campaigns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.campaigns import load_campaign
from monitor.matching.matcher import Matcher, compile_campaign
from storage.model import Link, StoredArticle

PROBES = Path(__file__).parent / "probes"
SHIPPED = Path(__file__).parents[3] / "monitor" / "shipped" / "campaigns"


def _probes() -> Iterator[Any]:
    for path in sorted(PROBES.glob("*-articles.toml")):
        campaign = path.stem.removesuffix("-articles")
        for number, probe in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["articles"], start=1):
            marks = (
                [pytest.mark.xfail(reason=probe["known_gap"], strict=True)] if "known_gap" in probe else []
            )
            yield pytest.param(campaign, probe, id=f"{campaign}-{number}-{probe['title'][:30]}", marks=marks)


@pytest.fixture(scope="module")
def matchers() -> dict[str, Matcher]:
    folders = {path.stem: path for folder in (PROBES, SHIPPED) for path in folder.glob("*.toml")}
    return {
        name: compile_campaign(load_campaign(path))
        for name, path in folders.items()
        if not name.endswith("-articles")
    }


def _written(write: Any, probe: dict[str, Any]) -> StoredArticle:
    text = probe["text"]
    links = tuple(Link(url, words, text.index(words)) for url, words in probe.get("links", ()))
    article: StoredArticle = write(
        text, probe["title"], probe.get("standfirst", ""), links=links, published=probe["published"]
    )
    return article


@pytest.mark.parametrize(("campaign", "probe"), list(_probes()))
def test_each_probe_is_what_people_say_it_is(
    matchers: dict[str, Matcher], article: Any, campaign: str, probe: dict[str, Any]
) -> None:
    judgement = matchers[campaign].judge(_written(article, probe))
    kind = "none" if judgement is None else str(judgement.kind)
    assert kind == probe["kind"], judgement.evidence if judgement else "no evidence"
    if judgement is not None:
        assert judgement.to_check or not probe.get("to_check")
        assert sorted(judgement.organisations_quoted) == sorted(probe.get("quoted", []))


def test_few_of_the_probes_are_to_check(matchers: dict[str, Matcher], article: Any) -> None:
    judged = [
        matchers[parameters.values[0]].judge(_written(article, parameters.values[1]))
        for parameters in _probes()
    ]
    mentions = [judgement for judgement in judged if judgement is not None]
    assert sum(judgement.to_check for judgement in mentions) <= 0.15 * len(mentions)
