"""What reports and books have in common in Word: badges, passages, titles with their link."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.office.word import Piece
from storage.model import MentionKind

BAR = 40
"""The longest bar, in no-break spaces: a screen reader passes over it, and the number stands beside it."""

PICKUPS, TOPIC = "0D4F5C", "B9B2A4"


def badge(kind: MentionKind, text: str, to_check: bool = False) -> Piece:
    """The badge of a mention; the forms differ, so that they survive black and white."""
    return Piece(f"\u00a0{text}\u00a0", style="Badge check" if to_check else f"Badge {kind.value}")


def excerpt(pieces: Iterable[tuple[str, bool]], language: str = "") -> list[Piece]:
    """(words, marked) pieces, the marked ones as passages."""
    return [Piece(text, style="Passage" if marked else "", language=language) for text, marked in pieces]


def linked(text: str, url: str | None, language: str = "") -> Piece:
    """A text that leads to its article."""
    return Piece(text, url=url, language=language)


def bar(value: int, most: int, first: bool) -> list[Piece]:
    """A bar of a timeline as ground behind no-break spaces, `first` of its two series; none for nothing."""
    length = -(-BAR * value // most) if value else 0
    return [Piece("\u00a0" * length, ground=PICKUPS if first else TOPIC)] if length else []
