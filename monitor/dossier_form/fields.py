"""What may be changed in a dossier by a form: its parts, the fields of each, in the words of staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from monitor.config import dossier_form
from monitor.wording.words import message


class Kind(StrEnum):
    """How a field is typed."""

    LINE = "line"
    LINES = "lines"  # one entry a line
    AREA = "area"
    DAY = "day"
    WHEN = "when"  # a day, or a moment with its offset
    TIME = "time"
    CHOICE = "choice"
    TICKS = "ticks"
    TONGUE_LINE = "tongue_line"  # one text for each language
    TONGUE_LINES = "tongue_lines"  # some lines for each language
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key in the file, and what it is called (messages). `options`: (value, message)."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the dossier that has a form of its own.

    `path` is where it stands in the file; `many`: there are several, in a list, or by id for queries.
    """

    name: str
    title: str
    path: tuple[str, ...]
    fields: tuple[Field, ...]
    model: type[BaseModel]
    many: bool = False
    more: str = ""


KINDS = (
    ("oped", message("Op-ed")),
    ("release", message("Press release")),
    ("statement", message("Statement")),
    ("report", message("Study, report")),
)
ROLES = (
    ("initiator", message("at the origin of the text")),
    ("signatory", message("signed it")),
    ("ally", message("an ally")),
)
RECEIVES = (
    ("daily", message("the daily report")),
    ("weekly", message("the weekly report")),
    ("final", message("the coverage book, at the end")),
    ("alert", message("alerts")),
)
TONGUES = (("fr", message("French")), ("en", message("English")))
QUERY_KINDS = (
    ("topic", message("an article on the event")),
    ("related", message("a related subject")),
    ("citation", message("a citation")),
)

_ONE_A_LINE = message("One a line.")

