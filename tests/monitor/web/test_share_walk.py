"""What a link to share shows, walked by every address and parameter: its campaign and organisation, nothing that people said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import product

import pytest

from monitor.accounts import create_share
from monitor.review import Wish, say
from monitor.web.app import all_pages
from storage.model import MentionKind, ReviewStatus
from tests.monitor.web.newsroom import QUOTE, Newsroom, Visitor, plain

OTHER = """
name = "Une autre campagne"
[[documents]]
id = "lettre"
kind = "release"
title = "Lettre ouverte des phares"
published_at = 2025-02-04
[documents.quotes]
fr = ["les phares ne sont pas des antennes"]
[[organisations]]
id = "phares"
name = "Union des Phares"
"""
SECRETS = (
    "entre nous seulement", "hors sujet ou presque", "étiquette-maison", "Karim B.", "Maud L.", "Union des Phares",
    "Lettre ouverte des phares", "antennes", "Titre écarté",
)  # fmt: skip
"""What people said, who they are, another campaign, a mention that was rejected."""

NOT_THEIRS = (
    "Littoral : des associations interpellent", "Rivages : les associations montent", "Sous la digue", "Capteurs de marée",
)  # fmt: skip
"""Titles of articles that name another organisation only."""

ELSEWHERE = ("Agence Méridienne", "Sarmande Matin", "Le Courrier des quais", "Le Phare", "Pixel")
"""Their outlets. A report names them among those that were read or not; no other page does."""


@pytest.fixture
def room(desk: Newsroom) -> Iterator[Newsroom]:
    """A newsroom with a second campaign, and something said of every mention."""
    (desk.workspace.campaigns / "autre.toml").write_text(OTHER, encoding="utf-8")
    desk.site.live.look()
    text = "« Les phares ne sont pas des antennes », dit l’Union des Phares."
    desk.put_article("quais", 60, "Phares et antennes", text)
    desk.put_article(
        "harbour", 61, "Titre écarté", f"Association du Phare Blanc : « {QUOTE} ».", language="fr"
    )
    desk.match()
    for one in desk.mentions():
        rejected = one.article.title == "Titre écarté"
        wish = Wish(
            note="entre nous seulement", add_tags=("étiquette-maison",), starred=True, tone="critical",
            status=ReviewStatus.REJECTED if rejected else ReviewStatus.CONFIRMED,
            kind=MentionKind.CITATION, reject_reason="hors sujet ou presque" if rejected else None,
        )  # fmt: skip
        with desk.store() as store:
            assert say(store, wish, {one.id: one.review_version}, "karim", desk.clock.now).action
    yield desk


def partner(desk: Newsroom, organisation: str = "") -> Visitor:
    with desk.store() as store:
        token, _ = create_share(store, "appel", organisation, "", "maud", desk.clock.now, 30)
    one = desk.visitor()
    one.get(f"/partage/{token}")
    return one


def everything(room: Newsroom) -> Iterator[str]:
    """Every address of the table that partners may open, with every mention in its places, and parameters beside."""
    with room.store() as store:
        mentions = [one.id for one in store.mentions()]
    queries = [
        "", "?campaign=autre", "?status=rejected", "?status=all&organisation=rivage", "?organisation=phares", "?quoted=rivage",
        "?by=karim", "?decided_since=2020-01-01", "?tag=%C3%A9tiquette-maison", "?tone=critical", "?star=1", "?words=digue",
        "?at={0}&ask=note", "?list=status%3Drejected%26campaign%3Dautre", "?view=pair&whole=1", "?lang=en", "?page=2",
    ]  # fmt: skip
    places = {
        "id": mentions, "table": ["outlets", "organisations", "tones"], "format": ["html", "text", "json"],
        "kind": ["daily"], "day": ["2025-02-05"],
    }  # fmt: skip
    for page in all_pages():
        if not page.share or "GET" not in page.methods:
            continue
        names = re.findall(r"\{([a-z]+)", page.path)
        asked = (
            queries
            if page.name in ("inbox", "dashboard")
            else [queries[0], queries[1], queries[4], queries[13]]
        )
        for found in product(*(places.get(name, ["x"]) for name in names)):
            path = page.path
            for value in found:
                path = re.sub(r"\{[^}]*\}", value, path, count=1)
            for query in asked:
                yield path + query.format(mentions[0])


def test_nothing_of_what_people_said_or_of_another_campaign_is_shown_at_any_address(room: Newsroom) -> None:
    one = partner(room)
    opened = 0
    for address in everything(room):
        answer = one.client.get(address)
        text = unescape(answer.text)
        opened += answer.status_code == 200
        for secret in SECRETS:
            assert secret not in text, f"{secret} stands at {address}"
        assert 'method="post"' not in text, address
    assert opened > 50


def test_of_another_organisation_nothing_is_shown_at_any_address(room: Newsroom) -> None:
    one = partner(room, "phare-asso")
    opened = 0
    for address in everything(room):
        answer = one.client.get(address)
        opened += answer.status_code == 200
        text = plain(answer.text)
        outlets = () if address.startswith("/point") else ELSEWHERE
        for name in (*NOT_THEIRS, *SECRETS, *outlets):
            assert name not in text, f"{name} stands at {address}"
    assert opened > 30


def test_a_mention_that_is_not_theirs_is_not_there(room: Newsroom) -> None:
    theirs, rejected = (
        room.mention("harbour"),
        next(one for one in room.mentions() if one.article.title == "Titre écarté"),
    )
    limited, whole = partner(room, "phare-asso"), partner(room)
    assert limited.get(f"/retombees/{theirs.id}").status_code == 200
    for one in (limited, whole):
        assert one.get(f"/retombees/{rejected.id}").status_code == 404
        assert one.get(f"/retombees/{rejected.id}/versions").status_code == 404
    other = room.mention("quais").id
    assert limited.get(f"/retombees/{other}").status_code == 404
    assert whole.get(f"/retombees/{other}").status_code == 200


def test_a_partner_reads_the_text_its_passages_and_why_it_counts(room: Newsroom) -> None:
    one = partner(room)
    page = plain(one.page(f"/retombees/{room.mention('phare').id}"))
    assert (
        "Côte à côte" not in page and "Reprise intégrale" in plain(one.page("/a-relire"))
    ) or "Citation" in page
    assert "Pourquoi cette retombée" in page and "Preuve" in page
    assert "Votre décision" not in page and "Historique" not in page and "confirmée" not in page
    assert "L’éditeur réserve ses textes" in plain(one.page(f"/retombees/{room.mention('pixel').id}"))


def test_of_a_dispatch_partners_see_their_own_copies_and_go_from_one_to_the_next(room: Newsroom) -> None:
    one = partner(room)
    page = one.page(f"/retombees/{room.mention('meridienne').id}")
    assert "Sarmande Matin" in page
    walked, address = [], re.search(r'<h2><a href="([^"]+)" data-key="o"', one.page("/a-relire"))
    following = unescape(address[1]) if address else ""
    while following:
        walked.append(following)
        found = re.search(r'<a href="([^"]+)" data-key="j"', one.page(following))
        following = unescape(found[1]) if found else ""
    assert len(walked) == len(set(walked)) == 6
