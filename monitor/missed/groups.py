"""A list of answers in groups, and the sentence that sums them up. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from monitor.explain.explaining import Answer
from monitor.explain.facts import Verdict
from monitor.explain.judging import CampaignVerdict
from monitor.wording.words import Words, message


class Group(StrEnum):
    """What became of an article, for a list; in the order in which a person wants to know."""

    MENTION = "mention"
    REJECTED = "rejected"
    NOT_JUDGED = "not_judged"
    NO_MENTION = "no_mention"
    UNKNOWN_SITE = "unknown_site"
    UNREAD = "unread"
    FORBIDDEN = "forbidden"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


_BY_CAMPAIGN = {
    CampaignVerdict.MENTION: Group.MENTION,
    CampaignVerdict.TO_CHECK: Group.MENTION,
    CampaignVerdict.REJECTED: Group.REJECTED,
    CampaignVerdict.NOT_MATCHED: Group.NOT_JUDGED,
    CampaignVerdict.TITLE_ONLY: Group.FAILED,
}
_BY_VERDICT = {
    Verdict.NO_ADDRESS: Group.NO_ADDRESS,
    Verdict.UNKNOWN_SITE: Group.UNKNOWN_SITE,
    Verdict.ROBOTS: Group.FORBIDDEN,
    Verdict.REFUSED: Group.FORBIDDEN,
    **dict.fromkeys(
        (
            Verdict.NO_SOURCE,
            Verdict.NOT_LOOKED,
            Verdict.NOT_SEEN,
            Verdict.OFF_SITE,
            Verdict.OUTSIDE_WINDOW,
            Verdict.LEFT_ASIDE,
            Verdict.WAITING,
        ),
        Group.UNREAD,
    ),
}
"""The verdicts that are not here failed on the way."""


def group_of(answer: Answer) -> Group:
    """The one group of an answer for one campaign."""
    if answer.campaigns:
        return _BY_CAMPAIGN.get(answer.campaigns[0].verdict, Group.NO_MENTION)
    return _BY_VERDICT.get(answer.verdict, Group.FAILED)


_CLAUSES: Mapping[Group, Callable[[Words, int], str]] = {
    Group.MENTION: lambda words, count: words.n("{n} is a mention", "{n} are mentions", count),
    Group.REJECTED: lambda words, count: words.n(
        "{n} was rejected by a person", "{n} were rejected by a person", count
    ),
    Group.NOT_JUDGED: lambda words, count: words.n("{n} would be a mention", "{n} would be mentions", count),
    Group.NO_MENTION: lambda words, count: words.n(
        "{n} was read and is none", "{n} were read and are none", count
    ),
    Group.UNKNOWN_SITE: lambda words, count: words.n(
        "{n} comes from an outlet that we do not follow",
        "{n} come from outlets that we do not follow",
        count,
    ),
    Group.UNREAD: lambda words, count: words.n(
        "{n} comes from an outlet that we follow, and was not read",
        "{n} come from outlets that we follow, and were not read",
        count,
    ),
    Group.FORBIDDEN: lambda words, count: words.n(
        "{n} may not be read by a program", "{n} may not be read by a program", count
    ),
    Group.FAILED: lambda words, count: words.n("{n} could not be read", "{n} could not be read", count),
    Group.NO_ADDRESS: lambda words, count: words.n(
        "{n} is not the address of a page", "{n} are not addresses of pages", count
    ),
}


HEADING = {
    Group.MENTION: message("Mentions"),
    Group.REJECTED: message("Rejected by a person"),
    Group.NOT_JUDGED: message("Not judged yet"),
    Group.NO_MENTION: message("Read, and no mentions"),
    Group.UNKNOWN_SITE: message("From outlets that we do not follow"),
    Group.UNREAD: message("From outlets that we follow, and not read"),
    Group.FORBIDDEN: message("Not to be read by a program"),
    Group.FAILED: message("Could not be read"),
    Group.NO_ADDRESS: message("No addresses of pages"),
}
"""A group above its rows."""


def summary(words: Words, groups: Iterable[Group]) -> str:
    """The sentence that sums up a list: "Sur 12 adresses : 7 sont des retombées, …"."""
    counts = dict.fromkeys(Group, 0)
    for one in groups:
        counts[one] += 1
    clauses = [_CLAUSES[group](words, count) for group, count in counts.items() if count]
    total = sum(counts.values())
    return words.n(
        "Of {n} address: {clauses}.", "Of {n} addresses: {clauses}.", total, clauses=", ".join(clauses)
    )
