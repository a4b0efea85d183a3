"""The figures of a campaign: each number is what its selection holds; lines of time; days on which nobody looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.dossier import Campaign, Document, DocumentKind, Event, Organisation
from monitor.figures import Count, Period, Series, TableName, figures_of, last_days
from monitor.figures.days import (
    MOST_DAYS,
    MOST_WEEKS,
    Span,
    Step,
    days_read,
    marks_of,
    steps,
    timeline,
    unread_days,
)
from storage.model import MatchResult, Mention, ReviewStatus, Run, RunKind, RunState, SyndicationCluster
from storage.store import Store, open_store
from tests.monitor.export.test_selection_in_the_inbox import NOW, OUTLETS, TAGS, TONES, article, judgement

PARIS = ZoneInfo("Europe/Paris")
CAMPAIGN = Campaign(
    "c", "Campagne", documents=(Document("t", DocumentKind.OPED, "Un texte", published_at=date(2025, 2, 4)),),
    organisations=(Organisation("ldh", "LDH"), Organisation("vox", "Vox"), Organisation("rien", "Rien")),
    event=Event("e", "Le sommet", starts_on=date(2025, 2, 10), ends_on=date(2025, 2, 11)),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Ninety mentions that differ in every field, some of them copies of one dispatch."""
    folder: Path = tmp_path_factory.mktemp("figures")
    with open_store(folder / "archive.db", create=True) as store:
        store.put_catalogue([(outlet, []) for outlet in OUTLETS])
        ids = [store.put_article(article(number), None).article_id for number in range(90)]
        results = [MatchResult(one, judgement(number)) for number, one in enumerate(ids)]
        store.put_matches("c", 1, results, NOW)
        store.put_clusters([SyndicationCluster("k", tuple(ids[3:60:5]))], NOW)
        for number, one in enumerate(store.mentions("c")):
            parts = {"status": list(ReviewStatus)[number % 4], "tone": TONES[number // 4 % 4]}
            store.decide(
                {one.id: {**parts, **{f"tag:{tag}": 0 for tag in TAGS[number % 3]}}},
                ("zoé", "max")[number % 2],
                NOW + timedelta(hours=9 * (number % 7)),
            )
        yield store


periods = st.builds(
    lambda first, length: Period(
        first, first + timedelta(days=length) if first and length is not None else None
    ),
    st.none() | st.dates(date(2025, 2, 1), date(2025, 2, 8)),
    st.none() | st.integers(0, 6),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    periods,
    st.sampled_from(["", "ldh", "vox"]),
    st.booleans(),
    st.sampled_from(["Europe/Paris", "America/Guadeloupe"]),
)
def test_every_number_is_what_its_selection_holds(
    store: Store, period: Period, organisation: str, opinions: bool, zone: str
) -> None:
    campaign = replace(CAMPAIGN, zone=zone)
    found = figures_of(store, campaign, period, NOW, organisation=organisation, opinions=opinions)
    mentions = store.mentions("c")
    counts = [
        found.text,
        found.related,
        found.event,
        found.to_check,
        found.own,
        found.all,
    ]
    counts += [one for one in (found.rejected, found.reviewed) if one is not None]
    counts += [count for table in found.tables.values() for row in table.rows for count in row.counts]
    for count in counts:
        assert count.number == held(mentions, count), count.selection
    assert found.stories == store.inbox_stories(found.text.selection)
    hidden = {TableName.TONES, TableName.PROGRESS, TableName.REVIEWERS, TableName.REVIEW_DAYS}
    assert opinions or not hidden & set(found.tables)
    assert (TableName.PROGRESS in found.tables) is opinions
    assert (found.reviewed is None) is not opinions


def held(mentions: list[Mention], count: Count) -> int:
    return sum(count.selection.holds(one) for one in mentions)


def test_the_lines_of_each_table_add_up_to_what_is_counted(store: Store) -> None:
    found = figures_of(store, CAMPAIGN, Period(), NOW)
    series = {Series.TEXT: found.text, Series.RELATED: found.related, Series.EVENT: found.event}
    for name in ("days", "outlets", "outlet_kinds", "languages", "countries", "tones"):
        table = found.tables[TableName(name)]
        totals: Counter[str] = Counter()
        for row in table.rows:
            for column, count in zip(table.columns, row.counts, strict=True):
                totals[column] += count.number
        assert totals == {one: series[Series(one)].number for one in table.columns}, name
    kinds = found.tables[TableName.KINDS]
    assert sum(row.counts[0].number for row in kinds.rows) == found.all.number
    assert found.stories + found.reprints == found.text.number and found.reprints > 0


class TestLinesOfTime:
    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 20_000))
    def test_they_follow_each_other_without_a_gap_and_are_never_too_many(
        self, first: date, length: int
    ) -> None:
        last = min(first + timedelta(days=length), date(2100, 12, 31))
        found = steps(first, last)
        assert (found[0][1], found[-1][2]) == (first, last)
        assert all(after[1] - before[2] == timedelta(days=1) for before, after in pairwise(found))
        assert len(found) <= max(MOST_DAYS, MOST_WEEKS + 1, 62, 112)

    def test_a_whole_campaign_begins_with_its_text_and_ends_today_the_rest_in_a_line_each(self) -> None:
        known = [date(1970, 1, 1), date(2025, 2, 5), date(2031, 1, 1)]
        found = timeline(Period(), CAMPAIGN, known, date(2025, 2, 6))
        assert [(one.first, one.last) for one in found] == [
            (None, date(2025, 2, 3)),
            *((date(2025, 2, day), date(2025, 2, day)) for day in (4, 5, 6)),
            (date(2025, 2, 7), None),
        ]
        assert found[1].marks == (("document", "t"),)

    def test_a_campaign_that_is_over_ends_with_its_last_day_or_its_last_article(self) -> None:
        over = replace(CAMPAIGN, ends_on=date(2025, 2, 6))
        assert timeline(Period(), over, [date(2025, 2, 5)], date(2025, 9, 1))[-1].last == date(2025, 2, 6)
        assert timeline(Period(), over, [date(2025, 2, 8)], date(2025, 9, 1))[-1].last == date(2025, 2, 8)
        assert timeline(Period(), CAMPAIGN, [], date(2025, 2, 20))[-1].last == date(2025, 2, 20)

    def test_the_days_of_the_event_are_marked_and_a_very_long_one_only_for_a_month(self) -> None:
        assert [day.day for day, (kind, _) in marks_of(CAMPAIGN) if kind == "event"] == [10, 11]
        long = replace(
            CAMPAIGN, event=Event("e", "E", starts_on=date(2025, 1, 1), ends_on=date(9999, 12, 31))
        )
        assert len(marks_of(long)) == 32

    @pytest.mark.parametrize(
        "days", [(date(1, 1, 1), None), (None, date(9999, 12, 31)), (date(2025, 2, 2), date(2025, 2, 1))]
    )
    def test_a_period_that_makes_no_sense_is_refused(self, days: tuple[date | None, date | None]) -> None:
        with pytest.raises(ValueError, match="period"):
            Period(*days)

    def test_the_last_days_end_today(self) -> None:
        assert last_days(date(2025, 3, 1), 7) == Period(date(2025, 2, 23), date(2025, 3, 1))


