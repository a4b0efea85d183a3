"""Which mentions are in a list: a value, and a question that it answers of each mention. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.digest.window import local_day
from monitor.matching.folding import fold_words
from storage.model import Mention, MentionKind, Moment, ReviewStatus


class Part(StrEnum):
    """What becomes of those that stand apart (to check, own pages): listed with the others, left out, or alone."""

    IN = "in"
    OUT = "out"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a mention must be to be listed; an empty one takes all.

    Within one field any of the values does; all fields must be met. `organisations` are ids of the dossier, named or
    quoted; `countries` and `languages` codes; `tiers` 0 where the outlet's is unknown. `published` is [first, last]
    in days of `zone`, `found` the times [since, until) when a mention first stood in the archive. `words` must all
    occur in the title or the excerpt, in whatever case and with or without accents. `tones` may hold "": none was said.
    `quoted` are ids of organisations whose words are quoted. `reviewers` are logins: who had the last word; `reviewed` are
    the days [first, last] on which they had it. `undated`: only what claims no day.
    """

    campaign: str | None = None
    kinds: frozenset[MentionKind] = frozenset()
    statuses: frozenset[ReviewStatus] = frozenset()
    outlets: frozenset[str] = frozenset()
    outlet_kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    tiers: frozenset[int] = frozenset()
    organisations: frozenset[str] = frozenset()
    tones: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    starred: bool | None = None
    to_check: Part = Part.IN
    own: Part = Part.IN
    published: tuple[date | None, date | None] = (None, None)
    found: tuple[datetime | None, datetime | None] = (None, None)
    words: str = ""
    zone: str = "Europe/Paris"
    quoted: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    reviewed: tuple[date | None, date | None] = (None, None)
    undated: bool = False

    def holds(self, mention: Mention) -> bool:
        """Is this mention in the list?"""
        return (
            self.campaign in (None, mention.campaign_id)
            and self._is_such_a_mention(mention)
            and self._is_of_such_an_outlet(mention)
            and self._is_reviewed_so(mention)
            and self._is_of_such_a_time(mention)
            and self._has_the_words(mention)
        )

    def _is_such_a_mention(self, mention: Mention) -> bool:
        judgement = mention.judgement
        organisations = {*judgement.organisations, *judgement.organisations_quoted}
        return (
            _any(self.kinds, mention.kind)
            and (not self.organisations or not self.organisations.isdisjoint(organisations))
            and (not self.quoted or not self.quoted.isdisjoint(judgement.organisations_quoted))
            and _apart(self.to_check, mention.to_check)
            and _apart(self.own, judgement.own)
        )

    def _is_of_such_an_outlet(self, mention: Mention) -> bool:
        outlet = mention.article.outlet
        return (
            _any(self.outlets, outlet.id)
            and _any(self.outlet_kinds, outlet.kind)
            and _any(self.countries, outlet.country.upper())
            and _any(self.languages, language_code(mention.article.language))
            and _any(self.tiers, outlet.tier)
        )

    def _is_reviewed_so(self, mention: Mention) -> bool:
        review = mention.review
        return (
            _any(self.statuses, review.status)
            and _any(self.tones, review.tone or "")
            and (not self.tags or not self.tags.isdisjoint(review.tags))
            and self.starred in (None, review.starred)
            and _any(self.reviewers, review.reviewed_by)
            and self._within(self.reviewed, review.reviewed_at)
        )

    def _is_of_such_a_time(self, mention: Mention) -> bool:
        since, until = self.found
        moment = mention.article.published_at
        if not self._within(self.published, moment) or (self.undated and moment is not None):
            return False
        seen = mention.first_matched_at
        return (since is None or seen >= since) and (until is None or seen < until)

    def _within(self, days: tuple[date | None, date | None], moment: Moment | None) -> bool:
        first, last = days
        if first is None and last is None:
            return True
        if moment is None:
            return False
        day = local_day(moment, ZoneInfo(self.zone))
        return (first is None or day >= first) and (last is None or day <= last)

    def _has_the_words(self, mention: Mention) -> bool:
        wanted = set(fold_words(self.words))
        if not wanted:
            return True
        return wanted <= set(fold_words(f"{mention.article.title}\n{mention.judgement.excerpt.text}"))


def language_code(language: str) -> str:
    """The language without its region: "fr" for "fr-BE"."""
    return language.lower().split("-")[0]


def _any(wanted: Collection[object], value: object) -> bool:
    return not wanted or value in wanted


def _apart(part: Part, stands_apart: bool) -> bool:
    return part is Part.IN or stands_apart is (part is Part.ONLY)
