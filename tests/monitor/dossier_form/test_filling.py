"""What a form says, as values of the file; and what differs between two of them, in words."""

from __future__ import annotations

import copy
import tomllib
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.campaigns import read_campaign
from monitor.dossier_form import PARTS, NoSuchPart, Untyped, differences, filled, shown, table_of, without
from monitor.dossier_form.from_payload import values_of_payload
from monitor.dossier_form.proposed import corrected
from monitor.proposals import Part, propose
from monitor.wording import Words

VALUES: dict[str, Any] = tomllib.loads(
    """
name = "Rivages"
report_at = "07:30"

[[documents]]
id = "tribune"
kind = "oped"
title = "Pour des rivages vivants"
published_at = 2025-02-04T18:00:00+01:00
text_file = "tribune.md"
quotes = { fr = ["les rivages"] }

[[organisations]]
id = "rivage"
name = "Collectif Rivage"
aliases = ["Rivage"]

[event]
id = "assises"
name = "Assises du littoral"
starts_on = 2025-02-10
other_editions = [{ name = "Assises de la mer", years = [2023] }]

[[rivals]]
id = "autre"
name = "Autre texte"

[queries]
large = "rivage*"

[[recipients]]
address = "maud@asso.example"
"""
)
WORDS = Words("fr")


@pytest.mark.parametrize("name", list(PARTS))
def test_a_form_sent_as_it_was_shown_changes_nothing(name: str) -> None:
    part = PARTS[name]
    names = {"queries": "large", "editions": "Assises de la mer", "recipients": "maud@asso.example"}
    names |= {"documents": "tribune", "organisations": "rivage", "rivals": "autre"}
    at = names.get(name, "")
    typed = shown(part, table_of(VALUES, part, at))
    assert filled(VALUES, part, at, typed) == VALUES


def test_lines_become_a_list_without_empty_ones() -> None:
    wanted = filled(
        VALUES, PARTS["organisations"], "rivage", {"aliases": ("Rivage\r\n\r\n  Les   Rivages \r\n",)}
    )
    assert wanted["organisations"][0]["aliases"] == ["Rivage", "Les Rivages"]
    assert VALUES["organisations"][0]["aliases"] == ["Rivage"]


def test_a_line_beside_which_one_is_added_keeps_its_no_break_spaces() -> None:
    values = copy.deepcopy(VALUES)
    french = "Rivages\u00a0: «\u00a0ils montent\u00a0»"
    values["documents"][0] |= {"headlines": [french], "quotes": {"fr": [french]}}
    typed = {"headlines": (f"{french}\nUn autre titre",), "quotes.fr": (f"{french}\nautre",)}
    document = filled(values, PARTS["documents"], "tribune", typed)["documents"][0]
    assert document["headlines"] == [french, "Un autre titre"]
    assert document["quotes"] == {"fr": [french, "autre"]}


def test_a_day_that_is_emptied_goes_and_one_that_is_none_is_told() -> None:
    event = PARTS["event"]
    assert "starts_on" not in filled(VALUES, event, "", {"starts_on": ("",)})["event"]
    assert filled(VALUES, event, "", {"ends_on": ("2025-02-11",)})["event"]["ends_on"] == date(2025, 2, 11)
    with pytest.raises(Untyped) as wrong:
        filled(VALUES, event, "", {"ends_on": ("11 février",)})
    assert wrong.value.key == "ends_on"
    with pytest.raises(Untyped):
        filled(VALUES, PARTS["editions"], "Assises de la mer", {"years": ("deux mille",)})


def test_a_language_more_is_added_and_one_that_is_emptied_goes() -> None:
    typed = {"quotes.fr": ("",), "quotes.de": ("die Ufer\nam Meer",)}
    wanted = filled(VALUES, PARTS["documents"], "tribune", typed)
    assert wanted["documents"][0]["quotes"] == {"de": ["die Ufer", "am Meer"]}


def test_a_new_one_gets_an_id_that_is_free() -> None:
    typed = {"name": ("Rivage",), "role": ("ally",)}
    wanted = filled(VALUES, PARTS["organisations"], "", typed)
    assert wanted["organisations"][1] == {"id": "rivage-2", "name": "Rivage", "role": "ally"}
    query = filled(VALUES, PARTS["queries"], "", {"id": ("Très large",), "text": ("a OU b",)})
    assert query["queries"]["tres-large"] == {"text": "a OU b"}


def test_a_query_stays_one_line_while_it_is_of_the_usual_kind() -> None:
    part = PARTS["queries"]
    assert filled(VALUES, part, "large", {"text": ("digue*",)})["queries"]["large"] == "digue*"
    wanted = filled(VALUES, part, "large", {"text": ("digue*",), "kind": ("citation",)})
    assert wanted["queries"]["large"] == {"text": "digue*", "kind": "citation"}


