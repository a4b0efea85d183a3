"""Lists as files: kept whole, found by their id alone, gone after a while."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.missed.groups import Group
from monitor.missed.lists import KEPT, Lists, Row, new_list
from monitor.missed.reading import Listed

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def test_a_list_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = new_list(Listed(("https://a.example/é", "javascript:alert(1)"), 3), "karim", "appel", NOW)
    row = Row(
        "https://a.example/é",
        Group.FAILED,
        "gone",
        "Titre « é »",
        "A",
        "",
        {"fr": "Rien."},
        {},
        True,
        seen="4.x",
    )
    kept = kept.with_row(0, row)
    Lists(tmp_path).save(kept)
    assert Lists(tmp_path).find(kept.id) == kept
    assert [path.name for path in (tmp_path / "lists").iterdir()] == [f"{kept.id}.json"]


@pytest.mark.parametrize(
    "name", ["../archive", "0123456789abcdef/..", "", "0123456789ABCDEF", "0123456789abcdef\n", "*"]
)
def test_only_the_id_of_a_list_finds_one(tmp_path: Path, name: str) -> None:
    (tmp_path / "archive.json").write_text("{}")
    assert Lists(tmp_path).find(name) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"rows": 3}', "\0", '{"id": 1, "rows": [{"url": 1, "group": "x"}]}']
)
def test_a_damaged_file_is_no_list(tmp_path: Path, text: str) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "0123456789abcdef.json").write_text(text)
    assert Lists(tmp_path).find("0123456789abcdef") is None
    assert Lists(tmp_path).of("karim", 5) == []


def test_a_person_finds_their_latest_lists_and_old_ones_go(tmp_path: Path) -> None:
    lists = Lists(tmp_path)
    made = [
        new_list(Listed((f"https://a.example/{n}",)), "karim", "appel", NOW + timedelta(hours=n))
        for n in range(3)
    ]
    for one in (*made, replace(made[0], id="f" * 16, who="lea")):
        lists.save(one)
    assert [one.id for one in lists.of("karim", 2)] == [made[2].id, made[1].id]
    old = (NOW - KEPT - timedelta(days=1)).timestamp()
    os.utime(tmp_path / "lists" / f"{made[0].id}.json", (old, old))
    for path in (made[1].id, made[2].id, "f" * 16):
        os.utime(tmp_path / "lists" / f"{path}.json", (NOW.timestamp(), NOW.timestamp()))
    lists.drop_old(NOW)
    assert lists.find(made[0].id) is None and lists.find(made[1].id) is not None


def test_where_nothing_was_pasted_yet_there_is_nothing(tmp_path: Path) -> None:
    lists = Lists(tmp_path)
    lists.drop_old(NOW)
    assert lists.of("karim", 5) == [] and not (tmp_path / "lists").exists()
