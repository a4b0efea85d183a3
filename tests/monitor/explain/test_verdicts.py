"""How far an article came: one test for each verdict, from a real archive, and one verdict for any facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.middlewares.robots import TOKEN as CRAWLERS_TOKEN
from monitor.explain.facts import Facts, Place, RobotsSaid, Verdict, verdict_of
from monitor.explain.robots import MOST_BYTES, TOKEN, allows
from monitor.explain.saying import Telling
from monitor.explain.sentences import said_of
from monitor.wording import Words
from storage.identity import text_fingerprint
from storage.model import (
    CandidateState,
    FetchFailure,
    Health,
    KnownCandidate,
    Outlet,
    Reason,
    Rights,
    Source,
    SourceKind,
    SourceReading,
    SourceStatus,
    StoredArticle,
)

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
ROBOTS = b"User-agent: *\nDisallow: /monde/\n"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_no_address_is_said_to_be_none(archive: Any, french: Telling) -> None:
    answer = archive.explain("phare point example")
    assert answer.verdict is Verdict.NO_ADDRESS
    assert said_of(answer.verdict, answer.facts, french).happened == "Ce n’est pas l’adresse d’une page."


def test_a_site_that_no_outlet_has_is_unknown_and_its_article_can_be_added(
    archive: Any, french: Telling
) -> None:
    answer = archive.explain("https://ailleurs.example/une?x=1&y=2")
    said = said_of(answer.verdict, answer.facts, french)
    assert answer.verdict is Verdict.UNKNOWN_SITE
    assert plain(said.why) == "Votre liste a 2 médias, et aucun n’a le site ailleurs.example."
    assert said.command == "retombees add 'https://ailleurs.example/une?x=1&y=2'"


def test_an_outlet_without_sources_has_no_way_in(archive: Any) -> None:
    assert archive.explain("https://www.muet.example/une").verdict is Verdict.NO_SOURCE


def test_where_no_source_could_be_read_we_could_not_look(archive: Any, french: Telling) -> None:
    archive.read(Health.FAILING, reason=Reason.TIMEOUT)
    answer = archive.explain()
    assert answer.verdict is Verdict.NOT_LOOKED
    said = said_of(answer.verdict, answer.facts, french)
    assert said.why == "flux – Le site met trop de temps à répondre. recherche – Pas encore essayée."
    assert said.command == "retombees sources check --source phare"


def test_an_address_that_the_sources_read_did_not_show_was_not_seen(archive: Any, french: Telling) -> None:
    archive.read()
    answer = archive.explain()
    said = said_of(answer.verdict, answer.facts, french)
    assert answer.verdict is Verdict.NOT_SEEN
    assert plain(said.why).startswith(
        "flux – lecture du mardi 10 mars 2026, 9 h 00. 1 source n’a pas pu être lue."
    )
    assert said.command == f"retombees add {archive.url}"


def test_the_days_that_a_source_showed_are_told(archive: Any, english: Telling) -> None:
    archive.store.put_reading(
        SourceReading("phare/feed", "run", NOW, Health.READ, oldest=date(2026, 3, 8), newest=NOW)
    )
    answer = archive.explain()
    why = said_of(answer.verdict, answer.facts, english).why
    assert "articles from Sunday 8 March 2026 to Tuesday 10 March 2026." in why


def test_a_source_that_was_read_once_and_fails_now_says_so(archive: Any, english: Telling) -> None:
    archive.read()
    archive.read(Health.FAILING, reason=Reason.TIMEOUT)
    answer = archive.explain()
    assert answer.verdict is Verdict.NOT_SEEN
    assert "09:00. The site takes too long to answer." in said_of(answer.verdict, answer.facts, english).why


def test_an_address_seen_waits_in_its_place(archive: Any, french: Telling) -> None:
    archive.read()
    archive.see("https://phare.example/monde/plus-recent.html", NOW)
    archive.see(published=NOW - timedelta(hours=2))
    answer = archive.explain()
    said = said_of(answer.verdict, answer.facts, french)
    assert (answer.verdict, answer.facts.place) == (Verdict.WAITING, Place(2, 2))
    assert "Il est le numéro 2 sur 2 dans la file (Le Phare)." in plain(said.why)
    assert said.command == "retombees crawl --source phare"


def test_what_a_source_shows_of_another_site_is_not_read(archive: Any) -> None:
    archive.see("https://ailleurs.example/une")
    assert archive.explain("https://ailleurs.example/une").verdict is Verdict.OFF_SITE


@pytest.mark.parametrize(
    ("published", "since", "verdict"),
    [
        (date(2026, 3, 2), None, Verdict.OUTSIDE_WINDOW),
        (date(2026, 3, 3), None, Verdict.LEFT_ASIDE),
        (date(2026, 3, 3), NOW - timedelta(days=1), Verdict.OUTSIDE_WINDOW),
        (None, NOW, Verdict.LEFT_ASIDE),
    ],
)
def test_what_came_out_before_the_days_that_are_read_is_outside_the_window(
    archive: Any, published: date | None, since: datetime | None, verdict: Verdict
) -> None:
    archive.see(published=published)
    archive.crawl(since=since)
    assert archive.explain().verdict is verdict


@pytest.mark.parametrize("crawl", [{"left": 3}, {"limit": 0}, {"state": "partial"}])
def test_what_a_crawl_had_no_room_or_time_for_still_waits(archive: Any, crawl: dict[str, Any]) -> None:
    archive.see()
    archive.crawl(**crawl)
    assert archive.explain().verdict is Verdict.WAITING


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        (Reason.ROBOTS, Verdict.ROBOTS),
        (Reason.ROBOTS_UNREACHABLE, Verdict.ROBOTS_SILENT),
        (Reason.REFUSED, Verdict.REFUSED),
        (Reason.DENIED, Verdict.SHUT_OUT),
        (Reason.BOT_WALL, Verdict.SHUT_OUT),
        (Reason.LOGIN, Verdict.SHUT_OUT),
        (Reason.CONSENT_WALL, Verdict.NO_TEXT),
        (Reason.NEEDS_BROWSER, Verdict.NO_TEXT),
        (Reason.NOT_FOUND, Verdict.GONE),
        (Reason.SOFT_404, Verdict.GONE),
        (Reason.TIMEOUT, Verdict.FAILED),
    ],
)
def test_a_failed_fetch_is_told_by_its_reason_and_time(
    archive: Any, reason: Reason, verdict: Verdict, english: Telling
) -> None:
    archive.see()
    archive.fail(Reason.SERVER_ERROR, at=NOW - timedelta(days=1))
    archive.fail(reason)
    archive.store.settle(archive.see(), CandidateState.FAILED, reason)
    answer = archive.explain()
    assert answer.verdict is verdict
    assert (
        "Tried 2\u00a0times, last on Tuesday 10 March 2026, 09:00."
        in said_of(answer.verdict, answer.facts, english).why
    )


def test_after_three_failures_an_address_is_given_up(archive: Any) -> None:
    key = archive.see()
    for _ in range(3):
        archive.fail(Reason.TIMEOUT)
        archive.store.settle(key, CandidateState.FAILED, Reason.TIMEOUT)
    assert archive.explain().verdict is Verdict.GIVEN_UP


def test_a_page_added_by_hand_of_an_unknown_site_is_told_by_its_failure(archive: Any) -> None:
    archive.fail(Reason.NOT_FOUND, "https://ailleurs.example/une")
    assert archive.explain("https://ailleurs.example/une").verdict is Verdict.GONE


def test_the_robots_file_that_is_kept_tells_of_pages_never_asked_for(archive: Any, french: Telling) -> None:
    archive.read()
    archive.store.put_site_file("https://phare.example", "robots.txt", NOW, 200, ROBOTS)
    answer = archive.explain()
    said = said_of(answer.verdict, answer.facts, french)
    assert answer.verdict is Verdict.ROBOTS
    assert plain(said.why).startswith("Ses règles, lues le mardi 10 mars 2026, 9 h 00, le disent.")
    assert said.command is None
    assert archive.explain("https://phare.example/sport/match.html").verdict is Verdict.NOT_SEEN
    archive.see()
    assert archive.explain().verdict is Verdict.ROBOTS


def test_an_article_without_text_is_body_missing(archive: Any) -> None:
    archive.put("")
    assert archive.explain().verdict is Verdict.BODY_MISSING


def test_another_address_of_one_article_is_its_duplicate(archive: Any, french: Telling) -> None:
    main = "https://phare.example/monde/les-digues-et-les-saules-12345"
    other = "https://phare.example/flux/12345-digues"
    archive.put("Une page sur les digues du fleuve.", other, claimed=main)
    archive.put("Une page sur les digues du fleuve.", main)
    assert archive.explain(main).verdict is Verdict.READ
    archive.put("Une page sur les digues du fleuve.", "https://phare.example/breves/digues-encore")
    answer = archive.explain("https://phare.example/breves/digues-encore")
    assert answer.verdict is Verdict.DUPLICATE
    assert said_of(answer.verdict, answer.facts, french).command == f"retombees explain {main}"


def test_an_article_that_was_read_is_told_with_how_it_was_found(archive: Any, french: Telling) -> None:
    archive.see()
    archive.put("Une page sur les digues.", paywalled=True)
    answer = archive.explain(archive.url + "?utm_source=lettre#haut")
    said = said_of(answer.verdict, answer.facts, french)
    assert answer.verdict is Verdict.READ
    assert plain(said.why).startswith(
        "Trouvé par : flux. Lu le mardi 10 mars 2026, 9 h 00. Seule la partie ouverte"
    )


def test_the_outlet_with_the_nearest_site_is_meant(archive: Any) -> None:
    blogs = Outlet("blogs", "Les blogs", "blogs.phare.example")
    archive.catalogue.append((blogs, []))
    assert archive.explain("https://blogs.phare.example/une").facts.outlet == blogs
    assert archive.explain("https://www.phare.example/une").facts.outlet.id == "phare"


# ---- robots --------------------------------------------------------------------------------------


def test_robots_are_read_for_the_name_under_which_the_crawl_goes() -> None:
    assert TOKEN == CRAWLERS_TOKEN
    only_us = f"User-agent: {TOKEN}\nDisallow: /\n\nUser-agent: *\nAllow: /\n".encode()
    assert allows(200, only_us, "https://a.example/x") is False


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, ROBOTS, False),
        (200, b"", True),
        (404, b"", True),
        (429, b"", None),
        (0, b"", None),
        (503, b"", None),
        (200, b"#" * (MOST_BYTES + 1), None),
    ],
)
def test_robots_of_every_status(status: int, body: bytes, said: bool | None) -> None:
    assert allows(status, body, "https://phare.example/monde/x") is said


# ---- any facts -----------------------------------------------------------------------------------

URL = "https://phare.example/monde/une.html"
OUTLET = Outlet("phare", "Le Phare", "phare.example")
SOURCE = Source("phare/feed", "phare", SourceKind.FEED, "https://phare.example/feed")
TIMES = st.sampled_from([NOW - timedelta(days=30), NOW, NOW + timedelta(days=1)])
MOMENTS = st.one_of(st.none(), TIMES, st.sampled_from([date(2026, 1, 1), date(2026, 3, 10)]))
STATUSES = st.builds(
    SourceStatus,
    st.just(SOURCE),
    st.just(OUTLET),
    st.sampled_from(Health),
    reason=st.none() | st.sampled_from(Reason),
    last_read_at=st.none() | TIMES,
    last_tried_at=st.none() | TIMES,
    resting_until=st.none() | TIMES,
)
CANDIDATES = st.builds(
    KnownCandidate,
    st.just("phare.example/monde/une.html"),
    st.sampled_from([URL, "https://ailleurs.example/une"]),
    st.just("phare"),
    st.sampled_from(CandidateState),
    published_at=MOMENTS,
    first_seen_at=st.none() | TIMES,
    tries=st.integers(0, 4),
    reason=st.none() | st.sampled_from(Reason),
)
FAILURES = st.builds(
    FetchFailure, st.just("run"), TIMES, st.just(URL), st.just("article"), st.sampled_from(Reason)
)


def article(text: str | None, url: str, had_text: bool, rights: Rights = Rights.OPEN) -> StoredArticle:
    return StoredArticle(
        "a1", url, url, OUTLET, "Titre", "", (), None, "", None, "fr", False, rights, NOW, NOW, 1,
        text_fingerprint(text or "mots") if had_text else "", text, (), {},
    )  # fmt: skip


ARTICLES = st.builds(
    article, st.none() | st.just("mots"), st.sampled_from([URL, "https://phare.example/autre"]), st.booleans()
)
FACTS = st.builds(
    Facts,
    url=st.sampled_from([URL, "http://[", "", "https://ailleurs.example/x", "javascript:alert(1)"]),
    outlets=st.integers(0, 3),
    outlet=st.none() | st.just(OUTLET),
    sources=st.lists(STATUSES, max_size=6).map(tuple),
    candidate=st.none() | CANDIDATES,
    failures=st.lists(FAILURES, max_size=3).map(tuple),
    article=st.none() | ARTICLES,
    robots=st.none() | st.builds(RobotsSaid, TIMES, st.booleans()),
    place=st.none() | st.just(Place(1, 2)),
    window_start=st.none() | TIMES,
    passed_by=st.none() | TIMES,
)


@given(FACTS)
def test_any_facts_have_one_verdict_which_is_told_in_both_languages(facts: Facts) -> None:
    verdict = verdict_of(facts)
    said = [
        said_of(verdict, facts, Telling(Words(language), ZoneInfo("Europe/Paris")))
        for language in ("fr", "en")
    ]
    assert verdict in Verdict
    for one in said:
        assert one.happened.endswith(".")
        assert one.todo.endswith((".", ":", " :"))
        assert "{" not in one.happened + one.why + one.todo
        assert one.command is None or one.command.startswith("retombees ")
    assert said[0].happened != said[1].happened
    assert said[0].command == said[1].command
    if one.command is not None:
        assert "''" not in one.command or facts.outlet is None


@given(FACTS)
def test_what_is_in_the_archive_is_never_said_to_be_lost_on_the_way(facts: Facts) -> None:
    here = {Verdict.BODY_MISSING, Verdict.DUPLICATE, Verdict.READ}
    if verdict_of(facts) is not Verdict.NO_ADDRESS:
        assert (verdict_of(facts) in here) == (facts.article is not None)


@given(FACTS)
def test_a_site_that_forbids_or_failed_is_never_said_to_have_shown_nothing(facts: Facts) -> None:
    if facts.failures:
        assert verdict_of(facts) not in (Verdict.NOT_SEEN, Verdict.UNKNOWN_SITE, Verdict.NOT_LOOKED)
    readable = any(
        one.last_read_at or one.health.value in ("read", "unchanged", "empty", "silent")
        for one in facts.sources
    )
    if verdict_of(facts) is Verdict.NOT_SEEN:
        assert readable


def test_every_verdict_can_be_reached() -> None:
    """By the tests of this file: none is a word without a meaning."""
    base = Facts(URL, 1)
    seen = KnownCandidate("k", URL, "phare", CandidateState.WAITING, published_at=date(2026, 1, 1))
    feed = SourceStatus(SOURCE, OUTLET)
    known = replace(base, outlet=OUTLET, sources=(replace(feed, health=Health.READ),))
    reasons = [
        Reason.ROBOTS_UNREACHABLE, Reason.REFUSED, Reason.DENIED, Reason.NOT_HTML, Reason.GONE_HOME, Reason.DNS,
    ]  # fmt: skip
    facts = [
        Facts(""),
        base,
        replace(base, outlet=OUTLET),
        replace(known, sources=(feed,)),
        known,
        replace(known, robots=RobotsSaid(NOW, False)),
        replace(known, candidate=seen),
        replace(known, candidate=replace(seen, url="https://x.example/")),
        replace(known, candidate=seen, window_start=NOW),
        replace(known, candidate=seen, passed_by=NOW),
        replace(known, candidate=replace(seen, state=CandidateState.FAILED, tries=3)),
        *(replace(known, failures=(FetchFailure("r", NOW, URL, "article", reason),)) for reason in reasons),
        replace(known, article=article("mots", URL, True)),
        replace(known, article=article("mots", URL + "x", True)),
        replace(known, article=article("", URL, False)),
    ]
    assert {verdict_of(one) for one in facts} == set(Verdict)
