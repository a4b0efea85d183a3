"""Books of an invented campaign, as large as a test asks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from monitor.book import Book, build_book
from monitor.dossier import Campaign, Document, DocumentKind, Event, Organisation
from storage.model import Health, Mention, MentionKind, Reason, Review, ReviewStatus, SourceStatus

TITLE = "Tout ce qu’on ne vous dit pas de la machine"
OUTLETS = (
    ("Le Balancier du soir", "national-daily", "FR", 1),
    ("The Ludwick Courier", "national-daily", "GB", 1),
    ("Vigie", "weekly", "FR", 2),
    ("Agence Estuaire", "news-agency", "FR", 1),
    ("Sarmande Matin", "regional-daily", "FR", 3),
    ("La Gazette lémanique", "regional-daily", "CH", 2),
    ("Radio Grand Large", "radio", "FR", 2),
    ("Octet", "pure-player", "FR", 3),
    ("Rheinufer Zeitung", "regional-daily", "DE", 2),
    ("Mailles", "ngo", "FR", 3),
    ("Cabines", "trade", "BE", 3),
    ("Le carnet d’Ysé", "blog", "", 0),
)
TITLES = {
    "fr": (
        "Cent associations contre une machine « sans boussole »",
        "« On nous a donné trois minutes au micro »",
        "Avant le sommet, une centaine d’ONG exigent des règles",
        "Tribune : « ce que l’on ne nous dit pas » fait débat à l’université de Troisrives et bien au-delà",
    ),
    "en": ("More than 100 groups accuse hosts of the summit of “denial”",),
    "de": ("Hundert Organisationen kritisieren den Gipfel",),
}


EXCERPT = (
    "Une centaine d’ONG réclament, dans une tribune au « Balancier », que l’on fasse passer « les droits humains »"
    " avant les bilans des géants de la machine."
)
MARKED = ("une tribune au « Balancier »", "les droits humains")


class Shelf:
    """Makes mentions and books; the same calls give the same values."""

    def __init__(self, press: Any) -> None:
        self.press = press
        self.campaign = Campaign(
            id="appel",
            name=f"Tribune « {TITLE} »",
            documents=(
                Document(
                    "tribune",
                    DocumentKind.OPED,
                    TITLE,
                    published_at=press.at("2025-02-04 06:00"),
                    outlet_names=("Le Balancier du soir",),
                ),
            ),
            organisations=(
                Organisation("rivage", "Collectif Rivage"),
                Organisation("phare", "Association du Phare"),
                Organisation("estran", "Fédération de l’Estran", role="signatory"),
            ),
            event=Event(
                "sommet",
                "Sommet",
                short_name=(("fr", "le sommet"), ("en", "the summit")),
                starts_on=date(2025, 2, 10),
                ends_on=date(2025, 2, 11),
            ),
            prepared_for="Collectif Rivage et Association du Phare",
        )

    def mention(self, title: str, outlet: str, published: Any = "2025-02-05 16:00", **more: Any) -> Mention:
        """A mention in one of the outlets above, or another."""
        known = {name: (kind, country, tier) for name, kind, country, tier in OUTLETS}
        kind, country, tier = known.get(outlet, ("regional-daily", "FR", 0))
        made: Mention = self.press.mention(
            title, self.press.outlet(outlet, kind, country, tier), published, **more
        )
        return made

    def many(self, count: int, pickups: float = 0.2, outlets: int = 0) -> list[Mention]:
        """So many mentions over two weeks, a share of them pickups, some of these reprints of one dispatch."""
        chance = random.Random(count)
        made = []
        for number in range(count):
            name, _, country, _ = OUTLETS[number % len(OUTLETS)]
            if outlets and number >= len(OUTLETS):
                name = f"Titre n° {number % outlets}"
            language = {"GB": "en", "DE": "de"}.get(country, "fr")
            day = date(2025, 2, 4) + timedelta(days=min(13, int(abs(chance.gauss(3, 4)))))
            pickup = chance.random() < pickups or number == 0
            made.append(
                self.mention(
                    chance.choice(TITLES[language]),
                    name,
                    f"{day} {7 + number % 12:02}:15",
                    kind=(MentionKind.REPUBLICATION if number % 9 == 4 else MentionKind.CITATION)
                    if pickup
                    else (MentionKind.RELATED if number % 31 == 0 else MentionKind.TOPIC),
                    language=language,
                    text="dispatch" if pickup and number % 3 == 0 else "",
                    authors=("Thibaut Corradi",) if number % 3 else ("La rédaction", "Priya Cathcart"),
                    paywalled=number % 4 == 0,
                    organisations=("rivage", "phare") if number % 3 == 0 else (),
                    quoted=("rivage",) if number % 6 == 0 else (),
                    excerpt=EXCERPT,
                    marks=tuple(
                        (EXCERPT.index(words), EXCERPT.index(words) + len(words)) for words in MARKED
                    ),
                    reuse={"share_of_document": 0.93},
                    review=Review(
                        status=ReviewStatus.CONFIRMED,
                        starred=number == 7,
                        note="première reprise outre-Manche ; penser à remercier l’autrice."
                        if number % 3 == 1
                        else "",
                        reviewed_by="Inès",
                        reviewed_at=self.press.utc("2025-02-17 07:00"),
                    )
                    if number % 2
                    else Review(),
                )
            )
        return made

    def statuses(self) -> list[SourceStatus]:
        """Two sources that were read, one that failed, one that forbids reading."""
        tried = "2025-02-17 07:00"
        return [
            self.press.status("Le Balancier du soir", tried=tried, read=tried),
            self.press.status("Sarmande Matin", tried=tried, read=tried),
            self.press.status(
                "Octet", Health.FAILING, Reason.SERVER_ERROR, tried=tried, since="2025-02-03 09:00"
            ),
            self.press.status("Cabines", Health.ROBOTS, Reason.ROBOTS, tried=tried),
        ]

    def readings(self, days: Sequence[int] = range(4, 18)) -> list[Any]:
        """A reading of each source at seven on these days of February."""
        return [
            self.press.reading(status, f"2025-02-{day:02} 07:00")
            for day in days
            for status in self.statuses()
        ]

    def book(self, mentions: Sequence[Mention], **more: Any) -> Book:
        """The book made on 17 February at eight."""
        campaign = more.pop("campaign", self.campaign)
        readings = more.pop("readings", None)
        return build_book(
            campaign,
            mentions,
            more.pop("statuses", self.statuses()),
            self.readings() if readings is None else readings,
            self.press.utc(more.pop("now", "2025-02-17 08:00")),
            **more,
        )

    def changed(self, **changes: Any) -> Campaign:
        """The campaign with other values."""
        return replace(self.campaign, **changes)
