"""The effect of a changed dossier from the few articles that the change can touch; the same as from all of them.

What an article is for a dossier depends on the terms of the dossier that stand in it, on the queries that match it, and
on the rest of the dossier. Where the rest stays the same, and the archive was judged with the dossier as it was, only
articles that hold a term or may match a query that came or went can become something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.dossier import Campaign
from monitor.matching.retelling import outlines_of
from monitor.matching.reuse import originals_of
from monitor.matching.terms import Role, Term
from monitor.matching.vocabulary import terms_of
from monitor.preview import Preview, compared
from monitor.query.parsing import parse_query
from monitor.searching.translating import one_of, widened
from storage.model import Outlet, StoredArticle
from storage.model.wordsearch import Sought, TextPart, Wording
from storage.store import Store

MOST_TERMS = 300
"""Terms that came or went; of more, all articles are gone through."""

PAGE = 500
_READ = (TextPart.TITLE, TextPart.STANDFIRST, TextPart.BODY, TextPart.ADDRESS)
"""Where terms are looked for: matching reads the end of the address, the index all of it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The articles that a change can touch: those that hold the wording; none where there is no wording."""

    wording: Wording | None


def quick_preview(
    store: Store, before: Campaign, after: Campaign, tell: Callable[[int], None] = lambda articles: None
) -> Preview | None:
    """The same as `preview`, but for `judged`; None where only going through all articles tells.

    `before` is the dossier as it is. Nothing is written.
    """
    touched = touched_by(before, after, store.outlets())
    if touched is None or not _is_judged_with(store, before):
        return None
    standing = {mention.article.id: mention for mention in store.mentions(after.id)}
    ids = {key for key, mention in standing.items() if mention.held}
    if touched.wording is not None:
        for article in _holding(store, touched.wording):
            ids.add(article.id)
            if len(ids) % PAGE == 0:
                tell(0)
    articles = sorted(store.judgeable(ids), key=lambda one: (one.first_seen_at, one.id))
    return replace(compared(articles, after, standing, tell), articles=store.judgeable_count())


def touched_by(before: Campaign, after: Campaign, outlets: Sequence[Outlet]) -> Touched | None:
    """What the change between two dossiers can touch; None: any article. `outlets` are all of the archive. Pure."""
    if _rest(before) != _rest(after) or _copies(before) != _copies(after):
        return None
    theirs, ours = terms_of(before), terms_of(after)
    turned = set(theirs) ^ set(ours)
    same_order = [one for one in theirs if one not in turned] == [one for one in ours if one not in turned]
    if not same_order or _has_subject(theirs) is not _has_subject(ours) or len(turned) > MOST_TERMS:
        return None
    queries = _queries(before, after, outlets)
    if queries is None:
        return None
    wordings: list[Wording | None] = [
        Sought(term.words, _READ) for term in sorted(turned, key=lambda term: term.words)
    ]
    wordings += queries
    return Touched(one_of(wordings) if wordings else None)


def _queries(before: Campaign, after: Campaign, outlets: Sequence[Outlet]) -> list[Wording] | None:
    """The wordings of the queries that came, went or changed; None where one may match any article."""
    theirs, ours = (
        {name: (text, kinds.get(name)) for name, text in one.queries} for one, kinds in _kinds(before, after)
    )
    common = [name for name in theirs if ours.get(name) == theirs[name]]
    if common != [name for name in ours if theirs.get(name) == ours[name]]:
        return None
    found: list[Wording] = []
    for side in (theirs, ours):
        for name, (text, _) in side.items():
            if name in common:
                continue
            wording = widened(parse_query(text).tree, outlets)
            if wording is None:
                return None
            found.append(wording)
    return found


def _kinds(*campaigns: Campaign) -> list[tuple[Campaign, dict[str, str]]]:
    return [(one, dict(one.query_kinds)) for one in campaigns]


def _rest(campaign: Campaign) -> Campaign:
    """What matching reads of a dossier other than through its terms, its queries and the words of its texts."""
    event = campaign.event
    return Campaign(
        id="",
        name="",
        documents=tuple(
            replace(one, title="", titles=(), headlines=(), quotes=(), kind_words=(), text="", boilerplate=())
            for one in campaign.documents
        ),
        organisations=tuple(
            replace(one, name="", aliases=(), acronyms=(), expansions=(), spokespeople=())
            for one in campaign.organisations
        ),
        event=replace(event, name="", short_name=(), names=(), venues=(), hosts=(), subjects=(), nouns=())
        if event is not None
        else None,
    )


def _copies(campaign: Campaign) -> object:
    """What is compared with bodies to find copies."""
    return originals_of(campaign), outlines_of(campaign)


def _has_subject(terms: Sequence[Term]) -> bool:
    return any(term.role is Role.SUBJECT for term in terms)


def _is_judged_with(store: Store, campaign: Campaign) -> bool:
    """True where every article was judged with this dossier."""
    versions = {one.digest: one.version for one in store.dossier_states(campaign.id)}
    version = versions.get(campaign.digest)
    return version is not None and next(store.to_match(campaign.id, version, None, False), None) is None


def _holding(store: Store, wording: Wording) -> Iterator[StoredArticle]:
    before: int | None = None
    while page := store.found_articles(wording, before=before, limit=PAGE):
        yield from (one.article for one in page)
        before = page[-1].place
