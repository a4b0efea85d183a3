from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from monitor.reports.book import render_book
from storage.model import MentionKind, Review
from tests.monitor.book.shelf import TITLE, Shelf
from tests.monitor.conftest import Press
from tests.monitor.office.reading_back import links_of, pdf_of, reader, text_of, word, word_links, word_text

HOSTILE = "</w:t><script>alert(1)</script>\x00\x1b[31m\u202e{{7*7}} ]]> &amp; %s {0}"


def hostile_book(shelf: Shelf) -> Any:
    mentions = [
        shelf.mention(HOSTILE, "Octet", kind=kind, url=url, excerpt=HOSTILE, authors=[HOSTILE], language=HOSTILE, review=Review(note=HOSTILE, reviewed_by=HOSTILE))
        for kind in MentionKind
        for url in ("javascript:alert(1)", "file:///etc/passwd", "https://ok.example/a")
    ]  # fmt: skip
    book = shelf.book(mentions, campaign=shelf.changed(name=HOSTILE, prepared_for=HOSTILE))
    return replace(book, remarks={one.id: HOSTILE for one in mentions})


@pytest.fixture(scope="module")
def printed() -> bytes:
    """A book of 70 articles as PDF."""
    shelf = Shelf(Press())
    return pdf_of(lambda: render_book(shelf.book(shelf.many(70)), "pdf", "fr"))


@pytest.fixture(scope="module")
def typed() -> bytes:
    """The same in Word."""
    shelf = Shelf(Press())
    return render_book(shelf.book(shelf.many(70)), "docx", "fr")


@pytest.fixture(scope="module")
def leaves(printed: bytes) -> list[str]:
    """The words of its pages."""
    return [page.extract_text() for page in reader(printed).pages]


class TestPdf:
    def test_it_reads_back_with_its_language_title_and_accents(
        self, printed: bytes, leaves: list[str]
    ) -> None:
        root = reader(printed).trailer["/Root"]
        assert root["/Lang"] == "fr"
        about = reader(printed).metadata
        assert about is not None
        assert about.title == f"Tribune «\u00a0{TITLE}\u00a0»\u00a0: revue de presse du 4 au 17 février 2025"
        said = " ".join(" ".join(leaves).split())
        for words in (
            "Sommaire",
            "À l’initiative",
            "Hebdomadaires et magazines",
            "Méthode et limites",
            "Octet",
        ):
            assert words in said, words

    def test_every_number_of_the_contents_is_that_of_the_page_with_the_heading(
        self, leaves: list[str]
    ) -> None:
        _, *lines, _, _ = leaves[1].splitlines()  # the heading first, the running head and foot last
        numbered = [
            re.fullmatch(r"(.+?)(?: [\d\s]+(?:retombée|article)s?| \d+)? (\d+)", line) for line in lines
        ]
        assert len(numbered) >= 10
        for line, found in zip(lines, numbered, strict=True):
            assert found is not None, line
            assert found[1] in leaves[int(found[2]) - 1].splitlines()[:60], line

    def test_pages_bear_the_title_the_days_and_their_number_but_the_cover(self, leaves: list[str]) -> None:
        assert "4 – 17 février 2025" not in leaves[0]
        for number, page in enumerate(leaves[1:], start=2):
            assert "4 – 17 février 2025" in page
            assert TITLE in page.replace("\n", " ")
            assert str(number) in page.split()

    def test_its_outline_has_the_sections(self, printed: bytes) -> None:
        titles: list[str] = []

        def walk(outline: Any) -> None:
            for one in outline:
                walk(one) if isinstance(one, list) else titles.append(str(one.title))

        walk(reader(printed).outline)
        assert {"Sommaire", "En chiffres", "Quotidiens nationaux", "Méthode et limites"} <= set(titles)

    def test_every_link_leads_to_the_web(self, printed: bytes) -> None:
        links = links_of(printed)
        assert len(links) > 60
        assert all(link.startswith("https://") for link in links)

    def test_the_drawing_has_words_for_those_who_do_not_see_it(self, printed: bytes) -> None:
        made = reader(printed)
        objects = [made.get_object(number) for number in range(1, made.trailer["/Size"])]
        found = [str(one["/Alt"]) for one in objects if isinstance(one, dict) and one.get("/S") == "/Figure"]
        assert len(found) == 1
        assert "retombées et" in found[0]

    def test_the_same_book_is_the_same_bytes(self, printed: bytes) -> None:
        shelf = Shelf(Press())
        assert render_book(shelf.book(shelf.many(70)), "pdf", "fr") == printed

    def test_hostile_words_stay_words(self, shelf: Shelf) -> None:
        data = pdf_of(lambda: render_book(hostile_book(shelf), "pdf", "en"))
        assert set(links_of(data)) == {"https://ok.example/a"}
        assert "<script>alert(1)</script>" in text_of(data)
        assert "/JavaScript" not in data.decode("latin-1")

    def test_an_empty_book_has_its_cover_and_its_method(self, shelf: Shelf) -> None:
        said = text_of(pdf_of(lambda: render_book(shelf.book([]), "pdf", "fr")))
        assert "Aucune retombée de la tribune" in said
        assert "Méthode et limites" in said


