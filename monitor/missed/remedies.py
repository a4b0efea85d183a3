"""From a verdict to what can be done about it, the best first. Pure.

What a site or a publisher forbids is never got round: no remedy here reads such a page. What our own settings or rules
left aside can be read all the same, because a person says so.
"""

from __future__ import annotations

from enum import StrEnum

from monitor.explain.explaining import Answer
from monitor.explain.facts import Verdict
from monitor.explain.judging import CampaignVerdict
from storage.identity import is_http
from storage.model import Reason, Rights, StoredArticle


class Remedy(StrEnum):
    """One thing that can be done."""

    OPEN = "open"
    """Open the mention that it is."""

    UNREJECT = "unreject"
    """Put a rejected mention back to review."""

    JUDGE = "judge"
    """Judge the archive with the dossier as it is."""

    WORDS = "words"
    """Add words of the article to the dossier, their effect first."""

    MAKE = "make"
    """Make it a mention whatever the rules say."""

    READ = "read"
    """Read the page now, and put the article into the archive."""

    READ_AGAIN = "read_again"
    """Try a page once more that could not be had, or whose text is gone."""

    ALLOW = "allow"
    """Read a page that our own rules left aside."""

    BOTH = "both"
    """Read the page now, and look for what its outlet, which is not followed, can be read by."""

    OUTLET = "outlet"
    """Follow the outlet from now on."""

    WAY_IN = "way_in"
    """Look after the sources of an outlet that is listed."""

    RIGHTS = "rights"
    """See whether the list of outlets rightly says that this one reserves its texts."""

    BY_HAND = "by_hand"
    """Enter the article by hand."""

    ASK = "ask"
    """Ask the publisher for permission."""


_NEW = (Remedy.BOTH, Remedy.READ, Remedy.BY_HAND)
_TRY = (Remedy.READ_AGAIN, Remedy.BY_HAND)
_FORBIDDEN = (Remedy.BY_HAND, Remedy.ASK)
_BY_VERDICT: dict[Verdict, tuple[Remedy, ...]] = {
    Verdict.NO_ADDRESS: (),
    Verdict.UNKNOWN_SITE: _NEW,
    Verdict.NO_SOURCE: (Remedy.READ, Remedy.WAY_IN, Remedy.BY_HAND),
    Verdict.NOT_LOOKED: (Remedy.READ, Remedy.WAY_IN, Remedy.BY_HAND),
    Verdict.NOT_SEEN: (Remedy.READ, Remedy.WAY_IN, Remedy.BY_HAND),
    Verdict.OFF_SITE: (Remedy.ALLOW, Remedy.OUTLET, Remedy.BY_HAND),
    Verdict.OUTSIDE_WINDOW: (Remedy.ALLOW, Remedy.BY_HAND),
    Verdict.LEFT_ASIDE: (Remedy.ALLOW, Remedy.BY_HAND),
    Verdict.WAITING: (Remedy.READ, Remedy.BY_HAND),
    Verdict.ROBOTS: _FORBIDDEN,
    Verdict.REFUSED: _FORBIDDEN,
    Verdict.ROBOTS_SILENT: _TRY,
    Verdict.SHUT_OUT: (Remedy.BY_HAND, Remedy.READ_AGAIN),
    Verdict.NO_TEXT: (Remedy.BY_HAND, Remedy.READ_AGAIN),
    Verdict.GONE: _TRY,
    Verdict.FAILED: _TRY,
    Verdict.GIVEN_UP: _TRY,
}
_BY_CAMPAIGN: dict[CampaignVerdict, tuple[Remedy, ...]] = {
    CampaignVerdict.MENTION: (Remedy.OPEN,),
    CampaignVerdict.TO_CHECK: (Remedy.OPEN,),
    CampaignVerdict.REJECTED: (Remedy.UNREJECT, Remedy.OPEN),
    CampaignVerdict.WITHDRAWN: (Remedy.MAKE, Remedy.WORDS, Remedy.OPEN),
    CampaignVerdict.NOT_MATCHED: (Remedy.JUDGE,),
    CampaignVerdict.RELEASED: (Remedy.READ_AGAIN, Remedy.MAKE),
    CampaignVerdict.TITLE_ONLY: (Remedy.MAKE, Remedy.READ_AGAIN, Remedy.BY_HAND),
    CampaignVerdict.BELOW_LINE: (Remedy.WORDS, Remedy.MAKE),
    CampaignVerdict.NO_EVIDENCE: (Remedy.WORDS, Remedy.MAKE),
}
READING = frozenset({Remedy.READ, Remedy.READ_AGAIN, Remedy.ALLOW, Remedy.BOTH})
"""Those that ask the site for the page."""


def remedies(answer: Answer) -> tuple[Remedy, ...]:
    """What can be done about an answer for one campaign, the best first."""
    if answer.campaigns:
        found = _BY_CAMPAIGN[answer.campaigns[0].verdict]
        if Remedy.READ_AGAIN in found and answer.article is not None and _is_reserved_by_us(answer.article):
            found = (*found, Remedy.RIGHTS)
        if not answer.facts.sources:
            found = (*found, Remedy.OUTLET)
        return found if may_read(answer) else tuple(one for one in found if one not in READING)
    found = _BY_VERDICT.get(answer.verdict, ())
    if may_read(answer) and answer.facts.reason is not Reason.PRIVATE_ADDRESS:
        return found
    asks = (Remedy.ASK,) if found and _forbids(answer) else ()
    return tuple(dict.fromkeys((*(one for one in found if one not in READING), *asks)))


def _is_reserved_by_us(article: StoredArticle) -> bool:
    """True where our own list says that the outlet reserves its texts, whatever its site says."""
    return article.outlet.rights is Rights.RESERVED


def may_read(answer: Answer) -> bool:
    """False for what is no address, and for a page that its site or its publisher does not want read."""
    return is_http(answer.facts.url) and not _forbids(answer)


def _forbids(answer: Answer) -> bool:
    robots = answer.facts.robots
    told = answer.facts.reason in (Reason.ROBOTS, Reason.REFUSED)
    return told or (robots is not None and not robots.allows)
