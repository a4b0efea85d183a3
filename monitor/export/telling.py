"""A selection in words, for the list that it made: (what, which)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.export.asking import PARTS, Known
from monitor.export.columns import TONES
from monitor.export.selection import Part, Selection
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS, outlet_kind_words
from monitor.wording.words import Words


def told(selection: Selection, known: Known, words: Words) -> tuple[tuple[str, str], ...]:
    """What was chosen, one line for each filter that is set; nothing for a selection that takes all."""
    return (*_mentions(selection, known, words), *_outlets(selection, known, words), *_rest(selection, words))


def _mentions(selection: Selection, known: Known, words: Words) -> Iterator[tuple[str, str]]:
    if selection.kinds:
        yield (
            words("Kind"),
            _listed(words(MENTION_KIND[one]) for one in MENTION_KIND if one in selection.kinds),
        )
    if selection.statuses:
        yield (
            words("Status"),
            _listed(words(text) for one, text in REVIEW_STATUS.items() if one in selection.statuses),
        )
    if selection.organisations:
        yield words("Organisations named or quoted"), _named(selection.organisations, known.organisations)
    for title, part in ((words("To check"), selection.to_check), (words("On our own sites"), selection.own)):
        if part is not Part.IN:
            yield title, words(PARTS[part])


def _outlets(selection: Selection, known: Known, words: Words) -> Iterator[tuple[str, str]]:
    if selection.outlets:
        yield words("Outlet"), _named(selection.outlets, known.outlets)
    if selection.outlet_kinds:
        yield (
            words("Kind of outlet"),
            _listed(sorted(outlet_kind_words(words, one) for one in selection.outlet_kinds)),
        )
    if selection.countries:
        yield words("Country"), _listed(sorted(words.country(one) for one in selection.countries))
    if selection.languages:
        yield words("Language"), _listed(sorted(words.tongue(one) for one in selection.languages))
    if selection.tiers:
        yield words("Tier"), _listed(str(one) for one in sorted(selection.tiers))


def _rest(selection: Selection, words: Words) -> Iterator[tuple[str, str]]:
    if selection.tones:
        yield words("Tone"), _listed(words(text) for one, text in TONES.items() if one in selection.tones)
    if selection.tags:
        yield words("Tags"), _listed(sorted(selection.tags))
    if selection.starred is not None:
        yield words("Starred"), words("yes") if selection.starred else words("no")
    if any(selection.published):
        yield words("Published"), _period(*selection.published, words)
    if any(selection.found):
        zone = ZoneInfo(selection.zone)
        since, until = selection.found
        first = since.astimezone(zone).date() if since else None
        last = (until.astimezone(zone) - timedelta(microseconds=1)).date() if until else None
        yield words("Found"), _period(first, last, words)
    if selection.words:
        yield words("With the words"), selection.words


def _period(first: date | None, last: date | None, words: Words) -> str:
    if first is not None and last is not None:
        return words("from {first} to {last}", first=words.day(first), last=words.day(last))
    if first is not None:
        return words("from {first} on", first=words.day(first))
    return words("up to {last}", last=words.day(last)) if last is not None else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _named(ids: Iterable[str], names: Mapping[str, str]) -> str:
    return _listed(sorted(names.get(one, one) for one in ids))
