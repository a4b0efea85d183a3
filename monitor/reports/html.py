"""The report as a page for the browser: no script, nothing remote; all of it is there, long lists folded."""

from __future__ import annotations

from monitor.digest import Digest
from monitor.reports.chart import chart_of
from monitor.reports.context import context, environment
from monitor.reports.items import ItemView
from monitor.reports.sections import Limits
from monitor.reports.since import DAYS_SHOWN

WHOLE = Limits(rows=20, names=30)
"""Of long lists, so much is not folded: rows of a table, names in a sentence."""

ITEMS_OPEN, LINES_OPEN, OUTLETS_OPEN = 40, 15, 12
"""Of a section, so many articles are not folded."""


def render(digest: Digest, language: str) -> bytes:
    """The page in one language, "fr" or "en", as UTF-8."""
    return page(digest, language).encode("utf-8")


def page(digest: Digest, language: str) -> str:
    """The page as text."""
    return (
        environment()
        .get_template("page.html.jinja")
        .render(
            **context(digest, language, WHOLE),
            chart=chart_of(digest.timeline),
            items_open=ITEMS_OPEN,
            lines_open=LINES_OPEN,
            outlets_open=OUTLETS_OPEN,
            days_open=DAYS_SHOWN,
            articles=_articles,
        )
    )


def _articles(items: tuple[ItemView, ...]) -> int:
    """How many articles stand in these, reprints included."""
    return sum(1 + len(item.reprints) for item in items)
