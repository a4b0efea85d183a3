"""Values of a dossier as its file writes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import tomlkit

from monitor.config.positions import Path
from monitor.dossier_form.steps import is_tables


def item_of(value: Any) -> Any:
    """A value as tomlkit takes it; a long list has an entry a line."""
    if isinstance(value, list) and not is_tables(value):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(len(value) > 1 and sum(len(str(one)) for one in value) > 80)
    return tomlkit.item(value)


def block(path: Path, value: Mapping[str, Any], heading: str) -> list[str]:
    """The lines of a new table, its inner tables as dotted keys."""
    name = ".".join(key_of(part) for part in path if isinstance(part, str))
    lines = [heading.format(name)]
    for key, one in value.items():
        if isinstance(one, Mapping):
            lines += [
                f"{key_of(key)}.{key_of(inner)} = {written(held)}"
                for inner, held in one.items()
                if not isinstance(held, Mapping)
            ]
        else:
            lines += f"{key_of(key)} = {written(one)}".split("\n")
    return lines


def key_of(name: object) -> str:
    """A key, quoted where it must be."""
    text = str(name)
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else str(tomlkit.item(text).as_string())


def written(value: Any) -> str:
    """A value."""
    return str(item_of(value).as_string())
