"""Lists on pages, Word and PDF: readable, linked, in the language, and never longer than somebody reads."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest

from monitor.export import COLUMNS, MentionList, Rows, TooMuchForPages, columns_named, export
from monitor.export.pages import ROWS_MOST, pages_of
from monitor.export.pdf import page_of
from monitor.wording import Words
from storage.model import Review, ReviewStatus
from tests.monitor.export.reading import document, made, pdf_text, word_rows


def test_a_word_list_has_its_title_its_count_its_table_and_its_method(press: Any) -> None:
    mentions = [
        press.mention("Un titre", published="2025-02-05 17:48"),
        press.mention("Two", published=None, language="en"),
    ]
    data = export(mentions, "docx", "fr", (press.campaign,))
    paragraphs = [one.text.replace("\u00a0", " ") for one in document(data).paragraphs]
    assert paragraphs[0] == "Liste des retombées – Sommet IA, février 2025"
    assert paragraphs[1] == "2 articles comptés : citation (2)."
    assert "Ce que veulent dire les natures" in paragraphs
    head, first, second = word_rows(data)
    assert head == ["Paru", "Média", "Titre", "Nature", "Extrait"]
    assert first[:4] == [
        "5\u00a0févr.\u00a02025, 17\u00a0h\u00a048",
        "Sarmande Matin",
        "Un titre",
        "Citation",
    ]
    assert second[0] == ""
    links = {rel.target_ref for rel in document(data).part.rels.values() if rel.is_external}
    assert links == {one.article.url for one in mentions}
    assert '<w:lang w:val="en"/>' in document(data).element.xml


def test_a_pdf_list_has_the_same_and_links_to_articles_only(press: Any) -> None:
    mentions = [press.mention("Un titre"), press.mention("Sans lien", url="javascript:alert(1)")]
    data = export(mentions, "pdf", "en", (press.campaign,))
    text = pdf_text(data)
    assert "List of mentions – Sommet IA, février 2025" in text
    assert "2 articles counted: citation" in text.replace("\u00a0", " ")
    assert "Page 1 / " in text.replace("\n", " ")
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    annotations = [one.get_object() for page in pages for one in page.get("/Annots", [])]
    assert [one["/A"]["/URI"] for one in annotations if "/URI" in one.get("/A", {})] == [
        mentions[0].article.url
    ]
    width, height = (float(one) for one in pages[0].mediabox[2:])
    assert width > height


def test_the_page_of_a_pdf_asks_for_nothing_and_takes_texts_as_texts(press: Any) -> None:
    hostile = '<img src="http://x.example/a.png"><script>alert(1)</script>{{ 7*7 }}'
    mention = press.mention(hostile, press.outlet(hostile), excerpt=hostile, review=Review(note=hostile))
    page = page_of(pages_of(MentionList([mention], "fr", (press.campaign,))))
    assert not re.search(r"<(img|script|link|iframe)|\bsrc=|url\(|@import", re.sub("&lt;.*?&gt;", "", page))
    assert "{{ 7*7 }}" in page
    assert "49" not in page


def test_what_nobody_would_read_on_paper_is_refused_with_what_to_do(press: Any) -> None:
    wide = MentionList([press.mention("T")], "fr", columns=COLUMNS[:9])
    with pytest.raises(TooMuchForPages) as failed:
        made(wide, "docx")
    assert failed.value.sentence(Words("fr")).startswith("Une page a la place pour 8 colonnes, pas pour 9")
    mention = press.mention("T")
    long = MentionList((mention for _ in range(ROWS_MOST + 7)), "fr", columns=columns_named(["outlet"]))
    with pytest.raises(TooMuchForPages) as failed:
        made(long, "pdf")
    said = failed.value.sentence(Words("en"))
    assert said.startswith(f"{ROWS_MOST + 7:,} mentions are too many for pages, which take {ROWS_MOST:,}")


def test_people_to_thank_are_counted_and_their_articles_linked(press: Any) -> None:
    done = Review(ReviewStatus.CONFIRMED)
    mentions = [press.mention(f"T{n}", authors=["Inès Marchand"], review=done) for n in range(3)]
    asked = MentionList(mentions, "fr", (press.campaign,), rows=Rows.PEOPLE, title="Journalistes à remercier")
    data = made(asked, "docx")
    assert document(data).paragraphs[1].text.replace("\u00a0", " ") == "1 personne à remercier."
    head, row = word_rows(data)
    assert head == [
        "Auteur",
        "Média",
        "Articles",
        "Jour du dernier",
        "Article le plus récent",
        "Autres articles",
    ]
    assert row[5] == "T0  ·  T1"
    assert len({rel.target_ref for rel in document(data).part.rels.values() if rel.is_external}) == 3
