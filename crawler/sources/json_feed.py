"""JSON that lists articles: JSON Feed, the WordPress REST answer, and the search answers of outlets.

JSON Feed and WordPress have known members. Of any other JSON, every object with an address and a title is
taken for an entry: outlets' own search services agree on nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.sources.base import MAX_FEED_ENTRIES, SourceError, SourcePage
from crawler.sources.dates import parse_moment
from crawler.sources.text import MAX_SUMMARY, MAX_TITLE, absolute, plain
from storage.model import Candidate, Moment, Reason

_URLS = ("url", "link", "permalink", "href", "canonical_url", "canonicalUrl", "shareURL", "webUrl", "web_url")
_TITLES = ("title", "headline", "titre", "name", "webTitle")
_PUBLISHED = (
    "date_published", "publishedAt", "published_at", "publicationDate", "publication_date", "firstPublished",
    "published", "pubDate", "webPublicationDate", "date", "timestamp",
)  # fmt: skip
_UPDATED = ("date_modified", "modified_gmt", "updatedAt", "updated_at", "modified", "lastModified")
_SUMMARIES = ("summary", "excerpt", "description", "standfirst", "chapo", "content_text", "content_html")
_DEPTH = 8


def loaded(text: str) -> Any:
    """The value of a JSON text. Raises SourceError(NOT_A_FEED) whatever is wrong with it."""
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=_number, strict=False)
    except (ValueError, RecursionError) as error:
        raise SourceError(Reason.NOT_A_FEED, f"no JSON: {error}"[:200]) from None


def _number(digits: str) -> int:
    return int(digits[:30])


def read_json_feed(text: str, base_url: str) -> SourcePage:
    """A JSON Feed. Raises SourceError(NOT_A_FEED)."""
    value = loaded(text)
    items = value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list):
        raise SourceError(Reason.NOT_A_FEED, "JSON without items")
    entries = [item for item in items if isinstance(item, dict)]
    next_url = absolute(_string(value, ("next_url",)), base_url)
    return _page("json-feed", entries, base_url, next_url)


def read_wordpress(text: str, base_url: str) -> SourcePage:
    """The posts of a WordPress REST answer. Raises SourceError(NOT_A_FEED), for WordPress's error objects too."""
    value = loaded(text)
    if not isinstance(value, list):
        code = _string(value, ("code",)) if isinstance(value, dict) else None
        raise SourceError(Reason.NOT_A_FEED, f"no list of posts: {code or type(value).__name__}"[:200])
    entries = [{**item, **_gmt(item)} for item in value if isinstance(item, dict)]
    return _page("wordpress-json", entries, base_url, None)


def _gmt(post: Mapping[str, Any]) -> dict[str, Any]:
    """WordPress writes `date` in the site's zone without naming it, and `date_gmt` beside it: the latter is sure."""
    given = post.get("date_gmt")
    return {"date_published": given} if isinstance(given, str) and given else {}


def read_any_json(text: str, base_url: str) -> SourcePage:
    """The answer of a search service: a JSON Feed, or the objects in it that have an address and a title."""
    value = loaded(text)
    if (
        isinstance(value, dict)
        and isinstance(value.get("items"), list)
        and "jsonfeed" in str(value.get("version"))
    ):
        return read_json_feed(text, base_url)
    if isinstance(value, list) and any(isinstance(item, dict) and "date_gmt" in item for item in value):
        return read_wordpress(text, base_url)
    return _page("json", list(_objects(value, 0)), base_url, None)


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        if _string(value, _URLS) and _string(value, _TITLES):
            yield value
        else:
            for item in value.values():
                yield from _objects(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _page(form: str, entries: Sequence[Mapping[str, Any]], base_url: str, next_url: str | None) -> SourcePage:
    found = [_candidate(entry, base_url) for entry in entries[:MAX_FEED_ENTRIES]]
    candidates = tuple(candidate for candidate in found if candidate is not None)
    return SourcePage(form, candidates, entries=len(entries), next_url=next_url)


def _candidate(entry: Mapping[str, Any], base_url: str) -> Candidate | None:
    claims = [_string(entry, (name,)) for name in (*_URLS, "external_url")]
    claims += [
        claim
        for claim in (_string(entry, ("id",)), _string(entry, ("guid",)))
        if (claim or "").startswith("http")
    ]
    url = next((found for found in (absolute(claim, base_url) for claim in claims) if found), None)
    if url is None:
        return None
    published, updated = _moment(entry, _PUBLISHED), _moment(entry, _UPDATED)
    return Candidate(
        url=url,
        title=plain(_string(entry, _TITLES), MAX_TITLE),
        published_at=published if published is not None else updated,
        summary=plain(_string(entry, _SUMMARIES), MAX_SUMMARY),
        updated_at=updated,
    )


def _string(value: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """The first non-empty text under one of these names; WordPress puts it in `rendered`."""
    for name in names:
        found = value.get(name)
        if isinstance(found, dict):
            found = found.get("rendered")
        if isinstance(found, str) and found.strip():
            return found
    return None


def _moment(entry: Mapping[str, Any], names: tuple[str, ...]) -> Moment | None:
    for name in names:
        moment = parse_moment(_string(entry, (name,)))
        if moment is not None:
            return moment
    return None
