"""From a tree to paragraphs, each with its links at exact offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from lxml import html

from crawler.extraction.document import absolute, drop_unseen, parse
from crawler.extraction.text import clean, mend
from storage.model import Link

MAX_LINK_TEXT = 500

OPEN, CLOSE, LONE = "\ufdd0", "\ufdd1", "\ufdd2"  # noncharacters: clean text never holds them
_BLOCKS = frozenset(
    (
        "p",
        "head",
        "item",
        "quote",
        "row",
        "list",
        "table",
        "code",
        "div",
        "body",
        "figure",
        "pre",
        "li",
        "blockquote",
    )
)
_SPACES = re.compile("[ \t\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LONE_MARK = re.compile(f"{LONE}([0-9]{{1,6}}){LONE}")
_MARKED = re.compile(f"{OPEN}|{CLOSE}")
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|a|em|strong|b|i|ul|li)\b[^<>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its links, whose offsets are into `text`."""

    text: str
    links: tuple[Link, ...] = ()
    heading: bool = False


class _Reader:
    """Walks a tree and collects its paragraphs; marks stand around the words of links until a paragraph is whole."""

    def __init__(self, base: str, lone: Sequence[str]) -> None:
        self.paragraphs: list[Paragraph] = []
        self._base, self._lone = base, lone
        self._pieces: list[str] = []
        self._targets: list[str] = []
        self._heading = False

    def walk(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
            self._heading = tag == "head"
        elif tag in ("lb", "br"):
            self._pieces.append("\n")
        target = (
            absolute(element.get("target") or element.get("href"), self._base)
            if tag in ("ref", "a")
            else None
        )
        if target:
            self._pieces.append(OPEN)
            self._targets.append(target)
        self._add(element.text)
        for child in element:
            self.walk(child)
            self._add(" " if child.tag == "cell" else None)
            self._add(child.tail)
        if target:
            self._pieces.append(CLOSE)
        if tag in _BLOCKS:
            self.flush()

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if LONE in text:
            self._targets += [self._lone[int(found[1])] for found in _LONE_MARK.finditer(text)]
            text = _LONE_MARK.sub(OPEN, text)
        self._pieces.append(text)

    def flush(self) -> None:
        paragraph = _paragraph("".join(self._pieces), self._targets, self._heading)
        if paragraph.text:
            self.paragraphs.append(paragraph)
        self._pieces, self._targets, self._heading = [], [], False


def paragraphs_of(body: html.HtmlElement, base: str, lone: Sequence[str] = ()) -> list[Paragraph]:
    """The paragraphs of a tree in the tags of trafilatura, or of HTML.

    `base` is what relative links start from; `lone` the targets that marks in the text name by their place.
    """
    reader = _Reader(base, lone)
    reader.walk(body)
    reader.flush()
    return reader.paragraphs


def paragraphs_of_text(text: str, base: str) -> list[Paragraph]:
    """The paragraphs of an `articleBody`, which holds line ends or tags, or neither."""
    if _MARKUP.search(text):
        document = parse(f"<html><body>{text}</body></html>", base)
        if document is None:
            return []
        drop_unseen(document)
        return paragraphs_of(document.root, base)
    lines = mend(unescape(text) if "&" in text else text).splitlines()
    return [paragraph for line in lines if (paragraph := _paragraph(line, (), False)).text]


def _paragraph(marked: str, targets: Sequence[str], heading: bool) -> Paragraph:
    """Text with marks around its links, set straight: clean, single spaces, and offsets taken last."""
    lines = (_SPACES.sub(" ", line) for line in _cleaned(marked).split("\n"))
    marked = "\n".join(line for line in (line.strip() for line in lines) if _MARKED.sub("", line))
    text, links, at, opened, count = "", [], 0, [], 0
    for found in _MARKED.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        if found.group() == OPEN:
            opened.append((len(text), targets[count] if count < len(targets) else ""))
            count += 1
        elif opened:
            start, target = opened.pop()
            words = text[start:]
            start += len(words) - len(words.lstrip())
            words = words.strip()
            if words and target:
                links.append(Link(target, words[:MAX_LINK_TEXT], start))
    text += marked[at:]
    return _settled(text, links, heading)


def _settled(text: str, links: list[Link], heading: bool) -> Paragraph:
    """The paragraph once its marks are gone: spaces that stood on both sides of a mark become one."""
    final = clean(_SPACES.sub(" ", text).strip())
    if final == text:
        return Paragraph(text, tuple(links), heading)
    moved, at = [], 0
    for link in links:
        words = clean(_SPACES.sub(" ", link.text).strip())
        start = final.find(words, at) if words else -1
        if start >= 0:
            moved.append(Link(link.url, words, start))
            at = start
    return Paragraph(final, tuple(moved), heading)


def _cleaned(marked: str) -> str:
    """`clean` without losing the marks."""
    return "".join(
        part if part in (OPEN, CLOSE) else clean(part) for part in re.split(f"([{OPEN}{CLOSE}])", marked)
    )
