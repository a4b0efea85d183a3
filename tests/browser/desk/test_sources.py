"""The sources in a real browser: an outlet found, tried, paused, taken back; lists in and out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.sources_edit.discovering import FoundSite, FoundWay
from monitor.web.beside import beside
from storage.catalogue import read_catalogue
from storage.model import Health, Reason, SourceKind, SourceReading
from tests.browser.desk.conftest import DeskPage, axe, fits
from tests.monitor.sources_edit.kiosk import kiosk
from tests.monitor.web.newsroom import HOSTILE

TROUBLES = {
    "phare": (Health.READ, None),
    "meridienne": (Health.SILENT, None),
    "quais": (Health.REFUSED, Reason.DENIED),
    "harbour": (Health.RESTING, Reason.SERVER_ERROR),
    "sarmande": (Health.NOT_A_FEED, Reason.NOT_A_FEED),
    "pixel": (Health.ROBOTS, Reason.ROBOTS),
}
FOUND = FoundSite(
    "https://neuf.example/",
    f"Neuf {HOSTILE}",
    "neuf.example",
    "fr",
    "FR",
    "blog",
    robots=f"User-agent: *\nDisallow: /{HOSTILE}",
    ways=(
        FoundWay(SourceKind.FEED, "https://neuf.example/rss", HOSTILE, 20),
        FoundWay(SourceKind.SITEMAP, "https://neuf.example/map.xml", reason=Reason.ROBOTS),
    ),
)
OPML = f"""<opml version="1.1"><body><outline text="Presse">
<outline text="{HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")}" xmlUrl="https://neuf.example/rss"/>
<outline text="Rien" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""


def trouble(desk_page: DeskPage) -> None:
    """One source in each state."""
    room = desk_page.room
    sources = {one.outlet.id: one.sources[0].id for one in room.loaded.catalogue.listings}
    one = SourceReading("", "run", room.clock.now - timedelta(hours=2), Health.READ, candidates=20, new=4)
    rests = room.clock.now + timedelta(hours=5)
    with room.store() as store:
        for outlet, (health, reason) in TROUBLES.items():
            store.put_reading(
                replace(one, source_id=sources[outlet], health=health, reason=reason, resting_until=rests)
            )
        store.put_site_file("https://pixel.example", "robots.txt", room.clock.now, 200, HOSTILE.encode())


def listed(desk_page: DeskPage, outlet: str) -> list[tuple[str, bool]]:
    """The sources of an outlet in the file: their addresses, and whether they are paused."""
    found = read_catalogue(desk_page.room.workspace.sources_file.read_bytes()).listings
    return [(one.url, one.paused) for row in found if row.outlet.id == outlet for one in row.sources]


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_axe_finds_nothing_and_everything_fits(desk_page: DeskPage, scheme: str, language: str) -> None:
    trouble(desk_page)
    work, key = beside(desk_page.room.site), "look https://neuf.example/"
    work.begin(desk_page.room.site, key, lambda: FOUND)
    page = desk_page.open("/sources", "maud", scheme=scheme, language=language)
    for path in (
        "",
        "/sources?q=e",
        "/medias/pixel",
        "/medias/harbour",
        "/sources/ajouter",
        "/sources/ajouter?url=neuf.example",
        "/sources/echange",
    ):
        if path:
            page.goto(desk_page.address.rstrip("/") + path)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        axe(page)
        fits(page, (320, 768, 1366))
        assert page.locator("h1").count() == 1
        assert page.locator("main img, main iframe, main script").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_outlet_is_found_followed_tried_paused_and_taken_back(desk_page: DeskPage, scripts: bool) -> None:
    with kiosk() as outlet:
        outlet.let_in(desk_page.room.workspace)
        page = desk_page.open("/sources", "maud", scripts=scripts)
        page.get_by_role("link", name="Ajouter un média…").click()
        page.get_by_label("Adresse").fill(outlet.address)
        page.get_by_role("button", name="Voir ce qu’offre le site").click()
        page.get_by_text("Nous avons trouvé 3 accès.").wait_for(timeout=20_000)
        page.get_by_label("Nom").fill("Le Kiosque")
        if scripts:
            axe(page)
        page.get_by_role("button", name="Suivre ce média").click()
        page.get_by_role("heading", name="Le Kiosque").wait_for()
        assert {url for url, _ in listed(desk_page, "le-kiosque")} == {
            f"{outlet.address}une.xml",
            f"{outlet.address}actu.xml",
            f"{outlet.address}chercher?tri=date&mots={{query}}",
        }
        page.get_by_role("button", name="Essayer maintenant – flux").click()
        page.get_by_text("L’essai vient d’être fait.").wait_for(timeout=20_000)
        page.locator("b").get_by_text("Lue.", exact=True).wait_for()
        assert "/prive/" not in "".join(outlet.asked)
        page.get_by_role("button", name="Mettre en pause – flux").click()
        page.get_by_text("Le Kiosque est en pause").wait_for()
        assert (f"{outlet.address}une.xml", True) in listed(desk_page, "le-kiosque")
        page.locator("#said button").click()
        page.get_by_text("Annulé").first.wait_for()
        assert (f"{outlet.address}une.xml", False) in listed(desk_page, "le-kiosque")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_list_of_a_reader_comes_in_and_ours_goes_out(
    desk_page: DeskPage, scripts: bool, tmp_path: Path
) -> None:
    file = tmp_path / "abonnements.opml"
    file.write_text(OPML, encoding="utf-8")
    page = desk_page.open("/sources/echange", "maud", scripts=scripts)
    with page.expect_download() as taken:
        page.get_by_role("link", name="La liste en OPML").click()
    assert "https://phare.example/une.xml" in Path(taken.value.path()).read_text(encoding="utf-8")
    page.get_by_label("Un fichier OPML").set_input_files(file)
    page.get_by_role("button", name="Voir ce qu’il ajouterait…").click()
    page.get_by_text("1 nouveau média, 0 complété").wait_for()
    if scripts:
        axe(page)
        fits(page)
    page.get_by_role("button", name="Ajouter ce qui est coché").click()
    page.get_by_text("1 média a été ajouté ou complété.").wait_for()
    assert "https://neuf.example/rss" in desk_page.room.workspace.sources_file.read_text(encoding="utf-8")
    page.locator("#said button").click()
    page.get_by_text("Annulé").first.wait_for()
    assert "neuf.example" not in desk_page.room.workspace.sources_file.read_text(encoding="utf-8")
