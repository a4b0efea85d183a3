"""Articles for the small outlet on this machine (`tests.monitor.sources_edit.kiosk`)."""

from __future__ import annotations

PARAGRAPH = (
    "Sur le quai, les bénévoles ont compté les filets, les caisses et les sourires. La marée du soir a rendu ce que"
    " celle du matin avait pris, et le port a parlé d’autre chose jusqu’à la nuit. "
)


def page_of(title: str, words: str) -> str:
    """An article as a site gives it."""
    body = "".join(f"<p>{one}</p>" for one in (words, PARAGRAPH * 2, PARAGRAPH, PARAGRAPH * 2))
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2025-02-04T18:00:00+01:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )
