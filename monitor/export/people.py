"""The people who wrote: one row for each author of each outlet, to thank them. Names of bylines, nothing else of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from monitor.clustering.credit import NAMES as AGENCIES
from monitor.digest.window import local_day
from monitor.export.columns import Value, title_link
from monitor.export.order import in_order
from monitor.matching.folding import fold_words
from monitor.wording.words import message
from storage.model import Mention

HEADINGS: tuple[tuple[str, str, int, bool], ...] = (
    ("author", message("Author"), 26, False),
    ("outlet", message("Outlet"), 24, False),
    ("articles", message("Articles"), 9, False),
    ("latest_day", message("Day of the latest"), 13, False),
    ("latest", message("Latest article"), 60, True),
    ("others", message("Other articles"), 60, True),
    ("addresses", message("Addresses"), 60, True),
)
"""Key, heading, width in characters, and whether it is running text."""

_NO_PERSON = frozenset(
    [
        "redaction", "la redaction", "la redaction web", "redaction web", "newsroom", "the newsroom", "editorial team",
        "admin", "staff", "staff writer", "web", "desk", "collectif", "un collectif", "tribune", "communique",
        "press release", "contributor", "contributeur", "invite", "guest",
    ]
)  # fmt: skip
"""Bylines of nobody in particular, folded; the names of agencies and of outlets are left out as well."""

_MOST = 120


def people_rows(mentions: Iterable[Mention], zone: ZoneInfo) -> Iterator[tuple[Value, ...]]:
    """One row for each (author, outlet), by author, then outlet.

    The same name in two outlets is two rows: they may be two people. A byline that names the newsroom, the outlet
    or an agency is nobody to thank; an address within a byline is left out.
    """
    found: dict[tuple[str, str], list[Mention]] = {}
    shown: dict[tuple[str, str], str] = {}
    told: dict[tuple[str, str], set[str]] = {}
    for mention in in_order(mentions):
        outlet = mention.article.outlet
        for author in map(_name_alone, mention.article.authors):
            folded = " ".join(fold_words(author))
            if not folded or _is_nobody(folded, outlet.name):
                continue
            key = (folded, outlet.id)
            shown.setdefault(key, author)
            if mention.article.id not in told.setdefault(key, set()):  # two campaigns may hold one article
                told[key].add(mention.article.id)
                found.setdefault(key, []).append(mention)
    for key in sorted(found, key=lambda one: (one[0], found[one][0].article.outlet.name.casefold(), one[1])):
        yield _row(shown[key], found[key], zone)


def _name_alone(byline: str) -> str:
    return " ".join(part for part in byline[:_MOST].split() if "@" not in part)


def _is_nobody(folded: str, outlet: str) -> bool:
    return folded in _NO_PERSON or folded in AGENCIES or folded == " ".join(fold_words(outlet))


def _row(author: str, mentions: list[Mention], zone: ZoneInfo) -> tuple[Value, ...]:
    """The articles stand in order of publication, undated ones at the end."""
    dated = [one for one in mentions if one.article.published_at is not None]
    latest = (dated or mentions)[-1]
    others = [one for one in mentions if one is not latest]
    moment = latest.article.published_at
    return (
        author,
        latest.article.outlet.name,
        len(mentions),
        local_day(moment, zone) if moment is not None else None,
        title_link(latest),
        tuple(title_link(one) for one in others),
        tuple(one.article.url for one in mentions),
    )
