"""What is shown first: decided by people before anything else, then by the outlet and the place of the mention."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from monitor.digest.choices import NO_CHOICES, Choices
from monitor.digest.stories import published_key
from monitor.digest.values import Story, is_national
from storage.model import Mention, MentionKind, ReviewStatus, Salience

HIGHLIGHTS = 3
UNKNOWN_TIER = 4

_PLACE = {salience: rank for rank, salience in enumerate(Salience)}
_KIND = {kind: rank for rank, kind in enumerate(MentionKind)}


def importance(mention: Mention) -> tuple[bool, bool, int, bool, int, int, bool]:
    """A key for sorting, the most important mention least.

    Starred, then confirmed, then the outlet's tier, national outlets, the place of the mention in the article,
    the kind (a republication before a citation), and articles that quote an organisation before those that do not.
    Mentions with equal keys are to be put in the order of publication.
    """
    review, outlet, judgement = mention.review, mention.article.outlet, mention.judgement
    return (
        not review.starred,
        review.status is not ReviewStatus.CONFIRMED,
        outlet.tier or UNKNOWN_TIER,
        not is_national(outlet),
        _PLACE[mention.salience],
        _KIND[mention.kind],
        not judgement.organisations_quoted,
    )


def highlights_of(
    stories: Sequence[Story], zone: ZoneInfo, choices: Choices = NO_CHOICES
) -> tuple[Story, ...]:
    """Up to three stories, the most important first: each counts as much as its most important article.

    What people chose for this report comes before everything else, and what they took from its top is not there.
    """
    ordered = sorted(
        (story for story in stories if choices.at_top(story) is not False),
        key=lambda story: (
            not choices.at_top(story),
            min(map(importance, story.members)),
            published_key(story.lead, zone),
        ),
    )
    return choices.in_order(spread(ordered, choices=choices))


def spread(
    ordered: Sequence[Story], most: int = HIGHLIGHTS, choices: Choices = NO_CHOICES
) -> tuple[Story, ...]:
    """The first of these, in their order; an outlet comes a second time only where the others do not fill the places.

    What people chose, starred or confirmed is never passed over for the sake of another outlet.
    """
    taken: list[int] = []
    outlets: set[str] = set()
    for place, story in enumerate(ordered):
        decided = choices.at_top(story) or any(
            one.review.starred or one.review.status is ReviewStatus.CONFIRMED for one in story.members
        )
        if len(taken) < most and (decided or story.lead.article.outlet.id not in outlets):
            taken.append(place)
            outlets.add(story.lead.article.outlet.id)
    taken += [place for place in range(len(ordered)) if place not in taken][: most - len(taken)]
    return tuple(ordered[place] for place in sorted(taken))
