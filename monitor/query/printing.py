"""A tree written back as a query, in English or French, with parentheses wherever AND and OR meet."""

from __future__ import annotations

import re

from monitor.query.grammar import FIELD_WORDS
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
    Unit,
)

_WORDS = {
    "en": {"AND": "AND", "OR": "OR", "NOT": "NOT", "NEAR": "NEAR", "ONEAR": "ONEAR"},
    "fr": {"AND": "ET", "OR": "OU", "NOT": "SAUF", "NEAR": "PRES", "ONEAR": "SUIVI"},
}
_FRENCH_FIELDS = {
    "title": "titre", "lead": "chapo", "body": "texte", "author": "auteur", "link": "lien", "site": "site",
    "lang": "langue",
}  # fmt: skip
_UNITS = {
    "en": {Unit.SENTENCE: "SENTENCE", Unit.PARAGRAPH: "PARAGRAPH"},
    "fr": {Unit.SENTENCE: "PHRASE", Unit.PARAGRAPH: "PARAGRAPHE"},
}
_BARE = re.compile(r"[^\W_][\w*?’'·.-]*")
_RESERVED = {"AND", "ET", "OR", "OU", "NOT", "SAUF", "SANS", "NEAR", "ONEAR", "PRES", "PRÈS", "SUIVI"}
_FUNCTIONS = re.compile(r"cs|atleast\d*|SENTENCE|PHRASE|PARAGRAPHE?", re.IGNORECASE)


def print_query(tree: Node, language: str = "en") -> str:
    """The query as one writes it; `parse_query` of it gives the same tree."""
    return _Printer(language if language in _WORDS else "en").node(tree)


def field_word(name: str, language: str) -> str:
    """The word before the colon."""
    assert name in FIELD_WORDS
    return _FRENCH_FIELDS.get(name, name) if language == "fr" else name


class _Printer:
    def __init__(self, language: str) -> None:
        self.language = language
        self.words = _WORDS[language]

    def node(self, node: Node) -> str:
        if isinstance(node, And):
            return self._and(node)
        if isinstance(node, Or):
            return f" {self.words['OR']} ".join(self._inside(part, Or) for part in node.parts)
        if isinstance(node, Not):
            return f"{self.words['NOT']} {self._inside(node.part, Not)}"
        if isinstance(node, Near):
            name = self.words["ONEAR" if node.ordered else "NEAR"]
            right = self._inside(node.right, Phrase)
            return f"{self._inside(node.left, Near)} {name}/{node.distance} {right}"
        return self._one(node)

    def _one(self, node: Node) -> str:
        if isinstance(node, Phrase):
            return _phrase(node)
        if isinstance(node, InField):
            return f"{field_word(node.field, self.language)}:{self._inside(node.part, Phrase)}"
        if isinstance(node, Case):
            return f"cs({self.node(node.part)})"
        if isinstance(node, AtLeast):
            return f"atleast {node.count} ({self.node(node.part)})"
        if isinstance(node, Scope):
            return f"{_UNITS[self.language][node.unit]}({self.node(node.part)})"
        return self._filter(node)

    def _filter(self, node: Node) -> str:
        if isinstance(node, Site):
            value = (
                node.value
                if re.fullmatch(r"[\w.-]+", node.value) and _is_bare(node.value)
                else f'"{node.value}"'
            )
            return f"site:{value}"
        if isinstance(node, Language):
            return f"{field_word('lang', self.language)}:{node.code}"
        assert isinstance(node, Days)
        if node.first is not None and node.first == node.last:
            return f"date:{node.first}"
        return f"date:{node.first or ''}..{node.last or ''}"

    def _and(self, node: And) -> str:
        """AND between the parts, but NOT alone before one that is taken away."""
        text = self._inside(node.parts[0], And)
        for part in node.parts[1:]:
            joined = " " if isinstance(part, Not) else f" {self.words['AND']} "
            text += f"{joined}{self._inside(part, And)}"
        return text

    def _inside(self, node: Node, outer: type) -> str:
        """A part, in parentheses where it binds less than what is around it; an OR or an AND in another always."""
        loose: tuple[type, ...] = (And, Or)
        if outer is Phrase:
            loose = (And, Or, Not, Near)
        elif outer is Near:
            loose = (And, Or, Not)
        text = self.node(node)
        return f"({text})" if isinstance(node, loose) else text


def _is_bare(text: str) -> bool:
    return (
        _BARE.fullmatch(text) is not None and text.upper() not in _RESERVED and not _FUNCTIONS.fullmatch(text)
    )


def _phrase(node: Phrase) -> str:
    if node.slop is not None:
        return f'"{node.text}"~{node.slop}'
    return node.text if _is_bare(node.text) else f'"{node.text}"'
