"""What a site offers to be read by, found out by the crawler's own process; and what of it is proposed."""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.crawling import CrawlEvent, follow
from monitor.orders import make_order
from monitor.sources_edit.wishes import NewOutlet
from monitor.workspace import Loaded
from storage.catalogue import CatalogueReading, Listing
from storage.catalogue.addresses import url_problem
from storage.identity import same_site
from storage.model import Outlet, Reason, Rights, SourceKind
from storage.store import open_store

MOST_MINUTES = 3.0
"""A site that asks for long pauses is looked at in part: what was found by then is told."""

_COUNTRIES = frozenset({
    "ad", "ar", "at", "au", "be", "bf", "bg", "bj", "br", "ca", "cd", "ch", "ci", "cl", "cm", "cy", "cz", "de", "dk",
    "dz", "ee", "es", "fi", "fr", "ga", "gn", "gr", "hr", "ht", "hu", "ie", "il", "in", "it", "jp", "lb", "lt", "lu",
    "lv", "ma", "mc", "mg", "ml", "mt", "mu", "mx", "nc", "ne", "nl", "no", "nz", "pf", "pl", "pt", "re", "ro", "rs",
    "se", "sg", "si", "sk", "sn", "td", "tg", "tn", "tr", "ua", "us", "za",
})  # fmt: skip
"""Ends of addresses that are a country's code; .uk is the one that is spelt otherwise."""

_FRENCH_ABROAD = frozenset({"re", "nc", "pf"})
_BY_NAME = (("radio", "radio"), ("tv", "tv"), ("télé", "tv"), ("magazine", "magazine"), ("mag", "magazine"))


@dataclass(frozen=True, slots=True)
class FoundWay:
    """One way in: how many articles it lists (0: none at the moment), their newest time, or why it cannot be read."""

    kind: SourceKind
    url: str
    title: str = ""
    articles: int = 0
    newest: datetime | None = None
    reason: Reason | None = None

    @property
    def works(self) -> bool:
        """True where it could be read."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class FoundSite:
    """What was found. `reason`: why the site could not be read at all. `cut`: there was no time for everything.

    `proposed` holds the addresses that are worth reading: what works and is not another way to the same.
    """

    address: str
    name: str = ""
    domain: str = ""
    language: str = ""
    country: str = ""
    kind: str = ""
    rights: Rights = Rights.OPEN
    robots: str = ""
    ways: tuple[FoundWay, ...] = ()
    reason: Reason | None = None
    cut: bool = False

    @property
    def proposed(self) -> frozenset[str]:
        """One sitemap, the search, and the feeds that list something; comments are no articles."""
        chosen: list[FoundWay] = []
        for way in self.ways:
            about_comments = "comment" in (way.url + way.title).lower()
            one_is_enough = way.kind is SourceKind.SITEMAP and any(w.kind is way.kind for w in chosen)
            lists = way.articles or way.kind is SourceKind.SEARCH
            if way.works and lists and not about_comments and not one_is_enough:
                chosen.append(way)
        return frozenset(way.url for way in chosen)


class NoAddress(ValueError):
    """What was given is not the address of a site."""


def address_of(text: str) -> str:
    """The address meant: "lephare.fr" is https://lephare.fr/. Raises NoAddress."""
    typed = text.strip()
    url = typed if typed.lower().startswith(("http://", "https://")) else f"https://{typed}"
    strange = "://" in typed and url is not typed
    if strange or any(sign.isspace() for sign in typed) or url_problem(url) is not None or "." not in url:
        raise NoAddress(text[:200])
    return url if urlsplit(url).path else url + "/"


