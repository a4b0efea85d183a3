"""Evidence, kind by kind: each a pure function from a reading to what it found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from monitor.dossier import Campaign, Document, Organisation
from monitor.matching import lexicon
from monitor.matching.addresses import bare_address, fits
from monitor.matching.events import EventMention
from monitor.matching.folding import fold_words
from monitor.matching.reading import ReadField, Reading
from monitor.matching.terms import Hit, Role
from monitor.matching.vocabulary import LONG_QUOTE, signatory_counts, titles_of
from storage.model import Evidence, Link

WEIGHTS = {
    "title": 0.95,
    "link": 0.9,
    "quote": 0.85,
    "short_quote": 0.45,
    "attribution": 0.45,
    "number": 0.35,
    "call": 0.25,
    "organisation": 0.3,
    "rival": 0.0,
    "civic": 0.2,
    "other_text": 0.2,
    "spokesperson": 0.3,
}
"""What each kind of evidence adds to the score."""

SHORTEST_TITLE = 4
ATTRIBUTION_WINDOW = 12
NUMBER_WINDOW = 3
_SLUG_RUN = 4


def titles(reading: Reading) -> list[Evidence]:
    """The document's title in any language, or a headline under which it ran; in the slug too."""
    found = []
    for text in (*reading.texts, reading.slug):
        for hit in _outermost(text.of(Role.TITLE)):
            if len(hit.term.words) >= SHORTEST_TITLE:
                found.append(_evidence(text, "title", "document", hit, WEIGHTS["title"]))
    return found


def quotes(reading: Reading) -> list[Evidence]:
    """Distinctive phrases of the document."""
    found = []
    for text in reading.texts:
        for hit in _outermost(text.of(Role.QUOTE)):
            long = len(hit.term.words) >= LONG_QUOTE
            found.append(
                _evidence(text, "quote", "document", hit, WEIGHTS["quote" if long else "short_quote"])
            )
    return found


def links(reading: Reading, documents: Sequence[Document]) -> list[Evidence]:
    """Links of the body to a document: its address, its pattern, or its outlet with the title's words."""
    return [
        Evidence(
            "link", "document", document.id, "link", link.link.url, 0, len(link.link.url), WEIGHTS["link"]
        )
        for link in reading.links
        for document in documents
        if leads_to(link.link, document)
    ]


def leads_to(link: Link, document: Document) -> bool:
    """True where a link's target is the document as far as its address can say."""
    target = bare_address(link.url)
    if any(target == bare_address(url) for url in document.urls):
        return True
    if any(fits(target, bare_address(pattern)) for pattern in document.url_patterns):
        return True
    host = target.split("/", 1)[0]
    if not any(host == domain or host.endswith(f".{domain}") for domain in document.outlet_domains):
        return False
    words = fold_words(target)
    return any(_share_a_run(words, fold_words(title)) for title in titles_of(document))


def _share_a_run(words: list[str], title: list[str]) -> bool:
    """True where four words of the title follow one another in the address as they do in the title."""
    runs = {tuple(title[start : start + _SLUG_RUN]) for start in range(len(title) - _SLUG_RUN + 1)}
    return any(tuple(words[start : start + _SLUG_RUN]) in runs for start in range(len(words)))


def attributions(reading: Reading) -> list[Evidence]:
    """The outlet, in one sentence with the kind of text, not many words away, or with groups that publish.

    "un appel paru dans La Croix", "les associations ont signé dans La Croix"; but not "une enquête publiée
    par La Croix".
    """
    found = []
    for text, outlet in _outlets(reading):
        kinds = text.together(outlet, text.of(Role.KIND_WORD))
        places = [(kind.first, kind.last) for kind in kinds if not is_proper(text, kind)]
        if _groups_beside(text, outlet):
            places += [(index, index) for index in _publishing(text, outlet)]
        near = [place for place in places if _gap(place, outlet) <= ATTRIBUTION_WINDOW]
        if near:
            first, last = min(near, key=lambda place: _gap(place, outlet))
            subject, weight = outlet.term.subject, WEIGHTS["attribution"]
            span = min(first, outlet.first), max(last, outlet.last)
            found.append(text.evidence("attribution", "document", subject, *span, weight))
    return found


