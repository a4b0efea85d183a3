"""The words of a row as the index of all articles holds them: functions that its triggers call. Pure."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import unquote

from storage.folding import fold
from storage.quick_words import quick_words

LONGEST_ADDRESS = 2_000
HYPHENS = frozenset("-‐‑‒–−")


def words_of_text(text: str | None) -> str:
    """The folded words, a space between."""
    return " ".join(quick_words(text)) if text else ""


def words_joined(*texts: str | None) -> str:
    """Of every two words with nothing but a hyphen between them, the one that they make together."""
    return " ".join(word for text in texts if text for word in _joined(text))


def _joined(text: str) -> list[str]:
    if HYPHENS.isdisjoint(text):
        return []
    found: list[str] = []
    for chunk in text.split():
        if HYPHENS.isdisjoint(chunk):
            continue
        tokens = fold(chunk).tokens
        found += [
            one.folded + other.folded
            for one, other in pairwise(tokens)
            if other.start - one.end == 1 and chunk[one.end] in HYPHENS
        ]
    return found


def words_of_names(names: str) -> str:
    """The words of a JSON list of names, and those that a hyphen joins behind them."""
    text = " · ".join(json.loads(names))
    return f"{words_of_text(text)} {words_joined(text)}"


def words_of_address(url: str) -> str:
    """The words of an address."""
    return words_of_text(unquote(url[:LONGEST_ADDRESS]))


def words_of_links(links: str | None) -> str:
    """The words of the addresses of a JSON list of links, each once."""
    if not links:
        return ""
    found = (word for link in json.loads(links) for word in quick_words(unquote(link[0][:LONGEST_ADDRESS])))
    return " ".join(dict.fromkeys(found))


FUNCTIONS: tuple[tuple[str, int, Callable[..., str]], ...] = (
    ("words_of_text", 1, words_of_text),
    ("words_joined", -1, words_joined),
    ("words_of_names", 1, words_of_names),
    ("words_of_address", 1, words_of_address),
    ("words_of_links", 1, words_of_links),
)


def teach(db: sqlite3.Connection) -> None:
    """Let a connection call them: without, a row of `articles` or `article_texts` cannot be written."""
    for name, arguments, function in FUNCTIONS:
        db.create_function(name, arguments, function, deterministic=True)
