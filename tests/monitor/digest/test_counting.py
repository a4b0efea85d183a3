"""A digest made of outlines and the few mentions that it shows says what one made of all mentions whole would say."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import Settings
from monitor.digest import Digest, build_digest, window_of
from monitor.digest.stories import group, leads, published_key
from monitor.digest.values import Tally, count
from monitor.digest.window import local_day
from monitor.digesting import digest_of
from monitor.dossier import Campaign, Document, DocumentKind, Organisation
from storage.identity import article_key
from storage.model import (
    PICKUP_KINDS,
    Article,
    Excerpt,
    FetchedArticle,
    Health,
    Judgement,
    MatchResult,
    Mention,
    MentionKind,
    Moment,
    Outlet,
    ReportKind,
    Review,
    ReviewStatus,
    Run,
    RunKind,
    RunState,
    Salience,
    Source,
    SourceKind,
    SourceReading,
    SyndicationCluster,
)
from storage.store import Store, open_store

START = datetime(2025, 2, 4, 5, 0, tzinfo=UTC)
DAYS = 5
CAMPAIGN = Campaign(
    "appel",
    "Appel",
    documents=(Document("tribune", DocumentKind.OPED, "Tribune", published_at=START),),
    organisations=(Organisation("rivage", "Rivage"), Organisation("phare", "Phare")),
)
OUTLETS = [Outlet(f"o{n}", f"Média {n}", f"o{n}.example", "FR", "fr", "", n % 4) for n in range(7)]


def moment(draw: random.Random) -> Moment | None:
    """Any time of publication: with an offset, a bare day, none."""
    at = START + timedelta(minutes=draw.randrange(DAYS * 1440))
    forms: list[Moment | None] = [
        at.astimezone(timezone(timedelta(hours=draw.randrange(-3, 4)))),
        at.date(),
        None,
    ]
    return draw.choices(forms, (6, 2, 1))[0]


def judgement(draw: random.Random) -> Judgement:
    return Judgement(
        kind=draw.choice(list(MentionKind)),
        to_check=draw.random() < 0.2,
        salience=draw.choice(list(Salience)),
        score=0.5,
        evidence=(),
        excerpt=Excerpt("mots"),
        organisations=tuple(draw.sample(["rivage", "phare"], draw.randrange(3))),
        organisations_quoted=("phare",) if draw.random() < 0.2 else (),
        own=draw.random() < 0.1,
    )


def review(draw: random.Random) -> Review:
    return Review(
        draw.choice(list(ReviewStatus)),
        starred=draw.random() < 0.1,
        reviewed_by="A",
        reviewed_at=START,
        kind=draw.choice((None, None, None, *MentionKind)),
    )


def fill(store: Store, draw: random.Random) -> None:
    """An archive of five days: articles, mentions that come and go, reviews, clusters, crawls, readings."""
    sources = [Source(f"{o.id}/feed", o.id, SourceKind.FEED, f"https://{o.domain}/feed") for o in OUTLETS]
    store.put_catalogue((outlet, [source]) for outlet, source in zip(OUTLETS, sources, strict=True))
    store.put_dossier(CAMPAIGN.id, "d", "{}", START)
    ids = []
    for number in range(draw.randrange(40)):
        outlet = draw.choice(OUTLETS)
        url = f"https://{outlet.domain}/a-{number}.html"
        article = Article(url, title=f"Titre {number}", text=f"mot {number}", published_at=moment(draw))
        ids.append(
            store.put_article(
                FetchedArticle(article, outlet.id, article_key(url), START, "r"), None
            ).article_id
        )
    for hours in range(0, DAYS * 24, 12):
        at = START + timedelta(hours=hours)
        some = draw.sample(ids, draw.randrange(len(ids) // 3 + 1))
        results = [MatchResult(i, judgement(draw) if draw.random() < 0.9 else None) for i in some]
        store.put_matches(CAMPAIGN.id, 1, results, at)
        if draw.random() < 0.7:
            run = Run(f"r{hours}", RunKind.CRAWL, at, RunState.DONE, at + timedelta(minutes=5))
            store.begin_run(run)
            for source in draw.sample(sources, draw.randrange(len(sources) + 1)):
                health = draw.choice((Health.READ, Health.UNCHANGED, Health.FAILING, Health.SILENT))
                store.put_reading(SourceReading(source.id, run.id, at, health, candidates=draw.randrange(50)))
    for mention in store.mentions(CAMPAIGN.id):
        if draw.random() < 0.5:
            store.put_review(mention.id, review(draw))
    mixed = draw.sample(ids, len(ids))
    groups = [mixed[start : start + 4] for start in range(0, len(mixed) // 2, 4)]
    store.put_clusters(
        (SyndicationCluster(f"c{n}", tuple(g)) for n, g in enumerate(groups) if len(g) > 1), START
    )


def made_of_all(store: Store, kind: ReportKind, day: date, now: datetime, about: str | None) -> Digest:
    """The same digest, of all mentions and all readings."""
    runs = store.runs(RunKind.CRAWL, 1000)
    today = now.astimezone(ZoneInfo(CAMPAIGN.zone)).date()
    window = window_of(day, CAMPAIGN, [], runs, now if day == today else None, kind)
    readings = store.readings_since(window.covers_from)
    whose = next((one for one in CAMPAIGN.organisations if one.id == about), None)
    return build_digest(
        CAMPAIGN,
        window,
        store.mentions(CAMPAIGN.id),
        store.source_statuses(),
        runs,
        now,
        readings=[one for of_source in readings.values() for one in of_source],
        census=store.text_census(),
        organisation=whose,
    )


@given(
    seed=st.integers(0, 2**32),
    kind=st.sampled_from(ReportKind),
    days=st.integers(0, DAYS),
    about=st.sampled_from((None, "rivage", "phare")),
)
@settings(max_examples=60, deadline=None)
def test_a_digest_of_an_archive_is_the_one_made_of_all_its_mentions(
    seed: int, kind: ReportKind, days: int, about: str | None
) -> None:
    now = START + timedelta(days=DAYS, hours=2)
    day = (START + timedelta(days=days)).date()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "a.db", create=True) as store:
        fill(store, random.Random(seed))
        quick = digest_of(store, CAMPAIGN, Settings(), now, day=day, kind=kind, organisation=about)
        assert quick == made_of_all(store, kind, day, now, about)
        check_numbers(store, quick)


def check_numbers(store: Store, digest: Digest) -> None:
    """The numbers, counted again the long way: stories are grouped whole, and then counted."""
    zone, window, about = ZoneInfo(CAMPAIGN.zone), digest.window, digest.organisation
    known = [
        one
        for one in store.mentions(CAMPAIGN.id)
        if one.review.status is not ReviewStatus.REJECTED
        and (window.by_publication_day or one.first_matched_at < window.covers_until)
        and (about is None or about.id in (*one.judgement.organisations, *one.judgement.organisations_quoted))
    ]
    pickups = [one for one in known if counts(one) and one.kind in PICKUP_KINDS]
    assert digest.since_release == (count(group(pickups, leads(known, zone), zone)) if pickups else Tally())
    dated = [one for one in pickups if one.article.published_at is not None]
    assert digest.last_pickup == max(dated, key=lambda one: published_key(one, zone), default=None)
    days = Counter(local_day(one.article.published_at, zone) for one in dated if one.article.published_at)
    assert [line.pickups for line in digest.timeline] == [days[line.day] for line in digest.timeline]
    totals = Counter(one.article.outlet.id for one in pickups)
    assert {line.outlet.id: line.total for line in digest.outlets} == totals
    open_still = [
        one for one in known if one.review.status is ReviewStatus.TO_REVIEW and not one.judgement.own
    ]
    assert digest.waiting.articles == len(open_still)
    for story in (*digest.pickups, *digest.related, *digest.topic, *digest.late):
        first = min(
            (one for one in known if alike(one, story.lead)), key=lambda one: published_key(one, zone)
        )
        inside = first.id in {member.id for member in story.members}
        assert story.reprint_of == (None if inside else first)


def counts(mention: Mention) -> bool:
    return not mention.judgement.own and not mention.to_check


def alike(one: Mention, other: Mention) -> bool:
    """Do both stand in one story?"""
    together = one.cluster_id == other.cluster_id and one.cluster_id is not None
    return one.id == other.id or (together and counts(one) and counts(other))


def test_a_report_is_of_one_moment_whatever_others_write_meanwhile(tmp_path: Path) -> None:
    """A mention that is rejected while the report is read is either in all of its parts or in none."""
    with open_store(tmp_path / "a.db", create=True) as store:
        fill(store, random.Random(5))
        now = START + timedelta(days=DAYS, hours=2)
        before = digest_of(store, CAMPAIGN, Settings(), now, kind=ReportKind.FINAL)
        with store.one_moment(), open_store(store.path) as other:
            store.outlines(CAMPAIGN.id)
            for mention in other.mentions(CAMPAIGN.id):
                other.put_review(mention.id, replace(mention.review, status=ReviewStatus.REJECTED))
            assert digest_of(store, CAMPAIGN, Settings(), now, kind=ReportKind.FINAL) == before
        after = digest_of(store, CAMPAIGN, Settings(), now, kind=ReportKind.FINAL)
        assert after.since_release.articles == 0 < before.since_release.articles
