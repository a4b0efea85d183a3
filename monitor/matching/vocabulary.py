"""From a dossier to terms: everything matching looks for, derived from the campaign and from nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from monitor.dossier import Campaign, Document, Event, Organisation
from monitor.matching import lexicon
from monitor.matching.addresses import bare_address
from monitor.matching.folding import Folded, fold, fold_words
from monitor.matching.terms import Case, Role, Term, phrases_of

LONG_QUOTE = 6
_LONGEST_EVENT_DAYS = 31
_SHORTEST_NOUN = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """What the event's names are made of: what it is about, and the nouns by which it goes; folded."""

    subjects: tuple[Term, ...]
    heads: tuple[Term, ...]


def terms_of(campaign: Campaign) -> list[Term]:
    """All terms of a campaign, those of the language included."""
    terms = [term for document in campaign.documents for term in _document_terms(document)]
    terms += [term for organisation in campaign.organisations for term in _organisation_terms(organisation)]
    for rival in campaign.rivals:
        terms += phrases_of(Role.RIVAL, rival.id, [rival.name, *rival.phrases])
    if campaign.event is not None:
        terms += _event_terms(campaign.event)
    topic = topic_of(campaign)
    terms += [*topic.subjects, *topic.heads]
    terms += phrases_of(Role.CIVIC, "", [*lexicon.CIVIC, *_counter_events(topic)])
    heads = {word for term in topic.heads for word in term.words}
    terms += [Term(Role.GATHERING, "", (word,)) for word in sorted(lexicon.GATHERINGS - heads)]
    terms += phrases_of(Role.RIGHTS, "", lexicon.RIGHTS)
    return list(dict.fromkeys(terms))


def _counter_events(topic: Topic) -> list[str]:
    return [event for term in topic.heads for event in lexicon.counter_events(" ".join(term.words))]


def titles_of(document: Document) -> list[str]:
    """The titles of a text in all its languages, and the headlines under which it ran."""
    titles = [document.title, *(title for _, title in document.titles), *document.headlines]
    return list(dict.fromkeys(titles))


def _document_terms(document: Document) -> Iterator[Term]:
    yield from phrases_of(Role.TITLE, document.id, titles_of(document))
    yield from phrases_of(Role.QUOTE, document.id, (quote.text for quote in document.quotes))
    contracted = [form for name in document.outlet_names for form in lexicon.contracted(name)]
    yield from phrases_of(Role.OUTLET, document.id, [*document.outlet_names, *contracted])
    yield from phrases_of(Role.KIND_WORD, document.id, [*document.kind_words, *lexicon.KINDS[document.kind]])
    yield from phrases_of(Role.NUMBER, document.id, document.numbers)


def _organisation_terms(organisation: Organisation) -> Iterator[Term]:
    """Full names prove; an acronym, or what is only a part of the full name, does not alone."""
    full = fold_words(organisation.name)
    names = phrases_of(Role.ORGANISATION, organisation.id, [organisation.name, *organisation.aliases])
    for term in names:
        short = term.case is Case.ACRONYM or (len(term.words) < len(full) and _is_part(term.words, full))
        yield Term(Role.SHORT_NAME, term.subject, term.words, term.case) if short else term
    yield from phrases_of(Role.SHORT_NAME, organisation.id, organisation.acronyms)
    yield from phrases_of(Role.EXPANSION, organisation.id, organisation.expansions)
    yield from phrases_of(Role.SPOKESPERSON, organisation.id, organisation.spokespeople)


def _is_part(words: tuple[str, ...], full: list[str]) -> bool:
    width = len(words)
    return any(tuple(full[start : start + width]) == words for start in range(len(full) - width + 1))


def _event_terms(event: Event) -> Iterator[Term]:
    yield from phrases_of(Role.EVENT, event.id, [event.name, *event.names])
    yield from phrases_of(Role.PLACE, event.id, event.places)
    yield from phrases_of(Role.PLACE, event.id, event.venues)
    yield from phrases_of(Role.VENUE, event.id, event.venues)
    yield from phrases_of(Role.HOST, event.id, event.hosts)
    for edition in event.other_editions:
        names = [name for name in (edition.name, *edition.names) if name not in edition.places]
        yield from phrases_of(Role.OTHER_NAME, edition.name, names)
        yield from phrases_of(Role.OTHER_PLACE, edition.name, edition.places)
        for year in edition.years:
            yield Term(Role.OTHER_NAME, edition.name, (str(year),))
    if event.starts_on is None:
        return
    length = ((event.ends_on or event.starts_on) - event.starts_on).days
    for day in range(min(max(length, 0), _LONGEST_EVENT_DAYS) + 1):
        for words in sorted(lexicon.day_phrases(event.starts_on + timedelta(days=day))):
            yield Term(Role.DATE, event.id, words)


