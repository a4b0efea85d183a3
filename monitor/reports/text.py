"""The report as plain text, 72 columns wide: everything, in the order of the page; nothing is cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from monitor.digest import Digest
from monitor.reports.ink import PLAIN
from monitor.reports.items import ItemView, ReprintView
from monitor.reports.looked import Looked
from monitor.reports.sections import Limits, Section, Sections
from monitor.reports.sentences import Sentences

WIDTH = 72


def render(digest: Digest, language: str) -> bytes:
    """The text in one language as UTF-8, "fr" or "en"; lines end with a line feed. Only addresses are longer lines."""
    sentences = Sentences(digest, language, PLAIN)
    sections = Sections(sentences, Limits())
    lines = [
        *_wrap(f"Retombées – {PLAIN.fill('{name}', {'name': digest.campaign.name})}"),
        sentences.day(),
        "",
        *_underlined(sentences.headline(), "="),
        *_paragraphs([" ".join(sentences.subheads())]),
        *_paragraphs([" ".join(sentences.details())]),
        *_paragraphs(f"{about} {says}" for about, says in sentences.blind_paragraphs()),
    ]
    for section in sections.all():
        lines += _section(section, sentences)
    lines += _since_release(sections, sentences)
    lines += _looked(Looked(sentences), sentences)
    return ("\n".join(line.rstrip(" ") for line in lines).rstrip("\n") + "\n").encode("utf-8")


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
    if item.note:
        who = words("{who}:", who=item.note_by) + " " if item.note_by else ""
        lines += _wrap(who + item.note, "  > ")
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


def _since_release(sections: Sections, sentences: Sentences) -> list[str]:
    total, days = sections.since_release(), sections.days()
    if not total and not days:
        return []
    lines = [
        "",
        *_underlined(sentences.words("Since the release"), "-"),
        *_paragraphs([total] if total else []),
    ]
    if days:
        heads = (
            sentences.words("Day"),
            sentences.text_name,
            sentences.event[:1].upper() + sentences.event[1:],
        )
        rows = [heads, *((row.day, row.pickups, row.topic) for row in days)]
        wide = [max(len(row[column]) for row in rows) for column in range(3)]
        lines += [*_wrap(sections.days_caption()), ""]
        lines += [f"{day:<{wide[0]}}  {one:>{wide[1]}}  {two:>{wide[2]}}" for day, one, two in rows]
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
    if rows:
        lines.append("")
    for said in looked.foot():
        lines += [*_wrap(said), ""]
    made_at, whom = sentences.times.cut(sentences.digest.made_at), sentences.digest.campaign.prepared_for
    if whom:
        whom = PLAIN.fill("{whom}", {"whom": whom})
        lines += _wrap(words("Daily report prepared for {whom} on {when}.", whom=whom, when=made_at))
    else:
        lines += _wrap(words("Daily report prepared on {when}.", when=made_at))
    lines += _wrap(
        words(
            "Titles and short extracts belong to their outlets; the articles are to be read there. "
            "Figures count articles, never readers: we estimate neither audience nor advertising value."
        )
    )
    return lines
