"""The search page: what is found, how a query reads, why a result is no mention, and how it becomes one."""

from __future__ import annotations

import re
from urllib.parse import quote

from storage.model import MentionKind, Review, ReviewStatus
from tests.monitor.web.newsroom import Newsroom, plain


def results(text: str) -> list[str]:
    """The titles of the results."""
    found = re.search(r'<ol class="list found">(.*?)</ol>', text, re.DOTALL)
    return [plain(one) for one in re.findall(r"<h3>(.*?)</h3>", found[1] if found else "", re.DOTALL)]


def ident(desk: Newsroom, title: str) -> str:
    with desk.store() as store:
        return next(one.id for one in store.articles() if title in one.title)


def test_an_article_is_found_whether_it_is_a_mention_or_not(desk: Newsroom) -> None:
    text = desk.login("lea").page("/chercher?q=" + quote("soupe OU digue"))
    assert results(text) == [
        "Fête du port : le programme",
        "Sous la digue, des Assises du littoral très politiques",
    ]
    assert "2 articles répondent." in plain(text)
    assert "<mark>soupe</mark>" in text
    assert "Pas une retombée" in plain(text) and "Citation" in plain(text)
    assert f"/retombees/{desk.mention('quais').id}" in text


def test_rejected_and_withdrawn_mentions_are_told_apart_from_those_that_count(desk: Newsroom) -> None:
    quais = desk.mention("quais")
    with desk.store() as store:
        store.put_review(quais.id, Review(status=ReviewStatus.REJECTED))
    text = desk.login().page("/chercher?q=digue")
    assert "Écartée" in plain(text) or "écartée" in plain(text)
    assert "Pourquoi pas" not in plain(text)


def test_a_query_that_cannot_be_read_shows_where_and_a_query_that_can(desk: Newsroom) -> None:
    text = desk.login("lea").page("/chercher?q=" + quote('soupe ET "port'))
    assert "<u>&#34;</u>" in text
    fixed = re.search(r'class="button" href="([^"]*)">Corriger ainsi', text)
    assert fixed is not None
    assert results(desk.login("lea").page(fixed[1].replace("&amp;", "&"))) == ["Fête du port : le programme"]


def test_while_typing_the_query_is_read_clause_by_clause(desk: Newsroom) -> None:
    visitor = desk.login("lea")
    text = plain(
        visitor.htmx("/chercher/lecture?q=" + quote("soupe ET (port OU nulle)"), shown="/chercher").text
    )
    assert "Compris" in text or "se lit" in text
    assert "soupe 1 article" in text and "nulle 0 article" in text
    assert plain(visitor.htmx("/chercher/lecture?q=", shown="/chercher").text) == ""


def test_filters_narrow_what_is_found(desk: Newsroom) -> None:
    visitor = desk.login("lea")
    every = results(visitor.page("/chercher?q=assises"))
    assert len(every) > 2
    assert results(visitor.page("/chercher?q=assises&language=en")) == [
        "French coastal groups call for a moratorium"
    ]
    assert len(results(visitor.page("/chercher?q=assises&outlet=quais.example"))) == 1
    assert results(visitor.page("/chercher?q=assises&since=2025-02-06")) == []
    assert results(visitor.page("/chercher?q=assises&until=2025-02-05&since=x&before=zz")) == every


def test_an_outlet_that_reserves_its_texts_shows_no_passage(desk: Newsroom) -> None:
    text = desk.login().page("/chercher?q=" + "capteurs")
    assert len(results(text)) == 1
    assert "<mark>" not in text and "réserve ses textes" in plain(text)
    assert "<script>alert" not in text


def test_why_not_says_the_clause_and_one_click_makes_it_a_mention_that_undo_takes_back(
    desk: Newsroom,
) -> None:
    karim, article = desk.login(), ident(desk, "Fête du port")
    shown = "/chercher?q=soupe"
    karim.page(shown)
    part = karim.htmx(f"/chercher/{article}/pourquoi", shown=shown).text
    assert "En faire une retombée" in plain(part)
    target = re.search(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*name="kind"', part, re.DOTALL)
    assert target is not None
    karim.post(target[1].replace("&amp;", "&"), {"article": article, "kind": "citation", "next": shown})
    made = next(one for one in desk.mentions() if one.article.id == article)
    assert (made.kind, made.review.status) == (MentionKind.CITATION, ReviewStatus.CONFIRMED)
    text = karim.page(shown)
    assert "Ouvrir la retombée" in plain(text) and "Annuler" in plain(text)
    karim.post(desk.site.addresses.of("undo_last", {}), {"next": shown})
    assert "Pourquoi pas" in plain(karim.page(shown))


def test_a_reader_learns_why_without_a_button_to_change_it(desk: Newsroom) -> None:
    lea, article = desk.login("lea"), ident(desk, "Fête du port")
    text = lea.page(f"/chercher/{article}/pourquoi")
    assert "Fête du port" in plain(text)
    assert "En faire une retombée" not in plain(text)


def test_a_query_of_the_dossier_that_was_missed_says_which_clause_failed(desk: Newsroom) -> None:
    dossier = desk.workspace.campaigns / "appel.toml"
    extra = '\n[queries]\nmarmite = "soupe PRES/1 quai"\n'
    dossier.write_text(dossier.read_text(encoding="utf-8") + extra, encoding="utf-8")
    text = plain(desk.login("lea").page(f"/chercher/{ident(desk, 'Fête du port')}/pourquoi"))
    assert "marmite" in text and "PRES/1" in text


def test_the_list_is_taken_along_and_no_cell_of_it_runs(desk: Newsroom) -> None:
    desk.put_article("phare", 90, "=cmd|' /C calc'!A0", "Une soupe de plus.")
    answer = desk.login("lea").get("/chercher/liste.csv?q=soupe")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3 and rows[0].startswith('"Date";')
    assert "\"'=cmd" in answer.text or '";"=cmd' not in answer.text
    assert "attachment" in answer.headers["content-disposition"]


def test_pages_follow_each_other_without_losing_or_repeating_a_result(desk: Newsroom) -> None:
    for number in range(100, 145):
        desk.put_article("phare", number, f"Chalut {number}", "Le chalut rentre au port.")
    visitor, path, seen = desk.login("lea"), "/chercher?q=chalut", []
    while path:
        text = visitor.page(path)
        seen += results(text)
        behind = re.search(r'href="([^"]+)">Voir la suite|href="([^"]*before=[^"]+)"', text)
        path = ((behind[1] or behind[2]) if behind else "").replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 45


def test_in_english_everything_is_said_in_english(desk: Newsroom) -> None:
    visitor = desk.login("lea")
    visitor.client.cookies.set("langue", "en")
    from monitor.web.cookies import LANGUAGE

    visitor.client.cookies.set(LANGUAGE, "en")
    text = plain(visitor.page("/chercher?q=soupe"))
    assert "1 article answers." in text and "Why not?" in text