_BASICS = (
    Field("name", Kind.LINE, message("Name of the campaign"), required=True),
    Field("starts_on", Kind.DAY, message("First day"), message("No report before it.")),
    Field(
        "ends_on",
        Kind.DAY,
        message("Last day"),
        message("After it, the coverage book; then no more reports."),
    ),
    Field("zone", Kind.LINE, message("Time zone"), message("Where days are cut: Europe/Paris.")),
)
_REPORT = (
    Field("report_at", Kind.TIME, message("Time of the daily report")),
    Field("language", Kind.CHOICE, message("Language of the report"), options=TONGUES),
    Field(
        "prepared_for",
        Kind.LINE,
        message("Prepared for"),
        message("On the cover and at the head of reports."),
    ),
)
_SEARCHES = (
    Field(
        "search_strings",
        Kind.LINES,
        message("What we type into the outlets’ own searches"),
        message("One a line, few, as a person would type them."),
    ),
)
_DOCUMENT = (
    Field("title", Kind.LINE, message("Title"), required=True),
    Field("kind", Kind.CHOICE, message("What it is"), options=KINDS),
    Field("published_at", Kind.WHEN, message("Published on"), message("A day: 2025-02-04.")),
    Field("language", Kind.LINE, message("Language"), message("Two letters: fr, en, de…")),
    Field("titles", Kind.TONGUE_LINE, message("Title in other languages")),
    Field(
        "headlines",
        Kind.LINES,
        message("Headlines under which it ran"),
        message("One a line. Outlets often choose their own."),
    ),
    Field(
        "quotes",
        Kind.TONGUE_LINES,
        message("Quotations that give it away"),
        message("One a line: short, distinctive, word for word."),
    ),
    Field("urls", Kind.LINES, message("Its addresses, and those of its copies"), _ONE_A_LINE),
    Field(
        "url_patterns",
        Kind.LINES,
        message("Addresses not known in full"),
        message("One a line; * stands for anything."),
    ),
    Field("outlet_names", Kind.LINES, message("The outlet that ran it, in all spellings"), _ONE_A_LINE),
    Field(
        "outlet_domains",
        Kind.LINES,
        message("The site of that outlet"),
        message("journal.example, one a line."),
    ),
    Field(
        "kind_words", Kind.LINES, message("What others call it"), message("One a line: op-ed, open letter…")
    ),
    Field("numbers", Kind.LINES, message("How its signatories are counted"), _ONE_A_LINE),
    Field("boilerplate", Kind.LINES, message("Headings of the sections that weigh nothing"), _ONE_A_LINE),
)
_ORGANISATION = (
    Field("name", Kind.LINE, message("Name"), required=True),
    Field("aliases", Kind.LINES, message("Other names"), message("One a line, in any language.")),
    Field(
        "acronyms", Kind.LINES, message("Acronyms"), message("One a line. An acronym alone proves nothing.")
    ),
    Field("expansions", Kind.LINES, message("Full names of the acronym"), _ONE_A_LINE),
    Field("spokespeople", Kind.LINES, message("Spokespeople"), _ONE_A_LINE),
    Field(
        "sites",
        Kind.LINES,
        message("Its own sites"),
        message("organisation.example, one a line: its pages are counted apart."),
    ),
    Field("role", Kind.CHOICE, message("Its part"), options=ROLES),
)
_EVENT = (
    Field("name", Kind.LINE, message("Name of the event"), required=True),
    Field("short_name", Kind.TONGUE_LINE, message("Its name on screen"), message("Short, with its article.")),
    Field("starts_on", Kind.DAY, message("First day")),
    Field("ends_on", Kind.DAY, message("Last day")),
    Field(
        "names",
        Kind.LINES,
        message("All the names it is given"),
        message("One a line, usual slips included, in every language."),
    ),
    Field(
        "places", Kind.LINES, message("Places"), message("One a line: what confirms it in the same sentence.")
    ),
    Field(
        "venues", Kind.LINES, message("Its building"), message("One a line: in its weeks the name is enough.")
    ),
    Field("hosts", Kind.LINES, message("Hosts"), _ONE_A_LINE),
    Field("subjects", Kind.LINES, message("What it is about"), message("Leave empty: read off its names.")),
    Field("nouns", Kind.LINES, message("The noun it goes by"), message("Leave empty: read off its names.")),
)
_EDITION = (
    Field("name", Kind.LINE, message("Name"), required=True),
    Field("names", Kind.LINES, message("Other names"), _ONE_A_LINE),
    Field("places", Kind.LINES, message("Places"), _ONE_A_LINE),
    Field("years", Kind.NUMBERS, message("Years"), message("Separated by spaces.")),
)
_RIVAL = (
    Field("name", Kind.LINE, message("Name"), required=True),
    Field("phrases", Kind.LINES, message("Words that give it away"), _ONE_A_LINE),
)
_RECIPIENT = (
    Field("address", Kind.LINE, message("Mail address"), required=True),
    Field("name", Kind.LINE, message("Name")),
    Field("language", Kind.CHOICE, message("Language"), options=TONGUES),
    Field("receives", Kind.TICKS, message("Receives"), options=RECEIVES),
    Field(
        "organisation",
        Kind.CHOICE,
        message("Only what is about"),
        options=(("", message("the whole campaign")),),
    ),
)
_QUERY = (
    Field("text", Kind.AREA, message("Query"), required=True),
    Field("kind", Kind.CHOICE, message("What it finds is"), options=QUERY_KINDS),
)

PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        Part("basics", message("Name and dates"), (), _BASICS, dossier_form.DossierForm),
        Part(
            "documents",
            message("A text of ours"),
            ("documents",),
            _DOCUMENT,
            dossier_form.DocumentForm,
            True,
            message("Add a text"),
        ),
        Part(
            "organisations",
            message("An organisation"),
            ("organisations",),
            _ORGANISATION,
            dossier_form.OrganisationForm,
            True,
            message("Add an organisation"),
        ),
        Part("event", message("The event"), ("event",), _EVENT, dossier_form.EventForm),
        Part(
            "editions",
            message("Another event, not to be taken for ours"),
            ("event", "other_editions"),
            _EDITION,
            dossier_form.EditionForm,
            True,
            message("Add another event"),
        ),
        Part(
            "rivals",
            message("A text of others, not to be taken for ours"),
            ("rivals",),
            _RIVAL,
            dossier_form.RivalForm,
            True,
            message("Add a text of others"),
        ),
        Part(
            "queries",
            message("A query"),
            ("queries",),
            _QUERY,
            dossier_form.QueryForm,
            True,
            message("Add a query"),
        ),
        Part(
            "recipients",
            message("A recipient"),
            ("recipients",),
            _RECIPIENT,
            dossier_form.RecipientForm,
            True,
            message("Add a recipient"),
        ),
        Part("report", message("The report"), (), _REPORT, dossier_form.DossierForm),
        Part("searches", message("Searches at the outlets"), (), _SEARCHES, dossier_form.DossierForm),
    )
}
"""The parts, in the order in which the page shows them."""