def _outlets(reading: Reading) -> list[tuple[ReadField, Hit]]:
    return [(text, hit) for text in reading.texts for hit in _outermost(text.of(Role.OUTLET))]


def _groups_beside(text: ReadField, hit: Hit) -> bool:
    """True where a word for groups, or an organisation of the dossier, stands in the sentence of a hit."""
    if text.together(hit, text.of(Role.ORGANISATION, Role.EXPANSION, Role.SHORT_NAME)):
        return True
    sentences, tokens = text.field.sentences, text.field.folded.tokens
    first = bisect_left(sentences, sentences[hit.first])
    last = bisect_right(sentences, sentences[hit.first])
    return any(token.folded in lexicon.GROUPS for token in tokens[first:last])


def _publishing(text: ReadField, hit: Hit) -> list[int]:
    """Words for signing or publishing in the sentence of a hit, not many words away."""
    sentences, tokens = text.field.sentences, text.field.folded.tokens
    around = range(max(hit.first - ATTRIBUTION_WINDOW, 0), min(hit.last + ATTRIBUTION_WINDOW, len(tokens)))
    return [
        index
        for index in around
        if tokens[index].folded in lexicon.PUBLISHED and sentences[index] == sentences[hit.first]
    ]


def counted_attributions(reading: Reading, counted: Sequence[Evidence]) -> list[Evidence]:
    """The outlet in one sentence with the number of signatories: "plus de cent ONG accusaient, dans La Croix"."""
    found = []
    for text, outlet in _outlets(reading):
        start, end = text.sentence_span(text.sentence(outlet))
        if any(one.field == text.field.name and start <= one.start < end for one in counted):
            found.append(_evidence(text, "attribution", "document", outlet, WEIGHTS["attribution"]))
    return found


def is_proper(text: ReadField, hit: Hit) -> bool:
    """True where a kind word is a name: La Tribune, Tribune Dimanche; not at the beginning of a sentence."""
    begins = hit.first == 0 or text.field.sentences[hit.first - 1] != text.field.sentences[hit.first]
    return text.field.folded.is_capital(hit.first) and not begins


def numbers(reading: Reading, documents: Sequence[Document]) -> list[Evidence]:
    """How many signed, as the dossier says it, or the same number before a word for groups."""
    found = []
    for document in documents:
        counts = signatory_counts(document)
        if not counts:
            continue
        for text in reading.texts:
            told = _outermost([hit for hit in text.of(Role.NUMBER) if hit.term.subject == document.id])
            spans = [(hit.first, hit.last) for hit in told]
            for first, last in spans or _counted_groups(text, counts):
                found.append(text.evidence("number", "document", document.id, first, last, WEIGHTS["number"]))
    return found


def _counted_groups(text: ReadField, counts: frozenset[int]) -> list[tuple[int, int]]:
    """A number as large as the dossier's, less than twice as large, and a word for groups right after it."""
    words = [token.folded for token in text.field.folded.tokens]
    spans = []
    for index, word in enumerate(words):
        if not (word in lexicon.NUMERALS or word.isdigit()):
            continue
        value = None if text.followed_by(index, "%") else lexicon.numeral(words, index)
        if value is None or not any(count <= value < 2 * count for count in counts):
            continue
        after = range(index + 1, min(index + 2 + NUMBER_WINDOW, len(words)))
        group = next((place for place in after if words[place] in lexicon.GROUPS), None)
        if group is not None and text.field.sentences[group] == text.field.sentences[index]:
            spans.append((index, group))
    return spans


