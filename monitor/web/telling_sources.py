"""What an action on the list of outlets did, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.wording import Words
from monitor.wording.outside import clean
from monitor.wording.words import keep_together, message
from storage.model import Action

COLUMN = {
    "name": message("name"),
    "domain": message("site"),
    "country": message("country"),
    "language": message("language"),
    "kind": message("kind of outlet"),
    "tier": message("tier"),
    "feeds": message("feeds"),
    "sitemaps": message("sitemaps"),
    "search": message("search"),
    "pages": message("section pages"),
    "paywall": message("paywall"),
    "rights": message("rights"),
}
"""The columns of `sources.csv`; another one is called as the file calls it."""

SHOWN = 3


def sources_about(words: Words, action: Action, names: Mapping[str, str]) -> str:
    """Of which outlets it speaks, by their names (`names`, by id), or how many there are."""
    outlets = list(action.after["outlets"])
    if len(outlets) > SHOWN:
        return words.n("{n} outlet", "{n} outlets", len(outlets))
    named = [keep_together(words("“{text}”", text=name_in(action, one, names))) for one in outlets]
    return words.listing(named)


def name_in(action: Action, outlet: str, names: Mapping[str, str]) -> str:
    """The name of an outlet as the action holds it, else the one it has now, else its id."""
    for side in (action.after, action.before):
        cells = side["outlets"].get(outlet)
        if cells and cells.get("name"):
            return clean(cells["name"], 80)
    return clean(names.get(outlet, outlet), 80)


def sources_changes(words: Words, action: Action) -> Iterator[str]:
    """What became of each outlet."""
    for outlet, after in action.after["outlets"].items():
        before = action.before["outlets"][outlet]
        if before is None:
            yield words("outlet added to the list")
        elif after is None:
            yield words("outlet taken off the list")
        else:
            yield from _cells(words, before, after)


def _cells(words: Words, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    changed = [words(COLUMN[one]) if one in COLUMN else clean(one, 40) for one in after if one != "paused"]
    if changed:
        yield words("changed: {what}", what=words.listing(changed))
    if "paused" in after:
        more = len(after["paused"].split()) > len(before["paused"].split())
        yield words("paused") if after["paused"] == "yes" or more else words("taken up again")
