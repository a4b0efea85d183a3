"""The text of an article, with its links at exact offsets.

Paragraphs are separated by a blank line, lines within one (`<br>`) by a newline. trafilatura decides what
is content; the blocks that publishing systems put around and between paragraphs are taken out before it,
the lines that they leave after it. The same page always gives the same text.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import trafilatura
from lxml import html
from lxml.etree import strip_tags
from trafilatura.settings import DEFAULT_CONFIG

from crawler.extraction.dates import is_date_line
from crawler.extraction.document import Document, drop, words_of
from crawler.extraction.furniture import (
    furniture_blocks,
    is_furniture,
    is_paywall,
    is_tail,
    is_teaser,
    opens_teasers,
)
from crawler.extraction.paragraphs import CLOSE, LONE, MAX_LINK_TEXT, Paragraph, paragraphs_of
from crawler.extraction.text import fold
from storage.identity import same_site
from storage.model import Link

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each page it gives up

_CONFIG = deepcopy(DEFAULT_CONFIG)
_CONFIG["DEFAULT"]["MIN_EXTRACTED_SIZE"] = (
    "100"  # a teaser may be as short; below it, trafilatura takes the whole page
)
MAX_TEXT = 300_000
MAX_LINKS = 1_000
MAX_LEAD = 8
MAX_KICKER = 60
BY_ITSELF = 12
MAX_BYLINE = 3
REFRAIN = 90
"""Characters from which on a line that stands three times is a notice, and no writing."""
PROSE = 80

_INLINE = (
    "b",
    "strong",
    "i",
    "em",
    "u",
    "font",
    "small",
    "big",
    "mark",
    "ins",
    "abbr",
    "acronym",
    "cite",
    "dfn",
    "tt",
    "wbr",
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article; `cut` where it ends in the words of a paywall."""

    text: str = ""
    links: tuple[Link, ...] = ()
    cut: bool = False


def read_body(document: Document, url: str, titles: Iterable[str], authors: Iterable[str]) -> Body:
    """The body of a page. The tree is used up by it. `titles` and `authors` are what it may repeat."""
    blocks = furniture_blocks(document.root)
    cut = any(is_paywall(block) for block in blocks)
    drop(blocks)
    _gather_loose(document.root)
    lone = _mark_lone_links(document, url)
    strip_tags(document.root, *_INLINE)  # no formatting is kept, and trafilatura takes quadratic time for it
    # Without an address, which it would resolve relative links against in its own way.
    found = trafilatura.bare_extraction(
        document.root, include_comments=False, include_links=True, with_metadata=False, config=_CONFIG
    )
    body: Any = getattr(found, "body", None)
    if body is None:
        return Body(cut=cut)
    read = assemble(kept(paragraphs_of(body, document.base, lone), titles, authors, url))
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
        if child.tag != "a" or (child.tail or "").strip(
            " \n\t|·-–"
        ):  # links on their own lead to other pages
            article.append(child)
    body.append(article)


def kept(
    paragraphs: Sequence[Paragraph], titles: Iterable[str], authors: Iterable[str], url: str
) -> list[Paragraph]:
    """The paragraphs that belong to the article, in order; none twice in a row."""
    paragraphs = _after_byline(
        _after_headline(paragraphs, {fold(title) for title in titles} - {""}),
        {fold(name) for name in authors},
    )
    teasers = [is_teaser(paragraph.text, paragraph.links, url) for paragraph in paragraphs]
    listing = sum(teasers) > len(teasers) / 2  # a page whose matter is links
    times = Counter(fold(paragraph.text) for paragraph in paragraphs)
    out: list[Paragraph] = []
    for paragraph, teaser in zip(paragraphs, teasers, strict=True):
        folded = fold(paragraph.text)
        if not folded or (teaser and not listing) or (len(folded) > REFRAIN and times[folded] > 2):
            continue
        if is_furniture(paragraph.text, paragraph.links) and not opens_teasers(paragraph.text):
            continue
        if out and fold(out[-1].text) == folded:
            continue
        out.append(paragraph)
    return _before_teasers(out)


def _after_headline(paragraphs: Sequence[Paragraph], headlines: set[str]) -> Sequence[Paragraph]:
    """What follows the headline, where the body repeats it: alone, or after a kicker and a path of sections."""
    headlines = {headline.replace(" ", "") for headline in headlines}  # a kicker may be glued to it
    start = 0
    for at, paragraph in enumerate(paragraphs[:MAX_LEAD]):
        folded = fold(paragraph.text).replace(" ", "")
        if folded in headlines or any(
            len(headline) > 12
            and (folded.endswith(headline) or (folded.startswith(headline) and " | " in paragraph.text))
            and len(folded) < len(headline) + MAX_KICKER
            for headline in headlines
        ):
            start = at + 1
        elif len(paragraph.text) > 2 * MAX_KICKER and not is_furniture(paragraph.text, paragraph.links):
            break
    return paragraphs[start:]


def _after_byline(paragraphs: Sequence[Paragraph], authors: set[str]) -> list[Paragraph]:
    """The paragraphs without the lines at the top that hold but an author's name, or a date."""
    top = [
        paragraph
        for paragraph in paragraphs[:MAX_BYLINE]
        if fold(paragraph.text) not in authors and not is_date_line(paragraph.text)
    ]
    return [*top, *paragraphs[MAX_BYLINE:]]


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
    """True where what follows is titles and teasers: no more than half of it sentences without a link."""
    prose = [
        one for one in paragraphs if not one.links and len(one.text) > PROSE and one.text[-1] in '.!?…»”"'
    ]
    return 2 * len(prose) <= len(paragraphs) and all(len(one.text) <= 3 * PROSE for one in paragraphs)


def _mark_lone_links(document: Document, url: str) -> list[str]:
    """Turn links that are a whole paragraph between others, and lead to another site, into marked text.

    trafilatura takes such a paragraph for boilerplate; it may be the link to the text that the article is about.
    Returns the targets, which the marks name by their place.
    """
    targets: list[str] = []
    for paragraph in document.root.iter("p"):
        anchors = list(paragraph.iter("a"))
        if len(anchors) != 1 or len(words := words_of(anchors[0], MAX_LINK_TEXT).strip()) < BY_ITSELF:
            continue
        target = document.absolute(anchors[0].get("href"))
        if target is None or same_site(target, url) or not _in_prose(paragraph):
            continue
        if LONE not in words and len(words) >= 0.75 * len(words_of(paragraph).strip()):
            anchors[0].text = f"{LONE}{len(targets)}{LONE}{words}{CLOSE}"
            del anchors[0][:]
            anchors[0].tag = "span"
            anchors[0].attrib.clear()
            targets.append(target)
    return targets


def _in_prose(paragraph: html.HtmlElement) -> bool:
    beside = (paragraph.getprevious(), paragraph.getnext())
    return any(one is not None and one.tag == "p" and len(words_of(one)) >= PROSE for one in beside)
