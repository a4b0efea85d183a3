"""The queries of a dossier that an article misses by little: the first clause that fails, and what came nearest (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.dossier import Campaign
from monitor.query.misses import Miss, miss
from monitor.query.parsing import parse_query
from monitor.query.searched import searched
from storage.model import StoredArticle


@dataclass(frozen=True, slots=True)
class NearQuery:
    """A query by its id, and why it does not match."""

    id: str
    miss: Miss


class NearQueries:
    """The queries of one campaign. Raises QueryError for one that cannot be read (loading a dossier refuses those)."""

    def __init__(self, campaign: Campaign) -> None:
        self._trees = [(query_id, parse_query(text).tree) for query_id, text in campaign.queries]

    def missed(self, article: StoredArticle) -> tuple[NearQuery, ...]:
        """Those of which the article holds something, in the order of the dossier."""
        if not self._trees:
            return ()
        read = searched(article)
        found = [(query_id, miss(tree, read)) for query_id, tree in self._trees]
        return tuple(NearQuery(query_id, one) for query_id, one in found if one is not None and one.is_close)
