"""What the templates of the page and of the mail are filled with: the same words, but for how much is shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.digest import Digest, State
from monitor.reports.ink import HTML, PLAIN
from monitor.reports.looked import Looked
from monitor.reports.sections import Limits, Sections, more_of
from monitor.reports.sentences import Sentences
from monitor.reports.since import Since
from monitor.reports.small_print import SmallPrint
from monitor.wording.outside import clean


@cache
def environment() -> Environment:
    """The templates of this folder; whatever is put into one is escaped."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def context(digest: Digest, language: str, limits: Limits) -> dict[str, Any]:
    """The values of one report."""
    sentences = Sentences(digest, language, HTML)
    return {
        **_head(digest, language, sentences),
        **_news(sentences, limits),
        **_since(sentences, limits),
        **_looked(sentences, limits),
        "foot": [*Looked(sentences).foot(), *SmallPrint(sentences).foot()],
    }


def _head(digest: Digest, language: str, sentences: Sentences) -> dict[str, Any]:
    plain = Sentences(digest, language, PLAIN)
    small_print = SmallPrint(sentences)
    return {
        "words": sentences.words,
        "n": sentences.words.n,
        "c": sentences.words.c,
        "digest": digest,
        "blind": digest.state is State.BLIND,
        "title": plain.title(),
        "preview": " ".join(plain.subheads()) or small_print.period(),
        "campaign_name": clean(digest.campaign.name, 120),
        "day": sentences.day(),
        "headline": sentences.headline(),
        "subhead": HTML.join(sentences.subheads()),
        "details": HTML.join(small_print.details()),
        "paragraphs": small_print.blind_paragraphs(),
        "foreword": plain.foreword(),
    }


def _news(sentences: Sentences, limits: Limits) -> dict[str, Any]:
    sections = Sections(sentences, limits)
    return {
        "sections": sections.all(),
        "and_more": sections.and_more,
        "reprints_shown": limits.names,
    }


def _since(sentences: Sentences, limits: Limits) -> dict[str, Any]:
    since = Since(sentences)
    before, days = since.days()
    national, others = since.period_outlets()
    about_national, about_others = since.about_outlets()
    all_trouble = since.trouble()
    trouble, trouble_hidden = more_of(all_trouble, limits.rows)
    all_outlets = since.outlet_rows()
    outlets, outlets_hidden = more_of(all_outlets, limits.rows)
    return {
        "since_release": since.release(),
        "days": days,
        "days_before": before,
        "days_caption": since.days_caption(),
        "ends": since.ends(),
        "nothing_by_day": since.nothing_by_day(),
        "text_name": sentences.text_name,
        "event_name": clean(sentences.event_name(), 80),
        "period_outlets": [
            ("nationaux", about_national, *few(national, limits)),
            ("autres-medias", about_others, *few(others, limits)),
        ],
        "all_outlets": all_outlets,
        "two_counts": any(row.period != row.total for row in all_outlets),
        "outlets": outlets,
        "outlets_hidden": outlets_hidden,
        "waiting": since.waiting(),
        "all_trouble": all_trouble,
        "trouble": trouble,
        "trouble_hidden": trouble_hidden,
    }


def _looked(sentences: Sentences, limits: Limits) -> dict[str, Any]:
    looked = Looked(sentences)
    all_rows = looked.rows()
    rows, rows_hidden = more_of(all_rows, limits.rows)
    return {
        "all_rows": all_rows,
        "looked": looked,
        "summary": HTML.join(looked.summary()),
        "named": [(about, *few(names, limits)) for about, names in looked.named()],
        "rows": rows,
        "grouped": rows_hidden > 0,
        "by_kind": looked.by_kind() if rows_hidden else [],
        "by_reason": [(happens, len(names), *few(names, limits)) for happens, names in looked.by_reason()]
        if rows_hidden
        else [],
    }


def few(names: list[str] | tuple[str, ...], limits: Limits) -> tuple[str, int, str]:
    """The first names in one text, how many others there are, and those."""
    shown, hidden = more_of(names, limits.names)
    return ", ".join(shown), hidden, ", ".join(names[len(shown) :])
