"""The form of a dossier's TOML file: what may stand where; `value()` gives the part of `Campaign` it describes."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from monitor import dossier
from monitor.config.addresses import is_mail_address
from monitor.config.complaints import complaint
from monitor.config.settings import Section, TimeOfDay, not_empty
from monitor.wording.words import message

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.(?:md|txt)")
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEB = re.compile(r"https?://[^\s/?#@\\]{1,253}(?:[/?#]\S{0,1900})?")


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise complaint(
            message("“{value}” cannot be an id: small letters without accents, digits and hyphens only."),
            value=text,
        )
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise complaint(message("“{value}” is no code of a language. Write “fr”, “en”, “de”…"), value=text)
    return text


def _web_address(text: str) -> str:
    if not _WEB.fullmatch(text):
        raise complaint(
            message("“{value}” is not the address of a page. It begins with https:// and has no spaces."),
            value=text,
        )
    return text


def _pattern(text: str) -> str:
    host = text.partition("://")[2].partition("/")[0]
    if "*" not in text or not _WEB.fullmatch(text) or not _HOST.fullmatch(host.removeprefix("*.")):
        raise complaint(
            message(
                "“{value}” is not a pattern: an address with its site’s name, in which * stands for anything."
            ),
            value=text,
        )
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise complaint(
            message(
                "“{value}” is not the name of a site. Write it without https:// and without a path: journal.example."
            ),
            value=text,
        )
    return text.lower()


def _file_name(text: str) -> str:
    if text and not _FILE_NAME.fullmatch(text):
        raise complaint(
            message("“{value}” is not the name of a text here. Write the name alone, ending in .md or .txt."),
            value=text,
        )
    return text


Id = Annotated[str, AfterValidator(_id)]
Language = Annotated[str, AfterValidator(_language)]
Phrase = Annotated[str, StringConstraints(min_length=2, max_length=500)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=300)]
Host = Annotated[str, AfterValidator(_host)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class DocumentForm(Section):
    """`[[documents]]`: a text of ours."""

    id: Id
    kind: dossier.DocumentKind
    title: Title
    language: Language = "fr"
    published_at: datetime | date | None = None
    titles: dict[Language, Title] = Field(default_factory=dict)
    headlines: Phrases = ()
    quotes: dict[Language, Phrases] = Field(default_factory=dict)
    urls: tuple[Annotated[str, AfterValidator(_web_address)], ...] = Field(default=(), max_length=300)
    url_patterns: tuple[Annotated[str, AfterValidator(_pattern)], ...] = Field(default=(), max_length=50)
    outlet_names: Phrases = ()
    outlet_domains: tuple[Host, ...] = ()
    kind_words: Phrases = ()
    numbers: Phrases = ()
    text_file: Annotated[str, AfterValidator(_file_name)] = ""
    boilerplate: Phrases = ()

    @field_validator("published_at")
    @classmethod
    def _has_a_zone(cls, moment: datetime | date | None) -> datetime | date | None:
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise complaint(
                message(
                    "A time needs its offset, for example 2025-02-04T18:00:00+01:00; a day alone is enough too."
                )
            )
        return moment

    def value(self, text: str) -> dossier.Document:
        """The document with its body."""
        return dossier.Document(
            id=self.id,
            kind=self.kind,
            title=self.title,
            published_at=self.published_at,
            titles=tuple(self.titles.items()),
            headlines=self.headlines,
            quotes=tuple(
                dossier.Quote(text, language) for language, texts in self.quotes.items() for text in texts
            ),
            urls=self.urls,
            url_patterns=self.url_patterns,
            outlet_names=self.outlet_names,
            outlet_domains=self.outlet_domains,
            kind_words=self.kind_words,
            numbers=self.numbers,
            boilerplate=self.boilerplate,
            text=text,
            language=self.language,
        )


class OrganisationForm(Section):
    """`[[organisations]]`: who we are."""

    id: Id
    name: Title
    aliases: Phrases = ()
    acronyms: Phrases = ()
    expansions: Phrases = ()
    spokespeople: Phrases = ()
    sites: tuple[Host, ...] = ()
    role: Literal["initiator", "signatory", "ally"] = "initiator"

    def value(self) -> dossier.Organisation:
        """The organisation."""
        return dossier.Organisation(**self.model_dump())


def _in_order(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise complaint(message("The last day is before the first one."))


class EditionForm(Section):
    """`[[event.other_editions]]`: what bears a like name and is not ours."""

    name: Title
    places: Phrases = ()
    years: tuple[Annotated[int, Field(ge=1900, le=2200)], ...] = ()
    names: Phrases = ()


class EventForm(Section):
    """`[event]`: what our texts speak about."""

    id: Id
    name: Title
    short_name: dict[Language, Title] = Field(default_factory=dict)
    names: Phrases = ()
    places: Phrases = ()
    venues: Phrases = ()
    hosts: Phrases = ()
    subjects: Phrases = ()
    nouns: Phrases = ()
    starts_on: date | None = None
    ends_on: date | None = None
    other_editions: tuple[EditionForm, ...] = Field(default=(), max_length=100)

    @model_validator(mode="after")
    def _days_in_order(self) -> EventForm:
        _in_order(self.starts_on, self.ends_on)
        return self

    def value(self) -> dossier.Event:
        """The event."""
        return dossier.Event(
            id=self.id,
            name=self.name,
            short_name=tuple(self.short_name.items()),
            names=self.names,
            places=self.places,
            venues=self.venues,
            hosts=self.hosts,
            subjects=self.subjects,
            nouns=self.nouns,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            other_editions=tuple(dossier.Edition(**edition.model_dump()) for edition in self.other_editions),
        )


class RivalForm(Section):
    """`[[rivals]]`: another text of the same time."""

    id: Id
    name: Title
    phrases: Phrases = ()


QueryText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class QueryForm(Section):
    """`[queries.<id>]`: a rule that staff write, and what a match of it is."""

    text: QueryText
    kind: Literal["citation", "related", "topic"] = "topic"


class RecipientForm(Section):
    """`[[recipients]]`: who gets which reports; with `organisation`, those about this organisation only."""

    address: str
    language: Literal["fr", "en"] = "fr"
    name: Annotated[str, StringConstraints(max_length=100)] = ""
    receives: Annotated[
        tuple[Literal["daily", "weekly", "final", "alert"], ...], AfterValidator(not_empty)
    ] = (
        "daily",
        "final",
    )
    organisation: str = ""

    @field_validator("address")
    @classmethod
    def _is_an_address(cls, text: str) -> str:
        if not is_mail_address(text):
            raise complaint(message("“{value}” is not a mail address."), value=text)
        return text


class DossierForm(Section):
    """A whole dossier."""

    name: Title
    language: Literal["fr", "en"] = "fr"
    zone: str = "Europe/Paris"
    report_at: TimeOfDay = time(7, 30)
    starts_on: date | None = None
    ends_on: date | None = None
    prepared_for: Annotated[str, StringConstraints(max_length=200)] = ""
    search_strings: Annotated[tuple[Phrase, ...], Field(max_length=20)] = ()
    documents: tuple[DocumentForm, ...] = Field(default=(), max_length=50)
    organisations: tuple[OrganisationForm, ...] = Field(default=(), max_length=500)
    event: EventForm | None = None
    rivals: tuple[RivalForm, ...] = Field(default=(), max_length=100)
    queries: dict[Id, QueryText | QueryForm] = Field(default_factory=dict)
    recipients: tuple[RecipientForm, ...] = Field(default=(), max_length=200)

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, KeyError, OSError):
            raise complaint(
                message("“{value}” is not a time zone. Write a name such as Europe/Paris."), value=name
            ) from None
        return name

    @model_validator(mode="after")
    def _days_in_order(self) -> DossierForm:
        _in_order(self.starts_on, self.ends_on)
        return self

    def value(self, campaign_id: str, documents: tuple[dossier.Document, ...]) -> dossier.Campaign:
        """The campaign, without payload and digest."""
        return dossier.Campaign(
            id=campaign_id,
            name=self.name,
            language=self.language,
            zone=self.zone,
            report_at=self.report_at,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            documents=documents,
            organisations=tuple(organisation.value() for organisation in self.organisations),
            event=self.event.value() if self.event else None,
            rivals=tuple(dossier.Rival(**rival.model_dump()) for rival in self.rivals),
            search_strings=self.search_strings,
            queries=tuple(
                (name, one if isinstance(one, str) else one.text) for name, one in self.queries.items()
            ),
            query_kinds=tuple(
                (name, one.kind) for name, one in self.queries.items() if isinstance(one, QueryForm)
            ),
            recipients=tuple(dossier.Recipient(**recipient.model_dump()) for recipient in self.recipients),
            prepared_for=self.prepared_for,
        )
