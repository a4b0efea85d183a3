"""Search templates: addresses with `{query}`, `{page}`, `{start:%d-%m-%Y}` and `{end:…}`.

A template is data from a catalogue: it is read by the small parser below and never given to `str.format`.
Anything in braces that it does not know stays as it stands.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from crawler.sources.base import MAX_ADDRESS

FIRST_PAGE = 1
_HOLE = re.compile(r"\{(query|page|start|end)(?::([^{}]{1,40}))?\}")
_DIRECTIVE = re.compile(r"%([YmdyHMSs%])")


def expand(template: str, query: str, since: date, until: date, page: int = FIRST_PAGE) -> str:
    """The address with its holes filled; the query is percent-encoded as UTF-8, days read as the pattern says."""

    def fill(hole: re.Match[str]) -> str:
        name, pattern = hole.group(1), hole.group(2)
        if name == "query":
            return quote(query, safe="")
        if name == "page":
            return str(page)
        return write_day(since if name == "start" else until, pattern or "%Y-%m-%d")

    return _HOLE.sub(fill, template)


def has_hole(template: str, name: str) -> bool:
    """Whether the template has this placeholder."""
    return any(hole.group(1) == name for hole in _HOLE.finditer(template))


def next_page(template: str, url: str) -> str | None:
    """The same search, one page on: `url`, made from a template with `{page}`, with that number raised by one.

    None where the template has no `{page}` or did not make this address.
    """
    if len(url) > MAX_ADDRESS or not has_hole(template, "page"):
        return None
    pattern, paged = "", False
    parts = _HOLE.split(template)
    for index in range(0, len(parts), 3):
        pattern += re.escape(parts[index])
        name = parts[index + 1] if index + 1 < len(parts) else None
        if name == "page" and not paged:
            pattern, paged = pattern + r"(?P<page>\d{1,6})", True
        elif name:
            pattern += r"[^&?#]*"
    found = re.fullmatch(pattern, url)
    if found is None:
        return None
    start, end = found.span("page")
    return f"{url[:start]}{int(found['page']) + 1}{url[end:]}"


def write_day(day: date, pattern: str) -> str:
    """A day by a pattern of `%Y %m %d %y %H %M %S`; the time of day is midnight, other letters stay."""
    values = {
        "Y": f"{day.year:04d}",
        "m": f"{day.month:02d}",
        "d": f"{day.day:02d}",
        "y": f"{day.year % 100:02d}",
        "H": "00",
        "M": "00",
        "S": "00",
        "%": "%",
    }
    return _DIRECTIVE.sub(lambda found: values.get(found.group(1), found.group(0)), pattern)
