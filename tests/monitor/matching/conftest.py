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

RELEASE = """# Ce que les semences ne vous diront pas

Une soixantaine d'associations publient aujourd'hui une tribune collective contre la privatisation des champs
et des graines que des générations de paysannes ont choisies, échangées et ressemées sans rien demander.

Les signataires réclament que les essais en plein air soient annoncés aux communes trois mois à l'avance, et
que les registres de parcelles soient ouverts à toutes les personnes qui vivent autour.

# À propos

## Semences libres de France

Semences libres de France réunit des jardiniers, des paysannes et des boulangers depuis plus de vingt ans.
"""

OPED = Document(
    id="tribune",
    kind=DocumentKind.OPED,
    title="Ce que les semences ne vous diront pas",
    titles=(("en", "What the seeds will never tell you"),),
    headlines=("Soixante associations : « Les champs n'appartiennent à aucun laboratoire du monde »",),
    quotes=(
        Quote("les champs n'appartiennent à aucun laboratoire du monde"),
        Quote("ressemées sans rien demander"),
        Quote("graines sous clé"),
    ),
    urls=("https://www.lesoir-bleu.example/debats/ce-que-les-semences",),
    url_patterns=("https://www.lesoir-bleu.example/*/2024/06/0*/soixante-associations-*",),
    outlet_names=("Le Soir bleu",),
    outlet_domains=("lesoir-bleu.example",),
    kind_words=("tribune", "tribune collective", "appel", "op-ed"),
    numbers=("une soixantaine d'associations",),
)

SUMMIT = Event(
    id="sommet",
    name="Sommet de Brest sur les organismes génétiquement modifiés",
    short_name=(("fr", "le sommet"), ("en", "the summit")),
    names=(
        "sommet sur les OGM",
        "sommet OGM",
        "sommet des OGM",
        "sommet de Brest",
        "Brest GMO summit",
        "GMO Summit",
    ),
    places=("Brest", "Quartz"),
    hosts=("Yann Kerbiriou",),
    starts_on=date(2024, 6, 12),
    ends_on=date(2024, 6, 13),
    other_editions=(
        Edition("Lisbonne", ("Lisbonne", "Lisbon"), (2022,), ("Sommet atlantique des OGM",)),
        Edition("Oslo", ("Oslo",), (2026,)),
    ),
)


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    """A dossier made up for the tests: nothing in it is known to the code."""
    return Campaign(
        id="semences",
        name="Tribune sur les semences",
        documents=(
            OPED,
            Document(
                id="communique",
                kind=DocumentKind.RELEASE,
                title=OPED.title,
                text=RELEASE,
                kind_words=("communiqué",),
                boilerplate=("À propos",),
            ),
        ),
        organisations=(
            Organisation(
                "semences-libres",
                "Semences libres de France",
                aliases=("Semences libres",),
                sites=("semences-libres.example",),
            ),
            Organisation("lpp", "Ligue paysanne du Ponant", acronyms=("LPP",), sites=("lpp.example",)),
            Organisation("graine", "Collectif Graine de mer", role="signatory"),
        ),
        event=SUMMIT,
        rivals=(Rival("friche", "Friche"),),
    )


Write = Callable[..., StoredArticle]


def _article(
    text: str | None = "",
    title: str = "",
    standfirst: str = "",
    authors: tuple[str, ...] = (),
    links: tuple[Link, ...] = (),
    url: str = "https://journal.example/a/1",
    published: Moment | None = date(2024, 6, 5),
    id: str = "a1",
) -> StoredArticle:
    now = datetime(2024, 6, 14, 7, 0, tzinfo=UTC)
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
    return Labelled(
        stored, row["outlet"], gold["kind"], gold["salience"], organisations, bool(gold["review"])
    )


@pytest.fixture(scope="session")
def labelled(shared: Path) -> tuple[Labelled, ...]:
    """The labelled articles as the archive would hold them, without a crawl."""
    lines = (shared / "gold" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(json.loads(line)) for line in lines)
