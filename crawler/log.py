"""What Scrapy writes to the log: one line, no control characters, nothing of a page."""

from __future__ import annotations

from typing import Any

from scrapy import logformatter


class QuietFormatter(logformatter.LogFormatter):
    """Scrapy's formatter without the items: they hold whole pages."""

    def scraped(self, item: Any, response: Any, spider: Any) -> None:  # type: ignore[override]
        """Say nothing for an item: it is in the archive."""
        return None

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> None:  # type: ignore[override]
        """Say nothing for a dropped item: its reason is a row."""
        return None
