"""The way of an article in four steps, as far as it came: outlet followed, article seen, page read, recognised. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from monitor.explain.explaining import Answer
from monitor.explain.facts import Verdict
from monitor.explain.judging import CampaignAnswer, CampaignVerdict
from monitor.explain.saying import Telling
from monitor.wording.words import Words, message


class Came(StrEnum):
    """How a step went: it was taken, it is where the article was lost, it was never reached."""

    TAKEN = "taken"
    LOST = "lost"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Step:
    """One step in words: "Article vu : le 7 février 2025, 8 h 12"."""

    text: str
    came: Came


_UNFOLLOWED = frozenset({Verdict.NO_ADDRESS, Verdict.UNKNOWN_SITE, Verdict.NO_SOURCE})
_UNSEEN = frozenset({Verdict.NOT_LOOKED, Verdict.NOT_SEEN})
_HERE = frozenset({Verdict.READ, Verdict.DUPLICATE})
_UNREAD = {
    Verdict.OFF_SITE: message("Page read: no, it lies on another site"),
    Verdict.OUTSIDE_WINDOW: message("Page read: no, too old"),
    Verdict.LEFT_ASIDE: message("Page read: no, not taken for an article"),
    Verdict.WAITING: message("Page read: not yet"),
    Verdict.ROBOTS: message("Page read: no, forbidden"),
    Verdict.REFUSED: message("Page read: no, forbidden"),
    Verdict.ROBOTS_SILENT: message("Page read: no, we do not know whether we may"),
    Verdict.SHUT_OUT: message("Page read: no, we were not let in"),
    Verdict.NO_TEXT: message("Page read: no, there was no article on it"),
    Verdict.GONE: message("Page read: no, it was not there"),
    Verdict.FAILED: message("Page read: no, it did not work"),
    Verdict.GIVEN_UP: message("Page read: no, it did not work"),
    Verdict.BODY_MISSING: message("Page read: its title only"),
}
_LOST = frozenset({CampaignVerdict.BELOW_LINE, CampaignVerdict.NO_EVIDENCE, CampaignVerdict.TITLE_ONLY})
_RECOGNISED = {
    CampaignVerdict.MENTION: message("Recognised: yes"),
    CampaignVerdict.TO_CHECK: message("Recognised: yes, to check"),
    CampaignVerdict.REJECTED: message("Recognised: yes, then rejected by a person"),
    CampaignVerdict.WITHDRAWN: message("Recognised: once, no longer"),
    CampaignVerdict.NOT_MATCHED: message("Recognised: not judged yet"),
    CampaignVerdict.RELEASED: message("Recognised: no, and its text is no longer kept"),
    CampaignVerdict.TITLE_ONLY: message("Recognised: no, by its title alone"),
    CampaignVerdict.BELOW_LINE: message("Recognised: no, by little"),
    CampaignVerdict.NO_EVIDENCE: message("Recognised: no"),
}
Made = Callable[[Answer, Telling], Step]


def steps(answer: Answer, telling: Telling) -> tuple[Step, ...]:
    """The four steps; after the one at which the article was lost, the others bear their name only."""
    found: list[Step] = [_followed(answer, telling.words)]
    for make, name in zip((_seen, _read, _recognised), _names(telling.words), strict=True):
        never = found[-1].came is not Came.TAKEN
        found.append(Step(name, Came.NEVER) if never else make(answer, telling))
    return tuple(found)


def _names(words: Words) -> tuple[str, str, str]:
    return words("Article seen"), words.c("step", "Page read"), words("Recognised")


def _followed(answer: Answer, words: Words) -> Step:
    if answer.article is None and answer.verdict in _UNFOLLOWED:
        text = (
            words("Outlet followed: yes, but without a way in")
            if answer.verdict is Verdict.NO_SOURCE
            else words("Outlet followed: no")
        )
        return Step(text, Came.LOST)
    followed = bool(answer.facts.sources)
    return Step(words("Outlet followed: yes") if followed else words("Outlet followed: no"), Came.TAKEN)


def _seen(answer: Answer, telling: Telling) -> Step:
    words, facts = telling.words, answer.facts
    if facts.article is None and answer.verdict in _UNSEEN:
        return Step(words("Article seen: no"), Came.LOST)
    seen = facts.candidate.first_seen_at if facts.candidate else None
    seen = seen or (facts.article.first_seen_at if facts.article else None)
    if (
        seen is None and facts.candidate is None and not facts.failures
    ):  # its site forbids what no source showed
        return Step(words("Article seen: no"), Came.TAKEN)
    if seen is None:
        return Step(words("Article seen: yes"), Came.TAKEN)
    return Step(words("Article seen: {when}", when=telling.time(seen)), Came.TAKEN)


def _read(answer: Answer, telling: Telling) -> Step:
    words, article = telling.words, answer.article
    if article is not None and article.by_hand:
        return Step(words("Page read: no, entered by hand"), Came.TAKEN)
    if answer.verdict not in _HERE or article is None:
        came = Came.TAKEN if answer.verdict is Verdict.BODY_MISSING else Came.LOST
        return Step(words(_UNREAD[answer.verdict]), came)
    when = telling.time(article.fetched_at)
    if article.paywalled:
        return Step(words("Page read: the open part, {when}", when=when), Came.TAKEN)
    return Step(words("Page read: {when}", when=when), Came.TAKEN)


def _recognised(answer: Answer, telling: Telling) -> Step:
    judged: CampaignAnswer = answer.campaigns[0]
    taken = judged.verdict in (CampaignVerdict.MENTION, CampaignVerdict.TO_CHECK)
    return Step(telling.words(_RECOGNISED[judged.verdict]), Came.TAKEN if taken else Came.LOST)
