"""From a page to an article (pure): `extract(page)` is all that the rest of the crawler needs.

Never raises for what a page holds; a page that is no article comes back with its problem. Time and memory
are bounded by running it in `crawler.workers`.
"""

from crawler.extraction.article import extract
from crawler.extraction.page import Extraction, Page

__all__ = ["Extraction", "Page", "extract"]
