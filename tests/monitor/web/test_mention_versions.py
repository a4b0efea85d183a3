"""What changed on a page: word by word, within bounds, and only where the rights allow it."""

from __future__ import annotations

from monitor.web.pages.mention_versions import compared, shortened
from storage.model import Rights
from tests.monitor.web.newsroom import QUOTE, Newsroom, plain


def changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in shortened(list(compared(before, after)))]


def test_words_that_went_and_came_stand_in_their_place() -> None:
    assert changed("Le préfet refuse de répondre.", "Le préfet accepte de répondre.") == [
        ("same", "Le préfet"),
        ("gone", "refuse"),
        ("come", "accepte"),
        ("same", "de répondre."),
    ]


def test_words_far_from_every_change_are_not_shown() -> None:
    line = " ".join(f"mot{n}" for n in range(100))
    found = changed(f"{line}\nfin", f"{line}\nautre fin")
    assert [kind for kind, _ in found] == ["gap", "same", "come", "same"]
    assert found[1][1].split()[0] == "mot88"


def test_a_text_that_did_not_change_has_nothing_to_show() -> None:
    assert changed("Un.\nDeux.", "Un.\nDeux.") == []


def test_the_changes_of_a_page_are_shown_the_latest_first(desk: Newsroom) -> None:
    title = "Sous la digue, des Assises du littoral très politiques"
    text = "Les Assises du littoral s’ouvrent mardi. Le Collectif Rivage y sera."
    desk.put_article("quais", 4, title, text)
    path = f"/retombees/{desk.mention('quais').id}"
    lea = desk.login("lea")
    assert "La page a changé 1 fois depuis" in plain(lea.page(path))
    page = lea.page(f"{path}/versions")
    assert "<del>lundi.</del>" in page
    assert "<ins>mardi.</ins>" in page


def test_of_a_reserved_text_no_word_is_shown_in_its_versions(desk: Newsroom) -> None:
    secret = f"Le Collectif Rivage se tait : {QUOTE}. Réservé à nos lecteurs."
    desk.put_article("pixel", 6, "Capteurs de marée", secret, rights=Rights.RESERVED)
    page = desk.login("lea").page(f"/retombees/{desk.mention('pixel').id}/versions")
    assert "Réservé à nos lecteurs" not in page
    assert "L’éditeur réserve ses textes" in plain(page)


def test_a_page_that_never_changed_says_so(desk: Newsroom) -> None:
    page = desk.login("lea").page(f"/retombees/{desk.mention('phare').id}/versions")
    assert "Nous n’avons vu aucun changement" in plain(page)
