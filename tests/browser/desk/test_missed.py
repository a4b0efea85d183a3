"""A clip was missed, in a real browser: from an address to a mention, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.web.pages import missed_lists
from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits
from tests.monitor.missed.sites import page_of
from tests.monitor.sources_edit.kiosk import Kiosk, kiosk
from tests.monitor.web.newsroom import DOSSIER, HOSTILE, QUOTE, Newsroom

CLIP = "https://sarmande.example/articles/20"
ALIAS = "les Riverains du Grand Banc"
WIDTHS = (320, 768, 1366)
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
HOSTILE_LIST = "\n".join(
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(2)</script>",
        "file:///etc/passwd",
        f"https://inconnu.example/{HOSTILE}",
        "http://127.0.0.1:9/admin",
        "https://moi:secret@phare.example/articles/1",
        "https://pixel.example/articles/6",
        "https://phare.example/articles/1",
        "https://inconnu.example/=cmd|'/c calc'!A1",
    ]
)


@pytest.fixture
def site(desk_page: DeskPage) -> Iterator[Kiosk]:
    """A small outlet on this machine, with a clip."""
    with kiosk() as found:
        found.let_in(desk_page.room.workspace)
        found.give("/actu/quais", page_of("Le port s’inquiète", f"« {QUOTE} », dit le Collectif Rivage."))
        yield found


def put_clip(room: Newsroom) -> None:
    """An article that names us by a name which the dossier does not know."""
    kept = 'outlet_names = ["Le Phare"]\nkind_words = ["tribune", "appel"]\ntext_file'
    (room.workspace.campaigns / "appel.toml").write_text(DOSSIER.replace("text_file", kept), encoding="utf-8")
    words = f"Dans une tribune publiée mardi par Le Phare, {ALIAS} demandent un moratoire sur les digues."
    room.put_article("sarmande", 20, "Digues : la colère gagne", f"{words}\n\nLe vent se lève sur la jetée.")
    room.match()


@SCRIPTS
def test_a_clip_that_no_rule_holds_becomes_a_mention_by_the_name_it_uses(
    desk_page: DeskPage, scripts: bool
) -> None:
    put_clip(desk_page.room)
    page = desk_page.open("/manque", scripts=scripts)
    page.get_by_label("Une adresse par ligne").fill(f"  {CLIP}?utm_source=lettre ")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("heading", name="L’article s’en approche").wait_for()
    assert "Reconnue : non, de peu" in page.inner_text(".steps").replace("\u00a0", " ")
    if scripts:
        axe(page)
        fits(page, WIDTHS)
        page.evaluate(
            f"""(() => {{ const p = document.querySelector('[data-words]');
            const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT); let node;
            while ((node = walk.nextNode())) {{ const at = node.data.indexOf('{ALIAS}');
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + {len(ALIAS)}); }} }})()"""
        )
        assert page.locator("[name=words]").input_value() == ALIAS
    page.locator("[name=words]").fill(ALIAS)
    page.get_by_label("Ce sont").select_option("alias")
    page.get_by_label("de quelle organisation").select_option("rivage")
    page.get_by_role("button", name="Voir ce que cela change…").click()
    page.get_by_role("heading", name="1 gagnée").wait_for()
    if scripts:
        axe(page)
        fits(page, WIDTHS)
    page.get_by_role("button", name="Ajouter au dossier").click()
    page.locator("#said").get_by_text("est dans le dossier").wait_for()
    page.get_by_role("heading", name="C’est une retombée : citation").wait_for()
    page.get_by_role("link", name="Ouvrir la retombée").click()
    page.get_by_role("heading", name="Digues : la colère gagne").wait_for()


def test_a_clip_of_an_outlet_that_is_not_followed_is_added(desk_page: DeskPage, site: Kiosk) -> None:
    page = desk_page.open("/manque")
    page.get_by_label("Une adresse par ligne").fill(f"http://{site.host}/actu/quais")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("heading", name="Ce média n’est pas dans votre liste").wait_for()
    assert site.asked == []
    page.get_by_role("button", name="Ajouter l’article").click()
    page.get_by_role("heading", name="C’est une retombée : citation").wait_for(timeout=40_000)
    assert "/robots.txt" in site.asked and site.asked.count("/actu/quais") == 1
    assert QUOTE in page.inner_text(".quote")
    page.get_by_role("link", name="Ouvrir la retombée").click()
    page.get_by_role("heading", name="Le port s’inquiète").wait_for()


def test_without_scripts_an_administrator_adds_the_article_and_its_outlet(
    desk_page: DeskPage, site: Kiosk
) -> None:
    url = f"http://{site.host}/actu/quais"
    page = desk_page.open(f"/manque?url={url}", "maud", scripts=False)
    page.get_by_role("button", name="Ajouter le média et l’article").click()
    page.get_by_text("Nous avons trouvé 3 accès.").wait_for(timeout=40_000)
    page.get_by_role("button", name="Suivre ce média").click()
    page.locator("#said").get_by_text("Annuler").wait_for()
    page.goto(f"{desk_page.address}manque?url={url}")
    page.get_by_role("heading", name="C’est une retombée : citation").wait_for(timeout=40_000)
    assert "Média suivi : oui" in page.inner_text(".steps").replace("\u00a0", " ")
    assert page.get_by_role("link", name="Suivre ce média…").count() == 0


def test_without_scripts_an_article_that_speaks_of_nothing_is_made_a_mention_and_that_is_undone(
    desk_page: DeskPage,
) -> None:
    page = desk_page.open("/manque?url=https://sarmande.example/articles/7", scripts=False)
    page.get_by_label("de nature").select_option("related")
    page.get_by_role("button", name="En faire une retombée").click()
    page.get_by_role("heading", name="C’est une retombée : sujet lié").wait_for()
    page.locator("#said button").click()
    page.locator("#said").get_by_text("Annulé").wait_for()
    made = [one for one in desk_page.room.mentions() if one.article.title == "Fête du port : le programme"]
    assert [one for one in made if one.withdrawn_at is None] == []


def test_a_hostile_list_is_told_and_does_nothing(desk_page: DeskPage) -> None:
    page = desk_page.open("/manque")
    page.get_by_label("Une adresse par ligne").fill(HOSTILE_LIST)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("heading", name="9 adresses").wait_for()
    assert "4 ne sont pas des adresses de page" in page.inner_text(".lede").replace("\u00a0", " ")
    assert page.locator("main a[href^='javascript'], main a[href^='data'], main img").count() == 0
    axe(page)
    fits(page, WIDTHS)
    for at in range(page.locator("h2 a").count()):
        page.locator("h2 a").nth(at).click()
        page.get_by_role("link", name="Chercher une autre adresse").wait_for()
        page.go_back()


def test_a_long_list_goes_on_by_itself_and_survives_a_reload(
    desk_page: DeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed_lists, "SECONDS", 0.0)
    page = desk_page.open("/manque")
    page.get_by_label("Une adresse par ligne").fill(f"{CLIP}\nhttps://a.example/b/c\nhttps://b.example/c/d")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_text("1 adresse sur 3").wait_for()
    axe(page)
    page.reload()
    page.get_by_text("sur 3 pour l’instant").wait_for(state="detached")
    assert page.locator(".case").count() == 3
    assert "Sur 3 adresses : " in page.inner_text(".lede").replace("\u00a0", " ")
    assert page.locator("#list[hx-trigger^=every]").count() == 0


def test_axe_finds_nothing_on_the_form_and_a_long_list(desk_page: DeskPage) -> None:
    page = desk_page.open("/manque", scheme="dark", language="en")
    axe(page)
    fits(page, WIDTHS)
    many = "\n".join(f"https://inconnu{n}.example/actualite/{n}.html" for n in range(60))
    page.locator("[name=addresses]").fill(many + "\n" + HOSTILE_LIST)
    page.keyboard.press("Control+Enter")
    page.locator(".clips").first.wait_for()
    axe(page)
    fits(page, WIDTHS)
    page.go_back()
    page.locator("[name=addresses]").fill("Rien\nà chercher")
    page.locator("main button.primary").click()
    page.get_by_role("alert").wait_for()
    assert page.locator("[name=addresses]").input_value() == "Rien\nà chercher"
    axe(page)


def shoot(desk_page: DeskPage, folder: Path) -> None:
    """Pictures of the pages, for a person to look at."""
    room = desk_page.room
    put_clip(room)
    many = "\n".join(f"https://inconnu{n}.example/actualite/article-{n}.html" for n in range(12))
    for name, size, scheme, language in (
        ("bureau", (1366, 900), "light", "fr"),
        ("telephone", PHONE, "dark", "fr"),
        ("desk", (1366, 900), "dark", "en"),
    ):
        page = desk_page.open("/manque", size=size, scheme=scheme, language=language)
        page.screenshot(path=folder / f"{name}-0.png", full_page=True)
        pasted = (
            CLIP,
            HOSTILE_LIST.split("\n")[0],
            HOSTILE_LIST,
            f"{many}\n{HOSTILE_LIST}\n{CLIP}\nhttps://phare.example/a/99\nhttps://quais.example/articles/4",
            f"{CLIP} https://inconnu.example/actualite/les-digues https://phare.example/articles/1",
        )
        for at, text in enumerate(pasted, 1):
            page.goto(desk_page.address + "manque")
            page.locator("[name=addresses]").fill(text)
            page.locator("main button.primary").click()
            page.screenshot(path=folder / f"{name}-{at}.png", full_page=True)
        page.goto(desk_page.address + f"manque?url={CLIP}")
        page.locator("[name=words]").fill(ALIAS)
        page.locator("[name=what]").select_option("alias")
        page.locator("[name=organisation]").select_option("rivage")
        page.locator("[data-takes-words] button").click()
        page.wait_for_timeout(500)
        page.screenshot(path=folder / f"{name}-6.png", full_page=True)
