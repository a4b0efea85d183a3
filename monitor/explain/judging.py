"""What one article is for one campaign, on what that rests, and what would have changed it (pure).

The one seam to matching: what is found in an article that is no mention is heard by asking with a query that every
article satisfies; what would have changed a decision is tried, by judging the article changed in one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from monitor.compiling import compile_dossier
from monitor.dossier import Campaign, Document
from monitor.explain.near_queries import NearQueries, NearQuery
from monitor.matching.fields import Fields
from monitor.matching.matcher import compile_campaign
from monitor.matching.queries import QueryHit
from storage.model import (
    Evidence,
    Judgement,
    Link,
    Mention,
    MentionKind,
    ReviewStatus,
    StoredArticle,
)

ANY = "*"
"""The id of the query that every article satisfies; no id of a dossier looks like it."""

BACKGROUND = frozenset({"civic", "other_text"})
"""Evidence that stands in any article about associations: alone it brings none near."""

MOST_TEXT = 200_000
"""Characters of a body up to which changes are tried."""


MOST_NAMES = 4
"""Names of the event, and organisations, that are tried: not every one is enough by itself."""


class CampaignVerdict(StrEnum):
    """What an article of the archive is for a campaign."""

    MENTION = "mention"
    TO_CHECK = "to_check"
    REJECTED = "rejected_by_a_person"
    WITHDRAWN = "withdrawn"
    NOT_MATCHED = "not_matched"
    RELEASED = "text_released"
    TITLE_ONLY = "title_only"
    BELOW_LINE = "below_the_line"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would have changed the decision.

    `added` are the words that the article would have had to hold, None where evidence of this `type` was taken
    away. `kind` and `to_check` are what it would then be; `kind` None for no mention.
    """

    type: str
    added: str | None
    kind: MentionKind | None
    to_check: bool = False


@dataclass(frozen=True, slots=True)
class CampaignAnswer:
    """The verdict for one campaign. `judgement` is that of the mention, else that of now; None for no mention.

    `evidence` is what was found, also in an article that is no mention. `outdated`: the mention would be another
    one, or none, with the dossier as it is now. `near` are queries that it misses by little.
    """

    campaign: Campaign
    verdict: CampaignVerdict
    judgement: Judgement | None = None
    mention: Mention | None = None
    evidence: tuple[Evidence, ...] = ()
    changes: tuple[Change, ...] = ()
    outdated: bool = False
    near: tuple[NearQuery, ...] = ()

    @property
    def kind(self) -> MentionKind | None:
        """The kind of the mention, None for none."""
        return self.judgement.kind if self.judgement is not None else None


def campaign_verdict(
    mention: Mention | None,
    judged: Judgement | None,
    evidence: Iterable[Evidence],
    has_text: bool,
    kept: bool,
) -> CampaignVerdict:
    """The one verdict. `judged` is what the article is now; `has_text` that a body was found, `kept` that it still is."""
    if mention is not None:
        if mention.review.status is ReviewStatus.REJECTED:
            return CampaignVerdict.REJECTED
        if mention.withdrawn_at is not None:
            return CampaignVerdict.WITHDRAWN
        unsure = mention.to_check
        return CampaignVerdict.TO_CHECK if unsure else CampaignVerdict.MENTION
    if has_text and not kept:
        return CampaignVerdict.RELEASED
    if judged is not None:
        return CampaignVerdict.NOT_MATCHED
    if not has_text:
        return CampaignVerdict.TITLE_ONLY
    near = any(one.type not in BACKGROUND for one in evidence)
    return CampaignVerdict.BELOW_LINE if near else CampaignVerdict.NO_EVIDENCE