def discover(loaded: Loaded, url: str, now: datetime, stop: threading.Event | None = None) -> FoundSite:
    """Look at a site, politely, in a process of its own, for a few minutes at the most.

    Nothing of the workspace is changed. Raises NoAddress and ContactMissing.
    """
    address = address_of(url)
    host = urlsplit(address).netloc.lower()
    outlet = Outlet("essai", host, host)
    order = replace(
        make_order(
            loaded.settings,
            loaded.campaigns,
            CatalogueReading((), ()),
            now=now,
            pages=((outlet, address),),
            only_pages=True,
        ),
        max_minutes=min(MOST_MINUTES, loaded.settings.crawl.max_minutes),
    )
    heard: list[CrawlEvent] = []
    with tempfile.TemporaryDirectory(prefix="retombees-") as folder:
        path = Path(folder) / "archive.db"
        with open_store(path, create=True) as store:
            store.put_order(order)
        command = [sys.executable, "-P", "-m", "crawler", "discover"]
        follow(
            [*command, "--archive", str(path), "--order", order.id],
            seconds=order.max_minutes * 60 + 30,
            listen=heard.append,
            log=Path(folder) / "log",
            stop=stop,
        )
    found = next((event.data for event in heard if event.name == "found"), None)
    return site_of(address, found)


def site_of(address: str, data: Mapping[str, Any] | None) -> FoundSite:
    """What the crawler's process said; None where it said nothing."""
    if data is None:
        return FoundSite(address, reason=Reason.BAD_ANSWER)
    at = str(data["address"])
    domain = urlsplit(at).netloc.lower().removeprefix("www.")
    language = str(data["language"]).lower()
    name = str(data["name"])
    return FoundSite(
        address=at,
        name=name or domain,
        domain=domain,
        language=language.partition("-")[0] if language.partition("-")[0].isalpha() else "",
        country=country_of(domain, language),
        kind=kind_of(name, domain),
        rights=Rights(data["rights"]),
        robots=str(data["robots"]),
        ways=tuple(_way(one) for one in data["ways"]),
        reason=Reason(data["reason"]) if data["reason"] else None,
        cut=bool(data["cut"]),
    )


def _way(data: Mapping[str, Any]) -> FoundWay:
    newest = data["newest"]
    return FoundWay(
        SourceKind(data["kind"]),
        str(data["url"]),
        str(data["title"]),
        int(data["articles"]),
        datetime.fromisoformat(newest) if newest else None,
        Reason(data["reason"]) if data["reason"] else None,
    )


def country_of(domain: str, language: str) -> str:
    """The country in two letters, by the end of the site's name, else as its language says; empty where neither does."""
    end = domain.partition(":")[0].rpartition(".")[2]
    if end in _FRENCH_ABROAD:
        return "FR"
    if end in _COUNTRIES:
        return end.upper()
    region = language.partition("-")[2]
    if end == "uk":
        return "GB"
    return region.upper() if len(region) == 2 and region.isalpha() else ""


def kind_of(name: str, domain: str) -> str:
    """A kind of outlet to begin with; the person who adds it knows better."""
    if domain.endswith((".gouv.fr", ".europa.eu", ".gov.uk")):
        return "institutional"
    words = name.casefold().replace("-", " ").split()
    return next((kind for word, kind in _BY_NAME if word in words), "pure-player")


def outlet_of(site: FoundSite, chosen: Iterable[str]) -> NewOutlet:
    """The outlet as it would be listed, with these of its ways in."""
    urls = set(chosen)
    return NewOutlet(
        name=site.name,
        domain=site.domain,
        sources=tuple((way.kind, way.url) for way in site.ways if way.url in urls),
        country=site.country,
        language=site.language,
        kind=site.kind,
        tier="3",
        rights=Rights.RESERVED.value if site.rights is Rights.RESERVED else "",
    )


def listed_as(listings: Sequence[Listing], url: str) -> Listing | None:
    """The outlet of the list on whose site an address lies, the nearest one; None where there is none."""
    host = urlsplit(url).netloc.lower().removeprefix("www.")
    near = [one for one in listings if host == one.outlet.domain or host.endswith(f".{one.outlet.domain}")]
    on_site = (one for one in listings if same_site(url, one.outlet.domain))
    return max(near, key=lambda one: len(one.outlet.domain), default=next(on_site, None))
