"""From a query as people type it to its tree, or to an error with position, advice and a query that can be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from monitor.query.building import Builder
from monitor.query.errors import QueryError, QueryProblem
from monitor.query.grammar import parser
from monitor.query.pieces import Note, refuse
from monitor.query.printing import print_query
from monitor.query.repair import is_control, mended, open_quote
from monitor.query.tree import MAX_LENGTH, Node
from monitor.query.watch import needs_word, unneeded
from monitor.wording.words import message

_EXPECTED = (
    (frozenset({"WORD", "QUOTED"}), message("a word or a phrase")),
    (frozenset({"AND", "OR"}), message("an operator (AND, OR, NOT, NEAR)")),
    (frozenset({"LPAR"}), message("an opening parenthesis")),
    (frozenset({"RPAR"}), message("a closing parenthesis")),
    (frozenset({"$END"}), message("the end of the query")),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query that was read: its tree, and what is worth saying about it, in reading order."""

    text: str
    tree: Node
    notes: tuple[Note, ...]


def parse_query(text: str) -> Parsed:
    """Read a query in any of the accepted spellings.

    Raises QueryError, with a rewrite that parses, for what cannot be read and for what no word is needed for.
    """
    try:
        return _parsed(text)
    except QueryError as error:
        rewrite = mended(text, _parsed, tokens_of)
        raise QueryError(replace(error.problem, rewrite=rewrite)) from None


def _parsed(text: str) -> Parsed:
    _check_signs(text)
    builder = Builder(text)
    try:
        piece = builder.transform(parser().parse(text))
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedToken as error:
        raise QueryError(_unexpected(text, error)) from None
    except UnexpectedCharacters as error:
        raise _at(text, error.pos_in_stream or 0, message("This sign cannot stand here.")) from None
    if not needs_word(piece.node):
        part = print_query(unneeded(piece.node))
        said = message(
            "{part} needs no word to be there, so every article would have to be tried. Join it by AND to a word that"
            " must be found."
        )
        raise refuse(text, piece.start, piece.end, said, f'"mot-clé" AND ({text.strip()})', part=part)
    notes = builder.notes
    if builder.mixed is not None:
        notes = [*notes, replace(builder.mixed, suggestion=print_query(piece.node))]
    return Parsed(text, piece.node, tuple(sorted(notes, key=lambda note: (note.start, note.end))))


def _check_signs(text: str) -> None:
    if len(text) > MAX_LENGTH:
        said = message("The query is too long: {most} signs are the limit. Make several queries of it.")
        raise refuse(text, MAX_LENGTH, len(text), said, most=MAX_LENGTH)
    for at, sign in enumerate(text):
        if is_control(sign):
            raise refuse(text, at, at + 1, message("A control sign stands here, which no one can see."), " ")
    if not text.strip():
        problem = QueryProblem(
            text,
            0,
            1,
            message("The query is empty; {expected} is expected."),
            expected=_words_of({"WORD", "QUOTED"}),
        )
        raise QueryError(problem)
    at_quote = open_quote(text)
    if at_quote is not None:
        raise _at(text, at_quote, message("The quotation mark that stands here is never closed."))


def _at(text: str, position: int, sentence: str) -> QueryError:
    return QueryError(QueryProblem(text, position, position + 1, sentence))


def _unexpected(text: str, error: UnexpectedToken) -> QueryProblem:
    token = error.token
    expected = _words_of(set(error.accepts or error.expected))
    if token.type == "$END":
        opened = _open_parenthesis(text)
        if opened is not None and "RPAR" in (error.accepts or error.expected):
            return QueryProblem(
                text, opened, opened + 1, message("The parenthesis that opens here is never closed.")
            )
        end = len(text.rstrip())
        said = message("The query stops where {expected} is expected.")
        return QueryProblem(text, end, end + 1, said, expected=expected)
    start, end = token.start_pos or 0, token.end_pos or 0
    if (
        token.type == "RPAR"
        and "RPAR" not in (error.accepts or error.expected)
        and _open_parenthesis(text[:start]) is None
    ):
        return QueryProblem(text, start, end, message("The parenthesis that closes here was never opened."))
    said = message("{found} stands where {expected} is expected.")
    return QueryProblem(text, start, end, said, {"found": str(token)}, expected)


def _words_of(terminals: set[str]) -> tuple[str, ...]:
    return tuple(text for names, text in _EXPECTED if names <= terminals)


def _open_parenthesis(text: str) -> int | None:
    """Where the last parenthesis stands that is never closed; None for none."""
    opened: list[int] = []
    for token in tokens_of(text):
        if token.type == "LPAR":
            opened.append(token.start_pos or 0)
        elif token.type == "RPAR" and opened:
            opened.pop()
    return opened[-1] if opened else None


def tokens_of(text: str) -> list[Token]:
    """The tokens up to where none can be told."""
    found: list[Token] = []
    try:
        found.extend(parser().lex(text))
    except UnexpectedInput:
        return found
    return found
