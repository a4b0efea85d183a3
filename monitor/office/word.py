"""Writing a Word document: headings, paragraphs of pieces, tables and links, always as data, never as markup.

Rows are put together element by element: python-docx looks at the whole table again for every cell it adds.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from monitor.office.styles import RULE, STRONG_RULE, WIDTH_MM, base_document
from monitor.wording.outside import web_address

_NOT_TEXT = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_PACKED_AT = (1980, 1, 1, 0, 0, 0)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 4_000
"""The longest piece that is written, in characters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph. `style` names a character style; `url` makes a link where it is http(s), and is else
    left out; `anchor` leads to a heading; `ground` is a colour behind the words (RRGGBB); `language` is the
    language's code where it is not the document's.
    """

    text: str
    url: str | None = None
    anchor: str = ""
    style: str = ""
    strong: bool = False
    ground: str = ""
    language: str = ""


Words = str | Piece
Cell = Words | Sequence[Words]


class Writing:
    """One document being written, in "fr" or "en". `at` is the time it says it was made, aware."""

    def __init__(self, title: str, language: str, at: datetime, author: str = "") -> None:
        self.document: Document = base_document(language)
        self._links: dict[str, str] = {}
        self._bookmarks = 0
        properties = self.document.core_properties
        properties.title, properties.author = _text(title)[:255], _text(author)[:255]
        properties.language, properties.comments = language, ""
        properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)

    def running(self, left: str, right: str, foot: str, cover: bool = False) -> None:
        """The head of every page, and its foot with the page's number; a cover has neither."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = cover
        head, base = section.header.paragraphs[0], section.footer.paragraphs[0]
        for paragraph in (head, base):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
        head.add_run(f"{_text(left)}\t{_text(right)}")
        base.add_run(f"{_text(foot)}\t")
        base._p.append(_field(" PAGE "))

    def heading(self, text: str, level: int = 1, anchor: str = "", new_page: bool = False) -> Paragraph:
        """A heading of level 1 to 3, which readers find in the navigation pane; `anchor` is what links lead to."""
        paragraph = self.paragraph(text, style=f"Heading {level}")
        if new_page:
            paragraph.paragraph_format.page_break_before = True
        if anchor:
            self._bookmarks += 1
            number = str(self._bookmarks)
            paragraph._p.insert(1, _element("w:bookmarkStart", id=number, name=_bookmark(anchor)))
            paragraph._p.append(_element("w:bookmarkEnd", id=number))
        return paragraph

    def paragraph(self, *pieces: Words, style: str = "Normal") -> Paragraph:
        """A paragraph of pieces in a paragraph style."""
        paragraph = self.document.add_paragraph(style=style)
        paragraph._p.extend(self._runs(pieces))
        return paragraph

    def contents(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """A list of contents: (heading, anchor, what stands behind it).

        It is a field: "update field" in Word puts page numbers in. Until then it says what we put there.
        """
        for index, (text, anchor, behind) in enumerate(entries):
            paragraph = self.document.add_paragraph(style="Contents")._p
            if index == 0:
                paragraph.extend(_opened_field(' TOC \\o "1-1" \\h \\z '))
            after: list[Words] = [f", {behind}"] if behind else []
            paragraph.extend(self._runs([Piece(text, anchor=anchor), *after]))
            if index == len(entries) - 1:
                paragraph.append(_wrapped("w:r", _element("w:fldChar", fldCharType="end")))

    def table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        widths: Sequence[float],
        right: Iterable[int] = (),
        caption: str = "",
    ) -> None:
        """A table whose head comes again on every page and whose rows are not cut.

        `widths` are shares of the page's width; `right` the columns set to the right; `caption` stands above
        the table and is what a screen reader says of it.
        """
        if caption:
            self.paragraph(caption, style="Caption")
        total = sum(widths)
        twips = [round(WIDTH_MM * 56.6929 * width / total) for width in widths]
        table = _wrapped("w:tbl", _table_properties(caption), _grid(twips))
        aligned = frozenset(right)
        head: list[Cell] = [Piece(text, strong=True) for text in heads]
        table.append(self._row(head, twips, aligned, head=True))
        for row in rows:
            table.append(self._row(row, twips, aligned))
        body = self.document.element.body
        body.insert_element_before(table, "w:sectPr")
        self.document.add_paragraph(style="Small")

    def save(self) -> bytes:
        """The file: the same document gives the same bytes, whatever the time and the place."""
        return save(self.document)

    # ---- elements ----------------------------------------------------------------------------------

    def _row(
        self, cells: Sequence[Cell], twips: Sequence[int], right: frozenset[int], head: bool = False
    ) -> Any:
        properties = _wrapped("w:trPr", _element("w:cantSplit"))
        if head:
            properties.append(_element("w:tblHeader"))
        row = _wrapped("w:tr", properties)
        for column, (cell, width) in enumerate(zip(cells, twips, strict=True)):
            size = _wrapped("w:tcPr", _element("w:tcW", w=str(width), type="dxa"))
            if head:
                edge = _element("w:bottom", val="single", sz="6", space="0", color=STRONG_RULE)
                size.append(_wrapped("w:tcBorders", edge))
            style = _wrapped("w:pPr", _element("w:pStyle", val="Cell"))
            if column in right:
                style.append(_element("w:jc", val="right"))
            pieces = [cell] if isinstance(cell, str | Piece) else cell
            row.append(_wrapped("w:tc", size, _wrapped("w:p", style, *self._runs(pieces))))
        return row

    def _runs(self, pieces: Iterable[Words]) -> list[Any]:
        made = []
        for piece in pieces:
            one = piece if isinstance(piece, Piece) else Piece(piece)
            url = web_address(one.url) if one.url else None
            if url:
                made.append(_wrapped("w:hyperlink", _run(one, "Hyperlink"), link=self._link(url)))
            elif one.anchor:
                link = _element("w:hyperlink", anchor=_bookmark(one.anchor), history="1")
                link.append(_run(one, "Hyperlink"))
                made.append(link)
            else:
                made.append(_run(one, one.style))
        return made

    def _link(self, url: str) -> str:
        """The document's name for an address. python-docx would look through all of them for each."""
        if url not in self._links:
            name = f"link{len(self._links) + 1}"
            self.document.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, name, is_external=True)
            self._links[url] = name
        return self._links[url]


