"""The report as plain text, 72 columns wide: everything, in the order of the page; nothing is cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from monitor.digest import Digest
from monitor.reports.ink import PLAIN
from monitor.reports.items import ItemView, ReprintView
from monitor.reports.looked import Looked
from monitor.reports.sections import Limits, Section, Sections
from monitor.reports.sentences import Sentences, capital
from monitor.reports.since import DayRow, Since
from monitor.reports.small_print import SmallPrint
from monitor.wording.outside import clean

WIDTH = 72


def render(digest: Digest, language: str) -> bytes:
    """The text in one language as UTF-8, "fr" or "en"; lines end with a line feed. Only addresses are longer lines."""
    return render_text(digest, language).encode("utf-8")


def render_text(digest: Digest, language: str, recipient: str | None = None) -> str:
    """The text itself. `recipient` is a line for its end: to whom it goes, and when."""
    sentences = Sentences(digest, language, PLAIN)
    small_print = SmallPrint(sentences)
    sections = Sections(sentences, Limits())
    lines = [
        *_wrap(f"Retombées – {PLAIN.fill('{name}', {'name': digest.campaign.name})}"),
        sentences.day(),
        "",
        *_underlined(sentences.headline(), "="),
        *_paragraphs(said for said in [" ".join(sentences.subheads())] if said),
        *_paragraphs([" ".join(small_print.details())]),
        *_paragraphs(f"{about} {says}" for about, says in small_print.blind_paragraphs()),
        *_paragraphs(sentences.foreword()),
    ]
    for section in sections.all():
        lines += _section(section, sentences)
    since, looked = Since(sentences), Looked(sentences)
    lines += _since_release(since, sentences)
    lines += _outlets(since, sentences)
    lines += _review_and_mail(since, sentences)
    lines += _looked(looked, sentences)
    foot = [*looked.foot(), *small_print.foot(), *([clean(recipient, 400)] if recipient else [])]
    lines += _paragraphs(foot)
    return "\n".join(line.rstrip(" ") for line in lines).rstrip("\n") + "\n"


def _wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _underlined(text: str, sign: str) -> list[str]:
    lines = _wrap(text)
    return [*lines, sign * max(len(line) for line in lines), ""]


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _wrap(text)
        yield ""


def _section(section: Section, sentences: Sentences) -> list[str]:
    lines = ["", *_underlined(section.heading, "-")]
    if section.intro:
        lines += [*_wrap(section.intro), ""]
    for item in section.items:
        lines += [*_item(item, sentences), ""]
    for one in section.lines:
        lines += _line(one)
    return [*lines, ""] if section.lines else lines


def _item(item: ItemView, sentences: Sentences) -> list[str]:
    words = sentences.words
    badge = f"[{item.badge}]" + (f" {item.instead}" if item.instead else "")
    excerpt = "".join(f"*{piece}*" if marked else piece for piece, marked in item.excerpt)
    lines = _wrap(f"{badge} {item.outlet}" + (f", {item.outlet_kind}" if item.outlet_kind else ""))
    lines += _wrap(item.title, "  ")
    lines += _wrap(excerpt, "  | ")
    lines += _wrap(item.reuse, "  ")
    lines += _wrap(item.speaks_for, "  ")
    lines += _wrap(item.byline, "  ")
    for said in item.organisations:
        lines += _wrap(said, "  ")
    lines += _wrap(item.remark, "  > ")
    if item.url:
        lines.append(f"  {item.url}")
    if item.reprint_of:
        lines += _wrap(words("The same text had already come out:"), "  ")
        lines += _line(item.reprint_of, "  ")
    if item.reprints:
        count = len(item.reprints)
        lines += _wrap(words.n("{n} reprint of this text:", "{n} reprints of this text:", count), "  ")
        for one in item.reprints:
            lines += _line(one, "  ")
    return lines


def _line(one: ReprintView, indent: str = "") -> list[str]:
    where = ", ".join(part for part in (one.outlet, one.country, one.when) if part)
    lines = _wrap(f"{one.title} – {where}", f"{indent}  ", f"{indent}- ")
    return [*lines, f"{indent}  {one.url}"] if one.url else lines


def _days(rows: Sequence[DayRow], sentences: Sentences) -> list[str]:
    heads = (sentences.words("Day"), sentences.text_name, clean(sentences.event_name(), 40))
    cells = [heads, *((row.day, row.pickups, row.topic) for row in rows)]
    wide = [max(len(row[column]) for row in cells) for column in range(3)]
    return [f"{day:<{wide[0]}}  {one:>{wide[1]}}  {two:>{wide[2]}}" for day, one, two in cells]


def _since_release(since: Since, sentences: Sentences) -> list[str]:
    total, (before, days) = since.release(), since.days()
    lines = [*_paragraphs(said for said in (total, since.nothing_by_day()) if said)]
    if days:
        lines += [*_wrap(since.days_caption(whole=True)), "", *_days([*before, *days], sentences), ""]
    return ["", *_underlined(sentences.words("Since the release"), "-"), *lines] if lines else []


def _outlets(since: Since, sentences: Sentences) -> list[str]:
    words, rows = sentences.words, since.outlet_rows()
    if not rows:
        return []
    lines = ["", *_underlined(words("Outlets"), "-")]
    for about, names in zip(since.about_outlets(), since.period_outlets(), strict=True):
        if names:
            lines += [*_wrap(f"{about} {', '.join(names)}."), ""]
    lines += [
        *_wrap(words("Pickups by outlet since the release, reprints included:")),
        "",
    ]
    for row in rows:
        name = f"{row.name}, {row.kind}" if row.kind else row.name
        told = words("{name}: {total}", name=name, total=row.total)
        if row.in_period and row.period != row.total:
            told = words("{told}, of which {period} in this report", told=told, period=row.period)
        lines += _wrap(told, "  ", "- ")
    return [*lines, ""]


def _review_and_mail(since: Since, sentences: Sentences) -> list[str]:
    words, lines = sentences.words, []
    waiting, trouble = since.waiting(), since.trouble()
    if waiting:
        lines += ["", *_underlined(words("Not reviewed yet"), "-"), *_paragraphs([" ".join(waiting)])]
    if trouble:
        lines += ["", *_underlined(words("Mail"), "-")]
        for row in trouble:
            told = words("{what}, to {recipient}: {happens}", what=capital(row.what), recipient=row.recipient, happens=row.happens)  # fmt: skip
            lines += _wrap(told, "  ", "- ")
        lines.append("")
    return lines


def _looked(looked: Looked, sentences: Sentences) -> list[str]:
    words = sentences.words
    lines = ["", *_underlined(looked.heading(), "-"), *_paragraphs([" ".join(looked.summary())])]
    for about, names in looked.named():
        lines += [*_wrap(f"{about} {', '.join(names)}."), ""]
    rows = looked.rows()
    if rows:
        lines += [*_wrap(words("{caption}:", caption=looked.caption())), ""]
    for row in rows:
        said = words("{source}: {happens}", source=f"{row.outlet}, {row.kind}", happens=row.happens)
        if row.since:
            said = words("{said} Since: {since}.", said=said, since=row.since)
        lines += _wrap(said, "  ", "- ")
    return [*lines, ""] if rows else lines
