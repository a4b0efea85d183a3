"""`sources.csv` is changed as people keep it: what is not asked for stays byte for byte, and nothing bad is written."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources_edit import (
    BadCells,
    FileUnfit,
    NewOutlet,
    added,
    change,
    fields_changed,
    new_id,
    one_moved,
    one_removed,
    paused,
    removed,
    sources_added,
)
from monitor.wording import Words
from storage.catalogue import Listing, ProblemCode, read_catalogue
from storage.model import SourceKind

FEED, SITEMAP = SourceKind.FEED, SourceKind.SITEMAP
KEPT = (
    "\ufeffname;id;notes de Maud;domain;feeds;tier\r\n"
    '"Le Phare";phare;"lu par ""tous""\r\nsur deux lignes";phare.example;https://phare.example/une.xml;1\r\n'
    "# nos régionaux ; à revoir\r\n"
    "\r\n"
    " Sarmande Matin ;sarmande;;sarmande.example;https://sarmande.example/a https://sarmande.example/b;\r\n"
    "Quais;quais;x;quais.example"
)


def listing(data: bytes, outlet: str) -> Listing:
    return next(one for one in read_catalogue(data).listings if one.outlet.id == outlet)


def lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig").splitlines(keepends=True)


def test_one_cell_changes_and_every_other_line_stays_as_it_was_written() -> None:
    data = KEPT.encode()
    edit = change(data, fields_changed(listing(data, "sarmande"), {"tier": "2"}))
    before, after = lines(data), lines(edit.new)
    assert [one for one in range(len(before)) if before[one] != after[one]] == [5]
    assert after[5] == (
        " Sarmande Matin ;sarmande;;sarmande.example;https://sarmande.example/a https://sarmande.example/b;2\r\n"
    )
    assert (edit.before, edit.after) == ({"sarmande": {"tier": ""}}, {"sarmande": {"tier": "2"}})


def test_a_column_that_is_missing_is_put_behind_the_others_and_no_other_row_is_touched() -> None:
    data = KEPT.encode()
    edit = change(data, paused(listing(data, "quais")))
    assert edit.new.startswith(codecs.BOM_UTF8)
    assert lines(edit.new)[0] == "name;id;notes de Maud;domain;feeds;tier;paused\r\n"
    assert lines(edit.new)[1:6] == lines(data)[1:6]
    assert lines(edit.new)[6] == "Quais;quais;x;quais.example;;;yes\r\n"


def test_a_new_outlet_stands_at_the_end_with_a_line_end_before_it() -> None:
    wanted = added(
        [NewOutlet("L’Œil de l’Est", "oeil.example", ((FEED, "https://oeil.example/rss"),))], ["quais"]
    )
    edit = change(KEPT.encode(), wanted)
    assert lines(edit.new)[-2:] == [
        "Quais;quais;x;quais.example\r\n",
        "L’Œil de l’Est;l-oeil-de-l-est;;oeil.example;https://oeil.example/rss;\r\n".replace(";\r\n", "\r\n"),
    ]
    assert listing(edit.new, "l-oeil-de-l-est").sources[0].url == "https://oeil.example/rss"


def test_a_row_of_two_lines_goes_whole_and_comes_back_where_it_stood() -> None:
    data = KEPT.encode()
    gone = change(data, removed(listing(data, "sarmande")))
    assert gone.places == {"sarmande": "phare"}
    back = change(gone.new, gone.before, gone.places)
    assert [one.outlet.id for one in read_catalogue(back.new).listings] == ["phare", "sarmande", "quais"]
    two_lines = change(data, removed(listing(data, "phare")))
    assert b"deux lignes" not in two_lines.new
    assert "notes de maud" in (two_lines.before["phare"] or {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_encoding_the_separator_and_the_line_ends_stay(encoding: str, separator: str, end: str) -> None:
    rows = ["id,name,domain,feeds", "phare,Le Phare d’été,phare.example,https://phare.example/rss", ""]
    data = end.join(rows).replace(",", separator).encode(encoding)
    edit = change(data, fields_changed(listing(data, "phare"), {"name": "Le Phare d’hiver"}))
    assert edit.new == end.join(rows).replace("été", "hiver").replace(",", separator).encode(encoding)


def test_a_sign_that_an_old_encoding_cannot_write_makes_the_file_utf8() -> None:
    data = "id;name;domain\r\nphare;Été;phare.example\r\n".encode("cp1252")
    edit = change(data, fields_changed(listing(data, "phare"), {"name": "Маяк"}))
    assert edit.new == "\ufeffid;name;domain\r\nphare;Маяк;phare.example\r\n".encode()


def test_excels_own_first_line_stays() -> None:
    data = b"sep=;\r\nid;name;domain\r\nphare;Phare;phare.example\r\n"
    assert change(data, paused(listing(data, "phare"))).new == (
        b"sep=;\r\nid;name;domain;paused\r\nphare;Phare;phare.example;yes\r\n"
    )


def test_what_cannot_stand_in_a_row_is_refused_with_its_reason_and_nothing_is_made() -> None:
    data = KEPT.encode()
    with pytest.raises(BadCells) as refused:
        change(data, sources_added(listing(data, "phare"), [(FEED, "javascript:alert(1)")]))
    assert [one.code for one in refused.value.problems] == [ProblemCode.BAD_URL]
    assert "javascript" in refused.value.sentences(Words("fr"))[0]
    with pytest.raises(BadCells):
        change(data, {"neuf": {"id": "neuf", "name": "Neuf"}})
    with pytest.raises(BadCells):  # an address that another outlet has would be read for that one only
        change(data, sources_added(listing(data, "quais"), [(FEED, "https://phare.example/une.xml")]))


def test_an_old_fault_elsewhere_in_the_file_does_not_stand_in_the_way() -> None:
    data = b"id,name,domain,tier\nphare,Phare,phare.example,\nquais,Quais,quais.example,douze\n"
    assert b"phare,Phare,phare.example,1" in change(data, {"phare": {"tier": "1"}}).new


@pytest.mark.parametrize("data", [b"", b"bonjour\n", b"id,name\nphare,Phare\n"])
def test_a_file_that_is_no_list_is_left_alone(data: bytes) -> None:
    with pytest.raises(FileUnfit):
        change(data, {"phare": {"tier": "1"}})


def test_one_source_is_paused_and_taken_up_again_by_its_address() -> None:
    data = KEPT.encode()
    once = change(data, paused(listing(data, "sarmande"), ["https://sarmande.example/b"])).new
    assert [one.paused for one in listing(once, "sarmande").sources] == [False, True]
    all_of_it = change(once, paused(listing(once, "sarmande"))).new
    assert (
        listing(all_of_it, "sarmande").extra,
        [one.paused for one in listing(all_of_it, "sarmande").sources],
    ) == (
        {"notes de maud": ""},
        [True, True],
    )
    again = change(
        all_of_it, paused(listing(all_of_it, "sarmande"), ["https://sarmande.example/a"], on=False)
    ).new
    assert [one.paused for one in listing(again, "sarmande").sources] == [False, True]


def test_a_source_under_a_new_address_stays_paused_and_in_its_place() -> None:
    data = KEPT.encode()
    data = change(data, paused(listing(data, "sarmande"), ["https://sarmande.example/a"])).new
    moved = change(
        data, one_moved(listing(data, "sarmande"), FEED, "https://sarmande.example/a", "https://s.example/n")
    ).new
    assert [(one.url, one.paused) for one in listing(moved, "sarmande").sources] == [
        ("https://s.example/n", True),
        ("https://sarmande.example/b", False),
    ]
    less = change(moved, one_removed(listing(moved, "sarmande"), FEED, "https://s.example/n")).new
    assert [one.url for one in listing(less, "sarmande").sources] == ["https://sarmande.example/b"]
    assert read_catalogue(less).problems == read_catalogue(KEPT.encode()).problems


def test_a_name_from_outside_is_no_formula_in_excel() -> None:
    wanted = added([NewOutlet('=HYPERLINK("http://x")', "x.example")], [])
    (cells,) = wanted.values()
    assert cells is not None and cells["name"].startswith("HYPERLINK")


def test_an_id_is_made_of_the_name_and_is_nobody_elses() -> None:
    assert new_id("L’Écho du Œuf – édition", []) == "l-echo-du-oeuf-edition"
    assert new_id("Le Phare", ["le-phare", "LE-PHARE-2"]) == "le-phare-3"
    assert new_id("日本", []) == "media"


def extras(data: bytes) -> dict[str, dict[str, str]]:
    """What stands in the columns that are not ours, by outlet, in the order of the file."""
    return {
        one.outlet.id: {name: cell for name, cell in one.extra.items() if cell}
        for one in read_catalogue(data).listings
    }


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x85\u2028\u2029"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.sampled_from([";", ",", "\t"]), CELLS)
def test_whatever_stands_in_cells_of_others_a_change_and_its_undo_give_the_same_rows(
    notes: list[tuple[str, str]], separator: str, note: str
) -> None:
    start = separator.join(["id", "name", "domain", "note", "more"]) + "\n"
    data = start.encode()
    for number, (one, other) in enumerate(notes):
        cells = {
            "id": f"m{number}",
            "name": "N",
            "domain": "n.example",
            "note": one.strip(),
            "more": other.strip(),
        }
        data = change(data, {f"m{number}": cells}).new
    edit = change(data, {"m0": {"note": note.strip()}})
    assert read_catalogue(edit.new).listings[0].extra.get("note", "") == note.strip()
    back = change(edit.new, edit.before)
    assert extras(back.new) == extras(data)
    gone = change(data, {"m0": None})
    again = change(gone.new, gone.before, gone.places)
    assert extras(again.new) == extras(data)
