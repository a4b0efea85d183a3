"""A page as a tree: parsed once, its text clean, what is hidden taken out before anything reads it.

Nesting is bounded by libxml2, which reads no deeper than 255 elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.etree import LxmlError

from crawler.extraction.text import clean, looks_broken, mend

MAX_URL = 2_048
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^<>]{0,300}\?>", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s{0,10}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE
)
_HIDDEN_WORDS = frozenset(
    [
        "hidden",
        "hide",
        "d-none",
        "visually-hidden",
        "visuallyhidden",
        "sr-only",
        "screen-reader-text",
        "screen-reader-only",
        "is-hidden",
        "u-hidden",
        "hidden-content",
        "element-invisible",
        "assistive-text",
        "amp-hidden",
    ]
)
_NEVER_HIDDEN = frozenset(("html", "head", "body", "main", "h1", "title"))


@dataclass(slots=True)
class Document:
    """A parsed page. `base` is what its relative links start from; `scripts` its JSON-LD blocks, in order."""

    root: html.HtmlElement
    base: str
    scripts: list[str]

    def all(self, *tags: str) -> Iterator[html.HtmlElement]:
        """The elements with one of these tags, in the order of the page."""
        yield from self.root.iter(*tags)

    def absolute(self, address: str | None) -> str | None:
        """An address of this page as an absolute http(s) URL, None where it is no such thing."""
        return absolute(address, self.base)


def absolute(address: str | None, base: str) -> str | None:
    """The same for a given base."""
    if not address or len(address) > MAX_URL:
        return None
    try:
        joined = urljoin(base, re.sub(r"[\t\r\n]", "", address.strip()))
        parts = urlsplit(joined)
        parts.port  # noqa: B018 - an impossible port is a ValueError
    except ValueError:
        return None
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or "@" in parts.netloc
        or "\\" in parts.netloc
    ):
        return None
    return re.sub(r"\s", "%20", clean(joined))


def parse(text: str, url: str) -> Document | None:
    """The tree of a page, or None where there is nothing to parse."""
    text = _XML_DECLARATION.sub("", _FORBIDDEN.sub("", text))
    if not text.strip():
        return None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    scripts = [
        script.text or "" for script in root.iter("script") if "ld+json" in (script.get("type") or "").lower()
    ]
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    document = Document(root, absolute(base, url) or url, scripts)
    _clean_text(root, looks_broken(text))
    for element in root.iter("br"):
        element.tail = "\n" + (
            element.tail or ""
        )  # a word ends there, for whoever reads the text of what holds it
    return document


def _clean_text(root: html.HtmlElement, broken: bool) -> None:
    """Every text of the tree through the border, before trafilatura takes control characters for noise."""
    for element in root.iter():
        for name in ("text", "tail"):
            value = getattr(element, name)
            if value and not value.isascii():
                setattr(element, name, clean(mend(value) if broken else value))


def drop(elements: Iterable[html.HtmlElement]) -> None:
    """Take elements out of their tree; the text after each stays."""
    for element in list(elements):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + element.tail
            else:
                parent.text = (parent.text or "") + element.tail
            element.tail = None
        parent.remove(element)


def hidden(element: html.HtmlElement) -> bool:
    """True for what the page itself does not show."""
    if element.tag in _NEVER_HIDDEN:
        return False
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if _HIDDEN_STYLE.search((element.get("style") or "")[:500]):
        return True
    return not _HIDDEN_WORDS.isdisjoint((element.get("class") or "")[:500].lower().split())


def _show_streamed(document: Document) -> None:
    """Show what a server sent late: React puts it in `<div hidden id="S:1">` for the place `B:1`, for every reader."""
    places = {
        element.get("id", "")[2:]
        for element in document.root.iter("template")
        if (element.get("id") or "")[:2] == "B:"
    }
    for element in document.root.iter("div"):
        name = element.get("id") or ""
        if element.get("hidden") is not None and name.startswith("S:") and name[2:] in places:
            del element.attrib["hidden"]


def drop_unseen(document: Document) -> None:
    """Take out scripts, styles, templates and whatever is hidden."""
    _show_streamed(document)
    drop(document.root.iter("script", "style", "template", "noscript", "svg", "iframe", "object", "embed"))
    drop([element for element in document.root.iter() if isinstance(element.tag, str) and hidden(element)])


def words_of(element: html.HtmlElement, limit: int = 4_000) -> str:
    """The text of an element, its white space as it comes, cut where it is very long."""
    parts, length = [], 0
    for piece in element.itertext():
        parts.append(piece)
        length += len(piece)
        if length > limit:
            break
    return "".join(parts)[:limit]
