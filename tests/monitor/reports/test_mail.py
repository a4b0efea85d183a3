"""The mail: one column that mailboxes leave whole, style on every element, and counts that add up where it is cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from lxml import html as parser

from monitor.digest import DeliveryTrouble, Digest
from monitor.reports import render
from monitor.reports.mail import LIMITS, MAILBOX, render_mail
from monitor.reports.text import render_text
from storage.model import DeliveryState, Health, MentionKind, MessageKind, Reason, Review, SourceKind
from tests.monitor.reports.situations import digest_with

Named = Callable[[str], Digest]
CLIPPED = 102_400  # where Gmail cuts
HEADINGS = {
    "retombees": ("pickups",),
    "suite": ("pickups",),
    "lies": ("related",),
    "evenement": ("topic",),
    "verifier": ("to_check",),
}


def very_much(press: Any, mentions: int, sources: int = 0) -> Digest:
    """Many mentions of long titles, every third pickup a copy of one dispatch, and sources in every kind of trouble."""
    long = "Un titre bien plus long que ce que les journaux écrivent d’ordinaire, et qui continue " * 3
    excerpt = "« Une phrase de la tribune », écrivent les signataires, et la suite de la phrase. " * 5
    kinds = list(MentionKind)
    made = [
        press.mention(
            f"{number} {long}",
            f"Journal au nom assez long {number}",
            kind=kinds[number % 4],
            excerpt=excerpt,
            text="dispatch" if number % 12 == 0 else "",
            to_check=number % 10 == 9,
            review=Review(note=long),
        )
        for number in range(mentions)
    ]
    statuses = [
        press.status(f"Panne {n}", Health.FAILING, list(Reason)[n % 30], list(SourceKind)[n % 4])
        for n in range(sources)
    ]
    statuses += [press.status(f"Lu {n}") for n in range(sources + 1)]
    return digest_with(press, made, statuses)


def total_of(digest: Digest, *lists: str) -> int:
    return sum(len(story.members) for name in lists for story in getattr(digest, name))


def hidden_in(node: Any) -> int:
    """What the texts "et 12 autres" of a piece of the page add up to."""
    plain = node.text_content().replace("\u00a0", " ").replace("\u202f", "")
    return sum(int(found) for found in re.findall(r"\bet (\d+) autres?\b", plain))


def told_by_section(page: str) -> dict[str, int]:
    """Articles of each section: those shown, and those said to be more."""
    told: dict[str, int] = {}
    anchor = ""
    for node in parser.fromstring(page).xpath("//main/*"):
        if node.tag == "h2":
            anchor = node.get("id")
        elif anchor in HEADINGS:
            reprints = node.xpath(".//p[b[contains(., 'reprise')]]/*[self::a or self::span]")
            shown = len(node.xpath(".//h3")) + len(reprints)
            shown += len(node.xpath("self::ul/li[not(@class='li mut')]"))
            told[anchor] = told.get(anchor, 0) + shown + hidden_in(node)
    return told


@pytest.mark.parametrize(("mentions", "sources"), [(1, 0), (40, 10), (400, 900), (2000, 0)])
def test_a_mail_is_never_cut_by_a_mailbox_and_says_how_many_it_leaves_out(
    press: Any, mentions: int, sources: int
) -> None:
    digest = very_much(press, mentions, sources)
    for language in ("fr", "en"):
        assert len(render(digest, "mail", language)) <= MAILBOX < CLIPPED
    page = render_mail(digest, "fr")
    assert len(parser.fromstring(page).xpath("//h3")) <= (LIMITS[0].items or 0)
    told = told_by_section(page)
    assert told.get("retombees", 0) + told.get("suite", 0) == total_of(digest, "pickups")
    for anchor, name in (("lies", "related"), ("evenement", "topic"), ("verifier", "to_check")):
        assert told.get(anchor, 0) == total_of(digest, name)


@pytest.mark.parametrize(("mentions", "shortened"), [(4, False), (400, True)])
def test_a_mail_that_leaves_something_out_says_where_all_of_it_stands(
    press: Any, mentions: int, shortened: bool
) -> None:
    digest = very_much(press, mentions)
    told = "Ce courriel s’arrête là où les messageries le couperaient." in render_mail(digest, "fr")
    assert told is shortened
    text = render_text(digest, "fr")
    assert all(f"{number} Un titre" in text for number in range(mentions))


def test_the_style_stands_on_every_element_and_the_dark_block_in_the_head(
    situation: tuple[str, Digest],
) -> None:
    tree = parser.fromstring(render_mail(situation[1], "fr"))
    bare = [node for node in tree.xpath("//*[@class]") if not node.get("style")]
    only_dark = {"page", "t u", "c1", "c2"}
    assert {node.get("class") for node in bare} <= only_dark
    (style,) = tree.xpath("//style/text()")
    assert "prefers-color-scheme" in style
    outside = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", style)
    assert not outside.strip()


def test_it_keeps_600_px_in_programs_that_know_no_style(situation: tuple[str, Digest]) -> None:
    page = render_mail(situation[1], "fr")
    assert '<!--[if mso]><table role="presentation" width="600"' in page
    assert page.count("<!--[if mso]>") == page.count("<![endif]-->") == 3
    tree = parser.fromstring(page)
    (sheet,) = tree.xpath("//table[@class='sheet']")
    assert sheet.get("width") == "100%"
    assert "max-width: 600px" in sheet.get("style").replace(":600px", ": 600px")
    assert all(
        table.get("role") == "presentation" or table.xpath("./caption") for table in tree.xpath("//table")
    )
    assert all(
        cell.get("bgcolor") for cell in tree.xpath("//td[contains(@class, 'c1') or contains(@class, 'c2')]")
    )


def test_bars_are_cells_as_wide_as_their_share(digest_named: Named) -> None:
    tree = parser.fromstring(render_mail(digest_named("full-day"), "fr"))
    widths = [
        [int(cell.get("width").rstrip("%")) for cell in row.xpath(".//td[@bgcolor]")]
        for row in tree.xpath("//h2[@id='parution']/following-sibling::table[1]/tbody/tr")
    ]
    assert widths == [[44, 100], [67, 33], [11]]


def test_the_line_for_the_recipient_is_the_last_and_nothing_in_it_is_html(digest_named: Named) -> None:
    told = "Envoyé à <b>ines@example.org</b>, chaque matin."
    digest = digest_named("nothing-came-out")
    footer = parser.fromstring(render_mail(digest, "fr", told)).xpath("//footer")[0]
    assert footer.text_content().strip().endswith(told)
    assert footer.xpath(".//b") == []
    assert render_text(digest, "fr", told).strip().endswith(told)
    assert "Envoyé à" not in render_mail(digest, "fr")


def test_what_a_mailbox_shows_beside_the_subject_says_the_second_sentence(digest_named: Named) -> None:
    for name, told in (("could-not-look", "nous ne le savons pas"), ("full-day", "4 articles sur le sommet")):
        tree = parser.fromstring(render_mail(digest_named(name), "fr"))
        first = tree.xpath("//body/*")[0]
        assert first.get("aria-hidden") == "true"
        assert told in first.text_content().replace("\u00a0", " ")


def test_the_character_set_stands_where_a_browser_looks_for_it(situation: tuple[str, Digest]) -> None:
    head = render_mail(situation[1], "fr").encode()[:1024]
    assert b'<meta charset="utf-8">' in head


def test_hundreds_of_organisations_or_messages_make_no_mail_that_is_cut(press: Any) -> None:
    many = tuple(f"organisation-numero-{number}-au-nom-assez-long" for number in range(150))
    mentions = [press.mention(f"T{n}", organisations=many, quoted=many[:70]) for n in range(40)]
    trouble = [
        DeliveryTrouble(
            f"personne-{n}@example.org", MessageKind.DAILY, date(2025, 2, 5), DeliveryState.FAILED
        )
        for n in range(400)
    ]
    digest = digest_with(press, mentions, delivery_trouble=trouble)
    page = render_mail(digest, "fr")
    assert len(page.encode()) <= MAILBOX
    tree = parser.fromstring(page)
    (table,) = tree.xpath("//table[caption[contains(., 'courriels')]]")
    assert len(table.xpath("./tbody/tr")) + hidden_in(table.getnext()) == 400
    cited = tree.xpath("//td[contains(@class, 'it')]//p[contains(., 'Cités')]")[0]
    assert cited.text_content().split("Nommés")[0].count("organisation-numero") + hidden_in(cited) >= 70
    assert many[-1] in render_text(digest, "fr")


def test_what_is_shown_in_full_is_limited_over_all_sections_together(press: Any) -> None:
    mentions = [press.mention(f"T{n}") for n in range(60)]
    mentions += [press.mention(f"D{n}", to_check=True) for n in range(9)]
    page = parser.fromstring(render_mail(digest_with(press, mentions), "fr"))
    assert len(page.xpath("//h3")) == LIMITS[0].items
