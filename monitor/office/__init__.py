"""Pages to hand out: PDF by weasyprint and Word by python-docx, for reports, books and lists alike."""

from monitor.office.pdf import PdfMissing, to_pdf
from monitor.office.word import Piece, Writing

__all__ = ["PdfMissing", "Piece", "Writing", "to_pdf"]