class TestWord:
    def test_its_headings_are_those_of_the_page(self, typed: bytes) -> None:
        headings = [one.text for one in word(typed).paragraphs if one.style.name == "Heading 1"]
        assert headings[:4] == [
            "Sommaire",
            "La campagne, jour après jour",
            "En chiffres",
            "Les 3\u00a0plus marquantes",
        ]
        assert headings[-2:] == ["Tous les médias", "Méthode et limites"]
        contents = [one.text for one in word(typed).paragraphs if one.style.name == "Contents"]
        assert [line.split(", ")[0] for line in contents] == [head.split(", ")[0] for head in headings[1:]]

    def test_it_says_what_the_page_says(self, typed: bytes) -> None:
        said = word_text(typed)
        for words in ("Revue de presse, du 4 au 17 février 2025", "Une centaine d’ONG réclament", "Cité", "de ce texte", "Le site est en panne."):  # fmt: skip
            assert words in said, words

    def test_passages_are_marked(self, typed: bytes) -> None:
        marked = {
            run.text for one in word(typed).paragraphs for run in one.runs if run.style.name == "Passage"
        }
        assert "une tribune au «\u00a0Balancier\u00a0»" in marked

    def test_the_timeline_is_a_table_whose_numbers_add_up(self, typed: bytes) -> None:
        shelf = Shelf(Press())
        book = shelf.book(shelf.many(70))
        rows = [[cell.text for cell in row.cells] for row in word(typed).tables[0].rows][1:]
        assert sum(int(row[1]) for row in rows) == book.tally.articles
        assert sum(int(row[2]) for row in rows) == len(book.topic)
        assert all(len(row[3]) >= int(row[1]) for row in rows)

    def test_hostile_words_stay_words_and_only_web_links_remain(self, shelf: Shelf) -> None:
        data = render_book(hostile_book(shelf), "docx", "en")
        assert word_links(data) == ["https://ok.example/a"]
        assert "<script>alert(1)</script>" in word_text(data)
        assert not any(sign in word_text(data) for sign in "\x00\x1b\u202e")

    def test_what_could_not_be_looked_at_is_said_on_the_cover(self, shelf: Shelf) -> None:
        made = word(render_book(shelf.book([], readings=[]), "docx", "fr"))
        warned = [one.text for one in made.paragraphs if one.style.name == "Warning"]
        assert warned == ["Nous n’avons pas pu chercher pendant cette période. Il y a peut-être des retombées\u00a0: nous ne le savons pas."]  # fmt: skip


def test_no_passage_breaks_its_line_before_it_must(shelf: Shelf) -> None:
    before, marked = "Leur tribune, que le quotidien publie sous le titre «\u00a0", "Appel d’une centaine d’ONG\u00a0: \"La machine telle qu’elle est faite nourrit un système de commerce global"  # fmt: skip
    mentions = []
    for number in range(40):
        text = f'{"m" * number} {before}{marked}"\u00a0» paraît en une.'
        marks = tuple((text.index(words), text.index(words) + len(words)) for words in ("tribune", marked))
        mentions.append(shelf.mention("x", "Octet", excerpt=text, marks=marks))
    data = pdf_of(lambda: render_book(shelf.book(mentions), "pdf", "fr"))
    lines = [
        line for page in reader(data).pages for line in page.extract_text().splitlines() if "Leur" in line
    ]
    assert len(lines) > 40
    assert min(map(len, lines)) > 50