def calls(reading: Reading, beside: Sequence[Evidence]) -> list[Evidence]:
    """A word for the kind of text, in the sentence of one of these (a number, an organisation) or next to it.

    In title and standfirst, which stand for the whole, it is beside all of them.
    """
    body = reading.texts[2].field
    near = {
        body.sentence_at(one.start) + step for one in beside if one.field == "body" for step in (-1, 0, 1)
    }
    return [
        _evidence(text, "call", "document", hit, WEIGHTS["call"])
        for text, hit in reading.each(Role.KIND_WORD)
        if beside and not is_proper(text, hit) and (text.field is not body or text.sentence(hit) in near)
    ]


def organisations(reading: Reading, campaign: Campaign, pickup: bool) -> list[Evidence]:
    """The organisations named, in reading order.

    A full name proves itself. An acronym or a part of a name does with its expansion, with another
    organisation of the dossier, where the article speaks of the document (`pickup`), and an acronym also
    where its own sentence speaks of rights.
    """
    full = [(text, hit) for text, hit in reading.each(Role.ORGANISATION, Role.EXPANSION)]
    proven = {hit.term.subject for _, hit in full}
    short = [
        (text, hit)
        for text, hit in reading.each(Role.SHORT_NAME)
        if pickup
        or hit.term.subject in proven
        or proven - {hit.term.subject}
        or (hit.term.case == "acronym" and text.together(hit, text.of(Role.RIGHTS)))
    ]
    known = {organisation.id: organisation for organisation in campaign.organisations}
    return [
        _evidence(text, "organisation", "organisation", hit, _organisation_weight(known[hit.term.subject]))
        for text, hit in full + short
    ]


def _organisation_weight(organisation: Organisation) -> float:
    return WEIGHTS["organisation"] if organisation.role == "initiator" else WEIGHTS["organisation"] / 2


def rivals(reading: Reading) -> list[Evidence]:
    """A named other text."""
    return [
        _evidence(text, "rival", "rival", hit, WEIGHTS["rival"]) for text, hit in reading.each(Role.RIVAL)
    ]


def spokespeople(reading: Reading) -> list[Evidence]:
    """People of the dossier who speak for its organisations."""
    return [
        text.evidence(
            "spokesperson", "organisation", hit.term.subject, hit.first, hit.last, WEIGHTS["spokesperson"]
        )
        for text, hit in reading.each(Role.SPOKESPERSON)
    ]


def other_texts(
    reading: Reading, documents: Sequence[Document], event: Sequence[EventMention]
) -> list[Evidence]:
    """A text of the same kind that somebody signed or published, whoever it is: both words in one sentence.

    Only the kinds that run in an outlet: everybody publishes press releases. In the body of an article that names
    the event, only in its paragraph or next to it: a press review tells many things.
    """
    ran = {document.id for document in documents if document.outlet_names}
    body = reading.texts[2].field
    near = {
        body.paragraphs[one.first] + step for one in event if one.text.field is body for step in (-1, 0, 1)
    }
    found = []
    for text, hit in reading.each(Role.KIND_WORD):
        apart = bool(event) and text.field is body and body.paragraphs[hit.first] not in near
        if hit.term.subject in ran and not apart and not is_proper(text, hit) and _publishing(text, hit):
            found.append(text.evidence("other_text", "event", "", hit.first, hit.last, WEIGHTS["other_text"]))
    return found


def civic(reading: Reading) -> list[Evidence]:
    """Words that say that the civil society speaks or acts."""
    return [
        _evidence(text, "civic", "event", hit, WEIGHTS["civic"]) for text, hit in reading.each(Role.CIVIC)
    ]


def _evidence(text: ReadField, type_: str, about: str, hit: Hit, weight: float) -> Evidence:
    return text.evidence(type_, about, hit.term.subject, hit.first, hit.last, weight)


def _gap(place: tuple[int, int], hit: Hit) -> int:
    return max(place[0], hit.first) - min(place[1], hit.last) - 1


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Without the hits that lie inside another."""
    return [
        hit
        for hit in hits
        if not any(
            other.first <= hit.first
            and hit.last <= other.last
            and len(other.term.words) > len(hit.term.words)
            for other in hits
        )
    ]
