"""XML and HTML from outside: refused where it declares entities, mended where every feed reader mends it."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from crawler.sources.base import SourceError
from storage.model import Reason

SLICE = 65_536

_AMPERSAND = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|(#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6}));)?")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,80})")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{50000,}>")
_SUBSET_END = re.compile(r"\]\s{0,100}>")
_NUMBERED = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,10});")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HARMLESS: dict[str, Any] = {
    "encoding": "utf-8",
    "recover": True,
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How every XML of a site is read: nothing is fetched, expanded or run."""
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def prepared(text: str) -> str:
    """The text from its root element on, with what XML forbids mended.

    HTML's named entities become numbers, a bare ampersand becomes `&amp;`, forbidden signs go; CDATA stays
    as it is, a document type goes. Raises SourceError(UNSAFE_XML) for one that declares entities.
    """
    start = _root_start(text)
    out: list[str] = []
    while start < len(text):
        opening = text.find("<![CDATA[", start)
        stop = len(text) if opening < 0 else opening
        out.append(_AMPERSAND.sub(_mend, text[start:stop]))
        if opening < 0:
            break
        closing = text.find("]]>", opening)
        start = len(text) if closing < 0 else closing + 3
        out.append(text[opening:start])
    # In CDATA too: where quotes are broken, what looks like CDATA is read as something else.
    return _FORBIDDEN.sub("", _NUMBERED.sub(_sign_or_nothing, "".join(out)))


def _mend(found: re.Match[str]) -> str:
    name, number = found.group(1), found.group(2)
    if number:
        digits = number[1:]
        code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        legal = code < 0x110000 and not _FORBIDDEN.match(chr(code))
        return found.group(0) if legal else ""
    if not name:
        return "&amp;"
    if name in _XML_NAMES:
        return found.group(0)
    signs = html.entities.html5.get(name + ";")
    return "".join(f"&#{ord(sign)};" for sign in signs) if signs else f"&amp;{name};"


def root_name(text: str) -> str:
    """The local name of the root element in lower case; empty where nothing begins like one."""
    found = _ROOT.match(text, _root_start(text, unsafe=True))
    return found.group(1).rpartition(":")[2].lower() if found else ""


def is_closed(text: str, name: str) -> bool:
    """Whether the root element of this local name is closed; one that is not was cut on its way."""
    tail = text[-2_000:].rstrip().lower()
    return bool(re.search(rf"</(?:[\w.-]{{1,40}}:)?{re.escape(name)}\s{{0,20}}>", tail)) or tail.endswith(
        "/>"
    )


def looks_like_feed(text: str) -> bool:
    """Whether a text begins as a feed does."""
    return root_name(text) in ("rss", "feed", "rdf")


def _root_start(text: str, unsafe: bool = False) -> int:
    """Where the root element begins: behind declaration, comments, instructions and document type."""
    position = text.find("<")
    while 0 <= position < len(text):
        if text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, position, unsafe)
        else:
            return position
        position = text.find("<", end) if end >= 0 else -1
    return len(text)


def _doctype_end(text: str, start: int, unsafe: bool) -> int:
    bracket, end = text.find("[", start), text.find(">", start)
    if 0 <= bracket < end:
        closing = _SUBSET_END.search(text, bracket)
        end = closing.end() - 1 if closing else -1
    if not unsafe and "<!ENTITY" in text[start : end if end >= 0 else len(text)].upper():
        raise SourceError(Reason.UNSAFE_XML, "the document type declares entities")
    return end


def parse_events(text: str, tags: Iterable[str]) -> Iterator[tuple[str, etree._Element]]:
    """("start", root) first, then ("end", element) for each element of these local names, as they are read.

    Elements are emptied once they have been looked at, so that a long file is never a tree in memory.
    """
    parser = etree.XMLPullParser(events=("start", "end"), **_HARMLESS)
    wanted, started = frozenset(tags), False
    for cut in range(0, len(text), SLICE):
        parser.feed(text[cut : cut + SLICE].encode("utf-8"))
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element):
                continue
            if not started:
                started = True
                yield "start", element
            elif event == "end" and local_name(element) in wanted:
                yield "end", element
                _forget(element)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def parse_tree(text: str) -> etree._Element | None:
    """The root of a prepared text, however broken; None where there is none."""
    parser = etree.XMLParser(**_HARMLESS)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


def parse_html(text: str) -> etree._Element | None:
    """The root of an HTML text; None where there is none. Tags of more than 50,000 characters are left out:
    libxml2 takes the square of the number of attributes, and none is a link.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_FORBIDDEN.sub("", _LONG_TAG.sub("", text)).encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


def _sign_or_nothing(reference: re.Match[str]) -> str:
    """A numbered reference as it is, nothing where its number is no sign: half a pair would break names later."""
    digits = reference[1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return "" if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else reference[0]


def local_name(element: etree._Element) -> str:
    """The name without its namespace, in lower case; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(str(part) for part in element.itertext())


def namespace(element: etree._Element) -> str:
    """The namespace of an element, empty where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""
