"""The frame: who gets in, what a form must carry, what every answer has, what becomes of what goes wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from monitor.accounts import create_share
from monitor.web.app import MODULES, all_pages, make_app, make_site
from monitor.web.assets import assets
from monitor.web.cookies import Said, seal, unseal
from monitor.web.desk import DOCUMENT_POLICY, Desk, is_own_address
from monitor.web.gate import SAFE_METHODS
from monitor.web.pages.adding import bookmark
from monitor.web.routing import Access, Addresses, Page, access
from monitor.web.security import HEADERS, POLICY
from storage.errors import ArchiveBusy
from storage.model import Role
from tests.monitor.web.newsroom import (
    ADDRESS,
    HOSTILE,
    PEOPLE,
    Newsroom,
    Visitor,
    add_people,
    make_newsroom,
    plain,
)

PUBLIC = {"login", "first", "new_password", "share"}
FRAMED = {"/point/apercu"}
"""Documents for a frame of ours: their style is their own, and their policy tighter."""

HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
"""htmx 2.0.11, as its makers publish it."""

ALL = [(page, method) for page in all_pages() for method in page.methods]
LEAST = {Role.READER: None, Role.REVIEWER: "lea", Role.ADMINISTRATOR: "karim"}
"""For each role that a page asks for, somebody who has just less."""


def path_of(page: Page) -> str:
    """The page's address with something in each of its places."""
    return re.sub(r"\{[a-z_]+:int\}", "1", re.sub(r"\{[a-z_]+(:str|:path)?\}", "x", page.path))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom to walk through, in which nothing is changed."""
    made = make_newsroom(tmp_path_factory.mktemp("routes") / "espace")
    yield made
    made.site.close()


class TestRoutes:
    """Every route of the application is walked."""

    def test_only_these_pages_are_open_to_all(self) -> None:
        assert {page.name for page in all_pages() if page.role is None} == PUBLIC

    def test_the_application_has_no_route_beside_the_table(self, desk: Newsroom) -> None:
        inner = desk.app._app  # type: ignore[attr-defined]
        routes = {(route.path, route.name) for route in inner.routes}
        assert routes == {(page.path, page.name) for page in all_pages()} | {("/static/{name}", "static")}

    def test_nobody_opens_a_page_without_a_session(self, room: Newsroom) -> None:
        stranger = room.visitor()
        for page, method in ALL:
            if page.role is None:
                continue
            answer = stranger.client.request(method, path_of(page), follow_redirects=False)
            if page.data:
                assert answer.status_code == 401, page
            else:
                assert answer.status_code == 303, page
                assert answer.headers["location"].startswith("/connexion"), page

    def test_who_has_too_little_a_role_is_refused(self, room: Newsroom) -> None:
        people = {login: room.login(login) for login in ("lea", "karim")}
        for page, method in ALL:
            login = LEAST[page.role] if page.role is not None else None
            if login is not None:
                one = people[login]
                headers = {"X-CSRF-Token": one.csrf}
                answer = one.client.request(method, path_of(page), headers=headers, follow_redirects=False)
                assert answer.status_code == 403, page

    def test_no_form_counts_without_what_our_page_gave_it(self, room: Newsroom) -> None:
        maud, stranger = room.login("maud"), room.visitor()
        stranger.get("/connexion")
        for page, method in ALL:
            if method in SAFE_METHODS:
                continue
            one = maud if page.role is not None else stranger
            for headers in ({}, {"X-CSRF-Token": "0" * 64}):
                answer = one.client.request(method, path_of(page), headers=headers, follow_redirects=False)
                assert answer.status_code == 403, page

    def test_a_link_to_share_opens_only_what_is_shared_and_changes_nothing(self, room: Newsroom) -> None:
        partner = shared(room)
        for page, method in ALL:
            if page.role is None or (page.share and method in SAFE_METHODS):
                continue
            answer = partner.client.request(method, path_of(page), follow_redirects=False)
            assert answer.status_code == 403, page

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "POST"])
    def test_a_method_that_is_not_in_the_table_does_nothing(self, room: Newsroom, method: str) -> None:
        maud = room.login("maud")
        paths = {page.path for page in all_pages() if method in page.methods}
        for page in all_pages():
            if page.path not in paths:
                assert maud.client.request(method, path_of(page)).status_code == 405, page

    def test_every_answer_is_guarded(self, room: Newsroom) -> None:
        maud = room.login("maud")
        addresses = [path_of(page) for page, method in ALL if method == "GET"]
        for path in [*addresses, "/rien", "/static/desk.css", "/static/rien", "/connexion%00"]:
            answer = maud.client.get(path, follow_redirects=False)
            for name, value in HEADERS.items():
                assert answer.headers[name] == value, path
            policy = DOCUMENT_POLICY if path in FRAMED else POLICY
            assert answer.headers["content-security-policy"] == policy, path
            assert "server" not in answer.headers
            if "/static/" not in path:
                assert answer.headers["cache-control"] == "no-store", path


def shared(room: Newsroom) -> Visitor:
    """A partner who came with a link to share."""
    with room.store() as store:
        token, _ = create_share(store, "appel", "", "", "maud", room.clock.now, 30)
    partner = room.visitor()
    assert partner.get(f"/partage/{token}").status_code == 303
    return partner


class TestAccess:
    def test_the_least_role_opens_and_a_lesser_one_does_not(self) -> None:
        page = Page("/", "x", PlainTextResponse, Role.REVIEWER)  # type: ignore[arg-type]
        found = [access(page, role, False, "GET") for role in (None, *Role)]
        assert found == [Access.LOGIN, Access.FORBIDDEN, Access.OPEN, Access.OPEN]

    def test_a_link_never_opens_an_unsafe_method(self) -> None:
        page = Page("/", "x", PlainTextResponse, Role.READER, share=True)  # type: ignore[arg-type]
        assert access(page, None, True, "GET") is Access.OPEN
        assert access(page, None, True, "POST") is Access.FORBIDDEN
        assert access(replace(page, share=False), None, True, "GET") is Access.FORBIDDEN

    def test_two_pages_with_one_name_are_a_mistake(self) -> None:
        one = Page("/a", "x", PlainTextResponse, None)  # type: ignore[arg-type]
        with pytest.raises(ValueError):
            Addresses([one, replace(one, path="/b")])

    def test_values_without_a_place_become_the_query(self) -> None:
        page = Page("/a/{login}/{n:int}", "x", PlainTextResponse, None)  # type: ignore[arg-type]
        found = Addresses([page]).of(
            "x", {"login": "a/../b ?", "n": 3, "q": "é&x", "none": None, "many": [1, 2]}
        )
        assert found == "/a/a%2F..%2Fb%20%3F/3?q=%C3%A9%26x&many=1&many=2"


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("/journal?who=karim", True),
        ("/", True),
        ("", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/a\nLocation: https://evil.example", False),
        ("/a\\..\\b", False),
    ],
)
def test_after_a_form_one_never_lands_on_another_site(address: str, ours: bool) -> None:
    assert is_own_address(address) is ours


def test_the_login_leads_on_to_a_page_of_ours_only(desk: Newsroom) -> None:
    for wanted, place in (("/journal", "/journal"), ("https://evil.example/", "/"), ("//evil.example", "/")):
        one = desk.visitor()
        one.get("/connexion")
        fields = {"login": "karim", "password": "un mot de passe assez long", "next": wanted}
        assert one.post("/connexion", fields).headers["location"] == place


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("[::1]:8765", 200),
        ("192.0.2.7:8765", 200),
        ("retombees.asso.example", 200),
        ("Retombees.Asso.example.", 200),
        ("rebound.example", 400),
        ("127.0.0.1.rebound.example", 400),
        ("localhost@rebound.example", 400),
        ("", 400),
        ("localhost:8765:80", 400),
    ],
)
def test_a_name_that_is_not_ours_is_refused(desk: Newsroom, host: str, status: int) -> None:
    settings = desk.workspace.settings_file
    settings.write_text(settings.read_text() + '\n[web]\naddress = "https://retombees.asso.example/"\n')
    desk.site.live.look()
    answer = desk.visitor().client.get("/connexion", headers={"Host": host})
    assert answer.status_code == status


class TestCookies:
    def test_over_https_the_browser_sees_to_it_that_they_are_ours(self, desk: Newsroom) -> None:
        secure = desk.visitor("https://127.0.0.1:8765")
        secure.get("/connexion")
        answer = secure.post("/connexion", {"login": "karim", "password": "un mot de passe assez long"})
        kept = [line for line in answer.headers.get_list("set-cookie") if "session" in line]
        assert len(kept) == 1 and kept[0].startswith("__Host-retombees-session=")
        for word in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"):
            assert word in kept[0]
        assert "Domain" not in kept[0]

    def test_a_session_begun_over_https_does_not_count_without(self, desk: Newsroom) -> None:
        secure = desk.visitor("https://127.0.0.1:8765")
        secure.get("/connexion")
        secure.post("/connexion", {"login": "karim", "password": "un mot de passe assez long"})
        name, value = next((c.name, c.value) for c in secure.client.cookies.jar if "session" in c.name)
        open_air = desk.visitor()
        open_air.client.cookies.set(name, value)
        assert open_air.get("/compte").status_code == 303

    def test_no_form_of_one_session_counts_in_another(self, desk: Newsroom) -> None:
        karim, maud = desk.login("karim"), desk.login("maud")
        assert maud.post("/compte/nom", {"csrf": karim.csrf, "name": "Autre"}, csrf=False).status_code == 403
        with desk.store() as store:
            assert store.account("maud").name == "Maud L."

    def test_the_line_of_a_decision_is_shown_once_and_only_to_its_session(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        karim.post("/compte/nom", {"name": "Karim Benali"})
        kept = next(c.value for c in karim.client.cookies.jar if c.name == "retombees-said")
        assert "Votre nom est modifié." in karim.said()
        assert karim.said() == ""
        maud = desk.login("maud")
        maud.client.cookies.set("retombees-said", kept)
        assert maud.said() == ""


@given(st.text(max_size=200), st.text(max_size=50), st.text(max_size=400), st.booleans())
def test_a_line_comes_back_to_its_own_session_and_nothing_else_does(
    forged: str, secret: str, text: str, again: bool
) -> None:
    assert unseal(forged, "secret") is None
    found = unseal(seal(Said(text, 3, again), secret), secret)
    assert found is not None and (found.undo, found.again) == (3, again)
    assert unseal(seal(Said(text), secret), secret + "x") is None


class TestWhatGoesWrong:
    def fake(self, desk: Newsroom, endpoint: object, **more: object) -> TestClient:
        """A desk with one page that goes wrong."""
        fields = {"role": None, "methods": ("GET", "POST"), **more}
        page = Page("/essai", "essai", endpoint, **fields)  # type: ignore[arg-type]
        pages = (*all_pages(), page)
        site = make_site(desk.site.live, desk.clock, passwords=desk.site.passwords, pages=pages)
        return TestClient(make_app(site, pages), base_url=ADDRESS, follow_redirects=False)

    def test_a_fault_of_ours_gets_a_number_that_stands_in_the_log(self, desk: Newsroom) -> None:
        def endpoint(_: Desk) -> Response:
            raise RuntimeError("planted\x1b[31m\nsecond line")

        answer = self.fake(desk, endpoint).get("/essai?secret=geheim", headers={"Cookie": "x=geheim"})
        assert answer.status_code == 500
        assert "RuntimeError" not in answer.text and "Traceback" not in answer.text
        number = re.search(r"numéro ([0-9a-f]{8})", plain(answer.text))
        assert number is not None
        log = (desk.workspace.logs / "desk-2025-02-05.log").read_text()
        assert f"{number[1]} essai" in log and "RuntimeError: planted" in log
        assert "\x1b" not in log and "geheim" not in log

    def test_a_busy_archive_is_a_sentence_and_no_fault(self, desk: Newsroom) -> None:
        def endpoint(one: Desk) -> Response:
            raise ArchiveBusy(one.workspace.archive)

        answer = self.fake(desk, endpoint).get("/essai")
        assert answer.status_code == 503
        assert "archive" in plain(answer.text)
        assert not list(desk.workspace.logs.glob("desk-*.log"))

    def test_what_is_too_large_is_refused_before_it_is_read(self, desk: Newsroom) -> None:
        client = self.fake(desk, lambda one: PlainTextResponse("ok"))
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/connexion").text)
        assert token is not None
        fields = {"csrf": token[1]}
        assert client.post("/essai", data=fields).text == "ok"
        assert client.post("/essai", data={**fields, "a": "x" * 3_000_000}).status_code == 413
        assert client.post("/essai", data={**fields, "a": "x" * 1_500_000}).status_code in (400, 413)
        many = "&".join(f"a{number}=1" for number in range(3_000))
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        assert client.post("/essai", content=f"csrf={token[1]}&{many}", headers=headers).status_code == 400

    def test_files_are_taken_only_where_the_page_says_so(self, desk: Newsroom) -> None:
        def endpoint(one: Desk) -> Response:
            found = one.form.upload("proof")
            return PlainTextResponse(f"{found.name} {len(found.data)}" if found else "nothing")

        for files, expected in ((True, (200, "scan.pdf 5")), (False, (400, ""))):
            client = self.fake(desk, endpoint, files=files)
            token = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/connexion").text)
            assert token is not None
            sent = {"proof": ("scan.pdf", b"12345", "application/pdf")}
            answer = client.post("/essai", data={"csrf": token[1]}, files=sent)
            assert answer.status_code == expected[0]
            assert answer.text == expected[1] or not files

    def test_a_page_for_programs_gets_what_was_sent_and_tells_refusals_as_data(self, desk: Newsroom) -> None:
        def endpoint(one: Desk) -> Response:
            return PlainTextResponse(one.body)

        client = self.fake(desk, endpoint, data=True)
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', client.get("/connexion").text)
        assert token is not None
        assert client.post("/essai", json={"a": 1}).json()["code"] == "not_for_you"
        sent = client.post("/essai", json={"a": "é"}, headers={"X-CSRF-Token": token[1]})
        assert sent.json() == {"a": "é"}
        large = client.post("/essai", content=b"x" * 3_000_000, headers={"X-CSRF-Token": token[1]})
        assert large.status_code == 413

    def test_a_missing_archive_is_told_in_words(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        desk.workspace.archive.unlink()
        answer = karim.get("/compte")
        assert answer.status_code == 503 and "archive" in plain(answer.text)

    def test_an_archive_put_in_place_of_another_is_read_anew(self, desk: Newsroom, tmp_path: Path) -> None:
        karim = desk.login("karim")
        with desk.store() as store:
            store.backup(tmp_path / "copie.db")
            store.rename_account("karim", "Karim d’après")
        assert "Karim d’après" in plain(karim.page("/compte"))
        (tmp_path / "copie.db").replace(desk.workspace.archive)
        for rest in ("-wal", "-shm"):
            Path(f"{desk.workspace.archive}{rest}").unlink(missing_ok=True)
        assert "Karim d’après" not in plain(karim.page("/compte"))


class Own(HTMLParser):
    """Collects what a page runs, styles or loads by itself, and what leads a form elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("style", "object", "embed", "base"):
            self.found.append(tag)
        if tag == "script" and not (values.get("src") or "").startswith("/static/"):
            self.found.append(tag)
        self.found += [name for name in values if name == "style" or name.startswith(("on", "hx-on"))]
        for name in ("src", "action", "formaction", "srcset", "poster", "data"):
            if urlsplit(values.get(name) or "").netloc:
                self.found.append(f"{name} {values[name]}")
        if tag == "link" and not (values.get("href") or "").startswith("/static/"):
            self.found.append(f"link {values.get('href')}")
        if tag == "a":
            self._link(values.get("href") or "/", values.get("rel"))

    def _link(self, address: str, rel: str | None) -> None:
        ours = address.startswith(("/", "?", "#")) and not address.startswith("//")
        harmless = address.startswith(("https://", "http://")) and rel == "noopener noreferrer"
        dragged = address == bookmark(
            f"{ADDRESS}/ajouter"
        )  # it runs on the page of an article, never on ours
        if not ours and not harmless and not dragged:
            self.found.append(f"a {address}")


