"""The grammar, as lark reads it. One for every habit: English and French words, the spellings of other services.

Precedence: ( ), then NEAR and ONEAR, then NOT, then AND, then OR. Two parts side by side mean AND.
"""

from __future__ import annotations

from functools import cache

from lark import Lark

FIELD_WORDS = {
    "title": "title", "titre": "title", "lead": "lead", "chapo": "lead", "chapô": "lead", "body": "body",
    "texte": "body", "author": "author", "auteur": "author", "url": "url", "link": "link", "lien": "link",
    "site": "site", "media": "site", "média": "site", "lang": "lang", "langue": "lang", "date": "date",
}  # fmt: skip
"""Every word that may stand before a colon, and what it means."""

QUOTES = '"“”„‟＂«»'
_STOP = '\\s()"“”„‟＂«»'

GRAMMAR = rf"""
start: either
either: both (OR both)*
both: side (AND? side)*
?side: near | NOT side -> without | MINUS side -> without
near: part (NEAR part)*
?part: LPAR either RPAR -> group
     | FIELD part -> field
     | CS LPAR either RPAR -> case
     | ATLEAST LPAR either RPAR -> atleast
     | SCOPE LPAR either RPAR -> scope
     | WORD -> word
     | QUOTED SLOP? -> quoted

LPAR: "("
RPAR: ")"
AND.9: /(AND|ET)(?=[{_STOP}]|$)/
OR.9: /(OR|OU)(?=[{_STOP}]|$)/
NOT.9: /(NOT|SAUF|SANS)(?=[{_STOP}]|$)/
NEAR.9: /(?:(?:O?NEAR|PRES|PRÈS|SUIVI|o?near(?=\/))(?:\/\d*)?|[wW]\/\d+)(?=[{_STOP}]|$)/
CS.9: /cs(?=[ \t]?\()/i
ATLEAST.9: /atleast[ \t]?\/?\d*(?=\s*\()/i
SCOPE.9: /(SENTENCE|PHRASE|PARAGRAPHE?)(?=[ \t]?\()/
FIELD.8: /[^\W\d_][\w]*[ \u00a0\u202f]?:(?!\/\/)(?=[ \u00a0\u202f]?[^\s)])/
MINUS.7: /[-–−](?=[^\s()–−-])/
SLOP.7: /~[ ]?\d+/
QUOTED: /«[^«»]*»|["“”„‟＂][^"“”„‟＂«»]*["“”„‟＂]/
WORD: /[^{_STOP}]+/
%ignore /\s+/
"""


@cache
def parser() -> Lark:
    """The parser; it makes lark's trees, without recursion whatever the depth of the query."""
    return Lark(GRAMMAR, parser="lalr", lexer="basic", maybe_placeholders=False)
