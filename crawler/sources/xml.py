"""XML from outside: decoded by us, refused where it declares entities, mended where every feed reader mends it."""

from __future__ import annotations

import codecs
import html.entities
import re
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree

from crawler.sources.base import MAX_BYTES, SourceError
from storage.model import Reason

SLICE = 65_536

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE = (
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
)
_DECLARED = re.compile(
    rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9._:-]{1,40})["']"""
)
_META = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1", "cp1252"})
_AMPERSAND = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{1,31});|(#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6}));)?")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,80})")
_SUBSET_END = re.compile(r"\]\s{0,100}>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


def inflated(body: bytes) -> tuple[bytes, bool]:
    """The body without gzip, whatever its name or headers say, and whether it was whole.

    Never more than `MAX_BYTES` come out; a broken stream gives what stands before the break.
    """
    if body[:2] != b"\x1f\x8b":
        return body[:MAX_BYTES], len(body) <= MAX_BYTES
    inflater = zlib.decompressobj(wbits=31)
    try:
        out = inflater.decompress(body, MAX_BYTES)
    except zlib.error:
        out, whole = _until_the_break(body), False
    else:
        whole = inflater.eof
    return out, whole


def _until_the_break(body: bytes) -> bytes:
    inflater, out = zlib.decompressobj(wbits=31), bytearray()
    for start in range(0, len(body), 256):
        try:
            out += inflater.decompress(body[start : start + 256], MAX_BYTES - len(out) or 1)
        except zlib.error:
            break
        if len(out) >= MAX_BYTES:
            break
    return bytes(out)


def decoded(body: bytes, content_type: str = "", html: bool = False) -> str:
    """The text of a body: byte order mark, then the header, then the declaration, then UTF-8.

    With `html` the declaration is that of a `meta` element. Latin-1 is read as windows-1252, as browsers do; what is not in the claimed encoding is tried as UTF-8,
    then windows-1252.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    for start, name in _BARE:
        if body.startswith(start):
            return body.decode(name, "replace")
    header, declared = (
        _CHARSET.search(content_type[:200]),
        _META.search(body[:4_096]) if html else _DECLARED.match(body[:400]),
    )
    claims = [header.group(1)] if header else []
    claims += [declared.group(1).decode("ascii")] if declared else []
    for claim in [*claims, "utf-8"]:
        try:
            name = codecs.lookup(claim).name
            text = body.decode("cp1252" if name in _LATIN else name) if _is_text(name) else None
        except (LookupError, ValueError):
            continue
        if text is not None:
            return text
    return body.decode("cp1252", "replace") if not _mostly_utf8(body) else body.decode("utf-8", "replace")


def _is_text(name: str) -> bool:
    return codecs.lookup(name)._is_text_encoding and name not in (
        "utf-7",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
    )


def _mostly_utf8(body: bytes) -> bool:
    """Whether a body that is not quite UTF-8 has more letters of UTF-8 than broken ones."""
    text = body[:200_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 2 < sum(1 for sign in text if sign > "\x7f")


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
    return _FORBIDDEN.sub("", "".join(out))


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
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
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
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


def parse_html(text: str) -> etree._Element | None:
    """The root of an HTML text; None where there is none."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_FORBIDDEN.sub("", text).encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None


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
