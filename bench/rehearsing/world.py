"""The press of the rehearsal: two invented newspapers, a text, and articles about it on every day.

Each article that counts bears a number of its own in its title ("la page 17"), by which it is found again in
reports and mails, whatever their form.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.demo import PressArticle, PressOutlet, PressWorld, RunningWorld, serve
from monitor.demo.values import Section, Way, WayKind
from storage.model import MentionKind

CAMPAIGN = "rivieres"
TEXT = "Ce que les rivières nous disent encore"
NOUNS = [
    "écluse",
    "moulin",
    "barrage",
    "halage",
    "batelier",
    "truite",
    "sécheresse",
    "forage",
    "berge",
    "crue",
    "pont",
    "prairie",
    "saule",
    "castor",
    "mairie",
    "canton",
    "syndicat",
    "hydrologue",
    "maraîchère",
    "conseillère",
    "école",
    "lavoir",
    "fontaine",
    "source",
    "étang",
    "vanne",
    "canal",
    "péniche",
    "pêcheur",
    "héron",
    "libellule",
    "roseau",
    "gravier",
    "turbine",
    "nappe",
    "puits",
    "citerne",
    "orage",
    "hiver",
    "printemps",
    "automne",
    "marché",
    "boulangère",
    "facteur",
    "clocher",
    "chapelle",
    "verger",
    "vigneron",
    "colline",
    "plateau",
    "gorge",
    "sentier",
    "passerelle",
    "débit",
    "nitrate",
]
VERBS = [
    "observe",
    "raconte",
    "mesure",
    "défend",
    "traverse",
    "nettoie",
    "dessine",
    "surveille",
    "rappelle",
    "partage",
    "explique",
    "répare",
    "protège",
    "compte",
    "regrette",
    "attend",
    "photographie",
    "interroge",
    "inventorie",
    "célèbre",
    "restaure",
    "visite",
    "décrit",
    "soutient",
    "étudie",
]


def _sentence(chance: random.Random) -> str:
    """A sentence that no other article has: two articles of this press are never copies of each other."""
    one, two, three, four = chance.sample(NOUNS, 4)
    first, second = chance.sample(VERBS, 2)
    return f"Notre {one} {first} chaque {two} du village, et votre {three} {second} encore cette {four}."


@dataclass
class Press:
    """The running press, and which articles count by now: their numbers, in order of publication."""

    running: RunningWorld
    published: dict[int, datetime] = field(default_factory=dict)

    def publish(self, at: datetime, *, first_rank: bool = False, not_before: datetime | None = None) -> None:
        """One more article about the text, out at a moment (aware); `first_rank`: in the paper of that rank.

        `not_before`: nobody could know it earlier, though it bears an earlier time.
        """
        number = 900 + 2 * len(self.published) + int(first_rank)
        self._put(number, at)
        self.published[number] = max(at, not_before or at)

    def _put(self, number: int, at: datetime) -> None:
        self.published[number] = at
        self.running.add(_article(number, at))

    def move(self, moment: datetime) -> None:
        """The moment that the sites live in."""
        self.running.set_today(moment)

    def due(self, moment: datetime) -> set[int]:
        """The numbers of the articles that are out at a moment."""
        return {number for number, at in self.published.items() if at <= moment}


def title(number: int) -> str:
    """The title of an article, which no other bears."""
    return f"L’appel des rivières, la page {number} du cahier"


def mark(number: int) -> str:
    """The words of the title that tell an article from every other."""
    return f"la page {number} du cahier"


@contextmanager
def press(start: datetime, days: int) -> Iterator[Press]:
    """Serve the press, with two articles a day from `start` (aware, a midnight) on: one early, one in the afternoon."""
    outlets = tuple(_outlet(name) for name in ("ecluse", "canton"))
    with serve(PressWorld(outlets, (), PressWorld.load().labels), start) as running:
        found = Press(running)
        for day in range(days):
            for half, hour in enumerate((5, 15)):
                found._put(100 + 2 * day + half, start + timedelta(days=day, hours=hour, minutes=10 + half))
        yield found


def _outlet(ident: str) -> PressOutlet:
    return PressOutlet(
        id=ident,
        name={"ecluse": "Le Journal de l’écluse", "canton": "La Gazette du canton"}[ident],
        country="FR",
        language="fr",
        kind="regional-daily",
        tier=1 if ident == "canton" else 2,
        skin="opengraph",
        address="/{section}/{slug}-{number}",
        motto="Toutes les eaux",
        sections=(Section("vallee", "La vallée"),),
        ways=(Way(WayKind.RSS, "/flux.rss"),),
    )


def _article(number: int, at: datetime) -> PressArticle:
    outlet = ("ecluse", "canton")[number % 2]
    chance = random.Random(number)
    chosen = [_sentence(chance) for _ in range(14)]
    opening = (
        f"Le Collectif Rivage a publié sa tribune « {TEXT} ». C’est ce que dit la page {number} du cahier"
        " ouvert à la mairie, où chacun peut écrire ce qu’il voit de l’eau."
    )
    return PressArticle(
        id=f"{outlet}/page-{number}",
        outlet_id=outlet,
        slug=f"page-{number}",
        title=title(number),
        standfirst=f"{chosen[0]} {chosen[1]}",
        authors=("La rédaction",),
        published_at=at,
        section="vallee",
        language="fr",
        body="\n\n".join((opening, " ".join(chosen[2:8]), " ".join(chosen[8:]))),
        kind=MentionKind.CITATION,
    )


def dossier(
    recipients: tuple[tuple[str, str, tuple[str, ...]], ...], report_at: str, ends_on: str = ""
) -> str:
    """The dossier (TOML) of the text. `recipients`: address, language, and what each receives."""
    lines = [
        'name = "L’appel des rivières"', 'language = "fr"', 'zone = "Europe/Paris"', f'report_at = "{report_at}"',
        *([f"ends_on = {ends_on}"] if ends_on else []),
        'search_strings = ["appel des rivières"]', "",
        "[[documents]]", 'id = "tribune"', 'kind = "oped"', 'language = "fr"', f'title = "{TEXT}"',
        'kind_words = ["tribune", "appel"]', "",
        "[[organisations]]", 'id = "rivage"', 'name = "Collectif Rivage"', 'role = "initiator"', "",
    ]  # fmt: skip
    for address, language, receives in recipients:
        wanted = ", ".join(f'"{one}"' for one in receives)
        lines += [
            "[[recipients]]",
            f'address = "{address}"',
            f'language = "{language}"',
            f"receives = [{wanted}]",
            "",
        ]
    return "\n".join(lines) + "\n"
