"""From what the archive keeps of a dossier back to the values of its file. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_DAYS = ("starts_on", "ends_on", "published_at")


def values_of_payload(
    payload: str, current: Mapping[str, Any], texts: Mapping[str, bytes]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The values of a file that says what the archive kept, and the texts that must be written for it, by name.

    Recipients are not kept in the archive: those of the file as it is stay. `texts` are those that there are.
    Raises ValueError for what is no payload.
    """
    kept = json.loads(payload)
    if not isinstance(kept, dict):
        raise ValueError("no payload")
    more: dict[str, bytes] = {}
    values = {key: kept[key] for key in ("name", "language", "zone", "prepared_for", "search_strings")}
    values |= {"report_at": kept["report_at"][:5]} | _days(kept)
    values["documents"] = [_document(one, texts, more) for one in kept["documents"]]
    values["organisations"] = [_filled(one) for one in kept["organisations"]]
    if kept["event"]:
        event = _filled(kept["event"]) | _days(kept["event"])
        event["short_name"] = dict(kept["event"]["short_name"])
        event["other_editions"] = [_filled(one) for one in kept["event"]["other_editions"]]
        values["event"] = event
    values["rivals"] = [_filled(one) for one in kept["rivals"]]
    kinds = dict(kept["query_kinds"])
    values["queries"] = {
        name: {"text": text, "kind": kinds[name]} if name in kinds else text for name, text in kept["queries"]
    }
    values["recipients"] = current.get("recipients", [])
    return _as_written(values, current), more


def _document(kept: Mapping[str, Any], texts: Mapping[str, bytes], more: dict[str, bytes]) -> dict[str, Any]:
    document = _filled({key: value for key, value in kept.items() if key != "text"}) | _days(kept)
    document["titles"] = dict(kept["titles"])
    quotes: dict[str, list[str]] = {}
    for quote in kept["quotes"]:
        quotes.setdefault(quote["language"], []).append(quote["text"])
    document["quotes"] = quotes
    body = kept["text"]
    if body:
        name = next((name for name, data in texts.items() if _body(data) == body), None)
        if name is None:
            name = _free(kept["id"], {*texts, *more})
            more[name] = body.encode()
        document["text_file"] = name
    return document


def _body(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _free(ident: str, taken: set[str]) -> str:
    name, number = f"{ident}.md", 2
    while name in taken:
        name, number = f"{ident}-{number}.md", number + 1
    return name


def _filled(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Without days, which JSON has as texts, and without what was not said."""
    return {key: value for key, value in kept.items() if key not in _DAYS and value is not None}


def _days(kept: Mapping[str, Any]) -> dict[str, date | datetime]:
    found: dict[str, date | datetime] = {}
    for key in _DAYS:
        text = kept.get(key)
        if text:
            found[key] = (
                datetime.fromisoformat(text) if len(text) > len("2025-02-04") else date.fromisoformat(text)
            )
    return found


def _as_written(values: dict[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """What is empty, or the usual, stays unsaid where the file does not say it: fewer lines change."""
    found: dict[str, Any] = {}
    for key, kept in values.items():
        value = _part(key, kept, current.get(key))
        if key in current or (value not in ("", [], {}) and _USUAL.get(key) != value):
            found[key] = value
    return found


def _part(key: str, value: Any, held: Any) -> Any:
    if key == "queries":
        there = held if isinstance(held, dict) else {}
        return {name: _query(one, there.get(name)) for name, one in value.items()}
    if isinstance(value, dict):
        return _as_written(value, held if isinstance(held, dict) else {})
    if isinstance(value, list) and value and isinstance(value[0], dict):
        tables = held if isinstance(held, list) else []
        others = {_name(one): one for one in tables if isinstance(one, dict)}
        return [_as_written(one, others.get(_name(one), {})) for one in value]
    return value


def _query(value: Any, held: Any) -> Any:
    """A query in the form in which the file has it."""
    if isinstance(value, str) and isinstance(held, dict):
        return {"text": value} if "kind" not in held else {"text": value, "kind": "topic"}
    return value


def _name(table: Mapping[str, Any]) -> str:
    return next((str(table[key]) for key in ("id", "address", "name") if key in table), "")


_USUAL: Mapping[str, Any] = {
    "language": "fr",
    "zone": "Europe/Paris",
    "report_at": "07:30",
    "role": "initiator",
}
