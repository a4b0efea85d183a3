"""The look of a Word document: A4, real heading styles, one accent, the language on every style."""

from __future__ import annotations

from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

SERIF = "Georgia"
SANS = "Arial"
INK = RGBColor(0x1C, 0x1B, 0x18)
QUIET = RGBColor(0x57, 0x53, 0x4A)
ACCENT = RGBColor(0x0D, 0x4F, 0x5C)
MARK_GROUND = "FFF0B3"
MARK_LINE = "B8860B"
RULE = "DDD8CD"
STRONG_RULE = "857F73"

LOCALES = {"fr": "fr-FR", "en": "en-GB"}

MARGIN_MM = 22
WIDTH_MM = 210 - 2 * MARGIN_MM
"""What is left between the margins, in millimetres."""

_PARAGRAPHS = (  # name, built-in, face, size, bold, colour, space before and after in points
    ("Title", True, SERIF, 30, True, INK, 0, 14),
    ("Subtitle", True, SANS, 11, True, ACCENT, 0, 14),
    ("Heading 1", True, SERIF, 20, True, INK, 24, 6),
    ("Heading 2", True, SERIF, 14, True, INK, 16, 4),
    ("Heading 3", True, SERIF, 12, True, INK, 2, 2),
    ("Quote", True, SERIF, 11, False, INK, 2, 3),
    ("Caption", True, SANS, 9, False, QUIET, 6, 4),
    ("List Bullet", True, SANS, 10, False, INK, 0, 3),
    ("Header", True, SANS, 8.5, False, QUIET, 0, 0),
    ("Footer", True, SANS, 8.5, False, QUIET, 0, 0),
    ("Lead", False, SERIF, 15, False, INK, 0, 6),
    ("Intro", False, SERIF, 12, False, QUIET, 0, 8),
    ("Item", False, SANS, 9, False, QUIET, 12, 2),
    ("Small", False, SANS, 9, False, QUIET, 0, 3),
    ("Cell", False, SANS, 9, False, INK, 2, 2),
    ("Contents", False, SANS, 10.5, False, INK, 2, 2),
    ("Note", False, SANS, 10, False, INK, 3, 6),
    ("Warning", False, SANS, 10.5, False, INK, 6, 8),
)

_KEPT_WITH_NEXT = ("Heading", "Intro", "Item", "Caption")

_BADGES = (  # name, colour of the words, ground, line around
    ("Badge republication", "FFFFFF", "0D4F5C", ""),
    ("Badge citation", "0D4F5C", "E3EEEF", ""),
    ("Badge related", "0D4F5C", "", "single"),
    ("Badge topic", "57534A", "", ""),
    ("Badge check", "7A4A00", "", "dashed"),
)


def base_document(language: str) -> Document:
    """An empty document in one language ("fr" or "en") with the styles that `Writing` uses."""
    document = docx.Document()
    _paper(document)
    _language(document, LOCALES[language])
    normal = _paragraph_style(document, "Normal")
    _face(normal, SANS, 10, False, INK)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.line_spacing = 1.2
    for name, built_in, face, size, bold, colour, before, after in _PARAGRAPHS:
        style = _paragraph_style(document, name) if built_in else _new(document, name)
        _face(style, face, size, bold, colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name.startswith(_KEPT_WITH_NEXT) or None
        style.font.italic = False
    _without(_paragraph_style(document, "Title"), "w:pBdr")
    for name in ("Header", "Footer"):
        _without(_paragraph_style(document, name), "w:tabs")
    _framed(_paragraph_style(document, "Note"), "0D4F5C", 18)
    _framed(_paragraph_style(document, "Warning"), "7A4A00", 36, "FCF1D9")
    _characters(document)
    return document


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(11)


def _language(document: Document, locale: str) -> None:
    """Spelling and speech follow the language that the defaults name."""
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), locale)
    for element in document.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), locale)
    for element in document.settings.element.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")  # an older one opens in "compatibility mode"


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _new(document: Document, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    return style


def _face(style: ParagraphStyle, face: str, size: float, bold: bool, colour: RGBColor) -> None:
    """Sets the face for every script; the theme's face, which would win, goes."""
    font = style.font
    font.name, font.bold, font.size = face, bold, Pt(size)
    font.color.rgb = colour
    faces = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    assert faces is not None
    for attribute in [name for name in faces.attrib if name.endswith(("Theme", "theme"))]:
        del faces.attrib[attribute]
    for script in ("w:cs", "w:eastAsia"):
        faces.set(qn(script), face)


def _characters(document: Document) -> None:
    """Styles for words within a paragraph; badges differ in form first, so that they survive black and white."""
    link, mark = _character(document, "Hyperlink"), _character(document, "Passage")
    link.font.color.rgb = ACCENT
    link.font.underline = True
    _put(mark, _element("w:u", val="single", color=MARK_LINE), _ground(MARK_GROUND))
    for name, colour, fill, line in _BADGES:
        badge = _character(document, name)
        badge.font.bold, badge.font.size, badge.font.name = True, Pt(8.5), SANS
        badge.font.color.rgb = RGBColor.from_string(colour)
        if line:
            _put(badge, _element("w:bdr", val=line, sz="6", space="0", color=colour))
        if fill:
            _put(badge, _ground(fill))


def _character(document: Document, name: str) -> CharacterStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(style, CharacterStyle)
    return style


def _element(tag: str, **attributes: str) -> Any:
    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})


def _ground(colour: str) -> Any:
    return _element("w:shd", val="clear", color="auto", fill=colour)


def _put(style: CharacterStyle, *elements: Any) -> None:
    for element in elements:
        style.element.get_or_add_rPr().append(element)


def _without(style: ParagraphStyle, *tags: str) -> None:
    properties = style.element.get_or_add_pPr()
    for tag in tags:
        for found in properties.findall(qn(tag)):
            properties.remove(found)


def _framed(style: ParagraphStyle, colour: str, eighths: int, ground: str = "") -> None:
    """A rule at the left of a paragraph, `eighths` of a point thick, and the colour it stands on."""
    properties = style.element.get_or_add_pPr()
    frame = _element("w:pBdr")
    frame.append(_element("w:left", val="single", sz=str(eighths), space="8", color=colour))
    for element in [frame, _ground(ground)] if ground else [frame]:
        properties.insert_element_before(element, "w:tabs", "w:spacing", "w:ind", "w:jc")
