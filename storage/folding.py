"""Folding: one spelling for all typographic variants of a text, with offsets back into the raw text.

A text becomes words. Each is folded by NFKD, without accents, in lower case, œ as oe, without soft hyphens
and zero-width signs; O.N.U. is ONU, an inclusive form (étudiant·e·s, étudiant.es) is one word. Everything else
(spaces of any kind, apostrophes, quotes, dashes) only separates words, so that an elision (l', d', qu',
jusqu' …) is a word of its own whatever the apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_LOWER = "a-zß-öø-ÿœ"
_ENDINGS = "e|es|s|le|les|ne|nes|te|tes|re|res|se|ses|ve|ves|fe|fes|[eè]\\u0300?re|[eè]\\u0300?res|euse|euses|rice|rices|trice|trices"
_PART = rf"\w{_MARKS}{_INVISIBLE}"
_LONE = rf"(?:(?<=[^\W\d_])(?<![{_PART}].)|(?<=[^\W\d_][{_MARKS}])(?<![{_PART}]..))"  # after a letter alone
# What only a few words need stands behind a look at the next sign: three times as quick on ordinary text.
_WORD = re.compile(
    rf"[{_PART}]++"
    rf"(?:(?=[·•‧∙⋅.])(?:[·•‧∙⋅](?:[{_LOWER}][{_MARKS}]?){{1,6}}(?![{_PART}])"  # étudiant·e·s
    rf"|{_LONE}\.[^\W\d_][{_MARKS}]?(?![{_PART}])"  # O.N.U.
    rf"|(?<=[{_LOWER}{_MARKS}]{{4}})\.(?:{_ENDINGS})(?![{_PART}])(?:\.s(?![{_PART}]))?))*"  # étudiant.e.s
)


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """One word folded; the empty text where nothing in it can be read."""
    if word.isascii() and word.isalnum():
        return word.lower()
    plain = word.casefold()
    for _ in range(2):  # folding the case can bring back an accent, and the other way round
        plain = unicodedata.normalize("NFKD", plain).casefold().translate(_LIGATURES)
    return "".join(sign for sign in plain if sign.isalnum())


def _spaced(text: str) -> str:
    return text.replace("_", " ")  # the underscore separates too; same length, so that offsets hold


def fold_words(text: str) -> list[str]:
    """The folded words without their offsets: the quick half of `fold`."""
    return [folded for word in _WORD.findall(_spaced(text)) if (folded := fold_word(word))]


def capital_words(text: str) -> set[str]:
    """The folded words that stand in capitals only, as acronyms do."""
    return {fold_word(word) for word in _WORD.findall(_spaced(text)) if word.isupper()}


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word and where it stands in the raw text: `raw[start:end]`."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A raw text and its words, in order; `joined` is the words with a space around each, for searching."""

    raw: str
    tokens: tuple[Token, ...]
    joined: str = field(repr=False)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Raw offsets from the start of token `first` to the end of token `last`."""
        return self.tokens[first].start, self.tokens[last].end

    def is_capital(self, index: int) -> bool:
        """True where the token begins with a capital (or a digit, which has none)."""
        return not self.raw[self.tokens[index].start].islower()

    def is_acronym(self, index: int) -> bool:
        """True where every letter of the token is a capital: ONU, O.N.U."""
        token = self.tokens[index]
        return self.raw[token.start : token.end].isupper()


def fold(text: str) -> Folded:
    """Fold a text once; linear in its length."""
    tokens = tuple(
        Token(folded, match.start(), match.end())
        for match in _WORD.finditer(_spaced(text))
        if (folded := fold_word(match.group()))
    )
    return Folded(text, tokens, joined([token.folded for token in tokens]))


def joined(words: list[str]) -> str:
    """Words with a space around each; the empty text for none."""
    return f" {' '.join(words)} " if words else ""
