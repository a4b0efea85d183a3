"""What changed of an entry that was typed by hand, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.wording import Words
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import Action

ENTRY_PARTS = {
    "title": message("title"),
    "authors": message("author"),
    "published_at": message("date"),
    "outlet": message("outlet"),
    "words": message("words typed"),
    "programme": message("page or programme"),
    "address": message("address"),
    "organisations": message("organisations"),
    "proof": message("proof"),
}


def entry_changes(words: Words, action: Action) -> Iterator[str]:
    """Every part of an entry that this action changed: "titre : « … »", "preuve « scan.pdf » ajoutée"."""
    for part, after in action.after["parts"].items():
        before = action.before["parts"][part]
        if part.startswith("proof:"):
            name = clean(str((after or before or {}).get("name", "")), 80)
            if after is not None:
                yield words("proof “{name}” added", name=name)
            else:
                yield words("proof “{name}” taken away", name=name)
            continue
        label = words(ENTRY_PARTS[part])
        shown = _shown(after)
        if shown:
            yield words("{part}: {value}", part=label, value=words("“{text}”", text=shown))
        else:
            yield words("{part} removed", part=label)


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return clean(text, 80)
