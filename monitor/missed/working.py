"""Answers for the addresses of a list, as many at a time as there is time for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from monitor.explain.explaining import Answer
from monitor.explain.facts import Verdict
from monitor.explain.saying import Telling
from monitor.explain.telling import short_said
from monitor.missed.doctor import Doctor
from monitor.missed.groups import Group, group_of
from monitor.missed.lists import ClipList, Row
from monitor.missed.remedies import READING, remedies
from monitor.wording.outside import clean

PASSING = frozenset({Group.NOT_JUDGED})


def answered(
    kept: ClipList,
    doctor: Doctor,
    seen: str,
    tellings: Mapping[str, Telling],
    has_time: Callable[[], bool],
) -> ClipList:
    """The list with answers of this state of the archive (`seen`), those first that have none yet.

    Answers that change by themselves are asked for again each time. `tellings` are by language. At least one address is
    answered, then as many as `has_time` lets.
    """
    for number, at in enumerate(kept.due(seen, passing=True)):
        if number and not has_time():
            break
        kept = kept.with_row(at, row_of(doctor.answer(kept.rows[at].url), seen, tellings))
    return kept


def row_of(answer: Answer, seen: str, tellings: Mapping[str, Telling]) -> Row:
    """One answer in the few words that a list keeps."""
    said = {language: short_said(answer, telling) for language, telling in tellings.items()}
    mention = answer.campaigns[0].mention if answer.campaigns else None
    group = group_of(answer)
    return Row(
        url=answer.facts.url,
        group=group,
        verdict=answer.campaigns[0].verdict.value if answer.campaigns else answer.verdict.value,
        title=title_of(answer),
        outlet=clean(answer.facts.outlet.name, 80) if answer.facts.outlet else "",
        mention=mention.id if mention is not None else "",
        happened={language: one.happened for language, one in said.items()},
        why={language: clean(one.why[:1].upper() + one.why[1:], 1_000) for language, one in said.items()},
        reads=not READING.isdisjoint(remedies(answer)),
        passing=group in PASSING or answer.verdict is Verdict.WAITING,
        seen=seen,
    )


def title_of(answer: Answer) -> str:
    """The title of the article, or that which a source gave it; empty where none is known."""
    if answer.article is not None:
        return clean(answer.article.title)
    return clean((answer.facts.candidate.title if answer.facts.candidate else "") or "")
