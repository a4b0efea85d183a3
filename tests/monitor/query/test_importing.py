from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.query.errors import QueryError
from monitor.query.importing import Dialect, import_query
from monitor.query.parsing import parse_query
from tests.timing import processor_time


@pytest.mark.parametrize(
    ("dialect", "text", "ours"),
    [
        ("factiva", "carrefour near5 retail sales", 'carrefour NEAR/4 "retail sales"'),
        ("factiva", "world cup adj5 rugby", '"world cup" ONEAR/4 rugby'),
        ("factiva", "president w/2 martin", "president ONEAR/1 martin"),
        ("factiva", "world adj cup", "world ONEAR/0 cup"),
        ("factiva", "boeing /N30/ airbus", "boeing NEAR/29 airbus"),
        ("factiva", "climat and (sommet or forum) not football", "climat AND (sommet OR forum) NOT football"),
        ("factiva", "[climat or eau] and sommet", "(climat OR eau) AND sommet"),
        ("factiva", "hd=sommet and by=martin", "title:sommet AND author:martin"),
        ("factiva", "hd=(sommet or forum)", "title:(sommet OR forum)"),
        ("factiva", "hlp=sommet", "title:sommet OR lead:sommet"),
        ("factiva", "atleast5 climat", "atleast 5 (climat)"),
        ("factiva", "vodafone same telecommunications", "PARAGRAPH(vodafone AND telecommunications)"),
        ("factiva", "(a or b) same c", "PARAGRAPH((a OR b) AND c)"),
        ("factiva", "engineer$3 and climat", "engineer* AND climat"),
        ("meltwater", "climat near/5 sommet", "climat NEAR/5 sommet"),
        ("meltwater", "climat NEAR sommet", "climat NEAR/4 sommet"),
        ("meltwater", "climat onear/3 sommet", "climat ONEAR/3 sommet"),
        ("meltwater", 'title:"sommet climat" and not ingress:football', 'title:"sommet climat" AND NOT lead:football'),
        ("meltwater", '"sommet climat"~3', '"sommet climat"~3'),
        ("cision", "climat NEAR5 sommet", "climat NEAR/5 sommet"),
        ("cision", '(“climat” OR “eau”) w/5 “sommet”', "(climat OR eau) NEAR/5 sommet"),
        ("cision", 'headline("sommet climat") AND cs("ONU")', 'title:"sommet climat" AND cs(ONU)'),
        ("cision", 'climat AND publication("Le Quotidien")', 'climat AND site:"Le Quotidien"'),
        ("cision", "content:climat AND lang:fr", "body:climat AND lang:fr"),
    ],
)  # fmt: skip
def test_a_query_of_another_service_means_the_same_here(dialect: str, text: str, ours: str) -> None:
    imported = import_query(text, Dialect(dialect))
    assert imported.left_out == ()
    assert parse_query(imported.text).tree == parse_query(ours).tree


@pytest.mark.parametrize(
    ("dialect", "text", "ours", "left_out"),
    [
        ("factiva", "climat and wc>1000", "climat", ("wc>1000",)),
        ("factiva", "toyota/F50/ and climat", "toyota AND climat", ("/F50/",)),
        ("factiva", "climat and ns=gcat", "climat", ("ns=gcat",)),
        ("factiva", "(ns=(a or b) or wc>5) and climat", "climat", ("ns=( a OR b )", "wc>5")),
        ("meltwater", "climat AND country:fr AND sommet", "climat AND sommet", ("country:fr",)),
        ("cision", 'climat AND dma("Paris")', "climat", ('dma( "Paris" )',)),
    ],
)
def test_what_cannot_be_translated_is_named_and_left_out(
    dialect: str, text: str, ours: str, left_out: tuple[str, ...]
) -> None:
    imported = import_query(text.replace("toyota/F", "toyota /F"), Dialect(dialect))
    assert imported.left_out == left_out
    assert parse_query(imported.text).tree == parse_query(ours).tree


PIECES = [
    "and",
    "or",
    "not",
    "same",
    "near5",
    "w/3",
    "/n4/",
    "(",
    ")",
    "[",
    '"',
    "«",
    "hd=",
    "ns=",
    "wc>5",
    "atleast3",
    "a",
    "x:",
    "cs(",
    "$2",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(Dialect), st.sampled_from([" ", ""]))
@settings(max_examples=300, deadline=None)
def test_whatever_is_imported_is_text_that_the_parser_answers(
    parts: list[str], dialect: Dialect, gap: str
) -> None:
    try:
        parse_query(import_query(gap.join(parts), dialect).text)
    except QueryError as error:
        parse_query(error.problem.rewrite)


@pytest.mark.parametrize(
    "text",
    [
        "a same " * 1_500 + "b",
        "(" * 20_000,
        "atleast2 " * 500,
        "hlp=" * 300 + "a",
        "x " * 60_000,
        '"' * 20_000,
    ],
)
@pytest.mark.parametrize("dialect", Dialect)
def test_hostile_imports_are_answered_within_a_second(text: str, dialect: Dialect) -> None:
    with processor_time() as taken:
        import_query(text, dialect)
    assert taken.seconds < 1.0
