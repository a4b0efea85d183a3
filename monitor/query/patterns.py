"""The words of a phrase, folded as texts are, with `*` (any letters or none) and `?` (exactly one letter)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property, lru_cache

from monitor.matching.folding import fold_words

_STAR, _MARK = "\ua78f", "\ua7f7"
"""Letters of no living language, so that folding takes a wildcard for a part of its word."""
_TO_LETTERS = str.maketrans({"*": _STAR, "?": _MARK, _STAR: " ", _MARK: " "})
SHORTEST_STEM = 3
"""Letters that must stand before a `*`."""


@dataclass(frozen=True)
class Pattern:
    """One word of a phrase: `word` folded, with its wildcards as `*` and `?`."""

    word: str

    @cached_property
    def is_literal(self) -> bool:
        """True where it has no wildcard."""
        return "*" not in self.word and "?" not in self.word

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The wildcards as a regular expression, whose atomic groups keep it linear however many stars it has."""
        return re.compile(translate(self.word))

    @cached_property
    def stem(self) -> str:
        """The letters before the first wildcard."""
        return re.split(r"[*?]", self.word, maxsplit=1)[0]

    @cached_property
    def longest_run(self) -> str:
        """The longest run of letters, with a space where the word must begin or end there."""
        runs = re.split(r"[*?]", f" {self.word} ")
        return max(runs, key=lambda run: len(run.strip()))

    def accepts(self, word: str) -> bool:
        """True where a folded word is one of those meant."""
        return word == self.word if self.is_literal else self.regex.fullmatch(word) is not None


@lru_cache(maxsize=50_000)
def patterns_of(text: str) -> tuple[Pattern, ...]:
    """The words of a phrase; signs, and wildcards that stand alone, are none."""
    words = [word.replace(_STAR, "*").replace(_MARK, "?") for word in fold_words(text.translate(_TO_LETTERS))]
    return tuple(Pattern(word) for word in words if word.strip("*?"))


def short_stem(text: str) -> bool:
    """True where a `*` comes after fewer letters than it needs."""
    return any("*" in one.word and len(one.word.split("*")[0]) < SHORTEST_STEM for one in patterns_of(text))