def test_one_of_many_is_taken_out_and_what_there_is_not_is_no_part() -> None:
    assert "organisations" not in without(VALUES, PARTS["organisations"], "rivage")
    assert without(VALUES, PARTS["queries"], "large")["queries"] == {}
    assert "event" not in without(VALUES, PARTS["event"], "")
    for part, at in (("organisations", "7"), ("organisations", "0"), ("queries", "rien"), ("basics", "")):
        with pytest.raises(NoSuchPart):
            without(VALUES, PARTS[part], at)


def test_what_differs_is_told_part_by_part() -> None:
    after = copy.deepcopy(VALUES)
    after["organisations"][0]["aliases"] = ["Les Rivages"]
    after["queries"] = {"neuve": {"text": "x"}}
    after["recipients"] = []
    told = [(one.what, one.gone, one.come) for one in differences(VALUES, after, WORDS)]
    assert ("Autres noms, Collectif Rivage", ("Rivage",), ("Les Rivages",)) in told
    assert ("Une requête en moins", ("large",), ()) in told
    assert ("Une requête en plus", (), ("neuve",)) in told
    assert ("Un destinataire en moins", ("maud@asso.example",), ()) in told
    assert "maud@asso.example" not in str(differences(VALUES, after, WORDS, recipients=False))
    assert differences(VALUES, VALUES, WORDS) == []


def test_what_the_archive_kept_becomes_the_same_file_again() -> None:
    file, texts = FULL.encode(), {"tribune.md": b"Les mots du texte.\n"}
    campaign, _ = read_campaign("rivages", file, texts, "")
    assert campaign is not None
    values = tomllib.loads(FULL)
    found, more = values_of_payload(campaign.payload, values, texts)
    assert (found, more) == (values, {})


def test_what_the_archive_kept_brings_a_text_back_that_is_no_longer_there() -> None:
    texts = {"tribune.md": b"Les mots du texte.\n"}
    campaign, _ = read_campaign("rivages", FULL.encode(), texts, "")
    assert campaign is not None
    found, more = values_of_payload(campaign.payload, {}, {"tribune.md": b"Autre chose."})
    assert more == {"tribune-2.md": b"Les mots du texte.\n"}
    assert found["documents"][0]["text_file"] == "tribune-2.md"
    assert "recipients" not in found
    with pytest.raises(ValueError):
        values_of_payload("[]", {}, {})


FULL = """
name = "Rivages"
starts_on = 2025-02-04

[[documents]]
id = "tribune"
kind = "oped"
title = "Pour des rivages vivants"
published_at = 2025-02-04T18:00:00+01:00
text_file = "tribune.md"
quotes = { fr = ["les rivages"], en = ["the shores"] }
titles = { en = "For living shores" }

[[organisations]]
id = "rivage"
name = "Collectif Rivage"
aliases = ["Rivage"]

[event]
id = "assises"
name = "Assises du littoral"
starts_on = 2025-02-10
short_name = { fr = "les assises" }
other_editions = [{ name = "Assises de la mer", years = [2023] }]

[[rivals]]
id = "autre"
name = "Autre texte"

[queries]
large = "rivage* ET digue"
etroite = { text = "rivage ET vanne", kind = "citation" }

[[recipients]]
address = "maud@asso.example"
"""

RELEASE = """# Communiqué

# Pour des rivages vivants, fermons les vannes

Paris, le 4 février 2025. Le Collectif Rivage (CR) et l’Association du Phare Blanc publient une tribune dans Le Phare,
signée par une centaine d’associations, avant les Assises du littoral des 10 et 11 février 2025 à Brest.

« Les rivages ne sont pas à vendre au plus offrant », écrivent les signataires.
"""


def test_a_proposal_is_corrected_and_struck_out() -> None:
    found = propose(RELEASE, date(2025, 2, 5))
    title = found.of(Part.TITLE)[0]
    days = found.of(Part.EVENT_DAYS)[0]
    kept = {choice.number for choice in found.choices} - {one.number for one in found.of(Part.QUOTE)}
    typed = {
        (title.number, "text"): "  Un autre\ntitre ",
        (days.number, "first"): "2025-02-12",
        (days.number, "last"): "jamais",
        **{(one.number, "text"): "" for one in found.of(Part.SEARCH)},
    }
    after = corrected(found, kept, typed)
    assert after.of(Part.TITLE)[0].text == "Un autre titre"
    assert after.of(Part.EVENT_DAYS)[0].days == (date(2025, 2, 11), date(2025, 2, 12))
    assert after.of(Part.QUOTE) == [] == after.of(Part.SEARCH)


def test_a_moment_of_the_archive_keeps_its_offset() -> None:
    assert VALUES["documents"][0]["published_at"].astimezone(UTC) == datetime(2025, 2, 4, 17, tzinfo=UTC)
