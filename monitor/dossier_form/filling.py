"""What a form says of a part of a dossier, and the values that the file is to have then. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from monitor.dossier_form.fields import Field, Kind, Part
from monitor.proposals.organisations import unique_id
from monitor.typed import clean, one_line
from monitor.wording.words import message

LONGEST_LINE, LONGEST_AREA = 600, 20_000
MOST_LINES = 400

Typed = Mapping[str, Sequence[str]]
"""The fields of a form by name; of a field with languages `key.fr`."""


class Untyped(Exception):
    """What was typed into a field cannot be read; `sentence` is a message."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key, self.sentence = key, sentence


class NoSuchPart(Exception):
    """The dossier has no such part (any more)."""


_DAY = message("A day is written 2025-02-04.")
_YEAR = message("A year is written 2025.")


def table_of(values: Mapping[str, Any], part: Part, at: str) -> Mapping[str, Any]:
    """The table of the file that a form is about; `at` is its name (see `name_of`), "" for a new one.

    Raises NoSuchPart.
    """
    holder: Any = values
    for key in part.path:
        holder = holder.get(key, {})
    if not part.many:
        return holder if isinstance(holder, dict) else {}
    if not at:
        return {}
    if part.name == "queries":
        if not isinstance(holder, dict) or at not in holder:
            raise NoSuchPart
        return {"text": holder[at]} if isinstance(holder[at], str) else holder[at]
    return holder[_number(holder, part, at)]  # type: ignore[no-any-return]


def name_of(part: Part, table: Mapping[str, Any]) -> str:
    """What tells one of many from the others, wherever it stands: its id, else its address, else its name."""
    key = next(key for key in ("id", "address", "name") if key in part.model.model_fields)
    return str(table.get(key, ""))


def _number(holder: Any, part: Part, at: str) -> int:
    tables = holder if isinstance(holder, list) else []
    for number, table in enumerate(tables):
        if isinstance(table, dict) and name_of(part, table) == at:
            return number
    raise NoSuchPart


