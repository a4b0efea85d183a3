"""`compile_campaign`: a dossier compiled once; `Matcher.judge`: what one article is for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from monitor.dossier import Campaign
from monitor.matching import evidence as find
from monitor.matching.addresses import bare_address
from monitor.matching.events import (
    EventMention,
    day_of,
    event_evidence,
    event_mentions,
    is_near,
    slug_evidence,
)
from monitor.matching.fields import address_texts, written_texts
from monitor.matching.folding import capital_words, fold_words, joined
from monitor.matching.passages import LONGEST, excerpt_of
from monitor.matching.reading import Reading, read
from monitor.matching.reuse import Reuse, originals_of, reuse_of
from monitor.matching.rule import Signs, deciding, kind_of, salience_of, score_of
from monitor.matching.terms import Case, Role, Term, TermIndex
from monitor.matching.vocabulary import LONG_QUOTE, terms_of, watch_terms_of
from storage.model import Evidence, Judgement, MentionKind, StoredArticle

A_ZONE = timedelta(days=1)
"""By how much the days of two time zones can differ."""

MOST_EVIDENCE = 12
"""How many pieces of evidence of one type a judgement keeps, the strongest first."""


def compile_campaign(campaign: Campaign) -> Matcher:
    """Everything that matching an article with this dossier needs, made once."""
    return Matcher(campaign)


class Matcher:
    """One campaign, ready to judge articles.

    `watch_terms`: folded phrases (words separated by single spaces) of which an article must hold one, as
    whole words, in any field, link target or slug, or nothing can match.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        terms = terms_of(campaign)
        self.watch_terms = watch_terms_of(campaign, terms)
        self._index = TermIndex(terms)
        acronyms = {term.words[0] for term in terms if term.case is Case.ACRONYM}
        self._watched_acronyms = acronyms & set(self.watch_terms)
        self._watched = _phrase_index(phrase for phrase in self.watch_terms if phrase not in acronyms)
        self._watched_anyhow = _phrase_index(self.watch_terms)
        self._has_subject = any(term.role is Role.SUBJECT for term in terms)
        self._originals = originals_of(campaign)
        self._initiators = {one.id for one in campaign.organisations if one.role == "initiator"}
        self._own_hosts = [bare_address(site) for one in campaign.organisations for site in one.sites]

    def may_match(self, article: StoredArticle) -> bool:
        """False where the article holds no watch term, acronyms in capitals: it needs no reading."""
        written = written_texts(article)
        addresses = "".join(joined(fold_words(text)) for text in address_texts(article))
        words = "".join(joined(fold_words(text)) for text in written)
        if self._watched_anyhow.holds_one(addresses) or self._watched.holds_one(words):
            return True
        if not self._watched_anyhow.holds_one(words):
            return False
        return any(not self._watched_acronyms.isdisjoint(capital_words(text)) for text in written)

    def judge(self, article: StoredArticle) -> Judgement | None:
        """What the article is for the campaign; None for no mention. Never raises for what an article holds.

        In this step `organisations_quoted` stays empty: who is quoted is not yet told from who is named.
        """
        return self.judge_unfiltered(article) if self.may_match(article) else None

    def judge_unfiltered(self, article: StoredArticle) -> Judgement | None:
        """`judge` without looking for watch terms first; slower, and the same answer."""
        reading = read(article, self._index)
        mentions = event_mentions(reading, self.campaign.event) if self.campaign.event else []
        reuse = self._reuse(reading)
        evidence = self._evidence(reading, mentions)
        decision = kind_of(self._signs(reading, evidence, mentions, reuse))
        if decision is None:
            return None
        kind, to_check = decision
        if reuse is not None and kind is MentionKind.REPUBLICATION:
            evidence.append(_reuse_evidence(reading, reuse))
        if kind is not MentionKind.RELATED:
            evidence = [one for one in evidence if one.type not in ("civic", "other_text")]
        rests_on = deciding(kind, evidence)
        return Judgement(
            kind=kind,
            to_check=to_check,
            salience=salience_of(
                kind, _places(reading, rests_on), len(set(reading.texts[2].field.sentences))
            ),
            score=score_of(evidence),
            evidence=_kept(evidence),
            excerpt=excerpt_of(reading, rests_on),
            organisations=self._named(evidence),
            own=self._is_own(article),
            reuse=_shares(reuse),
        )

    def _reuse(self, reading: Reading) -> Reuse | None:
        """The document of which the body takes most, None where it takes nothing of any."""
        body = reading.texts[2].field.folded
        found = [reuse for one in self._originals if (reuse := reuse_of(one, body)).share_of_document > 0]
        return max(found, key=lambda reuse: reuse.share_of_document, default=None)

    def _evidence(self, reading: Reading, mentions: Sequence[EventMention]) -> list[Evidence]:
        documents = self.campaign.documents
        found = [*find.titles(reading), *find.quotes(reading), *find.links(reading, documents)]
        found += [*find.attributions(reading), *find.numbers(reading, documents)]
        organisations = find.organisations(reading, self.campaign, pickup=bool(found))
        numbers = [one for one in found if one.type == "number"]
        if not any(one.type == "attribution" for one in found):
            found += find.counted_attributions(reading, numbers)
        found += [*organisations, *find.calls(reading, [*numbers, *organisations])]
        if self.campaign.event is not None:
            found += event_evidence(mentions, self.campaign.event) or slug_evidence(
                reading, self.campaign.event
            )
        return [*found, *find.rivals(reading), *find.other_texts(reading, documents), *find.civic(reading)]

    def _signs(
        self,
        reading: Reading,
        evidence: Sequence[Evidence],
        mentions: Sequence[EventMention],
        reuse: Reuse | None,
    ) -> Signs:
        types = {one.type for one in evidence}
        named = {one.subject for one in evidence if one.type == "organisation"}
        quotes = {tuple(fold_words(one.text)) for one in evidence if one.type == "quote"}
        civic = _places(reading, [one for one in evidence if one.type == "civic"])
        return Signs(
            share_of_document=reuse.share_of_document if reuse else 0.0,
            share_of_article=reuse.share_of_article if reuse else 0.0,
            title="title" in types,
            link="link" in types,
            long_quote=any(len(words) >= LONG_QUOTE for words in quotes),
            short_quotes=sum(len(words) < LONG_QUOTE for words in quotes),
            attribution="attribution" in types,
            number="number" in types,
            call="call" in types,
            initiators=len(named & self._initiators),
            organisations=len(named),
            rival="rival" in types,
            event=bool(mentions),
            event_supported=any(mention.supported for mention in mentions),
            bare_noun=reading.has(Role.HEAD),
            before_document=self._is_before_documents(reading),
            event_in_slug="event" in types and not mentions,
            on_subject=self._is_on_subject(reading, evidence),
            in_weeks=self._is_in_weeks(reading),
            other_text="other_text" in types,
            civic_above=any(field != "body" for field, _ in civic),
            civic_sentences=len({number for field, number in civic if field == "body"}),
        )

    def _is_on_subject(self, reading: Reading, evidence: Sequence[Evidence]) -> bool:
        if reading.has(Role.SUBJECT, Role.EVENT):
            return True
        if not self._has_subject:
            return any(one.type in ("organisation", "attribution") for one in evidence)
        return self._is_in_weeks(reading) and reading.has(Role.HEAD, Role.ORGANISATION, Role.EXPANSION)

    def _is_before_documents(self, reading: Reading) -> bool:
        days = [day_of(one.published_at) for one in self.campaign.documents if one.published_at is not None]
        published = reading.article.published_at
        return bool(days) and published is not None and day_of(published) < min(days) - A_ZONE

    def _is_in_weeks(self, reading: Reading) -> bool:
        event = self.campaign.event
        return event is not None and is_near(event, reading.article.published_at)

    def _named(self, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        named = {one.subject for one in evidence if one.type == "organisation"}
        return tuple(one.id for one in self.campaign.organisations if one.id in named)

    def _is_own(self, article: StoredArticle) -> bool:
        host = bare_address(article.canonical_url or article.url).split("/", 1)[0]
        return any(host == own or host.endswith(f".{own}") for own in self._own_hosts)


def _phrase_index(phrases: Iterable[str]) -> TermIndex:
    return TermIndex(Term(Role.SUBJECT, "", tuple(phrase.split())) for phrase in phrases)


def _reuse_evidence(reading: Reading, reuse: Reuse) -> Evidence:
    """The longest stretch taken over, as far as it may be quoted, weighed by the share that is reproduced."""
    body = reading.texts[2]
    tokens = body.field.folded.tokens
    furthest = tokens[reuse.first].start + LONGEST
    last = max(index for index in range(reuse.first, reuse.last + 1) if tokens[index].end <= furthest)
    return body.evidence("reuse", "document", reuse.document_id, reuse.first, last, reuse.share_of_document)


def _shares(reuse: Reuse | None) -> dict[str, str | float] | None:
    if reuse is None:
        return None
    return {
        "document": reuse.document_id,
        "share_of_document": round(reuse.share_of_document, 4),
        "share_of_article": round(reuse.share_of_article, 4),
    }


def _places(reading: Reading, evidence: Sequence[Evidence]) -> list[tuple[str, int]]:
    """Field and number of the sentence of each piece of evidence; sentences are counted in the body."""
    by_name = {text.field.name: text.field for text in reading.texts}
    places = []
    for one in evidence:
        field = by_name.get(one.field)
        if field is None:
            places.append((one.field, 0))
            continue
        places.append((one.field, field.sentence_at(one.start)))
    return places


def _kept(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """At most so many of each type, strongest first, in a stable order."""
    kept: list[Evidence] = []
    for type_ in dict.fromkeys(one.type for one in evidence):
        of_type = [one for one in evidence if one.type == type_]
        kept += sorted(of_type, key=lambda one: -one.weight)[:MOST_EVIDENCE]
    return tuple(kept)
