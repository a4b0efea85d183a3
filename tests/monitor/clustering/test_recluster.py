"""The archive's copies, from first to last: what is new is compared, what people decided stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.dossier import Campaign, Document, DocumentKind
from monitor.recluster import MOST_NEAR, ClusterOutcome, cluster_archive, merge, set_lead, split
from monitor.rematch import match_campaigns
from storage.errors import NotStored
from storage.model import Article, FetchedArticle, Link, Outlet, Rights
from storage.store import Store, open_store

OUTLETS = [Outlet(f"o{n}", f"Journal {n}", f"journal-{n}.example", kind="regional-daily") for n in range(40)]
AGENCY = Outlet("agm", "Agence Méridienne (AGM)", "agm.example", kind="news-agency")
DAY = timedelta(days=1)


class Newsroom:
    """An archive and short ways to put articles into it."""

    def __init__(self, store: Store, make: SimpleNamespace) -> None:
        self.store, self.make, self.campaigns = store, make, ()
        store.put_catalogue([(outlet, []) for outlet in (*OUTLETS, AGENCY)])

    def put(self, number: int, text: str, outlet: Outlet | None = None, **article: object) -> str:
        where = outlet or OUTLETS[number % len(OUTLETS)]
        url = f"https://{where.domain}/article-{number}"
        known = {
            "title": f"Titre {number}",
            "text": text,
            "published_at": self.make.NOW + number * DAY,
            **article,
        }
        fetched = FetchedArticle(Article(url, **known), where.id, "", self.make.NOW, "run")  # type: ignore[arg-type]
        return self.store.put_article(fetched, None).article_id

    def cluster(self, campaigns: tuple[Campaign, ...] = ()) -> ClusterOutcome:
        return cluster_archive(self.store, campaigns, self.make.NOW)

    def groups(self) -> list[set[str]]:
        return [set(cluster.members) for cluster in self.store.clusters()]


@pytest.fixture
def newsroom(tmp_path: Path, make: SimpleNamespace) -> Iterator[Newsroom]:
    with open_store(tmp_path / "archive.db", create=True) as store:
        yield Newsroom(store, make)


def campaign(text: str) -> Campaign:
    release = Document("release", DocumentKind.RELEASE, "Un titre", text=text)
    return Campaign(id="c", name="Campagne", documents=(release,), digest="d", payload="{}")


def test_copies_are_brought_together_and_others_left_alone(newsroom: Newsroom, make: SimpleNamespace) -> None:
    dispatch = make.words(300)
    whole = newsroom.put(1, " ".join(dispatch))
    cut = newsroom.put(2, " ".join(dispatch[:150]))
    local = newsroom.put(3, " ".join(dispatch[:200]) + " " + make.text(50, 1))
    newsroom.put(4, make.text(300, 2))
    newsroom.put(5, "")
    assert newsroom.cluster() == ClusterOutcome(signed=4, compared=4, clusters=1, changed=1)
    assert newsroom.groups() == [{whole, cut, local}]


def test_again_without_anything_new_does_nothing(newsroom: Newsroom, make: SimpleNamespace) -> None:
    for number in range(3):
        newsroom.put(number, make.text(100))
    newsroom.cluster()
    before = newsroom.store.clusters()
    assert newsroom.cluster() == ClusterOutcome(signed=0, compared=0, clusters=1, changed=0)
    assert newsroom.store.clusters() == before


def test_a_copy_that_comes_later_joins_without_a_new_id_and_only_it_is_compared(
    newsroom: Newsroom, make: SimpleNamespace
) -> None:
    ids = {newsroom.put(number, make.text(100)) for number in (1, 2)}
    newsroom.cluster()
    (before,) = newsroom.store.clusters()
    ids.add(newsroom.put(3, make.text(100)))
    assert newsroom.cluster() == ClusterOutcome(signed=1, compared=1, clusters=1, changed=1)
    (after,) = newsroom.store.clusters()
    assert (after.id, set(after.members)) == (before.id, ids)


def test_a_text_that_was_let_go_still_attracts_its_copies(newsroom: Newsroom, make: SimpleNamespace) -> None:
    store = newsroom.store
    reserved = newsroom.put(1, make.text(100), rights=Rights.RESERVED)
    match_campaigns(store, [campaign(make.text(50, 9))], make.NOW)
    assert store.release_texts(make.NOW) == 1 and store.article(reserved).text is None
    copy = newsroom.put(2, make.text(100))
    match_campaigns(store, [campaign(make.text(50, 9))], make.NOW)
    assert newsroom.groups() == [{reserved, copy}]


def test_a_changed_text_leaves_and_those_it_held_together_part(
    newsroom: Newsroom, make: SimpleNamespace
) -> None:
    first, second = make.text(100, 1), make.text(100, 2)
    one, other = newsroom.put(1, first), newsroom.put(2, second)
    bridge = newsroom.put(3, f"{first} {second}")
    newsroom.cluster()
    assert newsroom.groups() == [{one, other, bridge}]
    newsroom.put(3, make.text(100, 3))
    newsroom.cluster()
    assert newsroom.groups() == []
    newsroom.put(3, f"{first} {second}")
    newsroom.cluster()
    assert newsroom.groups() == [{one, other, bridge}]


def test_a_dispatch_with_more_copies_than_are_compared_with_one_is_one_cluster(
    newsroom: Newsroom, make: SimpleNamespace
) -> None:
    words = make.words(120)
    ids = {newsroom.put(n, " ".join(words[: 80 + n % 40])) for n in range(3 * MOST_NEAR)}
    newsroom.cluster()
    assert newsroom.groups() == [ids]
    for number in range(MOST_NEAR + 2):  # those to which all others were tied
        newsroom.put(number, make.text(100, 1000 + number))
    newsroom.cluster()
    assert newsroom.groups() == [{one for one in ids if newsroom.store.article(one).version == 1}]


def test_the_agency_leads_then_the_one_that_others_link_to(newsroom: Newsroom, make: SimpleNamespace) -> None:
    first = newsroom.put(1, make.text(100))
    source = newsroom.put(2, make.text(100))
    link = Link("https://journal-2.example/article-2?utm_source=x", "source", 0)
    newsroom.put(3, make.text(100), links=(link,))
    newsroom.cluster()
    (cluster,) = newsroom.store.clusters()
    assert cluster.lead == source
    dispatch = newsroom.put(9, make.text(100), AGENCY)
    newsroom.cluster()
    (cluster,) = newsroom.store.clusters()
    assert cluster.lead == dispatch and set(cluster.members) > {first, source}


def test_copies_of_our_own_release_are_no_cluster_whenever_the_dossier_learns_of_it(
    newsroom: Newsroom, make: SimpleNamespace
) -> None:
    release = make.text(200)
    for number in (1, 2):
        newsroom.put(number, f"{make.text(12, number)} {release}")
    wire = {newsroom.put(number, make.text(100, 9)) for number in (3, 4)}
    newsroom.cluster((campaign("Autre chose."),))
    assert len(newsroom.groups()) == 2
    assert newsroom.cluster((campaign(release),)).compared == 4
    assert newsroom.groups() == [wire]
    assert newsroom.cluster(()).compared == 0, "matching another campaign alone forgets no text of ours"


class TestByHand:
    def test_a_split_survives_every_later_run(self, newsroom: Newsroom, make: SimpleNamespace) -> None:
        one, two, three = (newsroom.put(number, make.text(100)) for number in (1, 2, 3))
        newsroom.cluster()
        split(newsroom.store, two, make.NOW, "anne")
        assert newsroom.groups() == [{one, three}]
        four = newsroom.put(4, make.text(100))
        newsroom.put(2, make.text(120))
        newsroom.cluster()
        assert newsroom.groups() == [{one, three, four}]

    def test_a_merge_survives_every_later_run_and_keeps_the_older_id(
        self, newsroom: Newsroom, make: SimpleNamespace
    ) -> None:
        first = {newsroom.put(number, make.text(100, 1)) for number in (1, 2)}
        newsroom.cluster()
        (old,) = newsroom.store.clusters()
        second = {newsroom.put(number, make.text(100, 2)) for number in (3, 4)}
        newsroom.cluster()
        assert merge(newsroom.store, min(second), min(first), make.NOW, "anne") == old.id
        second.add(newsroom.put(5, make.text(100, 2)))
        newsroom.cluster()
        assert newsroom.groups() == [first | second]

    def test_a_lead_chosen_by_hand_leads_whoever_comes_later(
        self, newsroom: Newsroom, make: SimpleNamespace
    ) -> None:
        _, chosen = (newsroom.put(number, make.text(100)) for number in (1, 2))
        newsroom.cluster()
        set_lead(newsroom.store, chosen, make.NOW, "anne")
        newsroom.put(3, make.text(100), AGENCY)
        newsroom.cluster()
        (cluster,) = newsroom.store.clusters()
        assert (cluster.lead, len(cluster.members)) == (chosen, 3)

    def test_what_cannot_be_decided_is_refused_and_leaves_no_trace(
        self, newsroom: Newsroom, make: SimpleNamespace
    ) -> None:
        alone = newsroom.put(1, make.text(100))
        with pytest.raises(NotStored):
            split(newsroom.store, "nobody", make.NOW)
        with pytest.raises(NotStored):
            merge(newsroom.store, alone, "nobody", make.NOW)
        with pytest.raises(NotStored):
            set_lead(newsroom.store, alone, make.NOW)
        with pytest.raises(ValueError):
            merge(newsroom.store, alone, alone, make.NOW)
        assert newsroom.store.cluster_decisions() == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(order=st.permutations(range(7)), stops=st.sets(st.integers(0, 6)))
def test_the_order_of_arrival_and_the_runs_between_do_not_matter_for_membership(
    tmp_path_factory: pytest.TempPathFactory, make: SimpleNamespace, order: list[int], stops: set[int]
) -> None:
    words, other = make.words(200), make.text(150, 7)
    texts = [words, words[:90], words[60:], words[100:], None, None, None]
    with open_store(tmp_path_factory.mktemp("order") / "archive.db", create=True) as store:
        newsroom = Newsroom(store, make)
        ids = {}
        for place, number in enumerate(order):
            known = texts[number]
            body = " ".join(known) if known else (other if number < 6 else make.text(90, 11))
            ids[number] = newsroom.put(number, body)
            if place in stops:
                newsroom.cluster()
        newsroom.cluster()
        assert sorted(map(sorted, newsroom.groups())) == sorted(
            map(sorted, [[ids[n] for n in range(4)], [ids[4], ids[5]]])
        )
