"""Lists that somebody asked for: several values of a filter, limits that the form has no field for, going through them."""

from __future__ import annotations

import re
import time
from datetime import date
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.export.selection import Part, Selection
from monitor.web.pages.inbox_asking import Asked, asked_of, fields_of_address
from storage.model import InboxOrder, MentionKind, ReviewStatus
from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, plain

texts = st.frozensets(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs")), min_size=1, max_size=8), max_size=3
)
days = st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31))
selections = st.builds(
    Selection,
    campaign=st.just("appel"),
    kinds=st.frozensets(st.sampled_from(MentionKind)),
    statuses=st.frozensets(st.sampled_from(ReviewStatus)),
    outlets=texts,
    outlet_kinds=st.frozensets(st.sampled_from(["", "blog", "radio"])),
    countries=st.frozensets(st.sampled_from(["", "FR", "BE"])),
    languages=st.frozensets(st.sampled_from(["", "fr", "en"])),
    organisations=texts,
    tones=st.frozensets(st.sampled_from(["", "neutral", "critical"])),
    tags=texts,
    starred=st.sampled_from([None, True]),
    to_check=st.sampled_from(Part),
    own=st.sampled_from(Part),
    published=st.tuples(days, days),
    words=st.sampled_from(["", "l’eau & « vin »", "a=b?c#d"]),
    zone=st.just("Europe/Paris"),
    quoted=texts,
    reviewers=texts,
    reviewed=st.tuples(days, days),
    undated=st.booleans(),
)


@given(selections, st.sampled_from(InboxOrder), st.integers(1, 99))
def test_every_list_has_an_address_that_leads_back_to_it(
    selection: Selection, order: InboxOrder, page: int
) -> None:
    asked = Asked(selection, order, page)
    query = f"/a-relire?{asked.query(page=page)}"
    if len(query) < 3_000:
        assert asked_of(fields_of_address(query), "appel", "Europe/Paris") == asked


