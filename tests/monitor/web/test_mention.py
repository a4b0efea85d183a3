"""The page of one mention: what may be shown of its text, why it counts, and what people say of it."""

from __future__ import annotations

import re

from storage.model import MatchResult
from tests.monitor.web.newsroom import Newsroom, plain


def path_of(room: Newsroom, outlet: str) -> str:
    return f"/retombees/{room.mention(outlet).id}"


def test_a_passage_is_marked_in_the_text_and_its_number_stands_in_the_reasons(desk: Newsroom) -> None:
    page = desk.login("lea").page(path_of(desk, "meridienne"))
    assert '<mark id="p1"><sup>1</sup>' in page
    assert 'href="#p1"' in page
    assert "Indice : fort." in plain(page)


def test_of_a_reserved_text_only_the_excerpt_is_shown_and_why(desk: Newsroom) -> None:
    page = desk.login("karim").page(path_of(desk, "pixel"))
    assert "L’éditeur réserve ses textes" in plain(page)
    assert "data-words" not in page
    assert '<p class="quote"' in page
    assert "<script>alert" not in page


def test_a_decision_is_kept_announced_and_stands_in_the_history(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    karim.page(path)
    answer = karim.post(f"{path}/decision", {"version": "0", "status": "confirmed", "next": path})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = karim.page(path)
    assert "statut : confirmée" in plain(page)
    assert desk.mention("quais").review.status.value == "confirmed"
    assert "Karim B." in plain(page[page.index('id="history"') :])


def test_only_what_the_person_changed_in_the_form_is_changed(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    mention = desk.mention("quais")
    fields = {
        "version": "0",
        "kind": mention.kind.value,
        "was_kind": mention.kind.value,
        "tone": "neutral",
        "was_tone": "",
        "tags": "terrain, élus",
        "was_tags": "",
        "note": "",
        "was_note": "",
    }
    karim.post(f"{path}/decision", fields)
    review = desk.mention("quais").review
    assert (review.kind, review.tone, review.tags) == (None, "neutral", ("terrain", "élus"))


def test_a_rejection_keeps_its_reason_and_undo_takes_both_back(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "harbour")
    karim.page(path)
    karim.post(
        f"{path}/decision",
        {"version": "0", "status": "rejected", "reason": "Parle d’autre chose", "next": path},
    )
    assert desk.mention("harbour").review.reject_reason == "Parle d’autre chose"
    karim.post("/annuler", {"next": path})
    review = desk.mention("harbour").review
    assert (review.status.value, review.reject_reason) == ("to_review", "")


def test_a_reason_alone_rejects(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "harbour")
    karim.page(path)
    karim.post(f"{path}/decision", {"version": "0", "reason_text": "Le port voisin", "next": path})
    review = desk.mention("harbour").review
    assert (review.status.value, review.reject_reason) == ("rejected", "Le port voisin")


def test_what_another_person_changed_meanwhile_is_not_overwritten(desk: Newsroom) -> None:
    karim, maud, path = desk.login("karim"), desk.login("maud"), path_of(desk, "quais")
    maud.post(f"{path}/decision", {"version": "0", "status": "rejected", "reason_text": "hors sujet"})
    karim.post(f"{path}/decision", {"version": "0", "status": "confirmed", "next": path})
    assert desk.mention("quais").review.status.value == "rejected"
    assert "Maud L." in karim.said(path)


def test_a_value_that_there_is_not_is_refused(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    assert karim.post(f"{path}/decision", {"version": "0", "status": "lost"}).status_code == 400
    assert karim.post(f"{path}/decision", {"version": "0", "tone": "<b>"}).status_code == 400


def test_a_reader_sees_no_form_and_may_not_decide(desk: Newsroom) -> None:
    lea, path = desk.login("lea"), path_of(desk, "quais")
    assert 'id="decide"' not in lea.page(path)
    assert lea.post(f"{path}/decision", {"status": "confirmed"}).status_code == 403


def test_an_unknown_mention_is_a_page_that_says_so(desk: Newsroom) -> None:
    assert desk.login("karim").get("/retombees/m0").status_code == 404


def test_the_proof_says_what_it_shows_and_what_it_does_not(desk: Newsroom) -> None:
    page = plain(desk.login("lea").page(path_of(desk, "phare")))
    assert "Ce que cela ne montre pas" in page
    assert "Nous ne gardons pas le fichier de la page" in page


def test_a_republication_stands_beside_our_text_row_by_row(desk: Newsroom) -> None:
    page = desk.login("lea").page(path_of(desk, "phare"))
    table = page[page.index('<table class="pair">') : page.index("</table>")]
    rows = [plain(row) for row in table.split("<tr>")[2:]]
    assert [row.count("1 Depuis vingt ans") for row in rows] == [2, 0]
    assert [row.count("2 Les élus ont signé") for row in rows] == [0, 2]
    assert "100 % vient de notre texte" in plain(table)


def test_the_article_alone_is_one_click_away(desk: Newsroom) -> None:
    lea, path = desk.login("lea"), path_of(desk, "phare")
    assert "view=text" in lea.page(path)
    alone = lea.page(f"{path}?view=text")
    assert "<table" not in alone
    assert "view=pair" in alone


def test_a_copy_is_taken_out_of_its_dispatch_and_brought_back(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "meridienne")
    assert "2 articles portent cette dépêche" in plain(karim.page(path))
    copy = desk.mention("sarmande").article.id
    karim.post(f"{path}/depeche", {"action": "split", "article": copy, "next": path})
    assert desk.mention("sarmande").cluster_id is None
    assert "séparée des reprises" in karim.said(path)
    karim.post("/annuler", {"next": path})
    assert desk.mention("sarmande").cluster_id == desk.mention("meridienne").cluster_id is not None


def test_another_article_speaks_for_the_dispatch(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "meridienne")
    karim.post(f"{path}/depeche", {"action": "lead", "article": desk.mention("sarmande").article.id})
    assert (desk.mention("sarmande").cluster_lead, desk.mention("meridienne").cluster_lead) == (True, False)


def test_two_articles_are_put_together_by_the_address_of_one_or_of_its_page(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    karim.post(
        f"{path}/depeche", {"action": "merge", "other": "https://harbour.example/articles/5?utm_source=x"}
    )
    assert desk.mention("quais").cluster_id == desk.mention("harbour").cluster_id is not None
    karim.post(f"{path}/depeche", {"action": "merge", "other": desk.address + path_of(desk, "phare")})
    assert desk.mention("phare").cluster_size == 3


def test_what_cannot_be_put_together_is_told_and_changes_nothing(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    for fields, status in (
        ({"action": "merge", "other": "https://ailleurs.example/1"}, 400),
        ({"action": "merge", "other": path}, 400),
        ({"action": "burn"}, 400),
        ({"action": "split", "article": desk.mention("phare").article.id}, 409),
    ):
        assert karim.post(f"{path}/depeche", fields).status_code == status
    assert desk.mention("quais").cluster_id is None


SAYING = "renvoie aux tables rondes de la semaine prochaine"


def with_one_more(room: Newsroom) -> None:
    """An article that only these words would find."""
    text = f"Sur le port, la colère monte. La préfecture {SAYING}, et n’en dira pas plus."
    room.put_article("quais", 20, "Sur le port, la colère", text)
    room.match()


def test_the_effect_is_shown_and_nothing_is_saved_before_the_click(desk: Newsroom) -> None:
    with_one_more(desk)
    karim, path = desk.login("karim"), path_of(desk, "meridienne")
    file = desk.workspace.campaigns / "appel.toml"
    before = file.read_bytes()
    page = karim.page(f"{path}/dossier?what=quote&words={SAYING}")
    assert "1 retombée de plus" in plain(page)
    assert "Rien n’est encore enregistré" in plain(page)
    assert "Sur le port, la colère" in plain(page)
    assert file.read_bytes() == before


def test_one_click_adds_it_the_archive_is_judged_anew_and_undo_brings_the_file_back(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    file = desk.workspace.campaigns / "appel.toml"
    before = file.read_bytes()
    title = desk.mention("quais").article.title
    page = karim.page(f"{path}/dossier?what=headline&words={title}")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = karim.post(f"{path}/dossier", {**fields, "words": title})
    assert answer.status_code == 303
    assert title in file.read_text(encoding="utf-8")
    assert "est dans le dossier" in karim.said(path)
    desk.site.behind.submit(lambda: None).result()
    assert any(
        one.type == "title" and one.field == "title" for one in desk.mention("quais").judgement.evidence
    )
    karim.post("/annuler", {"next": path})
    assert file.read_bytes() == before


def test_with_several_texts_one_says_of_which_one_the_words_are(desk: Newsroom) -> None:
    file = desk.workspace.campaigns / "appel.toml"
    more = '[[documents]]\nid = "communique"\nkind = "release"\ntitle = "Les rivages, suite"\n\n[event]'
    file.write_text(file.read_text(encoding="utf-8").replace("[event]", more, 1), encoding="utf-8")
    page = desk.login("karim").page(path_of(desk, "quais"))
    assert '<option value="tribune">Pour des rivages vivants' in page
    assert '<option value="communique">Les rivages, suite' in page


def test_a_dossier_that_changed_since_its_effect_was_shown_is_not_saved(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    title = desk.mention("quais").article.title
    answer = karim.post(f"{path}/dossier", {"what": "headline", "words": title, "mark": "0" * 64})
    assert answer.status_code == 409


def test_what_cannot_be_added_says_why(desk: Newsroom) -> None:
    karim, path = desk.login("karim"), path_of(desk, "quais")
    for query, why in (
        ("what=headline&words=des mots venus d’ailleurs", "ne se trouvent pas dans cet article"),
        ("what=headline&words=x", "entre 2 et 300"),
        ("what=song&words=Sous la digue", "Choisissez"),
        ("what=alias&words=Sous la digue", "De quelle organisation"),
        ("what=headline&words=Pour des rivages vivants, fermons les vannes", "déjà"),
    ):
        answer = karim.get(f"{path}/dossier?{query}")
        assert (answer.status_code, why in plain(answer.text)) == (400, True), plain(answer.text)


def test_the_next_one_to_review_is_one_key_away_and_what_is_reviewed_is_passed_over(desk: Newsroom) -> None:
    karim = desk.login("karim")
    page, seen = karim.page(path_of(desk, "pixel")), 1
    while found := re.search(r'href="(/retombees/\w+)" data-key="j"', page):
        page, seen = karim.page(found[1]), seen + 1
    assert seen == len(desk.mentions())
    for one in desk.mentions():
        karim.post(f"/retombees/{one.id}/decision", {"version": "0", "status": "confirmed"})
    assert 'data-key="j"' not in karim.page(path_of(desk, "pixel"))


def test_a_mention_that_the_dossier_no_longer_holds_says_that_it_is_not_counted(desk: Newsroom) -> None:
    one = desk.mention("quais")
    with desk.store() as store:
        store.put_matches("appel", 9, [MatchResult(one.article.id, None)], desk.clock.now)
    page = plain(desk.login("lea").page(f"/retombees/{one.id}"))
    assert "Le dossier actuel ne retient plus cette retombée" in page
