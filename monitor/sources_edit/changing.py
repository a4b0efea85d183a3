"""From what is wanted of rows of `sources.csv` to the file with it, and what that changes. Pure.

EditRefused    nothing is changed
  FileUnfit    the file cannot be changed safely, only read
  BadCells     a row would hold what cannot stand there; `problems` say what
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.catalogue_problems import reading_problems
from monitor.sources_edit.sheet import Sheet, sheet_of
from monitor.wording import Words
from storage.catalogue import CatalogueProblem, CatalogueReading, ProblemCode, read_catalogue

Cells = Mapping[str, str]
"""Cells of a row by the name of their column; the empty text empties one."""

Wanted = Mapping[str, Cells | None]
"""What is wanted of the rows of some outlets, by id: these cells, the others as they are; None: no row."""

MENDED = frozenset({ProblemCode.CLEANED_DOMAIN, ProblemCode.LIST_SEPARATOR, ProblemCode.NOT_UTF8})
FILE = "sources.csv"


class EditRefused(Exception):
    """Nothing is changed."""


class FileUnfit(EditRefused):
    """The file cannot be changed safely: no list of sources, or in an encoding that cannot be written again."""


class BadCells(EditRefused):
    """A row would hold what cannot stand there."""

    def __init__(self, problems: tuple[CatalogueProblem, ...]) -> None:
        super().__init__(", ".join(str(one.code) for one in problems))
        self.problems = problems

    def sentences(self, words: Words) -> list[str]:
        """What is wrong, in words."""
        reading = CatalogueReading((), self.problems)
        return list(dict.fromkeys(one.what(words) for one in reading_problems(reading, FILE)))


@dataclass(frozen=True, slots=True)
class Edit:
    """The file as it was and as it would be, and what differs: cells by outlet, None where there is no row.

    `places`: after whose row one that is gone stood, so that it can come back there.
    """

    old: bytes
    new: bytes
    before: Mapping[str, Cells | None]
    after: Mapping[str, Cells | None]
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True where nothing differs."""
        return not self.after


def change(data: bytes, wanted: Wanted, places: Mapping[str, str] | None = None) -> Edit:
    """The file with these rows. What is not asked for stays as it is written, whatever it is.

    `places` says after whose row a new one is to stand ("": before all others); else it stands at the end. Raises FileUnfit and BadCells.
    """
    reading, sheet = opened(data)
    before: dict[str, Cells | None] = {}
    after: dict[str, Cells | None] = {}
    for outlet_id, cells in wanted.items():
        old = sheet.cells(outlet_id) if outlet_id in sheet.places else None
        was, will = _differing(old, cells)
        if was != will:
            before[outlet_id], after[outlet_id] = was, will
    if not after:
        return Edit(data, data, {}, {})
    new_rows = [(one, (places or {}).get(one)) for one, cells in after.items() if one not in sheet.places]
    kept = {one: sheet.row_before(one) for one, cells in after.items() if cells is None}
    new = sheet.replaced(after, new_rows)
    _check(reading, read_catalogue(new), after)
    return Edit(data, new, before, after, kept)


def opened(data: bytes) -> tuple[CatalogueReading, Sheet]:
    """A file as it is read, and as lines. Raises FileUnfit."""
    reading = read_catalogue(data)
    if not reading.usable:
        raise FileUnfit
    try:
        return reading, sheet_of(data, reading)
    except (UnicodeDecodeError, csv.Error, KeyError) as error:
        raise FileUnfit from error


def _differing(old: Cells | None, wanted: Cells | None) -> tuple[Cells | None, Cells | None]:
    """What differs on each side; two equal values where nothing does."""
    if old is None or wanted is None:
        return old, None if wanted is None else {name: cell for name, cell in wanted.items() if cell}
    differ = [name for name, cell in wanted.items() if old.get(name, "") != cell]
    return {name: old.get(name, "") for name in differ}, {name: wanted[name] for name in differ}


def _check(before: CatalogueReading, now: CatalogueReading, after: Mapping[str, Cells | None]) -> None:
    """Raises BadCells where there is a problem that was not there before, FileUnfit where a row is not read."""
    known = Counter(_key(one) for one in before.problems)
    more = Counter(_key(one) for one in now.problems) - known
    found = tuple(one for one in now.problems if _key(one) in more and one.code not in MENDED)
    if found:
        raise BadCells(found)
    listed = {one.outlet.id for one in now.listings}
    if any(cells is not None and one not in listed for one, cells in after.items()):
        raise FileUnfit


def _key(problem: CatalogueProblem) -> tuple[str, ProblemCode, str]:
    return problem.column, problem.code, problem.value