def shown(part: Part, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What the fields of a form show, by name: the file's values, else what holds where it says nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for field in part.fields:
        if field.kind in (Kind.TONGUE_LINE, Kind.TONGUE_LINES):
            held = table.get(field.key, {})
            for code in dict.fromkeys(["fr", "en", *held]):
                found[f"{field.key}.{code}"] = (_text(held.get(code, "")),)
        else:
            found[field.key] = _shown(field, table.get(field.key, _usual(part, field)))
    return found


def _shown(field: Field, value: Any) -> tuple[str, ...]:
    if field.kind is Kind.TICKS:
        return tuple(str(one) for one in value)
    if field.kind is Kind.NUMBERS:
        return (" ".join(str(one) for one in value),)
    return (_text(value)[:5] if field.kind is Kind.TIME else _text(value),)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def _usual(part: Part, field: Field) -> Any:
    default = part.model.model_fields[field.key].get_default(call_default_factory=True)
    return None if repr(default) == "PydanticUndefined" else default


def filled(values: Mapping[str, Any], part: Part, at: str, typed: Typed) -> dict[str, Any]:
    """The values of the file with what was typed; a new one of many stands at the end.

    Raises NoSuchPart, Untyped.
    """
    wanted = copy.deepcopy(dict(values))
    before = table_of(wanted, part, at)
    table = _filled(part, dict(before), typed)
    if part.name == "queries":
        return _with_query(wanted, at, table, typed)
    if not part.many:
        if part.path:
            if not before:
                table = {"id": unique_id(_first(typed, "name") or "event", []), **table}
            wanted[part.path[0]] = table
            return wanted
        return table
    holder: Any = wanted
    for key in part.path[:-1]:
        holder = holder.setdefault(key, {})
    tables = holder.setdefault(part.path[-1], [])
    if at:
        tables[_number(tables, part, at)] = table
    else:
        tables.append(_named(part, table, tables))
    return wanted


def _named(part: Part, table: dict[str, Any], others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A new one with an id of its own, where such things have one."""
    if "id" not in part.model.model_fields:
        return table
    taken = [str(one.get("id", "")) for one in others]
    return {"id": unique_id(str(table.get("name", table.get("title", ""))), taken), **table}


def _with_query(wanted: dict[str, Any], at: str, table: dict[str, Any], typed: Typed) -> dict[str, Any]:
    queries = wanted.setdefault("queries", {})
    ident = at or unique_id(_first(typed, "id") or "requete", queries)
    plain = isinstance(queries.get(at), str) and table.get("kind", "topic") == "topic"
    queries[ident] = table.get("text", "") if plain else {"text": "", **table}
    return wanted


def without(values: Mapping[str, Any], part: Part, at: str) -> dict[str, Any]:
    """The values of the file without one of many, or without the event. Raises NoSuchPart."""
    wanted = copy.deepcopy(dict(values))
    if not part.path or not table_of(wanted, part, at):
        raise NoSuchPart
    holder: Any = wanted
    for key in part.path[:-1]:
        holder = holder[key]
    if not part.many or part.name == "queries":
        del (holder if not part.many else holder[part.path[-1]])[at or part.path[-1]]
        return wanted
    del holder[part.path[-1]][_number(holder[part.path[-1]], part, at)]
    if not holder[part.path[-1]]:
        del holder[part.path[-1]]
    return wanted


def _filled(part: Part, table: dict[str, Any], typed: Typed) -> dict[str, Any]:
    for field in part.fields:
        if field.kind in (Kind.TONGUE_LINE, Kind.TONGUE_LINES):
            _fill_tongues(field, table, typed)
        elif field.key in typed or field.kind is Kind.TICKS:
            _fill(part, field, table, typed)
    return table


def _fill(part: Part, field: Field, table: dict[str, Any], typed: Typed) -> None:
    """One field. What it shows unchanged is left as the file has it; what is emptied goes or is empty."""
    given = tuple(typed.get(field.key, ()))
    if _same(field, given, _shown(field, table.get(field.key, _usual(part, field)))):
        return
    value = _value(field, given)
    if field.kind is Kind.LINES:
        value = _as_written(value, table.get(field.key, ()))
    if value is None:
        table.pop(field.key, None)
    else:
        table[field.key] = value


def _same(field: Field, given: Sequence[str], shown_before: Sequence[str]) -> bool:
    if field.kind is Kind.TICKS:
        return set(given) == set(shown_before)
    return _lines("\n".join(given)) == _lines("\n".join(shown_before))


def _fill_tongues(field: Field, table: dict[str, Any], typed: Typed) -> None:
    many = field.kind is Kind.TONGUE_LINES
    held = dict(table.get(field.key, {}))
    for name, given in typed.items():
        key, dot, code = name.partition(".")
        if key != field.key or not dot:
            continue
        text = "\n".join(given)
        lines = _lines(text) if many else [one_line(text, LONGEST_LINE)]
        lines = _as_written(lines, held.get(code, ()) if many else [held.get(code, "")])
        value: Any = lines if many else lines[0]
        if not value:
            held.pop(code, None)
        elif value != held.get(code):
            held[code] = value
    if held or field.key in table:
        table[field.key] = held


def _value(field: Field, given: Sequence[str]) -> Any:
    text = "\n".join(given)
    if field.kind is Kind.TICKS:
        return [value for value, _ in field.options if value in given]
    if field.kind is Kind.LINES:
        return _lines(text)
    if field.kind is Kind.AREA:
        return clean(text, LONGEST_AREA).strip()
    line = one_line(text, LONGEST_LINE)
    if field.kind is Kind.NUMBERS:
        numbers = line.replace(",", " ").split()
        if not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in numbers):
            raise Untyped(field.key, _YEAR)
        return [int(one) for one in numbers]
    if field.kind in (Kind.DAY, Kind.WHEN):
        return _day(field, line)
    return line


def _day(field: Field, text: str) -> date | datetime | None:
    if not text:
        return None
    try:
        if field.kind is Kind.WHEN and len(text) > len("2025-02-04"):
            return datetime.fromisoformat(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Untyped(field.key, _DAY) from None


def _lines(text: str) -> list[str]:
    found = (one_line(line, LONGEST_LINE) for line in text.splitlines()[:MOST_LINES])
    return [line for line in found if line]


def _as_written(lines: Sequence[str], before: Sequence[str]) -> list[str]:
    """The lines; one that the file has already, but for its no-break spaces, stays as the file has it."""
    written = {one_line(line, LONGEST_LINE): line for line in before}
    return [written.get(line, line) for line in lines]


def _first(typed: Typed, name: str) -> str:
    return one_line("\n".join(typed.get(name, ())), LONGEST_LINE)