def topic_of(campaign: Campaign) -> Topic:
    """What the event is about and by which nouns it goes: what the dossier says, else what its names show.

    The subject: acronyms that stand in two names or more, and the words that spell one of them by their
    initials; without an acronym, the longer words that the names share with the titles and quotes of the
    documents. The nouns: the last words of the event's short names, and what begins or ends two names or
    more and is neither subject nor place.
    """
    event = campaign.event
    if event is None:
        return Topic((), ())
    derived = _derived_topic(campaign, event)
    subjects = phrases_of(Role.SUBJECT, event.id, event.subjects)
    heads = [Term(Role.HEAD, event.id, term.words) for term in phrases_of(Role.HEAD, event.id, event.nouns)]
    return Topic(tuple(subjects) or derived.subjects, tuple(heads) or derived.heads)


def _derived_topic(campaign: Campaign, event: Event) -> Topic:
    names = [fold(name) for name in (event.name, *event.names)]
    places = {word for place in (*event.places, *event.venues, *event.hosts) for word in fold_words(place)}
    short = {words[-1] for _, name in event.short_name if (words := fold_words(name))}
    subjects = _acronym_subjects(names, event.id) or _shared_subjects(
        names, campaign, places | short, event.id
    )
    of_subject = {word for term in subjects for word in term.words}
    ends = Counter(words[end] for name in names if (words := _words(name)) for end in {0, len(words) - 1})
    heads = short | {word for word, count in ends.items() if count > 1 and len(word) >= _SHORTEST_NOUN}
    return Topic(
        tuple(subjects),
        tuple(Term(Role.HEAD, event.id, (word,)) for word in sorted(heads - of_subject - places)),
    )


def _words(name: Folded) -> list[str]:
    return [token.folded for token in name.tokens]


def _acronym_subjects(names: list[Folded], event_id: str) -> list[Term]:
    counts = Counter(acronym for name in names for acronym in _acronyms_in(name))
    acronyms = {acronym for acronym, count in counts.items() if count > 1}
    terms = [Term(Role.SUBJECT, event_id, (acronym,), Case.ACRONYM) for acronym in sorted(acronyms)]
    spelt = {
        tuple(words[start : start + len(acronym)])
        for words in map(_words, names)
        for acronym in acronyms
        for start in range(len(words) - len(acronym) + 1)
        if "".join(word[0] for word in words[start : start + len(acronym)]) == acronym
    }
    long = sorted(words for words in spelt if all(len(word) >= _SHORTEST_NOUN for word in words))
    return terms + [Term(Role.SUBJECT, event_id, words) for words in long]


def _acronyms_in(name: Folded) -> set[str]:
    return {
        token.folded
        for index, token in enumerate(name.tokens)
        if name.is_acronym(index) and 2 <= len(token.folded) <= 6 and token.folded.isalpha()
    }


def _shared_subjects(
    names: list[Folded], campaign: Campaign, not_these: set[str], event_id: str
) -> list[Term]:
    texts = [text for document in campaign.documents for text in _telling(document)]
    told = {word for text in texts for word in fold_words(text)}
    shared = {word for name in names for word in _words(name) if len(word) > _SHORTEST_NOUN} & told
    return [Term(Role.SUBJECT, event_id, (word,)) for word in sorted(shared - not_these)]


def _telling(document: Document) -> Iterable[str]:
    return [*titles_of(document), *(quote.text for quote in document.quotes)]


def signatory_counts(document: Document) -> frozenset[int]:
    """The numbers told in the dossier's phrases for its signatories: "une centaine d'ONG" is 100."""
    found = set()
    for phrase in document.numbers:
        words = fold_words(phrase)
        found |= {
            value for index in range(len(words)) if (value := lexicon.numeral(words, index)) is not None
        }
    return frozenset(found)


def watch_terms_of(campaign: Campaign, terms: Iterable[Term]) -> tuple[str, ...]:
    """Folded phrases without one of which nothing can match, over all fields, link targets and slug included.

    Every way to a mention passes by a title, a quote, a link, the event, its noun, subject or venue, or the full
    name of an organisation; where the event's names tell no subject, by an outlet or an acronym too.
    """
    terms = list(terms)
    roles = {Role.TITLE, Role.QUOTE, Role.EVENT, Role.HEAD, Role.SUBJECT, Role.VENUE}
    roles |= {Role.ORGANISATION, Role.EXPANSION}
    if not any(term.role is Role.SUBJECT for term in terms):
        roles |= {Role.OUTLET, Role.SHORT_NAME}
    phrases = [" ".join(term.words) for term in terms if term.role in roles]
    phrases += [piece for document in campaign.documents for piece in _address_pieces(document)]
    return tuple(dict.fromkeys(phrases))


def _address_pieces(document: Document) -> Iterator[str]:
    """For each address of a document, and its outlet's, words that a link to it must hold."""
    for address in (*document.urls, *document.outlet_domains):
        yield " ".join(fold_words(bare_address(address)))
    for pattern in document.url_patterns:
        yield max((_whole_words(part) for part in bare_address(pattern).split("*")), key=len)


def _whole_words(part: str) -> str:
    """The words of a piece of an address that its ends cannot have cut, folded."""
    words = re.split(r"[^a-z0-9]+", part)
    return " ".join(fold_words(" ".join(words[1:-1])))
