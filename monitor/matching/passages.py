"""The excerpt: the sentence of the strongest evidence, at most 300 characters, with the words marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from monitor.matching.reading import ReadField, Reading
from monitor.matching.sentences import spans
from storage.model import Evidence, Excerpt

LONGEST = 300
MORE_THAN_A_HINT = 0.3
"""Evidence of this weight in the body is quoted before stronger evidence in title or standfirst."""

_CUT = "…"


def excerpt_of(reading: Reading, evidence: Sequence[Evidence]) -> Excerpt:
    """Quote the article where it says it: from the body, else from standfirst or title.

    A link is quoted by its words in the body. Evidence in the address only gives the title, unmarked.
    """
    shown = [one for one in (_in_body(reading, one) for one in evidence) if one is not None]
    title, standfirst, body = reading.texts
    for least in (MORE_THAN_A_HINT, 0.0):
        for text in (body, standfirst, title):
            found = [one for one in shown if one.field == text.field.name]
            if any(one.weight >= least for one in found):
                return _around(text, found)
    raw = title.field.folded.raw
    return Excerpt(_shortened(raw, 0, len(raw), 0)[0], "title")


def _in_body(reading: Reading, one: Evidence) -> Evidence | None:
    """Evidence as a passage of a text that people read; None where it has none."""
    if one.field in ("title", "standfirst", "body"):
        return one
    if one.field != "link":
        return None
    link = next((link.link for link in reading.links if link.link.url == one.text), None)
    length = len(reading.article.text or "")
    if link is None or not 0 <= link.start < link.start + len(link.text) <= length:
        return None
    end = link.start + len(link.text)
    return Evidence(one.type, one.about, one.subject, "body", link.text, link.start, end, one.weight)


def _around(text: ReadField, found: Sequence[Evidence]) -> Excerpt:
    """The sentence that holds the most weight, with the neighbours that hold evidence too while there is room."""
    raw = text.field.folded.raw
    sentences = spans(text.field.folded, text.field.sentences)
    holding: dict[int, float] = {}
    for one in found:
        number = _sentence_at(sentences, one.start)
        holding[number] = holding.get(number, 0.0) + one.weight
    strongest = max(
        found, key=lambda one: (one.weight, holding[_sentence_at(sentences, one.start)], -one.start)
    )
    first = last = _sentence_at(sentences, strongest.start)
    while first - 1 in holding and sentences[last][1] - sentences[first - 1][0] <= LONGEST:
        first -= 1
    while last + 1 in holding and sentences[last + 1][1] - sentences[first][0] <= LONGEST:
        last += 1
    start = min(sentences[first][0], strongest.start)
    quoted, shift = _shortened(raw, start, max(sentences[last][1], strongest.end), strongest.start)
    return Excerpt(quoted, text.field.name, _marks(found, shift, len(quoted)))


def _sentence_at(sentences: Sequence[tuple[int, int]], offset: int) -> int:
    return max(bisect_right(sentences, offset, key=lambda sentence: sentence[0]) - 1, 0)


def _shortened(raw: str, start: int, end: int, at: int) -> tuple[str, int]:
    """The raw text from start to end, cut at words to what may be quoted around `at`, and its shift in `raw`.

    What stands at offset x of `raw` stands at x - shift of the quoted text.
    """
    if end - start <= LONGEST:
        return raw[start:end], start
    room = LONGEST - 2 * len(_CUT)
    left = min(max(start, at - room // 3), end - room)
    if left > start:
        left = max(left, raw.find(" ", left, at) + 1)
    right = min(end, left + room)
    if right < end:
        right = max(raw.rfind(" ", left, right), left + room // 2)
    before, after = _CUT if left > start else "", _CUT if right < end else ""
    return f"{before}{raw[left:right]}{after}", left - len(before)


def _marks(found: Sequence[Evidence], shift: int, length: int) -> tuple[tuple[int, int], ...]:
    """The evidence inside the quoted text, overlaps joined, in order."""
    marks: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda one: one.start):
        start, end = max(one.start - shift, 0), min(one.end - shift, length)
        if start >= end:
            continue
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return tuple(marks)
