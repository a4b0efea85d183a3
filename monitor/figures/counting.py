"""From the mentions of a campaign to its tables. Pure: rows in, values out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from monitor.export.columns import TONES
from monitor.export.selection import Part, Selection
from monitor.figures.days import Span, edges
from monitor.figures.values import KINDS, Count, Row, Series, Table, TableName
from storage.model import InboxRow, MentionKind, ReviewStatus

KEPT = frozenset(ReviewStatus) - {ReviewStatus.REJECTED}
DECIDED = (ReviewStatus.CONFIRMED, ReviewStatus.REJECTED, ReviewStatus.SECOND_LOOK)
SERIES_OF = {kind: series for series, kinds in KINDS.items() for kind in kinds}


def counted(base: Selection, series: Series | None = None) -> Selection:
    """What is coverage: not rejected, not to check, on no page of ours; of one series, or of all."""
    kinds = KINDS[series] if series is not None else frozenset[MentionKind]()
    return replace(base, kinds=kinds, statuses=KEPT, to_check=Part.OUT, own=Part.OUT)


def is_counted(row: InboxRow) -> bool:
    """The same question of one row."""
    return row.status is not ReviewStatus.REJECTED and not row.to_check and not row.own


@dataclass(frozen=True)
class Counting:
    """The rows of an overview and the selection that they were asked for with; `event`: the dossier knows of one."""

    base: Selection
    rows: Sequence[InboxRow]
    event: bool

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The series that are shown: our text always, the others where the dossier knows of them or something was found."""
        held = {Series.TEXT, *(one for one, some in self.coverage.items() if some)}
        return tuple(one for one in Series if one in held or (one is Series.EVENT and self.event))

    @cached_property
    def coverage(self) -> dict[Series, list[InboxRow]]:
        """What is counted, series by series."""
        found: dict[Series, list[InboxRow]] = {one: [] for one in Series}
        for row in self.rows:
            if is_counted(row):
                found[SERIES_OF[row.kind]].append(row)
        return found

    def by_series(
        self, name: TableName, key: Callable[[InboxRow], str], chosen: Callable[[str], Mapping[str, object]]
    ) -> Table:
        """A table of what is counted by a value of each row, those with most of our text first.

        `chosen` gives the fields of the selection that has this value.
        """
        numbers = {one: Counter(map(key, self.coverage[one])) for one in self.series}
        keys = sorted({one for some in numbers.values() for one in some})
        keys.sort(key=lambda one: [-numbers[series][one] for series in self.series])
        rows = [
            Row(
                one,
                tuple(
                    Count(numbers[series][one], replace(counted(self.base, series), **chosen(one)))  # type: ignore[arg-type]
                    for series in self.series
                ),
            )
            for one in keys
        ]
        return Table(name, tuple(self.series), tuple(rows))

    def days(self, spans: Sequence[Span], zone: ZoneInfo) -> Table:
        """The timeline of what is counted; what claims no day stands in a line of its own, behind."""
        bare, utc = edges(spans, zone)
        undated = len(spans)

        def place(text: str) -> int:
            return bisect_right(bare if len(text) == 10 else utc, text) if text else undated

        numbers = {one: Counter(place(row.published) for row in self.coverage[one]) for one in self.series}
        lines = [Row(_key(one), self._on(number, one, numbers), one) for number, one in enumerate(spans)]
        if any(some[undated] for some in numbers.values()):
            lines.append(Row("", self._on(undated, None, numbers)))
        return Table(TableName.DAYS, tuple(self.series), tuple(lines))

    def _on(
        self, place: int, span: Span | None, numbers: Mapping[Series, Mapping[int, int]]
    ) -> tuple[Count, ...]:
        if span is None:
            chosen = {one: replace(counted(self.base, one), undated=True) for one in self.series}
        else:
            days = (span.first, span.last)
            chosen = {one: replace(counted(self.base, one), published=days) for one in self.series}
        return tuple(Count(numbers[one][place], chosen[one]) for one in self.series)

    def kinds(self, rejected: bool) -> Table:
        """Every mention in one line: by its kind, unless it stands apart."""
        kinds = Counter(row.kind for some in self.coverage.values() for row in some)
        counted_ = counted(self.base)
        rows = [
            Row(one, (Count(kinds[one], replace(counted_, kinds=frozenset({one}))),)) for one in MentionKind
        ]
        rows += [Row("to_check", (self.to_check(),)), Row("own", (self.own(),))]
        if rejected:
            rows.append(Row("rejected", (self.rejected(),)))
        return Table(TableName.KINDS, ("mentions",), tuple(rows))

    def to_check(self) -> Count:
        """What a person must still check, and nobody rejected."""
        number = sum(
            row.to_check and not row.own and row.status is not ReviewStatus.REJECTED for row in self.rows
        )
        return Count(number, replace(self.base, statuses=KEPT, to_check=Part.ONLY, own=Part.OUT))

    def own(self) -> Count:
        """What stands on pages of our own organisations."""
        number = sum(row.own and row.status is not ReviewStatus.REJECTED for row in self.rows)
        return Count(number, replace(self.base, statuses=KEPT, own=Part.ONLY))

    def rejected(self) -> Count:
        """What people rejected."""
        number = sum(row.status is ReviewStatus.REJECTED for row in self.rows)
        return Count(number, replace(self.base, statuses=frozenset({ReviewStatus.REJECTED})))

    def organisations(self, ids: Iterable[str]) -> Table:
        """Which organisations are named, and whose words are quoted, in what is counted."""
        named: Counter[str] = Counter()
        quoted: Counter[str] = Counter()
        lists = Counter((row.named, row.quoted) for some in self.coverage.values() for row in some)
        for (names, quotes), number in lists.items():
            named.update(dict.fromkeys((*names, *quotes), number))
            quoted.update(dict.fromkeys(quotes, number))
        base = counted(self.base)
        rows = [
            Row(
                one,
                (
                    Count(named[one], replace(base, organisations=frozenset({one}))),
                    Count(quoted[one], replace(base, quoted=frozenset({one}))),
                ),
            )
            for one in ids
        ]
        rows.sort(key=lambda row: [-count.number for count in row.counts])
        return Table(TableName.ORGANISATIONS, ("named", "quoted"), tuple(rows))

    def tones(self) -> Table:
        """In which tone, as people judged it; the others last."""
        table = self.by_series(TableName.TONES, lambda row: row.tone, lambda one: {"tones": frozenset({one})})
        order = [*TONES, ""]
        known = [row for row in table.rows if row.key in order]
        return replace(table, rows=tuple(sorted(known, key=lambda row: order.index(row.key))))

    def progress(self) -> Table:
        """How many mentions of any kind have each status."""
        statuses = Counter(row.status for row in self.rows)
        rows = [Row(one, (Count(statuses[one], self._of_status(self.base, one)),)) for one in ReviewStatus]
        return Table(TableName.PROGRESS, ("mentions",), tuple(rows))

    @cached_property
    def _decided(self) -> list[InboxRow]:
        return [row for row in self.rows if row.status in DECIDED and row.reviewer]

    def reviewers(self) -> Table:
        """Who had the last word on how many mentions, and what it is."""
        numbers = Counter((row.reviewer, row.status) for row in self._decided)
        people = sorted({one for one, _ in numbers})
        people.sort(key=lambda one: -sum(numbers[one, status] for status in DECIDED))
        rows = [
            Row(
                one,
                tuple(
                    Count(
                        numbers[one, status],
                        replace(self._of_status(self.base, status), reviewers=frozenset({one})),
                    )
                    for status in DECIDED
                ),
            )
            for one in people
        ]
        return Table(TableName.REVIEWERS, tuple(DECIDED), tuple(rows))

    def review_days(self, zone: ZoneInfo) -> Table:
        """On which day the last word was said, the latest first."""
        numbers: Counter[tuple[date, ReviewStatus]] = Counter()
        for row in self._decided:
            if row.reviewed_at is not None:
                numbers[row.reviewed_at.astimezone(zone).date(), row.status] += 1
        days = sorted({day for day, _ in numbers}, reverse=True)
        rows = [
            Row(
                day.isoformat(),
                tuple(
                    Count(
                        numbers[day, status],
                        replace(self._of_status(self.base, status), reviewed=(day, day)),
                    )
                    for status in DECIDED
                ),
            )
            for day in days
        ]
        return Table(TableName.REVIEW_DAYS, tuple(DECIDED), tuple(rows))

    @staticmethod
    def _of_status(base: Selection, status: ReviewStatus) -> Selection:
        return replace(base, statuses=frozenset({status}))


def _key(span: Span) -> str:
    return (span.first or span.last or date.min).isoformat()
