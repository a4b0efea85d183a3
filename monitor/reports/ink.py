"""How a sentence becomes text or HTML: its words are ours, and whatever is put into it is made harmless."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from markupsafe import Markup

from monitor.wording.outside import clean


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
