"""A campaign's dossier as a value: what we watch. Files are read in `campaigns`; nothing here reads one.

Standard library only; all values frozen. Texts are kept as written; folding is matching's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a text of ours is."""

    OPED = "oped"
    RELEASE = "release"
    STATEMENT = "statement"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Quote:
    """A distinctive phrase of a document, as it may be quoted."""

    text: str
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Document:
    """A text of ours, in one or more languages.

    `headlines` are the titles under which it ran elsewhere; `urls` its addresses and known copies;
    `url_patterns` regular-expression-free patterns (`*` is anything) for addresses not known exactly;
    `outlet_names` the paper it ran in, in the spellings used; `kind_words` what others call it (tribune,
    op-ed, …); `numbers` the phrases that tell its signatories ("une centaine d'ONG"); `text` its body
    where we have it, `boilerplate` the headings of its sections that weigh nothing.
    """

    id: str
    kind: DocumentKind
    title: str
    published_at: datetime | date | None = None
    titles: tuple[tuple[str, str], ...] = ()  # (language, title) of its language versions
    headlines: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    urls: tuple[str, ...] = ()
    url_patterns: tuple[str, ...] = ()
    outlet_names: tuple[str, ...] = ()
    outlet_domains: tuple[str, ...] = ()
    kind_words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    text: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the campaign. `role` initiator, signatory, or ally; `sites` are its own domains."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    spokespeople: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    role: str = "initiator"


@dataclass(frozen=True, slots=True)
class Edition:
    """Another edition of the event, which is not ours: its place, year, names."""

    name: str
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What the text speaks about. `short_name` is for the screen, per language ("le sommet", "the summit").

    `places` confirm a mention in whose sentence they stand; `venues` are the buildings, whose name alone speaks
    of the event in its weeks. `subjects` (what it is about) and `nouns` (by which it goes: summit, congress) may
    stay empty: they are then read off its names.
    """

    id: str
    name: str
    short_name: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    other_editions: tuple[Edition, ...] = ()
    venues: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()

    def short(self, language: str) -> str:
        """The screen name in this language, else the full name."""
        return dict(self.short_name).get(language, self.name)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another text of the same time that is not ours; it vetoes weak evidence only."""

    id: str
    name: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets which reports (daily, weekly, final, alert), in which language.

    `organisation` is the id of an organisation of the dossier whose own report this is; empty: the whole one.
    """

    address: str
    language: str = "fr"
    name: str = ""
    receives: tuple[str, ...] = ("daily", "final")
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """The dossier. `zone` is an IANA name: days are cut there; `report_at` its local time of the daily report."""

    id: str
    name: str
    language: str = "fr"
    zone: str = "Europe/Paris"
    report_at: time = time(7, 30)
    starts_on: date | None = None
    ends_on: date | None = None
    documents: tuple[Document, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    event: Event | None = None
    rivals: tuple[Rival, ...] = ()
    search_strings: tuple[str, ...] = ()
    queries: tuple[tuple[str, str], ...] = ()  # (id, text), kept for the query language
    query_kinds: tuple[
        tuple[str, str], ...
    ] = ()  # (id, kind of mention it gives: citation, related or topic)
    recipients: tuple[Recipient, ...] = ()
    prepared_for: str = ""
    digest: str = ""  # sha256 of what the files say; a new one is a new version in the archive
    payload: str = ""  # the dossier as JSON, as the archive keeps it
