"""Addresses out of what people paste: lists, mails, tables of other tools; and what is hostile in them."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from monitor.missed.reading import (
    MOST,
    NOT_READABLE,
    NOTHING,
    TOO_LARGE,
    WORKBOOK,
    ListUnreadable,
    in_file,
    in_text,
)
from tests.timing import processor_time

ONE, TWO = "https://phare.example/actu/les-digues", "https://quais.example/une/12"


def found(text: str) -> tuple[str, ...]:
    return in_text(text).addresses


def why_not(data: bytes) -> str:
    with pytest.raises(ListUnreadable) as refused:
        in_file(data)
    return refused.value.reason


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n{TWO}",
        f"\r\n  {ONE}  \r\n\r\n\t{TWO}\r\n",
        f"Bonjour, avez-vous vu ({ONE}), et surtout « {TWO} » ? Merci.",
        f"<{ONE}> puis <a href=\"{TWO}\">l’article</a>",
        f"{ONE}?utm_source=lettre\n{TWO}#haut\n{ONE}",
        "phare.example/actu/les-digues\nwww.quais.example/une/12",
    ],
)  # fmt: skip
def test_addresses_are_found_in_any_text_each_article_once(text: str) -> None:
    listed = [one.split("?")[0].split("#")[0].replace("www.", "") for one in found(text)]
    assert listed == [ONE, TWO]


def test_the_signs_of_a_sentence_are_no_part_of_an_address_but_its_own_brackets_are() -> None:
    text = f"Voir {ONE}. Puis ({TWO}_(suite)) ; enfin https://a.example/b?c=1,2!"
    assert found(text) == (ONE, f"{TWO}_(suite)", "https://a.example/b?c=1,2")


def test_alerts_of_a_search_engine_and_guards_of_a_mail_program_lead_to_the_page_meant() -> None:
    alert = f"https://www.google.com/url?rct=j&amp;sa=t&amp;url={ONE}&amp;ct=ga&amp;cd=abc"
    guard = (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fquais.example%2Fune%2F12&data=x"
    )
    assert found(f"{alert}\n{guard}") == (ONE, TWO)
    assert found("https://phare.example/url?url=https://autre.example/x") == (
        "https://phare.example/url?url=https://autre.example/x",
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_column_of_articles_is_found_whatever_the_separator_and_the_encoding(
    separator: str, encoding: str
) -> None:
    rows = [
        ["Date", "Média", "Site", "Vignette", "Lien", "Portée"],
        ["04/02/2025", "Le Phare", "https://phare.example/", "https://img.example/1.jpg", ONE, "12 000"],
        ["05/02/2025", '"Quais, le journal"', "https://quais.example/", "https://img.example/2.jpg", TWO, ""],
        ["05/02/2025", "Sans lien", "", "", "", ""],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    assert in_file(text.encode(encoding)).addresses == (ONE, TWO)
    assert in_text(text).addresses == (ONE, TWO)


def test_the_line_that_names_the_separator_for_excel_is_no_row() -> None:
    assert found(f'sep=;\r\n"Titre";"URL"\r\n"a;b";"{ONE}"\r\n"c";"{TWO}"') == (ONE, TWO)


def test_a_sentence_with_commas_is_no_table() -> None:
    assert found(f"Vu ce matin, {ONE}, à lire\njavascript:alert(1)\nfile:///etc/passwd") == (
        ONE,
        "javascript:alert(1)",
        "file:///etc/passwd",
    )


def test_what_looks_like_an_address_and_is_none_stays_to_be_told_so() -> None:
    hostile = [
        "javascript:alert(1)",
        "data:text/html,<b>",
        "https://moi:secret@phare.example/x",
        "http://[::1",
    ]
    assert found("\n".join([*hostile, ONE])) == (*hostile, ONE)
    assert found("un mot") == ("un mot",)


def test_one_list_has_so_many_addresses_and_says_how_many_it_left_out() -> None:
    listed = in_text("\n".join(f"https://phare.example/actu/{n}-digues" for n in range(MOST + 30)))
    assert (len(listed.addresses), listed.left_out) == (MOST, 30)


def test_nothing_in_it_is_said() -> None:
    assert why_not(b"") == why_not(b" \r\n ") == NOTHING
    with pytest.raises(ListUnreadable):
        in_text("Bonjour,\nRien à signaler.")


def test_a_word_file_is_read_and_a_workbook_says_how_to_save_it() -> None:
    document, kept = docx.Document(), io.BytesIO()
    document.add_paragraph(f"À suivre : {ONE}")
    document.save(kept)
    assert in_file(kept.getvalue()).addresses == (ONE,)
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        book.add_worksheet().write(0, 0, ONE)
    assert why_not(kept.getvalue()) == WORKBOOK


def test_files_that_are_no_text_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 50_000_000)
    for data in (packed.getvalue(), b"PK\x03\x04rien", b"%PDF-1.4\0\0\0", bytes(range(256)) * 10):
        assert why_not(data) == NOT_READABLE
    assert why_not(b"x" * 10_000_001) == TOO_LARGE


@pytest.mark.parametrize(
    "text",
    [
        "https://" * 1_200_000,
        '"' * 5_000_000,
        f"{ONE};" * 200_000,
        "a.b/" * 2_000_000,
        "\n".join(f"https://phare.example/{n}" for n in range(300_000)),
        "\n;" * 2_000_000,
    ],
    ids=["no end", "quotes", "one row", "no scheme", "very many", "empty rows"],
)
def test_megabytes_of_anything_are_looked_through_in_seconds(text: str) -> None:
    listed = None
    with processor_time() as taken, suppress(ListUnreadable):
        listed = in_text(text[:1_500_000])
    assert listed is None or len(listed.addresses) <= MOST
    assert taken.seconds < 3


@given(st.text(max_size=400) | st.lists(st.sampled_from([ONE, TWO, ";", ",", '"', "\n", " ", "javascript:x", "\0", "\u202e"])).map("".join))  # fmt: skip
def test_whatever_is_pasted_gives_clean_addresses_or_a_reason(text: str) -> None:
    try:
        listed = in_text(text)
    except ListUnreadable as refused:
        assert refused.reason
        return
    assert listed.addresses and len(set(listed.addresses)) == len(listed.addresses)
    for one in listed.addresses:
        assert one == one.strip() and "\n" not in one and "\0" not in one and len(one) <= 4_096


@given(st.binary(max_size=300))
def test_whatever_is_sent_as_a_file_gives_addresses_or_a_reason(data: bytes) -> None:
    try:
        assert in_file(data).addresses
    except ListUnreadable as refused:
        assert refused.reason


def test_a_line_of_brackets_without_end_takes_no_longer_than_its_length() -> None:
    """The same signs in fewer, longer lines are the same work (1.1 times); it was four times where it grew with the square."""

    def work(signs: int, lines: int) -> float:
        text = ("https://" + ")" * signs + "\n") * lines
        with processor_time() as taken, suppress(ListUnreadable):
            in_text(text)
        return taken.seconds

    assert min(work(1_900, 300) for _ in range(3)) < 2.5 * min(work(200, 2_850) for _ in range(3))


def test_a_closing_bracket_stays_where_the_address_opened_it() -> None:
    assert in_text("(voir https://a.example/x_(y)).").addresses == ("https://a.example/x_(y)",)
