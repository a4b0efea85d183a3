"""`read_catalogue`: from the bytes of `sources.csv` to outlets with their sources, and what was wrong in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storage.catalogue.addresses import domain_of, template_problem, url_problem
from storage.catalogue.problems import OF_THE_FILE, CatalogueProblem, ProblemCode
from storage.catalogue.table import MAX_BYTES, Row, decode, rows
from storage.model import Outlet, Rights, Source, SourceKind

COLUMNS = (
    "id", "name", "domain", "country", "language", "kind", "tier",
    "feeds", "sitemaps", "search", "pages", "paywall", "rights", "paused",
)  # fmt: skip
REQUIRED = ("id", "name", "domain")
SOURCE_COLUMNS = {
    "feeds": SourceKind.FEED,
    "sitemaps": SourceKind.SITEMAP,
    "search": SourceKind.SEARCH,
    "pages": SourceKind.PAGE,
}
PAUSED = frozenset({"yes", "oui", "x", "1", "true", "vrai"})
"""What the cell `paused` says of all sources of an outlet; else it holds the addresses that are paused."""

NOT_PAUSED = frozenset({"", "no", "non", "0", "false", "faux"})
PAYWALLS = ("none", "partial", "hard", "unknown")
MAX_NAME = 200
MAX_VALUE = 100

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True)
class Listing:
    """One row that was read: the outlet, its sources, the cells of columns that are not ours, its line."""

    outlet: Outlet
    sources: tuple[Source, ...]
    line: int
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    """What a file gave. `usable` is False where a problem concerns the whole file; then there are no listings."""

    listings: tuple[Listing, ...]
    problems: tuple[CatalogueProblem, ...]

    @property
    def usable(self) -> bool:
        """True where rows could be read at all."""
        return not any(problem.code in OF_THE_FILE for problem in self.problems)

    @property
    def entries(self) -> list[tuple[Outlet, tuple[Source, ...]]]:
        """What `Store.put_catalogue` takes."""
        return [(listing.outlet, listing.sources) for listing in self.listings]


def source_id(outlet_id: str, kind: SourceKind, url: str) -> str:
    """The id of a source: the same as long as its outlet, kind and address are."""
    return f"{outlet_id}/{kind}/{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def read_catalogue(data: bytes) -> CatalogueReading:
    """Read a catalogue as a spreadsheet leaves it: comma, semicolon or tab, with or without BOM, UTF-8 or cp1252.

    Only id, name and domain are required; columns stand in any order, unknown ones go to `Listing.extra`.
    A bad row is left out and named, a bad optional cell too, and all the rest is read. Never raises.
    """
    if len(data) > MAX_BYTES:
        return _unusable(ProblemCode.TOO_LARGE)
    text, not_utf8 = decode(data)
    found = list(rows(text))
    if not found:
        return _unusable(ProblemCode.EMPTY_FILE)
    header = found[0]
    if header.cells is None:
        return _unusable(ProblemCode.NOT_A_TABLE, header.line)
    columns = [name.casefold() for name in header.cells]
    problems = _header_problems(header.line, columns)
    if problems:
        return CatalogueReading((), tuple(problems))
    reader = _Reader(columns)
    if not_utf8 is not None:
        reader.problem(not_utf8, "", ProblemCode.NOT_UTF8)
    listings = [listing for row in found[1:] if (listing := reader.read(row)) is not None]
    return CatalogueReading(tuple(listings), tuple(reader.problems))


def _unusable(code: ProblemCode, line: int = 1) -> CatalogueReading:
    return CatalogueReading((), (CatalogueProblem(line, "", code),))


def _header_problems(line: int, columns: list[str]) -> list[CatalogueProblem]:
    missing = [name for name in REQUIRED if name not in columns]
    if len(missing) == len(REQUIRED):
        return [CatalogueProblem(line, "", ProblemCode.NOT_A_TABLE, hint=", ".join(REQUIRED))]
    repeated = {name for name in columns if name and columns.count(name) > 1}
    return [CatalogueProblem(line, name, ProblemCode.MISSING_COLUMN) for name in missing] + [
        CatalogueProblem(line, name, ProblemCode.REPEATED_COLUMN) for name in sorted(repeated)
    ]


class _Reader:
    """Reads row after row; knows the ids and addresses met so far."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self.problems: list[CatalogueProblem] = []
        self._ids: dict[str, int] = {}
        self._urls: dict[tuple[SourceKind, str], int] = {}

    def problem(self, line: int, column: str, code: ProblemCode, value: str = "", hint: str = "") -> None:
        self.problems.append(CatalogueProblem(line, column, code, value[:MAX_VALUE], hint[:MAX_VALUE]))

    def read(self, row: Row) -> Listing | None:
        """One row; None where it is left out."""
        if row.cells is None:
            self.problem(row.line, "", ProblemCode.BROKEN_ROW)
            return None
        surplus = [cell for cell in row.cells[len(self.columns) :] if cell]
        if surplus:
            self.problem(row.line, "", ProblemCode.TOO_MANY_CELLS, surplus[0])
            return None
        cells = dict(zip(self.columns, row.cells, strict=False))
        if not self._required(row.line, cells):
            return None
        outlet = self._outlet(row.line, cells)
        if outlet is None:
            return None
        self._ids[outlet.id.lower()] = row.line
        sources = tuple(
            source
            for column, kind in SOURCE_COLUMNS.items()
            for source in self._sources(row.line, column, kind, outlet.id, cells.get(column, ""))
        )
        sources = self._paused(row.line, sources, cells.get("paused", ""))
        extra = {name: value for name, value in cells.items() if name and name not in COLUMNS}
        return Listing(outlet, sources, row.line, extra)

    def _paused(self, line: int, sources: tuple[Source, ...], text: str) -> tuple[Source, ...]:
        """The sources, those marked that the cell `paused` names; a word that names none is told and passed over."""
        if text.casefold() in NOT_PAUSED:
            return sources
        if text.casefold() in PAUSED:
            return tuple(replace(source, paused=True) for source in sources)
        named = {one.rstrip(",;") for one in text.split()}
        for url in sorted(named - {source.url for source in sources}):
            self.problem(line, "paused", ProblemCode.BAD_PAUSED, url)
        return tuple(replace(source, paused=source.url in named) for source in sources)

    def _required(self, line: int, cells: Mapping[str, str]) -> bool:
        missing = [name for name in REQUIRED if not cells.get(name)]
        for name in missing:
            self.problem(line, name, ProblemCode.MISSING_VALUE)
        if missing:
            return False
        key = cells["id"]
        if not _ID.fullmatch(key):
            self.problem(line, "id", ProblemCode.BAD_ID, key)
            return False
        if key.lower() in self._ids:
            self.problem(line, "id", ProblemCode.DUPLICATE_ID, key, str(self._ids[key.lower()]))
            return False
        return True

    def _outlet(self, line: int, cells: Mapping[str, str]) -> Outlet | None:
        domain = domain_of(cells["domain"])
        if domain is None:
            self.problem(line, "domain", ProblemCode.BAD_DOMAIN, cells["domain"])
            return None
        if domain != cells["domain"].lower():
            self.problem(line, "domain", ProblemCode.CLEANED_DOMAIN, cells["domain"], domain)
        country = cells.get("country", "").upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            self.problem(line, "country", ProblemCode.BAD_COUNTRY, country)
            country = ""
        language = cells.get("language", "").lower()
        if language and not _LANGUAGE.fullmatch(language[:20]):
            self.problem(line, "language", ProblemCode.BAD_LANGUAGE, language)
            language = ""
        return Outlet(
            id=cells["id"],
            name=self._short(line, "name", cells["name"]),
            domain=domain,
            country=country,
            language=language,
            kind=self._short(line, "kind", cells.get("kind", "")),
            tier=self._tier(line, cells.get("tier", "")),
            paywall=self._paywall(line, cells.get("paywall", "")),
            rights=self._rights(line, cells.get("rights", "")),
        )

    def _short(self, line: int, column: str, text: str) -> str:
        words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
        if len(words) > MAX_NAME:
            self.problem(line, column, ProblemCode.TOO_LONG, words, str(MAX_NAME))
        return words[:MAX_NAME]

    def _tier(self, line: int, text: str) -> int:
        if text in ("", "1", "2", "3"):
            return int(text or 0)
        self.problem(line, "tier", ProblemCode.BAD_TIER, text)
        return 0

    def _paywall(self, line: int, text: str) -> str:
        value = text.lower() or "unknown"
        if value in PAYWALLS:
            return value
        self.problem(line, "paywall", ProblemCode.BAD_PAYWALL, text, ", ".join(PAYWALLS))
        return "unknown"

    def _rights(self, line: int, text: str) -> Rights:
        value = text.lower() or Rights.OPEN.value
        if value in set(Rights):
            return Rights(value)
        self.problem(line, "rights", ProblemCode.BAD_RIGHTS, text, Rights.RESERVED.value)
        return Rights.RESERVED

    def _sources(self, line: int, column: str, kind: SourceKind, outlet_id: str, cell: str) -> list[Source]:
        sources = []
        for written in cell.split():
            url = written.rstrip(",;")
            if url != written:
                self.problem(line, column, ProblemCode.LIST_SEPARATOR, written, url)
            if self._is_good(line, column, kind, url):
                sources.append(Source(source_id(outlet_id, kind, url), outlet_id, kind, url))
        return sources

    def _is_good(self, line: int, column: str, kind: SourceKind, url: str) -> bool:
        if not url:
            return False
        if kind is SourceKind.SEARCH:
            wrong = template_problem(url)
        else:
            code = url_problem(url)
            wrong = (code, url) if code else None
        if wrong is not None:
            self.problem(line, column, wrong[0], url, wrong[1])
            return False
        first = self._urls.get((kind, url))
        if first is not None:
            self.problem(line, column, ProblemCode.DUPLICATE_SOURCE, url, str(first))
            return False
        self._urls[kind, url] = line
        return True
