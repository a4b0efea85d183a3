"""Serving: days, conditional answers, troubles, the log, several worlds at once."""

import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.demo import Access, PressWorld, PressWorldError, RunningWorld, press_world, serve
from monitor.demo.answers import answer
from monitor.demo.scene import Scene
from monitor.demo.server import MAX_CONNECTIONS
from monitor.demo.world import moment_of
from storage.model import MentionKind, SourceKind
from tests.monitor.demo.fetching import get

ARTICLE = "balancier/le-grand-palais-se-prepare-au-sommet"


def test_an_unchanged_page_is_304_for_either_validator(world: RunningWorld) -> None:
    feed = world.bases["balancier"] + "/rss/une.xml"
    for url in (feed, world.url(ARTICLE), world.bases["ludwick"] + "/sitemaps/news.xml"):
        first = get(url)
        assert first.status == 200
        assert get(url, If_None_Match=first.headers["ETag"]).status == 304
        assert get(url, If_None_Match=f'"old", W/{first.headers["ETag"]}').status == 304
        assert get(url, If_Modified_Since=first.headers["Last-Modified"]).status == 304
        assert get(url, If_None_Match='"old"', If_Modified_Since=first.headers["Last-Modified"]).status == 200
        assert get(url, If_Modified_Since="yesterday").status == 200


def test_an_edit_changes_the_page_its_validators_and_its_feed(world: RunningWorld) -> None:
    url, feed = world.url(ARTICLE), world.bases["balancier"] + "/rss/une.xml"
    before, feed_before = get(url), get(feed)
    world.edit(ARTICLE, title="Un autre titre", text="Un seul paragraphe.")
    after = get(url, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert "Un autre titre" in after.text and "Un seul paragraphe." in after.text
    assert get(url, If_Modified_Since=before.headers["Last-Modified"]).status == 200
    assert parsedate_to_datetime(after.headers["Last-Modified"]) > parsedate_to_datetime(
        before.headers["Last-Modified"]
    )
    assert "Un autre titre" in get(feed, If_None_Match=feed_before.headers["ETag"]).text
    assert world.url(ARTICLE) == url


def test_what_is_published_later_is_nowhere_until_its_moment(world: RunningWorld) -> None:
    article = world.world.article(ARTICLE)
    feed = world.bases["balancier"] + "/rss/une.xml"
    world.set_today(article.published_at - timedelta(minutes=1))
    assert get(world.url(ARTICLE)).status == 404
    assert article.slug not in get(feed).text
    assert ARTICLE not in {expected.article_id for expected in world.expectations()}
    assert not [one for one in world.scene("balancier").found("grand palais") if one.id == ARTICLE]
    world.set_today(article.published_at)
    assert get(world.url(ARTICLE)).status == 200
    assert article.slug in get(feed).text


def test_a_bare_day_shows_all_of_that_day_in_paris_and_none_everything() -> None:
    moment = moment_of(date(2025, 2, 4))
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2025, 2, 4, 22, 59, 59, tzinfo=UTC)
    assert moment_of(None) is None
    with pytest.raises(ValueError, match="zone"):
        moment_of(datetime(2025, 2, 4))  # noqa: DTZ001


def test_two_worlds_at_once_keep_to_themselves(loaded: PressWorld) -> None:
    with serve(loaded) as one, serve(loaded) as other:
        assert not set(one.bases.values()) & set(other.bases.values())
        one.edit(ARTICLE, title="Chez l’un")
        assert "Chez l’un" in get(one.url(ARTICLE)).text
        assert "Chez l’un" not in get(other.url(ARTICLE)).text
        assert {entry.target for entry in other.requests} == {entry.target for entry in one.requests}
        assert len(one.requests) == len(other.requests) == 1


def test_the_same_world_on_the_same_ports_is_the_same_bytes() -> None:
    with press_world() as first:
        ports = sorted(first.port(outlet.id) for outlet in first.world.outlets)
    base = next(p for p in range(20000, 32000, 500) if not set(range(p, p + 20)) & set(ports) and free(p))
    pages = []
    for _ in range(2):
        with press_world(base_port=base) as world:
            assert world.port("balancier") == base
            pages.append([get(world.url(ARTICLE)).body, get(world.bases["balancier"] + "/rss/une.xml").body])
    assert pages[0] == pages[1]


