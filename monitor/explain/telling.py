"""An answer as text for a terminal, as a JSON object, as a row of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.explain.campaign_sentences import (
    change_words,
    evidence_words,
    field_words,
    kind_words,
    said_for,
    weight_words,
)
from monitor.explain.explaining import Answer
from monitor.explain.judging import CampaignAnswer, CampaignVerdict, Change
from monitor.explain.saying import Said, Telling
from monitor.explain.sentences import said_of
from monitor.query.telling import miss_sentence
from monitor.wording.outside import clean
from storage.model import Evidence, StoredArticle

PER_TYPE = 3
"""Passages shown of one type of evidence."""

AROUND = 60
SHORT = 40
"""A passage shorter than SHORT is shown with so many characters AROUND it."""

MARKS = ("‹", "›")
"""What stands around the words found, in a passage on the terminal."""

MOST_CHANGES = 4
_RANK = {verdict: rank for rank, verdict in enumerate(CampaignVerdict)}


def address_lines(answer: Answer, telling: Telling) -> list[str]:
    """What is said of an address, line by line."""
    lines = [clean(answer.facts.url)]
    if answer.article is not None:
        lines.append(_headed(answer.article, telling))
    lines += ["", *_verdict_lines(said_of(answer.verdict, answer.facts, telling), telling, "")]
    return lines + campaign_lines(answer.campaigns, answer.article, telling)


def file_lines(article: StoredArticle, campaigns: Sequence[CampaignAnswer], telling: Telling) -> list[str]:
    """What is said of an article of a file."""
    return [_headed(article, telling), *campaign_lines(campaigns, article, telling)]


def _headed(article: StoredArticle, telling: Telling) -> str:
    dated = telling.day(article.published_at) if article.published_at else telling.words("date unknown")
    return clean(" – ".join(part for part in (article.title, article.outlet.name, dated) if part))


def campaign_lines(
    campaigns: Sequence[CampaignAnswer], article: StoredArticle | None, telling: Telling
) -> list[str]:
    """Every campaign with its verdict, its evidence, and what would have changed it."""
    lines: list[str] = []
    words = telling.words
    for one in campaigns:
        assert article is not None
        lines += ["", words("Campaign “{name}”", name=clean(one.campaign.name))]
        lines += _verdict_lines(said_for(one, article, telling), telling, "  ")
        if one.evidence:
            lines += ["  " + words("Evidence:"), *_evidence_lines(one, article, telling)]
        if one.near:
            lines.append("  " + words("Queries missed by little:"))
            lines += [
                f"    · {near.id} – {miss_sentence(near.miss, words)}" for near in one.near[:MOST_CHANGES]
            ]
        if one.changes:
            lines.append("  " + words("What would have changed it:"))
            lines += [f"    · {change_words(words, change)}" for change in one.changes[:MOST_CHANGES]]
    return lines


def _verdict_lines(said: Said, telling: Telling, margin: str) -> list[str]:
    words = telling.words
    lines = [said.happened]
    if said.why:
        lines.append(words("Why: {why}", why=said.why))
    lines.append(words("What you can do: {todo}", todo=said.todo))
    if said.command:
        lines.append(f"    {said.command}")
    return [f"{margin}{clean(line, 1_000) if line[0] != ' ' else line}" for line in lines]


def _evidence_lines(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> list[str]:
    words, evidence = telling.words, answer.evidence
    lines: list[str] = []
    for type_ in dict.fromkeys(one.type for one in evidence):
        told = {one.text.casefold(): one for one in reversed(evidence) if one.type == type_}
        passages = list(reversed(told.values()))
        for one in passages[:PER_TYPE]:
            lines.append(
                words(
                    "{weight} · {type} ({field}): “{passage}”",
                    weight=weight_words(words, one, answer.kind),
                    type=evidence_words(words, type_),
                    field=field_words(words, one.field),
                    passage=passage_of(one, article, MARKS),
                )
            )
        more = len(passages) - PER_TYPE
        if more > 0:
            lines.append(words.n("… and {n} more", "… and {n} more", more))
    return [f"    {line}" for line in lines]


def passage_of(one: Evidence, article: StoredArticle, marks: tuple[str, str] = ("", "")) -> str:
    """The words found; few words between `marks` with what stands around them, where the text is still kept."""
    texts = {"title": article.title, "standfirst": article.standfirst, "body": article.text or ""}
    text = texts.get(one.field, "")
    if len(one.text) >= SHORT or text[one.start : one.end] != one.text:
        return clean(one.text)
    start, end = max(one.start - AROUND, 0), min(one.end + AROUND, len(text))
    before, after = text[start : one.start], text[one.end : end]
    before = before if start == 0 else "…" + before.partition(" ")[2]
    after = after if end == len(text) else after.rpartition(" ")[0] + "…"
    found = f"{marks[0]}{one.text}{marks[1]}"
    return clean(f"{before.rpartition(chr(10))[2]}{found}{after.partition(chr(10))[0]}")


def best(campaigns: Sequence[CampaignAnswer]) -> CampaignAnswer | None:
    """The campaign for which the article comes nearest to being a mention."""
    return min(campaigns, key=lambda one: _RANK[one.verdict], default=None)


def short_said(answer: Answer, telling: Telling) -> Said:
    """One answer for a list: of an article that was read, what it is for the campaign that it comes nearest to."""
    nearest = best(answer.campaigns)
    if nearest is not None and answer.article is not None:
        return said_for(nearest, answer.article, telling)
    return said_of(answer.verdict, answer.facts, telling)


def list_cells(answer: Answer, telling: Telling) -> tuple[str, ...]:
    """A row of a list: address, outlet, title, what happened, why, what to do, the command."""
    said = short_said(answer, telling)
    title = answer.article.title if answer.article else (_candidate_title(answer) or "")
    outlet = answer.facts.outlet.name if answer.facts.outlet else ""
    return answer.facts.url, outlet, title, said.happened, said.why, said.todo, said.command or ""


def list_headings(telling: Telling) -> tuple[str, ...]:
    """The headings of `list_cells`."""
    words = telling.words
    return (
        words("Address"),
        words("Outlet"),
        words("Title"),
        words("What happened"),
        words("Why"),
        words("What you can do"),
        words("Command"),
    )


def _candidate_title(answer: Answer) -> str | None:
    return answer.facts.candidate.title if answer.facts.candidate else None


def address_row(answer: Answer, telling: Telling) -> dict[str, Any]:
    """The answer for an address as a JSON object."""
    facts = answer.facts
    return {
        "url": facts.url,
        "verdict": answer.verdict.value,
        **_said_row(said_of(answer.verdict, facts, telling)),
        "outlet_id": facts.outlet.id if facts.outlet else None,
        "reason": facts.reason.value if facts.reason else None,
        "tries": facts.tries,
        "article_id": answer.article.id if answer.article else None,
        "canonical_url": answer.article.canonical_url if answer.article else None,
        "campaigns": campaign_rows(answer.campaigns, answer.article, telling),
    }


def file_row(article: StoredArticle, campaigns: Sequence[CampaignAnswer], telling: Telling) -> dict[str, Any]:
    """The answer for an article of a file as a JSON object."""
    return {
        "url": article.url or None,
        "title": article.title,
        "campaigns": campaign_rows(campaigns, article, telling),
    }


def campaign_rows(
    campaigns: Sequence[CampaignAnswer], article: StoredArticle | None, telling: Telling
) -> list[dict[str, Any]]:
    """The answers for the campaigns as JSON objects."""
    return [_campaign_row(one, article, telling) for one in campaigns if article is not None]


def _campaign_row(answer: CampaignAnswer, article: StoredArticle, telling: Telling) -> dict[str, Any]:
    judgement, mention = answer.judgement, answer.mention
    return {
        "campaign": answer.campaign.id,
        "verdict": answer.verdict.value,
        **_said_row(said_for(answer, article, telling)),
        "mention": mention.id if mention else None,
        "kind": answer.kind.value if answer.kind else None,
        "to_check": judgement.to_check if judgement else None,
        "score": judgement.score if judgement else None,
        "outdated": answer.outdated,
        "evidence": [_evidence_row(one, answer, article, telling) for one in answer.evidence],
        "queries_missed": [
            {"query": one.id, "clause": miss_sentence(one.miss, telling.words)} for one in answer.near
        ],
        "changes": [_change_row(one, telling) for one in answer.changes],
    }


def _said_row(said: Said) -> dict[str, Any]:
    return {"happened": said.happened, "why": said.why, "todo": said.todo, "command": said.command}


def _evidence_row(
    one: Evidence, answer: CampaignAnswer, article: StoredArticle, telling: Telling
) -> dict[str, Any]:
    return {
        "type": one.type,
        one.about: one.subject,
        "field": one.field,
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "weight": one.weight,
        "strength": weight_words(telling.words, one, answer.kind),
        "passage": passage_of(one, article),
    }


def _change_row(one: Change, telling: Telling) -> dict[str, Any]:
    return {
        "type": one.type,
        "added": one.added,
        "kind": one.kind.value if one.kind else None,
        "to_check": one.to_check,
        "then": kind_words(telling.words, one.kind, one.to_check),
    }
