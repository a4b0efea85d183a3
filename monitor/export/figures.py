"""What a list counts, gathered while it is written: by outlet and by day. Every figure is of the rows of the list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.digest.window import local_day
from monitor.wording.labels import MENTION_KIND
from monitor.wording.words import message
from storage.model import Mention, MentionKind, Outlet, ReviewStatus


class Bucket(StrEnum):
    """Where a row is counted, in one place only: by its kind, unless it stands apart."""

    REPUBLICATION = "republication"
    CITATION = "citation"
    RELATED = "related"
    TOPIC = "topic"
    TO_CHECK = "to_check"
    OWN = "own"
    REJECTED = "rejected"


BUCKETS = {
    **{Bucket(kind.value): MENTION_KIND[kind] for kind in MentionKind},
    Bucket.TO_CHECK: message("To check"),
    Bucket.OWN: message("Pages of our organisations"),
    Bucket.REJECTED: message("Rejected"),
}
"""The buckets with their words, in the order of the columns."""

COUNTED = tuple(Bucket(kind.value) for kind in MentionKind)
"""Those that are coverage; the others are shown beside it and never added to it."""

OUR_TEXTS = (Bucket.REPUBLICATION, Bucket.CITATION)
AROUND = (Bucket.RELATED, Bucket.TOPIC)
"""The two halves of what is counted: what carries our texts, and what is written around them."""

LONGEST_RUN = 400
"""Days that a timeline shows one by one; over a longer time only those with an article."""


def bucket_of(mention: Mention) -> Bucket:
    """The bucket of a mention."""
    if mention.review.status is ReviewStatus.REJECTED:
        return Bucket.REJECTED
    if mention.judgement.own:
        return Bucket.OWN
    return Bucket.TO_CHECK if mention.to_check else Bucket(mention.kind.value)


@dataclass(slots=True)
class OutletFigures:
    """The rows of one outlet."""

    outlet: Outlet
    counts: Counter[Bucket] = field(default_factory=Counter)
    first: date | None = None
    last: date | None = None

    @property
    def counted(self) -> int:
        """Articles that are coverage."""
        return sum(self.counts[bucket] for bucket in COUNTED)


@dataclass(slots=True)
class Figures:
    """Counts of a list; days are cut in `zone`. Grows with outlets and days, not with mentions."""

    zone: ZoneInfo
    rows: int = 0
    total: Counter[Bucket] = field(default_factory=Counter)
    outlets: dict[str, OutletFigures] = field(default_factory=dict)
    days: dict[date | None, Counter[Bucket]] = field(default_factory=dict)
    newest: datetime | None = None

    def add(self, mention: Mention) -> None:
        """Count one row."""
        bucket, moment = bucket_of(mention), mention.article.published_at
        day = local_day(moment, self.zone) if moment is not None else None
        self.rows += 1
        self.total[bucket] += 1
        self.days.setdefault(day, Counter())[bucket] += 1
        outlet = mention.article.outlet
        figures = self.outlets.setdefault(outlet.id, OutletFigures(outlet))
        figures.counts[bucket] += 1
        if day is not None:
            figures.first = min(figures.first or day, day)
            figures.last = max(figures.last or day, day)
        self.newest = max(self.newest or mention.matched_at, mention.matched_at)

    def by_outlet(self) -> list[OutletFigures]:
        """The outlets with most articles first, then by name."""
        return sorted(
            self.outlets.values(), key=lambda one: (-one.counted, one.outlet.name.casefold(), one.outlet.id)
        )

    def by_day(self) -> list[tuple[date, Counter[Bucket]]]:
        """The days from the first to the last, also those without an article where they are not too many."""
        known = sorted(day for day in self.days if day is not None)
        if not known:
            return []
        length = (known[-1] - known[0]).days + 1
        days = [known[0] + timedelta(days=n) for n in range(length)] if length <= LONGEST_RUN else known
        return [(day, self.days.get(day, Counter())) for day in days]

    @property
    def undated(self) -> Counter[Bucket]:
        """Rows on no day."""
        return self.days.get(None, Counter())

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day on which an article came out."""
        known = [day for day in self.days if day is not None]
        return (min(known), max(known)) if known else None
