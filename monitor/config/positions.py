"""On which line a key of a TOML file stands: a small scanner for text that `tomllib` has already accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n"
    r"|[\[\]{}=,.]"
    r"|[^\s\[\]{}=,.\"'#]+",
    re.DOTALL,
)


@dataclass
class Positions:
    """Lines by path: `("network", "contact")`; the tables of an array, and its values, are counted from 0.

    `lines` is where a thing begins, `ends` where the last key in it ends: comments that follow belong to nobody.
    """

    lines: dict[Path, int] = field(default_factory=dict)
    ends: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of this key or, where it has none of its own, of what it stands in."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def end(self, path: Path, line: int) -> None:
        """This thing, and all in which it stands, end here or further down."""
        for length in range(len(path) + 1):
            self.ends[path[:length]] = line


def positions(text: str) -> Positions:
    """Where the keys of a TOML text stand. The text must be valid; else lines may be missing, nothing is raised."""
    found = Positions()
    table: Path = ()
    counts: dict[Path, int] = {}
    for statement in _statements(text):
        line, first = statement[0]
        if first == "[":
            table = _header(statement, counts)
            found.lines.setdefault(table, line)
            if table and isinstance(table[-1], int):
                found.lines.setdefault(table[:-1], line)
            found.end(table, line)
            continue
        cut = next((at for at, (_, piece) in enumerate(statement) if piece == "="), None)
        if cut is None:
            continue
        key = table + _parts(statement[:cut])
        for length in range(len(table) + 1, len(key) + 1):
            found.lines.setdefault(key[:length], line)
        last, piece = statement[-1]
        found.end(key, last + piece.count("\n"))
        for index, item_line in _items(statement[cut + 1 :]):
            found.lines.setdefault((*key, index), item_line)
    return found


Token = tuple[int, str]


def _deeper(piece: str) -> int:
    """How a bracket changes the depth: an end of line inside brackets ends nothing."""
    return {"[": 1, "{": 1, "]": -1, "}": -1}.get(piece, 0)


def _statements(text: str) -> Iterator[list[Token]]:
    """The tokens of each header or `key = value`, comments left out, with their lines."""
    statement: list[Token] = []
    line, depth = 1, 0
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece == "\n":
            if depth == 0 and statement:
                yield statement
                statement = []
        elif not piece.startswith("#"):
            statement.append((line, piece))
            depth += _deeper(piece)
        line += piece.count("\n")
    if statement:
        yield statement


def _parts(tokens: list[Token]) -> Path:
    return tuple(piece.strip("\"'") for _, piece in tokens if piece not in (".", "[", "]"))


def _header(statement: list[Token], counts: dict[Path, int]) -> Path:
    """The path of a `[table]` or `[[array]]` header; names of arrays get the number of their latest table."""
    parts = _parts(statement)
    path: Path = ()
    for name in parts[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, *parts[-1:])
    if len(statement) > 1 and statement[1][1] == "[":
        counts[path] = counts.get(path, -1) + 1
        return (*path, counts[path])
    return path


def _items(value: list[Token]) -> Iterator[tuple[int, int]]:
    """For a value that is an array: the number and the line of each of its values."""
    if not value or value[0][1] != "[":
        return
    depth, index, fresh = 0, 0, True
    for line, piece in value:
        if fresh and depth == 1 and piece not in ("]", ","):
            yield index, line
            fresh = False
        if depth == 1 and piece == ",":
            index, fresh = index + 1, True
        depth += _deeper(piece)
