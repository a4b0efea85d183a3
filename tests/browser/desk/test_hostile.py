"""Every page of the desk over hostile words, in a real browser: nothing runs, nothing remote is asked, and all can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Window

from monitor.accounts import create_share
from monitor.review import Wish, say
from monitor.web.app import all_pages
from monitor.web.routing import Page
from storage.model import Mention, ReviewStatus, SavedView
from tests.browser.desk.conftest import DESKTOP, PHONE, DeskPage
from tests.monitor.web.newsroom import HOSTILE, QUOTE, Newsroom, at

BIDI = "\u202e\u2066txt.exe\u202c \u200f\u200b"
EVIL = f"{HOSTILE}'`--></title></textarea></select><svg onload=alert(4)><iframe src=https://evil.example/></iframe>{BIDI}"
SCRIPT_LINK = "javascript:alert(5)//https://pixel.example/"
HUGE = "Très-long-titre-sans-une-seule-espace-" * 20

QUERY = urlencode(
    dict.fromkeys(("words", "q", "query", "at", "ask", "tag", "by", "quoted", "outlet", "who", "part", "url", "title"), EVIL)
    | {"next": SCRIPT_LINK, "list": f"words={EVIL}", "text": EVIL, "since": EVIL, "campaign": "appel"}
)  # fmt: skip
"""Every field of an address that a page may read, with something hostile in it."""

PARTS = 5
"""Each walks some of the pages, so that none takes long."""

VIOLATIONS = {"resultTypes": ["violations"]}

NO_PAGE = {"home", "logout", "first", "new_password", "share"}
"""Those that lead elsewhere, or are opened by somebody without an account."""

OURS = "script:not([src]), iframe:not([src^='/']), object, embed, [onerror], [onload], [onfocus], [onclick], base"
OWN_SCRIPT = '[href^="javascript:void(window.open(\'http://127.0.0.1:"]'
"""The bookmark that people take along: it leads to this desk, and does nothing in it."""

LINKS = (
    f"a[href^='javascript' i]:not({OWN_SCRIPT}), [action^='javascript' i], [href^='data:' i],"
    " a[href^='http']:not([rel='noopener noreferrer'])"
)


@pytest.fixture
def hostile(desk_page: DeskPage) -> DeskPage:
    """A newsroom in which whatever can be named is named by an enemy."""
    room = desk_page.room
    name_everything(room)
    for number, (title, url) in enumerate(
        [
            (EVIL, f"https://pixel.example/{quote(EVIL)}"),
            (HUGE, "https://pixel.example/long"),
            (BIDI, "https://pixel.example/bidi"),
        ],
        70,
    ):
        text = f"Le Collectif Rivage : « {QUOTE} ». {EVIL}\n\n{HUGE} {number}"
        room.put_article(
            "pixel", number, title, text, url=url, authors=(EVIL, HUGE), published_at=at("2025-02-05 07:00"), standfirst=EVIL
        )  # fmt: skip
    room.match()
    for one in room.mentions():
        with room.store() as store:
            assert say(store, said_of(one), {one.id: 0}, "maud", room.clock.now).action
    with room.store() as store:
        store.rename_account("maud", EVIL[:60])
        store.put_view(SavedView("maud", EVIL[:60], f"words={quote(EVIL)}"))
    return desk_page


def said_of(mention: Mention) -> Wish:
    """A note, tags and a star for every mention; some are rejected with a reason, some are decided on, some are left."""
    status = {"quais": ReviewStatus.REJECTED, "phare": ReviewStatus.CONFIRMED}.get(mention.article.outlet.id)
    return Wish(
        note=f"{EVIL} {HUGE}"[:1_900],
        add_tags=(EVIL[:60], BIDI),
        starred=True,
        status=status,
        reject_reason=EVIL if status is ReviewStatus.REJECTED else None,
    )


def name_everything(room: Newsroom) -> None:
    """The campaign, its text, its organisation, its event and an outlet bear hostile names."""
    dossier = room.workspace.campaigns / "appel.toml"
    text = dossier.read_text(encoding="utf-8")
    evil = EVIL.replace("\\", "").replace('"', "”")
    for name in ("Rivages, février 2025", "Association du Phare Blanc", "les assises"):
        text = text.replace(f'"{name}"', f'"{name} {evil}"')
    dossier.write_text(text, encoding="utf-8")
    sources = room.workspace.sources_file
    named = evil.replace('"', "”").replace(",", ";")
    sources.write_text(
        sources.read_text(encoding="utf-8").replace("Pixel & Circuits", named), encoding="utf-8"
    )
    room.site.live.look()
    with room.store() as store:
        store.put_catalogue(room.loaded.catalogue.entries)


def shown_pages() -> list[Page]:
    return [
        page for page in all_pages() if "GET" in page.methods and not page.data and page.name not in NO_PAGE
    ]


def pattern(page: Page) -> re.Pattern[str]:
    """The addresses of a page."""
    parts = re.split(r"(\{[^}]*\})", page.path)
    return re.compile("".join("[^/?#]+" if part.startswith("{") else re.escape(part) for part in parts))


def filled(page: Page, *values: str) -> list[str]:
    """Its address with each of these values in all of its places."""
    return list(dict.fromkeys(re.sub(r"\{[^}]*\}", quote(one, safe=""), page.path) for one in values))


def walk(window: Window, base: str, mention: str, part: int) -> Iterator[tuple[Page, str]]:
    """Every page of a part of the table, opened: one with places in its address by a link of another page.

    Without such a link an enemy's mention, or an enemy's outlet, is put into its places. What wants more than its
    address says so in a page too.
    """
    ask = window.context.request.get
    plain = [page.path for page in shown_pages() if "{" not in page.path]
    met = [link for path in plain for link in re.findall(r'href="(/[^"?#]*)', ask(base + path).text())]
    for page in shown_pages()[part::PARTS]:
        linked = [one for one in met if pattern(page).fullmatch(one)]
        tried = [*linked[:1], *filled(page, mention, "pixel", "1")] if "{" in page.path else [page.path]
        for place, address in enumerate(tried, 1):
            answer = ask(base + address)
            assert answer.status < 500, address
            kind, saved = answer.headers["content-type"], "content-disposition" in answer.headers
            if answer.ok and (saved or not kind.startswith("text/html")):
                break  # a file to be saved is no page
            if answer.ok or place == len(tried):
                window.goto(base + address)
                yield page, address
                break


def is_document(window: Window) -> bool:
    """Is it a report shown as it is sent, in a box in which nothing can run? It has styles of its own."""
    return window.locator("main#main").count() == 0


def harmless(window: Window, address: str) -> None:
    """Nothing on the page is an enemy's element, attribute or link."""
    assert window.locator(OURS).count() == 0, address
    assert is_document(window) or window.locator("[style]").count() == 0, address
    assert window.locator(f"main :is({LINKS}), header :is({LINKS})").count() == 0, address
    assert window.locator("main img:not([src^='/']), main svg [onload]").count() == 0, address


