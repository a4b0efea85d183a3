"""The header: seven entries, of which a person sees those that they may open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.web.desk import Desk
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import Role

ENTRIES: Mapping[str, tuple[str, Role]] = {
    "inbox": (message("To review"), Role.READER),
    "search": (message("Search"), Role.READER),
    "missed": (message("Is one missing?"), Role.REVIEWER),
    "report": (message("Daily report"), Role.READER),
    "campaign": (message("Campaign"), Role.READER),
    "sources": (message("Sources"), Role.READER),
}
"""The name of the page that an entry opens, its words, and from which role on it is shown; the last one is the person."""

SHARED = ("inbox", "report", "dashboard")
"""What a link to share shows."""

SHARED_WORDS = {
    "inbox": message("Mentions"),
    "report": message("Daily report"),
    "dashboard": message("Overview"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the header."""

    name: str
    text: str
    url: str
    here: bool


def entries(desk: Desk) -> list[Entry]:
    """The entries for this person, in the order of the header."""
    here = desk.entry.section or desk.entry.name
    words = desk.words
    if desk.share is not None:
        here = desk.entry.name if desk.entry.name in SHARED else here
        return [
            Entry(name, words(SHARED_WORDS[name]), desk.url(name), name == here)
            for name in SHARED
            if desk.knows(name)
        ]
    found = [
        Entry(name, words(text), desk.url(name), name == here)
        for name, (text, role) in ENTRIES.items()
        if desk.knows(name) and desk.may(role)
    ]
    if desk.person is not None:
        found.append(Entry("account", clean(desk.person.name, 40), desk.url("account"), here == "account"))
    return found
