"""The report as PDF and in Word: the same words as the page, and no way out but to the web."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.digest import Choices, Digest
from monitor.reports import FORMATS, render
from storage.model import MentionKind, Review
from tests.monitor.office.reading_back import links_of, pdf_of, reader, text_of, word, word_links, word_text
from tests.monitor.reports.situations import SITUATIONS, digest_with

HOSTILE = "</w:t><script>alert(1)</script>\x00\x1b[31m\u202e{{7*7}} %s {0}"


def hostile(press: Any) -> Digest:
    press.campaign = press.campaign_with(name=HOSTILE, prepared_for=HOSTILE)
    mentions = [
        press.mention(HOSTILE, "Octet", kind=kind, url=url, excerpt=HOSTILE, authors=[HOSTILE], language=HOSTILE, review=Review(note=HOSTILE, reviewed_by=HOSTILE))
        for kind in MentionKind
        for url in ("javascript:alert(1)", "file:///etc/passwd", "https://ok.example/a")
    ]  # fmt: skip
    choices = Choices(foreword=HOSTILE, remarks={one.id: HOSTILE for one in mentions})
    return digest_with(press, mentions, [press.status("A"), press.status("B")], choices=choices)


class TestPdf:
    @pytest.mark.parametrize(("situation", "language"), [("full-day", "fr"), ("could-not-look", "en")])
    def test_it_is_the_page_as_numbered_leaves(self, press: Any, situation: str, language: str) -> None:
        digest = SITUATIONS[situation](press)
        data = pdf_of(lambda: render(digest, "pdf", language))
        made = reader(data)
        assert made.trailer["/Root"]["/Lang"] == language
        assert made.metadata is not None
        assert made.metadata.creation_date == digest.made_at
        for number, page in enumerate(made.pages, start=1):
            assert f"{number} / {len(made.pages)}" in page.extract_text()
        headline = made.metadata.title
        assert headline and " ".join(headline.split(": ")[-1].split()[:2]) in " ".join(text_of(data).split())

    def test_what_the_page_folds_is_there_and_nothing_asks_to_be_unfolded(self, press: Any) -> None:
        mentions = [press.mention(f"Titre {number}", "Octet", kind=MentionKind.TOPIC) for number in range(40)]
        said = text_of(pdf_of(lambda: render(digest_with(press, mentions, [press.status("A")]), "pdf", "fr")))
        assert all(f"Titre {number}" in said for number in range(40))
        assert "Afficher" not in said and "Montrer" not in said

    def test_the_same_digest_is_the_same_bytes(self, press: Any) -> None:
        digest = SITUATIONS["full-day"](press)
        assert pdf_of(lambda: render(digest, "pdf", "fr")) == render(digest, "pdf", "fr")

    def test_what_people_chose_is_told(self, press: Any) -> None:
        said = " ".join(
            text_of(pdf_of(lambda: render(SITUATIONS["arranged-day"](press), "pdf", "fr"))).split()
        )
        for words in (
            "est déplacée à 11 h",
            "la dépêche fait foi",
            "2 articles sont laissés hors de ce point",
        ):
            assert words in said
        assert "nous y répondons demain" not in said

    def test_hostile_words_stay_words(self, press: Any) -> None:
        data = pdf_of(lambda: render(hostile(press), "pdf", "fr"))
        assert set(links_of(data)) == {"https://ok.example/a"}
        assert "<script>alert(1)</script>" in text_of(data)


class TestWord:
    @pytest.mark.parametrize("situation", sorted(SITUATIONS))
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_it_says_everything_that_the_text_says(self, press: Any, situation: str, language: str) -> None:
        digest = SITUATIONS[situation](press)
        text = FORMATS["text"].render(digest, language).decode()
        said = " ".join(word_text(render(digest, "docx", language)).split())
        titles = {story.lead.article.title for story in (*digest.pickups, *digest.topic, *digest.late)}
        for title in titles:
            assert title.split(" :")[0].split("«")[0].strip() in said.replace("\u00a0", " ")
        for line in text.splitlines():
            if line.startswith("====") or line.startswith("----"):
                heading = text.splitlines()[text.splitlines().index(line) - 1]
                assert " ".join(heading.split()) in said

    def test_its_headings_are_real_and_its_links_lead_to_the_articles(self, press: Any) -> None:
        digest = SITUATIONS["full-day"](press)
        made = word(render(digest, "docx", "fr"))
        headings = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
        assert len(headings) >= 4
        assert any("lu" in heading for heading in headings)
        links = word_links(render(digest, "docx", "fr"))
        assert {story.lead.article.url for story in digest.pickups} <= set(links)

    def test_a_report_that_could_not_look_says_so_in_the_one_coloured_paragraph(self, press: Any) -> None:
        blind = word(render(SITUATIONS["could-not-look"](press), "docx", "fr"))
        seeing = word(render(SITUATIONS["full-day"](press), "docx", "fr"))
        warned = [
            [one.text for one in made.paragraphs if one.style.name == "Warning"] for made in (blind, seeing)
        ]
        assert len(warned[0]) == 1
        assert warned[1] == []

    def test_the_same_digest_is_the_same_bytes(self, press: Any) -> None:
        digest = SITUATIONS["full-day"](press)
        assert render(digest, "docx", "fr") == render(digest, "docx", "fr")

    def test_hostile_words_stay_words(self, press: Any) -> None:
        data = render(hostile(press), "docx", "fr")
        assert word_links(data) == ["https://ok.example/a"]
        assert "<script>alert(1)</script>" in word_text(data)
        assert not any(sign in word_text(data) for sign in "\x00\x1b\u202e")
