"""From what a person typed to a `Selection`: names in French and English, by id or by name; what is not known is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import TypeVar

from monitor.dossier import Campaign
from monitor.export.columns import TONES
from monitor.export.selection import Part, Selection, language_code
from monitor.export.unknown import NotKnown
from monitor.matching.folding import fold_words
from monitor.wording.labels import MENTION_KIND, OUTLET_KIND, REVIEW_STATUS
from monitor.wording.words import LANGUAGES, Words, message
from storage.model import Mention, Outlet

T = TypeVar("T")

PARTS = {Part.IN: message("with the others"), Part.OUT: message("left out"), Part.ONLY: message("alone")}
_MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters as they were typed. None, or nothing in a tuple, is not asked; days and times are read already."""

    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    outlet_kind: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    tone: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    starred: bool | None = None
    to_check: str | None = None
    own: str | None = None
    published_since: date | None = None
    published_until: date | None = None
    found_since: datetime | None = None
    found_until: datetime | None = None
    words: str | None = None

    def over(self, defaults: Asked) -> Asked:
        """What is asked here, and where nothing is, what `defaults` ask."""
        chosen = {}
        for one in fields(self):
            value = getattr(self, one.name)
            chosen[one.name] = getattr(defaults, one.name) if value in (None, ()) else value
        return Asked(**chosen)

    @property
    def of_the_archive(self) -> bool:
        """Is anything asked by a name that only the catalogue, the dossiers or the mentions know?"""
        return any((self.outlet, self.outlet_kind, self.country, self.language, self.organisation, self.tag))


@dataclass(frozen=True, slots=True)
class Known:
    """The names that may be asked for: id or code -> name. `tags` are names alone."""

    outlets: Mapping[str, str] = field(default_factory=dict)
    outlet_kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    organisations: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


def known_of(mentions: Iterable[Mention], campaigns: Iterable[Campaign], outlets: Iterable[Outlet]) -> Known:
    """All names of the mentions of an archive, of the dossiers, and of the outlets of the catalogue."""
    listed = {one.id: one for one in outlets}
    languages: set[str] = set()
    tags: set[str] = set()
    for mention in mentions:
        listed.setdefault(mention.article.outlet.id, mention.article.outlet)
        languages.add(language_code(mention.article.language))
        tags.update(mention.review.tags)
    languages |= {language_code(one.language) for one in listed.values()}
    return Known(
        outlets={one.id: one.name for one in listed.values()},
        outlet_kinds=frozenset({*OUTLET_KIND, *(one.kind for one in listed.values())} - {""}),
        countries=frozenset({one.country.upper() for one in listed.values()} - {""}),
        languages=frozenset(languages - {""}),
        organisations={each.id: each.name for one in campaigns for each in one.organisations},
        tags=frozenset(tags),
    )


def selection_of(
    asked: Asked, known: Known, campaign: str | None = None, zone: str = "Europe/Paris"
) -> Selection:
    """The selection that was asked for. Raises NotKnown for the first name that there is not."""
    countries = {code: (code, *(Words(one).country(code) for one in LANGUAGES)) for code in known.countries}
    tongues = {code: (code, *(Words(one).tongue(code) for one in LANGUAGES)) for code in known.languages}
    return Selection(
        campaign=campaign,
        kinds=_chosen("--kind", asked.kind, _labelled(MENTION_KIND)),
        statuses=_chosen("--status", asked.status, _labelled(REVIEW_STATUS)),
        outlets=_chosen("--outlet", asked.outlet, {one: (one, name) for one, name in known.outlets.items()}),
        outlet_kinds=_chosen("--outlet-kind", asked.outlet_kind, _labelled(_kinds(known))),
        countries=_chosen("--country", asked.country, countries),
        languages=_chosen("--language", asked.language, tongues),
        tiers=_chosen("--tier", asked.tier, {tier: (str(tier),) for tier in (1, 2, 3, 0)}),
        organisations=_chosen(
            "--organisation",
            asked.organisation,
            {one: (one, name) for one, name in known.organisations.items()},
        ),
        tones=_chosen("--tone", asked.tone, _labelled(TONES)),
        tags=_chosen("--tag", asked.tag, {tag: (tag,) for tag in sorted(known.tags)}),
        starred=asked.starred,
        to_check=_part("--to-check", asked.to_check),
        own=_part("--own", asked.own),
        published=(asked.published_since, asked.published_until),
        found=(asked.found_since, asked.found_until),
        words=(asked.words or "")[:_MOST],
        zone=zone,
    )


def _kinds(known: Known) -> dict[str, str]:
    return {kind: OUTLET_KIND.get(kind, kind) for kind in sorted(known.outlet_kinds)}


def _labelled(table: Mapping[T, str]) -> dict[T, tuple[str, ...]]:
    """The names of the values of a vocabulary: as the archive writes them, and as the screen does in each language."""
    return {
        one: (str(one), *(_label(language, text) for language in LANGUAGES)) for one, text in table.items()
    }


@cache
def _label(language: str, text: str) -> str:
    return Words(language)(text)


def _part(option: str, typed: str | None) -> Part:
    if typed is None:
        return Part.IN
    (part,) = _chosen(option, (typed,), _labelled({part: PARTS[part] for part in Part}))
    return part


def _chosen(option: str, typed: Iterable[str], named: Mapping[T, tuple[str, ...]]) -> frozenset[T]:
    """The values by any of their names; several may stand in one text, with commas. The first name is shown."""
    table: dict[str, T] = {}
    for value, names in named.items():
        for name in names:
            table.setdefault(_folded(name), value)
    found = set()
    for text in typed:
        whole = table.get(_folded(text))
        if whole is not None:
            found.add(whole)
            continue
        for name in filter(None, (part.strip() for part in text.split(","))):
            if _folded(name) not in table:
                others = tuple(other for names in named.values() for other in names[1:])
                raise NotKnown(option, name, tuple(names[0] for names in named.values()), others)
            found.add(table[_folded(name)])
    return frozenset(found)


def _folded(name: str) -> str:
    return "".join(fold_words(name[:_MOST])) or name[:_MOST].strip()
