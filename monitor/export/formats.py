"""The formats of a mention list. To add one: a module with `write(asked, out)`, and its line here."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from monitor.dossier import Campaign
from monitor.export.csv_list import write as write_csv
from monitor.export.docx import write as write_docx
from monitor.export.feeds import write_atom, write_rss
from monitor.export.jsonl import write as write_jsonl
from monitor.export.mention_list import MentionList
from monitor.export.order import in_order
from monitor.export.pdf import write as write_pdf
from monitor.export.xlsx import write as write_xlsx
from storage.model import Mention


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `suffix` is that of a file name; `table` where it has columns and rows; `binary` where no text."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[MentionList, BinaryIO], None]
    table: bool = True
    binary: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    one.name: one
    for one in (
        Format("csv", ".csv", "text/csv; charset=utf-8", write_csv),
        Format("xlsx", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", write_xlsx, binary=True),
        Format("jsonl", ".jsonl", "application/x-ndjson; charset=utf-8", write_jsonl, table=False),
        Format("rss", ".rss", "application/rss+xml; charset=utf-8", write_rss, table=False),
        Format("atom", ".atom", "application/atom+xml; charset=utf-8", write_atom, table=False),
        Format("docx", ".docx", f"{_OFFICE}.wordprocessingml.document", write_docx, binary=True),
        Format("pdf", ".pdf", "application/pdf", write_pdf, binary=True),
    )
}


def write(asked: MentionList, format_name: str, out: BinaryIO) -> None:
    """Write a list in one format, mention by mention where the format allows: same list, same bytes.

    The mentions come in the order in which they are to stand. Raises KeyError for a format that is not in the
    table, TooMuchForPages and PdfMissing where the format says so.
    """
    FORMATS[format_name].write(asked, out)


def export(
    mentions: Iterable[Mention], format_name: str, language: str, campaigns: Iterable[Campaign] = ()
) -> bytes:
    """Mentions in one format and language ("fr" or "en"), by time of publication, with the format's own columns.

    The dossiers of the mentions tell the organisations' names and the zone. Raises as `write`.
    """
    out = io.BytesIO()
    write(MentionList(in_order(mentions), language, tuple(campaigns)), format_name, out)
    return out.getvalue()
