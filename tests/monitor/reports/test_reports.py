"""Reports: the three states read differently, hostile texts come out harmless, and every list is whole or says what it left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from monitor.digest import Blindness, Choices, Digest, State
from monitor.reports import FORMATS, title_of
from monitor.reports import render as rendered
from monitor.reports.ink import HTML, PLAIN
from monitor.reports.items import pieces
from monitor.reports.text import WIDTH
from monitor.wording import LANGUAGES
from monitor.wording.outside import clean, web_address
from storage.model import Excerpt, Health, MentionKind, Reason, Review
from tests.monitor.reports.situations import digest_with

GOLDEN = Path(__file__).parent.parent.parent / "golden" / "reports"
MAILBOX = 102_000
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% raw %} {0.__class__} {n}",
    "\u202egpj.exe\u202c \u2066x\u2069",
    "a\x00b\x1b[31mred\x07\x9b2J",
    "line\r\nBcc: everyone@example.org",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "x" * 10_000,
    "\ud800 lone",
    "مرحبا بالعالم",
]

Named = Callable[[str], Digest]
READ = ("html", "mail", "text")  # the formats that are read as they are
PAGES = ("html", "mail")
MAIL_ONLY = {"forty-mentions"}  # long, and no more than many of what the others have


def render(digest: Digest, name: str, language: str) -> str:
    return rendered(digest, name, language).decode("utf-8")


def words_of(page: str) -> str:
    """What a reader of the page sees, on one line."""
    tree = parser.fromstring(page)
    for part in tree.xpath("//style | //*[@aria-hidden='true']"):
        part.drop_tree()
    return " ".join(tree.text_content().split())


# ---- golden files -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", (*READ, "json"))
def test_reports_are_as_they_were(
    situation: tuple[str, Digest], name: str, language: str, request: pytest.FixtureRequest
) -> None:
    """`pytest tests/monitor/reports --regenerate-golden` writes them anew; look at the difference before you commit it."""
    named, digest = situation
    if named in MAIL_ONLY and name not in ("mail", "text"):
        return
    path = GOLDEN / f"{named}.{language}{FORMATS[name].suffix}"
    text = render(digest, name, language)
    if request.config.getoption("--regenerate-golden", default=False):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


def test_the_same_digest_is_rendered_twice_the_same(digest_named: Named) -> None:
    digest = digest_named("full-day")
    assert render(digest, "html", "fr") == render(digest, "html", "fr")


# ---- what every report has ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", READ)
def test_every_format_and_language_says_day_headline_and_what_was_read(
    situation: tuple[str, Digest], name: str, language: str
) -> None:
    _, digest = situation
    seen = render(digest, name, language)
    seen = words_of(seen) if name in ("html", "mail") else " ".join(seen.split())
    day, headline = (
        title_of(digest, language).replace("\u00a0", " ").split(": " if language == "en" else " : ", 1)
    )
    headline = headline.replace("\u202f", " ").lower()
    assert day in seen
    assert headline in seen.replace("\u00a0", " ").lower()
    assert ("What we read" if language == "en" else "Ce que nous avons lu") in seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_states_are_never_told_in_the_same_words(digest_named: Named, language: str) -> None:
    came, nothing, blind = (
        title_of(digest_named(name), language) for name in ("full-day", "nothing-came-out", "could-not-look")
    )
    assert len({came, nothing, blind}) == 3
    looked, unknown = {
        "fr": ("Nous avons bien cherché", "nous ne le savons pas"),
        "en": ("We did look", "we do not know"),
    }[language]
    for name in READ:
        blind_text = " ".join(render(digest_named("could-not-look"), name, language).split())
        nothing_text = " ".join(render(digest_named("nothing-came-out"), name, language).split())
        assert unknown in blind_text
        assert looked not in blind_text
        assert looked in nothing_text
        assert unknown not in nothing_text


def test_only_a_report_that_could_not_look_has_the_coloured_ground(situation: tuple[str, Digest]) -> None:
    _, digest = situation
    for name in ("html", "mail"):
        grounds = parser.fromstring(render(digest, name, "fr")).xpath("//*[@class='warnbox']")
        assert len(grounds) == (digest.state is State.BLIND)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_being_blind_says_what_happened_and_what_to_do(
    digest_named: Named, language: str
) -> None:
    digest = digest_named("could-not-look")
    told = {render(replace(digest, blindness=why), "text", language) for why in Blindness}
    assert len(told) == len(Blindness)


def test_blind_with_pickups_shows_them_and_says_that_there_may_be_others(press: Any) -> None:
    statuses = [press.status("A"), *(press.status(f"B{n}", Health.FAILING, Reason.DNS) for n in range(4))]
    digest = digest_with(press, [press.mention("Trouvée quand même")], statuses)
    text = " ".join(render(digest, "text", "fr").split())
    assert "Nous n’avons pas pu chercher partout." in text
    assert "Nous avons trouvé malgré tout 1 nouvelle retombée de la tribune" in text
    assert "Trouvée quand même" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_of_a_source_has_its_words(press: Any, language: str) -> None:
    statuses = [press.status(f"H{number}n", health) for number, health in enumerate(Health)]
    statuses += [press.status(f"R{number}n", Health.FAILING, reason) for number, reason in enumerate(Reason)]
    text = render(digest_with(press, [], statuses), "text", language)
    told = text.split("\n\n\n")[-1]
    assert not re.search(r"[a-z]_[a-z]|\b[45]\d\d\b", told)
    for status in statuses:
        if status.health not in (Health.READ, Health.UNCHANGED, Health.EMPTY):
            assert status.outlet.name in text


def test_sources_in_trouble_are_named_with_reason_and_since_when(digest_named: Named) -> None:
    page = render(digest_named("full-day"), "html", "fr")
    rows = [
        [cell.text_content().replace("\u00a0", " ") for cell in row]
        for row in parser.fromstring(page).xpath("//tr")
    ]
    assert ["Ostrelle, flux", "Le site est en panne.", "mardi 4, 22 h 00"] in rows
    assert ["La Hoja de Almadra, flux", "Le site nous refuse l’entrée.", "lundi 3, 7 h 31"] in rows
    assert "3 interdites, dont les sites refusent la lecture automatique" in words_of(page).replace(
        "\u00a0", " "
    )


def test_numbers_never_count_to_check_own_or_late(digest_named: Named) -> None:
    seen = words_of(render(digest_named("full-day"), "html", "fr")).replace("\u00a0", " ")
    assert "7 nouvelles retombées de la tribune, dans 6 médias dont 2 nationaux." in seen
    assert "5 articles et 2 reprises de dépêche." in seen
    assert "À vérifier : 1 article, non compté" in seen
    assert "Sans rapport avec nous" not in seen


@pytest.mark.parametrize(
    ("national", "told"),
    [(0, "dans 2 médias."), (1, "dans 2 médias dont 1 national."), (2, "dans 2 médias nationaux.")],
)
def test_national_outlets_are_told_where_there_are_any(press: Any, national: int, told: str) -> None:
    outlets = [press.outlet(f"J{n}", "national-daily" if n < national else "weekly") for n in range(2)]
    digest = digest_with(press, [press.mention("Titre", outlet) for outlet in outlets])
    assert told in render(digest, "text", "fr").replace("\u00a0", " ")


def test_what_is_to_be_checked_shows_what_speaks_for_it_and_what_is_decided_does_not(press: Any) -> None:
    text = render(digest_with(press, [press.mention("Douteux", to_check=True)]), "text", "fr").replace(
        "\u00a0", " "
    )
    assert "Ce qui parle pour : « Une phrase »." in text
    assert "Ce qui parle pour" not in render(digest_with(press, [press.mention("Sûr")]), "text", "fr")


def test_an_outlet_is_not_named_as_its_own_author(press: Any) -> None:
    mention = press.mention("T", "Mailles, la revue", authors=["mailles", "la revue", "Nora Whitcombe"])
    text = render(digest_with(press, [mention]), "text", "fr")
    assert "  Nora Whitcombe, mercredi 5 février" in text
    alone = render(digest_with(press, [press.mention("T", "Ostrelle", authors=["OSTRELLE"])]), "text", "fr")
    assert "  Mercredi 5 février, 16" in alone


def test_a_french_title_does_not_break_at_its_signs_and_a_foreign_one_is_left_alone(press: Any) -> None:
    title = "Une « affaire » : vraiment ? a : b"
    shown = [
        parser.fromstring(render(digest_with(press, [press.mention(title, language=code)]), "html", "fr"))
        .xpath("//h3")[0]
        .text_content()
        for code in ("fr-FR", "en")
    ]
    assert shown == ["Une «\u00a0affaire\u00a0»\u00a0: vraiment\u00a0? a\u00a0: b", title]


@pytest.mark.parametrize(
    ("paywalled", "paywall", "told"),
    [
        (True, "partial", "16 h 00. Réservé aux abonnés, au moins en partie."),
        (False, "partial", "16 h 00. Accès libre."),
        (False, "hard", "16 h 00."),
    ],
)
def test_free_access_is_said_only_where_it_may_be_so(
    press: Any, paywalled: bool, paywall: str, told: str
) -> None:
    outlet = replace(press.outlet("Le Coffre"), paywall=paywall)
    text = render(digest_with(press, [press.mention("T", outlet, paywalled=paywalled)]), "text", "fr")
    lines = [line.strip().replace("\u00a0", " ") for line in text.splitlines()]
    assert f"La rédaction, mercredi 5 février, {told}" in " ".join(lines)
    assert ("Accès libre" in text) == told.endswith("libre.")


def test_a_report_of_late_pickups_only_says_so_first(press: Any) -> None:
    digest = digest_with(press, [press.mention("Vieille", published="2025-01-10")])
    assert (
        title_of(digest, "fr")
        .replace("\u00a0", " ")
        .endswith("1 retombée plus ancienne de la tribune a été retrouvée")
    )


def test_a_campaign_without_text_or_event_has_its_words(press: Any) -> None:
    press.campaign = press.campaign_with(documents=(), event=None)
    digest = digest_with(press, [press.mention("T"), press.mention("E", kind=MentionKind.TOPIC)])
    text = render(digest, "text", "fr").replace("\u00a0", " ")
    assert "1 nouvelle retombée du texte" in text
    assert "1 article sur le sujet." in text


def test_the_foot_says_how_many_texts_are_gone_only_where_there_are_any(digest_named: Named) -> None:
    told = "13 articles de l’archive n’ont plus leur texte"
    assert told in " ".join(render(digest_named("full-day"), "text", "fr").split()).replace("\u00a0", " ")
    assert "plus leur texte" not in render(digest_named("nothing-came-out"), "text", "fr")


# ---- the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_self_contained_and_runs_nothing(
    situation: tuple[str, Digest], name: str, language: str
) -> None:
    tree = parser.fromstring(render(situation[1], name, language))
    assert tree.get("lang") == language
    assert (
        tree.xpath("//script | //iframe | //object | //img | //link | //form | //base | //svg//*[@href]")
        == []
    )
    assert tree.xpath("//@src | //@srcset | //@background | //@*[starts-with(name(), 'on')]") == []
    styles = tree.xpath("//style/text() | //@style")
    assert all("url(" not in style and "@import" not in style for style in styles)
    for link in tree.xpath("//a"):
        assert re.match(r"https?://|#", link.get("href"))
        assert link.get("href").startswith("#") or "noopener" in link.get("rel")


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_leads_to_the_list_it_counts(situation: tuple[str, Digest], name: str) -> None:
    tree = parser.fromstring(render(situation[1], name, "fr"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = tree.xpath("//a[starts-with(@href, '#')]/@href")
    assert targets or situation[1].blindness is Blindness.NO_SOURCE
    assert [target for target in targets if target[1:] not in ids] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_page_has_headings_landmarks_and_table_heads(situation: tuple[str, Digest], name: str) -> None:
    tree = parser.fromstring(render(situation[1], name, "fr"))
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(tree.xpath("//main")) == len(tree.xpath("//header")) == len(tree.xpath("//footer")) == 1
    for table in tree.xpath("//table[not(@role='presentation')]"):
        assert table.xpath("./caption")
        assert all(head.get("scope") in ("col", "row") for head in table.xpath(".//th"))


def test_foreign_titles_carry_their_language(digest_named: Named) -> None:
    tree = parser.fromstring(render(digest_named("full-day"), "html", "fr"))
    assert tree.xpath("//h3[@lang='en']")
    assert tree.xpath("//li/span[@lang='de']")
    assert tree.xpath("//*[@lang='fr']") == [tree]


def test_the_passage_is_marked_word_for_word(digest_named: Named) -> None:
    tree = parser.fromstring(render(digest_named("full-day"), "html", "fr"))
    assert "the machine was built on other people’s work" in tree.xpath("//mark/text()")


# ---- texts from outside -------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_out_harmless(press: Any, text: str) -> None:
    outlet = replace(press.outlet("x", text, text), name=text)
    press.campaign = press.campaign_with(name=text, prepared_for=text)
    mentions = [
        press.mention(
            text, outlet, kind=kind, excerpt=text[:300], marks=((0, 5), (3, 9999)), authors=[text, text], language=text,
            organisations=(text,), url=f"https://x.example/{text}", review=Review(note=text, reviewed_by=text),
        )
        for kind in MentionKind
    ]  # fmt: skip
    choices = Choices(foreword=text[:500], remarks={one.id: text for one in mentions})
    digest = digest_with(
        press,
        mentions,
        [press.status(outlet, Health.FAILING, Reason.DNS), press.status("B")],
        choices=choices,
    )
    page = render(digest, "html", "fr")
    tree = parser.fromstring(page)
    assert tree.xpath("//script | //img | //@onerror") == []
    for shown in (page, render(digest, "text", "fr"), title_of(digest, "fr")):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
        assert "xxx" * 200 not in shown
        shown.encode("utf-8")
    assert "\n" not in title_of(digest, "fr")
    if "{{" in text:
        assert "49" not in words_of(page)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", "//x.example/",
        "ftp://x.example/", "https://x.example/a b", 'https://x.example/"onmouseover=alert(1)', "https://x.example/\nBcc:", "", "https://" + "x" * 3000,
        "https://x.example\\@evil.example/", "https://x.example/\u202egpj", "https://x.example/\u200b",
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(press: Any, url: str) -> None:
    assert web_address(url) is None
    digest = digest_with(press, [press.mention("Un titre sans lien", url=url)])
    tree = parser.fromstring(render(digest, "html", "fr"))
    assert tree.xpath("//h3//a") == []
    assert "Un titre sans lien" in tree.text_content()


def test_ordinary_addresses_stay_as_they_are() -> None:
    for url in ("https://x.example/a?b=1&c=%C3%A9#d", "http://127.0.1.1:8900/été/", "https://x.example"):
        assert web_address(url) == url


@given(st.text(), st.integers(1, 400))
def test_a_cleaned_text_is_one_short_line(text: str, most: int) -> None:
    cleaned = clean(text, most)
    assert len(cleaned) <= most
    assert len(cleaned.splitlines()) <= 1
    assert clean(cleaned, most) == cleaned


@given(st.text())
def test_a_value_is_never_read_as_a_sentence_or_as_html(value: str) -> None:
    filled = HTML.fill("<{a}>", {"a": value})
    assert filled.startswith("&lt;")
    assert not re.search("[<>\"']", filled)
    assert PLAIN.fill("{a}", {"a": value}) == clean(value)


@settings(max_examples=200)
@given(st.text(max_size=400), st.lists(st.tuples(st.integers(-5, 420), st.integers(-5, 420)), max_size=5))
def test_pieces_of_an_excerpt_never_say_more_than_it_does(text: str, marks: list[tuple[int, int]]) -> None:
    joined = "".join(words for words, _ in pieces(Excerpt(text, "body", tuple(marks))))
    assert len(joined) <= 301
    letters = [sign for sign in joined if sign.isalnum()]
    assert letters == [sign for sign in text[:300] if sign.isalnum()]


# ---- plain text ---------------------------------------------------------------------------------


def test_no_line_of_the_text_is_longer_than_the_page_but_addresses(situation: tuple[str, Digest]) -> None:
    for language in LANGUAGES:
        for line in render(situation[1], "text", language).splitlines():
            assert len(line) <= WIDTH or re.match(r"\s*https?://\S+$", line), line


def test_a_long_word_in_a_title_does_not_widen_the_text(press: Any) -> None:
    text = render(digest_with(press, [press.mention("W" * 280)]), "text", "fr")
    assert max(len(line) for line in text.splitlines()) <= WIDTH
