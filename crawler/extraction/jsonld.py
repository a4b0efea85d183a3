"""JSON-LD as pages write it: lists, `@graph`, references, HTML escapes, broken commas, wrong types.

Nothing here trusts a type: what is not as schema.org says is as if it were not there.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crawler.extraction.text import MAX_TITLE, fold, one_line

MAX_BLOCKS = 40
MAX_BLOCK = 2_000_000
MAX_OBJECTS = 5_000
MAX_DEPTH = 12

_ARTICLE = frozenset(
    [
        "newsarticle",
        "article",
        "reportagenewsarticle",
        "opinionnewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "advertisercontentarticle",
        "asknewsarticle",
        "satiricalarticle",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "techarticle",
        "scholarlyarticle",
        "report",
        "medicalscholarlyarticle",
    ]
)
_NEAR = frozenset(
    [
        "webpage",
        "itempage",
        "review",
        "videoobject",
        "audioobject",
        "podcastepisode",
        "newsmediaarticle",
        "recipe",
        "event",
    ]
)
_LISTS = frozenset(
    (
        "itemListElement",
        "hasPart",
        "mentions",
        "citation",
        "relatedLink",
        "comment",
        "liveBlogUpdate",
        "review",
    )
)
_TRAILING_COMMA = re.compile(r",(\s{0,200}[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_WRAPPING = re.compile(
    r"^\s{0,200}(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/|<!\[CDATA\[)|(?://)?\s{0,20}(?:-->|\]\]>)\s{0,200};?\s{0,200}$"
)


class Graph:
    """All objects of a page's JSON-LD blocks, in their order, with those that `@id` names."""

    def __init__(self, blocks: Iterable[str]) -> None:
        self.objects: list[
            tuple[Mapping[str, Any], bool]
        ] = []  # the object, and whether it stands in a list of others
        self._named: dict[str, Mapping[str, Any]] = {}
        for count, block in enumerate(blocks):
            if count >= MAX_BLOCKS:
                break
            for value in _parsed(block[:MAX_BLOCK]):
                self._walk(value)

    def _walk(self, root: Any) -> None:
        waiting: list[tuple[Any, bool, int]] = [(root, False, 0)]
        while waiting and len(self.objects) < MAX_OBJECTS:
            value, listed, depth = waiting.pop()
            if depth > MAX_DEPTH:
                continue
            if isinstance(value, list):
                waiting += [(one, listed, depth + 1) for one in reversed(value[:MAX_OBJECTS])]
            elif isinstance(value, dict):
                self.objects.append((value, listed))
                name = value.get("@id")
                if isinstance(name, str) and len(value) > 1:
                    self._named.setdefault(name, value)
                inner = [
                    (one, listed or key in _LISTS, depth + 1)
                    for key, one in value.items()
                    if isinstance(one, dict | list)
                ]
                waiting += reversed(inner)

    def article(self, url: str, headlines: Iterable[str]) -> Mapping[str, Any]:
        """The object that describes the page itself; empty where there is none.

        Of several, the one with the headline that stands on the page, then the one with its address, then the first.
        """
        best: Mapping[str, Any] = {}
        best_rank = 0
        wanted = {fold(headline) for headline in headlines} - {""}
        for value, listed in self.objects:
            types = _types(value)
            rank = 40 if types & _ARTICLE else 10 if types & _NEAR else 0
            if not rank or (rank == 10 and not _has_date(value)):
                continue
            title = fold(text_of(value.get("headline")) or text_of(value.get("name")))
            rank += 30 * (title in wanted) + 12 * (url in _addresses(value)) + 5 * bool(title)
            rank -= 35 * listed
            if rank > best_rank:
                best, best_rank = value, rank
        return best

    def resolved(self, value: Any) -> Any:
        """A value, or the object that it names by `@id`."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self._named.get(value["@id"], value)
        return value

    def names(self, value: Any) -> list[tuple[str, bool]]:
        """The names in a value such as `author`, each with whether it is an organisation's."""
        found: list[tuple[str, bool]] = []
        for given in value[:50] if isinstance(value, list) else [value]:
            one = self.resolved(given)
            if isinstance(one, str):
                found.append((text_of(one), False))
            elif isinstance(one, dict):
                inner = one.get("name")
                organisation = any("organi" in kind or "newsmedia" in kind for kind in _types(one))
                for name in inner[:50] if isinstance(inner, list) else [inner]:
                    found.append((text_of(name), organisation))
        return [(name, organisation) for name, organisation in found if name]

    def paywalled(self, article: Mapping[str, Any]) -> bool:
        """True where the page's object says that it is not free to read."""
        return article.get("isAccessibleForFree") is False or _says_no(article.get("isAccessibleForFree"))


def _says_no(value: Any) -> bool:
    return isinstance(value, str) and value[:100].strip().lower().rsplit("/", 1)[-1] in ("false", "no", "0")


def _parsed(block: str) -> Iterator[Any]:
    """What can be read of one block: as it is, then repaired, then as far as it goes."""
    text = _WRAPPING.sub("", block).strip().rstrip(";")
    if not text:
        return
    for attempt in (text, _repaired(text), _repaired(html.unescape(text))):
        try:
            yield json.loads(attempt, strict=False)
            return
        except (ValueError, RecursionError):
            continue
    decoder, at = json.JSONDecoder(strict=False), 0
    repaired = _repaired(text)
    while 0 <= at < len(repaired):  # several objects one after another, or one with a tail of something else
        try:
            value, at = decoder.raw_decode(repaired, at)
        except (ValueError, RecursionError):
            return
        yield value
        at = min((i for i in (repaired.find("{", at), repaired.find("[", at)) if i >= 0), default=-1)


def _repaired(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub("", text))


def _types(value: Mapping[str, Any]) -> frozenset[str]:
    kind = value.get("@type")
    kinds = kind[:20] if isinstance(kind, list) else [kind]
    return frozenset(
        one.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for one in kinds if isinstance(one, str)
    )


def _has_date(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("datePublished"), str) or isinstance(value.get("headline"), str)


def _addresses(value: Mapping[str, Any]) -> set[str]:
    page = value.get("mainEntityOfPage")
    candidates = [
        value.get("url"),
        value.get("@id"),
        page,
        page.get("@id") if isinstance(page, dict) else None,
    ]
    return {one for one in candidates if isinstance(one, str)}


def text_of(value: Any, limit: int = MAX_TITLE) -> str:
    """A string of JSON-LD as plain text: some pages escape it for HTML, some leave tags in it."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return ""
    return plain(value, limit)


_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def plain(value: str, limit: int = MAX_TITLE) -> str:
    """A metadata string without tags and entities (escaped once or twice), on one line."""
    value = value[: limit * 20]
    for _ in range(2):
        if "&" not in value:
            break
        value = html.unescape(value)
    return one_line(_TAG.sub(" ", value) if "<" in value else value, limit)


def body_of(article: Mapping[str, Any]) -> str:
    """The `articleBody`, with its line ends, at most 200,000 characters."""
    value = article.get("articleBody")
    return value[:200_000] if isinstance(value, str) else ""
