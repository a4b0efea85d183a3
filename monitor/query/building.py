"""From the rules of the grammar to the tree: every check that needs to know where something stands."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import pairwise

from lark import Token
from lark.visitors import v_args

from monitor.query.checks import Checks
from monitor.query.filters import read_days, read_language
from monitor.query.grammar import FIELD_WORDS, QUOTES
from monitor.query.patterns import patterns_of, short_stem
from monitor.query.pieces import (
    Note,
    NoteKind,
    Piece,
    contains,
    is_positional,
    name_of,
    phrases,
    refuse,
    unplaced,
)
from monitor.query.printing import print_query
from monitor.query.tree import (
    DEFAULT_DISTANCE,
    MAX_COUNT,
    MAX_DISTANCE,
    MAX_PHRASE,
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
    Unit,
    flat,
)
from monitor.wording.words import message

Part = Piece | Token
SMALL = {"et": "ET", "ou": "OU", "and": "AND", "or": "OR", "not": "NOT", "sauf": "SAUF", "sans": "SANS"}
"""Operators in small letters."""
MOST_NOTES = 10
"""More hints about one query help nobody."""
_SIGNS = {"&": "AND", "&&": "AND", "+": "AND", "|": "OR", "||": "OR"}
"""What other programs write for the operators."""
_OUTER = re.compile(f"^[{QUOTES}]|[{QUOTES}]$")


@v_args(inline=True)
class Builder(Checks):
    """Builds the tree of one query and collects notes. Raises QueryError."""

    def start(self, piece: Piece) -> Piece:
        """The whole query."""
        return piece

    def either(self, *parts: Part) -> Piece:
        """Parts with OR between them; an AND among them that has no parentheses is warned of."""
        pieces = [part for part in parts if isinstance(part, Piece)]
        if len(pieces) == 1:
            return pieces[0]
        made = self._made(flat(Or, [piece.node for piece in pieces]), pieces)
        if any(isinstance(piece.node, And) and not piece.grouped for piece in pieces):
            self.mixed = self.mixed or Note(NoteKind.MIXED, made.start, made.end)
        return made

    def both(self, *parts: Part) -> Piece:
        """Parts with AND, or nothing, between them."""
        pieces = [part for part in parts if isinstance(part, Piece)]
        if len(pieces) == 1:
            return pieces[0]
        for before, after in pairwise(parts):
            if isinstance(before, Piece) and isinstance(after, Piece):
                self._side_by_side(before, after)
        return self._made(flat(And, [piece.node for piece in pieces]), pieces)

    def _side_by_side(self, before: Piece, after: Piece) -> None:
        if isinstance(after.node, Not) or len(self.notes) >= MOST_NOTES:
            return
        for piece in (before, after):
            small = SMALL.get(piece.bare or "")
            if small:
                note = Note(NoteKind.SMALL_OPERATOR, piece.start, piece.end, small, piece.bare or "")
                if note not in self.notes:
                    self.notes.append(note)
                return
        if before.bare and after.bare:
            kind, exact = NoteKind.BARE_WORDS, f'"{before.bare} {after.bare}"'
            last = self.notes[-1] if self.notes else None
            if last and last.kind is kind and last.end == before.end:  # a third bare word in a row
                exact = f'{last.suggestion[:-1]} {after.bare}"'
                self.notes[-1] = Note(kind, last.start, after.end, exact)
                return
            self.notes.append(Note(kind, before.start, after.end, exact))
        else:
            self.notes.append(Note(NoteKind.SIDE_BY_SIDE, before.start, after.end))

    def without(self, operator: Token, piece: Piece) -> Piece:
        """NOT and its friends."""
        return self._placed(Not(piece.node), operator, piece)

    def near(self, *parts: Part) -> Piece:
        """Parts with NEAR between them, from the left."""
        made = parts[0]
        assert isinstance(made, Piece)
        for operator, right in zip(parts[1::2], parts[2::2], strict=True):
            assert isinstance(operator, Token) and isinstance(right, Piece)
            made = self._near(made, operator, right)
        return made

    def _near(self, left: Piece, operator: Token, right: Piece) -> Piece:
        number = re.search(r"\d+", operator)
        if operator.endswith("/"):
            raise self._refused(
                operator,
                message("After the “/” a number of words is missing."),
                f"{operator}{DEFAULT_DISTANCE}",
            )
        distance = self._number(number[0], operator, MAX_DISTANCE) if number else DEFAULT_DISTANCE
        ordered = operator.upper().startswith(("ONEAR", "SUIVI"))
        for piece in (left, right):
            wrong = unplaced(piece.node)
            if wrong is not None:
                other = right if piece is left else left
                raise self._inside_near(wrong, piece, left, right, other, distance, ordered)
        return self._made(Near(left.node, right.node, distance, ordered), [left, right])

    def group(self, opening: Token, piece: Piece, closing: Token) -> Piece:
        """Parentheses."""
        return Piece(piece.node, opening.start_pos or 0, closing.end_pos or 0, piece.depth, None, True)

    def word(self, token: Token) -> Piece:
        """A word without quotes."""
        return self._phrase(token, str(token), None)

    def quoted(self, token: Token, slop: Token | None = None) -> Piece:
        """A phrase in quotes of any kind, with or without ~n."""
        inner = re.sub(rf"[{QUOTES}]", " ", _OUTER.sub("", token))
        if patterns_of(inner) and inner.rstrip().endswith("?") and re.search(r"\w\?\s*$", inner):
            plain = f'"{" ".join(inner.split()).rstrip("?")}"'
            self.notes.append(Note(NoteKind.QUESTION_MARK, token.start_pos or 0, token.end_pos or 0, plain))
        return self._phrase(token, inner, slop)

    def _phrase(self, token: Token, text: str, slop: Token | None) -> Piece:
        start, end = token.start_pos or 0, (slop or token).end_pos or 0
        text = " ".join(text.split())
        words = patterns_of(text)
        if not words:
            said = message("There is no word in {found}: a letter or a digit is needed.")
            raise refuse(self.text, start, end, said, _SIGNS.get(str(token), ""), found=str(token))
        if len(words) > MAX_PHRASE:
            kept = f'"{" ".join(one.word for one in words[:MAX_PHRASE])}"'
            said = message("This phrase has {count} words; {most} are the limit.")
            raise refuse(self.text, start, end, said, kept, count=len(words), most=MAX_PHRASE)
        if short_stem(text):
            said = message("Before “*” three letters or more are needed.")
            fixed = f'"{text.replace("*", "")}"'
            raise refuse(self.text, start, end, said, fixed)
        distance = self._number(slop.strip("~ "), slop, MAX_DISTANCE) if slop is not None else None
        bare = str(token) if token.type == "WORD" and slop is None else None
        if len(words) == 1:
            distance = None  # nothing can stand among the words of one word
        return Piece(Phrase(text, distance), start, end, 1, bare)

    def case(self, name: Token, _opening: Token, piece: Piece, closing: Token) -> Piece:
        """cs(…)"""
        wrong = contains(piece.node, InField, Scope, Case, AtLeast, Site, Language, Days)
        if wrong is not None or not is_positional(piece.node):
            wrong = wrong or unplaced(piece.node)
            raise self._only_words("cs(…)", wrong, name, closing, piece)
        if any(phrase.slop is not None for phrase in phrases(piece.node)):
            said = message(
                "“~” with a number cannot stand inside cs(…), which keeps a phrase as it is written."
            )
            raise refuse(
                self.text, name.start_pos or 0, closing.end_pos or 0, said, f"({print_query(piece.node)})"
            )
        return self._placed(Case(piece.node), name, piece, closing)

    def atleast(self, name: Token, _opening: Token, piece: Piece, closing: Token) -> Piece:
        """atleast n (…)"""
        number = re.search(r"\d+", name)
        if number is None:
            raise self._refused(name, message("After “atleast” a number is missing."), "atleast 2 ")
        count = self._number(number[0], name, MAX_COUNT, least=1)
        if not is_positional(piece.node):
            raise self._only_words("atleast", unplaced(piece.node), name, closing, piece)
        return self._placed(AtLeast(count, piece.node), name, piece, closing)

    def scope(self, name: Token, _opening: Token, piece: Piece, closing: Token) -> Piece:
        """SENTENCE(…), PARAGRAPH(…)"""
        unit = Unit.PARAGRAPH if name.upper().startswith("PARA") else Unit.SENTENCE
        wrong = contains(piece.node, Scope, InField, Site, Language, Days)
        if wrong is not None:
            called = name_of(wrong)
            said = message("{name} cannot stand inside {outer}(…): put it outside, with AND.")
            fix = f"({print_query(piece.node)})"
            raise refuse(
                self.text, name.start_pos or 0, closing.end_pos or 0, said, fix, name=called, outer=str(name)
            )
        return self._placed(Scope(unit, piece.node), name, piece, closing)

    def field(self, name: Token, piece: Piece) -> Piece:
        """title:x, site:x, date:x …"""
        word = name.rstrip(": \u00a0\u202f")
        kind = FIELD_WORDS.get(word.lower())
        if kind is None:
            near = get_close_matches(word.lower()[:20], FIELD_WORDS, n=1)
            if near:
                said = message("There is no field “{word}”. Did you mean {near}?")
                raise self._refused(name, said, f"{near[0]}:", word=word, near=near[0])
            said = message("There is no field “{word}”. In a text, a word with a colon needs quotes.")
            if isinstance(piece.node, Phrase) and piece.node.slop is None:
                fixed = f'"{word} {piece.node.text}"'
                raise refuse(self.text, name.start_pos or 0, piece.end, said, fixed, word=word)
            raise self._refused(name, said, f'"{word}" ', word=word)
        if kind in ("site", "lang", "date"):
            return self._placed(self._filters(kind, name, piece), name, piece)
        wrong = contains(piece.node, InField, Site, Language, Days)
        if wrong is not None:
            said = message("A field cannot stand inside another field.")
            raise refuse(self.text, name.start_pos or 0, name.end_pos or 0, said, "")
        return self._placed(InField(FieldName(kind), piece.node), name, piece)

    def _filters(self, kind: str, name: Token, piece: Piece) -> Node:
        parts = piece.node.parts if isinstance(piece.node, Or) else (piece.node,)
        return flat(Or, [self._filter(kind, part, name, piece) for part in parts])

    def _filter(self, kind: str, part: Node, name: Token, piece: Piece) -> Node:
        if not isinstance(part, Phrase):
            said = message("After {name} stands one value, or several in parentheses with OR.")
            raise refuse(
                self.text, name.start_pos or 0, piece.end, said, f"({print_query(part)})", name=str(name)
            )
        if kind == "site":
            return Site(part.text)
        read: Language | Days | None = read_language(part.text) if kind == "lang" else read_days(part.text)
        if read is None:
            said, example = (
                (
                    message("“{value}” is not a language: write its code of two letters, such as fr or en."),
                    "lang:fr",
                )
                if kind == "lang"
                else (
                    message("“{value}” is not a day or a period: write it as {example}."),
                    "date:2025-02-01..2025-02-28",
                )
            )
            raise refuse(
                self.text, name.start_pos or 0, piece.end, said, example, value=part.text, example=example
            )
        return read
