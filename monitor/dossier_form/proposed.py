"""A proposal as a person corrected it in its form. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from monitor.proposals import Choice, Part, Proposal
from monitor.typed import clean, one_line

LONGEST, LONGEST_QUERY = 480, 20_000

Typed = Mapping[tuple[int, str], str]
"""What was typed for a choice, by its number and the name of the field."""


def corrected(proposal: Proposal, kept: Collection[int], typed: Typed) -> Proposal:
    """The proposal with these choices only, in these words. What was emptied goes; a day that is none stays as it was."""
    choices = (_corrected(choice, typed) for choice in proposal.choices if choice.number in kept)
    return replace(proposal, choices=tuple(choice for choice in choices if choice.text))


def _corrected(choice: Choice, typed: Typed) -> Choice:
    given = typed.get((choice.number, "text"))
    if choice.part is Part.QUERY:
        return choice if given is None else replace(choice, text=clean(given, LONGEST_QUERY))
    if choice.part is Part.EVENT_DAYS:
        return _with_days(choice, typed)
    text = choice.text if given is None else one_line(given, LONGEST)
    if choice.part is Part.KIND_WORDS:
        values = tuple(word for part in text.split(",") if (word := part.strip()))
        return replace(choice, text=text, values=values)
    if choice.part is Part.OUTLET:
        return replace(choice, text=text, domain=_field(choice, "domain", choice.domain, typed).lower())
    if choice.organisation is not None:
        return _with_organisation(choice, text, typed)
    return replace(choice, text=text)


def _with_organisation(choice: Choice, text: str, typed: Typed) -> Choice:
    one = choice.organisation
    assert one is not None, "the caller has looked"
    lists = {
        key: _several(_field(choice, key, ", ".join(getattr(one, key)), typed))
        for key in ("aliases", "acronyms", "sites")
    }
    named = replace(
        one, name=text, aliases=lists["aliases"], acronyms=lists["acronyms"], sites=lists["sites"]
    )
    return replace(choice, text=text, organisation=named)


def _with_days(choice: Choice, typed: Typed) -> Choice:
    assert choice.days is not None, "the choice of days has some"
    first, last = (_day(_field(choice, key, "", typed)) for key in ("first", "last"))
    days = (first or choice.days[0], last or choice.days[1])
    return replace(choice, days=(min(days), max(days)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _field(choice: Choice, name: str, before: str, typed: Typed) -> str:
    given = typed.get((choice.number, name))
    return before if given is None else one_line(given, LONGEST)


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for one in text.split(",") if (part := one.strip())))
