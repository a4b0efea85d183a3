"""Queries in the spelling of other services, rewritten in ours; what has no translation is named, never guessed.

Factiva counts the second match among the words of a distance, so that its near5 is our NEAR/4; words side by side are
a phrase there, and its w/n and adjn keep the order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.query.grammar import QUOTES
from monitor.query.parsing import tokens_of
from monitor.query.repair import balanced, close_quotes, plain
from monitor.query.tree import MAX_LENGTH


class Dialect(StrEnum):
    """The services whose spellings are read."""

    MELTWATER = "meltwater"
    CISION = "cision"
    FACTIVA = "factiva"


@dataclass(frozen=True, slots=True)
class Imported:
    """A query in our spelling, still to be parsed, and the parts of the original that were left out, in order."""

    text: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    fields: Mapping[str, str]
    functions: Mapping[str, str] = field(default_factory=dict)
    near_less: int = 0
    near_ordered: frozenset[str] = frozenset({"onear"})
    side_by_side_is_phrase: bool = False


_COMMON = {
    "title": "title", "headline": "title", "ingress": "lead", "lead": "lead", "content": "body", "body": "body",
    "text": "body", "author": "author", "byline": "author", "url": "url", "site": "site", "domain": "site",
    "source": "site", "sourcename": "site", "lang": "lang", "language": "lang", "link": "link",
}  # fmt: skip
_SPELLINGS = {
    Dialect.MELTWATER: _Spelling(_COMMON, {"cs": "cs", "atleast": "atleast"}),
    Dialect.CISION: _Spelling(
        _COMMON,
        {
            "cs": "cs", "headline": "title:", "title": "title:", "publication": "site:", "author": "author:",
            "byline": "author:", "url": "url:", "sentence": "SENTENCE", "paragraph": "PARAGRAPH",
        },
    ),
    Dialect.FACTIVA: _Spelling(
        {"hd": "title", "hl": "title", "lp": "lead", "by": "author", "la": "lang", "sn": "site", "tx": "body"},
        near_less=1,
        near_ordered=frozenset({"adj", "w"}),
        side_by_side_is_phrase=True,
    ),
}  # fmt: skip
_DEEPEST = 6
"""Fields and functions inside each other; what is deeper is a mistake of the original."""
_TOKEN = re.compile(
    rf"""(?P<quoted>«[^«»]*»|["“”„][^{QUOTES}]*["“”„](?:[ ]?~[ ]?\d+)?)
    |(?P<field>[A-Za-z]\w*[:=](?=\S))|(?P<limit>wc[<>=]+\d+|/[fF]\d+/)
    |(?P<near>(?:(?:o?near|adj)/?\d*|w/\d+)(?=[\s({QUOTES}]|$)|/[nN]\d+/)
    |(?P<atleast>atleast[ ]?/?\d+)|(?P<operator>(?:and|or|not|same)(?=[\s({QUOTES}\[]|$))
    |(?P<function>[A-Za-z]+(?=\())|(?P<open>[(\[])|(?P<close>[)\]])|(?P<word>[^\s()\[\]{QUOTES}]+)|(?P<other>\S)""",
    re.VERBOSE | re.IGNORECASE,
)


def import_query(text: str, dialect: Dialect) -> Imported:
    """Rewrite a query of another service. The result may still hold a mistake of the original: parse it."""
    spelling = _SPELLINGS[dialect]
    reader = _Reader(spelling, close_quotes(plain(text[:MAX_LENGTH])))
    parts = reader.parts()
    if spelling.side_by_side_is_phrase:
        parts = _phrases(parts)
    written = "".join(part if part.endswith(":") else f"{part} " for part in _paragraphs(parts))
    return Imported(balanced(tokens_of(written)).strip(), tuple(reader.left_out))


class _Reader:
    """Goes through the tokens of another service once."""

    def __init__(self, spelling: _Spelling, text: str) -> None:
        self.spelling = spelling
        self.tokens = list(_TOKEN.finditer(text))
        self.left_out: list[str] = []
        self.at = 0
        self.level = 0

    def parts(self) -> list[str]:
        """The query as parts of our language, `SAME` for Factiva's paragraphs."""
        found: list[str] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            found.extend(self._part(token.lastgroup or "", token.group()))
        return found

    def _part(self, kind: str, text: str) -> list[str]:
        if kind == "operator":
            return [text.upper()]
        if kind == "near":
            return [self._near(text)]
        if kind == "atleast":
            return [f"atleast {re.sub(r'[^0-9]', '', text)}", *self._grouped()]
        if kind == "field":
            return self._field(text)
        if kind == "function":
            return self._function(text)
        if kind in ("limit", "other"):
            self.left_out.append(text)
            return []
        if kind in ("open", "close"):
            return ["(" if kind == "open" else ")"]
        return [
            re.sub(r"\$\d?", "*", text) if kind == "word" and self.spelling.side_by_side_is_phrase else text
        ]

    def _near(self, text: str) -> str:
        number = re.search(r"\d+", text)
        name = re.sub(r"[^a-z]", "", text.lower())
        ordered = name in self.spelling.near_ordered
        if number is None:
            default = 0 if self.spelling.near_less else 4
            return f"{'ONEAR' if ordered else 'NEAR'}/{default}"
        distance = max(0, int(number[0][:6]) - self.spelling.near_less)
        return f"{'ONEAR' if ordered else 'NEAR'}/{distance}"

    def _field(self, text: str) -> list[str]:
        name = text[:-1].lower()
        if name in self.spelling.fields:
            return [f"{self.spelling.fields[name]}:"]
        both = {"hlp": ("title", "lead")}.get(name) if self.spelling.side_by_side_is_phrase else None
        value = self._operand()
        if both is not None:
            return ["(", f"{both[0]}:", *value, "OR", f"{both[1]}:", *value, ")"]
        self.left_out.append(text + " ".join(value))
        return []

    def _function(self, name: str) -> list[str]:
        meant = self.spelling.functions.get(name.lower())
        if meant == "atleast":
            return ["atleast 1"]
        if meant is not None:
            return [meant]
        self.left_out.append(f"{name}{' '.join(self._operand())}")
        return []

    def _grouped(self) -> list[str]:
        """What follows, in parentheses: atleast5 word."""
        operand = self._operand()
        return operand if operand[:1] == ["("] else ["(", *operand, ")"]

    def _operand(self) -> list[str]:
        """The next word, phrase or group."""
        found: list[str] = []
        depth = 0
        if self.level >= _DEEPEST:
            return found
        self.level += 1
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            kind = token.lastgroup or ""
            depth += (kind == "open") - (kind == "close")
            found.extend(self._part(kind, token.group()))
            if depth <= 0 and kind != "field":
                break
        self.level -= 1
        return found


_OPERATORS = re.compile(r"AND|OR|NOT|SAME|O?NEAR/\d+|atleast \d+|\(|\)|\w+:|cs|SENTENCE|PARAGRAPH")


def _phrases(parts: list[str]) -> list[str]:
    """Words side by side as one phrase."""
    found: list[str] = []
    run: list[str] = []
    for part in [*parts, ""]:
        if part and not _OPERATORS.fullmatch(part) and part[0] not in QUOTES:
            run.append(part)
            continue
        if run:
            found.append(f'"{" ".join(run)}"' if len(run) > 1 else run[0])
            run = []
        if part:
            found.append(part)
    return found


_MOST_PARAGRAPHS = 100


def _paragraphs(parts: list[str]) -> list[str]:
    """Factiva's `a same b` as PARAGRAPH(a AND b)."""
    for _ in range(min(parts.count("SAME"), _MOST_PARAGRAPHS)):
        at = parts.index("SAME")
        start = _group_start(parts, at - 1)
        end = _group_end(parts, at + 1)
        inside = [*parts[start:at], "AND", *parts[at + 1 : end]]
        parts = [*parts[:start], "PARAGRAPH", "(", *inside, ")", *parts[end:]]
    return parts


def _group_start(parts: list[str], at: int) -> int:
    depth = 0
    while at >= 0:
        depth += (parts[at] == ")") - (parts[at] == "(")
        if depth <= 0:
            before = parts[at - 1] if at else ""
            return at - 1 if before.endswith(":") or before in ("PARAGRAPH", "cs") else at
        at -= 1
    return 0


def _group_end(parts: list[str], at: int) -> int:
    depth = 0
    while at < len(parts):
        depth += (parts[at] == "(") - (parts[at] == ")")
        if depth <= 0 and not parts[at].endswith(":"):
            return at + 1
        at += 1
    return len(parts)
