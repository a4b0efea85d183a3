"""What the code knows of languages, as opposed to campaigns: numerals, words for groups, for rights, for asides.

French, English, Spanish, German, Italian, Portuguese, Dutch; all folded. Nothing here comes from a dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from babel.dates import get_month_names

from monitor.matching.folding import fold_words

LANGUAGES = ("fr", "en", "es", "de", "it", "pt", "nl")

_HUNDREDS = (
    "cent cents centaine centaines hundred hundreds cien ciento cientos centenar centenares hundert hunderte "
    "cento centinaio centinaia cem centena centenas honderd honderden"
)
_TENS = {
    10: "dizaine ten decena zehn dieci decina dez dezena tien",
    20: "vingt vingtaine twenty veinte veintena zwanzig venti ventina vinte twintig",
    30: "trente trentaine thirty treinta treintena dreissig trenta trentina trinta dertig",
    40: "quarante quarantaine forty cuarenta vierzig quaranta quarantina quarenta veertig",
    50: "cinquante cinquantaine fifty cincuenta funfzig cinquanta cinquantina cinquenta vijftig",
    60: "soixante soixantaine sixty sesenta sechzig sessanta sessantina sessenta zestig",
    100: _HUNDREDS,
    1000: "mille millier milliers thousand thousands mil millares tausend tausende migliaio migliaia duizend",
}
NUMERALS = {word: value for value, words in _TENS.items() for word in words.split()}
"""Numerals from ten on, by folded word."""

FACTORS = {
    word: value
    for value, words in {
        2: "deux two dos doscientos zwei due duas dois twee",
        3: "trois three tres drei tre drie",
        4: "quatre four cuatro vier quattro quatro",
        5: "cinq five cinco funf cinque vijf",
        6: "six seis sechs sei zes",
        7: "sept seven siete sieben sette sete zeven",
        8: "huit eight ocho acht otto oito",
        9: "neuf nine nueve neun nove negen",
    }.items()
    for word in words.split()
}
"""What multiplies the hundred that follows: "deux cents", "two hundred"."""

PER = frozenset(["pour", "per", "por", "pro"])
"""What makes a hundred that follows a share: "pour cent"."""

GROUPS = frozenset(
    [
        "ong",
        "ongs",
        "ngo",
        "ngos",
        "organisation",
        "organisations",
        "organizations",
        "organismes",
        "association",
        "associations",
        "associatives",
        "collectif",
        "collectifs",
        "syndicat",
        "syndicats",
        "federations",
        "structures",
        "entites",
        "groupes",
        "signataires",
        "signataire",
        "charities",
        "groups",
        "campaigners",
        "signatories",
        "unions",
        "organizaciones",
        "asociaciones",
        "colectivos",
        "entidades",
        "firmantes",
        "sindicatos",
        "organisationen",
        "verbande",
        "vereine",
        "initiativen",
        "gruppen",
        "bundnis",
        "gewerkschaften",
        "organizzazioni",
        "associazioni",
        "firmatari",
        "sindacati",
        "organizacoes",
        "associacoes",
        "coletivos",
        "signatarios",
        "organisaties",
        "verenigingen",
    ]
)
"""Words for groups of the civil society."""

CIVIC = (
    "société civile",
    "manifeste",
    "lettre ouverte",
    "pétition",
    "militants",
    "militantes",
    "signataires",
    "cosignataires",
    "coalition",
    "collectif",
    "collectifs",
    "ONG",
    "associations",
    "civil society",
    "open letter",
    "manifesto",
    "watchdogs",
    "campaigners",
    "activists",
    "NGOs",
    "sociedad civil",
    "carta abierta",
    "activistas",
    "Zivilgesellschaft",
    "offener Brief",
    "Bündnis",
    "NGO",
    "società civile",
    "lettera aperta",
    "attivisti",
    "sociedade civil",
    "carta aberta",
    "ativistas",
    "maatschappelijk middenveld",
    "open brief",
)
"""Phrases by which a text says that the civil society speaks or acts."""

COUNTER = ("contre", "counter", "contra", "gegen", "contro", "tegen", "anti", "alter")
"""What makes the event's noun the gathering of those who oppose it."""

RIGHTS = (
    "droits humains",
    "droits de l'homme",
    "droits fondamentaux",
    "libertés",
    "défenseurs des droits",
    "discriminations",
    "human rights",
    "civil liberties",
    "derechos humanos",
    "Menschenrechte",
    "Bürgerrechte",
    "diritti umani",
    "direitos humanos",
    "mensenrechten",
    "ONG",
    "NGO",
    "associations",
    "collectifs",
    "syndicats",
    "militants",
)
"""Phrases of a rights context, in which an acronym of the dossier is taken for the organisation."""

PUBLISHED = frozenset(
    [
        "paru",
        "parue",
        "parus",
        "parues",
        "publie",
        "publiee",
        "publies",
        "publiees",
        "signe",
        "signee",
        "signes",
        "signees",
        "signent",
        "cosigne",
        "cosignee",
        "cosignes",
        "cosignent",
        "published",
        "signed",
        "carried",
        "publicado",
        "publicada",
        "firmado",
        "firmada",
        "firman",
        "pubblicato",
        "pubblicata",
        "firmato",
        "firmata",
        "veroffentlicht",
        "veroffentlichten",
        "veroffentlichte",
        "unterzeichnet",
        "erschienen",
        "assinado",
        "assinada",
        "gepubliceerd",
        "ondertekend",
        "verschenen",
    ]
)
"""Words that say that a text was signed or published: beside an outlet's name they attribute it."""

ASIDES = tuple(
    tuple(fold_words(phrase))
    for phrase in (
        "à lire aussi",
        "lire aussi",
        "à lire également",
        "lire également",
        "à voir aussi",
        "voir aussi",
        "sur le même sujet",
        "read also",
        "read more",
        "see also",
        "related articles",
        "lea también",
        "lesen sie auch",
        "leggi anche",
        "leia também",
        "lees ook",
    )
)
"""How a line begins that points to other articles and is none of the text."""


_CONTRACTED = {"le": ("du", "au"), "les": ("des", "aux")}


def contracted(name: str) -> list[str]:
    """A French name after a preposition: "Le Figaro" gives "du Figaro" and "au Figaro"."""
    article, _, rest = name.strip().partition(" ")
    return [f"{form} {rest}" for form in _CONTRACTED.get(article.lower(), ()) if rest]


def numeral(words: Sequence[str], index: int) -> int | None:
    """The number of ten or more that ends at this word ("cent", "deux cents", "117"), None where there is none."""
    word = words[index]
    if word.isascii() and word.isdigit():
        return int(word) if 2 <= len(word) <= 4 else None
    value = NUMERALS.get(word)
    before = words[index - 1] if index else ""
    if value is None or before in PER:
        return None
    return value * FACTORS.get(before, 1) if value >= 100 else value


@cache
def _months(language: str) -> dict[int, str]:
    names = get_month_names("wide", locale=language)
    return {number: fold_words(str(name))[-1] for number, name in names.items()}


def day_phrases(day: date) -> set[tuple[str, ...]]:
    """How a day without its year, or its month with it, is written in these languages, folded.

    (10, fevrier), (february, 10), (10, de, febrero), (fevrier, 2025), (febrero, de, 2025) …
    """
    phrases: set[tuple[str, ...]] = set()
    for language in LANGUAGES:
        month = _months(language)[day.month]
        phrases |= {(str(day.day), month), (month, str(day.day)), (str(day.day), "de", month)}
        phrases |= {(month, str(day.year)), (month, "de", str(day.year))}
    return phrases
