"""`compile_campaign`: a dossier compiled once; `Matcher.judge`: what one article is for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.dossier import Campaign
from monitor.matching import evidence as find
from monitor.matching.addresses import bare_address
from monitor.matching.copies import Copies
from monitor.matching.events import EventMention, event_evidence, event_mentions, slug_evidence
from monitor.matching.fields import address_texts, written_texts
from monitor.matching.folding import capital_words, fold_words, joined
from monitor.matching.passages import excerpt_of
from monitor.matching.prominence import places_of, salience_of
from monitor.matching.queries import QueryMatcher, evidence_of_queries, kinds_of_queries
from monitor.matching.reading import Reading, read
from monitor.matching.rule import deciding, kind_of, score_of
from monitor.matching.signs import Signer
from monitor.matching.speech import quoted_in
from monitor.matching.terms import Case, Role, Term, TermIndex
from monitor.matching.vocabulary import terms_of, watch_terms_of
from storage.model import Evidence, Judgement, MentionKind, StoredArticle

MOST_EVIDENCE = 12
"""How many pieces of evidence of one type a judgement keeps, the strongest first."""


def compile_campaign(campaign: Campaign, queries: QueryMatcher | None = None) -> Matcher:
    """Everything that matching an article with this dossier needs, made once; `queries` are the dossier's, compiled."""
    return Matcher(campaign, queries)


class Matcher:
    """One campaign, ready to judge articles.

    `watch_terms`: folded phrases (words separated by single spaces) of which an article must hold one, as
    whole words, in any field, link target or slug, or nothing but a query can match; what queries need is appended.
    """

    def __init__(self, campaign: Campaign, queries: QueryMatcher | None = None) -> None:
        self.campaign = campaign
        terms = terms_of(campaign)
        watched = watch_terms_of(campaign, terms)
        self.watch_terms = (*watched, *queries.watch_terms) if queries else watched
        self._index = TermIndex(terms)
        acronyms = {term.words[0] for term in terms if term.case is Case.ACRONYM}
        self._watched_acronyms = acronyms & set(watched)
        self._watched = _phrase_index(phrase for phrase in watched if phrase not in acronyms)
        self._watched_anyhow = _phrase_index(watched)
        self._queries = queries
        self._query_kinds = kinds_of_queries(dict(campaign.query_kinds))
        has_subject = any(term.role is Role.SUBJECT for term in terms)
        self._signer = Signer(campaign, has_subject, self._query_kinds)
        self._copies = Copies(campaign)
        self._own_hosts = [bare_address(site) for one in campaign.organisations for site in one.sites]

    def may_match(self, article: StoredArticle) -> bool:
        """False where the article holds no watch term, acronyms in capitals: it needs no reading."""
        written = written_texts(article)
        addresses = "".join(joined(fold_words(text)) for text in address_texts(article))
        words = "".join(joined(fold_words(text)) for text in written)
        if self._watched_anyhow.holds_one(addresses) or self._watched.holds_one(words):
            return True
        if self._watched_anyhow.holds_one(words) and any(
            not self._watched_acronyms.isdisjoint(capital_words(text)) for text in written
        ):
            return True
        return self._queries is not None and self._queries.may_match(article)

    def judge(self, article: StoredArticle) -> Judgement | None:
        """What the article is for the campaign; None for no mention. Never raises for what an article holds."""
        return self.judge_unfiltered(article) if self.may_match(article) else None

    def judge_unfiltered(self, article: StoredArticle) -> Judgement | None:
        """`judge` without looking for watch terms first; slower, and the same answer."""
        reading = read(article, self._index)
        mentions = event_mentions(reading, self.campaign.event) if self.campaign.event else []
        copied = self._copies.in_(reading)
        evidence = self._evidence(reading, mentions)
        decision = kind_of(self._signer.signs(reading, evidence, mentions, copied))
        if decision is None:
            return None
        kind, to_check = decision
        if kind is MentionKind.REPUBLICATION:
            evidence += copied.evidence(reading)
        if kind is not MentionKind.RELATED:
            evidence = [one for one in evidence if one.type not in ("civic", "other_text")]
        rests_on = deciding(kind, evidence)
        named = [one for one in evidence if one.type == "organisation"]
        return Judgement(
            kind=kind,
            to_check=to_check,
            salience=salience_of(kind, places_of(reading, kind, rests_on)),
            score=score_of(evidence),
            evidence=_kept(evidence),
            excerpt=excerpt_of(reading, rests_on),
            organisations=self._in_order({one.subject for one in named}),
            organisations_quoted=self._in_order(quoted_in(reading, named)),
            own=self._is_own(article),
            reuse=copied.described(reading),
        )

    def _evidence(self, reading: Reading, mentions: Sequence[EventMention]) -> list[Evidence]:
        documents, event = self.campaign.documents, self.campaign.event
        found = [*find.titles(reading), *find.quotes(reading), *find.links(reading, documents)]
        found += [*find.attributions(reading), *find.numbers(reading, documents)]
        organisations = find.organisations(reading, self.campaign, pickup=bool(found))
        numbers = [one for one in found if one.type == "number"]
        if not any(one.type == "attribution" for one in found):
            found += find.counted_attributions(reading, numbers)
        found += [
            *organisations,
            *find.spokespeople(reading),
            *find.calls(reading, [*numbers, *organisations]),
        ]
        if event is not None:
            found += event_evidence(mentions, event) or slug_evidence(reading, event)
        found += [
            *find.rivals(reading),
            *find.other_texts(reading, documents, mentions),
            *find.civic(reading),
        ]
        return found + evidence_of_queries(self._queries, self._query_kinds, reading.article, reading.fields)

    def _in_order(self, organisations: set[str]) -> tuple[str, ...]:
        """Ids in the order of the dossier."""
        return tuple(one.id for one in self.campaign.organisations if one.id in organisations)

    def _is_own(self, article: StoredArticle) -> bool:
        host = bare_address(article.canonical_url or article.url).split("/", 1)[0]
        return any(host == own or host.endswith(f".{own}") for own in self._own_hosts)


def _phrase_index(phrases: Iterable[str]) -> TermIndex:
    return TermIndex(Term(Role.SUBJECT, "", tuple(phrase.split())) for phrase in phrases)


def _kept(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """At most so many of each type, strongest first, in a stable order."""
    kept: list[Evidence] = []
    for type_ in dict.fromkeys(one.type for one in evidence):
        of_type = [one for one in evidence if one.type == type_]
        kept += sorted(of_type, key=lambda one: -one.weight)[:MOST_EVIDENCE]
    return tuple(kept)
