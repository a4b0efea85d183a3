"""Reading PDF and Word back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from lxml import etree
from pypdf import PdfReader

from monitor.office.pdf import PdfMissing

NO_PANGO = "libpango is not installed"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pdf_of(make: Callable[[], bytes]) -> bytes:
    """What is made; skips where no PDF can be. CI brings what it takes, and lets no test be skipped for it."""
    try:
        return make()
    except PdfMissing:
        pytest.skip(NO_PANGO)


def reader(data: bytes) -> PdfReader:
    """A PDF, read strictly."""
    return PdfReader(io.BytesIO(data), strict=True)


def text_of(data: bytes) -> str:
    """All words of a PDF, page after page, with the breaks of lines as spaces."""
    return " ".join(" ".join(page.extract_text().split()) for page in reader(data).pages)


def links_of(data: bytes) -> list[str]:
    """Every address that a PDF leads to, outside of itself."""
    found = []
    for page in reader(data).pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A", {})
            assert action.get("/S", "/URI") == "/URI", action
            if "/URI" in action:
                found.append(str(action["/URI"]))
    return found


def word(data: bytes) -> Any:
    """A Word document as python-docx reads it."""
    return docx.Document(io.BytesIO(data))


def part(data: bytes, name: str) -> Any:
    """The XML of a part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return etree.fromstring(packed.read(name))


def word_links(data: bytes) -> list[str]:
    """Every address that a Word document leads to."""
    rels = part(data, "word/_rels/document.xml.rels")
    return [one.get("Target") for one in rels if one.get("TargetMode") == "External"]


def word_text(data: bytes) -> str:
    """Every word of a Word document's body."""
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{W}t"))
        for paragraph in part(data, "word/document.xml").iter(f"{W}p")
    )
