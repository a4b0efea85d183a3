"""The queries of a dossier that cannot be read, as problems with their place in its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.config import Problem
from monitor.config.positions import Positions
from monitor.config.problems import shown
from monitor.query.errors import QueryError, QueryProblem
from monitor.query.parsing import parse_query
from monitor.wording import Words


@dataclass(frozen=True, slots=True)
class QueryTrouble(Problem):
    """A query that cannot be read: its position and a query that can are said with it."""

    query: QueryProblem | None = None

    def what(self, words: Words) -> str:
        """What is wrong with the query, and what to write instead."""
        assert self.query is not None
        said = self.query.sentence(words)
        if not self.query.rewrite:
            return said
        return said + " " + words("Write for instance: {query}", query=shown(self.query.rewrite))


def query_problems(queries: Iterable[tuple[str, str]], lines: Positions, file: str) -> list[Problem]:
    """One problem for each query (id, text) that cannot be read."""
    found: list[Problem] = []
    for query_id, text in queries:
        try:
            parse_query(text)
        except QueryError as error:
            line = lines.line(("queries", query_id))
            found.append(QueryTrouble(file, "", {}, line, f"queries.{query_id}", True, error.problem))
    return found
