"""Pages written for these tests, as publishing systems write them."""

from __future__ import annotations

import json
from typing import Any

from crawler.extraction import Extraction, Page, extract

ADDRESS = "https://www.gazette.example/actu/le-canal-rouvre.html"
PARAGRAPHS = (
    "Le canal de la Bruyère rouvre samedi à la navigation après onze mois de travaux, a annoncé le syndicat des eaux.",
    "Les écluses ont été refaites une à une ; la dernière, celle du Moulin, attendait ses portes depuis le printemps.",
    "« On avait fini par croire que les péniches ne reviendraient pas », dit Odile Ferrand, éclusière depuis vingt ans.",
    "Le syndicat espère deux mille passages avant l’hiver, contre trois mille les bonnes années, et promet un bilan.",
)


def body(*paragraphs: str) -> str:
    """Paragraphs as HTML."""
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in (paragraphs or PARAGRAPHS))


def page(inner: str = "", head: str = "", title: str = "Le canal rouvre", lang: str = "fr") -> str:
    """A whole page around an article."""
    inner = inner or body()
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} | La Gazette</title>{head}</head>'
        f"<body><nav><a href='/'>Accueil</a></nav><main><h1>{title}</h1><article>{inner}</article></main></body></html>"
    )


def ld(**fields: Any) -> str:
    """A JSON-LD block with a NewsArticle."""
    return block({"@context": "https://schema.org", "@type": "NewsArticle"} | fields)


def block(value: Any) -> str:
    """Any JSON-LD block; a string goes in as it is."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def read(html: str | bytes, content_type: str = "text/html; charset=utf-8", url: str = ADDRESS) -> Extraction:
    """Extract a page."""
    return extract(Page(url, html.encode() if isinstance(html, str) else html, content_type))
