"""The text of an article, with its links at exact offsets.

Paragraphs are separated by a blank line, lines within one (`<br>`) by a newline. trafilatura decides what
is content; the blocks that publishing systems put around and between paragraphs are taken out before it,
the lines that they leave after it. The same page always gives the same text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import trafilatura
from lxml import html
from lxml.etree import strip_tags

from crawler.extraction.document import Document, absolute, drop, words_of
from crawler.extraction.furniture import (
    furniture_blocks,
    is_furniture,
    is_paywall,
    is_tail,
    is_teaser,
    opens_teasers,
)
from crawler.extraction.text import clean, fold, mend
from storage.identity import same_site
from storage.model import Link

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page it gives up

MAX_TEXT = 300_000
MAX_LINKS = 1_000
MAX_LINK_TEXT = 500
MAX_LEAD = 8
MAX_KICKER = 60

_OPEN, _CLOSE, _LONE = "\ufdd0", "\ufdd1", "\ufdd2"  # noncharacters: clean text never holds them
_BLOCKS = frozenset(("p", "head", "item", "quote", "row", "list", "table", "code", "div", "body", "figure", "pre"))
_INLINE = ("b", "strong", "i", "em", "u", "font", "small", "big", "mark", "ins", "abbr", "acronym", "cite", "dfn", "tt", "wbr")
_SPACES = re.compile("[ \t\r\f\v\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BY_ITSELF = 12
PROSE = 80
_LONE_MARK = re.compile(f"{_LONE}([0-9]{{1,6}}){_LONE}")
_MARKED = re.compile(f"{_OPEN}|{_CLOSE}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its links, whose offsets are into `text`."""

    text: str
    links: tuple[Link, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article; `cut` where it ends in the words of a paywall."""

    text: str = ""
    links: tuple[Link, ...] = ()
    cut: bool = False


def read_body(document: Document, url: str, titles: Iterable[str]) -> Body:
    """The body of a page. The tree is used up by it. `titles` are headlines that the body may repeat."""
    blocks = furniture_blocks(document.root)
    cut = any(is_paywall(block) for block in blocks)
    drop(blocks)
    _gather_loose(document.root)
    lone = _mark_lone_links(document, url)
    strip_tags(document.root, *_INLINE)  # no formatting is kept, and trafilatura takes quadratic time for it
    # Without an address, which it would resolve relative links against in its own way.
    found = trafilatura.bare_extraction(document.root, include_comments=False, include_links=True, with_metadata=False)
    body: Any = getattr(found, "body", None)
    if body is None:
        return Body(cut=cut)
    read = assemble(kept(paragraphs_of(body, document.base, lone), titles, url))
    return replace(read, cut=True) if cut else read


def _gather_loose(root: html.HtmlElement) -> None:
    """Put the matter of a hand-made page, whose paragraphs stand in <body> itself, into an <article>."""
    body = root.find("body")
    if body is None or next(body.iter("article", "main"), None) is not None:
        return
    loose = sum(len(words_of(one)) for one in body.iterchildren("p"))
    if loose < 0.5 * sum(len(words_of(one)) for one in body.iter("p")) or loose < 200:
        return
    article = html.Element("article")
    for child in list(body):
        article.append(child)
    body.append(article)


def kept(paragraphs: Sequence[Paragraph], titles: Iterable[str], url: str) -> list[Paragraph]:
    """The paragraphs that belong to the article, in order; none twice in a row."""
    paragraphs = _after_headline(paragraphs, {fold(title) for title in titles if title} - {""})
    teasers = [is_teaser(paragraph.text, paragraph.links, url) for paragraph in paragraphs]
    listing = sum(teasers) > len(teasers) / 2  # a page whose matter is links
    out: list[Paragraph] = []
    for paragraph, teaser in zip(paragraphs, teasers, strict=True):
        folded = fold(paragraph.text)
        if not folded or (teaser and not listing):
            continue
        if is_furniture(paragraph.text, paragraph.links) and not opens_teasers(paragraph.text):
            continue
        if out and fold(out[-1].text) == folded:
            continue
        out.append(paragraph)
    return _before_teasers(out)


def _after_headline(paragraphs: Sequence[Paragraph], headlines: set[str]) -> Sequence[Paragraph]:
    """What follows the headline, where the body repeats it: alone, or after a kicker and a path of sections."""
    for at, paragraph in enumerate(paragraphs[:MAX_LEAD]):
        folded = fold(paragraph.text)
        if folded in headlines or any(
            len(headline) > 12 and folded.endswith(headline) and len(folded) < len(headline) + MAX_KICKER
            for headline in headlines
        ):
            return paragraphs[at + 1 :]
        if len(paragraph.text) > MAX_KICKER:
            break
    return paragraphs


def _before_teasers(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """What comes before the list of other articles at the end; no heading without text stays there."""
    total = sum(len(paragraph.text) for paragraph in paragraphs)
    before = 0
    for at, paragraph in enumerate(paragraphs):
        if before > 0.6 * total and opens_teasers(paragraph.text) and _only_short(paragraphs[at + 1 :]):
            paragraphs = paragraphs[:at]
            break
        before += len(paragraph.text)
    paragraphs = [paragraph for paragraph in paragraphs if not is_furniture(paragraph.text, paragraph.links)]
    while paragraphs and paragraphs[-1].heading:
        paragraphs.pop()
    return paragraphs


def assemble(paragraphs: Sequence[Paragraph]) -> Body:
    """One text of all paragraphs, the links moved to where they stand in it."""
    parts: list[str] = []
    links: list[Link] = []
    at, cut = 0, False
    for paragraph in paragraphs:
        if is_tail(paragraph.text):
            cut = True
            continue
        if at + len(paragraph.text) > MAX_TEXT:
            break
        links += [Link(link.url, link.text, at + link.start) for link in paragraph.links]
        parts.append(paragraph.text)
        at += len(paragraph.text) + 2
    return Body("\n\n".join(parts), tuple(links[:MAX_LINKS]), cut)


def _only_short(paragraphs: Sequence[Paragraph]) -> bool:
    lengths = [len(paragraph.text) for paragraph in paragraphs]
    return not lengths or (max(lengths) <= 250 and sum(lengths) / len(lengths) <= 150)


def _mark_lone_links(document: Document, url: str) -> list[str]:
    """Turn links that are a whole paragraph between others, and lead to another site, into marked text.

    trafilatura takes such a paragraph for boilerplate; it may be the link to the text that the article is about.
    Returns the targets, which the marks name by their place.
    """
    targets: list[str] = []
    for paragraph in document.root.iter("p"):
        anchors = list(paragraph.iter("a"))
        if len(anchors) != 1 or _BY_ITSELF > len(words := words_of(anchors[0], MAX_LINK_TEXT).strip()):
            continue
        target = document.absolute(anchors[0].get("href"))
        if target is None or same_site(target, url) or not _in_prose(paragraph):
            continue
        if len(words) >= 0.75 * len(words_of(paragraph).strip()):
            anchors[0].text = f"{_LONE}{len(targets)}{_LONE}{words}{_CLOSE}"
            del anchors[0][:]
            anchors[0].tag = "span"
            anchors[0].attrib.clear()
            targets.append(target)
    return targets


def _in_prose(paragraph: html.HtmlElement) -> bool:
    beside = (paragraph.getprevious(), paragraph.getnext())
    return any(one is not None and one.tag == "p" and len(words_of(one)) >= PROSE for one in beside)


def paragraphs_of(body: html.HtmlElement, base: str, lone: Sequence[str] = ()) -> list[Paragraph]:
    """The paragraphs of trafilatura's tree; `lone` are the targets of links marked before it."""
    out: list[Paragraph] = []
    pieces: list[str] = []
    targets: list[str] = []
    heading = False

    def flush() -> None:
        nonlocal heading
        paragraph = _paragraph("".join(pieces), targets, heading)
        if paragraph.text:
            out.append(paragraph)
        pieces.clear()
        targets.clear()
        heading = False

    def add(text: str) -> None:
        for found in _LONE_MARK.finditer(text):
            targets.append(lone[int(found[1])] if int(found[1]) < len(lone) else "")
        pieces.append(_LONE_MARK.sub(_OPEN, text))

    def walk(element: html.HtmlElement) -> None:
        nonlocal heading
        tag = element.tag
        block = tag in _BLOCKS
        if block:
            flush()
            heading = tag == "head"
        if tag == "lb":
            pieces.append("\n")
        target = absolute(element.get("target") or element.get("href"), base) if tag in ("ref", "a") else None
        if target:
            pieces.append(_OPEN)
            targets.append(target)
        add(element.text or "")
        for child in element:
            walk(child)
            if child.tag == "cell":
                pieces.append(" ")
            add(child.tail or "")
        if target:
            pieces.append(_CLOSE)
        if block:
            flush()

    walk(body)
    flush()
    return out


def _paragraph(marked: str, targets: Sequence[str], heading: bool) -> Paragraph:
    """Text with marks around its links, set straight: clean, single spaces, and offsets taken last."""
    lines = (_SPACES.sub(" ", line) for line in _cleaned(marked).split("\n"))
    marked = "\n".join(line for line in (line.strip() for line in lines) if _MARKED.sub("", line))
    text, links, at, opened, count = "", [], 0, [], 0
    for found in _MARKED.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        if found.group() == _OPEN:
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
    return "".join(part if part in (_OPEN, _CLOSE) else clean(part) for part in re.split(f"([{_OPEN}{_CLOSE}])", marked))


def rescued(text: str, base: str) -> list[Paragraph]:
    """The paragraphs of an `articleBody`, which holds line ends or tags, or neither."""
    if "<" in text and re.search(r"</?(?:p|br|div|h[1-6])\b", text, re.IGNORECASE):
        tree = html.fragment_fromstring(text, create_parent="body")
        for element in tree.iter("br"):
            element.tag = "lb"
        return paragraphs_of(tree, base)
    unescaped = unescape(text) if "&" in text else text
    return [_paragraph(line, (), False) for line in re.split(r"\s*\n\s*", mend(unescaped)) if line.strip()]
