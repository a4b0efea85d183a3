"""What an article was before it changed, and what changed, word by word. The comparison is pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from starlette.responses import Response

from monitor.web.desk import Desk
from monitor.web.pages.mention_here import at_hand
from monitor.web.pages.mention_text import tidy
from storage.model import ArticleVersion, Rights, StoredArticle

MOST_SIGNS = 200_000
"""Signs of a text up to which it is compared."""

MOST_WORDS = 1_500
"""Words of a passage up to which they are compared one by one; a longer one is shown whole, before and after."""

CONTEXT = 12
"""Words shown before and after a change."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed ("same"), went ("gone"), or came ("come"); "gap" stands for those that are not shown."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the page: when we saw it, its title and its text compared; `why` tells where they are not."""

    version: int
    seen_at: datetime
    title: tuple[Part, ...]
    text: tuple[Part, ...]
    why: str
    sha256: str


def versions(desk: Desk) -> Response:
    """Every change that we saw, the latest first."""
    found, desk = at_hand(desk)
    article = desk.store.article(found.article.id)
    earlier = desk.store.article_versions(article.id)
    return desk.page(
        "mention_versions.html.jinja",
        mention=found,
        article=article,
        changes=changes(desk, article, earlier),
        first=earlier[0] if earlier else None,
    )


def changes(desk: Desk, article: StoredArticle, earlier: Sequence[ArticleVersion]) -> list[Changed]:
    """The states of an article compared, each with the one before it, the latest first."""
    current = ArticleVersion(
        article.version,
        article.title,
        article.standfirst,
        article.text,
        article.published_at,
        article.fetched_at,
        200,
        article.sha256,
    )
    states = [*earlier, current]
    reserved = Rights.RESERVED in (article.rights, article.outlet.rights)
    made = [_changed(desk, before, after, reserved) for before, after in pairwise(states)]
    return made[::-1]


def _changed(desk: Desk, before: ArticleVersion, after: ArticleVersion, reserved: bool) -> Changed:
    words, why = desk.words, ""
    texts = before.text or "", after.text or ""
    if reserved:
        why = words("The publisher reserves its texts: what changed in them is not shown.")
    elif not all(texts):
        why = words("Its words are no longer kept: what changed in them cannot be shown.")
    elif max(map(len, texts)) > MOST_SIGNS:
        why = words("The text is too long to be compared word by word.")
    title = tuple(compared(before.title, after.title)) if before.title != after.title else ()
    text = () if why else tuple(shortened(list(compared(*texts))))
    return Changed(after.version, after.fetched_at, title, text, why, after.sha256)


def compared(before: str, after: str) -> Iterator[Part]:
    """Two texts, line by line, and the lines that differ word by word."""
    old, new = before.split("\n"), after.split("\n")
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            yield Part("same", tidy(" ".join(old[a:b])))
        else:
            yield from _words_compared(" ".join(old[a:b]), " ".join(new[c:d]))


def _words_compared(before: str, after: str) -> Iterator[Part]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    whole = max(len(old), len(new)) > MOST_WORDS
    found = (
        [("replace", 0, len(old), 0, len(new))] if whole else SequenceMatcher(None, old, new).get_opcodes()
    )
    for kind, a, b, c, d in found:
        if kind == "equal":
            yield Part("same", tidy(" ".join(old[a:b])))
            continue
        if a < b:
            yield Part("gone", tidy(" ".join(old[a:b])))
        if c < d:
            yield Part("come", tidy(" ".join(new[c:d])))


def shortened(parts: Sequence[Part]) -> Iterator[Part]:
    """Without the words that are far from every change; nothing where nothing changed."""
    joined: list[Part] = []
    for one in parts:
        if joined and joined[-1].kind == one.kind == "same":
            joined[-1] = Part("same", f"{joined[-1].text} {one.text}".strip())
        elif one.text:
            joined.append(one)
    if all(one.kind == "same" for one in joined):
        return
    for place, one in enumerate(joined):
        words = one.text.split(" ")
        ends = place in (0, len(joined) - 1)
        if one.kind != "same" or len(words) <= CONTEXT * (1 if ends else 2):
            yield one
            continue
        if place:
            yield Part("same", " ".join(words[:CONTEXT]))
        yield Part("gap")
        if place < len(joined) - 1:
            yield Part("same", " ".join(words[-CONTEXT:]))
