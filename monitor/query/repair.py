"""From a query that cannot be read to one that can: what an error offers to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from lark import Token

from monitor.matching.folding import fold_words
from monitor.query.errors import QueryError
from monitor.query.grammar import QUOTES

LONGEST_MENDED = 5_000
"""A longer query is not mended as a whole: its first words make the example."""
_TRIES = 12
_BINARY = ("AND", "OR", "NEAR")
_PREFIX = ("NOT", "MINUS", "FIELD", "CS", "ATLEAST", "SCOPE")
_OPERATOR_WORDS = frozenset(
    ["and", "or", "not", "near", "onear", "et", "ou", "sauf", "sans", "pres", "suivi"]
)
_EXAMPLE = 'climat AND (rapport OR "étude récente")'
_QUOTE = re.compile(f"[{QUOTES}]")
_NEXT_OPERATOR = re.compile(r"\s(?:AND|ET|OR|OU|NOT|SAUF|SANS)\s|[()]")


def mended(text: str, check: Callable[[str], object], lex: Callable[[str], Sequence[Token]]) -> str:
    """The query with its mistakes taken out, one by one; its first words with AND where that does not succeed.

    `check` raises QueryError for a query that cannot be read; `lex` gives the tokens of one without open quotes.
    """
    if len(text) <= LONGEST_MENDED:
        tried = text
        for _ in range(_TRIES):
            try:
                check(tried)
            except QueryError as error:
                problem = error.problem
                before = tried
                if problem.fix is not None:
                    tried = f"{tried[: problem.fix_start]}{problem.fix}{tried[problem.fix_end :]}"
                else:
                    tried = balanced(lex(close_quotes(plain(tried))))
                if tried == before:
                    break
            else:
                return _tidy(tried, check)
    words = [word for word in fold_words(text[:500]) if len(word) < 40 and word not in _OPERATOR_WORDS][:6]
    simple = " AND ".join(f'"{word}"' for word in words)
    return simple or _EXAMPLE


def _tidy(text: str, check: Callable[[str], object]) -> str:
    """The text with single spaces, unless that changes what it means."""
    single = " ".join(text.split())
    try:
        check(single)
    except QueryError:
        return text.strip()
    return single


def plain(text: str) -> str:
    """The text without control signs."""
    return "".join(" " if is_control(sign) else sign for sign in text)


def is_control(sign: str) -> bool:
    """True for signs that no one can see: controls (but tab and line end), lone surrogates, private signs."""
    return unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in "\t\n\r"


def open_quote(text: str) -> int | None:
    """Where a quotation mark stands that is never closed; None for none. A « is closed by », the others by any other."""
    opened: int | None = None
    for found in _QUOTE.finditer(text):
        sign, at = found.group(), found.start()
        if opened is None:
            if sign == "»":
                return at
            opened = at
        elif text[opened] == "«":
            if sign == "«":
                return opened
            opened = None if sign == "»" else opened
        elif sign in "«»":
            return opened
        else:
            opened = None
    return opened


def close_quotes(text: str) -> str:
    """The text with every open quotation mark closed before the next operator, or taken out where nothing follows."""
    for _ in range(len(_QUOTE.findall(text)) + 1):
        at = open_quote(text)
        if at is None:
            return text
        found = _NEXT_OPERATOR.search(text, at + 1)
        end = found.start() if found else len(text)
        inner = re.sub(f"[{QUOTES}]", " ", text[at + 1 : end]).strip()
        text = f"{text[:at]} {f'{chr(34)}{inner}{chr(34)}' if inner else ''} {text[end:]}"
    return re.sub(f"[{QUOTES}]", " ", text)


def balanced(tokens: Sequence[Token]) -> str:
    """The tokens without operators that lack a side, and with every parenthesis closed."""
    kept: list[Token] = []
    opened = 0
    for token in tokens:
        expecting = not kept or kept[-1].type in (*_BINARY, *_PREFIX, "LPAR")
        kind = token.type
        if (kind in _BINARY and expecting) or (kind == "SLOP" and (not kept or kept[-1].type != "QUOTED")):
            continue
        if kind == "RPAR":
            _drop_loose(kept)
            if kept and kept[-1].type == "LPAR":
                kept.pop()
                opened -= 1
                continue
            if opened <= 0:
                continue
        opened += (kind == "LPAR") - (kind == "RPAR")
        kept.append(token)
    _drop_loose(kept)
    while kept and kept[-1].type == "LPAR":
        kept.pop()
        opened -= 1
        _drop_loose(kept)
    text = " ".join(str(token) for token in kept)
    return re.sub(r"(?<=[:(–−]) | (?=[)~])|(?<= -) |(?<=^-) |(?<=\(-) ", "", text) + ")" * opened


def _drop_loose(kept: list[Token]) -> None:
    """Take off operators at the end that nothing follows."""
    while kept and kept[-1].type in (*_BINARY, *_PREFIX):
        kept.pop()
