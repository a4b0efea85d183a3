"""The coverage book of a campaign as a value. Pure: mentions, readings and `now` come in, a `Book` goes out."""

from monitor.book.build import build_book
from monitor.book.values import (
    Book,
    Looked,
    Named,
    OutletLine,
    Part,
    Section,
    Share,
    Span,
    Timeline,
    Unit,
    part_of,
)

__all__ = [
    "Book",
    "Looked",
    "Named",
    "OutletLine",
    "Part",
    "Section",
    "Share",
    "Span",
    "Timeline",
    "Unit",
    "build_book",
    "part_of",
]
