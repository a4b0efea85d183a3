"""The seam to the query language, with queries that look for one word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from monitor.dossier import Campaign
from monitor.matching.fields import Fields
from monitor.matching.matcher import Matcher, compile_campaign
from monitor.matching.queries import QueryHit
from storage.model import MentionKind, StoredArticle

Write = Callable[..., StoredArticle]


class WordQueries:
    """Each query is a word of the body."""

    def __init__(self, **words: str) -> None:
        self._words = words

    @property
    def watch_terms(self) -> tuple[str, ...]:
        return tuple(self._words.values())

    def may_match(self, article: StoredArticle) -> bool:
        return any(word in (article.text or "") for word in self._words.values())

    def matching(self, article: StoredArticle, fields: Fields) -> Iterable[QueryHit]:
        for name, word in self._words.items():
            start = fields.body.folded.raw.find(word)
            if start >= 0:
                yield QueryHit(name, "body", start, start + len(word), word)


@pytest.fixture(scope="module")
def matcher(campaign: Campaign) -> Matcher:
    queries = WordQueries(algues="varech", ports="criée", presse="sémaphore")
    kinds = (("ports", "related"), ("presse", "citation"))
    return compile_campaign(replace(campaign, query_kinds=kinds), queries)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le varech monte.", MentionKind.TOPIC),
        ("La criée ferme.", MentionKind.RELATED),
        ("Le sémaphore écrit.", MentionKind.CITATION),
        ("Le varech monte, la criée ferme.", MentionKind.RELATED),
    ],
)
def test_a_query_gives_the_kind_that_the_dossier_says(
    matcher: Matcher, article: Write, text: str, kind: MentionKind
) -> None:
    judgement = matcher.judge(article(text))
    assert judgement is not None
    assert (judgement.kind, judgement.to_check) == (kind, False)
    assert {one.type for one in judgement.evidence} == {"query"}
    assert judgement.excerpt.text == text


def test_stronger_evidence_stays_stronger_than_a_query(matcher: Matcher, article: Write) -> None:
    judgement = matcher.judge(article("Le varech monte. « Ce que les semences ne vous diront pas » paraît."))
    assert judgement is not None
    assert judgement.kind is MentionKind.CITATION
    assert {one.type for one in judgement.evidence} >= {"title", "query"}


def test_without_a_match_there_is_no_mention_and_the_words_are_watched(
    matcher: Matcher, article: Write
) -> None:
    assert matcher.judge(article("Le goémon monte.")) is None
    assert {"varech", "criée", "sémaphore"} <= set(matcher.watch_terms)
