"""Many queries over many articles: a query is only evaluated where all its watch requirements are met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick

from monitor.query.evaluation import Evaluation, Match
from monitor.query.searched import Searched
from monitor.query.tree import Node
from monitor.query.watch import Requirement, requirements, telling


class QuerySet:
    """Queries compiled together: (id, tree), of trees that need a word. Raises ValueError for one that needs none.

    The requirements are looked for among the words of the article by one pass for all queries; what is left is
    evaluated. The article is folded with its offsets only where a query matches it.
    """

    def __init__(self, queries: Iterable[tuple[str, Node]]) -> None:
        self._queries: list[tuple[str, Node, tuple[frozenset[int], ...]]] = []
        self._asked: dict[int, list[int]] = {}
        self._runs: dict[str, int] = {}
        for query_id, tree in queries:
            found = requirements(tree)
            if not found:
                raise ValueError(f"query {query_id!r} needs no word")
            self._add(query_id, tree, found)
        self._automaton = AhoCorasick(list(self._runs)) if self._runs else None

    def _add(self, query_id: str, tree: Node, found: list[Requirement]) -> None:
        number = len(self._queries)
        ordered = sorted(found, key=telling, reverse=True)
        first, *others = (
            frozenset(self._runs.setdefault(run, len(self._runs)) for run in one) for one in ordered
        )
        self._queries.append((query_id, tree, tuple(others)))
        for run in first:
            self._asked.setdefault(run, []).append(number)

    def matching(self, article: Searched) -> list[tuple[str, Match]]:
        """The queries that match an article and why, in the order they were given."""
        evaluation = Evaluation(article)
        found = ((query_id, evaluation.match(tree)) for query_id, tree in self._candidates(article))
        return [(query_id, match) for query_id, match in found if match is not None]

    def ids(self, article: Searched) -> list[str]:
        """The queries that match an article, without saying why."""
        evaluation = Evaluation(article)
        return [query_id for query_id, tree in self._candidates(article) if evaluation.holds(tree)]

    def may_match(self, article: Searched) -> bool:
        """False where no query can match: what lets an article be dismissed unread."""
        return next(self._candidates(article), None) is not None

    def _candidates(self, article: Searched) -> Iterator[tuple[str, Node]]:
        """The queries of which every requirement is met."""
        held: set[int] = set()
        if self._automaton is not None:
            held.update(
                hit[0] for hit in self._automaton.find_matches_as_indexes(article.joined, overlapping=True)
            )
        asked = {number for run in held for number in self._asked.get(run, ())}
        for number in sorted(asked):
            query_id, tree, others = self._queries[number]
            for other in others:
                if held.isdisjoint(other):
                    break
            else:
                yield query_id, tree
