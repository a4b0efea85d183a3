"""The campaign page: what the dossier says, forms whose effect is seen before they are saved, versions, a new campaign."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, plain

SAYING = "renvoie aux tables rondes de la semaine prochaine"
ALIAS = "Les Amis du Rivage"
RELEASE = """# Communiqué

# Contre le bruit, des nuits tranquilles sur le port

Brest, le 4 février 2025. Le Collectif des Quais (CQ) et l’Association du Phare Blanc publient une tribune dans Le Phare,
signée par une centaine d’associations, avant les Rencontres du sommeil des 10 et 11 février 2025 à Brest.

« Dormir n’est pas un luxe de capitaine », écrivent les signataires.
"""


def file_of(room: Newsroom) -> Path:
    return room.workspace.campaigns / "appel.toml"


def with_one_more(room: Newsroom) -> None:
    """An article that nothing of the dossier finds yet."""
    text = f"Sur le port, la colère monte. {ALIAS} occupe le quai, et la préfecture {SAYING}."
    room.put_article("quais", 20, "Sur le port, la colère", text)
    room.match()


def fields_of(page: str, before: str = "<form") -> dict[str, Any]:
    """What a form of a page sends when nothing is typed: its fields from that place on, to the end of the form."""
    start = page.index(before)
    form = page[start : page.index("</form>", start)]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(unescape(name[1]), unescape(value[1]) if value else "")
    for name_, value_ in re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>\n?\n?([^<]*)</textarea>', form):
        found[name_] = unescape(value_)
    for name_, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name_] = chosen[1] if chosen else ""
    return found


def trial_of(one: Visitor, answer: Any) -> tuple[str, str]:
    """The page that shows the effect, and its address."""
    assert answer.status_code == 303, plain(answer.text)[:1500]
    address = str(answer.headers["location"])
    return one.page(address), address.split("?")[0]


def with_alias(room: Newsroom, one: Visitor) -> tuple[str, str]:
    path = "/campagne/modifier/organisations"
    fields = fields_of(one.page(f"{path}?at=rivage"), 'class="edit"')
    return trial_of(one, one.post(path, {**fields, "aliases": ALIAS}))


def done(room: Newsroom) -> None:
    """What runs behind the pages has run."""
    room.site.behind.submit(lambda: None).result()


def test_the_page_says_what_the_dossier_says_and_a_reader_sees_no_form(desk: Newsroom) -> None:
    text = desk.login("lea").page("/campagne")
    for said in ("Pour des rivages vivants", "Collectif Rivage", "Assises du littoral", "appel des rivages"):
        assert said in plain(text)
    assert "/campagne/modifier" not in text and "<form method" not in text[: text.index("</main>")]
    assert "/campagne/modifier" in desk.login("maud").page("/campagne")


def test_addresses_of_recipients_are_for_who_administers(desk: Newsroom) -> None:
    file = file_of(desk)
    file.write_text(file.read_text() + '\n[[recipients]]\naddress = "maud@asso.example"\n')
    assert "maud@asso.example" not in desk.login("karim").page("/campagne")
    assert "1 personne le reçoit" in plain(desk.login("karim").page("/campagne"))
    assert "maud@asso.example" in desk.login("maud").page("/campagne")
    assert "maud@asso.example" not in desk.login("karim").page("/campagne/versions")


def test_another_name_is_tried_saved_and_undone(desk: Newsroom) -> None:
    with_one_more(desk)
    maud, before = desk.login("maud"), file_of(desk).read_bytes()
    page, address = with_alias(desk, maud)
    assert "Autres noms, Collectif Rivage" in plain(page) and ALIAS in plain(page)
    assert "Essai sur 7 articles" in plain(page)
    assert file_of(desk).read_bytes() == before
    assert maud.post(address).headers["location"] == "/campagne?campaign=appel"
    assert file_of(desk).read_bytes() == before.replace(
        b'name = "Collectif Rivage"\n', f'name = "Collectif Rivage"\naliases = ["{ALIAS}"]\n'.encode()
    )
    assert "Le dossier est enregistré" in maud.said("/campagne")
    maud.post("/annuler", {"next": "/campagne"})
    assert file_of(desk).read_bytes() == before


def test_the_effect_says_what_is_gained_and_saving_gains_it(desk: Newsroom) -> None:
    with_one_more(desk)
    maud = desk.login("maud")
    path = "/campagne/modifier/documents"
    fields = fields_of(maud.page(f"{path}?at=tribune"), 'class="edit"')
    fields["quotes.fr"] += f"\n{SAYING}"
    page, address = trial_of(maud, maud.post(path, fields))
    assert "1 retombée de plus" in plain(page) and "Sur le port, la colère" in plain(page)
    before = len(desk.mentions())
    maud.post(address)
    done(desk)
    assert len(desk.mentions()) == before + 1


def test_what_a_person_confirmed_stays_whatever_the_dossier_says(desk: Newsroom) -> None:
    maud = desk.login("maud")
    one = desk.mention("quais")
    maud.post(f"/retombees/{one.id}/decision", {"version": "0", "status": "confirmed"})
    text = file_of(desk).read_text()
    without = re.sub(r"(?s)\[event\].*", "", text).replace(
        "Pour des rivages vivants, fermons", "Autre chose, ouvrons"
    )
    page, _ = trial_of(maud, maud.post("/campagne/texte", {"was": text, "file": without}))
    assert "1 perdue" in plain(page) and "1 reste, confirmée ou marquée par une personne" in plain(page)
    assert "Confirmée par Maud L. : elle restera, quoi que dise le dossier." in plain(page)
    assert "L’événement en moins − enlevé : Assises du littoral" in plain(page)


def test_a_dossier_that_changed_since_is_not_saved_over(desk: Newsroom) -> None:
    maud = desk.login("maud")
    _, address = with_alias(desk, maud)
    by_hand = file_of(desk).read_text().replace("appel des rivages", "appel du large")
    file_of(desk).write_text(by_hand)
    assert "modifié entre-temps" in plain(maud.page(address))
    assert maud.post(address).status_code == 409
    assert file_of(desk).read_text() == by_hand


def test_a_form_of_a_dossier_that_changed_meanwhile_keeps_what_was_typed_and_is_looked_at_again(
    desk: Newsroom,
) -> None:
    maud, path = desk.login("maud"), "/campagne/modifier/organisations"
    fields = fields_of(maud.page(f"{path}?at=phare-asso"), 'class="edit"')
    file_of(desk).write_text(
        re.sub(r'(?s)\[\[organisations\]\]\nid = "rivage".*?\n\n', "", file_of(desk).read_text())
    )
    answer = maud.post(path, {**fields, "aliases": ALIAS})
    assert answer.status_code == 422 and "modifié entre-temps" in plain(answer.text) and ALIAS in answer.text
    page, address = trial_of(maud, maud.post(path, fields_of(answer.text, 'class="edit"')))
    assert "Autres noms, Association du Phare Blanc" in plain(page)
    maud.post(address)
    assert file_of(desk).read_text().count(ALIAS) == 1 and "Collectif Rivage" not in file_of(desk).read_text()


def test_a_form_is_about_the_campaign_on_whose_page_it_stood_whatever_another_window_shows(
    desk: Newsroom,
) -> None:
    other = desk.workspace.campaigns / "autre.toml"
    other.write_text(re.sub(r"text_file = .*\n", "", file_of(desk).read_text()))
    maud = desk.login("maud")
    form = maud.page("/campagne/modifier/organisations?campaign=autre&at=rivage")
    action = re.search(r'<form method="post" action="([^"]+)" class="edit"', form)
    assert action is not None
    maud.page("/campagne?campaign=appel")
    fields = {**fields_of(form, 'class="edit"'), "aliases": ALIAS}
    _, address = trial_of(maud, maud.post(unescape(action[1]), fields))
    maud.page("/campagne?campaign=appel")
    maud.post(address)
    assert ALIAS in other.read_text() and ALIAS not in file_of(desk).read_text()


def test_a_dossier_saved_beside_a_file_with_an_error_is_not_told_to_count(desk: Newsroom) -> None:
    maud = desk.login("maud")
    _, address = with_alias(desk, maud)
    (desk.workspace.campaigns / "autre.toml").write_text("name = ")
    maud.post(address)
    assert "Un autre fichier" in maud.said("/campagne")
    assert ALIAS in file_of(desk).read_text()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_tried(desk: Newsroom) -> None:
    maud, before = desk.login("maud"), file_of(desk).read_bytes()
    for part, fields, said in (
        ("basics", {"name": "", "zone": "Europe/Paris"}, "ne doit pas rester vide"),
        ("basics", {"name": "R", "zone": "Lune"}, "pas un fuseau"),
        ("basics", {"name": "R", "zone": "Europe/Paris", "starts_on": "demain"}, "Un jour s’écrit"),
        ("queries", {"id": "q", "text": "tribune PRES/5 (a ET b)"}, "Position"),
        ("recipients", {"address": "pas une adresse", "receives": ["daily"]}, "adresse"),
    ):
        answer = maud.post(f"/campagne/modifier/{part}", fields)
        assert (answer.status_code, said in plain(answer.text)) == (422, True), (
            part,
            plain(answer.text)[300:900],
        )
        assert 'aria-invalid="true"' in answer.text
    assert file_of(desk).read_bytes() == before


def test_nothing_changed_is_told_and_what_there_is_not_is_not_found(desk: Newsroom) -> None:
    maud = desk.login("maud")
    path = "/campagne/modifier/organisations"
    answer = maud.post(path, fields_of(maud.page(f"{path}?at=rivage"), 'class="edit"'))
    assert (answer.status_code, "Rien n’est changé" in plain(answer.text)) == (422, True)
    for address in (
        f"{path}?at=9",
        "/campagne/modifier/rien",
        "/campagne/versions/" + "0" * 24,
        "/campagne/essai/0",
    ):
        assert maud.get(address).status_code == 404
    assert maud.post("/campagne/enlever/rivals", {"at": "0"}).status_code == 404
    assert maud.post("/campagne/essai/0").status_code == 404


def test_one_is_added_and_taken_out_again(desk: Newsroom) -> None:
    maud = desk.login("maud")
    _, address = trial_of(
        maud, maud.post("/campagne/modifier/rivals", {"name": "Manifeste du large", "phrases": "le large"})
    )
    maud.post(address)
    assert 'id = "manifeste-du-large"' in file_of(desk).read_text()
    page, address = trial_of(maud, maud.post("/campagne/enlever/rivals", {"at": "manifeste-du-large"}))
    assert "Manifeste du large" in plain(page)
    maud.post(address)
    assert "large" not in file_of(desk).read_text()


def test_the_words_of_a_text_go_into_a_file_of_their_own_and_the_earlier_ones_stay(desk: Newsroom) -> None:
    maud, folder = desk.login("maud"), desk.workspace.campaigns / "appel"
    path = "/campagne/modifier/documents"
    fields = fields_of(maud.page(f"{path}?at=tribune"), 'class="edit"')
    assert fields["body"].startswith("Depuis vingt ans")
    _, address = trial_of(maud, maud.post(path, {**fields, "body": "Un autre texte,\r\nplus court."}))
    earlier = (folder / "tribune.md").read_bytes()
    assert not (folder / "tribune-2.md").exists()
    maud.post(address)
    assert (folder / "tribune-2.md").read_text() == "Un autre texte,\nplus court.\n"
    assert (folder / "tribune.md").read_bytes() == earlier
    maud.post("/annuler", {"next": "/campagne"})
    assert 'text_file = "tribune.md"' in file_of(desk).read_text()


class TestText:
    def test_errors_are_told_with_their_lines_and_what_was_typed_stays(self, desk: Newsroom) -> None:
        maud, text = desk.login("maud"), file_of(desk).read_text()
        wrong = text.replace('zone = "Europe/Paris"', 'zone = "Lune"\nreport_of = "x"').replace("\n", "\r\n")
        answer = maud.post("/campagne/texte", {"was": text, "file": wrong})
        assert answer.status_code == 422
        assert 'Ligne 2 zone = "Lune"' in plain(answer.text) and "Ligne 3" in plain(answer.text)
        assert "report_of" in answer.text
        assert file_of(desk).read_text() == text

    def test_a_text_is_tried_and_saved_with_the_ends_of_lines_of_the_file(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        file_of(desk).write_bytes(file_of(desk).read_bytes().replace(b"\n", b"\r\n"))
        fields = fields_of(maud.page("/campagne/texte"), 'action="/campagne/texte')
        fields["file"] = fields["file"].replace("appel des rivages", "appel du large")
        _, address = trial_of(maud, maud.post("/campagne/texte", fields))
        maud.post(address)
        saved = file_of(desk).read_bytes()
        assert b"appel du large" in saved and b"\n" not in saved.replace(b"\r\n", b"")

    def test_a_text_that_somebody_changed_meanwhile_is_not_lost_under_ours(self, desk: Newsroom) -> None:
        maud, text = desk.login("maud"), file_of(desk).read_text()
        file_of(desk).write_text(text + "# une note\n")
        answer = maud.post("/campagne/texte", {"was": text, "file": text.replace("rivages", "rives")})
        assert (answer.status_code, "entre-temps" in plain(answer.text)) == (409, True)

    def test_an_error_written_by_hand_is_shown_where_it_can_be_mended(self, desk: Newsroom) -> None:
        maud, text = desk.login("maud"), file_of(desk).read_text()
        maud.page("/campagne")
        file_of(desk).write_text(text.replace('name = "Rivages', "name = Rivages", 1))
        assert "corrigez" in plain(maud.get("/campagne/modifier/basics").text)
        page = maud.page("/campagne/texte")
        assert "Ligne 1" in plain(page)
        fields = fields_of(page, 'action="/campagne/texte')
        _, address = trial_of(maud, maud.post("/campagne/texte", {**fields, "file": text}))
        assert maud.post(address).status_code == 303
        assert file_of(desk).read_text() == text


class TestVersions:
    def test_every_state_stands_in_the_list_with_who_made_it(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        _, address = with_alias(desk, maud)
        maud.post(address)
        desk.clock.turn(hours=1)
        file_of(desk).write_text(file_of(desk).read_text().replace("appel des rivages", "appel du large"))
        text = plain(desk.login("lea").page("/campagne/versions"))
        assert "Nous connaissons 3 états" in text
        assert f"Autres noms, Collectif Rivage : {ALIAS}" in text and "Maud L." in text
        assert "appel du large" in text and "dans le fichier, pas ici" in text

    def test_one_goes_back_to_any_of_them_and_that_is_undone_like_anything(self, desk: Newsroom) -> None:
        maud, first = desk.login("maud"), file_of(desk).read_bytes()
        _, address = with_alias(desk, maud)
        maud.post(address)
        second = file_of(desk).read_bytes()
        page = maud.page("/campagne/versions")
        mark = re.findall(r'href="/campagne/versions/(\w+)\?', page)[-1]
        assert ALIAS in plain(maud.page(f"/campagne/versions/{mark}"))
        _, address = trial_of(maud, maud.post(f"/campagne/versions/{mark}"))
        maud.post(address)
        assert file_of(desk).read_bytes() == first
        maud.post("/annuler", {"next": "/campagne"})
        assert file_of(desk).read_bytes() == second
        assert desk.login("lea").post(f"/campagne/versions/{mark}").status_code == 403

    def test_a_state_of_which_only_the_archive_knows_comes_back_with_the_comments_of_now(
        self, desk: Newsroom
    ) -> None:
        maud, first = desk.login("maud"), file_of(desk).read_text()
        file_of(desk).write_text("# une note\n" + first.replace("appel des rivages", "appel du large"))
        desk.site.live.look()
        desk.match()
        page = maud.page("/campagne/versions")
        _, address = trial_of(maud, maud.post("/campagne/versions/v1"))
        assert "/campagne/versions/v1" in page
        maud.post(address)
        assert file_of(desk).read_text() == "# une note\n" + first


class TestNew:
    def proposed(self, maud: Visitor, text: str = RELEASE) -> tuple[str, dict[str, Any]]:
        maud.page("/campagne/nouvelle")
        answer = maud.post("/campagne/nouvelle", {"text": text})
        assert answer.status_code == 303, plain(answer.text)
        address = answer.headers["location"]
        return address, fields_of(maud.page(address), 'class="edit proposal"')

    def test_a_pasted_release_is_corrected_tried_and_made_and_undo_takes_the_file_away(
        self, desk: Newsroom
    ) -> None:
        maud = desk.login("maud")
        address, fields = self.proposed(maud)
        quote = next(
            name for name, value in fields.items() if value == "Dormir n’est pas un luxe de capitaine"
        )
        fields |= {quote: "Dormir n’est pas un luxe", "id": "nuits-2025"}
        page, trial = trial_of(maud, maud.post(address, fields))
        assert "Contre le bruit" in plain(page) and "Essai sur 6 articles" in plain(page)
        made = desk.workspace.campaigns / "nuits-2025.toml"
        assert not made.exists()
        assert maud.post(trial).headers["location"] == "/campagne?campaign=nuits-2025"
        assert 'fr = ["Dormir n’est pas un luxe"]' in made.read_text()
        assert "Dormir" in (desk.workspace.campaigns / "nuits-2025" / "communique.md").read_text()
        assert "La campagne est créée" in maud.said("/campagne?campaign=nuits-2025")
        maud.post("/annuler", {"next": "/compte"})
        assert not made.exists()
        maud.post("/journal/1/retablir", {"next": "/compte"})
        assert made.exists()

    def test_a_campaign_is_never_written_over(self, desk: Newsroom) -> None:
        maud, before = desk.login("maud"), file_of(desk).read_bytes()
        address, fields = self.proposed(maud)
        answer = maud.post(address, {**fields, "id": "appel"})
        assert (answer.status_code, "porte déjà ce nom" in plain(answer.text)) == (422, True)
        assert maud.post(address, {**fields, "id": "../appel"}).status_code == 422
        _, trial = trial_of(maud, maud.post(address, {**fields, "id": "nuits"}))
        (desk.workspace.campaigns / "nuits.toml").write_text("à quelqu’un d’autre")
        assert maud.post(trial).status_code == 409
        assert (desk.workspace.campaigns / "nuits.toml").read_text() == "à quelqu’un d’autre"
        assert file_of(desk).read_bytes() == before

    @pytest.mark.parametrize("text", ["", "  \n", "\x00"])
    def test_nothing_is_proposed_from_nothing(self, desk: Newsroom, text: str) -> None:
        maud = desk.login("maud")
        maud.page("/campagne/nouvelle")
        assert maud.post("/campagne/nouvelle", {"text": text}).status_code == 422

    def test_a_file_is_read_and_one_that_is_none_is_told(self, desk: Newsroom) -> None:
        maud = desk.login("maud")
        maud.page("/campagne/nouvelle")
        sent = maud.post("/campagne/nouvelle", {}, files={"file": ("c.txt", RELEASE.encode(), "text/plain")})
        assert sent.status_code == 303
        sent = maud.post("/campagne/nouvelle", {}, files={"file": ("c.pdf", b"%PDF-1.7", "application/pdf")})
        assert (sent.status_code, "Collez ses mots" in plain(sent.text)) == (422, True)


def test_a_campaign_is_ended_today_and_opened_again(desk: Newsroom) -> None:
    maud = desk.login("maud")
    maud.page("/campagne")
    _, address = trial_of(maud, maud.post("/campagne/fin"))
    maud.post(address)
    assert "ends_on = 2025-02-05\n" in file_of(desk).read_text()
    desk.clock.turn(days=1)
    maud = desk.login("maud")
    assert "Elle est finie" in plain(maud.page("/campagne"))
    _, address = trial_of(maud, maud.post("/campagne/fin", {"open": "1"}))
    maud.post(address)
    assert "ends_on = 2025-02-05" not in file_of(desk).read_text()


def test_hostile_words_of_a_dossier_are_shown_and_do_nothing(desk: Newsroom) -> None:
    maud = desk.login("maud")
    _, address = trial_of(maud, maud.post("/campagne/modifier/rivals", {"name": HOSTILE, "phrases": HOSTILE}))
    maud.post(address)
    for path in (
        "/campagne",
        unescape(re.findall(r'"(/campagne/modifier/rivals\?at=[^"]+)"', maud.page("/campagne"))[0]),
        "/campagne/texte",
        "/campagne/versions",
        address,
    ):
        text = maud.get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text
        assert "alert(1)" in text


class TestQueries:
    def test_each_query_of_the_dossier_says_what_it_finds_now(self, desk: Newsroom) -> None:
        file_of(desk).write_text(
            file_of(desk).read_text() + '\n[queries]\nlarge = "digue* OU rivage*"\nrien = "girafe"\n'
        )
        text = plain(desk.login("lea").page("/campagne/requetes"))
        assert "Le dossier a 2 requêtes" in text
        assert "Elle trouve 5 articles dans les archives" in text and "Elle trouve 0 article dans" in text

    def test_a_query_is_read_as_it_is_typed_and_one_that_is_wrong_is_corrected_in_one_click(
        self, desk: Newsroom
    ) -> None:
        lea = desk.login("lea")
        part = lea.htmx("/campagne/requetes/lecture?query=moratorium OU digue*", shown="/campagne/requetes")
        assert "Requête comprise. Elle se lit : moratorium OU digue*" in plain(part.text)
        assert "The Harbour Post" in plain(part.text) and "<html" not in part.text
        part = lea.htmx("/campagne/requetes/lecture?text=tribune PRES/5 (a ET b)", shown="/campagne/requetes")
        assert "Position 1" in plain(part.text) and "<u>" in part.text
        corrected = re.search(r'href="(/campagne/requetes\?query=[^"]+)"', part.text)
        assert corrected and "Requête comprise" in plain(lea.page(unescape(corrected[1])))

    def test_a_query_that_was_tried_is_added_with_its_effect(self, desk: Newsroom) -> None:
        desk.put_article("quais", 30, "Le bac de nuit", "Le bac de nuit repart, dit le capitaine.")
        desk.match()
        maud = desk.login("maud")
        page = maud.page('/campagne/modifier/queries?query=capitaine PRES/5 bac OU "bac de nuit"')
        fields = fields_of(page, 'class="edit"')
        assert fields["text"] == 'capitaine PRES/5 bac OU "bac de nuit"'
        page, address = trial_of(
            maud, maud.post("/campagne/modifier/queries", {**fields, "id": "Bac", "kind": "related"})
        )
        assert "1 retombée de plus" in plain(page) and "Le bac de nuit" in plain(page)
        maud.post(address)
        assert '[queries.bac]\ntext = "capitaine' in file_of(desk).read_text()
        done(desk)
        assert "related" in [one.kind.value for one in desk.mentions()]
