"""What the builder of trees checks: the limits of numbers and depth, and what cannot stand inside what."""

from __future__ import annotations

import re

from lark import Token
from lark.visitors import Transformer_NonRecursive

from monitor.query.pieces import Note, Piece, is_positional, name_of, refuse, unplaced
from monitor.query.printing import print_query
from monitor.query.tree import MAX_DEPTH, And, Near, Node, flat
from monitor.wording.words import message


class Checks(Transformer_NonRecursive):  # type: ignore[type-arg]
    """One query under way: its text and the notes about it."""

    def __init__(self, text: str) -> None:
        super().__init__(visit_tokens=False)
        self.text = text
        self.notes: list[Note] = []
        self.mixed: Note | None = None

    def _inside_near(
        self, wrong: Node, piece: Piece, left: Piece, right: Piece, other: Piece, distance: int, ordered: bool
    ) -> Exception:
        """The error that names what cannot stand inside NEAR, with NEAR carried to each part where it is an AND."""

        def near(part: Node) -> Node:
            return (
                Near(part, other.node, distance, ordered)
                if piece is left
                else Near(other.node, part, distance, ordered)
            )

        fix = None
        parts = piece.node.parts if isinstance(piece.node, And) else (piece.node,)
        if unplaced(other.node) is None:
            placed = [near(part) for part in parts if is_positional(part)]
            rest = [part for part in parts if not is_positional(part)]
            fix = f"({print_query(flat(And, [*placed, *rest] if placed else [other.node, *parts]))})"
        said = message(
            "{name} cannot stand inside NEAR, which measures the way between two words or phrases, or groups of them"
            " with OR."
        )
        return refuse(self.text, left.start, right.end, said, fix, name=name_of(wrong))

    def _only_words(
        self, outer: str, wrong: Node | None, name: Token, closing: Token, piece: Piece
    ) -> Exception:
        said = message(
            "{name} cannot stand inside {outer}, which takes words, phrases, and groups of them with OR."
        )
        fix = f"({print_query(piece.node)})"
        called = name_of(wrong) if wrong is not None else ""
        return refuse(
            self.text, name.start_pos or 0, closing.end_pos or 0, said, fix, name=called, outer=outer
        )

    def _number(self, digits: str, token: Token, most: int, least: int = 0) -> int:
        number = int(digits[:9])
        if not least <= number <= most:
            said = message("The number {number} is not possible here: from {least} to {most}.")
            fixed = re.sub(r"\d+", str(max(least, min(number, most))), token)
            raise self._refused(token, said, fixed, number=number, least=least, most=most)
        return number

    def _refused(self, token: Token, sentence: str, fix: str, **values: str | int) -> Exception:
        return refuse(self.text, token.start_pos or 0, token.end_pos or 0, sentence, fix, **values)

    def _placed(self, node: Node, name: Token, piece: Piece, closing: Token | None = None) -> Piece:
        end = (closing.end_pos if closing is not None else None) or piece.end
        return self._deep(Piece(node, name.start_pos or 0, end, piece.depth + 1))

    def _made(self, node: Node, pieces: list[Piece]) -> Piece:
        depth = max(piece.depth for piece in pieces) + 1
        return self._deep(Piece(node, pieces[0].start, pieces[-1].end, depth))

    def _deep(self, piece: Piece) -> Piece:
        if piece.depth > MAX_DEPTH:
            said = message("More than {most} levels stand inside each other: make several queries of it.")
            raise refuse(self.text, piece.start, piece.end, said, None, most=MAX_DEPTH)
        return piece