class Form(HTMLParser):
    """The fields of the filters as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._inside, self._select = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = dict(attrs)
        if tag == "form":
            self._inside = one.get("id") == "filters"
        if not self._inside:
            return
        name, value = one.get("name") or "", one.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in one:
            self.fields.append((self._select, value))
        elif tag == "input" and (one.get("type") != "checkbox" or "checked" in one):
            self.fields.append((name, value))


def mentions(page: str) -> list[str]:
    return re.findall(r'<li id="m-(\w+)"', page)


@pytest.fixture
def karim(desk: Newsroom) -> Visitor:
    return desk.login("karim")


@pytest.mark.parametrize(
    "query",
    [
        "outlet=phare&outlet=quais&outlet=harbour",
        "organisation=rivage&organisation=phare-asso&tag=a&tag=b",
        "status=to_review&status=confirmed&check=0&own=0&country=FR&country=GB&quoted=rivage&by=karim&by=maud",
        "decided_since=2025-02-01&decided_until=2025-02-09&undated=1&language=none&tone=none&tone=critical",
        "status=all&kind=citation&kind=topic&star=1&since=2025-02-01&until=2025-02-09&words=digue&order=strongest",
        "own=1&check=1&status=rejected",
    ],
)
def test_the_form_sends_again_every_filter_that_the_list_has(karim: Visitor, query: str) -> None:
    page = karim.page(f"/a-relire?{query}")
    sent = [(name, value) for name, value in Form(page).fields if value]
    again = asked_of(fields_of_address(f"/a-relire?{urlencode(sent)}"), "appel", "Europe/Paris")
    assert again == asked_of(fields_of_address(f"/a-relire?{query}"), "appel", "Europe/Paris")


def test_several_outlets_are_listed_together_and_each_can_be_let_go(desk: Newsroom, karim: Visitor) -> None:
    page = karim.page("/a-relire?outlet=phare&outlet=quais")
    assert set(mentions(page)) == {desk.mention("phare").id, desk.mention("quais").id}
    assert re.search(r'name="outlet" value="phare"[^>]* checked', page)
    assert '<option value="harbour">' in page and '<option value="phare"' not in page


def test_limits_are_told_in_words_and_hostile_ones_stay_words(karim: Visitor) -> None:
    hostile = urlencode({"by": HOSTILE, "quoted": HOSTILE, "outlet": HOSTILE, "country": "<b>"})
    page = karim.page(f"/a-relire?own=0&country=GB&undated=1&{hostile}")
    said = plain(page)
    for text in ("sans les pages de nos organisations", "Royaume-Uni", "sans date", "décidées par <script>"):
        assert text in said
    assert "<script>alert" not in page and "<b>" not in page.replace("<b>0 / 6", "")


def test_from_a_mention_one_goes_on_in_the_list_as_it_was_filtered(desk: Newsroom, karim: Visitor) -> None:
    page = karim.page("/a-relire?status=all&kind=citation&order=strongest")
    wanted = re.findall(r'name="pick" value="([^"]+)" form="bulk"', page)
    order = [one.split(":")[0] for story in wanted for one in story.split(",")]
    address = unescape(re.search(r'<h2><a href="([^"]+)"', page)[1])  # type: ignore[index]
    walked = []
    while address:
        page = karim.page(address)
        walked.append(re.search(r"/retombees/(\w+)", address)[1])  # type: ignore[index]
        found = re.search(r'<a href="([^"]+)" data-key="j"', page)
        address = unescape(found[1]) if found else ""
    assert walked == order and len(order) == 5
    back = unescape(re.search(r'<a href="([^"]+)" data-key="l"', page)[1])  # type: ignore[index]
    assert "kind=citation" in back and "order=strongest" in back
    listed = karim.page(back.partition("#")[0])
    assert f'data-mention="{order[-1]}" class="on"' in listed


def test_what_was_decided_is_left_behind_and_the_list_goes_on(desk: Newsroom, karim: Visitor) -> None:
    first, second, third = mentions(karim.page("/a-relire"))[:3]
    page = karim.page(f"/retombees/{second}")
    assert f"/retombees/{third}" in page
    karim.post(
        f"/retombees/{second}/decision",
        {"version": "0", "status": "confirmed", "next": f"/retombees/{second}"},
    )
    page = karim.page(f"/retombees/{second}")
    assert re.search(r'href="/retombees/(\w+)" data-key="j"', page)[1] == third  # type: ignore[index]
    assert re.search(r'href="/retombees/(\w+)" data-key="k"', page)[1] == first  # type: ignore[index]
    back = unescape(re.search(r'<a href="([^"]+)" data-key="l"', page)[1])  # type: ignore[index]
    assert back == f"/a-relire?at={third}#m-{third}"


def test_a_list_of_many_pages_is_found_again_on_its_page(desk: Newsroom, karim: Visitor) -> None:
    for number in range(200, 235):
        desk.put_article(
            "quais",
            number,
            f"Rivages {number}",
            f"Le Collectif Rivage, {number * 7919} fois : « Pour des rivages vivants, fermons les vannes ».",
        )
    desk.match()
    last = mentions(karim.page("/a-relire?page=2"))[-1]
    back = unescape(re.search(r'<a href="([^"]+)" data-key="l"', karim.page(f"/retombees/{last}"))[1])  # type: ignore[index]
    assert back.startswith("/a-relire?page=2&at=")
    assert last in mentions(karim.page(back.partition("#")[0]))


def test_words_added_to_the_dossier_on_the_way_do_not_lose_the_list(desk: Newsroom) -> None:
    karim, ident = desk.login("karim"), desk.mention("quais").id
    page = karim.page(f"/retombees/{ident}?list=status%3Dall%26kind%3Dcitation")
    assert '<input type="hidden" name="list" value="status=all&amp;kind=citation">' in page
    fields = {"what": "headline", "words": "Sous la digue", "list": "status=all&kind=citation"}
    page = karim.page(f"/retombees/{ident}/dossier?{urlencode(fields)}")
    for _ in range(100):
        if 'name="mark"' in page:
            break
        time.sleep(0.05)  # the effect is sought behind the page
        page = karim.page(f"/retombees/{ident}/dossier?{urlencode(fields)}")
    sent = dict(re.findall(r'name="(mark|document|organisation|list)" value="([^"]*)"', page))
    answer = karim.post(f"/retombees/{ident}/dossier", {**fields, **sent, "list": unescape(sent["list"])})
    assert answer.headers["location"] == f"/retombees/{ident}?list=status%3Dall%26kind%3Dcitation"
