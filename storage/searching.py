"""The part of `storage.store.Store` that finds articles by their words, newest first; errors as written there."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from storage.model import StoredArticle
from storage.model.wordsearch import FoundArticle, Wording


class Searching(Protocol):
    """Words of all articles: of those whose text is no longer kept, the words of the title, authors and address."""

    def search(self, words: str, limit: int = 50) -> list[StoredArticle]:
        """Articles that hold every word in title, standfirst or text, newest first, without their texts.

        Accents and case do not count, signs are harmless.
        """
        ...

    def found_articles(
        self,
        wanted: Wording | None,
        *,
        before: int | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
    ) -> list[FoundArticle]:
        """Articles with their texts, those of the latest day first, of one day those read last first; None: any.

        The day is the one that the page claims, else the one on which it was first seen; `since` and `until` are
        included. `before`: only what stands behind this place.
        """
        ...

    def found_count(
        self, wanted: Wording | None, most: int, since: date | None = None, until: date | None = None
    ) -> int:
        """How many articles `found_articles` would give; counting stops at `most`."""
        ...

    def days_held(self) -> tuple[date, date] | None:
        """The earliest and the latest day of all articles; None for an empty archive."""
        ...
