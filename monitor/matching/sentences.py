"""Where sentences begin: a plain rule, good enough to say what stands together."""

from __future__ import annotations

import re

from monitor.matching.folding import Folded

_LONGEST_GAP = 40
_CLOSING = re.compile(r"(?:[ \u00a0\u202f]?[.!?…»]|[”\"')\]])*")
_OPENING = "«“„\"'(‘["
_STOP = re.compile(r"\n|[.!?…][\"'”’»)\]\u00a0\u202f ]*\s")


def _is_stop(gap: str, before: str, after: str) -> bool:
    """True where the signs between two words end a sentence; "M. Martin" and "am 10. Februar" do not."""
    if "\n" in gap:
        return True
    if not _STOP.search(gap[:_LONGEST_GAP]):
        return False
    short = (len(before) == 1 and before.isupper()) or (len(before) <= 2 and before.isdigit())
    return not short and not after[:1].islower()


def sentence_starts(folded: Folded) -> tuple[int, ...]:
    """For each token the number of its sentence, counted from 0 in reading order."""
    raw, number, numbers = folded.raw, 0, []
    before = None
    for token in folded.tokens:
        if before is not None:
            gap = raw[before.end : token.start]
            if gap != " " and _is_stop(gap, raw[before.start : before.end], raw[token.start : token.end]):
                number += 1
        numbers.append(number)
        before = token
    return tuple(numbers)


def spans(folded: Folded, numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Raw (start, end) of each sentence; closing punctuation is part of it."""
    found: list[tuple[int, int]] = []
    for index, token in enumerate(folded.tokens):
        if numbers[index] == len(found):
            found.append((token.start, token.end))
        else:
            found[-1] = (found[-1][0], token.end)
    raw = folded.raw
    return [(_opened(raw, start), _closed(raw, end)) for start, end in found]


def _opened(raw: str, start: int) -> int:
    """The start with the quotation mark or bracket that opens it, the space of « included."""
    bare = start
    while bare > 0 and start - bare < 2 and raw[bare - 1] in " \u00a0\u202f":
        bare -= 1
    if bare > 0 and raw[bare - 1] in _OPENING and (bare == start or raw[bare - 1] in "«“„"):
        return bare - 1
    return start


def _closed(raw: str, end: int) -> int:
    """The end with the signs that close the sentence: "Oui\u202f! »"."""
    closing = _CLOSING.match(raw[end : end + _LONGEST_GAP])
    return end + (closing.end() if closing else 0)
