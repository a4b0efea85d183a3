"""What a result is for a campaign, and the words of it that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.query.evaluation import Span
from monitor.query.tree import FieldName
from monitor.searching.finding import Result
from storage.identity import mention_id
from storage.model import Excerpt, Mention, ReviewStatus, Rights
from storage.store import Store

AROUND = 120
"""Signs shown on each side of the words found."""

MOST_PASSAGES = 2
LONGEST_MARK = 200


class Standing(StrEnum):
    """What an article is for a campaign."""

    MENTION = "mention"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as it is shown. `reserved`: its publisher lets us show no passage."""

    result: Result
    standing: Standing
    mention: Mention | None
    passages: tuple[Excerpt, ...]
    reserved: bool


def shown(store: Store, results: Iterable[Result], campaign_id: str) -> list[Shown]:
    """The results in their order, each with what it is for the campaign; the mentions are read at once."""
    found = list(results)
    ids = {one.article.id: mention_id(campaign_id, one.article.id) for one in found}
    mentions = store.mentions_by_id(ids.values())
    made = []
    for one in found:
        mention, reserved = mentions.get(ids[one.article.id]), is_reserved(one)
        passages = () if reserved else tuple(passages_of(one))
        made.append(Shown(one, standing(mention), mention, passages, reserved))
    return made


def standing(mention: Mention | None) -> Standing:
    """What the article of this mention is; None: it never was one. Pure."""
    if mention is None:
        return Standing.NONE
    if mention.withdrawn_at is not None:
        return Standing.WITHDRAWN
    return Standing.REJECTED if mention.review.status is ReviewStatus.REJECTED else Standing.MENTION


def is_reserved(result: Result) -> bool:
    """True where the article or its outlet reserves its texts (see docs/design/200). Pure."""
    return Rights.RESERVED in (result.article.rights, result.article.outlet.rights)


def passages_of(result: Result) -> Iterator[Excerpt]:
    """The words found, of each clause the first, in what stands around them; none from the title, which is shown. Pure."""
    until: tuple[int, int] = (-1, 0)
    firsts = {clause.spans[0] for clause in result.match.clauses if clause.spans}
    wanted = [one for one in firsts if one.field in (FieldName.LEAD, FieldName.BODY)]
    wanted = wanted or [one for one in firsts if one.field is not FieldName.TITLE]
    made = 0
    for span in sorted(wanted, key=lambda one: (one.text, one.start)):
        if (span.text, span.start) < until or made == MOST_PASSAGES:
            continue
        excerpt, end = _around(result, span)
        until, made = (span.text, end), made + 1
        yield excerpt


def _around(result: Result, span: Span) -> tuple[Excerpt, int]:
    """A passage, and where it ends in the text."""
    raw = result.read.texts[span.text].raw
    last = min(span.end, span.start + LONGEST_MARK)
    start, end = max(0, span.start - AROUND), min(len(raw), last + AROUND)
    if start:
        start = _space(raw, start, span.start)
    if end < len(raw):
        back = raw.rfind(" ", last, end)
        end = back if back > last else end
    before, after = "… " if start else "", " …" if end < len(raw) else ""
    shift = len(before) - start
    text = before + "".join(" " if sign.isspace() else sign for sign in raw[start:end]) + after
    marks = [
        (max(one.start, start) + shift, min(one.end, end) + shift)
        for one in result.match.spans
        if one.text == span.text and one.start < end and one.end > start
    ]
    return Excerpt(text, span.field, tuple(_apart(marks))), end


def _space(raw: str, start: int, until: int) -> int:
    at = raw.find(" ", start, until)
    return at + 1 if at >= 0 else start


def _apart(marks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The marks in their order, those that overlap as one."""
    held: tuple[int, int] | None = None
    for start, end in sorted(marks):
        if held is not None and start <= held[1]:
            held = held[0], max(end, held[1])
            continue
        if held is not None:
            yield held
        held = start, end
    if held is not None:
        yield held
