"""Which mentions are in a list, and how a person asks for them: names in two languages, and what is not known is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.export import Asked, Known, NotKnown, Part, Selection, known_of, selection_of, told
from monitor.wording import Words
from storage.model import MentionKind, Review, ReviewStatus

FRENCH, ENGLISH = Words("fr"), Words("en")


def chosen(asked: Asked, mentions: list[Any], press: Any) -> list[str]:
    known = known_of(mentions, [press.campaign], [])
    selection = selection_of(asked, known)
    return [one.article.title for one in mentions if selection.holds(one)]


@pytest.fixture
def mentions(press: Any) -> list[Any]:
    """Six that differ in one thing each."""
    radio = press.outlet("Radio Ostrelle", "radio", "BE", 2)
    confirmed = Review(ReviewStatus.CONFIRMED, tone="favourable", tags=("une", "à suivre"), starred=True)
    return [
        press.mention("plain", press.outlet("Sarmande Matin", tier=1)),
        press.mention("radio", radio, "2025-02-06", MentionKind.REPUBLICATION, quoted=("phare",)),
        press.mention("reviewed", review=confirmed, organisations=("rivage",), seen="2025-02-08 09:00"),
        press.mention("unsure", to_check=True, language="nl-BE"),
        press.mention("own page", own=True, published="2025-02-06 00:30"),
        press.mention("undated", published=None, kind=MentionKind.TOPIC, excerpt="Un Été à l’œuvre"),
    ]


ALL = ["plain", "radio", "reviewed", "unsure", "own page", "undated"]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (Asked(), ALL),
        (Asked(kind=("republication",)), ["radio"]),
        (Asked(kind=("Reprise intégrale", "topic")), ["radio", "undated"]),
        (Asked(kind=("citation,topic",), status=("à relire",)), ["plain", "unsure", "own page", "undated"]),
        (Asked(status=("Confirmed",)), ["reviewed"]),
        (Asked(outlet=("radio-ostrelle",)), ["radio"]),
        (Asked(outlet=("RADIO ostrelle",)), ["radio"]),
        (Asked(outlet_kind=("radio",)), ["radio"]),
        (Asked(outlet_kind=("quotidien régional",), tier=("1",)), ["plain"]),
        (Asked(country=("Belgique",)), ["radio"]),
        (Asked(country=("be", "France"), tier=("2",)), ["radio"]),
        (Asked(language=("néerlandais",)), ["unsure"]),
        (Asked(tier=("0",), kind=("topic",)), ["undated"]),
        (Asked(organisation=("phare",)), ["radio"]),
        (Asked(organisation=("collectif rivage",)), ["reviewed"]),
        (Asked(tone=("favorable",)), ["reviewed"]),
        (Asked(tag=("à suivre",)), ["reviewed"]),
        (Asked(starred=True), ["reviewed"]),
        (Asked(starred=False, kind=("republication",)), ["radio"]),
        (Asked(to_check="only"), ["unsure"]),
        (Asked(to_check="laissées de côté", own="out"), ["plain", "radio", "reviewed", "undated"]),
        (Asked(own="only"), ["own page"]),
        (Asked(published_since=date(2025, 2, 6)), ["radio", "own page"]),
        (Asked(published_until=date(2025, 2, 5)), ["plain", "reviewed", "unsure"]),
        (Asked(found_since=datetime(2025, 2, 7, tzinfo=UTC)), ["reviewed"]),
        (Asked(found_until=datetime(2025, 2, 7, tzinfo=UTC), own="only"), ["own page"]),
        (Asked(words="ete OEUVRE"), ["undated"]),
        (Asked(words="été absent"), []),
    ],
)
def test_each_filter_takes_what_it_says(
    asked: Asked, titles: list[str], mentions: list[Any], press: Any
) -> None:
    assert chosen(asked, mentions, press) == titles


def test_the_day_of_publication_is_that_of_the_zone(press: Any) -> None:
    late = press.mention("late", published=datetime.fromisoformat("2025-02-05T23:30:00+00:00"))
    for zone, day in (("Europe/Paris", 6), ("America/New_York", 5)):
        wanted = Selection(published=(date(2025, 2, day), date(2025, 2, day)), zone=zone)
        assert wanted.holds(late)
        assert not replace(wanted, published=(date(2025, 2, 11 - day), date(2025, 2, 11 - day))).holds(late)


def test_only_the_campaign_asked_for(press: Any) -> None:
    mention = press.mention("T")
    assert Selection(campaign="appel").holds(mention)
    assert not Selection(campaign="autre").holds(mention)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(kind=("citations",)), "--kind : « citations » n’est pas connu ici. Vouliez-vous dire citation ? Connus ici : republication, citation, related, topic."),
        (Asked(status=("oui",)), "--status : « oui » n’est pas connu ici. Connus ici : to_review, confirmed, rejected, second_look."),
        (Asked(outlet=("Radio Ostrele",)), "--outlet : « Radio Ostrele » n’est pas connu ici. Vouliez-vous dire Radio Ostrelle ? Connus ici : sarmande-matin, radio-ostrelle."),
        (Asked(tier=("4",)), "--tier : « 4 » n’est pas connu ici. Connus ici : 1, 2, 3, 0."),
        (Asked(tag=("zzz",)), "--tag : « zzz » n’est pas connu ici. Connus ici : une, à suivre."),
        (Asked(country=("Suisse",)), "--country : « Suisse » n’est pas connu ici. Connus ici : BE, FR."),
        (Asked(own="maybe"), "--own : « maybe » n’est pas connu ici. Connus ici : in, out, only."),
        (Asked(organisation=("x\x1b[31m\ny",)), "--organisation : « x [31m y » n’est pas connu ici. Connus ici : rivage, phare."),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_told_with_those_that_are(
    asked: Asked, said: str, mentions: list[Any], press: Any
) -> None:
    with pytest.raises(NotKnown) as failed:
        chosen(asked, mentions, press)
    sentence = failed.value.sentence(FRENCH).replace("\u00a0", " ").replace("\u202f", " ")
    parts = sentence.split("Connus ici : ")
    wanted = said.split("Connus ici : ")
    assert parts[0] == wanted[0]
    assert sorted(parts[1].rstrip(".").split(", ")) == sorted(wanted[1].rstrip(".").split(", "))


def test_a_long_list_of_names_is_not_read_out() -> None:
    known = Known(outlets={f"media-{n:03}": f"Média {n}" for n in range(400)})
    with pytest.raises(NotKnown) as failed:
        selection_of(Asked(outlet=("tout autre chose",)), known)
    assert len(failed.value.sentence(FRENCH)) < 300
    with pytest.raises(NotKnown) as failed:
        selection_of(Asked(tag=("une",)), known)
    assert failed.value.sentence(ENGLISH) == "--tag: “une” is not known here."


def test_an_option_beside_a_ready_made_list_wins() -> None:
    preset = Asked(kind=("citation",), status=("confirmed",), own="out", starred=True)
    both = Asked(kind=("topic",), starred=False).over(preset)
    assert (both.kind, both.status, both.own, both.starred) == (("topic",), ("confirmed",), "out", False)


def test_what_was_chosen_is_told_in_words(press: Any, mentions: list[Any]) -> None:
    known = known_of(mentions, [press.campaign], [])
    asked = Asked(
        kind=("citation", "republication"), status=("confirmed",), outlet=("radio-ostrelle",), country=("BE",),
        language=("fr",), tier=("2",), organisation=("phare",), tone=("neutral",), tag=("une",), starred=True,
        to_check="only", own="out", published_since=date(2025, 2, 4), words="été",
        found_since=datetime(2025, 2, 3, 23, tzinfo=UTC), found_until=datetime(2025, 2, 10, 23, tzinfo=UTC),
    )  # fmt: skip
    lines = dict(told(selection_of(asked, known), known, FRENCH))
    assert lines == {
        "Nature": "Reprise intégrale, Citation",
        "Statut": "confirmée",
        "Organisations nommées ou citées": "Association du Phare",
        "À vérifier": "seules",
        "Sur nos sites": "laissées de côté",
        "Média": "Radio Ostrelle",
        "Pays": "Belgique",
        "Langue": "français",
        "Rang": "2",
        "Ton": "neutre",
        "Étiquettes": "une",
        "Étoile": "oui",
        "Paru": "à partir du mardi 4 février 2025",
        "Trouvée": "du mardi 4 février 2025 au lundi 10 février 2025",
        "Avec les mots": "été",
    }
    assert told(Selection(), Known(), FRENCH) == ()
    assert Selection().to_check is Part.IN
