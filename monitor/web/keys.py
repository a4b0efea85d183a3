"""The keyboard map: each page module may say its keys in a table `KEYS`, and this gathers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from monitor.wording.words import message


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of one page: its name, and what each key does (a message). Several keys stand in one text, spaced."""

    title: str
    keys: tuple[tuple[str, str], ...]


EVERYWHERE = KeyMap(
    message("Everywhere"),
    (
        ("Z", message("undo what I did last")),
        ("⇧Z", message("bring back what I undid last")),
        ("?", message("all keys")),
        ("Esc", message("leave a field, close a window")),
    ),
)


def key_maps(modules: Iterable[ModuleType]) -> tuple[KeyMap, ...]:
    """The maps of these modules, in their order, and what holds everywhere."""
    return (*(module.KEYS for module in modules if hasattr(module, "KEYS")), EVERYWHERE)
