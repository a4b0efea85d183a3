"""The fields of an article, each apart: what stands in the title is not what stands in a side link.

Side-bars and related links are not part of a stored article; the body's own links are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from monitor.matching.folding import Folded, fold
from monitor.matching.sentences import sentence_starts
from storage.model import Link, StoredArticle

_SLUG_SEGMENTS = 2
_LONGEST_URL = 2_000


@dataclass(frozen=True)
class Field:
    """One field of an article, folded. `name` is the `field` of the evidence found in it."""

    name: str
    folded: Folded

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """For each token the number of its sentence."""
        return sentence_starts(self.folded)

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """For each token the number of its paragraph: one line of the text."""
        numbers: list[int] = []
        number = end = 0
        for token in self.folded.tokens:
            number += bool(numbers) and "\n" in self.folded.raw[end : token.start]
            numbers.append(number)
            end = token.end
        return tuple(numbers)

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph whose words stand at, or next after, this raw offset."""
        return self.paragraphs[self._token_at(offset)]

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence whose words stand at, or next after, this raw offset."""
        return self.sentences[self._token_at(offset)]

    def tokens_from(self, offset: int) -> int:
        """The number of the first token that begins at this raw offset or after it."""
        return bisect_left(self.folded.tokens, offset, key=lambda token: token.start)

    def _token_at(self, offset: int) -> int:
        token = bisect_right(self.folded.tokens, offset, key=lambda token: token.end)
        return min(token, len(self.folded.tokens) - 1)


@dataclass(frozen=True, slots=True)
class LinkField:
    """A link of the body: its target as a folded text, and the link itself."""

    target: Folded
    link: Link


@dataclass(frozen=True, slots=True)
class Fields:
    """An article as matching reads it. `texts` is what people read, in reading order."""

    title: Field
    standfirst: Field
    body: Field
    author: Field
    slug: Field
    links: tuple[LinkField, ...]

    @property
    def texts(self) -> tuple[Field, Field, Field]:
        """Title, standfirst and body."""
        return self.title, self.standfirst, self.body


def slug_of(url: str) -> str:
    """The last path segments of an address, where a site writes the title once more."""
    try:
        path = urlsplit(url[:_LONGEST_URL]).path
    except ValueError:
        return ""
    return "/".join([part for part in unquote(path).split("/") if part][-_SLUG_SEGMENTS:])


def written_texts(article: StoredArticle) -> tuple[str, str, str, str]:
    """The raw texts that people wrote: title, standfirst, body, authors."""
    return article.title, article.standfirst, article.text or "", " · ".join(article.authors)


def address_texts(article: StoredArticle) -> list[str]:
    """The slug and the targets of the body's links."""
    slug = slug_of(article.canonical_url or article.url)
    return [slug, *(link.url[:_LONGEST_URL] for link in article.links)]


def fields_of(article: StoredArticle) -> Fields:
    """Fold every field of an article. Offsets of evidence are offsets into these raw texts."""
    title, standfirst, body, author = [fold(text) for text in written_texts(article)]
    slug, *targets = [fold(text) for text in address_texts(article)]
    return Fields(
        Field("title", title),
        Field("standfirst", standfirst),
        Field("body", body),
        Field("author", author),
        Field("slug", slug),
        tuple(LinkField(target, link) for target, link in zip(targets, article.links, strict=True)),
    )
