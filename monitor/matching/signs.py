"""From evidence to signs: what the rule looks at, counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.dossier import Campaign
from monitor.matching.copies import Copied
from monitor.matching.events import A_ZONE, EventMention, day_of, is_near
from monitor.matching.folding import fold_words
from monitor.matching.queries import kind_by_queries
from monitor.matching.reading import Reading
from monitor.matching.rule import Signs
from monitor.matching.terms import Role
from monitor.matching.vocabulary import LONG_QUOTE
from storage.model import Evidence, MentionKind


class Signer:
    """What of a dossier the signs depend on. `has_subject`: the event's names, or the dossier, tell one."""

    def __init__(self, campaign: Campaign, has_subject: bool, kinds: Mapping[str, MentionKind]) -> None:
        self._event = campaign.event
        self._has_subject = has_subject
        self._kinds = kinds
        self._initiators = {one.id for one in campaign.organisations if one.role == "initiator"}
        days = [day_of(one.published_at) for one in campaign.documents if one.published_at is not None]
        self._first_day = min(days, default=None)

    def signs(
        self, reading: Reading, evidence: Sequence[Evidence], mentions: Sequence[EventMention], copied: Copied
    ) -> Signs:
        """Everything the rule looks at in one article."""
        types = {one.type for one in evidence}
        named = {one.subject for one in evidence if one.type == "organisation"}
        quotes = {tuple(fold_words(one.text)) for one in evidence if one.type == "quote"}
        civic = [one for one in evidence if one.type == "civic"]
        body = reading.texts[2].field
        return Signs(
            share_of_document=copied.share_of_document,
            share_of_article=copied.share_of_article,
            retold=copied.retold,
            title="title" in types,
            link="link" in types,
            long_quote=any(len(words) >= LONG_QUOTE for words in quotes),
            short_quotes=sum(len(words) < LONG_QUOTE for words in quotes),
            attribution="attribution" in types,
            number="number" in types,
            call="call" in types,
            initiators=len(named & self._initiators),
            organisations=len(named),
            spokesperson="spokesperson" in types,
            rival="rival" in types,
            event=bool(mentions),
            event_supported=any(mention.supported for mention in mentions),
            bare_noun=reading.has(Role.HEAD),
            before_document=self._is_before_documents(reading),
            event_in_slug="event" in types and not mentions,
            on_subject=self._is_on_subject(reading, evidence),
            subject=reading.has(Role.SUBJECT),
            in_weeks=self._is_in_weeks(reading),
            other_text="other_text" in types,
            civic_above=any(one.field != "body" for one in civic),
            civic_sentences=len({body.sentence_at(one.start) for one in civic if one.field == "body"}),
            sentences=body.sentences[-1] + 1 if body.sentences else 0,
            queried=kind_by_queries(evidence, self._kinds),
        )

    def _is_on_subject(self, reading: Reading, evidence: Sequence[Evidence]) -> bool:
        if reading.has(Role.SUBJECT, Role.EVENT):
            return True
        if not self._has_subject:
            return any(one.type in ("organisation", "attribution") for one in evidence)
        return self._is_in_weeks(reading) and reading.has(Role.HEAD, Role.ORGANISATION, Role.EXPANSION)

    def _is_before_documents(self, reading: Reading) -> bool:
        published = reading.article.published_at
        if self._first_day is None or published is None:
            return False
        return day_of(published) < self._first_day - A_ZONE

    def _is_in_weeks(self, reading: Reading) -> bool:
        return self._event is not None and is_near(self._event, reading.article.published_at)