class TestPages:
    def test_hostile_words_stay_words(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.post("/compte/nom", {"name": HOSTILE})
        maud.post("/partages", {"label": HOSTILE, "days": "3"})
        maud.post("/personnes", {"name": HOSTILE, "login": "autre", "role": "reader"})
        for path in ("/compte", "/personnes", "/partages", "/journal", "/etat"):
            text = maud.page(path)
            assert "<script>alert" not in text and "<img" not in text and 'onfocus="' not in text
            assert "{{" not in text or "{{ 7*7 }}" in text
            assert "49" not in re.sub(r"[0-9a-f]{16,}", "", text)

    def test_no_page_has_a_script_or_a_style_of_its_own_or_anything_remote(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        for page, method in ALL:
            if method == "GET" and "{" not in page.path and not page.data and page.path not in FRAMED:
                answer = maud.client.get(page.path, follow_redirects=True)
                if "html" in answer.headers.get("content-type", ""):
                    read = Own()
                    read.feed(answer.text)
                    assert read.found == [], page.path

    def test_the_header_shows_what_a_person_may_open(self, desk: Newsroom) -> None:
        assert 'aria-current="page">Karim B.</a>' in desk.login("karim").page("/compte")
        assert "/personnes" not in desk.login("karim").page("/compte")
        assert "/personnes" in desk.login("maud").page("/compte")

    def test_english_and_dark_are_kept_for_the_browser(self, desk: Newsroom) -> None:
        karim = desk.login("karim")
        karim.post("/compte/affichage", {"language": "en", "theme": "dark"})
        text = karim.page("/compte")
        assert '<html lang="en" data-theme="dark">' in text and "My account" in text
        karim.post("/compte/affichage", {"language": "fr", "theme": ""})
        assert '<html lang="fr">' in karim.page("/compte")

    def test_files_with_errors_are_told_to_who_can_mend_them(self, desk: Newsroom) -> None:
        (desk.workspace.campaigns / "appel.toml").write_text("name = ")
        assert "contiennent des erreurs" in plain(desk.login("maud").page("/compte"))
        assert "contiennent des erreurs" not in plain(desk.login("karim").page("/compte"))

    def test_without_a_dossier_the_desk_still_opens(self, empty_desk: Newsroom) -> None:
        (empty_desk.workspace.campaigns / "appel.toml").unlink()
        add_people(empty_desk)
        maud = empty_desk.login("maud")
        assert "Maud L." in plain(maud.page("/compte"))
        answer = maud.get("/journal")
        assert answer.status_code == 404 and "Pas encore de campagne" in plain(answer.text)

    def test_every_key_of_every_page_has_a_french_word(self, desk: Newsroom) -> None:
        text = plain(desk.login("karim").page("/clavier"))
        assert "annuler ce que j’ai fait en dernier" in text
        for module in MODULES:
            assert not hasattr(module, "KEYS") or module.KEYS.keys


class TestStatic:
    def test_htmx_is_the_one_its_makers_published(self) -> None:
        assert hashlib.sha256(assets()["htmx.min.js"].data).hexdigest() == HTMX

    def test_files_are_kept_for_good_under_the_mark_of_their_bytes(self, desk: Newsroom) -> None:
        client = desk.visitor().client
        mark = assets()["desk.css"].mark
        assert "immutable" in client.get(f"/static/desk.css?v={mark}").headers["cache-control"]
        assert client.get("/static/desk.css?v=0").headers["cache-control"] == "no-cache"

    @pytest.mark.parametrize("name", ["..%2fdesk.py", "%2e%2e/desk.py", "desk.css%00", "base.html.jinja", ""])
    def test_nothing_else_is_served(self, desk: Newsroom, name: str) -> None:
        assert desk.visitor().client.get(f"/static/{name}").status_code == 404

    def test_no_style_sheet_asks_for_anything(self) -> None:
        for name, one in assets().items():
            if name.endswith(".css"):
                assert b"@import" not in one.data and b"url(" not in one.data, name


def test_the_people_of_the_newsroom_have_the_roles_they_are_tested_with(desk: Newsroom) -> None:
    with desk.store() as store:
        assert {one.login: one.role for one in store.accounts()} == {
            login: role for login, (_, role) in PEOPLE.items()
        }
