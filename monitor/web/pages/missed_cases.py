"""One address and its answer as a page shows it: what happened, why, the way it came, what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from monitor.explain.campaign_sentences import change_words
from monitor.explain.explaining import Answer
from monitor.explain.facts import Verdict
from monitor.explain.judging import BACKGROUND, CampaignAnswer, CampaignVerdict
from monitor.explain.saying import Telling, joined
from monitor.explain.sentences import said_of
from monitor.explain.telling import MARKS, passage_of, short_said
from monitor.missed.doctor import Doctor
from monitor.missed.fetching import Reading
from monitor.missed.groups import Group, group_of
from monitor.missed.remedies import READING, Remedy, remedies
from monitor.missed.steps import Step, steps
from monitor.missed.working import title_of
from monitor.query.telling import miss_sentence
from monitor.web.desk import Desk
from monitor.web.pages.mention_text import Block, blocks, numbered
from monitor.web.pages.missed_reading import reading_of, readings_of
from monitor.wording import Words
from monitor.wording.outside import clean
from storage.identity import is_http, site_of
from storage.model import Excerpt, Mention, Rights, Role, StoredArticle

MOST_HINTS = 3
MOST_LOOKS = 200
"""So often a page that waits asks for itself; then a person has to."""


@dataclass(frozen=True, slots=True)
class Case:
    """One address. `site` is what an outlet is found by, `outlet` its name; `quote` are words found in the article.

    `buttons` are the remedies that this person has as one, at this moment, the best first.
    `hints` are sentences on what would have made it a mention; `reading` is the page being read now, or just read.
    """

    answer: Answer
    heading: str
    why: str
    title: str
    outlet: str
    site: str
    steps: tuple[Step, ...]
    remedies: tuple[Remedy, ...]
    buttons: tuple[Remedy, ...]
    quote: Excerpt | None
    hints: tuple[str, ...]
    reading: Reading | None

    @property
    def url(self) -> str:
        """The address as it was asked for."""
        return self.answer.facts.url

    @property
    def article(self) -> StoredArticle | None:
        """The article, where it is in the archive."""
        return self.answer.article

    @property
    def mention(self) -> Mention | None:
        """The mention that it is, or was."""
        return self.answer.campaigns[0].mention if self.answer.campaigns else None

    @property
    def language(self) -> str:
        """That of the article; empty where it is not known."""
        return self.article.language if self.article is not None else ""

    @property
    def changes_by_itself(self) -> bool:
        """True while the answer will soon be another one: the page is being read, or the archive judged."""
        waits = self.reading is not None and (self.reading.is_under_way or self.reading.is_put_off)
        return waits or group_of(self.answer) is Group.NOT_JUDGED


def next_look(desk: Desk) -> int | None:
    """The number of the next time that a page which waits asks for itself; None once it asked often enough."""
    looks = max(0, desk.query.number("looks") or 0)
    return looks + 1 if looks < MOST_LOOKS else None


def telling_of(desk: Desk) -> Telling:
    """How verdicts are told to this person."""
    return Telling(desk.words, ZoneInfo(desk.zone))


def doctor_of(desk: Desk) -> Doctor:
    """Who explains, for the campaign that the page is about. Raises NoCampaign."""
    return Doctor(desk.store, desk.loaded, desk.campaign)


def case_of(desk: Desk, answer: Answer) -> Case:
    """The answer to one address, for the page."""
    telling, facts = telling_of(desk), answer.facts
    said = short_said(answer, telling)
    elsewhere = answer.verdict is Verdict.DUPLICATE
    why = joined(said_of(answer.verdict, facts, telling).why if elsewhere else "", said.why)
    known = is_http(facts.url)
    reading = reading_of(desk, readings_of(desk.site.live), facts.url) if known else None
    found = remedies(answer)
    return Case(
        answer=answer,
        heading=said.happened.removesuffix("."),
        why=clean(why[:1].upper() + why[1:], 1_500),
        title=title_of(answer),
        outlet=clean(facts.outlet.name, 80) if facts.outlet else "",
        site=clean(site_of(facts.url), 120) if known else "",
        steps=steps(answer, telling),
        remedies=found,
        buttons=tuple(one for one in found if _is_button(desk, one, reading)),
        quote=quote_of(answer),
        hints=tuple(_hints(answer, desk.words))[:MOST_HINTS],
        reading=reading,
    )


def _is_button(desk: Desk, one: Remedy, reading: Reading | None) -> bool:
    """A letter is no button; sources are for administrators; a page that is being read is not asked for again."""
    if one is Remedy.ASK:
        return False
    if one in (Remedy.OUTLET, Remedy.BOTH) and not desk.may(Role.ADMINISTRATOR):
        return False
    return one not in READING or reading is None or not reading.is_under_way


def quote_of(answer: Answer) -> Excerpt | None:
    """The sentence that counts; of an article that came close, the strongest words found with what stands around them."""
    if answer.article is None or not answer.campaigns:
        return None
    judged = answer.campaigns[0]
    if judged.judgement is not None and judged.judgement.excerpt.text:
        return judged.judgement.excerpt
    near = [
        one
        for one in judged.evidence
        if one.type not in BACKGROUND and one.field in ("title", "standfirst", "body")
    ]
    if not near:
        return None
    text = passage_of(max(near, key=lambda one: one.weight), answer.article, MARKS)
    before, _, rest = text.partition(MARKS[0])
    found, _, after = rest.partition(MARKS[1])
    if not found:
        return Excerpt(text)
    return Excerpt(before + found + after, marks=((len(before), len(before) + len(found)),))


def _hints(answer: Answer, words: Words) -> Iterator[str]:
    """What would have made it a mention, and the queries that it misses by little."""
    for judged in answer.campaigns:
        if judged.verdict in (CampaignVerdict.BELOW_LINE, CampaignVerdict.NO_EVIDENCE):
            yield from (change_words(words, one) for one in judged.changes[1:] if one.added is not None)
            for near in judged.near:
                yield words(
                    "Query “{id}”: {clause}", id=clean(near.id, 60), clause=miss_sentence(near.miss, words)
                )


def text_of(case: Case) -> list[Block]:
    """The article's text, what was found in it marked; nothing where its rights, or time, do not let us show it."""
    article = case.article
    if article is None or not article.text or Rights.RESERVED in (article.rights, article.outlet.rights):
        return []
    judged: CampaignAnswer = case.answer.campaigns[0]
    return blocks(article.text, numbered(judged.evidence, len(article.text)))
