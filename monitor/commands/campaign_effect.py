"""The effect of a changed dossier, for a person to read and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.preview import Preview
from monitor.wording.labels import MENTION_KIND
from monitor.wording.words import Words
from storage.model import Judgement, StoredArticle

MOST_SHOWN = 20
"""Articles of one list that are shown; the others are counted."""


def effect_row(effect: Preview) -> dict[str, Any]:
    """The effect as `campaign add --json` gives it."""
    return {
        "articles": effect.articles,
        "gained": _rows((one.article, one.judgement) for one in effect.gained),
        "lost": _rows((one.article, one.judgement) for one in effect.lost),
        "changed": _rows((one.mention.article, one.judgement) for one in effect.changed),
        "kept": _rows((one.article, one.judgement) for one in effect.kept),
    }


def _rows(articles: Iterable[tuple[StoredArticle, Judgement]]) -> list[dict[str, Any]]:
    return [
        {
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet.name,
            "kind": str(judgement.kind),
            "to_check": judgement.to_check,
            "excerpt": judgement.excerpt.text,
        }
        for article, judgement in articles
    ]


def effect_lines(effect: Preview, words: Words) -> list[str]:
    """The effect for a person to read: counts, then each article with its sentence."""
    lines = [
        words.n("Tried on {n} archived article.", "Tried on {n} archived articles.", effect.articles),
    ]
    if effect.is_empty:
        lines.append(words("No mention would be gained or lost."))
    parts = (
        (
            words.n("{n} gained", "{n} gained", len(effect.gained)),
            "+",
            [(g.article, g.judgement) for g in effect.gained],
        ),
        (
            words.n("{n} lost", "{n} lost", len(effect.lost)),
            "-",
            [(m.article, m.judgement) for m in effect.lost],
        ),
        (
            words.n("{n} of another kind", "{n} of another kind", len(effect.changed)),
            "~",
            [(c.mention.article, c.judgement) for c in effect.changed],
        ),
        (
            words.n(
                "{n} stays, because a person confirmed or starred it, whatever the dossier says",
                "{n} stay, because a person confirmed or starred them, whatever the dossier says",
                len(effect.kept),
            ),
            "=",
            [(m.article, m.judgement) for m in effect.kept],
        ),
    )
    for heading, sign, articles in parts:
        if articles:
            lines += ["", heading, *_articles(articles, sign, words)]
    return lines


def _articles(articles: list[tuple[StoredArticle, Judgement]], sign: str, words: Words) -> list[str]:
    lines = []
    for article, judgement in articles[:MOST_SHOWN]:
        kind = words(MENTION_KIND[judgement.kind])
        if judgement.to_check:
            kind = words("to check, rather: {kind}", kind=kind.lower())
        lines.append(f" {sign} {article.outlet.name} · {kind} · {article.title or article.url}")
        if judgement.excerpt.text:
            lines.append(f"     {' '.join(judgement.excerpt.text.split())}")
    if len(articles) > MOST_SHOWN:
        more = len(articles) - MOST_SHOWN
        lines.append("   " + words.n("… and {n} more", "… and {n} more", more))
    return lines
