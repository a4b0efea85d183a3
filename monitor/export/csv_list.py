"""Mentions as CSV that French Excel opens with a double click: byte order mark, semicolons, and no cell that could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.export.order import in_order, short, standfirst_of
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS, SALIENCE, SOURCE_KIND, outlet_kind_words
from monitor.wording.outside import clean
from monitor.wording.words import Words, message
from storage.model import Mention, Moment

CELL_MOST = 2000
"""Characters of one cell; a sheet allows 32,767."""

Cell = Callable[[Mention, Words], str]

RUNS = tuple("=+-@|%＝＋－＠")
"""With what a cell may begin that a spreadsheet takes for a formula or a command; tabs and returns are gone by then."""

TONES = {
    "favourable": message("favourable"),
    "neutral": message("neutral"),
    "critical": message("critical"),
}


def write(mentions: Iterable[Mention], language: str, names: Mapping[str, str]) -> bytes:
    """The list, UTF-8 with a byte order mark, `;` between cells, every cell quoted, CRLF; columns by language."""
    words = Words(language)
    out = io.StringIO(newline="")
    sheet = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    sheet.writerow([words(name) for name, _ in COLUMNS])
    for mention in in_order(mentions):
        shown = _with_names(mention, names)
        sheet.writerow([safe(cell(shown, words)) for _, cell in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: on one line, with a leading ' where it would be one."""
    cell = clean(text, CELL_MOST)
    return f"'{cell}" if cell.startswith(RUNS) else cell


def _with_names(mention: Mention, names: Mapping[str, str]) -> Mention:
    """The mention with its organisations by name instead of id, where the name is known."""
    judgement = mention.judgement
    named = tuple(names.get(one, one) for one in judgement.organisations)
    quoted = tuple(names.get(one, one) for one in judgement.organisations_quoted)
    return replace(mention, judgement=replace(judgement, organisations=named, organisations_quoted=quoted))


def _yes(value: bool, words: Words) -> str:
    return words("yes") if value else words("no")


def _day(moment: Moment | None) -> str:
    """The day as the page claims it, 2025-02-05."""
    if moment is None:
        return ""
    return (moment.date() if isinstance(moment, datetime) else moment).isoformat()


def _hour(moment: Moment | None) -> str:
    """The time of day in the page's own zone, 11:48; empty where the page claims none."""
    return moment.strftime("%H:%M") if isinstance(moment, datetime) else ""


def _utc(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def _country(mention: Mention, words: Words) -> str:
    code = mention.article.outlet.country
    return words.country(code) if code else ""


def _tongue(mention: Mention, words: Words) -> str:
    code = mention.article.language
    return words.tongue(code) if code else ""


def _weight(mention: Mention, words: Words) -> str:
    score = mention.judgement.score
    if score >= 0.75:
        return words.c("weight", "strong")
    return words.c("weight", "medium") if score >= 0.45 else words.c("weight", "weak")


def _share(mention: Mention, key: str) -> str:
    share = (mention.judgement.reuse or {}).get(key)
    return str(round(100 * share)) if isinstance(share, int | float) else ""


def _reprint(mention: Mention, words: Words) -> str:
    if mention.cluster_id is None:
        return ""
    return words.c("same text", "original") if mention.cluster_lead else words.c("same text", "reprint")


def _ways(mention: Mention, words: Words) -> str:
    names = {kind.value: words(text) for kind, text in SOURCE_KIND.items()}
    return ", ".join(dict.fromkeys(names.get(one.kind, one.kind) for one in mention.article.found_by))


def _evidence(mention: Mention) -> str:
    return " | ".join(short(one.text) for one in mention.judgement.evidence)


COLUMNS: tuple[tuple[str, Cell], ...] = (
    (message("Day"), lambda m, words: _day(m.article.published_at)),
    (message("Hour (of the outlet)"), lambda m, words: _hour(m.article.published_at)),
    (message("Outlet"), lambda m, words: m.article.outlet.name),
    (message("Kind of outlet"), lambda m, words: outlet_kind_words(words, m.article.outlet.kind)),
    (message("Country"), _country),
    (message("Title"), lambda m, words: m.article.title),
    (message("Authors"), lambda m, words: ", ".join(m.article.authors)),
    (message("Kind"), lambda m, words: words(MENTION_KIND[m.judgement.kind])),
    (message("To check"), lambda m, words: _yes(m.judgement.to_check, words)),
    (message("Place in the article"), lambda m, words: words(SALIENCE[m.judgement.salience])),
    (message("Status"), lambda m, words: words(REVIEW_STATUS[m.review.status])),
    (message("Excerpt"), lambda m, words: short(m.judgement.excerpt.text)),
    (message("Address"), lambda m, words: m.article.url),
    (message("For subscribers"), lambda m, words: _yes(m.article.paywalled, words)),
    (message("Language"), _tongue),
    (message("Organisations named"), lambda m, words: ", ".join(m.judgement.organisations)),
    (message("Organisations quoted"), lambda m, words: ", ".join(m.judgement.organisations_quoted)),
    (message("On our own sites"), lambda m, words: _yes(m.judgement.own, words)),
    (message("Tone"), lambda m, words: words(TONES[m.review.tone]) if m.review.tone in TONES else ""),
    (message("Tags"), lambda m, words: ", ".join(m.review.tags)),
    (message("Starred"), lambda m, words: _yes(m.review.starred, words)),
    (message("Note"), lambda m, words: m.review.note),
    (message("Why rejected"), lambda m, words: m.review.reject_reason),
    (message("Reviewed by"), lambda m, words: m.review.reviewed_by or ""),
    (message("Reviewed at (UTC)"), lambda m, words: _utc(m.review.reviewed_at)),
    (message("Weight"), _weight),
    (message("Evidence"), lambda m, words: _evidence(m)),
    (message("Share of our text reprinted (%)"), lambda m, words: _share(m, "share_of_document")),
    (message("Share of the article that is ours (%)"), lambda m, words: _share(m, "share_of_article")),
    (message("Original or reprint"), _reprint),
    (message("Articles with the same text"), lambda m, words: str(m.cluster_size or "")),
    (message("Mark of the same text"), lambda m, words: m.cluster_id or ""),
    (message("Standfirst"), lambda m, words: standfirst_of(m)),
    (message("Site"), lambda m, words: m.article.outlet.domain),
    (message("Tier"), lambda m, words: str(m.article.outlet.tier or "")),
    (message("Found by"), _ways),
    (message("First seen (UTC)"), lambda m, words: _utc(m.article.first_seen_at)),
    (message("Canonical address"), lambda m, words: m.article.canonical_url),
    (message("Fingerprint of the page"), lambda m, words: m.article.sha256),
    (message("Version of the campaign’s file"), lambda m, words: str(m.dossier_version)),
    (message("Campaign"), lambda m, words: m.campaign_id),
    (message("Id"), lambda m, words: m.id),
)
"""The columns, those that staff read first in front."""