class Judge:
    """One campaign, ready to explain articles. Raises QueryError for a query that cannot be read, as matching does."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._matcher = compile_dossier(campaign)
        self._queries = NearQueries(campaign)
        probed = replace(campaign, query_kinds=((ANY, MentionKind.RELATED.value),))
        self._probe = compile_campaign(probed, _Anything())

    def answer(
        self, article: StoredArticle, mention: Mention | None = None, changes: bool = True
    ) -> CampaignAnswer:
        """The verdict on an article of the archive; `changes` tries what would have changed it too."""
        has_text, kept = bool(article.text_fingerprint), bool(article.text)
        readable = kept or not has_text
        judged = self._matcher.judge(article) if readable else None
        evidence = self._evidence(article, mention, judged, readable)
        verdict = campaign_verdict(mention, judged, evidence, has_text, kept)
        tried = changes and kept and len(article.text or "") <= MOST_TEXT and not _is_settled(verdict)
        return CampaignAnswer(
            campaign=self.campaign,
            verdict=verdict,
            judgement=mention.judgement if mention else judged,
            mention=mention,
            evidence=evidence,
            changes=tuple(self._changes(article, judged, evidence)) if tried else (),
            near=self._queries.missed(article) if changes and kept and judged is None else (),
            outdated=mention is not None and readable and _outcome(judged) != _outcome(mention.judgement),
        )

    def seen(self, article: StoredArticle) -> Judgement:
        """What is found in an article whatever it is: as it would be judged if a query held it, which is left out."""
        found = self._probe.judge_unfiltered(article)
        assert found is not None  # the query that every article satisfies makes it a mention
        return replace(found, evidence=tuple(one for one in found.evidence if one.subject != ANY))

    def _evidence(
        self, article: StoredArticle, mention: Mention | None, judged: Judgement | None, readable: bool
    ) -> tuple[Evidence, ...]:
        if mention is not None:
            return mention.judgement.evidence
        if judged is not None:
            return judged.evidence
        if not readable or not self._matcher.may_match(article):
            return ()
        return tuple(one for one in self.seen(article).evidence if one.type != "query")

    def _changes(
        self, article: StoredArticle, judged: Judgement | None, evidence: tuple[Evidence, ...]
    ) -> Iterator[Change]:
        """What, added to the article, would have made it a (surer) mention; what, taken away, another one or none."""
        if judged is None or judged.to_check:
            enough: set[str] = set()
            for type_, words, changed in _added(self.campaign, article, evidence):
                then = self._matcher.judge(changed) if type_ not in enough else None
                if then is not None and not then.to_check:
                    enough.add(type_)
                    yield Change(type_, words, then.kind, then.to_check)
        if judged is not None:
            for type_ in dict.fromkeys(one.type for one in judged.evidence):
                passages = [one for one in judged.evidence if one.type == type_]
                then = self._matcher.judge(without(article, passages))
                if _outcome(then) != _outcome(judged):
                    kind, to_check = (then.kind, then.to_check) if then else (None, False)
                    yield Change(type_, None, kind, to_check)


def _is_settled(verdict: CampaignVerdict) -> bool:
    """True where a change of the article is no matter: nothing was near, or a person decided."""
    return verdict in (CampaignVerdict.NO_EVIDENCE, CampaignVerdict.REJECTED)


def _outcome(judged: Judgement | None) -> tuple[MentionKind, bool] | None:
    return (judged.kind, judged.to_check) if judged is not None else None


class _Anything:
    """A query that every article satisfies."""

    watch_terms: tuple[str, ...] = ()

    def may_match(self, article: StoredArticle) -> bool:
        """Always."""
        return True

    def matching(self, article: StoredArticle, fields: Fields) -> Iterable[QueryHit]:
        """One passage without words."""
        return [QueryHit(ANY, "title", 0, 0, "")]


def without(article: StoredArticle, passages: Iterable[Evidence]) -> StoredArticle:
    """The article without these passages of its title, standfirst and body, these links, and its slug where one is there."""
    texts = {"title": article.title, "standfirst": article.standfirst, "body": article.text or ""}
    gone = set()
    slug = False
    for one in sorted(passages, key=lambda passage: -passage.start):
        if one.field in texts:
            text = texts[one.field]
            texts[one.field] = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
        elif one.field == "link":
            gone.add(one.text)
        elif one.field == "slug":
            slug = True
    bare = "/".join(article.canonical_url.split("/")[:3]) + "/" if slug else article.canonical_url
    return replace(
        article,
        title=texts["title"],
        standfirst=texts["standfirst"],
        text=texts["body"],
        links=tuple(link for link in article.links if link.url not in gone),
        canonical_url=bare,
        url=bare if slug else article.url,
    )


def _added(
    campaign: Campaign, article: StoredArticle, evidence: tuple[Evidence, ...]
) -> Iterator[tuple[str, str, StoredArticle]]:
    """The article with one more thing of the dossier in it: what kind of evidence, its words, the article."""
    for type_, words in _words_to_add(campaign, {one.subject for one in evidence}):
        yield type_, words, _with_words(article, words, evidence)
    for document in campaign.documents:
        for url in document.urls[:1]:
            link = Link(url, "", 0)
            yield "link", url, replace(article, links=(*article.links, link))


def _words_to_add(campaign: Campaign, found: set[str]) -> Iterator[tuple[str, str]]:
    """The weakest first: what an article most easily lacks."""
    absent = [one.name for one in campaign.organisations if one.id not in found]
    yield from (("organisation", name) for name in absent[:MOST_NAMES])
    if campaign.event is not None:
        names = (*campaign.event.names[:MOST_NAMES], campaign.event.name)
        yield from (("event", name) for name in dict.fromkeys(names))
    for document in campaign.documents:
        yield from _words_of(document)


def _words_of(document: Document) -> Iterator[tuple[str, str]]:
    yield from (("number", number) for number in document.numbers[:1])
    if document.kind_words and document.outlet_names:
        yield "attribution", f"{document.kind_words[0]} – {document.outlet_names[0]}"
    yield from (("quote", quote.text) for quote in document.quotes[:1])
    yield "title", document.title


def _with_words(article: StoredArticle, words: str, evidence: tuple[Evidence, ...]) -> StoredArticle:
    """The words as a sentence more at the end of the paragraph where the first evidence stands, else of the text."""
    text = article.text or ""
    starts = [one.start for one in evidence if one.field == "body"]
    end = text.find("\n", min(starts)) if starts else -1
    at = end if end >= 0 else len(text)
    return replace(article, text=f"{text[:at].rstrip()} {words}.{text[at:]}")
