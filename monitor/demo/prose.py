"""The little Markdown of the articles: paragraphs, `## ` headings, `> ` quotations, `- ` lists, `[words](target)`, `*stress*`.

A block `::also <article id>` is the line "read also" that publishing systems glue into a text. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

_INLINE = re.compile(r"\[([^\]\[]{1,300})\]\(([^()\s]{1,300})\)|\*([^*]{1,300})\*")
_WORD = re.compile(r"\w+")
_QUERY_PART = re.compile(r'"([^"]*)"|(\S+)')
MAX_QUERY = 300

Resolve = Callable[[str], str]
"""From the target of a link as written to the address that goes into the page."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of an article: `tag` p, h2, blockquote, li or also; `html` is safe markup; `text` its words."""

    tag: str
    html: Markup
    text: str


def blocks(body: str, resolve: Resolve) -> tuple[Block, ...]:
    """The blocks of a body, in order. For an `also` block, `text` is the article id and `html` is empty."""
    found: list[Block] = []
    for raw in body.split("\n\n"):
        chunk = " ".join(line.strip() for line in raw.strip().splitlines() if not line.startswith("- "))
        if chunk.startswith("::also "):
            found.append(Block("also", Markup(), chunk.removeprefix("::also ").strip()))
        elif chunk.startswith("## "):
            found.append(_block("h2", chunk.removeprefix("## "), resolve))
        elif chunk.startswith("> "):
            found.append(_block("blockquote", chunk.replace("> ", " ").strip(), resolve))
        elif chunk:
            found.append(_block("p", chunk, resolve))
        found.extend(
            _block("li", line.removeprefix("- ").strip(), resolve)
            for line in raw.strip().splitlines()
            if line.startswith("- ")
        )
    return tuple(found)


def plain(body: str) -> str:
    """The words of a body without markup, one block a line, "read also" lines left out."""
    return "\n".join(block.text for block in blocks(body, str) if block.tag != "also")


def fold(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe and of space, as a site's search compares."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe")).lower()
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).split())


def matches(query: str, text: str) -> bool:
    """Does a site's search find the text? All words, "phrases" as they stand; an empty query finds nothing."""
    wanted = _QUERY_PART.findall(fold(query[:MAX_QUERY]).replace("«", '"').replace("»", '"'))
    haystack = fold(text)
    words = set(_WORD.findall(haystack))
    found = False
    for phrase, word in wanted:
        parts = _WORD.findall(phrase or word)
        if phrase and phrase.strip() not in haystack:
            return False
        if not all(part in words for part in parts):
            return False
        found = found or bool(parts)
    return found


def _block(tag: str, text: str, resolve: Resolve) -> Block:
    pieces: list[Markup] = []
    words: list[str] = []
    end = 0
    for match in _INLINE.finditer(text):
        label, target, stress = match.groups()
        between = text[end : match.start()]
        pieces.append(escape(between))
        words += [between, label or stress]
        if target is not None:
            pieces.append(Markup('<a href="{}">{}</a>').format(resolve(target), label))
        else:
            pieces.append(Markup("<em>{}</em>").format(stress))
        end = match.end()
    pieces.append(escape(text[end:]))
    words.append(text[end:])
    return Block(tag, Markup().join(pieces), "".join(words))
