from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.office.word import MOST, Piece, Writing
from tests.monitor.office.reading_back import W, part, word, word_links, word_text

ROOT = Path(__file__).parents[3]
AT = datetime(2025, 2, 17, 7, 30, tzinfo=UTC)


def written(language: str = "fr") -> Writing:
    writing = Writing("Été à Œuilly", language, AT, author="Collectif Rivage")
    writing.running("La campagne", "4 – 17 février 2025", "Retombées", cover=True)
    writing.paragraph("Été à Œuilly", style="Title")
    writing.contents([("En chiffres", "chiffres", "2 pages"), ("Presse régionale", "regional", "")])
    writing.heading("En chiffres", anchor="chiffres", new_page=True)
    writing.table(
        ("Jour", "Articles"), [("4 février", "3"), ("5 février", Piece("12", strong=True))], (3, 1), right=(1,),
        caption="Articles par jour",
    )  # fmt: skip
    writing.heading("Presse régionale", anchor="regional")
    writing.heading("« Ça »", 3)
    writing.paragraph("Elle dit : ", Piece("nous voici", style="Passage"), ".", style="Quote")
    writing.paragraph(Piece("vigie.example", url="https://vigie.example/a?b=1&c=2"), style="Small")
    return writing


def test_a_document_reads_back_as_it_was_written() -> None:
    made = word(written().save())
    styles = [(one.style.name, one.text) for one in made.paragraphs if one.text]
    assert styles == [
        ("Title", "Été à Œuilly"),
        ("Contents", "En chiffres, 2 pages"),
        ("Contents", "Presse régionale"),
        ("Heading 1", "En chiffres"),
        ("Caption", "Articles par jour"),
        ("Heading 1", "Presse régionale"),
        ("Heading 3", "« Ça »"),
        ("Quote", "Elle dit : nous voici."),
        ("Small", "vigie.example"),
    ]
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Jour", "Articles"],
        ["4 février", "3"],
        ["5 février", "12"],
    ]
    assert word_links(written().save()) == ["https://vigie.example/a?b=1&c=2"]


@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_it_is_a4_and_its_language_is_the_one_asked_for(language: str, locale: str) -> None:
    data = written(language).save()
    section = word(data).sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    assert abs(section.page_height - Mm(297)) < Mm(0.1)
    languages = {one.get(f"{W}val") for one in part(data, "word/styles.xml").iter(f"{W}lang")}
    assert languages == {locale}


def test_it_says_who_made_it_and_when() -> None:
    about = word(written().save()).core_properties
    assert (about.title, about.author) == ("Été à Œuilly", "Collectif Rivage")
    assert about.created == about.modified == AT


def test_every_page_but_the_cover_bears_the_title_and_its_number() -> None:
    section = word(written().save()).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "La campagne\t4 – 17 février 2025"
    assert section.footer.paragraphs[0].text.startswith("Retombées\t")
    fields = [one.get(f"{W}instr") for one in section.footer._element.iter(f"{W}fldSimple")]
    assert fields == [" PAGE "]


def test_the_head_of_a_table_comes_again_and_its_rows_are_whole() -> None:
    rows = list(part(written().save(), "word/document.xml").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_every_line_of_the_contents_leads_to_its_heading() -> None:
    body = part(written().save(), "word/document.xml")
    places = {
        one.get(f"{W}name"): "".join(one.getparent().itertext()) for one in body.iter(f"{W}bookmarkStart")
    }
    led = {one.get(f"{W}anchor"): "".join(one.itertext()) for one in body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")}  # fmt: skip
    assert led == places == {"p_chiffres": "En chiffres", "p_regional": "Presse régionale"}
    marks = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert marks == ["begin", "separate", "end"]


def test_the_same_document_is_the_same_bytes_in_another_process_with_another_seed() -> None:
    code = (
        "import hashlib\nfrom tests.monitor.office.test_word import written\n"
        "print(hashlib.sha256(written().save()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True,
        env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(written().save()).hexdigest()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "file:///etc/passwd", "https://a.example/\u202egpj", "//a.example", "https://a b.example",
        'https://a.example/" \\o "x', "https://a.example/\r\nx",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    writing = Writing("x", "fr", AT)
    writing.paragraph(Piece("lien", url=url))
    data = writing.save()
    assert word_links(data) == []
    assert "lien" in word_text(data)


def test_one_address_is_kept_once() -> None:
    writing = Writing("x", "fr", AT)
    for number in range(6):
        writing.paragraph(Piece("lien", url=f"https://a.example/{number % 2}"))
    assert word_links(writing.save()) == ["https://a.example/0", "https://a.example/1"]


@given(st.text(max_size=200))
@settings(max_examples=20)
def test_any_text_gives_a_document_that_opens(text: str) -> None:
    writing = Writing(text, "fr", AT, author=text)
    writing.running(text, text, text)
    writing.contents([(text, text, text)])
    writing.heading(text, anchor=text)
    writing.paragraph(text, Piece(text, style="Passage", url=text))
    writing.table((text,), [(text,)], (1,), caption=text)
    data = writing.save()
    assert word(data).tables[0].rows[1].cells[0].text == word(data).tables[0].rows[0].cells[0].text
    shown = word_text(data)
    assert not any(sign in shown for sign in ("\u202e", "\u2066", "\x00", "\x1b", "\ufffe"))


def test_markup_and_formulas_of_others_stay_words() -> None:
    hostile = '</w:t></w:r><w:instrText>DDEAUTO c:\\\\cmd "/k calc"</w:instrText> =HYPERLINK("x") {{7*7}}'
    writing = Writing("x", "fr", AT)
    writing.paragraph(hostile)
    data = writing.save()
    assert hostile in word_text(data)
    assert not list(part(data, "word/document.xml").iter(f"{W}instrText"))


def test_a_piece_without_end_is_cut() -> None:
    writing = Writing("x", "fr", AT)
    writing.paragraph("x" * (MOST * 3))
    assert len(word_text(writing.save()).strip()) == MOST


def test_a_table_grows_in_proportion_to_its_rows() -> None:
    def seconds(count: int) -> float:
        from time import perf_counter

        writing = Writing("x", "fr", AT)
        rows: Any = (
            (f"titre {number}", Piece("lien", url=f"https://a.example/{number}")) for number in range(count)
        )
        begin = perf_counter()
        writing.table(("Titre", "Lien"), rows, (2, 1))
        return perf_counter() - begin

    small = min(seconds(200) for _ in range(3))
    assert (
        min(seconds(2_000) for _ in range(2)) < 40 * small
    )  # ten times as many rows; a hundredfold is quadratic
