"""The form of a language's table: plain text, single words separated by spaces, phrases one a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Fields called words hold single words, the others phrases, one a line.

    `numerals` from ten on and `factors` (what multiplies a hundred) by value; `per` makes a hundred a share
    ("pour cent"); `group_words` are groups of the civil society, `civic` says that it speaks or acts, `rights`
    a rights context; `counter_words` turn the noun of an event round, alone or as a prefix, and `counter_events`
    do with the noun in the place of {}; `published_words` say that a text was signed or published; `gathering_words`
    are meetings and those who come to them; `texts` and `signatories` stand for a text named before; `oped`,
    `release`, `statement` and `report` are the kinds of text; `say_words` introduce or follow a quotation,
    `according` too, before who said it; `role_words` are offices of people who speak for an organisation;
    `article_words` are passed over before a name; `possessive_words` before an
    office name whose it is; `about_words` go before what a
    meeting is about; `toward_words` stand before one that is spoken to or of; `pronoun_words` stand for who spoke before; `asides` point to other articles; `translated` credits a translation.
    """

    code: str
    numerals: Mapping[int, str]
    factors: Mapping[int, str]
    group_words: str
    civic: str
    rights: str
    counter_words: str
    counter_events: str
    published_words: str
    gathering_words: str
    texts: str
    signatories: str
    oped: str
    release: str
    statement: str
    report: str
    say_words: str
    according: str
    role_words: str
    article_words: str
    possessive_words: str
    about_words: str
    toward_words: str
    pronoun_words: str
    asides: str
    translated: str
    per: str = ""
