"""What a dossier lacks: nothing is wrong with it, and more would be found with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from monitor.compiling import compile_dossier
from monitor.config.problems import Problem
from monitor.dossier import Campaign, Document, DocumentKind
from monitor.matching.folding import fold_words
from monitor.wording.words import message

SHORTEST_TITLE = 4
"""Words of a title or headline; shorter ones are not looked for."""


def advice_on(campaign: Campaign, file: str) -> list[Problem]:
    """Advice, as problems that are not fatal; none for a dossier that lacks nothing."""
    quoted = {quote.language for document in campaign.documents for quote in document.quotes}
    said = list(_on_campaign(campaign))
    for document in campaign.documents:
        said += _on_document(document, quoted)
    said += [*_on_organisations(campaign), *_on_event(campaign)]
    if not compile_dossier(campaign).watch_terms:
        said.append(
            (message("Nothing in this dossier can be looked for: add a title, a quote or an event."), "")
        )
    return [Problem(file, text, {"id": about} if about else {}, fatal=False) for text, about in said]


def _on_campaign(campaign: Campaign) -> Iterator[tuple[str, str]]:
    if not campaign.documents:
        yield message("There is no text of yours: add a [[documents]] section."), ""
    if not campaign.organisations:
        yield message("There is no organisation: nobody can be recognised as named."), ""
    if not campaign.search_strings:
        yield message("There is nothing to type into the outlets’ own searches: add search_strings."), ""
    if not campaign.recipients:
        yield message("Nobody receives the daily report: add a recipient."), ""


def _on_document(document: Document, quoted: Collection[str]) -> Iterator[tuple[str, str]]:
    if not document.urls and not document.url_patterns:
        yield (
            message("The text “{id}” has no address: articles that only link to it are not recognised."),
            document.id,
        )
    if document.language not in quoted:
        yield (
            message("The text “{id}” has no quotes: a paraphrase that quotes it is not recognised."),
            document.id,
        )
    if document.published_at is None:
        yield message("The text “{id}” has no date: nothing tells what is older than it."), document.id
    if document.kind is DocumentKind.OPED and not document.outlet_names:
        yield message("The op-ed “{id}” names no outlet: “an op-ed in …” is not recognised."), document.id
    if document.kind is not DocumentKind.OPED and not document.text:
        yield (
            message("The words of “{id}” are missing: reprints are recognised by its title alone."),
            document.id,
        )
    if any(len(fold_words(title)) < SHORTEST_TITLE for title in (document.title, *document.headlines)):
        yield (
            message("A title of “{id}” has fewer than four words: it is too common to be looked for."),
            document.id,
        )


def _on_organisations(campaign: Campaign) -> Iterator[tuple[str, str]]:
    for one in campaign.organisations:
        if not one.sites:
            yield (
                message("“{id}” has no site: its own pages would count among the mentions."),
                one.id,
            )
        if (
            one.acronyms
            and not one.expansions
            and fold_words(one.name) in [fold_words(a) for a in one.acronyms]
        ):
            yield (
                message("“{id}” has only its acronym, which proves nothing alone: add its full name."),
                one.id,
            )


def _on_event(campaign: Campaign) -> Iterator[tuple[str, str]]:
    event = campaign.event
    if event is None:
        return
    if event.starts_on is None:
        yield message("The event has no days: nothing tells this edition from another."), ""
    if not event.places and not event.hosts:
        yield (
            message("The event has neither place nor host: nothing confirms in a sentence that it is meant."),
            "",
        )
    if len(event.names) < 2:
        yield message("The event has few names: the press has many for it, add those that you meet."), ""
