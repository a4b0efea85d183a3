"""In which steps the values of a dossier's file become others: one key, or one table, after the other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from monitor.config.positions import Path

NAMES = ("id", "address", "name")
"""What tells one table of a list from another, the first that it has."""


@dataclass(frozen=True, slots=True)
class Put:
    """This key is to say this."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """This key, or this table of a list, is to go."""

    path: Path


@dataclass(frozen=True, slots=True)
class Insert:
    """One table more in a list, in this place of it."""

    path: Path
    value: Mapping[str, Any]


Step = Put | Drop | Insert


def steps(values: Mapping[str, Any], wanted: Mapping[str, Any], path: Path) -> Iterator[Step]:
    """What differs, table by table."""
    for key in values:
        if key not in wanted:
            yield Drop((*path, key))
    for key, value in wanted.items():
        if key not in values:
            yield Put((*path, key), value)
        elif value != values[key]:
            yield from _inside(values[key], value, (*path, key))


def _inside(value: Any, wanted: Any, path: Path) -> Iterator[Step]:
    if isinstance(value, dict) and isinstance(wanted, dict):
        yield from steps(value, wanted, path)
    elif is_tables(value) and is_tables(wanted):
        yield from _in_tables(value, wanted, path)
    else:
        yield Put(path, wanted)


def _in_tables(values: Sequence[Any], wanted: Sequence[Any], path: Path) -> Iterator[Step]:
    matcher = SequenceMatcher(
        None, [_name(one) for one in values], [_name(one) for one in wanted], autojunk=False
    )
    for tag, start, end, first, last in matcher.get_opcodes():
        same = min(end - start, last - first)
        for at in range(same):
            if values[start + at] != wanted[first + at]:
                yield from steps(values[start + at], wanted[first + at], (*path, start + at))
        if tag != "equal" and end - start > same:
            yield Drop((*path, start + same))
        elif tag != "equal" and last - first > same:
            yield Insert((*path, start + same), wanted[first + same])


def is_tables(value: Any) -> bool:
    """True for a list of tables."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _name(table: Mapping[str, Any]) -> str:
    return next((str(table[key]) for key in NAMES if key in table), "")
