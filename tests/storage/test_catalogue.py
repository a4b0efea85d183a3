"""The catalogue: a list of outlets is read as spreadsheets leave it, and a bad row costs nothing but itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import (
    COLUMNS,
    CatalogueReading,
    ProblemCode,
    merge_searches,
    read_catalogue,
    source_id,
)
from storage.model import Outlet, Rights, Source, SourceKind

HEADER = ",".join(COLUMNS)
DATA = Path(__file__).parents[2] / "storage" / "catalogue"


def read(text: str) -> CatalogueReading:
    return read_catalogue(text.encode())


def codes(reading: CatalogueReading) -> list[tuple[int, str, ProblemCode]]:
    return [(problem.line, problem.column, problem.code) for problem in reading.problems]


def test_a_full_row_becomes_an_outlet_with_its_sources() -> None:
    row = (
        "le-phare,Le Phare,lephare.example,FR,fr,regional-daily,2,"
        "https://lephare.example/une.xml https://lephare.example/monde.xml,https://lephare.example/news.xml,"
        "https://lephare.example/?s={query}&p={page}&d={start:%Y-%m-%d},https://lephare.example/societe/,partial,tdm-reserved"
    )
    reading = read(f"{HEADER}\n{row}\n")
    assert reading.problems == ()
    [(outlet, sources)] = reading.entries
    assert outlet == Outlet(
        "le-phare", "Le Phare", "lephare.example", "FR", "fr", "regional-daily", 2, "partial", Rights.RESERVED
    )
    assert [(source.kind, source.url) for source in sources] == [
        (SourceKind.FEED, "https://lephare.example/une.xml"),
        (SourceKind.FEED, "https://lephare.example/monde.xml"),
        (SourceKind.SITEMAP, "https://lephare.example/news.xml"),
        (SourceKind.SEARCH, "https://lephare.example/?s={query}&p={page}&d={start:%Y-%m-%d}"),
        (SourceKind.PAGE, "https://lephare.example/societe/"),
    ]
    assert all(source.outlet_id == "le-phare" for source in sources)


def test_only_id_name_and_domain_are_required() -> None:
    reading = read("domain,name,id\nlephare.example,Le Phare,le-phare\n")
    assert reading.problems == ()
    assert reading.entries == [(Outlet("le-phare", "Le Phare", "lephare.example"), ())]


def test_unknown_columns_are_kept() -> None:
    [listing] = read("id,name,domain,grade,Remarque\na,A,a.example,B,vu en mai\n").listings
    assert listing.extra == {"grade": "B", "remarque": "vu en mai"}


def test_a_source_keeps_its_id_while_its_address_stands() -> None:
    first = source_id("a", SourceKind.FEED, "https://a.example/rss")
    assert first == source_id("a", SourceKind.FEED, "https://a.example/rss")
    assert first.startswith("a/feed/")
    assert (
        len(
            {
                first,
                source_id("a", SourceKind.PAGE, "https://a.example/rss"),
                source_id("a", SourceKind.FEED, "https://a.example/"),
            }
        )
        == 3
    )


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("sep_line", [False, True])
def test_every_habit_of_spreadsheets_gives_the_same_outlets(
    bom: str, end: str, separator: str, sep_line: bool
) -> None:
    rows = [
        ["id", "name", "domain", "feeds"],
        ["phare", "Le Phare ; l’Écho, réunis", "phare.example", "https://phare.example/a;b,c.xml"],
        ["vigie", 'La "Vigie"', "vigie.example:8900", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    text = (f"sep={separator}{end}" if sep_line else "") + out.getvalue()
    reading = read_catalogue((bom + text).encode())
    assert reading.problems == ()
    assert [(o.id, o.name, o.domain) for o, _ in reading.entries] == [(r[0], r[1], r[2]) for r in rows[1:]]
    assert [s.url for _, sources in reading.entries for s in sources] == ["https://phare.example/a;b,c.xml"]


def test_old_windows_letters_are_read_and_told() -> None:
    reading = read_catalogue("id;name;domain\na;L’Écho de l’été;a.example\n".encode("cp1252"))
    assert reading.entries[0][0].name == "L’Écho de l’été"
    assert codes(reading) == [(2, "", ProblemCode.NOT_UTF8)]


def test_the_unicode_text_of_excel_is_read() -> None:
    assert read_catalogue("id\tname\tdomain\na\tÀ\ta.example\n".encode("utf-16")).entries[0][0].name == "À"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",A,b.example", "id", ProblemCode.MISSING_VALUE),
        ("b,,b.example", "name", ProblemCode.MISSING_VALUE),
        ("b,B,", "domain", ProblemCode.MISSING_VALUE),
        ("../b,B,b.example", "id", ProblemCode.BAD_ID),
        ("A,B,b.example", "id", ProblemCode.DUPLICATE_ID),
        ("b,B,pas un domaine", "domain", ProblemCode.BAD_DOMAIN),
        ("b,B,b.example:99999", "domain", ProblemCode.BAD_DOMAIN),
        ("b,B,１２７.0.0.1", "domain", ProblemCode.BAD_DOMAIN),
        ("b,B,user@b.example", "domain", ProblemCode.BAD_DOMAIN),
        ('b,"B,b.example', "", ProblemCode.BROKEN_ROW),
        ('b,"B"x,b.example', "", ProblemCode.BROKEN_ROW),
        ("b,B,b.example,FR,fr,,,,,,,,,,de trop", "", ProblemCode.TOO_MANY_CELLS),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(row: str, column: str, code: ProblemCode) -> None:
    reading = read(f"{HEADER}\na,A,a.example\n{row}\nc,C,c.example\n")
    assert codes(reading) == [(3, column, code)]
    assert [outlet.id for outlet, _ in reading.entries] == ["a", "c"]
    assert reading.usable


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("country", "France", ProblemCode.BAD_COUNTRY),
        ("language", "français", ProblemCode.BAD_LANGUAGE),
        ("tier", "4", ProblemCode.BAD_TIER),
        ("tier", "un", ProblemCode.BAD_TIER),
        ("paywall", "oui", ProblemCode.BAD_PAYWALL),
        ("rights", "peut-être", ProblemCode.BAD_RIGHTS),
        ("feeds", "ftp://a.example/rss", ProblemCode.BAD_URL),
        ("feeds", "file:///etc/passwd", ProblemCode.BAD_URL),
        ("feeds", "https://u:p@a.example/rss", ProblemCode.BAD_URL),
        ("feeds", "https://a.example\\@b.example/rss", ProblemCode.BAD_URL),
        ("feeds", "https:///rss", ProblemCode.BAD_URL),
        ("feeds", "https://[1/rss", ProblemCode.BAD_URL),
        ("feeds", "https://a.example:0/rss", ProblemCode.BAD_URL),
        ("feeds", "https://a.example/{query}", ProblemCode.UNKNOWN_PLACEHOLDER),
        ("search", "https://a.example/?s=", ProblemCode.QUERY_MISSING),
        ("search", "https://a.example/?q={query}&d={since}", ProblemCode.UNKNOWN_PLACEHOLDER),
        ("search", "https://a.example/?q={query.__class__}", ProblemCode.UNKNOWN_PLACEHOLDER),
        ("search", "https://a.example/?q={}", ProblemCode.UNKNOWN_PLACEHOLDER),
        ("search", "https://a.example/?q={query!r}", ProblemCode.BAD_PLACEHOLDER),
        ("search", "https://a.example/?q={query:>99999999}", ProblemCode.BAD_PLACEHOLDER),
        ("search", "https://a.example/?q={query}&d={start:%c}", ProblemCode.BAD_PLACEHOLDER),
        ("search", "https://a.example/?q={query", ProblemCode.BAD_PLACEHOLDER),
        ("search", "https://{query}.example/", ProblemCode.BAD_URL),
        ("search", "javascript:alert({query})", ProblemCode.BAD_URL),
    ],
)
def test_a_bad_optional_cell_is_named_and_its_outlet_is_read(
    column: str, value: str, code: ProblemCode
) -> None:
    reading = read(f"id,name,domain,{column}\na,A,a.example,{value}\n")
    assert codes(reading) == [(2, column, code)]
    [(outlet, sources)] = reading.entries
    assert (outlet.country, outlet.language, outlet.tier, sources) == ("", "", 0, ())


def test_a_bad_address_does_not_take_its_neighbours_along() -> None:
    reading = read(
        "id,name,domain,feeds\na,A,a.example,https://a.example/1 pas-une-adresse https://a.example/2\n"
    )
    assert [source.url for _, sources in reading.entries for source in sources] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


def test_unreadable_rights_are_taken_as_reserved() -> None:
    assert read("id,name,domain,rights\na,A,a.example,???\n").entries[0][0].rights is Rights.RESERVED


def test_commas_between_addresses_are_mended_and_told() -> None:
    reading = read('id,name,domain,feeds\na,A,a.example,"https://a.example/1, https://a.example/2"\n')
    assert codes(reading) == [(2, "feeds", ProblemCode.LIST_SEPARATOR)]
    assert [source.url for _, sources in reading.entries for source in sources] == [
        "https://a.example/1",
        "https://a.example/2",
    ]


def test_an_address_in_the_place_of_a_domain_is_mended_and_told() -> None:
    reading = read("id,name,domain\na,A,https://WWW.a.example/une?x\n")
    assert reading.entries[0][0].domain == "www.a.example"
    assert codes(reading) == [(2, "domain", ProblemCode.CLEANED_DOMAIN)]


def test_a_source_listed_twice_is_read_once_and_told_with_the_first_line() -> None:
    reading = read(
        "id,name,domain,feeds\na,A,x.example,https://x.example/f\nb,B,x.example,https://x.example/f https://x.example/g https://x.example/g\n"
    )
    assert [(p.line, p.code, p.hint) for p in reading.problems] == [
        (3, ProblemCode.DUPLICATE_SOURCE, "2"),
        (3, ProblemCode.DUPLICATE_SOURCE, "3"),
    ]
    assert [len(sources) for _, sources in reading.entries] == [1, 1]


def test_two_outlets_may_share_a_domain() -> None:
    reading = read("id,name,domain\nfr,Un,a.example\nen,One,a.example\n")
    assert len(reading.entries) == 2
    assert reading.problems == ()


def test_one_unclosed_quote_does_not_swallow_the_file() -> None:
    rows = "\n".join(f"o{n},Média {n},o{n}.example" for n in range(300))
    reading = read(f'id,name,domain\nx,"Oublié,x.example\n{rows}\n')
    assert codes(reading) == [(2, "", ProblemCode.BROKEN_ROW)]
    assert len(reading.entries) == 300


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ProblemCode.EMPTY_FILE),
        ("\n \n", ProblemCode.EMPTY_FILE),
        ("bonjour\n", ProblemCode.NOT_A_TABLE),
        ("<html><body>404</body></html>", ProblemCode.NOT_A_TABLE),
        ("id,name\na,A\n", ProblemCode.MISSING_COLUMN),
        ("id,name,domain,feeds,feeds\na,A,a.example,,\n", ProblemCode.REPEATED_COLUMN),
    ],
)
def test_a_file_that_is_no_catalogue_is_not_usable(text: str, code: ProblemCode) -> None:
    reading = read(text)
    assert [problem.code for problem in reading.problems] == [code]
    assert not reading.usable
    assert reading.entries == []


def test_a_name_is_one_printable_line() -> None:
    reading = read('id,name,domain\na,"Le\nPhare\x1b[31m\u202e",a.example\n')
    assert reading.entries[0][0].name == "Le Phare [31m"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall(data: bytes) -> None:
    read_catalogue(data)
    read_catalogue(b"id,name,domain,feeds,search\n" + data)


@given(st.lists(st.text(max_size=40), max_size=13))
def test_whatever_a_row_holds_the_next_one_is_read(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([cell.replace("\0", "") for cell in cells] or [""])
    reading = read(f"{HEADER}\r\n{out.getvalue()}zz,Z,z.example\r\n")
    assert "zz" in [outlet.id for outlet, _ in reading.entries]
    for _, sources in reading.entries:
        assert all(source.url.startswith(("http://", "https://")) for source in sources)


# ---- the shipped catalogue ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> CatalogueReading:
    merged = merge_searches(
        (DATA / "outlets.csv").read_text("utf-8"), (DATA / "searches.csv").read_text("utf-8")
    )
    return read_catalogue(merged.encode())


def sources_of(reading: CatalogueReading, outlet_id: str, kind: SourceKind) -> list[Source]:
    return [
        s for outlet, sources in reading.entries for s in sources if outlet.id == outlet_id and s.kind is kind
    ]


def test_the_shipped_catalogue_has_no_problem(shipped: CatalogueReading) -> None:
    assert shipped.problems == ()
    assert len(shipped.entries) > 450
    assert len({source.id for _, sources in shipped.entries for source in sources}) > 750


def test_the_dated_search_of_a_known_domain_wins(shipped: CatalogueReading) -> None:
    [search] = sources_of(shipped, "le-monde", SourceKind.SEARCH)
    assert "{start:%d/%m/%Y}" in search.url
    assert "{page}" in search.url


def test_every_domain_with_a_search_has_it_once(shipped: CatalogueReading) -> None:
    with (DATA / "searches.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["domain"] for row in csv.DictReader(lines)}
    domains = [
        outlet.domain for outlet, sources in shipped.entries for s in sources if s.kind is SourceKind.SEARCH
    ]
    assert {outlet.domain for outlet, _ in shipped.entries} & known <= set(domains)
    assert len(domains) == len(set(domains))


def test_searches_across_outlets_are_not_in_use(shipped: CatalogueReading) -> None:
    with (DATA / "aggregators.csv").open(encoding="utf-8", newline="") as lines:
        off = {row["template"] for row in csv.DictReader(lines)}
    assert off.isdisjoint(source.url for _, sources in shipped.entries for source in sources)


def test_a_search_listed_without_dates_gives_way_to_a_dated_one_only() -> None:
    outlets = "id,domain,search\na,a.example,https://a.example/?q={query}\nb,b.example,https://b.example/?q={query}\nc,c.example,\nc2,c.example,\n"
    searches = (
        "domain,template,response,date_filter\n"
        "a.example,https://a.example/?q={query}&d={end:%d},html,dated\n"
        "b.example,https://b.example/other?q={query},html,undated\n"
        "c.example,https://c.example/?s={query},rss,undated\n"
        "d.example,https://d.example/?s={query},rss,undated\n"
    )
    merged = list(
        csv.DictReader(io.StringIO(merge_searches(outlets, searches).removeprefix("\ufeff")), delimiter=";")
    )
    assert [row["search"] for row in merged] == [
        "https://a.example/?q={query}&d={end:%d}",
        "https://b.example/?q={query}",
        "https://c.example/?s={query}",
        "",
    ]
