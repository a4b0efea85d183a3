"""Ready-made lists: what a board, a funder, and whoever writes the thanks ask for. Options given beside them win."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.export.asking import Asked
from monitor.export.mention_list import Rows
from monitor.export.order import Order
from monitor.export.unknown import NotKnown
from monitor.matching.folding import fold_words
from monitor.wording.words import message


@dataclass(frozen=True, slots=True)
class Preset:
    """One ready-made list. `names` are all by which it goes, the English one first, then the French."""

    names: tuple[str, ...]
    title: str
    format: str
    asked: Asked
    columns: tuple[str, ...] = ()
    order: Order = Order.PUBLISHED
    rows: Rows = Rows.MENTIONS


_PICKUPS = ("republication", "citation")

PRESETS = (
    Preset(
        names=("board", "conseil", "ca"),
        title=message("Confirmed pickups"),
        format="xlsx",
        asked=Asked(kind=_PICKUPS, status=("confirmed",), own="out"),
        columns=("published_at", "outlet", "outlet_kind", "title", "kind", "excerpt"),
        order=Order.IMPORTANCE,
    ),
    Preset(
        names=("funder", "financeur", "bailleur"),
        title=message("Confirmed coverage"),
        format="xlsx",
        asked=Asked(kind=(*_PICKUPS, "related"), status=("confirmed",), own="out"),
        columns=(
            "published_at", "outlet", "outlet_kind", "country", "title", "authors", "kind", "excerpt",
            "organisations", "organisations_quoted", "url",
        ),
    ),
    Preset(
        names=("journalists", "journalistes"),
        title=message("Journalists to thank"),
        format="xlsx",
        asked=Asked(kind=_PICKUPS, status=("confirmed",), own="out"),
        rows=Rows.PEOPLE,
    ),
)  # fmt: skip


def preset_named(name: str) -> Preset:
    """The ready-made list of this name, in French or English. Raises NotKnown."""
    folded = fold_words(name[:60])
    for preset in PRESETS:
        if any(folded == fold_words(one) for one in preset.names):
            return preset
    known = tuple(one for preset in PRESETS for one in preset.names[:2])
    raise NotKnown("--preset", name, known, tuple(one for preset in PRESETS for one in preset.names))
