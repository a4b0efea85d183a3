"""From evidence to a kind: the rule, in one page.

republication   a large part of a document is reproduced, word for word or told again in its order (a translation)
citation        a title, a link, a long quote or two short ones; or enough of the weaker signs, on the subject,
                unless a rival text is named and the number is not:
                    attribution 2 · number 2 · short quote 2 · each initiator 1, three at most ·
                    call (a word for the kind of text beside a number or an organisation) 1;
                to check where they are few, a rival is named, or the article is older than the documents;
                the number alone is one to check too (never a guess, never a silent drop)
related         the event with an organisation of the dossier, a rival text, another signed text, or the civil
                society in the foreground; to check where the event is not named, but in its weeks a rival text
                or a spokesperson of the dossier on the subject is, or its bare noun with another signed text
topic           the event; to check where only the address names it, or where nothing says which edition and the
                article is not of the weeks of the event
query           the kind that the dossier gives a query that matches, where the evidence shows no stronger one
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from storage.model import Evidence, MentionKind

LARGE_SHARE = 0.4
"""Share of the document from which an article reproduces it in large part …"""

PART, MOSTLY = 0.2, 0.5
"""… or this share of the document, where it makes this share of the article."""

RETOLD = 0.3
"""Share of the document and of the article in paragraphs that tell the same in the same order."""

ENOUGH = 3
SURE = 4
"""Points of the weaker signs: from SURE on they make a citation; ENOUGH is one to check, and only with an
attribution, or with the event and a call or a quote."""

FOREGROUND = 3
"""Sentences of the body in which the civil society must act, where title and standfirst don't say it; two are
enough where they are half of it."""

DECIDING = {
    MentionKind.REPUBLICATION: ("reuse", "translation", "title"),
    MentionKind.CITATION: (
        "title",
        "link",
        "quote",
        "attribution",
        "number",
        "call",
        "organisation",
        "query",
    ),
    MentionKind.RELATED: ("organisation", "spokesperson", "rival", "other_text", "civic", "event", "query"),
    MentionKind.TOPIC: ("event", "query"),
}
"""The types of evidence on which each kind rests: they give the place of the mention and its excerpt."""


_RANK = {kind: rank for rank, kind in enumerate(MentionKind)}


@dataclass(frozen=True, slots=True)
class Signs:
    """What the rule looks at.

    `civic_sentences` counts those of the body's `sentences`, `civic_above` is true for title or standfirst. `on_subject`:
    the article speaks of what the event is about, or of the event, or names it or an organisation in the weeks
    of the event. `event_supported`: a place, host or date says which edition. `bare_noun`: its noun stands
    there, whichever event it means. `spokesperson`: somebody of the dossier is named who speaks for one of its
    organisations. `queried`: the strongest kind that the dossier's queries give. `before_document`: published before any document was. `share_*` and `retold` 0 to 1.
    """

    share_of_document: float = 0.0
    share_of_article: float = 0.0
    retold: float = 0.0
    title: bool = False
    link: bool = False
    long_quote: bool = False
    short_quotes: int = 0
    attribution: bool = False
    number: bool = False
    call: bool = False
    initiators: int = 0
    organisations: int = 0
    rival: bool = False
    event: bool = False
    event_supported: bool = False
    event_in_slug: bool = False
    bare_noun: bool = False
    before_document: bool = False
    on_subject: bool = False
    subject: bool = False
    spokesperson: bool = False
    in_weeks: bool = False
    other_text: bool = False
    civic_above: bool = False
    civic_sentences: int = 0
    sentences: int = 0
    queried: MentionKind | None = None


def kind_of(signs: Signs) -> tuple[MentionKind, bool] | None:
    """The strongest kind that holds, and whether a person should check it; None for no mention."""
    found = _kind_by_evidence(signs)
    if signs.queried is not None and (found is None or _RANK[signs.queried] < _RANK[found[0]]):
        return signs.queried, False
    return found


def _kind_by_evidence(signs: Signs) -> tuple[MentionKind, bool] | None:
    if _reproduces(signs):
        return MentionKind.REPUBLICATION, False
    if signs.title or signs.link or signs.long_quote or signs.short_quotes > 1:
        return MentionKind.CITATION, False
    points = weak_points(signs)
    may_cite = signs.on_subject and (signs.number or not signs.rival)
    told = signs.attribution or (signs.event and (signs.call or signs.short_quotes > 0))
    if may_cite and (points >= SURE or signs.number or (points >= ENOUGH and told)):
        return MentionKind.CITATION, points < SURE or signs.rival or signs.before_document
    if signs.event and _civil_society_speaks(signs):
        return MentionKind.RELATED, False
    another = signs.rival or (signs.bare_noun and signs.other_text) or (signs.spokesperson and signs.subject)
    if another and signs.on_subject and signs.in_weeks:
        return MentionKind.RELATED, True
    if signs.event or signs.event_in_slug:
        return MentionKind.TOPIC, not (signs.event_supported or (signs.event and signs.in_weeks))
    return None


def _civil_society_speaks(signs: Signs) -> bool:
    text_or_body = signs.organisations > 0 or signs.rival or signs.other_text
    most = signs.civic_sentences > 1 and 0 < signs.sentences <= 2 * signs.civic_sentences
    return text_or_body or signs.civic_above or signs.civic_sentences >= FOREGROUND or most


def _reproduces(signs: Signs) -> bool:
    in_part = signs.share_of_document >= PART and signs.share_of_article >= MOSTLY
    return signs.share_of_document >= LARGE_SHARE or in_part or signs.retold >= RETOLD


def weak_points(signs: Signs) -> int:
    """The points of the signs of which none proves alone."""
    strong_pairs = 2 * (int(signs.attribution) + int(signs.number) + min(signs.short_quotes, 1))
    return strong_pairs + int(signs.call) + min(signs.initiators, 3)


def score_of(evidence: Iterable[Evidence]) -> float:
    """0 to 1, never lower for more evidence: the best weight per type and subject, each taken as independent."""
    best: dict[tuple[str, str], float] = {}
    for one in evidence:
        key = one.type, one.subject
        best[key] = max(best.get(key, 0.0), one.weight)
    return round(1.0 - prod(1.0 - weight for weight in best.values()), 4)


def deciding(kind: MentionKind, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence on which this kind rests."""
    return [one for one in evidence if one.type in DECIDING[kind]]
