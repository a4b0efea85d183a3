"""Which messages the source has, and whether a language has them all: used by the tests and by `python -m monitor.wording`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from monitor.wording.words import HERE, read_catalog

KEYWORDS: dict[str, Any] = {"words": None, "message": None, "n": (1, 2), "form": (1, 2), "c": ((1, "c"), 2)}
"""`words("…")`, `message("…")`, `words.n("…", "…", count)`, `words.form("…", "…", count)`, `words.c("context", "…")`; in a template `n(…)` and `c(…)`."""

METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.jinja", "jinja2"), ("**.txt", "ignore")]


def extracted(folder: Path = HERE.parent) -> Catalog:
    """Every message written as a literal in the Python files and templates of a folder."""
    catalog = Catalog(locale="en")
    found = extract_from_dir(str(folder), METHODS, keywords=KEYWORDS)
    for name, line, text, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        if text:
            catalog.add(text, locations=[(name, line)], user_comments=comments, context=context)
    return catalog


Key = tuple[str | tuple[str, ...], str | None]
"""A message, with its plural where it has one, and its context."""


def _keys(catalog: Catalog) -> Iterator[Key]:
    for entry in catalog:
        if entry.id:
            yield (entry.id if isinstance(entry.id, str) else tuple(entry.id)), entry.context


def missing(language: str) -> list[Key]:
    """Messages of the source which this language's file does not have."""
    has = set(_keys(read_catalog(language)))
    return [key for key in _keys(extracted()) if key not in has]


def stale(language: str) -> list[Key]:
    """Messages of this language's file which the source no longer has."""
    has = set(_keys(extracted()))
    return [key for key in _keys(read_catalog(language)) if key not in has]


def update(language: str) -> int:
    """Add the missing messages, untranslated, to this language's file, sorted; returns how many.

    Stale ones stay for a person to take out: their words may serve the message that replaced them. One whose
    plural alone changed keeps its translation.
    """
    catalog, added = read_catalog(language), missing(language)
    for text, context in added:
        first = text if isinstance(text, str) else text[0]
        before = catalog.get(first, context)
        if before is not None:
            before.id = text
        else:
            catalog.add(text, context=context)
    save(language, catalog)
    return len(added)


def save(language: str, catalog: Catalog) -> None:
    """Write a language's file: sorted by message, long lines whole, so that two people's changes seldom meet."""
    whole = 100_000
    with (HERE / f"{language}.po").open("wb") as out:
        write_po(out, catalog, sort_output=True, width=whole, no_location=True, omit_header=False)
