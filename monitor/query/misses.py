"""Why a query does not match an article: the first clause that fails, with the nearest thing found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from monitor.query.evaluation import EVERYWHERE, MOST_SPANS, Evaluation, Span, Where
from monitor.query.hits import Hit, disjoint, gap, near_hits
from monitor.query.patterns import patterns_of
from monitor.query.searched import Searched
from monitor.query.tree import (
    And,
    AtLeast,
    Case,
    Days,
    FieldName,
    InField,
    Language,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Site,
)
from monitor.query.watch import needs_word


class MissKind(StrEnum):
    """What is wrong with the clause that fails."""

    ABSENT = "absent"
    NONE_OF = "none_of"
    SCATTERED = "scattered"
    ELSEWHERE = "elsewhere"
    WRITTEN_OTHERWISE = "written_otherwise"
    TOO_FAR = "too_far"
    OTHER_ORDER = "other_order"
    OTHER_FIELDS = "other_fields"
    TOO_FEW = "too_few"
    NOT_TOGETHER = "not_together"
    EXCLUDED = "excluded"
    FILTERED = "filtered"


@dataclass(frozen=True, slots=True)
class Miss:
    """The clause that fails, and what came nearest.

    `values` are figures and texts for the sentence; `spans` where the nearest thing stands; `held` how many of the
    parts joined by AND at the top hold by words of the article.
    """

    kind: MissKind
    clause: Node
    values: Mapping[str, str | int] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    held: int = 0

    @property
    def is_close(self) -> bool:
        """True where the article has something of what is asked."""
        return self.held > 0 or self.kind not in (MissKind.ABSENT, MissKind.NONE_OF, MissKind.FILTERED)


def miss(tree: Node, article: Searched) -> Miss | None:
    """Why a query does not match; None where it does."""
    evaluation = Evaluation(article)
    if evaluation.holds(tree):
        return None
    parts = tree.parts if isinstance(tree, And) else (tree,)
    held = sum(1 for part in parts if needs_word(part) and evaluation.holds(part))
    return replace(_Finder(evaluation).why(tree, EVERYWHERE), held=held)


@dataclass(frozen=True, slots=True)
class _Finder:
    evaluation: Evaluation

    def why(self, node: Node, where: Where) -> Miss:
        """The miss of a part that does not hold."""
        if isinstance(node, And):
            return self.why(
                next(part for part in node.parts if not self.evaluation.holds(part, where)), where
            )
        if isinstance(node, Or):
            return self._of_or(node, where)
        if isinstance(node, Not):
            return Miss(MissKind.EXCLUDED, node, {}, self._excluded(node.part, where))
        if isinstance(node, Near):
            return self._of_near(node, where)
        if isinstance(node, AtLeast):
            hits = disjoint(self.evaluation.hits(node.part, where))
            if not hits:
                return self.why(node.part, where)
            return Miss(MissKind.TOO_FEW, node, {"found": len(hits), "asked": node.count}, self._spans(hits))
        if isinstance(node, Scope):
            if not self.evaluation.holds(node.part, where):
                return self.why(node.part, where)
            return Miss(MissKind.NOT_TOGETHER, node)
        if isinstance(node, InField):
            return self.why(node.part, replace(where, fields=(node.field,)))
        if isinstance(node, Case):
            return self.why(node.part, replace(where, exact=True))
        return self._of_phrase(node, where) if isinstance(node, Phrase) else self._of_filter(node)

    def _of_or(self, node: Or, where: Where) -> Miss:
        nearest: Miss | None = None
        for part in node.parts[:MOST_SPANS]:
            found = self.why(part, where)
            if found.is_close and (nearest is None or _RANK[found.kind] < _RANK[nearest.kind]):
                nearest = found
        return nearest or Miss(MissKind.NONE_OF, node)

    def _excluded(self, part: Node, where: Where) -> tuple[Span, ...]:
        match = Evaluation(self.evaluation.article).match(part) if where == EVERYWHERE else None
        return match.spans[:MOST_SPANS] if match else ()

    def _of_near(self, node: Near, where: Where) -> Miss:
        left, right = self.evaluation.hits(node.left, where), self.evaluation.hits(node.right, where)
        for hits, part in ((left, node.left), (right, node.right)):
            if not hits:
                return self.why(part, where)
        if node.ordered and (turned := near_hits(left, right, node.distance, False)):
            return Miss(MissKind.OTHER_ORDER, node, {}, self._spans(turned[:1]))
        pair = _nearest(left, right, node.ordered) or _nearest(left, right, False)
        if pair is None:
            return Miss(MissKind.OTHER_FIELDS, node, {}, self._spans([left[0], right[0]]))
        one, other = sorted(pair, key=lambda hit: hit.first)
        whole = Hit(one.text, one.first, max(one.last, other.last))
        values: dict[str, str | int] = {
            "found": gap(one, other) or 0,
            "asked": node.distance,
            "left": self._raw(pair[0]),
            "right": self._raw(pair[1]),
        }
        return Miss(MissKind.TOO_FAR, node, values, self._spans([whole]))

    def _of_phrase(self, node: Phrase, where: Where) -> Miss:
        if where.exact:
            loose = self.evaluation.hits(node, replace(where, exact=False))
            if loose:
                values: dict[str, str | int] = {"found": self._raw(loose[0])}
                return Miss(MissKind.WRITTEN_OTHERWISE, node, values, self._spans(loose))
        everywhere = replace(where, fields=tuple(FieldName), stretch=None)
        other = self.evaluation.hits(node, everywhere)
        if other:
            found = self.evaluation.article.texts[other[0].text].name
            return Miss(MissKind.ELSEWHERE, node, {"field": found}, self._spans(other[:1]))
        words = patterns_of(node.text)
        if len(words) > 1:
            for number in self.evaluation.article.of(where.fields):
                places = [self.evaluation.article.texts[number].at(word) for word in words]
                if all(places):
                    hits = [Hit(number, place[0], place[0]) for place in places]
                    return Miss(MissKind.SCATTERED, node, {}, self._spans(hits))
        return Miss(MissKind.ABSENT, node)

    def _of_filter(self, node: Site | Language | Days) -> Miss:
        article = self.evaluation.article
        if isinstance(node, Site):
            has = next((site for site in article.sites if site), "")
        elif isinstance(node, Language):
            has = article.language
        else:
            has = article.day.isoformat() if article.day else ""
        return Miss(MissKind.FILTERED, node, {"has": has or "–"})

    def _raw(self, hit: Hit) -> str:
        span = self.evaluation.span(hit)
        return " ".join(self.evaluation.article.texts[hit.text].raw[span.start : span.end].split())[:80]

    def _spans(self, hits: Sequence[Hit]) -> tuple[Span, ...]:
        return tuple(self.evaluation.span(hit) for hit in hits[:MOST_SPANS])


_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            MissKind.TOO_FAR,
            MissKind.OTHER_ORDER,
            MissKind.WRITTEN_OTHERWISE,
            MissKind.NOT_TOGETHER,
            MissKind.TOO_FEW,
            MissKind.SCATTERED,
            MissKind.ELSEWHERE,
            MissKind.OTHER_FIELDS,
            MissKind.EXCLUDED,
            MissKind.FILTERED,
            MissKind.NONE_OF,
            MissKind.ABSENT,
        )
    )
}
"""The nearer to a match, the lower."""


def _nearest(left: Sequence[Hit], right: Sequence[Hit], ordered: bool) -> tuple[Hit, Hit] | None:
    """The pair with the fewest words between; None where no two stand in one text without overlap."""
    by_first = sorted(right)
    by_last = sorted(right, key=lambda hit: (hit.text, hit.last))
    best: tuple[int, Hit, Hit] | None = None
    for one in left:
        around: list[Hit] = by_first[bisect_right(by_first, (one.text, one.last + 1, -1)) :][:1]
        if not ordered:
            before = bisect_left(by_last, (one.text, one.first), key=lambda hit: (hit.text, hit.last)) - 1
            around += [by_last[before]] if before >= 0 else []
        for other in around:
            words = gap(one, other)
            if words is not None and (best is None or words < best[0]):
                best = (words, one, other)
    return best[1:] if best else None
