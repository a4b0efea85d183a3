"""The report as one HTML page that fits a mailbox: no script, nothing remote, readable without any style."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.digest import Digest, State
from monitor.reports.ink import HTML, PLAIN
from monitor.reports.looked import Looked
from monitor.reports.sections import Limits, Sections, more_of
from monitor.reports.sentences import Sentences
from monitor.wording.outside import clean

MAILBOX = 100_000
"""Bytes of a page: at a little more than that, mailboxes cut a message."""

LIMITS = (
    Limits(items=25, lines=40, rows=20, names=15),
    Limits(items=15, lines=20, rows=20, names=8),
    Limits(items=6, lines=8, rows=10, names=4),
)
"""How much a page shows: the first of these with which it fits. What is left out is counted, and in the text."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(digest: Digest, language: str) -> bytes:
    """The page in one language, "fr" or "en", as UTF-8."""
    return page(digest, language).encode("utf-8")


def page(digest: Digest, language: str) -> str:
    """The page as text."""
    made = ""
    for limits in LIMITS:
        made = _page(digest, language, limits)
        if len(made.encode("utf-8")) <= MAILBOX:
            break
    return made


def _page(digest: Digest, language: str, limits: Limits) -> str:
    sentences = Sentences(digest, language, HTML)
    plain = Sentences(digest, language, PLAIN)
    sections = Sections(sentences, limits)
    looked = Looked(sentences)
    rows, rows_hidden = more_of(looked.rows(), limits.rows)
    return (
        _environment()
        .get_template("daily.html.jinja")
        .render(
            words=sentences.words,
            n=sentences.words.n,
            c=sentences.words.c,
            digest=digest,
            blind=digest.state is State.BLIND,
            title=plain.title(),
            preview=" ".join(plain.subheads()),
            day=sentences.day(),
            headline=sentences.headline(),
            subhead=HTML.join(sentences.subheads()),
            details=HTML.join(sentences.details()),
            paragraphs=sentences.blind_paragraphs(),
            text_name=sentences.text_name,
            event_name=sentences.event[:1].upper() + sentences.event[1:],
            sections=sections.all(),
            since_release=sections.since_release(),
            days=sections.days(),
            days_caption=sections.days_caption(),
            looked=looked,
            summary=HTML.join(looked.summary()),
            named=[(about, *_few(names, limits)) for about, names in looked.named()],
            rows=rows,
            grouped=rows_hidden > 0,
            by_kind=looked.by_kind() if rows_hidden else [],
            by_reason=[(happens, len(names), *_few(names, limits)) for happens, names in looked.by_reason()],
            and_more=sections.and_more,
            campaign_name=clean(digest.campaign.name, 120),
            prepared_for=clean(digest.campaign.prepared_for),
            made_at=sentences.times.cut(digest.made_at),
        )
    )


def _few(names: tuple[str, ...], limits: Limits) -> tuple[str, int]:
    """The first names in one text, and how many are left out."""
    shown, hidden = more_of(names, limits.names)
    return ", ".join(shown), hidden
