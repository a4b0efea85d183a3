"""A dossier and articles for the tests of matching; the labelled set as stored articles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.dossier import (
    Campaign,
    Document,
    DocumentKind,
    Edition,
    Event,
    Organisation,
    Quote,
    Rival,
)
from storage.model import Link, Moment, Outlet, Rights, StoredArticle

OPED = Document(
    id="oped",
    kind=DocumentKind.OPED,
    title="Tout ce qu'on ne vous dira pas au Sommet mondial de l'IA",
    titles=(("en", "Everything they won't tell you at the global AI summit"),),
    headlines=(
        "Appel d'une centaine d'ONG : « L'IA telle qu'elle est développée alimente un système d'exploitation global »",
        "AI as it is being developed is fuelling a global system of exploitation",
    ),
    quotes=(
        Quote("L'IA telle qu'elle est développée"),
        Quote("L'IA telle qu'elle est actuellement développée"),
        Quote("alimente un système d'exploitation global"),
        Quote("fuelling a global system of exploitation", "en"),
        Quote("sistema de explotación global", "es"),
        Quote("sistema di sfruttamento globale", "it"),
        Quote("globales System der Ausbeutung", "de"),
    ),
    url_patterns=("https://www.lemonde.fr/idees/article/2025/02/0*/appel-d-une-centaine-d-ong-*",),
    outlet_names=("Le Monde", "Monde"),
    outlet_domains=("lemonde.fr",),
    kind_words=(
        "tribune",
        "tribune collective",
        "appel",
        "texte collectif",
        "op-ed",
        "opinion piece",
        "open letter",
        "joint statement",
        "artículo colectivo",
        "appello",
        "Gastbeitrag",
        "Appell",
    ),
    numbers=("une centaine d'ONG", "plus de cent organisations", "more than 100 organisations"),
)

ORGANISATIONS = (
    Organisation(
        "amnesty-france",
        "Amnesty International France",
        aliases=("Amnesty International", "Amnesty", "Amnesty France"),
        sites=("amnesty.fr",),
    ),
    Organisation(
        "ldh",
        "Ligue des droits de l'Homme",
        aliases=("Ligue des droits humains",),
        acronyms=("LDH",),
        expansions=("Ligue des droits de l'Homme",),
        sites=("ldh-france.org",),
    ),
    Organisation("voxpublic", "VoxPublic", aliases=("Vox Public",), sites=("voxpublic.org",)),
    Organisation(
        "feministes-contre-le-cyberharcelement",
        "Féministes contre le cyberharcèlement",
        aliases=("Feminists Against Cyber Harassment",),
    ),
)

SUMMIT = Event(
    id="summit",
    name="Sommet pour l'action sur l'intelligence artificielle",
    short_name=(("fr", "le sommet"), ("en", "the summit")),
    names=(
        "Sommet pour l'action sur l'IA",
        "sommet sur l'IA",
        "sommet de l'IA",
        "sommet mondial de l'IA",
        "sommet mondial sur l'IA",
        "sommet IA",
        "sommet sur l'intelligence artificielle",
        "sommet de Paris",
        "sommet parisien",
        "sommet action IA",
        "AI Action Summit",
        "Artificial Intelligence (AI) Action Summit",
        "Artificial Intelligence Action Summit",
        "Paris AI summit",
        "AI summit",
        "Summit for Action on AI",
        "cumbre de IA",
        "cumbre de la IA",
        "cumbre sobre inteligencia artificial",
        "cumbre de París",
        "KI-Gipfel",
        "KI-Aktionssummit",
        "Pariser Gipfel",
        "vertice sull'intelligenza artificiale",
        "vertice sull'IA",
        "vertice di Parigi",
        "cimeira de IA",
        "cimeira da IA",
        "cimeira sobre inteligência artificial",
        "cimeira de Paris",
        "cúpula de IA",
        "cúpula da IA",
    ),
    places=("Paris", "Parigi", "París", "parisien", "Grand Palais", "Pariser"),
    hosts=("Macron", "Élysée"),
    starts_on=date(2025, 2, 10),
    ends_on=date(2025, 2, 11),
    other_editions=(
        Edition("Bletchley", ("Bletchley", "Bletchley Park"), (2023,), ("AI Safety Summit",)),
        Edition("Seoul", ("Séoul", "Seoul", "Seúl"), (2024,), ("AI Seoul Summit",)),
        Edition("New Delhi", ("New Delhi", "Delhi"), (2026,), ("AI Impact Summit",)),
        Edition("AI for Good", ("Genève", "Geneva"), (), ("AI for Good",)),
        Edition("GPAI 2021", (), (2021,), ("GPAI", "Partenariat mondial")),
        Edition("One Planet", (), (2017,), ("One Planet Summit",)),
        Edition("Francophonie", ("Villers-Cotterêts",), (), ("sommet de la Francophonie",)),
    ),
)


@pytest.fixture(scope="session")
def campaign(release: str) -> Campaign:
    """The dossier of a real campaign, shorter than the shipped one."""
    return Campaign(
        id="sommet-ia",
        name="Tribune sur le sommet de l'IA",
        documents=(
            OPED,
            Document(
                id="release",
                kind=DocumentKind.RELEASE,
                title=OPED.title,
                text=release,
                boilerplate=("À propos des organisations à l'origine de la tribune",),
            ),
        ),
        organisations=ORGANISATIONS,
        event=SUMMIT,
        rivals=(Rival("hiatus", "Hiatus"),),
    )


@pytest.fixture(scope="session")
def release(shared: Path) -> str:
    """The press release of the campaign."""
    return (shared / "design" / "communique-2025-02-05.md").read_text(encoding="utf-8")


Write = Callable[..., StoredArticle]


def _article(
    text: str | None = "",
    title: str = "",
    standfirst: str = "",
    authors: tuple[str, ...] = (),
    links: tuple[Link, ...] = (),
    url: str = "https://journal.example/a/1",
    published: Moment | None = date(2025, 2, 6),
    id: str = "a1",
) -> StoredArticle:
    now = datetime(2025, 2, 12, 7, 0, tzinfo=UTC)
    return StoredArticle(
        id=id,
        url=url,
        canonical_url=url,
        outlet=Outlet("journal", "Le Journal", "journal.example"),
        title=title,
        standfirst=standfirst,
        authors=authors,
        published_at=published,
        published_from="json-ld",
        modified_at=None,
        language="fr",
        paywalled=False,
        rights=Rights.OPEN,
        first_seen_at=now,
        fetched_at=now,
        version=1,
        text_fingerprint="",
        text=text,
        links=links,
        provenance={},
    )


@pytest.fixture(scope="session")
def article() -> Write:
    """Writes a stored article from the fields a test cares for."""
    return _article


@dataclass(frozen=True)
class Labelled:
    """An article of the labelled set and what people said it is."""

    article: StoredArticle
    outlet: str
    kind: str
    salience: str | None
    organisations: tuple[str, ...]
    review: bool


_MARKUP = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]|\*\*|(?<!\w)_|_(?!\w)|^(?:> |## |- )", re.MULTILINE)


def _stripped(paragraphs: Iterable[str]) -> tuple[str, tuple[Link, ...]]:
    source, text, links, last = "\n\n".join(paragraphs), "", [], 0
    for match in _MARKUP.finditer(source):
        text += source[last : match.start()]
        if match[1] is not None:
            links.append(Link(match[1], match[2], len(text)))
            text += match[2]
        last = match.end()
    return text + source[last:], tuple(links)


def _labelled(row: dict[str, Any]) -> Labelled:
    text, links = _stripped(row["paragraphs"])
    gold = row["gold"]
    stored = _article(
        text,
        row["title"],
        row["standfirst"] or "",
        tuple(row["authors"] or ()),
        links,
        f"https://{row['outlet']}.example{row['path']}",
        datetime.fromisoformat(row["published"].replace("Z", "+00:00")),
        row["id"],
    )
    organisations = tuple(gold["organisations"])
    return Labelled(stored, row["outlet"], gold["kind"], gold["salience"], organisations, bool(gold["review"]))


@pytest.fixture(scope="session")
def labelled(shared: Path) -> tuple[Labelled, ...]:
    """The labelled articles as the archive would hold them, without a crawl."""
    lines = (shared / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(json.loads(line)) for line in lines)
