"""The formats of a mention list. To add one: a module with `write(mentions, language, names) -> bytes`, and its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitor.export.csv_list import write as write_csv
from monitor.export.jsonl import write as write_jsonl
from storage.model import Mention


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `suffix` is that of a file name."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[Mention], str, Mapping[str, str]], bytes]


FORMATS = {
    one.name: one
    for one in (
        Format("csv", ".csv", "text/csv; charset=utf-8", write_csv),
        Format("jsonl", ".jsonl", "application/x-ndjson; charset=utf-8", write_jsonl),
    )
}


def export(
    mentions: Iterable[Mention], format_name: str, language: str, names: Mapping[str, str] | None = None
) -> bytes:
    """The list in one format and language ("fr" or "en"), in stable order: same mentions, same bytes.

    Which mentions is the caller's choice. `names` tells the organisations' names by their ids, for the formats
    that people read. Raises KeyError for a format that is not in the table.
    """
    return FORMATS[format_name].write(mentions, language, names or {})
