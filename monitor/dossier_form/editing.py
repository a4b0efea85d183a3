"""A dossier's file made to say other values, in as few lines as that takes. Pure: bytes go in, bytes come out.

The file is compared with what it is to say, one difference after the other is written into it, and what comes out is
read again: comments, the order and the ends of lines of people stay.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from monitor.config import dossier_form
from monitor.config.positions import Path, positions
from monitor.dossier_edit import CannotEdit
from monitor.dossier_form.lines import block, item_of, key_of, written
from monitor.dossier_form.steps import Drop, Insert, Put, Step, is_tables, steps

MOST_STEPS = 2_000
_BOM = "\ufeff"

_ORDER: Mapping[str, type[BaseModel]] = {
    "": dossier_form.DossierForm,
    "documents": dossier_form.DocumentForm,
    "organisations": dossier_form.OrganisationForm,
    "event": dossier_form.EventForm,
    "other_editions": dossier_form.EditionForm,
    "rivals": dossier_form.RivalForm,
    "recipients": dossier_form.RecipientForm,
}
"""Whose keys stand in which order; of other tables new keys come last."""


def edited(data: bytes, wanted: Mapping[str, Any]) -> bytes:
    """The file with these values, as `tomllib` gives them. `data` must be a TOML file.

    Raises CannotEdit where it is written in a way that only a person can change.
    """
    original = data.decode("utf-8-sig")
    text = original.replace("\r\n", "\n")
    for _ in range(MOST_STEPS):
        values = _loaded(text)
        step = next(steps(values, wanted, ()), None)
        if step is None:
            break
        text = _taken(text, values, step)
    else:
        raise CannotEdit("")
    return ((_BOM if data.startswith(_BOM.encode()) else "") + with_ends_of(original, text)).encode()


def with_ends_of(original: str, text: str) -> str:
    """A text whose lines end with \\n, with the ends of lines that the original has; new lines get its first one's."""
    before, after = original.splitlines(keepends=True), text.splitlines(keepends=True)
    usual = "\r\n" if before and before[0].endswith("\r\n") else "\n"
    bare = [line.rstrip("\r\n") for line in before]
    found: list[str] = []
    matcher = SequenceMatcher(None, bare, [line.rstrip("\r\n") for line in after], autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal" and end < len(before):
            found += before[start:end]
        else:
            found += [
                line.rstrip("\r\n") + (usual if line.endswith("\n") else "") for line in after[first:last]
            ]
    return "".join(found)


def _loaded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotEdit("") from error


def _taken(text: str, values: Mapping[str, Any], step: Step) -> str:
    if isinstance(step, Insert):
        return _with_table(text, step.path[:-1], int(step.path[-1]), step.value)
    if isinstance(step, Drop):
        return _without(text, step.path)
    holder = _at(values, step.path[:-1])
    if isinstance(holder, Mapping) and step.path[-1] in holder:
        return _replaced(text, step)
    if is_tables(step.value):
        for number, table in enumerate(step.value):
            text = _with_table(text, step.path, number, table)
        return text
    if isinstance(step.value, Mapping) and len(step.path) - _of_query(step.path) == 1:
        return _with_section(text, step)
    return _with_key(text, holder, step)


def _of_query(path: Path) -> bool:
    """A query is a section of its own below `queries`."""
    return len(path) == 2 and path[0] == "queries"


def _with_section(text: str, step: Put) -> str:
    """A section that was not there: a query below the others, anything else at the end of the file."""
    if step.path == ("queries",):
        for name, one in step.value.items():
            text = _with_section(text, Put((*step.path, name), one))
        return text
    if not isinstance(step.value, Mapping):
        raise CannotEdit(str(step.value)[:100])
    section = block(step.path, step.value, "[{}]")
    at = positions(text).ends.get(step.path[:-1]) if _of_query(step.path) else None
    if at is None:
        return _at_end(text, section)
    lines = text.split("\n")
    lines[at:at] = ["", *section]
    return "\n".join(lines)


def _at(values: Any, path: Path) -> Any:
    for part in path:
        values = values[part]
    return values


def _parsed(text: str, path: Path) -> tuple[Any, Any]:
    """The file as tomlkit has it, and the table at this place of it."""
    try:
        document: Any = tomlkit.parse(text)
        return document, _at(document, path)
    except TOMLKitError as error:
        raise CannotEdit("") from error


def _replaced(text: str, step: Put) -> str:
    """Another value where there is one; of a list only the entries that differ are touched."""
    document, table = _parsed(text, step.path[:-1])
    key = step.path[-1]
    held = table[key]
    is_list = isinstance(step.value, list) and isinstance(held, tomlkit.items.Array)
    if is_list and not is_tables(step.value) and held and step.value:
        _turn(held, step.value)
        found = str(tomlkit.dumps(document))
        if _at(_loaded(found), step.path) == step.value:
            return found
        document, table = _parsed(text, step.path[:-1])
    table[key] = item_of(step.value)
    found = str(tomlkit.dumps(document))
    if _at(_loaded(found), step.path) != step.value:
        raise CannotEdit(str(step.value)[:100])
    return found


def _turn(held: Any, wanted: Sequence[Any]) -> None:
    """Make a list say this, from its end to its beginning, so that places do not move."""
    matcher = SequenceMatcher(None, [_plain(one) for one in held], list(wanted), autojunk=False)
    for tag, start, end, first, last in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        same = min(end - start, last - first)
        for at in range(end - 1, start + same - 1, -1):
            del held[at]
        for at in range(same):
            held[start + at] = wanted[first + at]
        for at in range(first + same, last):
            place = start + at - first
            if place >= len(held):
                held.append(wanted[at])
            else:
                held.insert(place, wanted[at])


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _without(text: str, path: Path) -> str:
    """Without the lines of a key or of a table; the comments round it are people's, and stay."""
    where, lines = positions(text), text.split("\n")
    begin, end = where.lines.get(path), where.ends.get(path)
    alone = begin is not None and re.match(r"\s*(\[|[\w\"'.-]+\s*=)", lines[begin - 1])
    if begin is not None and end is not None and alone and _leads(lines[begin - 1], path):
        empty = isinstance(path[-1], int) and end < len(lines) and not lines[end].strip()
        del lines[begin - 1 : end + empty]
        return "\n".join(lines)
    document, table = _parsed(text, path[:-1])
    del table[path[-1]]
    return str(tomlkit.dumps(document))


def _leads(line: str, path: Path) -> bool:
    """True where the line is that of the key itself, not of an inline table in which it stands."""
    if line.lstrip().startswith("["):
        return True
    return bool(re.match(rf"\s*([\w-]+\.)*[\"']?{re.escape(str(path[-1]))}[\"']?(\.[\w-]+)*\s*=", line))


def _with_key(text: str, holder: Any, step: Put) -> str:
    """A key that was not there, below the one that comes before it."""
    key = str(step.path[-1])
    if not isinstance(holder, Mapping):
        raise CannotEdit(str(step.value)[:100])
    document, table = _parsed(text, step.path[:-1])
    if isinstance(table, InlineTable):
        table[key] = step.value
        return str(tomlkit.dumps(document))
    where, lines = positions(text), text.split("\n")
    line, prefix = _below(where.lines, where.ends, holder, step.path, lines)
    pieces = [(key, step.value)]
    if isinstance(step.value, Mapping):
        pieces = [(f"{key}.{key_of(inner)}", value) for inner, value in step.value.items()]
    new = [f"{prefix}{name} = {written(value)}" for name, value in pieces]
    lines[line:line] = "\n".join(new).split("\n")
    return "\n".join(lines)


def _below(
    begins: Mapping[Path, int],
    ends: Mapping[Path, int],
    holder: Mapping[str, Any],
    path: Path,
    lines: list[str],
) -> tuple[int, str]:
    """After which line a new key stands, and what is written before it: its place in a table of dotted keys."""
    table, key = path[:-1], str(path[-1])
    if table in begins and not lines[begins[table] - 1].lstrip().startswith("["):
        first = next(iter(holder))
        return ends[(*table, first)], f"{table[-1]}."
    named = [part for part in table if isinstance(part, str)]
    model = _ORDER.get(named[-1] if named else "")
    order = list(model.model_fields) if model else []
    before = order[: order.index(key)] if key in order else list(holder)
    plain = [
        one
        for one in before
        if one in holder and not isinstance(holder[one], dict) and not is_tables(holder[one])
    ]
    if plain:
        return max(ends[(*table, one)] for one in plain[-1:]), ""
    if table in begins:
        return begins[table], ""
    raise CannotEdit(key)


def _with_table(text: str, path: Path, number: int, value: Mapping[str, Any]) -> str:
    """A table more in a list: below the one before it, or where the list begins, or at the end of the file."""
    where, lines = positions(text), text.split("\n")
    table = block(path, value, "[[{}]]")
    if number and (*path, number - 1) in where.ends:
        at = where.ends[(*path, number - 1)]
        lines[at:at] = ["", *table]
    elif (*path, 0) in where.lines:
        at = where.lines[(*path, 0)] - 1
        lines[at:at] = [*table, ""]
    elif len(path) > 1 and path[:-1] in where.ends:
        at = where.ends[path[:-1]]
        lines[at:at] = ["", *table]
    else:
        return _at_end(text, table)
    return "\n".join(lines)


def _at_end(text: str, lines: Sequence[str]) -> str:
    return text.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
