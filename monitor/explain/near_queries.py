"""The queries of a dossier that an article misses by little: the first clause that fails, and what came nearest (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.dossier import Campaign
from monitor.query.errors import QueryError
from monitor.query.misses import Miss, miss
from monitor.query.parsing import parse_query
from monitor.query.searched import searched
from monitor.query.tree import Node
from storage.model import StoredArticle


@dataclass(frozen=True, slots=True)
class NearQuery:
    """A query by its id, and why it does not match."""

    id: str
    miss: Miss


class NearQueries:
    """The queries of one campaign; one that cannot be read is left out: the check of the dossier names it."""

    def __init__(self, campaign: Campaign) -> None:
        self._trees: list[tuple[str, Node]] = []
        for query_id, text in campaign.queries:
            try:
                self._trees.append((query_id, parse_query(text).tree))
            except QueryError:
                continue

    def missed(self, article: StoredArticle) -> tuple[NearQuery, ...]:
        """Those of which the article holds something, in the order of the dossier."""
        if not self._trees:
            return ()
        read = searched(article)
        found = [(query_id, miss(tree, read)) for query_id, tree in self._trees]
        return tuple(NearQuery(query_id, one) for query_id, one in found if one is not None and one.is_close)