def save(document: Document) -> bytes:
    """A document as a file whose parts bear one fixed time."""
    packed, again = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = zipfile.ZipInfo(entry.filename, _PACKED_AT)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            after.writestr(part, before.read(entry))
    return again.getvalue()


def _text(text: str) -> str:
    return _TURNING.sub("", _NOT_TEXT.sub(" ", text[:MOST]))


def _bookmark(anchor: str) -> str:
    """A name for a place: Word allows letters, digits and underscores, forty at most, and a letter first."""
    return "p_" + re.sub("[^A-Za-z0-9]", "_", anchor[:38])


def _element(tag: str, **attributes: str) -> Any:
    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})


def _wrapped(tag: str, *children: Any, link: str = "") -> Any:
    element = OxmlElement(tag, {qn("r:id"): link} if link else None)
    element.extend(children)
    return element


def _run(piece: Piece, style: str) -> Any:
    properties = OxmlElement("w:rPr")
    if style:
        properties.append(_element("w:rStyle", val=style.replace(" ", "")))
    if piece.strong:
        properties.append(_element("w:b"))
    if piece.ground:
        properties.append(_element("w:shd", val="clear", color="auto", fill=piece.ground))
    if piece.language:
        properties.append(_element("w:lang", val=piece.language))
    text = OxmlElement("w:t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = _text(piece.text)
    return _wrapped("w:r", properties, text)


def _field(instruction: str) -> Any:
    field = _element("w:fldSimple", instr=instruction)
    field.append(_run(Piece("1"), ""))
    return field


def _opened_field(instruction: str) -> list[Any]:
    code = OxmlElement("w:instrText", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    code.text = instruction
    return [
        _wrapped("w:r", _element("w:fldChar", fldCharType="begin")),
        _wrapped("w:r", code),
        _wrapped("w:r", _element("w:fldChar", fldCharType="separate")),
    ]


def _table_properties(caption: str) -> Any:
    lines = _wrapped("w:tblBorders")
    for side in ("bottom", "insideH"):
        lines.append(_element(f"w:{side}", val="single", sz="4", space="0", color=RULE))
    room = _wrapped("w:tblCellMar")
    room.append(_element("w:left", w="0", type="dxa"))
    room.append(_element("w:right", w="120", type="dxa"))
    look = _element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", noVBand="1")
    properties = _wrapped(
        "w:tblPr",
        _element("w:tblW", w=str(round(WIDTH_MM * 56.6929)), type="dxa"),
        lines,
        _element("w:tblLayout", type="fixed"),
        room,
        look,
    )
    if caption:
        properties.append(_element("w:tblCaption", val=_text(caption)[:250]))
    return properties


def _grid(twips: Sequence[int]) -> Any:
    return _wrapped("w:tblGrid", *(_element("w:gridCol", w=str(width)) for width in twips))
