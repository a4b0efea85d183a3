"""What a proposal is: choices with numbers, and the text they were read from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from monitor.dossier import DocumentKind, Organisation
from monitor.proposals.release import Release


class Part(StrEnum):
    """Where in the dossier a choice goes."""

    TITLE = "title"
    OPED_TITLE = "oped_title"
    QUOTE = "quote"
    BOILERPLATE = "boilerplate"
    OUTLET = "outlet"
    KIND_WORDS = "kind_words"
    NUMBER = "number"
    ORGANISATION = "organisation"
    EVENT_NAME = "event_name"
    EVENT_DAYS = "event_days"
    PLACE = "place"
    SEARCH = "search"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to accept or strike out.

    `text` is what stands in the dossier; `values` several texts that go together (of a query
    its id and its kind); `domain` the site of an
    outlet; `days` the first and the last day of the event, or those on which an outlet ran the text. `doubt`
    is a message ("" for none).
    """

    part: Part
    text: str
    number: int = 0
    values: tuple[str, ...] = ()
    domain: str = ""
    days: tuple[date, date] | None = None
    organisation: Organisation | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text says of its campaign. `kind` is what the text itself is; the op-ed it announces has an outlet."""

    release: Release
    kind: DocumentKind
    published_on: date | None
    choices: tuple[Choice, ...]

    def of(self, part: Part) -> list[Choice]:
        """The choices of one part, in their order."""
        return [choice for choice in self.choices if choice.part is part]

    def without(self, numbers: Collection[int]) -> Proposal:
        """The proposal with these choices struck out; the others keep their numbers."""
        kept = tuple(choice for choice in self.choices if choice.number not in numbers)
        return replace(self, choices=kept)
