"""The report as PDF: its page in the form in which it prints, with numbered leaves."""

from __future__ import annotations

from monitor.digest import Digest
from monitor.office import to_pdf
from monitor.reports.html import page

LEAVES = """
@page { margin: 18mm 16mm 20mm; @bottom-left { content: "Retombées"; font: 8.5pt "Liberation Sans", Arial, sans-serif; color: #57534A; }
@bottom-right { content: counter(page) " / " counter(pages); font: 8.5pt "Liberation Sans", Arial, sans-serif; color: #57534A; } }
.fold > summary { display: none; }
.mk { padding-left: 0; padding-right: 0; }
"""
"""What the page leaves to its browser: leaves that bear their number, and nothing to unfold.

A passage with room at its sides makes weasyprint break the line at the first space before it, not at the last.
"""


def render(digest: Digest, language: str) -> bytes:
    """The report in one language, "fr" or "en". Raises PdfMissing where the extra is not installed."""
    return to_pdf(page(digest, language), digest.made_at, LEAVES)
