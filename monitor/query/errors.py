"""What can be wrong with a query.

QueryError      carries one QueryProblem: where, what, what was expected, and a query that can be read
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.wording.words import Words

_SHOWN = 70
"""Signs of a long query shown on each side of the mistake."""


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """One mistake at `text[start:end]` (offsets of the raw query), and a `rewrite` that parses.

    `message` and `expected` are messages to look up; `values` fill the message. `fix` is what the part from
    `fix_start` to `fix_end` should be, None where only the whole can be mended.
    """

    text: str
    start: int
    end: int
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    expected: tuple[str, ...] = ()
    rewrite: str = ""
    fix: str | None = None
    fix_start: int = 0
    fix_end: int = 0

    @property
    def position(self) -> int:
        """The place of the first wrong sign, counted from 1."""
        return self.start + 1

    def sentence(self, words: Words) -> str:
        """Position, what is wrong, what was expected."""
        values: dict[str, str | int] = {
            name: _shown(value) if isinstance(value, str) else value for name, value in self.values.items()
        }
        if self.expected:
            values["expected"] = words(" or ").join(words(one) for one in self.expected)
        return words("Position {n}: {what}", n=self.position, what=words(self.message, **values))

    def caret(self) -> str:
        """The query around the mistake on one line, and carets under it on the next."""
        first = max(0, self.start - _SHOWN)
        last = min(len(self.text), self.start + _SHOWN)
        before, after = "…" if first else "", "…" if last < len(self.text) else ""
        line = "".join(sign if sign.isprintable() else " " for sign in self.text[first:last])
        width = max(1, min(self.end, last) - self.start)
        return f"{before}{line}{after}\n{' ' * (len(before) + self.start - first)}{'^' * width}"

    def explanation(self, words: Words) -> str:
        """Everything, on several lines, as a person reads it."""
        lines = [self.sentence(words), *(f"    {line}" for line in self.caret().split("\n"))]
        if self.rewrite:
            lines.append(words("Write for example: {rewrite}", rewrite=self.rewrite))
        return "\n".join(lines)


class QueryError(Exception):
    """A query that cannot be read, or that would have to be tried on every article."""

    def __init__(self, problem: QueryProblem) -> None:
        super().__init__(f"{problem.start}: {problem.message}")
        self.problem = problem


def _shown(text: str) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in text[:61])
    return text if len(text) <= 60 else text[:59] + "…"
