"""What people type of an article that no page gives: print, radio, television, a page that may not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.model.mentions import Excerpt
from storage.model.moments import Moment
from storage.model.outlets import Outlet

LONGEST_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Proof:
    """A file kept as proof, by its SHA-256 (64 figures). `name` is what the person's machine called it: never a path."""

    sha256: str
    name: str
    media_type: str
    size: int
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What is typed. `outlet` is made where the archive has none of its id; `words` are quoted or sum up; `address` may be empty.

    `key` tells this entry from every other: the same one again is the same entry.
    """

    key: str
    outlet: Outlet
    title: str
    authors: tuple[str, ...] = ()
    published_at: Moment | None = None
    words: str = ""
    programme: str = ""
    address: str = ""
    language: str = ""
    organisations: tuple[str, ...] = ()
    proofs: tuple[Proof, ...] = ()


def entry_excerpt(title: str, words: str) -> Excerpt:
    """What is quoted of an entry: its words, no longer than an excerpt may be, cut at a space; its title where it has none."""
    text = " ".join((words or title).split())
    if len(text) > LONGEST_EXCERPT:
        text = f"{text[: LONGEST_EXCERPT - 1].rsplit(' ', 1)[0]}…"
    return Excerpt(text, "standfirst" if words else "title")


@dataclass(frozen=True, slots=True)
class HandEntry:
    """An entry as it stands; title, authors, date and words are those of its article (`words` is the standfirst).

    `version` is the line of the journal that changed it last, 0 for none.
    """

    article_id: str
    programme: str
    proofs: tuple[Proof, ...]
    entered_by: str
    entered_at: datetime
    version: int = 0
