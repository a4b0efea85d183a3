"""What differs between two states of a dossier, part by part, in the words of the form. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from monitor.dossier_form.fields import PARTS, Field, Part
from monitor.dossier_form.steps import is_tables
from monitor.wording.outside import clean
from monitor.wording.words import Words, message

SHOWN = 200
"""Signs of one value; entries of one list."""

_ADDED = message("{what}: added")
_GONE = message("{what}: removed")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what it is, what is no longer there, what came."""

    what: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], words: Words, recipients: bool = True
) -> list[Difference]:
    """All that differs between the values of two files; addresses of recipients only where they may be shown."""
    found: list[Difference] = []
    for part in PARTS.values():
        if part.name == "recipients" and not recipients:
            continue
        found += _of_part(before, after, part, words)
    return found


def lines_between(before: bytes, after: bytes) -> list[str]:
    """The lines that differ, each with + or - before it, and some around them; "…" where lines are left out."""
    old, new = (data.decode("utf-8-sig", "replace").splitlines() for data in (before, after))
    found = [line for line in unified_diff(old, new, lineterm="", n=2) if not line.startswith(("+++", "---"))]
    shown = ["…" if line.startswith("@@") else line for line in found]
    return shown[1:] if shown[:1] == ["…"] else shown


def _of_part(
    before: Mapping[str, Any], after: Mapping[str, Any], part: Part, words: Words
) -> Iterator[Difference]:
    old, new = _holder(before, part), _holder(after, part)
    if part.path and not part.many and bool(old) is not bool(new):
        told = (_called(new or old, part.name),)
        label = words(_ADDED if new else _GONE, what=words(part.title))
        yield Difference(label, come=told) if new else Difference(label, gone=told)
        return
    if not part.many:
        yield from _of_table(
            old if isinstance(old, dict) else {}, new if isinstance(new, dict) else {}, part, "", words
        )
        return
    theirs, ours = _by_name(old, part), _by_name(new, part)
    for key, table in theirs.items():
        name = _called(table, key)
        if key not in ours:
            yield Difference(words(_GONE, what=words(part.title)), gone=(name,))
        else:
            yield from _of_table(table, ours[key], part, name, words)
    for key, table in ours.items():
        if key not in theirs:
            yield Difference(words(_ADDED, what=words(part.title)), come=(_called(table, key),))


def _holder(values: Mapping[str, Any], part: Part) -> Any:
    held: Any = values
    for key in part.path:
        held = held.get(key, {}) if isinstance(held, dict) else {}
    return held


def _by_name(holder: Any, part: Part) -> dict[str, Mapping[str, Any]]:
    """The tables of a list by what tells them apart; queries by their id."""
    if isinstance(holder, dict):
        return {key: one if isinstance(one, dict) else {"text": one} for key, one in holder.items()}
    tables = [one for one in holder if isinstance(one, dict)] if is_tables(holder) else []
    key = next(one for one in ("id", "address", "name") if one in part.model.model_fields)
    found: dict[str, Mapping[str, Any]] = {}
    for number, one in enumerate(tables):
        name = str(one.get(key, number))
        found[name if name not in found else f"{name} {number}"] = one
    return found


def _called(table: Mapping[str, Any], key: str) -> str:
    named = next((table[one] for one in ("name", "title") if table.get(one)), key)
    return clean(str(named), SHOWN)


def _of_table(
    before: Mapping[str, Any], after: Mapping[str, Any], part: Part, name: str, words: Words
) -> Iterator[Difference]:
    for field in part.fields:
        old, new = before.get(field.key), after.get(field.key)
        if old == new:
            continue
        for code, gone, come in _both(old, new):
            yield Difference(
                _label(field, name, code, words), _told(gone, field, words), _told(come, field, words)
            )
    if before.get("text_file") != after.get("text_file"):
        told = [(str(one["text_file"]),) if one.get("text_file") else () for one in (before, after)]
        yield Difference(_label(None, name, "", words), *told)


def _label(field: Field | None, name: str, code: str, words: Words) -> str:
    label = words(field.label) if field is not None else words("Words of the text")
    label = f"{label} ({code})" if code else label
    return words("{label}, {name}", label=label, name=name) if name else label


def _both(old: Any, new: Any) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """What went and what came, for each language where there are several."""
    if isinstance(old, dict) or isinstance(new, dict):
        theirs, ours = (one if isinstance(one, dict) else {} for one in (old, new))
        for code in dict.fromkeys([*theirs, *ours]):
            if theirs.get(code) != ours.get(code):
                yield code, *_sides(theirs.get(code), ours.get(code))
    else:
        yield "", *_sides(old, new)


def _sides(old: Any, new: Any) -> tuple[list[Any], list[Any]]:
    theirs, ours = _listed(old), _listed(new)
    return [one for one in theirs if one not in ours], [one for one in ours if one not in theirs]


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def _told(values: Sequence[Any], field: Field, words: Words) -> tuple[str, ...]:
    options = dict(field.options)
    told = []
    for one in values[:SHOWN]:
        text = words(options[one]) if isinstance(one, str) and one in options and options[one] else str(one)
        told.append(clean(text, SHOWN))
    return tuple(told)
