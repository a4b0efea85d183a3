"""A dossier's file that is to say something else changes in those lines, and in no other."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import campaigns
from monitor.dossier_edit import CannotEdit
from monitor.dossier_form import edited, with_ends_of

FILE = """# Notre dossier.
name = "Rivages"   # le nom
starts_on = 2025-02-04

search_strings = [
    # deux au plus
    "appel des rivages", "rivages",
    "vannes",  # à revoir
]

# ---- nos textes ----

[[documents]]
id = "tribune"
kind = "oped"
title = "Pour des rivages vivants"

[documents.quotes]
fr = ["les rivages ne sont pas à vendre"]

# ---- qui nous sommes ----

[[organisations]]
id = "rivage"
name = "Collectif Rivage"   # fondé en 2011
aliases = ["Rivage"]

[[organisations]]
id = "phare"
name = "Association du Phare"

# ---- l’événement ----

[event]
id = "assises"
name = "Assises du littoral"
short_name = { fr = "les assises" }

[queries]
large = "rivage*"

# Qui reçoit le point : personne encore.
"""


def changed(file: str, change: Callable[[dict[str, Any]], object]) -> tuple[str, list[str]]:
    """The file after a change of its values, and the lines that came and went."""
    wanted = tomllib.loads(file.replace("\r\n", "\n"))
    change(wanted)
    after = edited(file.encode(), wanted).decode()
    assert tomllib.loads(after.replace("\r\n", "\n").removeprefix("\ufeff")) == wanted
    lines = unified_diff(file.splitlines(), after.splitlines(), n=0, lineterm="")
    return after, [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_one_line_changes_and_its_comment_stays() -> None:
    _, lines = changed(FILE, lambda v: v["organisations"][0].update(name="Collectif Rivages"))
    assert lines == [
        '-name = "Collectif Rivage"   # fondé en 2011',
        '+name = "Collectif Rivages"   # fondé en 2011',
    ]


def test_one_entry_of_a_list_changes_and_the_comments_between_stay() -> None:
    after, lines = changed(FILE, lambda v: v["search_strings"].__setitem__(1, "rivages vivants"))
    assert len(lines) == 2
    assert "# deux au plus" in after and "# à revoir" in after


def test_a_key_that_was_not_there_stands_below_the_one_before_it() -> None:
    after, lines = changed(FILE, lambda v: v["organisations"][1].update(aliases=["Le Phare", "Phare"]))
    assert lines == ['+aliases = ["Le Phare", "Phare"]']
    assert 'name = "Association du Phare"\naliases = ["Le Phare", "Phare"]\n\n# ---- l’événement' in after


def test_a_day_at_the_head_of_the_file_comes_and_goes() -> None:
    _, lines = changed(FILE, lambda v: v.update(ends_on=v["starts_on"]))
    assert lines == ["+ends_on = 2025-02-04"]
    _, lines = changed(FILE, lambda v: v.pop("starts_on"))
    assert lines == ["-starts_on = 2025-02-04"]


def test_one_more_of_many_stands_before_the_comment_of_the_next_section() -> None:
    after, lines = changed(
        FILE,
        lambda v: v["organisations"].append(
            {"id": "dune", "name": "Dune « vive »", "sites": ["dune.example"]}
        ),
    )
    assert all(line.startswith("+") for line in lines)
    assert after.index("Dune « vive »") < after.index("# ---- l’événement")


def test_one_of_many_goes_and_leaves_the_comments() -> None:
    after, lines = changed(FILE, lambda v: v["organisations"].pop(0))
    assert all(line.startswith("-") for line in lines)
    assert "# ---- qui nous sommes" in after and "# ---- l’événement" in after


def test_a_first_recipient_and_a_first_event_stand_at_the_end() -> None:
    after, _ = changed(FILE, lambda v: v.update(recipients=[{"address": "a@asso.example"}]))
    assert after.endswith('\n\n[[recipients]]\naddress = "a@asso.example"\n')
    assert "personne encore" in after
    without = FILE.replace("[event]", "[rien]").split("[rien]")[0]
    after, _ = changed(
        without, lambda v: v.update(event={"id": "e", "name": "E", "short_name": {"fr": "l’e"}})
    )
    assert '[event]\nid = "e"\nname = "E"\nshort_name.fr = "l’e"\n' in after


def test_languages_are_added_in_a_section_in_braces_and_where_there_is_none() -> None:
    for change, line in (
        (lambda v: v["documents"][0]["quotes"].update(en=["not for sale"]), '+en = ["not for sale"]'),
        (lambda v: v["event"]["short_name"].update(en="the conference"), None),
        (
            lambda v: v["documents"][0].update(titles={"en": "For living shores"}),
            '+titles.en = "For living shores"',
        ),
    ):
        _, lines = changed(FILE, change)
        assert line is None or lines == [line]


def test_queries_are_added_changed_and_taken_out() -> None:
    after, _ = changed(FILE, lambda v: v["queries"].update(etroite={"text": "a ET b", "kind": "related"}))
    assert '[queries.etroite]\ntext = "a ET b"\nkind = "related"\n' in after
    changed(FILE, lambda v: v["queries"].update(large="rivage* OU digue*"))
    changed(FILE, lambda v: v["queries"].pop("large"))
    changed(after, lambda v: v["queries"].pop("etroite"))
    changed(
        FILE.replace('[queries]\nlarge = "rivage*"', ""), lambda v: v.update(queries={"q": {"text": "x"}})
    )


def test_the_ends_of_lines_and_the_mark_of_a_windows_editor_stay() -> None:
    file = "\ufeff" + FILE.replace("\n", "\r\n")
    wanted = tomllib.loads(FILE)
    wanted["name"] = "Autre"
    wanted["organisations"][1]["acronyms"] = ["APB"]
    after = edited(file.encode(), wanted).decode()
    assert after.startswith("\ufeff") and "\n" not in after.replace("\r\n", "")


def test_lines_of_a_file_with_both_ends_keep_theirs() -> None:
    assert with_ends_of("a\r\nb\nc\r\n", "a\nB\nc\nd\n") == "a\r\nB\r\nc\r\nd\r\n"
    assert with_ends_of("a\nb", "a\nb\nc") == "a\nb\nc"


def test_what_is_the_same_leaves_every_byte() -> None:
    assert edited(FILE.encode(), tomllib.loads(FILE)) == FILE.encode()


def test_a_file_that_cannot_be_read_is_not_edited() -> None:
    with pytest.raises(CannotEdit):
        edited(b"name = ", {"name": "A"})


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs"]),
    min_size=1,
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_changes_is_what_the_file_says_then_and_the_comments_stay(data: st.DataObject) -> None:
    wanted = tomllib.loads(FILE)
    tables = [wanted, *wanted["documents"], *wanted["organisations"], wanted["event"]]
    for table in data.draw(st.lists(st.sampled_from(tables), max_size=3)):
        key = data.draw(st.sampled_from(["search_strings", "aliases", "names", "headlines", "hosts"]))
        kept = data.draw(st.lists(st.sampled_from(table.get(key) or ["x"]), max_size=5))
        table[key] = [*kept, *data.draw(st.lists(WORDS, max_size=3))]
    wanted["name"] = data.draw(WORDS)
    if data.draw(st.booleans()):
        wanted["organisations"].insert(data.draw(st.integers(0, 2)), {"id": "dune", "name": data.draw(WORDS)})
    after = edited(FILE.encode(), wanted).decode()
    assert tomllib.loads(after) == wanted
    comments = [line for line in FILE.split("\n") if line.startswith("#")]
    assert [line for line in after.split("\n") if line in comments] == comments


@pytest.mark.parametrize("part", ["documents", "organisations", "rivals"])
def test_a_part_of_the_shipped_dossier_is_taken_out_and_brought_back(part: str) -> None:
    shipped = next((Path(campaigns.__file__).parent / "shipped" / "campaigns").glob("*.toml")).read_bytes()
    values = tomllib.loads(shipped.decode())
    wanted = copy.deepcopy(values)
    del wanted[part][1]
    after = edited(shipped, wanted)
    assert tomllib.loads(after.decode()) == wanted
    assert tomllib.loads(edited(after, values).decode()) == values
