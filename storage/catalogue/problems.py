"""What can be wrong in a catalogue file, as codes with data; `monitor` words them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """Each says what was done about it: the file not used, the row or the cell left out, or the value mended."""

    # the file is not used
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    NOT_A_TABLE = "not_a_table"
    MISSING_COLUMN = "missing_column"
    REPEATED_COLUMN = "repeated_column"
    # the row is left out
    BROKEN_ROW = "broken_row"
    TOO_MANY_CELLS = "too_many_cells"
    MISSING_VALUE = "missing_value"
    BAD_ID = "bad_id"
    DUPLICATE_ID = "duplicate_id"
    BAD_DOMAIN = "bad_domain"
    # the cell, or one address in it, is left out
    BAD_COUNTRY = "bad_country"
    BAD_LANGUAGE = "bad_language"
    BAD_TIER = "bad_tier"
    BAD_PAYWALL = "bad_paywall"
    BAD_RIGHTS = "bad_rights"
    BAD_PAUSED = "bad_paused"
    BAD_URL = "bad_url"
    QUERY_MISSING = "query_missing"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    BAD_PLACEHOLDER = "bad_placeholder"
    DUPLICATE_SOURCE = "duplicate_source"
    # mended
    NOT_UTF8 = "not_utf8"
    CLEANED_DOMAIN = "cleaned_domain"
    LIST_SEPARATOR = "list_separator"
    TOO_LONG = "too_long"


OF_THE_FILE = frozenset(
    {
        ProblemCode.EMPTY_FILE,
        ProblemCode.TOO_LARGE,
        ProblemCode.NOT_A_TABLE,
        ProblemCode.MISSING_COLUMN,
        ProblemCode.REPEATED_COLUMN,
    }
)
"""Problems with which nothing of the file can be used."""

OF_THE_ROW = frozenset(
    {
        ProblemCode.BROKEN_ROW,
        ProblemCode.TOO_MANY_CELLS,
        ProblemCode.MISSING_VALUE,
        ProblemCode.BAD_ID,
        ProblemCode.DUPLICATE_ID,
        ProblemCode.BAD_DOMAIN,
    }
)
"""Problems with which the row is left out; the other rows are read."""


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """One problem. `line` counts from 1 as editors do; `column` is the name of the column, "" for a whole row.

    `value` is what stands there (at most 100 characters); `hint` what was taken or is meant instead: the
    first line of a duplicate, the mended value, the columns missing.
    """

    line: int
    column: str
    code: ProblemCode
    value: str = ""
    hint: str = ""