class TestWhereNobodyLooked:
    def run(self, day: int, state: RunState = RunState.DONE, **counts: int) -> Run:
        at = datetime(2025, 2, day, 6, tzinfo=UTC)
        return Run(f"r{day}", RunKind.CRAWL, at, state, at + timedelta(minutes=9), counts=counts)

    def test_a_day_is_read_where_a_reading_came_to_its_end_and_read_enough(self) -> None:
        runs = [
            self.run(4, sources_due=10, sources_read=5), self.run(5, sources_due=10, sources_read=4), self.run(6),
            self.run(7, RunState.OFFLINE), self.run(8, RunState.PARTIAL, sources_due=3, sources_read=3),
            self.run(9, sources_due=9, sources_read=0), Run("r", RunKind.CRAWL, datetime(2025, 2, 10, tzinfo=UTC)),
        ]  # fmt: skip
        assert {day.day for day in days_read(runs, PARIS, 0.5)} == {4, 6, 8}

    def test_what_lies_before_the_first_reading_and_today_are_no_gap(self) -> None:
        read, since, today = frozenset({date(2025, 2, 5)}), date(2025, 2, 5), date(2025, 2, 8)
        found = [
            unread_days(Span(Step.DAY, date(2025, 2, day), date(2025, 2, day)), read, since, today)
            for day in range(4, 10)
        ]
        assert found == [0, 0, 1, 1, 0, 0]
        assert unread_days(Span(Step.WEEK, date(2025, 2, 3), date(2025, 2, 9)), read, since, today) == 2
        assert unread_days(Span(Step.WEEK, date(2025, 2, 3), date(2025, 2, 9)), read, None, today) == 0
