"""The page for staff knows every key of a dossier, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config import dossier_form as form
from monitor.config.settings import Section

PAGE = (Path(__file__).parents[3] / "docs" / "dossier.md").read_text(encoding="utf-8")
FRENCH, ENGLISH = PAGE.split("\n# The dossier of a campaign\n")
SECTIONS = (
    form.DossierForm,
    form.DocumentForm,
    form.OrganisationForm,
    form.EventForm,
    form.EditionForm,
    form.RivalForm,
    form.QueryForm,
    form.RecipientForm,
)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_every_key_is_explained_in_both_languages(section: type[Section]) -> None:
    for text in (FRENCH, ENGLISH):
        told = set(
            re.findall(r"\w+", " ".join(re.findall(r"`[^`]*`|\[+[\w.]+\]+|```.*?```", text, re.DOTALL)))
        )
        assert set(section.model_fields) <= told


def test_the_french_is_set_as_french_is() -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", FRENCH, flags=re.DOTALL)
    assert re.findall(r"\w'\w| [:;?!](?:\s|$)|« | »", prose) == []
