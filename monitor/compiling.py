"""A dossier made ready for matching: its phrases compiled, and its queries with them.

Matching asks queries through a seam of its own (`monitor.matching.queries`); here the query language fills it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.dossier import Campaign
from monitor.matching.fields import Fields
from monitor.matching.matcher import Matcher, compile_campaign
from monitor.matching.queries import QueryHit
from monitor.query.parsing import parse_query
from monitor.query.queryset import QuerySet
from monitor.query.searched import searched
from monitor.query.tree import FieldName, Node
from monitor.query.watch import watch_terms
from storage.model import StoredArticle

FIELDS = {
    FieldName.TITLE: "title",
    FieldName.LEAD: "standfirst",
    FieldName.BODY: "body",
    FieldName.AUTHOR: "author",
    FieldName.URL: "slug",
    FieldName.LINK: "link",
}
"""The fields of the query language by the names that evidence uses."""


class CampaignQueries:
    """The queries of one dossier as matching asks them."""

    def __init__(self, queries: Iterable[tuple[str, Node]]) -> None:
        trees = list(queries)
        self._set = QuerySet(trees)
        runs = {run.strip() for _, tree in trees for run in watch_terms(tree)}
        self.watch_terms = tuple(sorted(runs))

    def may_match(self, article: StoredArticle) -> bool:
        """False where no query can match."""
        return self._set.may_match(searched(article))

    def matching(self, article: StoredArticle, fields: Fields) -> Iterator[QueryHit]:
        """The passages of every query that matches, in the order of the queries."""
        looked_at = searched(article, fields)
        for query_id, match in self._set.matching(looked_at):
            for span in match.spans:
                raw = looked_at.texts[span.text].raw
                yield QueryHit(query_id, FIELDS[span.field], span.start, span.end, raw[span.start : span.end])


def compile_dossier(campaign: Campaign) -> Matcher:
    """A matcher for the whole dossier. Raises QueryError for a query that cannot be read (loading refuses those)."""
    if not campaign.queries:
        return compile_campaign(campaign)
    trees = [(query_id, parse_query(text).tree) for query_id, text in campaign.queries]
    return compile_campaign(campaign, CampaignQueries(trees))
