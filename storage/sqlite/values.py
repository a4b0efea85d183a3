"""How values stand in columns: times as text that sorts, tuples and mappings as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from storage.model import HAND, FoundBy, Link, Moment, Outlet, Rights, StoredArticle


def time_text(when: datetime) -> str:
    """An aware time as UTC text of fixed width, which sorts as time. Raises ValueError for a naive one."""
    if when.tzinfo is None:
        raise ValueError("a time without zone")
    try:
        utc = when.astimezone(UTC)
    except OverflowError:  # the first or last day of the calendar
        utc = when.replace(tzinfo=UTC)
    return f"{utc.year:04d}-{utc.month:02d}-{utc.day:02d}T{utc.hour:02d}:{utc.minute:02d}:{utc.second:02d}.{utc.microsecond:06d}Z"


def time_or_none(when: datetime | None) -> str | None:
    """The same, None staying None."""
    return None if when is None else time_text(when)


def read_time(text: str) -> datetime:
    """The time that `time_text` wrote, in UTC."""
    return datetime.fromisoformat(text)


def read_time_or_none(text: str | None) -> datetime | None:
    """The same, None staying None."""
    return None if text is None else read_time(text)


def moment_text(moment: Moment | None) -> str | None:
    """A moment as it is claimed: ISO 8601 with its offset, or a bare date."""
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError("a moment without zone")
    return None if moment is None else moment.isoformat()


def sorting_text(moment: Moment | None) -> str | None:
    """A moment as text that sorts: UTC, or the bare date, which comes before the times of its day."""
    if moment is None:
        return None
    return time_text(moment) if isinstance(moment, datetime) else moment.isoformat()


def read_moment(text: str | None) -> Moment | None:
    """The moment that `moment_text` wrote."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def dumped(value: Mapping[str, Any] | Iterable[Any]) -> str:
    """JSON that a reader of the table can read; keys in the order given."""
    return json.dumps(
        value if isinstance(value, Mapping) else list(value), ensure_ascii=False, separators=(",", ":")
    )


@lru_cache(maxsize=8192)  # thousands of rows name the same few authors and organisations
def strings(text: str) -> tuple[str, ...]:
    """A JSON list of strings."""
    return tuple(json.loads(text))


@lru_cache(maxsize=1024)  # most pages of an outlet are read in the same places
def shared_mapping(text: str) -> Mapping[str, str]:
    """A JSON object of strings; never to be changed, since equal texts give the same one."""
    found: Mapping[str, str] = json.loads(text)
    return found


def keys_parameter(keys: Iterable[str]) -> str:
    """Many keys as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(keys))


def links_text(links: Iterable[Link]) -> str:
    """Links of a body as a JSON list of [url, words, start]."""
    return dumped([link.url, link.text, link.start] for link in links)


def read_links(text: str | None) -> tuple[Link, ...]:
    """The links that `links_text` wrote."""
    return tuple(Link(*parts) for parts in json.loads(text)) if text else ()


def read_outlet(row: Any) -> Outlet:
    """An outlet from columns named `outlet_id, name, domain, …`."""
    return Outlet(
        id=row["outlet_id"],
        name=row["name"],
        domain=row["domain"],
        country=row["country"],
        language=row["outlet_language"],
        kind=row["outlet_kind"],
        tier=row["tier"],
        paywall=row["paywall"],
        rights=Rights(row["outlet_rights"]),
    )


def read_article(row: Any, outlet: Outlet, found_by: tuple[FoundBy, ...], text: bool) -> StoredArticle:
    """An article from the columns that `loading.ARTICLE` selects; `text` where `body` and `links` are among them."""
    if row["published_from"] == HAND and not found_by:  # nobody saw it in a source: a person typed it
        found_by = (FoundBy(f"{outlet.id}/{HAND}", HAND),)
    return StoredArticle(
        id=row["id"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        outlet=outlet,
        title=row["title"],
        standfirst=row["standfirst"] or "",
        authors=strings(row["authors"]),
        published_at=read_moment(row["published_at"]),
        published_from=row["published_from"],
        modified_at=read_moment(row["modified_at"]),
        language=row["language"],
        paywalled=bool(row["paywalled"]),
        rights=Rights(row["rights"]),
        first_seen_at=read_time(row["first_seen_at"]),
        fetched_at=read_time(row["fetched_at"]),
        version=row["version"],
        text_fingerprint=row["text_fingerprint"],
        text=row["body"] if text else None,
        links=read_links(row["links"]) if text else (),
        provenance=shared_mapping(row["provenance"]),
        found_by=found_by,
        sha256=row["sha256"],
    )
