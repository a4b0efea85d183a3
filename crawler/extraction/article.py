"""The whole of extraction, step by step."""

from __future__ import annotations

import trafilatura

from crawler.extraction.page import Extraction, Page
from storage.model import Article, Reason


def extract(page: Page) -> Extraction:
    """Read one page."""
    html = page.body.decode("utf-8", "replace")
    document = trafilatura.bare_extraction(html, url=page.url, include_comments=False, with_metadata=True)
    if document is None or not document.text:
        return Extraction(Article(page.url), Reason.BODY_MISSING)
    return Extraction(
        Article(
            url=page.url,
            canonical_url=document.url,
            title=document.title,
            standfirst=document.description,
            authors=tuple((document.author or "").split("; ")) if document.author else (),
            language=page.language or None,
            text=document.text,
        )
    )