def readable(window: Window, address: str) -> None:
    """axe finds nothing, in light and in the dark; the page is no wider than a window or a phone."""
    found = Axe().run(window, options=VIOLATIONS)
    assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
    window.emulate_media(color_scheme="dark")
    dark = window.evaluate(
        "axe.run({runOnly: ['color-contrast'], resultTypes: ['violations']}).then(found => found.violations)"
    )
    assert dark == [], f"{address} in the dark\n{dark}"
    window.emulate_media(color_scheme="light")
    for width, height in (PHONE, DESKTOP):
        window.set_viewport_size({"width": width, "height": height})
        found_width = window.evaluate("document.documentElement.scrollWidth")
        assert found_width <= width, f"{address} is {found_width} wide in a window of {width}"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_runs_anything_of_an_enemy_or_asks_for_it_and_all_can_be_read(
    hostile: DeskPage, part: int
) -> None:
    base, mention = hostile.address.rstrip("/"), hostile.room.mention("pixel").id
    window = hostile.open("/compte", "maud", size=DESKTOP)
    assert "<script>alert(1)</script>" in window.inner_text("header")
    opened = 0
    for page, address in walk(window, base, mention, part):
        harmless(window, address)
        if is_document(window):
            continue
        readable(window, address)
        opened += 1
        answer = window.goto(f"{base}{address}?{QUERY}", wait_until="domcontentloaded")
        assert answer is not None and answer.status < 500, address
        harmless(window, f"{address} with a hostile query")
        for other in filled(page, EVIL) if "{" in page.path else []:
            refused = window.context.request.get(base + other)
            assert refused.status < 500 and "<script>alert" not in refused.text(), other
    assert opened >= 4


def test_a_partner_meets_nothing_of_an_enemy_either(hostile: DeskPage) -> None:
    with hostile.room.store() as store:
        token, _ = create_share(store, "appel", "", EVIL, "maud", hostile.room.clock.now, 30)
    window, base = hostile.open(f"/partage/{token}", None, language="en"), hostile.address.rstrip("/")
    for page in shown_pages():
        if page.share and "{" not in page.path:
            window.goto(base + page.path)
            harmless(window, page.path)
    window.goto(f"{base}/retombees/{hostile.room.mention('pixel').id}?list={quote(EVIL)}")
    harmless(window, "the page of a mention")
    assert "<script>alert(1)</script>" in window.inner_text("h1")
