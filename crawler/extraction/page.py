"""What goes into extraction and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

from storage.model import Article, Candidate, Reason


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched. `url` is the one that answered; `content_type` the header as sent.

    `language` is the outlet's, used where the page names none. `hint` is what the source said of the page;
    its title and date fill in where the page itself gives none.
    """

    url: str
    body: bytes
    content_type: str = ""
    language: str = ""
    hint: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """The article of a page. `problem` says why it is not, or not whole; the article then holds what there is.

    `noarchive`: the page asks that no copy of it be kept (robots meta `noarchive` or `none`).
    """

    article: Article
    problem: Reason | None = None
    noarchive: bool = False
