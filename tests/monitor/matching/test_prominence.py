from __future__ import annotations

import pytest

from monitor.matching.prominence import Places, salience_of
from storage.model import MentionKind, Salience


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (Places(True, False, False, frozenset(), 0, 20), Salience.MAIN),
        (Places(False, True, True, frozenset({0}), 1, 20), Salience.MAIN),
        (Places(False, False, False, frozenset({5, 7, 8}), 3, 9), Salience.MAIN),
        (Places(False, True, False, frozenset({0}), 1, 1), Salience.MAIN),
        (Places(False, False, True, frozenset({5}), 1, 20), Salience.PASSING),
        (Places(False, True, False, frozenset({0}), 1, 20), Salience.SUBSTANTIAL),
        (Places(False, False, False, frozenset({5, 7}), 2, 20), Salience.SUBSTANTIAL),
        (Places(False, False, False, frozenset({5}), 2, 20), Salience.SUBSTANTIAL),
        (Places(False, False, False, frozenset({5}), 1, 20), Salience.PASSING),
        (Places(False, False, False, frozenset(), 0, 0), Salience.PASSING),
    ],
)
def test_the_place_follows_from_where_the_evidence_stands(places: Places, expected: Salience) -> None:
    assert salience_of(MentionKind.CITATION, places) is expected


def test_what_reproduces_our_text_has_it_for_subject() -> None:
    places = Places(False, False, False, frozenset({5}), 1, 20)
    assert salience_of(MentionKind.REPUBLICATION, places) is Salience.MAIN
