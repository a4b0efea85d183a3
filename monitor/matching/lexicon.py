"""The tables of all languages put together, folded, for looking up: what the code knows of languages, not of campaigns.

An article in one language quotes another, and its own is not always told: the tables are used all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from babel.dates import get_month_names

from monitor.dossier import DocumentKind
from monitor.matching.folding import fold_words
from monitor.matching.languages.de import GERMAN
from monitor.matching.languages.en import ENGLISH
from monitor.matching.languages.es import SPANISH
from monitor.matching.languages.fr import FRENCH
from monitor.matching.languages.it import ITALIAN
from monitor.matching.languages.nl import DUTCH
from monitor.matching.languages.pt import PORTUGUESE

TABLES = (FRENCH, ENGLISH, SPANISH, GERMAN, ITALIAN, PORTUGUESE, DUTCH)
LANGUAGES = tuple(table.code for table in TABLES)

Phrase = tuple[str, ...]


def _words(texts: Iterable[str]) -> frozenset[str]:
    """Folded single words; of one in parts the last, which tells ("s'inquiète", "porte-parole")."""
    return frozenset(fold_words(word)[-1] for text in texts for word in text.split())


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    lines = (line.strip() for text in texts for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(tuple(fold_words(line)) for line in _lines(texts)))


def _by_word(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases:
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


NUMERALS = {
    fold_words(word)[0]: value
    for table in TABLES
    for value, words in table.numerals.items()
    for word in words.split()
}
"""Numerals from ten on, by folded word."""

FACTORS = {
    fold_words(word)[0]: value
    for table in TABLES
    for value, words in table.factors.items()
    for word in words.split()
}
"""What multiplies the hundred that follows: "deux cents", "two hundred"."""

PER = _words(table.per for table in TABLES)
"""What makes a hundred that follows a share: "pour cent"."""

GROUPS = _words(table.group_words for table in TABLES)
"""Words for groups of the civil society."""

CIVIC = _lines(table.civic for table in TABLES)
"""Phrases by which a text says that the civil society speaks or acts."""

RIGHTS = _lines(table.rights for table in TABLES)
"""Phrases of a rights context, in which an acronym of the dossier is taken for the organisation."""

PUBLISHED = _words(table.published_words for table in TABLES)
"""Words that say that a text was signed or published: beside an outlet's name they attribute it."""

GATHERINGS = _words(table.gathering_words for table in TABLES)
"""Words for meetings, and for those who come to them."""

TEXTS_BY_WORD = _by_word(_phrases(part for table in TABLES for part in (table.texts, table.signatories)))
"""Phrases that stand for a text, or for those who signed it, after it was named; by their first word."""

SAYING = _words(table.say_words for table in TABLES)
"""Verbs that introduce a quotation or follow it."""

ARTICLES = _words([*(table.article_words for table in TABLES), "l d"])
"""Words passed over between another word and a name."""

ABOUT = _words(table.about_words for table in TABLES)
"""What goes before the matter of a meeting: "sommet sur …"."""

POSSESSIVES = _words(table.possessive_words for table in TABLES)
"""Words before an office that give it to whoever was named: "sa présidente"."""

TOWARDS = _words(table.toward_words for table in TABLES)
"""What stands before an organisation that is spoken to, or of, and does not speak."""

ACCORDING = _phrases(table.according for table in TABLES)
"""What stands before the name of who said it: "selon", "according to"."""

ROLES = _words(table.role_words for table in TABLES)
"""Offices of people who speak for an organisation."""

PRONOUNS = _words(table.pronoun_words for table in TABLES)
"""Words that stand for who spoke before."""

ASIDES_BY_WORD = _by_word(_phrases(table.asides for table in TABLES))
"""How a line begins that points to other articles and is none of the text; by the first word."""

TRANSLATED = _phrases(table.translated for table in TABLES)
"""What credits a translation."""

KINDS = {
    DocumentKind.OPED: _lines(table.oped for table in TABLES),
    DocumentKind.RELEASE: _lines(table.release for table in TABLES),
    DocumentKind.STATEMENT: _lines(table.statement for table in TABLES),
    DocumentKind.REPORT: _lines(table.report for table in TABLES),
}
"""What the kinds of text are called."""

_CONTRACTED = {"le": ("du", "au"), "les": ("des", "aux")}
_WORDS_OF_A_NAME = 2


def counter_events(noun: str) -> list[str]:
    """The gatherings of those who oppose one that goes by this noun: "contre-forum", "Gegenforum", "forum alternatif"."""
    prefixes = dict.fromkeys(word for table in TABLES for word in table.counter_words.split())
    found = [f"{prefix}{gap}{noun}" for prefix in prefixes for gap in ("", " ")]
    return found + [form.format(noun) for form in _lines(table.counter_events for table in TABLES)]


def contracted(name: str) -> list[str]:
    """A name after a preposition: "Le Figaro" gives "du Figaro" and "au Figaro"; a longer one without its article
    too, as other languages quote it: "La Gazette du Rhône" gives "Gazette du Rhône".
    """
    article, _, rest = name.strip().partition(" ")
    found = [f"{form} {rest}" for form in _CONTRACTED.get(article.lower(), ()) if rest]
    if article.lower() in ARTICLES and len(rest.split()) >= _WORDS_OF_A_NAME:
        found.append(rest)
    return found


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
