"""How a sentence becomes text or HTML: its words are ours, and whatever is put into it is made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from markupsafe import Markup

MOST = 300
"""The longest text from outside that is shown, in characters: no title is longer in earnest."""

_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SPACES = re.compile(r"[ \t]{2,}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str, most: int = MOST) -> str:
    """A text from outside on one line: no control, direction or invisible character, no more than `most` long."""
    kept = text[: most * 4]
    kept = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", _CONTROLS.sub(" ", kept))).strip()
    return kept if len(kept) <= most and len(text) <= most * 4 else kept[: most - 1].rstrip() + "…"


def web_address(url: str) -> str | None:
    """The address if a reader may follow it: http or https, no space, no control character; else None."""
    short = len(url) <= 2000
    return url if short and re.fullmatch(r"https?://[^\s\"'<>\\\u0000-\u0020\u007f-\u009f]+", url) else None


class Ink(Protocol):
    """Puts values into a sentence of ours, and sets figures and strong words."""

    def fill(self, sentence: str, values: Mapping[str, Any]) -> str:
        """The sentence with the values in it."""
        ...

    def figure(self, words: str, anchor: str) -> str:
        """A figure in words, which leads to the list it counts, at `anchor` of the page."""
        ...

    def strong(self, words: str) -> str:
        """Words that stand out."""
        ...

    def join(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        ...


class PlainInk:
    """Plain text."""

    def fill(self, sentence: str, values: Mapping[str, Any]) -> str:
        """The values, cleaned, in the sentence."""
        return sentence.format_map({name: clean(str(value)) for name, value in values.items()})

    def figure(self, words: str, anchor: str) -> str:
        """The words alone."""
        return words

    def strong(self, words: str) -> str:
        """The words alone."""
        return words

    def join(self, sentences: Iterable[str]) -> str:
        """With a space between them."""
        return " ".join(sentences)


class HtmlInk:
    """HTML, as `Markup`: everything that is not Markup already is cleaned and escaped."""

    def fill(self, sentence: str, values: Mapping[str, Any]) -> str:
        """The values, cleaned and escaped, in the escaped sentence."""
        safe = {
            name: value if isinstance(value, Markup) else clean(str(value)) for name, value in values.items()
        }
        return Markup.escape(sentence).format_map(safe)

    def figure(self, words: str, anchor: str) -> str:
        """A link to the list that the figure counts."""
        return Markup('<a class="n" href="#{}">{}</a>').format(anchor, words)

    def strong(self, words: str) -> str:
        """In bold."""
        return Markup("<b>{}</b>").format(words)

    def join(self, sentences: Iterable[str]) -> str:
        """With a space between them, those that are not Markup escaped."""
        return Markup(" ").join(sentences)


PLAIN: Ink = PlainInk()
HTML: Ink = HtmlInk()