def free(start: int) -> bool:
    for port in range(start, start + 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return False
    return True


def test_after_the_block_nobody_answers_even_with_a_connection_left_open(loaded: PressWorld) -> None:
    threads = threading.active_count()
    with serve(loaded) as world:
        port = world.port("balancier")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        connection.getresponse().read()
        started = time.monotonic()
    assert time.monotonic() - started < 3
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    connection.close()
    deadline = time.monotonic() + 5
    while threading.active_count() > threads and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == threads


def test_a_slow_outlet_delays_nobody_else(world: RunningWorld) -> None:
    world.delay("ludwick", 3)
    started = time.monotonic()
    get(world.bases["balancier"] + "/")
    assert time.monotonic() - started < 2.5
    get(world.bases["ludwick"] + "/")
    assert time.monotonic() - started > 3
    world.delay("ludwick", 0)
    started = time.monotonic()
    get(world.bases["ludwick"] + "/")
    assert time.monotonic() - started < 2.5


def test_the_block_ends_at_once_though_an_outlet_is_slow(loaded: PressWorld) -> None:
    with serve(loaded) as world:
        world.delay("balancier", 60)
        waiting = socket.create_connection(("127.0.0.1", world.port("balancier")))
        waiting.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        started = time.monotonic()
    assert time.monotonic() - started < 3
    waiting.close()


def test_a_broken_outlet_answers_its_status_until_mended(world: RunningWorld) -> None:
    base = world.bases["rheinufer"]
    world.break_("rheinufer", 503)
    assert get(base + "/").status == get(base + "/robots.txt").status == 503
    world.break_("rheinufer", 500, under="/feeds/")
    assert get(base + "/feeds/alle.atom").status == 500
    assert get(base + "/").status == 200
    world.break_("rheinufer", 0)
    assert get(base + "/feeds/alle.atom").status == 200


def test_the_hiccup_is_once_for_an_article_and_says_when_to_come_back(world: RunningWorld) -> None:
    assert get(world.bases["sarmande"] + "/robots.txt").status == 200
    url = world.url("sarmande/au-lycee-on-debat-de-l-ia-avec-une-tribune")
    first = get(url)
    assert (first.status, first.headers["Retry-After"]) == (503, "1")
    assert get(url).status == 200


def test_the_outlet_that_is_down_refuses_connections_and_keeps_its_port(world: RunningWorld) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", world.port("ostrelle")), timeout=5)
    with socket.socket() as other, pytest.raises(OSError):
        other.bind(("127.0.0.1", world.port("ostrelle")))


def test_the_log_holds_what_a_test_of_politeness_needs(world: RunningWorld) -> None:
    get(world.url(ARTICLE), User_Agent="Robot/1", If_None_Match='"x"')
    (entry,) = world.requests
    assert (entry.outlet_id, entry.method, entry.status) == ("balancier", "GET", 200)
    assert entry.target in world.url(ARTICLE)
    assert (entry.user_agent, entry.if_none_match, entry.if_modified_since) == ("Robot/1", '"x"', None)
    assert abs((datetime.now(UTC) - entry.at).total_seconds()) < 10
    world.clear_requests()
    assert world.requests == ()


def test_head_gives_the_headers_without_a_body(world: RunningWorld) -> None:
    connection = HTTPConnection("127.0.0.1", world.port("balancier"), timeout=5)
    connection.request("HEAD", "/")
    answer = connection.getresponse()
    assert answer.status == 200 and int(answer.headers["Content-Length"]) > 1000
    assert answer.read() == b""
    connection.close()


def test_another_method_and_a_broken_request_end_nothing(world: RunningWorld) -> None:
    for line in (b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00\xff\r\n\r\n", b"GET //[ HTTP/1.1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", world.port("balancier")), timeout=5) as raw:
            raw.sendall(line)
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(4096):
                pass
    assert get(world.bases["balancier"] + "/").status == 200


@settings(max_examples=150, deadline=None)
@given(
    outlet=st.integers(0, 11),
    path=st.sampled_from(
        ["/", "/recherche/?q=", "/wp-json/wp/v2/posts?search=", "/?s=x&feed=rss2&paged=", "/sitemaps/"]
    ),
    rest=st.text(max_size=60),
    tag=st.text(max_size=20),
)
def test_no_address_and_no_condition_makes_the_world_stumble(
    loaded: PressWorld, outlet: int, path: str, rest: str, tag: str
) -> None:
    one = loaded.outlets[outlet]
    scene = Scene(loaded, one, {other.id: "http://127.0.0.1:1" for other in loaded.outlets})
    found = answer(scene, path + rest, {"if-none-match": tag, "if-modified-since": tag})
    assert found.status in {200, 304, 400, 404, 500}
    assert found.status != 500 or one.robots.kind == "error"


def test_connections_are_bounded(world: RunningWorld) -> None:
    port = world.port("balancier")
    crowd = [socket.create_connection(("127.0.0.1", port)) for _ in range(MAX_CONNECTIONS)]
    try:
        time.sleep(0.3)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as late:
            assert late.recv(10) == b""
    finally:
        for one in crowd:
            one.close()


def test_edits_and_reads_at_once_neither_fail_nor_tear(world: RunningWorld) -> None:
    torn: list[str] = []

    def edit() -> None:
        for number in range(40):
            world.edit(ARTICLE, title=f"Titre {number}", standfirst=f"Titre {number}")

    def read() -> None:
        for _ in range(20):
            article = world.world.article(ARTICLE)
            if article.revision and article.title != article.standfirst:
                torn.append(article.title)
            if get(world.url(ARTICLE)).status != 200:
                torn.append("status")

    crew = [threading.Thread(target=edit), *(threading.Thread(target=read) for _ in range(3))]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert torn == []
    assert world.world.article(ARTICLE).revision == 40


def test_an_article_can_be_added_between_two_crawls(world: RunningWorld) -> None:
    more = replace(world.world.article(ARTICLE), id="balancier/autre", slug="autre", title="Encore un")
    world.add(more)
    assert get(world.url("balancier/autre")).status == 200
    assert "Encore un" in get(world.bases["balancier"] + "/rss/une.xml").text
    with pytest.raises(PressWorldError, match="address"):
        world.add(more)


def test_expectations_tell_what_a_crawl_may_and_can_have(world: RunningWorld) -> None:
    by_id = {expected.article_id: expected for expected in world.expectations()}
    trap = by_id["valmarche/dossier-abonnes-les-associations-et-l-ia"]
    assert trap.access is Access.ROBOTS and SourceKind.FEED in trap.reachable_by and not trap.stored
    assert by_id["montclerc/une-tribune-et-cent-signatures"].access is Access.ROBOTS_UNREACHABLE
    assert by_id["cadran/anatomie-d-un-appel"].access is Access.ROBOTS
    assert by_id["ostrelle/reportage-les-associations-et-l-ia"].access is Access.HOST_DOWN
    assert by_id["placeforte/des-ong-jouent-les-trouble-fete"].reserved
    assert by_id["sarmande/la-sarmande-remonte-vigilance-jaune"].reachable_by == {SourceKind.PAGE}
    out_of_reach = {e.article_id for e in by_id.values() if e.access is Access.ALLOWED and not e.stored}
    assert "octet/paris-accueillera-le-prochain-sommet" in out_of_reach
    assert {article_id.split("/")[0] for article_id in out_of_reach} == {"octet", "mailles"}  # search only


def test_every_variant_that_is_expected_answers(world: RunningWorld) -> None:
    variants = [v for e in world.expectations() if e.access is Access.ALLOWED for v in e.variants]
    assert variants
    get(world.url("sarmande/la-sarmande-remonte-vigilance-jaune"))
    for url in variants:
        assert get(url).status == 200, url


def test_allow_private_names_each_port_and_nothing_else(world: RunningWorld) -> None:
    assert sorted(world.allow_private()) == sorted(
        f"127.0.0.1/32:{world.port(outlet.id)}" for outlet in world.world.outlets
    )


def test_the_morning_after_the_text_is_rich_and_the_one_before_is_quiet(loaded: PressWorld) -> None:
    after = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)
    day, before = after - timedelta(days=1), after - timedelta(days=8)
    rich = [a.kind for a in loaded.articles if day <= a.published_at < after and a.kind]
    quiet = [a.kind for a in loaded.articles if before <= a.published_at < day and a.kind]
    assert len(rich) > 25
    assert set(rich) == set(MentionKind)
    assert set(quiet) == {MentionKind.TOPIC}
