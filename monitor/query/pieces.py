"""What the parser builds on its way: a node, where it was written, and what may be said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.query.errors import QueryError, QueryProblem
from monitor.query.tree import (
    And,
    AtLeast,
    Case,
    Days,
    InField,
    Language,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Site,
    children,
)
from monitor.wording.words import Words, message


class NoteKind(StrEnum):
    """What is worth saying of a query that can be read."""

    MIXED = "mixed"
    BARE_WORDS = "bare_words"
    SIDE_BY_SIDE = "side_by_side"
    SMALL_OPERATOR = "small_operator"
    QUESTION_MARK = "question_mark"


_NOTES = {
    NoteKind.MIXED: message("AND comes before OR: this is read as {suggestion}"),
    NoteKind.BARE_WORDS: message("Two words side by side mean AND. An exact phrase? Then write {suggestion}"),
    NoteKind.SIDE_BY_SIDE: message("Nothing stands between these two parts: read as AND."),
    NoteKind.SMALL_OPERATOR: message(
        "“{word}” in small letters is a word like any other. The operator is {suggestion}"
    ),
    NoteKind.QUESTION_MARK: message(
        "“?” stands for exactly one letter. If it is punctuation, write {suggestion}"
    ),
}


@dataclass(frozen=True, slots=True)
class Note:
    """A warning (MIXED) or a hint about `text[start:end]`, and what to write instead, where there is something."""

    kind: NoteKind
    start: int
    end: int
    suggestion: str = ""
    word: str = ""

    def sentence(self, words: Words) -> str:
        """The note in a language."""
        return words(_NOTES[self.kind], suggestion=self.suggestion, word=self.word)


@dataclass(frozen=True, slots=True)
class Piece:
    """A node with its place in the query, its depth, and how it was written.

    `bare` the word as typed, where it is one without quotes; `grouped` where it stands in parentheses.
    """

    node: Node
    start: int
    end: int
    depth: int = 1
    bare: str | None = None
    grouped: bool = False


def refuse(
    text: str, start: int, end: int, sentence: str, fix: str | None = None, **values: str | int
) -> QueryError:
    """The error for a mistake at a place, with what should stand there instead."""
    problem = QueryProblem(text, start, end, sentence, values, fix=fix, fix_start=start, fix_end=end)
    return QueryError(problem)


def is_positional(node: Node) -> bool:
    """True where a match of it has a place, so that NEAR and atleast can measure and count it."""
    if isinstance(node, Phrase):
        return True
    if isinstance(node, Near | Or | Case | InField):
        return all(is_positional(child) for child in children(node))
    return False


def unplaced(node: Node) -> Node | None:
    """The first part of a node that has no place of its own; None where all have one."""
    if isinstance(node, Phrase):
        return None
    if isinstance(node, Near | Or | Case | InField):
        return next((found for child in children(node) if (found := unplaced(child))), None)
    if isinstance(node, And):
        return next((part for part in node.parts if isinstance(part, Not)), node)
    return node


def contains(node: Node, *kinds: type) -> Node | None:
    """The first part of these kinds at or below a node."""
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, kinds):
            return one
        stack.extend(reversed(children(one)))
    return None


def phrases(node: Node) -> Iterator[Phrase]:
    """Every phrase at or below a node, in the order of the query."""
    stack = [node]
    while stack:
        one = stack.pop()
        if isinstance(one, Phrase):
            yield one
        stack.extend(reversed(children(one)))


_NAMES: dict[type, str] = {
    And: "AND",
    Or: "OR",
    Not: "NOT",
    Near: "NEAR",
    AtLeast: "atleast",
    Case: "cs(…)",
    Site: "site:",
    Language: "lang:",
    Days: "date:",
}


def name_of(node: Node) -> str:
    """How people call what stands at the top of a node; the empty text for a phrase."""
    if isinstance(node, Scope):
        return node.unit.upper()
    return f"{node.field}:" if isinstance(node, InField) else _NAMES.get(type(node), "")
