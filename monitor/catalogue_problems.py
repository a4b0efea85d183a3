"""The problems of a catalogue file in our own words: each says what is wrong, and what was done about it."""

from __future__ import annotations

from monitor.config.problems import Problem
from monitor.wording.words import message
from storage.catalogue import CatalogueProblem, CatalogueReading, ProblemCode
from storage.catalogue.problems import OF_THE_FILE

_BAD_URL = message("“{value}” is not the address of a page (https://…); it is left out.")
_PLACEHOLDER = message(
    "“{hint}” cannot stand in an address. A search has {{query}}, and if it can {{page}}, {{start:%Y-%m-%d}},"
    " {{end:%Y-%m-%d}}; it is left out."
)

MESSAGES = {
    ProblemCode.EMPTY_FILE: message(
        "This file is empty. Its first line names the columns: id, name, domain…"
    ),
    ProblemCode.TOO_LARGE: message("This file is too large to be a list of sources."),
    ProblemCode.NOT_A_TABLE: message(
        "This is not a list of sources: its first line must name the columns id, name, domain."
    ),
    ProblemCode.MISSING_COLUMN: message(
        "This column is missing; the columns id, name and domain are needed."
    ),
    ProblemCode.REPEATED_COLUMN: message("This column stands here twice. Rename one of the two."),
    ProblemCode.BROKEN_ROW: message(
        "A quotation mark is opened and not closed, or stands inside a word; the row is left out."
    ),
    ProblemCode.TOO_MANY_CELLS: message(
        "The row has more cells than there are columns (“{value}”): a separator too many? The row is left out."
    ),
    ProblemCode.MISSING_VALUE: message("This cell must not be empty; the row is left out."),
    ProblemCode.BAD_ID: message(
        "“{value}” cannot be an id: letters without accents, digits, hyphens, points only; the row is left out."
    ),
    ProblemCode.DUPLICATE_ID: message("The id “{value}” stands on line {hint} already; the row is left out."),
    ProblemCode.BAD_DOMAIN: message(
        "“{value}” is not the name of a site, such as journal.example; the row is left out."
    ),
    ProblemCode.BAD_COUNTRY: message(
        "“{value}” is not a country in two letters, such as FR; the cell is left out."
    ),
    ProblemCode.BAD_LANGUAGE: message(
        "“{value}” is no code of a language, such as fr; the cell is left out."
    ),
    ProblemCode.BAD_TIER: message("“{value}” is not a tier: 1, 2, 3 or nothing; the cell is left out."),
    ProblemCode.BAD_PAYWALL: message(
        "“{value}” is not possible here. Write one of: {hint}. The cell is left out."
    ),
    ProblemCode.BAD_RIGHTS: message(
        "“{value}” is not possible here. Until it is corrected, we take it as {hint}."
    ),
    ProblemCode.BAD_PAUSED: message(
        "“{value}” is none of this row’s sources. Write “yes” to pause them all, or their addresses; it is left out."
    ),
    ProblemCode.BAD_URL: _BAD_URL,
    ProblemCode.QUERY_MISSING: message(
        "“{value}” has no {{query}}, the place of the words to look for; it is left out."
    ),
    ProblemCode.UNKNOWN_PLACEHOLDER: _PLACEHOLDER,
    ProblemCode.BAD_PLACEHOLDER: _PLACEHOLDER,
    ProblemCode.DUPLICATE_SOURCE: message("“{value}” stands on line {hint} already; it is read once."),
    ProblemCode.NOT_UTF8: message(
        "This file is not saved as UTF-8; it was read as Excel writes it on Windows. Check the accents,"
        " or save it as “CSV UTF-8”."
    ),
    ProblemCode.CLEANED_DOMAIN: message(
        "“{value}” was read as {hint}: a site’s name, without https:// and without a path."
    ),
    ProblemCode.LIST_SEPARATOR: message(
        "“{value}”: addresses in a cell are separated by spaces; it was read as {hint}."
    ),
    ProblemCode.TOO_LONG: message("This text is too long: only its first {hint} signs were kept."),
}
"""Our message for each code."""


def reading_problems(reading: CatalogueReading, file: str) -> list[Problem]:
    """The problems of a reading. Only what concerns the whole file is fatal: of the rest, the good part is used."""
    return [_problem(found, file) for found in reading.problems]


def _problem(found: CatalogueProblem, file: str) -> Problem:
    values = {"value": found.value, "hint": found.hint}
    return Problem(file, MESSAGES[found.code], values, found.line, found.column, found.code in OF_THE_FILE)
