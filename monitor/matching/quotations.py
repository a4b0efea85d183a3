"""Quotations in a text, each with its frame: the words of its sentence around it, which say who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.matching.fields import Field

SHORTEST = 3
"""Words from which quoted words are something said, and not a word held at arm's length."""

LONGEST = 3_000
"""Characters after which a mark that never closes is no quotation."""

_QUOTED = re.compile(
    rf"«[^«»]{{1,{LONGEST}}}»|“[^“”„]{{1,{LONGEST}}}”|„[^„“”]{{1,{LONGEST}}}[“”]|\"[^\"\n]{{1,{LONGEST}}}\""
)
_STOP = re.compile(r"[.!?…](?=\s|$)|\n")
_ENDED = re.compile(r"[.!?…][\s»”\"]*$")


@dataclass(frozen=True, slots=True)
class Frame:
    """Tokens before and after a quotation in its sentence, last excluded; `announced` by a colon; token of the quote."""

    before: tuple[int, int]
    after: tuple[int, int]
    announced: bool
    quoted: tuple[int, int]

    @property
    def is_empty(self) -> bool:
        """True where the quotation stands alone."""
        return self.before[0] == self.before[1] and self.after[0] == self.after[1]


def frames_of(field: Field) -> Iterator[Frame]:
    """The quotations of three words or more, in reading order; linear in the text."""
    raw, end_before = field.folded.raw, 0
    quotes = list(_QUOTED.finditer(raw))
    for number, quote in enumerate(quotes):
        following = quotes[number + 1].start() if number + 1 < len(quotes) else len(raw)
        start = _sentence_start(raw, end_before, quote.start())
        end = _sentence_end(raw, quote, following)
        end_before = quote.end()
        quoted = _tokens(field, quote.start(), quote.end())
        if quoted[1] - quoted[0] >= SHORTEST:
            announced = raw[start : quote.start()].rstrip().endswith(":")
            yield Frame(
                _tokens(field, start, quote.start()), _tokens(field, quote.end(), end), announced, quoted
            )


def _sentence_start(raw: str, least: int, quote: int) -> int:
    """Where the words before a quotation begin: after the last stop, not before the quotation before it."""
    start = max(least, quote - LONGEST)
    for stop in _STOP.finditer(raw, start, quote):
        start = stop.end()
    return start


def _sentence_end(raw: str, quote: re.Match[str], following: int) -> int:
    """Where the words after a quotation end; at once where the quotation ends its sentence and a new one begins."""
    after = re.sub(r"[ \u00a0\u202f]", "", raw[quote.end() : quote.end() + 3])
    if not after or after[0] == "\n" or after[0] in ".!?…":
        return quote.end()
    if _ENDED.search(raw[quote.end() - 6 : quote.end()]) and after[0].isupper():
        return quote.end()
    stop = _STOP.search(raw, quote.end(), following)
    return stop.start() if stop else following


def _tokens(field: Field, start: int, end: int) -> tuple[int, int]:
    """Raw offsets as token numbers, last excluded."""
    return field.tokens_from(start), field.tokens_from(end)
