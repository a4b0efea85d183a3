"""Adding by hand in a real browser: an address read from a site, a mention typed with its proof, hostile files and names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits
from tests.monitor.web.newsroom import HOSTILE, SETTINGS, Newsroom, plain

PDF = b"%PDF-1.4 <script>alert(5)</script>"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
PAGES = {
    "/citation": "Le Collectif Rivage le répète : les rivages ne sont pas à vendre au plus offrant, a dit sa présidente.",
    "/fanfare": "Fanfare, régates et soupe de poisson dimanche sur le quai, puis un grand feu d’artifice à 23 heures.",
    "/interdit/article": "Ce que le site ne laisse pas lire par un programme.",
}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send("User-agent: *\nDisallow: /interdit/\n", "text/plain")
        elif self.path in PAGES:
            text = PAGES[self.path]
            title = f"Titre de {self.path[1:]}"
            body = "".join(f"<p>{text}</p>" for _ in range(3))
            html = f"<html lang=fr><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article>"
            self._send(html, "text/html; charset=utf-8")
        else:
            self.send_error(404)

    def _send(self, text: str, kind: str) -> None:
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site(desk_page: DeskPage) -> Iterator[str]:
    """A site that the settings allow to be read; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    port = server.server_address[1]
    allowed = f'{SETTINGS}allow_private = ["127.0.0.0/8:{port}"]\nmin_delay = 0.0\n'
    desk_page.room.workspace.settings_file.write_text(allowed, encoding="utf-8")
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()
    thread.join()


def typed_count(room: Newsroom) -> int:
    return sum(one.article.by_hand for one in room.mentions())


def add(page: Page, address: str, button: str = "Ajouter l’article") -> None:
    page.fill("#f-url", address)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=button).click()


@SCRIPTS
def test_an_address_is_read_and_is_a_mention_by_itself(desk_page: DeskPage, site: str, scripts: bool) -> None:
    page = desk_page.open("/ajouter", scripts=scripts)
    add(page, f"{site}/citation")
    page.get_by_role("heading", name="C’est une retombée").wait_for(timeout=30_000)
    page.get_by_role("link", name="Ouvrir la retombée").click()
    assert page.locator("h1").inner_text() == "Titre de citation"


def test_what_the_rules_do_not_hold_is_made_a_mention_and_taken_back(desk_page: DeskPage, site: str) -> None:
    page = desk_page.open("/ajouter")
    add(page, f"{site}/fanfare")
    page.get_by_role("button", name="En faire une retombée").click(timeout=30_000)
    page.get_by_role("heading", name="C’est une retombée").wait_for()
    before = len(desk_page.room.mentions())
    page.keyboard.press("z")
    page.locator("#said").get_by_text("Annulé : ajoutée à la main : citation").wait_for()
    assert len(desk_page.room.mentions()) == before - 1


def test_what_a_site_forbids_is_not_read_and_is_typed_instead(desk_page: DeskPage, site: str) -> None:
    page = desk_page.open("/ajouter")
    add(page, f"{site}/interdit/article")
    page.get_by_text("demande").first.wait_for(timeout=30_000)
    page.get_by_role("link", name="La saisir à la main").click(timeout=30_000)
    assert page.input_value("#f-address") == f"{site}/interdit/article"
    with desk_page.room.store() as store:
        assert store.article_at(f"{site}/interdit/article") is None


@SCRIPTS
def test_a_mention_is_typed_with_a_hostile_file_changed_and_undone(
    desk_page: DeskPage, scripts: bool, tmp_path: Path
) -> None:
    page = desk_page.open("/ajouter", scripts=scripts)
    page.get_by_role("link", name="saisir à la main").click()
    page.fill("#f-outlet", "Radio Grève")
    page.fill("#f-title", f"La matinale {HOSTILE}")
    page.fill("#f-day", "2025-02-04")
    page.fill("#f-words", f"« Les rivages, on n’en parle pas. » {HOSTILE}")
    page.fill("#f-programme", HOSTILE[:100])
    named = '"><img src=x onerror=alert(6)>.html'
    page.set_input_files("#f-file", {"name": named, "mimeType": "text/html", "buffer": PDF})
    page.get_by_role("button", name="Saisir la retombée").click()
    assert "Saisie, confirmée" in plain(page.inner_text("#said"))
    assert "saisie à la main" in page.inner_text("main")
    assert typed_count(desk_page.room) == 1
    link = page.locator("a[href*='/preuve/']")
    assert "onerror=alert(6)" in link.inner_text()
    with page.expect_download() as got:
        link.click()
    assert got.value.suggested_filename.startswith("preuve-")
    assert Path(got.value.path()).read_bytes() == PDF
    page.get_by_role("link", name="Modifier la saisie").click()
    page.fill("#f-title", "La matinale du mardi")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.locator("h1").inner_text() == "La matinale du mardi"
    page.goto(desk_page.address + "a-relire?status=confirmed")
    assert page.locator("img, script:not([src])").count() == 0
    page.goto(desk_page.address + "journal")
    for _ in range(2):
        page.get_by_role("button", name="Annuler la ligne").first.click()
        page.locator("#said").get_by_text("Annulé").wait_for()
        page.goto(desk_page.address + "journal")
    assert typed_count(desk_page.room) == 0


def test_what_may_be_there_already_is_shown_before_it_is_typed_twice(desk_page: DeskPage) -> None:
    page = desk_page.open("/ajouter/a-la-main")
    for _ in range(2):
        page.fill("#f-outlet", "Le Phare")
        page.fill("#f-title", "Page quatre")
        page.fill("#f-day", "2025-02-04")
        page.get_by_role("button", name="Saisir la retombée").click()
        if page.get_by_role("alert").count():
            axe(page)
            page.get_by_role("button", name="La saisir quand même").click()
        page.wait_for_url("**/retombees/*")
        page.goto(desk_page.address + "ajouter/a-la-main")
    assert typed_count(desk_page.room) == 2


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_the_pages_are_readable_by_all_and_as_wide_as_their_window(
    desk_page: DeskPage, scheme: str, language: str
) -> None:
    page = desk_page.open("/ajouter", scheme=scheme, language=language)
    axe(page)
    fits(page, (320, 768, 1366))
    page.goto(desk_page.address + "ajouter?url=https://ailleurs.example/x")
    axe(page)
    page.goto(desk_page.address + "ajouter/a-la-main")
    axe(page)
    fits(page, (320, 768, 1366))
    page.locator("form.hand").evaluate("one => one.noValidate = true")
    page.fill("#f-day", "2025-02-04")
    page.locator("form.hand button.primary").click()
    assert page.locator("[aria-invalid=true]").count() == 2
    axe(page)


def test_on_a_phone_the_list_leads_to_it(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire", size=PHONE)
    page.get_by_role("link", name="Ajouter une retombée…").click()
    assert page.locator("h1").inner_text() == "Ajouter un article"
