"""A release as read: headings and paragraphs, its language, its sections; from Markdown or from plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.matching.folding import fold, fold_words
from monitor.matching.sentences import sentence_starts, spans
from monitor.proposals.phrases import BOILERPLATE, COMMON, SIGNATORIES

MAX_SIGNS = 100_000
"""What is read of a text; a release has a tenth of it."""

MAX_SENTENCE = 1_500
_HEADING_WORDS = 24
_WRAPPED = range(50, 101)
_HEADING = re.compile(r"(#{1,6})[ \t]{1,10}(\S.{0,400})")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,400})(?<=\S)\1")
_SENTENCE_WORDS = 12
_FULL_STOP = re.compile(r"[.!?…][ \u00a0]\w")
_NO_TITLE_END = ".,;:!…"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 and more) or a paragraph (0). `weightless`: in a section that says who we are."""

    text: str
    level: int = 0
    weightless: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """A text in blocks; `language` is fr, en or de."""

    blocks: tuple[Block, ...]
    language: str

    @property
    def markdown(self) -> str:
        """The text as its file has it: headings marked, one empty line between blocks."""
        marked = (f"{'#' * block.level} {block.text}" if block.level else block.text for block in self.blocks)
        return "\n\n".join(marked) + "\n"

    @property
    def headings(self) -> list[Block]:
        """The headings of what weighs."""
        return [block for block in self.blocks if block.level and not block.weightless]

    @property
    def sections(self) -> list[str]:
        """The headings of the weightless sections, the sub-sections of one left out."""
        found, depth = [], 0
        for block in self.blocks:
            if not block.weightless:
                depth = 0
            elif block.level and (not depth or block.level <= depth):
                found.append(block.text)
                depth = block.level
        return found

    def sentences(self, weightless: bool = False) -> Iterator[str]:
        """The sentences of the paragraphs that weigh, or of the others."""
        for block in self.blocks:
            if not block.level and block.weightless is weightless:
                yield from sentences_of(block.text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph, none longer than a regular expression should see."""
    folded = fold(text)
    return [
        text[start : min(end, start + MAX_SENTENCE)] for start, end in spans(folded, sentence_starts(folded))
    ]


def read_release(text: str) -> Release:
    """A text, pasted or from a file, as blocks. Never raises; the empty text has none."""
    text = text[:MAX_SIGNS].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = "".join(sign for sign in text if sign == "\n" or sign.isprintable() or sign in "\u00a0\u202f")
    language = language_of(text)
    marked = bool(re.search(r"^#{1,6} ", text, re.MULTILINE))
    raw = [_block(line, marked) for line in _paragraphs(text)]
    return Release(tuple(_weighed([block for block in raw if block.text], marked)), language)


def language_of(text: str) -> str:
    """The language whose small words the text has most of: fr, en or de; French where none tells."""
    words = Counter(fold_words(text[:20_000]))
    told = {code: sum(words[word] for word in common) for code, common in COMMON.items()}
    return max(told, key=lambda code: told[code])


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs without their line breaks. Lines of a mail's width are one paragraph; other lines are one each."""
    for chunk in re.split(r"\n[ \u00a0]*\n", text):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        wrapped = len(lines) > 1 and all(len(line) in _WRAPPED for line in lines[:-1])
        if wrapped and not any(line.startswith(("#", "-", "•", "*")) for line in lines):
            yield " ".join(lines)
        else:
            yield from lines


def _block(line: str, marked: bool) -> Block:
    heading = _HEADING.fullmatch(line[:410])
    line = _EMPHASIS.sub(r"\2", line) if len(line) < 5_000 else line
    if heading:
        return Block(_EMPHASIS.sub(r"\2", heading[2]).rstrip("# "), len(heading[1]))
    return Block(line, 0 if marked or not _looks_like_heading(line) else 1)


def _looks_like_heading(line: str) -> bool:
    """A short line without a full stop; an address, a date or an item of a list is none."""
    if len(line) > 250 or "://" in line or "@" in line or "www." in line or line.startswith(("-", "•", "*")):
        return False
    words = line.split()
    if (SIGNATORIES.match(line) and ":" in line) or (
        len(words) > _SENTENCE_WORDS and _FULL_STOP.search(line)
    ):
        return False
    return (
        1 <= len(words) <= _HEADING_WORDS and line[-1] not in _NO_TITLE_END and any(c.isalpha() for c in line)
    )


def _weighed(blocks: list[Block], marked: bool) -> Iterator[Block]:
    """Which blocks stand in a weightless section; in plain text what looks like a heading there is one below it."""
    depth = 0
    for block in blocks:
        level = block.level
        if level and BOILERPLATE.match(block.text):
            depth = depth if depth and depth < level else level
        elif level and depth and not marked:
            level = 2
        elif level and level <= depth:
            depth = 0
        yield Block(block.text, level, depth > 0)
