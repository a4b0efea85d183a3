"""HTML to PDF by weasyprint, which is an extra of its own: it brings libraries of the system with it."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from monitor.wording.words import Words, message

COMMAND = ".venv/bin/python -m pip install -r requirements-pdf.lock"
"""The one command that brings the extra."""

SYSTEM_LIBRARY = "libpango"

_NOT_INSTALLED = message("PDF needs an extra that is not installed here. This command installs it: {command}")
_NO_LIBRARY = message(
    "PDF needs the library {library}, which this computer lacks. On Debian or Ubuntu: sudo apt install"
    " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. On a Mac: brew install pango."
)


class PdfMissing(Exception):
    """PDF cannot be made on this computer; `sentence` says what is missing and the command that brings it."""

    def __init__(self, library: bool = False) -> None:
        super().__init__(SYSTEM_LIBRARY if library else "weasyprint")
        self.library = library

    def sentence(self, words: Words) -> str:
        """What to tell staff."""
        if self.library:
            return words(_NO_LIBRARY, library=SYSTEM_LIBRARY)
        return words(_NOT_INSTALLED, command=COMMAND)


def to_pdf(html: str, at: datetime | None = None, css: str = "") -> bytes:
    """A page as a tagged PDF (PDF/UA-1): the same page gives the same bytes, whatever the time and the place.

    The page says its language (`html lang`) and its title; `at` is when it says it was made, aware, where the page
    itself has no `dcterms.created`. `css` is a style sheet of ours, for leaves. Nothing is fetched but `data:` addresses, and a link leads to a place in the page or
    to http(s). Raises PdfMissing.
    """
    weasyprint, fetcher = _library()
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    _only_web_links(page.etree_element)
    if at is not None:
        _dated(page.etree_element, at)
    sheets = [weasyprint.CSS(string=css, url_fetcher=fetcher)] if css else None
    made: bytes = page.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_identifier=True)
    return made


def _library() -> tuple[Any, Any]:
    """The library, and what it may fetch with; OSError is what it raises where a library of the system is missing."""
    try:
        weasyprint = import_module("weasyprint")
    except ImportError as error:
        raise PdfMissing from error
    except OSError as error:
        raise PdfMissing(library=True) from error
    return weasyprint, weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


def _only_web_links(root: Any) -> None:
    for link in root.iter("a"):
        target = link.get("href", "")
        if not target.startswith(("#", "https://", "http://")):
            link.attrib.pop("href", None)


def _dated(root: Any, at: datetime) -> None:
    head = root.find("head")
    head.append(
        head.makeelement("meta", {"name": "dcterms.created", "content": at.isoformat(timespec="seconds")})
    )
