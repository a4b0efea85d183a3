"""The whole of extraction, step by step."""

from __future__ import annotations

from crawler.extraction.body import Body, assemble, kept, read_body
from crawler.extraction.decoding import decode
from crawler.extraction.document import Document, drop_unseen, parse, words_of
from crawler.extraction.metadata import Metadata, read_metadata
from crawler.extraction.page import Extraction, Page
from crawler.extraction.paragraphs import paragraphs_of_text
from crawler.extraction.walls import not_html, wall_of
from storage.model import Article, Reason


def extract(page: Page) -> Extraction:
    """Read one page: what it says of itself, then its text, then whether it is an article at all."""
    if not_html(page.body, page.content_type):
        return _nothing(page, Reason.NOT_HTML)
    document = parse(decode(page.body, page.content_type), page.url)
    if document is None:
        return _nothing(page, Reason.BODY_MISSING)
    noscript = " ".join(words_of(element) for element in document.all("noscript"))
    scripts = sum(1 for script in document.all("script") if "json" not in (script.get("type") or ""))
    metadata = read_metadata(document, page.url, page.language, page.hint)
    drop_unseen(document)
    shown, password = words_of(document.root, 20_000), _asks_for_password(document)
    body = read_body(document, page.url, metadata.titles, metadata.authors)
    if not metadata.paywalled and len(body.text) < len(metadata.body) / 2:
        better = assemble(
            kept(
                paragraphs_of_text(metadata.body, document.base), metadata.titles, metadata.authors, page.url
            )
        )
        if len(better.text) > 2 * len(body.text):
            body = better
            metadata.provenance["text"] = "json-ld"
    problem = wall_of(shown, noscript, metadata.title or "", body.text, metadata.described, scripts, password)
    return Extraction(_article(page, metadata, body), problem, metadata.noarchive)


def _nothing(page: Page, problem: Reason) -> Extraction:
    return Extraction(Article(page.url, language=page.language or None), problem)


def _asks_for_password(document: Document) -> bool:
    return any((field.get("type") or "").lower() == "password" for field in document.all("input"))


def _article(page: Page, metadata: Metadata, body: Body) -> Article:
    provenance = dict(metadata.provenance)
    if body.text:
        provenance.setdefault("text", "body")
    return Article(
        url=page.url,
        canonical_url=metadata.canonical_url,
        title=metadata.title,
        standfirst=metadata.standfirst,
        authors=metadata.authors,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        language=metadata.language,
        text=body.text,
        links=body.links,
        paywalled=metadata.paywalled or body.cut,
        rights=metadata.rights,
        provenance=provenance,
    )
