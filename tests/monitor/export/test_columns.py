"""Columns by the names that people use for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.export import COLUMNS, NotKnown, columns_named
from monitor.export.columns import BY_KEY, PAGE, SHEET, SHEET_OPEN, SHEET_PRINTED
from monitor.wording import LANGUAGES, Words


def keys(*names: str) -> list[str]:
    return [column.key for column in columns_named(names)]


def test_columns_are_named_by_key_or_by_heading_in_either_language() -> None:
    assert keys("outlet", "title", "published_at") == ["outlet", "title", "published_at"]
    assert keys("média", "TITRE", "paru") == ["outlet", "title", "published_at"]
    assert keys("Heure (du média)", "heure", "Kind of outlet") == ["hour", "outlet_kind"]
    assert keys("genre de media", "part de notre texte reprise") == ["outlet_kind", "share_of_document"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_names_its_own_column(language: str) -> None:
    for column in COLUMNS:
        assert keys(Words(language)(column.heading)) == [column.key]
        assert keys(column.key) == [column.key]


def test_a_column_that_is_not_known_is_told_with_the_nearest() -> None:
    with pytest.raises(NotKnown) as failed:
        columns_named(["titlle"])
    assert failed.value.sentence(Words("en")) == "--columns: “titlle” is not known here. Did you mean title?"
    with pytest.raises(NotKnown) as failed:
        columns_named(["étiquete"])
    assert "Vouliez-vous dire Étiquettes" in failed.value.sentence(Words("fr"))


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_column_or_a_sentence(name: str) -> None:
    try:
        assert columns_named([name])[0].key in BY_KEY
    except NotKnown as error:
        sentence = error.sentence(Words("fr"))
        assert len(sentence) < 1000
        assert len(sentence.splitlines()) == 1


def test_the_sets_of_columns_are_made_of_known_ones_and_a_sheet_has_them_all() -> None:
    assert set(SHEET) == set(BY_KEY)
    assert len(SHEET) == len(set(SHEET)) == len(COLUMNS)
    assert SHEET[: len(SHEET_OPEN)] == SHEET_OPEN
    assert SHEET_OPEN[: len(SHEET_PRINTED)] == SHEET_PRINTED
    assert set(PAGE) <= set(BY_KEY)


def test_the_contract_s_keys_have_a_column() -> None:
    """Under their own name, or under the one that people have for them."""
    told = {
        "score": "weight", "snapshot": "sha256", "published_precision": "hour", "cluster_lead": "reprint",
        "reuse": "share_of_document",
    }  # fmt: skip
    from tests.monitor.export.test_jsonl import KEYS

    assert [key for key in KEYS if told.get(key, key) not in BY_KEY] == []
